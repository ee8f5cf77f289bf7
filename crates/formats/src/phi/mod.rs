//! PHI MultiPak `.spe` (spectra) and `.pro` (depth profiles): a text header from `SOFH` to
//! `EOFH`, then a table of traces and their numbers.

mod header;
#[cfg(test)]
pub(super) mod tests;
mod traces;

use std::collections::BTreeMap;

use crate::shared::checks::{negative_counts, no_intensity};
use crate::shared::error::{Fault, quote};
use crate::shared::notes::{push, short};
use crate::shared::salvage::{Salvage, only_first};
use header::{PhiHeader, PhiRegion};
use speclens_containers::bytes::Real;
use speclens_containers::text::{one_line, utf8_or_latin1};
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum, Technique, sentences};
use traces::Trace;

/// Header entries that every spectrum carries in its notes; the first carries them all.
const COMMON: [&str; 14] = [
    "FileType",
    "SoftwareVersion",
    "Institution",
    "Operator",
    "ExperimentID",
    "XraySource",
    "XrayPower",
    "XrayBeamDiameter",
    "AnalyserMode",
    "AnalyserWorkFcn",
    "AnalyserSolidAngle",
    "IntensityCalCoeff",
    "EnergyReference",
    "SputterIon",
];
/// Reasons that are told one by one; the others are counted.
const MAX_REASONS: usize = 8;

/// Whether the file begins as PHI's do ("start of file header").
pub(super) fn is_phi(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SOFH")
}

/// Reads the spectra of every region, cycle and area. Where the file breaks off, the complete
/// spectra are returned with a doubt.
///
/// # Errors
/// A header or a table of traces that cannot be understood, and a file without one complete
/// spectrum.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let (start, text_end) = header::extent(bytes)?;
    let text = utf8_or_latin1(&bytes[..text_end]);
    let header = PhiHeader::read(&text)?;
    let (traces, data_start) = traces::table(bytes, start)?;
    let mut file = PhiFile {
        bytes,
        header: &header,
        times: sputter_times(bytes, &traces),
        claimed: BTreeMap::new(),
        salvage: Salvage::telling(MAX_REASONS),
    };
    for trace in traces.iter().filter(|t| t.region > 0) {
        if let Err(why) = file.trace(trace, data_start) {
            file.salvage.reason(Doubt::left_out(format!(
                "trace {} is left out: {why}",
                trace.number
            )));
        }
    }
    for region in &header.regions {
        if !traces.iter().any(|t| t.region == region.number) {
            file.salvage.reason(Doubt::incomplete(format!(
                "{} has no trace",
                name(region, None)
            )));
        }
    }
    file.finish(data_start)
}

/// A file on its way to spectra.
struct PhiFile<'f> {
    bytes: &'f [u8],
    header: &'f PhiHeader<'f>,
    /// Sputter time in s: a row of cycles for each region.
    times: Vec<Vec<f64>>,
    /// Extents of the data that were read, by where they begin: a byte belongs to one trace.
    claimed: BTreeMap<usize, usize>,
    salvage: Salvage,
}

impl<'f> PhiFile<'f> {
    /// Reads the complete spectra of a trace, or says in half a sentence why there are none.
    fn trace(&mut self, trace: &Trace, data_start: usize) -> Result<(), String> {
        let header = self.header;
        let rows = TraceRows::of(trace, header)?;
        let region = rows.region;
        if trace.contradictory || trace.start < data_start {
            return Err("its header contradicts itself about where the data are".to_owned());
        }
        let data = self.claim(trace)?;
        let complete = data.len() / rows.bytes;
        if complete < rows.count {
            let (of, all) = (name(region, None), rows.count);
            self.salvage.reason(Doubt::incomplete(match all {
                1 => format!("the file breaks off in {of}"),
                _ => format!("the file breaks off: it holds {complete} of {all} spectra of {of}"),
            }));
        }
        if complete == 0 {
            return Ok(());
        }
        let (energies, energy_doubt) = region.energies_ev()?;
        let transmission = self.transmission(region, &energies);
        for (row, data) in data.chunks_exact(rows.bytes).enumerate() {
            let counts = rows.real.values(data);
            let number = rows.series.map(|series| (series, row + 1));
            if let Some(i) = no_intensity(&counts) {
                let (of, point, value) = (name(region, number), i + 1, counts[i]);
                self.salvage.reason(Doubt::left_out(format!(
                    "{of} is left out: point {point} is {value:e}, no intensity"
                )));
                continue;
            }
            if self.salvage.room() == 0 {
                self.salvage.reason(only_first());
                return Ok(());
            }
            let mut spectrum = self.spectrum(trace, region, number);
            spectrum.doubts.extend(energy_doubt.iter().cloned());
            spectrum.doubts.extend(negative_counts(&counts));
            spectrum.energy_ev = energies.clone();
            spectrum.transmission = transmission.clone();
            spectrum.counts = counts;
            self.salvage.keep(spectrum);
        }
        Ok(())
    }

