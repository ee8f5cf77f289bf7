//! The filled cells of a worksheet, and its rows as the lines of a table.

use crate::shared::error::Fault;
use crate::text::{UNIT, is_missing_value, is_number};

/// Rows of a worksheet in Excel.
const MAX_ROWS: usize = 1 << 20;
/// Cells right of column AMJ are not looked at: pairs of columns for 512 spectra.
pub(super) const MAX_COLUMNS: usize = 1024;
/// Cells of a worksheet, with the empty ones left of each row's last: they become numbers in a
/// row, 16 bytes each.
const MAX_CELLS: usize = 1_000_000;
/// Bytes of all texts of a worksheet: the same text may stand in many cells.
const MAX_BYTES: usize = 32 << 20;

/// A filled cell: its text is a piece of [`SheetCells::texts`].
#[derive(Debug, Clone, Copy)]
struct SheetCell {
    row: u32,
    column: u16,
    length: u16,
    start: u32,
}

/// A worksheet.
#[derive(Debug, Default)]
pub(super) struct SheetCells {
    cells: Vec<SheetCell>,
    texts: String,
    /// Cells stand right of [`MAX_COLUMNS`].
    pub is_cut: bool,
}

impl SheetCells {
    /// Adds a cell; row and column count from 0. An empty text leaves the cell empty.
    ///
    /// # Errors
    /// A row beyond the last that Excel has; too many cells, or too much text.
    pub fn push(&mut self, row: usize, column: usize, text: &str) -> Result<(), Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS {
            let expected = format!("no more than {MAX_ROWS} rows");
            return Err(Fault::at_line(row.saturating_add(1), "a cell", expected));
        }
        if column >= MAX_COLUMNS {
            self.is_cut = true;
            return Ok(());
        }
        let start = self.texts.len();
        // What parts cells stands in none of them.
        for c in text.chars() {
            self.texts.push(if c.is_control() { ' ' } else { c });
        }
        let length = self.texts.len() - start;
        let fits = self.cells.len() < MAX_CELLS && self.texts.len() <= MAX_BYTES;
        let (Ok(length), Ok(start), true) = (u16::try_from(length), u32::try_from(start), fits)
        else {
            return Err(too_many(row));
        };
        self.cells.push(SheetCell {
            row: row as u32,
            column: column as u16,
            length,
            start,
        });
        Ok(())
    }

    fn text(&self, cell: SheetCell) -> &str {
        let start = cell.start as usize;
        self.texts
            .get(start..start + usize::from(cell.length))
            .unwrap_or_default()
    }

    /// Text of a cell, row and column from 1; empty where it is empty.
    pub fn cell(&self, row: u32, column: u16) -> &str {
        let is_it = |c: &&SheetCell| c.row + 1 == row && c.column + 1 == column;
        self.cells.iter().find(is_it).map_or("", |c| self.text(*c))
    }

    /// The rows as lines with [`UNIT`] between cells, each with its number from 1: those with
    /// cells, and one empty one between rows that have empty ones between them. What stands as
    /// words beside the numbers (parameters, remarks) comes first, as lines of its own.
    ///
    /// # Errors
    /// Too many cells, empty ones included.
    pub fn lines(&mut self) -> Result<Vec<(usize, String)>, Fault> {
        // Files give cells in order; of two in one place the later counts.
        self.cells.sort_by_key(|c| (c.row, c.column));
        let rows: Vec<&[SheetCell]> = self.cells.chunk_by(|a, b| a.row == b.row).collect();
        let mut area = 0usize;
        for row in &rows {
            let last = row.last().map_or(0, |c| usize::from(c.column) + 1);
            area += last;
            if area > MAX_CELLS {
                return Err(too_many(row[0].row as usize));
            }
        }
        let end = self.end_of_numbers(&rows);
        let mut beside = Vec::new();
        let mut lines: Vec<(usize, String)> = Vec::new();
        for row in rows {
            let number = row[0].row as usize + 1;
            if lines.last().is_some_and(|(last, _)| last + 1 < number) {
                lines.push((number - 1, String::new()));
            }
            let end = match end {
                Some(end) if self.is_numbers(row, end) => end,
                _ => u16::MAX,
            };
            let (table, right): (Vec<SheetCell>, Vec<SheetCell>) =
                row.iter().partition(|c| c.column < end);
            // A line of numbers would be read as one of the table.
            if right.first().is_some_and(|c| !is_number(self.text(*c))) {
                beside.push((number, self.line(&right)));
            }
            lines.push((number, self.line(&table)));
        }
        beside.append(&mut lines);
        Ok(beside)
    }

    /// One line of cells.
    fn line(&self, cells: &[SheetCell]) -> String {
        let mut line = String::new();
        let mut column = 0;
        for (i, cell) in cells.iter().enumerate() {
            if cells.get(i + 1).is_some_and(|c| c.column == cell.column) {
                continue;
            }
            line.extend(std::iter::repeat_n(UNIT, usize::from(cell.column - column)));
            column = cell.column;
            line.push_str(self.text(*cell));
        }
        line
    }

    /// Whether the cells left of a column hold two numbers and no words.
    fn is_numbers(&self, row: &[SheetCell], end: u16) -> bool {
        let mut left = row.iter().take_while(|c| c.column < end);
        left.clone().count() >= 2 && left.all(|c| is_number(self.text(*c)))
    }

    /// The first column right of two with numbers that holds more words than numbers in rows
    /// that begin with a number. `None` where there is no such column.
    fn end_of_numbers(&self, rows: &[&[SheetCell]]) -> Option<u16> {
        let mut numbers = [0usize; MAX_COLUMNS];
        let mut words = [0usize; MAX_COLUMNS];
        for row in rows {
            if !row.first().is_some_and(|c| is_number(self.text(*c))) {
                continue;
            }
            for cell in *row {
                let text = self.text(*cell);
                let column = usize::from(cell.column);
                if is_number(text) {
                    numbers[column] += 1;
                } else if !is_missing_value(text) {
                    words[column] += 1;
                }
            }
        }
        let mut of_numbers = 0;
        for column in 0..MAX_COLUMNS {
            if words[column] > numbers[column] {
                return (of_numbers >= 2).then_some(column as u16);
            }
            of_numbers += usize::from(numbers[column] > 0);
        }
        None
    }
}

fn too_many(row: usize) -> Fault {
    Fault::at_line(
        row.saturating_add(1),
        format!(
            "more than {MAX_CELLS} cells, or {} MiB of text",
            MAX_BYTES >> 20
        ),
        "a worksheet that fits into memory",
    )
}
