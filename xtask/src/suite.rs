//! `cargo xtask test`: every test there is, in one command.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{browser, pkg, process};

/// Packages that are built and tested natively; `speclens-gpu` is empty but for the browser.
pub const NATIVE: [&str; 6] = ["-p", "speclens", "-p", "speclens-training", "-p", "xtask"];

/// What to leave out.
#[derive(Args)]
pub struct Options {
    /// Leave the browser tests out.
    #[arg(long)]
    no_browser: bool,
}

/// How many tests a runner counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed, or steps that could not be run.
    pub failed: usize,
}

impl Count {
    /// A step that is one test.
    fn one(passed: bool) -> Count {
        Count {
            passed: passed.into(),
            failed: (!passed).into(),
        }
    }

    /// Takes in a line of a runner's summary: cargo's `test result: ok. 3 passed; 1 failed; …`,
    /// or node's `# pass 3`, `ℹ fail 1`.
    pub fn see(&mut self, line: &str) {
        if let Some(result) = line.trim_start().strip_prefix("test result: ") {
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
        }
        let mut words = line.split_whitespace();
        if let (Some("#" | "ℹ"), Some(what), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        {
            let number = number.parse().unwrap_or(0);
            match what {
                "pass" => self.passed += number,
                "fail" | "cancelled" => self.failed += number,
                _ => {}
            }
        }
    }
}

fn number_before(text: &str, word: &str) -> usize {
    text.split(word)
        .next()
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// Runs all steps, also after one that failed, and ends with the sum.
///
/// # Errors
/// When any test failed or any step could not be run.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    forget_other_clones(root)?;
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
    // The readers stand without the network, as the fuzz targets use them.
    let alone = [
        "clippy",
        "--release",
        "-p",
        "speclens",
        "--lib",
        "--no-default-features",
    ];
    record(
        "lints, readers alone",
        cargo(root, &alone, &["--", "-D", "warnings"]),
    );
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

/// Cleans our own packages out of the target folder when another clone built there last.
///
/// Cargo tells packages of a workspace apart by their path *within* it, and sources by their
/// time. In a folder that two clones share it takes a library that the other one built for this
/// one's, if it is younger than the sources here: tests would pass on code that is not there.
fn forget_other_clones(root: &Path) -> Result<()> {
    let program = env::current_exe()?;
    let Some(folder) = program.parent() else {
        return Ok(());
    };
    let marker = folder.join(".speclens-root");
    let here = root.to_string_lossy();
    let last = fs::read_to_string(&marker).ok();
    if last.as_deref() != Some(here.as_ref()) {
        let mut cargo = process::cargo();
        process::run(
            cargo
                .current_dir(root)
                .args(["clean", "--release"])
                .args(NATIVE),
        )?;
        fs::create_dir_all(folder)?;
        fs::write(&marker, here.as_bytes()).with_context(|| marker.display().to_string())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_cargo_and_node_are_counted() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "# pass 5",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ duration_ms 12.5",
            "# pass 5 of the way",
        ] {
            count.see(line);
        }
        assert_eq!(
            count,
            Count {
                passed: 20,
                failed: 4
            }
        );
    }
}
