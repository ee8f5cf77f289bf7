//! What differs between a measured spectrum and its simulation: positions, areas, backgrounds.

use super::area::{self, Background};
use super::curve::Curve;
use super::expected::{self, Line, Sort};
use super::fit::Fit;
use super::model::Known;
use super::peaks;

/// Number of features whose positions are compared.
const FEATURES: usize = 10;
/// How far the same photoelectron peak is looked for, eV.
const PHOTO_REACH_EV: f64 = 6.0;
/// The same for Auger peaks.
const AUGER_REACH_EV: f64 = 12.0;
/// A family with less area than this share of the strongest is not listed.
const LISTED_SHARE: f64 = 0.05;
/// A photoelectron family with at least this share of the strongest area is a main line.
const MAIN_SHARE: f64 = 0.1;
/// Lines of a family weaker than this share of its strongest do not widen its window.
const PARTNER_SHARE: f64 = 0.15;
/// A window begins so far below the first line and ends so far above the last, eV, besides the
/// natural width.
const WINDOW_EV: [f64; 2] = [5.0, 8.0];
/// How far the ends of a window may move to the lowest point there, eV.
const SNAP_EV: f64 = 3.0;
/// A family of which other lines hold more than this share of its window is not counted.
const FOREIGN_SHARE: f64 = 0.3;
/// The background behind a line is its mean so far behind the last partner, eV.
const BEHIND_EV: [f64; 2] = [20.0, 40.0];
/// Width over which the background before a line is averaged, eV.
const BEFORE_EV: f64 = 3.0;

/// A strong peak of the measured curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Nearest strong line of the tables, `?` where there is none.
    pub label: String,
    /// Its sort.
    pub sort: Option<Sort>,
    /// Measured binding energy, eV, after the fitted shift.
    pub measured_ev: f64,
    /// Simulated one; `None` where the simulation has no such peak.
    pub simulated_ev: Option<f64>,
    /// Height over its feet, share of the strongest feature's.
    pub height: f64,
}

impl Feature {
    /// Simulated less measured position, eV.
    pub fn error_ev(&self) -> Option<f64> {
        self.simulated_ev.map(|s| s - self.measured_ev)
    }
}

/// Area and background of a subshell or an Auger group.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// Element and family: `Au 4f`.
    pub label: String,
    /// Symbol of the element.
    pub symbol: String,
    /// Sort.
    pub sort: Sort,
    /// Whether it counts as a main line.
    pub main: bool,
    /// Window, eV.
    pub window: [f64; 2],
    /// Measured area, counts · eV.
    pub measured: f64,
    /// Simulated area.
    pub simulated: f64,
    /// simulated / measured − 1 after both were divided by the area of `relative_to`; `None` for
    /// that line itself.
    pub error: Option<f64>,
    /// The line that the area is relative to.
    pub relative_to: String,
    /// Share of its window that other lines hold, by the tables.
    pub foreign: f64,
    /// Rise of the background behind it, measured and simulated, over its area, 1/eV; `None`
    /// where another line stands there.
    pub step: Option<[f64; 2]>,
}

impl Family {
    /// Whether other lines leave its area to it.
    pub fn is_clean(&self) -> bool {
        self.foreign <= FOREIGN_SHARE
    }
}

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

/// Compares. Both curves on the same axis, the fitted shift taken off.
pub fn judge(known: &Known, fit: &Fit, measured: &Curve, simulated: &Curve) -> Verdict {
    let lines = expected::lines(known, &fit.guess);
    let features = features(&lines, measured, simulated);
    let families = families(known, &lines, &features, measured, simulated);
    Verdict {
        level: level(measured, simulated),
        features: features.into_iter().take(FEATURES).collect(),
        families,
    }
}

