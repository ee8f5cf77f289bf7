//! The network: a one-dimensional convolutional network from a survey spectrum to elements.
//!
//! Everything that may be tuned without touching it is in [`NetworkConfig`].

use burn::module::Module;
use burn::nn::pool::{AvgPool1d, AvgPool1dConfig};
use burn::nn::{Linear, LinearConfig, PaddingConfig1d};
use burn::tensor::activation::{log_sigmoid, relu, sigmoid, softmax, softplus};
use burn::tensor::{Device, Tensor};
use serde::{Deserialize, Serialize};

use crate::evidence::{self, Evidence};
use crate::layers::rectified;

/// Channels of the input tensor: normalised intensity and mask (see [`Network::forward`]).
pub const INPUT_CHANNELS: usize = 2;
/// Channels that [`Network`] derives from the input: √intensity, local contrast, mask.
const FEATURE_CHANNELS: usize = 3;
/// Blocks whose mean stands for the local background of the middle one; odd.
const CONTRAST_BLOCKS: usize = 5;
/// Hidden units of the part that tells strange spectra.
const STRANGER_UNITS: usize = 48;
/// Floor of the local contrast's denominator, in units of the spectrum's maximum.
const CONTRAST_FLOOR: f64 = 0.02;

/// One layer of the trunk: a convolution over blocks of the energy axis, followed by a rectifier.
/// Every output block sees the block at its place and the two that lie `reach` blocks off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Output channels per block.
    pub channels: usize,
    /// Distance of the outer blocks that are seen, in blocks.
    pub reach: usize,
    /// Whether the stage's input is added to its output (then the channels agree).
    pub residual: bool,
}

/// The architecture, as it stands in `model.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkConfig {
    /// Points of the energy grid; whole blocks.
    pub points: usize,
    /// Number of elements the network answers for.
    pub elements: usize,
    /// Grid points in a block. The first stage is a convolution of width 3 blocks and stride 1
    /// block (with `reach` 1) over the features.
    pub block: usize,
    /// The convolutional trunk, in order.
    pub stages: Vec<Stage>,
    /// Channels per block that the dense layers see.
    pub squeeze: usize,
    /// Units of the dense layers. The first sees every block apart: a line's place is its meaning.
    pub hidden: usize,
    /// Residual dense layers after the first.
    pub deep: usize,
    /// The blocks of the axis in which each element has lines, ascending, element by element: its amount is a sum
    /// over them.
    pub own_blocks: Vec<Vec<usize>>,
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
    /// Blocks of the energy axis.
    pub fn blocks(&self) -> usize {
        self.points / self.block
    }

    /// Multiply–add operations of one forward pass, convolutions and dense layers.
    pub fn multiply_adds(&self) -> usize {
        let mut per_block = 0;
        let mut channels = self.block * FEATURE_CHANNELS;
        for stage in &self.stages {
            per_block += 3 * channels * stage.channels;
            channels = stage.channels;
        }
        per_block += channels * self.squeeze + self.squeeze * self.hidden;
        per_block += self.squeeze * STRANGER_UNITS;
        let dense = self.deep * self.hidden * self.hidden + 2 * self.hidden * self.elements;
        let evidence =
            evidence::multiply_adds(&self.own_blocks, self.blocks(), channels, self.hidden);
        self.blocks() * per_block + dense + evidence
    }

    /// Refuses shapes that would make a layer panic.
    ///
    /// # Errors
    /// A sentence that names the offending stage or number.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let positive = [
            self.points,
            self.elements,
            self.block,
            self.squeeze,
            self.hidden,
        ];
        if positive.contains(&0) {
            return Err(ConfigError(
                "points, elements, block, squeeze and hidden must be positive".into(),
            ));
        }
        if !self.points.is_multiple_of(self.block) {
            return Err(ConfigError(format!(
                "{} points are no whole number of blocks of {}",
                self.points, self.block
            )));
        }
        let mut channels = self.block * FEATURE_CHANNELS;
        for (i, s) in self.stages.iter().enumerate() {
            if s.channels == 0 || s.reach == 0 {
                return Err(ConfigError(format!(
                    "stage {i}: channels and reach must be positive, found {s:?}"
                )));
            }
            if s.residual && s.channels != channels {
                return Err(ConfigError(format!(
                    "stage {i}: a residual stage needs {channels} channels, found {s:?}"
                )));
            }
            channels = s.channels;
        }
        if self.own_blocks.len() != self.elements {
            return Err(ConfigError(format!(
                "own blocks of {} elements, expected {}",
                self.own_blocks.len(),
                self.elements
            )));
        }
        for (e, own) in self.own_blocks.iter().enumerate() {
            let rises = own.windows(2).all(|w| w[0] < w[1]);
            if own.is_empty() || !rises || own.last().is_some_and(|b| *b >= self.blocks()) {
                return Err(ConfigError(format!(
                    "element {e}: own blocks must be one or more of 0 to {}, ascending; found {own:?}",
                    self.blocks() - 1
                )));
            }
        }
        Ok(())
    }

    /// A [`Stranger`] with fresh random weights on `device`.
    pub fn stranger(&self, device: &Device) -> Stranger {
        let inputs = self.squeeze * self.blocks();
        Stranger {
            hidden: LinearConfig::new(inputs, STRANGER_UNITS).init(device),
            last: LinearConfig::new(STRANGER_UNITS, 1).init(device),
        }
    }

    /// A network with fresh random weights on `device`.
    ///
    /// # Errors
    /// As [`NetworkConfig::validate`].
    pub fn init(&self, device: &Device) -> Result<Network, ConfigError> {
        self.validate()?;
        let mut channels = self.block * FEATURE_CHANNELS;
        let mut stages = Vec::with_capacity(self.stages.len());
        for stage in &self.stages {
            stages.push(rectified(3 * channels, stage.channels, device));
            channels = stage.channels;
        }
        let head = || LinearConfig::new(self.hidden, self.elements).init(device);
        Ok(Network {
            contrast: AvgPool1dConfig::new(CONTRAST_BLOCKS)
                .with_stride(1)
                .with_padding(PaddingConfig1d::Explicit(
                    CONTRAST_BLOCKS / 2,
                    CONTRAST_BLOCKS / 2,
                ))
                .with_count_include_pad(true)
                .init(),
            block: self.block,
            stages,
            reach: self.stages.iter().map(|s| s.reach).collect(),
            residual: self.stages.iter().map(|s| s.residual).collect(),
            squeeze: rectified(channels, self.squeeze, device),
            hidden: rectified(self.squeeze * self.blocks(), self.hidden, device),
            deep: (0..self.deep)
                .map(|_| rectified(self.hidden, self.hidden, device))
                .collect(),
            presence: head(),
            evidence: Evidence::new(&self.own_blocks, channels, self.hidden, device),
            doubt: head(),
            stranger: self.stranger(device),
        })
    }
}

