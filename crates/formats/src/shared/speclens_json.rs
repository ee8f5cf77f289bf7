//! The frame of a file of spectra in JSON, for its reader and its writer.

use serde::{Deserialize, Serialize};

/// What the file says it is.
pub(crate) const FORMAT: &str = "speclens-spectra";
/// Version of the layout.
pub(crate) const VERSION: u32 = 1;

/// The whole file; `S` is the list of spectra.
#[derive(Serialize, Deserialize)]
pub(crate) struct JsonFile<S> {
    pub format: String,
    pub version: u32,
    pub spectra: S,
}
