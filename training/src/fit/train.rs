//! The training loop: checkpoints every few minutes, resumes by itself.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use burn::module::Module;
use burn::tensor::Device;
use speclens::model::Model;

use super::batches::{lessons, open};
use super::checkpoint;
use super::device::Workplace;
use super::monitor::Monitor;
use super::preset::{Preset, Variation};
use super::published;
use super::record::Progress;
use super::rounding::rounded;
use super::state::{Former, Pace, State};
use crate::merit::figures::Rates;
use crate::merit::scoring;
use crate::sets::Set;

const CHECKPOINT_EVERY: Duration = Duration::from_secs(180);
/// Held-out spectra that each checkpoint is tried on.
const VALIDATED: usize = 1000;

/// What [`train`] is told beside the preset.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Folder of the checkpoints, with a folder for each preset.
    pub runs: &'a Path,
    /// Folder of the simulated sets.
    pub sets: &'a Path,
    /// Stop after so many minutes.
    pub minutes: Option<f64>,
    /// What is changed of the preset.
    pub variation: Variation,
}

/// Trains the preset called `name`, keeping checkpoints in a folder of that name in `runs`, and
/// writes `weights.safetensors` and `model.json` into `out` when it is done. The sets are taken from `sets`, and
/// made there where they are missing. Stops after `minutes` of this call, if given, with a checkpoint from
/// which the next call goes on, on whatever device; then nothing is written into `out`.
///
/// # Errors
/// Files that cannot be read or written; a checkpoint of another preset.
pub fn train(name: &str, options: &Options<'_>, out: &Path, place: &Workplace) -> Result<()> {
    let called = Instant::now();
    let ends = options.minutes.map(|m| (called, 60.0 * m));
    trained(name, options, out, place, ends).map(|_| ())
}

/// As [`train`], until `ends`; the progress of a run that came to its end.
fn trained(
    name: &str,
    options: &Options<'_>,
    out: &Path,
    place: &Workplace,
    ends: Option<(Instant, f64)>,
) -> Result<Option<Progress>> {
    let preset = &Preset::load(name)?.varied(options.variation);
    let run = &checkpoint::folder(options.runs, name, options.variation)?;
    std::fs::create_dir_all(run).with_context(|| run.display().to_string())?;
    let saved = checkpoint::progress(run)?;
    eprintln!(
        "{}: {:.2} M multiply-adds a spectrum, {} spectra, {} epochs",
        preset.name,
        preset.network_config().multiply_adds() as f64 / 1e6,
        preset.spectra,
        preset.epochs
    );
    let set_of = |count, seed| open(options.sets, preset, count, seed, saved.is_some());
    let device = place.device.clone().autodiff();
    eprintln!("on {}", place.name);
    let mut state = State::fresh(preset, &device)?;
    if let Some(saved) = saved.clone() {
        state = state.resumed(saved, run)?;
    } else if let Some(first) = &preset.starts_from {
        let Some(former) = former(name, first, options, place, ends, &device)? else {
            return Ok(None);
        };
        state = state.after(former, preset, &device)?;
    }
    let set = Arc::new(set_of(preset.spectra, preset.seed)?);
    let held_out = set_of(preset.held_out, preset.seed + 1)?;
    let run = Run {
        preset,
        folder: run,
        set: &set,
        held_out: &held_out,
        device: &device,
        place,
        ends,
    };
    let State {
        network, progress, ..
    } = run.train(state)?;
    if progress.step < preset.steps() {
        return Ok(None);
    }
    published::write(out, preset, &network, progress.clone(), [&set, &held_out])?;
    Ok(Some(progress))
}

/// The finished network of the preset `first`, which the preset `name` goes on from: that of its run, or else the
/// published one where that is of this preset, or else it is trained now. `None` where the time was up before its end.
fn former(
    name: &str,
    first: &str,
    options: &Options<'_>,
    place: &Workplace,
    ends: Option<(Instant, f64)>,
    device: &Device,
) -> Result<Option<Former>> {
    let preset = Preset::load(first)?;
    let run = checkpoint::folder(options.runs, first, Variation::default())?;
    let text = toml::to_string(&preset)?;
    let finished = checkpoint::progress(&run)?;
    let finished = finished.filter(|p| p.step >= preset.steps() && p.preset == text);
    if let Some(progress) = finished {
        return Former::trained(&preset, &run, progress, device).map(Some);
    }
    let folder = published::folder(preset.source);
    if let Ok((weights, progress)) = published::of_preset(&folder, &preset) {
        eprintln!("{name} goes on from {first} as published");
        return Former::published(&preset, &weights, progress, device).map(Some);
    }
    eprintln!("{name} goes on from {first}, which comes first");
    let plain = Options {
        variation: Variation::default(),
        ..*options
    };
    let progress = trained(first, &plain, &run, place, ends)?;
    progress
        .map(|progress| Former::trained(&preset, &run, progress, device))
        .transpose()
}

/// What a run needs to go from step to step.
struct Run<'a> {
    preset: &'a Preset,
    /// Folder of its checkpoints.
    folder: &'a Path,
    set: &'a Arc<Set>,
    held_out: &'a Set,
    /// With a tape.
    device: &'a Device,
    place: &'a Workplace,
    /// When the call began, and after how many seconds it is to stop.
    ends: Option<(Instant, f64)>,
}

impl Run<'_> {
    /// Trains to the last step, or until the time is up; the state then is that of the last checkpoint.
    fn train(&self, mut state: State) -> Result<State> {
        let Run { preset, place, .. } = self;
        if state.progress.machines.last() != Some(&place.name) {
            state.progress.machines.push(place.name.clone());
        }
        let (steps, first_step) = (preset.steps(), state.progress.step);
        let lessons = lessons(Arc::clone(self.set), (*preset).clone(), first_step, steps);
        let mut monitor = Monitor::new(preset, first_step);
        let before = state.progress.seconds;
        let mut saved_at = Instant::now();
        let mut out_of_time = false;
        for lesson in lessons {
            let pace = Pace::of(state.progress.step, preset);
            let loss;
            (state, loss) = state.step(&lesson?, pace, self.device, &place.workers)?;
            state.progress.seconds = before + monitor.seconds();
            monitor.step(&state.progress, loss, pace.rate);
            out_of_time = self.out_of_time();
            let last = state.progress.step == steps || out_of_time;
            if last || saved_at.elapsed() > CHECKPOINT_EVERY {
                state.save(self.folder)?;
                monitor.validated(&state.progress, &self.validate(&state)?);
                saved_at = Instant::now();
            }
            if out_of_time {
                break;
            }
        }
        monitor.finish(&state.progress, out_of_time);
        Ok(state)
    }

    fn out_of_time(&self) -> bool {
        let past = |(called, seconds): (Instant, f64)| called.elapsed().as_secs_f64() > seconds;
        self.ends.is_some_and(past)
    }

    /// Rates on spectra that it is not trained with, recorded as in training.
    fn validate(&self, state: &State) -> Result<Rates> {
        let network = rounded(state.network.valid().to_device(&Device::flex()));
        let manifest = published::uncalibrated(self.preset);
        let model = Model::new(manifest, network, Device::flex());
        let validation = scoring::validate(&model, self.held_out, VALIDATED)?;
        Ok(validation.as_recorded.rates)
    }
}
