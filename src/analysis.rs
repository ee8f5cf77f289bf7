//! One spectrum analysed: the object that `speclens analyse --json` prints and the page shows.

#[cfg(not(target_arch = "wasm32"))]
mod batch;
#[cfg(not(target_arch = "wasm32"))]
mod reasons;
mod refine;
mod refusal;

use serde::{Deserialize, Serialize};

#[cfg(not(target_arch = "wasm32"))]
pub use batch::{Asked, analyse, analyse_all};
#[cfg(not(target_arch = "wasm32"))]
pub use reasons::{Question, answer, explain};
pub use refine::refinement;
pub use refusal::{Refusal, RefusalCode};

use crate::conventional::{
    Choices, Conventional, SpectrumLines, UnexplainedPeak, auger_place, fermi_level, no_main_line,
    not_covered, quantify, unexplained_peaks,
};
use crate::explain::{Explained, Fis, OptionsError};
use crate::guide::{Advice, advise};
use crate::model::manifest::Manifest;
use crate::model::noise::noise_at_the_maximum;
use crate::model::quantify::{ElementAmount, composition};
use crate::model::{Model, ModelError};
use crate::network::Row;
use crate::spectrum::grid::{Input, PlaceError};
use crate::spectrum::{AxisError, Doubt, Source, Spectrum, Technique, sentences};
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
    /// An element that the network does not know.
    #[error("{0} is not among the elements that the network answers for")]
    Element(String),
}

/// A spectrum with its source settled, placed on the grid, with everything there is to warn of.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The spectrum; its photon energy is known.
    pub spectrum: Spectrum,
    /// Its place on the grid.
    pub input: Input,
    /// Photon energy used, eV.
    pub excitation_ev: f64,
    /// Everything that is doubtful so far.
    pub doubts: Vec<Doubt>,
}

/// Photon energy of a spectrum, eV: the file's; where it has none, that of `source`; where that is
/// not given either, Al Kα's.
pub fn photon_energy_ev(spectrum: &Spectrum, source: Option<Source>) -> f64 {
    let named = source.unwrap_or(Source::AlKa).photon_energy_ev();
    spectrum.photon_energy_ev.unwrap_or(named)
}

/// A spectrum with its source settled, with what there is to warn of.
struct Settled {
    spectrum: Spectrum,
    excitation_ev: f64,
    doubts: Vec<Doubt>,
}

/// Settles the X-ray source ([`photon_energy_ev`]), with a warning where it was assumed.
///
/// # Errors
/// [`AnalyseError::NotXps`].
fn settle(
    manifest: &Manifest,
    mut spectrum: Spectrum,
    source: Option<Source>,
) -> Result<Settled, AnalyseError> {
    match spectrum.technique {
        Technique::Xps => {}
        Technique::Ups => {
            return Err(AnalyseError::NotXps(
                "ultraviolet photoelectron spectroscopy",
            ));
        }
        Technique::Aes => return Err(AnalyseError::NotXps("electron-excited Auger spectroscopy")),
        Technique::Other => return Err(AnalyseError::NotXps("this block")),
    }
    let mut doubts = spectrum.doubts.clone();
    let excitation_ev = photon_energy_ev(&spectrum, source);
    match (spectrum.photon_energy_ev, source) {
        (Some(hv), Some(s)) if Source::nearest(hv) != Some(s) => {
            doubts.push(Doubt::SourceNotUsed {
                said_ev: hv,
                named: s,
            });
        }
        (None, None) => doubts.push(Doubt::PhotonEnergyAssumed {
            axis: spectrum.axis,
        }),
        _ => {}
    }
    spectrum.photon_energy_ev = Some(excitation_ev);
    doubts.extend(fermi_level(&spectrum));
    let trained = manifest.source;
    if Source::nearest(excitation_ev) != Some(trained) {
        doubts.push(Doubt::OtherSource {
            trained,
            excitation_ev,
        });
    }
    Ok(Settled {
        spectrum,
        excitation_ev,
        doubts,
    })
}

