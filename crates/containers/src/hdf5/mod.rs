//! HDF5 files, read only and from memory: as much of the format as NeXus files of spectra use.
//!
//! Own code: docs/decisions/0010 says why. Layout: *HDF5 File Format Specification*, versions 1.1
//! to 4.0 (The HDF Group); of the structures of data chunks also what the library does.
//!
//! Read: superblocks 0 to 3, object headers 1 and 2, groups as symbol tables, as link messages
//! and with their links in a heap, soft links, attributes in the header or in a heap, whole
//! numbers, floating point, enumerations and texts, data in the header, in one piece or in chunks
//! with any index, the filters deflate, shuffle and Fletcher's checksum. Not checked: checksums
//! of the structures themselves (files of the usual kind have none).
//!
//! Every address is checked against the file. Work and memory are bounded by the file's length:
//! each structure that is read is paid for from an account (`Hdf5File::spend`), and so is every
//! decoded byte (`Hdf5File::decode`), so that circles and bombs end in an error.

mod arrays;
mod attributes;
mod chunks;
mod cursor;
mod data;
mod filters;
mod groups;
mod header;
mod heaps;
mod trees;
mod types;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::damage::Damage;
pub use attributes::Value;
use cursor::{Cursor, UNDEFINED, Widths};
use groups::Link;
use header::Message;
use heaps::Collection;

/// First bytes of every HDF5 file, at 0, 512, 1024, 2048 …
pub const SIGNATURE: &[u8] = b"\x89HDF\r\n\x1A\n";
/// Places where a superblock is looked for; before it lie a program's own bytes.
const USER_BLOCKS: [usize; 6] = [0, 512, 1024, 2048, 4096, 8192];
/// Soft links that one path may follow.
const MAX_HOPS: usize = 32;
/// Names in one path, with those of its soft links.
const MAX_NAMES: usize = 256;

/// A file in memory.
pub struct Hdf5File<'a> {
    /// From the superblock on: addresses count from there.
    bytes: &'a [u8],
    /// Bytes before the superblock.
    base: usize,
    widths: Widths,
    root: usize,
    /// What may still be spent on structures, about bytes.
    account: Cell<usize>,
    /// Bytes of data that may still be decoded.
    decodable: Cell<usize>,
    groups: RefCell<HashMap<usize, Rc<BTreeMap<String, Link>>>>,
    collections: RefCell<HashMap<usize, Rc<Collection>>>,
}

/// A group or a data set.
pub struct Object<'f, 'a> {
    file: &'f Hdf5File<'a>,
    /// Address of its header.
    pub at: usize,
    messages: Vec<Message<'a>>,
}

/// Where the superblock lies, if there is one.
pub fn superblock(bytes: &[u8]) -> Option<usize> {
    let is_there = |at: &usize| bytes.get(*at..).is_some_and(|b| b.starts_with(SIGNATURE));
    USER_BLOCKS.into_iter().find(is_there)
}

impl<'a> Hdf5File<'a> {
    /// Reads the superblock.
    ///
    /// # Errors
    /// None is there, it is damaged or of an unknown version, or the file is shorter than it says.
    pub fn open(bytes: &'a [u8]) -> Result<Hdf5File<'a>, Damage> {
        let base = superblock(bytes).ok_or_else(|| damaged(0, "no superblock"))?;
        let inner = bytes.get(base..).unwrap_or_default();
        let version = inner.get(SIGNATURE.len()).copied();
        if let Some(version @ 4..) = version {
            let found = format!("HDF5 with a superblock of version {version}");
            return Err(Damage::at_byte(base, found, "version 0 to 3"));
        }
        let (widths, end, root) = version
            .and_then(|version| read_superblock(inner, version))
            .ok_or_else(|| damaged(base, "a superblock"))?;
        if end != UNDEFINED && end > inner.len() {
            let found = "the end of the file";
            let expected = format!("{end} bytes from {base} on, as the HDF5 superblock says");
            return Err(Damage::at_byte(bytes.len(), found, expected));
        }
        let length = inner.len();
        Ok(Hdf5File {
            bytes: inner,
            base,
            widths,
            root,
            account: Cell::new(length.saturating_mul(16).saturating_add(4 << 20)),
            decodable: Cell::new(length.saturating_mul(8).max(64 << 20)),
            groups: RefCell::default(),
            collections: RefCell::default(),
        })
    }

    /// The root group.
    ///
    /// # Errors
    /// Its header is damaged.
    pub fn root<'f>(&'f self) -> Result<Object<'f, 'a>, Damage> {
        self.object(self.root)
    }

