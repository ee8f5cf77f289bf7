//! `classes.json`: which of four classes each element is in, and by what.

use serde::{Deserialize, Serialize};

use crate::conventional::LineKind;
use crate::spectrum::Source;

/// Version of the layout of `classes.json` that this code reads.
pub const CLASSES_FORMAT: u32 = 1;

/// How well a survey tells an element, by how its lines overlap with those of others.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// The strongest line is free, and the network uses it.
    I,
    /// The strongest line is overlapped; another one is free, and the network uses it.
    II,
    /// No line is free; the network uses a pattern of several.
    III,
    /// Ambiguous or too weak: a narrow scan or another technique is needed.
    IV,
}

impl Class {
    /// All four, the best first.
    pub const ALL: [Class; 4] = [Class::I, Class::II, Class::III, Class::IV];

    /// `I` to `IV`.
    pub fn name(self) -> &'static str {
        match self {
            Class::I => "I",
            Class::II => "II",
            Class::III => "III",
            Class::IV => "IV",
        }
    }
}

/// What decides the classes.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// A line group is free up to this mean share of foreign intensity, 0 to 1.
    pub most_hidden: f64,
    /// A line group is used from this mean share of the evidence on, 0 to 1.
    pub least_used: f64,
    /// An element is too weak or ambiguous where more than this share of the spectra with at least
    /// 10 at% of it is missed, 0 to 1.
    pub most_missed: f64,
    /// An element is ambiguous where another one is answered in its stead in this share of the
    /// spectra, 0 to 1.
    pub most_confused: f64,
}

/// A line group of an element: how free it is and how much the network uses it.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineUse {
    /// Line group with its element: `Au 4f`.
    pub line: String,
    /// Its strongest line: `Au 4f7/2`.
    pub strongest: String,
    /// Photoelectron lines or Auger lines.
    pub kind: LineKind,
    /// Binding energy of the strongest line on standards (Moulder et al. 1992), eV.
    pub energy_ev: f64,
    /// Height of its peak over that of the element's highest photoelectron group.
    pub strength: f64,
    /// Mean share of the intensity at it that comes from other elements, 0 to 1.
    pub hidden: f64,
    /// Mean share of the evidence that is lost without it, 0 to 1.
    pub share: f64,
    /// Standard deviation of that share between spectra.
    pub spread: f64,
}

/// A line of another element that lies at a line group.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overlap {
    /// Own line group.
    pub line: String,
    /// Line group that lies there: `C 1s`.
    pub with: String,
    /// Its element.
    pub by: String,
    /// Share of the samples with this element that hold the other one too, 0 to 1.
    pub meets: f64,
    /// Mean share of the intensity at the own group that the other has where they meet, 0 to 1.
    pub hidden: f64,
}

/// An element that is answered though it is not there.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// The element answered.
    pub symbol: String,
    /// Share of the spectra with this element in which it is answered.
    pub share: f64,
    /// Share in which it is answered while this element is missed.
    pub instead: f64,
}

/// What a survey and the network tell of one element.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementClass {
    /// Chemical symbol.
    pub symbol: String,
    /// Atomic number.
    pub z: u8,
    /// Its class.
    pub class: Class,
    /// Its line groups in range, the highest peak first, photoelectron lines before Auger lines.
    pub used: Vec<LineUse>,
    /// What lies at them, the largest hidden share first.
    pub overlaps: Vec<Overlap>,
    /// Simulated spectra with at least 2 at% of it that were answered.
    pub spectra: usize,
    /// Share of them in which it is found.
    pub recall: f64,
    /// Share of those with at least 10 at% of it in which it is found.
    pub recall_main: f64,
    /// Mean deviation of its percent from the true one, as a share of the true one, where at least
    /// 10 at% of it are there and it is found.
    pub error: f64,
    /// Share of spectra without it in which at least 1 at% of it is answered.
    pub false_alarms: f64,
    /// Elements that are answered wrongly where it is there, the most frequent first.
    pub confused_with: Vec<Confusion>,
    /// What to do, in a sentence or two.
    pub advice: String,
}

impl ElementClass {
    /// The photoelectron group with the highest peak.
    pub fn main_line(&self) -> Option<&LineUse> {
        self.used.first()
    }
}

/// How many elements change class when a threshold moves.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Name of the threshold.
    pub threshold: String,
    /// What it is multiplied by.
    pub factor: f64,
    /// Symbols of the elements that change class.
    pub changed: Vec<String>,
}

/// Elements that are measured by the same kind of line.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineType {
    /// Subshell of the strongest line: `2p`, `2p, open shell`.
    pub name: String,
    /// Symbols of the elements.
    pub elements: Vec<String>,
    /// Mean recall of at least 2 at%.
    pub recall: f64,
    /// Mean recall of at least 10 at%.
    pub recall_main: f64,
    /// Mean deviation of the percent, as a share of the true one.
    pub error: f64,
}

/// `classes.json` of a network.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Classes {
    /// Version of the layout.
    pub format: u32,
    /// Name of the network.
    pub model: String,
    /// X-ray source.
    pub source: Source,
    /// Range of the simulated surveys, eV binding energy.
    pub range_ev: [f64; 2],
    /// Their signal-to-noise ratio.
    pub snr: f64,
    /// Samples drawn for the overlaps.
    pub samples: usize,
    /// Spectra answered.
    pub spectra: usize,
    /// What decides the classes.
    pub thresholds: Thresholds,
    /// What moves when the thresholds do.
    pub sensitivity: Vec<Sensitivity>,
    /// Recall and error by the kind of line that an element is measured by.
    pub line_types: Vec<LineType>,
    /// The elements, ascending in Z.
    pub elements: Vec<ElementClass>,
}

/// Why `classes.json` is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ClassesError {
    /// No JSON, or other fields.
    #[error("classes.json: {0}")]
    Json(#[from] serde_json::Error),
    /// Another layout.
    #[error("classes.json: format {0}; this program reads {CLASSES_FORMAT}")]
    Format(u32),
}

impl Classes {
    /// Reads `classes.json`.
    ///
    /// # Errors
    /// [`ClassesError`].
    pub fn from_json(json: &[u8]) -> Result<Classes, ClassesError> {
        let classes: Classes = serde_json::from_slice(json)?;
        match classes.format {
            CLASSES_FORMAT => Ok(classes),
            format => Err(ClassesError::Format(format)),
        }
    }

    /// What is known of an element.
    pub fn of(&self, symbol: &str) -> Option<&ElementClass> {
        self.elements.iter().find(|e| e.symbol == symbol)
    }
}

#[cfg(test)]
pub(super) mod tests;
