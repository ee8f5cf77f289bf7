//! Each rare earth alone: whether it is found first, and what else is found. Their 4d multiplets and Auger groups
//! spread over the places of other elements' lines.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use speclens::model::Model;
use speclens::spectrum::elements;

use crate::merit::metrics::Answer;
use crate::merit::scoring::network;
use crate::sets::Set;

/// Name of the held-out set that is asked.
pub(super) const ON: &str = "elements";
/// La to Lu.
const RARE_EARTHS: std::ops::RangeInclusive<u8> = 57..=71;
/// Atomic fraction from which another element is counted.
const COUNTED: f32 = 0.02;
/// Atomic fraction from which a spectrum is one of the element alone.
const ALONE: f32 = 0.999;
/// Spectra that go through the network at once.
const BATCH: usize = 64;

/// What is said of the spectra of one rare earth alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RareEarth {
    /// Its symbol.
    pub symbol: String,
    /// Number of spectra.
    pub spectra: usize,
    /// Number of those in which it has the largest fraction.
    pub first: usize,
    /// Its mean fraction, at%; 100 is right.
    pub mean_at_percent: f64,
    /// Other elements with 2 at% or more, and in how many of the spectra: most often first.
    pub others: Vec<(String, usize)>,
}

/// What `model` says of the rare earths of `set`, by atomic number.
///
/// # Errors
/// The network fails.
pub(super) fn rare_earths(model: &Model, set: &Set) -> Result<Vec<RareEarth>> {
    let mut by_element: BTreeMap<usize, Vec<Answer>> = BTreeMap::new();
    let rows: Vec<usize> = (0..set.len())
        .filter(|&index| alone(&set.fractions(index)).is_some())
        .collect();
    for rows in rows.chunks(BATCH) {
        let batch = set.as_they_are(rows);
        let truths = batch.fractions.chunks(batch.fractions.len() / batch.rows);
        for (truth, answer) in truths.zip(network(model, &batch)?) {
            if let Some(element) = alone(truth) {
                by_element.entry(element).or_default().push(answer);
            }
        }
    }
    let each = by_element.iter();
    Ok(each
        .map(|(element, answers)| figures(*element, answers))
        .collect())
}

/// Index of the rare earth that a sample consists of.
fn alone(fractions: &[f32]) -> Option<usize> {
    let element = fractions.iter().position(|f| *f >= ALONE)?;
    RARE_EARTHS
        .contains(&elements::all().get(element)?.z)
        .then_some(element)
}

fn figures(element: usize, answers: &[Answer]) -> RareEarth {
    let library = elements::all();
    let mut others: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut first, mut sum) = (0, 0.0);
    for answer in answers {
        let own = answer.fractions[element];
        sum += f64::from(own);
        let most = answer.fractions.iter().copied().fold(0.0, f32::max);
        first += usize::from(own > 0.0 && own >= most);
        for (other, fraction) in answer.fractions.iter().enumerate() {
            if other != element && *fraction >= COUNTED {
                *others.entry(other).or_default() += 1;
            }
        }
    }
    let mut others: Vec<(String, usize)> = others
        .into_iter()
        .map(|(other, spectra)| (library[other].symbol.to_owned(), spectra))
        .collect();
    others.sort_by_key(|other| std::cmp::Reverse(other.1));
    RareEarth {
        symbol: library[element].symbol.to_owned(),
        spectra: answers.len(),
        first,
        mean_at_percent: 100.0 * sum / answers.len().max(1) as f64,
        others,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Index of an element.
    fn at(symbol: &str) -> usize {
        let mut all = elements::all().iter();
        all.position(|e| e.symbol == symbol).unwrap()
    }

    fn answer(amounts: &[(&str, f32)]) -> Answer {
        let mut fractions = vec![0.0; elements::all().len()];
        for (symbol, amount) in amounts {
            fractions[at(symbol)] = *amount;
        }
        Answer {
            found: fractions.iter().map(|f| *f > 0.0).collect(),
            fractions,
            intervals: None,
        }
    }

    #[test]
    fn what_is_found_beside_a_rare_earth_is_counted_from_two_percent() {
        let found = figures(
            at("Ho"),
            &[
                answer(&[("Ho", 0.9), ("Si", 0.085), ("Br", 0.015)]),
                answer(&[("Ho", 0.3), ("Si", 0.45), ("W", 0.25)]),
                answer(&[]),
            ],
        );
        assert_eq!((found.symbol.as_str(), found.spectra), ("Ho", 3));
        assert_eq!(found.first, 1, "neither the second nor an empty answer");
        assert!((found.mean_at_percent - 40.0).abs() < 1e-4);
        assert_eq!(found.others, [("Si".to_owned(), 2), ("W".to_owned(), 1)]);
    }

    #[test]
    fn only_rare_earths_alone_are_asked() {
        let of = |amounts: &[(&str, f32)]| alone(&answer(amounts).fractions);
        assert_eq!(of(&[("La", 1.0)]), Some(at("La")));
        assert_eq!(of(&[("Lu", 1.0)]), Some(at("Lu")));
        assert_eq!(of(&[("Hf", 1.0)]), None);
        assert_eq!(of(&[("Er", 0.5), ("O", 0.5)]), None);
    }
}
