//! Streams of an OLE compound file (MS-CFB), by the crate `cfb`.

use std::io::{Cursor, Read};

use crate::bytes::{array_at, u32_at};
use crate::damage::Damage;
use crate::text::one_line;

/// Signature of a compound file.
pub const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Place in the header of the first sector that lists sectors of the allocation table.
const FIRST_ALLOCATION_LIST_SECTOR: usize = 68;

/// A compound file.
pub struct CompoundFile<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    length: usize,
}

impl<'a> CompoundFile<'a> {
    /// Opens a compound file that lies in memory.
    ///
    /// # Errors
    /// It is damaged.
    pub fn open(bytes: &'a [u8]) -> Result<CompoundFile<'a>, Damage> {
        if !allocation_lists_fit(bytes) {
            return Err(damaged("more allocation tables than the file can need"));
        }
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
        Ok(CompoundFile {
            file,
            length: bytes.len(),
        })
    }

    /// Whether there is a stream of this name in the root.
    pub fn has(&self, name: &str) -> bool {
        self.file.is_stream(name)
    }

    /// A whole stream; empty where there is none.
    ///
    /// # Errors
    /// It is longer than the file, or its sectors are not all there.
    pub fn stream(&mut self, name: &str) -> Result<Vec<u8>, Damage> {
        let mut bytes = Vec::new();
        if !self.has(name) {
            return Ok(bytes);
        }
        let mut stream = self.file.open_stream(name).map_err(damaged)?;
        let length = stream.len();
        if length > self.length as u64 {
            let found = format!("a stream “{name}” of {length} bytes");
            return Err(Damage::at_byte(0, found, "one that fits into the file"));
        }
        stream.read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 == length {
            Ok(bytes)
        } else {
            Err(damaged(format!("“{name}” ends early")))
        }
    }
}

fn damaged(why: impl ToString) -> Damage {
    let found = format!(
        "a damaged or cut OLE document ({})",
        one_line(&why.to_string())
    );
    Damage::at_byte(0, found, "a whole Thermo Avantage .vgd or Excel .xls")
}

/// Whether the chain of sectors that list the allocation table is no longer than the file can
/// need. `cfb` reads a table sector for each entry, and entries may repeat: a small file could
/// otherwise ask for a hundred times its size.
fn allocation_lists_fit(bytes: &[u8]) -> bool {
    let shift = array_at(bytes, 30).map_or(9, u16::from_le_bytes);
    if shift != 9 && shift != 12 {
        return true; // `cfb` refuses it.
    }
    let sector = 1usize << shift;
    let entries = sector / 4;
    let sectors = bytes.len() / sector;
    let most = sectors / (entries * (entries - 1)) + 1;
    // All numbers above those of sectors are marks of an end.
    let sector_of = |next: Option<u32>| next.filter(|id| *id < 0xFFFF_FFFA);
    let mut next = sector_of(u32_at(bytes, FIRST_ALLOCATION_LIST_SECTOR));
    for _ in 0..=most {
        let Some(id) = next else { break };
        // The last entry of each list names the next list.
        let end = (id as usize)
            .checked_add(2)
            .and_then(|n| n.checked_mul(sector));
        next = sector_of(end.and_then(|end| u32_at(bytes, end - 4)));
    }
    next.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_allocation_tables_are_bounded_by_the_file() {
        let mut bytes = vec![0; 200 * 512];
        bytes[..8].copy_from_slice(SIGNATURE);
        bytes[30..32].copy_from_slice(&9u16.to_le_bytes());
        let mut link = |sector: usize, next: u32| {
            let at = if sector == 0 {
                68
            } else {
                (sector + 2) * 512 - 4
            };
            bytes[at..at + 4].copy_from_slice(&next.to_le_bytes());
            allocation_lists_fit(&bytes)
        };
        assert!(link(0, 0xFFFF_FFFE));
        for sector in 2..199 {
            link(sector, sector as u32 + 1);
        }
        link(1, 0xFFFF_FFFE);
        assert!(link(0, 1));
        assert!(!link(1, 2));
        assert!(!link(0, 150));
        assert!(link(0, 198), "a chain that leaves the file ends there");
    }
}
