//! The least-squares problem of a fit, for the optimiser of Levenberg and Marquardt.
//!
//! All that is not linear in the drawn curves is a shift, a width or a factor on the losses. Derivatives by
//! shifts and widths are first and second derivatives by energy; those by losses are differences.

use std::cell::Cell;
use std::rc::Rc;

use levenberg_marquardt::LeastSquaresProblem;
use nalgebra::{DMatrix, DVector, Dyn, Owned};
use speclens_physics::simulate::HalfSpace;
use speclens_spectrum::Grid;

use super::parameters::{BACKGROUND_NODES, Parameter, Varied, at_the_surface};
use super::sample::{ImpliedSample, LAYER_NM, Parts, main_kinetic_ev};
use super::target::Target;
use crate::conventional::LineKind;

/// Steps of logarithms for numerical derivatives.
const STEP: f64 = 0.02;
/// FWHM of a Gaussian in its standard deviations.
const FWHM: f64 = 2.354_820_045_030_949;

/// A fit under way.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub target: Rc<Target>,
    /// Standard deviations that residuals are counted in.
    pub deviation: Vec<f64>,
    pub parts: Parts,
    pub varied: Vec<Varied>,
    /// Values of the parameters in units of their spreads.
    pub x: DVector<f64>,
    /// Factor that brought the sample, as it began, onto the measured curve.
    pub scale: f64,
    /// Derivatives that may still be worked out before it stops.
    pub derivatives_left: Cell<usize>,
    start: ImpliedSample,
}

/// The curves of a sample.
#[derive(Debug, Clone)]
pub(super) struct Curves {
    pub sample: ImpliedSample,
    /// Of each element.
    pub elements: Vec<Vec<f64>>,
    /// Of each element, if it were a half-space's and if it were all at the surface.
    below: Vec<Vec<f64>>,
    surface: Vec<Vec<f64>>,
    /// The smooth background.
    pub background: Vec<f64>,
    /// All of it.
    pub total: Vec<f64>,
}

impl Problem {
    /// A fit that begins with `start`, whose areas and shifts are one for each of `parts`.
    pub fn new(
        target: Rc<Target>,
        start: ImpliedSample,
        parts: Parts,
        varied: Vec<Varied>,
    ) -> Option<Problem> {
        let mut problem = Problem {
            deviation: target.deviation.clone(),
            x: DVector::zeros(varied.len()),
            scale: 1.0,
            derivatives_left: Cell::new(0),
            target,
            start,
            parts,
            varied,
        };
        let curves = problem.curves()?;
        let scale = problem
            .target
            .scale(&curves.total, &curves.background, &problem.deviation);
        problem.scale = scale?;
        Some(problem)
    }

    /// The value of a parameter; 0 for one that is not varied.
    pub fn value(&self, wanted: Parameter) -> f64 {
        let place = self.varied.iter().position(|v| v.parameter == wanted);
        place.map_or(0.0, |i| self.x[i] * self.varied[i].spread)
    }

    /// The sample by the values of the parameters.
    pub fn sample(&self) -> ImpliedSample {
        let mut s = self.start.clone();
        for (varied, x) in self.varied.iter().zip(self.x.iter()) {
            let v = x * varied.spread;
            match varied.parameter {
                Parameter::Shift(e) => s.components[e].state.shift_ev += v,
                Parameter::AllShift => {
                    for c in &mut s.components {
                        c.state.shift_ev += v;
                        c.state.auger_shift_ev += v;
                    }
                }
                Parameter::Broadening(e) => s.components[e].state.broadening_ev *= v.exp(),
                Parameter::Area(p) => s.areas[p] = v,
                Parameter::PartShift(p) => s.shifts_ev[p] = v,
                Parameter::Resolution => s.instrument.analyser_fwhm_ev *= v.exp(),
                Parameter::Transmission(k) => s.transmission[k] += v,
                Parameter::Losses(k) => s.losses[k] *= v.exp(),
                Parameter::Elastic => s.elastic *= v.exp(),
                Parameter::Bremsstrahlung => s.instrument.bremsstrahlung *= v.exp(),
                Parameter::Scale
                | Parameter::Amount(_)
                | Parameter::Place(_)
                | Parameter::Stretch
                | Parameter::Background(_) => {}
            }
        }
        s
    }

