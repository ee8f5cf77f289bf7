//! Random recordings, as training sees them: instruments of all kinds, most nearly right, some
//! charged by several electronvolts.

use anyhow::Result;
use rand::{Rng, RngExt};
use speclens::physics::recording::{Charging, Exposure, Recording, Scan, Spikes};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;

use super::mixtures::draws::{between, chance, uniform};

/// Ranges of surveys as instruments are set to, eV binding energy.
const RANGES_EV: [[f64; 2]; 10] = [
    [0.0, 1100.0],
    [0.0, 1200.0],
    [0.0, 1350.0],
    [0.0, 1400.0],
    [-5.0, 1100.0],
    [-5.0, 1200.0],
    [-5.0, 1350.0],
    [-10.0, 1200.0],
    [-10.0, 1350.0],
    [-10.0, 1400.0],
];
/// Steps of surveys, eV, and how often each in a hundred.
const STEPS_EV: [(f64, u32); 7] = [
    (1.0, 42),
    (0.5, 30),
    (0.8, 5),
    (0.4, 8),
    (0.25, 5),
    (0.2, 5),
    (0.1, 5),
];
/// No survey goes to slower electrons, eV kinetic energy.
pub const SLOWEST_EV: f64 = 40.0;
/// Signal-to-noise ratio for one channel per electronvolt: from, to; even in its logarithm.
const SNR: [f64; 2] = [3.0, 1000.0];
/// Largest charging shift, eV: what insulators without a flood gun reach.
const CHARGED_EV: f64 = 12.0;
/// Share of surveys that are cut: no instrument sets such ranges by itself, but people do.
const CUT: f64 = 0.18;
/// A cut survey still spans so much, eV.
const SHORTEST_EV: f64 = 250.0;
/// Where cut surveys end, eV binding energy: from, to.
const CUT_ENDS_EV: [f64; 2] = [300.0, 900.0];
/// Where some of them begin, eV binding energy: from, to.
const CUT_BEGINS_EV: [f64; 2] = [20.0, 300.0];
/// Counts in the strongest channel where no line stands out that an SNR could refer to, or where
/// nothing was counted at all.
const COUNTS_WITHOUT_LINE: f64 = 1e4;

/// A random recording under `source`; `charged` is the share of samples that are charged.
pub fn random(rng: &mut impl Rng, source: Source, charged: f64) -> Recording {
    let scan = scan(rng, source);
    let snr = SNR[0] * (SNR[1] / SNR[0]).powf(rng.random());
    Recording {
        scan,
        shift_ev: if chance(rng, 0.6) {
            uniform(rng, -0.7, 0.7)
        } else {
            uniform(rng, -2.5, 2.5)
        },
        stretch: uniform(rng, -6e-4, 6e-4),
        charging: if chance(rng, charged) {
            charging(rng)
        } else {
            Charging::default()
        },
        dark: if chance(rng, 0.3) {
            uniform(rng, 0.0, 0.02)
        } else {
            0.0
        },
        dead_time: if chance(rng, 0.15) {
            uniform(rng, 0.0, 0.3)
        } else {
            0.0
        },
        spikes: if chance(rng, 0.05) {
            Spikes {
                number: 1.0,
                height: 0.2,
            }
        } else {
            Spikes::default()
        },
        // The same dose spread over finer channels.
        exposure: Exposure::Snr(snr * scan.step_ev.sqrt()),
    }
}

fn scan(rng: &mut impl Rng, source: Source) -> Scan {
    let step_ev = step_ev(rng);
    let [from_ev, to_ev] = if chance(rng, 0.7) {
        RANGES_EV[rng.random_range(0..RANGES_EV.len())]
    } else {
        [uniform(rng, -10.0, 3.0), uniform(rng, 950.0, 1400.0)]
    };
    // Scans over even kinetic energies start between round binding energies.
    let offset = if chance(rng, 0.5) {
        uniform(rng, 0.0, step_ev)
    } else {
        0.0
    };
    let most = source.photon_energy_ev() - SLOWEST_EV;
    let [from_ev, to_ev] = if chance(rng, CUT) {
        cut(rng, [from_ev, to_ev])
    } else {
        [from_ev, to_ev]
    };
    Scan {
        from_ev: from_ev + offset,
        to_ev: to_ev.min(most),
        step_ev,
    }
}

