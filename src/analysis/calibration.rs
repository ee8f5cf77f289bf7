//! By how much the energy axis of a spectrum may be off, and on what ground.

use serde::{Deserialize, Serialize};

use super::{AnalyseError, Analysis, Prepared, lines_of};
use crate::conventional::fermi_edge_ev;
use crate::model::manifest::Manifest;
use crate::spectrum::grid::PlaceError;
use crate::spectrum::{CalibrationBasis, MOST_SHIFT_EV, Spectrum};
use crate::synthesis::Refined;

/// Adventitious carbon, eV: what most laboratories refer to. Its place depends on the work function of what it lies
/// on (Greczynski and Hultman 2020, Prog. Mater. Sci. 107, 100591).
const C_1S_EV: f64 = 284.8;
/// Au 4f7/2 of the metal, eV: 83.96 on an axis calibrated by ISO 15472; 84.0 by custom.
const AU_4F_EV: f64 = 84.0;
/// How CasaXPS writes a calibration, in the notes of a file.
const CASA_NOTE: &str = crate::formats::CASA_CALIBRATION;

/// A calibration that a spectrum offers.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationEstimate {
    /// What it rests on.
    pub basis: CalibrationBasis,
    /// Where the reference is seen on the axis of the file, eV binding energy; null where the shift itself is known.
    pub found_ev: Option<f64>,
    /// Where it should be, eV.
    pub reference_ev: Option<f64>,
    /// What is to be added to the binding energies of the file, eV; null where `text` says why there is none.
    pub shift_ev: Option<f64>,
    /// The same in words, and what is doubtful of it.
    pub text: String,
}

/// What the spectrum offers to calibrate its axis by. All are told of the axis of the file, whatever
/// calibration the answer was given with. `refined` is the fit of the implied spectrum, where there is one.
///
/// # Errors
/// A spectrum without binding energies.
pub fn calibrations(
    manifest: &Manifest,
    prepared: &Prepared,
    analysis: &Analysis,
    refined: Option<&Refined>,
) -> Result<Vec<CalibrationEstimate>, AnalyseError> {
    let applied_ev = prepared.adjustments.calibration.map_or(0.0, |c| c.shift_ev);
    let lines = lines_of(manifest, prepared, analysis)?;
    let peak = |line: &str| {
        let groups = lines.found.iter().flat_map(|e| &e.groups);
        let group = groups.into_iter().find(|g| g.name == line && g.found)?;
        Some(lines.vertex_ev(group.energy_ev) - applied_ev)
    };
    let by = |basis, found_ev: f64, reference_ev: f64, doubt: &str| CalibrationEstimate {
        basis,
        found_ev: Some(found_ev),
        reference_ev: Some(reference_ev),
        shift_ev: Some(reference_ev - found_ev),
        text: format!(
            "{}: the file has it at {found_ev:.2} eV{doubt}",
            basis.label()
        ),
    };
    let mut all = Vec::new();
    if let Some(found_ev) = peak("C 1s") {
        let doubt = "; right only for adventitious carbon, to 0.2 eV or so";
        all.push(by(CalibrationBasis::CarbonC1s, found_ev, C_1S_EV, doubt));
    }
    if let Some(found_ev) = peak("Au 4f") {
        let doubt = "; right for metallic gold";
        all.push(by(CalibrationBasis::GoldAu4f, found_ev, AU_4F_EV, doubt));
    }
    let edge_ev = fermi_edge_ev(&prepared.spectrum, applied_ev).map_err(PlaceError::Axis)?;
    if let Some(edge_ev) = edge_ev {
        let doubt = "; right for metals, to half a step of the survey";
        all.push(by(
            CalibrationBasis::FermiEdge,
            edge_ev - applied_ev,
            0.0,
            doubt,
        ));
    }
    if let Some(refined) = refined {
        let basis = CalibrationBasis::Fit;
        all.push(CalibrationEstimate {
            basis,
            found_ev: None,
            reference_ev: None,
            shift_ev: Some(applied_ev - refined.shift_ev),
            text: format!(
                "{}: they stand {:+.2} eV from where the tables have them, usual chemical states taken off",
                basis.label(),
                refined.shift_ev - applied_ev
            ),
        });
    }
    // What would be refused is not offered.
    all.retain(|e| e.shift_ev.is_none_or(|s| s.abs() <= MOST_SHIFT_EV));
    all.extend(of_casa(&prepared.spectrum));
    Ok(all)
}

/// The calibration that CasaXPS wrote into the file: `Calib M = 281.17 A = 284.8 BE ADD` moves what was
/// measured at M to A. Several are added up, as CasaXPS does.
fn of_casa(spectrum: &Spectrum) -> Option<CalibrationEstimate> {
    let notes = spectrum.notes.iter().filter(|(key, _)| key == CASA_NOTE);
    let lines: Vec<&str> = notes.map(|(_, value)| value.as_str()).collect();
    if lines.is_empty() {
        return None;
    }
    let said = lines.join(", ");
    let basis = CalibrationBasis::CasaXps;
    let shifts: Option<Vec<f64>> = lines.iter().map(|line| casa_shift_ev(line)).collect();
    let shift_ev = shifts
        .map(|s| s.iter().sum::<f64>())
        .filter(|s| s.abs() <= MOST_SHIFT_EV);
    Some(CalibrationEstimate {
        basis,
        found_ev: None,
        reference_ev: None,
        shift_ev,
        text: match shift_ev {
            Some(_) => format!("{}: {said}", basis.label()),
            None => format!("{}: {said}: not understood, and not offered", basis.label()),
        },
    })
}

/// The shift of one calibration, eV; none where its energies are no single numbers.
fn casa_shift_ev(line: &str) -> Option<f64> {
    let after = line.strip_prefix("Calib M =")?;
    let (measured, rest) = after.split_once("A =")?;
    let mut words = rest.split_whitespace();
    let actual: f64 = words.next()?.parse().ok()?;
    let is_added = words.eq(["BE", "ADD"]);
    let measured: f64 = measured.trim().parse().ok()?;
    is_added.then_some(actual - measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibrations_of_casa_are_added_up() {
        let noted = |lines: &[&str]| Spectrum {
            notes: lines
                .iter()
                .map(|l| (CASA_NOTE.to_owned(), (*l).to_owned()))
                .collect(),
            ..Default::default()
        };
        assert!(of_casa(&Spectrum::default()).is_none());
        let both = [
            "Calib M = 281.1700 A = 284.8 BE ADD",
            "Calib M = 284.7999 A = 284.8 BE ADD",
        ];
        let shift_ev = of_casa(&noted(&both)).unwrap().shift_ev.unwrap();
        assert!((shift_ev - 3.6301).abs() < 1e-9, "{shift_ev}");
        for odd in [
            "Calib M = 282.4,283.5 A = 286.8 BE ADD",
            "Calib M = 281.17 A = 284.8 KE ADD",
            "Calib M = 0 A = 284.8 BE ADD",
        ] {
            let told = of_casa(&noted(&[odd])).unwrap();
            assert!(
                told.shift_ev.is_none() && told.text.contains(odd),
                "{told:?}"
            );
        }
    }
}
