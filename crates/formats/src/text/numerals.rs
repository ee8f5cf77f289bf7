//! Numbers as the locales write them: `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5`. Which mark of a
//! file is the decimal one is told by its numbers ([`Marks`]).

use super::header::OWN_SECTION;
use super::rows::TextLine;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{number, with_comma};
use speclens_spectrum::Doubt;

/// A number with the file's decimal mark, and with thousands apart or not.
pub(super) fn value(cell: &str, decimal_comma: bool) -> Option<f64> {
    let plain = match decimal_comma {
        false => number(cell),
        true if cell.contains(',') => with_comma(cell),
        // A point before three digits parts thousands, any other is a decimal point all the same.
        true if thousands(cell, '.') > 0 => None,
        true => number(cell),
    };
    plain.or_else(|| grouped(cell, if decimal_comma { ',' } else { '.' }))
}

/// A number whose thousands are apart, or that is written in other signs than ASCII's.
fn grouped(cell: &str, decimal: char) -> Option<f64> {
    const LONGEST: usize = 100;
    if cell.len() > LONGEST {
        return None;
    }
    let cell: String = cell.chars().map(ascii).collect();
    let (sign, digits) = match cell.strip_prefix(['+', '-']) {
        Some(rest) => (&cell[..1], rest),
        None => ("", cell.as_str()),
    };
    let (mantissa, exponent) = digits.split_at(digits.find(['e', 'E']).unwrap_or(digits.len()));
    let (whole, fraction) = match mantissa.split_once(decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let whole = match whole.find(|c: char| !c.is_ascii_digit()) {
        None => whole.to_owned(),
        Some(at) => {
            let mark = whole[at..].chars().next()?;
            let may_part = [',', '.', ' ', '\''].contains(&mark) && mark != decimal;
            (may_part && thousands(whole, mark) > 0).then(|| whole.replace(mark, ""))?
        }
    };
    let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_digits(fraction) {
        return None;
    }
    number(&format!("{sign}{whole}.{fraction}{exponent}"))
}

/// The sign that a character of other alphabets and typesetters stands for.
fn ascii(c: char) -> char {
    match c {
        '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' | '\u{3000}' => ' ',
        '’' | '‘' | '`' | '´' => '\'',
        '−' | '–' | '－' => '-',
        '．' => '.',
        '，' => ',',
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        c => c,
    }
}

/// How often `mark` parts thousands in digits: one to three, then groups of three. Indian groups
/// before the last have two. 0 where they are no such groups.
fn thousands(digits: &str, mark: char) -> usize {
    let digits = digits.trim_start_matches(['+', '-']);
    let parts = digits.split(mark).count() - 1;
    let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or_default();
    let starts = matches!(first.len(), 1..=3) && is_digits(first) && !first.starts_with('0');
    let groups_fit = groups.enumerate().all(|(i, group)| {
        let may_be_two = mark == ',' && i + 1 < parts;
        is_digits(group) && (group.len() == 3 || may_be_two && group.len() == 2)
    });
    if starts && groups_fit { parts } else { 0 }
}

/// Whether a cell is a number with either decimal mark.
pub(crate) fn is_number(cell: &str) -> bool {
    value(cell, false).is_some() || value(cell, true).is_some()
}

/// Whether a cell is written like a number, be it one or not: `1,20.0`, but no date.
pub(super) fn is_like_a_number(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['+', '-']);
    let mut before = ' ';
    let signs_fit = digits.chars().all(|c| {
        let fits = c.is_ascii_digit()
            || ".,'eEdD".contains(c)
            || "+-".contains(c) && "eEdD".contains(before);
        before = c;
        fits
    });
    let one_of_each = [',', '.'].iter().all(|m| digits.matches(*m).count() < 2);
    let starts = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    starts && signs_fit && one_of_each || is_number(cell)
}

/// What the numbers of a column tell of point and comma, each in this order.
#[derive(Debug, Clone, Default)]
struct ColumnMarks {
    /// It is the decimal mark.
    is_decimal: [bool; 2],
    /// First number in which it stands once, before three digits: of two meanings.
    open: [Option<(usize, String)>; 2],
    /// Such a number ends with a zero: no program writes one behind a decimal mark, unless it
    /// writes as many digits everywhere.
    ends_with_zero: [bool; 2],
    /// Largest of them, read as a decimal.
    largest: [f64; 2],
    /// A whole number without a mark, from 1 to 999.
    small: Option<String>,
    /// A whole number without a mark, from 1000 on.
    has_large: bool,
}

/// What the numbers of a file tell of their marks.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    columns: Vec<ColumnMarks>,
    /// Words in the file name the unit keV.
    in_kev: bool,
    /// Speclens wrote the file: with decimal points, as short as they can be.
    is_own: bool,
}

const MARKS: [char; 2] = ['.', ','];