/// A part of a range: most end early, some begin late, a few both.
fn cut(rng: &mut impl Rng, [from_ev, to_ev]: [f64; 2]) -> [f64; 2] {
    let begins = chance(rng, 0.3);
    let from_ev = if begins {
        between(rng, CUT_BEGINS_EV)
    } else {
        from_ev
    };
    let to_ev = if begins && chance(rng, 0.5) {
        to_ev
    } else {
        between(rng, CUT_ENDS_EV).max(from_ev + SHORTEST_EV)
    };
    [from_ev, to_ev]
}

fn step_ev(rng: &mut impl Rng) -> f64 {
    let total: u32 = STEPS_EV.iter().map(|s| s.1).sum();
    let mut at = rng.random_range(0..total);
    for (step_ev, share) in STEPS_EV {
        if at < share {
            return step_ev;
        }
        at -= share;
    }
    STEPS_EV[0].0
}

/// Shifts to ±12 eV, half of them with the lines broadened, some to one side.
fn charging(rng: &mut impl Rng) -> Charging {
    let broadened = chance(rng, 0.5);
    let tailed = chance(rng, 0.25);
    Charging {
        shift_ev: uniform(rng, -CHARGED_EV, CHARGED_EV),
        fwhm_ev: if broadened {
            uniform(rng, 0.0, 4.0)
        } else {
            0.0
        },
        tail_ev: if tailed { uniform(rng, -3.0, 3.0) } else { 0.0 },
    }
}

/// Records `expected` and places it on `grid`: `[2, points]`, as the network sees a file.
///
/// # Errors
/// A recording that is impossible, or shows nothing.
pub fn input(
    recording: &Recording,
    expected: &[f32],
    grid: &Grid,
    source: Source,
    rng: &mut impl Rng,
) -> Result<Vec<f32>> {
    let mut place = |how: &Recording| -> Result<Vec<f32>> {
        let recorded = how.record(expected, grid, rng)?;
        Ok(grid.place(&recorded.into_spectrum(source))?.tensor)
    };
    // Without a line there is no signal-to-noise ratio, and with a few counts there may be none.
    place(recording).or_else(|_| {
        place(&Recording {
            exposure: Exposure::Counts(COUNTS_WITHOUT_LINE),
            ..*recording
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use crate::samples::GRID;

    #[test]
    fn every_random_recording_gives_an_input() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let line = |i: usize| (-0.5 * ((i as f32 - 540.0) / 1.5).powi(2)).exp();
        let expected: Vec<f32> = (0..GRID.points)
            .map(|i| 0.2 + 3e-4 * i as f32 + line(i))
            .collect();
        for source in [Source::AlKa, Source::MgKa] {
            let mut short = 0;
            for _ in 0..300 {
                let recording = random(&mut rng, source, 0.3);
                let x = input(&recording, &expected, &GRID, source, &mut rng).unwrap();
                let (y, mask) = x.split_at(GRID.points);
                assert_eq!(y.iter().copied().fold(0.0, f32::max), 1.0);
                let covered = mask.iter().sum::<f32>();
                assert!(covered >= 240.0, "{covered}");
                short += usize::from(covered < 900.0);
                let slowest = GRID.lo_ev + mask.iter().rposition(|m| *m > 0.0).unwrap() as f64;
                assert!(slowest <= source.photon_energy_ev() - SLOWEST_EV + 1.0);
            }
            assert!((25..90).contains(&short), "{short} of 300 are short");
        }
    }

    #[test]
    fn a_spectrum_of_which_nothing_is_counted_is_recorded_for_longer() {
        let line: Vec<f32> = (0..GRID.points)
            .map(|i| f32::from(u8::from(i == 300)))
            .collect();
        let recording = Recording {
            exposure: Exposure::Counts(1e-6),
            ..Recording::ideal(Scan::of_grid(&GRID))
        };
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let x = input(&recording, &line, &GRID, Source::AlKa, &mut rng).unwrap();
        assert_eq!(x[300], 1.0);
    }

    #[test]
    fn a_spectrum_without_a_line_is_recorded_all_the_same() {
        let rising: Vec<f32> = (0..GRID.points).map(|i| 1.0 + i as f32).collect();
        let recording = Recording {
            exposure: Exposure::Snr(10.0),
            ..Recording::ideal(Scan::of_grid(&GRID))
        };
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        input(&recording, &rising, &GRID, Source::AlKa, &mut rng).unwrap();
    }
}
