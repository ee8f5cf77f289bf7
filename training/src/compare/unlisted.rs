//! Elements that a spectrum plainly shows though the table of samples does not name them: a
//! substrate, argon of the sputter gun. Without them the rest would be fitted to their lines.

use anyhow::Result;
use speclens::physics::{elements, lines};

use super::curve::Curve;
use super::expected;
use super::features::{self, Feature};
use super::fit::{Fit, fit};
use super::model::{Known, Part};

/// A peak lower than this share of the highest is no reason to look for an element.
const LEAST_HEIGHT: f64 = 0.03;
/// How far an element's line may stand from the peak that it is to explain, eV.
const REACH_EV: f64 = 3.0;
/// A second line with at least this share of the first's cross section must be there too.
const SECOND_SHARE: f64 = 0.3;
/// An element is taken if it leaves so much less unexplained.
const GAIN: f64 = 0.97;
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
pub fn fit_with_unlisted(known: &Known, measured: &Curve) -> Result<Fit> {
    let mut best = fit(known, measured)?;
    for _ in 0..MOST {
        let mut better: Option<Fit> = None;
        for z in candidates(&best, measured) {
            let mut known = best.known.clone();
            known.parts.push(Part::unlisted(known.material, z));
            let tried = fit(&known, measured)?;
            let least = better
                .as_ref()
                .map_or(GAIN * best.unexplained, |b| b.unexplained);
            if tried.unexplained < least {
                better = Some(tried);
            }
        }
        match better {
            Some(fit) => best = fit,
            None => break,
        }
    }
    Ok(best)
}

/// Elements that would explain a peak which nothing explains.
fn candidates(fit: &Fit, measured: &Curve) -> Vec<u8> {
    let expected = expected::lines(&fit.known, &fit.guess);
    let all = features::find(&expected, measured, &fit.simulated, fit.guess.shift_ev);
    let open: Vec<&Feature> = all
        .iter()
        .filter(|f| f.height >= LEAST_HEIGHT && f.simulated_ev.is_none())
        .collect();
    let near =
        |found: &[&Feature], ev: f64| found.iter().any(|f| (f.measured_ev - ev).abs() <= REACH_EV);
    let everything: Vec<&Feature> = all.iter().collect();
    let source = fit.known.source;
    let [lo, hi] = [measured.lo_ev, measured.hi_ev()].map(|e| e - fit.guess.shift_ev);
    elements::all()
        .iter()
        .map(|e| e.z)
        .filter(|z| !fit.known.parts.iter().any(|p| p.z == *z) && !LAYERS.contains(z))
        .filter(|z| {
            let mut own: Vec<_> = lines::of(*z)
                .iter()
                .filter(|l| l.binding_ev > SHALLOWEST_EV.max(lo) && l.binding_ev < hi)
                .collect();
            own.sort_by(|a, b| b.sigma_barn(source).total_cmp(&a.sigma_barn(source)));
            let Some(main) = own.first() else {
                return false;
            };
            let mut seconds = own[1..]
                .iter()
                .filter(|l| l.sigma_barn(source) >= SECOND_SHARE * main.sigma_barn(source));
            near(&open, main.binding_ev) && seconds.all(|l| near(&everything, l.binding_ev))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::model::{Guess, Lines};
    use super::*;
    use crate::truth::Truth;
    use speclens::model::grid::Grid;
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
        let share = found.known.fractions(&found.guess)[1];
        assert!((share / (0.4 / 1.4) - 1.0).abs() < 0.1, "{share}");
    }
}
