//! A user's relative sensitivity factors.

use speclens_spectrum::elements;

/// Relative sensitivity factors of lines, as an instrument's software has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SensitivityFactors(Vec<(String, f64)>);

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
    /// Reads a table of one line each: the name of a line (`C 1s`, `Au 4f`; `Au 4f7/2` is taken as
    /// `Au 4f`), then a comma, a semicolon or a tab, then its factor with a point. Lines that begin with
    /// `#`, and a first line without a number, are passed over. Of two factors for one line the first counts.
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

    /// The factor of a subshell with its element: `Au 4f`.
    pub fn of(&self, line: &str) -> Option<f64> {
        let found = self
            .0
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(line));
        found.map(|(_, factor)| *factor)
    }
}

fn fault(line: usize, found: &str) -> SensitivityError {
    SensitivityError {
        line,
        found: found.chars().take(LONGEST).collect(),
        expected: ROW,
    }
}

/// `Au 4f7/2; 9.58` as (`Au 4f`, 9.58).
fn parsed(row: &str) -> Option<(String, f64)> {
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
    (is_subshell && factor > 0.0 && factor.is_finite() && words.next().is_none())
        .then(|| (format!("{} {subshell}", element.symbol), factor))
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
            ("In 3d", 4.53),
            ("Sn 3d", 8.288),
        ] {
            assert_eq!(factors.of(line), Some(factor), "{line}");
        }
        assert_eq!(factors.of("Au 4f"), None);
    }

    #[test]
    fn a_row_that_is_none_is_told_with_its_line() {
        for (text, line) in [
            ("C 1s,0.3\nXx 1s,2\n", 2),
            ("C 1s,0.3\nO 1s,-1\n", 2),
            ("C 1s,0.3\n\nO KLL,1\n", 3),
            ("C 1s,abc\n", 1),
            ("", 1),
            ("# nothing\n", 1),
        ] {
            let error = SensitivityFactors::parse(text).unwrap_err();
            assert_eq!(error.line, line, "{text:?}: {error}");
        }
    }
}
