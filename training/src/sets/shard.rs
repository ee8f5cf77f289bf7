//! A shard: some spectra of a set in one safetensors file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use safetensors::tensor::{Dtype, SafeTensors, View, serialize};
use serde::{Deserialize, Serialize};

use super::{Configuration, Label, Simulated};

/// Key in the header's metadata under which the [`Header`] stands, as JSON.
const KEY: &str = "speclens_set";

/// What a shard says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// Of which set it is.
    #[serde(flatten)]
    pub label: Label,
    /// Index of its first spectrum in the set.
    pub first: usize,
}

/// File name of shard `k`.
pub fn file_name(k: usize) -> String {
    format!("shard-{k:05}.safetensors")
}

/// A shard in memory, as it stands on disk.
pub struct Shard {
    bytes: Vec<u8>,
    header: Header,
    spectra: usize,
    /// Where each tensor begins in `bytes`.
    intensity: usize,
    covered: usize,
    fractions: usize,
    bulk: usize,
    layers_nm: usize,
    layers: usize,
    family: usize,
}

/// A column of little-endian numbers.
struct Column {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl View for Column {
    fn dtype(&self) -> Dtype {
        self.dtype
    }
    fn shape(&self) -> &[usize] {
        &self.shape
    }
    fn data(&self) -> Cow<'_, [u8]> {
        (&self.bytes).into()
    }
    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

/// The bytes of a shard of `spectra`.
///
/// # Errors
/// The header cannot be written.
pub fn to_bytes(header: &Header, spectra: &[Simulated]) -> Result<Vec<u8>> {
    let n = spectra.len();
    let u16s = |width: usize, of: &dyn Fn(&Simulated) -> &[u16]| Column {
        dtype: Dtype::U16,
        shape: vec![n, width],
        bytes: spectra
            .iter()
            .flat_map(|s| of(s).iter().flat_map(|v| v.to_le_bytes()))
            .collect(),
    };
    let f32s = |width: usize, of: &dyn Fn(&Simulated) -> &[f32]| Column {
        dtype: Dtype::F32,
        shape: vec![n, width],
        bytes: spectra
            .iter()
            .flat_map(|s| of(s).iter().flat_map(|v| v.to_le_bytes()))
            .collect(),
    };
    let u8s = |of: &dyn Fn(&Simulated) -> u8| Column {
        dtype: Dtype::U8,
        shape: vec![n],
        bytes: spectra.iter().map(of).collect(),
    };
    let points = header.label.configuration.grid.points;
    let elements = header.label.elements.len();
    let layers_nm = Column {
        shape: vec![n],
        ..f32s(1, &|s| std::slice::from_ref(&s.layers_nm))
    };
    let columns = [
        ("intensity", u16s(points, &|s| &s.intensity)),
        ("covered", u16s(2, &|s| &s.covered)),
        ("fractions", f32s(elements, &|s| &s.fractions)),
        ("bulk", f32s(elements, &|s| &s.bulk)),
        ("layers_nm", layers_nm),
        ("layers", u8s(&|s| s.layers)),
        ("family", u8s(&|s| s.family)),
    ];
    // One key: several would be written in an order that changes from run to run.
    let metadata = HashMap::from([(KEY.to_owned(), serde_json::to_string(header)?)]);
    Ok(serialize(columns, Some(metadata))?)
}

impl Shard {
    /// Reads the shard at `path`; none where there is no such file. What it holds is as long as
    /// its header says.
    ///
    /// # Errors
    /// A file that cannot be read or is no shard.
    pub fn read(path: &Path) -> Result<Option<Shard>> {
        match std::fs::read(path) {
            Ok(bytes) => Shard::from_bytes(bytes)
                .with_context(|| format!("{}: no shard of a set", path.display()))
                .map(Some),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e).with_context(|| path.display().to_string()),
        }
    }

