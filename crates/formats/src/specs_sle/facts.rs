//! How a region was measured: what the schedule, the tables and the devices say.

use std::ops::Range;

use super::node_data::NodeData;
use super::schedule::{PlannedRegion, parameters};
use super::stored::{Measured, Raw, Stored, Transmission};
use crate::shared::checks::{is_ultraviolet, tidy};
use crate::shared::error::quote;
use crate::shared::notes::{push, short};
use crate::shared::units::count_unit_of;
use speclens_spectrum::{AL_KA_EV, CountUnit, Doubt, MG_KA_EV, Spectrum, Technique};

/// Notes of one spectrum, beyond which the devices' parameters are left out.
const MAX_NOTES: usize = 40;

/// What all spectra of a region have in common.
pub(super) fn common(
    region: &PlannedRegion,
    node: i64,
    stored: &Stored,
    measured: &Measured,
    mut doubts: Vec<Doubt>,
) -> Spectrum {
    let data = stored.data.get(&node);
    doubts.extend(processing(region));
    let issues = data.map_or(&[][..], |data| &data.issues);
    let noted = |text: &String| Doubt::noted(format!("Prodigy noted: {}", quote(text)));
    doubts.extend(issues.iter().map(noted));
    let unit = stored.units.get(&node).map_or("", String::as_str);
    let mut notes = notes(region, stored, measured, unit);
    let instrument = devices(region, &mut notes);
    // That of the nearest element that has been measured.
    let mut angles = region
        .around()
        .map(|id| stored.angles_deg.get(&stored.node(id)));
    let angle = angles.find_map(|angle| angle.copied());
    let dwell_s = region.setting("DwellTime").filter(|v| *v > 0.0);
    let dwell_s = dwell_s.or_else(|| data?.dwell_s);
    Spectrum {
        region: short(region.name()),
        sample: sample(region.group_name()),
        count_unit: count_unit(unit),
        photon_energy_ev: photon_energy_ev(region, data),
        pass_energy_ev: pass_energy_ev(region, measured, data),
        dwell_s,
        source_analyser_angle_deg: angle,
        instrument,
        notes,
        doubts,
        ..Default::default()
    }
}

/// Pass energy, eV; none at a fixed retardation ratio.
pub(super) fn pass_energy_ev(
    region: &PlannedRegion,
    measured: &Measured,
    data: Option<&NodeData>,
) -> Option<f64> {
    let told = measured.pass_or_ratio.or_else(|| region.setting("Epass"));
    let told = told.or_else(|| data?.pass_energy_ev);
    told.filter(|v| *v > 0.0 && region.mode == "FixedAnalyzerTransmission")
}

/// What Prodigy does to the data of a region for its display, and is not done here.
fn processing(region: &PlannedRegion) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let processing = region.spectrum.child("DataProcessing");
    let shift = processing.and_then(|e| e.number("SpectrumShift"));
    if let Some(shift) = shift.filter(|shift| *shift != 0.0) {
        doubts.push(Doubt::not_applied(format!(
            "the shift by {shift} eV that is set in Prodigy is not applied"
        )));
    }
    let masks = ["ChannelMask", "ScanMask"].map(|m| processing.and_then(|e| e.attribute(m)));
    if masks.iter().any(Option::is_some) {
        doubts.push(Doubt::summed(
            "channels or scans that are masked in Prodigy are added up, too",
        ));
    }
    doubts
}

/// Everything that a [`Spectrum`] has no place for.
fn notes(
    region: &PlannedRegion,
    stored: &Stored,
    measured: &Measured,
    unit: &str,
) -> Vec<(String, String)> {
    let settings = region.group.child("CommonSpectrumSettings");
    let of_group = |element, name| settings.and_then(|e| e.child(element)?.attribute(name));
    let of_region = |name| region.settings.and_then(|e| e.attribute(name));
    let number = |value: Option<f64>, unit: &str| value.map(|v| format!("{} {unit}", tidy(v)));
    let comment = region.spectrum.child("Comment").map(|e| e.text());
    let configured = |name: &str| stored.configuration.get(name).cloned();
    let text = |value: Option<&str>| value.map(str::to_owned);
    let schedule = region.spectrum.parents().find(|e| e.name() == "Schedule");
    let diameter = of_group("Iris", "Diameter").map(|d| format!("{d} mm"));
    let calibration = of_group("EnergyChannelCalibration", "File");
    let mut notes = Vec::new();
    for (key, value) in [
        ("group", text(Some(region.group_name()))),
        ("analysis method", text(Some(region.method))),
        ("comment", text(comment)),
        ("scan mode", text(Some(region.mode))),
        ("lens mode", text(of_region("LensMode"))),
        ("entrance slit", text(of_group("SlitInfo", "Entrance"))),
        ("exit slit", text(of_group("SlitInfo", "Exit"))),
        ("lens voltage range", text(of_group("Lens", "VoltageRange"))),
        ("iris diameter", diameter),
        ("bias voltage", number(measured.bias_v, "V")),
        ("detector voltage", number(measured.detector_v, "V")),
        (
            "analyser work function",
            number(measured.work_function_ev, "eV"),
        ),
        ("unit of the counts", text(Some(unit))),
        ("transmission file", text(of_group("Transmission", "File"))),
        ("channel calibration file", text(calibration)),
        ("schedule", text(schedule.and_then(|e| e.attribute("Name")))),
        ("description", configured("description")),
        ("Prodigy version", configured("appversion")),
    ] {
        push(&mut notes, key, &value.unwrap_or_default());
    }
    if measured.other_channels > 1 {
        let channels = measured.other_channels.to_string();
        push(&mut notes, "angle or position channels added up", &channels);
    }
    notes
}

