//! Fit of what is not known of a sample: amounts, contamination, transmission, shift.
//!
//! First on the curve itself, photoelectron lines only ([`Target`]): shift and resolution. Then on
//! the areas of the lines too, which do not care for an electronvolt or a satellite: amounts,
//! contamination and transmission.

use anyhow::{Context, Result};

use super::amounts::{self, Areas};
use super::expected::{self, Sort};
use super::features::{self, Feature};
use super::model::{Guess, Known, Lines, Part};
use super::problem::{Free, minimize};
use super::target::Target;
use super::windows;
use speclens::conventional::EvenCurve;

/// Thickness at which the fit begins, nm.
const START_CARBON_NM: f64 = 0.5;
/// Thicknesses of native oxide at which it begins, nm.
const START_OXIDE_NM: [f64; 2] = [0.3, 6.0];
/// FWHM of source and analyser at which the fit begins, eV.
const START_RESOLUTION_EV: f64 = 1.5;
/// Amount at which the fit of an element begins that may be there.
const START_OF_A_MAYBE: f64 = 0.03;
/// Pull to the first fit in the second (against the logarithms of areas).
const PULL: f64 = 0.03;
/// Weight of the curve itself in the second fit: to leave a tenth more of it unexplained costs as
/// much as 30 % of a main line's area.
const CURVE_WEIGHT: f64 = 1.0;
/// Pull of n and q of the transmission to zero, or to the function of the file: n = 0.4 costs as
/// much as 10 % of a main line's area.
const PULL_OF_TRANSMISSION: f64 = 0.25;
/// The same at first, as long as nothing fits yet.
const FIRST_PULL: f64 = 5.0;
/// A source is taken as one without a monochromator if that leaves so much less unexplained.
const TWIN_GAIN: f64 = 0.9;

/// A fit of the curve itself.
#[derive(Debug, Clone)]
pub struct Stage {
    /// What was known; with the source's kind and the layers as they fit.
    pub known: Known,
    /// The values found.
    pub guess: Guess,
    /// Share of the lines' contrast that is left unexplained (of squares).
    pub unexplained: f64,
}

/// A finished fit.
#[derive(Debug, Clone)]
pub struct Fit {
    /// What was known; with the source's kind and the layers as they fit.
    pub known: Known,
    /// The values found.
    pub guess: Guess,
    /// The simulated curve, shifted and scaled onto the measured one.
    pub simulated: EvenCurve,
    /// Share of the lines' contrast that is left unexplained (of squares).
    pub unexplained: f64,
}

/// Fits the curve from scratch: from all shifts that look possible, bare metals and oxidised ones,
/// with a monochromator and without where `known` does not tell.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn begin(known: &Known, measured: &EvenCurve) -> Result<Stage> {
    let first = Known {
        monochromated: known.monochromated.or(Some(true)),
        ..known.clone()
    };
    // Whether a metal is bare or deep in its oxide cannot be reached from one another.
    let thicknesses: &[f64] = if known.oxidised {
        &START_OXIDE_NM
    } else {
        &[0.0]
    };
    let all_lines = Target::new(measured);
    let mut best: Option<Stage> = None;
    for &oxide_nm in thicknesses {
        let start = start(&first, oxide_nm);
        for shift_ev in all_lines.likely_shifts(&first, &start)? {
            let guess = Guess {
                shift_ev,
                ..start.clone()
            };
            let tried = refine_with(&first, &guess, measured, FIRST_PULL)?;
            if best
                .as_ref()
                .is_none_or(|b| tried.unexplained < b.unexplained)
            {
                best = Some(tried);
            }
        }
    }
    let mut best = best.context("no fit was begun")?;
    // The second time the Auger groups are where the first fit has them, and there are only
    // layers that show.
    keep_what_shows(&mut best, measured)?;
    best = refine(&best.known, &best.guess, measured)?;
    if known.monochromated.is_none() {
        let twin = Known {
            monochromated: Some(false),
            ..best.known.clone()
        };
        let tried = refine(&twin, &best.guess, measured)?;
        if tried.unexplained < TWIN_GAIN * best.unexplained {
            best = tried;
        }
    }
    Ok(best)
}

/// Goes on from `guess`.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn refine(known: &Known, guess: &Guess, measured: &EvenCurve) -> Result<Stage> {
    refine_with(known, guess, measured, PULL_OF_TRANSMISSION)
}

fn refine_with(
    known: &Known,
    guess: &Guess,
    measured: &EvenCurve,
    pull_of_transmission: f64,
) -> Result<Stage> {
    let grid = measured.grid();
    let target = Target::without_auger(measured, known, guess)?;
    let free = Free {
        axis: true,
        pull: 0.0,
        // As a share of all that is to be explained.
        pull_of_transmission: pull_of_transmission * target.size(),
    };
    let guess = minimize(known, &grid, guess, free, |c| target.residuals(c));
    let unexplained = target.unexplained(&known.simulate(&guess, &grid, Lines::All)?);
    Ok(Stage {
        known: known.clone(),
        guess,
        unexplained,
    })
}

