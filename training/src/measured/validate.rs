//! The model on measured spectra of known samples. They are for validation only, and are not part
//! of the repository.

use std::path::Path;

use anyhow::{Context, Result};
use rayon::prelude::*;
use speclens::analysis::{Analysis, Asked, analyse_all};
use speclens::model::models::Models;
use speclens::spectrum::{Source, Spectrum, elements};

use super::compare;
use super::truth::{self, Truth};
use crate::evaluate::judged::Judged;

/// At% from which an element that cannot be there is reported as wrong.
const UNEXPECTED_PERCENT: f64 = 2.0;

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
    let mut text = String::from(
        "file\tspectrum\tfound (at%)\tmissed\tunexpected\toverlap\tby areas\trefined\n",
    );
    for row in judged {
        let found = match &row.not_read {
            Some(reason) => format!("not read: {reason}"),
            None => row.found_text(),
        };
        let [overlap, by_areas, refined] = [row.overlap, row.overlap_by_areas, row.overlap_refined]
            .map(|o| o.map(|o| format!("{o:.3}")).unwrap_or_default());
        let columns = [
            &row.file,
            &row.sample,
            &found,
            &row.missed.join(" "),
            &row.unexpected_text(),
            &overlap,
            &by_areas,
            &refined,
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
    answer(models, row.spectrum(folder)?, true)
}

/// The whole answer to a survey, refused or not; `refine`: with the fit of the implied spectrum.
///
/// # Errors
/// A survey that cannot be answered.
pub(super) fn answer(models: &Models, spectrum: Spectrum, refine: bool) -> Result<Analysis> {
    let asked = Asked {
        anyway: true,
        refine,
        ..Asked::default()
    };
    let answers = analyse_all(models, vec![spectrum], asked);
    let answer = answers.into_iter().next();
    Ok(answer.context("no answer for the spectrum")??)
}

impl Truth {
    /// Overlap of `percent` with the known composition, over its elements.
    fn overlap(&self, percent: impl Fn(&str) -> f64) -> f64 {
        let known: f64 = self.composition.iter().map(|(s, _)| percent(s)).sum();
        if known <= 0.0 {
            return 0.0;
        }
        let distances = self.composition.iter();
        let distances = distances.map(|(s, f)| (percent(s) / known - f).abs());
        1.0 - 0.5 * distances.sum::<f64>()
    }

    /// The same of the second opinion; `None` where no composition is known, or where one of its elements has
    /// no free line.
    fn overlap_by_areas(&self, analysis: &Analysis) -> Option<f64> {
        let opinions = &analysis.conventional.as_ref()?.elements;
        let percent = |symbol: &str| {
            let opinion = opinions.iter().find(|o| o.element == symbol)?;
            opinion.atomic_percent.first().copied()
        };
        let all = self.composition.iter().all(|(s, _)| percent(s).is_some());
        (all && !self.composition.is_empty()).then(|| self.overlap(|s| percent(s).unwrap_or(0.0)))
    }

    /// The same of the refined composition; `None` where no composition is known, or nothing was fitted.
    fn overlap_refined(&self, analysis: &Analysis) -> Option<f64> {
        let elements = &analysis.refined.as_ref()?.elements;
        let percent = |symbol: &str| {
            let own = elements.iter().find(|e| e.element == symbol);
            own.map_or(0.0, |e| e.atomic_percent)
        };
        (!self.composition.is_empty()).then(|| self.overlap(percent))
    }

    pub(super) fn judge(&self, analysis: &Analysis) -> Judged {
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
        let overlap = (!self.composition.is_empty()).then(|| self.overlap(percent));
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
            overlap_by_areas: self.overlap_by_areas(analysis),
            overlap_refined: self.overlap_refined(analysis),
            warnings: analysis.warnings.clone(),
            doubts: analysis.doubts.clone(),
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
            strangeness: None,
            conventional: None,
            unexplained: None,
            refined: None,
            goodness: None,
            calibration: None,
            constraints: None,
            refused: None,
            path: None,
            fis: Vec::new(),
            advice: Vec::new(),
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
