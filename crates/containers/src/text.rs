//! Texts of a file, made fit for messages and notes.

use std::borrow::Cow;

/// Characters that [`short`] keeps.
const MAX_CHARS: usize = 100;

/// UTF-8, or Latin-1 where the bytes are not UTF-8.
pub fn utf8_or_latin1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(s) => s.into(),
        Err(_) => exact(bytes.iter().map(|b| char::from(*b))).into(),
    }
}

/// The characters as a string that takes no more memory than they need.
pub fn exact(chars: impl Iterator<Item = char> + Clone) -> String {
    let mut string = String::with_capacity(chars.clone().map(char::len_utf8).sum());
    string.extend(chars);
    string
}

/// `text` with control characters shown as `·`, so that a message stays one line.
pub fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '·' } else { c })
        .collect()
}

/// A text without surrounding blanks, cut to 100 characters, control characters as blanks: a
/// file's texts are copied into each of its spectra.
pub fn short(text: &str) -> String {
    let text = text.trim();
    let mut kept: String = text
        .chars()
        .take(MAX_CHARS)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_short_and_on_one_line() {
        assert_eq!(short(" b\r\nc "), "b  c");
        assert_eq!(short(&"é".repeat(100)), "é".repeat(100));
        assert_eq!(short(&"é".repeat(101)).chars().count(), 101);
        assert_eq!(one_line("a\tb\nc"), "a·b·c");
    }

    #[test]
    fn bytes_that_are_no_utf8_are_latin1() {
        assert_eq!(utf8_or_latin1("µm".as_bytes()), "µm");
        assert_eq!(utf8_or_latin1(b"\xB5m"), "µm");
    }
}
