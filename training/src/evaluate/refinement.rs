//! The composition refined by the spectrum that it implies, held against the network's.

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use speclens::conventional::SpectrumLines;
use speclens::model::Model;
use speclens::model::noise::noise_at_the_maximum;
use speclens::model::quantify::{Constraints, ElementAmount, composition};
use speclens::network::Row;
use speclens::synthesis::{Refined, RefinedElement, Refinement, Setting};

use super::baselines::spectrum;
use crate::sets::{Batch, Set};

/// Sets that it is tried on, and how many of their first spectra: a fit takes half a second.
pub(super) const ON: [&str; 4] = ["clean", "pairs", "snr-10", "snr-3.8"];
const SPECTRA: usize = 200;
/// Spectra that go through the network at once.
const BATCH: usize = 50;
/// An element that is needed by less counts as doubted, σ.
const NEEDED: f64 = 3.0;

/// How the refined composition does on the first spectra of a set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RefinedFigures {
    /// Number of spectra.
    pub spectra: usize,
    /// Mean composition overlap of the network's answer on them.
    pub network: f64,
    /// The same of the refined one.
    pub refined: f64,
    /// The same of the true amounts of the elements that the network finds: more cannot be had by amounts.
    pub at_best: f64,
    /// Spectra that are better, and worse, by more than 0.02.
    pub better: usize,
    /// See [`RefinedFigures::better`].
    pub worse: usize,
    /// Share of the true fractions of found elements that lie within the 90 % intervals.
    pub coverage: f64,
    /// Share of the found elements that are there, and of those that are not, which the fit doubts.
    pub doubted_true: f64,
    /// See [`RefinedFigures::doubted_true`].
    pub doubted_false: f64,
}

/// One spectrum.
struct One {
    overlaps: [f64; 3],
    within: [usize; 2],
    /// Doubted and all, of those that are there and of those that are not.
    doubted: [[usize; 2]; 2],
}

/// The figures of `model` on the first spectra of `set`.
///
/// # Errors
/// The network fails.
pub fn refined(model: &Model, set: &Set) -> Result<RefinedFigures> {
    let rows: Vec<usize> = (0..set.len().min(SPECTRA)).collect();
    let mut all: Vec<One> = Vec::new();
    for rows in rows.chunks(BATCH) {
        all.extend(of_batch(model, &set.as_they_are(rows))?);
    }
    let n = all.len() as f64;
    let mean = |k: usize| all.iter().map(|o| o.overlaps[k]).sum::<f64>() / n;
    let sum = |of: &dyn Fn(&One) -> [usize; 2]| -> f64 {
        let [some, every] = all
            .iter()
            .map(of)
            .fold([0, 0], |[a, b], [c, d]| [a + c, b + d]);
        some as f64 / every.max(1) as f64
    };
    let by = |o: &One| o.overlaps[1] - o.overlaps[0];
    Ok(RefinedFigures {
        spectra: all.len(),
        network: mean(0),
        refined: mean(1),
        at_best: mean(2),
        better: all.iter().filter(|o| by(o) > 0.02).count(),
        worse: all.iter().filter(|o| by(o) < -0.02).count(),
        coverage: sum(&|o| o.within),
        doubted_true: sum(&|o| o.doubted[0]),
        doubted_false: sum(&|o| o.doubted[1]),
    })
}

fn of_batch(model: &Model, batch: &Batch) -> Result<Vec<One>> {
    let manifest = &model.manifest;
    let table = model.forward_blocking(&batch.input, batch.rows)?;
    let inputs = batch.input.par_chunks(batch.input.len() / batch.rows);
    let truths = batch.fractions.par_chunks(manifest.elements.len());
    table
        .par_chunks(Row::length(manifest.elements.len()))
        .zip(inputs)
        .zip(truths)
        .map(|((values, input), truth)| {
            let row = Row::of(values).context("no row of the network's table")?;
            let found = composition(
                manifest,
                &row,
                noise_at_the_maximum(input),
                &Constraints::default(),
            );
            let refined = fitted(model, &found, input)?;
            let truth: Vec<f64> = found
                .iter()
                .map(|e| {
                    let place = manifest.elements.iter().position(|s| *s == e.symbol);
                    place.map_or(0.0, |i| f64::from(truth[i]))
                })
                .collect();
            Ok(one(&found, &refined, &truth))
        })
        .collect()
}

