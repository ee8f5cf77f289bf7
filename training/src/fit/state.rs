//! A network in training, and where it begins.

use std::path::Path;

use anyhow::{Result, ensure};
use burn::optim::{AdamWConfig, ModuleOptimizer};
use burn::tensor::Device;
use speclens::network::{Network, NetworkConfig, load_weights};

use super::checkpoint;
use super::gradient::gradient;
use super::preset::Preset;
use super::record::{Progress, commit};
use super::transfer::transferred;
use crate::sets::Batch;

/// Steps in which the learning rate rises.
const WARM_UP: usize = 200;

/// A network in training.
pub(super) struct State {
    /// The network, on a device with a tape.
    pub network: Network,
    /// The optimiser, with its moments.
    pub optimiser: ModuleOptimizer,
    /// Where the run stands.
    pub progress: Progress,
}

/// A finished network that another one starts from.
pub(super) struct Former {
    /// Its architecture.
    pub config: NetworkConfig,
    /// The network.
    pub network: Network,
    /// Its training.
    pub progress: Progress,
}

impl State {
    /// Writes a checkpoint into the folder of the run.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn save(&self, run: &Path) -> Result<()> {
        checkpoint::write(run, &self.network, &self.optimiser, &self.progress)
    }

    /// Random weights, nothing learnt yet.
    ///
    /// # Errors
    /// A network that cannot be.
    pub fn fresh(preset: &Preset, device: &Device) -> Result<State> {
        Ok(State {
            network: first_weights(&preset.network_config(), device, preset.seed + 3)?,
            optimiser: AdamWConfig::new()
                .with_weight_decay(preset.weight_decay)
                .init(),
            progress: Progress {
                preset: toml::to_string(preset)?,
                commit: commit(),
                ..Progress::default()
            },
        })
    }

    /// The state of the checkpoint `saved` in the folder `run`.
    ///
    /// # Errors
    /// A checkpoint of another preset, or one that cannot be read.
    pub fn resumed(self, saved: Progress, run: &Path) -> Result<State> {
        ensure!(
            saved.preset == self.progress.preset,
            "{}: the checkpoint there belongs to another preset; move it away, or name another --runs folder",
            run.display()
        );
        let optimiser_file = checkpoint::optimiser_file(saved.step);
        let state = State {
            network: checkpoint::weights(self.network, run, saved.step),
            optimiser: self.optimiser.load(run.join(optimiser_file))?,
            progress: saved,
        };
        eprintln!("resumed at step {}", state.progress.step);
        Ok(state)
    }

    /// The weights of `former`, in the network that `preset` describes.
    ///
    /// # Errors
    /// A network of other layers than those of `former`.
    pub fn after(self, former: Former, preset: &Preset, device: &Device) -> Result<State> {
        device.seed(preset.seed + 3);
        let (trained, from, to) = (&former.network, &former.config, preset.network_config());
        Ok(State {
            network: transferred(trained, from, &to, &[], device)?,
            progress: Progress {
                started_from: Some(Box::new(former.progress)),
                ..self.progress
            },
            ..self
        })
    }

    /// The state after one more step, and the loss of `batch` before it. The batch is cut into `parts` for as
    /// many threads.
    ///
    /// # Errors
    /// A loss that is no number; a thread that broke down.
    pub fn step(
        self,
        batch: &Batch,
        rate: f64,
        device: &Device,
        parts: usize,
    ) -> Result<(State, f64)> {
        let State {
            network,
            mut optimiser,
            mut progress,
        } = self;
        let (loss, gradients) = gradient(&network, batch, device, parts)?;
        ensure!(
            loss.is_finite(),
            "the loss became {loss} at step {}",
            progress.step
        );
        let network = optimiser.step(rate, network, gradients);
        progress.step += 1;
        let state = State {
            network,
            optimiser,
            progress,
        };
        Ok((state, loss))
    }
}

impl Former {
    /// The finished network of `preset` by its published weights.
    ///
    /// # Errors
    /// Weights of another architecture.
    pub fn published(
        preset: &Preset,
        weights: &[u8],
        progress: Progress,
        device: &Device,
    ) -> Result<Former> {
        let config = preset.network_config();
        let mut network = config.init(device)?;
        load_weights(&mut network, weights)?;
        Ok(Former {
            config,
            network,
            progress,
        })
    }

    /// The finished network of `preset` by the checkpoint `progress` in the folder `run`.
    ///
    /// # Errors
    /// A network that cannot be.
    pub fn trained(
        preset: &Preset,
        run: &Path,
        progress: Progress,
        device: &Device,
    ) -> Result<Former> {
        let config = preset.network_config();
        Ok(Former {
            network: checkpoint::weights(config.init(device)?, run, progress.step),
            config,
            progress,
        })
    }
}

/// A network with the random weights that `seed` gives on `device`; another kind of device gives others.
///
/// # Errors
/// A network that cannot be.
pub fn first_weights(config: &NetworkConfig, device: &Device, seed: u64) -> Result<Network> {
    device.seed(seed);
    Ok(config.init(device)?)
}

/// The learning rate of a step: it rises at first, and falls to a hundredth of `highest` along a cosine.
pub(super) fn learning_rate(step: usize, steps: usize, highest: f64) -> f64 {
    let rise = ((step + 1) as f64 / WARM_UP as f64).min(1.0);
    let done = step as f64 / steps.max(1) as f64;
    let cosine = 0.5 * (1.0 + (std::f64::consts::PI * done).cos());
    highest * rise * (0.01 + 0.99 * cosine)
}
