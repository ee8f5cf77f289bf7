//! Simulated sets, training and evaluation of the Speclens network.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

use speclens::explain::Options;
use speclens::model::models::Models;
use speclens::spectrum::Source;
use speclens_training::classify;
use speclens_training::evaluate::{bound, card, evaluation};
use speclens_training::explain;
use speclens_training::fit::device::{DeviceChoice, Workplace};
use speclens_training::fit::preset::{PUBLISHED, Preset, Variation};
use speclens_training::fit::{folder, published, train};
use speclens_training::folders;
use speclens_training::gallery::{atlas, examples, guide};
use speclens_training::measured::{compare, harder, validate};
use speclens_training::samples::mixtures::Chemistry;
use speclens_training::samples::{GRID, overlaps};
use speclens_training::sets::{self, Configuration, held_out};

/// Tensors come and go by the megabyte, which the system's allocator gives back to the system each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a preset; goes on from the last checkpoint by itself.
    Train(Train),
    /// Print the simulated survey of a composition as CSV: binding energy, expected intensity.
    Spectrum {
        /// Atomic fractions, e.g. `Fe=0.4,O=0.6`.
        composition: String,
        /// Take the elements as oxides, not as metals.
        #[arg(long)]
        oxide: bool,
        /// Thickness of adventitious carbon, nm.
        #[arg(long, default_value_t = 0.0)]
        carbon_nm: f64,
        /// n of the transmission function E^n.
        #[arg(long, default_value_t = -0.5, allow_hyphen_values = true)]
        transmission: f64,
        /// X-ray source, `al-ka` or `mg-ka`, or its photon energy in eV.
        #[arg(long, default_value = "al-ka", value_parser = source)]
        source: Source,
        /// Without a monochromator (Mg Kα never has one).
        #[arg(long)]
        twin_anode: bool,
    },
    /// Write the simulated spectra that the page offers as examples.
    Examples {
        /// Folder to write into.
        #[arg(long, default_value = "www/examples")]
        out: PathBuf,
    },
    /// Write the atlas: a labelled figure of every pure element, and an index.
    Atlas {
        /// Folder to write into.
        #[arg(long, default_value = "docs/atlas")]
        out: PathBuf,
    },
    /// Compare the models' answers with what is known of measured samples.
    Validate {
        /// Folders with weights.safetensors and model.json: each spectrum is answered by the one
        /// for its source, or else by the first.
        #[arg(long, default_values = ["model_weights/al-ka", "model_weights/mg-ka"])]
        model: Vec<PathBuf>,
        /// Table of what is known; file names in it are relative to its folder.
        #[arg(long, default_value = "../shared/measured/truth.tsv")]
        truth: PathBuf,
        /// Renew what each model's card says of the measured surveys of its source.
        #[arg(long)]
        card: bool,
        /// Print instead what becomes of the surveys cut, moved and with fewer counts.
        #[arg(long, conflicts_with = "card")]
        harder: bool,
    },
    /// Lay the simulation over measured spectra of known samples: pictures and a table.
    Compare {
        /// Table of what is known; file names in it are relative to its folder.
        #[arg(long, default_value = "../shared/measured/truth.tsv")]
        truth: PathBuf,
        /// Folder for a PNG per spectrum, positions.tsv, areas.tsv and fits.tsv.
        #[arg(long, default_value = "training/runs/compare")]
        out: PathBuf,
        /// Only spectra whose file or sample holds this.
        #[arg(long)]
        only: Option<String>,
    },
    /// Simulate a set of spectra, or check one; what is there already is kept.
    Simulate(Simulate),
    /// Print the table of pairs of elements whose lines overlap, by the rule.
    Overlaps,
    /// Print how well the compositions of held-out samples could be known at best, as JSON.
    Bound {
        /// Folder of the held-out sets.
        #[arg(long, default_value_os_t = folders::sets().join(held_out::folder_name(Source::AlKa, 1001)))]
        sets: PathBuf,
        /// Samples.
        #[arg(long, default_value_t = 500)]
        count: usize,
    },
    /// Write classes.json beside models: the elements in four classes by spectral overlap.
    Classify {
        /// Folders with weights.safetensors and model.json.
        #[arg(long, default_values = ["model_weights/al-ka", "model_weights/mg-ka"])]
        model: Vec<PathBuf>,
        /// Simulated spectra of each element.
        #[arg(long, default_value_t = 200)]
        spectra: usize,
    },
    /// Write the guide: a page for each element, by classes.json of both models, and an index.
    Guide {
        /// Folders with classes.json, one for each source.
        #[arg(long, default_values = ["model_weights/al-ka", "model_weights/mg-ka"])]
        model: Vec<PathBuf>,
        /// Folder to write into.
        #[arg(long, default_value = "docs/guide")]
        out: PathBuf,
    },
    /// Print, as JSON, how well a model's explanations lie on the lines of their elements.
    Explain(Explain),
    /// Print the figures of a model on held-out sets (`simulate --held-out` makes them).
    Evaluate(Evaluate),
}

