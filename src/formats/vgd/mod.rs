//! Thermo Avantage `.vgd`: an OLE compound file with the numbers in the stream `VGData`, their
//! layout in `VGSpaceAxes` and `VGDataAxes`, and how they were measured in property sets.

mod axes;
mod container;
mod properties;
#[cfg(test)]
pub(super) mod tests;

use super::MAX_SPECTRA;
use super::bytes::Real;
use super::checks::{negative_counts, no_intensity, tidy, turns_back};
use super::error::{Fault, quote};
use super::notes::push;
use super::recognise::EXPECTED;
use crate::spectrum::{Axis, CountUnit, Spectrum, Technique};
use axes::Dimension;
pub(super) use container::Container;
use properties::Properties;

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

/// `TECHNIQUE` of ion scattering. XPS files hold other numbers (1, 17).
const ION_SCATTERING: i64 = 6;
/// `ENERGY_SCALE` of kinetic energies.
const KINETIC: i64 = 1;
/// Photon energies below this are those of ultraviolet lamps, eV.
const LEAST_X_RAY_EV: f64 = 100.0;

/// Whether the file is an OLE compound file.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(container::SIGNATURE)
}

/// Reads a spectrum, or those of every etch level, position or pixel.
///
/// # Errors
/// Another OLE document; a damaged one; data that are no spectra.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let mut container = Container::open(bytes)?;
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
    let energies = energies(&dimensions[0])?;
    let common = common(&measurement, &summary);
    let total = values.len() / energies.len();
    let mut spectra = Vec::new();
    for (number, counts) in values
        .chunks_exact(energies.len())
        .take(MAX_SPECTRA)
        .enumerate()
    {
        if let Some(i) = no_intensity(counts) {
            let found = format!(
                "{:e} at point {} of spectrum {}",
                counts[i],
                i + 1,
                number + 1
            );
            return Err(Fault::at_byte(0, found, "an intensity"));
        }
        let mut spectrum = common.clone();
        spectrum.block = number + 1;
        spectrum.energy_ev = energies.clone();
        spectrum.counts = counts.to_vec();
        spectrum.warnings.extend(negative_counts(counts));
        if total > MAX_SPECTRA {
            spectrum.warnings.push(format!(
                "only the first {MAX_SPECTRA} of {total} spectra are read"
            ));
        }
        place(&mut spectrum, &dimensions[1..], number);
        spectra.push(spectrum);
    }
    Ok(spectra)
}

/// Energies of a dimension, eV.
fn energies(first: &Dimension) -> Result<Vec<f64>, Fault> {
    let refuse = |found: String| Err(Fault::at_byte(0, found, "the energies of spectra"));
    let Some(axis) = first.axes.iter().find(|a| a.is_energy()) else {
        let name = first.axes.first().map(|a| a.name()).unwrap_or_default();
        return refuse(format!("data over {} (an image or a table)", quote(&name)));
    };
    if axis.points < 2 {
        return refuse(format!("an energy axis of {} points", axis.points));
    }
    let energies: Vec<f64> = (0..axis.points).map(|i| axis.value(i)).collect();
    if let Some(i) = turns_back(&energies) {
        return refuse(format!(
            "an energy of {} at point {}, after which the axis turns back or stands still",
            energies[i],
            i + 1
        ));
    }
    Ok(energies)
}

/// What every spectrum of the file has in common.
fn common(measurement: &Properties, summary: &Properties) -> Spectrum {
    let positive = |id| measurement.real(id).filter(|v| *v > 0.0);
    let mut warnings = Vec::new();
    let photon_energy_ev = positive(id::SOURCE_ENERGY);
    let mut technique = match (measurement.integer(id::TECHNIQUE), photon_energy_ev) {
        (Some(ION_SCATTERING), _) => Technique::Other,
        (_, Some(energy)) if energy < LEAST_X_RAY_EV => Technique::Ups,
        _ => Technique::Xps,
    };
    let mut axis = Some(Axis::Kinetic);
    if let Some(scale) = measurement.integer(id::ENERGY_SCALE)
        && scale != KINETIC
    {
        technique = Technique::Other;
        axis = None;
        warnings.push(format!(
            "the energy scale of the file is number {scale}, which is not known to be kinetic \
             energy"
        ));
    }
    let mut notes = Vec::new();
    for (key, value) in [
        ("operator", summary.text(summary::AUTHOR)),
        ("created", summary.date(summary::CREATED)),
        ("lens mode", measurement.text(id::LENS_MODE)),
        ("value", measurement.text(id::VALUE_LABEL)),
        ("unit of the value", measurement.text(id::VALUE_UNIT)),
        (
            "analyser work function",
            positive(id::WORK_FUNCTION).map(|w| format!("{w} eV")),
        ),
        (
            "transmission coefficients (not applied)",
            transmission_coefficients(measurement),
        ),
    ] {
        push(&mut notes, key, &value.unwrap_or_default());
    }
    Spectrum {
        region: summary.text(summary::TITLE).unwrap_or_default(),
        sample: summary.text(summary::SUBJECT).unwrap_or_default(),
        technique,
        photon_energy_ev,
        axis,
        count_unit: count_unit(measurement),
        pass_energy_ev: positive(id::PASS_ENERGY),
        dwell_s: positive(id::ACQUISITION_TIME),
        scans: positive(id::PERIODS)
            .filter(|n| n.fract() == 0.0 && *n < 1e9)
            .map(|n| n as u32),
        date: measurement
            .date(id::START_TIME)
            .or(summary.date(summary::CREATED)),
        instrument: measurement.text(id::INSTRUMENT),
        notes,
        warnings,
        ..Default::default()
    }
}

/// Avantage keeps the counts of all scans, unless the value's label or unit says otherwise; files
/// without a label are such of counts.
fn count_unit(measurement: &Properties) -> CountUnit {
    let label = measurement.text(id::VALUE_LABEL).unwrap_or_default();
    let unit = measurement.text(id::VALUE_UNIT).unwrap_or_default();
    let said = format!("{label} {unit}").to_lowercase().replace(' ', "");
    if ["/s", "persec", "cps"].iter().any(|w| said.contains(w)) {
        CountUnit::CountsPerSecond
    } else if said.is_empty() || said.contains("count") {
        CountUnit::Counts
    } else {
        CountUnit::Unknown
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

/// Says where in a series a spectrum stands: in its region's name and its notes.
fn place(spectrum: &mut Spectrum, series: &[Dimension], number: usize) {
    let mut rest = number;
    for dimension in series {
        let i = rest % dimension.length;
        rest /= dimension.length;
        for (k, axis) in dimension.axes.iter().enumerate() {
            let value = format!("{} {}", tidy(axis.value(i)), axis.unit());
            let value = value.trim();
            if k == 0 {
                spectrum.region += &format!(", {} {value}", axis.name());
            }
            push(&mut spectrum.notes, &axis.name(), value);
        }
    }
}
