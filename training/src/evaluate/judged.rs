//! What a model says of a measured survey, held against what is known of the sample.

use serde::{Deserialize, Serialize};
use speclens::spectrum::Doubt;

/// What a model says of one measured survey, held against what is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// File name in the table.
    pub file: String,
    /// Sample name in the table.
    pub sample: String,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub not_read: Option<String>,
    /// Elements found: symbol, at%, 90 % interval.
    pub found: Vec<(String, f64, [f64; 2])>,
    /// Elements that must be there and were not found.
    pub missed: Vec<String>,
    /// Elements found with more than 2 at% that are not known to be there: symbol, at%.
    pub unexpected: Vec<(String, f64)>,
    /// Those of them whose lines stand in the spectrum, as a fit of the simulation has it that knows nothing
    /// of the network (`compare`).
    pub confirmed: Vec<String>,
    /// Composition overlap over the elements of a known composition.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overlap: Option<f64>,
    /// The same of the second opinion by areas of lines.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overlap_by_areas: Option<f64>,
    /// The same of the composition refined by the spectrum that it implies.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overlap_refined: Option<f64>,
    /// What the answer warns of, a sentence each.
    pub warnings: Vec<String>,
    /// The same for programs.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub doubts: Vec<Doubt>,
}

impl Judged {
    /// Whether nothing was missed and nothing unexpected was found.
    pub fn good(&self) -> bool {
        self.not_read.is_none() && self.missed.is_empty() && self.unexpected.is_empty()
    }

    /// Whether nothing was missed, and the lines of all that is unexpected stand in the spectrum.
    pub fn good_but_for_table(&self) -> bool {
        let confirmed = |u: &(String, f64)| self.confirmed.contains(&u.0);
        self.not_read.is_none() && self.missed.is_empty() && self.unexpected.iter().all(confirmed)
    }

    /// The elements found, as text.
    pub fn found_text(&self) -> String {
        let texts = self.found.iter().map(|(s, p, _)| format!("{s} {p:.1}"));
        texts.collect::<Vec<_>>().join(", ")
    }

    /// The unexpected elements, as text; with a mark those whose lines stand there.
    pub fn unexpected_text(&self) -> String {
        let mark = |s| {
            if self.confirmed.contains(s) {
                " ✓"
            } else {
                ""
            }
        };
        let texts = self
            .unexpected
            .iter()
            .map(|(s, p)| format!("{s} {p:.1}{}", mark(s)));
        texts.collect::<Vec<_>>().join(", ")
    }
}
