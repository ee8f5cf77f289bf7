//! One line of a table to cells: which separator and decimal mark a file uses.

use super::cells::Cells;
use super::marks::MARKS;
use super::numerals::{self, Decimal, Marks, thousands};
use crate::shared::MAX_SPECTRA;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;
use speclens_spectrum::Doubt;

/// Columns that a row may have: each spectrum has two of its own at most.
pub(super) const MAX_COLUMNS: usize = 2 * MAX_SPECTRA;

/// What stands between two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Tab,
    Semicolon,
    Blanks,
    Comma,
    /// [`UNIT`]: a row of a worksheet, whose cells are known. An empty cell parts what stands left
    /// of it from what stands right of it, and rows may be of any width.
    Unit,
}

/// Stands between the cells of a worksheet's row (ASCII's unit separator, which no cell holds).
pub(crate) const UNIT: char = '\u{1F}';

/// A line of a text, or a row of a worksheet with [`UNIT`] between its cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextLine<'a> {
    /// Its number, counted from 1.
    pub number: usize,
    pub text: &'a str,
}

impl Separator {
    /// Whether it may stand between cells of `line`.
    fn may_part(self, line: &str) -> bool {
        match self.mark() {
            Some(mark) => line.contains(mark),
            None => line.trim().contains(char::is_whitespace),
        }
    }

    /// The character; `None` for blanks.
    fn mark(self) -> Option<char> {
        match self {
            Separator::Tab => Some('\t'),
            Separator::Semicolon => Some(';'),
            Separator::Comma => Some(','),
            Separator::Unit => Some(UNIT),
            Separator::Blanks => None,
        }
    }
}

/// Separator and decimal mark of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextLayout {
    pub separator: Separator,
    pub decimal: Decimal,
}

/// A line, understood.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TextRow {
    Blank,
    /// At least two numbers and nothing else; `None` is an empty cell.
    Numbers(Vec<Option<f64>>),
    /// Begins like a row of numbers and is none.
    Bad,
    /// Anything else.
    Words,
}

