//! What a training run shows while it goes on: a bar, or lines where there is no terminal.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::preset::Preset;
use super::record::Progress;
use crate::merit::figures::Rates;

/// Steps between two lines where there is no terminal.
const LINE_EVERY: usize = 200;

/// Shows how far a run is.
pub(super) struct Monitor {
    bar: ProgressBar,
    /// Steps of the whole run.
    steps: usize,
    /// Spectra of a step.
    batch: usize,
    /// Step and time at which this call began: the machine may be another than before.
    first_step: usize,
    begun: Instant,
    /// Running mean of the loss.
    loss: Option<f64>,
}

impl Monitor {
    /// Of a run of `preset` that goes on from `first_step`.
    pub fn new(preset: &Preset, first_step: usize) -> Monitor {
        let steps = preset.steps();
        let bar = ProgressBar::new(steps as u64).with_style(style());
        bar.set_position(first_step as u64);
        Monitor {
            bar,
            steps,
            batch: preset.batch,
            first_step,
            begun: Instant::now(),
            loss: None,
        }
    }

    /// Time that this call has trained, s.
    pub fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// After a step: its loss, and its learning rate.
    pub fn step(&mut self, progress: &Progress, loss: f64, rate: f64) {
        let loss = self.loss.map_or(loss, |mean| 0.99 * mean + 0.01 * loss);
        self.loss = Some(loss);
        self.bar.set_position(progress.step as u64);
        let per_second = (progress.step - self.first_step) as f64 / self.seconds();
        let spectra_per_second = per_second * self.batch as f64;
        self.bar
            .set_message(format!("loss {loss:.3}, {spectra_per_second:.0} spectra/s"));
        if progress.step.is_multiple_of(LINE_EVERY) && self.bar.is_hidden() {
            eprintln!(
                "step {}/{} loss {loss:.4} rate {rate:.1e} {spectra_per_second:.0} spectra/s, {:.0} min, left {:.0} min",
                progress.step,
                self.steps,
                progress.seconds / 60.0,
                (self.steps - progress.step) as f64 / per_second / 60.0
            );
        }
    }

    /// After a checkpoint: the rates on held-out spectra.
    pub fn validated(&self, progress: &Progress, rates: &Rates) {
        self.bar.suspend(|| {
            eprintln!(
                "step {}: loss {:.3}, held out: overlap {:.3}, F1 {:.3}",
                progress.step,
                self.loss.unwrap_or(f64::NAN),
                rates.composition_overlap,
                rates.f1
            );
        });
    }

    /// At the end; says so where that came before the last step.
    pub fn finish(&self, progress: &Progress, out_of_time: bool) {
        self.bar.finish();
        if out_of_time {
            eprintln!(
                "stopped at step {} of {}: the same command goes on from here",
                progress.step, self.steps
            );
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed} (left {eta})")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
