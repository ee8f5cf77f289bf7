//! Cases in which the right reason is known, with the committed network of Al Kα.

use std::path::Path;

use speclens::analysis::{Analysis, conclude, prepare};
use speclens::conventional::within;
use speclens::explain::{Curve, OWN_LINES};
use speclens::model::Model;
use speclens::network::Row;
use speclens::spectrum::{Doubt, Source, Spectrum, elements};

use super::answered::{Answered, Asked, curve, evidence, scan};
use super::cases::{Case, Simulation, is_of, mixtures, pure};
use super::merits::{height, mean_of, merits};
use super::sanity::randomised;
use super::speclens;
use crate::evaluate::explanation::Method;
use crate::fit::published;
use crate::samples::GRID;
use crate::samples::mixtures::Chemistry;
use crate::sets::{Configuration, Samples};

fn model() -> (Model, Vec<u8>) {
    let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model_weights");
    published::read(&weights.join("al-ka")).unwrap()
}

/// As Speclens explains, without fresh recordings: faster.
fn method() -> Method {
    let mut method = speclens(5.0);
    method.options.recordings = 0;
    method
}

/// A bare alloy of two elements.
fn pair(a: &str, b: &str) -> Case {
    let z = |symbol| elements::by_symbol(symbol).unwrap().z;
    let configuration = Configuration {
        samples: Samples::Pairs(vec![[z(a), z(b)]]),
        ..Configuration::mixtures(1, 7, Source::AlKa, GRID, Chemistry::default())
    };
    let simulation = Simulation::new(&configuration, 0);
    simulation.case(format!("{a} and {b}")).unwrap()
}

fn analysis(model: &Model, spectrum: Spectrum) -> Analysis {
    let prepared = prepare(&model.manifest, spectrum, Some(Source::AlKa)).unwrap();
    let table = model.forward_blocking(&prepared.input.tensor, 1).unwrap();
    conclude(&model.manifest, &prepared, &Row::of(&table).unwrap())
}

fn percent(analysis: &Analysis, symbol: &str) -> f64 {
    let mut elements = analysis.elements.iter();
    let found = elements.find(|e| e.symbol == symbol);
    found.map_or(0.0, |e| e.atomic_percent)
}

/// The spectrum with a Gaussian of σ = 1.5 eV and a fifth of its maximum at an energy.
fn with_peak(spectrum: &Spectrum, at_ev: f64) -> Spectrum {
    let highest = spectrum.counts.iter().copied().fold(0.0, f64::max);
    let mut changed = spectrum.clone();
    for (count, e) in changed.counts.iter_mut().zip(&spectrum.energy_ev) {
        *count += 0.2 * highest * (-0.5 * ((e - at_ev) / 1.5).powi(2)).exp();
    }
    changed
}

/// The largest value of a curve within 6 eV of an energy.
fn value_at(curve: &Curve, at_ev: f64) -> f64 {
    let points = curve.energy_ev.iter().zip(&curve.value);
    let near = points.filter(|(e, _)| (**e - at_ev).abs() < 6.0);
    near.fold(f64::NEG_INFINITY, |largest, (_, v)| largest.max(*v))
}

fn largest(curve: &Curve) -> f64 {
    curve
        .value
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max)
}

#[test]
fn a_bare_peak_in_a_wrong_place_conjures_nothing() {
    let (model, _) = model();
    let case = pair("Cu", "O");
    let lines = Answered::new(&model, &case).unwrap().lines;
    for symbol in ["Ag", "Pt"] {
        let own = lines.of(symbol);
        let right = own.groups[0].lines_ev.iter();
        let right = right.fold(case.spectrum.clone(), |s, e| with_peak(&s, *e));
        let named = percent(&analysis(&model, right), symbol);
        assert!(named > 2.0, "{symbol} at its strongest lines: {named} at%");
        let near = own.windows_ev(OWN_LINES.plus(15.0));
        let places = (40..1100).step_by(30).map(f64::from);
        let wrong: Vec<f64> = places.filter(|e| !within(&near, *e)).collect();
        assert!(wrong.len() > 10, "{symbol}: {wrong:?}");
        for e in wrong {
            let named = percent(&analysis(&model, with_peak(&case.spectrum, e)), symbol);
            assert_eq!(named, 0.0, "{symbol} for a bare peak at {e} eV");
        }
    }
}

#[test]
fn no_spectrum_contradicts_its_energy_axis_without_cause() {
    let (model, _) = model();
    let cases = pure(Source::AlKa).unwrap().into_iter();
    for case in cases.chain(mixtures(Source::AlKa, 60).unwrap()) {
        let answer = analysis(&model, case.spectrum);
        let told = answer.doubts.iter().find(|d| {
            matches!(
                d,
                Doubt::AboveFermiLevel { .. } | Doubt::AugerElsewhere { .. }
            )
        });
        assert_eq!(told, None, "{}", case.name);
    }
}