impl Settled {
    /// Places it on the grid of `manifest`.
    fn place(&self, manifest: &Manifest) -> Result<Input, PlaceError> {
        manifest.grid.place(&self.spectrum)
    }

    /// With its place on the grid.
    fn placed(self, input: Input) -> Prepared {
        let mut doubts = self.doubts;
        doubts.extend(input.doubts.iter().cloned());
        Prepared {
            spectrum: self.spectrum,
            input,
            excitation_ev: self.excitation_ev,
            doubts,
        }
    }
}

/// Settles the X-ray source ([`photon_energy_ev`]), with a warning where it was assumed, and places
/// the spectrum on the grid of `manifest`.
///
/// # Errors
/// [`AnalyseError::NotXps`], [`AnalyseError::Place`].
pub fn prepare(
    manifest: &Manifest,
    spectrum: Spectrum,
    source: Option<Source>,
) -> Result<Prepared, AnalyseError> {
    let settled = settle(manifest, spectrum, source)?;
    let input = settled.place(manifest)?;
    Ok(settled.placed(input))
}

/// [`prepare`], or the answer where the network is not asked: what cannot be placed on the grid is
/// refused with its reason.
///
/// # Errors
/// [`AnalyseError::NotXps`], [`AnalyseError::Place`] for what is malformed.
#[cfg(not(target_arch = "wasm32"))]
fn prepare_or_refuse(
    manifest: &Manifest,
    spectrum: Spectrum,
    source: Option<Source>,
) -> Result<Result<Prepared, Analysis>, AnalyseError> {
    let settled = settle(manifest, spectrum, source)?;
    match settled.place(manifest) {
        Ok(input) => Ok(Ok(settled.placed(input))),
        Err(error) => {
            let of_doubts = Refusal::of(&settled.doubts);
            let reasons = Refusal::of_place(&error).into_iter().chain(of_doubts);
            let refused = reasons.min_by_key(|r| r.code as u8).ok_or(error)?;
            let Settled {
                spectrum,
                excitation_ev,
                doubts,
            } = settled;
            Ok(Err(Analysis {
                refused: Some(refused),
                ..unanswered(manifest, &spectrum, excitation_ev, doubts)
            }))
        }
    }
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
    let elements = composition(manifest, row, noise);
    let mut doubts = prepared.doubts.clone();
    let limit = manifest.calibration.strangeness_limit;
    let strangeness = f64::from(row.strangeness);
    if strangeness > limit {
        doubts.push(Doubt::Unlike { strangeness, limit });
    }
    let source = Source::nearest(prepared.excitation_ev).unwrap_or(manifest.source);
    let lines = SpectrumLines::new(&elements, &prepared.spectrum, source);
    if let Ok(lines) = &lines {
        doubts.extend(auger_place(&elements, lines, prepared.excitation_ev));
        doubts.extend(not_covered(&elements, lines));
        doubts.extend(no_main_line(lines));
    }
    if elements.is_empty() {
        let threshold = manifest.presence_threshold;
        doubts.push(Doubt::NoElement { threshold });
    }
    let analysis = Analysis {
        elements,
        strangeness: Some(strangeness),
        ..unanswered(manifest, &prepared.spectrum, prepared.excitation_ev, doubts)
    };
    (analysis, lines)
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
mod tests {
    use super::*;
    use crate::model::calibration::{Calibration, IntervalFactors};
    use crate::model::manifest::{MANIFEST_FORMAT, WeightsFile};
    use crate::network::NetworkConfig;
    use crate::spectrum::Grid;

    fn manifest() -> Manifest {
        Manifest {
            format: MANIFEST_FORMAT,
            name: "test".into(),
            source: Source::AlKa,
            grid: Grid {
                lo_ev: 0.0,
                step_ev: 1.0,
                points: 1200,
            },
            preprocessing: String::new(),
            network: NetworkConfig {
                points: 1200,
                elements: 3,
                block: 8,
                stages: vec![],
                squeeze: 1,
                hidden: 1,
                deep: 0,
            },
            elements: vec!["C".into(), "O".into(), "Au".into()],
            presence_threshold: 0.5,
            calibration: Calibration {
                intervals: IntervalFactors {
                    from_noise: vec![0.0, 0.01],
                    from_percent: vec![0.0],
                    factors: vec![vec![1.0], vec![2.0]],
                },
                strangeness_limit: 3.0,
            },
            training: serde_json::Value::Null,
            weights: WeightsFile::of("w", b""),
        }
    }

    fn survey() -> Spectrum {
        let energy_ev: Vec<f64> = (0..1100).map(f64::from).collect();
        // C 1s on a flat background.
        let mut counts = vec![10.0; 1100];
        counts[284..=286].copy_from_slice(&[13.0, 16.0, 13.0]);
        Spectrum {
            file: "a.csv".into(),
            block: 1,
            counts,
            energy_ev,
            ..Default::default()
        }
    }

    #[test]
    fn a_missing_source_is_said() {
        let p = prepare(&manifest(), survey(), None).unwrap();
        assert!((p.excitation_ev - 1486.6).abs() < 1e-9);
        assert!(
            p.doubts
                .contains(&Doubt::PhotonEnergyAssumed { axis: None }),
            "{:?}",
            p.doubts
        );
        let p = prepare(&manifest(), survey(), Some(Source::MgKa)).unwrap();
        assert!((p.excitation_ev - 1253.6).abs() < 1e-9);
        assert!(
            p.doubts
                .iter()
                .any(|d| matches!(d, Doubt::OtherSource { .. })),
            "{:?}",
            p.doubts
        );
    }

    #[test]
    fn what_is_no_xps_is_refused() {
        let s = Spectrum {
            technique: Technique::Aes,
            ..survey()
        };
        let error = prepare(&manifest(), s, None).unwrap_err();
        assert!(error.to_string().contains("Auger"), "{error}");
    }

    #[test]
    fn the_composition_is_renormalised_over_what_is_present() {
        let p = prepare(&manifest(), survey(), Some(Source::AlKa)).unwrap();
        let row = Row {
            presence: &[0.9, 0.2, 0.8],
            fractions: &[0.2, 0.2, 0.6],
            half_widths: &[0.08, 0.1, 0.04],
            presence_logits: &[2.2, -1.4, 1.4],
            evidence: &[-1.6, -1.6, -0.5],
            strangeness: 1.0,
        };
        let strange = Row {
            strangeness: 3.5,
            ..row
        };
        let a = conclude(&manifest(), &p, &row);
        assert!(a.warnings.is_empty(), "{:?}", a.warnings);
        let warned = conclude(&manifest(), &p, &strange);
        assert!(
            matches!(warned.doubts[..], [Doubt::Unlike { .. }]),
            "{:?}",
            warned.warnings
        );
        let [low, high] = a.elements[1].interval;
        assert!((low - 15.0).abs() < 1e-4 && (high - 35.0).abs() < 1e-4);
        let mut noisy = survey();
        noisy
            .counts
            .iter_mut()
            .step_by(2)
            .for_each(|count| *count += 1.0);
        let p = prepare(&manifest(), noisy, Some(Source::AlKa)).unwrap();
        let [low, high] = conclude(&manifest(), &p, &row).elements[1].interval;
        assert!((low - 5.0).abs() < 1e-4 && (high - 45.0).abs() < 1e-4);
        let found: Vec<(&str, f64)> = a
            .elements
            .iter()
            .map(|e| (e.symbol.as_str(), e.atomic_percent))
            .collect();
        assert_eq!(found.len(), 2);
        assert!(
            found[0].0 == "Au" && (found[0].1 - 75.0).abs() < 1e-4,
            "{found:?}"
        );
        assert!(
            found[1].0 == "C" && (found[1].1 - 25.0).abs() < 1e-4,
            "{found:?}"
        );
        let json = serde_json::to_value(&a).unwrap();
        for field in [
            "file",
            "block",
            "sample",
            "excitation_ev",
            "range_ev",
            "elements",
            "warnings",
            "model",
        ] {
            assert!(json.get(field).is_some(), "{field} is part of the contract");
        }
        assert!(json.get("fis").is_none() && json.get("advice").is_none());
    }
}
