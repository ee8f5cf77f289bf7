//! From the network's answer to a composition in atomic percent.

use serde::{Deserialize, Serialize};

use super::calibration::Calibration;
use super::manifest::Manifest;
use speclens_network::Row;
use speclens_spectrum::elements;

/// Elements that the user settles, whatever the network says of their presence.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Constraints {
    /// Symbols of elements that are left out.
    pub excluded: Vec<String>,
    /// Symbols of elements that are counted in.
    pub included: Vec<String>,
}

impl Constraints {
    /// As they stand in an answer: none where nothing is settled.
    pub fn told(&self) -> Option<Constraints> {
        let nothing = self.excluded.is_empty() && self.included.is_empty();
        (!nothing).then(|| self.clone())
    }

    /// Whether the element is counted, where it is settled: out before in.
    pub fn settled(&self, symbol: &str) -> Option<bool> {
        let named = |list: &[String]| list.iter().any(|s| s == symbol);
        match (named(&self.excluded), named(&self.included)) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        }
    }
}

/// The elements of a row whose presence reaches `threshold`: index, fraction over those elements
/// alone, and the interval that holds the true fraction in 90 of 100 spectra like those of the
/// calibration. `noise` is that of the spectrum ([`super::noise::noise_at_the_maximum`]).
pub fn found(row: &Row<'_>, threshold: f64, calibration: &Calibration, noise: f64) -> Vec<Found> {
    let present = |e: usize| f64::from(row.presence[e]) >= threshold;
    found_among(row, &present, calibration, noise)
}

/// The same for the elements that are `present`.
fn found_among(
    row: &Row<'_>,
    present: &dyn Fn(usize) -> bool,
    calibration: &Calibration,
    noise: f64,
) -> Vec<Found> {
    let indices: Vec<usize> = (0..row.presence.len()).filter(|e| present(*e)).collect();
    let total: f64 = indices.iter().map(|&e| f64::from(row.fractions[e])).sum();
    if total <= 0.0 {
        return Vec::new();
    }
    indices
        .into_iter()
        .map(|index| {
            let fraction = f64::from(row.fractions[index]) / total;
            let factor = calibration.intervals.factor(noise, fraction);
            let half = f64::from(row.half_widths[index]) / total * factor;
            Found {
                index,
                fraction,
                interval: [(fraction - half).max(0.0), (fraction + half).min(1.0)],
            }
        })
        .collect()
}

/// An element that the network finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Its place among the network's elements.
    pub index: usize,
    /// Atomic fraction over all found elements.
    pub fraction: f64,
    /// 90 % interval of that.
    pub interval: [f64; 2],
}

/// One element of a composition.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementAmount {
    /// Chemical symbol.
    pub symbol: String,
    /// Atomic number.
    pub z: u8,
    /// Apparent atomic percent, over the elements that are reported.
    pub atomic_percent: f64,
    /// Probability of presence that the network gives, 0 to 1.
    pub presence: f64,
    /// 90 % interval of the atomic percent: lowest, highest.
    pub interval: [f64; 2],
}

/// The elements whose presence reaches the manifest's threshold, or that the user settles, most
/// abundant first; their fractions are renormalised to 100 at%. `row` is one of
/// [`super::Model::forward`], about a spectrum of this `noise`.
///
/// Hydrogen and helium have no core level that X-ray photoelectrons show: "percent" is always
/// percent of the elements that can be seen.
pub fn composition(
    manifest: &Manifest,
    row: &Row<'_>,
    noise: f64,
    constraints: &Constraints,
) -> Vec<ElementAmount> {
    let found = settled(manifest, row, noise, constraints);
    let mut amounts: Vec<ElementAmount> = found
        .into_iter()
        .filter_map(|f| {
            let symbol = manifest.elements.get(f.index)?;
            Some(ElementAmount {
                symbol: symbol.clone(),
                z: elements::by_symbol(symbol)?.z,
                atomic_percent: 100.0 * f.fraction,
                presence: f64::from(row.presence[f.index]),
                interval: f.interval.map(|x| 100.0 * x),
            })
        })
        .collect();
    amounts.sort_by(|a, b| b.atomic_percent.total_cmp(&a.atomic_percent));
    amounts
}

/// Apparent atomic percent of element number `index`; 0 where it is not among the elements of the
/// [`composition`].
pub fn percent_of(
    manifest: &Manifest,
    row: &Row<'_>,
    noise: f64,
    constraints: &Constraints,
    index: usize,
) -> f64 {
    let found = settled(manifest, row, noise, constraints);
    let element = found.iter().find(|f| f.index == index);
    element.map_or(0.0, |f| 100.0 * f.fraction)
}

fn settled(
    manifest: &Manifest,
    row: &Row<'_>,
    noise: f64,
    constraints: &Constraints,
) -> Vec<Found> {
    let present = |e: usize| {
        let by_network = f64::from(row.presence[e]) >= manifest.presence_threshold;
        let symbol = manifest.elements.get(e);
        let settled = symbol.and_then(|s| constraints.settled(s));
        settled.unwrap_or(by_network)
    };
    found_among(row, &present, &manifest.calibration, noise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calibration::IntervalFactors;

    #[test]
    fn intervals_follow_noise_and_fraction_and_stay_between_zero_and_one() {
        let row = Row {
            presence: &[0.9, 0.8, 0.1],
            fractions: &[0.72, 0.08, 0.2],
            half_widths: &[0.16, 0.16, 0.5],
            presence_logits: &[2.2, 1.4, -2.2],
            evidence: &[-0.3, -2.5, -1.6],
            strangeness: 1.0,
        };
        let calibration = Calibration {
            intervals: IntervalFactors {
                from_noise: vec![0.0, 0.1],
                from_percent: vec![0.0, 50.0],
                factors: vec![vec![1.0, 2.0], vec![0.25, 0.5]],
            },
            strangeness_limit: 10.0,
        };
        let close = |a: [f64; 2], b: [f64; 2]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6);
        let clean = found(&row, 0.5, &calibration, 0.09);
        assert_eq!(clean.len(), 2);
        // 0.9 of what is found, ± 2 × 0.16/0.8, at most 1; and 0.1 ± 0.2, at least 0.
        assert!((clean[0].fraction - 0.9).abs() < 1e-6, "{clean:?}");
        assert!(close(clean[0].interval, [0.5, 1.0]), "{clean:?}");
        assert!(close(clean[1].interval, [0.0, 0.3]), "{clean:?}");
        let noisy = found(&row, 0.5, &calibration, 0.1);
        assert!(close(noisy[0].interval, [0.8, 1.0]), "{noisy:?}");
        assert!(close(noisy[1].interval, [0.05, 0.15]), "{noisy:?}");
    }
}
