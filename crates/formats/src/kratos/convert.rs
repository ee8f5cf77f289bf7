//! An object of the dataset as a spectrum.

use super::StageState;
use super::objects::KratosObject;
use super::transmission::transmission;
use crate::shared::checks::{is_ultraviolet, negative_counts, no_intensity, tidy, turns_back};
use crate::shared::error::{Fault, quote};
use crate::shared::notes::{push, short};
use crate::shared::units::count_unit_of;
use speclens_spectrum::{Axis, Doubt, Spectrum, Technique};

/// Fields that name the X-ray line, the most certain first.
const SOURCES: [&str; 5] = [
    "Xray Reference Energy",
    "Start Spellman X.Gun Energy Reference",
    "NICPU X-ray Gun Active Anode Material",
    "Start Spellman X.Gun active anode",
    "Xray Gun Anode",
];
/// Fields that every spectrum carries as notes; the first carries them all.
const NOTES: [&str; 19] = [
    "Analyser Scan Mode",
    "HSA Lens Mode",
    "Work function",
    "Descriptor for aperture size used in acquisition",
    "Descriptor for iris position used in acquisition",
    "Neutraliser Switch State",
    "Charge Neutraliser Filament Current",
    "Charge Neutraliser Filament Bias",
    "Charge Neutraliser Charge Balance",
    "Xray Reference Energy",
    "Xray Gun Anode",
    "Xray Gun current",
    "Xray Gun voltage",
    "NICPU X-ray Gun Active Anode Material",
    "NICPU X-ray Gun Emission Current",
    "NICPU X-ray Gun Anode HT Voltage",
    "Stage X Rotation",
    "Acquisition name",
    "Cumulative etch time",
];
/// Fields that are no notes: lists, and what a spectrum has a place for.
const NO_NOTES: [&str; 18] = [
    "Ordinate values",
    "Abscissa values",
    "Transmission Function Kinetic Energy",
    "Transmission Function Value",
    "Enabled detectors",
    "Technique",
    "Scan type",
    "Spectrum scan start",
    "Spectrum scan step size",
    "Abscissa label",
    "Abscissa units",
    "Dwell time",
    "Ordinate units",
    "Pass energy",
    "# Sweeps completed",
    "Date Acquired",
    "Chemical symbol or formula",
    "Transition or charge state",
];

/// The spectrum of an object; `all` asks for all fields as notes.
///
/// # Errors
/// Numbers that are none, or energies that turn back.
pub(super) fn spectrum(
    object: &KratosObject,
    state: &StageState,
    all: bool,
) -> Result<Spectrum, Fault> {
    let counts = match object.list("Ordinate values") {
        Some(counts) => counts?,
        None => {
            let found = format!("the spectrum {} without numbers", quote(object.name));
            return Err(Fault::at_line(object.line, found, "“Ordinate values”"));
        }
    };
    let at = object
        .field("Ordinate values")
        .map_or(object.line, |f| f.line);
    if counts.len() < 2 {
        let found = format!("{} ordinate values", counts.len());
        return Err(Fault::at_line(at, found, "at least 2"));
    }
    if let Some(i) = no_intensity(&counts) {
        let found = format!("{:e} at point {}", counts[i], i + 1);
        return Err(Fault::at_line(at, found, "an intensity"));
    }
    let energy_ev = energies(object, counts.len())?;
    let mut doubts = Vec::new();
    if let Some(n) = object.real("# ordinate values")
        && n != counts.len() as f64
    {
        let holds = counts.len();
        doubts.push(Doubt::incomplete(format!(
            "the file announces {n} points and holds {holds}"
        )));
    }
    doubts.extend(negative_counts(&counts));
    let axis = axis(object, &mut doubts);
    let (photon_energy_ev, technique) = source(object, &mut doubts);
    let mut spectrum = Spectrum {
        region: region(object, state),
        sample: object
            .text("Sample name")
            .or(object.text("Stage Position Name"))
            .map_or_else(|| state.position.clone(), short),
        technique,
        photon_energy_ev,
        axis,
        energy_ev,
        counts,
        count_unit: count_unit_of(object.text("Ordinate units").unwrap_or_default()),
        pass_energy_ev: pass_energy(object),
        dwell_s: object.real("Dwell time").filter(|t| *t > 0.0),
        scans: object
            .real("# Sweeps completed")
            .filter(|n| n.fract() == 0.0 && (1.0..1e9).contains(n))
            .map(|n| n as u32),
        date: object.text("Date Acquired").map(short),
        doubts,
        ..Default::default()
    };
    for field in &object.fields {
        if NOTES.contains(&field.name) || all && !NO_NOTES.contains(&field.name) {
            push(&mut spectrum.notes, field.name, &field.value);
        }
    }
    if state.etches > 0 {
        let etches = state.etches.to_string();
        push(&mut spectrum.notes, "etches before", &etches);
        push(
            &mut spectrum.notes,
            "time of the last etch",
            &state.etch_time,
        );
    }
    spectrum.transmission = transmission(object, &mut spectrum);
    Ok(spectrum)
}

