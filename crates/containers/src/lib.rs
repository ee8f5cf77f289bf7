//! Containers in which instruments keep their files: HDF5, SQLite, OLE compound files, zip
//! archives and BIFF workbooks, read from bytes in memory.
//!
//! Invariants:
//! - It knows nothing of spectra, and nothing of the other crates of Speclens.
//! - Nothing is believed: a length or an address in a file is held against the file's own size, and
//!   inflating is bounded ([`inflate`]), so that a small file cannot ask for much memory or time.
//! - It never panics on any bytes; what is wrong is a [`Damage`] with its place.
//! - It only reads, and only from memory: no files, no threads, no clocks. It builds for wasm.

pub mod biff;
pub mod bytes;
mod damage;
pub mod hdf5;
pub mod inflate;
pub mod ole;
pub mod sqlite;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod zip;

pub use damage::{Damage, Spot};
