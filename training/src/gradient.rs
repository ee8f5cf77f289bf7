//! The loss of a batch and its gradient, worked out in parts on several threads.

use anyhow::{Result, anyhow};
use burn::module::Module;
use burn::optim::{GradientsAccumulator, GradientsParams};
use burn::tensor::activation::{log_sigmoid, log_softmax, softplus};
use burn::tensor::{Device, Tensor, TensorData};
use speclens::model::network::{DOUBT_FLOOR, Network, Output};

use crate::metrics::PRESENT_FRACTION;
use crate::sets::Batch;

/// Weight of the presence loss (summed over elements) against the composition loss.
const PRESENCE_WEIGHT: f64 = 0.5;
/// Weight of the doubt's loss. It moves the doubt head alone; Adam makes its size all but moot.
const DOUBT_WEIGHT: f64 = 0.1;
/// Weight of the overlap's loss: half the sum of the fractions' errors.
const OVERLAP_WEIGHT: f64 = 4.0;
/// Share of errors that the half-widths shall cover.
const COVERAGE: f64 = 0.9;
/// Elements with less, true and predicted together, say nothing about doubt.
const CONCERNED_FRACTION: f32 = 0.002;
/// Missed elements have errors beyond any measure; this is where they count as far off.
const LARGEST_RELATIVE_ERROR: f32 = 5.0;

/// Mean loss over `batch` and its gradient. The batch is cut into `parts` for as many threads; each
/// works with a copy of the network, whose tape is its own, and the gradients are added.
///
/// # Errors
/// A thread that broke down.
pub fn gradient(
    network: &Network,
    batch: &Batch,
    device: &Device,
    parts: usize,
) -> Result<(f64, GradientsParams)> {
    let rows = batch.rows.div_ceil(parts.max(1));
    let inputs = batch.input.len() / batch.rows;
    let elements = batch.fractions.len() / batch.rows;
    let of_part = |input: &[f32], fractions: &[f32]| {
        let part = input.len() / inputs;
        let share = part as f64 / batch.rows as f64;
        // A copy with the same parameters' names, but leaves of its own.
        let copy = network.valid().train();
        let input = TensorData::new(input.to_vec(), [part, 2, inputs / 2]);
        let target = TensorData::new(fractions.to_vec(), [part, elements]);
        let loss = loss(
            &copy.forward(Tensor::from_data(input, device)),
            Tensor::from_data(target, device),
        ) * share;
        let value = f64::from(loss.clone().into_scalar::<f32>());
        (value, GradientsParams::from_grads(loss.backward(), &copy))
    };
    let done = std::thread::scope(|scope| {
        let threads: Vec<_> = (batch.input.chunks(rows * inputs))
            .zip(batch.fractions.chunks(rows * elements))
            .map(|(input, fractions)| scope.spawn(move || of_part(input, fractions)))
            .collect();
        (threads.into_iter().map(|t| t.join()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| anyhow!("a thread of the training broke down"))
    })?;
    let mut sum = GradientsAccumulator::new();
    let mut value = 0.0;
    for (of_part, grads) in done {
        value += of_part;
        sum.accumulate(network, grads);
    }
    Ok((value, sum.grads()))
}

/// Loss of a batch: presence (binary cross-entropy, summed over elements; elements that are there
/// with less than 1 at% do not count), composition (cross-entropy of the fractions, and 1 − overlap), and doubt
/// (pinball loss, Koenker and Bassett 1978, of the errors' 90 % quantile, relative to the fraction).
fn loss(output: &Output, target: Tensor<2>) -> Tensor<1> {
    let present = target.clone().greater_equal_elem(PRESENT_FRACTION).float();
    let trace = target.clone().greater_elem(0.0).float() - present.clone();
    let logit = output.presence.clone();
    let positive = log_sigmoid(logit.clone()) * present.clone();
    let negative = log_sigmoid(-logit.clone()) * (present.neg() + 1.0 - trace);
    let presence = -(positive + negative).sum_dim(1).mean();
    let log_fraction = log_softmax(output.amount.clone() + log_sigmoid(logit), 1);
    let composition = -(target.clone() * log_fraction.clone()).sum_dim(1).mean();

    let fraction = log_fraction.exp();
    let off = (fraction.clone() - target.clone()).abs().sum_dim(1).mean() * 0.5;

    let fraction = fraction.detach();
    let concerned = (fraction.clone() + target.clone())
        .greater_elem(CONCERNED_FRACTION)
        .float();
    let error = ((fraction.clone() - target).abs() / (fraction + DOUBT_FLOOR))
        .clamp_max(LARGEST_RELATIVE_ERROR);
    let above = error - softplus(output.doubt.clone(), 1.0);
    let pinball = (above.clone() * COVERAGE).max_pair(above * (COVERAGE - 1.0));
    let doubt = (pinball * concerned).sum_dim(1).mean();

    presence * PRESENCE_WEIGHT + composition + off * OVERLAP_WEIGHT + doubt * DOUBT_WEIGHT
}
