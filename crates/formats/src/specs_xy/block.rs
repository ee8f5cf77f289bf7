//! Rows of numbers below one header: one scan, or one of its channels.

use super::line::{LinePlace, Pairs};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::any_number;
use crate::shared::units::count_unit_of;
use speclens_spectrum::CountUnit;

/// A block as it is read.
#[derive(Debug)]
pub(super) struct XyBlock {
    place: LinePlace,
    /// Line of its header.
    line: usize,
    labels: Vec<String>,
    pub pairs: Pairs,
    columns: Option<Columns>,
    scan: XyScan,
    fault: Option<Fault>,
    /// Number of the file's last line, where that is a row without a line end.
    pub cut: Option<usize>,
}

/// Where a block's numbers stand in its rows.
#[derive(Debug, Clone, Copy)]
struct Columns {
    width: usize,
    /// Line of the first row.
    line: usize,
    intensity: usize,
    transmission: Option<usize>,
    has_energy: bool,
}

/// The numbers of a block.
#[derive(Debug, Default)]
pub(super) struct XyScan {
    pub place: LinePlace,
    pub energy_ev: Vec<f64>,
    pub counts: Vec<f64>,
    pub transmission: Vec<f64>,
    pub count_unit: CountUnit,
    pub pairs: Pairs,
    /// Columns that are neither energy, intensity nor transmission.
    pub other_columns: String,
    pub cut: Option<usize>,
}

/// What has become of a block.
#[derive(Debug)]
pub(super) enum Ended {
    /// It has no rows.
    Empty,
    /// Its first column is no energy.
    NoSpectrum,
    Bad(Fault),
    Scan(XyScan),
}

impl XyBlock {
    /// An empty block whose header is at `line`.
    pub fn new(place: LinePlace, line: usize) -> XyBlock {
        XyBlock {
            place,
            line,
            labels: Vec::new(),
            pairs: Pairs::default(),
            columns: None,
            scan: XyScan::default(),
            fault: None,
            cut: None,
        }
    }

    /// Takes in the names of the columns: `energy counts/s transmission`.
    pub fn label(&mut self, labels: &str) {
        const MAX_COLUMNS: usize = 16;
        let labels = labels.split_whitespace().take(MAX_COLUMNS);
        self.labels = labels.map(str::to_lowercase).collect();
    }

    /// Takes in a row; after a fault the rest of the block is passed over.
    pub fn row(&mut self, row: &str, line: usize) {
        if self.fault.is_none()
            && let Err(fault) = self.read_row(row, line)
        {
            self.fault = Some(fault);
        }
    }

    fn read_row(&mut self, row: &str, line: usize) -> Result<(), Fault> {
        let width = row.split_whitespace().count();
        let columns = *self
            .columns
            .get_or_insert_with(|| columns(&self.labels, width, line));
        if !columns.has_energy {
            return Ok(());
        }
        if width != columns.width || width < 2 {
            let found = match width {
                1 => format!("a row of one number ({})", quote(row)),
                _ => format!("{width} numbers"),
            };
            let expected = if line == columns.line {
                "energy and counts".to_owned()
            } else {
                format!("{} as in line {}", columns.width, columns.line)
            };
            return Err(Fault::at_line(line, found, expected));
        }
        let scan = &mut self.scan;
        for (i, cell) in row.split_whitespace().enumerate() {
            let is_used = i == 0 || i == columns.intensity || Some(i) == columns.transmission;
            if !is_used {
                continue;
            }
            let Some(value) = any_number(cell) else {
                return Err(Fault::at_line(line, quote(cell), "a finite number"));
            };
            if i == 0 {
                scan.energy_ev.push(value);
            } else if i == columns.intensity {
                scan.counts.push(value);
            } else {
                scan.transmission.push(value);
            }
        }
        if let ([first, .., before, last], true) = (&*scan.energy_ev, scan.energy_ev.len() > 2) {
            let rises = scan.energy_ev[1] > *first;
            if last == before || (last > before) != rises {
                return Err(turned(line, *before, *last));
            }
        } else if let [before, last] = *scan.energy_ev
            && before == last
        {
            return Err(turned(line, before, last));
        }
        Ok(())
    }

    /// Number of its points so far.
    pub fn points(&self) -> usize {
        self.scan.counts.len()
    }

    /// The block's numbers. `is_no_spectrum`: its region's scan mode has no energy axis.
    pub fn end(self, is_no_spectrum: bool) -> Ended {
        let Some(columns) = self.columns else {
            return Ended::Empty;
        };
        if is_no_spectrum || !columns.has_energy {
            return Ended::NoSpectrum;
        }
        if let Some(fault) = self.fault {
            return Ended::Bad(fault);
        }
        if self.scan.counts.len() < 2 {
            let found = format!("{} points", self.scan.counts.len());
            let expected = "a spectrum of at least 2 points";
            return Ended::Bad(Fault::at_line(self.line, found, expected));
        }
        let is_used = |i: usize| i == columns.intensity || Some(i) == columns.transmission;
        let others = self.labels.iter().enumerate().skip(1);
        let others: Vec<&str> = others
            .filter(|(i, _)| !is_used(*i))
            .map(|(_, label)| label.as_str())
            .collect();
        Ended::Scan(XyScan {
            place: self.place,
            count_unit: self
                .labels
                .get(columns.intensity)
                .map_or(CountUnit::Unknown, |label| count_unit_of(label)),
            other_columns: others.join(", "),
            pairs: self.pairs,
            cut: self.cut,
            ..self.scan
        })
    }
}

/// Columns by their names; without names energy and counts.
fn columns(labels: &[String], width: usize, line: usize) -> Columns {
    let named = |word: &str| labels.iter().position(|l| l.contains(word));
    // A name beyond the numbers tells nothing.
    let within = |column: &usize| (1..width).contains(column);
    let transmission = named("transmission").filter(within);
    Columns {
        width,
        line,
        intensity: named("count").filter(within).unwrap_or(1),
        transmission: transmission.filter(|t| *t > 1 || named("count").is_some()),
        has_energy: labels.first().is_none_or(|l| l.starts_with("energy")),
    }
}

fn turned(line: usize, before: f64, energy: f64) -> Fault {
    let found = format!("the energy {energy} after {before}");
    Fault::at_line(line, found, "energies that only rise or only fall")
}
