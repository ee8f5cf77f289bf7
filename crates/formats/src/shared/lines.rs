//! Lines of a text file, one after the other, with their numbers.

use super::error::{Fault, quote};

/// The lines of a text. A line ends with LF, CR LF or CR CR LF (a text-mode copy of a CR LF file
/// makes those); where there is no LF at all, with CR. Each is one line for the numbers.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'a> {
    /// What has not been taken yet.
    rest: &'a str,
    /// What ends a line.
    end: char,
    next: usize,
    left: usize,
    /// The last line has no line end: the file may be cut inside it.
    last_is_open: bool,
}

impl<'a> Lines<'a> {
    /// The lines of `text`; line 1 is the first.
    pub fn new(text: &'a str) -> Lines<'a> {
        let end = if text.contains('\n') { '\n' } else { '\r' };
        let ends = text.bytes().filter(|b| char::from(*b) == end).count();
        let last_is_open = !text.is_empty() && !text.ends_with(end);
        Lines {
            rest: text,
            end,
            next: 0,
            left: ends + usize::from(last_is_open),
            last_is_open,
        }
    }

    /// Number of the line that comes next, counted from 1.
    pub fn number(&self) -> usize {
        self.next + 1
    }

    /// Number of lines that are left.
    pub fn left(&self) -> usize {
        self.left
    }

    /// The next line, left where it is.
    pub fn peek(&self) -> Option<&'a str> {
        self.clone().take()
    }

    /// Whether the next line is the last one and has no line end.
    pub fn next_is_open(&self) -> bool {
        self.last_is_open && self.left == 1
    }

    /// The next line.
    pub fn take(&mut self) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        self.next += 1;
        // Lines of numbers are short: a plain loop finds their end sooner than a search for a word.
        let at = self.rest.bytes().position(|b| char::from(b) == self.end);
        let (line, rest) = match at {
            Some(at) => (&self.rest[..at], &self.rest[at + 1..]),
            None => (self.rest, ""),
        };
        self.rest = rest;
        Some(match line.ends_with('\r') {
            true => line.trim_end_matches('\r'),
            false => line,
        })
    }

    /// Passes over blank lines.
    pub fn skip_blank(&mut self) {
        while self.peek().is_some_and(|l| l.trim().is_empty()) {
            self.take();
        }
    }

    /// The next line without surrounding blanks; `expected` names it in the error at the end of
    /// the file.
    pub fn text(&mut self, expected: &str) -> Result<&'a str, Fault> {
        let line = self.number();
        let text = self
            .take()
            .ok_or_else(|| Fault::at_line(line, END_OF_FILE, expected))?;
        Ok(text.trim())
    }

    /// The next line as a number.
    pub fn real(&mut self, expected: &str) -> Result<f64, Fault> {
        let line = self.number();
        let text = self.text(expected)?;
        any_number(text).ok_or_else(|| Fault::at_line(line, quote(text), expected))
    }

    /// The next line as a whole number.
    pub fn integer(&mut self, expected: &str) -> Result<i64, Fault> {
        let line = self.number();
        let value = self.real(expected)?;
        if value.fract() == 0.0 && value.abs() < 1e15 {
            Ok(value as i64)
        } else {
            Err(Fault::at_line(line, format!("{value}"), expected))
        }
    }

    /// The next line as a number of things that follow, each at least a line long: never more
    /// than lines are left in a whole file, so a wild number asks for no memory.
    pub fn count(&mut self, expected: &str) -> Result<usize, Fault> {
        let line = self.number();
        let value = self.integer(expected)?;
        usize::try_from(value).map_err(|_| Fault::at_line(line, format!("{value}"), expected))
    }
}

/// What is found where the file stops.
pub(crate) const END_OF_FILE: &str = "the end of the file";

/// A finite number as instruments write it: `12`, `1.5`, `1E+037`, Fortran's `1.5D+03`; `None` for
/// anything else.
pub(crate) fn number(text: &str) -> Option<f64> {
    // `f64::from_str` also reads words such as "inf" and "nan".
    let plain = |b: u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    if text.bytes().all(plain) {
        return text.parse().ok().filter(|v: &f64| v.is_finite());
    }
    // The sign is always there; "3d5" is a level.
    let (mantissa, exponent) = text.split_once(['d', 'D'])?;
    let fits = exponent.starts_with(['+', '-'])
        && mantissa.ends_with(|c: char| c.is_ascii_digit() || c == '.');
    let text = || format!("{mantissa}e{exponent}");
    (fits && mantissa.len() < 40)
        .then(text)
        .and_then(|t| match t.bytes().all(plain) {
            true => number(&t),
            false => None,
        })
}

/// A number with a comma between digits as its decimal mark.
pub(crate) fn with_comma(text: &str) -> Option<f64> {
    let (whole, rest) = text.split_once(',')?;
    let fits = whole.ends_with(|c: char| c.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && !whole.contains('.');
    fits.then(|| number(&text.replacen(',', ".", 1))).flatten()
}

/// A number of a format that has no marks between thousands: a comma is the decimal mark of the
/// system that wrote it.
pub(crate) fn any_number(text: &str) -> Option<f64> {
    number(text).or_else(|| with_comma(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts_once() {
        for text in ["a\nb\n", "a\r\nb\r\n", "a\r\r\nb\r\r\n", "a\rb\r", "a\r\nb"] {
            let mut l = Lines::new(text);
            assert_eq!(
                (l.left(), l.take(), l.number(), l.take()),
                (2, Some("a"), 2, Some("b"))
            );
            assert_eq!(
                l.text("more").unwrap_err().to_string(),
                "line 3: found the end of the file, expected more"
            );
        }
    }

    #[test]
    fn an_open_last_line_is_known() {
        let mut l = Lines::new("1\n2");
        assert!(!l.next_is_open());
        l.take();
        assert!(l.next_is_open());
        let mut l = Lines::new("1\n2\n");
        l.take();
        assert!(!l.next_is_open());
    }

    #[test]
    fn numbers_and_words() {
        assert_eq!(number("1e+037"), Some(1e37));
        assert_eq!(number(".5"), Some(0.5));
        assert_eq!(number("-1.5D+03"), Some(-1500.0));
        assert_eq!(number("1.d-2"), Some(0.01));
        for bad in [
            "", "nan", "inf", "1,5", "1e999", "0x10", "e", "1 2", "3d5", "d+3", "1d+3d+3",
        ] {
            assert_eq!(number(bad), None, "{bad}");
        }
        assert_eq!(
            (any_number("1,5"), any_number("-0,25E+2")),
            (Some(1.5), Some(-25.0))
        );
        for bad in ["1,5,5", ",5", "1,", "1.5,5", "a,5"] {
            assert_eq!(any_number(bad), None, "{bad}");
        }
        assert!(Lines::new("1.5").integer("a count").is_err());
        assert!(Lines::new("-1").count("a count").is_err());
        assert_eq!(Lines::new(" 4 ").count("a count"), Ok(4));
    }
}
