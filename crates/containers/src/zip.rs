//! Files of a zip archive, by the crate `rawzip`, inflated within a budget.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use crate::damage::Damage;
use crate::inflate::{Budget, InflateError};
use crate::text::one_line;
use crate::text::short;

/// Bytes that the files of an archive may inflate to, together, or [`TIMES`] the archive.
const LEAST_LIMIT: usize = 64 << 20;
const TIMES: usize = 4;
/// Names longer than this are none of a spreadsheet's.
const MAX_NAME: usize = 200;
/// Files that an archive may list: those of a spreadsheet are a few beside its sheets.
const MAX_FILES: usize = 20_000;

/// One file of the archive.
struct Entry {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
    crc: u32,
    /// Offset of its header, for messages.
    offset: usize,
}

/// A zip archive that lies in memory.
pub struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    entries: HashMap<String, Entry>,
    /// What may still be inflated.
    budget: RefCell<Budget>,
    /// A file has been too large or damaged: the first costs nothing, so that the others are read.
    spared: Cell<bool>,
}

impl<'a> Archive<'a> {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// It is damaged or cut, or lists too many files.
    pub fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Damage> {
        let damaged = |at: usize, why: rawzip::Error| {
            let found = format!(
                "a damaged or cut zip archive ({})",
                one_line(&why.to_string())
            );
            Damage::at_byte(at, found, "a whole one")
        };
        let zip = ZipArchive::from_slice(bytes).map_err(|e| damaged(bytes.len(), e))?;
        let mut entries = HashMap::new();
        let mut files = zip.entries();
        let directory = usize::try_from(zip.directory_offset()).unwrap_or(bytes.len());
        while let Some(file) = files.next_entry().map_err(|e| damaged(directory, e))? {
            if entries.len() >= MAX_FILES {
                let found = format!("a zip archive of more than {MAX_FILES} files");
                return Err(Damage::at_byte(directory, found, "those of a spreadsheet"));
            }
            let path = file.file_path();
            let name = path.as_bytes();
            if name.len() > MAX_NAME {
                continue;
            }
            let entry = Entry {
                place: file.wayfinder(),
                method: file.compression_method(),
                is_encrypted: file.flags().is_encrypted(),
                crc: file.crc32(),
                offset: usize::try_from(file.local_header_offset()).unwrap_or(bytes.len()),
            };
            entries.insert(plain(&String::from_utf8_lossy(name)), entry);
        }
        Ok(Archive {
            zip,
            entries,
            budget: RefCell::new(Budget::of(
                LEAST_LIMIT.max(bytes.len().saturating_mul(TIMES)),
            )),
            spared: Cell::new(false),
        })
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&plain(name))
    }

    /// A whole file as text; `None` where there is none of this name.
    ///
    /// # Errors
    /// It is encrypted, compressed by another method than DEFLATE, damaged, too large, or no
    /// UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<String>, Damage> {
        let Some(entry) = self.entries.get(&plain(name)) else {
            return Ok(None);
        };
        let name = one_line(&short(name));
        let fault = |found: String, expected: &str| Damage::at_byte(entry.offset, found, expected);
        if entry.is_encrypted {
            return Err(fault(format!("“{name}” encrypted"), "no password"));
        }
        let cut = |_| fault(format!("“{name}” damaged or cut"), "a whole zip archive");
        let file = self.zip.get_entry(entry.place).map_err(cut)?;
        let mut budget = self.budget.borrow_mut();
        let left = budget.left();
        let refused = |why| match why {
            InflateError::TooLarge => {
                let found = format!("“{name}”, which inflates to more than {} MiB", left >> 20);
                fault(found, "a spreadsheet that fits into memory")
            }
            InflateError::Damaged => fault(format!("“{name}” damaged"), "compressed data"),
        };
        let before = *budget;
        let bytes = match entry.method {
            CompressionMethod::STORE => budget.stored(file.data()),
            CompressionMethod::DEFLATE => budget.deflated(file.data()),
            other => {
                let found = format!("“{name}” compressed by the method {other}");
                return Err(fault(found, "DEFLATE"));
            }
        };
        if bytes.is_err() && !self.spared.replace(true) {
            *budget = before;
        }
        let bytes = bytes.map_err(refused)?;
        if rawzip::crc32(&bytes) != entry.crc {
            let found = format!("“{name}” damaged");
            return Err(fault(found, "bytes that have its checksum"));
        }
        let mut text = String::from_utf8(bytes)
            .map_err(|_| fault(format!("“{name}” not in UTF-8"), "XML in UTF-8"))?;
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        Ok(Some(text))
    }
}

/// Names are compared without regard to case; some programs write backslashes.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace('\\', "/")
}
