//! The measured spectrum as the fit sees it: intensities on the network's grid and how much each may be off.

use speclens_spectrum::{Grid, Source};

use crate::model::noise::noise_at_the_maximum;

/// Below this binding energy stand valence bands, which the simulator draws as levels of atoms, eV.
const SHALLOWEST_EV: f64 = 12.0;
/// Slower electrons come by many paths that are not simulated, eV kinetic energy.
const SLOWEST_EV: f64 = 80.0;
/// Fewest points that are fitted.
const FEWEST: usize = 100;
/// How far the simulator is off at best, as a share of the intensity, and of the height of lines.
const MODEL_SHARE: f64 = 0.01;
const LINE_SHARE: f64 = 0.01;
/// Such errors reach over neighbouring points: a point counts for less, variance times this.
const NEIGHBOURS: f64 = 2.0;
/// Variance of an empty point, in squares of the highest one.
const LEAST: f64 = 1e-10;
/// Half-width of the mean above which lines stand, points.
const LEVEL_POINTS: usize = 15;
/// Half-width over which the height of lines is taken, points.
const HEIGHT_POINTS: usize = 2;

/// What is fitted.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub grid: Grid,
    pub source: Source,
    /// Intensities, the highest 1.
    pub intensity: Vec<f64>,
    /// The points that are fitted, ascending.
    pub points: Vec<usize>,
    /// Standard deviation of each intensity: noise, and what the simulator may be off.
    pub deviation: Vec<f64>,
    /// Standard deviation by noise alone.
    pub noise: Vec<f64>,
    /// Height of each intensity over the mean around it.
    pub contrast: Vec<f64>,
    /// Whether the file covers a point.
    covered: Vec<bool>,
}

impl Target {
    /// From an input of the network (`[2, points]`); `None` where too few points can be fitted.
    pub fn new(input: &[f32], grid: &Grid, source: Source) -> Option<Target> {
        let (values, mask) = input.split_at(grid.points);
        let hv = source.photon_energy_ev();
        let fitted = |i: &usize| {
            let energy_ev = grid.energy_ev(*i);
            mask[*i] > 0.0 && energy_ev > SHALLOWEST_EV && hv - energy_ev > SLOWEST_EV
        };
        let points: Vec<usize> = (0..grid.points).filter(fitted).collect();
        let intensity: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
        let of_noise = noise_at_the_maximum(input);
        // The variance of counts is their number.
        let noise: Vec<f64> = intensity
            .iter()
            .map(|y| of_noise * y.max(1e-3).sqrt())
            .collect();
        let covered: Vec<bool> = mask.iter().map(|m| *m > 0.0).collect();
        let contrast = contrast_of(&intensity, &covered);
        let heights: Vec<f64> = contrast.iter().map(|c| c.abs()).collect();
        let heights = running_mean(&heights, &covered, HEIGHT_POINTS);
        let deviation = |i: usize| {
            let model = (MODEL_SHARE * intensity[i]).powi(2) + (LINE_SHARE * heights[i]).powi(2);
            (noise[i].powi(2) + NEIGHBOURS * model + LEAST).sqrt()
        };
        let deviation: Vec<f64> = (0..grid.points).map(deviation).collect();
        if points.len() < FEWEST {
            return None;
        }
        Some(Target {
            grid: *grid,
            source,
            deviation,
            intensity,
            points,
            noise,
            contrast,
            covered,
        })
    }

    /// Binding energies of the first and the last point that is fitted, eV.
    pub fn range_ev(&self) -> [f64; 2] {
        let [first, last] = [self.points.first(), self.points.last()];
        [first, last].map(|i| self.grid.energy_ev(i.copied().unwrap_or(0)))
    }

    /// The factor that brings `curve` over `background` closest to the measured one; `None` where there is none
    /// above zero.
    pub fn scale(&self, curve: &[f64], background: &[f64], deviation: &[f64]) -> Option<f64> {
        let weighted = |a: &[f64], b: &[f64]| -> f64 {
            let points = self.points.iter();
            points.map(|&i| a[i] * b[i] / deviation[i].powi(2)).sum()
        };
        let net = self.intensity.iter().zip(background);
        let net: Vec<f64> = net.map(|(y, b)| y - b).collect();
        let scale = weighted(&net, curve) / weighted(curve, curve);
        (scale > 0.0 && scale.is_finite()).then_some(scale)
    }

    /// Contrast of another curve on the grid, as that of the intensities.
    pub fn contrast_of(&self, curve: &[f64]) -> Vec<f64> {
        contrast_of(curve, &self.covered)
    }
}

/// Height of a curve over the mean around it.
fn contrast_of(curve: &[f64], covered: &[bool]) -> Vec<f64> {
    let level = running_mean(curve, covered, LEVEL_POINTS);
    curve.iter().zip(&level).map(|(y, l)| y - l).collect()
}

/// Mean over the covered ones of `half` points to both sides, fewer at the ends; zero where there are none.
fn running_mean(values: &[f64], covered: &[bool], half: usize) -> Vec<f64> {
    let of = |i: usize| {
        let near = i.saturating_sub(half)..(i + half + 1).min(values.len());
        let (mut sum, mut count) = (0.0, 0.0);
        for k in near.filter(|k| covered[*k]) {
            sum += values[k];
            count += 1.0;
        }
        sum / f64::max(count, 1.0)
    };
    (0..values.len()).map(of).collect()
}
