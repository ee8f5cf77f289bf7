//! How each free number ended: at a bound, without a say of the data, or with an error.

use crate::Parameter;
use crate::covariance::Covariance;
use crate::links::Number;
use crate::model::Model;

/// Part of a range within which a number is at its bound: the fit does not come nearer.
const NEAR: f64 = 1e-6;
/// Part of its error within which a number is at its bound, too,
const NEAR_ERROR: f64 = 0.02;
/// if it is within this part of the range.
const NEAR_AT_MOST: f64 = 0.01;

/// How a free number ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// With an error.
    Free,
    /// At its bound: it counts as fixed.
    AtBound,
    /// It changes nothing, or it is a position or width whose error is wider than the region: it
    /// counts as fixed.
    Blind,
}

/// Whether a number ended at its bound.
fn at_bound(number: &Number, value: f64, error: Option<f64>) -> bool {
    let Some((bound, gap, range)) = number.bounds.nearest(value) else {
        return false;
    };
    let range = range.unwrap_or((number.start - bound).abs());
    gap <= NEAR * range || error.is_some_and(|e| gap <= (NEAR_ERROR * e).min(NEAR_AT_MOST * range))
}

/// The covariance times `factor`, and how each number ended.
pub(crate) fn errors(model: &Model<'_>, free: &[f64], factor: f64) -> (Covariance, Vec<End>) {
    let jacobian = model.jacobian(free);
    let numbers = || model.ties.numbers.iter().zip(free);
    let without = |ends: &[End]| {
        let held: Vec<bool> = ends.iter().map(|end| *end != End::Free).collect();
        Covariance::of(&jacobian, &held, factor)
    };
    let first: Vec<End> = numbers()
        .map(|(number, value)| match at_bound(number, *value, None) {
            true => End::AtBound,
            false => End::Free,
        })
        .collect();
    // With errors at hand it can be said what is near to a bound, and what the data do not say.
    let covariance = without(&first);
    let (low, high) = model.region.window();
    let ends = numbers().enumerate().map(|(index, (number, value))| {
        let error = covariance.error(&[(index, 1.0)]);
        let wide = error.is_some_and(|e| e > high - low) && number.parameter != Parameter::Area;
        // It changes nothing. (With no scatter at all, nothing has an error.)
        let idle = error.is_none() && !covariance.singular && factor > 0.0;
        if at_bound(number, *value, None) {
            End::AtBound
        } else if wide || idle {
            End::Blind
        } else if at_bound(number, *value, error) {
            End::AtBound
        } else {
            End::Free
        }
    });
    let ends: Vec<End> = ends.collect();
    (without(&ends), ends)
}
