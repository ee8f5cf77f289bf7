//! Elements that a spectrum plainly shows though the table of samples does not name them: a
//! substrate, argon of the sputter gun. Without them the rest would be fitted to their lines.

use anyhow::Result;
use speclens::physics::lines::Line;
use speclens::physics::{chemical_state, lines};
use speclens::spectrum::elements;

use super::features::Feature;
use super::fit::{self, Fit, Stage};
use super::model::{Known, Part};
use speclens::conventional::EvenCurve;

/// A peak lower than this share of the highest is no reason to look for an element.
const LEAST_HEIGHT: f64 = 0.03;
/// How far an element's line may stand from the peak that it is to explain, eV.
const REACH_EV: f64 = 3.0;
/// All lines with at least this share of the strongest's cross section must be there.
const STRONG_SHARE: f64 = 0.3;
/// An element that explains a peak which nothing else does is taken if it leaves so much less
/// unexplained; another one, whose peaks were put down to something else, if it leaves much less.
const GAIN: f64 = 0.97;
const GAIN_AGAINST_OTHERS: f64 = 0.85;
/// Amount at which its fit begins.
const START_AMOUNT: f64 = 0.1;
/// Elements whose strongest line is weaker than this, barn, are not concluded from one peak
/// (lithium and beryllium: half of C 1s is 7,000).
const LEAST_BARN: f64 = 5000.0;
/// Most elements that are added.
const MOST: usize = 3;
/// Carbon and oxygen of the layers.
const LAYERS: [u8; 2] = [6, 8];
/// Lines shallower than this are not looked for, eV.
const SHALLOWEST_EV: f64 = 20.0;

/// The fit of `known`, and of what else `measured` shows.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn fit_with_unlisted(known: &Known, measured: &EvenCurve) -> Result<Fit> {
    fit::finish(with_unlisted(known, measured)?, measured)
}

/// Of the elements `named`, those that the fit of `known` takes besides, and those at whose strongest line
/// there is a peak, of whatever height, that this fit does not explain.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn standing(known: &Known, measured: &EvenCurve, named: &[u8]) -> Result<Vec<u8>> {
    let stage = with_unlisted(known, measured)?;
    let peaks = fit::features_of(&stage, measured)?;
    let stands = |z: &u8| {
        let taken = stage.known.parts.iter().any(|p| p.z == *z && !p.listed);
        let shift_ev = shift_ev(&stage, *z);
        let all = lines::of(*z).iter();
        let sigma = |l: &Line| l.sigma_barn(stage.known.source);
        let strongest = all.max_by(|a, b| sigma(a).total_cmp(&sigma(b)));
        taken
            || strongest.is_some_and(|line| {
                let near =
                    |f: &&Feature| (f.measured_ev - line.binding_ev - shift_ev).abs() <= REACH_EV;
                let mut open = peaks.iter().filter(|f| f.simulated_ev.is_none());
                sigma(line) >= LEAST_BARN && open.any(|f| near(&f))
            })
    };
    Ok(named.iter().copied().filter(stands).collect())
}

fn with_unlisted(known: &Known, measured: &EvenCurve) -> Result<Stage> {
    let mut best = fit::begin(known, measured)?;
    for _ in 0..MOST {
        let mut better: Option<Stage> = None;
        for (z, gain) in candidates(&best, measured)? {
            let (mut known, mut guess) = (best.known.clone(), best.guess.clone());
            known.parts.push(Part::unlisted(known.material, z));
            guess.amounts.push(START_AMOUNT);
            let tried = fit::refine(&known, &guess, measured)?;
            let least = better
                .as_ref()
                .map_or(gain * best.unexplained, |b| b.unexplained);
            if tried.unexplained < least {
                better = Some(tried);
            }
        }
        match better {
            // With the new element among the lines another shift may be the right one.
            Some(stage) => best = fit::begin(&stage.known, measured)?,
            None => break,
        }
    }
    Ok(best)
}

