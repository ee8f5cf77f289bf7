//! Figures of a model on simulated spectra that it has not seen.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use speclens::model::Model;
use speclens::network::Row;

use super::baselines::{Conventional, LeastSquares};
use super::bound;
use crate::merit::metrics::{Answer, Score};
use crate::merit::scoring::{fits, network, score};
use crate::samples::strange;
use crate::sets::held_out::{CLEAN, Index, RECORDED, same_samples};
use crate::sets::{Batch, Set};

/// Strange inputs of each kind.
const STRANGE: usize = 300;
/// Samples of the noise ladder of which is said how well they could be known.
const BOUND_BY: usize = 500;
/// Sets that the baselines are tried on as well.
const BASELINES_ON: [&str; 5] = [CLEAN, "elements", "pairs", "snr-10", "snr-3.8"];

/// Evaluates `model` on the held-out sets in `folder`, set by set and ladder by ladder, and the
/// baselines on some of them.
///
/// # Errors
/// No such sets, or of another source or grid; rungs of a ladder that do not hold the same samples;
/// the network fails.
pub fn held_out(model: &Model, folder: &Path) -> Result<Value> {
    let index = Index::read(folder)?;
    let symbols = &model.manifest.elements;
    let least_squares = LeastSquares::new(&model.manifest.grid, index.source)?;
    let conventional = Conventional::new(&model.manifest.grid, index.source)?;
    let (mut figures, mut by_squares, mut by_hand) = (Map::new(), Map::new(), Map::new());
    let mut manifests = Vec::new();
    for name in index.names() {
        let set = Set::open(&folder.join(name))?;
        fits(model, &set).with_context(|| folder.join(name).display().to_string())?;
        let batch = |rows: &[usize], k: u64| match set.configuration().recording {
            Some(_) => Ok(set.as_they_are(rows)),
            None => set.record_at_random(rows, k),
        };
        let rows: Vec<usize> = (0..set.len()).collect();
        let of = |score: Score| score.json(symbols);
        figures.insert(
            name.to_owned(),
            of(score(&rows, |b| network(model, b), batch)?),
        );
        if BASELINES_ON.contains(&name) {
            let squares = |b: &Batch| Ok(each(b, |x, _| least_squares.answer(x)));
            by_squares.insert(name.to_owned(), of(score(&rows, squares, batch)?));
            let hand = |b: &Batch| Ok(each(b, |x, t| conventional.answer(x, t)));
            by_hand.insert(name.to_owned(), of(score(&rows, hand, batch)?));
        }
        manifests.push((name.to_owned(), set.manifest().clone()));
    }
    let manifest = |name: &str| manifests.iter().find(|m| m.0 == name).map(|m| &m.1);
    for ladder in &index.ladders {
        let first = ladder.rungs.first().and_then(|r| manifest(&r.set));
        for rung in &ladder.rungs {
            let both = first.zip(manifest(&rung.set));
            let alike = both.map_or(Ok(false), |(a, b)| same_samples(a, b))?;
            ensure!(
                alike,
                "{}: not the samples of the other rungs of the ladder {}",
                folder.join(&rung.set).display(),
                ladder.name
            );
        }
    }
    let recorded = Set::open(&folder.join(RECORDED))?;
    Ok(json!({
        "model": model.manifest.name,
        "threshold": model.manifest.presence_threshold,
        "source": index.source,
        "seed": index.seed,
        "order": index.names(),
        "sets": figures,
        "least_squares": by_squares,
        "conventional": by_hand,
        "ladders": index.ladders,
        "strange": warned(model, &recorded)?,
        "bound": bound::ladder(folder, BOUND_BY)?,
    }))
}

/// Share of the spectra that are said to be unlike the training's: of those of `recorded`, which are
/// like them, and of each kind of strange input.
fn warned(model: &Model, recorded: &Set) -> Result<Value> {
    let n = model.manifest.elements.len();
    let limit = model.manifest.calibration.strangeness_limit;
    let share = |input: &[f32], rows: usize| -> Result<f64> {
        let table = model.forward_blocking(input, rows)?;
        let strange = table
            .chunks(Row::length(n))
            .filter_map(Row::of)
            .filter(|row| f64::from(row.strangeness) > limit);
        Ok(strange.count() as f64 / rows as f64)
    };
    let rows: Vec<usize> = (0..STRANGE.min(recorded.len())).collect();
    let batch = recorded.record_at_random(&rows, 0)?;
    let mut shares = Map::new();
    shares.insert(RECORDED.to_owned(), json!(share(&batch.input, batch.rows)?));
    for (kind, _) in strange::KINDS {
        let inputs = (0..STRANGE).map(|i| recorded.strange(kind, i));
        let inputs = inputs.collect::<Result<Vec<_>>>()?.concat();
        shares.insert(kind.to_owned(), json!(share(&inputs, STRANGE)?));
    }
    Ok(shares.into())
}

/// The figures of [`held_out`] as a table, the ladders last and rung by rung.
///
/// # Errors
/// Figures of another kind.
pub fn table(figures: &Value) -> Result<String> {
    let sets = &figures["sets"];
    let mut text = format!(
        "{:12} {:>8} {:>8} {:>8} {:>10} {:>8}\n",
        "set", "spectra", "overlap", "exact", "precision", "recall"
    );
    for name in in_order(figures)? {
        let number = |key: &str| sets[&name][key].as_f64().unwrap_or(f64::NAN);
        text += &format!(
            "{name:12} {:>8} {:>8.3} {:>8.3} {:>10.3} {:>8.3}\n",
            number("spectra"),
            number("composition_overlap"),
            number("exact_set"),
            number("precision"),
            number("recall")
        );
    }
    Ok(text)
}

/// Names of the sets in the figures of [`held_out`], in the order of their index.
///
/// # Errors
/// Figures of another kind.
pub fn in_order(figures: &Value) -> Result<Vec<String>> {
    serde_json::from_value(figures["order"].clone()).context("no order of sets")
}

/// What `method` says of each spectrum of a batch, from its input and its true fractions.
fn each(batch: &Batch, method: impl Fn(&[f32], &[f32]) -> Answer + Sync) -> Vec<Answer> {
    let inputs = batch.input.par_chunks(batch.input.len() / batch.rows);
    let truths = batch
        .fractions
        .par_chunks(batch.fractions.len() / batch.rows);
    inputs.zip(truths).map(|(x, t)| method(x, t)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_goes_up_the_ladders() {
        let score = json!({"spectra": 3, "composition_overlap": 0.5, "exact_set": 0.25,
            "precision": 1.0, "recall": 0.75});
        let rung = |set: &str, value: f64| json!({"set": set, "value": value});
        let figures = json!({
            "order": ["elements", "clean", "a"],
            "sets": {"a": score, "clean": score, "elements": score},
            "ladders": [{"name": "snr", "rungs": [rung("clean", 9.0), rung("a", 1.0)]}],
        });
        let table = table(&figures).unwrap();
        let first: Vec<&str> = table
            .lines()
            .filter_map(|l| l.split_whitespace().next())
            .collect();
        assert_eq!(first, ["set", "elements", "clean", "a"]);
        assert!(
            table.contains("0.500    0.250      1.000    0.750"),
            "{table}"
        );
    }
}
