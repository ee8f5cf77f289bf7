//! How well the composition of a simulated sample could be known at best.
//!
//! Whoever is told which elements are there, the exact shape and place of every line, its losses, the
//! layers, and each amount within a factor of e, and does not know the amounts themselves, nor what
//! tables and transmission leave open (areas of lines as far as in the seven spectra of ten that are less off), has a posterior distribution of the amounts. Near the truth the
//! expected counts are linear in the logarithms of what is not known, so that it is a normal
//! distribution: precision = prior precision + JᵀWJ, with J the derivatives of the counts and W the
//! inverse variances of the noise (Rodgers 2000, Inverse Methods for Atmospheric Sounding, eq. 2.27).
//! Its mean composition overlap with the truth is about the most that an answer can reach on average. A
//! network is told none of this.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use speclens::physics::recording::{Exposure, Scan, strongest_line};

use crate::samples::PRESENT_FRACTION;
use crate::samples::mixtures::TRANSMISSION_SPREAD;
use crate::sets::held_out::{CLEAN, HeldOutIndex, SNR};
use crate::sets::{Configuration, Contributions, Set, contributions};

/// Standard deviation of the logarithm of an amount beforehand.
const AMOUNT_SPREAD: f64 = 1.0;
/// The same of the unknown intensity of the whole.
const SCALE_SPREAD: f64 = 10.0;
/// Counts in the strongest channel of a spectrum without noise.
const NOISELESS_COUNTS: f64 = 1e8;
/// Expected counts where nothing is expected: no line stands there either.
const LEAST_COUNTS: f64 = 1e-6;
/// Draws from a posterior.
const DRAWS: usize = 400;
/// An element whose amount is less than so many standard deviations is not seen.
const SEEN: f64 = 2.0;
/// Precision beforehand of the logarithm of an amount, where the question is whether it is seen.
const NEXT_TO_NOTHING: f64 = 1e-4;

/// Mean composition overlap that could be reached on the samples of a set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// Where only the amounts are unknown.
    pub amounts: f64,
    /// Where the areas of the lines are unknown as well, as far as tables leave them open.
    pub areas: f64,
    /// Where the transmission function is unknown as well.
    pub transmission: f64,
    /// Share of the elements with 1 at% or more whose amount is at least two of its standard deviations,
    /// where only the amounts are unknown, and nothing of them beforehand: the rest cannot be told from
    /// nothing.
    pub seen: f64,
}

/// [`Bound`] of the noise ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundLadder {
    /// By the names of the sets: of each rung, and without noise.
    #[serde(flatten)]
    pub rungs: BTreeMap<String, Bound>,
    /// Number of samples.
    pub spectra: usize,
}

/// [`Bound`] of one spectrum, and the number of its elements with 1 at% or more: those that are seen, all.
type OfOne = (Bound, [usize; 2]);

/// What could be known of the first `count` samples of `configuration`, recorded by `scan` with
/// `exposure`.
///
/// # Errors
/// A sample that cannot be simulated or recorded.
pub fn bound(
    configuration: &Configuration,
    scan: Scan,
    exposures: &[Exposure],
    count: usize,
) -> Result<Vec<Bound>> {
    let of_samples: Vec<Vec<OfOne>> = (0..count.min(configuration.count))
        .into_par_iter()
        .map(|index| {
            let parts = contributions(configuration, index)?;
            let linear = Linearization::new(&parts, configuration, scan)?;
            let of = |exposure: &Exposure| linear.bound(*exposure, index as u64);
            exposures.iter().map(of).collect()
        })
        .collect::<Result<_>>()?;
    let mean = |k: usize, what: fn(&Bound) -> f64| {
        of_samples.iter().map(|b| what(&b[k].0)).sum::<f64>() / of_samples.len() as f64
    };
    let elements =
        |k: usize, which: usize| of_samples.iter().map(|b| b[k].1[which]).sum::<usize>() as f64;
    Ok((0..exposures.len())
        .map(|k| Bound {
            amounts: mean(k, |b| b.amounts),
            areas: mean(k, |b| b.areas),
            transmission: mean(k, |b| b.transmission),
            seen: elements(k, 0) / elements(k, 1).max(1.0),
        })
        .collect())
}

