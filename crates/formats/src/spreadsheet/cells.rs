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
    /// The file holds a number and no text: it has a point, whatever the language.
    is_number: bool,
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
        self.push_cell(row, column, text, false)
    }

    /// The same of a cell that holds a number.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub fn push_number(&mut self, row: usize, column: usize, text: &str) -> Result<(), Fault> {
        let is_number = text.trim().parse().is_ok_and(f64::is_finite);
        self.push_cell(row, column, text, is_number)
    }

    fn push_cell(
        &mut self,
        row: usize,
        column: usize,
        text: &str,
        is_number: bool,
    ) -> Result<(), Fault> {
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
            is_number,
        });
        Ok(())
    }

    /// Takes cells for numbers that are written as one is shown, where the file does not say which
    /// are: unless some are texts of numbers, and these may be, too.
    pub fn tell_numbers(&mut self) {
        let is_text = |text: &str| !is_plain(text) && is_number(text);
        if self.cells.iter().any(|c| is_text(self.text(*c))) {
            return;
        }
        for i in 0..self.cells.len() {
            self.cells[i].is_number = is_plain(self.text(self.cells[i]));
        }
    }

    /// Whether a cell holds a number and no text; row from 1, column from 0. For sorted cells:
    /// after [`Self::lines`].
    pub fn is_number(&self, row: usize, column: usize) -> bool {
        let place = |c: &SheetCell| (c.row as usize + 1, usize::from(c.column));
        // Of two in one place the later counts.
        let behind = self.cells.partition_point(|c| place(c) <= (row, column));
        let cell = behind.checked_sub(1).and_then(|i| self.cells.get(i));
        cell.is_some_and(|c| place(c) == (row, column) && c.is_number)
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
        let of_numbers = cells.iter().all(|c| is_number(self.text(*c)));
        let mut line = String::new();
        let mut column = 0;
        for (i, cell) in cells.iter().enumerate() {
            if cells.get(i + 1).is_some_and(|c| c.column == cell.column) {
                continue;
            }
            line.extend(std::iter::repeat_n(UNIT, usize::from(cell.column - column)));
            column = cell.column;
            line.push_str(self.text(*cell));
            // A point before three digits may part thousands in texts, not here.
            if of_numbers && cell.is_number && has_three_decimals(self.text(*cell)) {
                line.push('0');
            }
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

/// Whether a text is a number as programs show it: `7.47`, and neither `7.470` nor `7,47`.
fn is_plain(text: &str) -> bool {
    let is_shortest = |text: &str| !(text.contains('.') && text.ends_with('0'));
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    text.parse::<f64>().is_ok_and(f64::is_finite) && is_shortest(mantissa)
}

/// Whether three digits stand behind a point, and no more.
fn has_three_decimals(text: &str) -> bool {
    let decimals = text.split_once('.').map_or("", |(_, behind)| behind);
    decimals.len() == 3 && decimals.bytes().all(|b| b.is_ascii_digit())
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
