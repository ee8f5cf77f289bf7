//! Header of a database, and its pages.

use super::{SIGNATURE, damaged};
use crate::Damage;
use crate::bytes::array_at;

/// Bytes of the header, at the beginning of the first page.
pub(super) const HEADER: usize = 100;

/// How texts are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// The pages of a database.
pub(super) struct Pages<'a> {
    bytes: &'a [u8],
    /// Bytes of a page.
    size: usize,
    /// Bytes of a page that are used, at its beginning.
    pub usable: usize,
    /// Pages that lie in the file as a whole.
    pub count: usize,
    pub encoding: Encoding,
    /// Whether the last writer used a write-ahead log.
    pub log: bool,
    /// Whether the file is shorter than the header says.
    pub cut: bool,
}

impl<'a> Pages<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// It is cut, or no header of a database.
    pub fn open(bytes: &'a [u8]) -> Result<Pages<'a>, Damage> {
        let header = bytes.get(..HEADER).filter(|h| h.starts_with(SIGNATURE));
        let header = header.ok_or_else(|| damaged(0, "a header that is cut"))?;
        let size = match u16_at(header, 16) {
            Some(1) => 65536,
            Some(size) if size >= 512 && size.is_power_of_two() => usize::from(size),
            size => {
                let found = format!("pages of {} bytes", size.unwrap_or(0));
                return Err(damaged(16, found));
            }
        };
        let usable = size.saturating_sub(usize::from(header[20]));
        if usable < 480 {
            return Err(damaged(20, format!("{usable} used bytes of a page")));
        }
        let encoding = match u32_at(header, 56) {
            // Zero before the first table is made.
            Some(0 | 1) => Encoding::Utf8,
            Some(2) => Encoding::Utf16Le,
            Some(3) => Encoding::Utf16Be,
            _ => return Err(damaged(56, "an unknown encoding of texts")),
        };
        let count = bytes.len() / size;
        // Old versions of SQLite do not keep the number of pages: then the two counters differ.
        let told = u32_at(header, 28).filter(|_| u32_at(header, 24) == u32_at(header, 92));
        let told = told.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        Ok(Pages {
            bytes,
            size,
            usable,
            count,
            encoding,
            log: header[18] == 2 || header[19] == 2,
            cut: count < told || !bytes.len().is_multiple_of(size),
        })
    }

    /// Offset of a page in the file; pages count from 1.
    pub fn offset(&self, number: u32) -> usize {
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        index.saturating_sub(1).saturating_mul(self.size)
    }

    /// The used bytes of a page.
    ///
    /// # Errors
    /// It is beyond the end of the file.
    pub fn page(&self, number: u32) -> Result<&'a [u8], Damage> {
        let at = self.offset(number);
        let page = self.bytes.get(at..).filter(|_| number > 0);
        let page = page.filter(|rest| rest.len() >= self.size);
        page.map(|rest| &rest[..self.usable]).ok_or_else(|| {
            let found = format!("a link to page {number} of {}", self.count);
            damaged(at.min(self.bytes.len()), found)
        })
    }
}

/// Unsigned 16-bit number, big-endian; `None` beyond the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array_at(bytes, at).map(u16::from_be_bytes)
}

/// Unsigned 32-bit number, big-endian; `None` beyond the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array_at(bytes, at).map(u32::from_be_bytes)
}

/// A number of one to nine bytes, and how many: seven bits in each of the first eight, of which
/// the highest says that more follow, and eight in the ninth. `None` beyond the end.
pub(super) fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for (i, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if i == 8 {
            return Some((value << 8 | u64::from(*byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((value, i + 1));
        }
    }
    None
}