/// Fits the areas of the lines from where the fit of the curve has ended.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn finish(stage: Stage, measured: &EvenCurve) -> Result<Fit> {
    let Stage {
        known, mut guess, ..
    } = stage;
    let grid = measured.grid();
    let target = Target::without_auger(measured, &known, &guess)?;
    let curve = known.simulate(&guess, &grid, Lines::All)?;
    let scale = target.scale(&curve);
    let lines = expected::lines(&known, &guess);
    let found = features::find(&lines, measured, &scaled(&curve, scale), guess.shift_ev);
    let windows = windows::find(&lines, &found, measured, guess.shift_ev);
    let (windows, unseen) = amounts::telling(windows, &known, &lines, measured, guess.shift_ev);
    let areas = Areas::new(&windows, &unseen, measured);
    if areas.say_something() {
        // From nothing no amount grows (it is the square of what is fitted).
        for (amount, part) in guess.amounts.iter_mut().zip(&known.parts) {
            if part.required {
                *amount = amount.max(START_OF_A_MAYBE);
            }
        }
        let free = Free {
            axis: false,
            pull: PULL,
            pull_of_transmission: PULL_OF_TRANSMISSION,
        };
        let share = CURVE_WEIGHT / target.size().max(f64::MIN_POSITIVE);
        guess = minimize(&known, &grid, &guess, free, |c| {
            let mut all = areas.residuals(c);
            all.extend(target.residuals(c).iter().map(|r| share * r));
            all
        });
    }
    let curve = known.simulate(&guess, &grid, Lines::All)?;
    let simulated = scaled(&curve, target.scale(&curve));
    Ok(Fit {
        known,
        guess,
        simulated,
        unexplained: target.unexplained(&curve),
    })
}

/// The peaks of the measured curve, named and matched, as a fit of the curve has them.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn features_of(stage: &Stage, measured: &EvenCurve) -> Result<Vec<Feature>> {
    let Stage { known, guess, .. } = stage;
    let curve = known.simulate(guess, &measured.grid(), Lines::All)?;
    let scale = Target::without_auger(measured, known, guess)?.scale(&curve);
    let lines = expected::lines(known, guess);
    let simulated = scaled(&curve, scale);
    Ok(features::find(&lines, measured, &simulated, guess.shift_ev))
}

/// Leaves out the layers whose main line `measured` does not show, and the elements that may be
/// there but show no photoelectron line: they would be used to make up for something else.
fn keep_what_shows(stage: &mut Stage, measured: &EvenCurve) -> Result<()> {
    let found = features_of(stage, measured)?;
    let shows = |label: &str| found.iter().any(|f| f.label == label);
    stage.known.contaminated &= shows("C 1s");
    stage.known.oxidised &= shows("O 1s");
    let (parts, amounts): (Vec<Part>, Vec<f64>) = stage
        .known
        .parts
        .drain(..)
        .zip(stage.guess.amounts.drain(..))
        .filter(|(part, _)| {
            let mut photo = found.iter().filter(|f| f.sort == Some(Sort::Photo));
            part.required || photo.any(|f| f.symbol() == part.symbol)
        })
        .unzip();
    stage.known.parts = parts;
    stage.guess.amounts = amounts;
    Ok(())
}

/// Where a fit begins.
pub(super) fn start(known: &Known, oxide_nm: f64) -> Guess {
    Guess {
        amounts: start_amounts(known),
        carbon_nm: START_CARBON_NM,
        carbon_oxygen: 0.1,
        oxide_nm,
        oxide_oxygen: 0.6,
        exponent: 0.0,
        curvature: 0.0,
        resolution_ev: START_RESOLUTION_EV,
        shift_ev: 0.0,
    }
}

fn scaled(curve: &EvenCurve, factor: f64) -> EvenCurve {
    curve.with(curve.values.iter().map(|v| v * factor).collect())
}

/// Equal amounts of what must be there (those without a known amount), a little of the rest.
fn start_amounts(known: &Known) -> Vec<f64> {
    let stoichiometric = known.parts.iter().any(|p| p.known.is_some());
    known
        .parts
        .iter()
        .map(|p| match p.known {
            Some(fraction) => fraction,
            None if stoichiometric || !p.required => START_OF_A_MAYBE,
            None => 1.0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::truth::Truth;
    use speclens::spectrum::Grid;
    use speclens::spectrum::Spectrum;

    /// A survey of iron oxide under carbon, seen by an instrument with satellites and a shift.
    #[test]
    fn what_was_simulated_is_found_again() {
        let row = Truth::parse("a\tx\t1486.6\tFe O\tC Si\t");
        let known = Known {
            monochromated: Some(false),
            ..Known::new(&row, &Spectrum::default()).unwrap()
        };
        let truth = Guess {
            amounts: vec![1.0, 1.4, 0.1],
            carbon_nm: 0.9,
            carbon_oxygen: 0.15,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 2.0,
            shift_ev: 2.7,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        };
        let measured = known.simulate(&truth, &grid, Lines::All).unwrap();
        let top = measured.values.iter().copied().fold(0.0, f64::max);
        let measured = scaled(&measured, 1e5 / top);
        let unknown = Known {
            monochromated: None,
            ..known
        };
        let stage = begin(&unknown, &measured).unwrap();
        assert!(stage.unexplained < 0.05, "{}", stage.unexplained);
        let found = finish(stage, &measured).unwrap();
        let g = &found.guess;
        assert_eq!(found.known.monochromated, Some(false));
        assert!((g.shift_ev - 2.7).abs() < 0.1, "{g:?}");
        assert!((g.amounts[1] / 1.4 - 1.0).abs() < 0.08, "{g:?}");
        assert!((g.carbon_nm / 0.9 - 1.0).abs() < 0.15, "{g:?}");
        assert!(g.exponent.abs() < 0.05, "{g:?}");
        assert!((g.resolution_ev / 2.0 - 1.0).abs() < 0.1, "{g:?}");
    }
}
