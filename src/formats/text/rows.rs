//! One line of a table to cells: which separator and decimal mark a file uses.

use crate::formats::error::{Fault, quote};
use crate::formats::lines::number;

/// What stands between two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) enum Separator {
    Tab,
    Semicolon,
    Blanks,
    Comma,
    /// [`UNIT`]: a row of a worksheet, whose cells are known. An empty cell parts what stands left
    /// of it from what stands right of it, and rows may be of any width.
    Unit,
}

/// Stands between the cells of a worksheet's row (ASCII's unit separator, which no cell holds).
pub(in crate::formats) const UNIT: char = '\u{1F}';

/// A line of a text, or a row of a worksheet with [`UNIT`] between its cells.
#[derive(Debug, Clone, Copy)]
pub(in crate::formats) struct Line<'a> {
    /// Its number, counted from 1.
    pub number: usize,
    pub text: &'a str,
}

/// Separator and decimal mark of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::formats) struct Layout {
    pub separator: Separator,
    /// Decimal comma instead of point.
    pub decimal_comma: bool,
}

/// A line, understood.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::formats) enum Row {
    Blank,
    /// At least two numbers and nothing else; `None` is an empty cell.
    Numbers(Vec<Option<f64>>),
    /// Begins like a row of numbers and is none.
    Bad,
    /// Anything else.
    Words,
}

impl Layout {
    /// The layout under which most lines are rows of numbers; of equals, the strictest.
    ///
    /// # Errors
    /// Text in which no layout finds a row.
    pub fn of(lines: &[&str]) -> Result<Layout, Fault> {
        use Separator::{Blanks, Comma, Semicolon, Tab};
        let layout = |separator, decimal_comma| Layout {
            separator,
            decimal_comma,
        };
        let candidates = [
            layout(Tab, false),
            layout(Tab, true),
            layout(Semicolon, false),
            layout(Semicolon, true),
            layout(Blanks, false),
            layout(Blanks, true),
            layout(Comma, false),
        ];
        let mut best = (0, candidates[0]);
        for candidate in candidates {
            let is_row = |l: &&&str| matches!(candidate.row(l), Row::Numbers(_));
            let rows = lines.iter().filter(is_row).count();
            if rows > best.0 {
                best = (rows, candidate);
            }
        }
        if best.0 > 0 {
            return Ok(best.1);
        }
        let is_number = |l: &&str| number(&l.trim().replace(',', ".")).is_some();
        let (line, found) = match lines.iter().position(is_number) {
            Some(i) => (
                i + 1,
                format!("one column of numbers ({})", quote(lines[i])),
            ),
            None => {
                let i = lines.iter().position(|l| !l.trim().is_empty()).unwrap_or(0);
                let first = quote(lines.get(i).copied().unwrap_or_default());
                (i + 1, format!("text without rows of numbers ({first})"))
            }
        };
        Err(Fault::at_line(
            line,
            found,
            "two or more columns: energy and intensity",
        ))
    }

    /// The layout of a worksheet: decimal commas where numbers are words with one. `None` where
    /// fewer than two rows are numbers.
    pub fn of_sheet(rows: &[Line]) -> Option<Layout> {
        let number_rows = |layout: &Layout| {
            let is_row = |l: &&Line| matches!(layout.row(l.text), Row::Numbers(_));
            rows.iter().filter(is_row).count()
        };
        let [point, comma] = [false, true].map(|decimal_comma| Layout {
            separator: Separator::Unit,
            decimal_comma,
        });
        let [with_point, with_comma] = [point, comma].map(|l| number_rows(&l));
        let best = if with_comma > with_point {
            comma
        } else {
            point
        };
        (with_point.max(with_comma) >= 2).then_some(best)
    }

