//! Fit of what is not known of a sample: amounts, contamination, transmission, shift.
//!
//! First on the curve itself, photoelectron lines only ([`Target`]): shift and resolution. Then on
//! the areas of the lines too, which do not care for an electronvolt or a satellite: amounts,
//! contamination and transmission.

use anyhow::{Context, Result};

use super::area::{self, Background};
use super::curve::Curve;
use super::expected::{self, Line, Sort};
use super::features::{self, Feature};
use super::model::{Guess, Known, Lines, Part};
use super::problem::{Free, minimize};
use super::target::Target;
use super::windows::{self, Window};

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
/// A shared window is used where the best one of its own is weaker by this factor.
const WEAK: f64 = 2.0;
/// Lines of less than this share of their element's strongest do not tell its amount alone.
const MINOR: f64 = 0.1;
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
    pub simulated: Curve,
    /// Share of the lines' contrast that is left unexplained (of squares).
    pub unexplained: f64,
}

/// Fits the curve from scratch: from all shifts that look possible, bare metals and oxidised ones,
/// with a monochromator and without where `known` does not tell.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn begin(known: &Known, measured: &Curve) -> Result<Stage> {
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
pub fn refine(known: &Known, guess: &Guess, measured: &Curve) -> Result<Stage> {
    refine_with(known, guess, measured, PULL_OF_TRANSMISSION)
}

