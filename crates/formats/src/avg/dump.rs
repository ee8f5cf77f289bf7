//! The lines of a dump: properties, axes, and blocks of numbers.

use crate::avantage::{SpaceAxis, kind_of};
use crate::shared::MAX_SPECTRA;
use crate::shared::checks::no_intensity;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{Lines, number};
use crate::shared::notes::short;

/// Stands where a value is missing.
const EMPTY: &str = "#empty#";
/// More axes than any measurement has.
const MAX_AXES: usize = 16;
/// More properties than any dump has: some 150 are usual.
const MAX_PROPERTIES: usize = 2000;

/// `DS_SOPROPID_ENERGY : VT_R4 = 1486.680054`
pub(super) struct Property<'a> {
    pub name: &'a str,
    /// Type of the value (`VT_R4`, `VT_BSTR` …).
    pub kind: &'a str,
    /// The value without its quotation marks.
    pub value: &'a str,
}

/// `$AXISVALUE= DATAXIS=1 SPACEAXIS=1 LABEL='Etch Time' POINT=0 VALUE=0.000000;`
pub(super) struct AxisValue {
    /// Number of the space axis.
    pub axis: usize,
    pub point: usize,
    /// The value, or the name of a position.
    pub value: String,
}

/// The rows below a `$DATA=`.
pub(super) struct DumpRows {
    /// Line of the `$DATA=`, counted from 1.
    pub line: usize,
    /// Points on the series dimensions: `$DATA=*,1,2`.
    pub index: Vec<usize>,
    /// The `$AXISVALUE`s above.
    pub values: Vec<AxisValue>,
    pub counts: Vec<f64>,
    /// Position among all blocks of the file, from 0.
    pub order: usize,
    /// Digits behind the point of the first number.
    digits: Option<usize>,
    /// Why the numbers are no spectrum.
    fault: Option<Fault>,
}

/// A dump as its parts.
pub(super) struct Dump<'a> {
    pub properties: Vec<Property<'a>>,
    pub axes: Vec<SpaceAxis>,
    /// Line of `$SPACEAXES=`, counted from 1.
    pub axes_line: usize,
    /// Length and number of axes of each dimension.
    pub shape: Vec<(usize, usize)>,
    /// The blocks that are spectra, up to the limit.
    pub blocks: Vec<DumpRows>,
    /// Number of blocks that are spectra.
    pub total: usize,
    /// Number of blocks that are none.
    pub faults: usize,
    /// Why the first of them is none.
    pub fault: Option<Fault>,
    /// Number of lines.
    pub lines: usize,
}

/// Which section a line belongs to.
enum DumpSection {
    Properties,
    DataAxes,
    SpaceAxes,
    Data,
}

