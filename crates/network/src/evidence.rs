//! Amounts as sums of evidence: what each block of the energy axis in which an element has lines says of it.
//!
//! The amount of an element is a sum over its own blocks. What a block says is a weighted sum of what the
//! trunk sees there; how much that counts is a gate, by what the dense layers make of the whole spectrum (a
//! line under one of another element counts for less). Intensity farther from an element's blocks than the
//! trunk sees reaches its amount through the gates alone.

use burn::module::{Module, Param};
use burn::nn::{Initializer, Linear, LinearConfig};
use burn::tensor::activation::{relu, softplus};
use burn::tensor::{Device, Int, Tensor, TensorData};

use crate::layers::rectified;

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
    let places: Vec<usize> = own_blocks.iter().flatten().copied().collect();
    let said = blocks * slots(&places, blocks).width * VIEW_UNITS;
    let of_a_pair = GATE_UNITS + own_blocks.len();
    blocks * channels * VIEW_UNITS + said + hidden * GATE_UNITS + pairs(own_blocks) * of_a_pair
}

/// Pairs by their blocks: each block has `width` slots.
struct Slots {
    width: usize,
    /// The pair in each slot, from one; zero where a slot is empty. `[blocks × width]`.
    rows: Vec<i32>,
    /// The slot of each pair, `[pairs]`.
    places: Vec<i32>,
}

/// Slots for pairs of which each stands in one of so many `blocks`.
fn slots(of_pairs: &[usize], blocks: usize) -> Slots {
    let mut counts = vec![0; blocks];
    let ranks: Vec<usize> = (of_pairs.iter())
        .map(|block| {
            counts[*block] += 1;
            counts[*block] - 1
        })
        .collect();
    let width = counts.into_iter().max().unwrap_or(0);
    let places = (of_pairs.iter().zip(ranks)).map(|(block, rank)| block * width + rank);
    let places: Vec<i32> = places.map(|place| place as i32).collect();
    let mut rows = vec![0; blocks * width];
    for (pair, place) in places.iter().enumerate() {
        rows[*place as usize] = pair as i32 + 1;
    }
    Slots {
        width,
        rows,
        places,
    }
}

impl Evidence {
    /// With random weights, after a trunk of `channels` and dense layers of `hidden`.
    pub fn new(
        own_blocks: &[Vec<usize>],
        channels: usize,
        hidden: usize,
        device: &Device,
    ) -> Evidence {
        let pairs = pairs(own_blocks);
        let mut gates = LinearConfig::new(GATE_UNITS, pairs).init(device);
        gates.bias = Some(Initializer::Constant { value: OPEN }.init([pairs], device));
        let most = own_blocks.iter().map(Vec::len).max().unwrap_or(1);
        let std = (VIEW_UNITS as f64 * most as f64).sqrt().recip();
        Evidence {
            view: rectified(channels, VIEW_UNITS, device),
            context: rectified(hidden, GATE_UNITS, device),
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
        let [batch, blocks, _] = trunk.dims();
        let device = trunk.device();
        let ints = |values: Vec<i32>| {
            Tensor::<1, Int>::from_data(TensorData::from(values.as_slice()), &device)
        };
        // A product for each block, with the weights of its pairs side by side: a gather of what is seen, pair by
        // pair, takes several times as long to learn through.
        let Slots {
            width,
            rows,
            places,
        } = slots(&self.blocks, blocks);
        let none = Tensor::zeros([1, VIEW_UNITS], &device);
        let weights = Tensor::cat(vec![none, self.weights.val()], 0)
            .select(0, ints(rows))
            .reshape([blocks, width, VIEW_UNITS])
            .swap_dims(1, 2);
        let seen = relu(self.view.forward(trunk)).swap_dims(0, 1);
        let said = (seen.matmul(weights).swap_dims(0, 1))
            .reshape([batch, blocks * width])
            .select(1, ints(places));
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
    use burn::tensor::Distribution;

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
    fn an_amount_is_the_sum_over_own_blocks() {
        let device = Device::flex();
        device.seed(6);
        let own = [vec![0, 2], vec![2], vec![1, 2]];
        let evidence = Evidence::new(&own, 5, 7, &device);
        let trunk = Tensor::random([2, 3, 5], Distribution::Normal(0.0, 1.0), &device);
        let last = Tensor::random([2, 7], Distribution::Normal(0.0, 1.0), &device);
        let values = |t: Tensor<2>| t.into_data().iter::<f32>().collect::<Vec<f32>>();
        let seen = relu(evidence.view.forward(trunk.clone())).reshape([6, VIEW_UNITS]);
        let seen = values(seen);
        let context = relu(evidence.context.forward(last.clone()));
        let gates = values(softplus(evidence.gates.forward(context), 1.0));
        let weights = values(evidence.weights.val());
        let answered = values(evidence.forward(trunk, last));
        for spectrum in 0..2 {
            let mut pair = 0;
            for (e, blocks) in own.iter().enumerate() {
                let mut amount = 0.0;
                for block in blocks {
                    let view = (spectrum * 3 + block) * VIEW_UNITS;
                    let said =
                        (0..VIEW_UNITS).map(|v| seen[view + v] * weights[pair * VIEW_UNITS + v]);
                    amount += said.sum::<f32>() * gates[spectrum * 5 + pair];
                    pair += 1;
                }
                let found = answered[spectrum * 3 + e];
                assert!((found - amount).abs() < 1e-4, "{found} instead of {amount}");
            }
        }
    }

    #[test]
    fn multiply_adds_are_those_of_the_products() {
        let own = [vec![0, 2], vec![1]];
        // The fullest block has one pair; four blocks.
        let expected =
            4 * 6 * VIEW_UNITS + 10 * GATE_UNITS + 4 * VIEW_UNITS + GATE_UNITS * 3 + 3 * 2;
        assert_eq!(multiply_adds(&own, 4, 6, 10), expected);
    }
}
