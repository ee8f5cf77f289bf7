//! A training run, written down: `presets/*.toml`.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use speclens::network::{NetworkConfig, Stage};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use crate::samples::mixtures::Chemistry;

/// The presets whose weights stand in `model_weights`.
pub const PUBLISHED: [&str; 2] = ["release", "mg-ka"];

/// Everything that decides what weights come out.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Name that the model's answers carry.
    pub name: String,
    /// X-ray source of the simulated spectra.
    pub source: Source,
    /// Energy grid.
    pub grid: Grid,
    /// Simulated spectra to train on.
    pub spectra: usize,
    /// Simulated spectra held out.
    pub held_out: usize,
    /// Seed of the training set; the held-out set uses `seed + 1`, order and noise `seed + 2`, the first
    /// weights `seed + 3`.
    pub seed: u64,
    /// Passes over the set, each with fresh noise and energy errors.
    pub epochs: f64,
    /// How the spectra are recorded for training.
    #[serde(skip_serializing_if = "Recordings::are_varied", default)]
    pub recordings: Recordings,
    /// Spectra per step.
    pub batch: usize,
    /// Highest learning rate (cosine decay after a short rise).
    pub learning_rate: f64,
    /// Decoupled weight decay.
    pub weight_decay: f32,
    /// Name of the preset whose trained network this one starts from, and which is trained before where
    /// it is not yet; none: random weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_from: Option<String>,
    /// Layers of that network that begin with random weights all the same: `amount`, `hidden` …
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub afresh: Vec<String>,
    /// How far chemistry spreads the lines.
    pub chemistry: Chemistry,
    /// Architecture.
    pub network: Architecture,
}

/// How spectra are recorded for training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recordings {
    /// By random instruments, with noise, energy errors and distorted backgrounds.
    #[default]
    Varied,
    /// With a million counts, without energy error and distortion: shows what it costs a network to stand the former.
    Clean,
}

impl Recordings {
    fn are_varied(&self) -> bool {
        *self == Recordings::Varied
    }
}

/// The free numbers of a [`NetworkConfig`]; the rest follows from grid and library.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// Grid points in a block.
    pub block: usize,
    /// Channels per block that the dense layers see.
    pub squeeze: usize,
    /// Units of the dense layers.
    pub hidden: usize,
    /// Residual dense layers after the first.
    pub deep: usize,
    /// The trunk.
    pub stages: Vec<Stage>,
}

impl Preset {
    /// Reads `presets/NAME.toml` beside this crate, or the file at that path.
    ///
    /// # Errors
    /// The file is missing, no preset, or describes an impossible network.
    pub fn load(name: &str) -> Result<Preset> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("presets")
            .join(format!("{name}.toml"));
        let path = if own.exists() { own } else { name.into() };
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{}: no such preset", path.display()))?;
        let preset: Preset = toml::from_str(&text).with_context(|| path.display().to_string())?;
        preset
            .network_config()
            .validate()
            .with_context(|| path.display().to_string())?;
        ensure!(
            preset.batch > 0 && preset.spectra >= preset.batch,
            "{}: fewer spectra than a batch holds",
            path.display()
        );
        Ok(preset)
    }

    /// Steps of the whole run.
    pub fn steps(&self) -> usize {
        ((self.spectra / self.batch) as f64 * self.epochs).round() as usize
    }

    /// The whole architecture.
    pub fn network_config(&self) -> NetworkConfig {
        NetworkConfig {
            points: self.grid.points,
            elements: elements::all().len(),
            block: self.network.block,
            stages: self.network.stages.clone(),
            squeeze: self.network.squeeze,
            hidden: self.network.hidden,
            deep: self.network.deep,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_committed_preset_loads() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets");
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            Preset::load(path.file_stem().unwrap().to_str().unwrap()).unwrap();
            seen += 1;
        }
        assert!(seen > 0);
    }

    #[test]
    fn recordings_are_varied_unless_a_preset_says_otherwise() {
        let clean = Preset::load("clean-recordings").unwrap();
        assert_eq!(clean.recordings, Recordings::Clean);
        assert!(
            toml::to_string(&clean)
                .unwrap()
                .contains("recordings = \"clean\"")
        );
        // Checkpoints are known by this text; those before there was a choice do not hold it.
        for name in PUBLISHED {
            let preset = Preset::load(name).unwrap();
            assert_eq!(preset.recordings, Recordings::Varied);
            assert!(!toml::to_string(&preset).unwrap().contains("recordings"));
        }
    }
}
