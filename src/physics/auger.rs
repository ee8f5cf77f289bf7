//! X-ray excited Auger lines: intensities from photoionisation and EADL's transition
//! probabilities, energies moved to where the groups are measured.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{elements, lines, table};
use crate::spectrum::{AL_KA_EV, Source};

/// One Auger line (transitions of an element within one electronvolt are joined).
#[derive(Debug, Clone, PartialEq)]
pub struct AugerLine {
    /// Kinetic energy, eV, Fermi-referenced: independent of the source.
    pub kinetic_ev: f64,
    /// Electrons per atom in the scale of subshell cross sections, barn.
    pub barn: f64,
    /// Group in main-shell notation: `KLL`, `LMM`, `MNV` (V: a valence shell).
    pub group: String,
    /// Lorentzian FWHM, eV: the natural widths of the three levels, added.
    pub width_ev: f64,
}

#[derive(Debug, Clone)]
struct Transition {
    vacancy: String,
    j: String,
    k: String,
    probability: f64,
    kinetic_ev: f64,
}

/// Levels shallower than this belong to the valence band, eV.
const VALENCE_EV: f64 = 12.0;
/// Auger electrons slower than this lie beyond the grid of any source used here, eV.
const MIN_KINETIC_EV: f64 = 25.0;
/// Lines weaker than this are dropped, barn.
const MIN_BARN: f64 = 30.0;

static AL: LazyLock<HashMap<u8, Vec<AugerLine>>> = LazyLock::new(|| build(Source::AlKa));
static MG: LazyLock<HashMap<u8, Vec<AugerLine>>> = LazyLock::new(|| build(Source::MgKa));

/// The Auger lines of an element under `source`, ascending in kinetic energy.
///
/// A vacancy in a shell is made by photoionisation (Scofield) or left by an earlier transition
/// (Coster–Kronig and cascades included); it decays with EADL's probabilities (Perkins et al.
/// 1991, UCRL-50400 vol. 30). Energies of the groups that the handbook lists (Moulder et al.
/// 1992) are moved there; the others move with the nearest listed group of the same vacancy.
pub fn of(z: u8, source: Source) -> &'static [AugerLine] {
    let built = match source {
        Source::AlKa => &AL,
        Source::MgKa => &MG,
    };
    built.get(&z).map_or(&[], Vec::as_slice)
}

fn build(source: Source) -> HashMap<u8, Vec<AugerLine>> {
    let mut transitions: HashMap<u8, Vec<Transition>> = HashMap::new();
    for row in table::rows(include_str!("data/auger_transitions.tsv")) {
        transitions
            .entry(row.number(0) as u8)
            .or_default()
            .push(Transition {
                vacancy: row.text(1).to_owned(),
                j: row.text(2).to_owned(),
                k: row.text(3).to_owned(),
                probability: row.number(4),
                kinetic_ev: row.number(5),
            });
    }
    let handbook = lines::handbook();
    elements::all()
        .iter()
        .filter_map(|e| {
            let list = transitions.get(&e.z)?;
            let measured: Vec<(&str, f64)> = handbook
                .iter()
                .filter(|h| h.z == e.z && !h.is_photo)
                .map(|h| (h.label.as_str(), AL_KA_EV - h.binding_al_ev))
                .collect();
            Some((e.z, element(e.z, list, &measured, source)))
        })
        .collect()
}

/// Depth order of shells: K, L1 … P3.
fn depth(shell: &str) -> (u8, u8) {
    let bytes = shell.as_bytes();
    (bytes[0], bytes.get(1).map_or(0, |d| d - b'0'))
}

