//! The model on measured spectra of known samples. They are for validation only, and are not part
//! of the repository.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use speclens::analysis::{Analysis, analyse};
use speclens::model::weights::Model;

use crate::truth::{self, Truth};

/// At% from which an element that cannot be there is reported as wrong.
const UNEXPECTED_PERCENT: f64 = 2.0;

/// Analyses every survey that `truth` (a table with the columns file, spectrum, hv_ev, must, may,
/// composition) names, and tells what was found, missed and unexpected. File names are relative
/// to the table's folder; formats that are not read yet are said.
///
/// # Errors
/// The table cannot be read.
pub fn validate(model: &Model, truth: &Path) -> Result<String> {
    let (rows, folder) = truth::table(truth)?;
    let mut report = String::from("file\tspectrum\tfound (at%)\tmissed\tunexpected\toverlap\n");
    let (mut read_count, mut right) = (0, 0);
    for row in rows {
        let answer = survey(model, &folder, &row);
        match answer {
            Err(reason) => {
                let _ = writeln!(
                    report,
                    "{}\t{}\tnot read: {reason:#}\t\t\t",
                    row.file, row.sample
                );
            }
            Ok(analysis) => {
                let (text, good) = row.judge(&analysis);
                read_count += 1;
                right += usize::from(good);
                let _ = writeln!(report, "{}\t{}\t{text}", row.file, row.sample);
            }
        }
    }
    let _ = writeln!(
        report,
        "{right} of {read_count} without a missed or unexpected element"
    );
    Ok(report)
}

fn survey(model: &Model, folder: &Path, row: &Truth) -> Result<Analysis> {
    let spectrum = row.spectrum(folder)?;
    Ok(analyse(model, spectrum, None, None)?)
}

impl Truth {
    /// Columns found, missed, unexpected, overlap; and whether nothing is missed or unexpected.
    fn judge(&self, analysis: &Analysis) -> (String, bool) {
        let percent = |symbol: &str| {
            analysis
                .elements
                .iter()
                .find(|e| e.symbol == symbol)
                .map_or(0.0, |e| e.atomic_percent)
        };
        let found: Vec<String> = analysis
            .elements
            .iter()
            .map(|e| format!("{} {:.1}", e.symbol, e.atomic_percent))
            .collect();
        let missed: Vec<&str> = self
            .must
            .iter()
            .map(String::as_str)
            .filter(|s| percent(s) == 0.0)
            .collect();
        let unexpected: Vec<String> = analysis
            .elements
            .iter()
            .filter(|e| e.atomic_percent > UNEXPECTED_PERCENT)
            .filter(|e| !self.must.contains(&e.symbol) && !self.may.contains(&e.symbol))
            .map(|e| format!("{} {:.1}", e.symbol, e.atomic_percent))
            .collect();
        let known: f64 = self.composition.iter().map(|(s, _)| percent(s)).sum();
        let overlap = if self.composition.is_empty() {
            String::new()
        } else if known > 0.0 {
            let distance: f64 = self
                .composition
                .iter()
                .map(|(s, f)| (percent(s) / known - f).abs())
                .sum();
            format!("{:.3}", 1.0 - 0.5 * distance)
        } else {
            "0".to_owned()
        };
        let good = missed.is_empty() && unexpected.is_empty();
        let columns = [
            found.join(", "),
            missed.join(" "),
            unexpected.join(", "),
            overlap,
        ];
        (columns.join("\t"), good)
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
            fis: None,
        };
        let (text, good) = row.judge(&analysis);
        assert!(good && text.ends_with("0.975"), "{text}");
        analysis.elements[0].symbol = "Be".into();
        let (text, good) = row.judge(&analysis);
        assert!(!good && text.contains("\tFe\tBe 30.0\t"), "{text}");
    }
}