/// `n` energies from start and step, or those of the list, eV.
fn energies(object: &KratosObject, n: usize) -> Result<Vec<f64>, Fault> {
    let unit = object.text("Abscissa units").unwrap_or("eV");
    if unit != "eV" {
        return Err(Fault::at_line(
            object.line,
            quote(unit),
            "an abscissa in eV",
        ));
    }
    let (start, step) = (
        object.real("Spectrum scan start"),
        object.real("Spectrum scan step size"),
    );
    let energies = match (object.list("Abscissa values"), start, step) {
        (Some(values), _, _) if object.text("Scan type") == Some("F_IRREGULAR") => values?,
        (_, Some(start), Some(step)) => (0..n).map(|i| tidy(start + step * i as f64)).collect(),
        _ => {
            let found = format!("the spectrum {} without its energies", quote(object.name));
            let expected = "“Spectrum scan start” and “Spectrum scan step size”";
            return Err(Fault::at_line(object.line, found, expected));
        }
    };
    if energies.len() != n {
        let found = format!("{} abscissa values", energies.len());
        let expected = format!("{n} as there are ordinate values");
        return Err(Fault::at_line(object.line, found, expected));
    }
    match turns_back(&energies) {
        Some(i) => {
            let found = format!("an energy of {} at point {}", energies[i], i + 1);
            let expected = "energies that only rise or only fall";
            Err(Fault::at_line(object.line, found, expected))
        }
        None => Ok(energies),
    }
}

/// Which energy the abscissa is.
fn axis(object: &KratosObject, doubts: &mut Vec<Doubt>) -> Option<Axis> {
    let label = object.text("Abscissa label").unwrap_or_default();
    let lower = label.to_lowercase();
    if lower.contains("binding") {
        return Some(Axis::Binding);
    }
    if !lower.contains("kinetic") {
        doubts.push(Doubt::presumed(match label {
            "" => "the file does not name its energies: they are taken as kinetic, as Vision \
                   writes them"
                .to_owned(),
            _ => format!(
                "the file calls its energies {}: they are taken as kinetic, as Vision writes them",
                quote(label)
            ),
        }));
    }
    Some(Axis::Kinetic)
}

/// Photon energy, eV, and technique.
fn source(object: &KratosObject, doubts: &mut Vec<Doubt>) -> (Option<f64>, Technique) {
    let technique = match object.text("Technique") {
        None | Some("F_XPS") => Technique::Xps,
        Some("F_UPS") => Technique::Ups,
        Some("F_AES") => return (None, Technique::Aes),
        Some(_) => return (None, Technique::Other),
    };
    let named = || SOURCES.iter().filter_map(|name| object.text(name));
    let said = object.real("Excitation energy").filter(|e| *e > 0.0);
    let energy = said.or_else(|| named().find_map(line_ev));
    if energy.is_none()
        && let Some(name) = named().find(|name| *name != "F_REFER_TO_NONE")
    {
        let name = quote(name);
        doubts.push(Doubt::presumed(format!(
            "the energy of the X-ray source {name} is not known"
        )));
    }
    match energy {
        _ if is_ultraviolet(energy) => (energy, Technique::Ups),
        _ => (energy, technique),
    }
}

/// Photon energy that Vision itself refers to (Mg 1253.60, Al 1486.61, Al behind the
/// monochromator 1486.69 …), from a name such as `F_REFER_TO_XRAY_MONO_AL`.
fn line_ev(name: &str) -> Option<f64> {
    let has = |word: &str| name.split('_').any(|w| w.eq_ignore_ascii_case(word));
    let mono = has("MONO");
    Some(if mono && (has("AL") || has("STD")) {
        1486.69
    } else if has("AL") {
        1486.61
    } else if has("MG") {
        1253.6
    } else if has("AG") {
        2984.2
    } else if has("ZR") {
        2042.4
    } else if has("TI") {
        4510.0
    } else if has("HE") && has("II") {
        40.8
    } else if has("HE") && has("I") {
        21.21
    } else {
        return None;
    })
}

/// Element and transition, or the name of the acquisition; the etches before it.
fn region(object: &KratosObject, state: &StageState) -> String {
    let acquired = object.text("Acquisition name").unwrap_or_else(|| {
        let name = object.name.rsplit_once('/');
        name.map_or(object.name, |(name, _)| name)
    });
    let mut region = match (
        object.text("Chemical symbol or formula"),
        object.text("Transition or charge state"),
    ) {
        (Some(symbol), Some(transition)) => short(&format!("{symbol} {transition}")),
        _ => short(acquired),
    };
    if state.etches > 0 {
        region += &format!(", etch {}", state.etches);
    }
    region
}

/// The pass energy, eV, where it is constant.
fn pass_energy(object: &KratosObject) -> Option<f64> {
    let mode = object.text("Analyser Scan Mode").unwrap_or("F_FAT");
    let energy = object.real("Pass energy");
    energy.filter(|e| *e > 0.0 && mode == "F_FAT")
}
