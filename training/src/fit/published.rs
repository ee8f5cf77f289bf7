//! Finished weights in a folder: `model.json` and `weights.safetensors`, and what they tell of their training.

use std::path::Path;

use anyhow::{Context, Result};
use speclens::model::Model;
use speclens::model::manifest::Manifest;

use super::preset::Preset;
use super::record::{Progress, TrainingRecord};

/// The model in `folder`, and the bytes of its weights.
///
/// # Errors
/// Files that cannot be read, or that are no model of this version.
pub fn read(folder: &Path) -> Result<(Model, Vec<u8>)> {
    let read = |file: &str| {
        let path = folder.join(file);
        std::fs::read(&path).with_context(|| path.display().to_string())
    };
    let (json, weights) = (read("model.json")?, read("weights.safetensors")?);
    let model = Model::from_bytes(&json, &weights).with_context(|| folder.display().to_string())?;
    Ok((model, weights))
}

/// The weights in `folder`, which must be those of the finished `preset`, and what its manifest says of their
/// training.
pub(crate) fn of_preset(folder: &Path, preset: &Preset) -> Result<(Vec<u8>, Progress)> {
    let (model, weights) = read(folder)?;
    let Manifest {
        name,
        network,
        training: told,
        ..
    } = model.manifest;
    let found = folder.display();
    anyhow::ensure!(
        name == preset.name && network == preset.network_config(),
        "{found}: weights of {name}, not of {}",
        preset.name
    );
    let told: TrainingRecord = serde_json::from_value(told)
        .with_context(|| format!("{found}: the training in model.json"))?;
    anyhow::ensure!(
        told.steps == told.steps_planned,
        "{found}: weights of a run that was stopped before its end"
    );
    let progress = Progress {
        step: told.steps,
        seconds: 60.0 * told.minutes,
        preset: toml::to_string(&told.preset)?,
        commit: told.commit,
        machines: vec![told.machine],
        started_from: told.started_from,
    };
    Ok((weights, progress))
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;
    use speclens::network::load_weights;

    use super::*;

    #[test]
    fn a_run_starts_from_the_finished_weights_of_its_own_preset_alone() {
        let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model_weights/al-ka");
        let release = Preset::load("release").unwrap();
        let (bytes, progress) = of_preset(&weights, &release).unwrap();
        assert_eq!(progress.step, release.steps());
        assert!(progress.seconds > 0.0 && progress.started_from.is_some());
        let mut network = release.network_config().init(&Device::flex()).unwrap();
        load_weights(&mut network, &bytes).unwrap();
        let other = Preset::load("mg-ka").unwrap();
        let refused = of_preset(&weights, &other).unwrap_err().to_string();
        assert!(refused.contains(&other.name), "{refused}");
    }
}
