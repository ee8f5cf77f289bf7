//! The signal-to-noise ratio of a survey.
//!
//! SNR = H/s: the height H of the strongest line above its background, divided by the standard
//! deviation s of the noise beside it, both in the channels of the file. Background and noise are
//! those at the line's feet:
//!
//! - the feet are the lowest channels within [`FOOT_EV`] on either side of the line's top;
//! - the background under the line is the straight line between them, read at the top;
//! - the strongest line is the local maximum that stands highest above its background;
//! - the noise is √(background counts), one count at least.
//!
//! A file with finer steps has more channels with less counts in each: at the same dose, the SNR
//! per channel falls with the square root of the step.

/// A line's feet are looked for this far from its top, eV.
pub const FOOT_EV: f64 = 20.0;

/// A line that stands out of its background, in units of the expected survey it was found in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prominence {
    /// Channel of its top.
    pub channel: usize,
    /// Channels of its feet, at lower and at higher binding energy.
    pub feet: [usize; 2],
    /// Height of the top above the background.
    pub height: f64,
    /// Background under the top.
    pub background: f64,
}

/// The strongest line of an expected survey `means` (noiseless, channels `step_ev` apart,
/// ascending in binding energy), by the definition of this module; `None` where no channel stands
/// above both its feet.
pub fn strongest_line(means: &[f32], step_ev: f64) -> Option<Prominence> {
    let reach = ((FOOT_EV / step_ev).round() as usize).max(1);
    let mut best: Option<Prominence> = None;
    for i in 1..means.len().saturating_sub(1) {
        let top = means[i];
        let is_top = top >= means[i - 1] && top >= means[i + 1];
        // No line is higher than its top.
        if !is_top || best.is_some_and(|b| b.height >= f64::from(top)) {
            continue;
        }
        let low = lowest(means, i.saturating_sub(reach), i);
        let high = lowest(means, i + 1, (i + reach + 1).min(means.len()));
        let t = (i - low) as f64 / (high - low) as f64;
        let background = f64::from(means[low]) * (1.0 - t) + f64::from(means[high]) * t;
        let height = f64::from(top) - background;
        if height > best.map_or(0.0, |b| b.height) {
            best = Some(Prominence {
                channel: i,
                feet: [low, high],
                height,
                background,
            });
        }
    }
    best
}

/// Index of the lowest of `means[from..to]`, a range that is not empty.
fn lowest(means: &[f32], from: usize, to: usize) -> usize {
    let mut at = from;
    for i in from..to {
        if means[i] < means[at] {
            at = i;
        }
    }
    at
}

impl Prominence {
    /// SNR where the value 1 of the expected survey stands for `counts` events.
    pub fn snr(&self, counts: f64) -> f64 {
        self.height * counts / (self.background * counts).max(1.0).sqrt()
    }

    /// Events that the value 1 of the expected survey must stand for, so that the SNR is `snr`:
    /// b·(q/H)² with b the background, or q/H where less than one count of background remains.
    pub fn counts_for_snr(&self, snr: f64) -> f64 {
        let ratio = snr / self.height;
        let counts = self.background * ratio * ratio;
        if self.background * counts >= 1.0 {
            counts
        } else {
            ratio
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of height 2 at 100 eV and one of height 1 at 60 eV on a background that steps from
    /// `low` up by 1 at each.
    fn survey(low: f32) -> Vec<f32> {
        (0..200)
            .map(|i| {
                let x = i as f32;
                let line = |at: f32| (-0.5 * ((x - at) / 2.0).powi(2)).exp();
                let step = |at: f32| 1.0 / (1.0 + (-(x - at)).exp());
                low + line(60.0) + 2.0 * line(100.0) + step(61.0) + step(101.0)
            })
            .collect()
    }

    #[test]
    fn the_strongest_line_stands_on_the_line_between_its_feet() {
        let line = strongest_line(&survey(4.0), 1.0).unwrap();
        assert_eq!(line.channel, 100);
        assert!(line.feet[0] < 95 && line.feet[1] > 105, "{line:?}");
        assert!((5.4..5.8).contains(&line.background), "{line:?}");
        assert!((1.5..1.8).contains(&line.height), "{line:?}");
    }

    #[test]
    fn a_rising_background_alone_is_no_line() {
        let slope: Vec<f32> = (0..200).map(|i| i as f32).collect();
        assert_eq!(strongest_line(&slope, 1.0), None);
        assert_eq!(strongest_line(&[], 1.0), None);
    }

    #[test]
    fn counts_and_snr_are_inverse_with_much_and_without_background() {
        for low in [4.0, 0.0] {
            let line = strongest_line(&survey(low), 1.0).unwrap();
            for snr in [0.5, 2.0, 10.0, 1000.0] {
                let again = line.snr(line.counts_for_snr(snr));
                assert!(
                    (again / snr - 1.0).abs() < 1e-9,
                    "{low}: {again}, not {snr}"
                );
            }
        }
        let bare = Prominence {
            background: 0.0,
            ..strongest_line(&survey(0.0), 1.0).unwrap()
        };
        assert!((bare.counts_for_snr(3.0) * bare.height - 3.0).abs() < 1e-9);
    }
}
