//! The fit: least squares by Levenberg and Marquardt, then the errors.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt, TerminationReason};
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};

use crate::check::checked;
use crate::covariance::Covariance;
use crate::model::Model;
use crate::region::Region;
use crate::result::{Fit, Fitted, Partner, Value};
use crate::shape::Line;
use crate::warnings::{Doubts, at_bounds};
use crate::width::full_width;
use crate::{Component, FitError, Parameter, Variance};

/// Relative change of chi squared, and of the numbers, below which the fit is at its end.
const TOLERANCE: f64 = 1e-12;

/// The model as the algorithm sees it: with numbers that have no bounds.
struct Problem<'a> {
    model: &'a Model<'a>,
    inner: DVector<f64>,
}

impl Problem<'_> {
    /// The free numbers inside of their bounds.
    fn free(&self) -> Vec<f64> {
        let numbers = &self.model.ties.numbers;
        let pairs = numbers.iter().zip(self.inner.iter());
        pairs
            .map(|(number, inner)| number.bounds.value(*inner))
            .collect()
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Problem<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, inner: &DVector<f64>) {
        self.inner.copy_from(inner);
    }

    fn params(&self) -> DVector<f64> {
        self.inner.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(DVector::from_vec(self.model.residuals(&self.free())))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let mut jacobian = self.model.jacobian(&self.free());
        let slopes = self.model.ties.numbers.iter().zip(self.inner.iter());
        for (mut column, (number, inner)) in jacobian.column_iter_mut().zip(slopes) {
            column *= number.bounds.slope(*inner);
        }
        Some(jacobian)
    }
}

/// The free numbers at the least chi squared, and whether the algorithm came to its end.
fn least_squares(model: &Model<'_>) -> (Vec<f64>, bool) {
    let numbers = &model.ties.numbers;
    if numbers.is_empty() {
        return (Vec::new(), true);
    }
    let inner = numbers.iter().map(|n| n.bounds.inner(n.start)).collect();
    let inner = DVector::from_vec(inner);
    let problem = Problem { model, inner };
    // MINPACK's algorithm: J. J. Moré, Lecture Notes in Mathematics 630 (1978) 105.
    let (problem, report) = LevenbergMarquardt::new()
        .with_ftol(TOLERANCE)
        .with_xtol(TOLERANCE)
        .with_gtol(TOLERANCE)
        .minimize(problem);
    let ended = report.termination.was_successful()
        || matches!(
            report.termination,
            TerminationReason::NoImprovementPossible(_)
        );
    let free = problem.free();
    if model.residuals(&free).iter().all(|r| r.is_finite()) {
        (free, ended)
    } else {
        // It was led beyond all numbers.
        (model.ties.starts(), false)
    }
}

/// Fits the components to the region.
///
/// Weights: one over the variance. Bounded parameters go through smooth transforms. Errors are
/// standard deviations, from the covariance of all free parameters in the parameters themselves;
/// those of linked ones follow from it. A parameter that ends at a bound counts as fixed there.
///
/// # Errors
/// [`FitError`] says what is refused.
pub fn fit(region: &Region, components: &[Component], variance: Variance) -> Result<Fit, FitError> {
    let ties = checked(region, components, variance)?;
    let mut model = Model {
        region,
        components,
        ties,
        deviations: region.deviations(variance),
    };
    let (free, converged) = least_squares(&model);

    let curves = model.curves(&free);
    let curve = model.sum(&curves);
    let points = region.energy_ev.len();
    // More points than numbers: checked.
    let degrees = points.saturating_sub(free.len()).max(1) as f64;
    let chi_squared: f64 = model.residuals(&free).iter().map(|r| r * r).sum();
    let reduced_chi_squared = chi_squared / degrees;
    if variance == Variance::FromResiduals && reduced_chi_squared > 0.0 {
        let factor = reduced_chi_squared.sqrt();
        model.deviations.iter_mut().for_each(|d| *d *= factor);
    }
    let residuals = model.residuals(&free).iter().map(|r| -r).collect();

    let (covariance, at_bound) = errors(&model, &free);
    let mut doubts = Doubts::default();
    doubts.of_the_fit(&model, converged, covariance.singular, &at_bound, &free);
    let components = fitted(&model, &free, &covariance);
    doubts.of_the_components(&model, &components, &covariance);
    Ok(Fit {
        components,
        curve,
        curves,
        residuals,
        reduced_chi_squared,
        converged,
        warnings: doubts.sentences,
    })
}

