//! The fit, step by step: whoever runs it may show how far it is, and stop.

use std::rc::Rc;

use levenberg_marquardt::{LevenbergMarquardt, TerminationReason};
use speclens_physics::chemical_state;
use speclens_physics::instrument::{Instrument, MAGIC_ANGLE_DEG};
use speclens_physics::simulate::HalfSpace;
use speclens_physics::state::Component;
use speclens_spectrum::grid::Input;
use speclens_spectrum::{AxisError, Grid, Source, Spectrum, elements};

use super::Material;
use super::linear::{Gained, Linear, half_widths};
use super::parameters::{self, Parameter, at_the_surface};
use super::problem::Problem;
use super::reconstruction::{Points, Reconstruction};
use super::refined::{Refined, RefinedElement, Tried};
use super::sample::{ImpliedSample, typical_shifts_ev};
use super::target::Target;
use crate::conventional::{SpectrumLines, UnexplainedPeak};
use crate::model::quantify::ElementAmount;

/// Derivatives of the first round, in which sources with and without a monochromator are held against each
/// other, and of each round after it.
const FIRST: usize = 2;
const EACH: usize = 4;
/// Rounds; between them points that are far off lose weight.
const ROUNDS: usize = 3;
/// Residuals of so many standard deviations lose weight (Cauchy's).
const ROBUST: f64 = 3.0;
/// What the simulator cannot draw is like itself over many points and lines: all variances are taken so
/// many times what the residuals show. By held-out mixtures (EXPERIMENTS.md).
pub(super) const MODEL_DOUBT: f64 = 10.0;
/// Share of the points that variances are taken from, those that fit best, and the mean of their squares if all
/// are normal.
const BEST: f64 = 0.95;
const SQUARES_OF_BEST: f64 = 0.76;
/// FWHM of the analyser as a fit begins, eV.
const START_RESOLUTION_EV: f64 = 1.6;
/// Amount of an element that is tried, as a share of the phase.
const TRIED: f64 = 0.01;

/// What a refinement begins with.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The answer.
    pub found: &'a [ElementAmount],
    /// The lines of its elements in the spectrum.
    pub seen: &'a SpectrumLines,
    /// Peaks that none of them explains.
    pub unexplained: &'a [UnexplainedPeak],
    /// The spectrum, and its place on `grid`.
    pub spectrum: &'a Spectrum,
    /// Its place on the grid.
    pub input: &'a Input,
    /// The network's grid.
    pub grid: &'a Grid,
}

/// A refinement under way.
#[derive(Debug, Clone)]
pub struct Refinement {
    found: Vec<ElementAmount>,
    /// How far all lines were moved as the fit began, eV.
    shift_ev: f64,
    /// Chemical shift of each element in its usual state, eV.
    typical_ev: Vec<f64>,
    peaks: Vec<UnexplainedPeak>,
    points: Points,
    /// With a monochromator, without; the better one after the first round.
    problems: Vec<Problem>,
    done: usize,
    all: usize,
}

impl Refinement {
    /// A refinement that begins with an answer; `None` where there is nothing to fit: no element, too few
    /// points.
    ///
    /// # Errors
    /// A spectrum without binding energies.
    pub fn new(setting: Setting<'_>) -> Result<Option<Refinement>, AxisError> {
        let Setting {
            found,
            seen,
            unexplained,
            spectrum,
            input,
            grid,
        } = setting;
        let points = Points::new(spectrum, input, grid)?;
        let source = seen.source();
        let Some(target) = Target::new(&input.tensor, grid, source) else {
            return Ok(None);
        };
        let target = Rc::new(target);
        let begin = |monochromated: bool| -> Option<Problem> {
            let tube = match monochromated {
                true => Instrument {
                    source,
                    ..Instrument::default()
                },
                false => Instrument::twin_anode(source),
            };
            let instrument = Instrument {
                analyser_fwhm_ev: START_RESOLUTION_EV,
                source_analyser_angle_deg: spectrum
                    .source_analyser_angle_deg
                    .filter(|a| *a > 0.0 && *a <= 180.0)
                    .unwrap_or(MAGIC_ANGLE_DEG),
                ..tube
            };
            let mut start = ImpliedSample::new(found, seen, instrument);
            let parts = start.parts(target.range_ev()).ok()?;
            let known = spectrum.transmission.is_some();
            let varied = parameters::all(found, &parts, monochromated, known);
            Problem::new(Rc::clone(&target), start, parts, varied)
        };
        let kinds: &[bool] = match source {
            Source::AlKa => &[true, false],
            // No laboratory source has a monochromator for it.
            Source::MgKa => &[false],
        };
        let problems: Vec<Problem> = match found {
            [] => Vec::new(),
            _ => kinds.iter().filter_map(|k| begin(*k)).collect(),
        };
        let all = problems.len() + ROUNDS - 1;
        Ok((!problems.is_empty()).then(|| Refinement {
            found: found.to_vec(),
            shift_ev: seen.shift_ev,
            typical_ev: typical_shifts_ev(found),
            peaks: unexplained.to_vec(),
            points,
            problems,
            done: 0,
            all,
        }))
    }

