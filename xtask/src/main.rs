//! `cargo xtask`: what cargo alone does not do. See docs/building.md.

mod bindgen;
mod browser;
mod clones;
mod count;
mod deny;
mod digest;
mod lints;
mod module;
#[cfg(test)]
mod msrv;
mod pkg;
mod process;
mod site;
mod suite;
mod toolchain;
mod walls;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Build tool of Speclens.
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the browser modules into pkg/, those whose sources have changed.
    Pkg(pkg::Options),
    /// Make the site as a folder that any web server can deliver, and that works without a network.
    Site(site::Options),
    /// Pass all tests: format, lints, library, pkg/, browser with WebGPU and without.
    Test(suite::Options),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Pkg(options) => pkg::run(&root(), &options),
        Command::Site(options) => site::run(&root(), &options),
        Command::Test(options) => suite::run(&root(), &options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The repository root: the folder above this package, as cargo says when it runs it. (In a
/// target folder that clones share, the folder it was compiled in may be another's.)
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map(Path::to_path_buf).unwrap_or(here)
}

/// `${XDG_CACHE_HOME:-$HOME/.cache}/speclens`: what is kept between builds and shared by clones.
fn cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    base.map(|b| b.join("speclens"))
        .ok_or_else(|| anyhow::anyhow!("neither XDG_CACHE_HOME nor HOME says where a cache may be"))
}
