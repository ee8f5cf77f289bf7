//! `speclens info`: what instrument files hold.

use std::path::PathBuf;
use std::process::ExitCode;

use speclens::formats::Info;
use speclens::spectrum::{CountUnit, Technique};

use crate::input::{self, Told};
use crate::terminal::{clean, put};

/// How `speclens info` is called.
#[derive(clap::Args)]
pub struct Args {
    /// One JSON object per spectrum and line
    #[arg(long)]
    json: bool,
    /// Everything else that the files say, key and value
    #[arg(long)]
    notes: bool,
    #[command(flatten)]
    told: Told,
    /// Instrument files, folders with them, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What is told of a spectrum, with the path of its file as it was named: several files may have
/// the same name.
#[derive(serde::Serialize)]
struct Located<'a> {
    #[serde(flatten)]
    info: Info<'a>,
    path: String,
}

/// Tells of every file. A file that cannot be read is reported as `file: reason` on standard error,
/// the others are told all the same, and the exit code is 2.
///
/// # Errors
/// An output that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (files, unread) = input::expand(&args.files);
    for reason in &unread {
        eprintln!("{reason}");
    }
    let mut all_read = unread.is_empty();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in &files {
        let input = match input::read(path, &args.told) {
            Ok(input) => input,
            Err(reason) => {
                all_read = false;
                eprintln!("{}: {reason:#}", input::shown(path));
                continue;
            }
        };
        let mut text = String::new();
        if !args.json {
            let (n, s) = (
                input.spectra.len(),
                if input.spectra.len() == 1 { "um" } else { "a" },
            );
            text += &format!("{}: {}, {n} spectr{s}\n", input::shown(path), input.format);
        }
        for spectrum in &input.spectra {
            let info = Info::of(spectrum, input.format, args.notes);
            if args.json {
                let path = input::shown(path);
                text += &(serde_json::to_string(&Located { info, path })? + "\n");
            } else {
                text += &lines(&info, &spectrum.title());
            }
        }
        if !put(&mut out, &text)? {
            return Ok(ExitCode::SUCCESS);
        }
    }
    Ok(ExitCode::from(if all_read { 0 } else { 2 }))
}

/// For the terminal: number and title, then what is known, indented.
fn lines(info: &Info, title: &str) -> String {
    let mut text = format!("{:>3}  {}\n", info.block, clean(title));
    let mut line = |words: &[String]| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        if !words.is_empty() {
            text += &format!("     {}\n", clean(&words.join(", ")));
        }
    };
    let technique = match info.technique {
        Technique::Xps => "XPS",
        Technique::Ups => "UPS",
        Technique::Aes => "AES",
        Technique::Other => "no photoelectron spectrum",
    };
    let ev = |[low, high]: [f64; 2]| format!("{} to {} eV", rounded(low), rounded(high));
    let energies = match (info.binding_energy_ev, info.kinetic_energy_ev) {
        (Some(be), Some(ke)) => format!("binding energy {} (kinetic {})", ev(be), ev(ke)),
        (Some(be), None) => format!("binding energy {}", ev(be)),
        (None, Some(ke)) => format!("kinetic energy {}", ev(ke)),
        (None, None) => "energies not said to be binding or kinetic".to_owned(),
    };
    let step = match info.step_ev {
        Some(step) => format!("step {} eV", rounded(step)),
        None => "steps that change".to_owned(),
    };
    let points = format!("{} points", info.points);
    line(&[technique.to_owned(), energies, step, points]);
    let measure = |what: &str, value: Option<f64>, unit: &str| {
        value.map_or(String::new(), |v| format!("{what} {} {unit}", rounded(v)))
    };
    let unit = match info.count_unit {
        CountUnit::Counts => "counts",
        CountUnit::CountsPerSecond => "counts per second",
        CountUnit::Unknown => "intensities without a unit",
    };
    let photon_energy = info
        .photon_energy_ev
        .map_or("photon energy not said".to_owned(), |v| {
            format!("photon energy {} eV", rounded(v))
        });
    let scans = match info.scans {
        Some(1) => "1 scan".to_owned(),
        Some(n) => format!("{n} scans"),
        None => String::new(),
    };
    let transmission = if info.transmission {
        "transmission"
    } else {
        "no transmission"
    };
    line(&[
        photon_energy,
        unit.to_owned(),
        scans,
        measure("dwell time", info.dwell_s, "s"),
        measure("pass energy", info.pass_energy_ev, "eV"),
        transmission.to_owned(),
        measure("source to analyser", info.source_analyser_angle_deg, "°"),
    ]);
    let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
    line(&[said(info.date), said(info.instrument)]);
    for warning in &info.warnings {
        line(&[format!("! {warning}")]);
    }
    for (key, value) in info.notes.unwrap_or_default() {
        line(&[format!("{key}: {value}")]);
    }
    text
}
/// To four decimals, as far as that leaves anything.
fn rounded(value: f64) -> f64 {
    let short = (value * 1e4).round() / 1e4;
    if short == 0.0 { value } else { short }
}
