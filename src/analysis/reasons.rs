//! An analysed spectrum explained on the CPU, from beginning to end.

use super::{AnalyseError, Analysis, Prepared, element_index, lines_of};
use crate::explain::{Explained, Fis, Inputs, LineRemovals, Options, Probes, Recordings, Run};
use crate::model::{Model, ModelError};

/// What is to be explained.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// Symbols of the elements; all that are found where none is named.
    pub elements: Vec<String>,
    /// Which of the network's numbers; where nobody says, [`Analysis::explained`].
    pub of: Option<Explained>,
    /// How the spectrum is probed.
    pub options: Options,
}

/// Explains elements of an analysed spectrum: their FIS and tables of lines.
///
/// # Errors
/// An element that the network does not know, options that make no sense, a failing network.
pub fn explain(
    model: &Model,
    prepared: &Prepared,
    analysis: &Analysis,
    question: &Question,
) -> Result<Vec<Fis>, AnalyseError> {
    let manifest = &model.manifest;
    let found = || analysis.elements.iter().map(|e| e.symbol.clone()).collect();
    let symbols: Vec<String> = match question.elements.is_empty() {
        true => found(),
        false => question.elements.clone(),
    };
    let mut indices: Vec<usize> = Vec::new();
    for symbol in &symbols {
        let index = element_index(manifest, symbol)?;
        if !indices.contains(&index) {
            indices.push(index);
        }
    }
    let symbols: Vec<&str> = indices
        .iter()
        .map(|i| manifest.elements[*i].as_str())
        .collect();
    let options = question.options;
    options.validate()?;
    if symbols.is_empty() {
        return Ok(Vec::new());
    }
    let lines = lines_of(manifest, prepared, analysis)?;
    let recordings = |background_ev| {
        let input = &prepared.input.tensor;
        Recordings::new(&manifest.grid, input, options.recordings, background_ev)
    };
    let probes = Probes::new(recordings(options.background_ev), options)?;
    let mut probes = Run::new(probes, manifest.elements.len(), options.batch);
    answer(model, &mut probes)?;
    let removals = LineRemovals::of_found(recordings(options.lines_background_ev()), &lines)
        .constrained(&prepared.adjustments.constraints);
    let mut removals = Run::new(removals, manifest.elements.len(), options.batch);
    answer(model, &mut removals)?;
    let of = |symbol: &str| question.of.unwrap_or_else(|| analysis.explained(symbol));
    let tables = removals.tables(manifest, of).unwrap_or_default();
    let fis = indices.iter().zip(&symbols).filter_map(|(index, symbol)| {
        let fis = Fis::of(&probes, *index, symbol, of(symbol), &lines)?;
        // Without an answer there is nothing to lose.
        let table = tables.iter().find(|t| t.element == *symbol);
        Some(Fis {
            lines: table.map_or_else(Vec::new, |t| t.lines.clone()),
            covered: table.map_or_else(Vec::new, |t| t.covered.clone()),
            all_lines: table.and_then(|t| t.all_lines.clone()),
            ..fis
        })
    });
    Ok(fis.collect())
}

/// Answers everything that a run asks.
///
/// # Errors
/// [`ModelError`].
pub fn answer<I: Inputs>(model: &Model, run: &mut Run<I>) -> Result<(), ModelError> {
    while let Some(batch) = run.next_batch() {
        let table = model.forward_blocking(&batch, run.waiting())?;
        run.accept(&table)
            .map_err(|e| ModelError::Run(e.to_string()))?;
    }
    Ok(())
}
