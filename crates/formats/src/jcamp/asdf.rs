//! Tables of numbers: ASCII free format (AFFN), and the squeezed difference form (ASDF) with its
//! packed (PAC), squeezed (SQZ), difference (DIF) and duplicate (DUP) numbers.

use super::records::{Record, uncommented};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;

/// A number of a line of `(X++(Y..Y))`.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    /// AFFN, PAC or SQZ; not a number where the file says `?`.
    Value(f64),
    /// DIF: difference to the value before.
    Difference(f64),
    /// DUP: how many times the number before it stands there, itself included.
    Times(f64),
}

/// Makes a token of a number.
type Kind = fn(f64) -> Token;

/// Pseudo-digits, at the place of the first digit that they stand for; sign; kind of number.
const PSEUDO_DIGITS: [(&str, f64, Kind); 5] = [
    ("@ABCDEFGHI", 1.0, Token::Value),
    ("@abcdefghi", -1.0, Token::Value),
    ("%JKLMNOPQR", 1.0, Token::Difference),
    ("%jklmnopqr", -1.0, Token::Difference),
    (" STUVWXYZs", 1.0, Token::Times),
];

/// The ordinates of `(X++(Y..Y))`, in units of the file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct AsdfOrdinates {
    pub values: Vec<f64>,
    /// Lines whose check value is not the last ordinate of the line before.
    pub bad_checks: usize,
    /// Lines whose abscissa does not fit that of the line before.
    pub bad_abscissas: usize,
    /// Index and abscissa of the first ordinate of the first and of the last line.
    pub ends: Option<[(usize, f64); 2]>,
}

/// Abscissas as the header gives them, and the factor of those in the lines.
pub(super) struct AbscissaGrid {
    pub first: f64,
    pub step: f64,
    pub factor: f64,
}

impl AbscissaGrid {
    /// Whether a line that begins with point `i` and abscissa `x` fits the line before it, to a
    /// step; where abscissas are whole numbers, to a unit, as they may be rounded.
    fn fits(&self, before: Option<(usize, f64)>, i: usize, x: f64) -> bool {
        let away = match before {
            Some((j, y)) => (x - y) * self.factor - self.step * (i as f64 - j as f64),
            None => x * self.factor - self.first,
        };
        let unit = if x.fract() == 0.0 { self.factor } else { 0.0 };
        away.abs() <= 1.01 * self.step.abs() + unit.abs()
    }
}

/// Unfolds the lines of `(X++(Y..Y))`. A last line without an end is left out, as it may be cut.
///
/// # Errors
/// Lines with other characters, numbers without a value before them, more than `most` values.
pub(super) fn ordinates(
    record: &Record,
    grid: Option<&AbscissaGrid>,
    most: usize,
) -> Result<AsdfOrdinates, Fault> {
    let mut out = AsdfOrdinates::default();
    let mut last: Option<f64> = None;
    // The difference that was added last, where the line ends with one.
    let mut difference: Option<f64> = None;
    for (at, row) in rows(record) {
        let bad = |found: String, expected: &str| Fault::at_line(at, found, expected);
        let tokens = tokens(row).map_err(|rest| bad(quote(rest), "numbers of JCAMP-DX data"))?;
        let mut tokens = tokens.into_iter().peekable();
        let Some(Token::Value(x)) = tokens.next().filter(|_| row.starts_with(is_affn)) else {
            return Err(bad(quote(row), "a line that begins with its abscissa"));
        };
        // After differences a line begins with the last value of the line before.
        let check = difference.take().and(last);
        let first = out.values.len() - usize::from(check.is_some() && !out.values.is_empty());
        let before = out.ends.map(|e| e[1]);
        if grid.is_some_and(|g| !g.fits(before, first, x)) {
            out.bad_abscissas += 1;
        }
        out.ends = Some([out.ends.map_or((first, x), |e| e[0]), (first, x)]);
        if let Some(check) = check
            && let Some(Token::Value(value)) = tokens.peek().copied()
        {
            tokens.next();
            if (value - check).abs() > 1e-9 * check.abs() {
                out.bad_checks += 1;
            }
            last = Some(value);
        }
        for token in tokens {
            let missing = |what: &str| bad(quote(row), &format!("a value before the first {what}"));
            let (mut value, times) = match token {
                Token::Value(value) => {
                    difference = None;
                    (value, 1)
                }
                Token::Difference(d) => {
                    difference = Some(d);
                    (last.ok_or_else(|| missing("difference"))? + d, 1)
                }
                // Once it stands there already.
                Token::Times(n) => {
                    let value = last.ok_or_else(|| missing("count of repeats"))?;
                    let times = (n as usize).saturating_sub(1);
                    (value + difference.unwrap_or(0.0), times)
                }
            };
            if times > most.saturating_sub(out.values.len()) {
                let found = format!("{} and {times} more points", out.values.len());
                return Err(bad(
                    found,
                    "fewer points than that from a file of this size",
                ));
            }
            for _ in 0..times {
                out.values.push(value);
                last = Some(value);
                value += difference.unwrap_or(0.0);
            }
        }
    }
    Ok(out)
}

/// All numbers of rows of free format (AFFN), `(XY..XY)`; not a number where the file says `?`.
///
/// # Errors
/// Anything that is no number.
pub(super) fn numbers(record: &Record) -> Result<Vec<f64>, Fault> {
    let mut numbers = Vec::new();
    for (at, row) in rows(record) {
        for cell in row.split([',', ';', ' ', '\t']).filter(|c| !c.is_empty()) {
            numbers.push(match number(cell) {
                Some(value) => value,
                None if cell == "?" => f64::NAN,
                None => return Err(Fault::at_line(at, quote(cell), "a number")),
            });
        }
    }
    Ok(numbers)
}

