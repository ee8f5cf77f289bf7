//! Shapes that cross to JavaScript, apart from the library's own types: what the page relies on
//! changes only here.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsError, JsValue};

use super::into_error;
use crate::formats::SpectrumFile;
use crate::model::manifest::Manifest;
use crate::spectrum::{Spectrum, Technique};

/// A value as JavaScript: objects for structs, `null` for `None`.
pub(super) fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let json = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&json).map_err(into_error)
}

/// A value from JavaScript.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(into_error)
}

/// A file and its blocks.
#[derive(Serialize)]
pub(super) struct FileList {
    name: String,
    format: &'static str,
    blocks: Vec<BlockEntry>,
}

/// One block of a file.
#[derive(Serialize)]
struct BlockEntry {
    block: usize,
    title: String,
    sample: String,
    region: String,
    technique: Technique,
    range_ev: [f64; 2],
    photon_energy_ev: Option<f64>,
    points: usize,
}

impl FileList {
    pub(super) fn new(name: &str, file: &SpectrumFile) -> FileList {
        FileList {
            name: name.to_owned(),
            format: file.format.name(),
            blocks: file.spectra.iter().map(BlockEntry::from).collect(),
        }
    }
}

impl From<&Spectrum> for BlockEntry {
    fn from(s: &Spectrum) -> BlockEntry {
        BlockEntry {
            block: s.block,
            title: s.title(),
            sample: s.sample.clone(),
            region: s.region.clone(),
            technique: s.technique,
            range_ev: s.range_ev(),
            photon_energy_ev: s.photon_energy_ev,
            points: s.counts.len(),
        }
    }
}

/// What the page says of the network.
#[derive(Serialize)]
pub(super) struct About {
    model: String,
    source: &'static str,
    elements: usize,
}

impl From<&Manifest> for About {
    fn from(manifest: &Manifest) -> About {
        About {
            model: manifest.name.clone(),
            source: manifest.source.label(),
            elements: manifest.elements.len(),
        }
    }
}