/// The covariance, with the numbers that ended at a bound held there.
fn errors(model: &Model<'_>, free: &[f64]) -> (Covariance, Vec<bool>) {
    let jacobian = model.jacobian(free);
    let numbers = &model.ties.numbers;
    let held = at_bounds(numbers, free, |_| None);
    let first = Covariance::of(&jacobian, &held, 1.0);
    // With errors at hand it can be said what is near to a bound.
    let held = at_bounds(numbers, free, |k| first.error(&[(k, 1.0)]));
    (Covariance::of(&jacobian, &held, 1.0), held)
}

/// Values and errors of every component.
fn fitted(model: &Model<'_>, free: &[f64], covariance: &Covariance) -> Vec<Fitted> {
    let values = model.ties.values(free);
    let window = model.region.window();
    let lines = model
        .components
        .iter()
        .zip(&values)
        .map(|(component, values)| Line {
            shape: &component.shape,
            fwhm: values.width,
            gaussian: values.gaussian,
        });
    let lines: Vec<Line<'_>> = lines.collect();
    // Area of the second line over that of the first: the ratio, but for lines that the window cuts.
    let ratios: Vec<Option<f64>> = model
        .components
        .iter()
        .zip(&lines)
        .zip(&values)
        .map(|((component, line), values)| {
            let doublet = component.doublet?;
            let second = line.area(values.position + doublet.splitting_ev, window);
            Some(doublet.ratio * second / line.area(values.position, window))
        })
        .collect();
    let wholes: Vec<f64> = ratios.iter().map(|r| 1.0 + r.unwrap_or(0.0)).collect();
    let total: f64 = values
        .iter()
        .zip(&wholes)
        .map(|(v, whole)| v.area * whole)
        .sum();

    let mut all = Vec::new();
    for (index, (component, value)) in model.components.iter().zip(&values).enumerate() {
        let (Some(slots), Some(line)) = (model.ties.slots.get(index), lines.get(index)) else {
            continue;
        };
        let weighted = |parameter: Parameter, weight: f64| -> Option<(usize, f64)> {
            let tie = slots.of(parameter);
            Some((tie.root?, weight * tie.factor))
        };
        let of = |parameter: Parameter| Value {
            value: value.of(parameter),
            error: covariance.error(weighted(parameter, 1.0).as_slice()),
        };
        let ratio = ratios.get(index).copied().flatten();
        let partner = component
            .doublet
            .zip(ratio)
            .map(|(doublet, ratio)| Partner {
                position_ev: Value {
                    value: value.position + doublet.splitting_ev,
                    ..of(Parameter::Position)
                },
                area: Value {
                    value: ratio * value.area,
                    error: of(Parameter::Area).error.map(|e| ratio * e),
                },
            });
        // d share / d area of each component, by the quotient rule.
        let share = (total > 0.0).then(|| {
            let whole = wholes.get(index).copied().unwrap_or(1.0);
            let share = value.area * whole / total;
            let terms = model.ties.slots.iter().zip(&wholes).enumerate();
            let slopes: Vec<(usize, f64)> = terms
                .filter_map(|(other, (slots, whole))| {
                    let own = if other == index { *whole } else { 0.0 };
                    let slope = (own - share * whole) / total;
                    Some((slots.area.root?, slope * slots.area.factor))
                })
                .collect();
            Value {
                value: share,
                error: covariance.error(&slopes),
            }
        });
        all.push(Fitted {
            name: component.name.clone(),
            position_ev: of(Parameter::Position),
            fwhm_ev: of(Parameter::Width),
            gaussian_ev: component.shape.gaussian().map(|_| of(Parameter::Gaussian)),
            full_width_ev: full_width(line),
            area: of(Parameter::Area),
            partner,
            share,
        });
    }
    all
}