    /// What a line is called where it is written: line of a text, row of a worksheet.
    pub fn line_name(self) -> &'static str {
        match self.separator {
            Separator::Unit => "row",
            _ => "line",
        }
    }

    /// A line in quotation marks, for a message.
    pub fn quote(self, line: &str) -> String {
        match self.separator {
            Separator::Unit => quote(&line.replace(UNIT, " ")),
            _ => quote(line),
        }
    }

    /// The cells of a line, without surrounding blanks and quotation marks.
    pub fn cells(self, line: &str) -> Vec<&str> {
        let clean = |cell| str::trim(cell).trim_matches('"').trim();
        match self.separator {
            Separator::Tab => line.split('\t').map(clean).collect(),
            Separator::Semicolon => line.split(';').map(clean).collect(),
            Separator::Comma => line.split(',').map(clean).collect(),
            Separator::Unit => line.split(UNIT).map(clean).collect(),
            Separator::Blanks => line.split_whitespace().map(clean).collect(),
        }
    }

    /// A number with the file's decimal mark.
    pub fn number(self, cell: &str) -> Option<f64> {
        if !self.decimal_comma {
            return number(cell);
        }
        let digits_around = cell.split_once(',').is_none_or(|(whole, rest)| {
            whole.ends_with(|c: char| c.is_ascii_digit())
                && rest.starts_with(|c: char| c.is_ascii_digit())
                && !whole.contains('.')
        });
        digits_around
            .then(|| number(&cell.replacen(',', ".", 1)))
            .flatten()
    }

    /// A line as a row.
    pub fn row(self, line: &str) -> Row {
        if line.trim().is_empty() {
            return Row::Blank;
        }
        let mut cells = self.cells(line);
        while cells.last().is_some_and(|c| c.is_empty()) {
            cells.pop();
        }
        let values: Vec<Option<f64>> = cells.iter().map(|c| self.number(c)).collect();
        let numbers = values.iter().flatten().count();
        let words = cells.iter().filter(|c| !c.is_empty()).count() - numbers;
        if numbers >= 2 && words == 0 {
            return Row::Numbers(values);
        }
        let first = cells.iter().find(|c| !c.is_empty());
        if first.is_some_and(|c| self.number(c).is_some() || is_missing_value(c)) {
            Row::Bad
        } else {
            Row::Words
        }
    }

    /// What keeps a line from being a row of numbers, for a message.
    pub fn complaint(self, line: &str) -> String {
        let cells = self.cells(line);
        let mut filled = cells.iter().filter(|c| !c.is_empty());
        let bad = filled.clone().find(|c| self.number(c).is_none());
        match bad {
            Some(bad) => quote(bad),
            None if filled.nth(1).is_none() => {
                format!("a row of one number ({})", self.quote(line))
            }
            None => self.quote(line),
        }
    }
}

/// Words that programs write where a number is missing.
pub(in crate::formats) fn is_missing_value(cell: &str) -> bool {
    let cell = cell.trim_start_matches(['+', '-']).to_ascii_lowercase();
    [
        "nan", "inf", "infinity", "#n/a", "n/a", "null", "#nan", "1.#qnan", "1.#inf", "#div/0!",
        "#num!", "#value!", "#ref!", "#name?", "#null!",
    ]
    .contains(&cell.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> (Separator, bool) {
        let lines: Vec<&str> = text.lines().collect();
        let l = Layout::of(&lines).unwrap();
        (l.separator, l.decimal_comma)
    }

    #[test]
    fn separators_and_decimal_marks_are_found() {
        assert_eq!(layout("E\tI\n1.5\t2\n"), (Separator::Tab, false));
        assert_eq!(layout("1,5\t2,25\n1\t3\n"), (Separator::Tab, true));
        assert_eq!(layout("1.5;2\n"), (Separator::Semicolon, false));
        assert_eq!(layout("1,5; 2,5\n"), (Separator::Semicolon, true));
        assert_eq!(layout(" 1.5   2\n"), (Separator::Blanks, false));
        assert_eq!(layout("1,5   2,5\n"), (Separator::Blanks, true));
        assert_eq!(layout("1.5,2\n"), (Separator::Comma, false));
        assert_eq!(layout("1.5, 2\n"), (Separator::Comma, false));
        assert_eq!(layout("\"1.5\",\"2\"\n"), (Separator::Comma, false));
        assert_eq!(layout("1200,345\n1199,346\n"), (Separator::Comma, false));
    }

    #[test]
    fn rows_are_told_from_words() {
        let l = Layout {
            separator: Separator::Tab,
            decimal_comma: false,
        };
        assert_eq!(
            l.row("1\t\t2\t\t"),
            Row::Numbers(vec![Some(1.0), None, Some(2.0)])
        );
        assert_eq!(l.row("1\tNaN"), Row::Bad);
        assert_eq!(l.row("nan\t1"), Row::Bad);
        assert_eq!(l.row("1200"), Row::Bad);
        assert_eq!(l.row("# 1\t2"), Row::Words);
        assert_eq!(l.row(" \t"), Row::Blank);
    }
}
