//! Amounts as sums of evidence: what each block of the energy axis in which an element has lines says of it.
//!
//! The amount of an element is a sum over its own blocks. What a block says is a weighted sum of what the
//! trunk sees there; how much that counts is a gate, by what the dense layers make of the whole spectrum (a
//! line under one of another element counts for less). Intensity far from an element's lines reaches its
//! amount through the gates alone.

use burn::module::{Module, Param};
use burn::nn::{Initializer, Linear, LinearConfig};
use burn::tensor::activation::{relu, softplus};
use burn::tensor::{Device, Int, Tensor, TensorData};

/// What is seen of a block, in numbers.
pub(crate) const VIEW_UNITS: usize = 32;
/// What of the whole spectrum opens and closes gates, in numbers.
pub(crate) const GATE_UNITS: usize = 64;
/// Weight of a gate's bias at first: softplus of it is about one.
const OPEN: f64 = 0.541;

/// The layers between the trunk, the dense layers, and the amounts.
#[derive(Module, Debug)]
pub(crate) struct Evidence {
    view: Linear,
    context: Linear,
    gates: Linear,
    /// `[pairs, VIEW_UNITS]`.
    weights: Param<Tensor<2>>,
    /// `[elements]`.
    bias: Param<Tensor<1>>,
    /// The block of each pair of an element and a block of its own, element by element.
    #[module(skip)]
    blocks: Vec<usize>,
    /// Own blocks of each element.
    #[module(skip)]
    counts: Vec<usize>,
}

/// Pairs of an element and a block of its own.
pub(crate) fn pairs(own_blocks: &[Vec<usize>]) -> usize {
    own_blocks.iter().map(Vec::len).sum()
}

/// Multiply–add operations of one spectrum.
pub(crate) fn multiply_adds(
    own_blocks: &[Vec<usize>],
    blocks: usize,
    channels: usize,
    hidden: usize,
) -> usize {
    let of_a_pair = VIEW_UNITS + GATE_UNITS + own_blocks.len();
    blocks * channels * VIEW_UNITS + hidden * GATE_UNITS + pairs(own_blocks) * of_a_pair
}

impl Evidence {
    /// With random weights, after a trunk of `channels` and dense layers of `hidden`.
    pub fn new(
        own_blocks: &[Vec<usize>],
        channels: usize,
        hidden: usize,
        device: &Device,
    ) -> Evidence {
        let rectified = |inputs, outputs| {
            LinearConfig::new(inputs, outputs)
                .with_initializer(Initializer::KaimingNormal {
                    gain: std::f64::consts::SQRT_2,
                    fan_out_only: false,
                })
                .init(device)
        };
        let pairs = pairs(own_blocks);
        let mut gates = LinearConfig::new(GATE_UNITS, pairs).init(device);
        gates.bias = Some(Initializer::Constant { value: OPEN }.init([pairs], device));
        let most = own_blocks.iter().map(Vec::len).max().unwrap_or(1);
        let std = (VIEW_UNITS as f64 * most as f64).sqrt().recip();
        Evidence {
            view: rectified(channels, VIEW_UNITS),
            context: rectified(hidden, GATE_UNITS),
            gates,
            weights: Initializer::Normal { mean: 0.0, std }.init([pairs, VIEW_UNITS], device),
            bias: Initializer::Zeros.init([own_blocks.len()], device),
            blocks: own_blocks.iter().flatten().copied().collect(),
            counts: own_blocks.iter().map(Vec::len).collect(),
        }
    }

    /// Sums of evidence, before they are rectified, `[batch, elements]`: from `trunk`,
    /// `[batch, blocks, channels]`, and the last dense layer, `[batch, hidden]`.
    pub fn forward(&self, trunk: Tensor<3>, last: Tensor<2>) -> Tensor<2> {
        let device = trunk.device();
        let seen = relu(self.view.forward(trunk));
        let places: Vec<i32> = self.blocks.iter().map(|b| *b as i32).collect();
        let places = Tensor::<1, Int>::from_data(TensorData::from(places.as_slice()), &device);
        let said = (seen.select(1, places) * self.weights.val().unsqueeze::<3>())
            .sum_dim(2)
            .squeeze_dim::<2>(2);
        let gates = softplus(self.gates.forward(relu(self.context.forward(last))), 1.0);
        (said * gates).matmul(self.sums(&device)) + self.bias.val().unsqueeze::<2>()
    }

    /// One where a pair is an element's, `[pairs, elements]`.
    fn sums(&self, device: &Device) -> Tensor<2> {
        let (pairs, elements) = (self.blocks.len(), self.counts.len());
        let mut ones = vec![0.0f32; pairs * elements];
        let of_pairs = self.counts.iter().enumerate();
        let of_pairs = of_pairs.flat_map(|(e, count)| std::iter::repeat_n(e, *count));
        for (pair, e) in of_pairs.enumerate() {
            ones[pair * elements + e] = 1.0;
        }
        Tensor::from_data(TensorData::new(ones, [pairs, elements]), device)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_speaks_for_its_own_elements_alone() {
        let device = Device::flex();
        device.seed(5);
        let own = [vec![0, 2], vec![1], vec![2, 3]];
        let evidence = Evidence::new(&own, 6, 10, &device);
        let of = |changed: Option<usize>| -> Vec<f32> {
            let trunk = (0..4 * 6).map(|i| match changed {
                Some(block) if i / 6 == block => 3.0 + i as f32,
                _ => (i % 5) as f32,
            });
            let trunk = TensorData::new(trunk.collect::<Vec<f32>>(), [1, 4, 6]);
            let last = TensorData::new(vec![0.5f32; 10], [1, 10]);
            let (trunk, last) = (
                Tensor::from_data(trunk, &device),
                Tensor::from_data(last, &device),
            );
            evidence
                .forward(trunk, last)
                .into_data()
                .iter::<f32>()
                .collect()
        };
        let plain = of(None);
        for block in 0..4 {
            let changed = of(Some(block));
            for (e, blocks) in own.iter().enumerate() {
                let moved = (changed[e] - plain[e]).abs() > 1e-6;
                assert_eq!(moved, blocks.contains(&block), "element {e}, block {block}");
            }
        }
    }

    #[test]
    fn multiply_adds_are_those_of_the_products() {
        let own = [vec![0, 2], vec![1]];
        let expected =
            4 * 6 * VIEW_UNITS + 10 * GATE_UNITS + 3 * VIEW_UNITS + GATE_UNITS * 3 + 3 * 2;
        assert_eq!(multiply_adds(&own, 4, 6, 10), expected);
    }
}
