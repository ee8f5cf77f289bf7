//! What is fitted: the points of one region, their background, and how far they scatter.

use serde::{Deserialize, Serialize};

/// Points of one region. The three lists have one length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Binding energies, eV. Any order, uneven steps allowed.
    pub energy_ev: Vec<f64>,
    /// What was measured at each energy: counts, or another unit (see [`Variance`]).
    pub counts: Vec<f64>,
    /// The background at each energy, in the unit of `counts`. It is taken as exact.
    pub background: Vec<f64>,
}

/// How far the points scatter about the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variance {
    /// The unit is counts: the variance of a point is its counts, at least 1 (Neyman's chi squared).
    /// Areas come out low by about one count per channel, as in every fit with these weights
    /// (Baker and Cousins, Nucl. Instrum. Methods 221 (1984) 437): use it from some 10 counts on.
    Poisson,
    /// Counts per second, or a unit that is not known: the variance of a point is its value (at
    /// least a hundredth of the largest) times one factor. The factor is the reduced chi squared of
    /// the residuals, and all errors are scaled by its root.
    FromResiduals,
}

impl Region {
    /// Lowest and highest energy, eV.
    pub(crate) fn window(&self) -> (f64, f64) {
        self.energy_ev
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), e| {
                (low.min(*e), high.max(*e))
            })
    }

    /// Standard deviation of each point. With [`Variance::FromResiduals`] up to a common factor.
    pub(crate) fn deviations(&self, variance: Variance) -> Vec<f64> {
        let least = match variance {
            Variance::Poisson => 1.0,
            Variance::FromResiduals => {
                let largest = self.counts.iter().copied().fold(0.0, f64::max);
                // All zero or below: equal weights.
                if largest > 0.0 { 0.01 * largest } else { 1.0 }
            }
        };
        self.counts.iter().map(|c| c.max(least).sqrt()).collect()
    }
}
