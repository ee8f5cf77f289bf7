//! Why a model cannot be used, or cannot answer.

use speclens_network::{ConfigError, WeightsError};

use super::manifest::MANIFEST_FORMAT;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// `model.json` is no manifest.
    #[error("model.json, line {line}: {0}", line = .0.line())]
    Manifest(#[from] serde_json::Error),
    /// Its layout is of another version.
    #[error(
        "model.json has format {found}; this version of Speclens reads format {MANIFEST_FORMAT}"
    )]
    Format {
        /// Format that stands in the file.
        found: u32,
    },
    /// The manifest contradicts itself.
    #[error("model.json: {0}")]
    Inconsistent(String),
    /// The architecture cannot be built.
    #[error("model.json, network: {0}")]
    Config(#[from] ConfigError),
    /// The weights are not those of the manifest.
    #[error(
        "{file}: {found_bytes} bytes with SHA-256 {found}, model.json says {expected_bytes} bytes with {expected}"
    )]
    Checksum {
        /// Name of the weights file.
        file: String,
        /// Checksum found.
        found: String,
        /// Bytes found.
        found_bytes: u64,
        /// Checksum in the manifest.
        expected: String,
        /// Bytes in the manifest.
        expected_bytes: u64,
    },
    /// The weights do not fit the architecture.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// A network could not be loaded when it was needed.
    #[error("the network cannot be loaded: {0}")]
    Load(String),
    /// The network failed to run.
    #[error("the network failed: {0}")]
    Run(String),
    /// An input of the wrong length.
    #[error("{found} input values for {batch} spectra; {expected} are needed")]
    Shape {
        /// Values found.
        found: usize,
        /// Spectra in the batch.
        batch: usize,
        /// Values needed.
        expected: usize,
    },
}