fn element(z: u8, list: &[Transition], measured: &[(&str, f64)], source: Source) -> Vec<AugerLine> {
    let levels = lines::of(z);
    let is_valence = |shell: &str| {
        levels
            .iter()
            .find(|l| l.shell == shell)
            .is_none_or(|l| l.binding_ev < VALENCE_EV)
    };
    let shifts = group_shifts(list, measured, &is_valence);

    let mut vacancies: HashMap<&str, f64> = levels
        .iter()
        .filter(|l| l.binding_ev < source.photon_energy_ev())
        .map(|l| (l.shell.as_str(), l.sigma_barn(source)))
        .collect();
    let mut shells: Vec<&str> = list.iter().map(|t| t.vacancy.as_str()).collect();
    shells.sort_by_key(|s| depth(s));
    shells.dedup();

    let mut found: Vec<AugerLine> = Vec::new();
    for shell in shells {
        let holes = vacancies.get(shell).copied().unwrap_or(0.0);
        if holes <= 0.0 {
            continue;
        }
        for (t, shift) in list.iter().zip(&shifts).filter(|(t, _)| t.vacancy == shell) {
            let barn = holes * t.probability;
            for left in [&t.j, &t.k] {
                *vacancies.entry(left.as_str()).or_default() += barn;
            }
            let kinetic_ev = t.kinetic_ev + shift;
            if kinetic_ev < MIN_KINETIC_EV || barn < MIN_BARN {
                continue;
            }
            let natural = |shell: &str| {
                levels
                    .iter()
                    .find(|l| l.shell == shell)
                    .map_or(0.0, |l| l.width_ev)
            };
            let letter = |s: &str| {
                if is_valence(s) {
                    'V'
                } else {
                    char::from(depth(s).0)
                }
            };
            let mut pair = [letter(&t.j), letter(&t.k)];
            pair.sort_unstable();
            found.push(AugerLine {
                kinetic_ev,
                barn,
                group: format!("{}{}{}", char::from(depth(shell).0), pair[0], pair[1]),
                width_ev: natural(shell) + natural(&t.j) + natural(&t.k),
            });
        }
    }
    join(found)
}

/// Joins lines of the same group within one electronvolt, weighted by intensity.
fn join(mut found: Vec<AugerLine>) -> Vec<AugerLine> {
    found.sort_by(|a, b| {
        (&a.group, a.kinetic_ev)
            .partial_cmp(&(&b.group, b.kinetic_ev))
            .expect("finite")
    });
    let mut joined: Vec<AugerLine> = Vec::new();
    for line in found {
        match joined.last_mut() {
            Some(last) if last.group == line.group && line.kinetic_ev - last.kinetic_ev < 1.0 => {
                let sum = last.barn + line.barn;
                last.kinetic_ev = (last.kinetic_ev * last.barn + line.kinetic_ev * line.barn) / sum;
                last.width_ev = (last.width_ev * last.barn + line.width_ev * line.barn) / sum;
                last.barn = sum;
            }
            _ => joined.push(line),
        }
    }
    joined.sort_by(|a, b| a.kinetic_ev.total_cmp(&b.kinetic_ev));
    joined
}

/// Shift in eV of each transition, EADL → measured.
fn group_shifts(
    list: &[Transition],
    measured: &[(&str, f64)],
    is_valence: &dyn Fn(&str) -> bool,
) -> Vec<f64> {
    let mut shifts: Vec<Option<f64>> = vec![None; list.len()];
    // Anchors: main shell of the vacancy, EADL energy of the group, shift.
    let mut anchors: Vec<(u8, f64, f64)> = Vec::new();
    for (label, kinetic_ev) in measured {
        let Some(label) = Label::parse(label) else {
            continue;
        };
        let members: Vec<usize> = (0..list.len())
            .filter(|&i| label.matches(&list[i], is_valence))
            .collect();
        let weight: f64 = members.iter().map(|&i| list[i].probability).sum();
        if weight <= 0.0 {
            continue;
        }
        let mean = members
            .iter()
            .map(|&i| list[i].probability * list[i].kinetic_ev)
            .sum::<f64>()
            / weight;
        let shift = kinetic_ev - mean;
        anchors.push((depth(&list[members[0]].vacancy).0, mean, shift));
        for i in members {
            // Terms of one label listed apart (1P, 3P): the mean of both.
            shifts[i] = Some(shifts[i].map_or(shift, |s| 0.5 * (s + shift)));
        }
    }
    list.iter()
        .zip(shifts)
        .map(|(t, shift)| {
            shift.unwrap_or_else(|| {
                anchors
                    .iter()
                    .filter(|a| a.0 == depth(&t.vacancy).0)
                    .min_by(|a, b| {
                        (a.1 - t.kinetic_ev)
                            .abs()
                            .total_cmp(&(b.1 - t.kinetic_ev).abs())
                    })
                    .map_or(0.0, |a| a.2)
            })
        })
        .collect()
}

/// A label of the handbook, e.g. `L3M23M45(1P)`: three sets of shells.
#[derive(Debug, PartialEq)]
struct Label {
    sets: [ShellSet; 3],
}

#[derive(Debug, PartialEq)]
enum ShellSet {
    Valence,
    /// Main shell and the allowed subshells (empty: any).
    Shells(u8, Vec<u8>),
}