    /// The object whose header lies at an address.
    fn object<'f>(&'f self, at: usize) -> Result<Object<'f, 'a>, Damage> {
        Ok(Object {
            file: self,
            at,
            messages: self.messages(at)?,
        })
    }

    /// Address of the object that a path names, from the object at `from`; `None` where there is
    /// none, it lies in another file, or its soft links go in a circle.
    fn resolve(&self, from: usize, path: &str) -> Result<Option<usize>, Damage> {
        let start = |at, path: &str| if path.starts_with('/') { self.root } else { at };
        let names = |path: &str| -> Vec<String> { path.rsplit('/').map(str::to_owned).collect() };
        let mut at = start(from, path);
        let mut rest = names(path);
        let mut hops = 0;
        while let Some(name) = rest.pop() {
            if name.is_empty() || name == "." {
                continue;
            }
            match self.links(at)?.get(&name) {
                Some(Link::Hard(address)) => at = *address,
                Some(Link::Soft(target)) if hops < MAX_HOPS && rest.len() < MAX_NAMES => {
                    hops += 1;
                    at = start(at, target);
                    rest.extend(names(target));
                }
                _ => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// Takes the cost of reading a structure from the account.
    fn spend(&self, cost: usize) -> Result<(), Damage> {
        match self.account.get().checked_sub(cost.saturating_add(32)) {
            Some(rest) => {
                self.account.set(rest);
                Ok(())
            }
            None => {
                let found = "structures of HDF5 that go in circles";
                Err(Damage::at_byte(self.base, found, "a whole HDF5 file"))
            }
        }
    }

    /// Takes bytes that are to be decoded from the account of data: all data together may be
    /// 8 times as long as the file, or 64 MiB: a tab of a browser has to hold them.
    fn decode(&self, length: usize) -> Result<(), Damage> {
        match self.decodable.get().checked_sub(length) {
            Some(rest) => {
                self.decodable.set(rest);
                Ok(())
            }
            None => {
                let found = "more data than 8 times the length of the HDF5 file and 64 MiB";
                Err(Damage::at_byte(self.base, found, "spectra"))
            }
        }
    }

    /// A cursor at an address.
    fn cursor(&self, at: usize) -> Cursor<'a> {
        Cursor::new(self.bytes, at, self.widths)
    }

    /// A cursor in a part of the file, or in data that were put together.
    fn within<'p>(&self, part: &'p [u8]) -> Cursor<'p> {
        Cursor::new(part, 0, self.widths)
    }

    /// The value of a structure at an address, or an error that names it.
    fn need<T>(&self, value: Option<T>, at: usize, what: &str) -> Result<T, Damage> {
        value.ok_or_else(|| damaged(self.base.saturating_add(at).min(self.end()), what))
    }

    /// Length of the file.
    fn end(&self) -> usize {
        self.base + self.bytes.len()
    }
}

impl<'f, 'a> Object<'f, 'a> {
    /// Offset of its header in the file, for messages.
    pub fn place(&self) -> usize {
        self.file.base.saturating_add(self.at)
    }

    /// The object that a path from here names; `None` where there is none.
    ///
    /// # Errors
    /// The file is damaged on the way.
    pub fn get(&self, path: &str) -> Result<Option<Object<'f, 'a>>, Damage> {
        let address = self.file.resolve(self.at, path)?;
        address.map(|at| self.file.object(at)).transpose()
    }

    /// Names of the links of a group, in alphabetical order; none for a data set.
    ///
    /// # Errors
    /// The group is damaged.
    pub fn names(&self) -> Result<Vec<String>, Damage> {
        Ok(self.file.links(self.at)?.keys().cloned().collect())
    }
}

/// Widths, bytes from the superblock to the end of the file, and address of the root group from the bytes of a superblock.
fn read_superblock(bytes: &[u8], version: u8) -> Option<(Widths, usize, usize)> {
    let at = if version < 2 { 13 } else { 9 };
    let [address, length] = bytes.get(at..)?.first_chunk::<2>()?.map(usize::from);
    if [address, length].iter().any(|w| ![2, 4, 8].contains(w)) {
        return None;
    }
    let widths = Widths { address, length };
    let fields = match version {
        0 => 24,
        1 => 28,
        _ => 12,
    };
    let mut cursor = Cursor::new(bytes, fields, widths);
    let base = cursor.address()?;
    let _free_space_or_extension = cursor.address()?;
    // The only address that counts from the beginning of the file.
    let end = match cursor.address()? {
        UNDEFINED => UNDEFINED,
        end => end.checked_sub(base)?,
    };
    if version < 2 {
        let _driver = cursor.address()?;
        let _link_name = cursor.address()?;
    }
    Some((widths, end, cursor.address()?))
}

/// An error for a structure that is not as the format wants it.
fn damaged(at: usize, what: &str) -> Damage {
    let found = format!("{what} of HDF5, damaged or cut");
    Damage::at_byte(at, found, "a whole HDF5 file")
}
