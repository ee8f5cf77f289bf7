//! Notes of a spectrum: key and value, short enough to be kept with every spectrum.

/// Characters of a text that every spectrum of a file carries.
const MAX_CHARS: usize = 100;

/// A text without surrounding blanks, cut to 100 characters, control characters as blanks: a
/// file's texts are copied into each of its spectra.
pub(crate) fn short(text: &str) -> String {
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

/// Adds a note, [`short`], unless its value is empty.
pub(crate) fn push(notes: &mut Vec<(String, String)>, key: &str, value: &str) {
    let value = short(value);
    if !value.is_empty() {
        notes.push((key.to_owned(), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_short_and_on_one_line() {
        let mut notes = Vec::new();
        push(&mut notes, "a", " b\r\nc ");
        push(&mut notes, "empty", "  ");
        push(&mut notes, "long", &"é".repeat(101));
        assert_eq!(notes[0], ("a".to_owned(), "b  c".to_owned()));
        assert_eq!((notes.len(), notes[1].1.chars().count()), (2, 101));
        assert_eq!(short(&"é".repeat(100)), "é".repeat(100));
    }
}
