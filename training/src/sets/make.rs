//! Making a set, shard by shard; a run that was broken off goes on where it stood.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::shard::{self, Header, Shard};
use super::statistics::Counter;
use super::{
    Configuration, Label, MANIFEST, Manifest, ShardFile, Simulated, sha256_hex, simulated,
    write_whole,
};

/// Makes the set that `configuration` describes in `folder`. Whole shards of this set that are
/// there already are kept. The number of threads changes nothing in the files.
///
/// # Errors
/// An impossible configuration, files of another set in the folder, a folder that cannot be
/// written.
pub fn make(folder: &Path, configuration: &Configuration) -> Result<Manifest> {
    configuration.check()?;
    let label = Label::today(configuration);
    if let Some(manifest) = Manifest::read(folder)? {
        label.refuse_other(&manifest.label, &folder.join(MANIFEST))?;
        if complete(folder, &manifest) {
            return Ok(manifest);
        }
    }
    writable(folder)?;
    // All that is there is looked at before the first spectrum is simulated.
    let kept = kept(folder, &label)?;
    let there: usize = kept.iter().flatten().map(|s| s.spectra).sum();
    let bar = progress(configuration.count, folder);
    bar.set_position(there as u64);
    bar.reset_eta();

    let mut shards = Vec::with_capacity(kept.len());
    let mut counter = Counter::new(&label);
    for (k, kept) in kept.into_iter().enumerate() {
        let path = folder.join(shard::file_name(k));
        let (shard, listed) = match kept {
            Some(listed) => {
                let shard = Shard::read(&path)?.context("a shard has gone meanwhile")?;
                (shard, listed)
            }
            None => {
                let shard = simulate(&label, k, &bar)?;
                write_whole(&path, shard.bytes())?;
                let listed = list(k, &shard);
                (shard, listed)
            }
        };
        counter.take(&shard);
        shards.push(listed);
    }
    bar.finish_and_clear();
    let manifest = Manifest {
        label,
        shards,
        statistics: counter.finish(),
    };
    let json = serde_json::to_string_pretty(&manifest)? + "\n";
    write_whole(&folder.join(MANIFEST), json.as_bytes())?;
    Ok(manifest)
}

fn simulate(label: &Label, k: usize, bar: &ProgressBar) -> Result<Shard> {
    let range = label.configuration.spectra_of(k);
    let first = range.start;
    let spectra: Vec<Simulated> = range
        .into_par_iter()
        .map(|i| {
            let spectrum = simulated(&label.configuration, i)
                .with_context(|| format!("spectrum {i} cannot be simulated"));
            bar.inc(1);
            spectrum
        })
        .collect::<Result<_>>()?;
    let header = Header {
        label: label.clone(),
        first,
    };
    Shard::from_bytes(shard::to_bytes(&header, &spectra)?)
}

fn list(k: usize, shard: &Shard) -> ShardFile {
    ShardFile {
        file: shard::file_name(k),
        first: shard.header().first,
        spectra: shard.len(),
        bytes: shard.bytes().len() as u64,
        sha256: sha256_hex(shard.bytes()),
    }
}

/// Which shards of the set of `label` are in `folder` already.
fn kept(folder: &Path, label: &Label) -> Result<Vec<Option<ShardFile>>> {
    let configuration = &label.configuration;
    let count = configuration.shards();
    let superfluous = folder.join(shard::file_name(count));
    ensure!(
        !superfluous.exists(),
        "{}: of another set (one with more spectra); name another folder, or move that one away",
        superfluous.display()
    );
    (0..count)
        .map(|k| {
            let path = folder.join(shard::file_name(k));
            let Some(shard) = Shard::read(&path)? else {
                return Ok(None);
            };
            label.refuse_other(&shard.header().label, &path)?;
            let range = configuration.spectra_of(k);
            ensure!(
                shard.header().first == range.start && shard.len() == range.len(),
                "{}: spectra {} to {}; expected {range:?}",
                path.display(),
                shard.header().first,
                shard.header().first + shard.len()
            );
            Ok(Some(list(k, &shard)))
        })
        .collect()
}

/// Whether all shards that the manifest lists are there in their size.
fn complete(folder: &Path, manifest: &Manifest) -> bool {
    manifest
        .shards
        .iter()
        .all(|s| std::fs::metadata(folder.join(&s.file)).is_ok_and(|m| m.len() == s.bytes))
}

/// Makes the folder and tries to write into it, before minutes are spent on simulation.
fn writable(folder: &Path) -> Result<()> {
    let cannot = || format!("{}: cannot be written", folder.display());
    std::fs::create_dir_all(folder).with_context(cannot)?;
    let trial = folder.join("trial.part");
    std::fs::write(&trial, b"").with_context(cannot)?;
    std::fs::remove_file(&trial).with_context(cannot)
}

fn progress(count: usize, folder: &Path) -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{msg} {wide_bar} {pos}/{len} {per_sec} {elapsed} (left {eta})",
    )
    .unwrap_or_else(|_| ProgressStyle::default_bar());
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    ProgressBar::new(count as u64)
        .with_style(style)
        .with_message(name.to_string_lossy().into_owned())
}
