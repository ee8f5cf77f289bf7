//! The model card: what `evaluate` measured, for people to read.

mod curves;
mod elements;
mod held_out;
mod measured;
mod model;
mod targets;

use std::path::Path;

use anyhow::{Context, Result};
use speclens::model::Model;

use super::figures::Figures;
use crate::fit::record::TrainingRecord;
use crate::sets::write_whole;

/// Elements listed by false positives, and by recall.
const LISTED: usize = 12;
/// Name of the card in the model's folder.
const CARD: &str = "MODEL_CARD.md";
/// Name of the figure of the ladders.
const CURVES: &str = "ladders.svg";

/// Writes the card and its figure into `folder` from the figures of [`super::evaluation::evaluate`].
///
/// # Errors
/// A model that does not tell of its training; figures that lack a set; a folder that cannot be written.
pub fn write(folder: &Path, model: &Model, figures: &Figures) -> Result<()> {
    let card = text(model, figures)?;
    write_whole(&folder.join(CARD), card.as_bytes())?;
    write_whole(&folder.join(CURVES), curves::svg(figures)?.as_bytes())
}

fn text(model: &Model, figures: &Figures) -> Result<String> {
    let training: TrainingRecord = serde_json::from_value(model.manifest.training.clone())
        .context("the training in model.json")?;
    let mut t = model::head(&model.manifest, &training, figures)?;
    t += "Trained and calibrated on simulated spectra only. Measured spectra were never part of either.\n\n";
    t += &targets::section(figures)?;
    t += &model::limits(&training);
    t += &held_out::bounds(figures)?;
    t += &held_out::sets(figures)?;
    t += &held_out::by_number(figures)?;
    t += &held_out::baselines(figures)?;
    t += &elements::section(figures.set("recorded")?);
    t += &held_out::strange_inputs(figures)?;
    t += &measured::section(&figures.measured);
    Ok(t)
}
