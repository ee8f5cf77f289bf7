//! X-ray excited Auger lines: intensities from photoionisation and transition probabilities,
//! energies moved to where the groups are measured, shapes from the terms of the final state.

mod anchors;
mod groups;
mod label;
mod terms;
mod transitions;

use std::sync::{LazyLock, OnceLock};

use super::handbook::{self, HandbookLine};
use super::lines;
use anchors::Placed;
use label::depth;
pub use label::series;
use speclens_spectrum::Source;

/// One Auger line: a term of a group, or the part of a group that comes from doubly ionised atoms.
#[derive(Debug, Clone, PartialEq)]
pub struct AugerLine {
    /// Kinetic energy, eV, Fermi-referenced: independent of the source.
    pub kinetic_ev: f64,
    /// Electrons per atom in the scale of subshell cross sections, barn.
    pub barn: f64,
    /// Group in main-shell notation: `KLL`, `LMM`, `MNV` (V: a valence shell).
    pub group: String,
    /// Vacancy, final holes and term: `L3M23M45(3P)`.
    pub transition: String,
    /// Lorentzian FWHM, eV: the natural widths of the three levels, added.
    pub width_ev: f64,
    /// Gaussian FWHM beyond lifetime and instrument, eV: multiplets and bands.
    pub gauss_fwhm_ev: f64,
}

/// Levels shallower than this belong to the valence band, eV.
const VALENCE_EV: f64 = 12.0;
/// Auger electrons slower than this lie beyond the grid of any source used here, eV.
const MIN_KINETIC_EV: f64 = 25.0;
/// Groups weaker than this are dropped: barn, and share of the strongest photoelectron line.
const MIN_BARN: f64 = 30.0;
const MIN_SHARE: f64 = 2e-3;
/// Groups weaker than this share of the strongest photoelectron line are drawn as one line.
const PLAIN_SHARE: f64 = 2e-2;
/// FWHM of a Gaussian of unit standard deviation.
const FWHM_PER_SIGMA: f64 = 2.354_82;

/// What holds an atom in its solid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bonds {
    /// Metals, alloys, carbides, sulfides …, and all molecules: its valence electrons are with it.
    #[default]
    Shared,
    /// Oxides, oxysalts, hydroxides and halides: the anions have a part of its valence electrons.
    Ionic,
}

const HEAVIEST: usize = 92;
type Lines = [OnceLock<Vec<AugerLine>>; 4];
static ELEMENTS: [Lines; HEAVIEST + 1] = [const { [const { OnceLock::new() }; 4] }; HEAVIEST + 1];
static HANDBOOK: LazyLock<Vec<HandbookLine>> = LazyLock::new(handbook::lines);

/// The Auger lines of an element under `source`, ascending in kinetic energy: [`with_bonds`], of the element itself.
pub fn of(z: u8, source: Source) -> &'static [AugerLine] {
    with_bonds(z, source, Bonds::Shared)
}

/// The Auger lines of an element in a solid with these bonds under `source`, ascending in kinetic energy; built on
/// first use.
///
/// A vacancy in a shell is made by photoionisation (Scofield) or left by an earlier transition
/// (Coster–Kronig and cascades included); it decays with EADL's probabilities (Perkins et al.
/// 1991, UCRL-50400 vol. 30), corrected for solids. Energies: Chung and Jenkins (1970, Surf. Sci.
/// 22, 479) with the binding energies of the solid, then moved so that the maximum of each group
/// that the handbook lists (Moulder et al. 1992) stands where it is measured.
pub fn with_bonds(z: u8, source: Source, bonds: Bonds) -> &'static [AugerLine] {
    let which = match (source, bonds) {
        (Source::AlKa, Bonds::Shared) => 0,
        (Source::MgKa, Bonds::Shared) => 1,
        (Source::AlKa, Bonds::Ionic) => 2,
        (Source::MgKa, Bonds::Ionic) => 3,
    };
    match ELEMENTS.get(usize::from(z)) {
        Some(cells) => cells[which].get_or_init(|| build(z, source, bonds)),
        None => &[],
    }
}

fn is_valence(z: u8, shell: &str) -> bool {
    lines::of(z)
        .iter()
        .find(|l| l.shell == shell)
        .is_none_or(|l| l.binding_ev < VALENCE_EV)
}

