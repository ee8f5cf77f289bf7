//! One block of a VAMAS file: its header by position, then its ordinates.

use super::TERMINATOR;
use super::experiment::{Experiment, MAX_TEXTS, ScanMode, texts, words};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{Lines, number};

/// Values from here on are "not specified" (the standard writes 1E37).
const UNSPECIFIED: f64 = 1e36;

/// A label, its unit and, for additional parameters, a value.
#[derive(Debug, Clone, Default)]
pub(super) struct Labelled {
    pub label: String,
    pub unit: String,
    pub value: String,
}

/// Abscissa of a REGULAR scan.
#[derive(Debug, Clone, Default)]
pub(super) struct Abscissa {
    pub label: String,
    pub unit: String,
    pub start: Option<f64>,
    pub increment: Option<f64>,
}

/// Header of a block: what a spectrum needs of it.
#[derive(Debug, Clone, Default)]
pub(super) struct BlockHeader {
    pub identifier: String,
    pub sample: String,
    /// Year, month, day, hours, minutes, seconds, hours in advance of GMT.
    pub date: [Option<f64>; 7],
    pub comment: Vec<String>,
    pub technique: String,
    pub position: Option<[Option<f64>; 2]>,
    pub variable_values: Vec<String>,
    pub source: String,
    pub source_energy_ev: Option<f64>,
    pub source_strength: Option<f64>,
    pub polar_angle_deg: Option<f64>,
    pub analyser_mode: String,
    pub pass_energy_or_retard_ratio: Option<f64>,
    pub work_function_ev: Option<f64>,
    pub target_bias_v: Option<f64>,
    pub take_off_polar_deg: Option<f64>,
    pub species: String,
    pub transition: String,
    pub abscissa: Abscissa,
    pub variables: Vec<Labelled>,
    pub signal_mode: String,
    pub collection_time_s: Option<f64>,
    pub scans: Option<f64>,
    pub tilt_deg: Option<f64>,
    pub parameters: Vec<Labelled>,
    /// Number of ordinate values announced, over all corresponding variables.
    pub ordinates: usize,
}

/// How the ordinates of a block end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// All that are announced are there.
    Complete,
    /// The file stops before, at this line.
    BreaksOff { line: usize },
}

/// Ordinates of a block, interleaved as the file has them; "not specified" is no number.
#[derive(Debug, Clone)]
pub(super) struct VamasOrdinates {
    pub values: Vec<f64>,
    pub ending: Ending,
}

impl VamasOrdinates {
    /// Number of complete sets of corresponding variables.
    pub fn sets(&self, header: &BlockHeader) -> usize {
        self.values.len() / header.variables.len().max(1)
    }
}

impl BlockHeader {
    /// Number of sets of corresponding variables that the header announces.
    pub fn sets_announced(&self) -> usize {
        self.ordinates / self.variables.len().max(1)
    }

