//! What was simulated is found again.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use speclens_physics::chemical_state::Class;
use speclens_physics::instrument::{Instrument, Transmission};
use speclens_physics::recording::{Exposure, Recording, Scan};
use speclens_physics::sample::{Phase, Sample};
use speclens_physics::simulate::{as_tabulated, simulate};
use speclens_spectrum::{Grid, Source, Spectrum, elements};

use super::{Reconstruction, Refined, Refinement, Setting};
use crate::conventional::{SpectrumLines, unexplained_peaks};
use crate::model::quantify::ElementAmount;

const GRID: Grid = Grid {
    lo_ev: -10.0,
    step_ev: 1.0,
    points: 1408,
};

/// Titanium dioxide under carbon, with some silver, by an analyser that sees fast electrons less.
fn survey() -> (Spectrum, Vec<(u8, f64)>) {
    let parts = [
        (22, 0.32, Class::Oxide),
        (8, 0.64, Class::Oxide),
        (47, 0.04, Class::Oxide),
    ];
    let sample = Sample::clean(Phase::typical(&parts, 3.0)).contaminated(0.8);
    let instrument = Instrument {
        analyser_fwhm_ev: 2.0,
        transmission: Transmission::power(-0.4),
        ..Instrument::default()
    };
    let expected = simulate(&sample, &instrument, &GRID, as_tabulated).unwrap();
    let recording = Recording {
        shift_ev: 0.6,
        exposure: Exposure::Snr(100.0),
        ..Recording::ideal(Scan {
            from_ev: 0.0,
            to_ev: 1200.0,
            step_ev: 1.0,
        })
    };
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let recorded = recording.record(&expected, &GRID, &mut rng).unwrap();
    let truth = sample.apparent_composition(Source::AlKa).unwrap();
    (recorded.into_spectrum(Source::AlKa), truth)
}

fn amount(symbol: &str, atomic_percent: f64) -> ElementAmount {
    ElementAmount {
        symbol: symbol.to_owned(),
        z: elements::by_symbol(symbol).unwrap().z,
        atomic_percent,
        presence: 1.0,
        interval: [0.7 * atomic_percent, 1.3 * atomic_percent],
    }
}

fn percent_of(truth: &[(u8, f64)], symbol: &str) -> f64 {
    let z = elements::by_symbol(symbol).unwrap().z;
    let found = truth.iter().find(|t| t.0 == z);
    100.0 * found.map_or(0.0, |t| t.1)
}

fn refined(spectrum: &Spectrum, found: &[ElementAmount]) -> (Refined, Reconstruction) {
    let seen = SpectrumLines::new(found, spectrum, Source::AlKa).unwrap();
    let unexplained = unexplained_peaks(found, spectrum, Source::AlKa).unwrap();
    let setting = Setting {
        found,
        seen: &seen,
        unexplained: &unexplained,
        spectrum,
        input: &GRID.place(spectrum).unwrap(),
        grid: &GRID,
    };
    let mut refinement = Refinement::new(setting).unwrap().unwrap();
    let [done, all] = refinement.progress();
    assert_eq!(
        (done, all),
        (0, 4),
        "two kinds of source, then two more rounds"
    );
    let mut steps = 1;
    while refinement.step() {
        steps += 1;
    }
    assert_eq!(steps, all);
    assert!(!refinement.step(), "nothing is left");
    refinement.finish().unwrap()
}

