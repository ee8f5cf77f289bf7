//! Fit of what is not known of a sample: amounts, contamination, transmission, shift.
//!
//! Least squares by Levenberg and Marquardt on two things at once, both in units of Poisson noise:
//! the *contrast*, what the curve has above its running mean over ±12 eV, which holds the lines;
//! and, with little weight, that running mean, which holds the background. The background thus
//! decides only what the lines leave open.

use anyhow::Result;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

use super::curve::Curve;
use super::model::{Guess, Known};

/// Half width of the running mean that parts lines from background, eV.
const CONTRAST_HALF_EV: f64 = 12.0;
/// Weight of the running mean against the contrast.
const LEVEL_WEIGHT: f64 = 0.02;
/// Share of the highest level that is added to the variance: no division by nearly nothing.
const VARIANCE_FLOOR: f64 = 0.01;
/// Farthest shift that is looked for, eV.
const MAX_SHIFT_EV: f64 = 12.0;
/// Thickness at which the fit begins, nm.
const START_CARBON_NM: f64 = 0.5;
/// FWHM of source and analyser at which the fit begins, eV.
const START_RESOLUTION_EV: f64 = 1.5;
/// Largest atomic fraction of oxygen in adventitious carbon.
const MAX_CARBON_OXYGEN: f64 = 0.5;
/// Step of the numerical derivative, in units of the parameters below (all of the order of one).
const DERIVATIVE_STEP: f64 = 1e-3;
/// Runs of the simulator that a fit may take, per parameter.
const PATIENCE: usize = 40;

/// A finished fit.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The values found.
    pub guess: Guess,
    /// The simulated curve, shifted and scaled onto the measured one.
    pub simulated: Curve,
}

/// Fits the simulation of `known` to `measured`.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn fit(known: &Known, measured: &Curve) -> Result<Fit> {
    let target = Target::new(measured);
    let mut start = Guess {
        amounts: start_amounts(known),
        carbon_nm: START_CARBON_NM,
        carbon_oxygen: 0.1,
        exponent: 0.0,
        curvature: 0.0,
        resolution_ev: START_RESOLUTION_EV,
        shift_ev: 0.0,
    };
    start.shift_ev = target.best_shift(known, &start)?;
    let problem = Problem::new(known, &target, &start);
    let (problem, _) = LevenbergMarquardt::new()
        .with_ftol(1e-6)
        .with_xtol(1e-4)
        .with_gtol(1e-6)
        .with_patience(PATIENCE)
        .minimize(problem);
    let guess = problem.guess(&problem.parameters);
    let simulated = known.simulate(&guess, &measured.grid())?;
    let scale = target.scale(&target.split(&simulated).0);
    let values = simulated.values.iter().map(|v| v * scale).collect();
    Ok(Fit {
        simulated: measured.with(values),
        guess,
    })
}

/// Equal amounts of what must be there (those without a known amount), a little of the rest.
fn start_amounts(known: &Known) -> Vec<f64> {
    let stoichiometric = known.parts.iter().any(|p| p.known.is_some());
    known
        .parts
        .iter()
        .map(|p| match p.known {
            Some(fraction) => fraction,
            None if stoichiometric || !p.required => 0.03,
            None => 1.0,
        })
        .collect()
}

/// The measured curve as the fit sees it.
struct Target {
    grid: speclens::model::grid::Grid,
    contrast: Vec<f64>,
    level: Vec<f64>,
    /// One over the standard deviation of Poisson noise at the level, up to a factor.
    weight: Vec<f64>,
}

impl Target {
    fn new(measured: &Curve) -> Target {
        let level = measured.running_mean(CONTRAST_HALF_EV);
        let highest = level.iter().copied().fold(0.0, f64::max);
        let weight = level
            .iter()
            .map(|l| (highest / (l.max(0.0) + VARIANCE_FLOOR * highest)).sqrt() / highest)
            .collect();
        let mut target = Target {
            grid: measured.grid(),
            contrast: Vec::new(),
            level: Vec::new(),
            weight,
        };
        (target.contrast, target.level) = target.split(measured);
        target
    }

    /// Weighted contrast and weighted level of a curve.
    fn split(&self, curve: &Curve) -> (Vec<f64>, Vec<f64>) {
        let level = curve.running_mean(CONTRAST_HALF_EV);
        let contrast = curve
            .values
            .iter()
            .zip(&level)
            .zip(&self.weight)
            .map(|((v, l), w)| (v - l) * w)
            .collect();
        let level = level.iter().zip(&self.weight).map(|(l, w)| l * w).collect();
        (contrast, level)
    }

    /// The factor that brings a simulated contrast closest to the measured one.
    fn scale(&self, contrast: &[f64]) -> f64 {
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() };
        let norm = dot(contrast, contrast);
        if norm > 0.0 {
            (dot(contrast, &self.contrast) / norm).max(0.0)
        } else {
            0.0
        }
    }

    /// The shift at which the lines of `start` fall best on the measured ones.
    fn best_shift(&self, known: &Known, start: &Guess) -> Result<f64> {
        let unshifted = known.simulate(start, &self.grid)?;
        let steps = (MAX_SHIFT_EV / self.grid.step_ev).round() as i32;
        let agreement = |shift: f64| {
            let (contrast, _) = self.split(&unshifted.shifted_onto(shift, &self.grid));
            let dot: f64 = contrast
                .iter()
                .zip(&self.contrast)
                .map(|(a, b)| a * b)
                .sum();
            let norm: f64 = contrast.iter().map(|a| a * a).sum();
            dot / norm.sqrt().max(1e-30)
        };
        Ok((-steps..=steps)
            .map(|k| f64::from(k) * self.grid.step_ev)
            .max_by(|a, b| agreement(*a).total_cmp(&agreement(*b)))
            .unwrap_or(0.0))
    }
}

