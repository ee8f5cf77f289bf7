//! How an entry was measured: source, analyser, detector.

use super::fields::{get, number, of_class, quantity, text, with_unit};
use super::units;
use crate::shared::sources::{names_several, several_named};
use speclens_containers::hdf5::Object;
use speclens_spectrum::{AL_KA_EV, Axis, Doubt, MG_KA_EV, Spectrum};

/// Classes of an analyser, in the spelling of several versions.
pub(super) const ANALYSERS: [&str; 2] = ["NXelectronanalyzer", "NXelectronanalyser"];
/// Classes of a detector.
pub(super) const DETECTORS: [&str; 2] = ["NXelectron_detector", "NXdetector"];
/// Names of the angle between source and analyser among transformations.
const ANGLES: [&str; 4] = [
    "source_analyser_angle",
    "source_analyzer_angle",
    "angle_beam_analyser",
    "angle_beam_analyzer",
];
/// Where a transmission function may stand, in an analyser or in an entry.
const TRANSMISSIONS: [&str; 4] = [
    "transmission_function",
    "collectioncolumn/transmission_function",
    "transmission_correction/transmission_function",
    "process/transmission_correction/transmission_function",
];
/// Electronvolts by which energies may lie outside of a transmission function, which then goes
/// on as it ends.
const BEYOND_EV: f64 = 1.0;

/// Photon energies beyond this are none, eV.
const MOST_EV: f64 = 1e6;

/// Notes on the analyser: name, and place in its group.
const ANALYSER_NOTES: [(&str, &str); 6] = [
    ("analyser", "name"),
    ("analyser type", "description"),
    ("analyser model", "device_information/model"),
    ("lens mode", "collectioncolumn/lens_mode"),
    ("scan mode", "energydispersion/energy_scan_mode"),
    ("analyser work function", "work_function"),
];

/// Fills in what the instrument of an entry says.
pub(super) fn describe(
    spectrum: &mut Spectrum,
    entry: &Object<'_, '_>,
    data: &Object<'_, '_>,
    note: &mut dyn FnMut(&str, Option<String>),
) {
    spectrum.photon_energy_ev = photons(quantity(data, "photon_energy", units::energy_ev));
    for (_, instrument) in of_class(entry, &["NXinstrument"]) {
        photon_energy(spectrum, &instrument, note);
        let model = |group: &str| {
            let part = |name| text(&instrument, &format!("{group}/{name}"));
            let (vendor, model) = (part("vendor")?, part("model"));
            Some(model.map_or(vendor.clone(), |model| format!("{vendor} {model}")))
        };
        let name = text(&instrument, "name")
            .or_else(|| model("device_information"))
            .or_else(|| model("fabrication"))
            .or_else(|| text(&instrument, "device_information/model"));
        spectrum.instrument = spectrum.instrument.take().or(name);
        for (_, analyser) in of_class(&instrument, &ANALYSERS) {
            describe_analyser(spectrum, &analyser, note);
        }
        for (_, detector) in of_class(&instrument, &DETECTORS) {
            describe_detector(spectrum, &detector, note);
        }
        let members = instrument.names().unwrap_or_default();
        for member in members.iter().take(64) {
            if let Some(member) = get(&instrument, member) {
                angle(spectrum, &member);
            }
        }
    }
}

/// Photon energy of the probing beam, else that of a monochromator, else of a source that is
/// called after its line.
fn photon_energy(
    spectrum: &mut Spectrum,
    instrument: &Object<'_, '_>,
    note: &mut dyn FnMut(&str, Option<String>),
) {
    let is_probe = |(name, _): &(String, Object<'_, '_>)| {
        let other = ["pump", "electron", "ion", "flood", "laser"];
        !other.iter().any(|w| name.to_lowercase().contains(w))
    };
    let found = &mut spectrum.photon_energy_ev;
    let beams = of_class(instrument, &["NXbeam"]);
    for (_, beam) in beams.iter().filter(|b| is_probe(b)) {
        let energy = || photons(quantity(beam, "incident_energy", units::energy_ev));
        *found = found.or_else(energy);
    }
    for (_, monochromator) in of_class(instrument, &["NXmonochromator"]) {
        let energy = || photons(quantity(&monochromator, "energy", units::energy_ev));
        *found = found.or_else(energy);
    }
    let sources = of_class(instrument, &["NXsource"]);
    for (_, source) in sources.iter().filter(|s| is_probe(s)) {
        let name = text(source, "name");
        *found = found.or_else(|| line(name.as_deref()?));
        let several = name.as_deref().filter(|name| names_several(name));
        if let (Some(name), None) = (several, *found) {
            spectrum.doubts.push(several_named(name));
        }
        note("source", name);
        note("source type", text(source, "type"));
        note("anode", text(source, "anode_material"));
        note("source power", with_unit(source, "power"));
    }
}

/// A photon energy that there can be.
fn photons(energy_ev: Option<f64>) -> Option<f64> {
    energy_ev.filter(|e| *e > 0.0 && *e <= MOST_EV)
}

/// Photon energy of a source that is called after its line: `Al Kα`, `mono Al K alpha`.
fn line(name: &str) -> Option<f64> {
    if names_several(name) {
        return None;
    }
    let name: String = name
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let named = |metal: &str| {
        ["ka", "kα"]
            .iter()
            .any(|k| name.contains(&format!("{metal}{k}")))
    };
    match (named("al"), named("mg")) {
        (true, false) => Some(AL_KA_EV),
        (false, true) => Some(MG_KA_EV),
        _ => None,
    }
}

