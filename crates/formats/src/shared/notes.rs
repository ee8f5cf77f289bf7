//! Notes of a spectrum: key and value, short enough to be kept with every spectrum.

pub(crate) use speclens_containers::text::short;
use speclens_spectrum::Spectrum;

/// Adds a note, [`short`], unless its value is empty.
pub(crate) fn push(notes: &mut Vec<(String, String)>, key: &str, value: &str) {
    let value = short(value);
    if !value.is_empty() {
        notes.push((key.to_owned(), value));
    }
}

/// The value of the first note of this key.
pub(crate) fn note<'a>(spectrum: &'a Spectrum, key: &str) -> Option<&'a str> {
    let mut notes = spectrum.notes.iter();
    notes.find(|(k, _)| k == key).map(|(_, v)| v.as_str())
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
    }
}
