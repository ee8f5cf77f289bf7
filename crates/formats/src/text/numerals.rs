//! Numbers as the locales write them: `1,234.5`, `1.234,5`, `1 234,5`, `1'234.5`. Which mark of a
//! file is the decimal one is told by its numbers ([`Marks`]).

use std::borrow::Cow;

use super::header::OWN_SECTION;
use super::marks::ColumnMarks;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{number, with_comma};
use speclens_spectrum::Doubt;

/// Which marks of a file are decimal ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decimal {
    /// The point.
    Point,
    /// The comma.
    Comma,
    /// Each of the two in columns of its own.
    Each,
}

/// A number with the file's decimal mark, and with thousands apart or not.
pub(super) fn value(cell: &str, decimal: Decimal) -> Option<f64> {
    let mark = match decimal {
        Decimal::Point => '.',
        Decimal::Comma => ',',
        // The last one; no mark alone parts thousands.
        Decimal::Each if cell.rfind(',') > cell.rfind('.') => ',',
        Decimal::Each => '.',
    };
    let plain = match mark {
        '.' => number(cell),
        _ if cell.contains(',') => with_comma(cell),
        // A point before three digits parts thousands, any other is a decimal point all the same.
        _ if thousands(cell, '.') > 0 => None,
        _ => number(cell),
    };
    plain.or_else(|| grouped(cell, mark))
}

/// A number whose thousands are apart, or that is written in other signs than ASCII's.
fn grouped(cell: &str, decimal: char) -> Option<f64> {
    const LONGEST: usize = 100;
    if cell.len() > LONGEST {
        return None;
    }
    let cell: Cow<str> = match cell.is_ascii() {
        true => cell.into(),
        false => cell.chars().map(ascii).collect::<String>().into(),
    };
    let (sign, digits) = match cell.strip_prefix(['+', '-']) {
        Some(rest) => (&cell[..1], rest),
        None => ("", &*cell),
    };
    let (mantissa, exponent) = digits.split_at(digits.find(['e', 'E']).unwrap_or(digits.len()));
    let (whole, fraction) = match mantissa.split_once(decimal) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    if whole.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: Cow<str> = match whole.find(|c: char| !c.is_ascii_digit()) {
        None => whole.into(),
        Some(at) => {
            let mark = whole[at..].chars().next()?;
            let may_part = [',', '.', ' ', '\''].contains(&mark) && mark != decimal;
            let parted = may_part && thousands(whole, mark) > 0;
            parted.then(|| whole.replace(mark, ""))?.into()
        }
    };
    number(&format!("{sign}{whole}.{fraction}{exponent}"))
}

/// The sign that a character of other alphabets and typesetters stands for.
pub(super) fn ascii(c: char) -> char {
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
pub(super) fn thousands(digits: &str, mark: char) -> usize {
    let digits = digits.trim_start_matches(['+', '-']);
    let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let Some((first, groups)) = digits.split_once(mark) else {
        return 0;
    };
    if !matches!(first.len(), 1..=3) || first.starts_with('0') || !is_digits(first) {
        return 0;
    }
    let parts = groups.split(mark).count();
    let groups_fit = groups.split(mark).enumerate().all(|(i, group)| {
        let may_be_two = mark == ',' && i + 1 < parts;
        is_digits(group) && (group.len() == 3 || may_be_two && group.len() == 2)
    });
    if groups_fit { parts } else { 0 }
}

/// Whether a cell is a number with either decimal mark.
pub(crate) fn is_number(cell: &str) -> bool {
    value(cell, Decimal::Point).is_some() || value(cell, Decimal::Comma).is_some()
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

/// What the numbers of a file tell of their marks.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    columns: Vec<ColumnMarks>,
    /// Words in the file name the unit keV.
    in_kev: bool,
    /// Speclens wrote the file: with decimal points, as short as they can be.
    is_own: bool,
}

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

    /// Which marks are decimal ones, and what is doubtful about that.
    ///
    /// # Errors
    /// The numbers contradict each other, or leave open which mark it is.
    pub fn decimal(&self) -> Result<(Decimal, Option<Doubt>), Fault> {
        if self.is_own {
            return Ok((Decimal::Point, None));
        }
        if let Some(fault) = self.columns.iter().find_map(ColumnMarks::contradiction) {
            return Err(fault);
        }
        let proven = |m: usize| {
            let energy = self.columns.first().is_some_and(|c| c.no_thousands(m));
            energy || self.columns.iter().any(|c| c.decimal[m].is_some())
        };
        if proven(0) && proven(1) {
            return self.each();
        }
        match [0, 1].map(|m| self.columns.iter().any(|c| c.is_decimal(m))) {
            [true, true] => self.each(),
            [false, false] => self.open(),
            [_, comma] => match self
                .columns
                .iter()
                .find(|c| c.parts_thousands(usize::from(comma)))
            {
                Some(column) => Err(column.mixed(usize::from(comma))),
                None => Ok((decimal(comma), None)),
            },
        }
    }

    /// The same where some columns have decimal points and some decimal commas.
    fn each(&self) -> Result<(Decimal, Option<Doubt>), Fault> {
        let mut doubt = None;
        for (i, column) in self.columns.iter().enumerate() {
            for m in 0..2 {
                if let Some(fault) = column.fixed_beside_whole(m) {
                    return Err(fault);
                }
                if let Some((line, cell)) = &column.open[m]
                    && column.decimal[m].is_none()
                {
                    // As thousands it would need another rule than the other columns.
                    if let Some((_, other)) = column.other_mark(m) {
                        return Err(refused(*line, cell, &quote(other)));
                    }
                    if column.is_mixed(m) {
                        return Err(column.mixed(m));
                    }
                    if i > 0 || !column.no_thousands(m) {
                        doubt.get_or_insert_with(|| may_be_thousands(*line, cell));
                    }
                }
            }
        }
        Ok((Decimal::Each, doubt))
    }

    /// The same where no number tells it by itself.
    fn open(&self) -> Result<(Decimal, Option<Doubt>), Fault> {
        let parts = |m: usize| self.columns.iter().find(|c| c.parts_thousands(m));
        match [parts(0), parts(1)] {
            [Some(_), None] => return Ok((Decimal::Comma, None)),
            [None, Some(_)] => return Ok((Decimal::Point, None)),
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
                _ => Ok((decimal(m == 1), None)),
            };
        }
        for m in 0..2 {
            let mut open = self.columns.iter().filter_map(|c| c.open[m].as_ref());
            if let Some((line, cell)) = open.next() {
                return Ok((decimal(m == 1), Some(may_be_thousands(*line, cell))));
            }
        }
        Ok((Decimal::Point, None))
    }
}

