//! One line of a SPECS `.xy` export: comment with key and value, or row of numbers.

use super::SETTINGS;
use crate::shared::notes::{push, short};
use speclens_spectrum::Axis;

/// Pairs that are kept of one level of headers: real files have some twenty.
const MAX_PAIRS: usize = 60;

/// A line, by its beginning.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum XyLine<'a> {
    Blank,
    /// A comment; one without a colon goes on with the comment above it.
    Pair(&'a str, &'a str),
    Row(&'a str),
}

/// What begins a comment: `#`, unless the export was set otherwise.
#[derive(Debug)]
pub(super) struct Prefix(String);

impl Default for Prefix {
    fn default() -> Self {
        Prefix("#".to_owned())
    }
}

impl Prefix {
    /// The prefix stands before the title of the export settings; it may be empty.
    pub fn of(head: &str) -> Prefix {
        let before = |title| {
            head.lines()
                .find_map(|l| Some(l.split_once(title)?.0.trim()))
        };
        let prefix = before(SETTINGS).or(before("Created by:")).unwrap_or("#");
        Prefix(prefix.to_owned())
    }

    /// Takes a line apart.
    pub fn line<'a>(&self, line: &'a str) -> XyLine<'a> {
        let line = line.trim();
        if line.is_empty() {
            return XyLine::Blank;
        }
        let is_number = |c: char| c.is_ascii_digit() || "+-.".contains(c);
        let comment = match line.strip_prefix(self.0.as_str()) {
            Some(rest) if !self.0.is_empty() || !line.starts_with(is_number) => rest.trim(),
            _ => return XyLine::Row(line),
        };
        match comment.split_once(':') {
            _ if comment.is_empty() => XyLine::Blank,
            Some((key, value)) => XyLine::Pair(key.trim(), value.trim()),
            None if comment.starts_with("values in ") => XyLine::Pair(comment, ""),
            None => XyLine::Pair("Comment", comment),
        }
    }
}

/// Keys and values of one level of headers, short.
#[derive(Debug, Clone, Default)]
pub(super) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Adds a pair. Prodigy writes what is varied as `Parameter: "Loop" = 1`.
    pub fn push(&mut self, key: &str, value: &str) {
        let (key, value) = match value.rsplit_once('=') {
            Some((name, value)) if key == "Parameter" => (name.trim().trim_matches('"'), value),
            _ => (key, value),
        };
        if self.0.len() < MAX_PAIRS {
            push(&mut self.0, &short(key), value);
        }
    }

    /// The value that was given last.
    pub fn get(&self, key: &str) -> Option<&str> {
        let mut pairs = self.0.iter().rev();
        pairs.find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// All pairs, in the file's order.
    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }
}

/// Where in its region a block stands, by the file's own numbers, from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct LinePlace {
    pub cycle: u32,
    pub curve: u32,
    /// `None` where the export has the scans summed or averaged.
    pub scan: Option<u32>,
    /// Channel of the detector; `None` where the export has them summed.
    pub channel: Option<u32>,
}

impl LinePlace {
    /// From `0, Curve: 0, Scan: 0, Channel: 0`, of which all but the cycle and one other may be
    /// missing.
    pub fn of(value: &str) -> Option<LinePlace> {
        let (cycle, rest) = value.split_once(',')?;
        let mut place = LinePlace {
            cycle: cycle.trim().parse().ok()?,
            ..Default::default()
        };
        for part in rest.split(',') {
            let (key, number) = part.split_once(':')?;
            let number = number.trim().parse().ok()?;
            match key.trim() {
                "Curve" => place.curve = number,
                "Scan" => place.scan = Some(number),
                "Channel" => place.channel = Some(number),
                _ => return None,
            }
        }
        Some(place)
    }
}

/// Which axis some words name.
pub(super) fn axis_of(words: &str) -> Option<Axis> {
    let words = words.to_lowercase();
    match (words.contains("binding"), words.contains("kinetic")) {
        (true, false) => Some(Axis::Binding),
        (false, true) => Some(Axis::Kinetic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_stands_before_the_settings() {
        for (head, line) in [
            (
                "# Created by: x\n# XY-Serializer Export Settings:\n",
                "# a: b",
            ),
            ("// XY-Serializer Export Settings:\n", "//a: b"),
            ("XY-Serializer Export Settings:\n", "a: b"),
        ] {
            let prefix = Prefix::of(head);
            assert_eq!(prefix.line(line), XyLine::Pair("a", "b"), "{head}");
            assert_eq!(prefix.line(" 1  2 "), XyLine::Row("1  2"));
            assert_eq!(prefix.line(" "), XyLine::Blank);
        }
        let prefix = Prefix::default();
        assert_eq!(prefix.line("#"), XyLine::Blank);
        assert_eq!(prefix.line("# more"), XyLine::Pair("Comment", "more"));
        assert_eq!(prefix.line("nan 1"), XyLine::Row("nan 1"));
    }

    #[test]
    fn places_may_leave_out_scan_and_channel() {
        let place = |cycle, curve, scan, channel| LinePlace {
            cycle,
            curve,
            scan,
            channel,
        };
        let cases = [
            ("2, Curve: 1", Some(place(2, 1, None, None))),
            ("0, Curve: 0, Scan: 3", Some(place(0, 0, Some(3), None))),
            ("0, Curve: 0, Channel: 4", Some(place(0, 0, None, Some(4)))),
            (
                "0, Curve: 0, Scan: 3, Channel: 4",
                Some(place(0, 0, Some(3), Some(4))),
            ),
            ("0", None),
            ("0, Curve: x", None),
            ("99999999999, Curve: 1", None),
        ];
        for (text, want) in cases {
            assert_eq!(LinePlace::of(text), want, "{text}");
        }
    }

    #[test]
    fn parameters_are_pairs() {
        let mut pairs = Pairs::default();
        pairs.push("Parameter", "\"Y [mm]\" = 2");
        pairs.push("Comment", "a = b");
        assert_eq!(pairs.get("Y [mm]"), Some("2"));
        assert_eq!(pairs.get("Comment"), Some("a = b"));
    }
}
