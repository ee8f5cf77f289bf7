//! `speclens analyse`: the same answers as the page's, for scripts and for the terminal.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use speclens::analysis::{self, Analysis};
use speclens::explain::fis::{Fis, Options};
use speclens::model::Model;
use speclens::model::models::Models;
use speclens::spectrum::{Source, Spectrum, widest_xps};

use crate::input::{self, Told};
use crate::site;
use crate::terminal::put;

/// How `speclens analyse` is called.
#[derive(clap::Args)]
pub struct Args {
    /// One JSON object per spectrum and line instead of a table
    #[arg(long)]
    json: bool,
    /// Block to answer for, by its number from 1 or its name; the widest XPS block otherwise
    #[arg(long, value_name = "N|NAME", conflicts_with = "all_blocks")]
    block: Option<String>,
    /// Answer for every block that can be quantified
    #[arg(long)]
    all_blocks: bool,
    /// Explain this element by its Feature Importance Spectrum
    #[arg(long, value_name = "EL")]
    fis: Option<String>,
    /// Width σ of the FIS's probe, eV
    #[arg(long, value_name = "EV", requires = "fis")]
    fis_sigma: Option<f64>,
    /// Height of the FIS's probe, as a fraction of the spectrum's maximum
    #[arg(long, value_name = "FRACTION", requires = "fis")]
    fis_amplitude: Option<f64>,
    /// X-ray source, where a file does not name it
    #[arg(long, conflicts_with = "photon_energy")]
    source: Option<XraySource>,
    #[command(flatten)]
    told: Told,
    /// Folder with a network to answer for every source: model.json and weights.safetensors
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
    /// Instrument files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum XraySource {
    /// Al Kα, 1486.6 eV
    AlKa,
    /// Mg Kα, 1253.6 eV
    MgKa,
}

impl From<XraySource> for Source {
    fn from(source: XraySource) -> Source {
        match source {
            XraySource::AlKa => Source::AlKa,
            XraySource::MgKa => Source::MgKa,
        }
    }
}

/// Answers for every file. A file that is not answered is reported as `file: reason` on standard
/// error, the others are answered all the same, and the exit code is 2.
///
/// # Errors
/// A network that cannot be loaded, an output that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let models = load(args.model.as_deref())?;
    let mut all_answered = true;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in &args.files {
        match answer(args, &models, path) {
            Ok(analyses) => {
                for analysis in &analyses {
                    let text = if args.json {
                        serde_json::to_string(analysis)? + "\n"
                    } else {
                        table(analysis)
                    };
                    if !put(&mut out, &text)? {
                        return Ok(ExitCode::SUCCESS);
                    }
                }
            }
            Err(reason) => {
                all_answered = false;
                eprintln!("{}: {reason:#}", path.display());
            }
        }
    }
    Ok(ExitCode::from(if all_answered { 0 } else { 2 }))
}

/// The network of a folder, or those in this program.
fn load(folder: Option<&Path>) -> anyhow::Result<Models> {
    if let Some(folder) = folder {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).with_context(|| path.display().to_string())
        };
        return Ok(model(read)?.into());
    }
    let embedded = |source: &str| {
        let source = source.to_owned();
        model(move |name| {
            let path = format!("model_weights/{source}/{name}");
            site::file(&path)
                .map(|file| file.data.into_owned())
                .with_context(|| format!("this program was built without {path}"))
        })
    };
    Ok(Models::new(embedded("al-ka")?, vec![embedded("mg-ka")?]))
}

fn model(read: impl Fn(&str) -> anyhow::Result<Vec<u8>>) -> anyhow::Result<Model> {
    let [manifest, weights] = [read("model.json")?, read("weights.safetensors")?];
    Ok(Model::from_bytes(&manifest, &weights)?)
}

