//! Simulated sets, training and evaluation of the Speclens network.

mod augment;
mod compare;
mod dataset;
mod evaluate;
mod examples;
mod measured;
mod metrics;
mod mixtures;
mod preset;
mod train;
mod truth;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use mixtures::Chemistry;
use speclens::model::weights::Model;

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a preset; goes on from the last checkpoint by itself.
    Train {
        /// Name of a file in training/presets, or a path.
        #[arg(long, default_value = "al-ka")]
        preset: String,
        /// Folder of the checkpoints, with a folder for each preset.
        #[arg(long, default_value = "training/runs")]
        runs: PathBuf,
        /// Folder for weights.safetensors and model.json.
        #[arg(long, default_value = "model_weights/al-ka")]
        out: PathBuf,
        /// Stop after so many minutes.
        #[arg(long)]
        minutes: Option<f64>,
    },
    /// Print the simulated survey of a composition as CSV: binding energy, expected intensity.
    Spectrum {
        /// Atomic fractions, e.g. `Fe=0.4,O=0.6`.
        composition: String,
        /// Take the elements as oxides, not as metals.
        #[arg(long)]
        oxide: bool,
        /// Thickness of adventitious carbon, nm.
        #[arg(long, default_value_t = 0.0)]
        carbon_nm: f64,
        /// n of the transmission function E^n.
        #[arg(long, default_value_t = -0.5, allow_hyphen_values = true)]
        transmission: f64,
    },
    /// Write the simulated spectra that the page offers as examples.
    Examples {
        /// Folder to write into.
        #[arg(long, default_value = "www/examples")]
        out: PathBuf,
    },
    /// Compare the model's answers with what is known of measured samples.
    Validate {
        /// Folder with weights.safetensors and model.json.
        #[arg(long, default_value = "model_weights/al-ka")]
        model: PathBuf,
        /// Table of what is known; file names in it are relative to its folder.
        #[arg(long, default_value = "../shared/measured/truth.tsv")]
        truth: PathBuf,
    },
    /// Lay the simulation over measured spectra of known samples: pictures and a table.
    Compare {
        /// Table of what is known; file names in it are relative to its folder.
        #[arg(long, default_value = "../shared/measured/truth.tsv")]
        truth: PathBuf,
        /// Folder for a PNG per spectrum, lines.tsv and fits.tsv.
        #[arg(long, default_value = "training/runs/compare")]
        out: PathBuf,
        /// Only spectra whose file or sample holds this.
        #[arg(long)]
        only: Option<String>,
    },
    /// Print the figures of a model on simulated spectra with a seed of their own, as JSON.
    Evaluate {
        /// Folder with weights.safetensors and model.json.
        #[arg(long, default_value = "model_weights/al-ka")]
        model: PathBuf,
        /// Number of spectra.
        #[arg(long, default_value_t = 4000)]
        count: usize,
        /// Seed; take another than the training's.
        #[arg(long, default_value_t = 1001)]
        seed: u64,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Train {
            preset,
            runs,
            out,
            minutes,
        } => train::train(&preset, &runs, &out, minutes),
        Command::Spectrum {
            composition,
            oxide,
            carbon_nm,
            transmission,
        } => {
            print!(
                "{}",
                examples::csv(&composition, oxide, carbon_nm, transmission)?
            );
            Ok(())
        }
        Command::Examples { out } => examples::write(&out),
        Command::Validate { model, truth } => {
            print!("{}", measured::validate(&load(&model)?, &truth)?);
            Ok(())
        }
        Command::Compare { truth, out, only } => compare::compare(&truth, &out, only.as_deref()),
        Command::Evaluate { model, count, seed } => {
            let loaded = load(&model)?;
            let (source, grid) = (loaded.manifest.source, loaded.manifest.grid);
            let chemistry = &loaded.manifest.training["preset"]["chemistry"];
            let chemistry: Chemistry = serde_json::from_value(chemistry.clone())
                .context("model.json does not say on which chemistry it was trained")?;
            let set = dataset::Dataset::simulate(count, seed, source, grid, chemistry, || {});
            let figures = evaluate::ladder(&loaded, &set, evaluate::Ladder::Full)?;
            println!("{}", serde_json::to_string_pretty(&figures)?);
            Ok(())
        }
    }
}

/// The model in `folder`.
fn load(folder: &Path) -> Result<Model> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| path.display().to_string())
    };
    Ok(Model::from_bytes(
        &read("model.json")?,
        &read("weights.safetensors")?,
    )?)
}
