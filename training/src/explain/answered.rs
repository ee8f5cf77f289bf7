//! A spectrum with the network's answer: what its explanations are judged by.

use anyhow::{Context, Result};
use speclens::analysis::{Prepared, answer, conclude, element_index, lines_of, prepare};
use speclens::conventional::{ElementLines, SpectrumLines};
use speclens::explain::{Curve, LineRemovals, LineTable, Options, Probes, Recordings, Run};
use speclens::model::Model;
use speclens::network::Row;
use speclens::spectrum::Spectrum;

use super::cases::Case;
use crate::evaluate::explanation::Method;

/// Elements found with less than this are not judged: the share of a trace is no explanation.
const LEAST_PERCENT: f64 = 2.0;

/// An element that is there, and was found.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Chemical symbol.
    pub symbol: String,
    /// Its number among those of the network.
    pub index: usize,
    /// Its line groups in the spectrum.
    pub own: ElementLines,
}

/// A spectrum with the network's answer.
pub(super) struct Answered {
    /// Its place on the grid.
    pub prepared: Prepared,
    /// Lines of all elements found.
    pub lines: SpectrumLines,
    /// The elements to explain.
    pub asked: Vec<Asked>,
}

impl Answered {
    /// The answer of `model`.
    ///
    /// # Errors
    /// A spectrum that cannot be answered, a failing network.
    pub fn new(model: &Model, case: &Case) -> Result<Answered> {
        let manifest = &model.manifest;
        let prepared = prepare(manifest, case.spectrum.clone(), Some(manifest.source))?;
        let table = model.forward_blocking(&prepared.input.tensor, 1)?;
        let row = Row::of(&table).context("a row of the network")?;
        let analysis = conclude(manifest, &prepared, &row);
        let lines = lines_of(manifest, &prepared, &analysis)?;
        let asked = analysis
            .elements
            .iter()
            .filter(|e| case.elements.contains(&e.symbol) && e.atomic_percent >= LEAST_PERCENT)
            .map(|e| {
                Ok(Asked {
                    symbol: e.symbol.clone(),
                    index: element_index(manifest, &e.symbol)?,
                    own: lines.of(&e.symbol),
                })
            });
        Ok(Answered {
            asked: asked.collect::<Result<_>>()?,
            prepared,
            lines,
        })
    }

    /// The spectrum and `fresh` recordings of it, with the background of `options`.
    pub fn recordings(&self, model: &Model, options: Options, fresh: usize) -> Recordings {
        let input = &self.prepared.input.tensor;
        Recordings::new(&model.manifest.grid, input, fresh, options.background_ev)
    }

    /// The tables of lines of all elements found.
    ///
    /// # Errors
    /// A failing network.
    pub fn tables(&self, model: &Model, options: Options) -> Result<Vec<LineTable>> {
        let lines = Options {
            background_ev: options.lines_background_ev(),
            ..options
        };
        let recordings = self.recordings(model, lines, options.recordings);
        let removals = LineRemovals::of_found(recordings, &self.lines);
        let mut run = Run::new(removals, model.manifest.elements.len(), options.batch);
        answer(model, &mut run)?;
        let of = |_: &str| speclens::explain::Explained::Evidence;
        run.tables(&model.manifest, of).context("a finished run")
    }

    /// Lines of the elements found, but for `symbol`.
    pub fn others(&self, symbol: &str) -> Vec<&ElementLines> {
        let others = self.lines.found.iter().filter(|e| e.symbol != symbol);
        others.collect()
    }
}

/// Probes `recordings`, and has `model` answer.
///
/// # Errors
/// Options that make no sense, a failing network.
pub(super) fn scan(model: &Model, method: Method, recordings: Recordings) -> Result<Run<Probes>> {
    let options = Options {
        recordings: method.options.recordings.max(1),
        ..method.options
    };
    let probes = Probes::new(recordings, options)?;
    let mut run = Run::new(probes, model.manifest.elements.len(), options.batch);
    answer(model, &mut run)?;
    Ok(run)
}

/// The FIS of an element from a run of [`scan`].
///
/// # Errors
/// None in practice: the run is finished.
pub(super) fn curve(run: &Run<Probes>, method: Method, index: usize) -> Result<Curve> {
    run.curve(index, method.of).context("a finished run")
}

/// Natural logarithm of the amount of element number `index` in `spectrum`.
///
/// # Errors
/// A spectrum that cannot be placed, a failing network.
pub(super) fn evidence(model: &Model, spectrum: Spectrum, index: usize) -> Result<f64> {
    let prepared = prepare(&model.manifest, spectrum, Some(model.manifest.source))?;
    let table = model.forward_blocking(&prepared.input.tensor, 1)?;
    let row = Row::of(&table).context("a row of the network")?;
    let evidence = row
        .evidence
        .get(index)
        .context("an element of the network")?;
    Ok(f64::from(*evidence))
}
