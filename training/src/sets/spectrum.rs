//! One spectrum of a set.

use anyhow::{Result, ensure};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use speclens::physics::chemical_state::Class;
use speclens::physics::recording::Recording;
use speclens::physics::sample::Sample;
use speclens::physics::simulate::{Deviation, Drawn, as_tabulated, simulate};
use speclens::spectrum::elements;

use super::{Configuration, Samples};
use crate::samples::mixtures::{self, Deviations, Draw, FAMILIES, Part};
use crate::samples::recordings;

/// A simulated spectrum and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulated {
    /// Intensities on the grid, the highest 65,535: expected, or recorded and placed.
    pub intensity: Vec<u16>,
    /// First covered grid point, and the one after the last.
    pub covered: [u16; 2],
    /// Apparent atomic fractions, one per element of the library; they sum to one.
    pub fractions: Vec<f32>,
    /// Atomic fractions of the half-space.
    pub bulk: Vec<f32>,
    /// Thickness of all layers together, over the cosine of the emission angle, nm.
    pub layers_nm: f32,
    /// Number of layers.
    pub layers: u8,
    /// Index in [`FAMILIES`].
    pub family: u8,
}

/// Spectrum `index` of the set that `configuration` describes.
///
/// # Errors
/// A sample or a recording that is impossible: those drawn here are not.
pub fn simulated(configuration: &Configuration, index: usize) -> Result<Simulated> {
    let mut rng = ChaCha8Rng::seed_from_u64(configuration.seed);
    rng.set_stream(index as u64);
    let Draw {
        family,
        sample,
        instrument,
        gas,
    } = draw(configuration, index, &mut rng);
    let grid = &configuration.grid;
    let mut expected = simulate(
        &sample,
        &instrument,
        grid,
        deviations(configuration, &mut rng),
    )?;
    // No survey reaches there, and what a steep transmission makes of it would leave the rest a few
    // steps of a u16.
    let deepest_ev = configuration.source.photon_energy_ev() - recordings::SLOWEST_EV;
    for (y, energy_ev) in expected.iter_mut().zip(grid.energies_ev()) {
        if energy_ev > deepest_ev {
            *y = 0.0;
        }
    }
    if let Some(gas) = gas {
        gas.add_to(&mut expected, &instrument, grid);
    }
    let apparent = sample.apparent_composition(configuration.source)?;
    let (intensity, covered) = match &configuration.recording {
        None => (to_u16(&expected)?, [0, grid.points as u16]),
        Some(recording) => recorded(configuration, recording, &expected, index)?,
    };
    Ok(Simulated {
        intensity,
        covered,
        fractions: by_element(apparent.into_iter()),
        bulk: bulk(&sample),
        layers_nm: sample.layers.iter().map(|l| l.thickness_nm).sum::<f64>() as f32,
        layers: sample.layers.len() as u8,
        family: FAMILIES.iter().position(|f| f.0 == family).unwrap_or(0) as u8,
    })
}

/// How far each line of a sample is off its tables.
pub(crate) fn deviations(
    configuration: &Configuration,
    rng: &mut ChaCha8Rng,
) -> impl FnMut(Drawn<'_>) -> Deviation {
    let drawn_at_random = configuration.samples != Samples::MixturesAsTabulated;
    let mut deviations = drawn_at_random.then(|| Deviations::new(rng));
    move |drawn| match &mut deviations {
        Some(deviations) => deviations.of(drawn),
        None => as_tabulated(drawn),
    }
}

/// The sample of spectrum `index`, and the instrument that looks at it.
pub(crate) fn draw(configuration: &Configuration, index: usize, rng: &mut ChaCha8Rng) -> Draw {
    let (chemistry, source) = (&configuration.chemistry, configuration.source);
    let metal = |z, amount| Part {
        z,
        amount,
        class: Class::Element,
    };
    let parts = match &configuration.samples {
        Samples::Mixtures | Samples::MixturesAsTabulated => {
            return mixtures::draw(rng, chemistry, source);
        }
        Samples::Compounds => return mixtures::compound(rng, chemistry, source),
        Samples::Elements => {
            let all = elements::all();
            vec![metal(all[index % all.len()].z, 1.0)]
        }
        Samples::Pairs(pairs) => {
            let [a, b] = pairs[index % pairs.len()];
            let share = 0.1 + 0.8 * rng.random::<f64>();
            vec![metal(a, share), metal(b, 1.0 - share)]
        }
    };
    mixtures::bare(rng, chemistry, source, &parts)
}

/// Records and places `expected`. The noise has a seed of its own, made from the set's seed and
/// the recording, so that sets with the same samples and other recordings have other noise.
fn recorded(
    configuration: &Configuration,
    recording: &Recording,
    expected: &[f32],
    index: usize,
) -> Result<(Vec<u16>, [u16; 2])> {
    let mut hash = Sha256::new();
    hash.update(configuration.seed.to_le_bytes());
    hash.update(serde_json::to_vec(recording)?);
    let mut rng = ChaCha8Rng::from_seed(hash.finalize().into());
    rng.set_stream(index as u64);
    let (grid, source) = (&configuration.grid, configuration.source);
    let input = recordings::input(recording, expected, grid, source, &mut rng)?;
    let (intensity, mask) = input.split_at(grid.points);
    let first = mask.iter().position(|m| *m > 0.0).unwrap_or(0);
    let covered = mask.iter().filter(|m| **m > 0.0).count();
    ensure!(
        mask[first..first + covered].iter().all(|m| *m > 0.0),
        "a recording with a gap"
    );
    Ok((to_u16(intensity)?, [first as u16, (first + covered) as u16]))
}

