//! The network: a one-dimensional convolutional network from a survey spectrum to elements.
//!
//! This one file is compiled unchanged into the training program, the native binary, the small
//! browser module (CPU) and the large browser module (WebGPU). It therefore depends on burn and
//! serde alone, and everything that may be tuned without touching it is in [`NetworkConfig`].

use burn::module::Module;
use burn::nn::conv::{Conv1d, Conv1dConfig};
use burn::nn::pool::{AvgPool1d, AvgPool1dConfig};
use burn::nn::{Initializer, Linear, LinearConfig, PaddingConfig1d};
use burn::tensor::activation::{log_sigmoid, relu, softmax};
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

/// Channels of the input tensor: normalised intensity and mask (see [`Network::forward`]).
pub const INPUT_CHANNELS: usize = 2;
/// Channels that [`Network`] derives from the input: √intensity, local contrast, mask.
const FEATURE_CHANNELS: usize = 3;
/// Width in grid points of the window whose mean stands for the local background.
const CONTRAST_WINDOW: usize = 65;
/// Floor of the local contrast's denominator, in units of the spectrum's maximum.
const CONTRAST_FLOOR: f64 = 0.02;

/// One convolution of the trunk, followed by a rectifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Output channels.
    pub channels: usize,
    /// Kernel width in points of the stage's input; odd.
    pub kernel: usize,
    /// Step between output points.
    pub stride: usize,
    /// Spacing between kernel points.
    pub dilation: usize,
    /// Whether the stage's input is added to its output (then `stride` is 1 and channels agree).
    pub residual: bool,
}

/// The architecture, as it stands in `model.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkConfig {
    /// Points of the energy grid.
    pub points: usize,
    /// Number of elements the network answers for.
    pub elements: usize,
    /// The convolutional trunk, in order.
    pub stages: Vec<Stage>,
    /// Channels of the 1×1 convolution before the dense layers.
    pub squeeze: usize,
    /// Units of the dense layer. It sees every position apart: a line's place is its meaning.
    pub hidden: usize,
}

/// What is wrong with a [`NetworkConfig`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl NetworkConfig {
    /// Points that are left after the trunk.
    pub fn trunk_points(&self) -> usize {
        self.stages
            .iter()
            .fold(self.points, |n, s| n.div_ceil(s.stride))
    }

    /// Multiply–add operations of one forward pass, convolutions and dense layers.
    pub fn multiply_adds(&self) -> usize {
        let mut total = 0;
        let mut points = self.points;
        let mut channels = FEATURE_CHANNELS;
        for stage in &self.stages {
            points = points.div_ceil(stage.stride);
            total += points * stage.channels * channels * stage.kernel;
            channels = stage.channels;
        }
        total += points * channels * self.squeeze;
        total + points * self.squeeze * self.hidden + 2 * self.hidden * self.elements
    }

    /// Refuses shapes that would make a layer panic.
    ///
    /// # Errors
    /// A sentence that names the offending stage or number.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let mut channels = FEATURE_CHANNELS;
        for (i, s) in self.stages.iter().enumerate() {
            if s.channels == 0 || s.stride == 0 || s.dilation == 0 || s.kernel % 2 == 0 {
                return Err(ConfigError(format!(
                    "stage {i}: channels, stride and dilation must be positive and the kernel odd, found {s:?}"
                )));
            }
            if s.residual && (s.stride != 1 || s.channels != channels) {
                return Err(ConfigError(format!(
                    "stage {i}: a residual stage needs stride 1 and {channels} channels, found {s:?}"
                )));
            }
            channels = s.channels;
        }
        if self.points == 0 || self.elements == 0 || self.squeeze == 0 || self.hidden == 0 {
            return Err(ConfigError(
                "points, elements, squeeze and hidden must be positive".into(),
            ));
        }
        Ok(())
    }

    /// A network with fresh random weights on `device`.
    ///
    /// # Errors
    /// As [`NetworkConfig::validate`].
    pub fn init(&self, device: &Device) -> Result<Network, ConfigError> {
        self.validate()?;
        let he = Initializer::KaimingNormal {
            gain: std::f64::consts::SQRT_2,
            fan_out_only: false,
        };
        let mut channels = FEATURE_CHANNELS;
        let mut stages = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            let pad = stage.dilation * (stage.kernel - 1) / 2;
            stages.push(
                Conv1dConfig::new(channels, stage.channels, stage.kernel)
                    .with_stride(stage.stride)
                    .with_dilation(stage.dilation)
                    .with_padding(PaddingConfig1d::Explicit(pad, pad))
                    .with_initializer(he.clone())
                    .init(device),
            );
            channels = stage.channels;
        }
        let flat = self.squeeze * self.trunk_points();
        Ok(Network {
            contrast: AvgPool1dConfig::new(CONTRAST_WINDOW)
                .with_stride(1)
                .with_padding(PaddingConfig1d::Explicit(
                    CONTRAST_WINDOW / 2,
                    CONTRAST_WINDOW / 2,
                ))
                .with_count_include_pad(true)
                .init(),
            stages,
            residual: self.stages.iter().map(|s| s.residual).collect(),
            squeeze: Conv1dConfig::new(channels, self.squeeze, 1)
                .with_initializer(he.clone())
                .init(device),
            hidden: LinearConfig::new(flat, self.hidden)
                .with_initializer(he)
                .init(device),
            presence: LinearConfig::new(self.hidden, self.elements).init(device),
            amount: LinearConfig::new(self.hidden, self.elements).init(device),
        })
    }
}

