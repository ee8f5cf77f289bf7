//! What the model is and how it came about.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use speclens::model::manifest::Manifest;

use crate::evaluate::figures::Figures;
use crate::fit::preset::Preset;
use crate::fit::record::{Progress, TrainingRecord};

/// Title, and the table of the model's and its training's facts.
pub(super) fn head(
    manifest: &Manifest,
    training: &TrainingRecord,
    figures: &Figures,
) -> Result<String> {
    let mut t = String::new();
    let _ = write!(
        t,
        "# {}\n\n\
         Written by `speclens-training evaluate --card`. What the words mean: \
         [merit.md](../../docs/method/merit.md); how it is built: \
         [network.md](../../docs/network.md); what was tried: \
         [EXPERIMENTS.md](../../training/EXPERIMENTS.md); what it cannot do: \
         [limits.md](../../docs/limits.md).\n\n\
         | | |\n|---|---|\n\
         | source | {} |\n\
         | input | {} points from {} eV, step {} eV |\n\
         | network | {:.2} M multiply–adds a spectrum |\n\
         | weights | {:.2} MB, f16, the first layer f32 |\n\
         | training set | {} simulated spectra, seed {}; {} seen, each with fresh noise |\n\
         | simulator | {} |\n\
         | code | commit {} |\n\
         | training took | {:.0} minutes, {} |\n\
         | started from | {} |\n\
         | presence threshold | {} |\n\
         | held-out sets | seed {}, {} spectra a set |\n\n",
        manifest.name,
        manifest.source.label(),
        manifest.grid.points,
        manifest.grid.lo_ev,
        manifest.grid.step_ev,
        manifest.network.multiply_adds() as f64 / 1e6,
        manifest.weights.bytes as f64 / 1e6,
        training.preset.spectra,
        training.preset.seed,
        training.spectra_seen,
        training
            .simulator
            .simulation
            .get(..12)
            .context("a fingerprint of the simulator shorter than 12 digits")?,
        training.commit.as_deref().unwrap_or("unknown"),
        training.minutes,
        training.machine,
        started_from(training.started_from.as_deref()),
        manifest.presence_threshold,
        figures.seed,
        figures.set("clean")?.summary.rates.spectra,
    );
    Ok(t)
}

/// The run that a training went on from, in words.
fn started_from(run: Option<&Progress>) -> String {
    let described = run.and_then(|run| Some((run, toml::from_str::<Preset>(&run.preset).ok()?)));
    let Some((run, preset)) = described else {
        return "random weights".into();
    };
    format!(
        "the weights of {}: {} spectra seen in {:.0} minutes, commit {}",
        preset.name,
        run.step * preset.batch,
        run.seconds / 60.0,
        run.commit.as_deref().unwrap_or("unknown"),
    )
}

/// Whether the network has learnt its training set by heart.
pub(super) fn limits(training: &TrainingRecord) -> String {
    let [seen, others] = [&training.seen, &training.held_out].map(|v| &v.as_recorded.rates);
    format!(
        "On spectra of the training set, recorded anew, the overlap is {:.3} and F1 {:.3}; on as many \
         others it is {:.3} and {:.3}. As far as these agree, more spectra of this kind would not help: \
         what does limit it, and by how much, stands in [EXPERIMENTS.md](../../training/EXPERIMENTS.md).\n\n",
        seen.composition_overlap, seen.f1, others.composition_overlap, others.f1,
    )
}
