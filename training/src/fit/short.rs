//! A short run of a small network, held in memory: with the true labels or with shuffled ones, to
//! see what of an explanation comes from what a network has learnt (Adebayo et al. 2018, Sanity
//! Checks for Saliency Maps, NeurIPS).

use anyhow::Result;
use burn::module::Module;
use burn::tensor::Device;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::model::Model;
use speclens::network::Stage;
use speclens::spectrum::{Grid, Source};

use super::batches::Lesson;
use super::device::Workers;
use super::preset::{Architecture, Preset};
use super::published::uncalibrated;
use super::rounding::rounded;
use super::state::{Pace, State};
use crate::samples::mixtures::Chemistry;
use crate::samples::own_lines::OwnLines;
use crate::samples::recordings;
use crate::sets::{self, Batch, Configuration, Simulated};

/// Seed of the samples: neither that of a training set nor that of the held-out sets.
const SEED: u64 = 2021;

/// What the spectra are labelled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// Their compositions.
    True,
    /// Each other's compositions, dealt out once at random.
    Shuffled,
}

/// The samples that short runs are trained on.
#[derive(Debug)]
pub struct Samples {
    preset: Preset,
    simulated: Vec<Simulated>,
}

impl Samples {
    /// `spectra` mixtures under `source` on `grid`, for `epochs` passes.
    ///
    /// # Errors
    /// A sample that cannot be simulated.
    pub fn new(source: Source, grid: Grid, spectra: usize, epochs: f64) -> Result<Samples> {
        let preset = preset(source, grid, spectra, epochs);
        let configuration =
            Configuration::mixtures(spectra, SEED, source, grid, Chemistry::default());
        let simulated = (0..spectra).into_par_iter();
        let simulated = simulated.map(|i| sets::simulated(&configuration, i));
        Ok(Samples {
            simulated: simulated.collect::<Result<_>>()?,
            preset,
        })
    }

    /// A network trained on them, and the mean loss of its last epoch.
    ///
    /// # Errors
    /// A recording that shows nothing, a loss that is no number.
    pub fn train(&self, labels: Labels) -> Result<(Model, f64)> {
        let Samples { preset, simulated } = self;
        let device = Device::flex().autodiff();
        let workers = Workers::new(rayon::current_num_threads())?;
        let mut labelled: Vec<usize> = (0..simulated.len()).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        if labels == Labels::Shuffled {
            labelled.shuffle(&mut rng);
        }
        let mut state = State::fresh(preset, &device)?;
        let (steps, per_epoch) = (preset.steps(), simulated.len() / preset.batch);
        let mut order: Vec<usize> = (0..simulated.len()).collect();
        let mut losses = Vec::new();
        for step in 0..steps {
            let place = step % per_epoch;
            if place == 0 {
                order.shuffle(&mut rng);
            }
            let rows = &order[place * preset.batch..][..preset.batch];
            let lesson = Lesson {
                batch: self.batch(rows, &labelled, step)?,
                twins: None,
            };
            let pace = Pace::of(step, preset);
            let loss;
            (state, loss) = state.step(&lesson, pace, &device, &workers)?;
            losses.push(loss);
        }
        let last = &losses[losses.len().saturating_sub(per_epoch)..];
        let loss = last.iter().sum::<f64>() / last.len().max(1) as f64;
        let network = rounded(state.network.valid().to_device(&Device::flex()));
        let model = Model::new(uncalibrated(preset), network, Device::flex());
        Ok((model, loss))
    }

    /// Fresh recordings of the spectra `rows`, with the compositions of those that `labelled` names.
    fn batch(&self, rows: &[usize], labelled: &[usize], step: usize) -> Result<Batch> {
        let Preset { source, grid, .. } = &self.preset;
        let charged = self.preset.chemistry.charged;
        let own = OwnLines::under(*source);
        let recorded = rows.par_iter().enumerate().map(|(row, &index)| {
            let mut rng = ChaCha8Rng::seed_from_u64(SEED + 1 + step as u64);
            rng.set_stream(row as u64);
            let expected = self.simulated[index].intensity.iter();
            let expected: Vec<f32> = expected.map(|y| f32::from(*y)).collect();
            let how = recordings::random(&mut rng, *source, charged);
            let input = recordings::input(&how, &expected, grid, *source, &mut rng)?;
            let label = &self.simulated[labelled[index]].fractions;
            let shown = own.of_shown(label, &how);
            Ok((input, shown.unwrap_or_else(|| label.clone())))
        });
        let recorded = recorded.collect::<Result<Vec<_>>>()?;
        let (inputs, fractions): (Vec<_>, Vec<_>) = recorded.into_iter().unzip();
        Ok(Batch {
            input: inputs.concat(),
            fractions: fractions.concat(),
            shift_ev: vec![0.0; rows.len()],
            rows: rows.len(),
        })
    }
}

/// A network of a tenth of the published ones' size.
fn preset(source: Source, grid: Grid, spectra: usize, epochs: f64) -> Preset {
    let stage = |residual| Stage {
        channels: 32,
        reach: 1,
        residual,
    };
    Preset {
        name: "short".into(),
        source,
        grid,
        spectra,
        held_out: 0,
        seed: SEED,
        epochs,
        batch: 64,
        learning_rate: 2e-3,
        weight_decay: 1e-4,
        starts_from: None,
        twin_steps: 0,
        strangeness_steps: 0,
        chemistry: Chemistry::default(),
        network: Architecture {
            block: 16,
            squeeze: 16,
            hidden: 128,
            deep: 0,
            stages: vec![stage(false), stage(true)],
        },
    }
}
