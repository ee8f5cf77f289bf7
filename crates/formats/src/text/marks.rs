//! What the numbers of a column tell of their marks.

use super::numerals::{Decimal, ascii, refused, thousands, value};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;

/// Marks that are decimal ones or part thousands.
pub(super) const MARKS: [char; 2] = ['.', ','];

/// A cell and its line.
type Seen = Option<(usize, String)>;

/// What the numbers of a column tell of point and comma, each in this order.
#[derive(Debug, Clone, Default)]
pub(super) struct ColumnMarks {
    /// First number in which it can only be the decimal mark: before other than three digits, or
    /// behind a zero or none.
    pub decimal: [Seen; 2],
    /// First number in which it can only part thousands.
    thousands: [Seen; 2],
    /// First number in which it stands once, before three digits: of two meanings.
    pub open: [Seen; 2],
    /// Such a number ends with a zero: no program writes one behind a decimal mark, unless it
    /// writes as many digits everywhere.
    ends_with_zero: [bool; 2],
    /// First decimal number that ends with a zero.
    fixed: [Seen; 2],
    /// Not every number has three digits behind the mark.
    has_other_digits: [bool; 2],
    /// Largest of the numbers of two meanings, read as a decimal.
    pub largest: [f64; 2],
    /// A whole number without a mark, from 1 to 999.
    small: Seen,
    /// A whole number without a mark, from 1000 on.
    large: Seen,
}

impl ColumnMarks {
    /// Takes in a number.
    pub fn take(&mut self, line: usize, cell: &str) {
        if !cell.is_ascii() {
            let plain: String = cell.chars().map(ascii).collect();
            return self.take_ascii(line, &plain, cell);
        }
        self.take_ascii(line, cell, cell);
    }

    fn take_ascii(&mut self, line: usize, cell: &str, written: &str) {
        let seen = || Some((line, written.to_owned()));
        let count = MARKS.map(|m| cell.bytes().filter(|b| char::from(*b) == m).count());
        match count {
            [0, 0] => {
                let digits = cell.trim_start_matches(['+', '-', '0']);
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return;
                }
                let whole = match digits.len() {
                    ..=3 => &mut self.small,
                    _ => &mut self.large,
                };
                keep(whole, seen);
            }
            // The last one is the decimal mark.
            [a, b] if a.min(b) > 0 => {
                let m = usize::from(cell.rfind(',') > cell.rfind('.'));
                keep(&mut self.decimal[m], seen);
                keep(&mut self.thousands[1 - m], seen);
            }
            _ => {
                let m = usize::from(count[1] > 0);
                match thousands(cell, MARKS[m]) {
                    0 => {
                        keep(&mut self.decimal[m], seen);
                        self.take_decimal(cell, m, seen);
                    }
                    1 => self.take_open(line, cell, m),
                    _ => keep(&mut self.thousands[m], seen),
                }
            }
        }
    }

    /// Takes in how many digits stand behind the mark.
    fn take_decimal(&mut self, cell: &str, m: usize, seen: impl Fn() -> Seen) {
        let behind = cell.split_once(MARKS[m]).map_or("", |(_, behind)| behind);
        self.has_other_digits[m] |= behind.len() != 3;
        if behind.ends_with('0') {
            keep(&mut self.fixed[m], seen);
        }
    }

    fn take_open(&mut self, line: usize, cell: &str, m: usize) {
        self.ends_with_zero[m] |= cell.ends_with('0');
        let read = value(cell, [Decimal::Point, Decimal::Comma][m]).map_or(0.0, f64::abs);
        let decimal = number(&cell.replace(',', ".")).map_or(read, f64::abs);
        self.largest[m] = self.largest[m].max(decimal);
        if self.open[m].is_none() {
            self.open[m] = Some((line, cell.to_owned()));
        }
    }

    /// Some number can only have this decimal mark.
    pub fn is_decimal(&self, m: usize) -> bool {
        self.decimal[m].is_some() || self.thousands[1 - m].is_some()
    }

    /// As thousands, its numbers of two meanings are no energies of electrons, eV.
    pub fn no_thousands(&self, m: usize) -> bool {
        const HIGHEST_KEV: f64 = 20.0;
        self.open[m].is_some() && self.thousands[m].is_none() && self.largest[m] >= HIGHEST_KEV
    }

    /// A number that gives the other mark, or this one, another meaning than a decimal mark that
    /// this is.
    pub fn other_mark(&self, m: usize) -> Option<&(usize, String)> {
        self.thousands[m].as_ref().or(self.decimal[1 - m].as_ref())
    }

    /// Two numbers of which none can stand beside the other.
    pub fn contradiction(&self) -> Option<Fault> {
        for m in 0..2 {
            if let (Some((_, decimal)), Some((line, parted))) =
                (&self.decimal[m], &self.thousands[m])
            {
                return Some(refused(*line, parted, &quote(decimal)));
            }
        }
        let [Some(a), Some(b)] = &self.decimal else {
            return None;
        };
        let [(_, first), (line, second)] = if a.0 < b.0 { [a, b] } else { [b, a] };
        let found = format!("{} beside {}", quote(second), quote(first));
        Some(Fault::at_line(*line, found, "one decimal mark in a column"))
    }

    /// Whole numbers beside decimals that all have three digits, zeros among them: where marks
    /// have two meanings, those are thousands without their mark.
    pub fn fixed_beside_whole(&self, m: usize) -> Option<Fault> {
        let (_, decimal) = self.fixed[m]
            .as_ref()
            .filter(|_| !self.has_other_digits[m])?;
        let (line, whole) = self.small.as_ref().or(self.large.as_ref())?;
        Some(refused(*line, whole, &quote(decimal)))
    }

    /// Numbers with the mark before three digits stand beside whole ones below 1000, and none
    /// above: as decimals they would be thousandths of their neighbours.
    pub fn is_mixed(&self, m: usize) -> bool {
        self.open[m].is_some()
            && self.small.is_some()
            && self.large.is_none()
            && !self.is_decimal(m)
    }

    /// The same, and the mark can only part thousands.
    pub fn parts_thousands(&self, m: usize) -> bool {
        self.is_mixed(m) && self.ends_with_zero[m]
    }

    pub fn mixed(&self, m: usize) -> Fault {
        let (line, cell) = self.open[m].as_ref().map_or((1, ""), |(l, c)| (*l, c));
        refused(
            line,
            cell,
            &self.small.as_ref().map_or(String::new(), |(_, s)| quote(s)),
        )
    }
}

/// Keeps the first.
fn keep(place: &mut Seen, seen: impl Fn() -> Seen) {
    if place.is_none() {
        *place = seen();
    }
}