fn describe_analyser(
    spectrum: &mut Spectrum,
    analyser: &Object<'_, '_>,
    note: &mut dyn FnMut(&str, Option<String>),
) {
    for (key, path) in ANALYSER_NOTES {
        let value = text(analyser, path).or_else(|| with_unit(analyser, path));
        note(key, value);
    }
    for (_, dispersion) in of_class(analyser, &["NXenergydispersion"]) {
        let energy = || quantity(&dispersion, "pass_energy", units::energy_ev);
        let found = spectrum.pass_energy_ev.or_else(energy);
        spectrum.pass_energy_ev = found.filter(|e| *e > 0.0);
    }
    for (_, detector) in of_class(analyser, &DETECTORS) {
        describe_detector(spectrum, &detector, note);
    }
}

fn describe_detector(
    spectrum: &mut Spectrum,
    detector: &Object<'_, '_>,
    note: &mut dyn FnMut(&str, Option<String>),
) {
    let time = || quantity(detector, "count_time", units::time_s);
    spectrum.dwell_s = spectrum.dwell_s.or_else(time).filter(|t| *t > 0.0);
    note("detector", text(detector, "detector_type"));
    note("acquisition mode", text(detector, "acquisition_mode"));
    note("detector voltage", with_unit(detector, "detector_voltage"));
}

/// The angle between source and analyser from the transformations of a part of the instrument.
fn angle(spectrum: &mut Spectrum, part: &Object<'_, '_>) {
    for name in ANGLES {
        let path = format!("transformations/{name}");
        let angle = || quantity(part, &path, units::angle_deg);
        let found = spectrum.source_analyser_angle_deg.or_else(angle);
        spectrum.source_analyser_angle_deg = found;
    }
}

/// The transmission function of the analyser at the energies of a spectrum: kinetic energies and
/// relative intensities, between which it is linear.
pub(super) fn transmission(spectrum: &mut Spectrum, entry: &Object<'_, '_>) {
    let Some(mut table) = transmission_table(entry) else {
        return;
    };
    let kinetic: Option<Vec<f64>> = match (spectrum.axis, spectrum.photon_energy_ev) {
        (Some(Axis::Kinetic), _) => Some(spectrum.energy_ev.clone()),
        (Some(Axis::Binding), Some(hv)) => {
            Some(spectrum.energy_ev.iter().map(|e| hv - e).collect())
        }
        _ => None,
    };
    let Some(kinetic) = kinetic else { return };
    table.sort_by(|a, b| a.0.total_cmp(&b.0));
    let values: Option<Vec<f64>> = kinetic.iter().map(|e| between(&table, *e)).collect();
    match values {
        Some(values) if values.iter().all(|t| *t > 0.0 && t.is_finite()) => {
            spectrum.transmission = Some(values)
        }
        _ => spectrum.doubts.push(Doubt::transmission_left_out(
            "the transmission function of the file is left out: it is not above zero at all \
             energies of the spectrum",
        )),
    }
}

fn transmission_table(entry: &Object<'_, '_>) -> Option<Vec<(f64, f64)>> {
    let mut holders = Vec::new();
    for (_, instrument) in of_class(entry, &["NXinstrument"]) {
        holders.extend(
            of_class(&instrument, &ANALYSERS)
                .into_iter()
                .map(|(_, a)| a),
        );
    }
    let holders = holders.iter().chain([entry]);
    let groups = holders.flat_map(|h| TRANSMISSIONS.iter().filter_map(|path| get(h, path)));
    let table = |group: Object<'_, '_>| {
        let energies = get(&group, "kinetic_energy")?;
        let unit = super::fields::attribute_text(&energies, "units")?;
        let factor = units::energy_ev(&unit)?;
        let energies = energies.numbers().ok()?;
        let values = get(&group, "relative_intensity")?.numbers().ok()?;
        let sound = energies.len() == values.len()
            && !values.is_empty()
            && energies.iter().chain(&values).all(|v| v.is_finite());
        let pairs = energies.iter().map(|e| e * factor).zip(values);
        sound.then(|| pairs.collect())
    };
    groups.filter_map(table).next()
}

/// The value at an energy between those of a sorted table.
fn between(table: &[(f64, f64)], energy: f64) -> Option<f64> {
    let after = table.partition_point(|(e, _)| *e < energy);
    let (first, last) = (table.first()?, table.last()?);
    match (
        after.checked_sub(1).and_then(|i| table.get(i)),
        table.get(after),
    ) {
        (Some((e0, t0)), Some((e1, t1))) => Some(t0 + (t1 - t0) * (energy - e0) / (e1 - e0)),
        (None, _) => (first.0 - energy <= BEYOND_EV).then_some(first.1),
        (_, None) => (energy - last.0 <= BEYOND_EV).then_some(last.1),
    }
}

/// Notes on the sample.
pub(super) fn describe_sample(
    spectrum: &mut Spectrum,
    entry: &Object<'_, '_>,
    note: &mut dyn FnMut(&str, Option<String>),
) {
    for (_, sample) in of_class(entry, &["NXsample"]) {
        if spectrum.sample.is_empty() {
            spectrum.sample = text(&sample, "name").unwrap_or_default();
        }
        note("chemical formula", text(&sample, "chemical_formula"));
        note("atom types", text(&sample, "atom_types"));
        note("sample situation", text(&sample, "situation"));
        for (name, history) in of_class(&sample, &["NXhistory"]) {
            let preparation = text(&history, "sample_preparation/description");
            note(&format!("sample preparation ({name})"), preparation);
        }
    }
    let bias = [
        "sample/bias_env/voltmeter/value",
        "sample/bias/voltmeter/value",
    ];
    let bias = bias.into_iter().find(|path| number(entry, path).is_some());
    note("sample bias", bias.and_then(|path| with_unit(entry, path)));
    for (_, user) in of_class(entry, &["NXuser"]) {
        note("user", text(&user, "name"));
        note("affiliation", text(&user, "affiliation"));
    }
}
