//! `speclens analyse`: the same answers as the page's, for scripts and for the terminal.

mod form;
mod words;
mod workers;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use speclens::analysis::{self, Adjustments, AnalyseError, Analysis, Asked, Question};
use speclens::conventional::{Choices, SensitivityFactors, UserWindow};
use speclens::explain::{Explained, Options, Probe};
use speclens::guide::Classes;
use speclens::model::models::{Load, Models};
use speclens::model::quantify::Constraints;
use speclens::model::{Model, ModelError};
use speclens::spectrum::{
    CalibrationBasis, EnergyCalibration, Source, Spectrum, elements, why_no_xps, widest_xps,
};

use self::form::Form;
use self::workers::in_order;
use crate::input::{self, Told};
use crate::site;
use crate::terminal::{Progress, put};

/// Most files that are read before their spectra go through the network together.
const FILES_AT_ONCE: usize = 16;

/// How `speclens analyse` is called.
#[derive(clap::Args)]
pub struct Args {
    /// One JSON object per spectrum and line: short for `--to json`
    #[arg(long, conflicts_with = "to")]
    json: bool,
    /// A table of samples by elements, or JSON, instead of words; it grows while files are read
    #[arg(long, value_name = "FORMAT")]
    to: Option<Form>,
    /// Give a composition also where it is refused: for regions, flat counts, sources without a
    /// network, and spectra unlike any survey
    #[arg(long)]
    anyway: bool,
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
    /// Half-width of the background above which a removal takes intensity away, eV [default: 14]
    #[arg(long, value_name = "EV", requires = "fis")]
    fis_background: Option<f64>,
    /// Fresh recordings of the spectrum, for standard errors [default: 3]
    #[arg(long, value_name = "N", requires = "fis")]
    fis_recordings: Option<usize>,
    /// Show the areas of lines that the second opinion rests on
    #[arg(long)]
    areas: bool,
    /// Table of your own relative sensitivity factors for it: a line and its factor in each row
    #[arg(long, value_name = "CSV")]
    rsf: Option<PathBuf>,
    /// Window of the line of an element for it, in eV binding energy; the option may be given for each
    #[arg(long, value_name = "EL=FROM-TO", value_parser = window)]
    window: Vec<UserWindow>,
    /// Fit the spectrum that the answer implies: a refined composition, how much of the spectrum it explains,
    /// and whether each element is needed (about half a second a spectrum)
    #[arg(long)]
    refine: bool,
    /// Elements to leave out of the answer: symbols with commas between
    #[arg(long, value_name = "EL,EL", value_delimiter = ',', value_parser = symbol)]
    exclude: Vec<String>,
    /// Elements to count in, whatever the network says of their presence
    #[arg(long, value_name = "EL,EL", value_delimiter = ',', value_parser = symbol)]
    include: Vec<String>,
    /// Add this to the binding energies before the answer, eV
    #[arg(long, value_name = "EV", allow_negative_numbers = true, value_parser = shift)]
    shift: Option<f64>,
    /// X-ray source, where a file does not name it
    #[arg(long, conflicts_with = "photon_energy")]
    source: Option<XraySource>,
    #[command(flatten)]
    told: Told,
    /// Folder with a network to answer for every source: model.json and weights.safetensors
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
    /// Instrument files, folders with them, or - for standard input
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

/// Answers for every file, in their order. A file that is not answered is reported as `file: reason`
/// on standard error, one that is refused a composition stands among the answers with the reason;
/// the others are answered all the same, and the exit code is 2.
///
/// # Errors
/// A network in a folder that cannot be loaded, options that do not go together, an output that cannot be written.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let models = load(args.model.as_deref())?;
    let form = match (args.to, args.json) {
        (Some(form), _) => form,
        (None, true) => Form::Json,
        (None, false) => Form::Words,
    };
    let is_table = matches!(form, Form::Tsv | Form::Csv);
    ensure!(
        args.fis.is_empty() || !is_table,
        "--fis has no place in a table of samples by elements: use --to json"
    );
    ensure!(
        args.fis.iter().all(|e| !e.trim().is_empty()),
        "--fis names no element: expected symbols with commas between, or all"
    );
    ensure!(
        !args.refine || !is_table,
        "--refine has no place in a table of samples by elements: use --to json"
    );
    let (files, unread) = input::expand(&args.files);
    for reason in &unread {
        eprintln!("{reason}");
    }
    let mut all_answered = unread.is_empty();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if !put(&mut out, &form.head())? {
        return Ok(ExitCode::SUCCESS);
    }
    let question = question(args);
    let choices = Choices {
        only_composition: is_table,
        peaks: !is_table,
        factors: args.rsf.as_deref().map(factors).transpose()?,
        windows: args.window.clone(),
    };
    ensure!(
        args.exclude.iter().all(|e| !args.include.contains(e)),
        "--exclude and --include name the same element"
    );
    let adjustments = Adjustments {
        calibration: args.shift.map(|shift_ev| EnergyCalibration {
            shift_ev,
            basis: CalibrationBasis::Typed,
        }),
        constraints: Constraints {
            excluded: args.exclude.clone(),
            included: args.include.clone(),
        },
    };
    let asked = Asked {
        choices: Some(&choices),
        adjustments: Some(&adjustments),
        source: args.source.map(Source::from),
        question: question.as_ref(),
        anyway: args.anyway,
        refine: args.refine,
    };
    // Explanations and fits take longest: each file by itself, so that no core waits.
    let most = if question.is_some() || args.refine {
        1
    } else {
        FILES_AT_ONCE
    };
    let of_a_core = files.len() / workers::cores();
    let jobs: Vec<&[PathBuf]> = files.chunks(of_a_core.clamp(1, most)).collect();
    let mut progress = Progress::new(files.len());
    let work = |files: &&[PathBuf]| answers(args, &models, asked, files);
    let finished = in_order(&jobs, work, |answered| {
        for file in answered {
            all_answered &= file.is_answered;
            if !file.errors.is_empty() {
                progress.clear();
            }
            for line in &file.errors {
                eprintln!("{line}");
            }
            for analysis in &file.analyses {
                if !put(&mut out, &form.text(analysis, args.areas)?)? {
                    return Ok(false);
                }
            }
            progress.one_more();
        }
        Ok(true)
    });
    progress.clear();
    // Whoever has read enough asks for no more.
    let code = if finished? && !all_answered { 2 } else { 0 };
    Ok(ExitCode::from(code))
}

