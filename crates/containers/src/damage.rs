//! What is wrong with a container, and where.

use std::fmt;

/// Where in a container something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Offset into the file, counted from 0.
    Byte(usize),
    /// Row of a worksheet, counted from 1 as spreadsheet programs do.
    Row(usize),
}

/// Something that no sound container holds, or that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Where it stands.
    pub at: Spot,
    /// What stands there.
    pub found: String,
    /// What a reader needs there.
    pub expected: String,
}

impl Damage {
    /// Damage at a byte, counted from 0.
    pub fn at_byte(byte: usize, found: impl Into<String>, expected: impl Into<String>) -> Damage {
        Damage {
            at: Spot::Byte(byte),
            found: found.into(),
            expected: expected.into(),
        }
    }

    /// Damage in a row of a worksheet, counted from 1.
    pub fn at_row(row: usize, found: impl Into<String>, expected: impl Into<String>) -> Damage {
        Damage {
            at: Spot::Row(row),
            found: found.into(),
            expected: expected.into(),
        }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Byte(n) => write!(f, "byte {n}"),
            Spot::Row(n) => write!(f, "row {n}"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Damage {
            at,
            found,
            expected,
        } = self;
        write!(f, "{at}: found {found}, expected {expected}")
    }
}

impl std::error::Error for Damage {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_one_sentence_with_its_place() {
        let damage = Damage::at_byte(12, "a cut page", "a whole one");
        assert_eq!(
            damage.to_string(),
            "byte 12: found a cut page, expected a whole one"
        );
        assert_eq!(Damage::at_row(3, "0", "1").at.to_string(), "row 3");
    }
}
