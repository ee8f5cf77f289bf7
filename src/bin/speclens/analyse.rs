//! `speclens analyse`: the same answers as the page's, for scripts and for the terminal.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use speclens::analysis::{self, Analysis, Question};
use speclens::explain::{Explained, Fis, Options, Probe};
use speclens::guide::Classes;
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
    /// Explain these elements by their lines and their Feature Importance Spectra: symbols with
    /// commas between, or `all` that are found
    #[arg(long, value_name = "EL,EL|all", value_delimiter = ',')]
    fis: Vec<String>,
    /// What the probe does to the spectrum
    #[arg(long, value_enum, requires = "fis", default_value = "removal")]
    fis_probe: ProbeName,
    /// What is explained; without it, the evidence for elements that are found, and the presence of
    /// others
    #[arg(long, value_enum, requires = "fis")]
    fis_of: Option<ExplainedName>,
    /// Width σ of the probe's Gaussian, eV [default: 5]
    #[arg(long, value_name = "EV", requires = "fis")]
    fis_sigma: Option<f64>,
    /// Height of an added Gaussian, as a fraction of the spectrum's maximum [default: 0.1]
    #[arg(long, value_name = "FRACTION", requires = "fis")]
    fis_amplitude: Option<f64>,
    /// Half-width of the background above which a removal takes intensity away, eV [default: 18]
    #[arg(long, value_name = "EV", requires = "fis")]
    fis_background: Option<f64>,
    /// Fresh recordings of the spectrum, for standard errors [default: 3]
    #[arg(long, value_name = "N", requires = "fis")]
    fis_recordings: Option<usize>,
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

#[derive(Clone, Copy, ValueEnum)]
enum ProbeName {
    /// Take away what stands above the background: what carries the answer
    Removal,
    /// Add a Gaussian: what would add to it
    Addition,
}

impl From<ProbeName> for Probe {
    fn from(name: ProbeName) -> Probe {
        match name {
            ProbeName::Removal => Probe::Removal,
            ProbeName::Addition => Probe::Addition,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ExplainedName {
    /// Logarithm of the amount, before presence and normalisation
    Evidence,
    /// Logit of the presence
    Presence,
    /// Atomic fraction
    Fraction,
}

impl From<ExplainedName> for Explained {
    fn from(name: ExplainedName) -> Explained {
        match name {
            ExplainedName::Evidence => Explained::Evidence,
            ExplainedName::Presence => Explained::Presence,
            ExplainedName::Fraction => Explained::Fraction,
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

/// The network whose files `read` gives. It answers without `classes.json`, too.
fn model(read: impl Fn(&str) -> anyhow::Result<Vec<u8>>) -> anyhow::Result<Model> {
    let [manifest, weights] = [read("model.json")?, read("weights.safetensors")?];
    let classes = read("classes.json").ok();
    let classes = classes.map(|json| Classes::from_json(&json)).transpose()?;
    Ok(Model::from_bytes(&manifest, &weights)?.with_classes(classes))
}

/// The answers for one file: at least one.
fn answer(args: &Args, models: &Models, path: &Path) -> anyhow::Result<Vec<Analysis>> {
    let spectra = input::read(path, &args.told)?.spectra;
    let analyse = |spectrum: Spectrum| {
        let source = args.source.map(Source::from);
        analysis::analyse(models, spectrum, source, question(args).as_ref())
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

/// What is to be explained; `None` where nothing is.
fn question(args: &Args) -> Option<Question> {
    let default = Options::default();
    let elements = match args.fis.as_slice() {
        [] => return None,
        [all] if all.eq_ignore_ascii_case("all") => Vec::new(),
        named => named.iter().map(|e| e.trim().to_owned()).collect(),
    };
    Some(Question {
        elements,
        of: args.fis_of.map(Explained::from),
        options: Options {
            probe: args.fis_probe.into(),
            sigma_ev: args.fis_sigma.unwrap_or(default.sigma_ev),
            amplitude: args.fis_amplitude.unwrap_or(default.amplitude),
            background_ev: args.fis_background.unwrap_or(default.background_ev),
            recordings: args.fis_recordings.unwrap_or(default.recordings),
            ..default
        },
    })
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
    for fis in &a.fis {
        lines.extend(explained(fis));
    }
    let advice = a.advice.iter();
    lines.extend(advice.map(|a| format!("  {} (class {}): {}", a.element, a.class.name(), a.text)));
    lines.extend(a.warnings.iter().map(|w| format!("  ! {w}")));
    lines.join("\n") + "\n"
}

/// The table of lines of an element, and what its FIS lies on.
fn explained(fis: &Fis) -> Vec<String> {
    let mut lines = vec![match fis.lines.is_empty() {
        true => format!("  {:<9} not found, or no line of it in range", fis.element),
        false => format!(
            "  {:<9}       eV   at% without   amount lost    share of the evidence",
            fis.element
        ),
    }];
    for line in &fis.lines {
        let mut seen = match line.found {
            true => String::new(),
            false => "  (no clear peak)".to_owned(),
        };
        if !line.shared_with.is_empty() {
            seen += &format!("  with {}", line.shared_with.join(", "));
        }
        lines.push(format!(
            "    {:<8} {:>7.1} {:>13.1}   {:>5.1} ± {:<4.1} % {:>4.0} %{seen}",
            line.line,
            line.energy_ev,
            line.percent_without,
            100.0 * line.lost,
            100.0 * line.error,
            100.0 * line.share,
        ));
    }
    let covered = fis.covered.iter();
    lines.extend(covered.map(|c| format!("    {:<8} stands under {}", c.line, c.under)));
    if let Some(all) = &fis.all_lines {
        lines.push(format!(
            "    all of them      {:>13.1}   {:>5.1} ± {:<4.1} %",
            all.percent_without,
            100.0 * all.lost,
            100.0 * all.error,
        ));
    }
    lines.push(match fis.grounding {
        Some(grounding) => format!(
            "    FIS: {:.0} % of it lies on lines of {}, by chance {:.0} %; {}",
            100.0 * grounding,
            fis.element,
            100.0 * fis.chance,
            places(fis)
        ),
        None if fis.leans_on.is_empty() => {
            "    FIS: nothing rises above its ripples and noise".to_owned()
        }
        None => format!(
            "    FIS: lines of {}, as wide as this probe, fill {:.0} % of the axis: what lies on them \
             says nothing",
            fis.element,
            100.0 * fis.chance
        ),
    });
    lines
}

/// What most of a FIS lies on.
fn places(fis: &Fis) -> String {
    let places = fis.leans_on.iter().take(4).map(|place| {
        let share = 100.0 * place.share;
        match &place.line {
            Some(line) => format!("{line} {share:.0} %"),
            None => format!("{:.0} eV {share:.0} %", place.energy_ev),
        }
    });
    places.collect::<Vec<_>>().join(", ")
}
