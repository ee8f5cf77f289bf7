//! What the fuzz targets share.

mod check;
pub mod zip;

pub use check::check;
