//! The transmission function that Vision keeps with a spectrum.

use super::objects::KratosObject;
use speclens_spectrum::{Axis, Doubt, Spectrum};

/// How far a transmission function may be drawn on beyond its table, in parts of its width.
const BEYOND_TABLE: f64 = 0.05;

/// The transmission function at the energies of the spectrum, from a table of kinetic energies
/// and values; straight lines between its points.
pub(super) fn transmission(object: &KratosObject, spectrum: &mut Spectrum) -> Option<Vec<f64>> {
    let energies = object.list("Transmission Function Kinetic Energy")?;
    let values = object.list("Transmission Function Value")?;
    let table = match (energies, values) {
        (Ok(e), Ok(v)) if e.len() == v.len() => {
            let mut table: Vec<(f64, f64)> = e.into_iter().zip(v).collect();
            table.sort_by(|a, b| a.0.total_cmp(&b.0));
            table.dedup_by(|a, b| a.0 == b.0);
            Some(table)
        }
        _ => None,
    };
    let at = table.and_then(|table| at_energies(&table, spectrum));
    if at.is_none() {
        spectrum.doubts.push(Doubt::transmission_left_out(
            "the transmission function of the file is damaged or does not cover the spectrum, and \
             is left out",
        ));
    }
    at
}

/// The table, which rises in energy, at the kinetic energies of a spectrum.
fn at_energies(table: &[(f64, f64)], spectrum: &Spectrum) -> Option<Vec<f64>> {
    let (first, last) = (table.first()?, table.last()?);
    let beyond = BEYOND_TABLE * (last.0 - first.0);
    let kinetic = |energy: f64| match spectrum.axis {
        Some(Axis::Kinetic) => Some(energy),
        _ => spectrum.photon_energy_ev.map(|hv| hv - energy),
    };
    let value = |energy: f64| {
        let e = kinetic(energy)?;
        if e < first.0 - beyond || e > last.0 + beyond {
            return None;
        }
        let above = table.partition_point(|(ke, _)| *ke < e);
        let i = above.clamp(1, table.len().checked_sub(1).filter(|n| *n > 0)?);
        let (a, b) = (table.get(i - 1)?, table.get(i)?);
        let value = a.1 + (b.1 - a.1) * ((e - a.0) / (b.0 - a.0));
        Some(value).filter(|v| v.is_finite() && *v > 0.0)
    };
    spectrum.energy_ev.iter().map(|e| value(*e)).collect()
}