    /// Reads a block's header. Parameters that the experiment's list leaves out are those of
    /// `first`, the file's first block.
    pub fn read(
        lines: &mut Lines,
        experiment: &Experiment,
        first: Option<&BlockHeader>,
    ) -> Result<BlockHeader, Fault> {
        let mode = experiment.mode;
        let mut h = first.cloned().unwrap_or_default();
        // The first block is complete; the list speaks of those after it.
        let gives = |parameter: usize| first.is_none() || experiment.included[parameter - 1];

        h.identifier = words(lines, "the block identifier")?;
        h.sample = words(lines, "the sample identifier")?;
        const DATE: [&str; 7] = [
            "the year",
            "the month",
            "the day",
            "the hours",
            "the minutes",
            "the seconds",
            "the hours in advance of Greenwich Mean Time",
        ];
        for (i, what) in DATE.iter().enumerate() {
            if gives(i + 1) {
                h.date[i] = optional(lines, what)?;
            }
        }
        if gives(8) {
            h.comment = texts(
                lines,
                "the number of lines in the block comment",
                "a block comment line",
            )?;
        }
        if gives(9) {
            h.technique = words(lines, "the technique")?;
        }
        if mode.has_coordinates() && gives(10) {
            h.position = Some([
                optional(lines, "the x coordinate")?,
                optional(lines, "the y coordinate")?,
            ]);
        }
        if gives(11) {
            h.variable_values.clear();
            for _ in &experiment.variables {
                let value = words(lines, "the value of an experimental variable")?;
                if h.variable_values.len() < MAX_TEXTS {
                    h.variable_values.push(value);
                }
            }
        }
        if gives(12) {
            h.source = words(lines, "the analysis source")?;
        }
        if (mode.sputters() || h.is_ion_technique()) && gives(13) {
            lines.text("the atomic number of the sputtering ion")?;
            lines.text("the number of atoms in the sputtering ion")?;
            lines.text("the charge of the sputtering ion")?;
        }
        if gives(14) {
            h.source_energy_ev = optional(lines, "the energy of the analysis source")?;
        }
        if gives(15) {
            h.source_strength = optional(lines, "the strength of the analysis source")?;
        }
        if gives(16) {
            optional(lines, "the beam width x of the analysis source")?;
            optional(lines, "the beam width y of the analysis source")?;
        }
        if mode.has_field_of_view() && gives(17) {
            optional(lines, "the field of view x")?;
            optional(lines, "the field of view y")?;
        }
        if mode.has_line_scans() && gives(18) {
            for _ in 0..6 {
                optional(lines, "a coordinate of the first or last line scan")?;
            }
        }
        if gives(19) {
            h.polar_angle_deg = optional(lines, "the polar angle of incidence of the source")?;
        }
        if gives(20) {
            optional(lines, "the azimuth of the source")?;
        }
        if gives(21) {
            h.analyser_mode = words(lines, "the analyser mode")?;
        }
        if gives(22) {
            h.pass_energy_or_retard_ratio = optional(lines, "the pass energy or retard ratio")?;
        }
        if h.technique.eq_ignore_ascii_case("AES diff") && gives(23) {
            optional(lines, "the differential width")?;
        }
        if gives(24) {
            optional(lines, "the magnification of the transfer lens")?;
        }
        if gives(25) {
            h.work_function_ev = optional(lines, "the work function of the analyser")?;
        }
        if gives(26) {
            h.target_bias_v = optional(lines, "the target bias")?;
        }
        if gives(27) {
            optional(lines, "the analysis width x")?;
            optional(lines, "the analysis width y")?;
        }
        if gives(28) {
            h.take_off_polar_deg = optional(lines, "the polar take-off angle of the analyser")?;
            optional(lines, "the azimuth of the analyser")?;
        }
        if gives(29) {
            h.species = words(lines, "the species")?;
        }
        if gives(30) {
            h.transition = words(lines, "the transition or charge state")?;
            optional(lines, "the charge of the detected particle")?;
        }
        if experiment.scan == ScanMode::Regular && gives(31) {
            h.abscissa = Abscissa {
                label: words(lines, "the abscissa label")?,
                unit: words(lines, "the abscissa unit")?,
                start: optional(lines, "the abscissa start")?,
                increment: optional(lines, "the abscissa increment")?,
            };
        }
        if gives(32) {
            h.variables.clear();
            for _ in 0..lines.count("the number of corresponding variables")? {
                let label = words(lines, "the label of a corresponding variable")?;
                let unit = words(lines, "the unit of a corresponding variable")?;
                h.variables.push(Labelled {
                    label,
                    unit,
                    value: String::new(),
                });
            }
        }
        if gives(33) {
            h.signal_mode = words(lines, "the signal mode")?;
        }
        if gives(34) {
            h.collection_time_s = optional(lines, "the signal collection time")?;
        }
        if gives(35) {
            h.scans = optional(lines, "the number of scans")?;
        }
        if gives(36) {
            optional(lines, "the signal time correction")?;
        }
        if mode.sputters() && h.is_electron_or_xray_technique() && gives(37) {
            for _ in 0..6 {
                optional(lines, "a number of the sputtering source")?;
            }
            lines.text("the sputtering mode")?;
        }
        if gives(38) {
            h.tilt_deg = optional(lines, "the polar tilt of the sample")?;
            optional(lines, "the azimuth of the sample's tilt")?;
        }
        if gives(39) {
            optional(lines, "the rotation of the sample")?;
        }
        if gives(40) {
            h.parameters.clear();
            for _ in 0..lines.count("the number of additional parameters")? {
                let parameter = Labelled {
                    label: words(lines, "the label of an additional parameter")?,
                    unit: words(lines, "the unit of an additional parameter")?,
                    value: words(lines, "the value of an additional parameter")?,
                };
                if h.parameters.len() < MAX_TEXTS {
                    h.parameters.push(parameter);
                }
            }
        }
        for _ in 0..experiment.future_block_entries {
            lines.text("a future upgrade block entry")?;
        }

        let at = lines.number();
        h.ordinates = lines.count("the number of ordinate values")?;
        let n = h.variables.len();
        if n == 0 && h.ordinates > 0 {
            let found = format!(
                "{} ordinate values and no corresponding variable",
                h.ordinates
            );
            return Err(Fault::at_line(
                at,
                found,
                "at least one corresponding variable",
            ));
        }
        if n > 0 && !h.ordinates.is_multiple_of(n) {
            let found = format!("{} ordinate values", h.ordinates);
            let expected = format!("a multiple of the {n} corresponding variables");
            return Err(Fault::at_line(at, found, expected));
        }
        for _ in 0..n {
            optional(lines, "the minimum ordinate value")?;
            optional(lines, "the maximum ordinate value")?;
        }
        Ok(h)
    }

