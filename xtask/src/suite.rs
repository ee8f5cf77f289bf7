//! `cargo xtask test`: every test there is, in one command.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use clap::Args;

use crate::count::Count;
use crate::lints::IN_THE_BROWSER;
use crate::module::TARGET;
use crate::workspace::NATIVE;
use crate::{browser, clones, deny, lints, pkg, process, walls};

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
            Count {
                passed: 0,
                failed: 1,
            }
        });
        total.passed += count.passed;
        total.failed += count.failed;
        lines.push(format!(
            "{what}: {} passed, {} failed",
            count.passed, count.failed
        ));
    };

    step("format");
    record("format", one(format(root)));
    step("lints");
    record("lints", one(lints::all(root)));
    step("lints for the browser, each library alone");
    for (package, features) in IN_THE_BROWSER {
        let what = format!("lints for the browser, {package}");
        record(&what, one(lints::alone(root, package, features)));
    }
    step("lints for the browser, compiled for it");
    match lints::for_the_browser(root) {
        Ok(false) => println!("{TARGET} is not installed: left out."),
        done => record(
            "lints for the browser, compiled for it",
            one(done.map(|_| ())),
        ),
    }
    step("walls");
    record("walls", one(walls::check(root)));
    step("licences, bans, sources");
    record("deny", one(deny::check(root)));
    step("pkg/ is what its sources make");
    record("pkg", one(pkg::check(root)));
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

/// A step that passes or fails as a whole.
fn one(done: Result<()>) -> Result<Count> {
    done.map(|()| Count {
        passed: 1,
        failed: 0,
    })
}

fn format(root: &Path) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.current_dir(root).args(["fmt", "--all", "--check"]);
    process::run(&mut cargo)
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
