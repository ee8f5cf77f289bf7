//! One spectrum analysed: the object that `speclens analyse --json` prints and the page shows.

mod adjustments;
#[cfg(not(target_arch = "wasm32"))]
mod batch;
mod calibration;
mod places;
mod prepare;
#[cfg(not(target_arch = "wasm32"))]
mod reasons;
mod refine;
mod refusal;

use serde::{Deserialize, Serialize};

pub use adjustments::Adjustments;
#[cfg(not(target_arch = "wasm32"))]
pub use batch::{Asked, analyse, analyse_all};
pub use calibration::{CalibrationEstimate, calibrations};
pub use places::{LinePlace, line_places};
pub use prepare::{Prepared, photon_energy_ev, prepare, prepare_adjusted};
#[cfg(not(target_arch = "wasm32"))]
pub use reasons::{Question, answer, explain};
pub use refine::refinement;
pub use refusal::{Refusal, RefusalCode};

use crate::conventional::{
    Choices, Conventional, SpectrumLines, UnexplainedPeak, auger_place, no_main_line, not_covered,
    one_shallow_line, quantify, unexplained_peaks,
};
use crate::explain::{Explained, Fis, OptionsError};
use crate::guide::{Advice, advise};
use crate::model::manifest::Manifest;
use crate::model::noise::noise_at_the_maximum;
use crate::model::quantify::{Constraints, ElementAmount, composition};
use crate::model::{Model, ModelError};
use crate::network::Row;
use crate::spectrum::grid::PlaceError;
use crate::spectrum::{
    AxisError, Doubt, EnergyCalibration, ShiftError, Source, Spectrum, sentences,
};
use crate::synthesis::{Goodness, Refined};

/// The answer for one spectrum. Its JSON is a contract: fields may be added, never renamed.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// File name.
    pub file: String,
    /// Name of the block (region), or its number where it has none.
    pub block: String,
    /// Sample name, may be empty.
    pub sample: String,
    /// Photon energy used, eV.
    pub excitation_ev: f64,
    /// Lowest and highest binding energy, eV.
    pub range_ev: [f64; 2],
    /// Elements found, most abundant first.
    pub elements: Vec<ElementAmount>,
    /// The sentences of `doubts`.
    pub warnings: Vec<String>,
    /// Name of the network that answered.
    pub model: String,
    /// Number of the block in its file, counted from 1.
    pub block_number: usize,
    /// What is doubtful.
    pub doubts: Vec<Doubt>,
    /// How unlike the spectra of the training it is, 0 to 1; null where the network was not asked.
    pub strangeness: Option<f64>,
    /// Why there should be no composition; null for a survey. [`Analysis::withhold`] takes it away.
    pub refused: Option<Refusal>,
    /// Path of the file as it was named, where several may have the same name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub path: Option<String>,
    /// Feature Importance Spectra with their tables of lines, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fis: Vec<Fis>,
    /// What areas of lines say of the elements found; none where the composition is refused.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub conventional: Option<Conventional>,
    /// Peaks that no element found explains, two at most; none where nobody asked, or where the
    /// composition is refused.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub unexplained: Option<Vec<UnexplainedPeak>>,
    /// The composition refined by the spectrum that it implies, where that was asked for; none where the
    /// composition is refused.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub refined: Option<Refined>,
    /// How well the spectrum that the refined composition implies is the measured one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub goodness: Option<Goodness>,
    /// How the energy axis of the file was moved before the answer; none where it was not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub calibration: Option<EnergyCalibration>,
    /// Elements that the user left out or counted in; none where the network alone decides.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub constraints: Option<Constraints>,
    /// What to mind about the elements found, where lines overlap or a survey does not tell them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub advice: Vec<Advice>,
}

impl Analysis {
    /// The source whose lines the spectrum shows: that of its photon energy, else the network's.
    pub fn source(&self, manifest: &Manifest) -> Source {
        Source::nearest(self.excitation_ev).unwrap_or(manifest.source)
    }

    /// The analysis without a composition, where that is refused.
    #[must_use]
    pub fn withhold(self) -> Analysis {
        match self.refused {
            None => self,
            Some(_) => Analysis {
                elements: Vec::new(),
                advice: Vec::new(),
                fis: Vec::new(),
                conventional: None,
                unexplained: None,
                refined: None,
                goodness: None,
                ..self
            },
        }
    }