    /// Reads the ordinates. A last line without a line end does not count: its number may be cut.
    pub fn read_ordinates(&self, lines: &mut Lines) -> Result<VamasOrdinates, Fault> {
        let mut values = Vec::with_capacity(self.ordinates.min(lines.left()));
        for _ in 0..self.ordinates {
            let line = lines.number();
            let next = lines.peek().map(str::trim);
            let is_end = |l: &str| l.eq_ignore_ascii_case(TERMINATOR);
            if lines.next_is_open() || next.is_none_or(is_end) {
                return Ok(VamasOrdinates {
                    values,
                    ending: Ending::BreaksOff { line },
                });
            }
            let value = lines.real("an ordinate value")?;
            let is_specified = value.abs() < UNSPECIFIED;
            values.push(if is_specified { value } else { f64::NAN });
        }
        Ok(VamasOrdinates {
            values,
            ending: Ending::Complete,
        })
    }

    fn is_ion_technique(&self) -> bool {
        is_one_of(
            &self.technique,
            &[
                "FABMS",
                "FABMS energy spec",
                "ISS",
                "SIMS",
                "SIMS energy spec",
                "SNMS",
                "SNMS energy spec",
            ],
        )
    }

    fn is_electron_or_xray_technique(&self) -> bool {
        is_one_of(
            &self.technique,
            &["AES diff", "AES dir", "EDX", "ELS", "UPS", "XPS", "XRF"],
        )
    }
}

fn is_one_of(technique: &str, names: &[&str]) -> bool {
    names.iter().any(|n| n.eq_ignore_ascii_case(technique))
}

/// The next line as a number that may be "not specified": 1E37, an empty line, or these words.
fn optional(lines: &mut Lines, expected: &str) -> Result<Option<f64>, Fault> {
    let line = lines.number();
    let text = lines.text(expected)?;
    let words = ["", "not specified", "unspecified", "n/a"];
    if words.iter().any(|w| w.eq_ignore_ascii_case(text)) {
        return Ok(None);
    }
    let value = number(text).ok_or_else(|| Fault::at_line(line, quote(text), expected))?;
    Ok(Some(value).filter(|v| v.abs() < UNSPECIFIED))
}
