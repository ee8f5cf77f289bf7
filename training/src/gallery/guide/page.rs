//! The page of an element.

use std::fmt::Write as _;

use speclens::guide::{Classes, ElementClass, LineUse};
use speclens::spectrum::elements::Element;

use super::{file_name, percent, wrapped};
use crate::gallery::atlas;

/// Groups that are weaker and not used are left out of the tables.
const LEAST_STRENGTH: f64 = 0.03;
/// Groups with a smaller share of the evidence are not used.
const LEAST_SHARE: f64 = 0.02;

/// The page of an element in Markdown: the first source first.
pub fn markdown(element: &Element, all: &[Classes]) -> String {
    let mut text = format!(
        "# {} · {} · Z = {}

[Guide](README.md) · [all lines named](../atlas/{})

![Simulated surveys of the pure element; bars: share of the evidence of each line group]({})
",
        element.symbol,
        element.name.to_lowercase(),
        element.z,
        atlas::file_name(element),
        file_name(element, "svg"),
    );
    for classes in all {
        if let Some(of) = classes.of(element.symbol) {
            section(&mut text, classes, of);
        }
    }
    text
}

fn section(text: &mut String, classes: &Classes, of: &ElementClass) {
    let _ = write!(
        text,
        "
## {}: class {}

{}

| line group | strongest line, eV | peak height | foreign intensity | share of the evidence |
|---|--:|--:|--:|--:|
",
        classes.source.label(),
        of.class.name(),
        wrapped(&of.advice),
    );
    let told = |l: &&LineUse| l.strength >= LEAST_STRENGTH || l.share >= LEAST_SHARE;
    for line in of.used.iter().filter(told) {
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.2} | {} | {:.0} ± {} |",
            line.strongest,
            line.energy_ev,
            line.strength,
            percent(line.hidden),
            100.0 * line.share,
            percent(line.spread),
        );
    }
    overlaps(text, of);
    let found = format!(
        "Found in {} of {} simulated surveys that hold at least 2 at% of it, and in {} of those with \
         at least 10 at%, where its percent is off by {} of itself on average. Answered in {:.1} % \
         of the surveys without it.",
        percent(of.recall),
        of.spectra,
        percent(of.recall_main),
        percent(of.error),
        100.0 * of.false_alarms,
    );
    let _ = writeln!(text, "\n{}", wrapped(&found));
    let confusions: Vec<String> = (of.confused_with.iter())
        .map(|c| {
            format!(
                "{} in {:.1} % ({:.1} % in its stead)",
                c.symbol,
                100.0 * c.share,
                100.0 * c.instead
            )
        })
        .collect();
    if !confusions.is_empty() {
        let confusions = confusions.join(", ");
        let told = format!("Where it is there, answered wrongly: {confusions}.");
        let _ = writeln!(
            text,
            "
{}",
            wrapped(&told)
        );
    }
}

/// What lies at the groups that one measures or the network reads.
fn overlaps(text: &mut String, of: &ElementClass) {
    let mut rows = String::new();
    for line in &of.used {
        for o in of.overlaps.iter().filter(|o| o.line == line.line) {
            let _ = writeln!(
                rows,
                "| {} | {} | {:.1} % | {} |",
                o.line,
                o.with,
                100.0 * o.meets,
                percent(o.hidden)
            );
        }
    }
    if !rows.is_empty() {
        let _ = write!(
            text,
            "
| line group | lies under | they meet in | foreign there |
|---|---|--:|--:|
{rows}"
        );
    }
}
