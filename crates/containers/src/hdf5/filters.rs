//! Filters of chunks, undone: deflate, shuffle, Fletcher's checksum.

use crate::inflate;

use super::Cursor;

const DEFLATE: usize = 1;
const SHUFFLE: usize = 2;
const FLETCHER: usize = 3;
/// Bytes of a checksum.
const CHECKSUM: usize = 4;
/// Filters of one data set.
const MAX_FILTERS: usize = 32;

/// A filter: its number, and its first parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filter {
    number: usize,
    parameter: usize,
}

/// The filters of a filter message, in the order in which they were applied; none without one.
pub(super) fn filters(cursor: &mut Cursor<'_>) -> Option<Vec<Filter>> {
    if cursor.rest().is_empty() {
        return Some(Vec::new());
    }
    let version = cursor.byte()?;
    let count = usize::from(cursor.byte()?);
    match version {
        1 => cursor.skip(6)?,
        2 => {}
        _ => return None,
    }
    if count > MAX_FILTERS {
        return None;
    }
    (0..count).map(|_| filter(cursor, version)).collect()
}

fn filter(cursor: &mut Cursor<'_>, version: u8) -> Option<Filter> {
    let number = cursor.u16()?;
    let name = if version == 1 || number >= 256 {
        cursor.u16()?
    } else {
        0
    };
    cursor.skip(2)?;
    let parameters = cursor.u16()?;
    cursor.skip(if version == 1 {
        name.next_multiple_of(8)
    } else {
        name
    })?;
    let mut values = cursor.take(parameters.checked_mul(4)?)?.iter().copied();
    let first = std::array::from_fn(|_| values.next().unwrap_or_default());
    let odd = version == 1 && parameters % 2 == 1;
    cursor.skip(if odd { 4 } else { 0 })?;
    Some(Filter {
        number,
        parameter: usize::try_from(u32::from_le_bytes(first)).ok()?,
    })
}

/// The name of the first filter that is not read.
pub(super) fn unknown(filters: &[Filter]) -> Option<String> {
    let known = [DEFLATE, SHUFFLE, FLETCHER];
    let other = filters.iter().find(|f| !known.contains(&f.number))?;
    let name = match other.number {
        4 => "szip",
        5 => "n-bit",
        6 => "scale-offset",
        32000 => "LZF",
        32001 => "Blosc",
        32004 => "LZ4",
        32008 => "bitshuffle",
        32015 => "Zstandard",
        number => return Some(format!("number {number}")),
    };
    Some(name.to_owned())
}

/// The chunk of `length` bytes that was stored as `stored`; bits of `skipped` are filters that
/// were left out. `None` where it is damaged.
pub(super) fn undo(
    filters: &[Filter],
    skipped: u32,
    stored: &[u8],
    length: usize,
) -> Option<Vec<u8>> {
    let mut bytes = stored.to_vec();
    for (i, filter) in filters.iter().enumerate().rev() {
        if skipped.checked_shr(u32::try_from(i).ok()?)? & 1 != 0 {
            continue;
        }
        bytes = match filter.number {
            DEFLATE => {
                // Checksums that were added before lie inside.
                let most = length.checked_add(CHECKSUM * filters.len())?;
                inflate::zlib(&bytes, most).ok()?
            }
            SHUFFLE => unshuffle(&bytes, filter.parameter),
            FLETCHER => checked(bytes)?,
            _ => return None,
        };
    }
    (bytes.len() == length).then_some(bytes)
}

/// Undoes the sorting of bytes by their place in an element; what is left over stays at the end.
fn unshuffle(bytes: &[u8], element: usize) -> Vec<u8> {
    let count = bytes.len().checked_div(element).unwrap_or_default();
    if element < 2 || count < 2 {
        return bytes.to_vec();
    }
    let (sorted, left) = bytes.split_at(count * element);
    let mut out = Vec::with_capacity(bytes.len());
    for i in 0..count {
        out.extend(sorted.iter().skip(i).step_by(count));
    }
    out.extend(left);
    out
}

/// The bytes before a Fletcher checksum, if it fits.
fn checked(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let length = bytes.len().checked_sub(CHECKSUM)?;
    let stored = u32::from_le_bytes(*bytes.get(length..)?.first_chunk()?);
    bytes.truncate(length);
    let sum = fletcher_32(&bytes);
    // Files of old libraries hold it with the bytes of each half swapped.
    let swapped = ((sum & 0x00FF_00FF) << 8) | (sum >> 8 & 0x00FF_00FF);
    (stored == sum || stored == swapped).then_some(bytes)
}

/// Fletcher's checksum over big-endian words of two bytes, as HDF5 takes it.
fn fletcher_32(bytes: &[u8]) -> u32 {
    let (mut low, mut high) = (0u32, 0u32);
    let (words, odd) = bytes.as_chunks::<2>();
    let words = words.iter().map(|w| u16::from_be_bytes(*w));
    let last = odd.iter().map(|b| u16::from(*b) << 8);
    for word in words.chain(last) {
        low = folded(low + u32::from(word));
        high = folded(high + low);
    }
    high << 16 | low
}

/// The sum of two halves below 65 536, less 65 535 where it is above: the library never takes a
/// sum of exactly 65 535 for zero.
fn folded(sum: u32) -> u32 {
    (sum & 0xFFFF) + (sum >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffled_bytes() {
        assert_eq!(unshuffle(&[1, 4, 2, 5, 3, 6, 9], 3), [1, 2, 3, 4, 5, 6, 9]);
        assert_eq!(unshuffle(&[1, 2, 3], 0), [1, 2, 3]);
        assert_eq!(unshuffle(&[1, 2, 3], 4), [1, 2, 3]);
    }

    #[test]
    fn a_bomb_and_a_wrong_checksum_are_refused() {
        let deflate = [Filter {
            number: DEFLATE,
            parameter: 6,
        }];
        let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 100_000], 9);
        assert_eq!(undo(&deflate, 0, &bomb, 1000), None);
        assert_eq!(undo(&deflate, 0, &bomb, 100_000), Some(vec![0; 100_000]));
        assert_eq!(undo(&deflate, 1, &bomb, bomb.len()), Some(bomb));
        let sum = fletcher_32(&[1, 2, 3]);
        assert_eq!(sum, (0x0102 + 0x0402) << 16 | 0x0402);
        // A sum that 65 535 divides is 65 535, zero only where all bytes are.
        assert_eq!(fletcher_32(&[0x80, 0, 0x7F, 0xFF]), 0x8000_FFFF);
        assert_eq!(
            (fletcher_32(&[0xFF; 2]), fletcher_32(&[0; 9])),
            (0xFFFF_FFFF, 0)
        );
        let with = [&[1, 2, 3][..], &sum.to_le_bytes()].concat();
        assert_eq!(checked(with.clone()), Some(vec![1, 2, 3]));
        let wrong = [&[1, 2, 4][..], &sum.to_le_bytes()].concat();
        assert_eq!((checked(wrong), checked(vec![1, 2])), (None, None));
    }
}
