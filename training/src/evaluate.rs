//! Figures of a model on simulated spectra that it has not seen.

use anyhow::Result;
use serde_json::{Value, json};
use speclens::model::weights::Model;

use crate::augment::Recording;
use crate::dataset::Dataset;
use crate::metrics::Score;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    /// As recorded in training, and clean: a million counts in the maximum, no energy error.
    Short,
    /// Counts in the maximum and energy shifts one by one.
    Full,
}

const BATCH: usize = 64;

/// Evaluates `model` on `set`, recorded in several ways.
///
/// # Errors
/// The network fails.
pub fn ladder(model: &Model, set: &Dataset, ladder: Ladder) -> Result<Value> {
    let ideal = Recording {
        counts: 1e6,
        ..Recording::ideal(&set.grid)
    };
    let mut figures = json!({
        "threshold": model.manifest.presence_threshold,
        "as_recorded": score(model, set, |rng| Recording::random(rng, set.chemistry.charged))?.json(),
        "clean": score(model, set, |_| ideal)?.json(),
    });
    if ladder == Ladder::Full {
        for counts in [1e5, 1e4, 3e3, 1e3, 300.0, 100.0] {
            let name = format!("counts_{counts:.0}");
            figures[name] = score(model, set, |_| Recording { counts, ..ideal })?.json();
        }
        for shift_ev in [-8.0, -5.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 5.0, 8.0] {
            let name = format!("shift_{shift_ev:+.0}_ev");
            figures[name] = score(model, set, |_| Recording { shift_ev, ..ideal })?.json();
        }
    }
    Ok(figures)
}

fn score(
    model: &Model,
    set: &Dataset,
    mut recording: impl FnMut(&mut rand_chacha::ChaCha8Rng) -> Recording,
) -> Result<Score> {
    let n = model.manifest.elements.len();
    let threshold = model.manifest.presence_threshold as f32;
    let mut total = Score::default();
    let all: Vec<usize> = (0..set.entries.len()).collect();
    for (k, rows) in all.chunks(BATCH).enumerate() {
        let batch = set.record_as(rows, k as u64, &mut recording);
        let table = model.forward_blocking(&batch.input, batch.rows)?;
        for (answer, truth) in table.chunks(2 * n).zip(batch.fractions.chunks(n)) {
            total.take(truth, &answer[..n], &answer[n..], threshold);
        }
    }
    Ok(total)
}
