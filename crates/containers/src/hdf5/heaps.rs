//! Heaps: local (names of old groups), global (texts of any length), fractal (links and
//! attributes of groups that hold many).

use std::collections::HashMap;
use std::rc::Rc;

use super::{Cursor, Damage, Hdf5File, UNDEFINED};

/// Kind of a heap identifier, in its first byte: an object among the heap's blocks.
const MANAGED: u8 = 0;
/// An object of its own, too large for the blocks.
const HUGE: u8 = 1;
/// An object inside the identifier itself.
const TINY: u8 = 2;
/// Levels of indirect blocks in a fractal heap.
const MAX_LEVELS: usize = 16;

/// Objects of a collection of the global heap by their numbers: place and length.
pub(super) type Collection = HashMap<usize, (usize, usize)>;

/// What the header of a fractal heap says.
pub(super) struct FractalHeap {
    /// Bytes of an offset into the heap.
    offset_bytes: usize,
    /// Bytes of the length of an object.
    length_bytes: usize,
    /// Blocks in a row of an indirect block.
    width: usize,
    /// Bytes of the blocks of the first two rows; each further row has twice as many.
    first_block: usize,
    /// Bytes of the largest direct block.
    largest_block: usize,
    root: usize,
    /// Rows of the root, 0 where the root is a direct block.
    rows: usize,
    /// B-tree of the objects that are too large for the blocks.
    large: usize,
}

impl<'a> Hdf5File<'a> {
    /// The data of a local heap.
    pub(super) fn local_heap(&self, at: usize) -> Result<&'a [u8], Damage> {
        self.spend(64)?;
        let mut cursor = self.cursor(at);
        let mut read = || {
            cursor.signature(b"HEAP")?;
            cursor.skip(4)?;
            let length = cursor.length()?;
            cursor.length()?;
            let data = cursor.address()?;
            self.cursor(data).take(length)
        };
        self.need(read(), at, "a heap of names")
    }

    /// An object of the global heap; `None` where there is none of this number.
    pub(super) fn global_object(
        &self,
        at: usize,
        number: usize,
    ) -> Result<Option<&'a [u8]>, Damage> {
        let known = self.collections.borrow().get(&at).cloned();
        let collection = match known {
            Some(collection) => collection,
            None => {
                let collection = Rc::new(self.collection(at)?);
                self.collections.borrow_mut().insert(at, collection.clone());
                collection
            }
        };
        let place = collection.get(&number);
        Ok(place.and_then(|(start, length)| self.cursor(*start).take(*length)))
    }

    fn collection(&self, at: usize) -> Result<Collection, Damage> {
        let mut cursor = self.cursor(at);
        let mut read = || {
            cursor.signature(b"GCOL")?;
            cursor.skip(4)?;
            at.checked_add(cursor.length()?)
        };
        let end = self.need(read(), at, "a heap of texts")?;
        let mut objects = Collection::new();
        while cursor.at < end {
            self.spend(32)?;
            // The free space at the end has the number 0.
            let Some((number, start, length)) = global_object(&mut cursor) else {
                break;
            };
            if number == 0 {
                break;
            }
            objects.insert(number, (start, length));
        }
        Ok(objects)
    }

    /// The header of a fractal heap.
    pub(super) fn fractal_heap(&self, at: usize) -> Result<FractalHeap, Damage> {
        self.spend(128)?;
        self.need(fractal_heap(&mut self.cursor(at)), at, "a fractal heap")
    }

    /// The object that an identifier names: in a block, in the identifier itself, or in a place of
    /// its own. Filtered heaps are not read.
    pub(super) fn heap_object(&self, heap: &FractalHeap, id: &'a [u8]) -> Option<&'a [u8]> {
        let mut cursor = self.within(id);
        let first = cursor.byte()?;
        match first >> 4 & 3 {
            MANAGED => {
                let offset = cursor.size(heap.offset_bytes)?;
                let length = cursor.size(heap.length_bytes)?;
                let at = self.heap_place(heap, offset)?;
                self.cursor(at).take(length)
            }
            TINY => cursor.take(usize::from(first & 15) + 1),
            HUGE => {
                let number = cursor.size(cursor.rest().len().min(8))?;
                self.large_object(heap.large, number)
            }
            _ => None,
        }
    }

    /// An object that is too large for a heap's blocks, by its number in the B-tree of those.
    fn large_object(&self, tree: usize, number: usize) -> Option<&'a [u8]> {
        let mut found = None;
        let walk = self.tree_2(tree, &mut |record| {
            let mut cursor = self.within(record);
            let place = cursor.address().zip(cursor.length());
            if cursor.length() == Some(number) {
                found = place;
            }
            Ok(())
        });
        let (at, length) = walk.ok().and(found)?;
        self.cursor(at).take(length)
    }

    /// Address of an offset in a fractal heap.
    fn heap_place(&self, heap: &FractalHeap, mut offset: usize) -> Option<usize> {
        let (mut block, mut rows) = (heap.root, heap.rows);
        for _ in 0..MAX_LEVELS {
            if rows == 0 {
                return block.checked_add(offset);
            }
            let (row, column, inside) = heap.locate(offset)?;
            if row >= rows {
                return None;
            }
            let entry = row.checked_mul(heap.width)?.checked_add(column)?;
            let direct_rows = heap.direct_rows()?;
            // Entries are addresses only: the heap has no filters.
            let entries = block.checked_add(5 + self.widths.address + heap.offset_bytes)?;
            let mut cursor = self.cursor(block);
            cursor.signature(b"FHIB")?;
            cursor.at = entries.checked_add(entry.checked_mul(self.widths.address)?)?;
            block = cursor.address()?;
            rows = if row < direct_rows {
                0
            } else {
                heap.rows_of(row)?
            };
            offset = inside;
        }
        None
    }
}

