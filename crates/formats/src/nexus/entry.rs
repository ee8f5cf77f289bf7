//! One entry (NXentry): its data as spectra, with what the entry says of them.

use super::default_data;
use super::fields::text;
use super::instrument::{describe, describe_sample, transmission};
use super::scans::{self, ScanSum};
use super::signal;
use crate::shared::checks::{is_ultraviolet, negative_counts};
use crate::shared::error::Fault;
use crate::shared::notes::{push, short};
use speclens_containers::hdf5::Object;
use speclens_containers::text::one_line;
use speclens_spectrum::{CountUnit, Doubt, Spectrum, Technique};

/// Relative difference of sums that are the same but for rounding.
const ROUNDING: f64 = 1e-6;

/// Notes on an entry: name, and place in the entry.
const NOTES: [(&str, &str); 8] = [
    ("title", "title"),
    ("method", "method"),
    ("definition", "definition"),
    ("end", "end_time"),
    ("program", "program_name"),
    ("institution", "experiment_institution"),
    ("facility", "experiment_facility"),
    ("experiment", "experiment_identifier"),
];

/// Reads the spectra of an entry; `most` at most.
///
/// # Errors
/// No data, or data that are no spectra.
pub(super) fn read(
    entry: &Object<'_, '_>,
    name: &str,
    definition: &str,
    most: usize,
) -> Result<Vec<Spectrum>, Fault> {
    let Some(data) = default_data(entry) else {
        return Err(Fault::at_byte(entry.place(), "no data", "an NXdata group"));
    };
    let signal = signal::read(&data, most)?;
    let mut common = Spectrum {
        energy_ev: signal.energy_ev,
        axis: signal.axis,
        count_unit: signal.unit,
        scans: signal.scans.and_then(|n| u32::try_from(n).ok()),
        date: text(entry, "start_time").map(|t| short(&t)),
        doubts: signal.doubts,
        ..Default::default()
    };
    let mut notes = Vec::new();
    let mut note = |key: &str, value: Option<String>| {
        let value = value.unwrap_or_default();
        let again = notes.iter().any(|(k, _): &(String, String)| k == key);
        if !again {
            push(&mut notes, key, &value);
        }
    };
    note("entry", Some(name.to_owned()));
    for (key, path) in NOTES {
        note(key, text(entry, path));
    }
    describe(&mut common, entry, &data, &mut note);
    describe_sample(&mut common, entry, &mut note);
    common.notes = notes;
    name_it(&mut common, entry, name);
    common.technique = technique(entry, definition, common.photon_energy_ev);
    if common.axis.is_none() {
        common.doubts.push(Doubt::AxisUnsaid);
    }
    transmission(&mut common, entry);
    if signal.not_read > 0 {
        let left_out = signal.not_read;
        let text = format!("{left_out} more spectra of the entry are not read");
        common.doubts.push(Doubt::left_out(text));
    }
    let alone = signal.rows.len() == 1;
    let spectra = signal.rows.into_iter().map(|row| {
        let mut spectrum = common.clone();
        spectrum.counts = row.counts;
        if alone && spectrum.scans.is_none() {
            let points = spectrum.counts.len();
            use_scans(&mut spectrum, &scans::read(entry, &data, points));
        }
        for (key, value) in row.place {
            spectrum.region += &format!(", {} {value}", short(&key));
            push(&mut spectrum.notes, &key, &value);
        }
        let negative = negative_counts(&spectrum.counts);
        spectrum.doubts.extend(negative);
        spectrum
    });
    Ok(spectra.collect())
}

/// Where the file keeps the scans of a spectrum beside it, says how many there were. A mean of
/// counts becomes their sum again: only that has the noise of counts. So do intensities that are
/// the detector's own counts, whatever the file calls them.
fn use_scans(spectrum: &mut Spectrum, scans: &[ScanSum]) {
    let same = |a: &f64, b: &f64| (a - b).abs() <= ROUNDING * a.abs().max(b.abs()).max(1e-30);
    for set in scans {
        let n = set.count as f64;
        let is = |factor: f64| {
            let each = spectrum.counts.iter().zip(&set.sum);
            each.fold(true, |all, (c, s)| all && same(&(c * factor), s))
        };
        let (is_sum, is_mean) = (is(1.0), is(n));
        if !is_sum && !is_mean {
            continue;
        }
        spectrum.scans = u32::try_from(set.count).ok();
        let whole = set.sum.iter().all(|s| s.fract() == 0.0);
        let counted = set.unit == CountUnit::Counts && whole;
        if counted && spectrum.count_unit == CountUnit::CountsPerSecond {
            spectrum.doubts.push(Doubt::presumed(format!(
                "the file calls the intensities counts per second, but they are the counts of its \
                 detector{}: they are read as counts",
                if is_sum { "" } else { ", as a mean of scans" }
            )));
        }
        if counted || spectrum.count_unit == CountUnit::Counts {
            spectrum.count_unit = CountUnit::Counts;
            spectrum.counts.clone_from(&set.sum);
        }
        return;
    }
}

/// Sample and region. The converter names entries `sample__region`; an entry that is only called
/// `entry` goes by its title.
fn name_it(spectrum: &mut Spectrum, entry: &Object<'_, '_>, name: &str) {
    let (before, after) = name.rsplit_once("__").unwrap_or(("", name));
    if spectrum.sample.is_empty() {
        spectrum.sample = before.to_owned();
    }
    let plain = after.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    let title = || text(entry, "title").filter(|_| plain.eq_ignore_ascii_case("entry"));
    let region = text(entry, "transitions").or_else(title);
    spectrum.region = short(&region.unwrap_or_else(|| after.to_owned()));
    spectrum.sample = short(&spectrum.sample);
    let instrument = spectrum.instrument.take();
    spectrum.instrument = instrument.map(|i| short(&one_line(&i)));
}

/// The technique from the method that an entry names, else from its definition and the photon
/// energy.
fn technique(entry: &Object<'_, '_>, definition: &str, photon: Option<f64>) -> Technique {
    let method = text(entry, "method").unwrap_or_default();
    let upper = method.to_uppercase();
    let has = |words: &[&str]| words.iter().any(|w| upper.contains(w));
    let ultraviolet = is_ultraviolet(photon);
    if has(&["XPS", "X-RAY PHOTOE", "ESCA", "HAXPES", "XAES"]) {
        Technique::Xps
    } else if has(&["UPS", "ULTRAVIOLET"]) {
        Technique::Ups
    } else if has(&["AES", "AUGER"]) {
        Technique::Aes
    } else if ultraviolet {
        Technique::Ups
    } else if method.is_empty() || definition.to_lowercase().starts_with("nxxps") {
        Technique::Xps
    } else {
        Technique::Other
    }
}