    /// Factors on the signals of the elements.
    pub fn signals(&self) -> Vec<f64> {
        let all = self.value(Parameter::Scale);
        let of = |e| (all + self.value(Parameter::Amount(e))).exp();
        (0..self.start.components.len()).map(of).collect()
    }

    fn weights(&self) -> Vec<f64> {
        self.signals().iter().map(|s| self.scale * s).collect()
    }

    /// `None` where the simulator refuses the sample.
    pub fn curves(&self) -> Option<Curves> {
        let sample = self.sample();
        let (phase, instrument) = (sample.phase(), sample.instrument());
        let space = HalfSpace::new(&phase, &instrument, &self.target.grid).ok()?;
        let weights = self.weights();
        let mut curves = Curves {
            elements: Vec::new(),
            below: Vec::new(),
            surface: Vec::new(),
            background: self.background(),
            total: self.background(),
            sample,
        };
        for (e, weight) in weights.into_iter().enumerate() {
            let own = |p: usize| match self.parts.list[p].of == e {
                true => weight,
                false => 0.0,
            };
            let lines = curves.sample.draw(&space, &self.parts, own);
            let [below, surface] = self.by_place(&space, &curves.sample, e, &lines);
            let [share, _] = at_the_surface(self.value(Parameter::Place(e)));
            let both = below.iter().zip(&surface);
            let y: Vec<f64> = both.map(|(b, s)| b + share * (s - b)).collect();
            add(&mut curves.total, &y);
            curves.elements.push(y);
            curves.below.push(below);
            curves.surface.push(surface);
        }
        Some(curves)
    }

    /// Lines of element `e` in a half-space, on the stretched scale; and as they would be if all of it were at
    /// the surface, its main line as high.
    fn by_place(
        &self,
        space: &HalfSpace<'_>,
        sample: &ImpliedSample,
        e: usize,
        lines: &[f32],
    ) -> [Vec<f64>; 2] {
        let kinetic_ev = main_kinetic_ev(sample.components[e].z, self.target.source);
        let of_layer = 1.0 - (-LAYER_NM / space.imfp_nm(kinetic_ev)).exp();
        let surface = space.topmost(lines, LAYER_NM);
        let stretch = self.value(Parameter::Stretch);
        let on_scale = |curve: &[f32], factor: f64| {
            let curve: Vec<f64> = curve.iter().map(|v| f64::from(*v) * factor).collect();
            stretched(curve, &self.target.grid, stretch)
        };
        [on_scale(lines, 1.0), on_scale(&surface, of_layer.recip())]
    }

