//! What to mind about the elements of one spectrum.

use serde::{Deserialize, Serialize};

use super::classes::{Class, Classes};
use super::neighbours::Neighbours;
use super::tables::{TabulatedGroup, groups_in_range};
use super::words::LEAST_STRENGTH;
use crate::conventional::{LineKind, SpectrumLines};
use crate::model::quantify::ElementAmount;
use crate::spectrum::{Source, elements};

/// Elements that lie on nearly every surface: where they are not found, a line may hide them. With
/// the percent that a thin contamination layer shows.
const NEARLY_ALWAYS: [(&str, f64); 2] = [("C", 10.0), ("O", 10.0)];

/// A sentence about an element of a spectrum.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// Chemical symbol.
    pub element: String,
    /// Its class in general.
    pub class: Class,
    /// What to do.
    pub text: String,
    /// Line to measure: `Ru 3p3/2`; null where none is better than the others.
    pub measure: Option<String>,
    /// Its binding energy in this spectrum, eV.
    pub energy_ev: Option<f64>,
}

/// Advice for those of the elements `found` in a spectrum whose strongest line lies under lines of
/// the other elements found there (or of carbon or oxygen), and for those that surveys do not tell
/// well. `lines` are the line groups of that spectrum.
pub fn advise(classes: &Classes, found: &[ElementAmount], lines: &SpectrumLines) -> Vec<Advice> {
    let [lo, hi] = lines.range_ev();
    // The tables know nothing of the shift that the spectrum has.
    let range_ev = [lo - lines.shift_ev, hi - lines.shift_ev];
    let mut there: Vec<Present> = (found.iter())
        .map(|e| Present::new(&e.symbol, e.atomic_percent, lines.source(), range_ev))
        .collect();
    for (symbol, percent) in NEARLY_ALWAYS {
        if found.iter().all(|e| e.symbol != symbol) {
            there.push(Present::new(symbol, percent, lines.source(), range_ev));
        }
    }
    let named = found.iter().filter_map(|e| classes.of(&e.symbol));
    let advice = named.filter_map(|class| {
        let own = there.iter().find(|p| p.symbol == class.symbol)?;
        let (text, measure) = own.text(class.class, &there, classes)?;
        let group = measure.unwrap_or(own.groups.first()?);
        Some(Advice {
            element: class.symbol.clone(),
            class: class.class,
            text: text.replace("{at}", &format!("{:.0} eV", energy_ev(group, lines))),
            energy_ev: measure.map(|g| energy_ev(g, lines)),
            measure: measure.map(TabulatedGroup::strongest_line),
        })
    });
    advice.collect()
}

/// Where a group stands in the spectrum, eV.
fn energy_ev(group: &TabulatedGroup, lines: &SpectrumLines) -> f64 {
    let (symbol, _) = group.group.name.split_once(' ').unwrap_or_default();
    let groups = lines.of(symbol).groups;
    let here = groups.into_iter().find(|g| g.name == group.group.name);
    match here {
        Some(here) if here.found => here.energy_ev,
        _ => group.group.lines_ev[0] + lines.shift_ev,
    }
}

/// An element that is there, with its line groups in range.
struct Present {
    symbol: String,
    z: u8,
    percent: f64,
    groups: Vec<TabulatedGroup>,
}

impl Present {
    fn new(symbol: &str, percent: f64, source: Source, range_ev: [f64; 2]) -> Present {
        Present {
            symbol: symbol.to_owned(),
            z: elements::by_symbol(symbol).map_or(0, |e| e.z),
            percent,
            groups: groups_in_range(symbol, source, range_ev),
        }
    }

