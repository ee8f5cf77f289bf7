//! A small XML document as a tree.

use quick_xml::events::{BytesStart, Event};

use crate::shared::xml::{MAX_DEPTH, XmlReader, attributes, character, value};

/// Elements of one document; a schedule has a few hundred.
const MAX_ELEMENTS: usize = 200_000;
/// Attributes of one element that are kept.
const MAX_ATTRIBUTES: usize = 100;
/// Elements that one look-up goes through: what is looked for in large elements stands first.
const MAX_SEARCHED: usize = 200;

struct XmlNode {
    name: String,
    attributes: Vec<(String, String)>,
    /// Text directly inside the element.
    text: String,
    parent: Option<usize>,
    /// The first element after this one that is not inside it.
    end: usize,
}

/// A document.
pub(super) struct XmlTree {
    /// In the order of the document.
    nodes: Vec<XmlNode>,
}

/// An element of a [`XmlTree`].
#[derive(Clone, Copy)]
pub(super) struct XmlElement<'t> {
    tree: &'t XmlTree,
    index: usize,
}

impl XmlTree {
    /// Reads a document.
    ///
    /// # Errors
    /// What is wrong with it: it is no XML, breaks off, or is too large or deep for a schedule.
    pub fn parse(text: &str) -> Result<XmlTree, String> {
        let mut reader = XmlReader::from_str(text);
        let mut tree = XmlTree { nodes: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        loop {
            match reader.read_event().map_err(|e| e.to_string())? {
                Event::Start(start) => {
                    open.push(tree.add(&start, open.last().copied())?);
                    if open.len() > MAX_DEPTH {
                        return Err(format!("more than {MAX_DEPTH} elements inside each other"));
                    }
                }
                Event::Empty(start) => {
                    let index = tree.add(&start, open.last().copied())?;
                    tree.nodes[index].end = index + 1;
                }
                Event::End(_) => {
                    let end = tree.nodes.len();
                    if let Some(index) = open.pop() {
                        tree.nodes[index].end = end;
                    }
                }
                Event::Text(text) => tree.append(&open, &text.xml10_content()),
                Event::CData(text) => tree.append(&open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    if let Some(c) = character(&reference)? {
                        tree.append(&open, c.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        match open.last() {
            Some(index) => Err(format!("no end of <{}>", tree.nodes[*index].name)),
            None if tree.nodes.is_empty() => Err("no element".to_owned()),
            None => Ok(tree),
        }
    }

    fn add(&mut self, start: &BytesStart, parent: Option<usize>) -> Result<usize, String> {
        let index = self.nodes.len();
        if index >= MAX_ELEMENTS {
            return Err(format!("more than {MAX_ELEMENTS} elements"));
        }
        let kept = attributes(start).take(MAX_ATTRIBUTES).map(|attribute| {
            let attribute = attribute.map_err(|e| e.to_string())?;
            Ok((attribute.key.as_ref().to_owned(), value(&attribute)?))
        });
        let kept = kept.collect::<Result<_, String>>()?;
        self.nodes.push(XmlNode {
            name: start.name().as_ref().to_owned(),
            attributes: kept,
            text: String::new(),
            parent,
            end: index + 1,
        });
        Ok(index)
    }

    fn append(&mut self, open: &[usize], text: &str) {
        if let Some(node) = open.last().and_then(|i| self.nodes.get_mut(*i)) {
            node.text += text;
        }
    }

    /// Every element, in the order of the document.
    pub fn elements(&self) -> impl Iterator<Item = XmlElement<'_>> {
        (0..self.nodes.len()).map(|index| XmlElement { tree: self, index })
    }
}

impl<'t> XmlElement<'t> {
    fn node(self) -> &'t XmlNode {
        &self.tree.nodes[self.index]
    }

    pub fn name(self) -> &'t str {
        &self.node().name
    }

    /// Text directly inside the element, without blanks around it.
    pub fn text(self) -> &'t str {
        self.node().text.trim()
    }

    /// An attribute; `None` where it is missing or blank.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let found = self.node().attributes.iter().find(|(n, _)| n == name)?;
        Some(found.1.trim()).filter(|v| !v.is_empty())
    }

    /// An attribute as a finite number.
    pub fn number(self, name: &str) -> Option<f64> {
        let value: f64 = self.attribute(name)?.parse().ok()?;
        value.is_finite().then_some(value)
    }

    /// The elements around this one, the nearest first.
    pub fn parents(self) -> impl Iterator<Item = XmlElement<'t>> {
        let tree = self.tree;
        let up = move |e: &XmlElement<'t>| {
            let index = e.node().parent?;
            Some(XmlElement { tree, index })
        };
        std::iter::successors(up(&self), up)
    }

    /// The first elements directly inside.
    pub fn children(self) -> impl Iterator<Item = XmlElement<'t>> {
        let tree = self.tree;
        let end = self.node().end;
        let mut next = self.index + 1;
        let child = move || {
            let index = next;
            next = tree.nodes.get(index).filter(|_| index < end)?.end;
            Some(XmlElement { tree, index })
        };
        std::iter::from_fn(child).take(MAX_SEARCHED)
    }

    /// The first element of this name among the first ones directly inside.
    pub fn child(self, name: &str) -> Option<XmlElement<'t>> {
        self.children().find(|e| e.name() == name)
    }

    /// The elements of this name among the first ones anywhere inside.
    pub fn inside(self, name: &str) -> impl Iterator<Item = XmlElement<'t>> {
        let tree = self.tree;
        (self.index + 1..self.node().end)
            .take(MAX_SEARCHED)
            .map(move |index| XmlElement { tree, index })
            .filter(move |e| e.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_texts_and_places() {
        let text = "<!DOCTYPE x><?xml version='1.0'?><!-- no --><a><b n='1 &lt; 2' m=' '>\
                    t &amp;&#x3b1;<![CDATA[<c>]]></b><c><b/><d><b k='2.5'/></d></c> </a>";
        let tree = XmlTree::parse(text).unwrap();
        let a = tree.elements().next().unwrap();
        let b = a.child("b").unwrap();
        assert_eq!((b.attribute("n"), b.attribute("m")), (Some("1 < 2"), None));
        assert_eq!(b.text(), "t &α<c>");
        let names: Vec<&str> = a.children().map(XmlElement::name).collect();
        assert_eq!(names, ["b", "c"]);
        assert_eq!(a.inside("b").count(), 3);
        let last = a.inside("b").last().unwrap();
        let around: Vec<&str> = last.parents().map(XmlElement::name).collect();
        assert_eq!(
            (around.join(" "), last.number("k")),
            ("d c a".into(), Some(2.5))
        );
    }

    #[test]
    fn documents_that_break_off_or_are_too_deep_are_errors() {
        for (text, said) in [
            ("", "no element"),
            ("<a><b>", "no end of <b>"),
            (&"<a>".repeat(65), "more than 64 elements inside each other"),
            (&"<a/>".repeat(200_001), "more than 200000 elements"),
        ] {
            assert_eq!(XmlTree::parse(text).err().as_deref(), Some(said));
        }
        for text in ["<a></b>", "<a b=>", "</a>", "<a b='&x;'/>", "<"] {
            assert!(XmlTree::parse(text).is_err(), "{text}");
        }
    }
}
