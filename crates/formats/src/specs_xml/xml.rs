//! XML as a stream: elements, their texts and their numbers, one after the other.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use crate::shared::error::{Fault, quote};
use crate::shared::lines::{END_OF_FILE, number};
use crate::shared::notes::short;
use crate::shared::xml::{MAX_DEPTH, XmlReader, attributes, character, damaged, expanding};

/// Attributes of an element that are looked at; SpecsLab writes up to 5.
const MAX_ATTRIBUTES: usize = 16;
/// Bytes of a text that are kept.
const MAX_TEXT: usize = 1000;

/// The beginning of an element.
#[derive(Debug, Default)]
pub(super) struct TypedElement {
    /// Name of the tag: `struct`, `sequence`, `double` …
    pub tag: String,
    /// Attribute `name`: what the value is called.
    pub name: String,
    /// Attribute `type_name`: what type the value has.
    pub type_name: String,
}

/// The numbers within an element.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Up to the first text that is no number.
    pub values: Vec<f64>,
    /// What stands there.
    pub fault: Option<Fault>,
}

/// A text on its way through its elements. Faults are those of the syntax: nothing can be read
/// behind them.
pub(super) struct XmlStream<'a> {
    text: &'a str,
    reader: XmlReader<'a>,
    depth: usize,
    /// Character that ends a line.
    line_end: u8,
    /// A place in bytes, and its line.
    counted: (usize, usize),
}

enum XmlItem<'a> {
    Begin(TypedElement),
    End,
    Text(Cow<'a, str>),
    Character(char),
}

impl<'a> XmlStream<'a> {
    pub fn new(text: &'a str) -> XmlStream<'a> {
        // The reader would drop the mark without counting it.
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = expanding(text);
        reader.config_mut().allow_dangling_amp = true;
        XmlStream {
            text,
            reader,
            depth: 0,
            line_end: if text.contains('\n') { b'\n' } else { b'\r' },
            counted: (0, 1),
        }
    }

    /// Line of what was read last.
    pub fn line(&mut self) -> usize {
        self.line_of(self.place())
    }

    /// The beginning of the next element in any depth; `None` at the end of the document.
    pub fn begin(&mut self) -> Result<Option<TypedElement>, Fault> {
        loop {
            match self.item()? {
                Some(XmlItem::Begin(element)) => return Ok(Some(element)),
                None => return Ok(None),
                _ => {}
            }
        }
    }

    /// The beginning of the next element within the present one; `None` at the end of the present
    /// one. Each child is to be read to its end before the next.
    pub fn child(&mut self) -> Result<Option<TypedElement>, Fault> {
        loop {
            match self.item_inside()? {
                XmlItem::Begin(element) => return Ok(Some(element)),
                XmlItem::End => return Ok(None),
                _ => {}
            }
        }
    }

    /// Passes over the rest of the present element.
    pub fn skip(&mut self) -> Result<(), Fault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.item_inside()?;
        }
        Ok(())
    }

    /// The text of the present element, to its end, also of a value within it
    /// (`<any><double>1</double></any>`), without surrounding blanks; empty where it holds a
    /// `struct` or a `sequence`.
    pub fn text(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        let mut is_value = true;
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.item_inside()? {
                XmlItem::Text(part) if text.len() < MAX_TEXT => {
                    text.extend(part.chars().take(MAX_TEXT));
                }
                XmlItem::Character(c) if text.len() < MAX_TEXT => text.push(c),
                XmlItem::Begin(e) if ["struct", "sequence"].contains(&e.tag.as_str()) => {
                    is_value = false;
                }
                _ => {}
            }
        }
        let text = if is_value { text.trim() } else { "" };
        Ok(text.to_owned())
    }

    /// The numbers of the present element, to its end, separated by blanks or elements. Their
    /// memory is bounded by their text.
    pub fn numbers(&mut self) -> Result<Numbers, Fault> {
        let mut numbers = Numbers::default();
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.item_inside()? {
                XmlItem::Text(part) if numbers.fault.is_none() => {
                    for word in part.split_ascii_whitespace() {
                        let Some(value) = number(word) else {
                            let inside = word.as_ptr().addr() - part.as_ptr().addr();
                            let before = self.place().saturating_sub(part.len());
                            let line = self.line_of(before + inside);
                            numbers.fault = Some(Fault::at_line(line, quote(word), "a number"));
                            break;
                        };
                        numbers.values.push(value);
                    }
                }
                XmlItem::Character(c) if numbers.fault.is_none() => {
                    let found = quote(&c.to_string());
                    numbers.fault = Some(Fault::at_line(self.line(), found, "a number"));
                }
                _ => {}
            }
        }
        numbers.values.shrink_to_fit();
        Ok(numbers)
    }

    /// Bytes that were read.
    fn place(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Line of a byte. Asked for places that only rise, this counts each line once.
    fn line_of(&mut self, place: usize) -> usize {
        let place = place.min(self.text.len());
        let (from, line) = Some(self.counted)
            .filter(|c| c.0 <= place)
            .unwrap_or((0, 1));
        let ends = self.text.as_bytes()[from..place]
            .iter()
            .filter(|b| **b == self.line_end)
            .count();
        self.counted = (place, line + ends);
        line + ends
    }

    /// The next item of an element that is open: the end of the file is a fault here.
    fn item_inside(&mut self) -> Result<XmlItem<'a>, Fault> {
        self.item()?.ok_or_else(|| self.ends())
    }

    fn ends(&mut self) -> Fault {
        Fault::at_line(
            self.line(),
            END_OF_FILE,
            "the end of an XML element that is open",
        )
    }

    /// The next item; `None` at the end of the document.
    fn item(&mut self) -> Result<Option<XmlItem<'a>>, Fault> {
        loop {
            let event = self.reader.read_event().map_err(|error| {
                let place = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
                let found = damaged(&short(&error.to_string()));
                Fault::at_line(self.line_of(place), found, "well-formed XML")
            })?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        let found = format!("more than {MAX_DEPTH} elements within each other");
                        let expected = "the elements of a SpecsLab file";
                        return Err(Fault::at_line(self.line(), found, expected));
                    }
                    XmlItem::Begin(element(&start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    XmlItem::End
                }
                Event::Text(text) => XmlItem::Text(text.into_inner()),
                Event::CData(data) => XmlItem::Text(data.into_inner()),
                Event::GeneralRef(reference) => {
                    let known = character(&reference).ok().flatten();
                    XmlItem::Character(known.unwrap_or('\u{FFFD}'))
                }
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(self.ends()),
                _ => continue,
            }));
        }
    }
}

/// What is asked of the beginning of an element.
fn element(start: &BytesStart) -> TypedElement {
    let mut element = TypedElement {
        tag: short(start.name().as_ref()),
        ..Default::default()
    };
    for attribute in attributes(start).take(MAX_ATTRIBUTES).flatten() {
        match attribute.key.as_ref() {
            "name" => element.name = short(&attribute.value),
            "type_name" => element.type_name = short(&attribute.value),
            _ => {}
        }
    }
    element
}
