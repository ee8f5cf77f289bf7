//! The loss of a batch and its gradient, worked out in parts on several threads.

use std::ops::Range;

use anyhow::Result;
use burn::module::Module;
use burn::optim::{GradientsAccumulator, GradientsParams};
use burn::tensor::activation::{log_sigmoid, log_softmax, softplus};
use burn::tensor::{Device, Tensor, TensorData};
use speclens::network::{DOUBT_FLOOR, Network, Output};

use super::device::Workers;
use super::twins::Twins;
use crate::samples::PRESENT_FRACTION;
use crate::sets::Batch;

/// Weight of the presence loss (summed over elements) against the composition loss.
const PRESENCE_WEIGHT: f64 = 0.5;
/// Weight of the doubt's loss. It moves the doubt head alone; Adam makes its size all but moot.
const DOUBT_WEIGHT: f64 = 0.1;
/// Weight of the overlap's loss: half the sum of the fractions' errors.
const OVERLAP_WEIGHT: f64 = 4.0;
/// Weight of the twins' loss, summed over elements.
const TWINS_WEIGHT: f64 = 2.0;
/// Differences of logarithms of amounts below this one count by their squares.
const SMALL_DIFFERENCE: f64 = 0.05;
/// Share of errors that the half-widths shall cover.
const COVERAGE: f64 = 0.9;
/// Elements with less, true and predicted together, say nothing about doubt.
const CONCERNED_FRACTION: f32 = 0.002;
/// Missed elements have errors beyond any measure; this is where they count as far off.
const LARGEST_RELATIVE_ERROR: f32 = 5.0;

/// Mean loss over `batch`, and over its `twins` where it has some, and its gradient. The batch is cut into a part
/// for each of the `workers`; each works with a copy of the network, whose tape is its own, and the gradients are
/// added.
///
/// # Errors
/// A thread that broke down.
pub fn gradient(
    network: &Network,
    batch: &Batch,
    twins: Option<&Twins>,
    device: &Device,
    workers: &Workers,
) -> Result<(f64, GradientsParams)> {
    let rows = batch.rows.div_ceil(workers.count());
    let inputs = batch.input.len() / batch.rows;
    let elements = batch.fractions.len() / batch.rows;
    let of_part = |place: Range<usize>| {
        let part = place.len();
        let share = part as f64 / batch.rows as f64;
        // A copy with the same parameters' names, but leaves of its own.
        let copy = network.valid().train();
        let inputs = |all: &[f32]| {
            let of_part = all[place.start * inputs..place.end * inputs].to_vec();
            Tensor::<3>::from_data(TensorData::new(of_part, [part, 2, inputs / 2]), device)
        };
        let targets = |all: &[f32]| {
            let of_part = all[place.start * elements..place.end * elements].to_vec();
            Tensor::<2>::from_data(TensorData::new(of_part, [part, elements]), device)
        };
        let output = copy.forward(inputs(&batch.input));
        let plain = loss(&output, targets(&batch.fractions));
        let loss = match twins {
            Some(twins) => {
                let of_twins = copy.forward(inputs(&twins.input)).amount;
                plain + twins_loss(output.amount, of_twins, targets(&twins.kept))
            }
            None => plain,
        } * share;
        let value = f64::from(loss.clone().into_scalar::<f32>());
        (value, GradientsParams::from_grads(loss.backward(), &copy))
    };
    let parts = (0..batch.rows).step_by(rows);
    let parts = parts.map(|from| from..(from + rows).min(batch.rows));
    let done = workers.each(parts, of_part)?;
    let mut sum = GradientsAccumulator::new();
    let mut value = 0.0;
    for (of_part, grads) in done {
        value += of_part;
        sum.accumulate(network, grads);
    }
    Ok((value, sum.grads()))
}

