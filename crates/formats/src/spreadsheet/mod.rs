//! Spreadsheets: Excel `.xlsx` and `.xls`, OpenDocument `.ods`. Each worksheet is a table like a
//! text with columns, read by the same rules ([`text::table`]); what Thermo Avantage exports to
//! Excel is known by its words.
//!
//! The crate `calamine` was not taken: two cells far apart ask it for gigabytes (docs/decisions/0010
//! has the figures). Here all sizes are bounded, see [`speclens_containers::zip`] and [`cells`].
//!
//! Layout of Avantage's export: a sheet for each spectrum (“Survey”, “C1s Scan”), with
//! “Acquisition Parameters :” from H1 on, names of columns in row 15, units in row 16, numbers
//! below: energy in A, counts in C, from E on components, background, envelope and residuals of a
//! fit; beside them “Peak Table” and “Titles” with the name of the sample in A5. There is no
//! public specification; the layout is that which the readers of PyExpLabSys, KherveFitting and
//! others expect.

mod cells;
mod ods;
#[cfg(test)]
pub(crate) mod tests;
mod xls;
mod xlsx;
mod xml;

use super::text::{self, TextFacts, TextLayout, TextLine, UNCOMPUTED, UNIT};
use crate::format::EXPECTED;
use crate::magic::UNPACK;
use crate::shared::MAX_SPECTRA;
use crate::shared::error::{Fault, quote};
use crate::shared::notes::{push, short};
use crate::shared::salvage::Salvage;
use cells::SheetCells;
use speclens_containers::text::one_line;
use speclens_containers::zip::Archive;
use speclens_spectrum::{Doubt, Spectrum};

pub(super) use xls::{is_xls, read as read_xls};

/// Sheets of a workbook that are looked at.
const MAX_SHEETS: usize = 1000;

/// Whether the file is a zip archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads the spectra on every worksheet of an Excel `.xlsx` or OpenDocument `.ods`.
///
/// # Errors
/// Another zip archive; a damaged, encrypted or too large one; no sheet with a spectrum.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let archive = Archive::open(bytes)?;
    let mut sink = Sink::new();
    if archive.has("[Content_Types].xml") || archive.has("xl/workbook.xml") {
        xlsx::read(&archive, &mut sink)?;
    } else {
        let kind = archive.text("mimetype")?.unwrap_or_default();
        if !kind.contains("opendocument.spreadsheet") {
            return Err(refused("a zip archive that is no spreadsheet"));
        }
        ods::read(&archive, &mut sink)?;
    }
    sink.finish()
}

/// The fault of a file that is none of those read here.
fn refused(what: &str) -> Fault {
    let expected = match what.starts_with("a zip archive") {
        true => format!("{EXPECTED}; or {UNPACK}"),
        false => EXPECTED.to_owned(),
    };
    Fault::at_byte(0, format!("{what}, which is not read"), expected)
}

/// Spectra of one sheet.
struct Found {
    sheet: String,
    spectra: Vec<Spectrum>,
    names_energy: bool,
}

/// Takes the sheets of a workbook, one after the other.
#[derive(Default)]
struct Sink {
    found: Vec<Found>,
    /// Number of spectra in `found`.
    spectra: usize,
    /// Sheets without spectra.
    without: Vec<String>,
    salvage: Salvage,
    /// Names of samples, with the letter that ends the names of their sheets (Avantage writes
    /// “Titles B” for the sheets “C1s Scan B”), if any.
    samples: Vec<(Option<char>, String)>,
}

impl Sink {
    fn new() -> Sink {
        Sink {
            salvage: Salvage::telling(SHOWN),
            ..Default::default()
        }
    }

    /// Tells of sheets that are too many.
    fn sheets_beyond(&mut self) {
        let text = format!("sheets beyond the first {MAX_SHEETS} are not read");
        self.salvage.tell_with_first(Doubt::left_out(text));
    }

    /// A sheet that holds no spectrum.
    fn without_spectra(&mut self, name: &str) {
        self.without.push(one_line(&short(name)));
    }

    /// Takes a sheet, or why it cannot be read: the lines of its faults are rows of the sheet.
    fn sheet(&mut self, name: &str, grid: Result<SheetCells, Fault>) {
        let name = one_line(&short(name));
        match grid.and_then(|grid| self.table(&name, grid)) {
            Ok(Some(found)) => {
                self.spectra += found.spectra.len();
                self.found.push(found);
            }
            Ok(None) => self.without.push(name),
            Err(fault) => self.salvage.lose("a sheet", fault.of_sheet(&name)),
        }
    }

