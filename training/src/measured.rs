//! The model on measured spectra of known samples. They are for validation only, and are not part
//! of the repository.

use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use speclens::analysis::{Analysis, analyse};
use speclens::model::models::Models;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use crate::compare;
use crate::truth::{self, Truth};

/// At% from which an element that cannot be there is reported as wrong.
const UNEXPECTED_PERCENT: f64 = 2.0;

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
    /// of the network ([`compare::standing`]).
    pub confirmed: Vec<String>,
    /// Composition overlap over the elements of a known composition.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub overlap: Option<f64>,
    /// What the answer warns of.
    pub warnings: Vec<String>,
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

/// Analyses every survey that `truth` (a table with the columns file, spectrum, hv_ev, must, may,
/// composition) names, or those of one source only. File names are relative to the table's folder; a survey that cannot be read or
/// answered says why.
///
/// # Errors
/// The table cannot be read.
pub fn judge(models: &Models, truth: &Path, only: Option<Source>) -> Result<Vec<Judged>> {
    let (rows, folder) = truth::table(truth)?;
    let concerned = |row: &&Truth| {
        let source = row.photon_energy_ev.and_then(Source::nearest);
        only.is_none() || source.is_none() || only == source
    };
    let rows: Vec<&Truth> = rows.iter().filter(concerned).collect();
    let judged = rows.into_par_iter().map(|row| {
        let mut judged = match survey(models, &folder, row) {
            Ok(analysis) => row.judge(&analysis),
            Err(reason) => Judged {
                not_read: Some(format!("{reason:#}")),
                ..Judged::default()
            },
        };
        if !judged.unexpected.is_empty() {
            let named = judged.unexpected.iter();
            let named: Vec<u8> = named
                .filter_map(|u| Some(elements::by_symbol(&u.0)?.z))
                .collect();
            let found = compare::standing(row, &folder, &named).unwrap_or_default();
            let found = found.iter().filter_map(|z| elements::by_z(*z));
            judged.confirmed = found.map(|e| e.symbol.to_owned()).collect();
        }
        Judged {
            file: row.file.clone(),
            sample: row.sample.clone(),
            ..judged
        }
    });
    Ok(judged.collect())
}

/// The judgements as a table for the terminal, tab-separated.
pub fn table(judged: &[Judged]) -> String {
    let mut text = String::from("file\tspectrum\tfound (at%)\tmissed\tunexpected\toverlap\n");
    for row in judged {
        let found = match &row.not_read {
            Some(reason) => format!("not read: {reason}"),
            None => row.found_text(),
        };
        let overlap = row.overlap.map(|o| format!("{o:.3}")).unwrap_or_default();
        let columns = [
            &row.file,
            &row.sample,
            &found,
            &row.missed.join(" "),
            &row.unexpected_text(),
            &overlap,
        ];
        text += &(columns.map(String::as_str).join("\t") + "\n");
        for warning in &row.warnings {
            text += &format!("\t! {warning}\n");
        }
    }
    text + &format!(
        "{} of {} without a missed or unexpected element; {} where those whose lines stand there (✓) count\n",
        judged.iter().filter(|j| j.good()).count(),
        judged.len(),
        judged.iter().filter(|j| j.good_but_for_table()).count(),
    )
}

fn survey(models: &Models, folder: &Path, row: &Truth) -> Result<Analysis> {
    let spectrum = row.spectrum(folder)?;
    Ok(analyse(models, spectrum, None, None)?)
}

impl Truth {
    fn judge(&self, analysis: &Analysis) -> Judged {
        let percent = |symbol: &str| {
            let found = analysis.elements.iter().find(|e| e.symbol == symbol);
            found.map_or(0.0, |e| e.atomic_percent)
        };
        let missed = self.must.iter().filter(|s| percent(s) == 0.0);
        let unexpected = analysis
            .elements
            .iter()
            .filter(|e| e.atomic_percent > UNEXPECTED_PERCENT)
            .filter(|e| !self.must.contains(&e.symbol) && !self.may.contains(&e.symbol));
        let known: f64 = self.composition.iter().map(|(s, _)| percent(s)).sum();
        let overlap = (!self.composition.is_empty()).then(|| {
            if known <= 0.0 {
                return 0.0;
            }
            let distances = self.composition.iter();
            1.0 - 0.5
                * distances
                    .map(|(s, f)| (percent(s) / known - f).abs())
                    .sum::<f64>()
        });
        Judged {
            found: analysis
                .elements
                .iter()
                .map(|e| (e.symbol.to_owned(), e.atomic_percent, e.interval))
                .collect(),
            missed: missed.cloned().collect(),
            unexpected: unexpected
                .map(|e| (e.symbol.to_owned(), e.atomic_percent))
                .collect(),
            overlap,
            warnings: analysis.warnings.clone(),
            ..Judged::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::model::quantify::ElementAmount;

    #[test]
    fn missed_and_unexpected_elements_are_named() {
        let row = Truth::parse("a.vms\tx\t1486.6\tFe O\tC\tFe:0.4 O:0.6\tnote");
        let amount = |symbol: &str, atomic_percent| ElementAmount {
            symbol: symbol.into(),
            z: 0,
            atomic_percent,
            presence: 1.0,
            interval: [atomic_percent; 2],
        };
        let mut analysis = Analysis {
            file: String::new(),
            block: String::new(),
            sample: String::new(),
            excitation_ev: 1486.6,
            range_ev: [0.0, 1200.0],
            elements: vec![amount("Fe", 30.0), amount("O", 50.0), amount("C", 20.0)],
            warnings: vec![],
            model: String::new(),
            block_number: 1,
            doubts: vec![],
            fis: None,
        };
        let judged = row.judge(&analysis);
        assert!(judged.good(), "{judged:?}");
        assert!((judged.overlap.unwrap() - 0.975).abs() < 1e-9);
        analysis.elements[0].symbol = "Be".into();
        let judged = row.judge(&analysis);
        assert!(!judged.good());
        assert_eq!(
            (
                judged.missed.join(" ").as_str(),
                judged.unexpected_text().as_str()
            ),
            ("Fe", "Be 30.0")
        );
        let text = table(&[judged]);
        let last = text.lines().last().unwrap();
        assert!(
            last.starts_with("0 of 1 without a missed or unexpected element; 0 where"),
            "{text}"
        );
        // What a fit finds as well is not held against the answer; what was missed is.
        analysis.elements.push(amount("Fe", 5.0));
        let mut judged = row.judge(&analysis);
        assert!(!judged.good() && !judged.good_but_for_table());
        judged.confirmed = vec!["Be".into()];
        assert!(!judged.good() && judged.good_but_for_table());
        assert_eq!(judged.unexpected_text(), "Be 30.0 ✓");
        judged.missed = vec!["Fe".into()];
        assert!(!judged.good_but_for_table());
    }
}
