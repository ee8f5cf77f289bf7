//! The lines of a dump: objects and their fields, `12 Ordinate values = {10, 11, 12}`.

use std::borrow::Cow;

use super::{DATASET, OBJECT};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{END_OF_FILE, Lines, number};

/// More fields than any object has: some 150 are usual.
const MAX_FIELDS: usize = 2000;

/// `42 Pass energy = 160 eV`
pub(super) struct KratosField<'a> {
    /// Line of the field, counted from 1.
    pub line: usize,
    /// Name, without the number before it.
    pub name: &'a str,
    /// Value; that of a list without its braces.
    pub value: Cow<'a, str>,
    /// Why the list has no end.
    fault: Option<Box<Fault>>,
}

/// One object of the dataset.
pub(super) struct KratosObject<'a> {
    /// Line of its name, counted from 1.
    pub line: usize,
    /// `C 1s/2`: name and number.
    pub name: &'a str,
    pub fields: Vec<KratosField<'a>>,
}

/// The objects of a dump, one after the other.
pub(super) struct KratosObjects<'a> {
    lines: Lines<'a>,
}

/// What follows `=` on a line that begins with `what`.
fn after<'a>(line: &'a str, what: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(what)?.trim_start();
    rest.strip_prefix('=').map(str::trim)
}

impl<'a> KratosObjects<'a> {
    pub fn new(text: &'a str) -> KratosObjects<'a> {
        KratosObjects {
            lines: Lines::new(text),
        }
    }

    /// The next object. Lines that are no fields are passed over.
    pub fn next_object(&mut self) -> Option<KratosObject<'a>> {
        let mut object = loop {
            let line = self.lines.number();
            if let Some(name) = after(self.lines.take()?.trim(), OBJECT) {
                break KratosObject {
                    line,
                    name,
                    fields: Vec::new(),
                };
            }
        };
        while let Some(line) = self.lines.peek() {
            let (at, open) = (self.lines.number(), self.lines.next_is_open());
            let line = line.trim();
            if after(line, OBJECT).is_some() {
                break;
            }
            self.lines.take();
            let Some((name, value)) = line.split_once('=') else {
                continue;
            };
            let (name, value) = (without_number(name.trim()), value.trim());
            let whole = !open || value.ends_with('}');
            if after(line, DATASET).is_some() || !whole || object.fields.len() >= MAX_FIELDS {
                // A last line that is cut says nothing sure.
                continue;
            }
            let (value, fault) = match value.strip_prefix('{') {
                None => (Cow::Borrowed(value), None),
                Some(list) => match list.split_once('}') {
                    Some((list, _)) => (Cow::Borrowed(list), None),
                    // A container: its fields follow.
                    None if list.is_empty() && self.lines.peek().is_some_and(is_field) => continue,
                    None => self.list(name, list),
                },
            };
            object.fields.push(KratosField {
                line: at,
                name,
                value,
                fault,
            });
        }
        Some(object)
    }

    /// A list that goes on over further lines, up to `}`.
    fn list(&mut self, name: &str, begin: &str) -> (Cow<'a, str>, Option<Box<Fault>>) {
        let mut list = begin.to_owned();
        loop {
            let at = self.lines.number();
            let found = match self.lines.peek() {
                None => END_OF_FILE.to_owned(),
                Some(line) if is_field(line) => quote(line),
                Some(line) => {
                    self.lines.take();
                    let (line, end) = match line.split_once('}') {
                        Some((line, _)) => (line, true),
                        None => (line, false),
                    };
                    list.push(' ');
                    list.push_str(line.trim());
                    if end {
                        return (list.into(), None);
                    }
                    continue;
                }
            };
            let expected = format!("“}}” that ends the {}", quote(name));
            return (
                list.into(),
                Some(Box::new(Fault::at_line(at, found, expected))),
            );
        }
    }
}

fn is_field(line: &str) -> bool {
    line.contains('=')
}

/// A field's name without its number.
fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(char::is_whitespace) {
        rest.trim_start()
    } else {
        name
    }
}

impl KratosObject<'_> {
    /// The first field of this name.
    pub fn field(&self, name: &str) -> Option<&KratosField<'_>> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// The value of a field, if it is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        let value: &str = &self.field(name)?.value;
        (!value.is_empty()).then_some(value)
    }

    /// The number at the beginning of a value: of `160 eV`, 160.
    pub fn real(&self, name: &str) -> Option<f64> {
        number(self.text(name)?.split_whitespace().next()?)
    }

    /// The numbers of a list; `None` where there is no such field.
    pub fn list(&self, name: &str) -> Option<Result<Vec<f64>, Fault>> {
        let field = self.field(name)?;
        if let Some(fault) = &field.fault {
            return Some(Err((**fault).clone()));
        }
        let cells = field.value.split([',', ' ', '\t']);
        let numbers = cells.filter(|c| !c.is_empty()).map(|cell| {
            number(cell).ok_or_else(|| {
                let expected = format!("a number of the {}", quote(name));
                Fault::at_line(field.line, quote(cell), expected)
            })
        });
        Some(numbers.collect())
    }

    /// Whether it is a scan, and no change of state (position, counter, etch …).
    pub fn is_scan(&self) -> bool {
        self.text("State change type").is_none()
            && (self.text("Scan type").is_some() || self.text("Spectrum scan start").is_some())
    }

    /// Whether the scan is a spectrum, and no map, line scan or snapshot.
    pub fn is_spectrum(&self) -> bool {
        self.text("Scan type")
            .is_none_or(|kind| ["F_SPECTRUM", "F_IRREGULAR"].contains(&kind))
    }
}
