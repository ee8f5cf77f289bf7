//! The files of a command line, and what its user knows of them.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;
use speclens::formats::{self, MAX_FILE_BYTES, SpectrumFile};
use speclens::spectrum::{Axis, PHOTON_ENERGIES_EV, Spectrum};

/// What the user tells of files that leave it open.
#[derive(clap::Args)]
pub struct Told {
    /// What the energies are, where a file does not say it
    #[arg(long)]
    axis: Option<AxisName>,
    /// Photon energy in eV, where a file does not give it
    #[arg(long, value_name = "EV", value_parser = photon_energy)]
    photon_energy: Option<f64>,
}

#[derive(Clone, Copy, ValueEnum)]
enum AxisName {
    /// Kinetic energies of the electrons
    Kinetic,
    /// Binding energies
    Binding,
}

impl From<AxisName> for Axis {
    fn from(name: AxisName) -> Axis {
        match name {
            AxisName::Kinetic => Axis::Kinetic,
            AxisName::Binding => Axis::Binding,
        }
    }
}

fn photon_energy(text: &str) -> Result<f64, String> {
    let in_range = |ev: &f64| PHOTON_ENERGIES_EV.contains(ev);
    let (low, high) = (PHOTON_ENERGIES_EV.start(), PHOTON_ENERGIES_EV.end());
    let expected = || format!("expected {low} to {high} eV");
    text.parse().ok().filter(in_range).ok_or_else(expected)
}

/// Reads a file of at most [`MAX_FILE_BYTES`].
///
/// # Errors
/// One line without the file's name: what is no file, is too large, or is not understood.
pub fn read(path: &Path, told: &Told) -> anyhow::Result<SpectrumFile> {
    let bytes = bytes(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy();
    let mut file = formats::read(&bytes, &name).map_err(|e| anyhow::anyhow!("{}", e.reason()))?;
    for spectrum in &mut file.spectra {
        spectrum.told(told.axis.map(Axis::from), told.photon_energy)?;
    }
    Ok(file)
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    // Asked before it is opened: a folder, or more than memory holds.
    let about = std::fs::metadata(path).map_err(unreadable)?;
    ensure!(!about.is_dir(), "it is a folder: name the files in it");
    ensure_size(about.len())?;
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    // A pipe has no size, and a file may grow.
    let read = file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(unreadable)?;
    ensure_size(bytes.len().try_into().unwrap_or(u64::MAX))?;
    Ok(bytes)
}

fn unreadable(error: std::io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("there is no such file"),
        ErrorKind::PermissionDenied => anyhow::anyhow!("it may not be read (permission denied)"),
        _ => error.into(),
    }
}

fn ensure_size(size: u64) -> anyhow::Result<()> {
    if size > MAX_FILE_BYTES {
        let limit = MAX_FILE_BYTES >> 20;
        bail!("{}, expected at most {limit} MiB", size_in_words(size));
    }
    Ok(())
}

fn size_in_words(bytes: u64) -> String {
    let bytes = bytes as f64;
    if bytes >= 1e9 {
        format!("{:.1} GB", bytes / 1e9)
    } else {
        format!("{:.1} MB", bytes / 1e6)
    }
}

/// The block of that number, or all of that name.
///
/// # Errors
/// No such block.
pub fn blocks(mut spectra: Vec<Spectrum>, wanted: &str) -> anyhow::Result<Vec<Spectrum>> {
    let count = spectra.len();
    if let Some(i) = spectra.iter().position(|s| wanted.parse() == Ok(s.block)) {
        return Ok(vec![spectra.swap_remove(i)]);
    }
    let wanted_name = wanted.trim().to_lowercase();
    spectra.retain(|s| {
        [s.region.clone(), s.title()]
            .iter()
            .any(|n| n.to_lowercase() == wanted_name)
    });
    let first = spectra.first();
    first.with_context(|| format!("none of its {count} blocks is “{wanted}”"))?;
    Ok(spectra)
}
