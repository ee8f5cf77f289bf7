//! What makes a trained network's doubts hold: the factors on its intervals, and the limit beyond
//! which a spectrum is said to be strange.

use anyhow::{Context, Result};
use speclens::model::Model;
use speclens::model::calibration::{Calibration, IntervalFactors};
use speclens::model::noise::noise_at_the_maximum;
use speclens::model::quantify::found;
use speclens::network::Row;
use speclens::physics::recording::Recording;

use crate::sets::held_out;
use crate::sets::{Batch, Set};

const BATCH: usize = 64;
/// Share of the simulated recordings that are not strange.
const NOT_STRANGE: f64 = 0.999;
/// Share of true fractions that the intervals hold.
const COVERAGE: f64 = 0.9;
/// Noise from which each row of factors holds: next to none, and then half a decade to a decade each, so that every
/// row has some thousand fractions to rest on.
const FROM_NOISE: [f64; 5] = [0.0, 0.001, 0.01, 0.03, 0.1];
/// Predicted atomic percent from which each column of factors holds.
const FROM_PERCENT: [f64; 7] = [0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0];
/// Seeds of the recordings by random instruments.
const SEEDS: [u64; 2] = [0xCA1B, 0xDA1B];

/// Conformal calibration on recordings of `set`, two of each sample by random instruments and one without noise and
/// error of energy: for spectra of each noise and predicted fractions of each size, the factor on the half-widths
/// with which nine of ten true fractions lie within; and the strangeness that one in a thousand recordings by random
/// instruments passes.
///
/// # Errors
/// A set that cannot be recorded; the network fails.
pub fn calibration(model: &Model, set: &Set) -> Result<Calibration> {
    let mut intervals = IntervalFactors {
        from_noise: FROM_NOISE.to_vec(),
        from_percent: FROM_PERCENT.to_vec(),
        factors: vec![vec![1.0; FROM_PERCENT.len()]; FROM_NOISE.len()],
    };
    let mut ratios = vec![vec![Vec::new(); FROM_PERCENT.len()]; FROM_NOISE.len()];
    let mut strangeness = Vec::new();
    let ideal = Recording::ideal(held_out::scan(set.configuration().source));
    let all: Vec<usize> = (0..set.len()).collect();
    for (k, rows) in all.chunks(BATCH).enumerate() {
        for seed in SEEDS {
            let batch = set.record_at_random(rows, seed + k as u64)?;
            strangeness.extend(take(model, &batch, &intervals, &mut ratios)?);
        }
        let batch = set.record(rows, 0, |_, _| ideal)?;
        take(model, &batch, &intervals, &mut ratios)?;
    }
    for (factors, ratios) in intervals.factors.iter_mut().zip(&mut ratios) {
        for (factor, ratios) in factors.iter_mut().zip(ratios) {
            *factor = quantile(ratios, COVERAGE).unwrap_or(1.0);
        }
    }
    Ok(Calibration {
        intervals,
        strangeness_limit: quantile(&mut strangeness, NOT_STRANGE).context("an empty set")?,
    })
}

/// Adds |error|/half-width of every fraction found in a batch to those of its group; gives the strangeness of each
/// spectrum.
fn take(
    model: &Model,
    batch: &Batch,
    intervals: &IntervalFactors,
    ratios: &mut [Vec<Vec<f64>>],
) -> Result<Vec<f64>> {
    let n = model.manifest.elements.len();
    let table = model.forward_blocking(&batch.input, batch.rows)?;
    let inputs = batch.input.chunks(batch.input.len() / batch.rows);
    let truths = batch.fractions.chunks(n);
    let mut strangeness = Vec::with_capacity(batch.rows);
    for ((values, truth), input) in table.chunks(Row::length(n)).zip(truths).zip(inputs) {
        let row = Row::of(values).context("no row")?;
        strangeness.push(f64::from(row.strangeness));
        let noise = noise_at_the_maximum(input);
        let threshold = model.manifest.presence_threshold;
        let found = found(&row, threshold, &Calibration::none(), noise);
        let total: f64 = found
            .iter()
            .map(|f| f64::from(row.fractions[f.index]))
            .sum();
        for f in found {
            let half = f64::from(row.half_widths[f.index]) / total;
            let error = (f.fraction - f64::from(truth[f.index])).abs();
            let (noise, size) = intervals.group(noise, f.fraction);
            ratios[noise][size].push(error / half.max(1e-9));
        }
    }
    Ok(strangeness)
}

/// The smallest value that the share `q` of n + 1 does not pass; `None` for no values.
fn quantile(values: &mut [f64], q: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = (q * (values.len() + 1) as f64).ceil() as usize;
    values.get(rank.clamp(1, values.len().max(1)) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_covers_its_share() {
        let mut values: Vec<f64> = (1..=99).rev().map(f64::from).collect();
        assert_eq!(quantile(&mut values, 0.9), Some(90.0));
        assert_eq!(quantile(&mut [3.0], 0.9), Some(3.0));
        assert_eq!(quantile(&mut [], 0.9), None);
    }
}
