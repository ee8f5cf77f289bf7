//! What is doubtful about a fit, one sentence each.

use crate::Parameter;
use crate::covariance::Covariance;
use crate::links::Number;
use crate::model::Model;
use crate::result::Fitted;

/// Part of a range within which a number is at its bound: the fit does not come nearer.
const NEAR_RANGE: f64 = 1e-6;
/// Part of its error within which a number is at its bound.
const NEAR_ERROR: f64 = 0.02;
/// Correlation of two areas from which on one can stand for the other.
const CORRELATED: f64 = 0.95;
/// Errors that an area must have to be there.
const LEAST_ERRORS: f64 = 2.0;

/// Which numbers ended at a bound. `error` gives a number's error, where it has one.
pub(crate) fn at_bounds(
    numbers: &[Number],
    free: &[f64],
    error: impl Fn(usize) -> Option<f64>,
) -> Vec<bool> {
    let near = |(index, (number, value)): (usize, (&Number, &f64))| {
        let Some((bound, gap, range)) = number.bounds.nearest(*value) else {
            return false;
        };
        let range = range.unwrap_or((number.start - bound).abs());
        gap <= NEAR_RANGE * range || error(index).is_some_and(|e| gap <= NEAR_ERROR * e)
    };
    numbers.iter().zip(free).enumerate().map(near).collect()
}

/// The sentences of one fit.
#[derive(Default)]
pub(crate) struct Doubts {
    pub(crate) sentences: Vec<String>,
}

impl Doubts {
    /// Of the fit as a whole, and of the numbers that were fitted.
    pub(crate) fn of_the_fit(
        &mut self,
        model: &Model<'_>,
        converged: bool,
        singular: bool,
        at_bound: &[bool],
        free: &[f64],
    ) {
        if !converged {
            self.sentences.push(
                "The fit did not come to an end: its values are those it was left at.".into(),
            );
        }
        if singular {
            self.sentences
                .push("The data do not tell all parameters apart: there are no errors.".into());
        }
        let numbers = model.ties.numbers.iter().zip(free).zip(at_bound);
        for ((number, value), _) in numbers.filter(|(_, held)| **held) {
            let (Some(component), Some((bound, ..))) = (
                model.components.get(number.component),
                number.bounds.nearest(*value),
            ) else {
                continue;
            };
            let (name, parameter) = (&component.name, number.parameter);
            let unit = match parameter {
                Parameter::Area => "",
                _ => " eV",
            };
            self.sentences.push(format!(
                "{name}: the {parameter} ended at its bound, {bound}{unit}, and has no error."
            ));
        }
    }

    /// Of the components: lines that left the region, small areas, areas that one cannot tell apart.
    pub(crate) fn of_the_components(
        &mut self,
        model: &Model<'_>,
        fitted: &[Fitted],
        covariance: &Covariance,
    ) {
        let (low, high) = model.region.window();
        for one in fitted {
            let name = &one.name;
            let second = one.partner.map(|p| p.position_ev.value);
            for position in [Some(one.position_ev.value), second].into_iter().flatten() {
                if !(low..=high).contains(&position) {
                    self.sentences.push(format!(
                        "{name}: its line at {position:.2} eV is outside of the region."
                    ));
                }
            }
            if one
                .area
                .error
                .is_some_and(|e| one.area.value < LEAST_ERRORS * e)
            {
                self.sentences.push(format!(
                    "{name}: the area is less than {LEAST_ERRORS} of its errors."
                ));
            }
        }
        let areas: Vec<(&str, usize)> = fitted
            .iter()
            .zip(&model.ties.slots)
            .filter_map(|(one, slots)| Some((one.name.as_str(), slots.area.root?)))
            .collect();
        for (index, (first, one)) in areas.iter().enumerate() {
            for (second, other) in areas
                .iter()
                .skip(index + 1)
                .filter(|(_, other)| other != one)
            {
                let (a, b) = ([(*one, 1.0)], [(*other, 1.0)]);
                let both = covariance.error(&a).zip(covariance.error(&b));
                let Some((error_a, error_b)) = both else {
                    continue;
                };
                let correlation = covariance.between(&a, &b) / (error_a * error_b);
                if correlation.abs() > CORRELATED {
                    let certain = if correlation < 0.0 {
                        "only their sum is certain"
                    } else {
                        "only their ratio is certain"
                    };
                    self.sentences.push(format!(
                        "The areas of {first} and {second} are correlated by {correlation:.3}: {certain}."
                    ));
                }
            }
        }
    }
}
