//! The surveys of the samples, and what the network says of them and why.

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use speclens::analysis::{answer, conclude, lines_of, prepare};
use speclens::explain::{Explained, LineRemovals, Options, Recordings, Run};
use speclens::model::Model;
use speclens::network::Row;
use speclens::physics::recording::{Exposure, Recording, Scan};
use speclens::spectrum::{Axis, Spectrum, elements};

use super::samples::{Sampled, Stream};
use crate::sets::{Configuration, simulated};

/// Rows of the network at once.
const BATCH: usize = 16;

/// What was seen in one spectrum.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    /// What is there: Z, apparent atomic fraction.
    pub truth: Vec<(u8, f64)>,
    /// What the network answers: Z, atomic fraction.
    pub answered: Vec<(u8, f64)>,
    /// Elements for which the spectrum was chosen.
    pub asked: Vec<u8>,
    /// Shares of the evidence of those that are found: Z, line group, share.
    pub shares: Vec<(u8, String, f64)>,
}

/// Answers for the spectra of all samples that are asked about.
///
/// # Errors
/// A sample that cannot be simulated, a failing network.
pub fn observe(
    model: &Model,
    stream: &Stream,
    range_ev: [f64; 2],
    snr: f64,
) -> Result<Vec<Observed>> {
    let configuration = Configuration {
        recording: Some(Recording {
            exposure: Exposure::Snr(snr),
            ..Recording::ideal(Scan {
                from_ev: range_ev[0],
                to_ev: range_ev[1],
                step_ev: 1.0,
            })
        }),
        ..stream.configuration.clone()
    };
    let asked: Vec<(usize, &Sampled)> = (stream.samples.iter().enumerate())
        .filter(|(_, sample)| !sample.asked.is_empty())
        .collect();
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} spectra, {eta} left")?;
    let bar = ProgressBar::new(asked.len() as u64).with_style(style);
    let observed = asked.par_iter().map(|(index, sample)| {
        let seen = one(model, &configuration, *index, sample);
        bar.inc(1);
        seen.with_context(|| format!("sample {index}"))
    });
    let observed = observed.collect();
    bar.finish();
    observed
}

fn one(
    model: &Model,
    configuration: &Configuration,
    index: usize,
    sample: &Sampled,
) -> Result<Observed> {
    let manifest = &model.manifest;
    let spectrum = survey(configuration, index)?;
    let prepared = prepare(manifest, spectrum, Some(manifest.source))?;
    let table = model.forward_blocking(&prepared.input.tensor, 1)?;
    let row = Row::of(&table).context("a row of the network")?;
    let analysis = conclude(manifest, &prepared, &row);
    let lines = lines_of(manifest, &prepared, &analysis)?;
    let explained = analysis
        .elements
        .iter()
        .filter(|e| sample.asked.contains(&e.z));
    let groups = explained.map(|e| lines.of(&e.symbol)).collect();
    let input = &prepared.input.tensor;
    let background_ev = Options::default().lines_background_ev();
    let recordings = Recordings::new(&manifest.grid, input, 0, background_ev);
    let removals = LineRemovals::new(recordings, groups);
    let mut removals = Run::new(removals, manifest.elements.len(), BATCH);
    answer(model, &mut removals)?;
    let tables = removals.tables(manifest, |_| Explained::Evidence);
    let mut shares = Vec::new();
    for table in tables.context("a finished run")? {
        let z = elements::by_symbol(&table.element).map_or(0, |e| e.z);
        shares.extend(table.lines.into_iter().map(|l| (z, l.line, l.share)));
    }
    let answered = analysis.elements.iter();
    Ok(Observed {
        truth: sample.apparent.clone(),
        answered: answered.map(|e| (e.z, e.atomic_percent / 100.0)).collect(),
        asked: sample.asked.clone(),
        shares,
    })
}

/// The survey of sample `index`.
fn survey(configuration: &Configuration, index: usize) -> Result<Spectrum> {
    let simulated = simulated(configuration, index)?;
    let [from, to] = simulated.covered.map(usize::from);
    let grid = &configuration.grid;
    Ok(Spectrum {
        block: 1,
        axis: Some(Axis::Binding),
        photon_energy_ev: Some(configuration.source.photon_energy_ev()),
        energy_ev: (from..to).map(|i| grid.energy_ev(i)).collect(),
        counts: simulated.intensity[from..to]
            .iter()
            .map(|y| f64::from(*y))
            .collect(),
        ..Spectrum::default()
    })
}
