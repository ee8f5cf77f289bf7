//! Counting statistics and spikes.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Poisson, StandardNormal};
use serde::{Deserialize, Serialize};

use super::open_unit;

/// Discharges, cosmic rays, radio: single channels that count too much.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spikes {
    /// Mean number per survey (Poisson).
    pub number: f64,
    /// Mean height (exponential), in units of the expected counts of the strongest channel.
    pub height: f64,
}

impl Spikes {
    /// Adds spikes; `events` are the counts of the strongest channel, none for a noiseless survey
    /// whose strongest channel is 1.
    pub(super) fn add_to(&self, counts: &mut [f64], events: Option<f64>, rng: &mut impl Rng) {
        if self.number <= 0.0 || self.height <= 0.0 {
            return;
        }
        for _ in 0..poisson(self.number, rng) as usize {
            let channel = rng.random_range(0..counts.len());
            let height = -open_unit(rng).ln() * self.height;
            counts[channel] += match events {
                Some(events) => (height * events).round(),
                None => height,
            };
        }
    }
}

/// From this mean on a rounded normal deviate stands for a Poisson one; skewness (0.18 there) and
/// all that is left of the difference cannot be seen in a survey.
const NORMAL_FROM: f64 = 30.0;

/// A Poisson deviate: a count whose mean is `mean`.
pub fn poisson(mean: f64, rng: &mut impl Rng) -> f64 {
    if mean >= NORMAL_FROM {
        let g: f64 = StandardNormal.sample(rng);
        (mean + g * mean.sqrt()).round().max(0.0)
    } else if mean > 0.0 {
        Poisson::new(mean).map_or(0.0, |d| d.sample(rng))
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn mean_and_variance_are_equal() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        for mean in [0.2, 5.0, 20.0, 29.9, 30.1, 1000.0] {
            let draws: Vec<f64> = (0..40_000).map(|_| poisson(mean, &mut rng)).collect();
            let m = draws.iter().sum::<f64>() / 40_000.0;
            let v = draws.iter().map(|d| (d - m).powi(2)).sum::<f64>() / 40_000.0;
            assert!((m / mean - 1.0).abs() < 0.03, "{mean}: mean {m}");
            assert!((v / mean - 1.0).abs() < 0.04, "{mean}: variance {v}");
            assert!(draws.iter().all(|d| *d >= 0.0 && d.fract() == 0.0));
        }
        assert_eq!(poisson(0.0, &mut rng), 0.0);
    }

    #[test]
    fn spikes_have_their_number_and_height() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let spikes = Spikes {
            number: 2.0,
            height: 0.5,
        };
        let (mut number, mut sum) = (0, 0.0);
        for _ in 0..4000 {
            let mut counts = vec![0.0; 100_000];
            spikes.add_to(&mut counts, Some(1000.0), &mut rng);
            number += counts.iter().filter(|c| **c > 0.0).count();
            sum += counts.iter().sum::<f64>();
        }
        let mean = sum / f64::from(number as u32);
        assert!((f64::from(number as u32) / 8000.0 - 1.0).abs() < 0.05);
        assert!((mean / 500.0 - 1.0).abs() < 0.05, "{mean}");
    }
}
