//! Chunks of data sets: where they lie, and how they are put together.

use super::data::{Chunks, Index};
use super::filters::{self, filters};
use super::types::Shape;
use super::{Cursor, Damage, Hdf5File, Object, UNDEFINED};

/// A chunk as it is stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChunkPlace {
    /// Undefined for a chunk that was never written.
    pub at: usize,
    /// Bytes in the file; `None` where they are those of a chunk.
    pub stored: Option<usize>,
    /// Filters that were left out.
    pub skipped: u32,
}

impl ChunkPlace {
    /// That of a chunk that was never written.
    pub const NONE: ChunkPlace = ChunkPlace {
        at: UNDEFINED,
        stored: None,
        skipped: 0,
    };
}

/// The chunks of an array in rows and columns.
struct ChunkGrid<'s> {
    shape: &'s Shape,
    /// Elements of a chunk.
    lengths: &'s [usize],
    /// Chunks of the array as it is.
    counts: Vec<usize>,
}

impl ChunkGrid<'_> {
    /// Position in the grid of the chunk with a running number.
    fn position(&self, number: usize) -> Vec<usize> {
        let mut rest = number;
        let mut position = vec![0; self.counts.len()];
        for (to, count) in position.iter_mut().zip(&self.counts).rev() {
            *to = rest % count;
            rest /= count;
        }
        position
    }

    /// The running number of a chunk at a position; `None` outside of the array.
    fn number(&self, position: &[usize]) -> Option<usize> {
        if position.len() != self.counts.len() {
            return None;
        }
        let mut each = position.iter().zip(&self.counts);
        each.try_fold(0usize, |number, (at, count)| {
            let inside = (at < count).then_some(*at)?;
            number.checked_mul(*count)?.checked_add(inside)
        })
    }

    /// The number of a chunk in an index, which counts chunks up to the limits of the array; a
    /// dimension without limit is counted slowest.
    fn indexed(&self, position: &[usize]) -> Option<usize> {
        let limits = self.shape.limits.iter().zip(self.lengths);
        let dimensions = limits.zip(position).map(|((limit, length), at)| {
            let count = limit.map(|limit| limit.div_ceil(*length));
            (count, *at)
        });
        let (open, closed): (Vec<_>, Vec<_>) = dimensions.partition(|(count, _)| count.is_none());
        let mut each = open.into_iter().chain(closed);
        each.try_fold(0usize, |number, (count, at)| {
            number.checked_mul(count.unwrap_or(1))?.checked_add(at)
        })
    }
}

