//! What to do about an element, in plain words.

use super::classes::{Class, ElementClass, LineUse, Overlap, Thresholds};

/// A line that hides so much where two elements meet is worth a warning also where they rarely do.
const HIDDEN_WHERE_MET: f64 = 0.5;
/// So many lines of others are named.
const MOST_NAMED: usize = 3;
/// Weaker groups are not what one measures by, as a share of the highest peak.
pub(super) const LEAST_STRENGTH: f64 = 0.1;

/// Advice for an element in any spectrum. Empty for one without a line in range.
pub fn in_general(element: &ElementClass, thresholds: &Thresholds) -> String {
    let Some(main) = element.main_line() else {
        return String::new();
    };
    let worst = element.overlaps.iter().find(|o| o.line == main.line);
    let under = match worst {
        Some(o) => format!("{} often lies under {}", main.line, others(element, o)),
        None => format!("{} is not used alone", main.line),
    };
    match element.class {
        Class::I => {
            let hiding = |o: &&Overlap| o.line == main.line && o.hidden >= HIDDEN_WHERE_MET;
            let hiding = element.overlaps.iter().filter(hiding);
            let names: Vec<&str> = hiding.take(MOST_NAMED).map(|o| o.with.as_str()).collect();
            let mind = match names[..] {
                [] => String::new(),
                _ => format!(" Where it is there too, mind {}.", list(&names, "or")),
            };
            let (line, energy_ev) = (&main.strongest, main.energy_ev);
            format!("Measure {line} at {energy_ev:.0} eV.{mind}")
        }
        Class::II => match instead(element, thresholds) {
            Some(line) if main.hidden >= thresholds.most_hidden => {
                format!(
                    "{under}: measure {} at {:.0} eV.",
                    line.strongest, line.energy_ev
                )
            }
            Some(line) => format!(
                "{} is free, but the network reads {} from {} at {:.0} eV: look there first.",
                main.line, element.symbol, line.strongest, line.energy_ev
            ),
            None => format!("{under}: take a narrow scan of it."),
        },
        Class::III => format!(
            "{under}, and no other line is free: trust it where {} agree, or fit a narrow scan of {}.",
            pattern(element, thresholds),
            main.strongest
        ),
        Class::IV => {
            let missed = 100.0 * (1.0 - element.recall_main);
            let why = match element.recall_main < 1.0 - thresholds.most_missed {
                true => format!(
                    "A survey misses {missed:.0} of 100 samples that hold 10 at% of it or more"
                ),
                false => match element
                    .confused_with
                    .iter()
                    .find(|c| c.instead >= thresholds.most_confused)
                {
                    Some(other) => format!("A survey takes it for {}", other.symbol),
                    None => format!("{under} and no pattern tells it"),
                },
            };
            format!(
                "{why}: confirm it with a narrow scan of {} at {:.0} eV, or by another technique.",
                main.strongest, main.energy_ev
            )
        }
    }
}

/// Names of up to three groups that lie at that of `first`, the most important first.
fn others(element: &ElementClass, first: &Overlap) -> String {
    let same = element.overlaps.iter().filter(|o| o.line == first.line);
    let names: Vec<&str> = same.take(MOST_NAMED).map(|o| o.with.as_str()).collect();
    list(&names, "or")
}

/// The groups that the network uses.
fn pattern(element: &ElementClass, thresholds: &Thresholds) -> String {
    let used = element
        .used
        .iter()
        .filter(|l| l.share >= thresholds.least_used);
    let names: Vec<&str> = used.map(|l| l.line.as_str()).collect();
    list(&names, "and")
}

/// The free group that is used, other than the main one.
fn instead<'a>(element: &'a ElementClass, thresholds: &Thresholds) -> Option<&'a LineUse> {
    let good = |l: &&LineUse| l.hidden < thresholds.most_hidden && l.share >= thresholds.least_used;
    element.used.iter().skip(1).find(good)
}

/// `a`, `a or b`, `a, b or c`.
fn list(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_one_speaks() {
        assert_eq!(list(&[], "or"), "");
        assert_eq!(list(&["C 1s"], "or"), "C 1s");
        assert_eq!(list(&["a", "b", "c"], "and"), "a, b and c");
    }
}
