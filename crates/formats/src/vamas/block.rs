//! One block of a VAMAS file: its header by position, then its ordinates.

use super::TERMINATOR;
use super::experiment::{Experiment, MAX_TEXTS, ScanMode, texts, words};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{Lines, any_number};

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
        let mut header = first.cloned().unwrap_or_default();
        let mut from = Parameters {
            lines,
            experiment,
            are_all: first.is_none(),
        };
        header.read_sample(&mut from)?;
        header.read_source(&mut from)?;
        header.read_analyser(&mut from)?;
        header.read_columns(&mut from)?;
        header.read_signal(&mut from)?;
        header.read_additional(&mut from)?;
        for _ in 0..experiment.future_block_entries {
            lines.text("a future upgrade block entry")?;
        }
        header.read_size(lines)?;
        Ok(header)
    }

    /// What was measured, when and where: parameters 1 to 11.
    fn read_sample(&mut self, from: &mut Parameters) -> Result<(), Fault> {
        self.identifier = words(from.lines, "the block identifier")?;
        self.sample = words(from.lines, "the sample identifier")?;
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
            from.real(i + 1, what, &mut self.date[i])?;
        }
        if from.gives(8) {
            let count = "the number of lines in the block comment";
            self.comment = texts(from.lines, count, "a block comment line")?;
        }
        from.words(9, "the technique", &mut self.technique)?;
        if from.experiment.mode.has_coordinates() && from.gives(10) {
            self.position = Some([
                optional(from.lines, "the x coordinate")?,
                optional(from.lines, "the y coordinate")?,
            ]);
        }
        if from.gives(11) {
            self.variable_values.clear();
            for _ in &from.experiment.variables {
                let value = words(from.lines, "the value of an experimental variable")?;
                if self.variable_values.len() < MAX_TEXTS {
                    self.variable_values.push(value);
                }
            }
        }
        Ok(())
    }

    /// Source and field of view: parameters 12 to 20.
    fn read_source(&mut self, from: &mut Parameters) -> Result<(), Fault> {
        let mode = from.experiment.mode;
        from.words(12, "the analysis source", &mut self.source)?;
        if (mode.sputters() || self.is_ion_technique()) && from.gives(13) {
            from.lines.text("the atomic number of the sputtering ion")?;
            from.lines
                .text("the number of atoms in the sputtering ion")?;
            from.lines.text("the charge of the sputtering ion")?;
        }
        let what = "the energy of the analysis source";
        from.real(14, what, &mut self.source_energy_ev)?;
        let what = "the strength of the analysis source";
        from.real(15, what, &mut self.source_strength)?;
        let width = [
            "the beam width x of the analysis source",
            "the beam width y of the analysis source",
        ];
        from.pass_over(16, &width)?;
        if mode.has_field_of_view() {
            from.pass_over(17, &["the field of view x", "the field of view y"])?;
        }
        if mode.has_line_scans() {
            from.pass_over(18, &["a coordinate of the first or last line scan"; 6])?;
        }
        let what = "the polar angle of incidence of the source";
        from.real(19, what, &mut self.polar_angle_deg)?;
        from.pass_over(20, &["the azimuth of the source"])
    }

    /// Analyser and line: parameters 21 to 30.
    fn read_analyser(&mut self, from: &mut Parameters) -> Result<(), Fault> {
        from.words(21, "the analyser mode", &mut self.analyser_mode)?;
        let what = "the pass energy or retard ratio";
        from.real(22, what, &mut self.pass_energy_or_retard_ratio)?;
        if self.technique.eq_ignore_ascii_case("AES diff") {
            from.pass_over(23, &["the differential width"])?;
        }
        from.pass_over(24, &["the magnification of the transfer lens"])?;
        let what = "the work function of the analyser";
        from.real(25, what, &mut self.work_function_ev)?;
        from.real(26, "the target bias", &mut self.target_bias_v)?;
        from.pass_over(27, &["the analysis width x", "the analysis width y"])?;
        let what = "the polar take-off angle of the analyser";
        from.real(28, what, &mut self.take_off_polar_deg)?;
        from.pass_over(28, &["the azimuth of the analyser"])?;
        from.words(29, "the species", &mut self.species)?;
        let what = "the transition or charge state";
        from.words(30, what, &mut self.transition)?;
        from.pass_over(30, &["the charge of the detected particle"])
    }

    /// Abscissa and corresponding variables: parameters 31 and 32.
    fn read_columns(&mut self, from: &mut Parameters) -> Result<(), Fault> {
        if from.experiment.scan == ScanMode::Regular && from.gives(31) {
            self.abscissa = Abscissa {
                label: words(from.lines, "the abscissa label")?,
                unit: words(from.lines, "the abscissa unit")?,
                start: optional(from.lines, "the abscissa start")?,
                increment: optional(from.lines, "the abscissa increment")?,
            };
        }
        if from.gives(32) {
            self.variables.clear();
            let count = from.lines.count("the number of corresponding variables")?;
            for _ in 0..count {
                self.variables.push(Labelled {
                    label: words(from.lines, "the label of a corresponding variable")?,
                    unit: words(from.lines, "the unit of a corresponding variable")?,
                    value: String::new(),
                });
            }
        }
        Ok(())
    }

    /// Signal and sputtering: parameters 33 to 39.
    fn read_signal(&mut self, from: &mut Parameters) -> Result<(), Fault> {
        from.words(33, "the signal mode", &mut self.signal_mode)?;
        let what = "the signal collection time";
        from.real(34, what, &mut self.collection_time_s)?;
        from.real(35, "the number of scans", &mut self.scans)?;
        from.pass_over(36, &["the signal time correction"])?;
        let sputters = from.experiment.mode.sputters() && self.is_electron_or_xray_technique();
        if sputters && from.gives(37) {
            from.pass_over(37, &["a number of the sputtering source"; 6])?;
            from.lines.text("the sputtering mode")?;
        }
        from.real(38, "the polar tilt of the sample", &mut self.tilt_deg)?;
        from.pass_over(38, &["the azimuth of the sample's tilt"])?;
        from.pass_over(39, &["the rotation of the sample"])
    }

    /// Additional parameters: parameter 40.
    fn read_additional(&mut self, from: &mut Parameters) -> Result<(), Fault> {
        if !from.gives(40) {
            return Ok(());
        }
        self.parameters.clear();
        for _ in 0..from.lines.count("the number of additional parameters")? {
            let parameter = Labelled {
                label: words(from.lines, "the label of an additional parameter")?,
                unit: words(from.lines, "the unit of an additional parameter")?,
                value: words(from.lines, "the value of an additional parameter")?,
            };
            if self.parameters.len() < MAX_TEXTS {
                self.parameters.push(parameter);
            }
        }
        Ok(())
    }

    /// The number of ordinate values, and their extremes, which every block gives.
    fn read_size(&mut self, lines: &mut Lines) -> Result<(), Fault> {
        let at = lines.number();
        self.ordinates = lines.count("the number of ordinate values")?;
        let n = self.variables.len();
        if n == 0 && self.ordinates > 0 {
            let found = format!(
                "{} ordinate values and no corresponding variable",
                self.ordinates
            );
            let expected = "at least one corresponding variable";
            return Err(Fault::at_line(at, found, expected));
        }
        if n > 0 && !self.ordinates.is_multiple_of(n) {
            let found = format!("{} ordinate values", self.ordinates);
            let expected = format!("a multiple of the {n} corresponding variables");
            return Err(Fault::at_line(at, found, expected));
        }
        for _ in 0..n {
            optional(lines, "the minimum ordinate value")?;
            optional(lines, "the maximum ordinate value")?;
        }
        Ok(())
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

/// The parameters of a header as they are read, by the standard's prefix numbers.
struct Parameters<'p, 'l> {
    lines: &'p mut Lines<'l>,
    experiment: &'p Experiment,
    /// The first block is complete; the experiment's list speaks of those after it.
    are_all: bool,
}

impl Parameters<'_, '_> {
    /// Whether the block gives a parameter.
    fn gives(&self, parameter: usize) -> bool {
        self.are_all || self.experiment.included[parameter - 1]
    }

    /// Reads words, if the block gives them.
    fn words(&mut self, parameter: usize, what: &str, to: &mut String) -> Result<(), Fault> {
        if self.gives(parameter) {
            *to = words(self.lines, what)?;
        }
        Ok(())
    }

    /// Reads a number, if the block gives it.
    fn real(&mut self, parameter: usize, what: &str, to: &mut Option<f64>) -> Result<(), Fault> {
        if self.gives(parameter) {
            *to = optional(self.lines, what)?;
        }
        Ok(())
    }

    /// Reads numbers that no spectrum needs, if the block gives them.
    fn pass_over(&mut self, parameter: usize, numbers: &[&str]) -> Result<(), Fault> {
        let mut ignored = None;
        let mut each = numbers.iter();
        each.try_for_each(|what| self.real(parameter, what, &mut ignored))
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
    let value = any_number(text).ok_or_else(|| Fault::at_line(line, quote(text), expected))?;
    Ok(Some(value).filter(|v| v.abs() < UNSPECIFIED))
}