/// The network. Build it with [`NetworkConfig::init`], then load weights into it.
#[derive(Module, Debug)]
pub struct Network {
    contrast: AvgPool1d,
    stages: Vec<Conv1d>,
    #[module(skip)]
    residual: Vec<bool>,
    squeeze: Conv1d,
    hidden: Linear,
    presence: Linear,
    amount: Linear,
}

/// What the network says of a batch; both of shape `[batch, elements]`.
#[derive(Debug, Clone)]
pub struct Output {
    /// Logit that the element is present.
    pub presence: Tensor<2>,
    /// Unnormalised log amount of the element.
    pub amount: Tensor<2>,
}

impl Output {
    /// Predicted atomic fractions f, shape `[batch, elements]`, rows summing to one:
    /// f_e ∝ σ(presence_e) · exp(amount_e). This is the f of docs/method.md.
    pub fn fractions(&self) -> Tensor<2> {
        softmax(self.amount.clone() + log_sigmoid(self.presence.clone()), 1)
    }

    /// Probability of presence σ(presence), then fractions, side by side: `[batch, 2 × elements]`.
    pub fn table(&self) -> Tensor<2> {
        let presence = burn::tensor::activation::sigmoid(self.presence.clone());
        Tensor::cat(vec![presence, self.fractions()], 1)
    }
}

impl Network {
    /// Runs the network on a batch of shape `[batch, 2, points]`.
    ///
    /// Channel 0 is the intensity divided by its maximum, zero where nothing was measured;
    /// channel 1 is the mask, one where the file covers the energy and zero elsewhere.
    pub fn forward(&self, input: Tensor<3>) -> Output {
        let mut x = self.features(input);
        for (stage, &residual) in self.stages.iter().zip(&self.residual) {
            let y = relu(stage.forward(x.clone()));
            x = if residual { x + y } else { y };
        }
        let x = relu(self.squeeze.forward(x));
        let x = relu(self.hidden.forward(x.flatten::<2>(1, 2)));
        Output {
            presence: self.presence.forward(x.clone()),
            amount: self.amount.forward(x),
        }
    }

    /// √intensity (Poisson noise is even on that scale), the contrast against the local mean
    /// (a line of 2 % is as visible on a high background as on a low one), and the mask.
    fn features(&self, input: Tensor<3>) -> Tensor<3> {
        let intensity = input.clone().narrow(1, 0, 1);
        let mask = input.narrow(1, 1, 1);
        let covered = self.contrast.forward(mask.clone()).clamp_min(1e-3);
        let mean = self.contrast.forward(intensity.clone()) / covered;
        let contrast = (intensity.clone() - mean.clone()) / (mean + CONTRAST_FLOOR) * mask.clone();
        let root = intensity.clamp_min(0.0).add_scalar(1e-6).sqrt();
        Tensor::cat(vec![root, contrast * 2.0, mask], 1)
    }
}
