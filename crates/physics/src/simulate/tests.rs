//! What simulated surveys must show.

use super::surface::{self, SURFACE_DEPTH_NM};
use super::*;
use crate::chemical_state::Class;
use crate::instrument::Transmission;
use crate::losses::Losses;
use crate::sample::Layer;
use speclens_spectrum::Source;
use speclens_spectrum::elements;

const GRID: Grid = Grid {
    lo_ev: -10.0,
    step_ev: 1.0,
    points: 1408,
};

fn even() -> Instrument {
    Instrument {
        transmission: Transmission::power(0.0),
        ..Instrument::default()
    }
}

fn element(symbol: &str) -> Phase {
    let z = elements::by_symbol(symbol).unwrap().z;
    Phase::typical(&[(z, 1.0, Class::Element)], 0.0)
}

fn survey(sample: &Sample, instrument: &Instrument) -> Vec<f32> {
    simulate(sample, instrument, &GRID, as_tabulated).unwrap()
}

fn at(spectrum: &[f32], ev: f64) -> f32 {
    spectrum[(ev - GRID.lo_ev).round() as usize]
}

fn top_ev(spectrum: &[f32], from_ev: f64, to_ev: f64) -> f64 {
    let index = |ev: f64| (ev - GRID.lo_ev).round() as usize;
    let range = index(from_ev)..=index(to_ev);
    let top = range.max_by(|a, b| spectrum[*a].total_cmp(&spectrum[*b]));
    GRID.energy_ev(top.unwrap())
}

#[test]
fn gold_looks_like_gold() {
    let y = survey(&Sample::clean(element("Au")), &even());
    let top = top_ev(&y, -10.0, 1397.0);
    assert!((top - 84.0).abs() <= 1.0, "strongest at {top} eV");
    assert!(at(&y, 88.0) > 2.0 * at(&y, 95.0), "4f5/2");
    assert!(at(&y, 335.0) > 1.2 * at(&y, 320.0), "4d5/2");
    assert!(
        at(&y, 600.0) > 2.0 * at(&y, 70.0),
        "the background rises behind the lines"
    );
    assert!(y.iter().all(|v| v.is_finite() && *v >= 0.0));
    assert!(
        at(&y, -8.0) < 1e-2 * at(&y, 84.0),
        "nothing above the Fermi edge"
    );
}

#[test]
fn carbon_on_gold_hides_it() {
    let clean = survey(&Sample::clean(element("Au")), &even());
    let covered = survey(&Sample::clean(element("Au")).contaminated(2.0), &even());
    assert!(at(&covered, 84.0) < 0.75 * at(&clean, 84.0));
    assert!(at(&covered, 285.0) > at(&clean, 285.0));
}

#[test]
fn layers_lie_on_one_another_in_order() {
    let layer = |symbol: &str| Layer {
        phase: element(symbol),
        thickness_nm: 3.0,
    };
    let sample = |layers| Sample {
        bulk: element("Au"),
        layers,
    };
    let silver_on_top = survey(&sample(vec![layer("Ag"), layer("Cu")]), &even());
    let copper_on_top = survey(&sample(vec![layer("Cu"), layer("Ag")]), &even());
    assert!(at(&silver_on_top, 368.0) > 2.0 * at(&copper_on_top, 368.0));
    assert!(at(&silver_on_top, 84.0) > 0.0);
}

#[test]
fn a_layer_on_its_own_material_changes_nothing() {
    // Layers do without elastic scattering.
    let plain = |symbol: &str| {
        let mut phase = element(symbol);
        phase.losses.elastic = 0.0;
        phase
    };
    let clean = survey(&Sample::clean(plain("Au")), &even());
    for thickness_nm in [0.5, 2.0, 8.0] {
        let layered = Sample {
            bulk: plain("Au"),
            layers: vec![Layer {
                phase: plain("Au"),
                thickness_nm,
            }],
        };
        let y = survey(&layered, &even());
        for ev in [84.0, 130.0, 200.0, 335.0, 600.0, 1000.0] {
            let ratio = at(&y, ev) / at(&clean, ev);
            assert!(
                (ratio - 1.0).abs() < 0.12,
                "{thickness_nm} nm, {ev} eV: {ratio}"
            );
        }
    }
}

