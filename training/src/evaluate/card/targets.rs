//! What was to be reached, and what was.

use anyhow::Result;

use crate::evaluate::figures::Figures;
use crate::evaluate::judged::Judged;
use crate::sets::held_out::COMPOUNDS;

/// Share of true fractions that 90 % intervals are to hold.
const COVERED: std::ops::RangeInclusive<f64> = 0.87..=0.93;

/// The row of the targets that says in how many sets intervals hold what they should, and names the others.
fn set_by_set(coverages: &[(String, f64)]) -> String {
    let others: Vec<String> = coverages
        .iter()
        .filter(|(_, coverage)| !COVERED.contains(coverage))
        .map(|(name, coverage)| format!("{name} {coverage:.3}"))
        .collect();
    let but = match others.as_slice() {
        [] => String::new(),
        others => format!("; not {}", others.join(", ")),
    };
    format!(
        "| coverage of 90 % intervals, each held-out set by itself | 0.87 to 0.93, all {} | {}{but} | {} |\n",
        coverages.len(),
        coverages.len() - others.len(),
        verdict(others.is_empty())
    )
}

/// One target.
struct Target {
    what: &'static str,
    /// What is to be reached, in words.
    wanted: &'static str,
    reached: f64,
    met: bool,
}

impl Target {
    fn row(&self) -> String {
        // A figure that is missed by less than its last digit shows one more.
        let Target {
            what,
            wanted,
            reached,
            met,
        } = self;
        let missed_by_little = !met && wanted.ends_with(&format!("{reached:.2}"));
        let digits = if missed_by_little { 4 } else { 3 };
        format!(
            "| {what} | {wanted} | {reached:.digits$} | {} |\n",
            verdict(*met)
        )
    }
}

/// The targets that one figure tells of.
fn targets(figures: &Figures) -> Result<Vec<Target>> {
    let overlap = |set: &str| anyhow::Ok(figures.set(set)?.summary.rates.composition_overlap);
    let clean = &figures.set("clean")?.summary;
    let fall = overlap("clean")? - f64::min(overlap("shift-5")?, overlap("shift+5")?);
    let coverage = figures.coverage("recorded")?;
    let target = |what, wanted, reached: f64, met: fn(f64) -> bool| Target {
        what,
        wanted,
        reached,
        met: met(reached),
    };
    let mut all = vec![
        target(
            "composition overlap, clean",
            "≥ 0.95",
            overlap("clean")?,
            |x| x >= 0.95,
        ),
        target(
            "composition overlap, SNR 3.8",
            "≥ 0.906",
            overlap("snr-3.8")?,
            |x| x >= 0.906,
        ),
        target(
            "exact set, up to 5 elements, clean",
            "≥ 0.80",
            clean.exact_set_up_to_5,
            |x| x >= 0.8,
        ),
        target("F1, clean", "≥ 0.97", clean.rates.f1, |x| x >= 0.97),
        target("fall of overlap at ±5 eV", "≤ 0.02", fall, |x| x <= 0.02),
        target(
            "coverage of 90 % intervals, recorded as in training",
            "0.87 to 0.93",
            coverage,
            |x| COVERED.contains(&x),
        ),
    ];
    if let Some(compounds) = figures.sets.get(COMPOUNDS) {
        let summary = &compounds.summary;
        all.push(target(
            "elements right, bare compounds",
            "≥ 0.90",
            summary.rates.exact_set,
            |x| x >= 0.9,
        ));
        all.extend(summary.within_20_percent.map(|within| {
            let what = "fractions within 20 % of themselves, bare compounds";
            target(what, "≥ 0.85", within, |x| x >= 0.85)
        }));
    }
    let known = figures.measured.iter().filter_map(|j| j.overlap);
    if let Some(worst) = known.min_by(f64::total_cmp) {
        all.push(target(
            "lowest overlap of a measured known composition",
            "≥ 0.88",
            worst,
            |x| x >= 0.88,
        ));
    }
    Ok(all)
}

/// First words of the rows of [`measured`].
const MEASURED: [&str; 2] = [
    "measured surveys without a missed or unexpected element",
    "the same, where an unlisted element whose lines stand in the spectrum counts as listed (✓ below)",
];

/// A card with the rows on measured surveys anew.
pub(super) fn with_measured(card: &str, judged: &[Judged]) -> String {
    let is_row = |line: &&str| {
        MEASURED
            .iter()
            .any(|what| line.starts_with(&format!("| {what} |")))
    };
    let at = card.split_inclusive('\n').position(|line| is_row(&line));
    let lines = card.split_inclusive('\n').enumerate();
    lines
        .map(|(i, line)| match is_row(&line) {
            true if Some(i) == at => measured(judged),
            true => String::new(),
            false => line.to_owned(),
        })
        .collect()
}

/// How many of the measured surveys are answered right; nothing where none was measured.
fn measured(judged: &[Judged]) -> String {
    if judged.is_empty() {
        return String::new();
    }
    let row = |what: &str, right: usize| {
        let met = verdict(right == judged.len());
        format!("| {what} | all {} | {right} | {met} |\n", judged.len())
    };
    let good = judged.iter().filter(|j| j.good()).count();
    let seen = judged.iter().filter(|j| j.good_but_for_table()).count();
    row(MEASURED[0], good) + &row(MEASURED[1], seen)
}

/// What was to be reached, and what was.
pub(super) fn section(figures: &Figures) -> Result<String> {
    let mut t = String::from("## Targets\n\n| | target | reached | |\n|---|---|---|---|\n");
    for target in targets(figures)? {
        t += &target.row();
    }
    let coverages: Vec<(String, f64)> = (figures.order.iter())
        .filter_map(|name| Some((name.clone(), figures.coverage(name).ok()?)))
        .collect();
    t += &set_by_set(&coverages);
    t += &measured(&figures.measured);
    Ok(t + "\n")
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**not met**" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_on_measured_surveys_are_renewed_where_they_stand() {
        let rows = |n: usize| measured(&vec![Judged::default(); n]);
        let card = |rows: &str| format!("## Targets\n\n| a | b |\n{rows}\n## Next\n");
        let renewed = with_measured(&card(&rows(3)), &vec![Judged::default(); 5]);
        assert_eq!(renewed, card(&rows(5)));
        assert!(renewed.contains("| all 5 | 5 | met |"), "{renewed}");
    }

    #[test]
    fn sets_whose_intervals_hold_too_much_or_too_little_are_named() {
        let row = |coverages: &[f64]| {
            let named = ["clean", "pairs", "elements"].map(str::to_owned);
            set_by_set(
                &named
                    .into_iter()
                    .zip(coverages.iter().copied())
                    .collect::<Vec<_>>(),
            )
        };
        let mixed = row(&[0.9, 0.8694, 0.997]);
        assert!(
            mixed.contains("all 3 | 1; not pairs 0.869, elements 0.997 | **not met** |"),
            "{mixed}"
        );
        let good = row(&[0.87, 0.9, 0.93]);
        assert!(good.contains("all 3 | 3 | met |"), "{good}");
    }
}
