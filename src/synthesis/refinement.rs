//! The fit, step by step: whoever runs it may show how far it is, and stop.

use std::rc::Rc;

use levenberg_marquardt::LevenbergMarquardt;
use nalgebra::{DMatrix, DVector};
use speclens_physics::chemical_state;
use speclens_physics::instrument::{Instrument, MAGIC_ANGLE_DEG};
use speclens_physics::simulate::HalfSpace;
use speclens_physics::state::Component;
use speclens_spectrum::grid::Input;
use speclens_spectrum::{AxisError, Grid, Source, Spectrum, elements};

use super::Material;
use super::parameters::{self, Parameter, at_the_surface};
use super::problem::Problem;
use super::refined::{Goodness, NEEDED, Refined, RefinedElement, Tried};
use super::sample::ImpliedSample;
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
const MODEL_DOUBT: f64 = 10.0;
/// Share of the points that variances are taken from, those that fit best, and the mean of their squares if all
/// are normal.
const BEST: f64 = 0.95;
const SQUARES_OF_BEST: f64 = 0.76;
/// FWHM of the analyser as a fit begins, eV.
const START_RESOLUTION_EV: f64 = 1.6;
/// Half-width of a 90 % interval, in standard deviations.
const NINETY_PERCENT: f64 = 1.645;
/// National institutes agree on alloys to about 3 at% (CCQM-K67; docs/method/synthesis.md): no interval of a main
/// element is narrower, nor one of a minor element than this share of it.
const FLOOR_PERCENT: f64 = 3.0;
const FLOOR_SHARE: f64 = 0.3;
/// So much of an element would have been found, at%.
const UNLIKELY_PERCENT: f64 = 30.0;
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
    shift_ev: f64,
    peaks: Vec<UnexplainedPeak>,
    points: Points,
    /// With a monochromator, without; the better one after the first round.
    problems: Vec<Problem>,
    done: usize,
    all: usize,
}

/// Where the points of a file lie on the grid, and what brings intensities of the grid to its counts.
#[derive(Debug, Clone)]
struct Points {
    place: Vec<f64>,
    factor: Vec<f64>,
}

