//! The rare earths, each alone.

use std::fmt::Write as _;

use crate::evaluate::rare_earths::RareEarth;

/// Element by element; nothing where they were not asked.
pub(super) fn section(all: &[RareEarth]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut t = String::from(
        "## Rare earths\n\n\
         Each alone, out of `elements`: neither noise nor energy error. First: share of the spectra in which it \
         has the largest fraction. Besides: elements with 2 at% or more that are not there, and in how many of \
         the spectra.\n\n\
         | element | spectra | first, % | mean, at% | besides |\n|---|---|---|---|---|\n",
    );
    for e in all {
        let others = e.others.iter().map(|(s, n)| format!("{s} ({n})"));
        let _ = writeln!(
            t,
            "| {} | {} | {:.0} | {:.1} | {} |",
            e.symbol,
            e.spectra,
            100.0 * e.first as f64 / e.spectra.max(1) as f64,
            e.mean_at_percent,
            others.collect::<Vec<_>>().join(", "),
        );
    }
    t + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_earth_has_its_row_and_none_has_no_section() {
        assert_eq!(section(&[]), "");
        let holmium = RareEarth {
            symbol: "Ho".to_owned(),
            spectra: 25,
            first: 24,
            mean_at_percent: 91.25,
            others: vec![("Si".to_owned(), 3), ("W".to_owned(), 1)],
        };
        let text = section(&[holmium]);
        assert!(
            text.ends_with("| Ho | 25 | 96 | 91.2 | Si (3), W (1) |\n\n"),
            "{text}"
        );
    }
}
