//! Simulated sets, training and evaluation of the Speclens network.

mod augment;
mod dataset;
mod evaluate;
mod examples;
mod metrics;
mod mixtures;
mod preset;
mod train;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use preset::Preset;

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
        #[arg(long, default_value = "first-light")]
        preset: String,
        /// Folder of the checkpoints.
        #[arg(long, default_value = "training/runs/first-light")]
        run: PathBuf,
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
            run,
            out,
            minutes,
        } => train::train(&Preset::load(&preset)?, &run, &out, minutes),
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
        Command::Evaluate { model, count, seed } => {
            let read = |name: &str| {
                let path = model.join(name);
                std::fs::read(&path).with_context(|| path.display().to_string())
            };
            let loaded = speclens::model::weights::Model::from_bytes(
                &read("model.json")?,
                &read("weights.safetensors")?,
            )?;
            let set = dataset::Dataset::simulate(
                count,
                seed,
                loaded.manifest.source,
                loaded.manifest.grid,
                || {},
            );
            let figures = evaluate::ladder(&loaded, &set, evaluate::Ladder::Full)?;
            println!("{}", serde_json::to_string_pretty(&figures)?);
            Ok(())
        }
    }
}
