//! What makes intervals and the sense for strange spectra hold.

use serde::{Deserialize, Serialize};

/// What makes the network's doubts hold on simulated spectra that it was not trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Factors on the half-widths of intervals.
    pub intervals: IntervalFactors,
    /// Strangeness above which a spectrum is said to be unlike those of the training.
    pub strangeness_limit: f64,
}

/// Factors on the network's half-widths, by the noise of the spectrum and the predicted amount (conformal
/// calibration: Lei et al. 2018, J. Am. Stat. Assoc. 113, 1094, "locally weighted"; group by group: Vovk 2012,
/// Proc. Mach. Learn. Res. 25, 475, "Mondrian").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntervalFactors {
    /// Noise ([`super::noise::noise_at_the_maximum`]) from which each row of factors holds, ascending from 0.
    pub from_noise: Vec<f64>,
    /// Predicted atomic percent from which each column holds, ascending from 0.
    pub from_percent: Vec<f64>,
    /// Factors, one row for each of `from_noise`.
    pub factors: Vec<Vec<f64>>,
}

impl Calibration {
    /// No calibration: the network's half-widths as they are, nothing is strange.
    pub fn none() -> Self {
        Calibration {
            intervals: IntervalFactors {
                from_noise: vec![0.0],
                from_percent: vec![0.0],
                factors: vec![vec![1.0]],
            },
            strangeness_limit: f64::MAX,
        }
    }
}

impl IntervalFactors {
    /// Row and column of the factor for an element of this atomic fraction in a spectrum of this noise.
    pub fn group(&self, noise: f64, fraction: f64) -> (usize, usize) {
        let last = |from: &[f64], x: f64| from.iter().rposition(|from| *from <= x).unwrap_or(0);
        (
            last(&self.from_noise, noise),
            last(&self.from_percent, 100.0 * fraction),
        )
    }

    /// Factor on the half-width of an element with this atomic fraction in a spectrum of this noise.
    pub fn factor(&self, noise: f64, fraction: f64) -> f64 {
        let (row, column) = self.group(noise, fraction);
        self.factors[row][column]
    }

    /// Whether there is a usable factor for everything.
    pub(super) fn is_whole(&self) -> bool {
        let ascending = |from: &[f64]| from.first() == Some(&0.0) && from.is_sorted();
        let usable = |row: &Vec<f64>| {
            row.len() == self.from_percent.len() && row.iter().all(|f| f.is_finite() && *f > 0.0)
        };
        ascending(&self.from_noise)
            && ascending(&self.from_percent)
            && self.factors.len() == self.from_noise.len()
            && self.factors.iter().all(usable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_follow_noise_and_amount_and_must_be_whole() {
        let factors = IntervalFactors {
            from_noise: vec![0.0, 0.01],
            from_percent: vec![0.0, 1.0, 10.0],
            factors: vec![vec![1.0, 2.0, 3.0], vec![4.0, 5.0, 6.0]],
        };
        assert!(factors.is_whole());
        assert_eq!(factors.factor(0.0, 0.0), 1.0);
        assert_eq!(factors.factor(0.009, 0.099), 2.0);
        assert_eq!(factors.factor(0.01, 1.0), 6.0);
        let broken: [fn(&mut IntervalFactors); 5] = [
            |f| f.from_noise[0] = 0.1,
            |f| f.from_percent.swap(1, 2),
            |f| f.factors[1].truncate(2),
            |f| f.factors.truncate(1),
            |f| f.factors[0][0] = 0.0,
        ];
        for break_it in broken {
            let mut broken = factors.clone();
            break_it(&mut broken);
            assert!(!broken.is_whole(), "{broken:?}");
        }
    }
}
