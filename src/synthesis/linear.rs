//! The fit near where it ended, where it is linear: intervals, and what elements are worth.

use nalgebra::{DMatrix, DVector};

use super::parameters::{self, Parameter};
use super::problem::Problem;
use super::refined::NEEDED;
use super::refinement::MODEL_DOUBT;
use super::sample::ImpliedSample;

/// Half-width of a 90 % interval, in standard deviations.
const NINETY_PERCENT: f64 = 1.645;
/// National institutes agree on alloys to about 3 at% (CCQM-K67; docs/method/synthesis.md): no interval of a main
/// element is narrower, nor one of a minor element than this share of it.
const FLOOR_PERCENT: f64 = 3.0;
const FLOOR_SHARE: f64 = 0.3;
/// So much of an element would have been found, at%.
const UNLIKELY_PERCENT: f64 = 30.0;

/// The fit near where it ended, where it is linear; residuals in the standard deviations that they show.
pub(super) struct Linear {
    derivatives: DMatrix<f64>,
    residuals: DVector<f64>,
    precision: DMatrix<f64>,
    gradient: DVector<f64>,
}

impl Linear {
    pub fn new(
        problem: &Problem,
        mut derivatives: DMatrix<f64>,
        mut residuals: DVector<f64>,
    ) -> Linear {
        // Without the doubt of the model: a line that stands out must not be explained by a little of
        // everything.
        let points = problem.target.points.len();
        derivatives
            .rows_mut(0, points)
            .scale_mut(MODEL_DOUBT.sqrt());
        residuals.rows_mut(0, points).scale_mut(MODEL_DOUBT.sqrt());
        Linear {
            precision: derivatives.tr_mul(&derivatives),
            gradient: derivatives.tr_mul(&residuals),
            derivatives,
            residuals,
        }
    }

    /// The column of a curve, with the parameters' rows.
    fn column(&self, problem: &Problem, curve: &[f64]) -> DVector<f64> {
        let mut column = DVector::zeros(self.residuals.len());
        let data = problem.column(curve) * MODEL_DOUBT.sqrt();
        column.rows_mut(0, data.len()).copy_from(&data);
        column
    }

    /// Standard deviations of the residuals shown by which the spectrum is explained worse without element `e`,
    /// whose `curve` it has, when all that is not its own is adjusted.
    ///
    /// What it has in the columns of parameters that concern all elements goes with it: else it would come back
    /// by them.
    pub fn needed(
        &self,
        problem: &Problem,
        e: usize,
        sample: &ImpliedSample,
        curve: &[f64],
    ) -> Option<f64> {
        let own = |p: &Parameter| match *p {
            Parameter::Amount(k)
            | Parameter::Place(k)
            | Parameter::Shift(k)
            | Parameter::Broadening(k) => k == e,
            Parameter::Area(p) | Parameter::PartShift(p) => problem.parts.list[p].of == e,
            _ => false,
        };
        let points = problem.target.points.len();
        let shares = problem.share_of_columns(e, sample, curve)?;
        let kept: Vec<usize> = (0..problem.varied.len())
            .filter(|i| !own(&problem.varied[*i].parameter))
            .collect();
        let mut derivatives = self.derivatives.select_columns(&kept);
        for (c, i) in kept.iter().enumerate() {
            if let Some(share) = &shares[*i] {
                let mut column = derivatives.view_mut((0, c), (points, 1));
                column -= share * MODEL_DOUBT.sqrt();
            }
        }
        let mut without = &self.residuals - self.column(problem, curve);
        for i in (0..problem.varied.len()).filter(|i| !kept.contains(i)) {
            without[points + i] = 0.0;
        }
        let gradient = derivatives.tr_mul(&without);
        let factor = derivatives.tr_mul(&derivatives).cholesky()?;
        let adjusted = without.norm_squared() - gradient.dot(&factor.solve(&gradient));
        // Where the fit has ended before its bottom, that too is compared at the bottom.
        let factor = self.precision.clone().cholesky()?;
        let with = self.residuals.norm_squared() - self.gradient.dot(&factor.solve(&self.gradient));
        Some((adjusted - with).max(0.0).sqrt())
    }

    /// What a further `curve` adds; `None` where less than nothing of it is asked for.
    pub fn gained(&self, problem: &Problem, curve: &[f64]) -> Option<Gained> {
        let column = self.column(problem, curve);
        let factor = self.precision.clone().cholesky()?;
        let along = self.derivatives.tr_mul(&column);
        let free = column.norm_squared() - along.dot(&factor.solve(&along));
        let pull = column.dot(&self.residuals) - along.dot(&factor.solve(&self.gradient));
        let amount = -pull / free;
        (free > 0.0 && amount > 0.0).then(|| Gained {
            amount,
            deviations: amount * free.sqrt(),
        })
    }
}

/// What an element adds.
pub(super) struct Gained {
    /// Its amount, in units of what was asked.
    pub amount: f64,
    /// Standard deviations by which the spectrum is explained better.
    pub deviations: f64,
}

impl Gained {
    pub fn say(&self, line: &str, atomic_percent: f64) -> String {
        let symbol = line.split(' ').next().unwrap_or(line);
        match self.deviations {
            g if g < NEEDED => format!("{symbol} explains no more of the spectrum"),
            g if atomic_percent > UNLIKELY_PERCENT => format!(
                "{symbol} explains more, by {g:.0} σ, but it would take {atomic_percent:.0} at% of it"
            ),
            g => format!("{symbol} at {atomic_percent:.1} at% explains more, by {g:.0} σ"),
        }
    }
}

/// Half-widths of 90 % intervals of the atomic percents.
pub(super) fn half_widths(
    problem: &Problem,
    percents: &[f64],
    covariance: &DMatrix<f64>,
) -> Vec<f64> {
    let places: Vec<Option<(usize, f64)>> = (0..percents.len())
        .map(|e| {
            let is = |v: &parameters::Varied| v.parameter == Parameter::Amount(e);
            let place = problem.varied.iter().position(is)?;
            Some((place, problem.varied[place].spread))
        })
        .collect();
    // p_e = 100·a_e/Σa: of its logarithm, the derivative by that of a_k is δ_ek − p_k/100.
    let of = |e: usize| {
        let mut by = DVector::zeros(covariance.nrows());
        for (k, place) in places.iter().enumerate() {
            if let Some((place, spread)) = place {
                let own = if k == e { 1.0 } else { 0.0 };
                by[*place] = spread * (own - percents[k] / 100.0);
            }
        }
        let variance = (covariance * &by).dot(&by);
        // The network's interval was taken narrower than it is.
        let deviation = variance.max(0.0).sqrt() / parameters::OF_INTERVAL;
        let fit = NINETY_PERCENT * percents[e] * deviation;
        let floor = match percents.len() {
            1 => 0.0,
            _ => FLOOR_PERCENT.min(FLOOR_SHARE * percents[e]),
        };
        fit.hypot(floor)
    };
    (0..percents.len()).map(of).collect()
}