impl TextLayout {
    /// The layout under which most lines are rows of numbers; of equals, the strictest. What is
    /// doubtful about its decimal mark goes with it.
    ///
    /// # Errors
    /// Text in which no layout finds a row; numbers that leave open which mark is the decimal one.
    pub fn of<'a>(
        lines: impl Iterator<Item = TextLine<'a>> + Clone,
    ) -> Result<(TextLayout, Option<Doubt>), Fault> {
        use Decimal::{Comma as WithComma, Point};
        use Separator::{Blanks, Comma, Semicolon, Tab};
        let layout = |separator, decimal| TextLayout { separator, decimal };
        let candidates = [
            layout(Tab, Point),
            layout(Tab, WithComma),
            layout(Semicolon, Point),
            layout(Semicolon, WithComma),
            layout(Blanks, Point),
            layout(Blanks, WithComma),
            layout(Comma, Point),
            // Numbers in quotation marks.
            layout(Comma, WithComma),
        ];
        let mut rows = [0usize; 8];
        // Of each line with digits, the candidates under which it is a row: bit by bit.
        let mut fitting: Vec<u8> = Vec::new();
        for TextLine { text, .. } in lines.clone().filter(holds_digit) {
            let has_comma = text.contains(',');
            let has_quotes = text.contains('"');
            let mut is_row = false;
            let mut fits = 0;
            for (i, candidate) in candidates.iter().enumerate() {
                // Without a comma in its cells, the decimal mark makes no difference to a row of
                // the candidate before.
                let no_difference = candidate.decimal == WithComma
                    && is_row
                    && (!has_comma || candidate.separator == Comma && !has_quotes);
                if !no_difference {
                    is_row = candidate.separator.may_part(text) && candidate.is_row(text);
                }
                rows[i] += usize::from(is_row);
                fits |= u8::from(is_row) << i;
            }
            fitting.push(fits);
        }
        let mut best = (0, 0);
        for (i, rows) in rows.iter().enumerate() {
            if *rows > best.0 {
                best = (*rows, i);
            }
        }
        if best.0 > 0 {
            let separator = candidates[best.1].separator;
            let of_separator =
                (0..candidates.len()).filter(|i| candidates[*i].separator == separator);
            let either = of_separator.fold(0, |bits, i| bits | 1 << i);
            let point = layout(separator, Point);
            let mut marks = Marks::default();
            let mut fitting = fitting.into_iter();
            for line in lines {
                let fits = match holds_digit(&line) {
                    true => fitting.next().unwrap_or_default(),
                    false => 0,
                };
                match fits & either {
                    0 => marks.words(line.text),
                    _ => marks.row(line.number, point.split(line.text)),
                }
            }
            let (decimal, doubt) = marks.decimal()?;
            return Ok((layout(separator, decimal), doubt));
        }
        let is_number = |l: &TextLine| number(&l.text.trim().replace(',', ".")).is_some();
        let is_wide = |l: &TextLine| candidates.iter().any(|c| c.is_too_wide(l.text));
        let mut with_digits = lines.clone().filter(holds_digit);
        let missing = with_digits.clone().find_map(|TextLine { number, text }| {
            let cell = candidates.iter().find_map(|c| c.missing_value(text))?;
            Some((number, cell))
        });
        if let Some((line, cell)) = missing {
            return Err(Fault::at_line(line, quote(cell), FINITE));
        }
        let (line, found) = if let Some(l) = with_digits.clone().find(is_number) {
            let found = format!("one column of numbers ({})", quote(l.text));
            (l.number, found)
        } else if let Some(l) = with_digits.find(is_wide) {
            (l.number, TOO_WIDE.to_owned())
        } else {
            let first = lines.clone().find(|l| !l.text.trim().is_empty());
            let TextLine { number, text } = first.unwrap_or(TextLine {
                number: 1,
                text: "",
            });
            let found = format!("text without rows of numbers ({})", quote(text));
            (number, found)
        };
        Err(Fault::at_line(
            line,
            found,
            "two or more columns: energy and intensity",
        ))
    }

    /// The layout of a worksheet: decimal commas where numbers are words with one. What is
    /// doubtful about its decimal mark goes with it. `is_number` tells by row and column, from 0,
    /// whether a cell holds a number and no text: those have a point, whatever the language of
    /// the texts, and tell nothing of it. `None` where fewer than two rows are numbers.
    ///
    /// # Errors
    /// Texts that leave open which mark is the decimal one.
    pub fn of_sheet(
        rows: &[TextLine],
        is_number: impl Fn(usize, usize) -> bool,
    ) -> Result<Option<(TextLayout, Option<Doubt>)>, Fault> {
        let [point, comma] = [Decimal::Point, Decimal::Comma].map(|decimal| TextLayout {
            separator: Separator::Unit,
            decimal,
        });
        let (mut with_point, mut with_comma) = (0, 0);
        let mut marks = Marks::default();
        let mut table: Vec<&TextLine> = Vec::new();
        for line in rows {
            let is_row = [point, comma].map(|l| l.is_row(line.text));
            with_point += usize::from(is_row[0]);
            with_comma += usize::from(is_row[1]);
            if is_row.contains(&true) {
                table.push(line);
            } else {
                marks.words(line.text);
            }
        }
        if with_point.max(with_comma) < 2 {
            return Ok(None);
        }
        // The table may stand apart from the first column; its first is the energy.
        let filled = |l: &&TextLine| point.split(l.text).position(|c| !c.is_empty());
        let first = table.iter().filter_map(filled).min().unwrap_or(0);
        let has_two_meanings = |cell: &str| MARKS.iter().any(|m| thousands(cell, *m) == 1);
        let mut is_open = false;
        for line in table {
            let cells = point.split(line.text).enumerate().skip(first);
            let of_texts = cells.map(|(column, cell)| {
                let tells_nothing = cell.contains('.') && is_number(line.number, column);
                let cell = if tells_nothing { "" } else { cell };
                is_open |= has_two_meanings(cell);
                cell
            });
            marks.row(line.number, of_texts);
        }
        let (told, mut doubt) = match marks.decimal() {
            // Texts of several hands, each of which can be read by itself.
            Err(_) if !is_open => (Decimal::Each, None),
            told => told?,
        };
        let fits = match told {
            Decimal::Point => with_point >= with_comma,
            Decimal::Comma => with_comma >= with_point,
            Decimal::Each => true,
        };
        if let Some(text) = doubt.as_mut().and_then(Doubt::text_mut) {
            *text = text.replacen(" in line ", " in row ", 1);
        }
        let layout = TextLayout {
            separator: Separator::Unit,
            decimal: if fits { told } else { Decimal::Each },
        };
        Ok(Some((layout, doubt)))
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

    /// The cells of a line, without surrounding blanks and quotation marks, all of them.
    fn split(self, line: &str) -> Cells<'_> {
        Cells::of(line, self.separator.mark())
    }

    /// The first cell without a number in a row of numbers and words that stand for one.
    fn missing_value(self, line: &str) -> Option<&str> {
        let (mut width, mut missing) = (0, None);
        for cell in self.split(line).take(MAX_COLUMNS) {
            width += 1;
            if self.number(cell).is_none() {
                if !is_missing_value(cell) {
                    return None;
                }
                missing.get_or_insert(cell);
            }
        }
        missing.filter(|_| width > 1)
    }

    /// Whether a line is written like a row of so many numbers, and is none.
    pub fn is_broken_row(self, line: &str, width: usize) -> bool {
        let like = |c: &str| numerals::is_like_a_number(c) || is_missing_value(c);
        let cells = self.cells(line);
        cells.len() == width
            && cells.iter().all(|c| like(c))
            && cells.iter().any(|c| self.number(c).is_none())
    }

    /// Whether a line is a row of numbers.
    fn is_row(self, line: &str) -> bool {
        let (mut width, mut numbers) = (0, 0);
        for cell in self.split(line) {
            width += 1;
            if !cell.is_empty() {
                if self.number(cell).is_none() {
                    return false;
                }
                numbers += 1;
            }
        }
        numbers >= 2 && width <= MAX_COLUMNS
    }

    /// Whether a line begins like a row and has more cells than a row may have.
    fn is_too_wide(self, line: &str) -> bool {
        let first = self.split(line).find(|c| !c.is_empty());
        first.is_some_and(|c| self.number(c).is_some())
            && self.split(line).nth(MAX_COLUMNS).is_some()
    }

    /// The cells of a line, without surrounding blanks and quotation marks; of a line that is too
    /// wide for a row, one more than a row may have.
    pub fn cells(self, line: &str) -> Vec<&str> {
        self.split(line).take(MAX_COLUMNS + 1).collect()
    }

    /// A number with the file's decimal mark.
    pub fn number(self, cell: &str) -> Option<f64> {
        numerals::value(cell, self.decimal)
    }

    /// A line as a row.
    pub fn row(self, line: &str) -> TextRow {
        if line.trim().is_empty() {
            return TextRow::Blank;
        }
        let mut values = Vec::new();
        let mut is_first = true;
        for cell in self.split(line) {
            let value = self.number(cell);
            if !cell.is_empty() {
                if value.is_none() && is_first && !is_missing_value(cell) {
                    return TextRow::Words;
                }
                if value.is_none() {
                    return TextRow::Bad;
                }
                is_first = false;
            }
            if values.len() == MAX_COLUMNS {
                return TextRow::Bad;
            }
            values.push(value);
        }
        while values.last().is_some_and(Option::is_none) {
            values.pop();
        }
        match values.iter().flatten().count() {
            0 => TextRow::Words,
            1 => TextRow::Bad,
            _ => TextRow::Numbers(values),
        }
    }

    /// What keeps a line from being a row of numbers, for a message.
    pub fn complaint(self, line: &str) -> String {
        let cells = self.cells(line);
        let mut filled = cells.iter().filter(|c| !c.is_empty());
        let bad = filled.clone().find(|c| self.number(c).is_none());
        match bad {
            Some(bad) => quote(bad),
            None if cells.len() > MAX_COLUMNS => TOO_WIDE.to_owned(),
            None if filled.nth(1).is_none() => {
                format!("a row of one number ({})", self.quote(line))
            }
            None => self.quote(line),
        }
    }
}

