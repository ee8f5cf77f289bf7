//! The elements: which are named wrongly, which are missed.

use std::fmt::Write as _;

use super::LISTED;
use crate::merit::figures::{ElementFigures, SetFigures};

/// Elements that soak up what a model does not explain, named first in the ladder of false
/// positives.
const SOAKING: [&str; 6] = ["Li", "Be", "B", "Mg", "Al", "Si"];

/// Elements named where they are not, missed, and taken for one another.
pub(super) fn section(recorded: &SetFigures) -> String {
    let all = &recorded.elements;
    let mut t = String::from(
        "## Elements named where they are not\n\n\
         Recorded as in training: share of the spectra without the element that are given 1 at% or \
         more of it, and what it takes of them on average. First those with tiny cross sections, \
         then the worst.\n\n\
         | element | named wrongly, % | taken on average, at% |\n|---|---|---|\n",
    );
    let mut worst: Vec<&ElementFigures> = all
        .iter()
        .filter(|e| !SOAKING.contains(&e.symbol.as_str()))
        .collect();
    worst.sort_by(|a, b| (b.false_positive_rate()).total_cmp(&a.false_positive_rate()));
    let soaking = SOAKING
        .iter()
        .filter_map(|s| all.iter().find(|e| e.symbol == *s));
    for e in soaking.chain(worst.into_iter().take(LISTED)) {
        let _ = writeln!(
            t,
            "| {} | {:.2} | {:.3} |",
            e.symbol,
            100.0 * e.false_positive_rate(),
            e.mean_at_percent_where_absent,
        );
    }
    t += "\n## Elements missed\n\nRecorded as in training: the lowest recalls.\n\n\
          | element | present in | recall | precision |\n|---|---|---|---|\n";
    let mut missed: Vec<&ElementFigures> = all.iter().filter(|e| e.present > 0).collect();
    missed.sort_by(|a, b| a.recall.total_cmp(&b.recall));
    for e in missed.into_iter().take(LISTED) {
        let _ = writeln!(
            t,
            "| {} | {} | {:.2} | {:.2} |",
            e.symbol, e.present, e.recall, e.precision,
        );
    }
    t += "\nOne for another, most often: ";
    let confused = recorded
        .confusion
        .iter()
        .take(LISTED)
        .map(|c| format!("{} missed and {} named ({})", c.missed, c.named, c.spectra));
    t += &confused.collect::<Vec<_>>().join(", ");
    t + ".\n\n"
}
