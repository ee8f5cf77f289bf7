//! Fixed and extensible arrays: indices of chunks of files of HDF5 1.10 and later.

use super::chunks::ChunkPlace;
use super::data::{Chunks, Index};
use super::{Damage, Hdf5File, UNDEFINED};

/// Bytes of a checksum.
const CHECKSUM: usize = 4;

/// The header of an array of chunk addresses.
pub(super) struct Array {
    filtered: bool,
    /// Bytes of an entry.
    entry: usize,
    /// Entries of a page, where a block is longer than that.
    page: usize,
    /// ChunkPlace of the data block, or of the index block.
    at: usize,
    form: Form,
}

enum Form {
    /// Number of entries.
    Fixed(usize),
    Extensible {
        /// Bytes of an offset in the array.
        offset: usize,
        /// Entries in the index block.
        in_index: usize,
        /// Entries of the smallest data block.
        smallest: usize,
        /// Data blocks that the smallest secondary block leads to.
        pointers: usize,
    },
}

impl Hdf5File<'_> {
    /// The header of the array that finds chunks.
    pub(super) fn array(&self, chunks: &Chunks) -> Result<Array, Damage> {
        self.spend(128)?;
        let array = match chunks.index {
            Index::FixedArray => self.fixed_array(chunks.at),
            _ => self.extensible_array(chunks.at),
        };
        self.need(array, chunks.at, "an index of chunks")
    }

    fn fixed_array(&self, at: usize) -> Option<Array> {
        let mut cursor = self.cursor(at);
        cursor.signature(b"FAHD")?;
        cursor.skip(1)?;
        let filtered = cursor.byte()? == 1;
        let entry = usize::from(cursor.byte()?);
        let page = 1usize.checked_shl(cursor.byte()?.into())?;
        let count = cursor.length()?;
        let at = cursor.address()?;
        let form = Form::Fixed(count);
        Some(Array {
            filtered,
            entry,
            page,
            at,
            form,
        })
    }

    fn extensible_array(&self, at: usize) -> Option<Array> {
        let mut cursor = self.cursor(at);
        cursor.signature(b"EAHD")?;
        cursor.skip(1)?;
        let filtered = cursor.byte()? == 1;
        let entry = usize::from(cursor.byte()?);
        let bits = usize::from(cursor.byte()?);
        let in_index = usize::from(cursor.byte()?);
        let smallest = usize::from(cursor.byte()?);
        let pointers = usize::from(cursor.byte()?);
        let page = 1usize.checked_shl(cursor.byte()?.into())?;
        for _ in 0..6 {
            cursor.length()?;
        }
        let at = cursor.address()?;
        let powers = smallest.is_power_of_two() && pointers.is_power_of_two();
        let form = Form::Extensible {
            offset: bits.div_ceil(8),
            in_index,
            smallest,
            pointers,
        };
        powers.then_some(Array {
            filtered,
            entry,
            page,
            at,
            form,
        })
    }

    /// The entry with a number; its address is undefined where the chunk was never written.
    pub(super) fn array_entry(&self, array: &Array, number: usize) -> Option<ChunkPlace> {
        let at = match array.form {
            Form::Fixed(count) => {
                if number >= count {
                    return None;
                }
                let prefix = 6 + self.widths.address;
                if count <= array.page {
                    let start = array.at.checked_add(prefix)?;
                    start.checked_add(number.checked_mul(array.entry)?)?
                } else {
                    let page = number / array.page;
                    let bits = count.div_ceil(array.page).div_ceil(8);
                    let bitmap = array.at.checked_add(prefix)?;
                    let byte = self.cursor(bitmap.checked_add(page / 8)?).byte()?;
                    if byte & (0x80 >> (page % 8)) == 0 {
                        return Some(ChunkPlace::NONE);
                    }
                    let start = bitmap.checked_add(bits)?.checked_add(CHECKSUM)?;
                    self.paged(array, start, number)?
                }
            }
            Form::Extensible { .. } => match self.extensible_entry(array, number)? {
                UNDEFINED => return Some(ChunkPlace::NONE),
                at => at,
            },
        };
        let mut cursor = self.cursor(at);
        let at = cursor.address()?;
        if !array.filtered {
            return Some(ChunkPlace {
                at,
                stored: None,
                skipped: 0,
            });
        }
        let width = array.entry.checked_sub(self.widths.address + 4)?;
        let stored = Some(cursor.size(width)?);
        Some(ChunkPlace {
            at,
            stored,
            skipped: cursor.u32()?,
        })
    }

    /// ChunkPlace of an entry among pages that begin at `start`; each ends with a checksum.
    fn paged(&self, array: &Array, start: usize, number: usize) -> Option<usize> {
        let page = array.page.checked_mul(array.entry)?.checked_add(CHECKSUM)?;
        let before = (number / array.page).checked_mul(page)?;
        let inside = (number % array.page).checked_mul(array.entry)?;
        start.checked_add(before)?.checked_add(inside)
    }

    /// ChunkPlace of an entry of an extensible array; undefined where its block was never written.
    ///
    /// The index block holds the first entries, then the addresses of the first data blocks, then
    /// those of secondary blocks, which hold the addresses of the others. Blocks come in groups:
    /// group `g` has 2^(g/2) data blocks of 2^((g+1)/2) times the smallest.
    fn extensible_entry(&self, array: &Array, number: usize) -> Option<usize> {
        let Form::Extensible {
            offset,
            in_index,
            smallest,
            pointers,
        } = array.form
        else {
            return None;
        };
        let mut cursor = self.cursor(array.at);
        cursor.signature(b"EAIB")?;
        cursor.skip(2 + self.widths.address)?;
        let Some(rest) = number.checked_sub(in_index) else {
            return cursor.at.checked_add(number.checked_mul(array.entry)?);
        };
        cursor.skip(in_index.checked_mul(array.entry)?)?;
        let group = (rest / smallest).checked_add(1)?.ilog2();
        let blocks = 1usize.checked_shl(group / 2)?;
        let entries = smallest.checked_mul(1usize.checked_shl(group.div_ceil(2))?)?;
        // Groups before this one hold 2^group − 1 times the smallest block.
        let before = 1usize
            .checked_shl(group)?
            .checked_sub(1)?
            .checked_mul(smallest)?;
        let inside = rest.checked_sub(before)?;
        let (block, inside) = (inside / entries, inside % entries);
        let direct_groups = 2 * pointers.ilog2();
        let direct_blocks = 2 * (pointers - 1);
        let address = self.widths.address;
        let data = if group < direct_groups {
            // 1, 1, 2, 2, 4, 4 … data blocks in the groups before.
            let earlier = (0..group).map(|g| 1usize << (g / 2)).sum::<usize>();
            cursor.skip((earlier + block).checked_mul(address)?)?;
            cursor.address()?
        } else {
            let secondary = usize::try_from(group - direct_groups).ok()?;
            cursor.skip((direct_blocks + secondary).checked_mul(address)?)?;
            let secondary = cursor.address()?;
            if secondary == UNDEFINED {
                return Some(UNDEFINED);
            }
            let mut cursor = self.cursor(secondary);
            cursor.signature(b"EASB")?;
            cursor.skip(2 + address + offset)?;
            if entries > array.page {
                let bits = (entries / array.page).div_ceil(8);
                let bitmap = cursor.clone();
                cursor.skip(bits.checked_mul(blocks)?)?;
                let page = inside / array.page;
                let byte = block.checked_mul(bits)?.checked_add(page / 8)?;
                let mut bitmap = self.cursor(bitmap.at.checked_add(byte)?);
                if bitmap.byte()? & (0x80 >> (page % 8)) == 0 {
                    return Some(UNDEFINED);
                }
            }
            cursor.skip(block.checked_mul(address)?)?;
            cursor.address()?
        };
        if data == UNDEFINED {
            return Some(UNDEFINED);
        }
        let mut cursor = self.cursor(data);
        cursor.signature(b"EADB")?;
        cursor.skip(2 + address + offset)?;
        if entries > array.page {
            return self.paged(array, cursor.at.checked_add(CHECKSUM)?, inside);
        }
        cursor.at.checked_add(inside.checked_mul(array.entry)?)
    }
}