impl FractalHeap {
    /// Bytes of a block of a row.
    fn block(&self, row: usize) -> Option<usize> {
        let doublings = u32::try_from(row.saturating_sub(1)).ok()?;
        self.first_block.checked_mul(1usize.checked_shl(doublings)?)
    }

    /// Rows that hold direct blocks.
    fn direct_rows(&self) -> Option<usize> {
        let doublings = self.largest_block.checked_div(self.first_block)?;
        usize::try_from(doublings.checked_ilog2()? + 2).ok()
    }

    /// Rows of an indirect block that stands in a row.
    fn rows_of(&self, row: usize) -> Option<usize> {
        let in_row = self.block(0)?.checked_mul(self.width)?;
        let times = self.block(row)?.checked_div(in_row)?;
        usize::try_from(times.checked_ilog2()? + 1).ok()
    }

    /// Row, column and the rest of an offset.
    fn locate(&self, offset: usize) -> Option<(usize, usize, usize)> {
        let in_row = self.block(0)?.checked_mul(self.width)?;
        let row = match offset.checked_div(in_row)? {
            0 => 0,
            times => usize::try_from(times.ilog2() + 1).ok()?,
        };
        let start = match row {
            0 => 0,
            _ => in_row.checked_mul(1usize.checked_shl(u32::try_from(row - 1).ok()?)?)?,
        };
        let block = self.block(row)?;
        let inside = offset.checked_sub(start)?;
        Some((row, inside.checked_div(block)?, inside.checked_rem(block)?))
    }
}

fn global_object(cursor: &mut Cursor<'_>) -> Option<(usize, usize, usize)> {
    let number = cursor.u16()?;
    cursor.skip(6)?;
    let length = cursor.length()?;
    let start = cursor.at;
    cursor.skip(length.checked_next_multiple_of(8)?)?;
    Some((number, start, length))
}

fn fractal_heap(cursor: &mut Cursor<'_>) -> Option<FractalHeap> {
    cursor.signature(b"FRHP")?;
    cursor.skip(3)?;
    let filters = cursor.u16()?;
    cursor.skip(1)?;
    let largest_object = usize::try_from(cursor.u32()?).ok()?;
    cursor.length()?;
    let large = cursor.address()?;
    cursor.length()?;
    cursor.address()?;
    for _ in 0..8 {
        cursor.length()?;
    }
    let width = cursor.u16()?;
    let first_block = cursor.length()?;
    let largest_block = cursor.length()?;
    let offset_bits = cursor.u16()?;
    cursor.u16()?;
    let root = cursor.address()?;
    let rows = cursor.u16()?;
    // A length is stored in the bytes of an offset in the largest block, or of the largest object.
    let of_block = largest_block.checked_ilog2()?.div_ceil(8);
    let of_object = largest_object.checked_ilog2()? / 8 + 1;
    let sound = filters == 0
        && width > 0
        && offset_bits <= 64
        && root != UNDEFINED
        && [first_block, largest_block]
            .iter()
            .all(|n| n.is_power_of_two());
    sound.then_some(FractalHeap {
        offset_bytes: offset_bits.div_ceil(8),
        length_bytes: usize::try_from(of_block.min(of_object)).ok()?,
        width,
        first_block,
        largest_block,
        root,
        rows,
        large,
    })
}