#[derive(clap::Args)]
struct Train {
    /// Name of a file in training/presets, or a path.
    #[arg(long, default_value = "al-ka")]
    preset: String,
    /// Folder of the checkpoints, with a folder for each preset; `speclens/runs` in the user's cache.
    #[arg(long, default_value_os_t = folders::runs())]
    runs: PathBuf,
    /// Folder of the simulated sets, `speclens/sets` in the user's cache; those that are missing are made.
    #[arg(long, default_value_os_t = folders::sets())]
    sets: PathBuf,
    /// Folder for weights.safetensors and model.json, written when all is done. Without it: model_weights/SOURCE for
    /// `al-ka` and `mg-ka`, whose weights are used, and the folder of its checkpoints for any other preset or trial.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Stop after so many minutes; the same command goes on from there.
    #[arg(long)]
    minutes: Option<f64>,
    /// A trial: another seed than the preset's, in a folder of its own.
    #[arg(long)]
    seed: Option<u64>,
    /// A trial: another number of passes than the preset's, in a folder of its own.
    #[arg(long)]
    epochs: Option<f64>,
    /// Where to train: `auto` takes a graphics card where there is one (and the program was built
    /// with the feature `gpu`), else the processor.
    #[arg(long, value_enum, default_value = "auto")]
    device: DeviceChoice,
}

#[derive(clap::Args)]
struct Evaluate {
    /// Folder with weights.safetensors and model.json.
    #[arg(long, default_value = "model_weights/al-ka")]
    model: PathBuf,
    /// Folder of the held-out sets; `speclens/sets/held-out-SOURCE-1001` in the user's cache, with the model's source.
    #[arg(long)]
    sets: Option<PathBuf>,
    /// Table of what is known of measured samples, to judge those as well.
    #[arg(long)]
    truth: Option<PathBuf>,
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
    /// Write MODEL_CARD.md and its figure beside the model.
    #[arg(long)]
    card: bool,
}

#[derive(clap::Args)]
struct Explain {
    /// Folder with weights.safetensors and model.json.
    #[arg(long, default_value = "model_weights/al-ka")]
    model: PathBuf,
    /// Table of what is known of measured samples, to explain those as well.
    #[arg(long)]
    truth: Option<PathBuf>,
    /// Simulated mixtures.
    #[arg(long, default_value_t = 100)]
    mixtures: usize,
    /// Width σ of the probe, eV.
    #[arg(long, default_value_t = Options::default().sigma_ev)]
    sigma: f64,
    /// Half-width of the background, eV.
    #[arg(long, default_value_t = Options::default().background_ev)]
    background: f64,
    /// Write explanation.json beside the model, and its section of MODEL_CARD.md.
    #[arg(long)]
    write: bool,
}

#[derive(clap::Args)]
struct Simulate {
    /// Number of spectra; with --held-out, of each set.
    #[arg(long, default_value_t = 320_000)]
    count: usize,
    /// Seed of the set. Held-out sets take another than any training set.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// X-ray source: al-ka, mg-ka, or its photon energy in eV.
    #[arg(long, default_value = "al-ka", value_parser = source)]
    source: Source,
    /// Folder of the set. Without it, in `speclens/sets` of the user's cache: SOURCE-COUNT-seed-SEED, or
    /// held-out-SOURCE-SEED.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Take grid and chemistry of this preset.
    #[arg(long)]
    preset: Option<String>,
    /// Make the held-out sets: clean, noise ladder, shift ladder, pure elements, pairs, recorded, as tabulated.
    #[arg(long)]
    held_out: bool,
    /// Read a set (or, with --held-out, all of them) again and check everything in it.
    #[arg(long)]
    verify: bool,
}

/// A source by name or photon energy.
fn source(text: &str) -> Result<Source, String> {
    let expected = "expected al-ka (1486.6 eV) or mg-ka (1253.6 eV)";
    match text {
        "al-ka" => Ok(Source::AlKa),
        "mg-ka" => Ok(Source::MgKa),
        _ => {
            let energy: f64 = text.parse().map_err(|_| expected.to_owned())?;
            Source::nearest(energy).ok_or_else(|| {
                format!("a photon energy of {energy} eV cannot be simulated; {expected}")
            })
        }
    }
}

impl Train {
    fn run(self) -> Result<()> {
        let preset = &self.preset;
        let variation = Variation {
            seed: self.seed,
            epochs: self.epochs,
        };
        let is_published = PUBLISHED.contains(&preset.as_str()) && variation.is_none();
        let out = match self.out {
            Some(out) => out,
            None if is_published => published::folder(Preset::load(preset)?.source),
            None => folder(&self.runs, preset, variation)?,
        };
        let place = Workplace::find(self.device)?;
        let options = train::Options {
            runs: &self.runs,
            sets: &self.sets,
            minutes: self.minutes,
            variation,
        };
        train::train(preset, &options, &out, &place)
    }
}