impl<'a> Object<'_, 'a> {
    /// All bytes of a chunked data set with elements of `size` bytes.
    pub(super) fn assemble(
        &self,
        chunks: &Chunks,
        shape: &Shape,
        size: usize,
        filter_message: &'a [u8],
    ) -> Result<Vec<u8>, Damage> {
        let file = self.file;
        let filters = filters(&mut file.within(filter_message));
        let filters = file.need(filters, self.at, "the filters of data")?;
        if let Some(name) = filters::unknown(&filters) {
            return Err(self.unread(&format!("numbers under the filter {name}")));
        }
        let lengths = &chunks.lengths;
        let elements = lengths
            .iter()
            .try_fold(size, |n, length| n.checked_mul(*length));
        let chunk_bytes = file.bound(elements, self.at)?;
        let each = shape.lengths.iter().zip(lengths);
        let grid = ChunkGrid {
            shape,
            lengths,
            counts: each.map(|(all, one)| all.div_ceil(*one)).collect(),
        };
        let places = self.places(chunks, &grid, size)?;
        let mut out = vec![0; shape.count().unwrap_or_default() * size];
        for (number, place) in places.iter().enumerate() {
            let Some(place) = place else {
                return Err(self.unread("numbers of which some were never written"));
            };
            file.decode(chunk_bytes)?;
            let position = grid.position(number);
            let reaches_beyond = || {
                let each = position.iter().zip(lengths).zip(&shape.lengths);
                each.into_iter()
                    .any(|((at, one), all)| (at + 1).saturating_mul(*one) > *all)
            };
            let stored = file
                .cursor(place.at)
                .take(place.stored.unwrap_or(chunk_bytes));
            let stored = file.need(stored, place.at, "a chunk of data")?;
            if filters.is_empty() || chunks.plain_edges && reaches_beyond() {
                let whole = stored.get(..chunk_bytes);
                let whole = file.need(whole, place.at, "a chunk of data")?;
                copy(&mut out, whole, &grid, &position, size);
            } else {
                let whole = filters::undo(&filters, place.skipped, stored, chunk_bytes);
                let whole = file.need(whole, place.at, "a compressed chunk of data")?;
                copy(&mut out, &whole, &grid, &position, size);
            }
        }
        Ok(out)
    }

    /// The place of every chunk of an array, by its running number; `None` for one that was never
    /// written.
    fn places(
        &self,
        chunks: &Chunks,
        grid: &ChunkGrid<'_>,
        size: usize,
    ) -> Result<Vec<Option<ChunkPlace>>, Damage> {
        let file = self.file;
        let count: usize = grid.counts.iter().product();
        file.spend(count.saturating_mul(32))?;
        let mut places = vec![None; count];
        if chunks.at == UNDEFINED {
            return Ok(places);
        }
        let mut put = |position: &[usize], place: ChunkPlace| {
            let number = grid.number(position);
            if let Some(slot) = number.and_then(|n| places.get_mut(n)) {
                *slot = Some(place).filter(|p| p.at != UNDEFINED);
            }
        };
        match chunks.index {
            Index::Single(filtered) => {
                let (stored, skipped) = filtered.map_or((None, 0), |(s, k)| (Some(s), k));
                let place = ChunkPlace {
                    at: chunks.at,
                    stored,
                    skipped,
                };
                put(&vec![0; grid.counts.len()], place);
            }
            Index::Tree => {
                for entry in file.chunk_tree(chunks.at, grid.counts.len())? {
                    let each = entry.offsets.iter().zip(grid.lengths);
                    let position: Vec<usize> = each.map(|(at, length)| at / length).collect();
                    let place = ChunkPlace {
                        at: entry.at,
                        stored: Some(entry.stored),
                        skipped: entry.skipped,
                    };
                    put(&position, place);
                }
            }
            Index::Tree2 => file.tree_2(chunks.at, &mut |record| {
                let read = file.chunk_record(record, grid.counts.len());
                let (position, place) = file.need(read, chunks.at, "a B-tree of chunks")?;
                put(&position, place);
                Ok(())
            })?,
            Index::Implicit => {
                let bytes: usize = grid.lengths.iter().product();
                for number in 0..count {
                    let position = grid.position(number);
                    let before = grid.indexed(&position).and_then(|n| n.checked_mul(bytes));
                    let at = before
                        .and_then(|n| n.checked_mul(size))
                        .and_then(|n| n.checked_add(chunks.at));
                    let place = ChunkPlace {
                        at: file.need(at, chunks.at, "chunks of data")?,
                        stored: None,
                        skipped: 0,
                    };
                    put(&position, place);
                }
            }
            Index::FixedArray | Index::ExtensibleArray => {
                let array = file.array(chunks)?;
                for number in 0..count {
                    let position = grid.position(number);
                    let entry = grid
                        .indexed(&position)
                        .and_then(|n| file.array_entry(&array, n));
                    put(
                        &position,
                        file.need(entry, chunks.at, "an index of chunks")?,
                    );
                }
            }
        }
        Ok(places)
    }
}

impl Hdf5File<'_> {
    /// A record of a B-tree of version 2: position of a chunk in the grid, and its place.
    fn chunk_record(&self, record: &[u8], rank: usize) -> Option<(Vec<usize>, ChunkPlace)> {
        let mut cursor = Cursor::new(record, 0, self.widths);
        let at = cursor.address()?;
        // Records of filtered chunks are longer: stored length and filters left out.
        let more = record
            .len()
            .checked_sub(self.widths.address + rank.checked_mul(8)?)?;
        let (stored, skipped) = match more.checked_sub(4) {
            Some(width) => (Some(cursor.size(width)?), cursor.u32()?),
            None => (None, 0),
        };
        let position = (0..rank).map(|_| cursor.size(8)).collect::<Option<_>>()?;
        Some((
            position,
            ChunkPlace {
                at,
                stored,
                skipped,
            },
        ))
    }
}

/// Copies the part of a chunk that lies in the array, row by row.
fn copy(out: &mut [u8], chunk: &[u8], grid: &ChunkGrid<'_>, position: &[usize], size: usize) {
    let rank = grid.lengths.len();
    let starts: Vec<usize> = position
        .iter()
        .zip(grid.lengths)
        .map(|(at, length)| at.saturating_mul(*length))
        .collect();
    let extents: Vec<usize> = starts
        .iter()
        .zip(&grid.shape.lengths)
        .zip(grid.lengths)
        .map(|((start, all), one)| all.saturating_sub(*start).min(*one))
        .collect();
    let row = extents.last().copied().unwrap_or_default() * size;
    let rows: usize = extents.iter().rev().skip(1).product();
    let mut inside = vec![0; rank];
    for _ in 0..rows {
        let (mut from, mut to) = (0, 0);
        for d in 0..rank {
            from = from * grid.lengths[d] + inside[d];
            to = to * grid.shape.lengths[d] + starts[d] + inside[d];
        }
        let source = chunk.get(from * size..from * size + row);
        let target = out.get_mut(to * size..to * size + row);
        if let (Some(target), Some(source)) = (target, source) {
            target.copy_from_slice(source);
        }
        for d in (0..rank.saturating_sub(1)).rev() {
            inside[d] += 1;
            if inside[d] < extents[d] {
                break;
            }
            inside[d] = 0;
        }
    }
}