/// A chemical symbol; whether the network knows it, is asked later.
fn symbol(text: &str) -> Result<String, String> {
    let mut all = elements::all().iter();
    let element = all.find(|e| e.symbol.eq_ignore_ascii_case(text.trim()));
    let element = element.ok_or_else(|| format!("found “{text}”, expected a chemical symbol"))?;
    Ok(element.symbol.to_owned())
}

/// A shift of the axis, eV.
fn shift(text: &str) -> Result<f64, String> {
    let shift_ev = text
        .parse()
        .map_err(|_| format!("found “{text}”, expected electronvolts"))?;
    let basis = CalibrationBasis::Typed;
    let checked = EnergyCalibration { shift_ev, basis }.checked();
    checked.map(|c| c.shift_ev).map_err(|e| e.to_string())
}

/// `Au=80-95`: a window, eV.
fn window(text: &str) -> Result<UserWindow, String> {
    let expected =
        || format!("found “{text}”, expected an element and two energies, as in Au=80-95");
    let (symbol, energies) = text.split_once('=').ok_or_else(expected)?;
    let element = elements::by_symbol(symbol.trim()).ok_or_else(expected)?;
    let (from, to) = energies.split_once('-').ok_or_else(expected)?;
    let energy = |text: &str| text.trim().parse::<f64>().ok().filter(|e| e.is_finite());
    match (energy(from), energy(to)) {
        (Some(from), Some(to)) if from < to => Ok(UserWindow {
            element: element.symbol.to_owned(),
            window_ev: [from, to],
        }),
        _ => Err(expected()),
    }
}

/// A user's sensitivity factors.
///
/// # Errors
/// A file that cannot be read, or a row that is none.
fn factors(path: &Path) -> anyhow::Result<SensitivityFactors> {
    let told = || path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(told)?;
    SensitivityFactors::parse(&text).with_context(told)
}

/// The network of a folder, or those in this program, each loaded when it is needed.
fn load(folder: Option<&Path>) -> anyhow::Result<Models> {
    if let Some(folder) = folder {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path).with_context(|| path.display().to_string())
        };
        return Ok(model(read)?.into());
    }
    let embedded = |source: Source, folder: &'static str| {
        let read = move |name: &str| {
            let path = format!("model_weights/{folder}/{name}");
            site::file(&path)
                .map(|file| file.data.into_owned())
                .with_context(|| format!("this program was built without {path}"))
        };
        let load: Load =
            Box::new(move || model(read).map_err(|error| ModelError::Load(format!("{error:#}"))));
        (source, load)
    };
    let others = vec![embedded(Source::MgKa, "mg-ka")];
    Ok(Models::on_demand(embedded(Source::AlKa, "al-ka"), others))
}