impl Evaluate {
    fn run(self) -> Result<()> {
        let model = published::read(&self.model)?.0;
        let own = || {
            let name = held_out::folder_name(model.manifest.source, 1001);
            folders::sets().join(name)
        };
        let mut figures = evaluation::evaluate(&model, &self.sets.unwrap_or_else(own))?;
        if let Some(table) = &self.truth {
            let own = Some(model.manifest.source);
            let models = Models::from(published::read(&self.model)?.0);
            figures.measured = validate::judge(&models, table, own)?;
        }
        if self.card {
            card::write(&self.model, &model, &figures)?;
        }
        if self.json {
            println!("{}", serde_json::to_value(&figures)?);
            return Ok(());
        }
        print!("{}", evaluation::table(&figures)?);
        if self.truth.is_some() {
            print!("{}", validate::table(&figures.measured));
        }
        Ok(())
    }
}

impl Explain {
    fn run(self) -> Result<()> {
        let (model, weights) = published::read(&self.model)?;
        let mut method = explain::speclens(self.sigma);
        method.options.background_ev = self.background;
        let truth = self.truth.as_deref();
        let figures = explain::explain(&model, &weights, method, self.mixtures, truth)?;
        if self.write {
            card::write_explanation(&self.model, &figures)?;
        }
        println!("{:#}", serde_json::to_value(&figures)?);
        Ok(())
    }
}

impl Simulate {
    fn run(self) -> Result<()> {
        let (grid, chemistry) = match &self.preset {
            Some(name) => {
                let preset = Preset::load(name)?;
                (preset.grid, preset.chemistry)
            }
            None => (GRID, Chemistry::default()),
        };
        let configuration =
            Configuration::mixtures(self.count, self.seed, self.source, grid, chemistry);
        let own = if self.held_out {
            held_out::folder_name(self.source, self.seed)
        } else {
            sets::folder_name(&configuration)
        };
        let folder = self.out.unwrap_or_else(|| folders::sets().join(own));
        match (self.verify, self.held_out) {
            (true, true) => {
                for name in held_out::HeldOutIndex::read(&folder)?.names() {
                    println!("{}", sets::verify(&folder.join(name))?);
                }
            }
            (true, false) => println!("{}", sets::verify(&folder)?),
            (false, true) => {
                let (count, seed) = (self.count, self.seed);
                let index = held_out::make(&folder, count, seed, self.source, grid, chemistry)?;
                println!("{}: {} sets", folder.display(), index.names().len());
            }
            (false, false) => {
                let manifest = sets::make(&folder, &configuration)?;
                println!("{}\n{}", folder.display(), manifest.statistics);
            }
        }
        Ok(())
    }
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Train(train) => train.run(),
        Command::Spectrum {
            composition,
            oxide,
            carbon_nm,
            transmission,
            source,
            twin_anode,
        } => {
            let instrument = examples::instrument(source, twin_anode, transmission);
            print!(
                "{}",
                examples::csv(&composition, oxide, carbon_nm, &instrument)?
            );
            Ok(())
        }
        Command::Examples { out } => examples::write(&out),
        Command::Atlas { out } => atlas::write(&out),
        Command::Validate {
            model,
            truth,
            card,
            harder,
        } => {
            let [first, others @ ..] = &model[..] else {
                bail!("no model was named");
            };
            let others = others.iter().map(|folder| Ok(published::read(folder)?.0));
            let models = Models::new(published::read(first)?.0, others.collect::<Result<_>>()?);
            if harder {
                print!("{}", harder::table(&harder::harder(&models, &truth)?));
                return Ok(());
            }
            print!(
                "{}",
                validate::table(&validate::judge(&models, &truth, None)?)
            );
            for folder in model.iter().filter(|_| card) {
                let source = published::read(folder)?.0.manifest.source;
                let judged = validate::judge(&models, &truth, Some(source))?;
                card::write_measured(folder, &judged)?;
            }
            Ok(())
        }
        Command::Compare { truth, out, only } => compare::compare(&truth, &out, only.as_deref()),
        Command::Simulate(simulate) => simulate.run(),
        Command::Overlaps => {
            print!("{}", overlaps::table());
            Ok(())
        }
        Command::Bound { sets, count } => {
            println!("{:#}", serde_json::to_value(bound::ladder(&sets, count)?)?);
            Ok(())
        }
        Command::Classify { model, spectra } => {
            for folder in &model {
                let classes = classify::classify(&published::read(folder)?.0, spectra)?;
                classify::write(folder, &classes)?;
            }
            Ok(())
        }
        Command::Guide { model, out } => guide::write(&model, &out),
        Command::Explain(explain) => explain.run(),
        Command::Evaluate(evaluate) => evaluate.run(),
    }
}