/// Scaled so that the highest is 65,535.
fn to_u16(intensity: &[f32]) -> Result<Vec<u16>> {
    let top = intensity.iter().copied().fold(0.0, f32::max);
    ensure!(top > 0.0 && top.is_finite(), "a spectrum without intensity");
    Ok(intensity
        .iter()
        .map(|v| (v / top * 65_535.0).round() as u16)
        .collect())
}

fn bulk(sample: &Sample) -> Vec<f32> {
    by_element(sample.bulk.components.iter().map(|c| (c.z, c.fraction)))
}

/// One value per element of the library.
pub(super) fn by_element(amounts: impl Iterator<Item = (u8, f64)>) -> Vec<f32> {
    let mut out = vec![0.0; elements::all().len()];
    for (z, amount) in amounts {
        if let Ok(e) = elements::all().binary_search_by_key(&z, |e| e.z) {
            out[e] += amount as f32;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use crate::samples::mixtures::Chemistry;
    use speclens::physics::recording::{Exposure, Scan};
    use speclens::spectrum::Source;

    fn configuration(samples: Samples) -> Configuration {
        Configuration {
            samples,
            ..Configuration::mixtures(200, 5, Source::AlKa, GRID, Chemistry::default())
        }
    }

    #[test]
    fn the_slowest_electrons_do_not_hide_the_others() {
        let under = |source| Configuration::mixtures(300, 21, source, GRID, Chemistry::default());
        for source in [Source::AlKa, Source::MgKa] {
            for index in 0..300 {
                let s = simulated(&under(source), index).unwrap();
                let fast = s.intensity[..910].iter().max().unwrap();
                assert!(*fast > 650, "{source:?} {index}: {fast} of 65535");
            }
        }
    }

    #[test]
    fn lines_as_tabulated_are_those_of_the_same_samples() {
        let of = |samples| simulated(&configuration(samples), 4).unwrap();
        let drawn = of(Samples::Mixtures);
        let tabulated = of(Samples::MixturesAsTabulated);
        assert_eq!(
            (&drawn.fractions, &drawn.bulk, drawn.layers_nm),
            (&tabulated.fractions, &tabulated.bulk, tabulated.layers_nm)
        );
        assert_ne!(drawn.intensity, tabulated.intensity);
        let configuration = configuration(Samples::MixturesAsTabulated);
        let mut rng = ChaCha8Rng::seed_from_u64(configuration.seed);
        rng.set_stream(4);
        let Draw {
            sample,
            instrument,
            gas,
            ..
        } = draw(&configuration, 4, &mut rng);
        assert_eq!(gas, None, "take another index");
        let expected = simulate(&sample, &instrument, &GRID, as_tabulated).unwrap();
        let top = expected[..1400].iter().copied().fold(0.0, f32::max);
        for (i, y) in expected[..1400].iter().enumerate() {
            let found = f32::from(tabulated.intensity[i]) / 65_535.0;
            assert!((found - y / top).abs() < 1e-4, "{i}: {found}, {}", y / top);
        }
    }

    #[test]
    fn gas_adds_its_lines_and_no_fraction() {
        let configuration = configuration(Samples::MixturesAsTabulated);
        let mut with_gas = 0;
        for index in 0..200 {
            let mut rng = ChaCha8Rng::seed_from_u64(configuration.seed);
            rng.set_stream(index as u64);
            let drawn = draw(&configuration, index, &mut rng);
            if drawn.gas.is_none() {
                continue;
            }
            with_gas += 1;
            let found = simulated(&configuration, index).unwrap();
            let apparent = drawn.sample.apparent_composition(Source::AlKa).unwrap();
            assert_eq!(found.fractions, by_element(apparent.into_iter()));
            let solid = simulate(&drawn.sample, &drawn.instrument, &GRID, as_tabulated).unwrap();
            assert_ne!(found.intensity, to_u16(&solid).unwrap(), "{index}");
        }
        assert!((4..=30).contains(&with_gas), "{with_gas} of 200");
    }

    #[test]
    fn pure_elements_come_in_turn_and_bare() {
        let configuration = configuration(Samples::Elements);
        for (index, z) in [(0, 3), (80, 92), (81 + 2, 5)] {
            let s = simulated(&configuration, index).unwrap();
            let e = elements::all().iter().position(|e| e.z == z).unwrap();
            assert_eq!((s.fractions[e], s.bulk[e], s.layers), (1.0, 1.0, 0));
            assert_eq!(s.intensity.iter().max(), Some(&65_535));
        }
    }

    #[test]
    fn pairs_hold_both_elements() {
        let s = simulated(&configuration(Samples::Pairs(vec![[3, 79], [6, 44]])), 1).unwrap();
        let at = |z: u8| s.bulk[elements::all().iter().position(|e| e.z == z).unwrap()];
        assert!((at(6) + at(44) - 1.0).abs() < 1e-6);
        assert!((0.1..=0.9).contains(&at(6)), "{}", at(6));
    }

    #[test]
    fn the_same_sample_is_recorded_in_several_ways() {
        let scan = Scan {
            from_ev: 0.0,
            to_ev: 1200.0,
            step_ev: 1.0,
        };
        let with = |exposure| Configuration {
            recording: Some(Recording {
                exposure,
                ..Recording::ideal(scan)
            }),
            ..configuration(Samples::Mixtures)
        };
        let clean = simulated(&with(Exposure::Noiseless), 3).unwrap();
        let noisy = simulated(&with(Exposure::Snr(5.0)), 3).unwrap();
        assert_eq!(clean.covered, [10, 1211]);
        assert_eq!(
            (&clean.fractions, clean.family),
            (&noisy.fractions, noisy.family)
        );
        assert_ne!(clean.intensity, noisy.intensity);
        assert_eq!(noisy, simulated(&with(Exposure::Snr(5.0)), 3).unwrap());
    }
}
