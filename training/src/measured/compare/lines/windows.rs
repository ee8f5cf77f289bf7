//! Windows around the lines of a spectrum, in which areas are taken.

use super::expected::{ExpectedLine, LineKind};
use super::features::Feature;
use speclens::conventional::EvenCurve;

/// Lines of a family further apart than this are taken as two, eV (spin–orbit partners such as
/// Ag 3p, between which the background has its own step).
const PHOTO_GAP_EV: f64 = 23.0;
/// The same within an Auger series, whose groups are tens of electronvolts apart.
const AUGER_GAP_EV: f64 = 14.0;
/// Lines of a family weaker than this share of its strongest do not widen its window.
const PARTNER_SHARE: f64 = 0.15;
/// A window begins so far below the first line and ends so far above the last, eV, besides the
/// natural width.
const MARGIN_EV: [f64; 2] = [5.0, 8.0];
/// Width of an Auger group besides its lines, eV.
const AUGER_WIDTH_EV: f64 = 3.0;
/// How far the ends of a window may move to the lowest point there, eV.
const SNAP_EV: f64 = 3.0;
/// Smoothing before the lowest point is looked for, FWHM in eV.
const SMOOTHING_EV: f64 = 1.0;
/// How far from its lines a peak may stand that is named after one of them, eV.
const DISPLACED_EV: [f64; 2] = [6.0, 12.0];
/// A window of which other lines hold more than this share is not clean.
const FOREIGN_SHARE: f64 = 0.3;

/// The window of a subshell (or one of its lines, or an Auger group).
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Element and family: `Au 4f`, `Ag 3p3/2`, `Fe LMM 784`.
    pub label: String,
    /// Symbol of the element.
    pub symbol: String,
    /// Kind.
    pub kind: LineKind,
    /// From and to, on the measured axis, eV.
    pub ev: [f64; 2],
    /// Last line in it, on the measured axis, eV.
    pub last_ev: f64,
    /// Weight of its lines by the tables.
    pub weight: f64,
    /// Share of other lines in the window, by the tables.
    pub foreign: f64,
    /// Share of Auger lines of others in it.
    pub foreign_auger: f64,
}

impl Window {
    /// Whether its area is that of photoelectron lines, of whatever element.
    pub fn is_of_photoelectrons(&self) -> bool {
        self.kind == LineKind::Photo && self.foreign_auger <= FOREIGN_SHARE
    }

    /// Weight of other lines in it, by the tables.
    pub fn foreign_weight(&self) -> f64 {
        self.weight * self.foreign / (1.0 - self.foreign)
    }

    /// Whether other lines leave its area to it.
    pub fn is_clean(&self) -> bool {
        self.foreign <= FOREIGN_SHARE
    }
}

/// Windows of all families of `lines` that the measured curve (which lies `shift_ev` higher than
/// the tables) shows a feature of and covers whole.
pub fn find(
    lines: &[ExpectedLine],
    features: &[Feature],
    measured: &EvenCurve,
    shift_ev: f64,
) -> Vec<Window> {
    let smooth = measured.smoothed(SMOOTHING_EV);
    let mut names: Vec<(&str, &str)> = lines
        .iter()
        .filter(|l| l.kind != LineKind::Valence)
        .map(|l| (l.symbol.as_str(), l.family.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut found = Vec::new();
    for (symbol, family) in names {
        let mut own: Vec<&ExpectedLine> = lines
            .iter()
            .filter(|l| l.symbol == symbol && l.family == family && l.kind != LineKind::Valence)
            .collect();
        own.sort_by(|a, b| a.energy_ev.total_cmp(&b.energy_ev));
        for cluster in clusters(&own) {
            let strongest = strongest(cluster);
            let whole = window(cluster, lines, features, &smooth, shift_ev);
            let one = [strongest];
            let best = match whole {
                // Another line between spin–orbit partners: the stronger partner alone.
                Some(w) if !w.is_clean() && w.kind == LineKind::Photo && cluster.len() > 1 => {
                    let alone = window(&one, lines, features, &smooth, shift_ev);
                    alone.filter(Window::is_clean).or(Some(w))
                }
                other => other,
            };
            found.extend(best);
        }
    }
    found
}

fn strongest<'a>(lines: &[&'a ExpectedLine]) -> &'a ExpectedLine {
    let mut best = lines[0];
    for l in lines {
        if l.weight > best.weight {
            best = l;
        }
    }
    best
}

