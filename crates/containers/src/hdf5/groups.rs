//! Links of groups: symbol tables, link messages, and links in a fractal heap.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::header::kind;
use super::{Cursor, Damage, Hdf5File, UNDEFINED};

/// Bytes of a name or of the path in a soft link: longer ones are passed over.
const MAX_NAME: usize = 1024;
/// Kind of a symbol table entry that is a soft link.
const SOFT_ENTRY: u32 = 2;

/// Where a name in a group leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// Address of an object header.
    Hard(usize),
    /// A path, from the root or from the group.
    Soft(String),
    /// Another file, or a kind that is not known.
    Elsewhere,
}

impl<'a> Hdf5File<'a> {
    /// Links of the group at an address; none where the object is no group.
    pub(super) fn links(&self, at: usize) -> Result<Rc<BTreeMap<String, Link>>, Damage> {
        if let Some(links) = self.groups.borrow().get(&at) {
            return Ok(links.clone());
        }
        let mut links = BTreeMap::new();
        for message in self.messages(at)? {
            match message.kind {
                kind::SYMBOL_TABLE => self.symbol_table(message.body, &mut links)?,
                kind::LINK => {
                    let link = link(&mut self.within(message.body));
                    let link = self.need(link, at, "a link")?;
                    self.add(&mut links, link)?;
                }
                kind::LINK_INFO => self.dense_links(message.body, at, &mut links)?,
                _ => {}
            }
        }
        let links = Rc::new(links);
        self.groups.borrow_mut().insert(at, links.clone());
        Ok(links)
    }

    fn add(
        &self,
        links: &mut BTreeMap<String, Link>,
        (name, link): (String, Link),
    ) -> Result<(), Damage> {
        let target = match &link {
            Link::Soft(path) => path.len(),
            _ => 0,
        };
        self.spend(64 + name.len() + target)?;
        links.insert(name, link);
        Ok(())
    }

    /// Links of a symbol table: a B-tree of nodes, with the names in a local heap.
    fn symbol_table(
        &self,
        body: &'a [u8],
        links: &mut BTreeMap<String, Link>,
    ) -> Result<(), Damage> {
        let mut cursor = self.within(body);
        let places = cursor.address().zip(cursor.address());
        let (tree, heap) = self.need(places, 0, "a symbol table")?;
        let names = self.local_heap(heap)?;
        for node in self.group_tree(tree)? {
            self.spend(64)?;
            let mut cursor = self.cursor(node);
            let count = symbol_node(&mut cursor);
            for _ in 0..self.need(count, node, "a symbol table node")? {
                let link = symbol(&mut cursor, names);
                let link = self.need(link, node, "a symbol table node")?;
                self.add(links, link)?;
            }
        }
        Ok(())
    }

    /// Links that lie in a fractal heap, found by a B-tree of their names.
    fn dense_links(
        &self,
        body: &'a [u8],
        at: usize,
        links: &mut BTreeMap<String, Link>,
    ) -> Result<(), Damage> {
        let places = link_info(&mut self.within(body));
        let (heap, tree) = self.need(places, at, "link information")?;
        if heap == UNDEFINED || tree == UNDEFINED {
            return Ok(());
        }
        let heap = self.fractal_heap(heap)?;
        self.tree_2(tree, &mut |record| {
            let mut cursor = self.within(record);
            let object = cursor
                .skip(4)
                .and_then(|()| self.heap_object(&heap, cursor.rest()));
            let object = self.need(object, tree, "a fractal heap")?;
            let link = link(&mut self.within(object));
            let link = self.need(link, tree, "a link in a heap")?;
            self.add(links, link)
        })
    }
}

/// Number of entries of a symbol table node.
fn symbol_node(cursor: &mut Cursor<'_>) -> Option<usize> {
    cursor.signature(b"SNOD")?;
    cursor.skip(2)?;
    cursor.u16()
}

/// An entry of a symbol table node.
fn symbol<'a>(cursor: &mut Cursor<'a>, names: &'a [u8]) -> Option<(String, Link)> {
    let name = zero_terminated(names, cursor.address()?)?;
    let header = cursor.address()?;
    let kind = cursor.u32()?;
    cursor.skip(4)?;
    let scratch = cursor.take(16)?.first_chunk()?;
    let link = if kind == SOFT_ENTRY {
        let at = usize::try_from(u32::from_le_bytes(*scratch)).ok()?;
        Link::Soft(zero_terminated(names, at)?)
    } else {
        Link::Hard(header)
    };
    Some((name, link))
}

/// A text in a local heap.
fn zero_terminated(heap: &[u8], at: usize) -> Option<String> {
    let text = heap.get(at..)?;
    let text = &text[..text.len().min(MAX_NAME)];
    let end = text.iter().position(|b| *b == 0)?;
    Some(String::from_utf8_lossy(&text[..end]).into_owned())
}

/// Addresses of the heap with a group's links and of the B-tree of their names.
fn link_info(cursor: &mut Cursor<'_>) -> Option<(usize, usize)> {
    cursor.skip(1)?;
    let flags = cursor.byte()?;
    cursor.skip(if flags & 1 != 0 { 8 } else { 0 })?;
    cursor.address().zip(cursor.address())
}

/// A link message.
fn link(cursor: &mut Cursor<'_>) -> Option<(String, Link)> {
    if cursor.byte()? != 1 {
        return None;
    }
    let flags = cursor.byte()?;
    let kind = if flags & 8 != 0 { cursor.byte()? } else { 0 };
    cursor.skip(if flags & 4 != 0 { 8 } else { 0 })?;
    cursor.skip(if flags & 16 != 0 { 1 } else { 0 })?;
    let length = cursor.size(1 << (flags & 3))?;
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    let name = text(cursor.take(length)?);
    let link = match kind {
        0 => Link::Hard(cursor.address()?),
        1 => {
            let length = cursor.u16()?;
            Link::Soft(text(cursor.take(length)?))
        }
        _ => Link::Elsewhere,
    };
    Some((name, link))
}
