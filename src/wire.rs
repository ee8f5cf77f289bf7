//! Shapes that cross to JavaScript: what the page relies on changes only here, or in the types that
//! [`typescript`] lists.

use serde::Serialize;

use crate::formats::SpectrumFile;
use crate::model::manifest::Manifest;
use crate::spectrum::{Spectrum, Technique};
use crate::synthesis::{Goodness, Reconstruction, Refined};

/// A file and its blocks.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Serialize)]
pub struct FileList {
    /// Name of the file.
    pub name: String,
    /// Name of its format.
    pub format: &'static str,
    /// Its blocks, in order.
    pub blocks: Vec<BlockEntry>,
}

/// One block of a file.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Serialize)]
pub struct BlockEntry {
    /// Number in the file, counted from 1.
    pub block: usize,
    /// Name for lists.
    pub title: String,
    /// Sample name, may be empty.
    pub sample: String,
    /// Region name, may be empty.
    pub region: String,
    /// What excited the electrons.
    pub technique: Technique,
    /// Lowest and highest binding energy, eV.
    pub range_ev: [f64; 2],
    /// Photon energy, eV; null where the file does not say.
    pub photon_energy_ev: Option<f64>,
    /// Number of points.
    pub points: usize,
}

impl FileList {
    /// What is told of `file`.
    pub fn new(name: &str, file: &SpectrumFile) -> FileList {
        FileList {
            name: name.to_owned(),
            format: file.format.name(),
            blocks: file.spectra.iter().map(BlockEntry::from).collect(),
        }
    }
}

impl From<&Spectrum> for BlockEntry {
    fn from(s: &Spectrum) -> BlockEntry {
        BlockEntry {
            block: s.block,
            title: s.title(),
            sample: s.sample.clone(),
            region: s.region.clone(),
            technique: s.technique,
            range_ev: s.range_ev(),
            photon_energy_ev: s.photon_energy_ev,
            points: s.counts.len(),
        }
    }
}

/// What the page says of the network.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Serialize)]
pub struct About {
    /// Its name.
    pub model: String,
    /// X-ray source that it was trained for, as it is written on an axis.
    pub source: &'static str,
    /// Elements that it answers for.
    pub elements: usize,
}

impl From<&Manifest> for About {
    fn from(manifest: &Manifest) -> About {
        About {
            model: manifest.name.clone(),
            source: manifest.source.label(),
            elements: manifest.elements.len(),
        }
    }
}

/// What a finished refinement says to the page.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Serialize)]
pub struct RefinedAnswer {
    /// The refined composition.
    pub refined: Refined,
    /// How well its implied spectrum is the measured one.
    pub goodness: Goodness,
    /// The same in words.
    pub text: String,
}

impl RefinedAnswer {
    /// Of a fit and the reconstruction that came with it.
    pub fn new(refined: Refined, reconstruction: &Reconstruction) -> RefinedAnswer {
        let (_, goodness) = reconstruction.implied(None);
        RefinedAnswer {
            refined,
            goodness,
            text: goodness.text(),
        }
    }
}

