//! The files of a command line, and what its user knows of them.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;
use speclens::formats::{self, MAX_FILE_BYTES, SpectrumFile};
use speclens::spectrum::{Axis, PHOTON_ENERGIES_EV, Spectrum};

/// Blocks of the same name that are told.
const MOST_TOLD: usize = 8;

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

/// Stands for standard input on a command line.
pub const STANDARD_INPUT: &str = "-";

/// A path as it is told: the name of standard input for `-`.
pub fn shown(path: &Path) -> String {
    match path.as_os_str() == STANDARD_INPUT {
        true => "standard input".to_owned(),
        false => path.display().to_string(),
    }
}

/// The files of a command line: those of a folder, and of folders in it, by name; what is hidden or
/// a link to a folder is passed over. And a line for each folder that cannot be read or is empty.
pub fn expand(named: &[PathBuf]) -> (Vec<PathBuf>, Vec<String>) {
    let (mut files, mut errors) = (Vec::new(), Vec::new());
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = (files.len(), errors.len());
        files_in(path, &mut files, &mut errors);
        if (files.len(), errors.len()) == before {
            errors.push(format!(
                "{}: there is no file in this folder",
                path.display()
            ));
        }
    }
    (files, errors)
}

/// The folders between the folder that was named and a file that was found in it; none for a file
/// that was named itself.
pub fn below(named: &[PathBuf], file: &Path) -> PathBuf {
    let mut inside = named.iter().filter_map(|n| file.strip_prefix(n).ok());
    let parent = inside.next().and_then(Path::parent);
    parent.map(Path::to_owned).unwrap_or_default()
}

fn files_in(folder: &Path, files: &mut Vec<PathBuf>, errors: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            errors.push(format!("{}: {:#}", folder.display(), unreadable(error)));
            return;
        }
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_in(&path, files, errors),
            Ok(_) if path.is_dir() => {}
            // A pipe would wait for ever for somebody to write.
            Ok(kind) if !kind.is_file() && path.exists() && !path.is_file() => {
                errors.push(format!(
                    "{}: it is no regular file: passed over",
                    path.display()
                ));
            }
            _ => files.push(path),
        }
    }
}

/// Reads a file of at most [`MAX_FILE_BYTES`].
///
/// # Errors
/// One line without the file's name: what is no file, is too large, or is not understood.
pub fn read(path: &Path, told: &Told) -> anyhow::Result<SpectrumFile> {
    let bytes = bytes(path)?;
    let name = match path.file_name() {
        Some(name) if name != STANDARD_INPUT => name.to_string_lossy().into_owned(),
        _ => shown(path),
    };
    let mut file = formats::read(&bytes, &name).map_err(|e| anyhow::anyhow!("{}", e.reason()))?;
    for spectrum in &mut file.spectra {
        spectrum.told(told.axis.map(Axis::from), told.photon_energy)?;
    }
    Ok(file)
}

fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path.as_os_str() == STANDARD_INPUT {
        return bounded(std::io::stdin().lock());
    }
    // Asked before it is opened: a folder, or more than memory holds.
    let about = std::fs::metadata(path).map_err(unreadable)?;
    ensure!(!about.is_dir(), "it is a folder: name the files in it");
    ensure_size(about.len())?;
    bounded(File::open(path).map_err(unreadable)?)
}

/// All that `source` gives. A pipe has no size, and a file may grow.
fn bounded(source: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
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

/// The block of that number, or of that name: the region, or sample and region as `info` prints
/// them.
///
/// # Errors
/// No such block, or several.
pub fn block(mut spectra: Vec<Spectrum>, wanted: &str) -> anyhow::Result<Spectrum> {
    let count = spectra.len();
    if let Some(i) = spectra.iter().position(|s| wanted.parse() == Ok(s.block)) {
        return Ok(spectra.swap_remove(i));
    }
    let wanted_name = wanted.trim().to_lowercase();
    spectra.retain(|s| {
        [s.region.clone(), s.title()]
            .iter()
            .any(|n| n.to_lowercase() == wanted_name)
    });
    let several = spectra.len();
    if several > 1 {
        let told = spectra.iter().take(MOST_TOLD);
        let told = told.map(|s| format!("{} ({})", s.block, s.title()));
        let told = told.collect::<Vec<_>>().join(", ");
        let more = if several > MOST_TOLD { " …" } else { "" };
        bail!("“{wanted}” stands for {several} blocks: {told}{more}; name one by its number");
    }
    let found = spectra.pop();
    found.with_context(|| format!("none of its {count} blocks is “{wanted}”"))
}
