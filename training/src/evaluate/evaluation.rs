//! Figures of a model on simulated spectra that it has not seen.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use speclens::model::Model;
use speclens::network::Row;

use super::baselines::{Conventional, LeastSquares, second_opinion};
use super::bound;
use super::figures::Figures;
use super::rare_earths::{self, rare_earths};
use super::refinement;
use crate::merit::metrics::{Answer, Score};
use crate::merit::scoring::{fits, network, score};
use crate::samples::strange;
use crate::sets::held_out::{CLEAN, HeldOutIndex, RECORDED, same_samples};
use crate::sets::{Batch, Manifest, Set};

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
pub fn evaluate(model: &Model, folder: &Path) -> Result<Figures> {
    let index = HeldOutIndex::read(folder)?;
    let symbols = &model.manifest.elements;
    let least_squares = LeastSquares::new(&model.manifest.grid, index.source)?;
    let conventional = Conventional::new(&model.manifest.grid, index.source)?;
    let (mut sets, mut by_squares) = (BTreeMap::new(), BTreeMap::new());
    let (mut by_hand, mut by_areas) = (BTreeMap::new(), BTreeMap::new());
    let mut by_fit = BTreeMap::new();
    let mut each_alone = Vec::new();
    let mut manifests = BTreeMap::new();
    for name in index.names() {
        let set = Set::open(&folder.join(name))?;
        fits(model, &set).with_context(|| folder.join(name).display().to_string())?;
        let batch = |rows: &[usize], k: u64| match set.configuration().recording {
            Some(_) => Ok(set.as_they_are(rows)),
            None => set.record_at_random(rows, k),
        };
        let rows: Vec<usize> = (0..set.len()).collect();
        let of = |score: Score| score.figures(symbols);
        sets.insert(
            name.to_owned(),
            of(score(&rows, |b| network(model, b), batch)?),
        );
        if BASELINES_ON.contains(&name) {
            let squares = |b: &Batch| Ok(each(b, |x, _| least_squares.answer(x)));
            by_squares.insert(name.to_owned(), of(score(&rows, squares, batch)?));
            let hand = |b: &Batch| Ok(each(b, |x, t| conventional.answer(x, t)));
            by_hand.insert(name.to_owned(), of(score(&rows, hand, batch)?));
            let areas = |b: &Batch| second_opinion(model, b);
            by_areas.insert(name.to_owned(), of(score(&rows, areas, batch)?));
        }
        if refinement::ON.contains(&name) {
            by_fit.insert(name.to_owned(), refinement::refined(model, &set)?);
        }
        if name == rare_earths::ON {
            each_alone = rare_earths(model, &set)?;
        }
        manifests.insert(name.to_owned(), set.manifest().clone());
    }
    ensure_same_samples(&index, folder, &manifests)?;
    let recorded = Set::open(&folder.join(RECORDED))?;
    Ok(Figures {
        model: model.manifest.name.clone(),
        threshold: model.manifest.presence_threshold,
        source: index.source,
        seed: index.seed,
        order: index.names().into_iter().map(str::to_owned).collect(),
        sets,
        least_squares: by_squares,
        conventional: by_hand,
        second_opinion: by_areas,
        refined: by_fit,
        rare_earths: each_alone,
        strange: warned(model, &recorded)?,
        bound: bound::ladder(folder, BOUND_BY)?,
        ladders: index.ladders,
        measured: Vec::new(),
    })
}

/// Refuses ladders whose rungs do not hold the same samples; `manifests` are those of the sets in `folder`.
fn ensure_same_samples(
    index: &HeldOutIndex,
    folder: &Path,
    manifests: &BTreeMap<String, Manifest>,
) -> Result<()> {
    for ladder in &index.ladders {
        let first = ladder.rungs.first().and_then(|r| manifests.get(&r.set));
        for rung in &ladder.rungs {
            let both = first.zip(manifests.get(&rung.set));
            let alike = both.map_or(Ok(false), |(a, b)| same_samples(a, b))?;
            ensure!(
                alike,
                "{}: not the samples of the other rungs of the ladder {}",
                folder.join(&rung.set).display(),
                ladder.name
            );
        }
    }
    Ok(())
}

/// Share of the spectra that are said to be unlike the training's: of those of `recorded`, which are
/// like them, and of each kind of strange input.
fn warned(model: &Model, recorded: &Set) -> Result<BTreeMap<String, f64>> {
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
    let mut shares = BTreeMap::new();
    shares.insert(RECORDED.to_owned(), share(&batch.input, batch.rows)?);
    for (kind, _) in strange::KINDS {
        let inputs = (0..STRANGE).map(|i| recorded.strange(kind, i));
        let inputs = inputs.collect::<Result<Vec<_>>>()?.concat();
        shares.insert(kind.to_owned(), share(&inputs, STRANGE)?);
    }
    Ok(shares)
}

/// The figures as a table, set by set in their order.
///
/// # Errors
/// A set in the order without figures.
pub fn table(figures: &Figures) -> Result<String> {
    let mut text = format!(
        "{:12} {:>8} {:>8} {:>8} {:>10} {:>8}\n",
        "set", "spectra", "overlap", "exact", "precision", "recall"
    );
    for name in &figures.order {
        let rates = &figures.set(name)?.summary.rates;
        text += &format!(
            "{name:12} {:>8} {:>8.3} {:>8.3} {:>10.3} {:>8.3}\n",
            rates.spectra,
            rates.composition_overlap,
            rates.exact_set,
            rates.precision,
            rates.recall
        );
    }
    Ok(text)
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
    use crate::evaluate::figures::tests::written;

    #[test]
    fn the_table_keeps_the_order_of_the_sets() {
        let figures: Figures = serde_json::from_value(written()).unwrap();
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
