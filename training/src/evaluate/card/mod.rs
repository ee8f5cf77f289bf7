//! The model card: what `evaluate` measured, for people to read.

mod curves;
mod elements;
mod explanation;
mod held_out;
mod measured;
mod model;
mod placed;
mod rare_earths;
mod targets;

use std::path::Path;

use anyhow::{Context, Result};
use speclens::model::Model;

use super::explanation::Explanation;
use super::figures::Figures;
use super::judged::Judged;
use crate::fit::record::TrainingRecord;
use crate::sets::write_whole;

/// Elements listed by false positives, and by recall.
const LISTED: usize = 12;
/// Name of the card in the model's folder.
const CARD: &str = "MODEL_CARD.md";
/// Name of the figure of the ladders.
const CURVES: &str = "ladders.svg";
/// Name of the figures of explanations.
const EXPLANATION: &str = "explanation.json";

/// Writes the card and its figure into `folder` from the figures of [`super::evaluation::evaluate`].
///
/// The section on explanations is from `explanation.json` in the folder, where that is there.
///
/// # Errors
/// A model that does not tell of its training; figures that lack a set; a folder that cannot be written.
pub fn write(folder: &Path, model: &Model, figures: &Figures) -> Result<()> {
    let mut card = text(model, figures)?;
    if let Some(explanation) = read_explanation(folder)? {
        card = placed::placed(&card, &explanation::section(&explanation));
    }
    write_whole(&folder.join(CARD), card.as_bytes())?;
    write_whole(&folder.join(CURVES), curves::svg(figures)?.as_bytes())
}

/// Writes the figures of explanations into `folder`, and their section into the card that is there.
///
/// # Errors
/// A folder that cannot be read or written.
pub fn write_explanation(folder: &Path, explanation: &Explanation) -> Result<()> {
    let json = serde_json::to_string_pretty(explanation)? + "\n";
    write_whole(&folder.join(EXPLANATION), json.as_bytes())?;
    let path = folder.join(CARD);
    let card = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let card = placed::placed(&card, &explanation::section(explanation));
    write_whole(&path, card.as_bytes())
}

/// Renews what the card in `folder` says of measured surveys: its last section, and their targets.
///
/// # Errors
/// A folder that cannot be read or written, a card without that section.
pub fn write_measured(folder: &Path, judged: &[Judged]) -> Result<()> {
    let path = folder.join(CARD);
    let card = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let at = card.find(placed::NEXT);
    let at = at.with_context(|| format!("{}: expected {:?}", path.display(), placed::NEXT))?;
    let above = targets::with_measured(&card[..at], judged);
    let card = above + &measured::section(judged);
    write_whole(&path, card.as_bytes())
}

/// The figures of explanations in `folder`; none where they were not measured.
fn read_explanation(folder: &Path) -> Result<Option<Explanation>> {
    let path = folder.join(EXPLANATION);
    match std::fs::read(&path) {
        Ok(json) => {
            let read = serde_json::from_slice(&json);
            read.map(Some).with_context(|| path.display().to_string())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| path.display().to_string()),
    }
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
    t += &held_out::refined(figures);
    t += &elements::section(figures.set("recorded")?);
    t += &rare_earths::section(&figures.rare_earths);
    t += &held_out::strange_inputs(figures)?;
    t += &measured::section(&figures.measured);
    Ok(t)
}
