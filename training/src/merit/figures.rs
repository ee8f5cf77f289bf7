//! The figures of answers, as they stand in `model.json` and in the JSON of `evaluate`. Shares and fractions are
//! from 0 to 1 unless a name says percent; the definitions stand in docs/method/merit.md.

use serde::{Deserialize, Serialize};

/// How often the right elements are named, and how much of each, over some spectra.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Number of spectra.
    pub spectra: usize,
    /// Mean composition overlap 1 − ½Σ|p − t|.
    pub composition_overlap: f64,
    /// Share of spectra whose set of elements is right.
    pub exact_set: f64,
    /// Share of found elements that are there.
    pub precision: f64,
    /// Share of elements there that are found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// Means over elements, each counting alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MacroMeans {
    /// Mean precision.
    pub precision: f64,
    /// Mean recall.
    pub recall: f64,
    /// Mean F1.
    pub f1: f64,
}

/// Shares of the demanded fractions that are met within some atomic percent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithinPercent {
    /// Within 1 at%.
    #[serde(rename = "1")]
    pub one: f64,
    /// Within 2 at%.
    #[serde(rename = "2")]
    pub two: f64,
    /// Within 5 at%.
    #[serde(rename = "5")]
    pub five: f64,
}

/// How intervals hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntervalFigures {
    /// Share of true fractions that lie within.
    pub coverage: f64,
    /// Mean width, at%.
    pub mean_width_at_percent: f64,
}

/// The figures that a few numbers can say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Of all spectra.
    #[serde(flatten)]
    pub rates: Rates,
    /// Share of spectra with at most five elements whose set of elements is right.
    pub exact_set_up_to_5: f64,
    /// Means over elements.
    #[serde(rename = "macro")]
    pub macro_means: MacroMeans,
    /// How near fractions come.
    pub within_at_percent: WithinPercent,
    /// Share of the demanded fractions that are met within 20 % of themselves; absent in older records.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub within_20_percent: Option<f64>,
    /// How intervals hold, where the method gives any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intervals: Option<IntervalFigures>,
}

/// All figures of a method on a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetFigures {
    /// The short ones.
    #[serde(flatten)]
    pub summary: Summary,
    /// By number of elements in truth: 1 first, the last holds all above too.
    pub by_number_of_elements: Vec<Rates>,
    /// Element by element, in the order of the library.
    pub elements: Vec<ElementFigures>,
    /// What is named for what is missed, the most frequent first.
    pub confusion: Vec<Confusion>,
}

/// How an element is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ElementFigures {
    /// Chemical symbol.
    pub symbol: String,
    /// Spectra with 1 at% or more of it.
    pub present: usize,
    /// Share of them in which it is found.
    pub recall: f64,
    /// Share of the spectra in which it is found that hold it.
    pub precision: f64,
    /// Spectra without it.
    pub absent: usize,
    /// Those of them that are given 1 at% or more of it.
    #[serde(rename = "false")]
    pub false_positives: usize,
    /// What they are given of it on average, at%.
    pub mean_at_percent_where_absent: f64,
}

impl ElementFigures {
    /// Share of the spectra without it that are given 1 at% or more of it.
    pub fn false_positive_rate(&self) -> f64 {
        self.false_positives as f64 / (self.absent as f64).max(1.0)
    }
}

/// One element missed and another named, in the same spectrum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// Symbol of the missed one.
    pub missed: String,
    /// Symbol of the named one.
    pub named: String,
    /// Number of spectra.
    pub spectra: usize,
}

/// A network on expected intensities that are recorded for the purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Presence from which an element counts as found.
    pub threshold: f64,
    /// Recorded as in training, but for its distortions.
    pub as_recorded: Summary,
    /// With a million counts in the maximum and no energy error.
    pub clean: Summary,
}
