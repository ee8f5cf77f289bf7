//! The training loop: checkpoints every few minutes, resumes by itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use burn::module::Module;
use burn::optim::AdamWConfig;
use burn::tensor::Device;
use indicatif::{ProgressBar, ProgressStyle};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use speclens::model::Model;
use speclens::model::calibration::Calibration;
use speclens::model::manifest::{MANIFEST_FORMAT, Manifest, WeightsFile};
use speclens::network::{Network, NetworkConfig};
use speclens::network::{load_weights, save_weights};
use speclens::spectrum::elements;

use super::calibrate::calibration;
use super::device::Place;
use super::gradient::gradient;
use super::grow::grown;
use super::preset::{Preset, Recordings};
use super::published;
use super::record::{Progress, TrainingRecord};
use super::stranger;
use crate::merit::figures::Validation;
use crate::merit::scoring;
use crate::sets::{self, Batch, Configuration, Set};

const CHECKPOINT_EVERY: Duration = Duration::from_secs(180);
/// Held-out spectra that each checkpoint is tried on.
const VALIDATED: usize = 1000;
/// Steps in which the learning rate rises.
const WARM_UP: usize = 200;

/// What a call of [`train`] is told beside the preset.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Folder of the checkpoints, with a folder for each preset.
    pub runs: &'a Path,
    /// Folder of the simulated sets.
    pub sets: &'a Path,
    /// Stop after so many minutes.
    pub minutes: Option<f64>,
    /// Folder with the finished `model.json` and `weights.safetensors` (as published, rounded) of the preset that this
    /// one starts from; without it, that preset's run in `runs`.
    pub start_from: Option<&'a Path>,
}

