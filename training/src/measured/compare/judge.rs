//! What differs between a measured spectrum and its simulation: positions, areas, backgrounds.

use super::expected::{self, Line, Sort};
use super::features::{self, Feature};
use super::fit::Fit;
use super::windows::{self, Window};
use speclens::conventional::EvenCurve;
use speclens::conventional::areas::{self, Background};

/// Number of features whose positions are compared.
const FEATURES: usize = 10;
/// A family with less area than this share of the strongest is not listed.
const LISTED_SHARE: f64 = 0.03;
/// A photoelectron family with at least this share of the strongest area is a main line.
const MAIN_SHARE: f64 = 0.1;
/// The background behind a line is its mean so far behind the last partner, eV.
const BEHIND_EV: [f64; 2] = [20.0, 40.0];
/// Width over which the background before a line is averaged, eV.
const BEFORE_EV: f64 = 3.0;
/// The step behind a line is taken where other lines hold less than this share there.
const STEP_FOREIGN_SHARE: f64 = 0.15;
/// A step smaller than this (over the line's area) is lost in what lies below it, 1/eV.
const LEAST_STEP_PER_EV: f64 = 0.005;

/// Area and background of a subshell or an Auger group.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Its window.
    pub window: Window,
    /// Whether it counts as a main line.
    pub main: bool,
    /// Measured area, counts · eV.
    pub measured: f64,
    /// Simulated area.
    pub simulated: f64,
    /// simulated / measured − 1 after both were divided by the area of `relative_to`; `None` for
    /// that line itself.
    pub error: Option<f64>,
    /// How far `error` depends on how the areas are taken: the largest change when one end of the window moves by
    /// [`END_DOUBT_EV`] or the other kind of background is taken, with that of `relative_to` added.
    pub doubt: f64,
    /// The line that the area is relative to: the strongest of the element, or of the spectrum
    /// where both elements belong to a known composition.
    pub relative_to: String,
    /// Rise of the background behind it, measured and simulated, over its area, 1/eV; `None`
    /// where another line stands there or the measured one does not rise.
    pub step: Option<[f64; 2]>,
}

/// Ends of windows are moved so far to see what hangs on them, eV.
const END_DOUBT_EV: f64 = 2.0;

/// All differences of one spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The strongest features, strongest first.
    pub features: Vec<Feature>,
    /// Areas, largest first.
    pub families: Vec<Family>,
    /// Median of simulated over measured intensity in thirds of the range, from low to high
    /// binding energy.
    pub level: [f64; 3],
}

impl Verdict {
    /// Largest area of a clean photoelectron family, counts · eV.
    pub fn largest_area(&self) -> f64 {
        largest_area(&self.families)
    }
}

/// Compares a fit with the curve it was fitted to.
pub fn judge(fit: &Fit, measured: &EvenCurve) -> Verdict {
    let shift_ev = fit.guess.shift_ev;
    let lines = expected::lines(&fit.known, &fit.guess);
    let mut features = features::find(&lines, measured, &fit.simulated, shift_ev);
    let families = families(fit, &lines, &features, measured);
    features.truncate(FEATURES);
    Verdict {
        level: level(measured, &fit.simulated),
        features,
        families,
    }
}

fn level(measured: &EvenCurve, simulated: &EvenCurve) -> [f64; 3] {
    let n = measured.values.len();
    [0, 1, 2].map(|third| {
        let part = third * n / 3..(third + 1) * n / 3;
        let mut ratios: Vec<f64> = part
            .filter(|i| measured.values[*i] > 0.0)
            .map(|i| simulated.values[i] / measured.values[i])
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
    })
}

fn is_reference(family: &Family) -> bool {
    family.window.sort == Sort::Photo && family.window.is_clean()
}

fn largest_area(families: &[Family]) -> f64 {
    families
        .iter()
        .filter(|f| is_reference(f))
        .map(|f| f.measured)
        .fold(f64::MIN_POSITIVE, f64::max)
}