#[test]
fn elastic_scattering_lowers_the_far_background_of_gold() {
    let gold = element("Au");
    let losses = gold.losses.function(GRID.step_ev);
    let line = |scattering: f32| {
        let mut y = vec![0.0f32; GRID.points];
        y[100] = 1.0;
        losses.half_space(&mut y, &vec![scattering; GRID.points]);
        y
    };
    let (straight, scattered) = (line(0.0), line(0.5));
    assert!((scattered[100] - 1.0).abs() < 1e-6, "the line itself stays");
    let near = scattered[115] / straight[115];
    let far = scattered[700] / straight[700];
    assert!((0.8..1.0).contains(&near) && far < 0.7, "{near} {far}");
}

#[test]
fn auger_lines_move_between_sources_and_photoelectron_lines_do_not() {
    let silver = Sample::clean(element("Ag"));
    let al = survey(&silver, &even());
    let mg = survey(
        &silver,
        &Instrument {
            source: Source::MgKa,
            ..even()
        },
    );
    assert_eq!(top_ev(&al, 360.0, 372.0), top_ev(&mg, 360.0, 372.0));
    let (in_al, in_mg) = (top_ev(&al, 1115.0, 1140.0), top_ev(&mg, 882.0, 907.0));
    assert!((in_al - in_mg - 233.0).abs() <= 1.0, "{in_al} {in_mg}");
}

#[test]
fn aluminium_shows_its_plasmons() {
    let y = survey(&Sample::clean(element("Al")), &even());
    for (ev, what) in [(72.9 + 15.0, "bulk"), (72.9 + 30.0, "second bulk")] {
        let top = top_ev(&y, ev - 5.0, ev + 4.0);
        assert!((top - ev).abs() <= 1.5, "{what}: {top} instead of {ev} eV");
    }
    let mut bulk = element("Al");
    bulk.losses = Losses {
        surface: 0.0,
        ..bulk.losses
    };
    let without = survey(&Sample::clean(bulk), &even());
    let surface = 72.9 + 10.6;
    assert!(at(&y, surface) > 1.05 * at(&without, surface), "surface");
}

#[test]
fn holes_of_the_valence_shell_take_less_out_of_their_lines() {
    let height = |intrinsic: f64, before_ev: f64, ev: f64| {
        let mut iron = element("Fe");
        iron.losses.intrinsic = intrinsic;
        let y = survey(&Sample::clean(iron), &even());
        at(&y, ev) - at(&y, before_ev)
    };
    let kept = |before_ev, ev| height(0.6, before_ev, ev) / height(0.0, before_ev, ev);
    let (core, valence) = (kept(695.0, 707.0), kept(40.0, 53.0));
    assert!((core / (-0.6f32).exp() - 1.0).abs() < 0.05, "2p: {core}");
    assert!(
        (valence / (-0.3f32).exp() - 1.0).abs() < 0.05,
        "3p: {valence}"
    );
}

#[test]
fn thin_layers_share_the_surface_with_what_is_below() {
    let on_gold = |phase: Phase, thickness_nm: f64| Sample {
        bulk: element("Au"),
        layers: vec![Layer {
            phase,
            thickness_nm,
        }],
    };
    let bare = element("Au").losses.surface;
    let under = |thickness_nm: f64| {
        let mut silent = element("Al");
        silent.losses.surface = 0.0;
        surface::excitation(&on_gold(silent, thickness_nm), &GRID).map(|found| found.1)
    };
    assert!((under(0.0).unwrap() / bare - 1.0).abs() < 1e-9);
    assert!((under(SURFACE_DEPTH_NM).unwrap() / bare - (-1.0f64).exp()).abs() < 1e-9);
    assert!(under(1e6).is_none(), "no phase has a surface");

    // Thick aluminium loses energy to the surface as aluminium, a trace of it as the gold below.
    let lost = |thickness_nm: f64, ev: usize| {
        let sample = on_gold(element("Al"), thickness_nm);
        let mut y = vec![0.0f32; GRID.points];
        y[100] = 1.0;
        let (function, _) = surface::excitation(&sample, &GRID).unwrap();
        function.surface(&mut y, &vec![1.0; GRID.points]);
        y[100 + ev]
    };
    assert!(lost(3.0, 11) > 20.0 * lost(3.0, 30), "Al");
    assert!((lost(0.002, 11) / lost(0.0, 11) - 1.0).abs() < 0.1, "Au");
    assert!(lost(0.4, 11) > 2.0 * lost(0.0, 11), "both");
}