    /// What is explained of an element where nobody says: the evidence where it is found, else
    /// the presence.
    pub fn explained(&self, symbol: &str) -> Explained {
        match self.elements.iter().any(|e| e.symbol == symbol) {
            true => Explained::Evidence,
            false => Explained::Presence,
        }
    }
}

/// Why a spectrum was not analysed.
#[derive(Debug, thiserror::Error)]
pub enum AnalyseError {
    /// Not an X-ray photoelectron spectrum.
    #[error("{0} is not X-ray photoelectron spectroscopy and cannot be quantified here")]
    NotXps(&'static str),
    /// It cannot be placed on the network's grid.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The network failed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The probing options make no sense.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// An axis that would be moved too far.
    #[error(transparent)]
    Shift(#[from] ShiftError),
    /// An element that the network does not know.
    #[error("{0} is not among the elements that the network answers for")]
    Element(String),
}

/// An analysis without an answer.
fn unanswered(
    manifest: &Manifest,
    spectrum: &Spectrum,
    excitation_ev: f64,
    doubts: Vec<Doubt>,
) -> Analysis {
    Analysis {
        file: spectrum.file.clone(),
        block: if spectrum.region.is_empty() {
            spectrum.block.to_string()
        } else {
            spectrum.region.clone()
        },
        sample: spectrum.sample.clone(),
        excitation_ev,
        range_ev: spectrum.range_ev(),
        elements: Vec::new(),
        warnings: sentences(&doubts),
        model: manifest.name.clone(),
        block_number: spectrum.block,
        strangeness: None,
        refused: Refusal::of(&doubts),
        path: None,
        doubts,
        fis: Vec::new(),
        conventional: None,
        unexplained: None,
        refined: None,
        goodness: None,
        calibration: None,
        constraints: None,
        advice: Vec::new(),
    }
}

/// The answer for a prepared spectrum from the network's row about it.
pub fn conclude(manifest: &Manifest, prepared: &Prepared, row: &Row<'_>) -> Analysis {
    conclude_with_lines(manifest, prepared, row).0
}

/// The answer for a prepared spectrum, and the line groups of the elements found.
fn conclude_with_lines(
    manifest: &Manifest,
    prepared: &Prepared,
    row: &Row<'_>,
) -> (Analysis, Result<SpectrumLines, AxisError>) {
    let noise = noise_at_the_maximum(&prepared.input.tensor);
    let Adjustments {
        calibration,
        constraints,
    } = &prepared.adjustments;
    let source = Source::nearest(prepared.excitation_ev).unwrap_or(manifest.source);
    if prepared.is_small_region() {
        // What the network says of one line is no answer, not even one to be shown all the same.
        let analysis = Analysis {
            calibration: *calibration,
            constraints: constraints.told(),
            ..unanswered(
                manifest,
                &prepared.spectrum,
                prepared.excitation_ev,
                prepared.doubts.clone(),
            )
        };
        return (
            analysis,
            SpectrumLines::new(&[], &prepared.spectrum, source),
        );
    }
    let elements = composition(manifest, row, noise, constraints);
    let by_network = composition(manifest, row, noise, &Constraints::default());
    let mut doubts = prepared.doubts.clone();
    let overruled = overruled(manifest, row, &by_network, constraints);
    let left_out = overruled
        .iter()
        .any(|d| matches!(d, Doubt::Excluded { .. }));
    doubts.extend(overruled);
    let limit = manifest.calibration.strangeness_limit;
    let strangeness = f64::from(row.strangeness);
    if strangeness > limit {
        doubts.push(Doubt::Unlike { strangeness, limit });
    }
    let lines = SpectrumLines::new(&elements, &prepared.spectrum, source);
    // A peak of an element that the user leaves out is no Auger line of another, and what remains of the elements
    // is no more than it was.
    let added = elements
        .iter()
        .filter(|e| by_network.iter().all(|n| n.symbol != e.symbol));
    let all: Vec<ElementAmount> = by_network.iter().chain(added).cloned().collect();
    if let Ok(lines) = SpectrumLines::new(&all, &prepared.spectrum, source) {
        let kept = all
            .into_iter()
            .filter(|e| constraints.settled(&e.symbol) != Some(false));
        let kept: Vec<ElementAmount> = kept.collect();
        doubts.extend(auger_place(&kept, &lines, prepared.excitation_ev));
    }
    if let Ok(lines) = &lines {
        doubts.extend(not_covered(&elements, lines));
        doubts.extend(one_shallow_line(&elements, lines));
        doubts.extend(no_main_line(lines));
    }
    // Where all that was found is left out, that is said already.
    if elements.is_empty() && !left_out {
        let threshold = manifest.presence_threshold;
        doubts.push(Doubt::NoElement { threshold });
    }
    let analysis = Analysis {
        elements,
        strangeness: Some(strangeness),
        calibration: *calibration,
        constraints: constraints.told(),
        ..unanswered(manifest, &prepared.spectrum, prepared.excitation_ev, doubts)
    };
    (analysis, lines)
}

/// What the user settles against the network, which finds `by_network`.
fn overruled(
    manifest: &Manifest,
    row: &Row<'_>,
    by_network: &[ElementAmount],
    constraints: &Constraints,
) -> Vec<Doubt> {
    let out = by_network
        .iter()
        .filter(|e| constraints.settled(&e.symbol) == Some(false));
    let mut doubts: Vec<Doubt> = out
        .map(|e| Doubt::Excluded {
            element: e.symbol.clone(),
            atomic_percent: e.atomic_percent,
            presence: e.presence,
        })
        .collect();
    let settled_in = manifest.elements.iter().zip(row.presence);
    doubts.extend(settled_in.filter_map(|(symbol, presence)| {
        let is_added = constraints.settled(symbol) == Some(true)
            && by_network.iter().all(|e| e.symbol != *symbol);
        is_added.then(|| Doubt::Included {
            element: symbol.clone(),
            presence: f64::from(*presence),
        })
    }));
    doubts
}

/// The answer for a prepared spectrum from a row of `model`, with the second opinion by areas of lines
/// by what the user chose, and with advice where the classes of its elements are at hand.
///
/// # Errors
/// A spectrum without binding energies.
pub fn conclude_with_opinions(
    model: &Model,
    prepared: &Prepared,
    row: &Row<'_>,
    choices: &Choices,
) -> Result<Analysis, AnalyseError> {
    let (mut analysis, lines) = conclude_with_lines(&model.manifest, prepared, row);
    let lines = lines.map_err(PlaceError::Axis)?;
    // Of a region of a line or two nothing is told.
    if prepared.is_small_region() {
        return Ok(analysis);
    }
    // Of another source the lines stand elsewhere.
    if !choices.only_composition
        && Source::nearest(prepared.excitation_ev) == Some(model.manifest.source)
    {
        let by_areas = quantify(&analysis.elements, &prepared.spectrum, &lines, choices);
        analysis.conventional = Some(by_areas.map_err(PlaceError::Axis)?);
    }
    if choices.peaks {
        let source = analysis.source(&model.manifest);
        let peaks = unexplained_peaks(&analysis.elements, &prepared.spectrum, source);
        analysis.unexplained = Some(peaks.map_err(PlaceError::Axis)?);
    }
    if let Some(classes) = &model.classes {
        analysis.advice = advise(classes, &analysis.elements, &lines);
    }
    Ok(analysis)
}

/// The second opinion on an analysed spectrum with other choices.
///
/// # Errors
/// A spectrum without binding energies.
pub fn second_opinion(
    manifest: &Manifest,
    prepared: &Prepared,
    analysis: &Analysis,
    choices: &Choices,
) -> Result<Conventional, AnalyseError> {
    let lines = lines_of(manifest, prepared, analysis)?;
    let opinion = quantify(&analysis.elements, &prepared.spectrum, &lines, choices);
    Ok(opinion.map_err(PlaceError::Axis)?)
}

/// Place of an element among those of the network, whatever the case of its symbol.
///
/// # Errors
/// [`AnalyseError::Element`].
pub fn element_index(manifest: &Manifest, symbol: &str) -> Result<usize, AnalyseError> {
    let mut elements = manifest.elements.iter();
    elements
        .position(|e| e.eq_ignore_ascii_case(symbol))
        .ok_or_else(|| AnalyseError::Element(symbol.to_owned()))
}

/// The line groups of the elements found in an analysed spectrum.
///
/// # Errors
/// A spectrum without binding energies.
pub fn lines_of(
    manifest: &Manifest,
    prepared: &Prepared,
    analysis: &Analysis,
) -> Result<SpectrumLines, AnalyseError> {
    let source = analysis.source(manifest);
    SpectrumLines::new(&analysis.elements, &prepared.spectrum, source)
        .map_err(|e| AnalyseError::Place(PlaceError::Axis(e)))
}

#[cfg(test)]
pub(crate) mod tests;