/// [`Bound`] of the first `count` samples of the noise ladder in `folder`: of each rung, and without noise.
///
/// # Errors
/// No such sets; as [`bound`].
pub fn ladder(folder: &Path, count: usize) -> Result<BoundLadder> {
    let index = HeldOutIndex::read(folder)?;
    let clean = Set::open(&folder.join(CLEAN))?;
    let scan = (clean.configuration().recording).context("a clean set that was not recorded")?;
    let names = std::iter::once(CLEAN.to_owned()).chain(SNR.map(|snr| format!("snr-{snr}")));
    let exposures: Vec<Exposure> = std::iter::once(Exposure::Noiseless)
        .chain(SNR.map(Exposure::Snr))
        .collect();
    let found = bound(clean.configuration(), scan.scan, &exposures, count)?;
    Ok(BoundLadder {
        rungs: names.zip(found).collect(),
        spectra: count.min(index.count),
    })
}

/// A recorded spectrum, linear in the logarithms of what is unknown: its expected counts and their derivatives.
struct Linearization {
    /// True atomic fractions.
    fractions: Vec<f64>,
    /// Expected intensity of the channels, the highest 1.
    means: Vec<f32>,
    step_ev: f64,
    /// Derivatives of `means` by what is unknown, in units of its standard deviation: amounts, whole
    /// intensity, areas, n and q.
    derivatives: Vec<Vec<f64>>,
    /// Number of derivatives by areas.
    areas: usize,
}

impl Linearization {
    fn new(
        parts: &Contributions,
        configuration: &Configuration,
        scan: Scan,
    ) -> Result<Linearization> {
        let grid = &configuration.grid;
        let range = (0..grid.points).filter(|i| {
            let energy_ev = grid.energy_ev(*i);
            energy_ev >= scan.from_ev && energy_ev <= scan.to_ev
        });
        let channels: Vec<usize> = range.collect();
        let top = channels
            .iter()
            .map(|i| parts.expected[*i])
            .fold(0.0, f32::max);
        anyhow::ensure!(top > 0.0, "a spectrum without intensity");
        let of = |intensity: &[f32]| -> Vec<f64> {
            let value = |i: &usize| f64::from(intensity[*i] / top);
            channels.iter().map(value).collect()
        };
        let whole = of(&parts.expected);
        let mut derivatives = vec![vec![0.0; channels.len()]; parts.composition.len()];
        let scaled = |v: &[f64], by: f64| -> Vec<f64> { v.iter().map(|y| y * by).collect() };
        derivatives.push(scaled(&whole, SCALE_SPREAD));
        for part in &parts.parts {
            let own = of(&part.intensity);
            for (sum, y) in derivatives[part.of].iter_mut().zip(&own) {
                *sum += AMOUNT_SPREAD * y;
            }
            derivatives.push(scaled(&own, part.area_spread));
        }
        let hv = configuration.source.photon_energy_ev();
        for (power, spread) in TRANSMISSION_SPREAD.into_iter().enumerate() {
            let by = |(i, y): (&usize, &f64)| {
                let energy_kev = (hv - grid.energy_ev(*i)) / 1000.0;
                y * spread * energy_kev.max(0.02).ln().powi(power as i32 + 1)
            };
            derivatives.push(channels.iter().zip(&whole).map(by).collect());
        }
        Ok(Linearization {
            fractions: parts.composition.iter().map(|c| c.1).collect(),
            means: whole.iter().map(|y| *y as f32).collect(),
            step_ev: grid.step_ev,
            derivatives,
            areas: parts.parts.len(),
        })
    }

    fn bound(&self, exposure: Exposure, seed: u64) -> Result<OfOne> {
        let counts = match exposure {
            Exposure::Noiseless => NOISELESS_COUNTS,
            Exposure::Counts(counts) => counts,
            Exposure::Snr(snr) => strongest_line(&self.means, self.step_ev)
                .map_or(NOISELESS_COUNTS, |line| line.counts_for_snr(snr)),
        };
        // Poisson noise: the variance is the mean.
        let rows = self
            .means
            .iter()
            .map(|m| counts / (f64::from(*m) * counts).max(LEAST_COUNTS).sqrt());
        let rows: Vec<f64> = rows.collect();
        let n = self.derivatives.len();
        let whitened = DMatrix::from_fn(rows.len(), n, |i, j| self.derivatives[j][i] * rows[i]);
        let precision = whitened.tr_mul(&whitened) + DMatrix::identity(n, n);
        let amounts = self.fractions.len() + 1;
        let of = |unknown: usize| -> Result<f64> {
            let precision = precision.view((0, 0), (unknown, unknown)).into_owned();
            let factor = precision.cholesky().context("a singular precision")?;
            Ok(self.overlap(&factor.l(), seed))
        };
        let seen = self.seen(&precision)?;
        let demanded = self.demanded().count();
        let bound = Bound {
            amounts: of(amounts)?,
            areas: of(amounts + self.areas)?,
            transmission: of(n)?,
            seen: seen as f64 / demanded.max(1) as f64,
        };
        Ok((bound, [seen, demanded]))
    }

