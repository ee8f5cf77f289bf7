//! `cargo xtask test`: every test there is, in one command.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use clap::Args;

use crate::count::Count;
use crate::module::PROFILE;
use crate::workspace::NATIVE;
use crate::{browser, clones, pkg, process, walls};

/// The libraries that go into the browser, with what cargo needs to check each as it is there.
const IN_THE_BROWSER: [(&str, &[&str]); 6] = [
    ("speclens-spectrum", &[]),
    ("speclens-containers", &[]),
    ("speclens-formats", &[]),
    ("speclens-physics", &[]),
    ("speclens-network", &[]),
    ("speclens", &["--no-default-features"]),
];

/// What to leave out.
#[derive(Args)]
pub struct Options {
    /// Leave the browser tests out.
    #[arg(long)]
    no_browser: bool,
}

/// Runs all steps, also after one that failed, and ends with the sum.
///
/// # Errors
/// When any test failed or any step could not be run.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    if clones::forget_others(root)? {
        // This program may be the other clone's too.
        return process::run(
            process::cargo()
                .current_dir(root)
                .args(["run", "--quiet", "--package", "xtask", "--release", "--"])
                .args(env::args_os().skip(1)),
        );
    }
    let mut total = Count::default();
    let mut lines = Vec::new();
    let mut record = |what: &str, done: Result<Count>| {
        let count = done.unwrap_or_else(|error| {
            eprintln!("error: {what}: {error:#}");
            Count::one(false)
        });
        total.passed += count.passed;
        total.failed += count.failed;
        lines.push(format!(
            "{what}: {} passed, {} failed",
            count.passed, count.failed
        ));
    };

    step("format");
    record("format", cargo(root, &["fmt", "--all", "--check"], &[]));
    step("lints");
    let lints = [&["clippy", "--release", "--all-targets"][..], &NATIVE].concat();
    record("lints", cargo(root, &lints, &["--", "-D", "warnings"]));
    step("lints, each library alone");
    for (package, features) in IN_THE_BROWSER {
        record(
            &format!("lints, {package} alone"),
            lint_alone(root, package, features),
        );
    }
    step("walls");
    record("walls", Ok(Count::one(shown(walls::check(root)))));
    step("pkg/ is what its sources make");
    record("pkg", Ok(Count::one(shown(pkg::check(root)))));
    step("library, training, build tool");
    record("cargo test", cargo_test(root));
    if !options.no_browser {
        step("browser");
        match browser::prepare(root) {
            Ok(browser) => {
                for (what, webgpu) in [("browser, WebGPU", true), ("browser, no WebGPU", false)] {
                    step(what);
                    record(what, browser.test(webgpu));
                }
            }
            Err(error) => record("browser", Err(error)),
        }
    }

    println!("\n{}", lines.join("\n"));
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("{} failed", total.failed);
    }
    Ok(())
}

fn step(what: &str) {
    println!("\n== {what}");
}

fn shown(done: Result<()>) -> bool {
    if let Err(error) = &done {
        eprintln!("error: {error:#}");
    }
    done.is_ok()
}

/// A cargo command that passes or fails as a whole.
fn cargo(root: &Path, arguments: &[&str], more: &[&str]) -> Result<Count> {
    let mut cargo = process::cargo();
    cargo.current_dir(root).args(arguments).args(more);
    Ok(Count::one(shown(process::run(&mut cargo))))
}

/// A library with its own features, no other's, in the profile of the browser's modules.
fn lint_alone(root: &Path, package: &str, features: &[&str]) -> Result<Count> {
    let clippy = ["clippy", "--profile", PROFILE, "-p", package, "--lib"];
    let arguments = [&clippy[..], features].concat();
    cargo(root, &arguments, &["--", "-D", "warnings"])
}

/// Builds the programs too: the browser tests start one, with the same features.
fn cargo_test(root: &Path) -> Result<Count> {
    process::run(&mut cargo_with(root, "build"))?;
    let mut count = Count::default();
    let succeeded = process::watch(cargo_with(root, "test").arg("--no-fail-fast"), |line| {
        count.see(line);
    })?;
    if !succeeded && count.failed == 0 {
        bail!("cargo test failed before any test did");
    }
    Ok(count)
}

fn cargo_with(root: &Path, what: &str) -> Command {
    let mut cargo = process::cargo();
    cargo
        .current_dir(root)
        .args([what, "--release", "--locked"])
        .args(NATIVE);
    cargo
}
