//! Layers with random weights.

use burn::nn::{Initializer, Linear, LinearConfig};
use burn::tensor::Device;

/// A dense layer that a rectifier follows: its outputs vary as its inputs do (He et al. 2015, arXiv:1502.01852).
pub(crate) fn rectified(inputs: usize, outputs: usize, device: &Device) -> Linear {
    LinearConfig::new(inputs, outputs)
        .with_initializer(Initializer::KaimingNormal {
            gain: std::f64::consts::SQRT_2,
            fan_out_only: false,
        })
        .init(device)
}
