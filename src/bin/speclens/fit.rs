//! `speclens fit`: peaks of one region parted.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use speclens::peak_fit::{
    self, AskedFit, AskedPeak, FittedRegion, PeakShape, UnderPeaks, WithError,
};
use speclens::spectrum::{why_no_xps, widest_xps};

use crate::input::{self, Told};

/// How `speclens fit` is called.
#[derive(clap::Args)]
pub struct Args {
    /// Region, in eV binding energy
    #[arg(long, value_name = "FROM-TO", value_parser = window, allow_hyphen_values = true)]
    window: [f64; 2],
    /// A peak: its energy in eV, with a name before it; for a doublet the distance of its other line and the
    /// ratio of their areas behind it. May be given for each
    #[arg(long, value_name = "NAME=EV[+EV*RATIO]", value_parser = peak, required = true)]
    peak: Vec<AskedPeak>,
    /// Background under the peaks
    #[arg(long, value_enum, default_value = "shirley")]
    background: BackgroundName,
    /// Shape of the peaks
    #[arg(long, value_enum, default_value = "gl30")]
    shape: ShapeName,
    /// All peaks have one width
    #[arg(long)]
    one_width: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
    /// Block, by its number from 1 or its name; the widest XPS block otherwise
    #[arg(long, value_name = "N|NAME")]
    block: Option<String>,
    #[command(flatten)]
    told: Told,
    /// Instrument file, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum BackgroundName {
    /// A straight line
    Straight,
    /// Shirley's
    Shirley,
    /// Shirley's, nowhere above the spectrum
    Smart,
    /// By Tougaard's universal cross section
    Tougaard,
}

#[derive(Clone, Copy, ValueEnum)]
enum ShapeName {
    /// Gauss and Lorentz by 70 to 30
    Gl30,
    /// Voigt's, both widths fitted
    Voigt,
    /// Doniach and Šunjić's with α = 0.1
    Ds,
    /// Asymmetric Lorentzian LA(1.2, 2)
    La,
}

/// Fits the peaks of one region and prints what came out.
///
/// # Errors
/// A file that cannot be read, a region or peaks that cannot be fitted.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let told = || args.file.display().to_string();
    let spectra = input::read(&args.file, &args.told)
        .with_context(told)?
        .spectra;
    let spectrum = match &args.block {
        Some(wanted) => input::block(spectra, wanted).with_context(told)?,
        None => {
            let widest = widest_xps(&spectra).with_context(|| why_no_xps(&spectra));
            let mut spectra = spectra;
            spectra.swap_remove(widest.with_context(told)?)
        }
    };
    let asked = AskedFit {
        window_ev: args.window,
        background: match args.background {
            BackgroundName::Straight => UnderPeaks::Straight,
            BackgroundName::Shirley => UnderPeaks::Shirley,
            BackgroundName::Smart => UnderPeaks::Smart,
            BackgroundName::Tougaard => UnderPeaks::Tougaard,
        },
        shape: match args.shape {
            ShapeName::Gl30 => PeakShape::Gl30,
            ShapeName::Voigt => PeakShape::Voigt,
            ShapeName::Ds => PeakShape::DoniachSunjic,
            ShapeName::La => PeakShape::La,
        },
        one_width: args.one_width,
        peaks: args.peak.clone(),
    };
    let (fitted, _) = peak_fit::fit(&spectrum, &asked).with_context(told)?;
    match args.json {
        true => println!("{}", serde_json::to_string(&fitted)?),
        false => print!("{}", table(&fitted)),
    }
    Ok(ExitCode::SUCCESS)
}

fn table(fitted: &FittedRegion) -> String {
    let number = |v: WithError, digits: usize| match v.error {
        Some(error) => format!("{:.digits$} ± {error:.digits$}", v.value),
        None => format!("{:.digits$}", v.value),
    };
    let [from, to] = fitted.window_ev;
    let mut lines = vec![
        format!(
            "{from:.1} to {to:.1} eV; areas in {} · eV",
            fitted.unit.label()
        ),
        format!(
            "{:<14} {:>16} {:>8} {:>22} {:>16}",
            "peak", "eV", "FWHM", "area", "share, %"
        ),
    ];
    lines.extend(fitted.peaks.iter().map(|p| {
        format!(
            "{:<14} {:>16} {:>8.2} {:>22} {:>16}",
            p.name,
            number(p.energy_ev, 2),
            p.full_width_ev,
            number(p.area, 0),
            p.share_percent.map_or("–".to_owned(), |s| number(s, 1)),
        )
    }));
    let chi = fitted.reduced_chi_squared;
    lines.extend(chi.map(|c| format!("reduced χ² {c:.2}")));
    lines.extend(fitted.warnings.iter().map(|w| format!("! {w}")));
    lines.join("\n") + "\n"
}

/// `450-475`: two energies, eV.
fn window(text: &str) -> Result<[f64; 2], String> {
    // The first hyphen behind a digit: energies may be below zero.
    let hyphen = text.char_indices().zip(text.chars().skip(1));
    let hyphen =
        hyphen.filter(|((_, before), c)| (before.is_ascii_digit() || *before == '.') && *c == '-');
    let split = hyphen.map(|((i, _), _)| i + 1).next();
    let ends = split.and_then(|at| {
        let [from, to] = [&text[..at], &text[at + 1..]].map(|t| t.trim().parse::<f64>());
        Some([from.ok()?, to.ok()?])
    });
    let ends = ends.filter(|[from, to]| from.is_finite() && to.is_finite() && from < to);
    ends.ok_or_else(|| format!("found “{text}”, expected two energies, as in 450-475"))
}

/// `Ti 2p=458.5+5.7*0.5`: a peak, eV.
fn peak(text: &str) -> Result<AskedPeak, String> {
    let parsed = || -> anyhow::Result<AskedPeak> {
        let (name, place) = text.split_once('=').context("no name")?;
        let (energy, partner) = match place.split_once('+') {
            Some((energy, partner)) => (energy, Some(partner)),
            None => (place, None),
        };
        let mut peak = AskedPeak {
            name: name.trim().to_owned(),
            energy_ev: energy.trim().parse()?,
            splitting_ev: None,
            ratio: None,
        };
        if let Some(partner) = partner {
            let (splitting, ratio) = partner.split_once('*').context("no ratio")?;
            peak.splitting_ev = Some(splitting.trim().parse()?);
            peak.ratio = Some(ratio.trim().parse()?);
        }
        ensure!(peak.energy_ev.is_finite(), "no energy");
        Ok(peak)
    };
    parsed().map_err(|_| {
        format!("found “{text}”, expected a name and an energy, as in “O 1s=530.1” or, for a doublet, “Ti 2p=458.5+5.7*0.5”")
    })
}
