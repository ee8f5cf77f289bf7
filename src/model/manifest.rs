//! The manifest of a model, `model.json`.

use serde::{Deserialize, Serialize};

use super::ModelError;
use super::calibration::Calibration;
use crate::sha256::sha256_hex;
use speclens_network::NetworkConfig;
use speclens_spectrum::{Grid, Source, elements};

/// `model.json`: everything one must know to use `weights.safetensors`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this file's layout; this code reads [`MANIFEST_FORMAT`].
    pub format: u32,
    /// Name that answers carry, e.g. `al-ka-2026-11-22`.
    pub name: String,
    /// X-ray source of the spectra it was trained on.
    pub source: Source,
    /// Energy grid of the input.
    pub grid: Grid,
    /// How an intensity becomes an input, for people.
    pub preprocessing: String,
    /// Architecture.
    pub network: NetworkConfig,
    /// Symbols of the elements, in the order of the network's outputs.
    pub elements: Vec<String>,
    /// Probability of presence from which an element is reported.
    pub presence_threshold: f64,
    /// How intervals and warnings were calibrated.
    pub calibration: Calibration,
    /// Figures of the training run, as its program wrote them.
    pub training: serde_json::Value,
    /// The weights this manifest belongs to.
    pub weights: WeightsFile,
}

/// Layout version of [`Manifest`] that this code reads.
pub const MANIFEST_FORMAT: u32 = 4;

/// Name and checksum of a weights file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsFile {
    /// File name beside the manifest.
    pub file: String,
    /// Size, bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

impl WeightsFile {
    /// Describes `bytes` under the name `file`.
    pub fn of(file: &str, bytes: &[u8]) -> Self {
        WeightsFile {
            file: file.into(),
            bytes: bytes.len() as u64,
            sha256: sha256_hex(bytes),
        }
    }
}

impl Manifest {
    /// Reads and checks `model.json`.
    ///
    /// # Errors
    /// [`ModelError`] with the line or the contradiction.
    pub fn from_json(json: &[u8]) -> Result<Self, ModelError> {
        let manifest: Manifest = serde_json::from_slice(json)?;
        if manifest.format != MANIFEST_FORMAT {
            return Err(ModelError::Format {
                found: manifest.format,
            });
        }
        if manifest.elements.len() != manifest.network.elements {
            return Err(ModelError::Inconsistent(format!(
                "{} elements are named, the network answers for {}",
                manifest.elements.len(),
                manifest.network.elements
            )));
        }
        if manifest.grid.points != manifest.network.points {
            return Err(ModelError::Inconsistent(format!(
                "the grid has {} points, the network takes {}",
                manifest.grid.points, manifest.network.points
            )));
        }
        if let Some(unknown) = manifest
            .elements
            .iter()
            .find(|s| elements::by_symbol(s).is_none())
        {
            return Err(ModelError::Inconsistent(format!(
                "{unknown} is no element of the library"
            )));
        }
        if !manifest.calibration.intervals.is_whole() {
            return Err(ModelError::Inconsistent(
                "calibration.intervals: limits that ascend from 0 and a positive factor for each pair of them \
                 are needed"
                    .into(),
            ));
        }
        manifest.network.validate()?;
        Ok(manifest)
    }
}
