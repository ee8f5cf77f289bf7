//! OpenDocument spreadsheets `.ods` (OASIS OpenDocument 1.3, part 3, chapter 9).

use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::super::text::UNCOMPUTED;
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

impl OdsCell {
    fn of(element: &BytesStart) -> OdsCell {
        let value = match xml::attribute(element, "value-type").as_deref() {
            Some("float" | "percentage" | "currency") => xml::attribute(element, "value"),
            _ => None,
        };
        let is_open = xml::attribute(element, "formula").is_some()
            && xml::attribute(element, "value-type").is_none();
        let value = value.or_else(|| is_open.then(|| UNCOMPUTED.to_owned()));
        OdsCell {
            has_value: value.is_some(),
            text: value.unwrap_or_default(),
            repeated: xml::count(element, "number-columns-repeated").unwrap_or(1),
        }
    }
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
    let mut tables = Tables::default();
    loop {
        let event = xml::next(&mut reader)
            .map_err(|found| Fault::at_byte(0, found, "an OpenDocument spreadsheet"))?;
        match &event {
            Event::Start(element) => tables.start(element),
            Event::End(element) => {
                if tables.end(element.local_name().as_ref(), sink).is_break() {
                    return Ok(());
                }
            }
            Event::Eof => {
                tables.break_off(sink);
                return Ok(());
            }
            event => tables.text(event),
        }
    }
}

/// The tables of a document as they are read.
#[derive(Default)]
struct Tables {
    /// Number of tables so far.
    count: usize,
    name: String,
    /// The cells of the table that is open.
    table: Option<Result<SheetCells, Fault>>,
    row: usize,
    /// Rows that the open one stands for.
    rows_repeated: usize,
    /// Column, text, and whether it is a number.
    cells: Vec<(usize, String, bool)>,
    column: usize,
    cell: Option<OdsCell>,
    /// Tables within each other.
    depth: usize,
    /// Open remarks: their texts are none of the cell's.
    annotations: usize,
    /// Open paragraphs.
    paragraphs: usize,
}

impl Tables {
    fn start(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            "table" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.count += 1;
                    self.name = xml::attribute(element, "name").unwrap_or_default();
                    self.table = Some(Ok(SheetCells::default()));
                    self.row = 0;
                }
            }
            "table-row" if self.depth == 1 => {
                self.rows_repeated = xml::count(element, "number-rows-repeated").unwrap_or(1);
                self.column = 0;
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" if self.depth == 1 => {
                self.cell = Some(OdsCell::of(element));
            }
            "annotation" => self.annotations += 1,
            "p" | "h" => {
                self.paragraphs += 1;
                if let Some(cell) = self.shown().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push(' ');
                }
            }
            "s" | "tab" | "line-break" => {
                if let Some(cell) = self.shown() {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
    }

    /// The open cell, where its text is what it holds.
    fn shown(&mut self) -> Option<&mut OdsCell> {
        let is_remark = self.annotations > 0;
        let cell = self.cell.as_mut();
        cell.filter(|cell| !is_remark && !cell.has_value)
    }

    fn end(&mut self, name: &str, sink: &mut Sink) -> ControlFlow<()> {
        match name {
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0
                    && let Some(table) = self.table.take()
                {
                    if self.count > MAX_SHEETS {
                        sink.sheets_beyond();
                        return ControlFlow::Break(());
                    }
                    sink.sheet(&self.name, table);
                }
            }
            "table-row" if self.depth == 1 => {
                if let Some(Ok(cells)) = &mut self.table
                    && let Err(fault) = repeat(cells, self.row, self.rows_repeated, &self.cells)
                {
                    self.table = Some(Err(fault));
                }
                self.row = self.row.saturating_add(self.rows_repeated);
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" if self.depth == 1 => {
                if let Some(cell) = self.cell.take() {
                    self.close(&cell);
                }
            }
            "annotation" => self.annotations = self.annotations.saturating_sub(1),
            "p" | "h" => self.paragraphs = self.paragraphs.saturating_sub(1),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// Puts a cell into its row, as often as it stands there.
    fn close(&mut self, cell: &OdsCell) {
        let behind = self.column.saturating_add(cell.repeated);
        if !cell.text.trim().is_empty() {
            // One cell beyond is enough to know that there are more.
            let columns = self.column..behind.min(MAX_COLUMNS + 1);
            self.cells
                .extend(columns.map(|c| (c, cell.text.clone(), cell.has_value)));
        }
        self.column = behind;
    }

    /// Adds what stands between elements to the open cell.
    fn text(&mut self, event: &Event) {
        if self.paragraphs > 0
            && let Some(cell) = self.shown()
        {
            xml::push_text(&mut cell.text, event);
        }
    }

    /// The document ends; a table that is open is damaged.
    fn break_off(self, sink: &mut Sink) {
        if self.table.is_some() {
            let fault = Fault::at_line(self.row.saturating_add(1), END_OF_FILE, "more cells");
            sink.sheet(&self.name, Err(fault));
        }
    }
}

/// Puts the cells of a row into as many rows as it stands for; the grid is bounded.
fn repeat(
    grid: &mut SheetCells,
    row: usize,
    times: usize,
    cells: &[(usize, String, bool)],
) -> Result<(), Fault> {
    if cells.iter().all(|(c, ..)| *c >= MAX_COLUMNS) {
        grid.is_cut |= !cells.is_empty();
        return Ok(());
    }
    for row in row..row.saturating_add(times) {
        for (column, text, is_number) in cells {
            match is_number {
                true => grid.push_number(row, *column, text)?,
                false => grid.push(row, *column, text)?,
            }
        }
    }
    Ok(())
}
