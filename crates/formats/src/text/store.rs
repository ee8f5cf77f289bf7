//! Rows of numbers, one after the other in large pieces of memory: a text of 20 MB holds millions.

/// The rows of a section.
#[derive(Debug, Clone, Default)]
pub(super) struct NumberRows {
    /// Line of each row.
    lines: Vec<u32>,
    /// Number of cells of each row.
    widths: Vec<u16>,
    /// The cells of all rows; an empty one is not a number. A row lies in one page, and no page
    /// is moved to grow.
    pages: Vec<Vec<f64>>,
}

/// Cells of the first page and, at most, of the others.
const PAGE: [usize; 2] = [32, 65536];

/// A row of numbers and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumberRow<'a> {
    pub line: usize,
    cells: &'a [f64],
}

impl NumberRow<'_> {
    /// Number of cells.
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// Number in a column; `None` where the cell is empty or the row shorter.
    pub fn cell(&self, column: usize) -> Option<f64> {
        self.cells.get(column).copied().filter(|v| !v.is_nan())
    }

    /// The columns that hold a number, and it.
    pub fn filled(&self) -> impl Iterator<Item = (usize, f64)> {
        let cells = self.cells.iter().copied().enumerate();
        cells.filter(|(_, v)| !v.is_nan())
    }

    /// The first number: energy or index, it runs one way within a section.
    pub fn first(&self) -> f64 {
        self.filled().next().map_or(0.0, |(_, v)| v)
    }
}

impl NumberRows {
    /// Adds a row of at most [`super::rows::MAX_COLUMNS`] cells, each finite or empty.
    pub fn push(&mut self, line: usize, cells: &[Option<f64>]) {
        let cells = &cells[..cells.len().min(usize::from(u16::MAX))];
        make_room(&mut self.lines);
        make_room(&mut self.widths);
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        self.widths
            .push(u16::try_from(cells.len()).unwrap_or(u16::MAX));
        let room = |page: &Vec<f64>| page.capacity() - page.len();
        if self.pages.last().is_none_or(|p| room(p) < cells.len()) {
            let before = self.pages.last().map_or(0, Vec::capacity);
            let capacity = (2 * before).clamp(PAGE[0], PAGE[1]).max(cells.len());
            self.pages.push(Vec::with_capacity(capacity));
        }
        if let Some(page) = self.pages.last_mut() {
            page.extend(cells.iter().map(|c| c.unwrap_or(f64::NAN)));
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The rows in their order.
    pub fn iter(&self) -> impl Iterator<Item = NumberRow<'_>> {
        let mut pages = self.pages.iter();
        let mut rest: &[f64] = &[];
        self.lines
            .iter()
            .zip(&self.widths)
            .map(move |(line, width)| {
                if rest.is_empty() {
                    rest = pages.next().map_or(&[], |page| page);
                }
                let (cells, behind) = rest.split_at(usize::from(*width).min(rest.len()));
                rest = behind;
                NumberRow {
                    line: *line as usize,
                    cells,
                }
            })
    }

    /// The first row.
    pub fn first(&self) -> Option<NumberRow<'_>> {
        self.iter().next()
    }

    /// The rows from the last on.
    pub fn backwards(&self) -> impl Iterator<Item = NumberRow<'_>> {
        let mut pages = self.pages.iter().rev();
        let mut rest: &[f64] = &[];
        let rows = self.lines.iter().zip(&self.widths).rev();
        rows.map(move |(line, width)| {
            if rest.is_empty() {
                rest = pages.next().map_or(&[], |page| page);
            }
            let (before, cells) = rest.split_at(rest.len().saturating_sub((*width).into()));
            rest = before;
            NumberRow {
                line: *line as usize,
                cells,
            }
        })
    }
}

/// Room for one more, growing by a quarter: doubling would take up to three times the memory.
fn make_room<T>(values: &mut Vec<T>) {
    if values.len() == values.capacity() {
        values.reserve_exact(values.len() / 4 + 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_from_both_ends() {
        let mut rows = NumberRows::default();
        assert!(rows.is_empty() && rows.first().is_none());
        let mut pushed = Vec::new();
        for line in 1..20_000 {
            // Rows of two to 41 cells, of which the first is empty at times.
            let mut cells = vec![Some(line as f64); 2 + line % 40];
            cells[0] = cells[0].filter(|_| line % 3 > 0);
            rows.push(line, &cells);
            pushed.push((line, cells.len(), line as f64, cells[0]));
        }
        assert!(rows.pages.len() > 4 && rows.len() == pushed.len());
        let seen = |row: NumberRow| (row.line, row.width(), row.first(), row.cell(0));
        let forth: Vec<_> = rows.iter().map(seen).collect();
        let mut back: Vec<_> = rows.backwards().map(seen).collect();
        back.reverse();
        assert!(forth == pushed && back == pushed);
        let mut rows = NumberRows::default();
        rows.push(3, &[Some(1.0), None, Some(2.0)]);
        rows.push(6, &[None, Some(-4.0)]);
        let filled: Vec<_> = rows
            .iter()
            .flat_map(|r| r.filled().collect::<Vec<_>>())
            .collect();
        assert_eq!(filled, [(0, 1.0), (2, 2.0), (1, -4.0)]);
    }
}
