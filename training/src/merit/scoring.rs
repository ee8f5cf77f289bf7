//! A model's answers to the spectra of a set, and their figures.

use anyhow::{Context, Result, ensure};
use speclens::model::Model;
use speclens::model::noise::noise_at_the_maximum;
use speclens::model::quantify::found;
use speclens::network::Row;

use super::figures::Validation;
use super::metrics::{Answer, Score};
use crate::sets::{Batch, Set};

const BATCH: usize = 64;

/// Evaluates `model` on the expected intensities of the first `count` of `set`: recorded as in
/// training, and clean, with a million counts in the maximum and no energy error.
///
/// # Errors
/// A set of another source or grid; the network fails.
pub fn validate(model: &Model, set: &Set, count: usize) -> Result<Validation> {
    fits(model, set)?;
    let method = |batch: &Batch| network(model, batch);
    let rows: Vec<usize> = (0..count.min(set.len())).collect();
    let recorded = score(&rows, method, |rows, k| set.record_at_random(rows, k))?;
    let clean = score(&rows, method, |rows, k| set.record_clean(rows, k))?;
    Ok(Validation {
        threshold: model.manifest.presence_threshold,
        as_recorded: recorded.summary(),
        clean: clean.summary(),
    })
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

/// Refuses a set that `model` cannot answer.
///
/// # Errors
/// A set of another source, grid or list of elements.
pub fn fits(model: &Model, set: &Set) -> Result<()> {
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

/// What the network says of a batch, spectrum by spectrum.
///
/// # Errors
/// The network fails.
pub fn network(model: &Model, batch: &Batch) -> Result<Vec<Answer>> {
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

/// The score of `method` on the spectra `rows` (indices) of a set, of which `batch` makes the k-th batch.
///
/// # Errors
/// A batch that cannot be made; the method fails.
pub fn score(
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
