//! Which numbers are fitted, and how every parameter of every component follows from them.

use crate::transform::Bounds;
use crate::{Component, FitError, Free, Link, Parameter, Varied};

/// One thing for each parameter of a component.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slots<T> {
    pub(crate) position: T,
    pub(crate) width: T,
    pub(crate) area: T,
    pub(crate) gaussian: T,
}

impl<T: Copy> Slots<T> {
    /// That of `parameter`.
    pub(crate) fn of(&self, parameter: Parameter) -> T {
        match parameter {
            Parameter::Position => self.position,
            Parameter::Width => self.width,
            Parameter::Area => self.area,
            Parameter::Gaussian => self.gaussian,
        }
    }

    /// The same with `value` for `parameter`.
    pub(crate) fn with(mut self, parameter: Parameter, value: T) -> Self {
        match parameter {
            Parameter::Position => self.position = value,
            Parameter::Width => self.width = value,
            Parameter::Area => self.area = value,
            Parameter::Gaussian => self.gaussian = value,
        }
        self
    }
}

/// A parameter's value: `add`, plus `factor` times the free number `root` if there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tie {
    pub(crate) root: Option<usize>,
    pub(crate) add: f64,
    pub(crate) factor: f64,
}

impl Tie {
    /// The value with these free numbers.
    pub(crate) fn value(&self, free: &[f64]) -> f64 {
        let root = self.root.and_then(|k| free.get(k));
        self.add + root.map_or(0.0, |value| self.factor * value)
    }
}

/// A number that is fitted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number {
    pub(crate) component: usize,
    pub(crate) parameter: Parameter,
    pub(crate) bounds: Bounds,
    pub(crate) start: f64,
}

/// All numbers that are fitted, and what hangs on them.
pub(crate) struct Ties {
    pub(crate) numbers: Vec<Number>,
    pub(crate) slots: Vec<Slots<Tie>>,
}

/// The parameter as the caller gave it. `None` for a Gaussian that the shape does not have.
fn varied(component: &Component, parameter: Parameter) -> Option<&Varied> {
    match parameter {
        Parameter::Position => Some(&component.position_ev),
        Parameter::Width => Some(&component.fwhm_ev),
        Parameter::Area => Some(&component.area),
        Parameter::Gaussian => component.shape.gaussian(),
    }
}

/// The bounds of a parameter that is fitted.
fn bounds(free: Free) -> Option<Bounds> {
    match free {
        Free::Fixed | Free::Linked { .. } => None,
        Free::Unbounded => Some(Bounds::None),
        Free::Above { low } => Some(Bounds::Above(low)),
        Free::Within { low, high } => Some(Bounds::Within(low, high)),
    }
}

/// Follows the links from a parameter to a fixed or a fitted one.
fn tie(
    components: &[Component],
    numbers: &[Number],
    index: usize,
    parameter: Parameter,
) -> Result<Tie, FitError> {
    let name = || {
        components
            .get(index)
            .map(|c| c.name.clone())
            .unwrap_or_default()
    };
    let (mut at, mut add, mut factor) = (index, 0.0, 1.0);
    // As many steps as there are components: one more has been somewhere before.
    for _ in 0..components.len() {
        let Some(found) = components.get(at).and_then(|c| varied(c, parameter)) else {
            if at == index {
                return Ok(Tie {
                    root: None,
                    add: 0.0,
                    factor: 0.0,
                });
            }
            return Err(FitError::LinkToNothing {
                component: name(),
                parameter,
                to: at,
            });
        };
        match found.free {
            Free::Linked { to, by } => {
                at = to;
                match by {
                    Link::Offset(offset) => add += factor * offset,
                    Link::Factor(times) => factor *= times,
                }
            }
            Free::Fixed => {
                let add = add + factor * found.start;
                return Ok(Tie {
                    root: None,
                    add,
                    factor: 0.0,
                });
            }
            _ => {
                let root = numbers
                    .iter()
                    .position(|n| n.component == at && n.parameter == parameter);
                return Ok(Tie { root, add, factor });
            }
        }
    }
    // The last step may still have led out of the list.
    if components
        .get(at)
        .and_then(|c| varied(c, parameter))
        .is_none()
    {
        return Err(FitError::LinkToNothing {
            component: name(),
            parameter,
            to: at,
        });
    }
    Err(FitError::LinkLoop {
        component: name(),
        parameter,
    })
}

impl Ties {
    /// Follows all links.
    ///
    /// # Errors
    /// A link to nothing, or links that go round.
    pub(crate) fn of(components: &[Component]) -> Result<Ties, FitError> {
        let mut numbers = Vec::new();
        for (index, component) in components.iter().enumerate() {
            for parameter in Parameter::ALL {
                let found = varied(component, parameter);
                if let Some((start, bounds)) = found.and_then(|v| Some((v.start, bounds(v.free)?)))
                {
                    numbers.push(Number {
                        component: index,
                        parameter,
                        bounds,
                        start,
                    });
                }
            }
        }
        let slots = (0..components.len()).map(|index| {
            let of = |parameter| tie(components, &numbers, index, parameter);
            Ok(Slots {
                position: of(Parameter::Position)?,
                width: of(Parameter::Width)?,
                area: of(Parameter::Area)?,
                gaussian: of(Parameter::Gaussian)?,
            })
        });
        let slots = slots.collect::<Result<_, FitError>>()?;
        Ok(Ties { numbers, slots })
    }

    /// Values of all parameters with these free numbers.
    pub(crate) fn values(&self, free: &[f64]) -> Vec<Slots<f64>> {
        let value = |slots: &Slots<Tie>| Slots {
            position: slots.position.value(free),
            width: slots.width.value(free),
            area: slots.area.value(free),
            gaussian: slots.gaussian.value(free),
        };
        self.slots.iter().map(value).collect()
    }

    /// The free numbers at the start.
    pub(crate) fn starts(&self) -> Vec<f64> {
        self.numbers.iter().map(|n| n.start).collect()
    }

    /// The least value that a parameter can take.
    pub(crate) fn least(&self, tie: &Tie) -> f64 {
        match tie.root.and_then(|k| self.numbers.get(k)) {
            Some(number) => number.bounds.least(tie.add, tie.factor),
            None => tie.add,
        }
    }
}

/// What a parameter as the caller gave it lacks.
pub(crate) fn fault(component: &Component, parameter: Parameter) -> Option<FitError> {
    let found = varied(component, parameter)?;
    let name = component.name.clone();
    let finite = match found.free {
        Free::Fixed | Free::Unbounded => found.start.is_finite(),
        Free::Above { low } => found.start.is_finite() && low.is_finite(),
        Free::Within { low, high } => [found.start, low, high].iter().all(|v| v.is_finite()),
        Free::Linked {
            by: Link::Offset(value) | Link::Factor(value),
            ..
        } => value.is_finite(),
    };
    if !finite {
        return Some(FitError::NotFinite {
            component: name,
            parameter,
        });
    }
    match bounds(found.free) {
        Some(Bounds::Within(low, high)) if low >= high => Some(FitError::Bounds {
            component: name,
            parameter,
            low,
            high,
        }),
        Some(bounds) if !bounds.hold(found.start) => {
            let start = found.start;
            Some(FitError::StartOutOfBounds {
                component: name,
                parameter,
                start,
            })
        }
        _ => None,
    }
}
