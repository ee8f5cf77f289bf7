//! A whole training in seconds: stopped, resumed, published, and gone on from under another source.

use std::collections::BTreeMap;
use std::path::Path;

use safetensors::SafeTensors;
use safetensors::tensor::TensorView;
use speclens_training::fit::device::{DeviceChoice, Workplace};
use speclens_training::fit::preset::Variation;
use speclens_training::fit::{folder, published, train};

/// Trains `preset` in `cache`; what it gives lies in the folder of its run.
fn trained(cache: &Path, preset: &str, minutes: Option<f64>, variation: Variation) {
    let (runs, sets) = (cache.join("runs"), cache.join("sets"));
    let options = train::Options {
        runs: &runs,
        sets: &sets,
        minutes,
        variation,
    };
    let out = folder(&runs, preset, variation).unwrap();
    let place = Workplace::find(DeviceChoice::Cpu).unwrap();
    train::train(preset, &options, &out, &place).unwrap();
}

/// The names and bytes of all tensors.
fn tensors(weights: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let read = SafeTensors::deserialize(weights).unwrap();
    let of = |(name, view): (&str, TensorView<'_>)| (name.to_owned(), view.data().to_vec());
    read.iter().map(of).collect()
}

#[test]
fn a_preset_is_trained_in_one_command_and_goes_on_where_it_was_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path();
    let smoke = cache.join("runs/smoke");
    trained(cache, "smoke", Some(0.0), Variation::default());
    let progress = std::fs::read_to_string(smoke.join("progress.json")).unwrap();
    let progress: serde_json::Value = serde_json::from_str(&progress).unwrap();
    assert_eq!(progress["step"], 1);
    assert!(!smoke.join("model.json").exists(), "it is not finished");
    trained(cache, "smoke", None, Variation::default());
    let (model, weights) = published::read(&smoke).unwrap();
    assert_eq!(model.manifest.training["steps"], 14);
    let unbroken = tempfile::tempdir().unwrap();
    trained(unbroken.path(), "smoke", None, Variation::default());
    let (_, of_unbroken) = published::read(&unbroken.path().join("runs/smoke")).unwrap();
    assert_eq!(tensors(&weights), tensors(&of_unbroken));
    assert_eq!(model.manifest.network.own_blocks.len(), 81);

    let other = cache.join("other.toml");
    let text = include_str!("../presets/smoke.toml")
        .replace(
            "name = \"smoke\"",
            "name = \"other\"\nstarts_from = \"smoke\"",
        )
        .replace("al-ka", "mg-ka");
    std::fs::write(&other, text).unwrap();
    let seed = Some(5);
    let epochs = Some(1.0);
    let variation = Variation { seed, epochs };
    trained(cache, other.to_str().unwrap(), None, variation);
    let (model, _) = published::read(&cache.join("runs/other-seed-5-epochs-1")).unwrap();
    let training = &model.manifest.training;
    assert_eq!(training["steps"], 8);
    assert_eq!(training["started_from"]["step"], 14);
}