/// Neighbouring lines (ascending in energy) without a gap between the stronger ones.
fn clusters<'s, 'a>(own: &'s [&'a ExpectedLine]) -> Vec<&'s [&'a ExpectedLine]> {
    let top = own.iter().map(|l| l.weight).fold(0.0, f64::max);
    let gap_ev = match own[0].kind {
        LineKind::Auger => AUGER_GAP_EV,
        _ => PHOTO_GAP_EV,
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut last_strong: Option<f64> = None;
    for (i, line) in own.iter().enumerate() {
        if line.weight < PARTNER_SHARE * top {
            continue;
        }
        if last_strong.is_some_and(|e| line.energy_ev - e > gap_ev) {
            found.push(&own[start..i]);
            start = i;
        }
        last_strong = Some(line.energy_ev);
    }
    found.push(&own[start..]);
    found
}

fn window(
    own: &[&ExpectedLine],
    lines: &[ExpectedLine],
    features: &[Feature],
    smooth: &EvenCurve,
    shift_ev: f64,
) -> Option<Window> {
    let main = strongest(own);
    let partners = || {
        own.iter()
            .filter(|l| l.weight >= PARTNER_SHARE * main.weight)
    };
    let auger = main.kind == LineKind::Auger;
    let reach = DISPLACED_EV[usize::from(auger)];
    // Where the peak named after one of its lines stands tells how far the family is displaced.
    let displaced = partners()
        .filter_map(|l| {
            let label = l.label();
            features
                .iter()
                .filter(|f| f.label == label)
                .map(|f| f.measured_ev - l.energy_ev)
                .filter(|d| d.abs() <= reach)
                .min_by(|a, b| a.abs().total_cmp(&b.abs()))
                .map(|d| (l.weight, d))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))?
        .1;
    let first = partners()
        .map(|l| l.energy_ev)
        .fold(f64::INFINITY, f64::min)
        + displaced;
    let last = partners()
        .map(|l| l.energy_ev)
        .fold(f64::NEG_INFINITY, f64::max)
        + displaced;
    let width = if auger { AUGER_WIDTH_EV } else { main.width_ev };
    let snap = |e: f64| {
        let part = smooth.between(e - SNAP_EV, e + SNAP_EV);
        let lowest = part.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        smooth.energy_ev(smooth.index(e - SNAP_EV) + lowest.map_or(0, |l| l.0))
    };
    let (first, last) = (first + shift_ev, last + shift_ev);
    let ev = [
        snap(first - MARGIN_EV[0] - width),
        snap(last + MARGIN_EV[1] + width),
    ];
    if !smooth.covers(ev[0] - 1.0, ev[1] + 1.0) {
        return None;
    }
    let weight = own.iter().map(|l| l.weight).sum();
    let tables_ev = ev.map(|e| e - shift_ev);
    let others = |l: &ExpectedLine| !own.iter().any(|o| std::ptr::eq(*o, l));
    let foreign = weight_of(lines, tables_ev, others);
    let foreign_auger = weight_of(lines, tables_ev, |l| others(l) && l.kind == LineKind::Auger);
    let partner_count = partners().count();
    let label = match (auger, partner_count) {
        (true, _) => format!("{} {} {:.0}", main.symbol, main.family, main.energy_ev),
        (false, 1) => main.label(),
        _ => format!("{} {}", main.symbol, main.family),
    };
    Some(Window {
        label,
        symbol: main.symbol.clone(),
        kind: main.kind,
        ev,
        last_ev: last,
        weight,
        foreign: foreign / (foreign + weight),
        foreign_auger: foreign_auger / (foreign + weight),
    })
}

/// Weight of the lines of one kind between two energies of the tables, eV.
pub fn weight_of(
    lines: &[ExpectedLine],
    ev: [f64; 2],
    kind: impl Fn(&ExpectedLine) -> bool,
) -> f64 {
    lines
        .iter()
        .filter(|l| l.energy_ev > ev[0] && l.energy_ev < ev[1] && kind(l))
        .map(|l| l.weight)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(
        symbol: &str,
        name: &str,
        family: &str,
        kind: LineKind,
        energy_ev: f64,
        weight: f64,
    ) -> ExpectedLine {
        ExpectedLine {
            z: 0,
            symbol: symbol.into(),
            name: name.into(),
            family: family.into(),
            kind,
            energy_ev,
            width_ev: 0.5,
            weight,
        }
    }

    fn feature(label: &str, measured_ev: f64) -> Feature {
        Feature {
            label: label.into(),
            kind: None,
            measured_ev,
            simulated_ev: None,
            height: 1.0,
        }
    }

    #[test]
    fn near_partners_share_a_window_and_distant_ones_do_not() {
        let photo = |name: &str, family: &str, e: f64, w: f64| {
            line("Ag", name, family, LineKind::Photo, e, w)
        };
        let lines = [
            photo("3d5/2", "3d", 368.0, 10.0),
            photo("3d3/2", "3d", 374.0, 7.0),
            photo("3p3/2", "3p", 573.0, 5.0),
            photo("3p1/2", "3p", 604.0, 2.5),
            line("O", "1s", "1s", LineKind::Photo, 578.0, 0.5),
        ];
        let features = [
            feature("Ag 3d5/2", 369.0),
            feature("Ag 3p3/2", 573.0),
            feature("Ag 3p1/2", 604.0),
        ];
        let flat = EvenCurve {
            lo_ev: 0.0,
            step_ev: 0.5,
            values: vec![1.0; 2000],
        };
        let found = find(&lines, &features, &flat, 2.0);
        let labels: Vec<&str> = found.iter().map(|w| w.label.as_str()).collect();
        assert_eq!(labels, ["Ag 3d", "Ag 3p3/2", "Ag 3p1/2"]);
        // Displaced by one electronvolt, shifted by two.
        let [from, to] = found[0].ev;
        assert!(
            from < 368.0 && from > 360.0 && to > 382.0 && to < 392.0,
            "{:?}",
            found[0]
        );
        assert!((found[0].last_ev - 377.0).abs() < 1e-9);
        assert!((found[1].foreign - 0.5 / 5.5).abs() < 1e-9 && found[1].is_clean());
    }
}
