//! Thermo Avantage `.avg`: the dump of a DataSpace as text, the twin of the binary `.vgd`. What it
//! says is turned into spectra in the same place ([`super::avantage`]).
//!
//! There is no public specification. The layout is that which the public readers of KherveFitting,
//! SpectraDeck and of others (Matlab scripts for depth profiles and maps) read; files of an
//! instrument were not at hand to try it on.

mod dump;
#[cfg(test)]
pub(super) mod tests;

use super::avantage::{self, AvantageBlock, AvantageDimension, AvantageFacts};
use crate::shared::error::{Fault, Place};
use crate::shared::lines::{END_OF_FILE, number};
use crate::shared::notes::{push, short};
use crate::shared::salvage::lost_of;
use dump::{Dump, DumpRows, Property};
use speclens_containers::bytes::decimal;
use speclens_spectrum::Spectrum;

/// Beginnings of lines that only such a dump has.
const MARKS: [&str; 5] = [
    ";Dump of DataSpace",
    "$FORMAT=",
    "$PROPERTIES=",
    "$DATAAXES=",
    "$SPACEAXES=",
];

/// Whether the text is the dump of a DataSpace: comments and sections from the first line on.
pub(super) fn is_avg(text: &str) -> bool {
    let mut lines = text
        .split(['\n', '\r'])
        .map(str::trim_start)
        .filter(|l| !l.is_empty());
    let begins = |l: &str| l.starts_with([';', '$']);
    lines.clone().next().is_some_and(begins)
        && lines
            .by_ref()
            .take(64)
            .any(|l| MARKS.iter().any(|m| l.starts_with(m)))
}

/// Reads a spectrum, or those of every etch level, position or pixel.
///
/// # Errors
/// A dump without axes or numbers, or whose numbers are no spectra.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let dump = Dump::read(text)?;
    let place = Place::Line(dump.axes_line);
    let dimensions = AvantageDimension::of(dump.axes.clone(), &dump.shape, place.clone())?;
    if dump.blocks.is_empty() {
        return Err(dump.fault.unwrap_or_else(|| {
            Fault::at_line(dump.lines + 1, END_OF_FILE, "“$DATA=” and its numbers")
        }));
    }
    let blocks = dump.blocks.into_iter().map(|r| block(r, &dimensions));
    let facts = facts(&dump.properties);
    let mut spectra = avantage::spectra(facts, &dimensions, place, dump.total, blocks)?;
    if let Some(first) = spectra.first_mut() {
        let known = |name: &str| KNOWN.contains(&name) || name.starts_with(TRANSMISSION);
        for p in dump.properties.iter().filter(|p| !known(p.name)) {
            push(&mut first.notes, p.name, p.value);
        }
        if let Some(fault) = dump.fault {
            let all = dump.faults + dump.total;
            first
                .doubts
                .push(lost_of(dump.faults, all, "spectra", &fault));
        }
    }
    Ok(spectra)
}

/// Finds the place of a block in the series: by the points that `$DATA=*,1,2` names, else by those
/// of the values above it, else by its order in the file.
fn block(rows: DumpRows, dimensions: &[AvantageDimension]) -> AvantageBlock {
    let series = dimensions.get(1..).unwrap_or_default();
    let mut points = Vec::new();
    let mut axis = dimensions.first().map_or(0, |d| d.axes.len());
    for dimension in series {
        let said = rows.values.iter().find(|v| v.axis == axis);
        points.extend(said.map(|v| v.point));
        axis += dimension.axes.len();
    }
    let said = [&rows.index, &points]
        .into_iter()
        .find(|p| p.len() == series.len() && p.iter().zip(series).all(|(i, d)| *i < d.length));
    let number = said.and_then(|points| {
        let mut stride = 1usize;
        let mut number = 0usize;
        for (i, d) in points.iter().zip(series) {
            number = number.checked_add(i.checked_mul(stride)?)?;
            stride = stride.checked_mul(d.length)?;
        }
        Some(number)
    });
    let names = rows.values.into_iter().map(|v| (v.axis, v.value));
    AvantageBlock {
        place: Place::Line(rows.line),
        number: number.unwrap_or(rows.order),
        names: names.collect(),
        counts: rows.counts,
    }
}

