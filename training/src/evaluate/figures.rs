//! All figures of a model: what `evaluate --json` writes and the model card is made of.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use speclens::spectrum::Source;

use super::bound::BoundLadder;
use super::judged::Judged;
use super::rare_earths::RareEarth;
use super::refinement::RefinedFigures;
use crate::merit::figures::SetFigures;
use crate::sets::held_out::Ladder;

/// Figures of a model on held-out sets and on measured surveys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Name of the model.
    pub model: String,
    /// Presence from which an element counts as found.
    pub threshold: f64,
    /// X-ray source of the sets.
    pub source: Source,
    /// Seed of the sets.
    pub seed: u64,
    /// Names of the sets, in the order of their index.
    pub order: Vec<String>,
    /// The network, by set.
    pub sets: BTreeMap<String, SetFigures>,
    /// Non-negative least squares, by set, on some of them.
    pub least_squares: BTreeMap<String, SetFigures>,
    /// Conventional quantification of the true elements, on the same sets.
    pub conventional: BTreeMap<String, SetFigures>,
    /// The second opinion by areas of lines, in the network's elements, on the same sets.
    pub second_opinion: BTreeMap<String, SetFigures>,
    /// The composition refined by the spectrum that it implies, on the first spectra of some sets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refined: BTreeMap<String, RefinedFigures>,
    /// What is said of each rare earth alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rare_earths: Vec<RareEarth>,
    /// Which sets are the rungs of which ladder.
    pub ladders: Vec<Ladder>,
    /// Share of spectra that are said to be unlike the training's, by kind of input.
    pub strange: BTreeMap<String, f64>,
    /// How well the samples could be known at best.
    pub bound: BoundLadder,
    /// The model on measured surveys; none where it was not asked.
    pub measured: Vec<Judged>,
}

impl Figures {
    /// The network's figures on the set called `name`.
    ///
    /// # Errors
    /// There are none.
    pub fn set(&self, name: &str) -> Result<&SetFigures> {
        let found = self.sets.get(name);
        found.with_context(|| format!("no figures of the held-out set {name}"))
    }

    /// Share of true fractions that lie within the network's intervals, on the set called `name`.
    ///
    /// # Errors
    /// No such set, or no interval on it.
    pub fn coverage(&self, name: &str) -> Result<f64> {
        let intervals = self.set(name)?.summary.intervals.as_ref();
        let intervals = intervals.with_context(|| format!("no intervals on the set {name}"))?;
        Ok(intervals.coverage)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Figures of three sets, with every key that `evaluate --json` writes.
    pub(in super::super) fn written() -> Value {
        let rates = json!({"spectra": 3, "composition_overlap": 0.5, "exact_set": 0.25,
            "precision": 1.0, "recall": 0.75, "f1": 0.8571428571428571});
        let mut set = rates.clone();
        for (key, value) in [
            ("exact_set_up_to_5", json!(0.25)),
            (
                "macro",
                json!({"precision": 0.9, "recall": 0.8, "f1": 0.85}),
            ),
            ("within_at_percent", json!({"1": 0.1, "2": 0.2, "5": 0.5})),
            ("by_number_of_elements", json!([rates])),
            (
                "elements",
                json!([{"symbol": "Fe", "present": 2, "recall": 0.5, "precision": 1.0, "absent": 1,
                    "false": 1, "mean_at_percent_where_absent": 1.5}]),
            ),
            (
                "confusion",
                json!([{"missed": "Fe", "named": "Co", "spectra": 1}]),
            ),
        ] {
            set[key] = value;
        }
        let baseline = set.clone();
        set["intervals"] = json!({"coverage": 0.9, "mean_width_at_percent": 14.25});
        let bound = json!({"amounts": 0.99, "areas": 0.98, "transmission": 0.97, "seen": 1.0});
        let rung = |set: &str, value: f64| json!({"set": set, "value": value});
        json!({
            "model": "m", "threshold": 0.5, "source": "al-ka", "seed": 1001,
            "order": ["elements", "clean", "a"],
            "sets": {"a": set, "clean": set, "elements": set},
            "least_squares": {"clean": baseline},
            "conventional": {"clean": baseline},
            "second_opinion": {"clean": baseline},
            "refined": {"clean": {"spectra": 3, "network": 0.5, "refined": 0.625, "at_best": 0.75,
                "better": 2, "worse": 1, "coverage": 0.9, "doubted_true": 0.125, "doubted_false": 0.5}},
            "rare_earths": [{"symbol": "Ho", "spectra": 25, "first": 24, "mean_at_percent": 91.25,
                "others": [["Si", 3]]}],
            "ladders": [{"name": "snr", "rungs": [rung("clean", 9.0), rung("a", 1.0)]}],
            "strange": {"noise": 1.0, "recorded": 0.0},
            "bound": {"clean": bound, "spectra": 3},
            "measured": [
                {"file": "a.vms", "sample": "x", "found": [["Fe", 40.0, [30.0, 50.0]]],
                    "missed": ["O"], "unexpected": [["Be", 60.0]], "confirmed": [], "overlap": 0.4,
                    "warnings": ["unlike"]},
                {"file": "b.vms", "sample": "", "not_read": "no file", "found": [], "missed": [],
                    "unexpected": [], "confirmed": [], "warnings": []},
            ],
        })
    }

    #[test]
    fn json_comes_back_key_for_key() {
        let figures: Figures = serde_json::from_value(written()).unwrap();
        assert_eq!(serde_json::to_value(&figures).unwrap(), written());
        assert_eq!(figures.set("a").unwrap().summary.rates.spectra, 3);
        assert_eq!(figures.coverage("clean").unwrap(), 0.9);
        let unknown = figures.set("pairs").unwrap_err().to_string();
        assert!(unknown.contains("pairs"), "{unknown}");
    }
}