impl Label {
    fn parse(text: &str) -> Option<Label> {
        let text = text.split('(').next()?;
        let mut sets: Vec<ShellSet> = Vec::new();
        for byte in text.bytes() {
            match byte {
                b'V' => sets.push(ShellSet::Valence),
                b'K'..=b'P' => sets.push(ShellSet::Shells(byte, vec![])),
                b'1'..=b'7' => match sets.last_mut()? {
                    ShellSet::Shells(_, digits) => digits.push(byte - b'0'),
                    ShellSet::Valence => return None,
                },
                _ => return None,
            }
        }
        // `LM23M23` means any L vacancy, `KVV` any valence shells.
        Some(Label {
            sets: sets.try_into().ok()?,
        })
    }

    fn matches(&self, t: &Transition, is_valence: &dyn Fn(&str) -> bool) -> bool {
        let fits = |set: &ShellSet, shell: &str| match set {
            ShellSet::Valence => is_valence(shell),
            ShellSet::Shells(main, digits) => {
                let (letter, digit) = depth(shell);
                letter == *main && (digits.is_empty() || digits.contains(&digit))
            }
        };
        fits(&self.sets[0], &t.vacancy)
            && ((fits(&self.sets[1], &t.j) && fits(&self.sets[2], &t.k))
                || (fits(&self.sets[1], &t.k) && fits(&self.sets[2], &t.j)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Binding energy (Al Kα) of the strongest line whose group begins so.
    fn strongest(symbol: &str, group: &str) -> f64 {
        let z = elements::by_symbol(symbol).unwrap().z;
        let line = of(z, Source::AlKa)
            .iter()
            .filter(|l| l.group.starts_with(group))
            .max_by(|a, b| a.barn.total_cmp(&b.barn))
            .unwrap_or_else(|| panic!("{symbol} has no {group}"));
        AL_KA_EV - line.kinetic_ev
    }

    #[test]
    fn principal_groups_stand_where_the_handbook_measures_them() {
        for (symbol, group, ev) in [
            ("O", "K", 978.0),
            ("Cu", "LVV", 568.0),
            ("Ag", "MVV", 1131.0),
            ("Na", "K", 497.0),
        ] {
            let found = strongest(symbol, group);
            assert!(
                (found - ev).abs() < 6.0,
                "{symbol} {group}: {found:.1} instead of {ev} eV"
            );
        }
    }

    #[test]
    fn kll_of_oxygen_has_the_weight_of_a_real_spectrum() {
        // All K holes of light elements end in Auger electrons: the KLL area is that of the 1s
        // line, before transmission and mean free path.
        let kll: f64 = of(8, Source::AlKa)
            .iter()
            .filter(|l| l.group.starts_with('K'))
            .map(|l| l.barn)
            .sum();
        let o1s = lines::of(8)
            .iter()
            .find(|l| l.orbital == "1s")
            .unwrap()
            .sigma_al_barn;
        assert!((0.9..1.01).contains(&(kll / o1s)), "{}", kll / o1s);
    }

    #[test]
    fn labels_are_understood() {
        let any = |_: &str| false;
        let t = |v: &str, j: &str, k: &str| Transition {
            vacancy: v.into(),
            j: j.into(),
            k: k.into(),
            probability: 1.0,
            kinetic_ev: 0.0,
        };
        let label = Label::parse("L3M23M45(1P)").unwrap();
        assert!(
            label.matches(&t("L3", "M2", "M4"), &any) && label.matches(&t("L3", "M5", "M3"), &any)
        );
        assert!(!label.matches(&t("L2", "M2", "M4"), &any));
        assert!(
            Label::parse("KLL")
                .unwrap()
                .matches(&t("K", "L1", "L3"), &any)
        );
        assert!(Label::parse("nonsense").is_none() && Label::parse("L3M").is_none());
        let unreadable: Vec<String> = lines::handbook()
            .into_iter()
            .filter(|h| !h.is_photo && Label::parse(&h.label).is_none())
            .map(|h| h.label)
            .collect();
        assert!(unreadable.is_empty(), "{unreadable:?}");
    }

    #[test]
    fn magnesium_radiation_makes_no_vacancies_it_cannot_reach() {
        // Na 1s (1071 eV) is within reach of Mg Kα, Mg 1s (1303 eV) is not.
        let kll = |z: u8| of(z, Source::MgKa).iter().any(|l| l.group.starts_with('K'));
        assert!(kll(11) && !kll(12));
    }
}