#[test]
fn a_twin_anode_adds_satellites_and_background() {
    let gold = Sample::clean(element("Au"));
    let twin = Instrument {
        transmission: Transmission::power(0.0),
        ..Instrument::twin_anode(Source::MgKa)
    };
    let y = survey(&gold, &twin);
    let mono = survey(
        &gold,
        &Instrument {
            monochromated: true,
            bremsstrahlung: 0.0,
            ..twin.clone()
        },
    );
    assert!(at(&y, 75.0) > 2.0 * at(&mono, 75.0), "Kα3,4 of 4f");
    assert!(at(&y, -9.0) > 5.0 * at(&mono, -9.0));
}

#[test]
fn divalent_copper_is_told_from_the_metal_by_its_satellite() {
    let oxide = Phase::typical(&[(29, 0.5, Class::Oxide), (8, 0.5, Class::Oxysalt)], 1.4);
    let oxide = survey(&Sample::clean(oxide), &even());
    let metal = survey(&Sample::clean(element("Cu")), &even());
    let bump = |y: &[f32]| at(y, 942.0) - 0.5 * (at(y, 937.0) + at(y, 947.0));
    let height = |y: &[f32]| at(y, 933.0) - at(y, 925.0);
    assert!(bump(&oxide) > 0.1 * height(&oxide));
    assert!(bump(&metal) < 0.02 * height(&metal));
}

#[test]
fn impossible_samples_are_refused() {
    let mut bad = Sample::clean(element("Au"));
    bad.bulk.components[0].fraction = 0.7;
    assert_eq!(
        simulate(&bad, &even(), &GRID, as_tabulated),
        Err(SampleError::Fractions(0.7))
    );
    let mut gap = Sample::clean(element("Au"));
    gap.bulk.gap_ev = f64::NAN;
    assert!(simulate(&gap, &even(), &GRID, as_tabulated).is_err());
}

#[test]
fn impossible_instruments_and_grids_are_refused() {
    let gold = Sample::clean(element("Au"));
    let said = |instrument: &Instrument, grid: &Grid| {
        simulate(&gold, instrument, grid, as_tabulated)
            .unwrap_err()
            .to_string()
    };
    let with = |change: fn(&mut Instrument)| {
        let mut instrument = even();
        change(&mut instrument);
        said(&instrument, &GRID)
    };
    for (text, word) in [
        (with(|i| i.analyser_fwhm_ev = f64::NAN), "resolution"),
        (with(|i| i.analyser_fwhm_ev = -1.0), "resolution"),
        (
            with(|i| i.source_analyser_angle_deg = f64::INFINITY),
            "angle",
        ),
        (with(|i| i.bremsstrahlung = -0.1), "bremsstrahlung"),
        (
            with(|i| i.transmission = Transmission::power(f64::NAN)),
            "transmission",
        ),
        (
            said(
                &even(),
                &Grid {
                    step_ev: 0.0,
                    ..GRID
                },
            ),
            "steps",
        ),
    ] {
        assert!(text.contains(word) && text.contains("expected"), "{text}");
    }
}

#[test]
fn a_layer_of_any_thickness_is_passed() {
    let thick = |thickness_nm: f64| Sample {
        bulk: element("Au"),
        layers: vec![Layer {
            phase: element("Al"),
            thickness_nm,
        }],
    };
    let (deep, deeper) = (
        survey(&thick(200.0), &even()),
        survey(&thick(1e15), &even()),
    );
    assert!((at(&deep, 73.0) / at(&deeper, 73.0) - 1.0).abs() < 0.02);
}