impl Marks {
    /// Takes in a row of numbers.
    pub fn row<'a>(&mut self, line: usize, cells: impl Iterator<Item = &'a str>) {
        for (i, cell) in cells.enumerate() {
            if self.columns.len() <= i {
                self.columns.resize_with(i + 1, ColumnMarks::default);
            }
            self.columns[i].take(line, cell);
        }
    }

    /// Takes in words.
    pub fn words(&mut self, line: &str) {
        self.in_kev |= line.to_lowercase().contains("kev");
        self.is_own |= line.starts_with(OWN_SECTION);
    }

    /// Whether the decimal mark is the comma, and what is doubtful about that.
    ///
    /// # Errors
    /// The numbers contradict each other, or leave open which mark it is.
    pub fn decimal_comma(&self) -> Result<(bool, Option<Doubt>), Fault> {
        if self.is_own {
            return Ok((false, None));
        }
        let is_decimal = |m: usize| self.columns.iter().any(|c| c.is_decimal[m]);
        match [is_decimal(0), is_decimal(1)] {
            [true, true] => {
                let mut open = self.columns.iter().filter_map(ColumnMarks::first_open);
                match open.next() {
                    Some((line, cell)) => Err(refused(line, cell, "decimal points and commas")),
                    None => Ok((false, None)),
                }
            }
            [true, false] | [false, true] => {
                let m = usize::from(is_decimal(1));
                match self.columns.iter().find(|c| c.parts_thousands(m)) {
                    Some(column) => Err(column.mixed(m)),
                    None => Ok((m == 1, None)),
                }
            }
            [false, false] => self.open(),
        }
    }

    /// The same where no number tells it by itself.
    fn open(&self) -> Result<(bool, Option<Doubt>), Fault> {
        let parts = |m: usize| self.columns.iter().find(|c| c.parts_thousands(m));
        match [parts(0), parts(1)] {
            [Some(_), None] => return Ok((true, None)),
            [None, Some(_)] => return Ok((false, None)),
            [Some(column), Some(_)] => return Err(column.mixed(0)),
            [None, None] => {}
        }
        for m in 0..2 {
            if let Some(column) = self.columns.iter().find(|c| c.is_mixed(m)) {
                return Err(column.mixed(m));
            }
        }
        // The first column is the energy: as thousands it would be above 10 keV.
        if let Some(energy) = self.columns.first()
            && let Some(m) = (0..2).find(|m| energy.open[*m].is_some())
        {
            return match &energy.open[m] {
                Some((line, cell)) if energy.largest[m] < 10.0 && !self.in_kev => {
                    Err(refused(*line, cell, "whole numbers"))
                }
                _ => Ok((m == 1, None)),
            };
        }
        for m in 0..2 {
            let mut open = self.columns.iter().filter_map(|c| c.open[m].as_ref());
            if let Some((line, cell)) = open.next() {
                return Ok((m == 1, Some(may_be_thousands(*line, cell))));
            }
        }
        Ok((false, None))
    }
}

impl ColumnMarks {
    fn take(&mut self, line: usize, cell: &str) {
        let count = MARKS.map(|m| cell.matches(m).count());
        match count {
            [0, 0] => {
                let digits = cell.trim_start_matches(['+', '-', '0']);
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return;
                }
                self.has_large |= digits.len() > 3;
                if digits.len() <= 3 && self.small.is_none() {
                    self.small = Some(cell.to_owned());
                }
            }
            // The last one is the decimal mark.
            [a, b] if a.min(b) > 0 => {
                self.is_decimal[usize::from(cell.rfind(',') > cell.rfind('.'))] = true
            }
            _ => {
                let m = usize::from(count[1] > 0);
                match thousands(cell, MARKS[m]) {
                    0 => self.is_decimal[m] = true,
                    1 => self.take_open(line, cell, m),
                    _ => self.is_decimal[1 - m] = true,
                }
            }
        }
    }

    fn take_open(&mut self, line: usize, cell: &str, m: usize) {
        self.ends_with_zero[m] |= cell.ends_with('0');
        let read = value(cell, m == 1).map_or(0.0, f64::abs);
        let decimal = number(&cell.replace(',', ".")).map_or(read, f64::abs);
        self.largest[m] = self.largest[m].max(decimal);
        if self.open[m].is_none() {
            self.open[m] = Some((line, cell.to_owned()));
        }
    }

    fn first_open(&self) -> Option<(usize, &str)> {
        let mut open = self.open.iter().flatten();
        open.next().map(|(line, cell)| (*line, cell.as_str()))
    }

    /// Numbers with the mark before three digits stand beside whole ones below 1000, and none
    /// above: as decimals they would be thousandths of their neighbours.
    fn is_mixed(&self, m: usize) -> bool {
        self.open[m].is_some() && self.small.is_some() && !self.has_large && !self.is_decimal[m]
    }

    /// The same, and the mark can only part thousands.
    fn parts_thousands(&self, m: usize) -> bool {
        self.is_mixed(m) && self.ends_with_zero[m]
    }

    fn mixed(&self, m: usize) -> Fault {
        let (line, cell) = self.open[m].as_ref().map_or((1, ""), |(l, c)| (*l, c));
        refused(
            line,
            cell,
            &self.small.as_ref().map_or(String::new(), |s| quote(s)),
        )
    }
}

