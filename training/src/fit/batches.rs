//! The sets of a run, and the batches that it is trained on.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};

use anyhow::Result;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::preset::Preset;
use super::twins::{Twins, twins};
use crate::sets::{self, Batch, Configuration, Set};

/// The set of `count` mixtures that the preset describes, made where it is missing. A run that `resumes` goes
/// on with the set it began with: a whole one of another simulator is taken as it is, and that is said. A new
/// run refuses it.
///
/// # Errors
/// A set that cannot be read or made, or one that a new run refuses.
pub(super) fn open(
    sets: &Path,
    preset: &Preset,
    count: usize,
    seed: u64,
    resumes: bool,
) -> Result<Set> {
    let configuration =
        Configuration::mixtures(count, seed, preset.source, preset.grid, preset.chemistry);
    let folder = &sets.join(sets::folder_name(&configuration));
    match sets::Manifest::read(folder)? {
        Some(found)
            if sets::alike(&found.label.configuration, &configuration)?
                && found.label.simulator != sets::simulator(false) =>
        {
            anyhow::ensure!(
                resumes,
                "{}: made by another simulator than today's, and the run is new; move it away, or name another \
                 --sets folder",
                folder.display()
            );
            eprintln!(
                "{}: made by another simulator than today's, and used as it is",
                folder.display()
            );
        }
        _ => {
            sets::make(folder, &configuration)?;
        }
    }
    Set::open(folder)
}

/// What a step learns from.
pub(super) struct Lesson {
    /// Spectra.
    pub batch: Batch,
    /// Their twins, in the steps that have them.
    pub twins: Option<Twins>,
}

/// Lessons of the steps `from` to `to`, in the order that the preset's seed gives, made by a thread beside the training.
pub(super) fn lessons(
    set: Arc<Set>,
    preset: Preset,
    from: usize,
    to: usize,
) -> Receiver<Result<Lesson>> {
    let (sender, receiver) = sync_channel(4);
    std::thread::spawn(move || {
        let per_epoch = preset.spectra / preset.batch;
        let mut order: Vec<usize> = Vec::new();
        let mut epoch_of_order = usize::MAX;
        for step in from..to {
            let epoch = step / per_epoch;
            if epoch != epoch_of_order {
                order = (0..preset.spectra).collect();
                let mut rng = ChaCha8Rng::seed_from_u64(preset.seed + 2);
                rng.set_stream(epoch as u64);
                order.shuffle(&mut rng);
                epoch_of_order = epoch;
            }
            let start = (step % per_epoch) * preset.batch;
            let rows = &order[start..start + preset.batch];
            let noise = (preset.seed + 2).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ step as u64;
            let with_twins = step >= preset.steps_without_twins();
            let lesson = set.record_distorted(rows, noise).map(|batch| Lesson {
                twins: with_twins.then(|| twins(&batch, &preset.grid, preset.source, !noise)),
                batch,
            });
            if sender.send(lesson).is_err() {
                return;
            }
        }
    });
    receiver
}
