//! Where the tables expect the lines of an element, and how strong.

use super::line_groups::{HANDBOOK, LineKind, line_barn};
use crate::model::quantify::ElementAmount;
use speclens_physics::handbook::Kind;
use speclens_physics::{auger, lines};
use speclens_spectrum::Source;

/// Levels shallower than this belong to the valence band, eV.
pub(super) const SHALLOWEST_EV: f64 = 15.0;
/// Those of filled d and f shells are lines of their own down to here (Cd 4d, Zn 3d), eV.
const SHALLOWEST_D_F_EV: f64 = 8.0;
/// Height of an Auger group for its electrons, against a photoelectron line: it is a sum of many
/// lines side by side.
const AUGER_HEIGHT: f64 = 0.3;
/// Maxima of an Auger group weaker than this share of its strongest are not looked for.
const WEAK_MAXIMUM: f64 = 0.3;
/// Width that an instrument adds to a line in a survey (FWHM), eV: about that of its steps and of
/// the pass energies used for surveys.
const INSTRUMENT_EV: f64 = 2.0;
/// Half-width about an energy within which Auger lines are taken together, eV.
const AUGER_NEAR_EV: f64 = 8.0;

/// A line of a group: `4f7/2` of `4f`, a maximum of `MNN`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    /// Binding energy, eV.
    pub energy_ev: f64,
    /// Atomic percent × cross section, barn.
    pub weight: f64,
    /// The same for the height of its peak: less for a wide line.
    pub height: f64,
}

/// A subshell or an Auger series as the tables have it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expected {
    /// Without its element: `4f`, `KLL`.
    pub name: String,
    pub kind: LineKind,
    /// Its lines, the strongest first.
    pub parts: Vec<Part>,
    /// Atomic percent × cross section of all of them, barn.
    pub weight: f64,
}

impl Expected {
    /// Height of its strongest line.
    pub fn height(&self) -> f64 {
        self.parts[0].height
    }
}

/// Subshells and Auger groups of an element, each once.
pub(super) fn expected(element: &ElementAmount, source: Source) -> Vec<Expected> {
    let mut groups = subshells(element, source);
    groups.extend(auger_groups(element, source));
    groups
}

/// Subshells of an element, each once.
pub(super) fn subshells(element: &ElementAmount, source: Source) -> Vec<Expected> {
    let mut groups: Vec<Expected> = Vec::new();
    for line in lines::of(element.z) {
        let d_or_f = line.subshell().ends_with(['d', 'f']);
        let shallowest_ev = if d_or_f {
            SHALLOWEST_D_F_EV
        } else {
            SHALLOWEST_EV
        };
        if line.binding_ev >= shallowest_ev {
            let weight = line.sigma_barn(source) * element.atomic_percent;
            let own_ev = line.width_ev + line.gauss_fwhm_ev;
            let part = Part {
                energy_ev: line.binding_ev,
                weight,
                height: weight * INSTRUMENT_EV / (INSTRUMENT_EV + own_ev),
            };
            add(&mut groups, line.subshell(), LineKind::Photoelectron, part);
        }
    }
    for group in &mut groups {
        group.parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        one_peak(&mut group.parts);
    }
    groups
}

/// Auger groups of an element, each once.
fn auger_groups(element: &ElementAmount, source: Source) -> Vec<Expected> {
    let mut groups: Vec<Expected> = Vec::new();
    for line in auger::of(element.z, source) {
        let weight = AUGER_HEIGHT * line.barn * element.atomic_percent;
        let part = Part {
            energy_ev: source.photon_energy_ev() - line.kinetic_ev,
            weight,
            height: weight,
        };
        add(
            &mut groups,
            auger::series(&line.group),
            LineKind::Auger,
            part,
        );
    }
    for group in &mut groups {
        measured_maxima(group, element, source);
        group.parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let strongest = group.parts[0].weight;
        group.parts.retain(|p| p.weight >= WEAK_MAXIMUM * strongest);
    }
    groups
}

fn add(groups: &mut Vec<Expected>, name: &str, kind: LineKind, part: Part) {
    match groups.iter_mut().find(|g| g.name == name && g.kind == kind) {
        Some(group) => {
            group.weight += part.weight;
            group.parts.push(part);
        }
        None => groups.push(Expected {
            name: name.to_owned(),
            kind,
            weight: part.weight,
            parts: vec![part],
        }),
    }
}

/// Lines of a doublet that an instrument does not part make one peak, at the stronger's energy.
fn one_peak(parts: &mut Vec<Part>) {
    let at_ev = parts[0].energy_ev;
    let within = |p: &Part| (p.energy_ev - at_ev).abs() < INSTRUMENT_EV;
    parts[0].height = parts.iter().filter(|p| within(p)).map(|p| p.height).sum();
    let mut first = true;
    parts.retain(|p| std::mem::take(&mut first) || !within(p));
}

/// A group of many lines has its maxima where they add up, not at its strongest line: they are
/// taken as measured (Moulder et al. 1992), where the handbook has them.
fn measured_maxima(group: &mut Expected, element: &ElementAmount, source: Source) {
    let measured = HANDBOOK.iter().filter(|l| {
        l.z == element.z && l.kind == Kind::Auger && auger::series(&l.label) == group.name
    });
    let maxima: Vec<Part> = measured
        .map(|l| {
            let energy_ev = l.binding_ev(source);
            let barn = line_barn(element.z, LineKind::Auger, energy_ev, source);
            let weight = AUGER_HEIGHT * barn * element.atomic_percent;
            Part {
                energy_ev,
                weight,
                height: weight,
            }
        })
        .collect();
    if !maxima.is_empty() {
        group.parts = maxima;
    }
}

/// Atomic percent × cross section of the Auger lines about a binding energy, barn.
pub(super) fn auger_near(element: &ElementAmount, energy_ev: f64, source: Source) -> f64 {
    let kinetic_ev = source.photon_energy_ev() - energy_ev;
    let near = auger::of(element.z, source)
        .iter()
        .filter(|l| (l.kinetic_ev - kinetic_ev).abs() <= AUGER_NEAR_EV);
    AUGER_HEIGHT * element.atomic_percent * near.map(|l| l.barn).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pure(symbol: &str, z: u8) -> ElementAmount {
        ElementAmount {
            symbol: symbol.into(),
            z,
            atomic_percent: 100.0,
            presence: 1.0,
            interval: [0.0, 100.0],
        }
    }

    #[test]
    fn auger_groups_stand_at_their_measured_maxima() {
        for (symbol, z, ev) in [("I", 53, 982.0), ("Sn", 50, 1058.0), ("In", 49, 1084.0)] {
            let groups = expected(&pure(symbol, z), Source::AlKa);
            let mnn = groups.iter().find(|g| g.name == "MNN").unwrap();
            let near = |e: f64| mnn.parts.iter().any(|p| (p.energy_ev - e).abs() < 1.0);
            assert!(near(ev), "{symbol}: {:?}", mnn.parts);
        }
    }

    #[test]
    fn filled_shells_at_the_valence_band_are_lines_and_its_s_and_p_levels_are_not() {
        let names = |symbol: &str, z| -> Vec<String> {
            let groups = expected(&pure(symbol, z), Source::AlKa);
            groups.into_iter().map(|g| g.name).collect()
        };
        assert!(names("Cd", 48).contains(&"4d".to_owned()));
        assert!(!names("Cl", 17).contains(&"3p".to_owned()));
    }
}
