//! Thermo Avantage `.vgd`: an OLE compound file with the numbers in the stream `VGData`, their
//! layout in `VGSpaceAxes` and `VGDataAxes`, and how they were measured in property sets.

mod axes;
mod properties;
#[cfg(test)]
pub(super) mod tests;

use super::avantage::{self, AvantageBlock, AvantageFacts};
use crate::format::EXPECTED;
use crate::shared::error::{Fault, Place};
use properties::Properties;
use speclens_containers::bytes::Real;
use speclens_containers::ole::{self, CompoundFile};
use speclens_spectrum::Spectrum;

/// Property set of the measurement (the name is the coded form of its format identifier).
const MEASUREMENT: &str = "\u{5}Q5nw4m3lIjudbfwyAayojlptCa";
/// Property set of every OLE document.
const SUMMARY: &str = "\u{5}SummaryInformation";

/// Identifiers in [`SUMMARY`] (MS-OLEPS).
mod summary {
    pub const TITLE: u32 = 2;
    pub const SUBJECT: u32 = 3;
    pub const AUTHOR: u32 = 4;
    pub const CREATED: u32 = 12;
}

/// Identifiers in [`MEASUREMENT`], as they go with the names (`DS_…PROPID_…`) that Avantage writes
/// into its text form `.avg` of the same data.
mod id {
    pub const TECHNIQUE: u32 = 0x04;
    pub const INSTRUMENT: u32 = 0x06;
    pub const VALUE_LABEL: u32 = 0x0D;
    pub const VALUE_UNIT: u32 = 0x0F;
    pub const SOURCE_ENERGY: u32 = 0x69;
    pub const START_TIME: u32 = 0x12F;
    pub const ACQUISITION_TIME: u32 = 0x131;
    pub const ENERGY_SCALE: u32 = 0x13C;
    pub const PERIODS: u32 = 0x148;
    pub const PASS_ENERGY: u32 = 0x194;
    pub const WORK_FUNCTION: u32 = 0x196;
    pub const LENS_MODE: u32 = 0x19B;
    pub const TRANSMISSION_COEFFICIENTS: u32 = 0x19D;
    pub const TRANSMISSION_COEFFICIENT: u32 = 100_000;
}

/// Whether the file is an OLE compound file.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(ole::SIGNATURE)
}

/// Reads a spectrum, or those of every etch level, position or pixel.
///
/// # Errors
/// Another OLE document; a damaged one; data that are no spectra.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let mut container = CompoundFile::open(bytes)?;
    if !container.has("VGData") {
        let found = "an OLE document other than Thermo Avantage .vgd (Avantage experiment, \
                     Word …), which is not read yet";
        return Err(Fault::at_byte(0, found, EXPECTED));
    }
    let space = container.stream("VGSpaceAxes")?;
    let data = container.stream("VGDataAxes")?;
    let dimensions = axes::dimensions(&space, &data)?;
    let measurement = Properties::read(container.stream(MEASUREMENT)?);
    let summary = Properties::read(container.stream(SUMMARY)?);
    let values = Real::Double.values(&container.stream("VGData")?);

    let wanted = dimensions
        .iter()
        .try_fold(1usize, |n, d| n.checked_mul(d.length));
    if wanted != Some(values.len()) || values.is_empty() {
        let lengths: Vec<String> = dimensions.iter().map(|d| d.length.to_string()).collect();
        let found = format!("{} numbers in VGData", values.len());
        let expected = format!("{} as its axes say", lengths.join(" × "));
        return Err(Fault::at_byte(0, found, expected));
    }
    // The data bound the axis: one may announce billions of points.
    let points = dimensions.first().map_or(1, |d| d.length.max(1));
    let blocks = values.chunks_exact(points).enumerate();
    let blocks = blocks.map(|(number, counts)| AvantageBlock {
        place: Place::Byte(0),
        number,
        counts: counts.to_vec(),
        names: Vec::new(),
    });
    let total = values.len() / points;
    let facts = facts(&measurement, &summary);
    avantage::spectra(facts, &dimensions, Place::Byte(0), total, blocks)
}

/// What the property sets say.
fn facts(measurement: &Properties, summary: &Properties) -> AvantageFacts {
    AvantageFacts {
        title: summary.text(summary::TITLE),
        subject: summary.text(summary::SUBJECT),
        operator: summary.text(summary::AUTHOR),
        created: summary.date(summary::CREATED),
        start: measurement.date(id::START_TIME),
        instrument: measurement.text(id::INSTRUMENT),
        lens_mode: measurement.text(id::LENS_MODE),
        value_label: measurement.text(id::VALUE_LABEL),
        value_unit: measurement.text(id::VALUE_UNIT),
        technique: measurement.integer(id::TECHNIQUE),
        energy_scale: measurement.integer(id::ENERGY_SCALE),
        source_energy: measurement.real(id::SOURCE_ENERGY),
        acquisition_time: measurement.real(id::ACQUISITION_TIME),
        periods: measurement.real(id::PERIODS),
        pass_energy: measurement.real(id::PASS_ENERGY),
        work_function: measurement.real(id::WORK_FUNCTION),
        transmission: transmission_coefficients(measurement),
    }
}

/// The coefficients of Avantage's transmission function, as text.
fn transmission_coefficients(measurement: &Properties) -> Option<String> {
    let count = measurement.integer(id::TRANSMISSION_COEFFICIENTS)?;
    let of = |i: i64| {
        let i = u32::try_from(i).ok()?;
        measurement.real(id::TRANSMISSION_COEFFICIENT + i)
    };
    let values: Option<Vec<String>> = (0..count.min(16))
        .map(|i| of(i).map(|v| v.to_string()))
        .collect();
    values.map(|v| v.join(" "))
}
