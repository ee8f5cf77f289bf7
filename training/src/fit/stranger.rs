//! The sense for strange spectra: a head of the network that learns from strange inputs, once all else is trained.

use anyhow::{Result, anyhow};
use burn::module::Module;
use burn::optim::{AdamWConfig, GradientsParams};
use burn::tensor::activation::log_sigmoid;
use burn::tensor::{Device, Tensor, TensorData};
use rayon::prelude::*;
use speclens::network::{Network, NetworkConfig, Stranger};

use crate::samples::strange::{KINDS, UNSEEN};
use crate::sets::Set;

/// Seed of the first weights.
const FIRST_WEIGHTS: u64 = 0x0057_2A47;
/// Spectra of a step, half of them strange.
const BATCH: usize = 128;
/// Learning rate at its beginning; it falls to nothing along a straight line.
const RATE: f64 = 1e-3;
/// Inputs from this number on are for training.
const TRAINING_FROM: usize = 1_000_000;

/// The sense for strange spectra of a trained network, from surveys of `set` recorded as in
/// training against strange inputs of all kinds but [`UNSEEN`], in `steps` steps. Nothing else of the network changes.
///
/// # Errors
/// A set that cannot be recorded; the network fails.
pub fn trained(
    network: &Network,
    config: &NetworkConfig,
    set: &Set,
    steps: usize,
) -> Result<Stranger> {
    let (plain, learning) = (Device::flex(), Device::flex().autodiff());
    let kinds: Vec<&str> = KINDS
        .iter()
        .map(|k| k.0)
        .filter(|k| !UNSEEN.contains(k))
        .collect();
    learning.seed(FIRST_WEIGHTS);
    let mut stranger = config.stranger(&learning);
    let mut optimiser = AdamWConfig::new().with_weight_decay(1e-3).init();
    let half = BATCH / 2;
    let signs: Vec<f32> = (0..BATCH)
        .map(|i| if i < half { -1.0 } else { 1.0 })
        .collect();
    for step in 0..steps {
        let rows: Vec<usize> = (0..half).map(|i| (step * half + i) % set.len()).collect();
        let mut inputs = set.record_distorted(&rows, !(step as u64))?.input;
        let strange: Vec<Vec<f32>> = (0..half)
            .into_par_iter()
            .map(|i| {
                let index = step * half + i;
                set.strange(kinds[index % kinds.len()], TRAINING_FROM + index)
            })
            .collect::<Result<_>>()?;
        inputs.extend(strange.concat());
        let data = TensorData::new(inputs, [BATCH, 2, config.points]);
        let seen = network.trunk(Tensor::from_data(data, &plain)).into_data();
        let sign = TensorData::new(signs.clone(), [BATCH, 1]);
        let logit = stranger.forward(Tensor::from_data(seen, &learning));
        let loss = -log_sigmoid(logit * Tensor::from_data(sign, &learning)).mean();
        let value = f64::from(loss.clone().into_scalar::<f32>());
        if !value.is_finite() {
            return Err(anyhow!(
                "the loss of the sense for strange spectra became {value}"
            ));
        }
        let grads = GradientsParams::from_grads(loss.backward(), &stranger);
        let rate = RATE * (1.0 - step as f64 / steps as f64);
        stranger = optimiser.step(rate, stranger, grads);
    }
    Ok(stranger.valid())
}
