//! What is doubtful about a fit, one sentence each.

use crate::Parameter;
use crate::covariance::Covariance;
use crate::ends::End;
use crate::model::Model;
use crate::result::Fitted;

/// Correlation of two areas from which on one can stand for the other.
const CORRELATED: f64 = 0.95;
/// Errors that an area must have to be there.
const LEAST_ERRORS: f64 = 2.0;

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
        ends: &[End],
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
        let numbers = model.ties.numbers.iter().zip(free).zip(ends);
        for ((number, value), end) in numbers {
            let Some(component) = model.components.get(number.component) else {
                continue;
            };
            let (name, parameter) = (&component.name, number.parameter);
            match (end, number.bounds.nearest(*value)) {
                (End::AtBound, Some((bound, ..))) => {
                    let unit = match parameter {
                        Parameter::Area => "",
                        _ => " eV",
                    };
                    self.sentences.push(format!(
                        "{name}: the {parameter} ended at its bound, {bound}{unit}, and has no error."
                    ));
                }
                (End::Blind, _) => self
                    .sentences
                    .push(format!("{name}: the data say nothing of the {parameter}.")),
                _ => {}
            }
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
