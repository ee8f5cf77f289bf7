//! `cargo clippy`: on everything by Cargo.toml, and stricter on what goes into the browser.

use std::path::Path;

use anyhow::Result;

use crate::module::{PROFILE, RUSTFLAGS, TARGET};
use crate::workspace::{BROWSER_ONLY, NATIVE};
use crate::{process, toolchain};

/// The libraries that go into the browser, with what cargo needs to check each as it is there.
pub const IN_THE_BROWSER: [(&str, &[&str]); 7] = [
    ("speclens-spectrum", &[]),
    ("speclens-containers", &[]),
    ("speclens-formats", &[]),
    ("speclens-peakfit", &[]),
    ("speclens-physics", &[]),
    ("speclens-network", &[]),
    ("speclens", &["--no-default-features"]),
];

/// What a browser module may not do besides. A panic ends it with all that it holds, and nobody
/// reads what it prints. The methods and types are listed in clippy.toml.
const STRICT: [&str; 8] = [
    "clippy::disallowed_methods",
    "clippy::disallowed_types",
    "clippy::unwrap_used",
    "clippy::expect_used",
    "clippy::panic",
    "clippy::unreachable",
    "clippy::print_stdout",
    "clippy::print_stderr",
];

/// Every package that is built natively: libraries, programs, tests, benches.
///
/// # Errors
/// When anything is found.
pub fn all(root: &Path) -> Result<()> {
    let mut cargo = process::cargo();
    cargo
        .current_dir(root)
        .args(["clippy", "--release", "--locked", "--all-targets"])
        .args(NATIVE)
        .args(["--", "-D", "warnings"]);
    process::run(&mut cargo)
}

/// One library for the browser, natively: with its own features and no other's, without tests.
/// In the profile of the modules, so that the one check does not undo the other's work.
///
/// # Errors
/// When anything is found.
pub fn alone(root: &Path, package: &str, features: &[&str]) -> Result<()> {
    let mut cargo = process::cargo();
    cargo
        .current_dir(root)
        .args(["clippy", "--profile", PROFILE, "--locked"])
        .args(["--package", package, "--lib"])
        .args(features)
        .args(["--", "-D", "warnings"])
        .args(STRICT.iter().flat_map(|lint| ["-D", lint]));
    process::run(&mut cargo)
}

/// Both modules as they are compiled for the browser, `src/web` among them. Answers whether the
/// toolchain has that target; where it has not, nothing is checked.
///
/// # Errors
/// When anything is found.
pub fn for_the_browser(root: &Path) -> Result<bool> {
    if !toolchain::has_target() {
        return Ok(false);
    }
    for package in ["speclens", BROWSER_ONLY] {
        let mut cargo = process::cargo();
        cargo
            .current_dir(root)
            .env("CARGO_ENCODED_RUSTFLAGS", RUSTFLAGS.join("\u{1f}"))
            .args(["clippy", "--profile", PROFILE, "--locked"])
            .args(["--target", TARGET, "--package", package, "--lib"])
            .arg("--no-default-features")
            .args(["--", "-D", "warnings"])
            .args(STRICT.iter().flat_map(|lint| ["-D", lint]));
        process::run(&mut cargo)?;
    }
    Ok(true)
}
