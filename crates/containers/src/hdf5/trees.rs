//! B-trees: version 1 (old groups, chunks), version 2 (links and attributes in heaps, chunks).

use super::{Cursor, Damage, Hdf5File, UNDEFINED};

/// Kinds of a node of version 1.
const GROUP: u8 = 0;
const CHUNKS: u8 = 1;
/// Levels of a B-tree of version 2: with two children a node, more than any file needs.
const MAX_DEPTH: usize = 32;
/// Bytes of a node of version 2 that are no records: signature, version, kind, checksum.
const NODE_OVERHEAD: usize = 10;

/// An entry of a chunk tree: stored length, filters that were left out, offsets, address.
pub(super) struct ChunkEntry {
    pub stored: usize,
    pub skipped: u32,
    pub offsets: Vec<usize>,
    pub at: usize,
}

/// What the header of a B-tree of version 2 says.
struct Tree2 {
    node: usize,
    record: usize,
    /// For each depth of a subtree: bytes of the count of records of a node, and of all below.
    counts: Vec<(usize, usize)>,
}

impl<'a> Hdf5File<'a> {
    /// Addresses of the symbol table nodes of a group.
    pub(super) fn group_tree(&self, root: usize) -> Result<Vec<usize>, Damage> {
        let mut nodes = Vec::new();
        self.tree_1(
            root,
            GROUP,
            &mut |cursor, used| {
                cursor.length()?;
                let mut children = Vec::new();
                for _ in 0..used {
                    children.push(cursor.address()?);
                    cursor.length()?;
                }
                Some(children)
            },
            &mut |children| nodes.extend(children),
        )?;
        Ok(nodes)
    }

    /// Chunks of a data set of `rank` dimensions.
    pub(super) fn chunk_tree(&self, root: usize, rank: usize) -> Result<Vec<ChunkEntry>, Damage> {
        let mut chunks = Vec::new();
        self.tree_1(
            root,
            CHUNKS,
            &mut |cursor, used| {
                let mut children = Vec::new();
                for _ in 0..used {
                    let stored = usize::try_from(cursor.u32()?).ok()?;
                    let skipped = cursor.u32()?;
                    let offsets = (0..rank).map(|_| cursor.size(8)).collect::<Option<_>>()?;
                    cursor.skip(8)?; // The offset in the element.
                    let at = cursor.address()?;
                    children.push(ChunkEntry {
                        stored,
                        skipped,
                        offsets,
                        at,
                    });
                }
                Some(children)
            },
            &mut |children| chunks.extend(children),
        )?;
        Ok(chunks)
    }