/// Trains the preset called `name`, keeping checkpoints in a folder of that name in `runs`, and
/// writes `weights.safetensors` and `model.json` into `out`. The sets are taken from `sets`, and
/// made there where they are missing. Stops after `minutes` of this call, if given, with a checkpoint from
/// which the next call goes on, on whatever device; the weights written then are those of the moment.
///
/// # Errors
/// Files that cannot be read or written; a checkpoint of another preset.
pub fn train(name: &str, call: &Call<'_>, out: &Path, place: &Place) -> Result<()> {
    let called = Instant::now();
    let Call {
        runs,
        sets,
        minutes,
        start_from,
    } = *call;
    let preset = &Preset::load(name)?;
    let run = &folder(runs, name)?;
    std::fs::create_dir_all(run).with_context(|| run.display().to_string())?;
    let config = preset.network_config();
    let saved = read_progress(run)?;
    let resumes = saved.is_some();
    if let (Some(folder), true) = (start_from, resumes) {
        eprintln!(
            "{}: not read, because {} goes on from its checkpoint",
            folder.display(),
            run.display()
        );
    }
    let published = match (start_from, &preset.starts_from) {
        (Some(folder), None) => anyhow::bail!(
            "{}: preset {name} starts from random weights, not from others",
            folder.display()
        ),
        (Some(folder), Some(first)) if saved.is_none() => {
            Some(published::of_preset(folder, &Preset::load(first)?)?)
        }
        _ => None,
    };
    eprintln!(
        "{}: {:.2} M multiply-adds a spectrum, {} spectra, {} epochs",
        preset.name,
        config.multiply_adds() as f64 / 1e6,
        preset.spectra,
        preset.epochs
    );
    let set = Arc::new(open(sets, preset, preset.spectra, preset.seed, resumes)?);
    let held_out = open(sets, preset, preset.held_out, preset.seed + 1, resumes)?;
    let simulator = set.manifest().label.simulator.clone();
    let device = place.device.clone().autodiff();
    eprintln!("on {}", place.name);
    let mut network = first_weights(&config, &device, preset.seed + 3)?;
    let mut optimiser = AdamWConfig::new()
        .with_weight_decay(preset.weight_decay)
        .init();
    let described = toml::to_string(preset)?;
    let mut progress = Progress {
        preset: described.clone(),
        commit: commit(),
        ..Progress::default()
    };
    if let Some(saved) = saved {
        anyhow::ensure!(
            saved.preset == described,
            "{}: the checkpoint there belongs to another preset; move it away, or name another --runs folder",
            run.display()
        );
        network = network.load_file(run.join(network_file(saved.step)));
        optimiser = optimiser.load(run.join(optimiser_file(saved.step)))?;
        progress = saved;
        eprintln!("resumed at step {}", progress.step);
    } else if let Some(first) = &preset.starts_from {
        let first_preset = Preset::load(first)?;
        let former = first_preset.network_config();
        let (small, trained) = match published {
            Some((weights, trained)) => {
                let mut small = former.init(&device)?;
                load_weights(&mut small, &weights)?;
                (small, trained)
            }
            None => {
                let first_run = runs.join(first);
                let finished = |p: &Progress| p.step >= first_preset.steps();
                if !read_progress(&first_run)?.is_some_and(|p| finished(&p)) {
                    eprintln!("{name} goes on from {first}, which comes first");
                    train(first, call, &first_run, place)?;
                }
                let Some(trained) = read_progress(&first_run)?.filter(finished) else {
                    return Ok(());
                };
                let small = former
                    .init(&device)?
                    .load_file(first_run.join(network_file(trained.step)));
                (small, trained)
            }
        };
        device.seed(preset.seed + 3);
        network = grown(&small, &former, &config, &preset.afresh, &device)?;
        progress.started_from = Some(Box::new(trained));
    }

    if progress.machines.last() != Some(&place.name) {
        progress.machines.push(place.name.clone());
    }
    let steps = preset.steps();
    let batches = batches(Arc::clone(&set), preset.clone(), progress.step, steps);
    let bar = ProgressBar::new(steps as u64).with_style(style());
    bar.set_position(progress.step as u64);
    let begun = Instant::now();
    let (before, first_step) = (progress.seconds, progress.step);
    let mut saved_at = Instant::now();
    let mut smooth: Option<f64> = None;
    let mut out_of_time = false;
    for batch in batches {
        let batch = batch?;
        let rate = learning_rate(progress.step, steps, preset.learning_rate);
        let (value, grads) = gradient(&network, &batch, &device, place.parts)?;
        anyhow::ensure!(
            value.is_finite(),
            "the loss became {value} at step {}",
            progress.step
        );
        network = optimiser.step(rate, network, grads);
        progress.step += 1;
        progress.seconds = before + begun.elapsed().as_secs_f64();
        let s = smooth.map_or(value, |s| 0.99 * s + 0.01 * value);
        smooth = Some(s);
        bar.set_position(progress.step as u64);
        // Of this call: the machine may be another than before.
        let per_second = (progress.step - first_step) as f64 / begun.elapsed().as_secs_f64();
        let spectra_per_second = per_second * preset.batch as f64;
        bar.set_message(format!("loss {s:.3}, {spectra_per_second:.0} spectra/s"));
        if progress.step.is_multiple_of(200) && bar.is_hidden() {
            eprintln!(
                "step {}/{steps} loss {s:.4} rate {rate:.1e} {spectra_per_second:.0} spectra/s, {:.0} min, left {:.0} min",
                progress.step,
                progress.seconds / 60.0,
                (steps - progress.step) as f64 / per_second / 60.0
            );
        }
        out_of_time = minutes.is_some_and(|m| called.elapsed().as_secs_f64() > 60.0 * m);
        if saved_at.elapsed() > CHECKPOINT_EVERY || progress.step == steps || out_of_time {
            checkpoint(run, &network, &optimiser, &progress)?;
            let trained = network.valid().to_device(&Device::flex());
            let model = Model::new(bare_manifest(preset), trained, Device::flex());
            let figures = scoring::validate(&model, &held_out, VALIDATED)?;
            let rates = &figures.as_recorded.rates;
            bar.suspend(|| {
                eprintln!(
                    "step {}: loss {s:.3}, held out: overlap {:.3}, F1 {:.3}",
                    progress.step, rates.composition_overlap, rates.f1
                );
            });
            saved_at = Instant::now();
        }
        if out_of_time {
            break;
        }
    }
    bar.finish();
    if out_of_time {
        eprintln!(
            "stopped at step {} of {steps}: the same command goes on from here",
            progress.step
        );
    }
    let training = |validations: [Validation; 2]| {
        let [held_out, seen] = validations;
        TrainingRecord {
            preset: preset.clone(),
            simulator,
            commit: progress.commit,
            steps: progress.step,
            steps_planned: steps,
            spectra_seen: progress.step * preset.batch,
            minutes: progress.seconds / 60.0,
            machine: progress.machines.join(", then "),
            started_from: progress.started_from,
            held_out,
            seen,
        }
    };
    write_model(
        bare_manifest(preset),
        &network,
        training,
        [&set, &held_out],
        out,
    )
}

