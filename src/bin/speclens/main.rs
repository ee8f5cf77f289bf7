//! `speclens`: the page on this machine, and the same analysis for scripts.

mod analyse;
mod convert;
mod delivery;
mod fit;
mod folder;
mod http;
mod info;
mod input;
mod serve;
mod site;
mod terminal;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// X-ray photoelectron surveys to atomic percent, on this machine only.
///
/// Without a command it serves the page, as `speclens serve` does.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Args,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the page to the browsers of this machine (the default)
    Serve(serve::Args),
    /// Answer for the surveys in instrument files
    Analyse(analyse::Args),
    /// Fit peaks in one region of a spectrum
    Fit(fit::Args),
    /// Tell what instrument files hold
    Info(info::Args),
    /// Write instrument files as CSV, VAMAS or JSON
    Convert(convert::Args),
}

/// Exit codes: 0 all went well, 1 the program could not do its work, 2 a file was not answered
/// (or the command line is wrong, which `clap` reports).
fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        None => serve::run(&cli.serve),
        Some(Command::Serve(args)) => serve::run(&args),
        Some(Command::Analyse(args)) => analyse::run(&args),
        Some(Command::Fit(args)) => fit::run(&args),
        Some(Command::Info(args)) => info::run(&args),
        Some(Command::Convert(args)) => convert::run(&args),
    };
    result.unwrap_or_else(|error| {
        eprintln!("speclens: {error:#}");
        ExitCode::from(1)
    })
}
