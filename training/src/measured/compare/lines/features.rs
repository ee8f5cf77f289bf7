//! The strong features of a measured spectrum, named, and their places in the simulated one.

use super::expected::{self, ExpectedLine, LineKind};
use speclens::conventional::EvenCurve;
use speclens::conventional::peaks;

/// How far the same photoelectron peak is looked for, eV.
const PHOTO_REACH_EV: f64 = 6.0;
/// The same for Auger peaks.
const AUGER_REACH_EV: f64 = 12.0;

/// A peak of the measured curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Nearest strong line of the tables, `?` where there is none.
    pub label: String,
    /// Its kind.
    pub kind: Option<LineKind>,
    /// Measured binding energy, eV, after the fitted shift.
    pub measured_ev: f64,
    /// Simulated one; `None` where the simulation has no such peak.
    pub simulated_ev: Option<f64>,
    /// Height over its feet, share of the strongest feature's.
    pub height: f64,
}

impl Feature {
    /// Symbol of the element that it is named after.
    pub fn symbol(&self) -> &str {
        self.label.split(' ').next().unwrap_or_default()
    }

    /// Simulated less measured position, eV.
    pub fn error_ev(&self) -> Option<f64> {
        self.simulated_ev.map(|s| s - self.measured_ev)
    }
}

/// All peaks of `measured`, strongest first, each with its name from `lines` and its partner in
/// `simulated` (already scaled). Both curves lie `shift_ev` higher than the tables.
pub fn find(
    lines: &[ExpectedLine],
    measured: &EvenCurve,
    simulated: &EvenCurve,
    shift_ev: f64,
) -> Vec<Feature> {
    let on_tables = |c: &EvenCurve| -> Vec<peaks::Peak> {
        let mut found = peaks::find(c);
        found.iter_mut().for_each(|p| p.energy_ev -= shift_ev);
        found
    };
    let found = on_tables(measured);
    let named: Vec<Option<&ExpectedLine>> =
        found.iter().map(|p| expected::nearest(lines, p)).collect();
    let wanted: Vec<_> = found
        .iter()
        .zip(&named)
        .map(|(peak, line)| {
            let auger = line.is_some_and(|l| l.kind == LineKind::Auger);
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
    let partners = peaks::match_up(&wanted, &on_tables(simulated));
    let highest = found.first().map_or(1.0, |p| p.height);
    found
        .iter()
        .zip(named)
        .zip(partners)
        .map(|((peak, line), partner)| Feature {
            label: line.map_or_else(|| "?".to_owned(), ExpectedLine::label),
            kind: line.map(|l| l.kind),
            measured_ev: peak.energy_ev,
            simulated_ev: partner.map(|p| p.energy_ev),
            height: peak.height / highest,
        })
        .collect()
}
