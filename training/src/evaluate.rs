//! Figures of a model on simulated spectra that it has not seen.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use speclens::model::weights::Model;
use speclens::physics::recording::{Exposure, Recording, Scan};

use crate::held_out::{Index, Ladder, same_samples};
use crate::metrics::Score;
use crate::recordings;
use crate::sets::{Batch, Set};

const BATCH: usize = 64;

/// Evaluates `model` on the expected intensities of `set`: recorded as in training, and clean, with
/// a million counts in the maximum and no energy error.
///
/// # Errors
/// A set of another source or grid; the network fails.
pub fn short(model: &Model, set: &Set) -> Result<Value> {
    fits(model, set)?;
    let configuration = set.configuration();
    let (source, charged) = (configuration.source, configuration.chemistry.charged);
    let clean = Recording {
        exposure: Exposure::Counts(1e6),
        ..Recording::ideal(Scan::of_grid(&configuration.grid))
    };
    let recorded = score(model, set, |rows, k| {
        set.record(rows, k, |rng| recordings::random(rng, source, charged))
    })?;
    let clean = score(model, set, |rows, k| set.record(rows, k, |_| clean))?;
    Ok(json!({
        "threshold": model.manifest.presence_threshold,
        "as_recorded": recorded.json(),
        "clean": clean.json(),
    }))
}

/// Evaluates `model` on the held-out sets in `folder`, set by set and ladder by ladder.
///
/// # Errors
/// No such sets, or of another source or grid; rungs of a ladder that do not hold the same samples;
/// the network fails.
pub fn held_out(model: &Model, folder: &Path) -> Result<Value> {
    let index = Index::read(folder)?;
    let mut figures = Map::new();
    let mut manifests = Vec::new();
    for name in index.names() {
        let set = Set::open(&folder.join(name))?;
        fits(model, &set).with_context(|| folder.join(name).display().to_string())?;
        let score = score(model, &set, |rows, _| Ok(set.as_they_are(rows)))?;
        figures.insert(name.to_owned(), score.json());
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
    Ok(json!({
        "model": model.manifest.name,
        "threshold": model.manifest.presence_threshold,
        "source": index.source,
        "seed": index.seed,
        "sets": figures,
        "ladders": index.ladders,
    }))
}

/// The figures of [`held_out`] as a table, the ladders last and rung by rung.
///
/// # Errors
/// Figures of another kind.
pub fn table(figures: &Value) -> Result<String> {
    let sets = figures["sets"].as_object().context("no figures of sets")?;
    let ladders: Vec<Ladder> = serde_json::from_value(figures["ladders"].clone())?;
    let rungs: Vec<&String> = ladders
        .iter()
        .flat_map(|l| &l.rungs)
        .map(|r| &r.set)
        .collect();
    let others = sets.keys().filter(|name| !rungs.contains(name));
    let mut text = format!(
        "{:12} {:>8} {:>8} {:>8} {:>10} {:>8}\n",
        "set", "spectra", "overlap", "exact", "precision", "recall"
    );
    for name in others.chain(rungs.iter().copied()) {
        let number = |key: &str| sets[name][key].as_f64().unwrap_or(f64::NAN);
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

fn score(
    model: &Model,
    set: &Set,
    batch: impl Fn(&[usize], u64) -> Result<Batch>,
) -> Result<Score> {
    let n = model.manifest.elements.len();
    let threshold = model.manifest.presence_threshold as f32;
    let mut total = Score::default();
    let all: Vec<usize> = (0..set.len()).collect();
    for (k, rows) in all.chunks(BATCH).enumerate() {
        let batch = batch(rows, k as u64)?;
        let table = model.forward_blocking(&batch.input, batch.rows)?;
        for (answer, truth) in table.chunks(2 * n).zip(batch.fractions.chunks(n)) {
            total.take(truth, &answer[..n], &answer[n..], threshold);
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
