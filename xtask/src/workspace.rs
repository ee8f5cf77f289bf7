//! What cargo says of the workspace: its packages, their targets and dependencies.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

/// The part of `cargo metadata --no-deps` that is read here.
#[derive(Debug, Deserialize)]
pub struct Workspace {
    /// Our own packages, all members.
    pub packages: Vec<Package>,
    /// Where cargo builds.
    pub target_directory: PathBuf,
}

/// A member of the workspace.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// Name in Cargo.toml.
    pub name: String,
    /// Dependencies of every kind, those for tests and build scripts among them.
    pub dependencies: Vec<Dependency>,
    /// Libraries, programs, tests.
    pub targets: Vec<Target>,
}

/// What a package depends on.
#[derive(Debug, Deserialize)]
pub struct Dependency {
    /// Package name.
    pub name: String,
}

/// A crate that cargo compiles for a package.
#[derive(Debug, Deserialize)]
pub struct Target {
    /// Name, with `_` where it is a library.
    pub name: String,
    /// `lib`, `bin`, `test`, …
    pub kind: Vec<String>,
    /// The file it begins with.
    pub src_path: PathBuf,
}

impl Workspace {
    /// Asks cargo; needs no network.
    ///
    /// # Errors
    /// When a Cargo.toml is not one, or cargo cannot be started.
    pub fn read(root: &Path) -> Result<Workspace> {
        let text = process::output(process::cargo().current_dir(root).args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        serde_json::from_str(&text).context("cargo metadata")
    }

    /// `-p name` for every package that is built natively.
    pub fn native(&self) -> Vec<&str> {
        self.packages
            .iter()
            .filter(|package| package.name != BROWSER_ONLY)
            .flat_map(|package| ["-p", &package.name])
            .collect()
    }
}

/// Empty but for the browser; natively it would bring in all of wgpu.
pub const BROWSER_ONLY: &str = "speclens-gpu";

/// Every package that is built and tested natively.
pub const NATIVE: [&str; 3] = ["--workspace", "--exclude", BROWSER_ONLY];