    /// Share of the intensity at a group that is foreign, and the line that has most of it.
    fn hidden(&self, group: &TabulatedGroup, there: &[Present]) -> (f64, Option<String>) {
        let others = there.iter().filter(|p| p.z != self.z);
        let neighbours = Neighbours::new(group, others.map(|p| (p.z, &p.groups[..])));
        let percent = |z| there.iter().find(|p| p.z == z).map_or(0.0, |p| p.percent);
        let shares = neighbours.shares(self.percent, percent);
        let most = (neighbours.foreign.iter().zip(&shares))
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(f, _)| f.line.clone());
        (shares.iter().sum(), most)
    }

    /// What to do, `{at}` standing for an energy, and the line to measure; nothing where the
    /// strongest line is free.
    fn text(
        &self,
        class: Class,
        there: &[Present],
        classes: &Classes,
    ) -> Option<(String, Option<&TabulatedGroup>)> {
        let limit = classes.thresholds.most_hidden;
        let main = self.groups.first()?;
        let name = &main.group.name;
        let (hidden, under) = self.hidden(main, there);
        let Some(under) = under.filter(|_| hidden >= limit) else {
            let doubtful = class == Class::IV;
            return doubtful.then(|| {
                let line = main.strongest_line();
                let text = format!(
                    "a survey alone does not tell it: take a narrow scan of {line} at {{at}}"
                );
                (text, Some(main))
            });
        };
        let free = self.groups.iter().skip(1).find(|g| {
            g.group.kind == LineKind::Photoelectron
                && g.height >= LEAST_STRENGTH * main.height
                && self.hidden(g, there).0 < limit
        });
        Some(match free {
            Some(free) => {
                let line = free.strongest_line();
                (
                    format!("{name} lies under {under}: measure {line} at {{at}}"),
                    Some(free),
                )
            }
            None => (
                format!(
                    "{name} lies under {under} and no other line is free: fit a narrow scan of both at {{at}}"
                ),
                None,
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::classes::tests::classes;
    use crate::spectrum::{Axis, Spectrum};

    fn advice(found: &[(&str, f64)]) -> Vec<Advice> {
        let found: Vec<ElementAmount> = (found.iter())
            .map(|(symbol, percent)| ElementAmount {
                symbol: (*symbol).into(),
                z: elements::by_symbol(symbol).unwrap().z,
                atomic_percent: *percent,
                presence: 1.0,
                interval: [*percent; 2],
            })
            .collect();
        let spectrum = Spectrum {
            axis: Some(Axis::Binding),
            energy_ev: (0..1200).map(f64::from).collect(),
            counts: vec![1.0; 1200],
            ..Spectrum::default()
        };
        let lines = SpectrumLines::new(&found, &spectrum, Source::AlKa).unwrap();
        advise(&classes(), &found, &lines)
    }

    fn of<'a>(advice: &'a [Advice], symbol: &str) -> Option<&'a Advice> {
        advice.iter().find(|a| a.element == symbol)
    }

    #[test]
    fn ruthenium_under_carbon_is_measured_by_3p() {
        let advice = advice(&[("C", 60.0), ("O", 35.0), ("Ru", 5.0)]);
        let ru = of(&advice, "Ru").unwrap();
        assert_eq!(ru.text, "Ru 3d lies under C 1s: measure Ru 3p3/2 at 462 eV");
        assert_eq!(ru.measure.as_deref(), Some("Ru 3p3/2"));
        assert_eq!(ru.energy_ev, Some(462.0));
    }

    #[test]
    fn carbon_is_minded_where_nobody_found_it() {
        let traces = advice(&[("O", 96.0), ("Ru", 1.0)]);
        assert!(
            of(&traces, "Ru").unwrap().text.contains("C 1s"),
            "{traces:?}"
        );
        let much = advice(&[("Ru", 100.0)]);
        assert_eq!(of(&much, "Ru"), None, "a little carbon hides no ruthenium");
    }

    #[test]
    fn carbon_beside_much_ruthenium_has_no_free_line() {
        let advice = advice(&[("Ru", 60.0), ("C", 20.0), ("O", 20.0)]);
        let carbon = of(&advice, "C").unwrap();
        assert!(
            carbon.text.starts_with("C 1s lies under Ru 3d"),
            "{carbon:?}"
        );
        assert_eq!(carbon.measure, None);
    }

    #[test]
    fn what_is_free_needs_no_advice_but_in_class_four() {
        let advice = advice(&[("Au", 60.0), ("C", 30.0), ("O", 5.0), ("Li", 5.0)]);
        assert_eq!(of(&advice, "Au"), None);
        let lithium = of(&advice, "Li").unwrap();
        assert!(lithium.text.contains("narrow scan") || lithium.text.contains("under Au 5p"));
    }
}