    /// Steps done, and all of them.
    pub fn progress(&self) -> [usize; 2] {
        [self.done, self.all]
    }

    /// Does one step, a tenth of a second or two; says whether there are more.
    pub fn step(&mut self) -> bool {
        if self.done >= self.all {
            return false;
        }
        let kinds = self.all + 1 - ROUNDS;
        let (which, derivatives) = match self.done {
            k if k < kinds => (k, FIRST),
            _ => (0, EACH),
        };
        let problem = self.problems.remove(which);
        problem.derivatives_left.set(derivatives);
        let before = problem.x.clone();
        let (mut problem, report) = LevenbergMarquardt::new()
            .with_ftol(1e-3)
            .with_xtol(1e-3)
            .with_gtol(1e-6)
            .minimize(problem);
        // A sample that the simulator refuses: the optimiser leaves it where it is.
        if report.termination == TerminationReason::User("residuals") {
            problem.x = before;
        }
        reweigh(&mut problem);
        self.problems.insert(which, problem);
        self.done += 1;
        if self.done == kinds && kinds > 1 {
            let misfit = |p: &Problem| robust_misfit(p).unwrap_or(f64::INFINITY);
            self.problems
                .sort_by(|a, b| misfit(a).total_cmp(&misfit(b)));
            self.problems.truncate(1);
        }
        self.done < self.all
    }

    /// What the fit says, as far as it has come; `None` where the simulator refuses what it found.
    pub fn finish(&self) -> Option<(Refined, Reconstruction)> {
        let problem = self.problems.first()?;
        let curves = problem.curves()?;
        let sample = &curves.sample;
        let (phase, instrument) = (sample.phase(), sample.instrument());
        let space = HalfSpace::new(&phase, &instrument, &problem.target.grid).ok()?;
        let percents = sample.composition(&problem.signals(), &space);
        let derivatives = problem.derivatives()?;
        let residuals = problem.residuals_now()?;
        let covariance = derivatives.tr_mul(&derivatives).cholesky()?.inverse();
        let half_widths = half_widths(problem, &percents, &covariance);
        let linear = Linear::new(problem, derivatives, residuals);
        let elements = self.found.iter().enumerate().map(|(e, found)| {
            let percent = percents[e];
            let curve = &curves.elements[e];
            let needed = linear.needed(problem, e, sample, curve).unwrap_or(0.0);
            let [at_the_surface, _] = at_the_surface(problem.value(Parameter::Place(e)));
            RefinedElement {
                element: found.symbol.clone(),
                atomic_percent: percent,
                interval: [
                    (percent - half_widths[e]).max(0.0),
                    (percent + half_widths[e]).min(100.0),
                ],
                at_the_surface,
                needed,
                text: RefinedElement::say(&found.symbol, needed, at_the_surface),
            }
        });
        let elements: Vec<RefinedElement> = elements.collect();
        let tried = self.peaks.iter().flat_map(|peak| {
            let likeliest = peak.candidates.iter();
            likeliest.filter_map(|c| {
                let moved_ev = peak.energy_ev - (c.expected_ev - self.shift_ev);
                let gained = self.try_element(problem, &linear, &c.line, moved_ev, sample)?;
                let signal: f64 = percents.iter().sum();
                let atomic_percent = 100.0 * gained.amount / (signal + gained.amount);
                Some(Tried {
                    line: c.line.clone(),
                    energy_ev: peak.energy_ev,
                    atomic_percent,
                    gain: gained.deviations,
                    text: gained.say(&c.line, atomic_percent),
                })
            })
        });
        let refined = Refined {
            tried: tried.collect(),
            shift_ev: self.common_shift_ev(sample, &percents),
            resolution_ev: instrument.gauss_fwhm_ev(),
            transmission: sample.transmission,
            monochromated: instrument.monochromated,
            elements,
        };
        let reconstruction = Reconstruction {
            target: Rc::clone(&problem.target),
            deviation: problem.deviation.clone(),
            refined: percents,
            elements: curves.elements,
            background: curves.background,
            points: self.points.clone(),
        };
        Some((refined, reconstruction))
    }

