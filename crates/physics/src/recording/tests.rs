use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;

const GRID: Grid = Grid {
    lo_ev: -10.0,
    step_ev: 1.0,
    points: 1408,
};
const SURVEY: Scan = Scan {
    from_ev: 0.0,
    to_ev: 1100.0,
    step_ev: 1.0,
};

/// Means over the grid's cells of a line with σ = 2 eV at `at` eV, `height` above a background
/// of 1.
fn line(at: f64, height: f32) -> Vec<f32> {
    (0..GRID.points)
        .map(|i| {
            let parts = (0..20).map(|k| {
                let e = GRID.energy_ev(i) - 0.5 + (f64::from(k) + 0.5) / 20.0;
                (-0.5 * ((e - at) / 2.0).powi(2)).exp()
            });
            1.0 + height * (parts.sum::<f64>() / 20.0) as f32
        })
        .collect()
}

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Area above a background of `level` and centre of the recorded line, counts and eV.
fn area_and_centre(recorded: &Recorded, level: f64) -> (f64, f64) {
    let (mut area, mut moment) = (0.0, 0.0);
    for (i, c) in recorded.counts.iter().enumerate() {
        area += (c - level) * recorded.scan.step_ev;
        moment += (c - level) * recorded.scan.step_ev * recorded.scan.energy_ev(i);
    }
    (area, moment / area)
}

#[test]
fn every_step_keeps_areas_and_places_in_the_file_and_on_the_grid() {
    let expected = line(500.3, 9.0);
    let area = 0.9 * 2.0 * (2.0 * std::f64::consts::PI).sqrt();
    for step_ev in [0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1.0] {
        let scan = Scan { step_ev, ..SURVEY };
        let recorded = Recording::ideal(scan)
            .record(&expected, &GRID, &mut rng(1))
            .unwrap();
        assert_eq!(recorded.counts.len(), scan.channels());
        // The strongest channel is 1, not quite the top of the line.
        let level = recorded.counts[0];
        let (found, centre) = area_and_centre(&recorded, level);
        assert!((found / area - 1.0).abs() < 0.02, "{step_ev}: {found}");
        assert!((centre - 500.3).abs() < 0.02, "{step_ev}: {centre}");
        let spectrum = recorded.into_spectrum(Source::AlKa);
        let placed = GRID.place(&spectrum).unwrap();
        let on_grid = Recorded {
            scan: Scan::of_grid(&GRID),
            counts: placed.tensor[..GRID.points]
                .iter()
                .zip(&placed.tensor[GRID.points..])
                .map(|(y, m)| {
                    if *m > 0.0 {
                        f64::from(*y) * placed.scale
                    } else {
                        level
                    }
                })
                .collect(),
        };
        let (placed_area, placed_centre) = area_and_centre(&on_grid, level);
        assert!((placed_area / found - 1.0).abs() < 1e-3, "{step_ev}");
        assert!((placed_centre - 500.3).abs() < 0.02, "{step_ev}");
    }
}

#[test]
fn a_file_of_fine_steps_is_placed_as_it_was_simulated() {
    let expected = line(500.3, 9.0);
    let scan = Scan {
        step_ev: 0.1,
        ..SURVEY
    };
    let recorded = Recording::ideal(scan)
        .record(&expected, &GRID, &mut rng(1))
        .unwrap();
    let placed = GRID.place(&recorded.into_spectrum(Source::AlKa)).unwrap();
    let top = expected.iter().copied().fold(0.0, f32::max);
    let pairs = placed.tensor.iter().zip(&expected);
    for (i, (found, wanted)) in pairs.enumerate().take(1100).skip(20) {
        let difference = found - wanted / top;
        assert!(difference.abs() < 3e-3, "{i}: {difference}");
    }
}

#[test]
fn energy_errors_and_charging_move_lines_as_they_say() {
    let ideal = Recording::ideal(SURVEY);
    let charged = Charging {
        shift_ev: 4.0,
        fwhm_ev: 2.0,
        tail_ev: -3.0,
    };
    for (recording, at) in [
        (
            Recording {
                shift_ev: -2.5,
                ..ideal
            },
            497.5,
        ),
        (
            Recording {
                stretch: 1e-3,
                ..ideal
            },
            500.5,
        ),
        (
            Recording {
                charging: charged,
                ..ideal
            },
            501.0,
        ),
        (
            Recording {
                shift_ev: 1.0,
                stretch: -1e-3,
                charging: charged,
                ..ideal
            },
            501.5,
        ),
    ] {
        let recorded = recording
            .record(&line(500.0, 9.0), &GRID, &mut rng(1))
            .unwrap();
        let (area, centre) = area_and_centre(&recorded, recorded.counts[0]);
        assert!((centre - at).abs() < 0.03, "{centre}, not {at}");
        let height = 1.0 - recorded.counts[0];
        let width = area / height / (2.0 * std::f64::consts::PI).sqrt();
        let broadened = recording.charging != Charging::default();
        assert_eq!(width > 2.3, broadened, "{width}");
    }
}

/// Root mean square deviation from the expected counts in `channels`, over `draws` recordings.
fn measured_noise(recording: &Recording, expected: &[f32], channels: &[usize]) -> (f64, f64) {
    let means = recording.means(expected, &GRID).unwrap();
    let top = (0..means.len())
        .max_by(|a, b| means[*a].total_cmp(&means[*b]))
        .unwrap();
    let mut rng = rng(7);
    let draws: Vec<Recorded> = (0..400)
        .map(|_| recording.record(expected, &GRID, &mut rng).unwrap())
        .collect();
    let mean = |i: usize| draws.iter().map(|d| d.counts[i]).sum::<f64>() / 400.0;
    let mut variance = 0.0;
    for &i in channels {
        let m = mean(i);
        let squares = draws.iter().map(|d| (d.counts[i] - m).powi(2));
        variance += squares.sum::<f64>() / 399.0 / channels.len() as f64;
    }
    let beside = channels.iter().map(|&i| mean(i)).sum::<f64>() / channels.len() as f64;
    (mean(top) - beside, variance.sqrt())
}

