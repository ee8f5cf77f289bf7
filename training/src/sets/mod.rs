//! Sets of simulated spectra on disk (docs/sets.md holds the format), and the held-out ones among them. Know
//! which samples they hold and how those are recorded, not what is made of them.
//!
//! A set is a folder of shards (safetensors files) and a manifest. Spectrum `i` of a set depends
//! on the set's configuration and on `i` alone.

mod configuration;
mod contributions;
pub mod held_out;
mod identity;
mod make;
mod reader;
mod shard;
mod spectrum;
mod statistics;
#[cfg(test)]
mod tests;
mod verify;

pub use configuration::{Configuration, Samples};
pub use contributions::{Contribution, Contributions, contributions};
pub use identity::{Simulator, simulator};
pub use make::make;
pub use reader::{Batch, Set};
pub use spectrum::{Simulated, simulated};
pub(crate) use spectrum::{deviations, draw};
pub use verify::verify;

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use speclens::spectrum::elements;

use crate::samples::mixtures::FAMILIES;
use crate::samples::source_name;
use statistics::Statistics;

/// What the manifest's `format` says.
pub const FORMAT: &str = "speclens-set";
/// Version of the layout that this code writes and reads.
pub const VERSION: u32 = 1;
/// Name of the manifest in a set's folder.
const MANIFEST: &str = "manifest.json";

/// What stands in a shard's header and, for the whole set, in its manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// What was asked for.
    pub configuration: Configuration,
    /// What made it.
    pub simulator: Simulator,
    /// Symbols of the elements, in the order of the columns of `fractions` and `bulk`.
    pub elements: Vec<String>,
    /// Names that the numbers of `family` stand for.
    pub families: Vec<String>,
}

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The label that every shard carries too.
    #[serde(flatten)]
    pub label: Label,
    /// The shards, in the order of their spectra.
    pub shards: Vec<ShardFile>,
    /// What the set consists of.
    pub statistics: Statistics,
}

/// A shard as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardFile {
    /// File name in the set's folder.
    pub file: String,
    /// Index of its first spectrum.
    pub first: usize,
    /// Number of its spectra.
    pub spectra: usize,
    /// Size, bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
}

impl Label {
    /// The label of a set that is made today.
    fn today(configuration: &Configuration) -> Self {
        Label {
            format: FORMAT.into(),
            version: VERSION,
            configuration: configuration.clone(),
            simulator: simulator(configuration.recording.is_some()),
            elements: elements::all()
                .iter()
                .map(|e| e.symbol.to_owned())
                .collect(),
            families: FAMILIES.iter().map(|f| f.0.to_owned()).collect(),
        }
    }

    /// Refuses what is not of `self`; `what` names the file.
    fn refuse_other(&self, found: &Label, what: &Path) -> Result<()> {
        let (a, b) = (serde_json::to_value(self)?, serde_json::to_value(found)?);
        if let Some(difference) = difference(&b, &a, "") {
            anyhow::bail!(
                "{}: of another set ({difference}); name another folder, or move that one away",
                what.display()
            );
        }
        Ok(())
    }
}

impl Manifest {
    /// Reads the manifest in `folder`; none where there is no such file.
    ///
    /// # Errors
    /// A file that cannot be read or is no manifest of this version.
    pub fn read(folder: &Path) -> Result<Option<Manifest>> {
        let path = folder.join(MANIFEST);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(e) => return Err(e).with_context(|| path.display().to_string()),
        };
        let value: Value =
            serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
        ensure!(
            value["format"] == FORMAT && value["version"] == VERSION,
            "{}: format {} version {}; this program reads {FORMAT} version {VERSION}",
            path.display(),
            value["format"],
            value["version"]
        );
        let manifest = serde_json::from_value(value).with_context(|| path.display().to_string())?;
        Ok(Some(manifest))
    }
}

/// Whether two sets are asked for alike.
pub fn alike(a: &Configuration, b: &Configuration) -> Result<bool> {
    Ok(difference(&serde_json::to_value(a)?, &serde_json::to_value(b)?, "").is_none())
}

/// The first place where two JSON values differ, with what stands there in `a` and in `b`.
fn difference(a: &Value, b: &Value, path: &str) -> Option<String> {
    if let (Value::Object(x), Value::Object(y)) = (a, b) {
        let mut keys: Vec<&String> = x.keys().chain(y.keys()).collect();
        keys.sort();
        return keys.into_iter().find_map(|key| {
            let inner = format!("{path}{}{key}", if path.is_empty() { "" } else { "." });
            let at = |v: &serde_json::Map<String, Value>| v.get(key).cloned().unwrap_or_default();
            difference(&at(x), &at(y), &inner)
        });
    }
    if let (Value::Array(x), Value::Array(y)) = (a, b)
        && x.len() == y.len()
    {
        let mut pairs = x.iter().zip(y).enumerate();
        return pairs.find_map(|(i, (x, y))| difference(x, y, &format!("{path}[{i}]")));
    }
    let same = match (a, b) {
        (Value::Number(x), Value::Number(y)) if x.is_f64() && y.is_f64() => {
            // serde_json reads decimals back to within the last digit or two.
            let (x, y) = (x.as_f64()?, y.as_f64()?);
            (x - y).abs() <= 1e-12 * x.abs().max(y.abs())
        }
        _ => a == b,
    };
    let short = |v: &Value| -> String {
        let text = v.to_string();
        match text.char_indices().nth(40) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    };
    (!same).then(|| format!("{path} is {} there, {} here", short(a), short(b)))
}

/// The folder in which a set of random mixtures lies unless told otherwise.
pub fn folder_name(configuration: &Configuration) -> String {
    let source = source_name(configuration.source);
    format!(
        "{source}-{}-seed-{}",
        configuration.count, configuration.seed
    )
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes `bytes` beside `path` and moves them there, so that a file is whole or not there.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let part = path.with_extension("part");
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().with_context(|| format!("{}: cannot be written", path.display()))
}