impl<'a> Dump<'a> {
    /// Takes a dump apart. Comments (`;`), blank lines and sections of other names are passed over.
    ///
    /// # Errors
    /// Axes that are written otherwise.
    pub fn read(text: &'a str) -> Result<Dump<'a>, Fault> {
        let mut lines = Lines::new(text);
        let mut dump = Dump {
            properties: Vec::new(),
            axes: Vec::new(),
            axes_line: 1,
            shape: Vec::new(),
            blocks: Vec::new(),
            total: 0,
            faults: 0,
            fault: None,
            lines: lines.left(),
        };
        let mut rows: Option<DumpRows> = None;
        let mut section = DumpSection::Properties;
        let mut values = Vec::new();
        loop {
            let at = lines.number();
            let open = lines.next_is_open();
            let Some(line) = lines.take() else { break };
            let line = line.trim();
            if line.is_empty() || line.starts_with(';') {
                continue;
            }
            if let Some((name, said)) = line.strip_prefix('$').and_then(|l| l.split_once('=')) {
                match name.trim() {
                    "DATAAXES" => section = DumpSection::DataAxes,
                    "SPACEAXES" => {
                        section = DumpSection::SpaceAxes;
                        dump.axes_line = at;
                    }
                    "AXISVALUE" => values.extend(axis_value(said)),
                    "DATA" => {
                        section = DumpSection::Data;
                        dump.close(rows.take());
                        rows = Some(DumpRows {
                            line: at,
                            index: index(said),
                            values: std::mem::take(&mut values),
                            counts: Vec::new(),
                            order: dump.total + dump.faults,
                            digits: None,
                            fault: None,
                        });
                    }
                    _ => section = DumpSection::Properties,
                }
                continue;
            }
            match section {
                DumpSection::Properties => {
                    if dump.properties.len() < MAX_PROPERTIES {
                        dump.properties.extend(property(line));
                    }
                }
                DumpSection::DataAxes => {
                    let shape = data_axis(line).filter(|_| dump.shape.len() < MAX_AXES);
                    let expected = "a data axis: “number= first, last, number of axes”";
                    dump.shape
                        .push(shape.ok_or_else(|| Fault::at_line(at, quote(line), expected))?);
                }
                DumpSection::SpaceAxes => {
                    let axis = space_axis(line).filter(|_| dump.axes.len() < MAX_AXES);
                    let expected = "a space axis: “number= start, width, points, type, …”";
                    dump.axes
                        .push(axis.ok_or_else(|| Fault::at_line(at, quote(line), expected))?);
                }
                DumpSection::Data => {
                    if let Some(rows) = &mut rows {
                        rows.add(line, at, open);
                    }
                }
            }
        }
        dump.close(rows);
        Ok(dump)
    }

    /// Keeps a block that is a spectrum; counts another.
    fn close(&mut self, rows: Option<DumpRows>) {
        let Some(mut rows) = rows else { return };
        let points = self.shape.first().map_or(0, |(length, _)| *length);
        match rows.is_spectrum(points) {
            Ok(()) => {
                self.total += 1;
                if self.blocks.len() < MAX_SPECTRA {
                    rows.counts.shrink_to_fit();
                    self.blocks.push(rows);
                }
            }
            Err(fault) => {
                self.faults += 1;
                self.fault.get_or_insert(fault);
            }
        }
    }
}

impl DumpRows {
    /// Whether the numbers are those of a spectrum of `points` points.
    fn is_spectrum(&mut self, points: usize) -> Result<(), Fault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if points == 0 {
            let expected = "“$DATAAXES=” above the numbers";
            return Err(Fault::at_line(
                self.line,
                "“$DATA=” before its axes",
                expected,
            ));
        }
        if self.counts.len() != points {
            let found = format!("{} numbers", self.counts.len());
            let expected = format!("{points} as the data axis says");
            return Err(Fault::at_line(self.line, found, expected));
        }
        match no_intensity(&self.counts) {
            Some(i) => {
                let found = format!("{:e} at point {}", self.counts[i], i + 1);
                Err(Fault::at_line(self.line, found, "an intensity"))
            }
            None => Ok(()),
        }
    }

    /// Adds a line `LIST@   4=  1.000000,  2.000000`, or a further one of numbers alone.
    fn add(&mut self, line: &str, at: usize, open: bool) {
        if self.fault.is_some() {
            return;
        }
        let mut cells = line;
        if let Some(list) = line.strip_prefix("LIST@") {
            let (from, rest) = list.split_once('=').unwrap_or(("", list));
            if from.trim().parse() != Ok(self.counts.len()) {
                let expected = format!("“LIST@ {}=” and numbers", self.counts.len());
                self.fault = Some(Fault::at_line(at, quote(line), expected));
                return;
            }
            cells = rest;
        }
        for cell in cells.split(',').map(str::trim) {
            if cell.is_empty() {
                continue;
            }
            match number(cell) {
                Some(value) => {
                    self.digits.get_or_insert(digits(cell));
                    self.counts.push(value);
                }
                None => {
                    let expected = match cell {
                        EMPTY => "a number: the file holds none at this point",
                        _ => "a number",
                    };
                    self.fault = Some(Fault::at_line(at, quote(cell), expected));
                    return;
                }
            }
        }
        let last = cells.rsplit(',').next().unwrap_or_default();
        if open && self.digits != Some(digits(last)) {
            let found = format!("the end of the file after {}", quote(last));
            self.fault = Some(Fault::at_line(at, found, "a number with all its digits"));
        }
    }
}