#[test]
fn the_snr_that_is_asked_for_is_measured() {
    // Beside the line, where the background is level; with dark counts, and a dead time too.
    for (snr, line_height, step_ev, dark, dead_time) in [
        (2.0, 0.5, 1.0, 0.0, 0.0),
        (3.8, 1.0, 1.0, 0.02, 0.0),
        (10.0, 3.0, 0.5, 0.0, 0.0),
        (10.0, 3.0, 0.1, 0.0, 0.2),
        (100.0, 3.0, 1.0, 0.01, 0.1),
    ] {
        let found = measured_snr(snr, line_height, step_ev, dark, dead_time);
        assert!((found / snr - 1.0).abs() < 0.05, "{found}, not {snr}");
    }
}

#[test]
fn no_survey_is_emptier_than_one_count_of_noise() {
    // Background 1/4 of the top: an SNR of 1 by the background's own 0.1 counts would leave less
    // than half a count in the line. One count of noise is taken: a line of one count.
    let line = strongest_line(
        &Recording::ideal(SURVEY)
            .means(&line(500.0, 3.0), &GRID)
            .unwrap(),
        1.0,
    )
    .unwrap();
    assert!((line.counts_for_snr(1.0) * line.height - 1.0).abs() < 1e-9);
    assert!(measured_snr(1.0, 3.0, 1.0, 0.0, 0.0) > 1.5);
}

fn measured_snr(snr: f64, line_height: f32, step_ev: f64, dark: f64, dead_time: f64) -> f64 {
    let recording = Recording {
        scan: Scan { step_ev, ..SURVEY },
        dark,
        dead_time,
        exposure: Exposure::Snr(snr),
        ..Recording::ideal(SURVEY)
    };
    let at = |ev: f64| (ev / step_ev).round() as usize;
    let beside: Vec<usize> = (at(480.0)..at(490.0)).chain(at(510.0)..at(520.0)).collect();
    let (height, noise) = measured_noise(&recording, &line(500.0, line_height), &beside);
    height / noise
}

#[test]
fn a_dead_time_flattens_what_counts_fast() {
    // Top 4 and background 1: n·τ is 0.3 and 0.075.
    let recording = Recording {
        dead_time: 0.3,
        ..Recording::ideal(SURVEY)
    };
    let means = recording.means(&line(500.0, 3.0), &GRID).unwrap();
    let top = Recording::ideal(SURVEY)
        .means(&line(500.0, 3.0), &GRID)
        .unwrap();
    let n = f64::from(top[100]);
    let expected = n * 1.3 / (1.0 + 0.3 * n);
    assert!((f64::from(means[100]) - expected).abs() < 1e-6);
    assert!((0.3..0.32).contains(&expected), "{expected}");
    assert_eq!(means.iter().copied().fold(0.0, f32::max), 1.0);
}

#[test]
fn dark_counts_lie_under_everything() {
    let mut expected = vec![0.0f32; GRID.points];
    expected[500] = 1.0;
    let recording = Recording {
        dark: 0.25,
        exposure: Exposure::Counts(1000.0),
        ..Recording::ideal(SURVEY)
    };
    let recorded = recording.record(&expected, &GRID, &mut rng(3)).unwrap();
    let mean = recorded.counts[600..].iter().sum::<f64>() / 501.0;
    assert!((mean / 200.0 - 1.0).abs() < 0.02, "{mean}");
}

#[test]
fn the_same_seed_records_the_same() {
    let recording = Recording {
        exposure: Exposure::Snr(5.0),
        spikes: Spikes {
            number: 2.0,
            height: 0.3,
        },
        ..Recording::ideal(SURVEY)
    };
    let record = |seed| recording.record(&line(500.0, 2.0), &GRID, &mut rng(seed));
    assert_eq!(record(5), record(5));
    assert_ne!(record(5), record(6));
}

#[test]
fn impossible_recordings_are_refused_with_a_reason() {
    let ideal = Recording::ideal(SURVEY);
    let flat = vec![1.0f32; GRID.points];
    let refused = |recording: Recording, expected: &[f32]| {
        recording
            .record(expected, &GRID, &mut rng(1))
            .unwrap_err()
            .to_string()
    };
    let scan = Scan {
        step_ev: 0.0,
        ..SURVEY
    };
    assert!(refused(Recording { scan, ..ideal }, &flat).contains("steps of 0 eV"));
    assert!(refused(ideal, &flat[1..]).contains("1407 expected intensities"));
    assert!(refused(ideal, &vec![0.0; GRID.points]).contains("no intensity"));
    let snr = Recording {
        exposure: Exposure::Snr(10.0),
        ..ideal
    };
    assert!(refused(snr, &flat).contains("no line"));
    let nan = Recording {
        dead_time: f64::NAN,
        ..ideal
    };
    assert!(refused(nan, &flat).contains("the dead time is NaN; expected 0 or more"));
    let none = Recording {
        exposure: Exposure::Counts(0.0),
        ..ideal
    };
    assert!(refused(none, &flat).contains("the count is 0"));
}
