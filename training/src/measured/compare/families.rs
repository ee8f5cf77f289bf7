//! Areas and backgrounds of subshells and Auger groups, measured against simulated.

use speclens::conventional::EvenCurve;
use speclens::conventional::areas;
use speclens::conventional::background::Background;

use super::fit::Fit;
use super::lines::expected::{ExpectedLine, LineKind};
use super::lines::features::Feature;
use super::lines::windows::{self, Window};

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

/// Ends of windows are moved so far to see what hangs on them, eV.
const END_DOUBT_EV: f64 = 2.0;

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

fn is_reference(family: &Family) -> bool {
    family.window.kind == LineKind::Photo && family.window.is_clean()
}

/// Largest measured area of a clean photoelectron family, counts · eV.
pub(super) fn largest_area(families: &[Family]) -> f64 {
    families
        .iter()
        .filter(|f| is_reference(f))
        .map(|f| f.measured)
        .fold(f64::MIN_POSITIVE, f64::max)
}

/// The families of the fitted sample of which `measured` shows enough, largest first.
pub(super) fn families(
    fit: &Fit,
    lines: &[ExpectedLine],
    features: &[Feature],
    measured: &EvenCurve,
) -> Vec<Family> {
    let shift_ev = fit.parameters.shift_ev;
    let windows = windows::find(lines, features, measured, shift_ev);
    let mut found: Vec<Family> = windows
        .into_iter()
        .filter_map(|w| family(w, lines, measured, &fit.simulated, shift_ev))
        .collect();
    let largest = largest_area(&found);
    found.retain(|f| f.measured >= LISTED_SHARE * largest);
    found.sort_by(|a, b| b.measured.total_cmp(&a.measured));
    let stoichiometric = |symbol: &str| {
        let mut parts = fit.known.bulk.iter();
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
    lines: &[ExpectedLine],
    measured: &EvenCurve,
    simulated: &EvenCurve,
    shift_ev: f64,
) -> Option<Family> {
    let background = match window.kind {
        LineKind::Auger => Background::Straight,
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
    let alone = window.kind == LineKind::Photo
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
        _ => Background::Shirley,
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