/// The folder of the checkpoints of the preset called `name`.
///
/// # Errors
/// A path that ends without a name.
pub fn folder(runs: &Path, name: &str) -> Result<PathBuf> {
    let stem = Path::new(name).file_stem();
    Ok(runs.join(stem.context("a preset without a name")?))
}

/// A network with the random weights that `seed` gives on `device`; another kind of device gives others.
///
/// # Errors
/// A network that cannot be.
pub fn first_weights(config: &NetworkConfig, device: &Device, seed: u64) -> Result<Network> {
    device.seed(seed);
    Ok(config.init(device)?)
}

/// The set of `count` mixtures that the preset describes, made where it is missing. A run that `resumes` goes
/// on with the set it began with: a whole one of another simulator is taken as it is, and that is said. A new
/// run refuses it.
fn open(sets: &Path, preset: &Preset, count: usize, seed: u64, resumes: bool) -> Result<Set> {
    let configuration =
        Configuration::mixtures(count, seed, preset.source, preset.grid, preset.chemistry);
    let folder = &sets.join(sets::folder_name(&configuration));
    match sets::Manifest::read(folder)? {
        Some(found)
            if sets::alike(&found.label.configuration, &configuration)?
                && found.label.simulator != sets::simulator(false) =>
        {
            anyhow::ensure!(
                resumes,
                "{}: made by another simulator than today's, and the run is new; move it away, or name another \
                 --sets folder",
                folder.display()
            );
            eprintln!(
                "{}: made by another simulator than today's, and used as it is",
                folder.display()
            );
        }
        _ => {
            sets::make(folder, &configuration)?;
        }
    }
    Set::open(folder)
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed} (left {eta})")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Batches in the order that the preset's seed gives, made by a thread beside the training.
fn batches(set: Arc<Set>, preset: Preset, from: usize, to: usize) -> Receiver<Result<Batch>> {
    let (sender, receiver) = sync_channel(4);
    std::thread::spawn(move || {
        let per_epoch = preset.spectra / preset.batch;
        let mut order: Vec<usize> = Vec::new();
        let mut epoch_of_order = usize::MAX;
        for step in from..to {
            let epoch = step / per_epoch;
            if epoch != epoch_of_order {
                order = (0..preset.spectra).collect();
                let mut rng = ChaCha8Rng::seed_from_u64(preset.seed + 2);
                rng.set_stream(epoch as u64);
                order.shuffle(&mut rng);
                epoch_of_order = epoch;
            }
            let start = (step % per_epoch) * preset.batch;
            let rows = &order[start..start + preset.batch];
            let noise = (preset.seed + 2).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ step as u64;
            let batch = match preset.recordings {
                Recordings::Varied => set.record_distorted(rows, noise),
                Recordings::Clean => set.record_clean(rows, noise),
            };
            if sender.send(batch).is_err() {
                return;
            }
        }
    });
    receiver
}

