//! What is refused before anything is fitted.

use crate::links::{Ties, fault};
use crate::{Component, FitError, Parameter, Region, Variance};

/// Checks the points of a region.
///
/// # Errors
/// Lists of different lengths; values that are not finite; counts below zero where they are counts.
fn points(region: &Region, variance: Variance) -> Result<(), FitError> {
    let (energies, counts) = (region.energy_ev.len(), region.counts.len());
    let background = region.background.len();
    if energies != counts || counts != background {
        return Err(FitError::Lengths {
            energies,
            counts,
            background,
        });
    }
    for (list, values) in [
        ("energies", &region.energy_ev),
        ("counts", &region.counts),
        ("background", &region.background),
    ] {
        if let Some((at, value)) = values.iter().enumerate().find(|(_, v)| !v.is_finite()) {
            let (point, value) = (at + 1, *value);
            return Err(FitError::PointNotFinite { list, point, value });
        }
    }
    let negative = region.counts.iter().enumerate().find(|(_, c)| **c < 0.0);
    if let (Variance::Poisson, Some((at, value))) = (variance, negative) {
        let (point, value) = (at + 1, *value);
        return Err(FitError::NegativeCounts { point, value });
    }
    Ok(())
}

/// Checks the numbers of a component that stand for themselves.
fn component(component: &Component) -> Result<(), FitError> {
    if let Some(fault) = Parameter::ALL.iter().find_map(|p| fault(component, *p)) {
        return Err(fault);
    }
    let doublet = component.doublet.and_then(|d| {
        let positive = |v: f64| v > 0.0 && v.is_finite();
        if !positive(d.splitting_ev) {
            Some(("the splitting", d.splitting_ev, "more than 0 eV"))
        } else if !positive(d.ratio) {
            Some(("the ratio", d.ratio, "more than 0"))
        } else {
            None
        }
    });
    match component.shape.fault().or(doublet) {
        Some((what, value, expected)) => {
            let component = component.name.clone();
            Err(FitError::Shape {
                component,
                what,
                value,
                expected,
            })
        }
        None => Ok(()),
    }
}

/// Checks all that [`fit`](crate::fit) is given, and ties the parameters together.
///
/// # Errors
/// All of [`FitError`].
pub(crate) fn checked(
    region: &Region,
    components: &[Component],
    variance: Variance,
) -> Result<Ties, FitError> {
    if components.is_empty() {
        return Err(FitError::NoComponents);
    }
    points(region, variance)?;
    for one in components {
        component(one)?;
    }
    let ties = Ties::of(components)?;
    let (points, parameters) = (region.energy_ev.len(), ties.numbers.len());
    if points <= parameters {
        return Err(FitError::TooFewPoints { points, parameters });
    }
    let (low_ev, high_ev) = region.window();
    if low_ev >= high_ev {
        return Err(FitError::NoRange { energy_ev: low_ev });
    }
    let values = ties.values(&ties.starts());
    for ((one, slots), value) in components.iter().zip(&ties.slots).zip(values) {
        let position_ev = value.position;
        if !(low_ev..=high_ev).contains(&position_ev) {
            let component = one.name.clone();
            return Err(FitError::OutsideOfRegion {
                component,
                position_ev,
                low_ev,
                high_ev,
            });
        }
        for parameter in [Parameter::Width, Parameter::Gaussian] {
            let least = ties.least(&slots.of(parameter));
            // A Gaussian may be nothing.
            if least < 0.0 || (least <= 0.0 && parameter == Parameter::Width) {
                let component = one.name.clone();
                return Err(FitError::WidthNotPositive {
                    component,
                    parameter,
                    least,
                });
            }
        }
    }
    Ok(ties)
}
