//! The implied spectrum and peaks of a region, on real instrument files where they lie beside the
//! checkout.

mod common;

use common::{Run, answer, measured};
use serde_json::Value;

/// The share of `metal` beside oxygen among `elements`, which say what they are under `key`.
fn share(elements: &Value, key: &str, metal: &str) -> f64 {
    let percent = |symbol: &str| {
        let elements = elements.as_array().unwrap();
        let own = elements.iter().find(|e| e[key] == symbol);
        own.unwrap()["atomic_percent"].as_f64().unwrap()
    };
    percent(metal) / (percent(metal) + percent("O"))
}

#[test]
fn oxides_of_known_composition_come_out_to_three_atomic_percent_and_their_spectra_are_explained() {
    for (block, metal, known) in [
        ("5", "Co", 0.5),
        ("9", "Co", 3.0 / 7.0),
        ("17", "Fe", 0.5),
        ("21", "Fe", 3.0 / 7.0),
        ("25", "Fe", 0.4),
    ] {
        let Some(answer) = answer("specs_fe_co_oxides.vms", block, &["--refine"]) else {
            return;
        };
        // CCQM-K67: institutes agree to about that.
        let found = share(&answer["elements"], "symbol", metal);
        assert!((found - known).abs() < 0.03, "block {block}: {found}");
        // Areas of lines too give 3 to 4 at% too much iron in Fe3O4.
        let refined = share(&answer["refined"]["elements"], "element", metal);
        assert!((refined - known).abs() < 0.045, "block {block}: {refined}");
        let explained = answer["goodness"]["explained"].as_f64().unwrap();
        assert!(explained > 0.8, "block {block}: {explained}");
    }
}

#[test]
fn molybdenum_that_the_network_misses_explains_the_peak_of_the_charged_flake() {
    let Some(answer) = answer("kratos_mos2_ws2_multiblock.vms", "1", &["--refine"]) else {
        return;
    };
    let found = answer["elements"].as_array().unwrap();
    assert!(found.iter().all(|e| e["symbol"] != "Mo"), "{answer}");
    let tried = answer["refined"]["tried"].as_array().unwrap();
    let gain = |t: &Value| t["gain"].as_f64().unwrap();
    let most = tried.iter().max_by(|a, b| gain(a).total_cmp(&gain(b)));
    let most = most.unwrap();
    assert_eq!(most["line"], "Mo 3d");
    assert!(gain(most) > 5.0, "{most}");
}

#[test]
fn peaks_of_a_region_are_fitted_and_what_cannot_be_says_why() {
    let Some(path) = measured("phi_sno2_10nm.spe") else {
        return;
    };
    let run = |args: &[&str]| {
        let mut command = common::speclens();
        Run::of(command.arg("fit").args(args).arg(&path).output().unwrap())
    };
    let tin = [
        "--window",
        "480-500",
        "--peak",
        "Sn 3d=486.5+8.4*0.667",
        "--json",
    ];
    let fitted = run(&tin);
    assert_eq!(fitted.code, 0, "{}", fitted.err);
    let objects = fitted.objects();
    let peak = &objects[0]["peaks"][0];
    let at = peak["energy_ev"]["value"].as_f64().unwrap();
    assert!((at - 485.25).abs() < 0.3, "{peak}");
    assert_eq!(peak["share_percent"]["value"], 100.0);
    let nowhere = run(&["--window", "480-500", "--peak", "x=900"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains('x'), "{}", nowhere.err);
    let no_peak = run(&["--window", "480-500", "--peak", "x"]);
    assert_eq!(no_peak.code, 2);
    assert!(
        no_peak.err.contains("expected a name and an energy"),
        "{}",
        no_peak.err
    );
}
