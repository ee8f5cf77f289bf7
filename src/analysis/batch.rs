//! Many spectra analysed on the CPU, from beginning to end.

use super::prepare::prepare_or_refuse;
use super::refine::refine;
use super::{
    Adjustments, AnalyseError, Analysis, Prepared, Question, conclude_with_opinions, explain,
    photon_energy_ev,
};
use crate::conventional::Choices;
use crate::model::models::Models;
use crate::model::{Model, ModelError};
use crate::network::Row;
use crate::spectrum::{Source, Spectrum, sentences};

/// Inputs at once: more take more memory and are no faster.
const BATCH: usize = 16;

/// What is asked of spectra.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The X-ray source where a file does not say it.
    pub source: Option<Source>,
    /// What is to be explained.
    pub question: Option<&'a Question>,
    /// Whether a composition is given where it is refused.
    pub anyway: bool,
    /// What the user chooses for the second opinion.
    pub choices: Option<&'a Choices>,
    /// What the user settles, for all spectra alike.
    pub adjustments: Option<&'a Adjustments>,
    /// Whether compositions are refined by the spectra that they imply.
    pub refine: bool,
}

/// Analyses one spectrum, by the network for its source; with `question`, explains as well. Nothing
/// is withheld.
///
/// # Errors
/// [`AnalyseError`].
pub fn analyse(
    models: &Models,
    spectrum: Spectrum,
    source: Option<Source>,
    question: Option<&Question>,
) -> Result<Analysis, AnalyseError> {
    let asked = Asked {
        source,
        question,
        anyway: true,
        choices: None,
        adjustments: None,
        refine: false,
    };
    let mut answers = analyse_all(models, vec![spectrum], asked);
    answers.pop().unwrap_or_else(|| {
        let reason = "an answer for each spectrum".to_owned();
        Err(AnalyseError::Model(ModelError::Run(reason)))
    })
}

/// Analyses spectra, several at once by the network for their source; an answer or a reason for
/// each, in their order.
pub fn analyse_all(
    models: &Models,
    spectra: Vec<Spectrum>,
    asked: Asked<'_>,
) -> Vec<Result<Analysis, AnalyseError>> {
    let as_they_are = Adjustments::default();
    let adjustments = asked.adjustments.unwrap_or(&as_they_are);
    let prepared = spectra.into_iter().map(|spectrum| {
        let model = models.for_photon_energy(photon_energy_ev(&spectrum, asked.source))?;
        let prepared = prepare_or_refuse(&model.manifest, spectrum, asked.source, adjustments)?;
        Ok((model, prepared))
    });
    type Placed = Result<Prepared, Analysis>;
    let prepared: Vec<Result<(&Model, Placed), AnalyseError>> = prepared.collect();
    let mut answers: Vec<Option<Result<Analysis, AnalyseError>>> = Vec::new();
    answers.resize_with(prepared.len(), || None);
    let mut waiting: Vec<(usize, &Model, Prepared)> = Vec::new();
    for (place, prepared) in prepared.into_iter().enumerate() {
        match prepared {
            Ok((model, Ok(prepared))) => waiting.push((place, model, prepared)),
            Ok((_, Err(refused))) => answers[place] = Some(Ok(refused)),
            Err(reason) => answers[place] = Some(Err(reason)),
        }
    }
    // One network after the other: a batch goes through one. Sorting keeps the order otherwise.
    waiting.sort_by_key(|(_, model, _)| model.manifest.source as u8);
    for alike in waiting.chunk_by(|a, b| std::ptr::eq(a.1, b.1)) {
        for batch in alike.chunks(BATCH) {
            let prepared: Vec<&Prepared> = batch.iter().map(|(_, _, p)| p).collect();
            for ((place, ..), answer) in batch.iter().zip(of_batch(batch[0].1, &prepared, asked)) {
                answers[*place] = Some(answer);
            }
        }
    }
    answers.into_iter().flatten().collect()
}

/// The answers of one network for spectra placed on its grid.
fn of_batch(
    model: &Model,
    prepared: &[&Prepared],
    asked: Asked<'_>,
) -> Vec<Result<Analysis, AnalyseError>> {
    let inputs: Vec<f32> = prepared
        .iter()
        .flat_map(|p| &p.input.tensor)
        .copied()
        .collect();
    let table = match model.forward_blocking(&inputs, prepared.len()) {
        Ok(table) => table,
        Err(error) => {
            let failed =
                |_: &&Prepared| Err(AnalyseError::Model(ModelError::Run(error.to_string())));
            return prepared.iter().map(failed).collect();
        }
    };
    let length = Row::length(model.manifest.elements.len());
    let rows = table.chunks(length);
    let answers = prepared.iter().zip(rows);
    let by_itself = Choices::default();
    let choices = asked.choices.unwrap_or(&by_itself);
    answers
        .map(|(prepared, row)| {
            let row = Row::of(row)
                .ok_or_else(|| ModelError::Run(format!("a row of {} values", row.len())))?;
            let analysis = conclude_with_opinions(model, prepared, &row, choices)?;
            let mut analysis = match asked.anyway {
                true => analysis,
                false => analysis.withhold(),
            };
            if asked.refine {
                refine(&model.manifest, prepared, &mut analysis)?;
            }
            match asked
                .question
                .filter(|_| asked.anyway || analysis.refused.is_none())
            {
                Some(question) => with_reasons(model, prepared, analysis, question),
                None => Ok(analysis),
            }
        })
        .collect()
}

fn with_reasons(
    model: &Model,
    prepared: &Prepared,
    mut analysis: Analysis,
    question: &Question,
) -> Result<Analysis, AnalyseError> {
    analysis.fis = explain(model, prepared, &analysis, question)?;
    let doubts = analysis.fis.iter().filter_map(|fis| fis.doubt.clone());
    analysis.doubts.extend(doubts);
    analysis.warnings = sentences(&analysis.doubts);
    Ok(analysis)
}