/// What the fit says of each element found; the network's amount, needed, where there is no fit.
fn fitted(model: &Model, found: &[ElementAmount], input: &[f32]) -> Result<Vec<RefinedElement>> {
    let manifest = &model.manifest;
    let spectrum = spectrum(input, &manifest.grid, manifest.source);
    let refined = |refined: Refined| refined.elements;
    let unfitted = || {
        let kept = found.iter().map(|e| RefinedElement {
            element: e.symbol.clone(),
            atomic_percent: e.atomic_percent,
            interval: e.interval,
            at_the_surface: 0.0,
            needed: f64::INFINITY,
            text: String::new(),
        });
        kept.collect()
    };
    let setting = Setting {
        found,
        seen: &SpectrumLines::new(found, &spectrum, manifest.source)?,
        unexplained: &[],
        spectrum: &spectrum,
        input: &manifest.grid.place(&spectrum)?,
        grid: &manifest.grid,
    };
    let Some(mut refinement) = Refinement::new(setting)? else {
        return Ok(unfitted());
    };
    while refinement.step() {}
    Ok(refinement.finish().map_or_else(unfitted, |f| refined(f.0)))
}

/// `truth`: the true fractions of the elements found.
fn one(found: &[ElementAmount], refined: &[RefinedElement], truth: &[f64]) -> One {
    let overlap = |amounts: Vec<f64>| -> f64 {
        let sum: f64 = amounts.iter().sum();
        let both = amounts.iter().zip(truth);
        match sum > 0.0 {
            true => both.map(|(a, t)| (a / sum).min(*t)).sum(),
            false => 0.0,
        }
    };
    let mut one = One {
        overlaps: [
            overlap(found.iter().map(|e| e.atomic_percent).collect()),
            overlap(refined.iter().map(|e| e.atomic_percent).collect()),
            overlap(truth.to_vec()),
        ],
        within: [0, 0],
        doubted: [[0, 0]; 2],
    };
    if found.len() > 1 {
        for (e, t) in refined.iter().zip(truth) {
            let doubted = usize::from(e.needed < NEEDED);
            let [some, all] = &mut one.doubted[usize::from(*t <= 0.0)];
            *some += doubted;
            *all += 1;
            if *t > 0.0 {
                let [low, high] = e.interval;
                one.within[0] += usize::from((low..=high).contains(&(100.0 * t)));
                one.within[1] += 1;
            }
        }
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spectrum_is_counted_by_amounts_intervals_and_doubts() {
        let amount = |symbol: &str, atomic_percent: f64| ElementAmount {
            symbol: symbol.to_owned(),
            z: 6,
            atomic_percent,
            presence: 1.0,
            interval: [0.0, 100.0],
        };
        let element = |atomic_percent: f64, needed: f64| RefinedElement {
            element: String::new(),
            atomic_percent,
            interval: [atomic_percent - 5.0, atomic_percent + 5.0],
            at_the_surface: 0.0,
            needed,
            text: String::new(),
        };
        let found = [amount("C", 60.0), amount("O", 30.0), amount("N", 10.0)];
        let refined = [element(50.0, 9.0), element(42.0, 2.0), element(8.0, 1.0)];
        let one = one(&found, &refined, &[0.5, 0.5, 0.0]);
        for (overlap, expected) in one.overlaps.iter().zip([0.8, 0.92, 1.0]) {
            assert!(
                (overlap - expected).abs() < 1e-9,
                "{overlap}, not {expected}"
            );
        }
        assert_eq!(one.within, [1, 2]);
        assert_eq!(one.doubted, [[1, 2], [1, 1]]);
    }
}