    fn background(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.target.grid.points];
        for k in 0..BACKGROUND_NODES {
            let height = self.value(Parameter::Background(k));
            for (y, hat) in sum.iter_mut().zip(self.hat(k)) {
                *y += height * hat;
            }
        }
        sum
    }

    /// One at node `k` of the background, falling straight to zero at its neighbours.
    fn hat(&self, k: usize) -> Vec<f64> {
        let [from, to] = self.target.range_ev();
        let spacing = (to - from) / (BACKGROUND_NODES - 1) as f64;
        let of = |e: f64| (1.0 - ((e - from) / spacing - k as f64).abs()).max(0.0);
        self.target.grid.energies_ev().into_iter().map(of).collect()
    }

    /// Residuals of a curve: of the measured points first, then of the parameters.
    fn residuals_of(&self, total: &[f64]) -> DVector<f64> {
        let target = &self.target;
        let points = target.points.iter();
        let data = points.map(|&i| (total[i] - target.intensity[i]) / self.deviation[i]);
        let length = target.points.len() + self.x.len();
        DVector::from_iterator(length, data.chain(self.x.iter().copied()))
    }

    /// The same as they are now.
    pub fn residuals_now(&self) -> Option<DVector<f64>> {
        Some(self.residuals_of(&self.curves()?.total))
    }

    /// The column of a curve's derivative in the units of the residuals, without the parameters' rows.
    pub fn column(&self, curve: &[f64]) -> DVector<f64> {
        let points = self.target.points.iter();
        let column = points.map(|&i| curve[i] / self.deviation[i]);
        DVector::from_iterator(self.target.points.len(), column)
    }

    /// The derivative of `lines`, of `sample` where part `p` counts `weight(p)` times, by a parameter that
    /// concerns all elements.
    pub fn shared(
        &self,
        parameter: Parameter,
        sample: &ImpliedSample,
        lines: &[f64],
        weight: &dyn Fn(usize) -> f64,
    ) -> Option<Vec<f64>> {
        let grid = &self.target.grid;
        let drawn = |sample: &ImpliedSample| -> Option<Vec<f32>> {
            let (phase, instrument) = (sample.phase(), sample.instrument());
            let space = HalfSpace::new(&phase, &instrument, grid).ok()?;
            Some(sample.draw(&space, &self.parts, weight))
        };
        let changed = |change: &dyn Fn(&mut ImpliedSample)| -> Option<Vec<f64>> {
            let mut other = sample.clone();
            change(&mut other);
            let (other, now) = (drawn(&other)?, drawn(sample)?);
            let both = other.iter().zip(&now);
            Some(both.map(|(a, b)| f64::from(a - b) / STEP).collect())
        };
        let hv = self.target.source.photon_energy_ev();
        Some(match parameter {
            Parameter::Scale => lines.to_vec(),
            Parameter::AllShift => moved(lines, grid),
            Parameter::Stretch => {
                let all = moved(lines, grid);
                let energies = grid.energies_ev();
                all.iter().zip(energies).map(|(d, e)| d * e).collect()
            }
            Parameter::Resolution => widened(lines, sample.instrument.analyser_fwhm_ev, grid),
            Parameter::Transmission(k) => {
                let energies = grid.energies_ev().into_iter();
                let log = energies.map(|e| ((hv - e).max(5.0) / 1000.0).ln());
                let both = lines.iter().zip(log);
                both.map(|(y, l)| y * l.powi(k as i32 + 1)).collect()
            }
            Parameter::Losses(k) => changed(&|s| s.losses[k] *= STEP.exp())?,
            Parameter::Elastic => changed(&|s| s.elastic *= STEP.exp())?,
            Parameter::Bremsstrahlung => changed(&|s| s.instrument.bremsstrahlung *= STEP.exp())?,
            Parameter::Background(k) => self.hat(k),
            Parameter::Amount(_)
            | Parameter::Place(_)
            | Parameter::Shift(_)
            | Parameter::Broadening(_)
            | Parameter::Area(_)
            | Parameter::PartShift(_) => vec![0.0; grid.points],
        })
    }

    /// What an element whose `curve` it is contributes to the columns of the parameters that concern all
    /// elements: `None` for the others.
    pub fn share_of_columns(
        &self,
        e: usize,
        sample: &ImpliedSample,
        curve: &[f64],
    ) -> Option<Vec<Option<DVector<f64>>>> {
        let weights = self.weights();
        let own = |p: usize| match self.parts.list[p].of == e {
            true => weights[e],
            false => 0.0,
        };
        let of = |varied: &Varied| -> Option<Option<DVector<f64>>> {
            let shared = matches!(
                varied.parameter,
                Parameter::Scale
                    | Parameter::AllShift
                    | Parameter::Stretch
                    | Parameter::Resolution
                    | Parameter::Transmission(_)
                    | Parameter::Losses(_)
                    | Parameter::Elastic
                    | Parameter::Bremsstrahlung
            );
            if !shared {
                return Some(None);
            }
            let column = self.shared(varied.parameter, sample, curve, &own)?;
            Some(Some(self.column(&column) * varied.spread))
        };
        self.varied.iter().map(of).collect()
    }

    /// Derivatives of the residuals by the parameters.
    pub fn derivatives(&self) -> Option<DMatrix<f64>> {
        let curves = self.curves()?;
        let sample = &curves.sample;
        let (phase, instrument) = (sample.phase(), sample.instrument());
        let grid = self.target.grid;
        let space = HalfSpace::new(&phase, &instrument, &grid).ok()?;
        let weights = self.weights();
        let part = |p: usize| {
            let of = self.parts.list[p].of;
            let only = |q: usize| if q == p { weights[of] } else { 0.0 };
            let lines = sample.draw(&space, &self.parts, only);
            let [below, surface] = self.by_place(&space, sample, of, &lines);
            let [share, _] = at_the_surface(self.value(Parameter::Place(of)));
            let both = below.iter().zip(&surface);
            both.map(|(b, s)| b + share * (s - b)).collect()
        };
        let parts: Vec<Vec<f64>> = (0..self.parts.list.len()).map(part).collect();
        let elements = sample.components.len();
        let mut photo = vec![vec![0.0; grid.points]; elements];
        let mut lines = vec![0.0; grid.points];
        for (part, y) in self.parts.list.iter().zip(&parts) {
            add(&mut lines, y);
            if part.kind == LineKind::Photoelectron {
                add(&mut photo[part.of], y);
            }
        }
        let own = |p: usize| weights[self.parts.list[p].of];
        let points = self.target.points.len();
        let mut all = DMatrix::zeros(points + self.x.len(), self.x.len());
        for (c, varied) in self.varied.iter().enumerate() {
            let curve = match varied.parameter {
                Parameter::Amount(e) => curves.elements[e].clone(),
                Parameter::Place(e) => {
                    let [_, slope] = at_the_surface(self.value(Parameter::Place(e)));
                    let both = curves.surface[e].iter().zip(&curves.below[e]);
                    both.map(|(s, b)| slope * (s - b)).collect()
                }
                Parameter::Shift(e) => moved(&photo[e], &grid),
                Parameter::Broadening(e) => {
                    let fwhm_ev = sample.components[e].state.broadening_ev;
                    widened(&curves.elements[e], fwhm_ev, &grid)
                }
                Parameter::Area(p) => parts[p].clone(),
                Parameter::PartShift(p) => moved(&parts[p], &grid),
                shared => self.shared(shared, sample, &lines, &own)?,
            };
            let column = self.column(&curve) * varied.spread;
            all.view_mut((0, c), (points, 1)).copy_from(&column);
            all[(points + c, c)] = 1.0;
        }
        Some(all)
    }
}