    /// How far the lines of all elements stand from where tables and their chemical states have them, eV: the
    /// median over the elements, each with its share. Each element begins at its own peak, so that a shift of all
    /// of them is in each.
    fn common_shift_ev(&self, sample: &ImpliedSample, percents: &[f64]) -> f64 {
        let states = sample.components.iter().zip(&self.typical_ev);
        let mut moved: Vec<(f64, f64)> = states
            .zip(percents)
            .map(|((c, typical_ev), percent)| (c.state.shift_ev - typical_ev, *percent))
            .collect();
        moved.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = 0.5 * percents.iter().sum::<f64>();
        let mut sum = 0.0;
        let middle = moved.iter().find(|(_, percent)| {
            sum += percent;
            sum >= half
        });
        middle.map_or(self.shift_ev, |(ev, _)| *ev)
    }

    /// What an element adds at a peak; `line` begins with its symbol.
    fn try_element(
        &self,
        problem: &Problem,
        linear: &Linear,
        line: &str,
        moved_ev: f64,
        sample: &ImpliedSample,
    ) -> Option<Gained> {
        let symbol = line.split(' ').next()?;
        let z = elements::by_symbol(symbol)?.z;
        let class = Material::of_answer(&self.found).class_beside(symbol);
        let mut state = chemical_state::typical(z, class);
        // Its line is where the peak is.
        state.auger_shift_ev += moved_ev - state.shift_ev;
        state.shift_ev = moved_ev;
        let with = sample.with(Component {
            z,
            fraction: TRIED,
            state,
        });
        let (phase, instrument) = (with.phase(), with.instrument());
        let space = HalfSpace::new(&phase, &instrument, &problem.target.grid).ok()?;
        let drawn = with.draw_last(&space);
        let curve: Vec<f64> = drawn
            .iter()
            .map(|y| problem.scale * f64::from(*y))
            .collect();
        // At a signal of one, this is its share of an even sample that shows the refined composition.
        let mut signals = problem.signals();
        signals.push(1.0);
        let percents = with.composition(&signals, &space);
        let (own, others) = percents.split_last()?;
        let whole: f64 = others.iter().sum();
        let Gained { amount, deviations } = linear.gained(problem, &curve)?;
        Some(Gained {
            amount: amount * own * 100.0 / whole,
            deviations,
        })
    }
}

/// Gives points that are far off less weight, and all of them the variance that the residuals show.
fn reweigh(problem: &mut Problem) {
    let Some(curves) = problem.curves() else {
        return;
    };
    let target = &problem.target;
    let off = |i: &usize| (curves.total[*i] - target.intensity[*i]) / target.deviation[*i];
    let mut squares: Vec<f64> = target.points.iter().map(|i| off(i).powi(2)).collect();
    squares.sort_by(f64::total_cmp);
    let best = ((squares.len() as f64 * BEST) as usize).max(1);
    let shown = squares[..best].iter().sum::<f64>() / best as f64 / SQUARES_OF_BEST;
    let factor = (MODEL_DOUBT * shown).max(1.0).sqrt();
    let points = target.points.clone();
    for i in points {
        let deviation = factor * problem.target.deviation[i];
        let off = (curves.total[i] - problem.target.intensity[i]) / deviation;
        problem.deviation[i] = deviation * (1.0 + (off / ROBUST).powi(2)).sqrt();
    }
}

/// How badly a fit explains the spectrum, outliers counted by their logarithm.
fn robust_misfit(problem: &Problem) -> Option<f64> {
    let curves = problem.curves()?;
    let target = &problem.target;
    let off = |i: &usize| (curves.total[*i] - target.intensity[*i]) / target.deviation[*i];
    let scale = ROBUST * ROBUST;
    let points = target.points.iter();
    let data: f64 = points
        .map(|i| scale * (off(i).powi(2) / scale).ln_1p())
        .sum();
    Some(data + problem.x.norm_squared())
}
