//! A table to sections: words above, rows of numbers below.

use super::rows::{Layout, Line, Row, Separator};
use crate::formats::error::Fault;

/// A row of numbers and where it stands.
#[derive(Debug, Clone)]
pub(super) struct NumberRow {
    pub line: usize,
    pub cells: Vec<Option<f64>>,
}

impl NumberRow {
    /// Number in a column; `None` where the cell is empty or the row shorter.
    pub fn cell(&self, column: usize) -> Option<f64> {
        self.cells.get(column).copied().flatten()
    }

    /// The columns that hold a number, and it.
    pub fn filled(&self) -> impl Iterator<Item = (usize, f64)> {
        self.cells
            .iter()
            .enumerate()
            .filter_map(|(i, c)| c.map(|v| (i, v)))
    }

    /// The first number: energy or index, it runs one way within a section.
    fn first(&self) -> f64 {
        self.cells
            .iter()
            .flatten()
            .next()
            .copied()
            .unwrap_or_default()
    }
}

/// Words and the rows that belong to them.
#[derive(Debug, Clone, Default)]
pub(super) struct Section<'a> {
    /// Lines above the rows.
    pub header: Vec<&'a str>,
    pub rows: Vec<NumberRow>,
    pub warnings: Vec<String>,
}

impl Section<'_> {
    /// Number of columns.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0)
    }
}

/// Splits a table into sections. Words or blank lines between rows begin a new one where the first
/// column starts anew.
///
/// # Errors
/// A line amid rows that is no row; rows of different width; fewer than two rows.
pub(super) fn split<'a>(
    lines: &[Line<'a>],
    layout: Layout,
    last_is_open: bool,
) -> Result<Vec<Section<'a>>, Fault> {
    let mut sections: Vec<Section> = Vec::new();
    let mut current = Section::default();
    // Lines since the last row, with their numbers.
    let mut gap: Vec<(usize, &str)> = Vec::new();
    for (i, &Line { number: line, text }) in lines.iter().enumerate() {
        match layout.row(text) {
            Row::Numbers(cells) => {
                let row = NumberRow { line, cells };
                if current.rows.is_empty() {
                    current.header.extend(gap.drain(..).map(|(_, text)| text));
                } else if !gap.is_empty() {
                    if starts_anew(&current, &row, lines.get(i + 1).map(|l| l.text), &gap) {
                        finish(&mut sections, &mut current, layout);
                        current.header.extend(gap.drain(..).map(|(_, text)| text));
                    } else if let Some((at, junk)) = gap.iter().find(|(_, t)| !is_comment(t)) {
                        let expected = "a row of numbers like those around it";
                        return Err(Fault::at_line(*at, layout.quote(junk), expected));
                    }
                    gap.clear();
                }
                same_width(&current, &row, layout)?;
                current.rows.push(row);
            }
            Row::Bad if !current.rows.is_empty() && gap.is_empty() => {
                if i + 1 == lines.len() && last_is_open {
                    current
                        .warnings
                        .push(format!("the last line ({line}) is cut and left out"));
                } else {
                    let found = layout.complaint(text);
                    return Err(Fault::at_line(line, found, "a row of finite numbers"));
                }
            }
            Row::Blank | Row::Bad | Row::Words => gap.push((line, text)),
        }
    }
    let end = current.rows.last().map_or(1, |r| r.line);
    finish(&mut sections, &mut current, layout);
    if sections.is_empty() {
        let found = "one row of numbers";
        return Err(Fault::at_line(
            end,
            found,
            "a spectrum of at least 2 points",
        ));
    }
    Ok(sections)
}

/// Keeps the current section. A single row of numbers is taken for a part of the next header.
fn finish<'a>(sections: &mut Vec<Section<'a>>, current: &mut Section<'a>, layout: Layout) {
    let section = std::mem::take(current);
    match section.rows.as_slice() {
        [] => {}
        [row] => {
            current.header = section.header;
            current.warnings.push(format!(
                "the numbers in {} {} stand apart from the spectrum and are left out",
                layout.line_name(),
                row.line
            ));
        }
        _ => sections.push(section),
    }
}

/// Whether `row` does not go on where the section's rows stop: it turns back, or leaps by more
/// than three of their steps. After a single row only a gap of blank lines that goes on behind
/// `row` (a text with doubled line ends) is no new beginning.
fn starts_anew(
    section: &Section,
    row: &NumberRow,
    behind: Option<&str>,
    gap: &[(usize, &str)],
) -> bool {
    let [.., before, last] = section.rows.as_slice() else {
        let blank = |text: &str| text.trim().is_empty();
        return !(gap.iter().all(|(_, text)| blank(text)) && behind.is_none_or(blank));
    };
    let step = last.first() - before.first();
    let leap = row.first() - last.first();
    leap * step <= 0.0 || leap.abs() > 3.0 * step.abs()
}

fn same_width(section: &Section, row: &NumberRow, layout: Layout) -> Result<(), Fault> {
    let Some(first) = section.rows.first() else {
        return Ok(());
    };
    // With a real separator, cells may stay empty at the end of a row.
    if layout.separator == Separator::Blanks && first.cells.len() != row.cells.len() {
        let found = format!("{} numbers", row.cells.len());
        let expected = format!("{} as in line {}", first.cells.len(), first.line);
        return Err(Fault::at_line(row.line, found, expected));
    }
    Ok(())
}

/// Lines that may stand amid rows.
fn is_comment(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || ["#", "%", "!", "//", ";"]
            .iter()
            .any(|mark| text.starts_with(mark))
}