    fn table(&mut self, name: &str, mut grid: SheetCells) -> Result<Option<Found>, Fault> {
        if self.spectra >= MAX_SPECTRA {
            return Ok(None);
        }
        if let Some(rest) = name.strip_prefix("Titles") {
            let sample = grid.cell(5, 1);
            if !sample.is_empty() {
                self.samples.push((letter(rest), short(sample)));
            }
        }
        let rows = grid.lines()?;
        let lines: Vec<TextLine> = rows
            .iter()
            .map(|(number, text)| TextLine {
                number: *number,
                text,
            })
            .collect();
        // Of the first formula without a result, where the sheet cannot be read.
        let is_open = |text: &str| text.split(UNIT).any(|cell| cell == UNCOMPUTED);
        let open = rows.iter().find(|(_, text)| is_open(text));
        let open = open.map(|(row, _)| {
            let expected = "numbers: open the workbook in a spreadsheet program and save it";
            Fault::at_line(*row, UNCOMPUTED, expected)
        });
        let is_number = |row: usize, column: usize| grid.is_number(row, column);
        let Some((layout, doubt)) = TextLayout::of_sheet(&lines, is_number)? else {
            return open.map_or(Ok(None), Err);
        };
        let facts = TextFacts {
            region: Some(name.to_owned()).filter(|n| !is_default_name(n)),
            ..Default::default()
        };
        let most = MAX_SPECTRA - self.spectra;
        let table = text::table(lines.into_iter(), layout, false, facts, most)
            .map_err(|fault| open.unwrap_or(fault))?;
        let mut spectra = table.spectra;
        if let Some(first) = spectra.first_mut() {
            if grid.is_cut {
                first.doubts.push(Doubt::left_out(format!(
                    "columns beyond the first {} are not read",
                    cells::MAX_COLUMNS
                )));
            }
            if table.is_cut {
                first.doubts.push(Doubt::left_out(format!(
                    "spectra beyond the first {MAX_SPECTRA} are left out"
                )));
            }
        }
        for spectrum in &mut spectra {
            spectrum.doubts.extend(doubt.clone());
            push(&mut spectrum.notes, "sheet", name);
        }
        Ok(Some(Found {
            sheet: name.to_owned(),
            spectra,
            names_energy: table.names_energy,
        }))
    }

    /// The spectra of all sheets. Where a sheet names its energies, sheets of numbers that do not
    /// are tables of other things.
    fn finish(mut self) -> Result<Vec<Spectrum>, Fault> {
        if self.found.iter().any(|f| f.names_energy) {
            let (found, other): (Vec<Found>, Vec<Found>) =
                self.found.into_iter().partition(|f| f.names_energy);
            self.found = found;
            let other: Vec<String> = other.into_iter().map(|f| quote(&f.sheet)).collect();
            if !other.is_empty() {
                self.salvage.tell_with_first(Doubt::left_out(format!(
                    "tables that name no energies are left out: {}",
                    list(&other)
                )));
            }
        }
        for found in std::mem::take(&mut self.found) {
            let sample = self.sample_of(&found.sheet);
            for mut spectrum in found.spectra {
                if spectrum.sample.is_empty() {
                    spectrum.sample = sample.clone();
                }
                self.salvage.keep(spectrum);
            }
        }
        self.salvage.tell_more("sheets");
        if let [first, ..] = self.salvage.spectra_mut() {
            let without = list(&self.without);
            push(&mut first.notes, "sheets without spectra", &without);
        }
        let without = self.without;
        self.salvage.finish_with_first(|_| {
            let names: Vec<String> = without.iter().map(|n| quote(n)).collect();
            let found = match names.as_slice() {
                [] => "a workbook without worksheets".to_owned(),
                names => format!("no rows of numbers on the sheets {}", list(names)),
            };
            Fault::at_byte(0, found, "two or more columns: energy and intensity")
        })
    }

    /// Name of the sample of a sheet, may be empty.
    fn sample_of(&self, sheet: &str) -> String {
        let of = |wanted: Option<char>| self.samples.iter().find(|(l, _)| *l == wanted);
        let found = match letter(sheet) {
            Some(letter) => of(Some(letter)).or_else(|| of(None)),
            None => of(None),
        };
        found.map(|(_, s)| s.clone()).unwrap_or_default()
    }
}

/// Things that are listed in a message.
const SHOWN: usize = 5;

fn list(names: &[String]) -> String {
    let shown = names.get(..SHOWN.min(names.len())).unwrap_or_default();
    let more = names.len() - shown.len();
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The single letter that ends a name, apart from the rest.
fn letter(name: &str) -> Option<char> {
    let (_, last) = name.rsplit_once(' ')?;
    let mut chars = last.chars();
    let letter = chars.next().filter(|c| c.is_alphabetic())?;
    chars.next().is_none().then_some(letter)
}

/// Whether a sheet has the name that programs give a new one.
fn is_default_name(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    [
        "Sheet", "Tabelle", "Feuil", "Feuille", "Hoja", "Foglio", "Planilha", "Blad",
    ]
    .contains(&name)
}
