//! Line by line, what makes up a spectrum of a set.

use anyhow::{Context, Result};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use speclens::physics::simulate::{Deviation, Drawn, simulate};
use speclens::spectrum::elements;

use super::Configuration;
use super::spectrum::{by_element, deviations, draw};
use crate::samples::mixtures::{self, Draw};

/// What makes up the expected intensities of a spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributions {
    /// Expected intensity on the grid, arbitrary unit.
    pub expected: Vec<f32>,
    /// Index in the library and apparent atomic fraction of each element that is there.
    pub composition: Vec<(usize, f64)>,
    /// The photoelectron lines and Auger groups, with their losses; together they are `expected`.
    pub parts: Vec<Contribution>,
}

/// What a photoelectron line or an Auger group contributes.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Index in [`Contributions::composition`].
    pub of: usize,
    /// Standard deviation of the logarithm of its area, as tables leave it open.
    pub area_spread: f64,
    /// Intensity on the grid, in the unit of [`Contributions::expected`].
    pub intensity: Vec<f32>,
}

/// Line by line, spectrum `index` of the set that `configuration` describes, before it is recorded, without gas in
/// front of the sample.
///
/// # Errors
/// As [`simulated`].
pub fn contributions(configuration: &Configuration, index: usize) -> Result<Contributions> {
    let mut rng = ChaCha8Rng::seed_from_u64(configuration.seed);
    rng.set_stream(index as u64);
    let Draw {
        sample, instrument, ..
    } = draw(configuration, index, &mut rng);
    let grid = &configuration.grid;
    let mut deviation_of = deviations(configuration, &mut rng);
    // Every line as it comes: its deviation, and the part that it belongs to.
    let mut lines: Vec<(Deviation, usize)> = Vec::new();
    let mut parts: Vec<(u8, Option<String>, f64)> = Vec::new();
    let expected = simulate(&sample, &instrument, grid, |drawn| {
        let deviation = deviation_of(drawn);
        let (z, group) = match drawn {
            Drawn::Photo(line) => (line.z, None),
            Drawn::Auger(z, line) => (z, Some(line.group.clone())),
        };
        let known = group
            .is_some()
            .then(|| parts.iter().position(|p| p.0 == z && p.1 == group))
            .flatten();
        let part = known.unwrap_or_else(|| {
            parts.push((z, group, mixtures::area_spread(drawn)));
            parts.len() - 1
        });
        lines.push((deviation, part));
        deviation
    })?;
    let mut composition: Vec<(usize, f64)> = Vec::new();
    let apparent = by_element(
        sample
            .apparent_composition(configuration.source)?
            .into_iter(),
    );
    for (e, fraction) in apparent.iter().enumerate().filter(|f| *f.1 > 0.0) {
        composition.push((e, f64::from(*fraction)));
    }
    let mut out = Vec::with_capacity(parts.len());
    for (part, (z, _, area_spread)) in parts.iter().enumerate() {
        let mut next = lines.iter();
        let intensity = simulate(&sample, &instrument, grid, |_| {
            let (deviation, of) = next.next().copied().unwrap_or_default();
            let area = if of == part { deviation.area } else { 0.0 };
            Deviation { area, ..deviation }
        })?;
        let library = elements::all();
        let of = (composition.iter().position(|c| library[c.0].z == *z))
            .context("a line of an element that is not there")?;
        out.push(Contribution {
            of,
            area_spread: *area_spread,
            intensity,
        });
    }
    Ok(Contributions {
        expected,
        composition,
        parts: out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use crate::samples::mixtures::Chemistry;
    use crate::sets::simulated;
    use speclens::spectrum::Source;

    #[test]
    fn contributions_make_up_the_spectrum() {
        let configuration =
            Configuration::mixtures(200, 5, Source::AlKa, GRID, Chemistry::default());
        for index in 0..5 {
            let c = contributions(&configuration, index).unwrap();
            let sum = |i: usize| c.parts.iter().map(|p| p.intensity[i]).sum::<f32>();
            let top = c.expected.iter().copied().fold(0.0, f32::max);
            for (i, y) in c.expected.iter().enumerate() {
                assert!((sum(i) - y).abs() < 1e-4 * top, "{index} at {i}");
            }
            let whole = simulated(&configuration, index).unwrap();
            for (e, fraction) in &c.composition {
                assert!((f64::from(whole.fractions[*e]) - fraction).abs() < 1e-6);
            }
        }
    }
}