    /// Indices of the elements with 1 at% or more.
    fn demanded(&self) -> impl Iterator<Item = usize> {
        let fractions = self.fractions.iter().enumerate();
        fractions
            .filter(|f| *f.1 >= f64::from(PRESENT_FRACTION))
            .map(|f| f.0)
    }

    /// Number of the demanded elements that are seen, by the precision of all that is unknown. What is seen
    /// is an element's own intensity: that of the whole is not unknown besides.
    fn seen(&self, precision: &DMatrix<f64>) -> Result<usize> {
        let n = self.fractions.len();
        let mut precision = precision.view((0, 0), (n, n)).into_owned();
        for i in 0..n {
            precision[(i, i)] += NEXT_TO_NOTHING - 1.0;
        }
        let variance = (precision.cholesky().context("a singular precision")?).inverse();
        let deviation = |i: usize| AMOUNT_SPREAD * variance[(i, i)].sqrt();
        let seen = |i: &usize| SEEN * deviation(*i) <= 1.0;
        Ok(self.demanded().filter(seen).count())
    }

    /// Mean composition overlap of the truth with draws from the normal distribution of the precision
    /// L·Lᵀ about it.
    fn overlap(&self, l: &DMatrix<f64>, seed: u64) -> f64 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut total = 0.0;
        for _ in 0..DRAWS {
            let white = DVector::from_fn(l.nrows(), |_, _| StandardNormal.sample(&mut rng));
            // x = L⁻ᵀ·white has the covariance (L·Lᵀ)⁻¹.
            let Some(x) = l.tr_solve_lower_triangular(&white) else {
                continue;
            };
            let amounts = self.fractions.iter().zip(x.iter());
            let amounts: Vec<f64> = amounts
                .map(|(t, x)| t * (AMOUNT_SPREAD * x).exp())
                .collect();
            let sum: f64 = amounts.iter().sum();
            let off = amounts
                .iter()
                .zip(&self.fractions)
                .map(|(a, t)| (a / sum - t).abs());
            total += 1.0 - 0.5 * off.sum::<f64>();
        }
        total / DRAWS as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use crate::samples::mixtures::Chemistry;
    use crate::sets::Contribution;
    use speclens::spectrum::Source;

    /// Two elements, half and half, a line of 20 even channels each, with the same area.
    fn halves() -> (Configuration, Contributions) {
        let line = |from: usize| Contribution {
            of: usize::from(from > 500),
            area_spread: 0.2,
            intensity: (0..GRID.points)
                .map(|i| f32::from(u8::from((from..from + 20).contains(&i))))
                .collect(),
        };
        let parts = vec![line(400), line(600)];
        let expected = (0..GRID.points)
            .map(|i| parts[0].intensity[i] + parts[1].intensity[i])
            .collect();
        let contributions = Contributions {
            expected,
            composition: vec![(5, 0.5), (7, 0.5)],
            parts,
        };
        let configuration = Configuration::mixtures(1, 1, Source::AlKa, GRID, Chemistry::default());
        (configuration, contributions)
    }

    /// Mean loss of overlap where the logarithm of the ratio of two halves has this standard deviation:
    /// x(1 − x)·σ·√(2/π).
    fn loss(ratio_spread: f64) -> f64 {
        0.25 * ratio_spread * (2.0 / std::f64::consts::PI).sqrt()
    }

    fn found(counts: f64) -> Bound {
        let (configuration, contributions) = halves();
        let linear =
            Linearization::new(&contributions, &configuration, Scan::of_grid(&GRID)).unwrap();
        linear.bound(Exposure::Counts(counts), 3).unwrap().0
    }

    #[test]
    fn counting_statistics_limit_what_is_known() {
        // 20 channels of 5 counts a line: each known to a tenth, the ratio to √2 of that. What was known
        // beforehand of the amounts helps a little.
        let bound = found(5.0);
        let (few, many) = (1.0 - bound.amounts, 1.0 - found(500.0).amounts);
        assert!((few / loss(0.1 * 2f64.sqrt()) - 1.0).abs() < 0.1, "{few}");
        assert!(
            (many / loss(0.01 * 2f64.sqrt()) - 1.0).abs() < 0.1,
            "{many}"
        );
    }

    #[test]
    fn what_tables_and_transmission_leave_open_remains_without_noise() {
        let bound = found(1e9);
        assert!(bound.amounts > 0.9999);
        let off = 1.0 - bound.areas;
        assert!((off / loss(0.2 * 2f64.sqrt()) - 1.0).abs() < 0.1, "{off}");
        assert!(bound.transmission < bound.areas);
    }
}