fn refine_with(
    known: &Known,
    guess: &Guess,
    measured: &Curve,
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
pub fn finish(stage: Stage, measured: &Curve) -> Result<Fit> {
    let Stage {
        known, mut guess, ..
    } = stage;
    let grid = measured.grid();
    let target = Target::without_auger(measured, &known, &guess)?;
    let curve = known.simulate(&guess, &grid, Lines::All)?;
    let scale = target.scale(&curve);
    let lines = expected::lines(&known, &guess);
    let found = features::find(&lines, measured, &scaled(&curve, scale), guess.shift_ev);
    let windows: Vec<Window> = windows::find(&lines, &found, measured, guess.shift_ev)
        .into_iter()
        .collect();
    let windows = telling(windows, &lines);
    let unseen = unseen(&lines, &windows, measured, guess.shift_ev);
    let areas = Areas::new(&windows, &unseen, measured);
    if areas.measured.len() > 1 {
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
pub fn features_of(stage: &Stage, measured: &Curve) -> Result<Vec<Feature>> {
    let Stage { known, guess, .. } = stage;
    let curve = known.simulate(guess, &measured.grid(), Lines::All)?;
    let scale = Target::without_auger(measured, known, guess)?.scale(&curve);
    let lines = expected::lines(known, guess);
    let simulated = scaled(&curve, scale);
    Ok(features::find(&lines, measured, &simulated, guess.shift_ev))
}

/// The windows whose areas tell amounts: those that one family has for itself; and where those of an
/// element are weak ones, its strongest, even if it shares that with other photoelectron lines. None of an element
/// of which only minor lines have one: what looks like O 2s at 23 eV is a loss of a valence band as well.
fn telling(windows: Vec<Window>, lines: &[Line]) -> Vec<Window> {
    let of = |symbol: &str, clean: bool| {
        windows
            .iter()
            .filter(|w| w.symbol == symbol && w.is_of_photoelectrons())
            .filter(|w| w.is_clean() == clean)
            .map(|w| w.weight)
            .fold(0.0, f64::max)
    };
    let tells = |w: &Window| {
        let shared = of(&w.symbol, false);
        w.is_of_photoelectrons()
            && (w.is_clean() || (w.weight >= shared && shared > WEAK * of(&w.symbol, true)))
    };
    let mut telling: Vec<Window> = windows.iter().filter(|w| tells(w)).cloned().collect();
    let known: Vec<String> = (telling.iter())
        .filter(|w| w.weight > MINOR * strongest(lines, &w.symbol).map_or(0.0, |l| l.weight))
        .map(|w| w.symbol.clone())
        .collect();
    telling.retain(|w| known.contains(&w.symbol));
    telling
}

/// The strongest photoelectron line of an element.
fn strongest<'a>(lines: &'a [Line], symbol: &str) -> Option<&'a Line> {
    lines
        .iter()
        .filter(|l| l.symbol == symbol && l.sort == Sort::Photo)
        .max_by(|a, b| a.weight.total_cmp(&b.weight))
}

/// Windows at the strongest line of each element that has none in `windows`: the measured curve shows no peak
/// there, so the simulated one may not either.
fn unseen(lines: &[Line], windows: &[Window], measured: &Curve, shift_ev: f64) -> Vec<Window> {
    let mut symbols: Vec<&str> = lines.iter().map(|l| l.symbol.as_str()).collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols.retain(|s| !windows.iter().any(|w| w.symbol == *s));
    let places: Vec<Feature> = symbols
        .iter()
        .filter_map(|symbol| strongest(lines, symbol))
        .map(|line| Feature {
            label: line.label(),
            sort: Some(Sort::Photo),
            measured_ev: line.energy_ev,
            simulated_ev: None,
            height: 0.0,
        })
        .collect();
    // Where other lines have so much that theirs would be taken for the element's, nothing is said.
    let largest = windows.iter().map(|w| w.weight).fold(0.0, f64::max);
    let others = |w: &Window| w.weight * w.foreign / (1.0 - w.foreign);
    let mut found = windows::find(lines, &places, measured, shift_ev);
    found.retain(|w| others(w) < UNSEEN_SHARE * largest);
    found
}

/// Leaves out the layers whose main line `measured` does not show, and the elements that may be
/// there but show no photoelectron line: they would be used to make up for something else.
fn keep_what_shows(stage: &mut Stage, measured: &Curve) -> Result<()> {
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

fn start(known: &Known, oxide_nm: f64) -> Guess {
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

fn scaled(curve: &Curve, factor: f64) -> Curve {
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

/// Measured areas of photoelectron lines.
struct Areas {
    windows: Vec<[f64; 2]>,
    measured: Vec<f64>,
    /// Root of the share of the largest area; one for the line of each element that is strongest by the tables.
    weight: Vec<f64>,
    /// Windows without a measured peak, and the largest area that may be there.
    limits: Vec<([f64; 2], f64)>,
}

/// Share of the largest area that an element may have whose peak is not seen.
const UNSEEN_SHARE: f64 = 0.01;

/// Where a simulated line has nearly no area, its logarithm ends here.
const LEAST_AREA: f64 = 0.1;

impl Areas {
    fn new<'w>(windows: &'w [Window], unseen: &'w [Window], measured: &Curve) -> Areas {
        let with_area = |w: &'w Window| (w, area::area(measured, w.ev, Background::Shirley));
        let (all, empty): (Vec<_>, Vec<_>) =
            windows.iter().map(with_area).partition(|(_, area)| *area > 0.0);
        let most = all.iter().map(|a| a.1).fold(0.0, f64::max);
        let weight = |(window, area): &(&Window, f64)| {
            let own = windows.iter().filter(|w| w.symbol == window.symbol);
            if window.weight >= own.map(|w| w.weight).fold(0.0, f64::max) {
                1.0
            } else {
                (area / most).sqrt()
            }
        };
        let limit = |(window, area): (&Window, f64)| (window.ev, area.max(UNSEEN_SHARE * most));
        Areas {
            windows: all.iter().map(|a| a.0.ev).collect(),
            measured: all.iter().map(|a| a.1).collect(),
            weight: all.iter().map(weight).collect(),
            limits: (empty.into_iter())
                .chain(unseen.iter().map(with_area))
                .map(limit)
                .collect(),
        }
    }

    /// Logarithms of simulated over measured areas, each with its weight.
    fn ratios(&self, simulated: &Curve) -> Vec<f64> {
        let areas: Vec<f64> = self.windows.iter().map(|w| shown(simulated, *w)).collect();
        let level = areas.iter().sum::<f64>() / self.measured.iter().sum::<f64>();
        areas
            .iter()
            .zip(&self.measured)
            .map(|(s, m)| (s / m + LEAST_AREA * level).max(f64::MIN_POSITIVE).ln())
            .collect()
    }

    fn mean(&self, ratios: &[f64]) -> f64 {
        let sum: f64 = ratios
            .iter()
            .zip(&self.weight)
            .map(|(r, w)| r * w * w)
            .sum();
        sum / self.weight.iter().map(|w| w * w).sum::<f64>()
    }

    fn residuals(&self, simulated: &Curve) -> Vec<f64> {
        let ratios = self.ratios(simulated);
        let mean = self.mean(&ratios);
        let beyond = |(window, limit): &([f64; 2], f64)| {
            let ratio = (shown(simulated, *window) / limit).max(f64::MIN_POSITIVE);
            (ratio.ln() - mean).max(0.0)
        };
        let weighted = ratios.iter().zip(&self.weight);
        let mut all: Vec<f64> = weighted.map(|(r, w)| w * (r - mean)).collect();
        all.extend(self.limits.iter().map(beyond));
        all
    }
}

fn shown(simulated: &Curve, window: [f64; 2]) -> f64 {
    area::area(simulated, window, Background::Shirley).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Truth;
    use speclens::model::grid::Grid;
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