/// The network. Build it with [`NetworkConfig::init`], then load weights into it.
#[derive(Module, Debug)]
pub struct Network {
    contrast: AvgPool1d,
    #[module(skip)]
    block: usize,
    stages: Vec<Linear>,
    #[module(skip)]
    reach: Vec<usize>,
    #[module(skip)]
    residual: Vec<bool>,
    squeeze: Linear,
    hidden: Linear,
    deep: Vec<Linear>,
    presence: Linear,
    evidence: Evidence,
    doubt: Linear,
    stranger: Stranger,
}

/// The part that tells spectra unlike those of the training, from what the trunk sees of them.
#[derive(Module, Debug)]
pub struct Stranger {
    hidden: Linear,
    last: Linear,
}

impl Stranger {
    /// Logit of strangeness, `[batch, 1]`, from [`Network::trunk`].
    pub fn forward(&self, trunk: Tensor<2>) -> Tensor<2> {
        self.last.forward(relu(self.hidden.forward(trunk)))
    }
}

/// What the network says of a batch.
#[derive(Debug, Clone)]
pub struct Output {
    /// Logit that the element is present, `[batch, elements]`.
    pub presence: Tensor<2>,
    /// Logarithm of the unnormalised amount of the element, `[batch, elements]`. The amount itself is a
    /// rectified sum: areas of lines add up, which their logarithms do not.
    pub amount: Tensor<2>,
    /// Raw doubt of the element's fraction, `[batch, elements]`: see [`Output::half_widths`].
    pub doubt: Tensor<2>,
    /// Logit that the spectrum is unlike those of the training, `[batch, 1]`.
    pub strangeness: Tensor<2>,
}

/// Added to an amount before its logarithm is taken.
const AMOUNT_FLOOR: f64 = 1e-4;
/// Fraction added to the predicted one where a doubt is relative to it.
pub const DOUBT_FLOOR: f64 = 0.005;

impl Output {
    /// Predicted atomic fractions f, shape `[batch, elements]`, rows summing to one:
    /// f_e ∝ σ(presence_e) · exp(amount_e). This is the f of docs/method/answer.md.
    pub fn fractions(&self) -> Tensor<2> {
        softmax(self.amount.clone() + log_sigmoid(self.presence.clone()), 1)
    }

