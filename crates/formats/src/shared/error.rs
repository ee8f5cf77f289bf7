//! What a reader says when it cannot read: one line, always with the file and the place.

use std::fmt;

use speclens_containers::text::{one_line, short};
use speclens_containers::{Damage, Spot};

/// Where in a file something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Line of a text file, counted from 1.
    Line(usize),
    /// Offset into the file, counted from 0.
    Byte(usize),
    /// Row of a worksheet, counted from 1 as spreadsheet programs do.
    Row {
        /// Name of the worksheet.
        sheet: String,
        /// Its row.
        row: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(n) => write!(f, "line {n}"),
            Place::Byte(n) => write!(f, "byte {n}"),
            Place::Row { sheet, row } => write!(f, "sheet “{}”, row {row}", one_line(sheet)),
        }
    }
}

/// Why a file cannot be read. `Display` is one line: file, place, found, expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// File name as it was given to the reader.
    pub file: String,
    /// Where it went wrong.
    pub place: Place,
    /// What stands there.
    pub found: String,
    /// What a reader needs there.
    pub expected: String,
}

impl ReadError {
    /// The message without the file name: `line 12: found “abc”, expected a number`.
    pub fn reason(&self) -> String {
        format!(
            "{}: found {}, expected {}",
            self.place, self.found, self.expected
        )
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", one_line(&self.file), self.reason())
    }
}

impl std::error::Error for ReadError {}

/// A fault inside one file, before the file's name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub place: Place,
    pub found: String,
    pub expected: String,
}

impl Fault {
    /// A fault at a line, counted from 1.
    pub fn at_line(line: usize, found: impl Into<String>, expected: impl Into<String>) -> Fault {
        Fault {
            place: Place::Line(line),
            found: found.into(),
            expected: expected.into(),
        }
    }

    /// A fault at a byte, counted from 0.
    pub fn at_byte(byte: usize, found: impl Into<String>, expected: impl Into<String>) -> Fault {
        Fault {
            place: Place::Byte(byte),
            found: found.into(),
            expected: expected.into(),
        }
    }

    /// A fault in a row of a worksheet, counted from 1.
    pub fn at_row(
        sheet: &str,
        row: usize,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Fault {
        Fault {
            place: Place::Row {
                sheet: short(sheet),
                row,
            },
            found: found.into(),
            expected: expected.into(),
        }
    }

    /// The same fault where the lines are the rows of a worksheet.
    pub fn of_sheet(self, sheet: &str) -> Fault {
        match self.place {
            Place::Line(row) => Fault::at_row(sheet, row, self.found, self.expected),
            _ => self,
        }
    }

    /// The same fault with the name of the file.
    pub fn of_file(self, file: &str) -> ReadError {
        ReadError {
            file: file.to_owned(),
            place: self.place,
            found: cut(self.found),
            expected: cut(self.expected),
        }
    }
}

/// A message no longer than a few lines of a screen: libraries quote as much as the file holds.
pub(crate) fn cut(mut message: String) -> String {
    const SHOWN: usize = 400;
    if let Some((end, _)) = message.char_indices().nth(SHOWN) {
        message.truncate(end);
        message.push('…');
    }
    message
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: found {}, expected {}",
            self.place, self.found, self.expected
        )
    }
}

/// Text of the file in quotation marks: cut to 40 characters, control characters shown as `·`.
pub(crate) fn quote(text: &str) -> String {
    const SHOWN: usize = 40;
    let text = text.trim();
    if text.is_empty() {
        return "an empty line".to_owned();
    }
    let mut shown = one_line(&text.chars().take(SHOWN).collect::<String>());
    if text.chars().count() > SHOWN {
        shown.push('…');
    }
    format!("“{shown}”")
}

/// What is wrong with a container; rows are lines until the sheet is known ([`Fault::of_sheet`]).
impl From<Damage> for Fault {
    fn from(damage: Damage) -> Fault {
        let place = match damage.at {
            Spot::Byte(byte) => Place::Byte(byte),
            Spot::Row(row) => Place::Line(row),
        };
        Fault {
            place,
            found: damage.found,
            expected: damage.expected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line_with_file_place_found_and_expected() {
        let e = Fault::at_line(12, quote("a\tb\nc"), "a number").of_file("x\n.vms");
        assert_eq!(
            e.to_string(),
            "x·.vms: line 12: found “a·b·c”, expected a number"
        );
        assert_eq!(e.reason(), "line 12: found “a·b·c”, expected a number");
        let e = Fault::at_line(3, "0", "1").of_sheet("C1s\nScan");
        assert_eq!(
            e.to_string(),
            "sheet “C1s Scan”, row 3: found 0, expected 1"
        );
    }

    #[test]
    fn long_messages_are_cut() {
        let e = Fault::at_byte(0, "é".repeat(500), "a").of_file("x");
        assert_eq!(e.found.chars().count(), 401);
        assert_eq!(cut("é".repeat(400)), "é".repeat(400));
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(quote(&"é".repeat(41)).chars().count(), 43);
        assert_eq!(quote("  \r"), "an empty line");
    }
}
