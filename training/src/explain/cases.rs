//! Spectra whose elements are known: simulated ones that the network was not trained on, with
//! lines left out where that is asked for, and measured ones.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use speclens::conventional::LineGroup;
use speclens::physics::auger;
use speclens::physics::recording::{Exposure, Recording, Scan};
use speclens::physics::simulate::{Deviation, Drawn, simulate};
use speclens::spectrum::{Source, Spectrum, elements};

use crate::measured::truth;
use crate::samples::GRID;
use crate::samples::mixtures::{Chemistry, Draw};
use crate::sets::{Configuration, Samples, deviations, draw};

/// Seed of the samples: that of the held-out sets, which no training takes.
const SEED: u64 = 1001;
/// A survey as it is usually taken, eV binding energy.
const SCAN_EV: [f64; 2] = [0.0, 1200.0];
/// Signal-to-noise ratio of the simulated recordings: a good survey.
const SNR: f64 = 300.0;
/// Elements with less than this apparent atomic fraction are not asked about.
const LEAST_FRACTION: f64 = 0.02;

/// A spectrum, and the elements that it is asked about.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is, for tables.
    pub name: String,
    /// The spectrum.
    pub spectrum: Spectrum,
    /// Symbols of the elements that are there with at least 2 at%.
    pub elements: Vec<String>,
    /// How it was simulated; none for a measured one.
    pub simulation: Option<Simulation>,
}

/// A sample that can be simulated again with some of its lines left out.
#[derive(Debug, Clone)]
pub struct Simulation {
    configuration: Configuration,
    index: usize,
    draw: Draw,
    /// State of the generator behind the draw.
    rng: ChaCha8Rng,
}

impl Simulation {
    /// Sample number `index` of `configuration`.
    pub(super) fn new(configuration: &Configuration, index: usize) -> Simulation {
        let mut rng = ChaCha8Rng::seed_from_u64(configuration.seed);
        rng.set_stream(index as u64);
        Simulation {
            draw: draw(configuration, index, &mut rng),
            configuration: configuration.clone(),
            index,
            rng,
        }
    }

    /// The survey of the sample, without gas in front of it. Lines for which `left_out` holds are not emitted, and leave no
    /// losses either: exact, as no mask is.
    ///
    /// # Errors
    /// An impossible sample.
    pub fn spectrum(&self, left_out: impl Fn(&Drawn<'_>) -> bool) -> Result<Spectrum> {
        self.recorded(left_out, 1)
    }

    /// Whether the sample is one element alone: without its lines there is no spectrum.
    pub fn is_pure(&self) -> bool {
        let sample = &self.draw.sample;
        let layers = sample.layers.iter().map(|layer| &layer.phase);
        let phases = layers.chain([&sample.bulk]);
        let z: BTreeSet<u8> = phases
            .flat_map(|phase| phase.components.iter().map(|c| c.z))
            .collect();
        z.len() == 1
    }

    /// Another recording of the whole sample, with noise of its own.
    ///
    /// # Errors
    /// An impossible sample.
    pub fn again(&self) -> Result<Spectrum> {
        self.recorded(|_| false, 2)
    }

    /// The survey without `left_out`, with the noise of this number.
    fn recorded(&self, left_out: impl Fn(&Drawn<'_>) -> bool, noise: u64) -> Result<Spectrum> {
        let Draw {
            sample, instrument, ..
        } = &self.draw;
        let mut rng = self.rng.clone();
        let mut deviation_of = deviations(&self.configuration, &mut rng);
        let grid = &self.configuration.grid;
        let expected = simulate(sample, instrument, grid, |drawn| {
            let left_out = left_out(&drawn);
            let deviation = deviation_of(drawn);
            match left_out {
                true => Deviation {
                    area: 0.0,
                    ..deviation
                },
                false => deviation,
            }
        })?;
        let recording = Recording {
            exposure: Exposure::Snr(SNR),
            ..Recording::ideal(Scan {
                from_ev: SCAN_EV[0],
                to_ev: SCAN_EV[1],
                step_ev: 1.0,
            })
        };
        let mut noise = ChaCha8Rng::seed_from_u64(self.configuration.seed + noise);
        noise.set_stream(self.index as u64);
        let recorded = match recording.record(&expected, grid, &mut noise) {
            Ok(recorded) => recorded,
            // Without a line there is no signal-to-noise ratio.
            Err(_) => Recording {
                exposure: Exposure::Counts(1e5),
                ..recording
            }
            .record(&expected, grid, &mut noise)?,
        };
        Ok(recorded.into_spectrum(self.configuration.source))
    }

    /// Its survey, and the elements that it is asked about.
    ///
    /// # Errors
    /// An impossible sample.
    pub(super) fn case(self, name: String) -> Result<Case> {
        let source = self.configuration.source;
        let apparent = self.draw.sample.apparent_composition(source)?;
        let named = apparent.into_iter().filter(|(_, f)| *f >= LEAST_FRACTION);
        let elements = named.filter_map(|(z, _)| Some(elements::by_z(z)?.symbol.to_owned()));
        Ok(Case {
            name,
            elements: elements.collect(),
            spectrum: self.spectrum(|_| false)?,
            simulation: Some(self),
        })
    }
}

/// Whether a line belongs to `group` of element `z`.
pub fn belongs(drawn: &Drawn<'_>, z: u8, group: &LineGroup) -> bool {
    let short = group.name.split_once(' ').map_or("", |(_, short)| short);
    match drawn {
        Drawn::Photo(line) => line.z == z && line.subshell() == short,
        Drawn::Auger(of, line) => *of == z && auger::series(&line.group) == short,
    }
}

/// Whether a line is one of element `z`.
pub fn is_of(drawn: &Drawn<'_>, z: u8) -> bool {
    match drawn {
        Drawn::Photo(line) => line.z == z,
        Drawn::Auger(of, _) => *of == z,
    }
}

/// The pure elements, each once.
///
/// # Errors
/// None in practice: all can be simulated.
pub fn pure(source: Source) -> Result<Vec<Case>> {
    let all = elements::all();
    let configuration = Configuration {
        samples: Samples::Elements,
        ..Configuration::mixtures(all.len(), SEED, source, GRID, Chemistry::default())
    };
    let case = |i: usize| Simulation::new(&configuration, i).case(all[i].symbol.to_owned());
    (0..all.len()).map(case).collect()
}

/// `count` mixtures as training has them.
///
/// # Errors
/// None in practice.
pub fn mixtures(source: Source, count: usize) -> Result<Vec<Case>> {
    let configuration = Configuration::mixtures(count, SEED, source, GRID, Chemistry::default());
    let case = |i: usize| Simulation::new(&configuration, i).case(format!("mixture {i}"));
    (0..count).map(case).collect()
}

/// The measured surveys of the table at `path` that were excited by `source`, with the elements
/// that must be found.
///
/// # Errors
/// A table or a file that cannot be read.
pub fn measured(path: &Path, source: Source) -> Result<Vec<Case>> {
    let (rows, folder) = truth::table(path)?;
    let mut cases = Vec::new();
    for row in rows {
        let spectrum = row.spectrum(&folder)?;
        let energy_ev = spectrum.photon_energy_ev.or(row.photon_energy_ev);
        let of_source = energy_ev.is_none_or(|e| Source::nearest(e) == Some(source));
        if of_source {
            cases.push(Case {
                name: format!("{} {}", row.file, row.sample),
                spectrum,
                elements: row.must.clone(),
                simulation: None,
            });
        }
    }
    Ok(cases)
}
