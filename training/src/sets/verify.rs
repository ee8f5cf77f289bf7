//! Checking a set that lies on disk.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::shard::Shard;
use super::statistics::Counter;
use super::{Label, MANIFEST, Manifest, difference, sha256_hex, simulated, simulator};

/// How far fractions may sum to something other than one.
const SUM_TOLERANCE: f32 = 1e-4;

/// Reads the set in `folder` again: checksums, labels, every spectrum and composition, and the
/// statistics; where today's simulator is the one that made the set, the first spectrum of each
/// shard is simulated again and must be the same, bit by bit. Answers what was checked, for people.
///
/// # Errors
/// What is wrong.
pub fn verify(folder: &Path) -> Result<String> {
    let manifest =
        Manifest::read(folder)?.with_context(|| format!("{}: no {MANIFEST}", folder.display()))?;
    let label = &manifest.label;
    let configuration = &label.configuration;
    configuration.check()?;
    ensure!(
        manifest.shards.len() == configuration.shards(),
        "{MANIFEST} lists {} shards; {} spectra take {}",
        manifest.shards.len(),
        configuration.count,
        configuration.shards()
    );
    let same_simulator = label.simulator == simulator(configuration.recording.is_some());
    let mut counter = Counter::new(label);
    for (k, listed) in manifest.shards.iter().enumerate() {
        let path = folder.join(&listed.file);
        let check = || -> Result<Shard> {
            let shard = Shard::read(&path)?.context("missing")?;
            let sha256 = sha256_hex(shard.bytes());
            ensure!(
                sha256 == listed.sha256,
                "SHA-256 is {sha256}, {MANIFEST} says {}",
                listed.sha256
            );
            label.refuse_other(&shard.header().label, &path)?;
            let range = configuration.spectra_of(k);
            ensure!(
                shard.header().first == range.start && shard.len() == range.len(),
                "not the spectra {range:?}"
            );
            for i in 0..shard.len() {
                spectrum(label, &shard, i).with_context(|| format!("spectrum {i} of it"))?;
            }
            if same_simulator {
                again(label, &shard)?;
            }
            Ok(shard)
        };
        counter.take(&check().with_context(|| path.display().to_string())?);
    }
    let counted = serde_json::to_value(counter.finish())?;
    let listed = serde_json::to_value(&manifest.statistics)?;
    if let Some(difference) = difference(&listed, &counted, "statistics") {
        bail!("{MANIFEST}: {difference}: that is not what the spectra say");
    }
    Ok(format!(
        "{}: {} spectra in {} shards are whole; {}",
        folder.display(),
        configuration.count,
        manifest.shards.len(),
        if same_simulator {
            "the first of each is what today's simulator gives"
        } else {
            "another simulator than today's made them"
        }
    ))
}

fn spectrum(label: &Label, shard: &Shard, i: usize) -> Result<()> {
    let points = label.configuration.grid.points;
    let [from, to] = shard.covered(i);
    ensure!(
        from < to && to <= points,
        "covers the points {from} to {to}"
    );
    let mut top = 0;
    for (p, v) in shard.intensity(i).enumerate() {
        ensure!(
            v == 0 || (from..to).contains(&p),
            "intensity at the point {p}, which is not covered"
        );
        top = top.max(v);
    }
    ensure!(top == u16::MAX, "its highest intensity is {top}");
    for (name, fractions) in [
        ("fractions", shard.fractions(i).collect::<Vec<_>>()),
        ("bulk", shard.bulk(i).collect()),
    ] {
        let sum: f32 = fractions.iter().sum();
        ensure!(
            fractions.iter().all(|f| *f >= 0.0) && (sum - 1.0).abs() < SUM_TOLERANCE,
            "{name} sum to {sum}"
        );
    }
    ensure!(
        usize::from(shard.family(i)) < label.families.len(),
        "family {} of {}",
        shard.family(i),
        label.families.len()
    );
    let nm = shard.layers_nm(i);
    ensure!(
        nm.is_finite() && nm >= 0.0 && (shard.layers(i) > 0 || nm == 0.0),
        "{} layers of {nm} nm",
        shard.layers(i)
    );
    Ok(())
}

/// Simulates the first spectrum of `shard` again.
fn again(label: &Label, shard: &Shard) -> Result<()> {
    let first = shard.header().first;
    let s = simulated(&label.configuration, first)?;
    ensure!(
        shard.intensity(0).eq(s.intensity.iter().copied())
            && shard.fractions(0).eq(s.fractions.iter().copied())
            && shard.bulk(0).eq(s.bulk.iter().copied()),
        "spectrum {first} is not what the same simulator gives"
    );
    Ok(())
}
