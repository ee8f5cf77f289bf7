//! Attributes of groups and data sets: in the header, or in a fractal heap.

use super::header::{kind, shared_address};
use super::types::{Shape, Type, data_type, shape};
use super::{Cursor, Damage, Hdf5File, Object, UNDEFINED};

/// What an attribute holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Numbers, in the order of the file.
    Numbers(Vec<f64>),
    /// Texts, in the order of the file.
    Texts(Vec<String>),
}

/// The parts of an attribute message.
struct Attribute<'a> {
    name: &'a [u8],
    data_type: &'a [u8],
    shared_type: bool,
    shape: &'a [u8],
    data: &'a [u8],
}

impl<'a> Object<'_, 'a> {
    /// The value of an attribute; `None` where there is none, or it holds neither numbers nor
    /// texts.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn attribute(&self, name: &str) -> Result<Option<Value>, Damage> {
        let file = self.file;
        for message in &self.messages {
            match message.kind {
                kind::ATTRIBUTE if !message.shared => {
                    file.spend(32)?;
                    let attribute = attribute(&mut file.within(message.body));
                    let attribute = file.need(attribute, self.at, "an attribute")?;
                    if attribute.name == name.as_bytes() {
                        return file.attribute_value(&attribute, self.at);
                    }
                }
                kind::ATTRIBUTE_INFO => {
                    let found = file.dense_attribute(message.body, self.at, name)?;
                    if found.is_some() {
                        return Ok(found);
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }
}

impl<'a> Hdf5File<'a> {
    /// An attribute among those in a heap.
    fn dense_attribute(
        &self,
        body: &'a [u8],
        at: usize,
        name: &str,
    ) -> Result<Option<Value>, Damage> {
        let places = attribute_info(&mut self.within(body));
        let (heap, tree) = self.need(places, at, "attribute information")?;
        if heap == UNDEFINED || tree == UNDEFINED {
            return Ok(None);
        }
        let heap = self.fractal_heap(heap)?;
        let mut found = None;
        self.tree_2(tree, &mut |record| {
            self.spend(32)?;
            let id = record.get(..8).unwrap_or_default();
            // One whose place in the heap is damaged is passed over.
            let Some(object) = self.heap_object(&heap, id) else {
                return Ok(());
            };
            let attribute = attribute(&mut self.within(object));
            let attribute = self.need(attribute, tree, "an attribute in a heap")?;
            if attribute.name == name.as_bytes() {
                found = self.attribute_value(&attribute, at)?;
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn attribute_value(
        &self,
        attribute: &Attribute<'a>,
        at: usize,
    ) -> Result<Option<Value>, Damage> {
        let mut own = self.within(attribute.data_type);
        let of = if attribute.shared_type {
            let named = self.need(shared_address(&mut own), at, "a shared type")?;
            self.named_type(named)?
        } else {
            self.need(data_type(&mut own), at, "a data type")?
        };
        let shape = shape(&mut self.within(attribute.shape));
        let shape: Shape = self.need(shape, at, "a shape")?;
        let length = shape.count().and_then(|n| n.checked_mul(of.size));
        let data = length.and_then(|n| attribute.data.get(..n));
        let data = self.need(data, at, "an attribute")?;
        self.decode(data.len())?;
        if let Some(numbers) = of.numbers(data) {
            return Ok(Some(Value::Numbers(numbers)));
        }
        Ok(self.texts(of, data)?.map(Value::Texts))
    }

    /// The type of a named type.
    fn named_type(&self, at: usize) -> Result<Type, Damage> {
        let messages = self.messages(at)?;
        let message = messages.iter().find(|m| m.kind == kind::DATATYPE);
        let body = self.need(message.filter(|m| !m.shared), at, "a named type")?;
        self.need(data_type(&mut self.within(body.body)), at, "a named type")
    }
}

/// Addresses of the heap with an object's attributes and of the B-tree of their names.
fn attribute_info(cursor: &mut Cursor<'_>) -> Option<(usize, usize)> {
    cursor.skip(1)?;
    let flags = cursor.byte()?;
    cursor.skip(if flags & 1 != 0 { 2 } else { 0 })?;
    cursor.address().zip(cursor.address())
}

fn attribute<'a>(cursor: &mut Cursor<'a>) -> Option<Attribute<'a>> {
    let version = cursor.byte()?;
    let flags = cursor.byte()?;
    let lengths = [cursor.u16()?, cursor.u16()?, cursor.u16()?];
    match version {
        1 | 2 => {}
        3 => cursor.skip(1)?,
        _ => return None,
    }
    let mut part = |length: usize| {
        let padded = if version == 1 {
            length.next_multiple_of(8)
        } else {
            length
        };
        cursor.take(padded)?.get(..length)
    };
    let [name, data_type, shape] = [part(lengths[0])?, part(lengths[1])?, part(lengths[2])?];
    let shared = |bit| version > 1 && flags & bit != 0;
    if shared(2) {
        return None; // A shared shape: no library writes it.
    }
    Some(Attribute {
        name: name.split(|b| *b == 0).next()?,
        data_type,
        shared_type: shared(1),
        shape,
        data: cursor.rest(),
    })
}
