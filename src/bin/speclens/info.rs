//! `speclens info`: what instrument files hold.

use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;
use speclens::spectrum::{Axis, CountUnit, Spectrum, Technique};

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
    /// Instrument files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What is told of a spectrum. Its JSON is a contract: fields may be added, never renamed.
#[derive(Serialize)]
struct Info<'a> {
    file: &'a str,
    format: &'static str,
    block: usize,
    region: &'a str,
    sample: &'a str,
    technique: Technique,
    axis: Option<Axis>,
    points: usize,
    /// Lowest and highest energy, eV; null where the file does not lead to them.
    binding_energy_ev: Option<[f64; 2]>,
    kinetic_energy_ev: Option<[f64; 2]>,
    /// Distance of the points, eV; null where it changes.
    step_ev: Option<f64>,
    photon_energy_ev: Option<f64>,
    count_unit: CountUnit,
    scans: Option<u32>,
    dwell_s: Option<f64>,
    pass_energy_ev: Option<f64>,
    source_analyser_angle_deg: Option<f64>,
    transmission: bool,
    date: Option<&'a str>,
    instrument: Option<&'a str>,
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a [(String, String)]>,
}

/// Tells of every file. A file that cannot be read is reported as `file: reason` on standard error,
/// the others are told all the same, and the exit code is 2.
///
/// # Errors
/// An output that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut all_read = true;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in &args.files {
        let input = match input::read(path, &args.told) {
            Ok(input) => input,
            Err(reason) => {
                all_read = false;
                eprintln!("{}: {reason:#}", path.display());
                continue;
            }
        };
        let mut text = String::new();
        if !args.json {
            let (n, s) = (
                input.spectra.len(),
                if input.spectra.len() == 1 { "um" } else { "a" },
            );
            text += &format!("{}: {}, {n} spectr{s}\n", path.display(), input.format);
        }
        for spectrum in &input.spectra {
            let info = Info::of(spectrum, input.format, args.notes);
            if args.json {
                text += &(serde_json::to_string(&info)? + "\n");
            } else {
                text += &info.lines(&spectrum.title());
            }
        }
        if !put(&mut out, &text)? {
            return Ok(ExitCode::SUCCESS);
        }
    }
    Ok(ExitCode::from(if all_read { 0 } else { 2 }))
}

impl<'a> Info<'a> {
    fn of(s: &'a Spectrum, format: &'static str, notes: bool) -> Info<'a> {
        // Without an axis both would be a guess.
        let known = |energies: Vec<f64>| s.axis.is_some().then(|| range(&energies));
        Info {
            file: &s.file,
            format,
            block: s.block,
            region: &s.region,
            sample: &s.sample,
            technique: s.technique,
            axis: s.axis,
            points: s.counts.len(),
            binding_energy_ev: s.binding_energy_ev().ok().and_then(known),
            kinetic_energy_ev: s.kinetic_energy_ev().ok().and_then(known),
            step_ev: step(&s.energy_ev),
            photon_energy_ev: s.photon_energy_ev,
            count_unit: s.count_unit,
            scans: s.scans,
            dwell_s: s.dwell_s,
            pass_energy_ev: s.pass_energy_ev,
            source_analyser_angle_deg: s.source_analyser_angle_deg,
            transmission: s.transmission.is_some(),
            date: s.date.as_deref(),
            instrument: s.instrument.as_deref(),
            warnings: &s.warnings,
            notes: notes.then_some(&s.notes),
        }
    }

    /// For the terminal: number and title, then what is known, indented.
    fn lines(&self, title: &str) -> String {
        let mut text = format!("{:>3}  {}\n", self.block, clean(title));
        let mut line = |words: &[String]| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
            if !words.is_empty() {
                text += &format!("     {}\n", clean(&words.join(", ")));
            }
        };
        let technique = match self.technique {
            Technique::Xps => "XPS",
            Technique::Ups => "UPS",
            Technique::Aes => "AES",
            Technique::Other => "no photoelectron spectrum",
        };
        let ev = |[low, high]: [f64; 2]| format!("{} to {} eV", rounded(low), rounded(high));
        let energies = match (self.binding_energy_ev, self.kinetic_energy_ev) {
            (Some(be), Some(ke)) => format!("binding energy {} (kinetic {})", ev(be), ev(ke)),
            (Some(be), None) => format!("binding energy {}", ev(be)),
            (None, Some(ke)) => format!("kinetic energy {}", ev(ke)),
            (None, None) => "energies not said to be binding or kinetic".to_owned(),
        };
        let step = match self.step_ev {
            Some(step) => format!("step {} eV", rounded(step)),
            None => "steps that change".to_owned(),
        };
        let points = format!("{} points", self.points);
        line(&[technique.to_owned(), energies, step, points]);
        let measure = |what: &str, value: Option<f64>, unit: &str| {
            value.map_or(String::new(), |v| format!("{what} {} {unit}", rounded(v)))
        };
        let unit = match self.count_unit {
            CountUnit::Counts => "counts",
            CountUnit::CountsPerSecond => "counts per second",
            CountUnit::Unknown => "intensities without a unit",
        };
        let photon_energy = self
            .photon_energy_ev
            .map_or("photon energy not said".to_owned(), |v| {
                format!("photon energy {} eV", rounded(v))
            });
        let scans = match self.scans {
            Some(1) => "1 scan".to_owned(),
            Some(n) => format!("{n} scans"),
            None => String::new(),
        };
        let transmission = if self.transmission {
            "transmission"
        } else {
            "no transmission"
        };
        line(&[
            photon_energy,
            unit.to_owned(),
            scans,
            measure("dwell time", self.dwell_s, "s"),
            measure("pass energy", self.pass_energy_ev, "eV"),
            transmission.to_owned(),
            measure("source to analyser", self.source_analyser_angle_deg, "°"),
        ]);
        let said = |text: Option<&str>| text.unwrap_or_default().to_owned();
        line(&[said(self.date), said(self.instrument)]);
        for warning in self.warnings {
            line(&[format!("! {warning}")]);
        }
        for (key, value) in self.notes.unwrap_or_default() {
            line(&[format!("{key}: {value}")]);
        }
        text
    }
}

fn range(energies: &[f64]) -> [f64; 2] {
    let low = energies.iter().copied().fold(f64::INFINITY, f64::min);
    let high = energies.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    [low, high]
}

/// The distance of neighbouring points where it is one, to a thousandth of it.
fn step(energy_ev: &[f64]) -> Option<f64> {
    let steps = || energy_ev.windows(2).map(|w| (w[1] - w[0]).abs());
    let mean = steps().sum::<f64>() / steps().count().max(1) as f64;
    let one = steps().all(|s| (s - mean).abs() <= 1e-3 * mean);
    one.then_some((mean * 1e6).round() / 1e6)
}

/// To four decimals, as far as that leaves anything.
fn rounded(value: f64) -> f64 {
    let short = (value * 1e4).round() / 1e4;
    if short == 0.0 { value } else { short }
}