#[test]
fn amounts_that_were_off_come_near_and_the_spectrum_is_explained() {
    let (spectrum, truth) = survey();
    let off = [("O", 1.15), ("Ti", 0.8), ("C", 0.85), ("Ag", 1.2)];
    let found = off.map(|(symbol, by)| amount(symbol, by * percent_of(&truth, symbol)));
    let (refined, reconstruction) = refined(&spectrum, &found);
    let error = |percents: &[f64]| -> f64 {
        let sum: f64 = percents.iter().sum();
        let of = found.iter().zip(percents);
        of.map(|(e, p)| (100.0 * p / sum - percent_of(&truth, &e.symbol)).abs())
            .sum()
    };
    let before: Vec<f64> = found.iter().map(|e| e.atomic_percent).collect();
    let after: Vec<f64> = refined.elements.iter().map(|e| e.atomic_percent).collect();
    assert!(error(&after) < 0.5 * error(&before), "{after:?}, {truth:?}");
    for e in &refined.elements {
        let true_percent = percent_of(&truth, &e.element);
        assert!(
            e.interval[0] < true_percent && true_percent < e.interval[1],
            "{e:?}"
        );
        assert!(e.needed > 5.0, "{e:?}");
    }
    assert!(refined.monochromated);
    assert!((refined.shift_ev - 0.6).abs() < 0.4, "{refined:?}");
    let carbon = &refined.elements[2];
    assert!(carbon.at_the_surface > 0.2, "{carbon:?}");
    let (counts, goodness) = reconstruction.implied(None);
    assert_eq!(counts.len(), spectrum.counts.len());
    assert!(goodness.explained > 0.95, "{goodness:?}");
    assert!(goodness.residual_in_noise < 3.0, "{goodness:?}");
    // Where nothing is changed the same spectrum is implied; without titanium another, and a worse one.
    let (same, as_good) = reconstruction.implied(Some(&after));
    let largest = counts.iter().copied().fold(0.0, f64::max);
    let differ = counts.iter().zip(&same).map(|(a, b)| (a - b).abs());
    assert!(differ.fold(0.0, f64::max) < 0.02 * largest);
    assert!((as_good.explained - goodness.explained).abs() < 0.01);
    let mut without = after.clone();
    without[1] = 0.0;
    let (_, worse) = reconstruction.implied(Some(&without));
    assert!(worse.explained < goodness.explained - 0.05, "{worse:?}");
}

#[test]
fn what_is_not_there_is_not_needed() {
    let (spectrum, truth) = survey();
    let mut found: Vec<ElementAmount> = ["O", "Ti", "C", "Ag"]
        .map(|symbol| amount(symbol, percent_of(&truth, symbol)))
        .to_vec();
    found.push(amount("Cl", 1.0));
    let (refined, _) = refined(&spectrum, &found);
    let chlorine = refined.elements.last().unwrap();
    assert!(chlorine.needed < 3.0, "{chlorine:?}");
    assert!(chlorine.text.ends_with("doubtful"), "{}", chlorine.text);
    assert!(chlorine.atomic_percent < 1.0, "{chlorine:?}");
}

#[test]
fn what_was_missed_is_tried_at_its_peak() {
    let (spectrum, truth) = survey();
    let found = ["O", "Ti", "C"].map(|symbol| amount(symbol, percent_of(&truth, symbol)));
    let (refined, _) = refined(&spectrum, &found);
    let silver = refined.tried.iter().find(|t| t.line == "Ag 3d").unwrap();
    assert!(silver.gain > 10.0, "{silver:?}");
    let true_percent = percent_of(&truth, "Ag");
    assert!(
        (silver.atomic_percent / true_percent - 1.0).abs() < 0.3,
        "{silver:?}, {true_percent}"
    );
    assert!(
        refined.tried.iter().all(|t| t.gain <= silver.gain),
        "{refined:?}"
    );
}

#[test]
fn nothing_is_fitted_where_nothing_was_found_or_measured() {
    let (spectrum, truth) = survey();
    let none = |spectrum: &Spectrum, found: &[ElementAmount]| {
        let seen = SpectrumLines::new(found, spectrum, Source::AlKa).unwrap();
        let setting = Setting {
            found,
            seen: &seen,
            unexplained: &[],
            spectrum,
            input: &GRID.place(spectrum).unwrap(),
            grid: &GRID,
        };
        Refinement::new(setting).unwrap().is_none()
    };
    assert!(none(&spectrum, &[]));
    let found = [amount("O", percent_of(&truth, "O"))];
    let mut narrow = spectrum.clone();
    narrow.energy_ev.truncate(105);
    narrow.counts.truncate(105);
    assert!(none(&narrow, &found));
    assert!(!none(&spectrum, &found));
}

#[test]
fn a_shift_of_the_whole_axis_is_found_as_it_is() {
    for shift_ev in [-3.0, 2.0, 4.0] {
        let (mut spectrum, truth) = survey();
        spectrum.shift(shift_ev);
        let found = ["O", "Ti", "C", "Ag"].map(|symbol| amount(symbol, percent_of(&truth, symbol)));
        let (refined, _) = refined(&spectrum, &found);
        let expected = 0.6 + shift_ev;
        assert!(
            (refined.shift_ev - expected).abs() < 0.4,
            "{expected}: {}",
            refined.shift_ev
        );
    }
}
