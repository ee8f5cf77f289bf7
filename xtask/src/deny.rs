//! deny.toml: licences of dependencies, crates that may not come in, and where they come from.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The version that is installed where there is none.
const VERSION: &str = "0.20.2";

/// cargo-deny's checks of bans, licences and sources. That of advisories needs a database of the
/// day, from the network: it is left to the public tests.
///
/// # Errors
/// When a check fails, or there is no cargo-deny and it cannot be installed.
pub fn check(root: &Path) -> Result<()> {
    process::run(
        Command::new(find(root)?)
            .current_dir(root)
            .args(["--workspace", "--locked", "check"])
            .args(["bans", "licenses", "sources"]),
    )
}

/// cargo-deny: the one on the `PATH`, or ours in the cache, which is installed once.
fn find(root: &Path) -> Result<PathBuf> {
    if let Some(found) = process::find("cargo-deny") {
        return Ok(found);
    }
    let folder = crate::cache()?.join(format!("cargo-deny-{VERSION}"));
    let program = folder.join(format!("bin/cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        println!("Installing cargo-deny {VERSION}, once: three minutes on two cores.");
        process::run(
            process::cargo()
                .current_dir(root)
                // Not into the folder of our own builds, where it would stay.
                .env_remove("CARGO_TARGET_DIR")
                .args(["install", "cargo-deny", "--locked", "--quiet"])
                .args(["--version", VERSION, "--root"])
                .arg(&folder),
        )
        .context("cargo-deny is missing: `cargo install cargo-deny --locked`")?;
    }
    Ok(program)
}