/// Digits behind the point of a number: all numbers of a dump have as many.
fn digits(cell: &str) -> usize {
    let (_, digits) = cell.trim().split_once('.').unwrap_or_default();
    digits.len()
}

/// `name : type = value`, with further words between the colons passed over.
fn property(line: &str) -> Option<Property<'_>> {
    let (left, value) = line.split_once('=')?;
    let name = left.split(':').next()?.trim();
    let kind = left.rsplit(':').next()?.trim();
    if !name.starts_with("DS_") || !kind.starts_with("VT_") {
        return None;
    }
    let value = value.trim();
    let value = value.strip_prefix('\'').unwrap_or(value);
    let value = value.strip_suffix('\'').unwrap_or(value).trim();
    let value = if value == EMPTY { "" } else { value };
    Some(Property { name, kind, value })
}

/// `0=  0,  300,  1`: first and last index, number of axes. Gives length and number of axes.
fn data_axis(line: &str) -> Option<(usize, usize)> {
    let (_, cells) = line.split_once('=')?;
    let mut cells = cells.split(',').map(|c| c.trim().parse::<usize>().ok());
    let mut next = || cells.next().flatten();
    let (first, last, count) = (next()?, next()?, next()?);
    Some((last.checked_sub(first)?.checked_add(1)?, count))
}

/// `0=  1188.6,  0.1,  301,  ENERGY,  LINEAR,  'E',  'eV',  'Energy'`
fn space_axis(line: &str) -> Option<SpaceAxis> {
    let (_, cells) = line.split_once('=')?;
    let cells: Vec<&str> = cells.splitn(8, ',').map(str::trim).collect();
    let [start, width, points, kind, linear, rest @ ..] = cells.as_slice() else {
        return None;
    };
    let text = |i: usize| {
        let cell = rest.get(i).copied().unwrap_or_default();
        let cell = short(cell.trim_end_matches(';').trim().trim_matches('\''));
        if cell == EMPTY { String::new() } else { cell }
    };
    let label = text(2);
    Some(SpaceAxis {
        label: if label.is_empty() && kind_of(kind) == 0 {
            short(kind)
        } else {
            label
        },
        unit: text(1),
        points: points.parse().ok()?,
        start: number(start)?,
        width: number(width)?,
        // The dump gives the values of other axes only with the data.
        values: (*linear != "LINEAR").then(Vec::new),
        kind: kind_of(kind),
    })
}

/// The value of an axis at a point, from `DATAXIS=1 SPACEAXIS=1 LABEL='…' POINT=0 VALUE=0.0;`.
fn axis_value(said: &str) -> Option<AxisValue> {
    let after = |key: &str| said.split_once(key).map(|(_, rest)| rest);
    let index = |key: &str| -> Option<usize> {
        let rest = after(key)?;
        let end = rest.find(|c: char| !c.is_ascii_digit());
        rest[..end.unwrap_or(rest.len())].parse().ok()
    };
    let value = after("VALUE=")?.trim().trim_end_matches(';').trim();
    let value = match number(value) {
        Some(value) => value.to_string(),
        None => short(value.trim_matches('\'')),
    };
    Some(AxisValue {
        axis: index("SPACEAXIS=")?,
        point: index("POINT=")?,
        value,
    })
}

/// The points of `*,1,2`; empty where there are none.
fn index(said: &str) -> Vec<usize> {
    let cells = said.split(',').skip(1).take(MAX_AXES);
    let points: Option<Vec<usize>> = cells.map(|c| c.trim().parse().ok()).collect();
    points.unwrap_or_default()
}