/// The answers for one file: at least one.
fn answer(args: &Args, models: &Models, path: &Path) -> anyhow::Result<Vec<Analysis>> {
    let spectra = input::read(path, &args.told)?.spectra;
    let analyse = |spectrum: Spectrum| {
        let source = args.source.map(Source::from);
        let fis = args.fis.as_deref().map(|element| (element, probe(args)));
        analysis::analyse(models, spectrum, source, fis)
    };
    // A name may stand for several blocks: one that cannot be answered does not silence the others.
    let spectra = if args.all_blocks {
        spectra
    } else {
        chosen(spectra, args.block.as_deref())?
    };
    // Narrow regions and other techniques stand beside every survey: they are no failure.
    let several = spectra.len() > 1;
    let mut answers = Vec::new();
    let mut last_reason = None;
    for spectrum in spectra {
        let title = format!("block {} ({})", spectrum.block, spectrum.title());
        match analyse(spectrum) {
            Ok(analysis) => answers.push(analysis),
            Err(reason) => {
                let reason = anyhow::Error::from(reason).context(title);
                if several {
                    eprintln!("{}: passed over: {reason:#}", path.display());
                }
                last_reason = Some(reason);
            }
        }
    }
    match last_reason {
        Some(reason) if answers.is_empty() && several => {
            Err(reason.context("no block can be quantified"))
        }
        Some(reason) if answers.is_empty() => Err(reason),
        _ => Ok(answers),
    }
}

fn probe(args: &Args) -> Options {
    let default = Options::default();
    Options {
        sigma_ev: args.fis_sigma.unwrap_or(default.sigma_ev),
        amplitude: args.fis_amplitude.unwrap_or(default.amplitude),
        ..default
    }
}

/// The blocks of that number or name; the widest XPS block where none is named.
fn chosen(mut spectra: Vec<Spectrum>, block: Option<&str>) -> anyhow::Result<Vec<Spectrum>> {
    if let Some(wanted) = block {
        return input::blocks(spectra, wanted);
    }
    let i = widest_xps(&spectra).context("none of its blocks is XPS")?;
    Ok(vec![spectra.swap_remove(i)])
}

/// An answer for the terminal.
fn table(a: &Analysis) -> String {
    let mut lines = vec![String::new()];
    let place = [
        a.file.as_str(),
        &format!("block {}", a.block_number),
        &a.sample,
        &a.block,
    ];
    let place: Vec<&str> = place.into_iter().filter(|p| !p.is_empty()).collect();
    lines.push(place.join(" · "));
    let source = Source::nearest(a.excitation_ev).map_or("photon energy", Source::label);
    lines.push(format!(
        "{source} {:.2} eV, binding energy {:.1} to {:.1} eV, network {}",
        a.excitation_ev, a.range_ev[0], a.range_ev[1], a.model
    ));
    lines.push("  element      at%   90 % interval  presence".to_owned());
    for e in &a.elements {
        let [low, high] = e.interval;
        lines.push(format!(
            "  {:<7} {:>8.1}   {low:>5.1} – {high:>5.1} {:>9.2}",
            e.symbol, e.atomic_percent, e.presence
        ));
    }
    if let Some(fis) = &a.fis {
        lines.push(format!(
            "  {} is read from (FIS, strongest first)",
            fis.element
        ));
        for (energy, value) in strongest(fis, 6) {
            lines.push(format!("  {energy:>7.1} eV {value:>+9.3}"));
        }
    }
    lines.extend(a.warnings.iter().map(|w| format!("  ! {w}")));
    lines.join("\n") + "\n"
}

/// The local extrema of a FIS with the largest magnitude: binding energy in eV, value.
fn strongest(fis: &Fis, count: usize) -> Vec<(f64, f64)> {
    let v = &fis.value;
    let magnitude = |i: usize| v.get(i).map_or(0.0, |v| v.abs());
    let mut extrema: Vec<usize> = (0..v.len().min(fis.energy_ev.len()))
        .filter(|i| {
            let before = i.checked_sub(1).map_or(0.0, magnitude);
            magnitude(*i) > before && magnitude(*i) >= magnitude(i + 1)
        })
        .collect();
    extrema.sort_by(|a, b| magnitude(*b).total_cmp(&magnitude(*a)));
    extrema
        .iter()
        .take(count)
        .map(|i| (fis.energy_ev[*i], v[*i]))
        .collect()
}