/// Usual chemical shift of an unlisted element beside those of `stage`, eV.
fn shift_ev(stage: &Stage, z: u8) -> f64 {
    let class = Part::unlisted(stage.known.material, z).class;
    chemical_state::spread(z, class).map_or(0.0, |s| s.median_ev)
}

/// Elements all of whose strong lines have a peak, each with the gain that is asked of it.
fn candidates(stage: &Stage, measured: &EvenCurve) -> Result<Vec<(u8, f64)>> {
    let all = fit::features_of(stage, measured)?;
    let open: Vec<&Feature> = all
        .iter()
        .filter(|f| f.height >= LEAST_HEIGHT && f.simulated_ev.is_none())
        .collect();
    let near =
        |found: &[&Feature], ev: f64| found.iter().any(|f| (f.measured_ev - ev).abs() <= REACH_EV);
    let everything: Vec<&Feature> = all.iter().collect();
    let source = stage.known.source;
    let [lo, hi] = [measured.lo_ev, measured.hi_ev()].map(|e| e - stage.guess.shift_ev);
    Ok(elements::all()
        .iter()
        .map(|e| e.z)
        .filter(|z| !stage.known.parts.iter().any(|p| p.z == *z) && !LAYERS.contains(z))
        .filter_map(|z| {
            let shift_ev = shift_ev(stage, z);
            let own = lines::of(z)
                .iter()
                .map(|l| (l.binding_ev + shift_ev, l.sigma_barn(source)))
                .filter(|l| l.0 > SHALLOWEST_EV.max(lo) && l.0 < hi);
            let strongest = own.clone().map(|l| l.1).fold(0.0, f64::max);
            let strong: Vec<f64> = own
                .filter(|l| l.1 >= STRONG_SHARE * strongest)
                .map(|l| l.0)
                .collect();
            let seen = strongest >= LEAST_BARN && strong.iter().all(|ev| near(&everything, *ev));
            let explains = strong.iter().any(|ev| near(&open, *ev));
            let gain = if explains { GAIN } else { GAIN_AGAINST_OTHERS };
            (seen && (explains || strong.len() > 1)).then_some((z, gain))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::super::model::{Guess, Lines};
    use super::*;
    use crate::measured::truth::Truth;
    use speclens::spectrum::Grid;
    use speclens::spectrum::Spectrum;

    fn known(must: &str) -> Known {
        let row = Truth::parse(&format!("a\tx\t1486.6\t{must}\tC\t"));
        Known {
            monochromated: Some(true),
            ..Known::new(&row, &Spectrum::default()).unwrap()
        }
    }

    #[test]
    fn tin_that_nobody_named_is_found_and_nothing_else() {
        let both = known("Ag Sn");
        let guess = Guess {
            amounts: vec![1.0, 0.4],
            carbon_nm: 0.5,
            carbon_oxygen: 0.1,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.5,
            shift_ev: 1.0,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        };
        let measured = both.simulate(&guess, &grid, Lines::All).unwrap();
        let found = fit_with_unlisted(&known("Ag"), &measured).unwrap();
        let symbols: Vec<&str> = found
            .known
            .parts
            .iter()
            .map(|p| p.symbol.as_str())
            .collect();
        assert_eq!(symbols, ["Ag", "Sn"]);
        assert!(!found.known.parts[1].listed);
        // Tin is there, gold is not, and a trace of tin is seen by its peak alone.
        assert_eq!(standing(&known("Ag"), &measured, &[50, 79]).unwrap(), [50]);
        let little = Guess {
            amounts: vec![1.0, 0.004],
            ..guess
        };
        let measured = both.simulate(&little, &grid, Lines::All).unwrap();
        let fitted = fit_with_unlisted(&known("Ag"), &measured).unwrap();
        assert_eq!(fitted.known.parts.len(), 1, "the fit took the trace");
        assert_eq!(standing(&known("Ag"), &measured, &[50, 79]).unwrap(), [50]);
        let share = found.known.fractions(&found.guess)[1];
        assert!((share / (0.4 / 1.4) - 1.0).abs() < 0.1, "{share}");
    }
}
