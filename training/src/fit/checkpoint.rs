//! Checkpoints: what a run can go on from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use burn::module::Module;
use burn::optim::ModuleOptimizer;
use speclens::network::Network;

use super::preset::Variation;
use super::record::Progress;

/// The folder of the checkpoints of the preset called `name`, or of a variation of it.
///
/// # Errors
/// A path that ends without a name.
pub fn folder(runs: &Path, name: &str, variation: Variation) -> Result<PathBuf> {
    let stem = Path::new(name).file_stem().and_then(|s| s.to_str());
    let stem = stem.context("a preset without a name")?;
    Ok(runs.join(stem.to_owned() + &variation.suffix()))
}

/// Where the run in the folder `run` stands; `None` where it has not begun.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn progress(run: &Path) -> Result<Option<Progress>> {
    let path = run.join("progress.json");
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(
            serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?,
        )),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}

/// `network` with the weights of the checkpoint of this step.
pub(super) fn weights(network: Network, run: &Path, step: usize) -> Network {
    network.load_file(run.join(network_file(step)))
}

/// The file with the optimiser's moments at this step.
pub(super) fn optimiser_file(step: usize) -> String {
    format!("optimiser-{step}.bpk")
}

fn network_file(step: usize) -> String {
    format!("network-{step}.bpk")
}

/// Writes a checkpoint. `progress.json` says which files count and is moved into place last, so
/// that a break leaves the former checkpoint.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn write(
    run: &Path,
    network: &Network,
    optimiser: &ModuleOptimizer,
    progress: &Progress,
) -> Result<()> {
    let former = self::progress(run)?.map(|p| p.step);
    network
        .clone()
        .save_file(run.join(network_file(progress.step)))?;
    optimiser.save(run.join(optimiser_file(progress.step)))?;
    let temporary = run.join("progress-new.json");
    std::fs::write(&temporary, serde_json::to_vec_pretty(progress)?)?;
    std::fs::rename(&temporary, run.join("progress.json"))?;
    if let Some(step) = former.filter(|step| *step != progress.step) {
        for file in [network_file(step), optimiser_file(step)] {
            // An old file that stays is no harm.
            let _ = std::fs::remove_file(run.join(file));
        }
    }
    Ok(())
}