    /// Walks a B-tree of version 1 from its root: `children` reads those of a node, `leaf` takes
    /// those of the lowest level.
    fn tree_1<C: Child>(
        &self,
        root: usize,
        kind: u8,
        children: &mut dyn FnMut(&mut Cursor<'a>, usize) -> Option<Vec<C>>,
        leaf: &mut dyn FnMut(Vec<C>),
    ) -> Result<(), Damage> {
        let mut nodes = vec![(root, None)];
        while let Some((at, expected)) = nodes.pop() {
            let mut cursor = self.cursor(at);
            let head = self.need(node_1(&mut cursor, kind), at, "a B-tree")?;
            let (level, used) = head;
            self.spend(64 + 32 * used)?;
            // Each step goes one level down, so that there are no circles.
            let sound = expected.is_none_or(|e| e == level);
            let below = sound.then(|| children(&mut cursor, used)).flatten();
            let below = self.need(below, at, "a B-tree")?;
            match level.checked_sub(1) {
                None => leaf(below),
                Some(next) => nodes.extend(below.iter().map(|c| (c.address(), Some(next)))),
            }
        }
        Ok(())
    }

    /// Gives every record of a B-tree of version 2 to `each`.
    pub(super) fn tree_2(
        &self,
        at: usize,
        each: &mut dyn FnMut(&'a [u8]) -> Result<(), Damage>,
    ) -> Result<(), Damage> {
        self.spend(64)?;
        let head = self.tree_2_header(at);
        let (tree, root, records) = self.need(head, at, "a B-tree")?;
        let mut nodes = Vec::new();
        if root != UNDEFINED {
            nodes.push((root, records, tree.counts.len() - 1));
        }
        while let Some((at, records, depth)) = nodes.pop() {
            self.spend(tree.record.saturating_mul(records).saturating_add(64))?;
            let children = self.node_2(&tree, at, records, depth);
            let (records, children) = self.need(children, at, "a B-tree")?;
            for record in records.chunks_exact(tree.record) {
                each(record)?;
            }
            nodes.extend(children);
        }
        Ok(())
    }

    /// The header of a B-tree of version 2, address and number of records of its root.
    fn tree_2_header(&self, at: usize) -> Option<(Tree2, usize, usize)> {
        let mut cursor = self.cursor(at);
        cursor.signature(b"BTHD")?;
        cursor.skip(2)?;
        let node = usize::try_from(cursor.u32()?).ok()?;
        let record = cursor.u16()?;
        let depth = cursor.u16()?;
        cursor.skip(2)?;
        let root = cursor.address()?;
        let records = cursor.u16()?;
        if depth > MAX_DEPTH || record == 0 {
            return None;
        }
        let mut most = node.checked_sub(NODE_OVERHEAD)?.checked_div(record)?;
        let bytes_of = |n: usize| Some(usize::try_from(n.checked_ilog2()? / 8 + 1).unwrap_or(8));
        let of_node = bytes_of(most)?;
        let mut counts = vec![(of_node, 0)];
        for _ in 0..depth {
            let below = counts.last()?.1;
            let pointer = self.widths.address + of_node + below;
            let own = node
                .checked_sub(NODE_OVERHEAD + pointer)?
                .checked_div(record.checked_add(pointer)?)?;
            most = own.checked_add(1)?.checked_mul(most)?.checked_add(own)?;
            counts.push((of_node, bytes_of(most)?));
        }
        Some((
            Tree2 {
                node,
                record,
                counts,
            },
            root,
            records,
        ))
    }

    /// The records of a node, and address, records and depth of its children.
    #[expect(clippy::type_complexity, reason = "read in one place")]
    fn node_2(
        &self,
        tree: &Tree2,
        at: usize,
        records: usize,
        depth: usize,
    ) -> Option<(&'a [u8], Vec<(usize, usize, usize)>)> {
        let mut whole = self.cursor(at);
        let mut cursor = self.within(whole.take(tree.node)?);
        cursor.signature(if depth == 0 { b"BTLF" } else { b"BTIN" })?;
        cursor.skip(2)?;
        let own = cursor.take(records.checked_mul(tree.record)?)?;
        let mut children = Vec::new();
        if let Some(next) = depth.checked_sub(1) {
            let (count, below) = *tree.counts.get(next)?;
            for _ in 0..=records {
                let child = cursor.address()?;
                children.push((child, cursor.size(count)?, next));
                cursor.skip(below)?;
            }
        }
        Some((own, children))
    }
}

/// What a node of version 1 holds.
trait Child {
    /// Address of the node or chunk.
    fn address(&self) -> usize;
}

impl Child for usize {
    fn address(&self) -> usize {
        *self
    }
}

impl Child for ChunkEntry {
    fn address(&self) -> usize {
        self.at
    }
}

/// Level and number of children of a node of version 1.
fn node_1(cursor: &mut Cursor<'_>, kind: u8) -> Option<(u8, usize)> {
    cursor.signature(b"TREE")?;
    if cursor.byte()? != kind {
        return None;
    }
    let level = cursor.byte()?;
    let used = cursor.u16()?;
    cursor.address()?;
    cursor.address()?;
    Some((level, used))
}