/// Properties that [`facts`] reads.
const KNOWN: [&str; 16] = [
    "DS_EXT_SUPROPID_TITLE",
    "DS_EXT_SUPROPID_SUBJECT",
    "DS_EXT_SUPROPID_AUTHOR",
    "DS_EXT_SUPROPID_CREATED",
    "DS_GEPROPID_TECHNIQUE",
    "DS_GEPROPID_INSTRUMENT",
    "DS_GEPROPID_VALUE_LABEL",
    "DS_GEPROPID_VALUE_UNIT",
    "DS_SOPROPID_ENERGY",
    "DS_ACPROPID_START_TIME",
    "DS_ACPROPID_ACQ_TIME",
    "DS_ACPROPID_EV_SCALE",
    "DS_ACPROPID_PERIODS",
    "DS_ANPROPID_PASS",
    "DS_ANPROPID_WORK_FTN",
    "DS_ANPROPID_LENS_MODE_NAME",
];

/// Properties that hold the coefficients of the transmission function: `…[0]`, `…[1]` …
const TRANSMISSION: &str = "DS_ANPROPID_TXFN_COEFF[";

/// What the properties say.
fn facts(properties: &[Property]) -> AvantageFacts {
    let find = |name: &str| properties.iter().find(|p| p.name == name);
    let text = |name| {
        let value = find(name)?.value;
        (!value.is_empty()).then(|| short(value))
    };
    // Blanks fill up dates: “12/5/2008   17:34:00”.
    let date = |name| {
        let words: Vec<&str> = find(name)?.value.split_whitespace().take(4).collect();
        (!words.is_empty()).then(|| short(&words.join(" ")))
    };
    let real = |name| real(find(name)?);
    let integer = |name| real(name).filter(|v| v.fract() == 0.0 && v.abs() < 1e9);
    let transmission: Vec<String> = properties
        .iter()
        .filter(|p| p.name.starts_with(TRANSMISSION))
        .take(16)
        .filter_map(|p| self::real(p).map(|v| v.to_string()))
        .collect();
    AvantageFacts {
        title: text("DS_EXT_SUPROPID_TITLE"),
        subject: text("DS_EXT_SUPROPID_SUBJECT"),
        operator: text("DS_EXT_SUPROPID_AUTHOR"),
        created: date("DS_EXT_SUPROPID_CREATED"),
        start: date("DS_ACPROPID_START_TIME"),
        instrument: text("DS_GEPROPID_INSTRUMENT"),
        lens_mode: text("DS_ANPROPID_LENS_MODE_NAME"),
        value_label: text("DS_GEPROPID_VALUE_LABEL"),
        value_unit: text("DS_GEPROPID_VALUE_UNIT"),
        technique: integer("DS_GEPROPID_TECHNIQUE").map(|v| v as i64),
        energy_scale: integer("DS_ACPROPID_EV_SCALE").map(|v| v as i64),
        source_energy: real("DS_SOPROPID_ENERGY"),
        acquisition_time: real("DS_ACPROPID_ACQ_TIME"),
        periods: real("DS_ACPROPID_PERIODS"),
        pass_energy: real("DS_ANPROPID_PASS"),
        work_function: real("DS_ANPROPID_WORK_FTN"),
        transmission: (!transmission.is_empty()).then(|| transmission.join(" ")),
    }
}

/// A number; single precision as the decimal number that it stands for: 1486.68, not 1486.680054.
fn real(property: &Property) -> Option<f64> {
    let value = number(property.value)?;
    Some(match property.kind {
        "VT_R4" => decimal(value as f32),
        _ => value,
    })
    .filter(|v| v.is_finite())
}
