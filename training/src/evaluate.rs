//! Figures of a model on simulated spectra that it has not seen.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use speclens::model::Model;
use speclens::model::noise::noise_at_the_maximum;
use speclens::model::quantify::found;
use speclens::network::Row;

use crate::baselines::{Conventional, LeastSquares};
use crate::bound;
use crate::held_out::{CLEAN, Index, RECORDED, same_samples};
use crate::metrics::{Answer, Score};
use crate::sets::{Batch, Set};
use crate::strange;

const BATCH: usize = 64;
/// Strange inputs of each kind.
const STRANGE: usize = 300;
/// Samples of the noise ladder of which is said how well they could be known.
const BOUND_BY: usize = 500;
/// Sets that the baselines are tried on as well.
const BASELINES_ON: [&str; 5] = [CLEAN, "elements", "pairs", "snr-10", "snr-3.8"];

/// Evaluates `model` on the expected intensities of the first `count` of `set`: recorded as in
/// training, and clean, with a million counts in the maximum and no energy error.
///
/// # Errors
/// A set of another source or grid; the network fails.
pub fn short(model: &Model, set: &Set, count: usize) -> Result<Value> {
    fits(model, set)?;
    let method = |batch: &Batch| network(model, batch);
    let rows: Vec<usize> = (0..count.min(set.len())).collect();
    let recorded = score(&rows, method, |rows, k| set.record_at_random(rows, k))?;
    let clean = score(&rows, method, |rows, k| set.record_clean(rows, k))?;
    let brief = |score: &Score| {
        let mut figures = score.json(&model.manifest.elements);
        if let Some(figures) = figures.as_object_mut() {
            figures.retain(|key, _| {
                !matches!(
                    key.as_str(),
                    "elements" | "confusion" | "by_number_of_elements"
                )
            });
        }
        figures
    };
    Ok(json!({
        "threshold": model.manifest.presence_threshold,
        "as_recorded": brief(&recorded),
        "clean": brief(&clean),
    }))
}

/// Largest difference, in at%, between the fractions that two models of the same elements answer the first `count`
/// of `set` with, recorded as in training: of all elements, before the threshold of presence.
///
/// # Errors
/// A set of another source or grid; a network fails.
pub fn largest_difference(models: [&Model; 2], set: &Set, count: usize) -> Result<f64> {
    fits(models[0], set)?;
    let length = Row::length(models[0].manifest.elements.len());
    let rows: Vec<usize> = (0..count.min(set.len())).collect();
    let mut largest = 0.0f32;
    for (k, rows) in rows.chunks(BATCH).enumerate() {
        let batch = set.record_at_random(rows, k as u64)?;
        let [one, other] = models.map(|m| m.forward_blocking(&batch.input, batch.rows));
        let (one, other) = (one?, other?);
        for (one, other) in one.chunks(length).zip(other.chunks(length)) {
            let row = |values| Row::of(values).context("no row of the network's table");
            let pairs = row(one)?.fractions.iter().zip(row(other)?.fractions);
            largest = pairs.map(|(a, b)| (a - b).abs()).fold(largest, f32::max);
        }
    }
    Ok(100.0 * f64::from(largest))
}

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
        let inputs = (0..STRANGE).map(|i| strange::input(kind, recorded, i));
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

fn fits(model: &Model, set: &Set) -> Result<()> {
    let (configuration, manifest) = (set.configuration(), &model.manifest);
    ensure!(
        configuration.source == manifest.source && configuration.grid == manifest.grid,
        "a set under {} on {} points; the model takes {} on {}",
        configuration.source.label(),
        configuration.grid.points,
        manifest.source.label(),
        manifest.grid.points
    );
    ensure!(
        set.manifest().label.elements == manifest.elements,
        "the set has other elements than the model"
    );
    Ok(())
}

/// What the network says of a batch.
fn network(model: &Model, batch: &Batch) -> Result<Vec<Answer>> {
    let n = model.manifest.elements.len();
    let table = model.forward_blocking(&batch.input, batch.rows)?;
    let (threshold, calibration) = (
        model.manifest.presence_threshold,
        &model.manifest.calibration,
    );
    let inputs = batch.input.chunks(batch.input.len() / batch.rows);
    table
        .chunks(Row::length(n))
        .zip(inputs)
        .map(|(values, input)| {
            let row = Row::of(values).context("no row of the network's table")?;
            let mut answer = Answer {
                found: vec![false; n],
                fractions: vec![0.0; n],
                intervals: None,
            };
            let mut intervals = vec![[0.0, 0.0]; n];
            let noise = noise_at_the_maximum(input);
            for found in found(&row, threshold, calibration, noise) {
                answer.found[found.index] = true;
                answer.fractions[found.index] = found.fraction as f32;
                intervals[found.index] = found.interval.map(|x| x as f32);
            }
            answer.intervals = Some(intervals);
            Ok(answer)
        })
        .collect()
}

/// What `method` says of each spectrum of a batch, from its input and its true fractions.
fn each(batch: &Batch, method: impl Fn(&[f32], &[f32]) -> Answer + Sync) -> Vec<Answer> {
    let inputs = batch.input.par_chunks(batch.input.len() / batch.rows);
    let truths = batch
        .fractions
        .par_chunks(batch.fractions.len() / batch.rows);
    inputs.zip(truths).map(|(x, t)| method(x, t)).collect()
}

fn score(
    rows: &[usize],
    method: impl Fn(&Batch) -> Result<Vec<Answer>>,
    batch: impl Fn(&[usize], u64) -> Result<Batch>,
) -> Result<Score> {
    let mut total = Score::default();
    for (k, rows) in rows.chunks(BATCH).enumerate() {
        let batch = batch(rows, k as u64)?;
        let n = batch.fractions.len() / batch.rows;
        for (truth, answer) in batch.fractions.chunks(n).zip(method(&batch)?) {
            total.take(truth, &answer);
        }
    }
    Ok(total)
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
