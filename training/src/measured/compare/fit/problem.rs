//! The least-squares problem of a fit, for the optimiser of Levenberg and Marquardt.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

use speclens::conventional::EvenCurve;
use speclens::spectrum::Grid;

use crate::measured::compare::sample::{DrawnLines, KnownSample, Parameters};

/// Atomic fractions of oxygen in adventitious carbon.
const CARBON_OXYGEN: [f64; 2] = [0.0, 0.5];
/// Atomic fractions of oxygen in a native oxide: from less than MO to MO₃.
const OXIDE_OXYGEN: [f64; 2] = [0.4, 0.75];
/// Thickness of a layer, nm.
const LAYER_NM: [f64; 2] = [0.0, 15.0];
/// Narrowest and widest resolution, eV.
const RESOLUTION_EV: [f64; 2] = [0.2, 3.5];
/// n of a transmission function: no analyser has more.
const EXPONENT: [f64; 2] = [-1.5, 1.5];
/// n beside the transmission function of a file.
const RESIDUAL_EXPONENT: [f64; 2] = [-0.8, 0.8];
/// q of a transmission function.
const CURVATURE: [f64; 2] = [-0.4, 0.4];
/// Step of the numerical derivative, in units of the parameters (all of the order of one).
const DERIVATIVE_STEP: f64 = 1e-3;
/// Runs of the simulator that a fit may take, per parameter.
const PATIENCE: usize = 40;

/// How free a fit is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Free {
    /// Whether shift and resolution are varied.
    pub axis: bool,
    /// Pull of the parameters to where they began: what the residuals leave open stays there.
    pub pull: f64,
    /// Pull of n and q of the transmission to zero.
    pub pull_of_transmission: f64,
}

/// What a fit varies. Parameters, all of the order of one: shift in eV and an angle for the
/// resolution, if [`Free::axis`]; for each layer an angle for its thickness and one for its oxygen;
/// angles for n and q of the transmission; roots of the amounts that are not known. Angles and
/// roots keep what they stand for within its bounds.
pub struct Problem<'a, R> {
    known: &'a KnownSample,
    grid: &'a Grid,
    start: &'a Parameters,
    free_to: Free,
    /// Residuals of a simulated curve.
    residuals: R,
    free: Vec<usize>,
    first: DVector<f64>,
    current: DVector<f64>,
}

/// Finds the parameters, from `start` on, whose simulated curve has the least `residuals` (squares).
pub fn minimize<R: Fn(&EvenCurve) -> Vec<f64>>(
    known: &KnownSample,
    grid: &Grid,
    start: &Parameters,
    free_to: Free,
    residuals: R,
) -> Parameters {
    let stoichiometric = known.bulk.iter().any(|p| p.known.is_some());
    // One amount is the measure of the others.
    let free = (0..known.bulk.len())
        .filter(|&i| known.bulk[i].known.is_none() && (stoichiometric || i > 0))
        .collect();
    let mut problem = Problem {
        known,
        grid,
        start,
        free_to,
        residuals,
        free,
        first: DVector::zeros(0),
        current: DVector::zeros(0),
    };
    problem.first = problem.vector(start);
    problem.current = problem.first.clone();
    if problem.current.is_empty() {
        return start.clone();
    }
    let (problem, _) = LevenbergMarquardt::new()
        .with_ftol(1e-6)
        .with_xtol(1e-4)
        .with_gtol(1e-6)
        .with_patience(PATIENCE)
        .minimize(problem);
    problem.parameters(&problem.current)
}

/// The value between two bounds that an angle stands for: no step leads out of them.
fn within(angle: f64, bounds: [f64; 2]) -> f64 {
    bounds[0] + (bounds[1] - bounds[0]) * angle.sin().powi(2)
}

/// The angle for a value between two bounds; not at a bound itself, where nothing would move it.
fn angle(value: f64, bounds: [f64; 2]) -> f64 {
    let place = (value - bounds[0]) / (bounds[1] - bounds[0]);
    place.clamp(1e-4, 1.0 - 1e-4).sqrt().asin()
}

impl<R: Fn(&EvenCurve) -> Vec<f64>> Problem<'_, R> {
    fn vector(&self, parameters: &Parameters) -> DVector<f64> {
        let mut x = Vec::new();
        if self.free_to.axis {
            x.extend([
                parameters.shift_ev,
                angle(parameters.resolution_ev, RESOLUTION_EV),
            ]);
        }
        if self.known.contaminated {
            x.push(angle(parameters.carbon_nm, LAYER_NM));
            x.push(angle(parameters.carbon_oxygen, CARBON_OXYGEN));
        }
        if self.known.oxidised {
            x.push(angle(parameters.oxide_nm, LAYER_NM));
            x.push(angle(parameters.oxide_oxygen, OXIDE_OXYGEN));
        }
        x.push(angle(parameters.exponent, self.exponents()));
        if !self.known.transmission_known {
            x.push(angle(parameters.curvature, CURVATURE));
        }
        x.extend(self.free.iter().map(|i| parameters.amounts[*i].sqrt()));
        DVector::from_vec(x)
    }

    fn exponents(&self) -> [f64; 2] {
        if self.known.transmission_known {
            RESIDUAL_EXPONENT
        } else {
            EXPONENT
        }
    }

    fn parameters(&self, x: &DVector<f64>) -> Parameters {
        let mut x = x.iter().copied();
        let mut next = || x.next().unwrap_or_default();
        let mut parameters = self.start.clone();
        if self.free_to.axis {
            parameters.shift_ev = next();
            parameters.resolution_ev = within(next(), RESOLUTION_EV);
        }
        if self.known.contaminated {
            parameters.carbon_nm = within(next(), LAYER_NM);
            parameters.carbon_oxygen = within(next(), CARBON_OXYGEN);
        }
        if self.known.oxidised {
            parameters.oxide_nm = within(next(), LAYER_NM);
            parameters.oxide_oxygen = within(next(), OXIDE_OXYGEN);
        }
        // Many files hold the nominal function of the lens mode, not a calibration: its exponent
        // stays open.
        parameters.exponent = within(next(), self.exponents());
        if !self.known.transmission_known {
            parameters.curvature = within(next(), CURVATURE);
        }
        for i in &self.free {
            parameters.amounts[*i] = next().powi(2);
        }
        parameters
    }

    fn residuals_at(&self, x: &DVector<f64>) -> Option<DVector<f64>> {
        let parameters = self.parameters(x);
        let curve = self
            .known
            .simulate(&parameters, self.grid, DrawnLines::All)
            .ok()?;
        let mut all = (self.residuals)(&curve);
        all.extend((x - &self.first).iter().map(|d| self.free_to.pull * d));
        let transmission = [parameters.exponent, parameters.curvature];
        all.extend(transmission.map(|v| self.free_to.pull_of_transmission * v));
        all.iter()
            .all(|v| v.is_finite())
            .then(|| DVector::from_vec(all))
    }
}

impl<R: Fn(&EvenCurve) -> Vec<f64>> LeastSquaresProblem<f64, Dyn, Dyn> for Problem<'_, R> {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, x: &DVector<f64>) {
        self.current.copy_from(x);
    }

    fn params(&self) -> DVector<f64> {
        self.current.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        self.residuals_at(&self.current)
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let here = self.residuals_at(&self.current)?;
        let mut columns = Vec::with_capacity(self.current.len());
        for i in 0..self.current.len() {
            let mut x = self.current.clone();
            x[i] += DERIVATIVE_STEP;
            columns.push((self.residuals_at(&x)? - &here) / DERIVATIVE_STEP);
        }
        Some(DMatrix::from_columns(&columns))
    }
}
