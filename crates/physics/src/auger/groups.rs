//! Auger groups: vacancies and how they decay, gathered by subshells.

use std::collections::HashMap;

use super::Bonds;
use super::label::depth;
use super::transitions;
use crate::lines;
use speclens_spectrum::Source;

/// The subshells of the two final holes, the deeper first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair([&'static str; 2]);

impl Pair {
    /// From two shells such as `L3` and `M4`.
    pub fn new(j: &str, k: &str) -> Pair {
        let mut names = [subshell(j), subshell(k)];
        names.sort_by_key(|s| depth(s));
        Pair(names)
    }

    /// Names such as (`L23`, `M45`).
    pub fn names(&self) -> (&'static str, &'static str) {
        (self.0[0], self.0[1])
    }

    /// The subshell names one after the other: `L23M45`.
    pub fn designation(&self) -> String {
        self.0.concat()
    }
}

/// `M4` → `M45`.
fn subshell(shell: &str) -> &'static str {
    match shell {
        "K" => "K",
        "L1" => "L1",
        "L2" | "L3" => "L23",
        "M1" => "M1",
        "M2" | "M3" => "M23",
        "M4" | "M5" => "M45",
        "N1" => "N1",
        "N2" | "N3" => "N23",
        "N4" | "N5" => "N45",
        "N6" | "N7" => "N67",
        "O1" => "O1",
        "O2" | "O3" => "O23",
        "O4" | "O5" => "O45",
        "O6" | "O7" => "O67",
        "P1" => "P1",
        "P2" | "P3" => "P23",
        "P4" | "P5" => "P45",
        _ => "Q1",
    }
}

/// All transitions from one shell to one pair of subshells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Shell of the vacancy: `L3`.
    pub vacancy: String,
    /// Final holes.
    pub pair: Pair,
    /// Electrons from vacancies that photoionisation made, in the scale of cross sections, barn.
    pub direct_barn: f64,
    /// Electrons from vacancies that an earlier transition left, barn.
    pub fed_barn: f64,
    /// Mean kinetic energy, eV, before it is moved to where it is measured.
    pub kinetic_ev: f64,
    /// Sum of the natural widths of the three levels, eV.
    pub width_ev: f64,
    /// Final shells one by one with their share.
    pub members: Vec<(String, String, f64)>,
}

/// The groups of an element in a solid with these bonds under `source`, deepest vacancy first.
pub(super) fn of(z: u8, source: Source, bonds: Bonds) -> Vec<Group> {
    let levels = lines::of(z);
    let mut direct: HashMap<String, f64> = levels
        .iter()
        .filter(|l| l.binding_ev < source.photon_energy_ev())
        .map(|l| (l.shell.clone(), l.sigma_barn(source)))
        .collect();
    let mut fed: HashMap<String, f64> = HashMap::new();
    let width = |shell: &str| {
        levels
            .iter()
            .find(|l| l.shell == shell)
            .map_or(0.0, |l| l.width_ev)
    };
    let mut groups: Vec<Group> = Vec::new();
    for t in transitions::of(z, bonds) {
        let made = *direct.entry(t.vacancy.clone()).or_default();
        let left = *fed.entry(t.vacancy.clone()).or_default();
        let holes = made + left;
        if holes <= 0.0 {
            continue;
        }
        for shell in [&t.j, &t.k] {
            *fed.entry(shell.clone()).or_default() += holes * t.probability;
        }
        let Some(kinetic_ev) = kinetic_ev(z, &t.vacancy, &t.j, &t.k) else {
            continue;
        };
        let pair = Pair::new(&t.j, &t.k);
        let found = groups
            .iter()
            .position(|g| g.vacancy == t.vacancy && g.pair == pair);
        let group = match found {
            Some(i) => &mut groups[i],
            None => groups.push_mut(Group {
                vacancy: t.vacancy.clone(),
                pair,
                direct_barn: 0.0,
                fed_barn: 0.0,
                kinetic_ev: 0.0,
                width_ev: 0.0,
                members: Vec::new(),
            }),
        };
        // Sums for now, weighted by probability.
        group.direct_barn += made * t.probability;
        group.fed_barn += left * t.probability;
        group.kinetic_ev += kinetic_ev * t.probability;
        group.width_ev += (width(&t.vacancy) + width(&t.j) + width(&t.k)) * t.probability;
        group.members.push((t.j, t.k, t.probability));
    }
    for g in &mut groups {
        let sum: f64 = g.members.iter().map(|m| m.2).sum();
        g.kinetic_ev /= sum;
        g.width_ev /= sum;
        for m in &mut g.members {
            m.2 /= sum;
        }
    }
    groups
}

/// Binding energy of a level that has no line in the table, eV.
const UNLISTED_EV: f64 = 2.0;

fn binding_ev(z: u8, shell: &str) -> Option<f64> {
    lines::of(z)
        .iter()
        .find(|l| l.shell == shell)
        .map(|l| l.binding_ev)
}

/// Binding energy in the next element; between neighbours where it is not in the library.
fn next_binding_ev(z: u8, shell: &str) -> Option<f64> {
    let here = binding_ev(z, shell)?;
    let beyond = binding_ev(z + 1, shell)
        .map(|b| b - here)
        .or_else(|| binding_ev(z + 2, shell).map(|b| 0.5 * (b - here)))
        .or_else(|| binding_ev(z - 1, shell).map(|b| here - b))
        .or_else(|| binding_ev(z - 2, shell).map(|b| 0.5 * (here - b)));
    Some(here + beyond.unwrap_or(0.0))
}

/// Kinetic energy of an Auger electron, eV, Fermi-referenced:
/// E = E_v(Z) − ½[E_j(Z) + E_j(Z+1)] − ½[E_k(Z) + E_k(Z+1)] with the binding energies of the solid
/// (Chung and Jenkins 1970, Surf. Sci. 22, 479).
pub(super) fn kinetic_ev(z: u8, vacancy: &str, j: &str, k: &str) -> Option<f64> {
    let hole = |shell: &str| {
        let here = binding_ev(z, shell).unwrap_or(UNLISTED_EV);
        0.5 * (here + next_binding_ev(z, shell).unwrap_or(here))
    };
    Some(binding_ev(z, vacancy)? - hole(j) - hole(k))
}
