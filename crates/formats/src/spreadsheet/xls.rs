//! The worksheets of an Excel `.xls`, by [`speclens_containers::biff`].

use speclens_containers::biff::{self, Workbook};
use speclens_containers::ole::CompoundFile;
use speclens_spectrum::Spectrum;

use super::cells::SheetCells;
use super::{MAX_SHEETS, Sink};
use crate::shared::error::Fault;

/// Whether the file is an OLE document that holds a workbook, and no spectrum of Avantage.
pub(crate) fn is_xls(bytes: &[u8]) -> bool {
    CompoundFile::open(bytes).is_ok_and(|c| !c.has("VGData") && biff::is_workbook(&c))
}

/// Reads the spectra on every worksheet.
///
/// # Errors
/// A damaged or encrypted workbook; no sheet with a spectrum.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let book = Workbook::open(&mut CompoundFile::open(bytes)?)?;
    let mut sink = Sink::new();
    let mut left = book.budget();
    for (i, sheet) in book.sheets().iter().enumerate() {
        if i >= MAX_SHEETS {
            sink.sheets_beyond();
            break;
        }
        if sheet.is_worksheet {
            let mut grid = SheetCells::default();
            let cells = book.cells(sheet, &mut left, |row, column, text| {
                grid.push(row, column, text)
            });
            grid.tell_numbers();
            sink.sheet(&sheet.name, cells.map(|()| grid));
        } else {
            sink.without_spectra(&sheet.name);
        }
    }
    sink.finish()
}
