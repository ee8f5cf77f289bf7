//! Finished weights in a folder: `model.json` and `weights.safetensors`, and what they tell of their training.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use burn::module::Module;
use burn::tensor::Device;
use speclens::model::Model;
use speclens::model::calibration::Calibration;
use speclens::model::manifest::{MANIFEST_FORMAT, Manifest, WeightsFile};
use speclens::network::{Network, save_weights};
use speclens::spectrum::{Source, elements};

use super::calibrate::calibration;
use super::preset::Preset;
use super::record::{Progress, TrainingRecord};
use super::rounding::rounded;
use super::stranger;
use crate::merit::scoring;
use crate::samples::source_name;
use crate::sets::Set;

/// The folder with the weights that are used for `source`, in the repository.
pub fn folder(source: Source) -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    repository.join("model_weights").join(source_name(source))
}

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
        told.preset == *preset,
        "{found}: weights of another version of the preset {name}"
    );
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

/// Writes the model of a run that stands at `progress` into the folder `out`, and prints how good it is: the sense for strange spectra is trained with those of `set`; it and the
/// intervals are calibrated with `held_out`, whose spectra the network has not seen.
///
/// # Errors
/// A folder that cannot be written; a set that cannot be recorded; the network fails.
pub(super) fn write(
    out: &Path,
    preset: &Preset,
    network: &Network,
    progress: Progress,
    [set, held_out]: [&Set; 2],
) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let network = network.valid().to_device(&Device::flex());
    let config = preset.network_config();
    let stranger = stranger::trained(
        &rounded(network.clone()),
        &config,
        set,
        preset.strangeness_steps,
    )?;
    let exact = network.with_stranger(stranger);
    let network = rounded(exact.clone());
    let weights = save_weights(&network)?;
    let mut manifest = Manifest {
        weights: WeightsFile::of("weights.safetensors", &weights),
        ..uncalibrated(preset)
    };
    let model = |manifest: &Manifest| -> Result<Model> {
        Ok(Model::from_bytes(&serde_json::to_vec(manifest)?, &weights)?)
    };
    manifest.calibration = calibration(&model(&manifest)?, held_out)?;
    let calibrated = model(&manifest)?;
    let validate = |set: &Set| scoring::validate(&calibrated, set, held_out.len());
    let validations = [validate(held_out)?, validate(set)?];
    let simulator = set.manifest().label.simulator.clone();
    let record = TrainingRecord::new(preset, simulator, progress, validations);
    manifest.training = serde_json::to_value(&record)?;
    std::fs::write(out.join("weights.safetensors"), &weights)?;
    std::fs::write(
        out.join("model.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    println!("{}", serde_json::to_string_pretty(&record.held_out)?);
    let rounded = model(&manifest)?;
    let exact = Model::new(manifest, exact, Device::flex());
    let off = scoring::largest_difference([&exact, &rounded], held_out, held_out.len())?;
    println!(
        "no fraction of {} held-out spectra is changed by more than {off:.3} at% by the rounding of weights",
        held_out.len()
    );
    Ok(())
}

/// The manifest of a model that is not calibrated yet.
pub(super) fn uncalibrated(preset: &Preset) -> Manifest {
    Manifest {
        format: MANIFEST_FORMAT,
        name: preset.name.clone(),
        source: preset.source,
        grid: preset.grid,
        preprocessing: "counts divided by the transmission function where the file has one, mean over each grid cell, divided by the maximum; second channel: 1 where the file covers the cell".into(),
        network: preset.network_config(),
        elements: elements::all().iter().map(|e| e.symbol.to_owned()).collect(),
        presence_threshold: 0.5,
        calibration: Calibration::none(),
        training: serde_json::Value::Null,
        weights: WeightsFile::of("", &[]),
    }
}