    /// A shard from the bytes of its file.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Shard> {
        let (length, metadata) = SafeTensors::read_metadata(&bytes)?;
        let json = metadata
            .metadata()
            .as_ref()
            .and_then(|m| m.get(KEY))
            .with_context(|| format!("no {KEY} in its header"))?;
        let header: Header =
            serde_json::from_str(json).with_context(|| format!("{KEY} in its header"))?;
        let file = SafeTensors::deserialize(&bytes)?;
        let data = 8 + length;
        let spectra = file.tensor("intensity")?.shape().first().copied();
        let spectra = spectra.context("intensity has no dimension")?;
        let column = |name: &str, dtype: Dtype, width: Option<usize>| -> Result<usize> {
            let tensor = file.tensor(name)?;
            let shape: Vec<usize> = std::iter::once(spectra).chain(width).collect();
            ensure!(
                tensor.dtype() == dtype && tensor.shape() == shape,
                "{name} is {:?} {:?}; expected {dtype:?} {shape:?}",
                tensor.dtype(),
                tensor.shape()
            );
            let info = metadata.info(name).context("a tensor without place")?;
            Ok(data + info.data_offsets.0)
        };
        let points = header.label.configuration.grid.points;
        let elements = header.label.elements.len();
        let (intensity, covered, fractions, bulk, layers_nm, layers, family) = (
            column("intensity", Dtype::U16, Some(points))?,
            column("covered", Dtype::U16, Some(2))?,
            column("fractions", Dtype::F32, Some(elements))?,
            column("bulk", Dtype::F32, Some(elements))?,
            column("layers_nm", Dtype::F32, None)?,
            column("layers", Dtype::U8, None)?,
            column("family", Dtype::U8, None)?,
        );
        Ok(Shard {
            bytes,
            header,
            spectra,
            intensity,
            covered,
            fractions,
            bulk,
            layers_nm,
            layers,
            family,
        })
    }

    /// What it says of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Number of its spectra.
    pub fn len(&self) -> usize {
        self.spectra
    }

    /// Its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn configuration(&self) -> &Configuration {
        &self.header.label.configuration
    }

    /// Intensities of spectrum `i`, 0 to 65,535.
    pub fn intensity(&self, i: usize) -> impl Iterator<Item = u16> + '_ {
        let points = self.configuration().grid.points;
        self.u16s(self.intensity, i, points)
    }

    /// First covered grid point of spectrum `i`, and the one after the last.
    pub fn covered(&self, i: usize) -> [usize; 2] {
        let mut pair = self.u16s(self.covered, i, 2).map(usize::from);
        [pair.next().unwrap_or(0), pair.next().unwrap_or(0)]
    }

    /// Apparent atomic fractions of spectrum `i`.
    pub fn fractions(&self, i: usize) -> impl Iterator<Item = f32> + '_ {
        self.f32s(self.fractions, i, self.header.label.elements.len())
    }

    /// Atomic fractions of the half-space of spectrum `i`.
    pub fn bulk(&self, i: usize) -> impl Iterator<Item = f32> + '_ {
        self.f32s(self.bulk, i, self.header.label.elements.len())
    }

    /// Thickness of the layers of spectrum `i`, nm.
    pub fn layers_nm(&self, i: usize) -> f32 {
        self.f32s(self.layers_nm, i, 1).next().unwrap_or(0.0)
    }

    /// Number of layers of spectrum `i`.
    pub fn layers(&self, i: usize) -> u8 {
        self.bytes[self.layers + i]
    }

    /// Number of the family of spectrum `i`.
    pub fn family(&self, i: usize) -> u8 {
        self.bytes[self.family + i]
    }

    fn u16s(&self, from: usize, i: usize, width: usize) -> impl Iterator<Item = u16> + '_ {
        let at = from + 2 * width * i;
        self.bytes[at..at + 2 * width]
            .chunks_exact(2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]))
    }

    fn f32s(&self, from: usize, i: usize, width: usize) -> impl Iterator<Item = f32> + '_ {
        let at = from + 4 * width * i;
        self.bytes[at..at + 4 * width]
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use crate::samples::mixtures::Chemistry;
    use crate::sets::simulated;
    use speclens::spectrum::Source;

    fn bytes() -> (Vec<Simulated>, Vec<u8>) {
        let configuration = Configuration::mixtures(3, 9, Source::AlKa, GRID, Chemistry::default());
        let spectra: Vec<Simulated> = (0..3)
            .map(|i| simulated(&configuration, i).unwrap())
            .collect();
        let header = Header {
            label: Label::today(&configuration),
            first: 0,
        };
        let bytes = to_bytes(&header, &spectra).unwrap();
        (spectra, bytes)
    }

    #[test]
    fn what_is_written_is_read() {
        let (spectra, bytes) = bytes();
        let shard = Shard::from_bytes(bytes.clone()).unwrap();
        assert_eq!((shard.len(), shard.header().first), (3, 0));
        for (i, s) in spectra.iter().enumerate() {
            assert!(shard.intensity(i).eq(s.intensity.iter().copied()));
            assert_eq!(shard.covered(i), s.covered.map(usize::from));
            assert!(shard.fractions(i).eq(s.fractions.iter().copied()));
            assert!(shard.bulk(i).eq(s.bulk.iter().copied()));
            assert_eq!(shard.layers_nm(i), s.layers_nm);
            assert_eq!((shard.layers(i), shard.family(i)), (s.layers, s.family));
        }
        let again = to_bytes(shard.header(), &spectra).unwrap();
        assert!(again == bytes, "the same spectra give the same file");
    }

    #[test]
    fn a_file_that_is_cut_off_or_no_shard_is_refused() {
        let (_, mut bytes) = bytes();
        bytes.truncate(bytes.len() - 1);
        assert!(Shard::from_bytes(bytes).is_err());
        let column = Column {
            dtype: Dtype::U8,
            shape: vec![1],
            bytes: vec![0],
        };
        let other = serialize([("x", column)], None).unwrap();
        let error = Shard::from_bytes(other).err().unwrap().to_string();
        assert!(error.contains("no speclens_set"), "{error}");
    }
}