fn families(fit: &Fit, lines: &[Line], features: &[Feature], measured: &EvenCurve) -> Vec<Family> {
    let shift_ev = fit.guess.shift_ev;
    let windows = windows::find(lines, features, measured, shift_ev);
    let mut found: Vec<Family> = windows
        .into_iter()
        .filter_map(|w| family(w, lines, measured, &fit.simulated, shift_ev))
        .collect();
    let largest = largest_area(&found);
    found.retain(|f| f.measured >= LISTED_SHARE * largest);
    found.sort_by(|a, b| b.measured.total_cmp(&a.measured));
    let stoichiometric = |symbol: &str| {
        let mut parts = fit.known.parts.iter();
        parts.any(|p| p.symbol == symbol && p.known.is_some())
    };
    let references: Vec<Option<(String, f64, f64)>> = found
        .iter()
        .map(|f| {
            let (a, b) = (&f.window.symbol, stoichiometric(&f.window.symbol));
            let reference = found.iter().find(|r| {
                let r_symbol = &r.window.symbol;
                is_reference(r) && (r_symbol == a || (b && stoichiometric(r_symbol)))
            })?;
            let label = reference.window.label.clone();
            let ratio = reference.simulated / reference.measured;
            Some((label, ratio, reference.doubt))
        })
        .collect();
    for (family, reference) in found.iter_mut().zip(references) {
        family.main = is_reference(family) && family.measured >= MAIN_SHARE * largest;
        if let Some((label, factor, doubt)) = reference {
            family.error = (label != family.window.label)
                .then_some(family.simulated / family.measured / factor - 1.0);
            family.doubt = (family.doubt + doubt) * (1.0 + family.error.unwrap_or(0.0)).abs();
            family.relative_to = label;
        }
    }
    found
}

/// Area and background step within a window, where the measured curve has any area.
fn family(
    window: Window,
    lines: &[Line],
    measured: &EvenCurve,
    simulated: &EvenCurve,
    shift_ev: f64,
) -> Option<Family> {
    let background = match window.sort {
        Sort::Auger => Background::Straight,
        _ => Background::Shirley,
    };
    let areas = [measured, simulated].map(|c| areas::area(c, window.ev, background));
    if areas[0] <= 0.0 {
        return None;
    }
    let doubt = doubt(
        window.ev,
        background,
        areas[1] / areas[0],
        measured,
        simulated,
    );
    let before = [window.ev[0] - BEFORE_EV, window.ev[0]];
    let behind = BEHIND_EV.map(|e| e + (window.last_ev).max(window.ev[1] - BEHIND_EV[0]));
    let all = windows::weight_of(
        lines,
        [before[0] - shift_ev, behind[1] + 2.0 - shift_ev],
        |_| true,
    );
    let alone = window.sort == Sort::Photo
        && window.is_clean()
        && measured.covers(before[0], behind[1])
        && all - window.weight < STEP_FOREIGN_SHARE * window.weight;
    let step = alone
        .then(|| {
            [
                areas::step(measured, before, behind) / areas[0],
                areas::step(simulated, before, behind) / areas[1],
            ]
        })
        .filter(|s| s[0] > LEAST_STEP_PER_EV);
    Some(Family {
        window,
        main: false,
        measured: areas[0],
        simulated: areas[1],
        error: None,
        doubt,
        relative_to: String::new(),
        step,
    })
}

