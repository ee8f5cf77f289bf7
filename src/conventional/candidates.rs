//! Elements that may stand behind a peak that none of those found explains: candidates, no verdicts.

use serde::{Deserialize, Serialize};

use super::expected::{Expected, subshells};
use super::peaks::Peak;
use crate::model::quantify::ElementAmount;
use speclens_spectrum::{Source, elements};

/// How far a line may stand from the peak, eV.
const REACH_EV: f64 = 5.0;
/// The element's other lines have moved as that line has; room for multiplets, eV.
const ALIKE_EV: f64 = 3.0;
/// A line of this share of the height of the element's highest can be what is seen of it.
const MAIN_SHARE: f64 = 0.3;
/// Other lines must be seen from this share of the height of the line at the peak on.
const MUST_SHOW: f64 = 0.5;
/// Most candidates that are told.
const MOST: usize = 3;

/// A peak that no element found explains.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnexplainedPeak {
    /// Its binding energy, eV.
    pub energy_ev: f64,
    /// Elements that have a strong line there, the likelier first; there may be none.
    pub candidates: Vec<Candidate>,
    /// The same in words.
    pub text: String,
}

/// An element that may stand behind a peak.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The line with its element: `Mo 3d`.
    pub line: String,
    /// Where the tables have it, moved as all lines are, eV.
    pub expected_ev: f64,
    /// Its other lines that should be seen and are.
    pub seen: Vec<String>,
    /// Those that should be seen and are not.
    pub missing: Vec<String>,
}

impl UnexplainedPeak {
    /// A peak with its candidates.
    pub(super) fn new(energy_ev: f64, candidates: Vec<Candidate>) -> UnexplainedPeak {
        let names: Vec<String> = candidates.iter().map(Candidate::text).collect();
        let said = match names.is_empty() {
            true => ", and no element has a strong line there".to_owned(),
            false => format!("; candidates: {}", names.join("; ")),
        };
        UnexplainedPeak {
            energy_ev,
            candidates,
            text: format!("No element found explains the peak at {energy_ev:.0} eV{said}"),
        }
    }
}

impl Candidate {
    fn text(&self) -> String {
        let line = format!("{} ({:.0} eV", self.line, self.expected_ev);
        let part = |names: &[String], what: &str| match names {
            [] => String::new(),
            names => format!(", {} {what}", names.join(" and ")),
        };
        line + &part(&self.seen, "seen") + &part(&self.missing, "missing") + ")"
    }
}

/// The candidates for `peak` among the elements that are not `found`. All lines are moved by
/// `shift_ev`; `peaks` are those of the spectrum, whose binding energies reach over `range_ev`.
pub(super) fn candidates(
    peak: Peak,
    peaks: &[Peak],
    found: &[ElementAmount],
    (source, shift_ev, range_ev): (Source, f64, [f64; 2]),
) -> Vec<Candidate> {
    let others = elements::all()
        .iter()
        .filter(|e| found.iter().all(|f| f.z != e.z));
    let mut all: Vec<(Candidate, f64)> = others
        .filter_map(|element| {
            let alone = ElementAmount {
                symbol: element.symbol.to_owned(),
                z: element.z,
                atomic_percent: 100.0,
                presence: 1.0,
                interval: [0.0, 100.0],
            };
            let lines = subshells(&alone, source);
            candidate(element.symbol, &lines, peak, peaks, (shift_ev, range_ev))
        })
        .collect();
    // First those whose other lines are there, then the nearest.
    let order = |c: &(Candidate, f64)| (c.0.missing.len(), c.1);
    all.sort_by(|a, b| {
        order(a)
            .partial_cmp(&order(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    all.truncate(MOST);
    all.into_iter().map(|(candidate, _)| candidate).collect()
}

/// The candidate of one element, with how far its line stands from the peak, eV.
fn candidate(
    symbol: &str,
    lines: &[Expected],
    peak: Peak,
    peaks: &[Peak],
    (shift_ev, [lo_ev, hi_ev]): (f64, [f64; 2]),
) -> Option<(Candidate, f64)> {
    let highest = lines.iter().map(Expected::height).fold(0.0, f64::max);
    let place = |l: &Expected| l.parts[0].energy_ev + shift_ev;
    let off = |l: &Expected| (place(l) - peak.energy_ev).abs();
    let strong = lines.iter().filter(|l| l.height() >= MAIN_SHARE * highest);
    let near = strong.filter(|l| off(l) <= REACH_EV);
    let line = near.min_by(|a, b| off(a).total_cmp(&off(b)))?;
    let moved_ev = peak.energy_ev - place(line);
    let (mut seen, mut missing) = (Vec::new(), Vec::new());
    for other in lines
        .iter()
        .filter(|l| l.name != line.name && l.height() >= MUST_SHOW * line.height())
    {
        let at_ev = place(other) + moved_ev;
        if !(lo_ev + REACH_EV..=hi_ev - REACH_EV).contains(&at_ev) {
            continue;
        }
        let name = format!("{symbol} {}", other.name);
        match peaks
            .iter()
            .any(|p| (p.energy_ev - at_ev).abs() <= ALIKE_EV)
        {
            true => seen.push(name),
            false => missing.push(name),
        }
    }
    let candidate = Candidate {
        line: format!("{symbol} {}", line.name),
        expected_ev: place(line),
        seen,
        missing,
    };
    Some((candidate, moved_ev.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(at_ev: &[f64]) -> Vec<Candidate> {
        let peaks: Vec<Peak> = at_ev
            .iter()
            .map(|e| Peak {
                energy_ev: *e,
                height: 1.0,
            })
            .collect();
        candidates(peaks[0], &peaks, &[], (Source::AlKa, 0.0, [0.0, 1200.0]))
    }

    #[test]
    fn an_element_whose_other_lines_are_seen_comes_first() {
        // Mo 3d with 3p, as on a flake that is charged by −1 eV.
        let found = told(&[227.0, 393.0, 411.0]);
        assert_eq!(found[0].line, "Mo 3d", "{found:?}");
        assert!(found[0].missing.is_empty(), "{found:?}");
        let text = UnexplainedPeak::new(227.0, found).text;
        assert!(text.contains("Mo 3d (228 eV"), "{text}");
    }

    #[test]
    fn what_is_found_is_no_candidate_and_a_line_of_nothing_has_none() {
        let far = told(&[1190.0]);
        assert!(
            far.iter()
                .all(|c| (c.expected_ev - 1190.0).abs() <= REACH_EV),
            "{far:?}"
        );
        let copper = ElementAmount {
            symbol: "Cu".into(),
            z: 29,
            atomic_percent: 100.0,
            presence: 1.0,
            interval: [0.0, 100.0],
        };
        let peak = Peak {
            energy_ev: 932.6,
            height: 1.0,
        };
        let found = candidates(peak, &[peak], &[copper], (Source::AlKa, 0.0, [0.0, 1200.0]));
        assert!(
            found.iter().all(|c| !c.line.starts_with("Cu ")),
            "{found:?}"
        );
    }
}