fn level(measured: &Curve, simulated: &Curve) -> [f64; 3] {
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

/// All measured peaks, strongest first, each with its name and its simulated partner.
fn features(lines: &[Line], measured: &Curve, simulated: &Curve) -> Vec<Feature> {
    let found = peaks::find(measured);
    let named: Vec<Option<&Line>> = found.iter().map(|p| expected::nearest(lines, p)).collect();
    let wanted: Vec<_> = found
        .iter()
        .zip(&named)
        .map(|(peak, line)| {
            let auger = line.is_some_and(|l| l.sort == Sort::Auger);
            (
                *peak,
                if auger {
                    AUGER_REACH_EV
                } else {
                    PHOTO_REACH_EV
                },
            )
        })
        .collect();
    let partners = peaks::match_up(&wanted, &peaks::find(simulated));
    let highest = found.first().map_or(1.0, |p| p.height);
    found
        .iter()
        .zip(named)
        .zip(partners)
        .map(|((peak, line), partner)| Feature {
            label: line.map_or_else(|| "?".to_owned(), Line::label),
            sort: line.map(|l| l.sort),
            measured_ev: peak.energy_ev,
            simulated_ev: partner.map(|p| p.energy_ev),
            height: peak.height / highest,
        })
        .collect()
}

fn families(
    known: &Known,
    lines: &[Line],
    features: &[Feature],
    measured: &Curve,
    simulated: &Curve,
) -> Vec<Family> {
    let smooth = measured.smoothed(1.0);
    let mut names: Vec<(&str, &str)> = lines
        .iter()
        .filter(|l| l.sort != Sort::Valence)
        .map(|l| (l.symbol.as_str(), l.family.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut found: Vec<Family> = names
        .into_iter()
        .filter_map(|(symbol, family)| {
            let own: Vec<&Line> = lines
                .iter()
                .filter(|l| l.symbol == symbol && l.family == family && l.sort != Sort::Valence)
                .collect();
            one_family(&own, lines, features, measured, simulated, &smooth)
        })
        .collect();
    let largest = found
        .iter()
        .filter(|f| f.sort == Sort::Photo)
        .map(|f| f.measured)
        .fold(0.0, f64::max);
    found.retain(|f| f.measured >= LISTED_SHARE * largest);
    found.sort_by(|a, b| b.measured.total_cmp(&a.measured));
    let stoichiometric = |symbol: &str| {
        known
            .parts
            .iter()
            .any(|p| p.symbol == symbol && p.known.is_some())
    };
    let references: Vec<Option<(String, f64)>> = found
        .iter()
        .map(|f| {
            let reference = found.iter().find(|r| {
                let same = r.symbol == f.symbol
                    || (stoichiometric(&r.symbol) && stoichiometric(&f.symbol));
                r.sort == Sort::Photo && r.is_clean() && same
            })?;
            Some((
                reference.label.clone(),
                reference.simulated / reference.measured,
            ))
        })
        .collect();
    for (family, reference) in found.iter_mut().zip(references) {
        family.main = family.sort == Sort::Photo
            && family.is_clean()
            && family.measured >= MAIN_SHARE * largest;
        if let Some((label, factor)) = reference {
            family.error = (label != family.label)
                .then_some(family.simulated / family.measured / factor - 1.0);
            family.relative_to = label;
        }
    }
    found
}

/// Area and background step of one family, where the measured curve shows it.
fn one_family(
    own: &[&Line],
    lines: &[Line],
    features: &[Feature],
    measured: &Curve,
    simulated: &Curve,
    smooth: &Curve,
) -> Option<Family> {
    let strongest = own.iter().max_by(|a, b| a.weight.total_cmp(&b.weight))?;
    let sort = strongest.sort;
    let weight: f64 = own.iter().map(|l| l.weight).sum();
    let partners = || {
        own.iter()
            .filter(|l| l.weight >= PARTNER_SHARE * strongest.weight)
    };
    // Where the peak named after one of its lines stands tells how far the family is displaced.
    let displaced = partners().find_map(|l| {
        let label = l.label();
        features
            .iter()
            .filter(|f| f.label == label)
            .map(|f| f.measured_ev - l.energy_ev)
            .min_by(|a, b| a.abs().total_cmp(&b.abs()))
    })?;
    let first = partners()
        .map(|l| l.energy_ev)
        .fold(f64::INFINITY, f64::min)
        + displaced;
    let last = partners()
        .map(|l| l.energy_ev)
        .fold(f64::NEG_INFINITY, f64::max)
        + displaced;
    let width = if sort == Sort::Photo {
        strongest.width_ev
    } else {
        3.0
    };
    let snap = |e: f64| {
        let part = smooth.between(e - SNAP_EV, e + SNAP_EV);
        let lowest = part.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        smooth.energy_ev(smooth.index(e - SNAP_EV) + lowest.map_or(0, |l| l.0))
    };
    let window = [
        snap(first - WINDOW_EV[0] - width),
        snap(last + WINDOW_EV[1] + width),
    ];
    if !measured.covers(window[0] - BEFORE_EV, window[1] + 1.0) {
        return None;
    }
    let kind = if sort == Sort::Auger {
        Background::Straight
    } else {
        Background::Shirley
    };
    let areas = [measured, simulated].map(|c| area::area(c, window, kind));
    if areas[0] <= 0.0 {
        return None;
    }
    let others = |from: f64, to: f64| -> f64 {
        lines
            .iter()
            .filter(|l| !own.iter().any(|o| std::ptr::eq(*o, *l)))
            .filter(|l| l.energy_ev > from && l.energy_ev < to)
            .map(|l| l.weight)
            .sum()
    };
    let foreign = others(window[0], window[1]);
    let before = [window[0] - BEFORE_EV, window[0]];
    let behind = [
        (last + BEHIND_EV[0]).max(window[1]),
        (last + BEHIND_EV[1]).max(window[1] + BEHIND_EV[1] - BEHIND_EV[0]),
    ];
    let alone = sort == Sort::Photo
        && measured.covers(before[0], behind[1])
        && others(before[0], behind[1] + 2.0) < 0.5 * FOREIGN_SHARE * weight;
    let step = alone.then(|| {
        [
            area::step(measured, before, behind) / areas[0],
            area::step(simulated, before, behind) / areas[1],
        ]
    });
    Some(Family {
        label: format!("{} {}", strongest.symbol, strongest.family),
        symbol: strongest.symbol.clone(),
        sort,
        main: false,
        window,
        measured: areas[0],
        simulated: areas[1],
        error: None,
        relative_to: String::new(),
        foreign: foreign / (foreign + weight),
        step,
    })
}