fn refused(line: usize, cell: &str, beside: &str) -> Fault {
    let found = format!("{} beside {beside}, a thousand or a decimal", quote(cell));
    Fault::at_line(line, found, "numbers without marks between the thousands")
}

fn may_be_thousands(line: usize, cell: &str) -> Doubt {
    Doubt::presumed(format!(
        "{} in line {line} may be a decimal number or thousands: it is taken as a decimal number",
        quote(cell)
    ))
}

/// What lines of numbers tell of their marks; `cells` takes a row apart, `None` where it is words.
pub(super) fn marks<'a, C: Iterator<Item = &'a str>>(
    lines: impl Iterator<Item = TextLine<'a>>,
    cells: impl Fn(&'a str) -> Option<C>,
) -> Marks {
    let mut marks = Marks::default();
    for TextLine { number, text } in lines {
        match cells(text) {
            Some(cells) => marks.row(number, cells),
            None => marks.words(text),
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_locale() {
        for cell in [
            "1234.5",
            "1,234.5",
            "1 234.5",
            "1\u{A0}234.5",
            "1\u{202F}234.5",
            "1'234.5",
            "1’234.5",
            "1.2345E+03",
            "1.2345D+03",
            "１２３４．５",
        ] {
            assert_eq!(value(cell, false), Some(1234.5), "{cell}");
        }
        for cell in [
            "1234,5",
            "1.234,5",
            "1 234,5",
            "1\u{A0}234,5",
            "1'234,5",
            "1,2345e3",
            "1234.5",
        ] {
            assert_eq!(value(cell, true), Some(1234.5), "{cell}");
        }
        assert_eq!(value("−5", false), Some(-5.0));
        assert_eq!(value("-1,234,567", false), Some(-1_234_567.0));
        assert_eq!(value("12,34,567", false), Some(1_234_567.0));
        assert_eq!(
            (value("7.470", true), value("7.470", false)),
            (Some(7470.0), Some(7.47))
        );
        assert_eq!(
            (value("7,470", true), value("7,470", false)),
            (Some(7.47), Some(7470.0))
        );
        for cell in [
            "",
            ",",
            ".",
            "1,20.0",
            "1200,345",
            "1 20",
            "1,2,3",
            "a",
            "0,123",
            "12 345,6,7",
        ] {
            assert_eq!(value(cell, false), None, "{cell}");
        }
    }

    fn told(rows: &str) -> Result<(bool, bool), String> {
        let lines = (1..).zip(rows.lines());
        let lines = lines.map(|(number, text)| TextLine { number, text });
        let marks = marks(lines, |text| text.contains(';').then(|| text.split(';')));
        let told = marks
            .decimal_comma()
            .map(|(comma, doubt)| (comma, doubt.is_some()));
        told.map_err(|e| e.to_string())
    }

    #[test]
    fn the_numbers_tell_the_decimal_mark() {
        for (rows, want) in [
            ("1200.5;7\n", (false, false)),
            ("1200,5;7\n", (true, false)),
            ("1,200.5;7\n", (false, false)),
            ("1200,5;7.470\n1200;6.200\n", (true, false)),
            ("1200.5;7,470\n", (false, false)),
            ("1200;1.234.567\n", (true, false)),
            ("1200;7.470\n1199;620\n", (true, false)),
            ("1200;7,470\n1199;620\n", (false, false)),
            // As decimals they would have a fixed number of digits.
            ("1200;7.470\n1199;7000\n", (false, true)),
            ("1200;7.47\n1199;620\n", (false, false)),
            ("285,123;5\n285,223;6\n", (true, false)),
            ("285.123;7,470\n", (false, false)),
            ("keV\n1.201;7\n1.202;8\n", (false, false)),
            ("1200;7.471\n", (false, true)),
            ("1200;7,471\n", (true, true)),
            ("1200;7\n", (false, false)),
        ] {
            assert_eq!(told(rows), Ok(want), "{rows}");
        }
    }

    #[test]
    fn what_stays_open_is_refused_with_its_line() {
        let expected = "expected numbers without marks between the thousands";
        for (rows, found) in [
            (
                "1200;7.471\n1199;620\n",
                "line 1: found “7.471” beside “620”",
            ),
            (
                "1200.5;6.030\n1199.5;620\n",
                "line 1: found “6.030” beside “620”",
            ),
            (
                "1.200;5\n1.199;6\n",
                "line 1: found “1.200” beside whole numbers",
            ),
            (
                "1200,5;7.5\n1200;7.470\n",
                "line 2: found “7.470” beside decimal points and commas",
            ),
        ] {
            let said = told(rows).unwrap_err();
            assert_eq!(
                said,
                format!("{found}, a thousand or a decimal, {expected}")
            );
        }
    }
}