/// The decimal mark of a whole file.
fn decimal(comma: bool) -> Decimal {
    if comma {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

/// A number of two meanings beside one that excludes both.
pub(super) fn refused(line: usize, cell: &str, beside: &str) -> Fault {
    let found = format!("{} beside {beside}, a thousand or a decimal", quote(cell));
    Fault::at_line(line, found, "numbers without marks between the thousands")
}

fn may_be_thousands(line: usize, cell: &str) -> Doubt {
    Doubt::presumed(format!(
        "{} in line {line} may be a decimal number or thousands: it is taken as a decimal number",
        quote(cell)
    ))
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
            assert_eq!(value(cell, Decimal::Point), Some(1234.5), "{cell}");
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
            assert_eq!(value(cell, Decimal::Comma), Some(1234.5), "{cell}");
        }
        assert_eq!(value("−5", Decimal::Point), Some(-5.0));
        assert_eq!(value("-1,234,567", Decimal::Point), Some(-1_234_567.0));
        assert_eq!(value("12,34,567", Decimal::Point), Some(1_234_567.0));
        assert_eq!(
            (
                value("7.470", Decimal::Comma),
                value("7.470", Decimal::Point)
            ),
            (Some(7470.0), Some(7.47))
        );
        assert_eq!(
            (
                value("7,470", Decimal::Comma),
                value("7,470", Decimal::Point)
            ),
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
            assert_eq!(value(cell, Decimal::Point), None, "{cell}");
        }
    }

    fn told(rows: &str) -> Result<(Decimal, bool), String> {
        let mut marks = Marks::default();
        for (number, text) in (1..).zip(rows.lines()) {
            match text.contains(';') {
                true => marks.row(number, text.split(';')),
                false => marks.words(text),
            }
        }
        let told = marks
            .decimal()
            .map(|(decimal, doubt)| (decimal, doubt.is_some()));
        told.map_err(|e| e.to_string())
    }

    #[test]
    fn the_numbers_tell_the_decimal_mark() {
        use Decimal::{Comma, Each, Point};
        for (rows, want) in [
            ("1200.5;7\n", (Point, false)),
            ("1200,5;7\n", (Comma, false)),
            ("1,200.5;7\n", (Point, false)),
            ("1200,5;7.470\n1200;6.200\n", (Comma, false)),
            ("1200.5;7,470\n", (Point, false)),
            ("1200;1.234.567\n", (Comma, false)),
            ("1200;7.470\n1199;620\n", (Comma, false)),
            ("1200;7,470\n1199;620\n", (Point, false)),
            // As decimals they would have a fixed number of digits.
            ("1200;7.470\n1199;7000\n", (Point, true)),
            ("1200;7.47\n1199;620\n", (Point, false)),
            ("285,123;5\n285,223;6\n", (Comma, false)),
            ("285.123;7,470\n", (Point, false)),
            ("keV\n1.201;7\n1.202;8\n", (Point, false)),
            ("1200;7.471\n", (Point, true)),
            ("1200;7,471\n", (Comma, true)),
            ("1200;7\n", (Point, false)),
            // A column tells its mark to all its numbers.
            ("483,0;0.316\n484,0;1.004\n", (Each, false)),
            ("483.0;0,316\n484.0;1,004\n", (Each, false)),
            ("483.125;0,316\n484.125;1,004\n", (Each, false)),
            ("1200,5;7.5\n1200;7.470\n", (Each, false)),
            ("483,0;0.316;1.004\n484,0;1.004;2.005\n", (Each, true)),
            ("483,0;1.316\n484,0;1.004\n", (Comma, false)),
            ("1.483,0;−1.316\n484,0;−1.004\n", (Comma, false)),
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
                "1200,5;7.5\n1200,1;7,470\n",
                "line 2: found “7,470” beside “7.5”",
            ),
            (
                "483,0;0.316\n484,0;1.004,5\n",
                "line 2: found “1.004,5” beside “0.316”",
            ),
            (
                "483,0;0.310\n484,0;672\n",
                "line 2: found “672” beside “0.310”",
            ),
            (
                "483,0;0.316;1.004\n484,0;1.004;620\n",
                "line 1: found “1.004” beside “620”",
            ),
        ] {
            let said = told(rows).unwrap_err();
            assert_eq!(
                said,
                format!("{found}, a thousand or a decimal, {expected}")
            );
        }
        let said = told("483,5;5\n484.5;6\n").unwrap_err();
        let want = "line 2: found “484.5” beside “483,5”, expected one decimal mark in a column";
        assert_eq!(said, want);
    }
}
