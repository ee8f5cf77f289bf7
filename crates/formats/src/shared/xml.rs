//! What readers of XML ask of the crate `quick-xml`. It reads a text in place, passes over a
//! document type definition without reading it, and expands no entities but XML's own five.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::attributes::{Attribute, Attributes};
use quick_xml::events::{BytesRef, BytesStart};

/// Elements within each other; those that are read have at most 15.
pub(crate) const MAX_DEPTH: usize = 64;

/// A reader of a text, event by event.
pub(crate) type XmlReader<'a> = quick_xml::Reader<&'a [u8]>;

/// A reader that gives an empty element as its start and its end.
pub(crate) fn expanding(text: &str) -> XmlReader<'_> {
    let mut reader = XmlReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// What is found where the syntax is wrong; `said` is what the reader says of it.
pub(crate) fn damaged(said: &str) -> String {
    format!("damaged XML ({said})")
}

/// The attributes of an element. Whether one comes twice is not looked for: that takes the square
/// of their number.
pub(crate) fn attributes<'a>(element: &'a BytesStart) -> Attributes<'a> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes
}

/// The value of an attribute, its references resolved.
///
/// # Errors
/// What is wrong with a reference.
pub(crate) fn value(attribute: &Attribute) -> Result<String, String> {
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    value
        .map(|v| v.into_owned())
        .map_err(|error| error.to_string())
}

/// The character that a reference in a text stands for; `None` for an entity that the document
/// defines itself.
///
/// # Errors
/// A number that is that of no character.
pub(crate) fn character(reference: &BytesRef) -> Result<Option<char>, String> {
    match resolve_xml_entity(reference) {
        Some(text) => Ok(text.chars().next()),
        None => reference
            .resolve_char_ref()
            .map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::events::Event;

    #[test]
    fn empty_elements_have_a_start_and_an_end() {
        let mut reader = expanding("<a/>");
        let mut next = || reader.read_event().unwrap();
        assert!(matches!(next(), Event::Start(_)) && matches!(next(), Event::End(_)));
    }

    #[test]
    fn attributes_may_come_twice_and_have_their_references_resolved() {
        let mut reader = expanding("<a b='1 &lt; &#x3b1;' b='&c;'/>");
        let Event::Start(element) = reader.read_event().unwrap() else {
            panic!("no element");
        };
        let values: Vec<_> = attributes(&element).map(|a| value(&a.unwrap())).collect();
        assert_eq!(values[0].as_deref(), Ok("1 < α"));
        assert!(values.len() == 2 && values[1].is_err());
    }

    #[test]
    fn references_are_characters() {
        for (reference, want) in [
            ("amp", Ok(Some('&'))),
            ("quot", Ok(Some('"'))),
            ("#65", Ok(Some('A'))),
            ("#x3b1", Ok(Some('α'))),
            ("nbsp", Ok(None)),
        ] {
            assert_eq!(character(&BytesRef::new(reference)), want);
        }
        assert!(character(&BytesRef::new("#xD800")).is_err());
    }
}