fn build(z: u8, source: Source, bonds: Bonds) -> Vec<AugerLine> {
    let strongest = lines::of(z)
        .iter()
        .map(|l| l.sigma_barn(source))
        .fold(0.0, f64::max);
    let least = MIN_BARN.max(MIN_SHARE * strongest);
    let placed = anchors::place(z, groups::of(z, source, bonds), bonds, &HANDBOOK, &|s| {
        is_valence(z, s)
    });
    let mut lines: Vec<AugerLine> = placed
        .iter()
        .filter(|p| p.group.direct_barn + p.group.fed_barn >= least)
        .flat_map(|p| {
            let lines = draw(z, p);
            if p.group.direct_barn + p.group.fed_barn < PLAIN_SHARE * strongest {
                vec![as_one(&lines)]
            } else {
                lines
            }
        })
        .filter(|l| l.kinetic_ev >= MIN_KINETIC_EV)
        .collect();
    lines.sort_by(|a, b| a.kinetic_ev.total_cmp(&b.kinetic_ev));
    lines
}

/// The lines of a group: its terms for singly ionised atoms, one broad line for the others.
fn draw(z: u8, placed: &Placed) -> Vec<AugerLine> {
    let g = &placed.group;
    let (j, k) = g.pair.names();
    let letter = |subshell: &str| {
        let shell = &subshell[..subshell.len().min(2)];
        if is_valence(z, shell) {
            'V'
        } else {
            char::from(depth(subshell).0)
        }
    };
    let mut holes = [letter(j), letter(k)];
    holes.sort_unstable();
    let group: String = [char::from(depth(&g.vacancy).0)]
        .iter()
        .chain(&holes)
        .collect();
    let designation = format!("{}{}", g.vacancy, g.pair.designation());

    let line = |kinetic_ev: f64, barn: f64, gauss_fwhm_ev: f64, term: &str| AugerLine {
        kinetic_ev: g.kinetic_ev + kinetic_ev,
        barn,
        group: group.clone(),
        transition: match term {
            "" => designation.clone(),
            name => format!("{designation}({name})"),
        },
        width_ev: g.width_ev,
        gauss_fwhm_ev,
    };
    let mut lines: Vec<AugerLine> = placed
        .terms
        .iter()
        .map(|t| {
            line(
                t.offset_ev,
                g.direct_barn * t.share,
                t.gauss_fwhm_ev,
                t.name,
            )
        })
        .collect();
    let fed = terms::with_spectator(&placed.terms);
    lines.push(line(fed.offset_ev, g.fed_barn, fed.gauss_fwhm_ev, ""));
    lines.retain(|l| l.barn > 0.0);
    lines
}

/// One line with the area, mean energy and spread of `lines`, which are not empty.
fn as_one(lines: &[AugerLine]) -> AugerLine {
    let barn: f64 = lines.iter().map(|l| l.barn).sum();
    let mean =
        |of: &dyn Fn(&AugerLine) -> f64| lines.iter().map(|l| l.barn * of(l)).sum::<f64>() / barn;
    let kinetic_ev = mean(&|l| l.kinetic_ev);
    let spread = mean(&|l| (l.kinetic_ev - kinetic_ev).powi(2)).sqrt();
    let transition = lines[0].transition.split('(').next().unwrap_or_default();
    AugerLine {
        kinetic_ev,
        barn,
        group: lines[0].group.clone(),
        transition: transition.to_owned(),
        width_ev: mean(&|l| l.width_ev),
        gauss_fwhm_ev: mean(&|l| l.gauss_fwhm_ev).hypot(FWHM_PER_SIGMA * spread),
    }
}

/// The lines of `z` that a designation means.
#[cfg(test)]
pub(super) fn labelled(z: u8, source: Source, designation: &str) -> Vec<&'static AugerLine> {
    let label = label::Label::parse(designation).expect("a designation");
    of(z, source)
        .iter()
        .filter(|l| {
            let line = label::Label::parse(&l.transition).expect("designations of lines");
            let terms = || of(z, source).iter().filter(|o| o.group == l.group);
            let has_term =
                |name: &str| terms().any(|o| o.transition.ends_with(&format!("({name})")));
            let of_term = match (&label.term, &line.term) {
                (Some(a), Some(b)) => a == b,
                (Some(a), None) => !has_term(a),
                (None, _) => true,
            };
            of_term && label.covers(&line, &|s| is_valence(z, s))
        })
        .collect()
}

#[cfg(test)]
mod tests;