/// The rows of a record with their line numbers, without comments, blank rows and one that may be
/// cut.
fn rows<'a>(record: &Record<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    let whole = record.rows.len() - usize::from(record.open && !record.rows.is_empty());
    let rows = record.rows.iter().take(whole).enumerate();
    let line = record.line;
    rows.map(move |(i, row)| (line + 1 + i, uncommented(row)))
        .filter(|(_, row)| !row.is_empty())
}

fn is_affn(c: char) -> bool {
    c.is_ascii_digit() || "+-.".contains(c)
}

/// Takes a line apart; the rest of the line where a character is none of a number.
fn tokens(line: &str) -> Result<Vec<Token>, &str> {
    let mut tokens = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',', ';']);
        let Some(c) = rest.chars().next() else {
            return Ok(tokens);
        };
        let length = if is_affn(c) {
            affn_length(rest)
        } else {
            let digits = |c: char| c.is_ascii_digit() || c == '.';
            let tail = rest.get(c.len_utf8()..).unwrap_or_default();
            c.len_utf8() + tail.find(|c| !digits(c)).unwrap_or(tail.len())
        };
        let (text, after) = rest.split_at_checked(length).ok_or(rest)?;
        let token = if c == '?' {
            Token::Value(f64::NAN)
        } else if is_affn(c) {
            Token::Value(number(text).ok_or(rest)?)
        } else {
            let found = PSEUDO_DIGITS
                .iter()
                .find_map(|(d, s, k)| Some((d.find(c)?, s, k)));
            let (digit, sign, kind) = found.ok_or(rest)?;
            let tail = text.get(c.len_utf8()..).unwrap_or_default();
            kind(sign * number(&format!("{digit}{tail}")).ok_or(rest)?)
        };
        tokens.push(token);
        rest = after;
    }
}

/// Bytes of the number in free format at the beginning: sign, digits, and a power of ten, which
/// has a sign (`E+12`), as `E12` may be the squeezed 512.
fn affn_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'.')
            .count()
    };
    let sign = usize::from(text.starts_with(['+', '-']));
    let mantissa = sign + digits(sign);
    match bytes.get(mantissa..mantissa + 2) {
        Some([b'E' | b'e', b'+' | b'-']) => match digits(mantissa + 2) {
            0 => mantissa,
            n => mantissa + 2 + n,
        },
        _ => mantissa,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unfold(rows: &[&str]) -> Result<AsdfOrdinates, Fault> {
        let record = Record {
            line: 1,
            label: String::new(),
            written: "",
            value: "",
            rows: rows.to_vec(),
            open: false,
        };
        ordinates(&record, None, 1000)
    }

    /// The forms of table VII of the publication of 1988, which encode the same numbers.
    #[test]
    fn every_form_gives_the_same_numbers() {
        let want = [1.0, 2.0, 3.0, 3.0, 2.0, 1.0, 0.0, -1.0, -2.0, -3.0];
        for row in [
            "0 1 2 3 3 2 1 0 -1 -2 -3",
            "0, 1, 2, 3, 3, 2; 1 0 -1 -2 -3 $$ a comment",
            "0+1+2+3+3+2+1+0-1-2-3",
            "0ABCCBA@abc",
        ] {
            assert_eq!(unfold(&[row]).unwrap().values, want, "{row}");
        }
        // Differences and repeats: J is +1, % is 0, j is −1, T is two times, X is six.
        assert_eq!(unfold(&["0AJT%jX"]).unwrap().values, want);
        assert_eq!(unfold(&["0AJJ%jjjjjj"]).unwrap().values, want);
        assert_eq!(unfold(&["0ABCTBA@abc"]).unwrap().values, want);
    }

    #[test]
    fn lines_after_differences_begin_with_a_check_value() {
        let lines = ["0A0K1", "1C1J9", "2E0"];
        let sound = unfold(&lines).unwrap();
        assert_eq!(sound.values, [10.0, 31.0, 50.0]);
        assert_eq!(
            (sound.bad_checks, sound.ends),
            (0, Some([(0, 0.0), (2, 2.0)]))
        );
        let wrong = unfold(&["0A0K1", "1C2J9", "2E0"]).unwrap();
        assert_eq!((wrong.bad_checks, wrong.values.len()), (2, 3));
        // No check value after squeezed numbers.
        assert_eq!(
            unfold(&["0A0A1", "2A2A3"]).unwrap().values,
            [10.0, 11.0, 12.0, 13.0]
        );
    }

    #[test]
    fn powers_of_ten_and_missing_values() {
        let values = unfold(&["1.5E+02 2.5e-1 ? 12E34"]).unwrap().values;
        assert_eq!((values[0], values[2], values[3]), (0.25, 12.0, 534.0));
        assert!(values[1].is_nan());
    }

    #[test]
    fn what_is_no_number_is_told() {
        let e = |rows: &[&str]| unfold(rows).unwrap_err().to_string();
        assert_eq!(
            e(&["1 2", "2 3 µ"]),
            "line 3: found “µ”, expected numbers of JCAMP-DX data"
        );
        assert_eq!(
            e(&["A1 2"]),
            "line 2: found “A1 2”, expected a line that begins with its abscissa"
        );
        assert_eq!(
            e(&["1J2"]),
            "line 2: found “1J2”, expected a value before the first difference"
        );
        assert!(e(&["1S2"]).contains("a value before the first count"));
        assert_eq!(
            e(&["1A2s99999999999"]),
            "line 2: found 1 and 999999999998 more points, expected fewer points than that from \
             a file of this size"
        );
        assert!(e(&["1 +-2"]).contains("numbers of"));
    }
}