/// The network whose files `read` gives. It answers without `classes.json`, too.
fn model(read: impl Fn(&str) -> anyhow::Result<Vec<u8>>) -> anyhow::Result<Model> {
    let [manifest, weights] = [read("model.json")?, read("weights.safetensors")?];
    let classes = read("classes.json").ok();
    let classes = classes.map(|json| Classes::from_json(&json)).transpose()?;
    Ok(Model::from_bytes(&manifest, &weights)?.with_classes(classes))
}

/// What became of one file.
struct Answered {
    analyses: Vec<Analysis>,
    /// Lines for standard error.
    errors: Vec<String>,
    /// Whether there is a composition.
    is_answered: bool,
}

/// What becomes of some files, whose spectra go through the network together.
fn answers(args: &Args, models: &Models, asked: Asked<'_>, files: &[PathBuf]) -> Vec<Answered> {
    let mut of_all = Vec::new();
    let titles: Vec<anyhow::Result<Vec<String>>> = files
        .iter()
        .map(|path| {
            let spectra = spectra(args, path)?;
            let titles = spectra.iter();
            let titles = titles.map(|s| format!("block {} ({})", s.block, s.title()));
            let titles = titles.collect();
            of_all.extend(spectra);
            Ok(titles)
        })
        .collect();
    let mut answers = analysis::analyse_all(models, of_all, asked).into_iter();
    let of_each = files.iter().zip(titles);
    of_each
        .map(|(path, titles)| match titles {
            Ok(titles) => {
                let answers = answers.by_ref().take(titles.len()).zip(titles);
                answered(path, answers, asked.anyway)
            }
            Err(reason) => Answered {
                analyses: Vec::new(),
                errors: vec![format!("{}: {reason:#}", input::shown(path))],
                is_answered: false,
            },
        })
        .collect()
}

/// The spectra of a file that are asked about: at least one.
fn spectra(args: &Args, path: &Path) -> anyhow::Result<Vec<Spectrum>> {
    let spectra = input::read(path, &args.told)?.spectra;
    match args.all_blocks {
        true => Ok(spectra),
        false => chosen(spectra, args.block.as_deref()),
    }
}

/// What became of a file, by the answers for its spectra and their titles.
fn answered(
    path: &Path,
    answers: impl ExactSizeIterator<Item = (Result<Analysis, AnalyseError>, String)>,
    anyway: bool,
) -> Answered {
    let path = input::shown(path);
    // Narrow regions and other techniques stand beside every survey: they are no failure.
    let several = answers.len() > 1;
    let (mut analyses, mut errors, mut last_reason) = (Vec::new(), Vec::new(), None);
    for (answer, title) in answers {
        match answer {
            Ok(analysis) => analyses.push(Analysis {
                path: Some(path.clone()),
                ..analysis
            }),
            Err(reason) => {
                if several {
                    errors.push(format!("{path}: passed over: {title}: {reason}"));
                }
                last_reason = Some(format!("{title}: {reason}"));
            }
        }
    }
    if let Some(reason) = last_reason.filter(|_| analyses.is_empty()) {
        errors.push(match several {
            true => format!("{path}: no block can be quantified: {reason}"),
            false => format!("{path}: {reason}"),
        });
    }
    Answered {
        is_answered: analyses
            .iter()
            .any(|a| a.refused.is_none() || (anyway && !a.elements.is_empty())),
        analyses,
        errors,
    }
}

/// What is to be explained; `None` where nothing is.
fn question(args: &Args) -> Option<Question> {
    let default = Options::default();
    let named: Vec<&str> = args.fis.iter().map(|e| e.trim()).collect();
    let elements = match named.as_slice() {
        [] => return None,
        named if named.iter().any(|e| e.eq_ignore_ascii_case("all")) => Vec::new(),
        named => named.iter().map(|e| (*e).to_owned()).collect(),
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

/// The block of that number or name; the widest XPS block where none is named.
fn chosen(mut spectra: Vec<Spectrum>, block: Option<&str>) -> anyhow::Result<Vec<Spectrum>> {
    if let Some(wanted) = block {
        return Ok(vec![input::block(spectra, wanted)?]);
    }
    let i = widest_xps(&spectra).with_context(|| why_no_xps(&spectra))?;
    Ok(vec![spectra.swap_remove(i)])
}
