//! Fit of the areas of the lines, from where the fit of the curve has ended: amounts, contamination, transmission.

use anyhow::Result;
use speclens::conventional::EvenCurve;

use super::areas::{self, Areas};
use super::curve::{CurveFit, PULL_OF_TRANSMISSION, target};
use super::problem::{Free, minimize};
use super::{Fit, scaled};
use crate::measured::compare::lines::{expected, features, windows};
use crate::measured::compare::sample::{DrawnLines, START_OF_A_MAYBE};

/// Pull to the first fit in the second (against the logarithms of areas).
const PULL: f64 = 0.03;
/// Weight of the curve itself in the second fit: to leave a tenth more of it unexplained costs as
/// much as 30 % of a main line's area.
const CURVE_WEIGHT: f64 = 1.0;

/// Fits the areas of the lines from where the fit of the curve has ended.
///
/// # Errors
/// A sample that the simulator refuses.
pub(super) fn fit(fitted: CurveFit, measured: &EvenCurve) -> Result<Fit> {
    let CurveFit {
        known,
        mut parameters,
        ..
    } = fitted;
    let grid = measured.grid();
    let target = target(measured, &known, &parameters)?;
    let curve = known.simulate(&parameters, &grid, DrawnLines::All)?;
    let scale = target.scale(&curve);
    let lines = expected::lines(&known, &parameters);
    let found = features::find(
        &lines,
        measured,
        &scaled(&curve, scale),
        parameters.shift_ev,
    );
    let windows = windows::find(&lines, &found, measured, parameters.shift_ev);
    let (windows, unseen) =
        areas::quantifying(windows, &known, &lines, measured, parameters.shift_ev);
    let areas = Areas::new(&windows, &unseen, measured);
    if areas.can_be_compared() {
        // From nothing no amount grows (it is the square of what is fitted).
        for (amount, part) in parameters.amounts.iter_mut().zip(&known.bulk) {
            if part.required {
                *amount = amount.max(START_OF_A_MAYBE);
            }
        }
        let free = Free {
            axis: false,
            pull: PULL,
            pull_of_transmission: PULL_OF_TRANSMISSION,
        };
        let share = CURVE_WEIGHT / target.size().max(f64::MIN_POSITIVE);
        parameters = minimize(&known, &grid, &parameters, free, |c| {
            let mut all = areas.residuals(c);
            all.extend(target.residuals(c).iter().map(|r| share * r));
            all
        });
    }
    let curve = known.simulate(&parameters, &grid, DrawnLines::All)?;
    let simulated = scaled(&curve, target.scale(&curve));
    Ok(Fit {
        known,
        parameters,
        simulated,
        unexplained: target.unexplained(&curve),
    })
}
