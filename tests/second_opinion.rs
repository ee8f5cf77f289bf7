//! The second opinion on real instrument files, where they lie beside the checkout.

mod common;

use common::answer;
use serde_json::Value;

/// Atomic percent of an element by areas.
fn by_areas(answer: &Value, symbol: &str) -> f64 {
    let elements = answer["conventional"]["elements"]
        .as_array()
        .unwrap()
        .iter();
    let mut own = elements.filter(|e| e["element"] == symbol);
    own.next().unwrap()["atomic_percent"][0].as_f64().unwrap()
}

#[test]
fn oxides_of_known_composition_come_out_to_three_atomic_percent() {
    for (block, metal, share) in [
        ("5", "Co", 0.5),
        ("9", "Co", 3.0 / 7.0),
        ("17", "Fe", 0.5),
        ("21", "Fe", 3.0 / 7.0),
        ("25", "Fe", 0.4),
    ] {
        let Some(answer) = answer("specs_fe_co_oxides.vms", block, &[]) else {
            return;
        };
        let [m, o] = [metal, "O"].map(|s| by_areas(&answer, s));
        // CCQM-K67: institutes agree to about that.
        let found = m / (m + o);
        assert!(
            (found - share).abs() < 0.035,
            "block {block}: {found} of {metal}, {share} is right"
        );
    }
}

#[test]
fn molybdenum_that_the_network_misses_on_a_charged_flake_is_a_candidate() {
    let Some(answer) = answer("kratos_mos2_ws2_multiblock.vms", "1", &[]) else {
        return;
    };
    let found = answer["elements"].as_array().unwrap().iter();
    assert!(
        found.clone().all(|e| e["symbol"] != "Mo"),
        "the network has learnt it: choose another"
    );
    let peak = &answer["unexplained"][0];
    assert!(
        (peak["energy_ev"].as_f64().unwrap() - 228.0).abs() < 1.5,
        "{peak}"
    );
    let first = &peak["candidates"][0];
    assert_eq!(first["line"], "Mo 3d", "{peak}");
    assert_eq!(first["seen"], serde_json::json!(["Mo 3p"]));
    assert!(peak["text"].as_str().unwrap().contains("Mo 3d"), "{peak}");
}