impl Points {
    fn new(spectrum: &Spectrum, input: &Input, grid: &Grid) -> Result<Points, AxisError> {
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
        let (mut problem, _) = LevenbergMarquardt::new()
            .with_ftol(1e-3)
            .with_xtol(1e-3)
            .with_gtol(1e-6)
            .minimize(problem);
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
            let needed = linear.needed(problem, e, &curves.elements[e]);
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
                text: match self.found.len() {
                    1 => "nothing else was found".to_owned(),
                    _ => RefinedElement::say(&found.symbol, needed, at_the_surface),
                },
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
            shift_ev: self.shift_ev + problem.value(Parameter::AllShift),
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

/// What an element adds.
struct Gained {
    /// Its amount, in units of what was asked.
    amount: f64,
    /// Standard deviations by which the spectrum is explained better.
    deviations: f64,
}

impl Gained {
    fn say(&self, line: &str, atomic_percent: f64) -> String {
        let symbol = line.split(' ').next().unwrap_or(line);
        match self.deviations {
            g if g < NEEDED => format!("{symbol} explains no more of the spectrum"),
            g if atomic_percent > UNLIKELY_PERCENT => format!(
                "{symbol} explains more, by {g:.0} σ, but it would take {atomic_percent:.0} at% of it"
            ),
            g => format!("{symbol} at {atomic_percent:.1} at% explains more, by {g:.0} σ"),
        }
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

/// Half-widths of 90 % intervals of the atomic percents.
fn half_widths(problem: &Problem, percents: &[f64], covariance: &DMatrix<f64>) -> Vec<f64> {
    let places: Vec<Option<(usize, f64)>> = (0..percents.len())
        .map(|e| {
            let is = |v: &parameters::Varied| v.parameter == Parameter::Amount(e);
            let place = problem.varied.iter().position(is)?;
            Some((place, problem.varied[place].spread))
        })
        .collect();
    // p_e = 100·a_e/Σa: of its logarithm, the derivative by that of a_k is δ_ek − p_k/100.
    let of = |e: usize| {
        let mut by = DVector::zeros(covariance.nrows());
        for (k, place) in places.iter().enumerate() {
            if let Some((place, spread)) = place {
                let own = if k == e { 1.0 } else { 0.0 };
                by[*place] = spread * (own - percents[k] / 100.0);
            }
        }
        let variance = (covariance * &by).dot(&by);
        // The network's interval was taken narrower than it is.
        let deviation = variance.max(0.0).sqrt() / parameters::OF_INTERVAL;
        let fit = NINETY_PERCENT * percents[e] * deviation;
        let floor = match percents.len() {
            1 => 0.0,
            _ => FLOOR_PERCENT.min(FLOOR_SHARE * percents[e]),
        };
        fit.hypot(floor)
    };
    (0..percents.len()).map(of).collect()
}

/// The fit near where it ended, where it is linear; residuals in the standard deviations that they show.
struct Linear {
    derivatives: DMatrix<f64>,
    residuals: DVector<f64>,
    precision: DMatrix<f64>,
    gradient: DVector<f64>,
}

impl Linear {
    fn new(
        problem: &Problem,
        mut derivatives: DMatrix<f64>,
        mut residuals: DVector<f64>,
    ) -> Linear {
        // Without the doubt of the model: a line that stands out must not be explained by a little of
        // everything.
        let points = problem.target.points.len();
        derivatives
            .rows_mut(0, points)
            .scale_mut(MODEL_DOUBT.sqrt());
        residuals.rows_mut(0, points).scale_mut(MODEL_DOUBT.sqrt());
        Linear {
            precision: derivatives.tr_mul(&derivatives),
            gradient: derivatives.tr_mul(&residuals),
            derivatives,
            residuals,
        }
    }

    /// The column of a curve, with the parameters' rows.
    fn column(&self, problem: &Problem, curve: &[f64]) -> DVector<f64> {
        let mut column = DVector::zeros(self.residuals.len());
        let data = problem.column(curve) * MODEL_DOUBT.sqrt();
        column.rows_mut(0, data.len()).copy_from(&data);
        column
    }

    /// Standard deviations of the residuals shown by which the spectrum is explained worse without element `e`,
    /// whose `curve` it has, when all that is not its own is adjusted.
    fn needed(&self, problem: &Problem, e: usize, curve: &[f64]) -> f64 {
        let own = |p: &Parameter| match *p {
            Parameter::Amount(k)
            | Parameter::Place(k)
            | Parameter::Shift(k)
            | Parameter::Broadening(k) => k == e,
            Parameter::Area(p) | Parameter::PartShift(p) => problem.parts.list[p].of == e,
            _ => false,
        };
        let kept: Vec<usize> = (0..problem.varied.len())
            .filter(|i| !own(&problem.varied[*i].parameter))
            .collect();
        let points = problem.target.points.len();
        let mut without = &self.residuals - self.column(problem, curve);
        for i in (0..problem.varied.len()).filter(|i| !kept.contains(i)) {
            without[points + i] = 0.0;
        }
        let derivatives = self.derivatives.select_columns(&kept);
        let precision = self.precision.select_columns(&kept).select_rows(&kept);
        let gradient = derivatives.tr_mul(&without);
        let Some(factor) = precision.cholesky() else {
            return 0.0;
        };
        let adjusted = without.norm_squared() - gradient.dot(&factor.solve(&gradient));
        // Where the fit has ended before its bottom, that too is compared at the bottom.
        let with = match self.precision.clone().cholesky() {
            Some(factor) => {
                self.residuals.norm_squared() - self.gradient.dot(&factor.solve(&self.gradient))
            }
            None => self.residuals.norm_squared(),
        };
        (adjusted - with).max(0.0).sqrt()
    }

    /// What a further `curve` adds; `None` where less than nothing of it is asked for.
    fn gained(&self, problem: &Problem, curve: &[f64]) -> Option<Gained> {
        let column = self.column(problem, curve);
        let factor = self.precision.clone().cholesky()?;
        let along = self.derivatives.tr_mul(&column);
        let free = column.norm_squared() - along.dot(&factor.solve(&along));
        let pull = column.dot(&self.residuals) - along.dot(&factor.solve(&self.gradient));
        let amount = -pull / free;
        (free > 0.0 && amount > 0.0).then(|| Gained {
            amount,
            deviations: amount * free.sqrt(),
        })
    }
}

/// The spectrum that a composition implies, with everything else as the fit found it.
#[derive(Debug, Clone)]
pub struct Reconstruction {
    target: Rc<Target>,
    deviation: Vec<f64>,
    refined: Vec<f64>,
    elements: Vec<Vec<f64>>,
    background: Vec<f64>,
    points: Points,
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
            Some(_) => self.target.scale(&lines, &self.deviation).unwrap_or(0.0),
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