/// The TypeScript types of everything that crosses, as `src/web/types.d.ts` holds them for the
/// declarations in `pkg/`.
#[cfg(feature = "typescript")]
pub fn typescript() -> String {
    use ts_rs::{Config, TS};

    use crate::analysis::{
        Adjustments, Analysis, CalibrationEstimate, LinePlace, Refusal, RefusalCode,
    };
    use crate::conventional::{
        Candidate, Conventional, ElementOpinion, LineArea, LineKind, Pair, Reading,
        TransmissionUsed, UnexplainedPeak, UserWindow,
    };
    use crate::explain::{
        AllLines, Covered, Explained, Fis, Leaning, LineTable, LineWithout, Options, Probe,
    };
    use crate::formats::{Info, Question};
    use crate::guide::{
        Advice, Class, Classes, Confusion, ElementClass, LineType, LineUse, Overlap, Sensitivity,
        Thresholds,
    };
    use crate::model::quantify::{Constraints, ElementAmount};
    use crate::peak_fit::{
        AskedFit, AskedPeak, FittedPeak, FittedRegion, PeakShape, UnderPeaks, WithError,
    };
    use crate::plot::{IntensityScale, Label, Layout, Panel, Rect, Theme};
    use crate::spectrum::{Axis, CalibrationBasis, CountUnit, Doubt, EnergyCalibration, Source};
    use crate::synthesis::{RefinedElement, Tried};

    fn of<T: TS>(config: &Config) -> String {
        let docs = T::docs().unwrap_or_default();
        format!("{docs}export {}\n\n", T::decl(config))
    }
    let config = &Config::new().with_large_int("number");
    let types = [
        of::<Axis>(config),
        of::<Source>(config),
        of::<Technique>(config),
        of::<CountUnit>(config),
        of::<Doubt>(config),
        of::<BlockEntry>(config),
        of::<FileList>(config),
        of::<Question>(config),
        of::<Info>(config),
        of::<About>(config),
        of::<ElementAmount>(config),
        of::<Probe>(config),
        of::<Explained>(config),
        of::<Options>(config),
        of::<LineKind>(config),
        of::<LineWithout>(config),
        of::<AllLines>(config),
        of::<Covered>(config),
        of::<LineTable>(config),
        of::<Leaning>(config),
        of::<Fis>(config),
        of::<Class>(config),
        of::<Thresholds>(config),
        of::<LineUse>(config),
        of::<Overlap>(config),
        of::<Confusion>(config),
        of::<ElementClass>(config),
        of::<Sensitivity>(config),
        of::<LineType>(config),
        of::<Classes>(config),
        of::<Advice>(config),
        of::<Pair>(config),
        of::<UserWindow>(config),
        of::<TransmissionUsed>(config),
        of::<LineArea>(config),
        of::<Reading>(config),
        of::<ElementOpinion>(config),
        of::<Conventional>(config),
        of::<Candidate>(config),
        of::<UnexplainedPeak>(config),
        of::<RefinedElement>(config),
        of::<Tried>(config),
        of::<Refined>(config),
        of::<Goodness>(config),
        of::<RefinedAnswer>(config),
        of::<UnderPeaks>(config),
        of::<PeakShape>(config),
        of::<AskedPeak>(config),
        of::<AskedFit>(config),
        of::<WithError>(config),
        of::<FittedPeak>(config),
        of::<FittedRegion>(config),
        of::<Constraints>(config),
        of::<CalibrationBasis>(config),
        of::<EnergyCalibration>(config),
        of::<Adjustments>(config),
        of::<CalibrationEstimate>(config),
        of::<LinePlace>(config),
        of::<RefusalCode>(config),
        of::<Refusal>(config),
        of::<Analysis>(config),
        of::<IntensityScale>(config),
        of::<Theme>(config),
        of::<Label>(config),
        of::<Rect>(config),
        of::<Panel>(config),
        of::<Layout>(config),
    ];
    indented(types.concat().trim_end())
}

/// Declarations with each member on a line of its own, as deep as the braces that it stands in. wasm-bindgen keeps
/// that only where a brace ends a line or begins one.
#[cfg(feature = "typescript")]
fn indented(declarations: &str) -> String {
    let is_comment = |line: &str| line.starts_with("/*") || line.starts_with('*');
    let mut lines = Vec::new();
    for line in declarations.lines().map(str::trim) {
        if line.is_empty() || is_comment(line) {
            lines.push(line.to_owned());
        } else {
            let apart = line.replace("{ ", "{\n").replace('}', "\n}");
            let parts = apart.split('\n').map(str::trim);
            lines.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
        }
    }
    let mut text = String::new();
    let mut depth = 0_usize;
    for line in lines {
        if line.starts_with('}') {
            depth = depth.saturating_sub(1);
        }
        if !line.is_empty() {
            text += &"  ".repeat(depth);
            text += if line.starts_with('*') { " " } else { "" };
            text += &line;
        }
        text.push('\n');
        if !is_comment(&line) && line.ends_with('{') {
            depth += 1;
        }
    }
    text
}
