//! A line to its cells.

/// The cells of a line, without surrounding blanks and quotation marks. Between quotation marks
/// the separator is a character like any other; a doubled mark is one of the text.
#[derive(Debug, Clone)]
pub(super) struct Cells<'a> {
    rest: Option<&'a str>,
    /// What stands between cells; `None` for blanks.
    mark: Option<char>,
    has_quotes: bool,
    /// No-break spaces stand within cells: other blanks part them.
    no_break: bool,
}

impl<'a> Cells<'a> {
    /// Those of `line`; `mark` stands between them, or any blanks.
    pub fn of(line: &'a str, mark: Option<char>) -> Cells<'a> {
        let line = if mark.is_none() { line.trim() } else { line };
        let is_there = |c: char| c.is_ascii_whitespace();
        Cells {
            rest: (mark.is_some() || !line.is_empty()).then_some(line),
            mark,
            has_quotes: line.contains('"'),
            no_break: mark.is_none() && line.contains(is_there),
        }
    }

    /// Where the cell between quotation marks ends that `rest` begins with, and its text.
    fn quoted(rest: &'a str, mark: char) -> Option<(&'a str, Option<&'a str>)> {
        let inside = rest.trim_start().strip_prefix('"')?;
        let mut from = 0;
        loop {
            let at = from + inside[from..].find('"')?;
            let behind = &inside[at + 1..];
            if behind.starts_with('"') {
                from = at + 2;
                continue;
            }
            let next = behind.trim_start_matches(|c: char| c.is_whitespace() && c != mark);
            return match next.strip_prefix(mark) {
                Some(next) => Some((&inside[..at], Some(next))),
                None => next.is_empty().then_some((&inside[..at], None)),
            };
        }
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let (cell, rest) = match self.mark {
            Some(mark) => {
                let quoted = self.has_quotes.then(|| Cells::quoted(rest, mark)).flatten();
                quoted.unwrap_or_else(|| match rest.split_once(mark) {
                    Some((cell, rest)) => (cell, Some(rest)),
                    None => (rest, None),
                })
            }
            None => {
                let no_break = self.no_break;
                let parts = |c: char| match no_break {
                    true => c.is_ascii_whitespace(),
                    false => c.is_whitespace(),
                };
                match rest.split_once(parts) {
                    Some((cell, rest)) => (cell, Some(rest.trim_start())),
                    None => (rest, None),
                }
            }
        };
        self.rest = rest;
        let cell = cell.trim();
        Some(match self.has_quotes {
            true => cell.trim_matches('"').trim(),
            false => cell,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str, mark: Option<char>) -> Vec<&str> {
        Cells::of(line, mark).collect()
    }

    #[test]
    fn marks_between_quotation_marks_part_nothing() {
        let comma = |line| cells(line, Some(','));
        assert_eq!(comma("1, 2 ,3,"), ["1", "2", "3", ""]);
        assert_eq!(
            comma("\"1,200.5\",\"7,470\" , 3"),
            ["1,200.5", "7,470", "3"]
        );
        assert_eq!(comma("\"a \"\"b\"\", c\",2"), ["a \"\"b\"\", c", "2"]);
        // Marks that do not close, or not at the end of a cell.
        assert_eq!(comma("\"1,2"), ["1", "2"]);
        assert_eq!(comma("\"1\"2,3"), ["1\"2", "3"]);
        assert_eq!(comma(""), [""]);
    }

    #[test]
    fn no_break_spaces_part_cells_where_nothing_else_does() {
        assert_eq!(cells("  1\u{A0}200  5 ", None), ["1\u{A0}200", "5"]);
        assert_eq!(cells("1200\u{A0}\u{A0}5", None), ["1200", "5"]);
        assert_eq!(cells(" ", None), [""; 0]);
    }
}