/// Notes what the devices were told; the analyser is the instrument.
fn devices(region: &PlannedRegion, notes: &mut Vec<(String, String)>) -> Option<String> {
    let mut instrument = None;
    for command in region.device_commands() {
        let kind = short(command.attribute("DeviceType").unwrap_or("device"));
        for (name, value) in parameters(command) {
            if notes.len() < MAX_NOTES {
                push(notes, &short(&format!("{kind} {name}")), value);
            }
        }
        if instrument.is_none() && kind.starts_with("Phoibos") {
            instrument = Some(kind);
        }
    }
    instrument
}

/// A group's name without the fields that users are asked for: `Au, #Temp: RT` is `Au`.
fn sample(group: &str) -> String {
    let name = group.split('#').next().unwrap_or_default();
    short(name.trim_end_matches([',', ' ']))
}

/// The tables hold counts: in files of a PHOIBOS with delay-line detector the channels hold whole
/// numbers, and repeated scans scatter like counts. A unit is kept for other signals.
fn count_unit(unit: &str) -> CountUnit {
    match unit.trim() {
        "" => CountUnit::Counts,
        unit => count_unit_of(unit),
    }
}

/// The photon energy where the scans do not say theirs: that of the region's settings, of the
/// source, or of its anode, eV.
fn photon_energy_ev(region: &PlannedRegion, data: Option<&NodeData>) -> Option<f64> {
    let told = region.setting("Eexc").filter(|v| *v > 0.0);
    let told = told.or_else(|| data?.photon_energy_ev);
    let told = told.or_else(|| region.source_energy_ev());
    told.map(tidy).or_else(|| match region.anode()? {
        "Al" => Some(AL_KA_EV),
        "Mg" => Some(MG_KA_EV),
        _ => None,
    })
}

/// The technique of a method of the schedule.
pub(super) fn technique(method: &str, photon_energy_ev: Option<f64>) -> Technique {
    let ultraviolet = is_ultraviolet(photon_energy_ev);
    match (method, photon_energy_ev) {
        ("UPS", _) => Technique::Ups,
        ("ElectronSpectroscopy", None) => Technique::Other,
        ("XPS" | "ESCA" | "NAPXPS" | "ARXPS" | "ElectronSpectroscopy", _) if ultraviolet => {
            Technique::Ups
        }
        ("XPS" | "ESCA" | "NAPXPS" | "ARXPS" | "ElectronSpectroscopy", _) => Technique::Xps,
        ("AES", _) => Technique::Aes,
        _ => Technique::Other,
    }
}

/// The transmission function at some of a region's points; `kinetic_ev` is the kinetic energy at
/// the first of them.
///
/// # Errors
/// Why the one in the file is not used.
pub(super) fn transmission(
    all: &[Transmission],
    kinetic_ev: Option<f64>,
    raw: &Raw,
    in_region: usize,
    points: Range<usize>,
) -> Result<Option<Vec<f64>>, String> {
    // There may be one for each kinetic energy at which the region began.
    let far = |t: &&Transmission| match (t.kinetic_ev, kinetic_ev) {
        (Some(a), Some(b)) => (a - b).abs(),
        _ => f64::INFINITY,
    };
    let Some(found) = all.iter().min_by(|a, b| far(a).total_cmp(&far(b))) else {
        return Ok(None);
    };
    let margins = raw.head.saturating_add(raw.tail);
    let skip = match found.values.len().checked_sub(in_region) {
        Some(0) => 0,
        Some(beside) if beside == margins => raw.head,
        _ => {
            let found = found.values.len();
            return Err(format!(
                "the transmission function is left out: {found} values for {in_region} points"
            ));
        }
    };
    let values = found.values.get(skip + points.start..skip + points.end);
    let values = values.filter(|v| v.iter().all(|t| t.is_finite() && *t > 0.0));
    let why = "the transmission function is left out: it is not above zero everywhere";
    values
        .map(|v| Some(v.to_vec()))
        .ok_or_else(|| why.to_owned())
}
