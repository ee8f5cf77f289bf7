//! Elements that a spectrum plainly shows though the table of samples does not name them: a
//! substrate, argon of the sputter gun. Without them the rest would be fitted to their lines.

use anyhow::Result;
use speclens::conventional::EvenCurve;
use speclens::physics::lines::Line;
use speclens::physics::{chemical_state, lines};
use speclens::spectrum::elements;

use super::curve::{self, CurveFit};
use crate::measured::compare::lines::features::Feature;
use crate::measured::compare::sample::{BulkElement, KnownSample};

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

/// Of the elements `named` (Z), those that `fitted` takes besides the listed ones, and those at whose strongest line
/// there is a peak, of whatever height, that it does not explain.
///
/// # Errors
/// A sample that the simulator refuses.
pub(super) fn standing(fitted: &CurveFit, measured: &EvenCurve, named: &[u8]) -> Result<Vec<u8>> {
    let peaks = fitted.features(measured)?;
    let stands = |z: &u8| {
        let taken = fitted.known.bulk.iter().any(|p| p.z == *z && !p.listed);
        let shift_ev = shift_ev(fitted, *z);
        let all = lines::of(*z).iter();
        let sigma = |l: &Line| l.sigma_barn(fitted.known.source);
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

/// The fit of the curve, with what else than the listed elements it shows.
///
/// # Errors
/// A sample that the simulator refuses.
pub(super) fn fit(known: &KnownSample, measured: &EvenCurve) -> Result<CurveFit> {
    let mut best = curve::begin(known, measured)?;
    for _ in 0..MOST {
        let mut better: Option<CurveFit> = None;
        for (z, gain) in candidates(&best, measured)? {
            let (mut known, mut parameters) = (best.known.clone(), best.parameters.clone());
            known.bulk.push(BulkElement::unlisted(known.material, z));
            parameters.amounts.push(START_AMOUNT);
            let tried = curve::refine(&known, &parameters, measured)?;
            let least = better
                .as_ref()
                .map_or(gain * best.unexplained, |b| b.unexplained);
            if tried.unexplained < least {
                better = Some(tried);
            }
        }
        match better {
            // With the new element among the lines another shift may be the right one.
            Some(more) => best = curve::begin(&more.known, measured)?,
            None => break,
        }
    }
    Ok(best)
}

/// Usual chemical shift of an unlisted element beside those of `fitted`, eV.
fn shift_ev(fitted: &CurveFit, z: u8) -> f64 {
    let class = BulkElement::unlisted(fitted.known.material, z).class;
    chemical_state::spread(z, class).map_or(0.0, |s| s.median_ev)
}

/// Elements all of whose strong lines have a peak, each with the gain that is asked of it.
fn candidates(fitted: &CurveFit, measured: &EvenCurve) -> Result<Vec<(u8, f64)>> {
    let all = fitted.features(measured)?;
    let open: Vec<&Feature> = all
        .iter()
        .filter(|f| f.height >= LEAST_HEIGHT && f.simulated_ev.is_none())
        .collect();
    let near =
        |found: &[&Feature], ev: f64| found.iter().any(|f| (f.measured_ev - ev).abs() <= REACH_EV);
    let everything: Vec<&Feature> = all.iter().collect();
    let source = fitted.known.source;
    let [lo, hi] = [measured.lo_ev, measured.hi_ev()].map(|e| e - fitted.parameters.shift_ev);
    Ok(elements::all()
        .iter()
        .map(|e| e.z)
        .filter(|z| !fitted.known.bulk.iter().any(|p| p.z == *z) && !LAYERS.contains(z))
        .filter_map(|z| {
            let shift_ev = shift_ev(fitted, z);
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
