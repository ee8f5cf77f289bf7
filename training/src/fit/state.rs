//! A network in training, and where it begins.

use std::path::Path;

use anyhow::{Result, ensure};
use burn::module::Module;
use burn::optim::{AdamWConfig, ModuleOptimizer};
use burn::tensor::Device;
use speclens::network::{Network, NetworkConfig, load_weights};

use super::batches::Lesson;
use super::checkpoint;
use super::device::Workers;
use super::gradient::gradient;
use super::preset::Preset;
use super::record::{Progress, commit};
use super::rounding::rounded;
use super::transfer::transferred;

/// Steps in which the learning rate rises.
const WARM_UP: usize = 200;
/// Share of the steps, the last ones, in which the network is tried with rounded weights.
const ROUNDED: f64 = 0.1;

/// Highest learning rate with twins, as a share of the preset's.
const TWINS_RATE: f64 = 0.1;

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
        let saved = Progress {
            commit: by_both(saved.commit, self.progress.commit),
            ..saved
        };
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

    /// The state after one more step at this `pace`, and the loss of `lesson` before it. The batch is cut into
    /// a part for each of the `workers`.
    ///
    /// # Errors
    /// A loss that is no number; a thread that broke down.
    pub fn step(
        self,
        lesson: &Lesson,
        pace: Pace,
        device: &Device,
        workers: &Workers,
    ) -> Result<(State, f64)> {
        let State {
            network,
            mut optimiser,
            mut progress,
        } = self;
        let (batch, twins) = (&lesson.batch, lesson.twins.as_ref());
        let (loss, gradients) = if pace.rounded {
            let rounded = rounded(network.valid()).train();
            gradient(&rounded, batch, twins, device, workers)?
        } else {
            gradient(&network, batch, twins, device, workers)?
        };
        ensure!(
            loss.is_finite(),
            "the loss became {loss} at step {}",
            progress.step
        );
        let network = optimiser.step(pace.rate, network, gradients);
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

/// The commits of a run that another one went on with.
fn by_both(before: Option<String>, now: Option<String>) -> Option<String> {
    match (before, now) {
        (Some(before), Some(now)) if !before.ends_with(&now) => {
            Some(format!("{before}, then {now}"))
        }
        (before, now) => before.or(now),
    }
}

/// How a step is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// The learning rate.
    pub rate: f64,
    /// Whether loss and gradient are those of the rounded weights; the step is then taken by the exact ones
    /// (the straight-through estimator, Bengio, Leonard and Courville 2013, arXiv:1308.3432).
    pub rounded: bool,
}

impl Pace {
    /// That of `step` of a run of `preset`: the rate rises at first, and falls to a hundredth of the highest along a
    /// cosine; with twins it does so again, from a tenth.
    pub fn of(step: usize, preset: &Preset) -> Pace {
        let (steps, highest) = (preset.steps_without_twins(), preset.learning_rate);
        if let Some(with_twins) = step.checked_sub(steps) {
            return Pace {
                rounded: true,
                ..Pace::along(with_twins, preset.twin_steps, TWINS_RATE * highest)
            };
        }
        Pace::along(step, steps, highest)
    }

    fn along(step: usize, steps: usize, highest: f64) -> Pace {
        let rise = ((step + 1) as f64 / WARM_UP as f64).min(1.0);
        let done = step as f64 / steps.max(1) as f64;
        let cosine = 0.5 * (1.0 + (std::f64::consts::PI * done).cos());
        Pace {
            rate: highest * rise * (0.01 + 0.99 * cosine),
            rounded: done >= 1.0 - ROUNDED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_and_falls_and_the_last_tenth_is_rounded() {
        let preset = Preset {
            spectra: 1_000,
            batch: 1,
            epochs: 10.0,
            learning_rate: 1e-3,
            twin_steps: 1_000,
            ..Preset::load("smoke").unwrap()
        };
        let pace = |step| Pace::of(step, &preset);
        assert!(pace(0).rate < 1e-5 && pace(WARM_UP).rate > 0.99e-3);
        assert!(pace(9_999).rate < 1.1e-5);
        assert!(!pace(8_999).rounded && pace(9_000).rounded);
        let highest = pace(10_000 + WARM_UP).rate;
        assert!(
            (0.5..1.0).contains(&(highest / (TWINS_RATE * 1e-3))),
            "{highest}"
        );
        assert!(pace(10_999).rounded && pace(10_999).rate < 2e-6);
    }

    #[test]
    fn all_commits_that_trained_it_are_told() {
        let of = |a: &str, b: &str| by_both(Some(a.into()), Some(b.into())).unwrap();
        assert_eq!(of("a1", "a1"), "a1");
        assert_eq!(of("a1", "b2"), "a1, then b2");
        assert_eq!(of("a1, then b2", "b2"), "a1, then b2");
        assert_eq!(by_both(None, Some("b2".into())).unwrap(), "b2");
    }
}
