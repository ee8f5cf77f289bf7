//! What makes a trained network's doubts hold: the factors on its intervals, and the limit beyond
//! which a spectrum is said to be strange.

use anyhow::{Context, Result};
use speclens::model::quantify::Row;
use speclens::model::weights::{Calibration, IntervalFactor, Model};

use crate::sets::Set;

const BATCH: usize = 64;
/// Share of the simulated recordings that are not strange.
const NOT_STRANGE: f64 = 0.999;
/// Share of true fractions that the intervals hold.
const COVERAGE: f64 = 0.9;
/// Predicted atomic percent from which each factor holds.
const FROM_PERCENT: [f64; 7] = [0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0];
/// Seed of the recordings.
const SEED: u64 = 0xCA1B;

/// Conformal calibration on recordings of `set`: for predicted fractions of each size, the factor
/// on the half-widths with which nine of ten true fractions lie within; and the strangeness that
/// one in a thousand recordings passes.
///
/// # Errors
/// A set that cannot be recorded; the network fails.
pub fn calibration(model: &Model, set: &Set) -> Result<Calibration> {
    let n = model.manifest.elements.len();
    let mut ratios: Vec<Vec<f64>> = vec![Vec::new(); FROM_PERCENT.len()];
    let mut strangeness = Vec::new();
    let all: Vec<usize> = (0..set.len()).collect();
    for (k, rows) in all.chunks(BATCH).enumerate() {
        let batch = set.record_at_random(rows, SEED + k as u64)?;
        let table = model.forward_blocking(&batch.input, batch.rows)?;
        for (values, truth) in table.chunks(Row::length(n)).zip(batch.fractions.chunks(n)) {
            let row = Row::of(values).context("no row")?;
            strangeness.push(f64::from(row.strangeness));
            let found = row.found(model.manifest.presence_threshold, &Calibration::none());
            let total: f64 = found
                .iter()
                .map(|f| f64::from(row.fractions[f.index]))
                .sum();
            for f in found {
                let half = f64::from(row.half_widths[f.index]) / total;
                let error = (f.fraction - f64::from(truth[f.index])).abs();
                let bin = FROM_PERCENT
                    .iter()
                    .rposition(|from| *from <= 100.0 * f.fraction)
                    .unwrap_or(0);
                ratios[bin].push(error / half.max(1e-9));
            }
        }
    }
    let intervals = FROM_PERCENT
        .iter()
        .zip(&mut ratios)
        .map(|(&from_percent, ratios)| IntervalFactor {
            from_percent,
            factor: quantile(ratios, COVERAGE).unwrap_or(1.0),
        })
        .collect();
    Ok(Calibration {
        intervals,
        strangeness_limit: quantile(&mut strangeness, NOT_STRANGE).context("an empty set")?,
    })
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
