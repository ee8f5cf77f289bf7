//! A table to sections: words above, rows of numbers below.

use super::header::OWN_SECTION;
use super::rows::{FINITE, Separator, TextLayout, TextLine, TextRow};
use super::store::{NumberRow, NumberRows};
use crate::shared::MAX_SPECTRA;
use crate::shared::error::Fault;
use speclens_spectrum::Doubt;

/// Lines in a row that are no numbers: no header has as many.
const MAX_WORDS: usize = 20_000;

/// Words and the rows that belong to them.
#[derive(Debug, Clone, Default)]
pub(super) struct TextSection<'a> {
    /// Lines above the rows.
    pub header: Vec<&'a str>,
    /// The numbers of these lines.
    pub lines: Vec<usize>,
    pub rows: NumberRows,
    pub doubts: Vec<Doubt>,
}

impl<'a> TextSection<'a> {
    /// Takes in lines above the rows.
    fn add_header(&mut self, gap: &mut Vec<(usize, &'a str)>) {
        for (line, text) in gap.drain(..) {
            self.header.push(text);
            self.lines.push(line);
        }
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|r| r.width()).max().unwrap_or(0)
    }
}

/// Splits a table into sections. Words or blank lines between rows begin a new one where the first
/// column starts anew. Beyond [`MAX_SPECTRA`] sections one more is kept.
///
/// # Errors
/// A line amid rows that is no row; rows of different width; fewer than two rows; more words than
/// a header has.
pub(super) fn split<'a>(
    lines: impl Iterator<Item = TextLine<'a>>,
    layout: TextLayout,
    last_is_open: bool,
) -> Result<Vec<TextSection<'a>>, Fault> {
    let mut sections: Vec<TextSection> = Vec::new();
    let mut current = TextSection::default();
    // Lines since the last row, with their numbers.
    let mut gap: Vec<(usize, &str)> = Vec::new();
    let mut lines = lines.peekable();
    while let Some(TextLine { number: line, text }) = lines.next() {
        if sections.len() > MAX_SPECTRA {
            break;
        }
        match layout.row(text) {
            TextRow::Numbers(cells) => {
                let behind = lines.peek().map(|l| l.text);
                let first = cells.iter().flatten().next().copied().unwrap_or_default();
                if current.rows.is_empty() {
                    refuse_broken_rows(&gap, cells.len(), layout)?;
                    current.add_header(&mut gap);
                } else if !gap.is_empty() {
                    if starts_anew(&current, first, behind, &gap) {
                        finish(&mut sections, &mut current, layout);
                        current.add_header(&mut gap);
                    } else if let Some((at, junk)) = gap.iter().find(|(_, t)| !is_comment(t)) {
                        let expected = "a row of numbers like those around it";
                        return Err(Fault::at_line(*at, layout.quote(junk), expected));
                    }
                    gap.clear();
                }
                same_width(&current, line, cells.len(), layout)?;
                current.rows.push(line, &cells);
            }
            TextRow::Bad if !current.rows.is_empty() && gap.is_empty() => {
                if lines.peek().is_none() && last_is_open {
                    current.doubts.push(Doubt::incomplete(format!(
                        "the last line ({line}) is cut and left out"
                    )));
                } else {
                    let found = layout.complaint(text);
                    return Err(Fault::at_line(line, found, FINITE));
                }
            }
            // One blank line stands for all that follow it.
            TextRow::Blank if gap.last().is_some_and(|(_, t)| t.trim().is_empty()) => {}
            TextRow::Blank | TextRow::Bad | TextRow::Words => {
                gap.push((line, text));
                if gap.len() > MAX_WORDS {
                    let found = format!("{MAX_WORDS} lines without a row of numbers");
                    return Err(Fault::at_line(line, found, "energies and intensities"));
                }
            }
        }
    }
    let end = current.rows.backwards().next().map_or(1, |r| r.line);
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

/// Lines right above the first row of `width` cells that are written like rows, and are none: taken
/// for words of the header they would be lost without a word.
///
/// # Errors
/// The first of them.
fn refuse_broken_rows(
    gap: &[(usize, &str)],
    width: usize,
    layout: TextLayout,
) -> Result<(), Fault> {
    let broken = gap
        .iter()
        .rev()
        .take_while(|(_, text)| layout.is_broken_row(text, width));
    match broken.last() {
        Some((line, text)) => Err(Fault::at_line(*line, layout.complaint(text), FINITE)),
        None => Ok(()),
    }
}

/// Keeps the current section. A single row of numbers is taken for a part of the next header.
fn finish<'a>(
    sections: &mut Vec<TextSection<'a>>,
    current: &mut TextSection<'a>,
    layout: TextLayout,
) {
    let section = std::mem::take(current);
    match (section.rows.first(), section.rows.len()) {
        (None, _) => {}
        (Some(row), 1) => {
            (current.header, current.lines) = (section.header, section.lines);
            current.doubts.push(Doubt::left_out(format!(
                "the numbers in {} {} stand apart from the spectrum and are left out",
                layout.line_name(),
                row.line
            )));
        }
        _ => sections.push(section),
    }
}

/// Whether a row that begins with `first` does not go on where the section's rows stop: it turns
/// back, or leaps by more than three of their steps. After a single row only a gap of blank lines
/// that goes on behind it (a text with doubled line ends) is no new beginning.
fn starts_anew(
    section: &TextSection,
    first: f64,
    behind: Option<&str>,
    gap: &[(usize, &str)],
) -> bool {
    if gap.iter().any(|(_, text)| text.starts_with(OWN_SECTION)) {
        return true;
    }
    let mut last_rows = section.rows.backwards().map(|r: NumberRow| r.first());
    let (Some(last), Some(before)) = (last_rows.next(), last_rows.next()) else {
        let blank = |text: &str| text.trim().is_empty();
        return !(gap.iter().all(|(_, text)| blank(text)) && behind.is_none_or(blank));
    };
    let step = last - before;
    let leap = first - last;
    leap * step <= 0.0 || leap.abs() > 3.0 * step.abs()
}

fn same_width(
    section: &TextSection,
    line: usize,
    width: usize,
    layout: TextLayout,
) -> Result<(), Fault> {
    let Some(first) = section.rows.first() else {
        return Ok(());
    };
    // With a real separator, cells may stay empty at the end of a row.
    if layout.separator == Separator::Blanks && first.width() != width {
        let found = format!("{width} numbers");
        let expected = format!("{} as in line {}", first.width(), first.line);
        return Err(Fault::at_line(line, found, expected));
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
