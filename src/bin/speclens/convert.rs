//! `speclens convert`: instrument files to open formats.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;
use speclens::formats::write::Format;
use speclens::spectrum::{Doubt, Spectrum};

use crate::input::{self, Told};
use crate::terminal::{clean, put};

/// Stands for standard output on a command line.
const STANDARD_OUTPUT: &str = "-";

/// How `speclens convert` is called.
#[derive(clap::Args)]
pub struct Args {
    /// Format to write
    #[arg(long, value_name = "FORMAT")]
    to: To,
    /// File to write, for one input, or - for standard output; NAME.csv, NAME.vms or NAME.json in this folder otherwise
    #[arg(long, short, value_name = "FILE", conflicts_with = "folder")]
    output: Option<PathBuf>,
    /// Folder to write to, with the folders in those that are converted; made where there is none
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Only this block, by its number from 1 or its name
    #[arg(long, value_name = "N|NAME")]
    block: Option<String>,
    /// Overwrite files that are there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    told: Told,
    /// Instrument files, folders with them, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    /// Comma-separated values
    Csv,
    /// VAMAS, ISO 14976
    Vamas,
    /// All fields as JSON
    Json,
}

impl From<To> for Format {
    fn from(to: To) -> Format {
        match to {
            To::Csv => Format::Csv,
            To::Vamas => Format::Vamas,
            To::Json => Format::Json,
        }
    }
}

/// Converts every file. One that is not converted is reported as `file: reason` on standard error,
/// the others are converted all the same, and the exit code is 2.
///
/// # Errors
/// A call that makes no sense, a standard output that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (files, unread) = input::expand(&args.files);
    for reason in &unread {
        eprintln!("{reason}");
    }
    if args.output.is_some() {
        let many = "--output takes one file: name a folder with --folder for several";
        ensure!(files.len() == 1, many);
    }
    if let Some(folder) = &args.folder {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let mut all_converted = unread.is_empty();
    // What this run has written: of files with the same name none replaces another.
    let mut written = Vec::new();
    let mut out = std::io::stdout().lock();
    for path in &files {
        match convert(args, &files, path, &written) {
            Ok((target, text)) => {
                written.extend(target.map(|t| t.canonicalize().unwrap_or(t)));
                // Files are the result; whoever reads the report on them may leave.
                put(&mut out, &text)?;
            }
            Err(reason) => {
                all_converted = false;
                eprintln!("{}: {reason:#}", input::shown(path));
            }
        }
    }
    Ok(ExitCode::from(if all_converted { 0 } else { 2 }))
}

/// Converts one of `files`: the file written, and a line that says so; or none, and the text that
/// goes to standard output.
fn convert(
    args: &Args,
    files: &[PathBuf],
    path: &Path,
    written: &[PathBuf],
) -> anyhow::Result<(Option<PathBuf>, String)> {
    let format = Format::from(args.to);
    let spectra = input::read(path, &args.told)?.spectra;
    let spectra = match &args.block {
        Some(wanted) => vec![input::block(spectra, wanted)?],
        None => spectra,
    };
    let text = format.write(&spectra)?;
    let tell_doubts = || {
        for doubt in doubts(&spectra) {
            eprintln!("{}: {}", input::shown(path), clean(&doubt));
        }
    };
    if args.output.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
        tell_doubts();
        return Ok((None, text));
    }
    let target = match &args.output {
        Some(output) => output.clone(),
        None => {
            ensure!(
                path != Path::new(input::STANDARD_INPUT),
                "standard input has no name: say where to write with --output"
            );
            let mut name = path.file_stem().unwrap_or_default().to_owned();
            name.push(".");
            name.push(format.extension());
            match &args.folder {
                Some(folder) => folder.join(input::below(&args.files, path)).join(name),
                None => PathBuf::from(name),
            }
        }
    };
    // A link, pipe or device stays what it is: its place is not taken by a file.
    if let Ok(about) = std::fs::symlink_metadata(&target) {
        let kind = about.file_type();
        let what = if kind.is_symlink() {
            "a link"
        } else {
            "no regular file"
        };
        ensure!(
            kind.is_file(),
            "{} is {what}: it is not replaced",
            target.display()
        );
    }
    if let Ok(there) = target.canonicalize() {
        let shown = target.display();
        let is_input = |p: &PathBuf| p.canonicalize().is_ok_and(|p| p == there);
        ensure!(
            !files.iter().any(is_input),
            "{shown} is one of the files to convert"
        );
        ensure!(
            !written.contains(&there),
            "{shown} is written from another file already"
        );
        ensure!(
            args.force,
            "{shown} is there already: --force overwrites it"
        );
    }
    if let Some(folder) = target.parent().filter(|_| args.folder.is_some()) {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    save(&target, text.as_bytes(), args.force).with_context(|| target.display().to_string())?;
    tell_doubts();
    let s = if spectra.len() == 1 { "um" } else { "a" };
    let report = format!("{}: {} spectr{s}\n", target.display(), spectra.len());
    Ok((Some(target), report))
}

/// Each doubt once, with the block that it is about or the number of blocks: most formats have
/// no place for them.
fn doubts(spectra: &[Spectrum]) -> Vec<String> {
    let mut seen: Vec<(&Doubt, Vec<&Spectrum>)> = Vec::new();
    for spectrum in spectra {
        for doubt in &spectrum.doubts {
            match seen.iter_mut().find(|(d, _)| *d == doubt) {
                Some((_, about)) => about.push(spectrum),
                None => seen.push((doubt, vec![spectrum])),
            }
        }
    }
    let tell = |(doubt, about): &(&Doubt, Vec<&Spectrum>)| match about.as_slice() {
        [one] => format!("block {} ({}): {doubt}", one.block, one.title()),
        many => format!("{} blocks: {doubt}", many.len()),
    };
    seen.iter().map(tell).collect()
}

/// Writes a whole file or none: beside its place first.
fn save(target: &Path, bytes: &[u8], force: bool) -> anyhow::Result<()> {
    let mut name = target.file_name().context("it has no name")?.to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = target.with_file_name(name);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&part)?;
    let result = file.write_all(bytes).and_then(|()| {
        drop(file);
        if force {
            return std::fs::rename(&part, target);
        }
        // Never over a file that came into being meanwhile; where there are no links, rename.
        match std::fs::hard_link(&part, target) {
            Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists && !target.exists() => {
                std::fs::rename(&part, target)
            }
            result => result,
        }
    });
    let _ = std::fs::remove_file(&part);
    if let Err(error) = result {
        bail!(error);
    }
    Ok(())
}
