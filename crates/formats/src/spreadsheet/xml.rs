//! What the readers of `.xlsx` and `.ods` ask of XML: events, attributes, texts of cells.

use quick_xml::events::{BytesStart, Event};

use crate::shared::xml::{XmlReader, attributes, character, damaged, value};
use speclens_containers::text::one_line;

pub(super) use crate::shared::xml::expanding as reader;

/// Bytes of a text that are kept: a header cell is shorter, a number much more so.
const MAX_TEXT: usize = 400;

/// The next event; the error is what is found there, for a message.
pub(super) fn next<'a>(reader: &mut XmlReader<'a>) -> Result<Event<'a>, String> {
    let event = reader.read_event();
    event.map_err(|error| damaged(&one_line(&error.to_string())))
}

/// An attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut all = attributes(element).flatten();
    value(&all.find(|a| a.key.local_name().as_ref() == name)?).ok()
}

/// An attribute as a number of things.
pub(super) fn count(element: &BytesStart, name: &str) -> Option<usize> {
    attribute(element, name)?.trim().parse().ok()
}

/// Adds the text of an event to a text that is kept short.
pub(super) fn push_text(text: &mut String, event: &Event) {
    let mut push = |more: &str| {
        let room = MAX_TEXT.saturating_sub(text.len());
        text.push_str(&more[..more.floor_char_boundary(room)]);
    };
    match event {
        Event::Text(t) => push(t),
        Event::CData(t) => push(t),
        Event::GeneralRef(reference) => {
            if let Ok(Some(c)) = character(reference) {
                push(c.encode_utf8(&mut [0; 4]));
            }
        }
        _ => {}
    }
}