/// The derivative by a shift to higher binding energy.
fn moved(y: &[f64], grid: &Grid) -> Vec<f64> {
    slope(y, grid).iter().map(|d| -d).collect()
}

/// The derivative by the logarithm of a Gaussian's FWHM, eV.
fn widened(y: &[f64], fwhm_ev: f64, grid: &Grid) -> Vec<f64> {
    let variance = (fwhm_ev / FWHM).powi(2);
    curvature(y, grid).iter().map(|d| d * variance).collect()
}

fn add(sum: &mut [f64], curve: &[f64]) {
    for (s, y) in sum.iter_mut().zip(curve) {
        *s += y;
    }
}

/// First derivative by energy.
fn slope(y: &[f64], grid: &Grid) -> Vec<f64> {
    let at = |i: usize| y[i.min(y.len() - 1)];
    let of = |i: usize| (at(i + 1) - at(i.saturating_sub(1))) / (2.0 * grid.step_ev);
    (0..y.len()).map(of).collect()
}

/// Second derivative by energy.
fn curvature(y: &[f64], grid: &Grid) -> Vec<f64> {
    let at = |i: usize| y[i.min(y.len() - 1)];
    let of = |i: usize| at(i + 1) + at(i.saturating_sub(1)) - 2.0 * y[i];
    (0..y.len())
        .map(|i| of(i) / (grid.step_ev * grid.step_ev))
        .collect()
}

/// A curve whose energy scale is stretched about 0 eV.
fn stretched(curve: Vec<f64>, grid: &Grid, stretch: f64) -> Vec<f64> {
    if stretch == 0.0 {
        return curve;
    }
    let last = curve.len() - 1;
    let of = |i: usize| {
        let place = (grid.energy_ev(i) / (1.0 + stretch) - grid.lo_ev) / grid.step_ev;
        let place = place.clamp(0.0, last as f64);
        let below = (place as usize).min(last.saturating_sub(1));
        let t = place - below as f64;
        curve[below] * (1.0 - t) + curve[(below + 1).min(last)] * t
    };
    (0..curve.len()).map(of).collect()
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Problem {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, x: &DVector<f64>) {
        self.x.copy_from(x);
    }

    fn params(&self) -> DVector<f64> {
        self.x.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        self.residuals_now()
    }

    /// `None` ends the fit where it is.
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let left = self.derivatives_left.get();
        self.derivatives_left.set(left.checked_sub(1)?);
        self.derivatives()
    }
}
