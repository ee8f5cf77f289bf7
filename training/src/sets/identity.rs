//! Which simulator made a set.
//!
//! A digest of sources would change with every comment, and a version number is forgotten. What
//! matters is what the simulator gives: it is run on fixed samples (every element alone, and
//! random mixtures, under both sources), and its answers are digested. Two programs with the same
//! fingerprint gave the same 362 spectra and compositions, bit by bit after rounding to 16 bits; a
//! compiler or a mathematical library that rounds otherwise can change it, and then it would
//! change sets too.

use std::sync::OnceLock;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use speclens::physics::recording::{Charging, Exposure, Recording, Scan, Spikes};
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use super::{Configuration, Samples, Simulated, hex, simulated};
use crate::samples::GRID;
use crate::samples::mixtures::Chemistry;

/// Which simulator made a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Simulator {
    /// SHA-256 over what the simulator gives for fixed samples, hexadecimal.
    pub simulation: String,
    /// The same for recordings of fixed samples; none in a set of expected intensities.
    pub recording: Option<String>,
}

/// Mixtures of each source that are simulated for the fingerprint.
const MIXTURES: usize = 100;
/// Seed of the fingerprint's samples.
const SEED: u64 = 0x5EED;

/// Today's simulator; `recorded` with the fingerprint of the recording.
///
/// # Panics
/// If the fixed samples cannot be simulated: a test of this crate does so.
pub fn simulator(recorded: bool) -> Simulator {
    static SIMULATION: OnceLock<String> = OnceLock::new();
    static RECORDING: OnceLock<String> = OnceLock::new();
    let sources = [Source::AlKa, Source::MgKa];
    Simulator {
        simulation: SIMULATION
            .get_or_init(|| {
                let sets = sources.iter().flat_map(|&source| {
                    [
                        configuration(Samples::Elements, elements::all().len(), source, None),
                        configuration(Samples::Mixtures, MIXTURES, source, None),
                    ]
                });
                fingerprint(sets)
            })
            .clone(),
        recording: recorded.then(|| {
            RECORDING
                .get_or_init(|| {
                    let one = |exposure, charging| {
                        let how = recording(exposure, charging);
                        configuration(Samples::Mixtures, 10, Source::AlKa, Some(how))
                    };
                    let charged = Charging {
                        shift_ev: 3.0,
                        fwhm_ev: 1.5,
                        tail_ev: 1.0,
                    };
                    fingerprint([
                        one(Exposure::Noiseless, Charging::default()),
                        one(Exposure::Snr(3.0), charged),
                        one(Exposure::Counts(10_000.0), charged),
                    ])
                })
                .clone()
        }),
    }
}

fn recording(exposure: Exposure, charging: Charging) -> Recording {
    let scan = Scan {
        from_ev: -5.2,
        to_ev: 1100.0,
        step_ev: 0.4,
    };
    Recording {
        shift_ev: 0.3,
        stretch: 2e-4,
        charging,
        dark: 0.01,
        dead_time: 0.1,
        spikes: Spikes {
            number: 1.0,
            height: 0.2,
        },
        exposure,
        ..Recording::ideal(scan)
    }
}

fn configuration(
    samples: Samples,
    count: usize,
    source: Source,
    recording: Option<Recording>,
) -> Configuration {
    Configuration {
        samples,
        recording,
        ..Configuration::mixtures(count, SEED, source, GRID, Chemistry::default())
    }
}

fn fingerprint(sets: impl IntoIterator<Item = Configuration>) -> String {
    let mut hash = Sha256::new();
    for set in sets {
        let spectra: Vec<Simulated> = (0..set.count)
            .into_par_iter()
            .map(|i| simulated(&set, i).expect("the fixed samples are possible ones"))
            .collect();
        for s in spectra {
            for v in s.intensity {
                hash.update(v.to_le_bytes());
            }
            for v in s.fractions.iter().chain(&s.bulk) {
                hash.update(v.to_le_bytes());
            }
            hash.update([s.family, s.layers]);
        }
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_that_of_what_is_simulated() {
        let one = || configuration(Samples::Mixtures, 3, Source::AlKa, None);
        assert_eq!(fingerprint([one()]), fingerprint([one()]));
        let other = Configuration {
            seed: SEED + 1,
            ..one()
        };
        assert_ne!(fingerprint([one()]), fingerprint([other]));
        let (plain, recorded) = (simulator(false), simulator(true));
        assert_eq!(plain.simulation, recorded.simulation);
        assert_eq!(plain.recording, None);
        assert!(recorded.recording.is_some());
    }
}
