//! A training run, written down: `presets/*.toml`.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use speclens::network::{NetworkConfig, Stage};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use crate::samples::mixtures::Chemistry;
use crate::samples::own_lines::OwnLines;

/// The presets whose weights stand in `model_weights`.
pub const PUBLISHED: [&str; 2] = ["al-ka", "mg-ka"];

/// Name of the preset that the others are written on.
const DEFAULTS: &str = "defaults";

/// Everything that decides what weights come out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Steps after these passes in which it learns from twins what an amount may hang on.
    #[serde(default, skip_serializing_if = "is_none")]
    pub twin_steps: usize,
    /// Steps in which the sense for strange spectra is trained when all else is done.
    #[serde(default = "strangeness_steps", skip_serializing_if = "is_usual")]
    pub strangeness_steps: usize,
    /// How far chemistry spreads the lines.
    pub chemistry: Chemistry,
    /// Architecture.
    pub network: Architecture,
}

fn strangeness_steps() -> usize {
    2400
}

fn is_none(steps: &usize) -> bool {
    *steps == 0
}

fn is_usual(steps: &usize) -> bool {
    *steps == strangeness_steps()
}

/// The free numbers of a [`NetworkConfig`]; the rest follows from grid and library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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

/// What a trial changes of a preset.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Variation {
    /// Another seed: other samples, other noise, other first weights.
    pub seed: Option<u64>,
    /// Another number of passes.
    pub epochs: Option<f64>,
}

impl Variation {
    /// Whether it changes nothing.
    pub fn is_none(&self) -> bool {
        *self == Variation::default()
    }

    /// What a folder of the run is called beside the preset's name.
    pub fn suffix(&self) -> String {
        let seed = self.seed.map(|s| format!("-seed-{s}"));
        let epochs = self.epochs.map(|e| format!("-epochs-{e}"));
        [seed, epochs].into_iter().flatten().collect()
    }
}

impl Preset {
    /// Reads `presets/NAME.toml` beside this crate, or the file at that path; what it leaves out stands in
    /// `presets/defaults.toml`.
    ///
    /// # Errors
    /// The file is missing, no preset, or describes an impossible network.
    pub fn load(name: &str) -> Result<Preset> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets");
        let named = |name: &str| folder.join(format!("{name}.toml"));
        let own = named(name);
        let path = if own.exists() { own } else { name.into() };
        let told = || path.display().to_string();
        let mut table = table(&named(DEFAULTS))?;
        table.extend(self::table(&path)?);
        let preset: Preset = toml::Value::Table(table).try_into().with_context(told)?;
        preset.network_config().validate().with_context(told)?;
        ensure!(
            preset.batch > 0 && preset.spectra >= preset.batch,
            "{}: fewer spectra than a batch holds",
            path.display()
        );
        Ok(preset)
    }

    /// The preset with what `variation` changes.
    #[must_use]
    pub fn varied(self, variation: Variation) -> Preset {
        Preset {
            name: self.name + &variation.suffix(),
            seed: variation.seed.unwrap_or(self.seed),
            epochs: variation.epochs.unwrap_or(self.epochs),
            ..self
        }
    }

    /// Steps of the whole run: the passes, and those with twins.
    pub fn steps(&self) -> usize {
        self.steps_without_twins() + self.twin_steps
    }

    /// Steps of the passes.
    pub fn steps_without_twins(&self) -> usize {
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
            own_blocks: OwnLines::under(self.source).blocks(&self.grid, self.network.block),
        }
    }
}

fn table(path: &Path) -> Result<toml::Table> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: no such preset", path.display()))?;
    text.parse().with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_committed_preset_loads() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("presets");
        let files = std::fs::read_dir(folder).unwrap();
        let names = files.map(|f| f.unwrap().path().file_stem().unwrap().to_owned());
        let names: Vec<_> = names.filter(|n| n != DEFAULTS).collect();
        assert_eq!(names.len(), 3);
        for name in names {
            Preset::load(name.to_str().unwrap()).unwrap();
        }
    }

    #[test]
    fn a_preset_says_what_differs_from_the_defaults() {
        let [al, mg] = PUBLISHED.map(|name| Preset::load(name).unwrap());
        assert_eq!(al.network.hidden, mg.network.hidden);
        assert!(al.epochs > mg.epochs && al.starts_from.is_none());
        assert_eq!(mg.starts_from.as_deref(), Some("al-ka"));
        // What a preset names replaces the whole of the table in the defaults.
        assert_eq!(Preset::load("smoke").unwrap().network.stages.len(), 2);
        let refused = Preset::load("no-such-preset").unwrap_err().to_string();
        assert!(refused.contains("no such preset"), "{refused}");
    }

    #[test]
    fn a_variation_has_a_name_of_its_own() {
        let plain = Preset::load("smoke").unwrap();
        let none = plain.clone().varied(Variation::default());
        assert_eq!((none.name, none.seed), (plain.name.clone(), plain.seed));
        let variation = Variation {
            seed: Some(401),
            epochs: Some(3.75),
        };
        let varied = plain.varied(variation);
        assert_eq!(varied.name, "smoke-seed-401-epochs-3.75");
        assert_eq!((varied.seed, varied.epochs), (401, 3.75));
    }
}