/// The least-squares problem. Parameters, all of the order of one: shift in eV; ln of the
/// resolution in eV; root of the layer's thickness in nm and an angle for its oxygen; n and q of
/// the transmission; roots of the amounts that are fitted. Roots and angles keep what they stand
/// for within its bounds.
struct Problem<'a> {
    known: &'a Known,
    target: &'a Target,
    start: &'a Guess,
    /// Parts whose amount is fitted.
    free: Vec<usize>,
    parameters: DVector<f64>,
}

impl<'a> Problem<'a> {
    fn new(known: &'a Known, target: &'a Target, start: &'a Guess) -> Self {
        let stoichiometric = known.parts.iter().any(|p| p.known.is_some());
        let free: Vec<usize> = (0..known.parts.len())
            .filter(|&i| known.parts[i].known.is_none() && (stoichiometric || i > 0))
            .collect();
        let mut x = vec![start.shift_ev, start.resolution_ev.ln()];
        if known.contaminated {
            x.push(start.carbon_nm.sqrt());
            x.push((start.carbon_oxygen / MAX_CARBON_OXYGEN).sqrt().asin());
        }
        x.push(start.exponent);
        if !known.transmission_known {
            x.push(start.curvature);
        }
        x.extend(free.iter().map(|i| start.amounts[*i].sqrt()));
        Problem {
            known,
            target,
            start,
            free,
            parameters: DVector::from_vec(x),
        }
    }

    fn guess(&self, x: &DVector<f64>) -> Guess {
        let mut x = x.iter().copied();
        let mut next = || x.next().unwrap_or_default();
        let mut guess = self.start.clone();
        guess.shift_ev = next();
        guess.resolution_ev = next().exp().clamp(0.2, 6.0);
        if self.known.contaminated {
            guess.carbon_nm = next().powi(2).min(20.0);
            guess.carbon_oxygen = MAX_CARBON_OXYGEN * next().sin().powi(2);
        }
        // Many files hold the nominal function of the lens mode, not a calibration: its exponent
        // stays open.
        guess.exponent = next();
        if !self.known.transmission_known {
            guess.curvature = next();
        }
        for i in &self.free {
            guess.amounts[*i] = next().powi(2);
        }
        guess
    }

    fn residuals_at(&self, x: &DVector<f64>) -> Option<DVector<f64>> {
        let curve = self
            .known
            .simulate(&self.guess(x), &self.target.grid)
            .ok()?;
        let (contrast, level) = self.target.split(&curve);
        let scale = self.target.scale(&contrast);
        let lines = contrast
            .iter()
            .zip(&self.target.contrast)
            .map(|(s, m)| scale * s - m);
        let levels = level
            .iter()
            .zip(&self.target.level)
            .map(|(s, m)| LEVEL_WEIGHT * (scale * s - m));
        let all: Vec<f64> = lines.chain(levels).collect();
        all.iter()
            .all(|v| v.is_finite())
            .then(|| DVector::from_vec(all))
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Problem<'_> {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, x: &DVector<f64>) {
        self.parameters.copy_from(x);
    }

    fn params(&self) -> DVector<f64> {
        self.parameters.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        self.residuals_at(&self.parameters)
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let here = self.residuals_at(&self.parameters)?;
        let mut columns = Vec::with_capacity(self.parameters.len());
        for i in 0..self.parameters.len() {
            let mut x = self.parameters.clone();
            x[i] += DERIVATIVE_STEP;
            columns.push((self.residuals_at(&x)? - &here) / DERIVATIVE_STEP);
        }
        Some(DMatrix::from_columns(&columns))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Truth;
    use speclens::model::grid::Grid;
    use speclens::spectrum::Spectrum;

    #[test]
    fn what_was_simulated_is_found_again() {
        let row = Truth::parse("a\tx\t1486.6\tFe O\tC Si\t");
        let known = Known::new(&row, &Spectrum::default()).unwrap();
        let truth = Guess {
            amounts: vec![1.0, 1.4, 0.1],
            carbon_nm: 0.9,
            carbon_oxygen: 0.15,
            exponent: -0.6,
            curvature: 0.05,
            resolution_ev: 2.0,
            shift_ev: 2.7,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        };
        let mut measured = known.simulate(&truth, &grid).unwrap();
        let top = measured.values.iter().copied().fold(0.0, f64::max);
        measured.values.iter_mut().for_each(|v| *v *= 1e5 / top);
        let found = fit(&known, &measured).unwrap();
        let g = &found.guess;
        assert!((g.shift_ev - 2.7).abs() < 0.1, "{g:?}");
        assert!((g.amounts[1] / 1.4 - 1.0).abs() < 0.05, "{g:?}");
        assert!((g.carbon_nm / 0.9 - 1.0).abs() < 0.1, "{g:?}");
        assert!((g.exponent + 0.6).abs() < 0.05, "{g:?}");
        assert!((g.resolution_ev / 2.0 - 1.0).abs() < 0.05, "{g:?}");
    }
}
