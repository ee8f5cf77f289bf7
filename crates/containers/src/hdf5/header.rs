//! Object headers: the messages that describe a group or a data set.

use super::{Cursor, Damage, Hdf5File};

/// Kinds of messages.
pub(super) mod kind {
    pub const DATASPACE: u16 = 0x01;
    pub const LINK_INFO: u16 = 0x02;
    pub const DATATYPE: u16 = 0x03;
    pub const LINK: u16 = 0x06;
    pub const EXTERNAL_FILES: u16 = 0x07;
    pub const LAYOUT: u16 = 0x08;
    pub const FILTERS: u16 = 0x0B;
    pub const ATTRIBUTE: u16 = 0x0C;
    pub const CONTINUATION: u16 = 0x10;
    pub const SYMBOL_TABLE: u16 = 0x11;
    pub const ATTRIBUTE_INFO: u16 = 0x15;
}

/// Messages of one object: more are a damaged file.
const MAX_MESSAGES: usize = 65_536;
/// Flag of a message whose body lies elsewhere.
const SHARED: u8 = 2;

/// A message of an object header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    pub kind: u16,
    pub shared: bool,
    pub body: &'a [u8],
}

impl<'a> Hdf5File<'a> {
    /// All messages of the object at an address, with those of the header's continuations.
    pub(super) fn messages(&self, at: usize) -> Result<Vec<Message<'a>>, Damage> {
        self.spend(64)?;
        let mut cursor = self.cursor(at);
        let damage = || self.need(None, at, "an object header");
        let new = cursor.clone().signature(b"OHDR").is_some();
        let Some((first, order)) = (if new {
            first_block(&mut cursor)
        } else {
            first_block_of_version_1(&mut cursor).map(|block| (block, 0))
        }) else {
            return damage();
        };
        let mut blocks = vec![first];
        let mut messages = Vec::new();
        while let Some(block) = blocks.pop() {
            self.spend(block.len())?;
            let mut cursor = self.within(block);
            let prefix = if new { 4 + order } else { 8 };
            while cursor.rest().len() >= prefix {
                let Some(message) = message(&mut cursor, new, order) else {
                    return damage();
                };
                if messages.len() >= MAX_MESSAGES {
                    return damage();
                }
                if message.kind != kind::CONTINUATION {
                    messages.push(message);
                    continue;
                }
                let Some(block) = self.continuation(message.body, new) else {
                    return damage();
                };
                blocks.push(block);
            }
        }
        Ok(messages)
    }

    /// The block that a continuation message names.
    fn continuation(&self, body: &'a [u8], new: bool) -> Option<&'a [u8]> {
        let mut fields = self.within(body);
        let (at, length) = (fields.address()?, fields.length()?);
        let mut cursor = self.cursor(at);
        if new {
            cursor.signature(b"OCHK")?;
            return cursor.take(length.checked_sub(8)?);
        }
        cursor.take(length)
    }

    /// The body of a message; where it is shared, that of the same kind in the object it names
    /// (a named data type).
    pub(super) fn body(&self, message: Message<'a>) -> Result<&'a [u8], Damage> {
        if !message.shared {
            return Ok(message.body);
        }
        let address = shared_address(&mut self.within(message.body));
        let at = self.need(address, 0, "a shared message")?;
        let messages = self.messages(at)?;
        let found = messages
            .iter()
            .find(|m| m.kind == message.kind && !m.shared);
        self.need(found.map(|m| m.body), at, "a shared message")
    }
}

/// The address in a shared message; `None` for one in the heap of shared messages.
pub(super) fn shared_address(cursor: &mut Cursor<'_>) -> Option<usize> {
    let (version, place) = (cursor.byte()?, cursor.byte()?);
    match (version, place) {
        (1, _) => cursor.skip(6)?,
        // Version 2 writes the number of version 3 for “in another object”, or none.
        (2, 0 | 2) | (3, 2) => {}
        _ => return None,
    }
    cursor.address()
}

/// The first block of messages, and the bytes of a message's creation order.
fn first_block<'a>(cursor: &mut Cursor<'a>) -> Option<(&'a [u8], usize)> {
    cursor.signature(b"OHDR")?;
    if cursor.byte()? != 2 {
        return None;
    }
    let flags = cursor.byte()?;
    let times = if flags & 0x20 != 0 { 16 } else { 0 };
    let attributes = if flags & 0x10 != 0 { 4 } else { 0 };
    cursor.skip(times + attributes)?;
    let length = cursor.size(1 << (flags & 3))?;
    let order = if flags & 4 != 0 { 2 } else { 0 };
    Some((cursor.take(length)?, order))
}

fn first_block_of_version_1<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    if cursor.byte()? != 1 {
        return None;
    }
    cursor.skip(7)?;
    let length = usize::try_from(cursor.u32()?).ok()?;
    cursor.skip(4)?;
    cursor.take(length)
}

fn message<'a>(cursor: &mut Cursor<'a>, new: bool, order: usize) -> Option<Message<'a>> {
    let kind = if new {
        cursor.byte()?.into()
    } else {
        u16::try_from(cursor.u16()?).ok()?
    };
    let length = cursor.u16()?;
    let flags = cursor.byte()?;
    cursor.skip(if new { order } else { 3 })?;
    Some(Message {
        kind,
        shared: flags & SHARED != 0,
        body: cursor.take(length)?,
    })
}
