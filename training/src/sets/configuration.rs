//! What decides a set, spectrum by spectrum.

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};
use speclens::physics::recording::Recording;
use speclens::spectrum::Grid;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use crate::samples::mixtures::Chemistry;

/// Spectra in a shard.
pub const SHARD: usize = 10_000;

/// Which samples a set holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Samples {
    /// Random mixtures ([`crate::samples::mixtures::draw`]).
    Mixtures,
    /// The same samples in the same chemical states, without random deviations of lines from their tables.
    MixturesAsTabulated,
    /// Each of the 81 elements alone and bare, in turn.
    Elements,
    /// Bare compounds, without traces ([`crate::samples::mixtures::compound`]).
    Compounds,
    /// Two elements, bare, with 10 to 90 at% of the first: each of these pairs (Z, Z) in turn.
    Pairs(Vec<[u8; 2]>),
}

/// Everything that decides a set; spectrum `i` follows from it and from `i`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Which samples.
    pub samples: Samples,
    /// Number of spectra.
    pub count: usize,
    /// Seed of samples, instruments and deviations: ChaCha8, one stream per spectrum.
    pub seed: u64,
    /// X-ray source.
    pub source: Source,
    /// Energy grid.
    pub grid: Grid,
    /// How far chemistry spreads the lines.
    pub chemistry: Chemistry,
    /// How the spectra are recorded and then placed on the grid; none: expected intensities.
    pub recording: Option<Recording>,
    /// Spectra in each shard but the last.
    pub shard: usize,
}

impl Configuration {
    /// Expected intensities of `count` random mixtures.
    pub fn mixtures(
        count: usize,
        seed: u64,
        source: Source,
        grid: Grid,
        chemistry: Chemistry,
    ) -> Self {
        Configuration {
            samples: Samples::Mixtures,
            count,
            seed,
            source,
            grid,
            chemistry,
            recording: None,
            shard: SHARD,
        }
    }

    /// Number of shards.
    pub fn shards(&self) -> usize {
        self.count.div_ceil(self.shard)
    }

    /// Indices of the spectra of shard `k`.
    pub fn spectra_of(&self, k: usize) -> std::ops::Range<usize> {
        k * self.shard..((k + 1) * self.shard).min(self.count)
    }

    /// Whether such a set can be made.
    ///
    /// # Errors
    /// What is impossible about it.
    pub fn check(&self) -> Result<()> {
        ensure!(self.count > 0, "a set of 0 spectra; expected 1 or more");
        ensure!(self.shard > 0, "shards of 0 spectra; expected 1 or more");
        let grid = &self.grid;
        let hv = self.source.photon_energy_ev();
        ensure!(
            (100..=65_535).contains(&grid.points)
                && grid.step_ev > 0.0
                && grid.lo_ev.is_finite()
                && grid.lo_ev < hv,
            "a grid of {} points from {} eV in steps of {} eV; expected 100 to 65,535 points, steps above 0 and a start below the photon energy of {hv} eV",
            grid.points,
            grid.lo_ev,
            grid.step_ev
        );
        if let Samples::Pairs(pairs) = &self.samples {
            ensure!(!pairs.is_empty(), "no pairs of elements");
            for z in pairs.iter().flatten() {
                ensure!(
                    elements::by_z(*z).is_some(),
                    "no element with Z = {z} in the library (Li to Bi without Tc and Pm, Th, U)"
                );
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;

    fn good() -> Configuration {
        Configuration::mixtures(25, 1, Source::AlKa, GRID, Chemistry::default())
    }

    #[test]
    fn shards_hold_every_spectrum_once() {
        let configuration = Configuration {
            shard: 10,
            ..good()
        };
        assert_eq!(configuration.shards(), 3);
        let all: Vec<usize> = (0..3).flat_map(|k| configuration.spectra_of(k)).collect();
        assert_eq!(all, (0..25).collect::<Vec<_>>());
    }

    #[test]
    fn impossible_sets_are_refused_with_a_reason() {
        let refused = |c: Configuration| c.check().unwrap_err().to_string();
        good().check().unwrap();
        assert!(refused(Configuration { count: 0, ..good() }).contains("0 spectra"));
        let samples = Samples::Pairs(vec![[79, 43]]);
        assert!(refused(Configuration { samples, ..good() }).contains("Z = 43"));
        let grid = Grid {
            step_ev: f64::NAN,
            ..GRID
        };
        assert!(refused(Configuration { grid, ..good() }).contains("steps of NaN eV"));
    }
}
