//! What the readers of `.xlsx` and `.ods` ask of XML, by the crate `quick-xml`. It expands no
//! entities but XML's own five.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use speclens_containers::text::one_line;

/// Bytes of a text that are kept: a header cell is shorter, a number much more so.
const MAX_TEXT: usize = 400;

/// A reader that gives an empty element as its start and its end.
pub(super) fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// The next event; the error is what is found there, for a message.
pub(super) fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, String> {
    reader
        .read_event()
        .map_err(|e| format!("damaged XML ({})", one_line(&e.to_string())))
}

/// An attribute, whatever its prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    // The check for doubled names takes the square of their number.
    let mut all = element.attributes();
    let found = all
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
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
        Event::GeneralRef(r) => match &**r {
            "amp" => push("&"),
            "lt" => push("<"),
            "gt" => push(">"),
            "quot" => push("\""),
            "apos" => push("'"),
            _ => {
                if let Ok(Some(c)) = r.resolve_char_ref() {
                    push(c.encode_utf8(&mut [0; 4]));
                }
            }
        },
        _ => {}
    }
}
