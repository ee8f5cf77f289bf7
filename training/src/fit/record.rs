//! What is written down of a training run: in its checkpoints, and in the finished `model.json`.

use serde::{Deserialize, Serialize};

use super::preset::Preset;
use crate::merit::figures::Validation;
use crate::sets::Simulator;

/// Where a run stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Steps done.
    pub step: usize,
    /// Time they took, s.
    pub seconds: f64,
    /// The preset, as TOML.
    pub preset: String,
    /// Commits of the code that trained it, in order, where there is a repository.
    #[serde(default)]
    pub commit: Option<String>,
    /// What it was trained on, in order.
    #[serde(default)]
    pub machines: Vec<String>,
    /// The same of the run that this one started from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_from: Option<Box<Progress>>,
}

/// The object `training` of a finished `model.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// The preset.
    pub preset: Preset,
    /// What simulated the training set.
    pub simulator: Simulator,
    /// Commits of the code that trained it, in order, where there is a repository.
    pub commit: Option<String>,
    /// Steps done.
    pub steps: usize,
    /// Steps of the whole run.
    pub steps_planned: usize,
    /// Spectra seen, each as often as it was.
    pub spectra_seen: usize,
    /// Time it took, minutes.
    pub minutes: f64,
    /// What it was trained on.
    pub machine: String,
    /// The run that it started from; none: random weights.
    pub started_from: Option<Box<Progress>>,
    /// On the held-out set, which it was calibrated with.
    pub held_out: Validation,
    /// On as many spectra that it was trained on, recorded anew: as good where more data would not help.
    pub seen: Validation,
}

impl TrainingRecord {
    /// Of a run of `preset` that stands at `progress`; `validations` are those on held-out and on seen spectra.
    pub(super) fn new(
        preset: &Preset,
        simulator: Simulator,
        progress: Progress,
        validations: [Validation; 2],
    ) -> TrainingRecord {
        let [held_out, seen] = validations;
        TrainingRecord {
            preset: preset.clone(),
            simulator,
            commit: progress.commit,
            steps: progress.step,
            steps_planned: preset.steps(),
            spectra_seen: progress.step * preset.batch,
            minutes: progress.seconds / 60.0,
            machine: progress.machines.join(", then "),
            started_from: progress.started_from,
            held_out,
            seen,
        }
    }
}

/// The commit that is checked out here, with `-dirty` where files differ from it.
pub(super) fn commit() -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::published;
    use std::path::Path;

    /// The numbers of committed models come back to the last bit, and no key is lost or added.
    #[test]
    fn the_training_of_committed_models_is_kept() {
        for source in ["al-ka", "mg-ka"] {
            let weights = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model_weights");
            let (model, _) = published::read(&weights.join(source)).unwrap();
            let told = model.manifest.training;
            let record: TrainingRecord = serde_json::from_value(told.clone()).unwrap();
            assert_eq!(serde_json::to_value(&record).unwrap(), told, "{source}");
        }
    }
}