/// Largest change of `ratio`, simulated over measured area, by other ends and another background, relative
/// to it; infinite where either area vanishes.
fn doubt(
    ev: [f64; 2],
    background: Background,
    ratio: f64,
    measured: &EvenCurve,
    simulated: &EvenCurve,
) -> f64 {
    let d = END_DOUBT_EV;
    let other = match background {
        Background::Shirley => Background::Straight,
        Background::Straight => Background::Shirley,
    };
    let ways = [
        ([ev[0] - d, ev[1]], background),
        ([ev[0] + d, ev[1]], background),
        ([ev[0], ev[1] - d], background),
        ([ev[0], ev[1] + d], background),
        (ev, other),
    ];
    ways.into_iter()
        .map(|(ev, background)| {
            let [m, s] = [measured, simulated].map(|c| areas::area(c, ev, background));
            if m > 0.0 && ratio > 0.0 {
                (s / m / ratio - 1.0).abs()
            } else {
                f64::INFINITY
            }
        })
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::model::{Guess, Known, Lines};
    use super::*;
    use crate::measured::truth::Truth;
    use speclens::spectrum::Grid;
    use speclens::spectrum::Spectrum;

    fn copper() -> (Fit, EvenCurve) {
        let row = Truth::parse("a\tx\t1486.6\tCu\tC O\t");
        let known = Known {
            monochromated: Some(true),
            ..Known::new(&row, &Spectrum::default()).unwrap()
        };
        let guess = Guess {
            amounts: vec![1.0],
            carbon_nm: 0.0,
            carbon_oxygen: 0.0,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.0,
            shift_ev: 2.0,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 0.5,
            points: 2400,
        };
        let curve = known.simulate(&guess, &grid, Lines::All).unwrap();
        let fit = Fit {
            known,
            guess,
            simulated: curve.clone(),
            unexplained: 0.0,
        };
        (fit, curve)
    }

    #[test]
    fn a_spectrum_agrees_with_itself() {
        let (fit, curve) = copper();
        let verdict = judge(&fit, &curve);
        assert_eq!(verdict.features.len(), FEATURES);
        assert_eq!(verdict.features[0].label, "Cu 2p3/2");
        assert!(
            verdict
                .features
                .iter()
                .all(|f| f.error_ev().unwrap().abs() < 1e-9)
        );
        assert!(
            (verdict.features[0].measured_ev - 932.6).abs() < 0.3,
            "the shift is off"
        );
        assert_eq!(
            verdict
                .families
                .iter()
                .filter(|f| f.error.is_none())
                .count(),
            1
        );
        let errors = verdict.families.iter().filter_map(|f| f.error);
        assert!(errors.clone().count() > 2 && errors.clone().all(|e| e.abs() < 1e-9));
        assert!((verdict.families.iter().filter(|f| f.main)).all(|f| f.doubt < 1e-9));
        assert_eq!(verdict.level, [1.0; 3]);
    }

    /// A slope under a line of the measurement alone makes its area doubtful.
    #[test]
    fn an_area_that_hangs_on_its_background_is_doubtful() {
        let (fit, curve) = copper();
        let doubt = |slope: f64| {
            let mut measured = curve.clone();
            for i in 0..curve.values.len() {
                let e = curve.energy_ev(i);
                if (100.0..150.0).contains(&e) {
                    measured.values[i] += slope * (e - 100.0);
                }
            }
            let verdict = judge(&fit, &measured);
            let mut all = verdict.families.into_iter();
            all.find(|f| f.window.label == "Cu 3s").unwrap().doubt
        };
        let height = curve.at(124.0) - curve.at(115.0);
        assert!(doubt(0.0) < 1e-9 && doubt(0.03 * height) > 0.03);
    }

    /// Areas and backgrounds that were changed by known factors are found to be.
    #[test]
    fn what_was_changed_is_found() {
        let (fit, curve) = copper();
        let mut measured = curve.clone();
        // From 3p on a third more of everything: 3p and 3s against 2p, which keeps its size.
        let base = curve.at(450.0);
        for i in 0..curve.values.len() {
            if curve.energy_ev(i) < 500.0 {
                measured.values[i] = base + (curve.values[i] - base) * 1.25;
            }
        }
        let verdict = judge(&fit, &measured);
        let of = |label: &str| {
            let mut all = verdict.families.iter();
            all.find(|f| f.window.label.starts_with(label)).unwrap()
        };
        assert_eq!(of("Cu 2p").error, None);
        let error = of("Cu 3p").error.unwrap();
        assert!((error + 0.2).abs() < 1e-6, "1/1.25 − 1: {error}");
        assert!(of("Cu 3p").doubt < 1e-6, "the whole line was raised");
        // Both the step and the area were raised, their ratio is the same.
        let [m, s] = of("Cu 3s").step.unwrap();
        assert!((m / s - 1.0).abs() < 1e-6, "{m} {s}");
    }
}