fn learning_rate(step: usize, steps: usize, highest: f64) -> f64 {
    let rise = ((step + 1) as f64 / WARM_UP as f64).min(1.0);
    let done = step as f64 / steps.max(1) as f64;
    let cosine = 0.5 * (1.0 + (std::f64::consts::PI * done).cos());
    highest * rise * (0.01 + 0.99 * cosine)
}

fn read_progress(run: &Path) -> Result<Option<Progress>> {
    let path = run.join("progress.json");
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(
            serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?,
        )),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}

fn network_file(step: usize) -> String {
    format!("network-{step}.bpk")
}

fn optimiser_file(step: usize) -> String {
    format!("optimiser-{step}.bpk")
}

/// Writes a checkpoint. `progress.json` says which files count and is moved into place last, so
/// that a break leaves the former checkpoint.
fn checkpoint(
    run: &Path,
    network: &Network,
    optimiser: &burn::optim::ModuleOptimizer,
    progress: &Progress,
) -> Result<()> {
    let former = read_progress(run)?.map(|p| p.step);
    network
        .clone()
        .save_file(run.join(network_file(progress.step)))?;
    optimiser.save(run.join(optimiser_file(progress.step)))?;
    let temporary = run.join("progress-new.json");
    std::fs::write(&temporary, serde_json::to_vec_pretty(progress)?)?;
    std::fs::rename(&temporary, run.join("progress.json"))?;
    if let Some(step) = former.filter(|step| *step != progress.step) {
        for file in [network_file(step), optimiser_file(step)] {
            // An old file that stays is no harm.
            let _ = std::fs::remove_file(run.join(file));
        }
    }
    Ok(())
}

/// Writes the model: the sense for strange spectra is trained with those of `set`; it and the
/// intervals are calibrated with `held_out`, whose spectra the network has not seen.
fn write_model(
    manifest: Manifest,
    network: &Network,
    training: impl FnOnce([Validation; 2]) -> TrainingRecord,
    [set, held_out]: [&Set; 2],
    out: &Path,
) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let network = network.valid().to_device(&Device::flex());
    let stranger = stranger::trained(&network, &manifest.network, set)?;
    let network = network.with_stranger(stranger);
    let weights = save_weights(&network)?;
    let mut manifest = Manifest {
        weights: WeightsFile::of("weights.safetensors", &weights),
        ..manifest
    };
    let model = |manifest: &Manifest| -> Result<Model> {
        Ok(Model::from_bytes(&serde_json::to_vec(manifest)?, &weights)?)
    };
    manifest.calibration = calibration(&model(&manifest)?, held_out)?;
    let calibrated = model(&manifest)?;
    let validate = |set: &Set| scoring::validate(&calibrated, set, held_out.len());
    let record = training([validate(held_out)?, validate(set)?]);
    manifest.training = serde_json::to_value(&record)?;
    std::fs::write(out.join("weights.safetensors"), &weights)?;
    std::fs::write(
        out.join("model.json"),
        serde_json::to_string_pretty(&manifest)? + "\n",
    )?;
    println!(
        "{}",
        serde_json::to_string_pretty(&manifest.training["held_out"])?
    );
    let rounded = model(&manifest)?;
    let exact = Model::new(manifest, network, Device::flex());
    let off = scoring::largest_difference([&exact, &rounded], held_out, held_out.len())?;
    println!(
        "no fraction of {} held-out spectra is changed by more than {off:.3} at% by the rounding of weights",
        held_out.len()
    );
    Ok(())
}

/// The commit that is checked out here, with `-dirty` where files differ from it.
fn commit() -> Option<String> {
    let git = std::process::Command::new("git")
        .args([
            "-C",
            env!("CARGO_MANIFEST_DIR"),
            "describe",
            "--always",
            "--exclude=*",
            "--abbrev=10",
            "--dirty",
        ])
        .output()
        .ok()?;
    let text = String::from_utf8(git.stdout).ok()?;
    (git.status.success()).then(|| text.trim().to_owned())
}

/// The manifest of a model that is not calibrated yet.
fn bare_manifest(preset: &Preset) -> Manifest {
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
