//! The spectrum that a composition implies, at the points of the file.

use std::rc::Rc;

use speclens_spectrum::grid::Input;
use speclens_spectrum::{AxisError, Grid, Spectrum};

use super::refined::Goodness;
use super::target::Target;

/// Where the points of a file lie on the grid, and what brings intensities of the grid to its counts.
#[derive(Debug, Clone)]
pub(super) struct Points {
    place: Vec<f64>,
    factor: Vec<f64>,
}

impl Points {
    pub fn new(spectrum: &Spectrum, input: &Input, grid: &Grid) -> Result<Points, AxisError> {
        let binding_ev = spectrum.binding_energy_ev()?;
        let place = binding_ev.iter().map(|e| (e - grid.lo_ev) / grid.step_ev);
        let passed = |i: usize| spectrum.transmission.as_ref().map_or(1.0, |t| t[i]);
        Ok(Points {
            place: place.collect(),
            factor: (0..binding_ev.len())
                .map(|i| input.scale * passed(i))
                .collect(),
        })
    }

    /// A curve of the grid at the points of the file, in its counts; NaN beyond the grid.
    fn of(&self, curve: &[f64]) -> Vec<f64> {
        let last = curve.len() - 1;
        let value = |(place, factor): (&f64, &f64)| {
            if !(0.0..=last as f64).contains(place) {
                return f64::NAN;
            }
            let below = (*place as usize).min(last.saturating_sub(1));
            let t = place - below as f64;
            factor * (curve[below] * (1.0 - t) + curve[below + 1] * t)
        };
        self.place.iter().zip(&self.factor).map(value).collect()
    }
}

/// The spectrum that a composition implies, with everything else as the fit found it.
#[derive(Debug, Clone)]
pub struct Reconstruction {
    pub(super) target: Rc<Target>,
    /// Standard deviations that the scale of other amounts is fitted with.
    pub(super) deviation: Vec<f64>,
    /// Refined atomic percents, and the curve of each element with them.
    pub(super) refined: Vec<f64>,
    pub(super) elements: Vec<Vec<f64>>,
    pub(super) background: Vec<f64>,
    pub(super) points: Points,
}

impl Reconstruction {
    /// The implied spectrum at the energies of the file, in its counts, for atomic percents in the order of the
    /// answer (`None`: the refined ones), as high as fits best; NaN beyond the network's grid. And how well
    /// it is the measured one.
    pub fn implied(&self, percents: Option<&[f64]>) -> (Vec<f64>, Goodness) {
        let grid = self.target.grid.points;
        let mut lines = vec![0.0; grid];
        for (e, curve) in self.elements.iter().enumerate() {
            let asked = percents.map_or(self.refined[e], |p| p.get(e).copied().unwrap_or(0.0));
            let factor = asked / self.refined[e].max(f64::MIN_POSITIVE);
            for (sum, y) in lines.iter_mut().zip(curve) {
                *sum += factor * y;
            }
        }
        let scale = match percents {
            None => 1.0,
            Some(_) => {
                let scale = self.target.scale(&lines, &self.background, &self.deviation);
                scale.unwrap_or(0.0)
            }
        };
        let both = lines.iter().zip(&self.background);
        let total: Vec<f64> = both.map(|(y, b)| scale * y + b).collect();
        (self.points.of(&total), self.goodness(&total))
    }

    fn goodness(&self, total: &[f64]) -> Goodness {
        let target = &self.target;
        let contrast = target.contrast_of(total);
        let (mut left, mut all, mut noise) = (0.0, 0.0, 0.0);
        for &i in &target.points {
            left += (contrast[i] - target.contrast[i]).powi(2);
            all += target.contrast[i].powi(2);
            let off = total[i] - target.intensity[i];
            noise += (off / target.noise[i].max(LEAST_NOISE)).powi(2);
        }
        Goodness {
            explained: (1.0 - left / f64::max(all, f64::MIN_POSITIVE)).max(0.0),
            residual_in_noise: (noise / target.points.len() as f64).sqrt(),
        }
    }
}

/// Noise of a spectrum that has none, in units of its highest intensity.
const LEAST_NOISE: f64 = 1e-6;