    /// Half-widths of the 90 % intervals of the fractions `[batch, elements]`, before calibration:
    /// softplus(doubt) · (f + [`DOUBT_FLOOR`]).
    pub fn half_widths(&self) -> Tensor<2> {
        softplus(self.doubt.clone(), 1.0) * (self.fractions() + DOUBT_FLOOR)
    }

    /// Probability of presence σ(presence), fractions, half-widths, presence logits, logarithms of
    /// the amounts, and σ(strangeness), side by side: `[batch, 5 × elements + 1]`; [`crate::Row`]
    /// takes a row apart.
    pub fn table(&self) -> Tensor<2> {
        let columns = vec![
            sigmoid(self.presence.clone()),
            self.fractions(),
            self.half_widths(),
            self.presence.clone(),
            self.amount.clone(),
            sigmoid(self.strangeness.clone()),
        ];
        Tensor::cat(columns, 1)
    }
}

impl Network {
    /// Runs the network on a batch of shape `[batch, 2, points]`.
    ///
    /// Channel 0 is the intensity divided by its maximum, zero where nothing was measured;
    /// channel 1 is the mask, one where the file covers the energy and zero elsewhere.
    pub fn forward(&self, input: Tensor<3>) -> Output {
        let blocks = self.blocks_seen(input);
        let trunk = self.squeezed(blocks.clone());
        let mut last = relu(self.hidden.forward(trunk.clone()));
        for layer in &self.deep {
            last = last.clone() + relu(layer.forward(last));
        }
        let amount = self.evidence.forward(blocks, last.clone());
        Output {
            presence: self.presence.forward(last.clone()),
            amount: (softplus(amount, 1.0) + AMOUNT_FLOOR).log(),
            // Doubt is learnt from what the answer is made of, and does not change it.
            doubt: self.doubt.forward(last.detach()),
            strangeness: self.stranger.forward(trunk.detach()),
        }
    }

    /// The network with another [`Stranger`]: it is trained when all else is done.
    #[must_use]
    pub fn with_stranger(self, stranger: Stranger) -> Network {
        Network { stranger, ..self }
    }

    /// What the dense layers see: the squeezed channels of all blocks, `[batch, squeeze × blocks]`.
    pub fn trunk(&self, input: Tensor<3>) -> Tensor<2> {
        self.squeezed(self.blocks_seen(input))
    }

    fn squeezed(&self, blocks: Tensor<3>) -> Tensor<2> {
        relu(self.squeeze.forward(blocks)).flatten(1, 2)
    }

    /// What the last stage makes of each block, `[batch, blocks, channels]`.
    fn blocks_seen(&self, input: Tensor<3>) -> Tensor<3> {
        let mut x = self.features(input);
        for ((stage, &reach), &residual) in self.stages.iter().zip(&self.reach).zip(&self.residual)
        {
            let y = relu(stage.forward(neighbours(x.clone(), reach)));
            x = if residual { x + y } else { y };
        }
        x
    }

    /// √intensity (Poisson noise is even on that scale), the contrast against the mean of the
    /// blocks about (a line of 2 % is as visible on a high background as on a low one), and the
    /// mask, block by block: `[batch, blocks, 3 × block]`.
    fn features(&self, input: Tensor<3>) -> Tensor<3> {
        let [batch, _, points] = input.dims();
        let blocks = points / self.block;
        let channel =
            |i: usize| (input.clone().narrow(1, i, 1)).reshape([batch, blocks, self.block]);
        let (intensity, mask) = (channel(0), channel(1));
        let around = |x: &Tensor<3>| {
            let means = x.clone().mean_dim(2).swap_dims(1, 2);
            self.contrast.forward(means).swap_dims(1, 2)
        };
        let mean = around(&intensity) / around(&mask).clamp_min(1e-3);
        let contrast = (intensity.clone() - mean.clone()) / (mean + CONTRAST_FLOOR) * mask.clone();
        let root = intensity.clamp_min(0.0).add_scalar(1e-6).sqrt();
        Tensor::cat(vec![root, contrast * 2.0, mask], 2)
    }
}

/// The blocks `reach` before, at, and `reach` behind each place of `[batch, blocks, channels]`,
/// side by side; beyond the ends are zeros. A matrix product with that is a convolution, and on
/// the CPU a fast one.
fn neighbours(x: Tensor<3>, reach: usize) -> Tensor<3> {
    let [batch, blocks, channels] = x.dims();
    let ends = Tensor::zeros([batch, reach, channels], &x.device());
    let padded = Tensor::cat(vec![ends.clone(), x.clone(), ends], 1);
    let before = padded.clone().narrow(1, 0, blocks);
    let behind = padded.narrow(1, 2 * reach, blocks);
    Tensor::cat(vec![before, x, behind], 2)
}