#[test]
fn on_a_shared_line_lies_the_fis_of_those_that_need_it() {
    let (model, _) = model();
    // Ru 3d lies under C 1s, Mo 3d under S 2s; Ru 3p and S 2p are each their element's alone. S has its 2p, and
    // needs no line that is hidden under one twice as high.
    for (a, b, shared_ev, needing, of, alone_ev) in [
        ("Ru", "C", 284.0, &["Ru", "C"][..], "Ru", 462.0),
        ("Mo", "S", 229.0, &["Mo"], "S", 164.0),
    ] {
        let case = pair(a, b);
        let answered = Answered::new(&model, &case).unwrap();
        assert_eq!(answered.asked.len(), 2, "{} are found", case.name);
        let run = scan(
            &model,
            method(),
            answered.recordings(&model, method().options, 0),
        )
        .unwrap();
        for asked in &answered.asked {
            let fis = curve(&run, method(), asked.index).unwrap();
            let (symbol, largest) = (&asked.symbol, largest(&fis));
            let shared = value_at(&fis, shared_ev) / largest;
            assert!(
                (shared > 0.2) == needing.contains(&symbol.as_str()),
                "{symbol} at {shared_ev} eV: {shared} of the largest"
            );
            let alone = value_at(&fis, alone_ev) / largest;
            match symbol == of {
                true => assert!(alone > 0.2, "{symbol} at {alone_ev} eV: {alone}"),
                false => assert!(alone < 0.2, "{symbol} at {alone_ev} eV: {alone}"),
            }
        }
    }
}

#[test]
fn without_its_lines_an_element_vanishes() {
    let (model, _) = model();
    let cases = mixtures(Source::AlKa, 4).unwrap();
    let mut all = Vec::new();
    for case in cases.iter().chain(&[pair("Cu", "O"), pair("Fe", "Ni")]) {
        let whole = analysis(&model, case.spectrum.clone());
        let simulation = case.simulation.as_ref().unwrap();
        for Asked { symbol, index, .. } in Answered::new(&model, case).unwrap().asked {
            let z = elements::by_symbol(&symbol).unwrap().z;
            let without = simulation.spectrum(|drawn| is_of(drawn, z)).unwrap();
            let before = evidence(&model, case.spectrum.clone(), index).unwrap();
            let after = evidence(&model, without.clone(), index).unwrap();
            let lost = 1.0 - (after - before).exp();
            assert!(lost > 0.75, "{}: {symbol} loses {lost}", case.name);
            let (before, after) = (
                percent(&whole, &symbol),
                percent(&analysis(&model, without), &symbol),
            );
            assert!(
                after < 0.1 * before,
                "{}: {symbol} from {before} to {after} at%",
                case.name
            );
            all.push(lost);
        }
    }
    assert!(all.len() > 15, "{} elements", all.len());
    let mean = mean_of(all.iter().copied());
    assert!(mean > 0.9, "{mean}");
}

#[test]
fn randomised_weights_give_far_less_grounding() {
    let (model, weights) = model();
    let cases = mixtures(Source::AlKa, 5).unwrap();
    let answered: Vec<Answered> = (cases.iter())
        .map(|case| Answered::new(&model, case).unwrap())
        .collect();
    let (mut by_height, mut at_random) = (Vec::new(), Vec::new());
    let mut grounding = |model: &Model| {
        let mut all = Vec::new();
        for a in &answered {
            let recordings = a.recordings(model, method().options, 0);
            let run = scan(model, method(), recordings.clone()).unwrap();
            for asked in &a.asked {
                let others = a.others(&asked.symbol);
                let of = |curve: &Curve| merits(curve, 5.0, &asked.own, &others).grounding;
                let fis = curve(&run, method(), asked.index).unwrap();
                by_height.push(of(&height(&recordings, &fis.energy_ev, 5.0)));
                all.push(of(&fis));
            }
        }
        mean_of(all.into_iter())
    };
    let trained = grounding(&model);
    let networks = randomised(&model, &weights).unwrap();
    assert_eq!(networks.len(), 7, "heads, deep, hidden, squeeze, 3 stages");
    for (_, other) in &networks {
        at_random.push(grounding(other));
    }
    let (height, random) = (
        mean_of(by_height.into_iter()),
        mean_of(at_random.into_iter()),
    );
    assert!(trained > height + 0.4, "{trained}, {height}");
    // Above height alone: the amount is a sum over own blocks under any weights.
    assert!(random < trained - 0.3, "{random}, {trained}");
}