/// Loss of twins: how far the logarithms of amounts that stay (`kept`, one or zero) are from those of the whole
/// spectra; Huber's loss, summed over elements. The twins are drawn to the whole spectra. Of these their mean alone
/// is drawn back: else all amounts would rise without end, for their scale is free.
fn twins_loss(whole: Tensor<2>, twins: Tensor<2>, kept: Tensor<2>) -> Tensor<1> {
    let still = whole.clone().detach();
    let count = kept.clone().sum_dim(1).clamp_min(1.0);
    let mean = ((whole - still.clone()) * kept.clone()).sum_dim(1) / count;
    let difference = (twins - still - mean).abs();
    let small = difference.clone().clamp_max(SMALL_DIFFERENCE);
    let huber = small.clone() * (difference - small * 0.5) / SMALL_DIFFERENCE;
    (huber * kept).sum_dim(1).mean() * TWINS_WEIGHT
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

#[cfg(test)]
mod tests {
    use super::*;
    use burn::module::{ModuleVisitor, Param};
    use speclens::network::{NetworkConfig, Stage};

    const POINTS: usize = 128;
    const ELEMENTS: usize = 5;

    fn network(device: &Device) -> Network {
        let stage = |residual| Stage {
            channels: 8,
            reach: 1,
            residual,
        };
        let config = NetworkConfig {
            points: POINTS,
            elements: ELEMENTS,
            block: 16,
            stages: vec![stage(false), stage(true)],
            squeeze: 4,
            hidden: 12,
            deep: 1,
            own_blocks: vec![vec![0], vec![1, 2], vec![3], vec![4, 7], vec![5, 6]],
        };
        config.init(device).unwrap()
    }

    fn batch(rows: usize) -> Batch {
        let input = (0..rows)
            .flat_map(|row| {
                let intensity = (0..POINTS).map(move |i| ((i * (row + 3)) % 17) as f32 / 16.0);
                intensity.chain(std::iter::repeat_n(1.0, POINTS))
            })
            .collect();
        let fractions = (0..rows)
            .flat_map(|row| (0..ELEMENTS).map(move |e| [0.0, 0.7, 0.3][(row + e) % 3]))
            .collect();
        Batch {
            input,
            fractions,
            shift_ev: vec![0.0; rows],
            rows,
        }
    }

    /// All numbers of the gradients, parameter by parameter.
    struct Numbers<'a>(&'a GradientsParams, Vec<Vec<f32>>);

    impl ModuleVisitor for Numbers<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if let Some(grad) = self.0.get::<D>(param.id) {
                self.1.push(grad.into_data().iter::<f32>().collect());
            }
        }
    }

    #[test]
    fn a_batch_in_parts_has_the_gradient_of_the_whole() {
        let device = Device::flex().autodiff();
        let network = network(&device);
        let batch = batch(7);
        let mut input = batch.input.clone();
        input.iter_mut().step_by(7).for_each(|y| *y *= 0.5);
        let twins = Twins {
            input,
            kept: batch.fractions.iter().map(|f| f.ceil()).collect(),
        };
        let of = |parts| {
            let workers = Workers::new(parts).unwrap();
            let (value, grads) =
                gradient(&network, &batch, Some(&twins), &device, &workers).unwrap();
            let mut numbers = Numbers(&grads, Vec::new());
            network.visit(&mut numbers);
            (value, numbers.1)
        };
        let (whole, in_one) = of(1);
        // Trunk, dense layers, the heads of presence and doubt, evidence: all but the part for strange spectra.
        assert_eq!(in_one.len(), 2 * (2 + 1 + 1 + 1 + 2) + 2 * 3 + 2);
        let moved = |g: &Vec<f32>| g.iter().any(|x| *x != 0.0);
        assert!(in_one.iter().all(moved));
        for parts in [2, 3, 7, 9] {
            let (value, in_parts) = of(parts);
            assert!(
                (value - whole).abs() < 1e-4,
                "{parts} parts: {value}, {whole}"
            );
            for (a, b) in in_one.iter().flatten().zip(in_parts.iter().flatten()) {
                assert!((a - b).abs() < 1e-4, "{parts} parts: {a}, {b}");
            }
        }
    }

    #[test]
    fn small_differences_of_twins_count_by_their_squares_and_large_ones_evenly() {
        let device = Device::flex().autodiff();
        let of = |values: [f32; 4]| Tensor::<2>::from_data(TensorData::from([values]), &device);
        let twins = of([1.02, 0.5, 3.0, 9.0]).require_grad();
        let whole = of([1.0; 4]).require_grad();
        let loss = twins_loss(whole.clone(), twins.clone(), of([1.0, 1.0, 1.0, 0.0]));
        let grads = loss.backward();
        let same = |found: Tensor<2>, expected: [f32; 4]| {
            for (slope, expected) in found.into_data().iter::<f32>().zip(expected) {
                let expected = expected * TWINS_WEIGHT as f32;
                assert!((slope - expected).abs() < 1e-4, "{slope}, not {expected}");
            }
        };
        same(twins.grad(&grads).unwrap(), [0.4, -1.0, 1.0, 0.0]);
        // The whole spectra are drawn by the mean alone.
        let mean = -(0.4 - 1.0 + 1.0) / 3.0;
        same(whole.grad(&grads).unwrap(), [mean, mean, mean, 0.0]);
    }

    #[test]
    fn the_true_composition_has_the_least_loss() {
        let device = Device::flex();
        let output = |amount: [f32; 3]| {
            let of = |row: [f32; 3]| Tensor::<2>::from_data(TensorData::from([row]), &device);
            Output {
                presence: of([8.0, 8.0, -8.0]),
                amount: of(amount),
                doubt: of([0.0; 3]),
                strangeness: Tensor::zeros([1, 1], &device),
            }
        };
        let at = |amount| -> f32 {
            let target = Tensor::<2>::from_data(TensorData::from([[0.75f32, 0.25, 0.0]]), &device);
            loss(&output(amount), target).into_scalar()
        };
        let true_ratio = 3f32.ln();
        let best = at([true_ratio, 0.0, 0.0]);
        assert!(at([true_ratio + 0.4, 0.0, 0.0]) > best + 0.1);
        assert!(at([true_ratio - 0.4, 0.0, 0.0]) > best + 0.1);
    }
}
