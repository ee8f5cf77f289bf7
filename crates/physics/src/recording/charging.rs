//! What a charged sample does to its lines.

use serde::{Deserialize, Serialize};

/// Surface potentials of a charged sample: where electrons come from differs in potential, and
/// each line is drawn as the distribution of potentials.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charging {
    /// Shift to higher binding energy (positive charge), eV; negative where a flood gun
    /// over-compensates.
    pub shift_ev: f64,
    /// Even spread of the potential about its mean: Gaussian FWHM, eV.
    pub fwhm_ev: f64,
    /// Differential charging towards one side: mean of an exponential tail, eV, to higher binding
    /// energy where positive.
    pub tail_ev: f64,
}

/// Spreads and tails below this are none, eV.
const NEGLIGIBLE_EV: f64 = 1e-3;
/// Gaussian kernels end here, in standard deviations.
const REACH: f64 = 4.0;
/// FWHM of a Gaussian over its standard deviation.
const FWHM: f64 = 2.354_820_045;

impl Charging {
    /// `means` (of cells `step_ev` wide) broadened, but not shifted; `None` where nothing is to be
    /// done. Areas are kept up to what leaves the grid.
    pub(super) fn broadened(&self, means: &[f32], step_ev: f64) -> Option<Vec<f32>> {
        let mut out: Option<Vec<f32>> = None;
        if self.fwhm_ev > NEGLIGIBLE_EV {
            out = Some(gaussian(means, self.fwhm_ev / FWHM / step_ev));
        }
        if self.tail_ev.abs() > NEGLIGIBLE_EV {
            let mut y = out.unwrap_or_else(|| means.to_vec());
            let cells = self.tail_ev.abs() / step_ev;
            if self.tail_ev > 0.0 {
                exponential(y.iter_mut(), cells);
            } else {
                exponential(y.iter_mut().rev(), cells);
            }
            out = Some(y);
        }
        out
    }
}

/// Convolution with a Gaussian of `sigma` cells; the ends are continued level.
fn gaussian(means: &[f32], sigma: f64) -> Vec<f32> {
    // One half of the kernel, from its middle. A sampled Gaussian of less than 0.63 cells has too
    // small a variance; three points with the right one stand for it.
    let mut half: Vec<f64> = if sigma * sigma < 0.4 {
        vec![1.0 - sigma * sigma, 0.5 * sigma * sigma]
    } else {
        let reach = (REACH * sigma).ceil() as usize;
        (0..=reach)
            .map(|k| (-0.5 * (k as f64 / sigma).powi(2)).exp())
            .collect()
    };
    let sum = half[0] + 2.0 * half[1..].iter().sum::<f64>();
    half.iter_mut().for_each(|w| *w /= sum);

    let reach = half.len() - 1;
    let (first, last) = (means[0], means[means.len() - 1]);
    let mut padded = vec![first; reach];
    padded.extend_from_slice(means);
    padded.extend(std::iter::repeat_n(last, reach));
    let mut out: Vec<f32> = means.iter().map(|m| m * half[0] as f32).collect();
    for (k, &w) in half.iter().enumerate().skip(1) {
        let w = w as f32;
        let (before, after) = (&padded[reach - k..], &padded[reach + k..]);
        for ((y, b), a) in out.iter_mut().zip(before).zip(after) {
            *y += w * (b + a);
        }
    }
    out
}

/// Convolution with exp(−u/τ)/τ, u > 0, of cell means taken as even over their cell; τ in cells.
/// The share that stays in its cell is 1 − τ(1 − a) with a = exp(−1/τ), and the k-th next one gets
/// τ(1 − a)²·a^(k−1): their sum is 1 and their mean τ. The start is continued level.
fn exponential<'a>(cells: impl Iterator<Item = &'a mut f32>, tau: f64) {
    let a = (-1.0 / tau).exp();
    let stays = (1.0 - tau * (1.0 - a)) as f32;
    let goes = (tau * (1.0 - a) * (1.0 - a)) as f32;
    let a = a as f32;
    let mut sum: Option<f32> = None;
    for y in cells {
        let here = *y;
        let before = sum.unwrap_or(here / (1.0 - a));
        *y = stays * here + goes * before;
        sum = Some(a * before + here);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Area, mean and variance of what a charged sample makes of one cell of a hundred.
    fn moments(charging: Charging, step_ev: f64) -> (f64, f64, f64) {
        let mut means = vec![0.0f32; 201];
        means[100] = 1.0;
        let y = charging.broadened(&means, step_ev).unwrap();
        let at = |i: usize| (i as f64 - 100.0) * step_ev;
        let sum = |f: &dyn Fn(usize) -> f64| -> f64 {
            y.iter()
                .enumerate()
                .map(|(i, v)| f64::from(*v) * f(i))
                .sum()
        };
        let area = sum(&|_| 1.0);
        let mean = sum(&at) / area;
        (area, mean, sum(&|i| (at(i) - mean).powi(2)) / area)
    }

    #[test]
    fn an_even_spread_has_its_width_and_moves_nothing() {
        for fwhm_ev in [0.5, 1.4, 1.6, 4.0, 8.0] {
            let (area, mean, variance) = moments(
                Charging {
                    fwhm_ev,
                    ..Charging::default()
                },
                1.0,
            );
            assert!((area - 1.0).abs() < 1e-5 && mean.abs() < 1e-5);
            let fwhm = FWHM * variance.sqrt();
            assert!((fwhm / fwhm_ev - 1.0).abs() < 0.02, "{fwhm_ev}: {fwhm}");
        }
    }

    #[test]
    fn a_tail_leans_to_its_side_by_its_length() {
        for (tail_ev, step_ev) in [(0.3, 1.0), (3.0, 1.0), (-3.0, 1.0), (2.0, 0.5)] {
            let (area, mean, variance) = moments(
                Charging {
                    tail_ev,
                    ..Charging::default()
                },
                step_ev,
            );
            assert!((area - 1.0).abs() < 1e-5, "{tail_ev}: area {area}");
            assert!(
                (mean / tail_ev - 1.0).abs() < 1e-3,
                "{tail_ev}: mean {mean}"
            );
            assert!(tail_ev.abs() < 1.0 || variance > 0.9 * tail_ev * tail_ev);
        }
    }

    #[test]
    fn a_level_background_stays_level() {
        let charging = Charging {
            shift_ev: 3.0,
            fwhm_ev: 4.0,
            tail_ev: -5.0,
        };
        let y = charging.broadened(&[2.0; 60], 1.0).unwrap();
        assert!(y.iter().all(|v| (v - 2.0).abs() < 1e-4), "{y:?}");
        assert_eq!(Charging::default().broadened(&[2.0; 60], 1.0), None);
    }
}
