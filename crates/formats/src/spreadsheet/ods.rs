//! OpenDocument spreadsheets `.ods` (OASIS OpenDocument 1.3, part 3, chapter 9).

use quick_xml::events::Event;

use super::cells::{MAX_COLUMNS, SheetCells};
use super::xml;
use super::{MAX_SHEETS, Sink, refused};
use crate::shared::error::Fault;
use crate::shared::lines::END_OF_FILE;
use speclens_containers::zip::Archive;

/// A cell as it is read.
#[derive(Default)]
struct OdsCell {
    text: String,
    repeated: usize,
    /// A number stands in an attribute, and in the text as it is shown, rounded.
    has_value: bool,
}

/// Reads every table into `sink`; a fault of one goes there, too.
///
/// # Errors
/// The content is missing or damaged.
pub(super) fn read(archive: &Archive, sink: &mut Sink) -> Result<(), Fault> {
    let Some(text) = archive.text("content.xml")? else {
        return Err(refused("a zip archive that is no spreadsheet"));
    };
    let mut reader = xml::reader(&text);
    let mut name = String::new();
    let mut table: Option<Result<SheetCells, Fault>> = None;
    let mut tables = 0;
    let (mut row, mut rows_repeated) = (0usize, 1usize);
    let mut cells: Vec<(usize, String)> = Vec::new();
    let mut column = 0usize;
    let mut cell: Option<OdsCell> = None;
    // Remarks hold texts that are none of the cell's; there may be tables in tables.
    let (mut annotations, mut depth, mut in_text) = (0usize, 0usize, 0usize);
    loop {
        let event = xml::next(&mut reader)
            .map_err(|found| Fault::at_byte(0, found, "an OpenDocument spreadsheet"))?;
        match &event {
            Event::Start(e) => match e.local_name().as_ref() {
                "table" => {
                    depth += 1;
                    if depth == 1 {
                        tables += 1;
                        name = xml::attribute(e, "name").unwrap_or_default();
                        table = Some(Ok(SheetCells::default()));
                        row = 0;
                    }
                }
                "table-row" if depth == 1 => {
                    rows_repeated = xml::count(e, "number-rows-repeated").unwrap_or(1);
                    column = 0;
                    cells.clear();
                }
                "table-cell" | "covered-table-cell" if depth == 1 => {
                    let value = match xml::attribute(e, "value-type").as_deref() {
                        Some("float" | "percentage" | "currency") => xml::attribute(e, "value"),
                        _ => None,
                    };
                    cell = Some(OdsCell {
                        has_value: value.is_some(),
                        text: value.unwrap_or_default(),
                        repeated: xml::count(e, "number-columns-repeated").unwrap_or(1),
                    });
                }
                "annotation" => annotations += 1,
                "p" | "h" => {
                    in_text += 1;
                    if let Some(cell) = &mut cell
                        && annotations == 0
                        && !cell.has_value
                        && !cell.text.is_empty()
                    {
                        cell.text.push(' ');
                    }
                }
                "s" | "tab" | "line-break" => {
                    if let Some(cell) = &mut cell
                        && annotations == 0
                        && !cell.has_value
                    {
                        cell.text.push(' ');
                    }
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "table" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0
                        && let Some(grid) = table.take()
                    {
                        if tables > MAX_SHEETS {
                            sink.sheets_beyond();
                            return Ok(());
                        }
                        sink.sheet(&name, grid);
                    }
                }
                "table-row" if depth == 1 => {
                    if let Some(Ok(grid)) = &mut table
                        && let Err(fault) = repeat(grid, row, rows_repeated, &cells)
                    {
                        table = Some(Err(fault));
                    }
                    row = row.saturating_add(rows_repeated);
                    cells.clear();
                }
                "table-cell" | "covered-table-cell" if depth == 1 => {
                    let Some(cell) = cell.take() else { continue };
                    if !cell.text.trim().is_empty() {
                        // One cell beyond is enough to know that there are more.
                        let end = column.saturating_add(cell.repeated).min(MAX_COLUMNS + 1);
                        cells.extend((column..end).map(|c| (c, cell.text.clone())));
                    }
                    column = column.saturating_add(cell.repeated);
                }
                "annotation" => annotations = annotations.saturating_sub(1),
                "p" | "h" => in_text = in_text.saturating_sub(1),
                _ => {}
            },
            Event::Eof => {
                if table.is_some() {
                    let fault = Fault::at_line(row.saturating_add(1), END_OF_FILE, "more cells");
                    sink.sheet(&name, Err(fault));
                }
                return Ok(());
            }
            event if in_text > 0 && annotations == 0 => {
                if let Some(cell) = &mut cell
                    && !cell.has_value
                {
                    xml::push_text(&mut cell.text, event);
                }
            }
            _ => {}
        }
    }
}

/// Puts the cells of a row into as many rows as it stands for; the grid is bounded.
fn repeat(
    grid: &mut SheetCells,
    row: usize,
    times: usize,
    cells: &[(usize, String)],
) -> Result<(), Fault> {
    if cells.iter().all(|(c, _)| *c >= MAX_COLUMNS) {
        grid.is_cut |= !cells.is_empty();
        return Ok(());
    }
    for row in row..row.saturating_add(times) {
        for (column, text) in cells {
            grid.push(row, *column, text)?;
        }
    }
    Ok(())
}