    /// The bytes of a trace, as far as the file holds them.
    fn claim(&mut self, trace: &Trace) -> Result<&'f [u8], String> {
        let bytes: &'f [u8] = self.bytes;
        let data = bytes.get(trace.start..).unwrap_or_default();
        let data = &data[..data.len().min(trace.bytes)];
        let end = trace.start + data.len();
        let before = self.claimed.range(..end).next_back();
        if before.is_some_and(|(_, claimed_end)| *claimed_end > trace.start) {
            return Err("its data are those of another trace as well".to_owned());
        }
        self.claimed.insert(trace.start, end);
        Ok(data)
    }

    /// Everything about a spectrum but its numbers.
    fn spectrum(
        &self,
        trace: &Trace,
        region: &PhiRegion,
        number: Option<(&str, usize)>,
    ) -> Spectrum {
        let header = self.header;
        let technique = header.technique();
        let mut notes = Vec::new();
        if self.salvage.is_empty() {
            let filled = header.entries.iter().filter(|(_, v)| !v.is_empty());
            notes.extend(filled.map(|(k, v)| (k.to_string(), v.to_string())));
        } else {
            for key in COMMON {
                push(&mut notes, key, header.value(key).unwrap_or_default());
            }
            for key in ["SpectralRegDef", "SpectralRegDef2"] {
                if let Some(value) = header.value_of_region(key, region.number) {
                    push(&mut notes, key, &format!("{} {value}", region.number));
                }
            }
        }
        let mut title = region.name.clone();
        if let Some((series, n)) = number {
            title += &format!(", {series} {n}");
            push(&mut notes, series, &n.to_string());
            if let ("cycle", Some(time)) = (series, self.sputter_time(region, n)) {
                // MultiPak writes the first as −0.
                push(&mut notes, "sputter time", &format!("{} s", time + 0.0));
            }
        }
        let mut doubts = Vec::new();
        if let Some(said) = header.recalibrated("EnergyRecal") {
            doubts.push(Doubt::not_applied(format!(
                "the header notes a recalibration of the energies ({}): they are those of its \
                 regions",
                quote(said)
            )));
        }
        if let Some(said) = header.recalibrated("IntensityRecal") {
            doubts.push(Doubt::transmission_left_out(format!(
                "the header notes corrected intensities ({}): no transmission is divided out",
                quote(said)
            )));
        }
        Spectrum {
            region: title,
            sample: short(header.sample(match number {
                Some(("area", n)) => n,
                _ => 1,
            })),
            technique,
            photon_energy_ev: match technique {
                Technique::Xps => header.photon_energy_ev(),
                _ => None,
            },
            axis: Some(match technique {
                Technique::Aes => Axis::Kinetic,
                _ => Axis::Binding,
            }),
            count_unit: match trace.unit.trim().to_lowercase().as_str() {
                "c/s" | "cps" | "counts/s" => CountUnit::CountsPerSecond,
                "c" | "cts" | "counts" => CountUnit::Counts,
                _ => CountUnit::Unknown,
            },
            pass_energy_ev: region.pass_energy_ev,
            dwell_s: region.dwell_s,
            source_analyser_angle_deg: header.real("SourceAnalyserAngle"),
            date: header
                .value("AcqFileDate")
                .or(header.value("FileDate"))
                .map(short),
            instrument: header.value("InstrumentModel").map(short),
            notes,
            doubts,
            ..Default::default()
        }
    }

    /// MultiPak's transmission function, where the header gives its coefficients:
    /// `T = Ep (a² / (a² + (E / Ep)²))^b` with the pass energy `Ep` and the kinetic energy `E`, as
    /// the PHI readers of KherveFitting and of the Igor Pro PES tools have it.
    fn transmission(&self, region: &PhiRegion, energies_ev: &[f64]) -> Option<Vec<f64>> {
        if self.header.technique() != Technique::Xps {
            return None;
        }
        let [a, b] = self.header.transmission_coefficients()?;
        let photon_ev = self.header.photon_energy_ev()?;
        let pass_ev = region.pass_energy_ev?;
        let of = |binding_ev: &f64| {
            let ratio = (photon_ev - binding_ev) / pass_ev;
            pass_ev * (a * a / (a * a + ratio * ratio)).powf(b)
        };
        let values: Vec<f64> = energies_ev.iter().map(of).collect();
        let usable = values.iter().all(|t| t.is_finite() && *t > 0.0);
        usable.then_some(values)
    }

    fn sputter_time(&self, region: &PhiRegion, cycle: usize) -> Option<f64> {
        // The rows follow the header's order of regions.
        let row = self
            .header
            .regions
            .iter()
            .position(|r| r.number == region.number)?;
        self.times.get(row)?.get(cycle - 1).copied()
    }

    fn finish(mut self, data_start: usize) -> Result<Vec<Spectrum>, Fault> {
        self.salvage.tell_more("parts of the file");
        self.salvage.finish(|doubts| {
            let why = match doubts {
                [] => "no trace that belongs to a region".to_owned(),
                doubts => sentences(doubts).join("; "),
            };
            let found = format!("no complete spectrum ({why})");
            Fault::at_byte(data_start, found, "at least one")
        })
    }
}

