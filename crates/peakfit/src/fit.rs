//! The fit: least squares by Levenberg and Marquardt, then the errors.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt, TerminationReason};
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};

use crate::check::checked;
use crate::ends::errors;
use crate::fitted::fitted;
use crate::model::Model;
use crate::region::Region;
use crate::result::Fit;
use crate::warnings::Doubts;
use crate::{Component, FitError, Variance};

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
    if model.is_finite(&free) {
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
    let model = Model {
        region,
        components,
        ties,
        deviations: region.deviations(variance),
    };
    if !model.is_finite(&model.ties.starts()) {
        return Err(FitError::TooLarge);
    }
    let (free, converged) = least_squares(&model);

    let curves = model.curves(&free);
    let curve = model.sum(&curves);
    let points = region.energy_ev.len();
    // More points than numbers: checked.
    let degrees = points.saturating_sub(free.len()).max(1) as f64;
    let chi_squared: f64 = model.residuals(&free).iter().map(|r| r * r).sum();
    let reduced_chi_squared = chi_squared / degrees;
    // What the variances are to be multiplied by.
    let factor = match variance {
        Variance::Poisson => 1.0,
        Variance::FromResiduals => reduced_chi_squared,
    };
    let root = if factor > 0.0 { factor.sqrt() } else { 1.0 };
    let residuals = model.residuals(&free).iter().map(|r| -r / root).collect();

    let (covariance, ends) = errors(&model, &free, factor);
    let mut doubts = Doubts::default();
    doubts.of_the_fit(&model, converged, covariance.singular, &ends, &free);
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