/// What is expected of a row.
pub(super) const FINITE: &str = "a row of finite numbers";

/// What is found where a row has more than [`MAX_COLUMNS`] cells.
const TOO_WIDE: &str = "a row of more than 10000 cells";

fn holds_digit(line: &TextLine) -> bool {
    line.text.bytes().any(|b| b.is_ascii_digit())
}

/// What stands for a formula of a worksheet whose result nobody computed.
pub(crate) const UNCOMPUTED: &str = "a formula without its result";

/// Words that programs write where a number is missing.
pub(crate) fn is_missing_value(cell: &str) -> bool {
    if cell == UNCOMPUTED {
        return true;
    }
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

    fn layout(text: &str) -> (Separator, Decimal) {
        let lines = (1..).zip(text.lines());
        let lines = lines.map(|(number, text)| TextLine { number, text });
        let (l, _) = TextLayout::of(lines).unwrap();
        (l.separator, l.decimal)
    }

    #[test]
    fn separators_and_decimal_marks_are_found() {
        assert_eq!(layout("E\tI\n1.5\t2\n"), (Separator::Tab, Decimal::Point));
        assert_eq!(
            layout("1,5\t2,25\n1\t3\n"),
            (Separator::Tab, Decimal::Comma)
        );
        assert_eq!(layout("1.5;2\n"), (Separator::Semicolon, Decimal::Point));
        assert_eq!(layout("1,5; 2,5\n"), (Separator::Semicolon, Decimal::Comma));
        assert_eq!(layout(" 1.5   2\n"), (Separator::Blanks, Decimal::Point));
        assert_eq!(layout("1,5   2,5\n"), (Separator::Blanks, Decimal::Comma));
        assert_eq!(layout("1.5,2\n"), (Separator::Comma, Decimal::Point));
        assert_eq!(layout("1.5, 2\n"), (Separator::Comma, Decimal::Point));
        assert_eq!(
            layout("\"1.5\",\"2\"\n"),
            (Separator::Comma, Decimal::Point)
        );
        assert_eq!(
            layout("\"1,5\",\"2\"\n"),
            (Separator::Comma, Decimal::Comma)
        );
        assert_eq!(
            layout("\"1,200.5\",\"2\"\n"),
            (Separator::Comma, Decimal::Point)
        );
        // Thousands apart by points are numbers under a decimal comma alone.
        assert_eq!(
            layout("1200;7.471\n1199;1.234.567\n1198;8.472\n"),
            (Separator::Semicolon, Decimal::Comma)
        );
        assert_eq!(
            layout("1200,345\n1199,346\n"),
            (Separator::Comma, Decimal::Point)
        );
    }

    #[test]
    fn rows_are_told_from_words() {
        let l = TextLayout {
            separator: Separator::Tab,
            decimal: Decimal::Point,
        };
        assert_eq!(
            l.row("1\t\t2\t\t"),
            TextRow::Numbers(vec![Some(1.0), None, Some(2.0)])
        );
        assert_eq!(l.row("1\tNaN"), TextRow::Bad);
        assert_eq!(l.row("nan\t1"), TextRow::Bad);
        assert_eq!(l.row("1200"), TextRow::Bad);
        assert_eq!(l.row("# 1\t2"), TextRow::Words);
        assert_eq!(l.row(" \t"), TextRow::Blank);
    }
}
