//! A user's relative sensitivity factors.

use speclens_spectrum::elements;

/// Relative sensitivity factors of lines, as an instrument's software has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SensitivityFactors(Vec<Factor>);

/// A row: the subshell with its element, the share of its electrons that the factor is for, and the factor.
#[derive(Debug, Clone, PartialEq)]
struct Factor {
    line: String,
    share: f64,
    factor: f64,
}

/// Why a table of sensitivity factors is not read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("line {line}: found “{found}”, expected {expected}")]
pub struct SensitivityError {
    /// Line in the table, counted from 1.
    pub line: usize,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: &'static str,
}

/// Longest piece of a line in a message, characters.
const LONGEST: usize = 60;
const ROW: &str = "a line and its factor, such as “C 1s, 0.314” (more than 0)";

impl SensitivityFactors {
    /// Reads a table of one line each: the name of a line (`C 1s`, `Au 4f`), then a comma, a semicolon or a tab,
    /// then its factor with a point. A factor for one line of a doublet (`Au 4f7/2`, MultiPak's `In 3d5`) is made that
    /// of both by their electrons, 2j + 1, unless the other one has a row too; those are added. Lines that begin with `#`,
    /// and a first line without a number, are passed over.
    ///
    /// # Errors
    /// [`SensitivityError`]: a row that is none, or a table without rows.
    pub fn parse(text: &str) -> Result<SensitivityFactors, SensitivityError> {
        let mut factors = Vec::new();
        let mut is_first = true;
        for (line, row) in (1..).zip(text.lines()) {
            let row = row.trim().trim_start_matches('\u{FEFF}');
            if row.is_empty() || row.starts_with('#') {
                continue;
            }
            match parsed(row) {
                Some(factor) => factors.push(factor),
                None if is_first && !row.contains(|c: char| c.is_ascii_digit()) => {}
                None => return Err(fault(line, row)),
            }
            is_first = false;
        }
        match factors.is_empty() {
            true => Err(fault(1, text.lines().next().unwrap_or_default())),
            false => Ok(SensitivityFactors(factors)),
        }
    }

    /// The factor of a subshell with its element: `Au 4f`. Of two for the same the first counts.
    pub fn of(&self, line: &str) -> Option<f64> {
        let rows = || self.0.iter().filter(|f| f.line.eq_ignore_ascii_case(line));
        if let Some(whole) = rows().find(|f| f.share == 1.0) {
            return Some(whole.factor);
        }
        let first = rows().next()?;
        let other = rows().find(|f| f.share != first.share);
        Some(other.map_or(first.factor / first.share, |other| {
            first.factor + other.factor
        }))
    }
}

fn fault(line: usize, found: &str) -> SensitivityError {
    SensitivityError {
        line,
        found: found.chars().take(LONGEST).collect(),
        expected: ROW,
    }
}

/// `Au 4f7/2; 9.58` as four sevenths of `Au 4f`.
fn parsed(row: &str) -> Option<Factor> {
    let (name, factor) = row.rsplit_once([',', ';', '\t'])?;
    let factor: f64 = factor.trim().parse().ok()?;
    let mut words = name.split([' ', ',', ';', '\t']).filter(|w| !w.is_empty());
    let joined = words.next()?;
    let (symbol, shell) = match words.next() {
        Some(shell) => (joined, shell),
        // `C1s`.
        None => joined.split_at(joined.find(|c: char| c.is_ascii_digit())?),
    };
    let element = elements::by_symbol(symbol)?;
    let subshell = shell.get(..2)?;
    let is_subshell = matches!(
        subshell.as_bytes(),
        [b'1'..=b'6', b's' | b'p' | b'd' | b'f']
    );
    let share = share(subshell.as_bytes().get(1)?, shell.get(2..)?)?;
    let line = format!("{} {subshell}", element.symbol);
    (is_subshell && factor > 0.0 && factor.is_finite() && words.next().is_none()).then_some(
        Factor {
            line,
            share,
            factor,
        },
    )
}

/// Share of a subshell's electrons in one line of its doublet, by 2j + 1; all where none is named.
fn share(orbital: &u8, j: &str) -> Option<f64> {
    let twice_l = match orbital {
        b'p' => 2.0,
        b'd' => 4.0,
        b'f' => 6.0,
        _ => 0.0,
    };
    let twice_j: f64 = match j.trim_end_matches("/2") {
        "" => return Some(1.0),
        digits => digits.parse().ok()?,
    };
    let is_one = twice_j == twice_l + 1.0 || twice_j == twice_l - 1.0;
    is_one.then(|| (twice_j + 1.0) / (2.0 * (twice_l + 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_several_programs_are_read() {
        let text = "Line,RSF\n# PHI\nC 1s,0.314\nO1s;0.733\nIn,3d5,4.53\nSn 3d5/2\t8.288\n";
        let factors = SensitivityFactors::parse(text).unwrap();
        for (line, factor) in [
            ("C 1s", 0.314),
            ("O 1s", 0.733),
            ("In 3d", 4.53 / 0.6),
            ("Sn 3d", 8.288 / 0.6),
        ] {
            assert_eq!(factors.of(line), Some(factor), "{line}");
        }
        assert_eq!(factors.of("Au 4f"), None);
        let both = SensitivityFactors::parse("Cd 3d5,3.974\nCd 3d3,2.7\nAu 4f,6.2\nAu 4f7/2,3.5\n")
            .unwrap();
        assert_eq!(both.of("Cd 3d"), Some(6.674));
        assert_eq!(both.of("Au 4f"), Some(6.2));
    }

    #[test]
    fn a_row_that_is_none_is_told_with_its_line() {
        for (text, line) in [
            ("C 1s,0.3\nXx 1s,2\n", 2),
            ("C 1s,0.3\nO 1s,-1\n", 2),
            ("C 1s,0.3\n\nO KLL,1\n", 3),
            ("C 1s,abc\n", 1),
            ("Au 4f9/2,1\n", 1),
            ("", 1),
            ("# nothing\n", 1),
        ] {
            let error = SensitivityFactors::parse(text).unwrap_err();
            assert_eq!(error.line, line, "{text:?}: {error}");
        }
    }
}