/// How the numbers of a trace make spectra.
struct TraceRows<'f, 't> {
    region: &'f PhiRegion,
    real: &'t Real,
    /// Number of spectra.
    count: usize,
    /// Bytes of one.
    bytes: usize,
    /// What is numbered: cycles or areas.
    series: Option<&'static str>,
}

impl<'f, 't> TraceRows<'f, 't> {
    /// Reads what the table says of a trace.
    ///
    /// # Errors
    /// Half a sentence: why there are no spectra in it.
    fn of(trace: &'t Trace, header: &'f PhiHeader) -> Result<TraceRows<'f, 't>, String> {
        let mut regions = header.regions.iter();
        let region = regions
            .find(|r| r.number == trace.region)
            .ok_or_else(|| format!("the header defines no region {}", trace.region))?;
        if !trace.is_spectral() {
            let name = &trace.names[0];
            return Err(format!("its numbers run over “{name}” and not over points"));
        }
        let unknown =
            |kind: &String| format!("its numbers are of the unknown type “{}”", one_line(kind));
        let real = trace.real.as_ref().map_err(unknown)?;
        if trace.lengths[0] != region.points {
            let (of, points) = (name(region, None), region.points);
            let length = trace.lengths[0];
            return Err(format!("it has {length} points, and {of} has {points}"));
        }
        let (count, bytes) = trace
            .rows()
            .zip(trace.row_bytes())
            .ok_or("its length does not fit its number of points")?;
        let series = match (count, trace.names[1].as_str(), trace.lengths[2]) {
            (1, _, _) => None,
            (_, "cyc", 1) => Some("cycle"),
            (_, "sar", 1) => Some("area"),
            (_, first, _) => {
                let [_, _, second] = &trace.names;
                return Err(format!(
                    "it is a series over “{first}” and “{second}”, not over cycles or areas"
                ));
            }
        };
        Ok(TraceRows {
            region,
            real,
            count,
            bytes,
            series,
        })
    }
}

/// A region in a message, with its place in a series where there is one.
fn name(region: &PhiRegion, number: Option<(&str, usize)>) -> String {
    let place = number.map(|(series, n)| format!(", {series} {n}"));
    let place = place.unwrap_or_default();
    format!("region {} “{}”{place}", region.number, region.name)
}

/// The table of sputter times, a row for each region; empty where the file has none.
fn sputter_times(bytes: &[u8], traces: &[Trace]) -> Vec<Vec<f64>> {
    let read = |trace: &Trace| {
        trace.rows()?;
        let end = trace.start.checked_add(trace.bytes)?;
        let data = bytes.get(trace.start..end)?;
        let values = trace.real.as_ref().ok()?.values(data);
        let sound = values.iter().all(|t| (0.0..1e9).contains(t));
        let rows = values.chunks(trace.lengths[0]);
        sound.then(|| rows.map(<[f64]>::to_vec).collect())
    };
    traces
        .iter()
        .find(|t| t.is_sputter_times() && !t.contradictory)
        .and_then(read)
        .unwrap_or_default()
}
