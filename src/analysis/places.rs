//! What may stand at an energy: the lines of all elements in a spectrum, and what speaks for each.

use serde::{Deserialize, Serialize};

use super::{AnalyseError, Analysis, Prepared, lines_of};
use crate::conventional::{ElementLines, LineGroup, LineKind};
use crate::explain::LineTable;
use crate::model::manifest::Manifest;
use crate::network::Row;

/// Weaker lines of an element, by electrons, are not told.
const LEAST_STRENGTH: f64 = 0.02;
/// Other lines of the element must be seen from this share of the strength of the line on.
const MUST_SHOW: f64 = 0.5;
/// Most other lines that are named.
const MOST_NAMED: usize = 3;

/// A line group of some element in the range of a spectrum.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinePlace {
    /// Symbol of the element.
    pub symbol: String,
    /// The line with its element: `Mo 3d`.
    pub line: String,
    /// Photoelectrons or Auger electrons.
    pub kind: LineKind,
    /// Binding energy of the peak, eV; where none is seen, where it should be.
    pub energy_ev: f64,
    /// Binding energies of its lines, eV, the strongest first, moved as all lines of the spectrum are.
    pub lines_ev: Vec<f64>,
    /// Its electrons as a share of those of the element's strongest line, 0 to 1.
    pub strength: f64,
    /// Whether the spectrum has a peak there, whosever it is.
    pub seen: bool,
    /// Whether the element is in the answer.
    pub found: bool,
    /// What speaks for it and against it.
    pub reason: String,
}

/// The line groups of all elements that the network knows, in ascending energy. `row` is the network's answer;
/// `tables` are the tables of lines of the elements found, as far as they are worked out.
///
/// # Errors
/// A spectrum without binding energies.
pub fn line_places(
    manifest: &Manifest,
    prepared: &Prepared,
    analysis: &Analysis,
    row: &Row<'_>,
    tables: &[LineTable],
) -> Result<Vec<LinePlace>, AnalyseError> {
    let seen = lines_of(manifest, prepared, analysis)?;
    let mut places = Vec::new();
    for (symbol, presence) in manifest.elements.iter().zip(row.presence) {
        let element = seen.of(symbol);
        let strongest = element
            .groups
            .iter()
            .map(|g| g.barn)
            .fold(f64::MIN_POSITIVE, f64::max);
        let found = analysis.elements.iter().any(|e| e.symbol == *symbol);
        let told = element
            .groups
            .iter()
            .filter(|g| g.barn >= LEAST_STRENGTH * strongest);
        places.extend(told.map(|group| LinePlace {
            symbol: symbol.clone(),
            line: group.name.clone(),
            kind: group.kind,
            energy_ev: group.energy_ev,
            lines_ev: group.lines_ev.clone(),
            strength: group.barn / strongest,
            seen: group.found,
            found,
            reason: match found {
                true => of_found(group, tables),
                false => of_missed(group, &element, f64::from(*presence)),
            },
        }));
    }
    places.sort_by(|a, b| a.energy_ev.total_cmp(&b.energy_ev));
    Ok(places)
}

/// What the answer owes to a line of an element that is found.
fn of_found(group: &LineGroup, tables: &[LineTable]) -> String {
    let lines = tables.iter().flat_map(|t| &t.lines);
    let carried = lines.into_iter().find(|l| l.line == group.name);
    let seen = match group.found {
        true => "found, a peak is here",
        false => "found, no clear peak here",
    };
    match carried {
        Some(line) => format!("{seen}; {:.0} % of its evidence", 100.0 * line.share),
        None => seen.to_owned(),
    }
}

/// What speaks for and against a line of an element that is not found.
fn of_missed(group: &LineGroup, element: &ElementLines, presence: f64) -> String {
    let others = element.groups.iter().filter(|g| {
        g.kind == LineKind::Photoelectron
            && g.name != group.name
            && g.barn >= MUST_SHOW * group.barn
    });
    let (there, missing): (Vec<&LineGroup>, Vec<&LineGroup>) = others.partition(|g| g.found);
    let named = |groups: &[&LineGroup], what: &str| {
        let names = groups.iter().take(MOST_NAMED);
        let names = names.map(|g| format!("{} at {:.0} eV", g.name, g.energy_ev));
        match groups.is_empty() {
            true => String::new(),
            false => format!("; {} {what}", names.collect::<Vec<_>>().join(", ")),
        }
    };
    format!(
        "not found, presence {presence:.2}{}{}",
        named(&missing, "not seen"),
        named(&there, "has a peak")
    )
}
