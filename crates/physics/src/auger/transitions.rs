//! Non-radiative transitions: EADL's probabilities, corrected where a free atom decays otherwise
//! than a solid does.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Bonds;
use super::label::depth;
use crate::{lines, table};

/// A vacancy in one shell becomes two, in shells `j` and `k`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Transition {
    pub vacancy: String,
    pub j: String,
    pub k: String,
    /// Per vacancy.
    pub probability: f64,
}

static EADL: LazyLock<HashMap<u8, Vec<Transition>>> = LazyLock::new(|| {
    let mut all: HashMap<u8, Vec<Transition>> = HashMap::new();
    for row in table::rows(include_str!("../data/auger_transitions.tsv")) {
        all.entry(row.number(0) as u8)
            .or_default()
            .push(Transition {
                vacancy: row.text(1).to_owned(),
                j: row.text(2).to_owned(),
                k: row.text(3).to_owned(),
                probability: row.number(4),
            });
    }
    all
});

/// K vacancies of light elements: shares of KL1L1, KL1L23 and KL23L23.
///
/// Ne and on: 6 : 24 : 70, measured on neon (Körber and Mehlhorn 1966, Z. Phys. 191, 217); EADL
/// has 9 : 27 : 64 for Na. O and F in solids have the closed shells of neon, unlike the free atoms
/// of EADL. N to B: estimates between that and EADL's values for carbon, 41 : 41 : 18; Li and Be,
/// for which EADL has no table, fill from their one valence band.
fn k_shares(z: u8) -> Option<[f64; 3]> {
    match z {
        3 | 4 => Some([1.0, 0.0, 0.0]),
        5 => Some([0.3, 0.45, 0.25]),
        6 => Some([0.15, 0.4, 0.45]),
        7 => Some([0.09, 0.29, 0.62]),
        8..=12 => Some([0.06, 0.24, 0.70]),
        _ => None,
    }
}

/// Usual valences of Sc to Ni, Y to Pd and Lu to Pt in ionic compounds, and how many d electrons a valence takes from
/// the atom around its core hole: the rest comes back by covalence and screening. An estimate.
const VALENCES: [[f64; 8]; 3] = [
    [3.0, 4.0, 4.5, 3.0, 3.0, 2.5, 2.5, 2.0],
    [3.0, 4.0, 5.0, 5.0, 5.0, 4.0, 3.0, 2.0],
    [3.0, 4.0, 5.0, 5.0, 5.0, 4.0, 4.0, 3.0],
];
const TAKEN_PER_VALENCE: f64 = 0.3;

/// The d electrons of a transition metal: of the free atom, as EADL has them, and of the atom around a core hole in its
/// solid. In the metal it looks like the next element and has about one s electron.
fn d_electrons(z: u8, bonds: Bonds) -> Option<(char, f64, f64)> {
    let (main, first, atom, valences) = match z {
        21..=28 => ('M', 21, [1, 2, 3, 5, 5, 6, 7, 8], VALENCES[0]),
        39..=46 => ('N', 39, [1, 2, 4, 5, 5, 7, 8, 10], VALENCES[1]),
        71..=78 => ('O', 71, [1, 2, 3, 4, 5, 6, 7, 9], VALENCES[2]),
        _ => return None,
    };
    let place = usize::from(z - first);
    let metal = f64::from((z - first + 3).min(10));
    let solid = match bonds {
        Bonds::Shared => metal,
        Bonds::Ionic => metal - TAKEN_PER_VALENCE * valences[place],
    };
    Some((main, f64::from(atom[place]), solid))
}

/// Share of L2 holes of Cu and Zn that move to L3 first: L2M45M45 has then 0.16 and 0.24 of the
/// area of L3M45M45, as in published spectra (0.12 to 0.2 and 0.2 to 0.3); widths would give 0.41
/// and 0.36. Estimates.
const CU_L2_L3: f64 = 0.6;
const ZN_L2_L3: f64 = 0.45;

/// Elements for whose 4f vacancies EADL has no table: Os and Ir. They decay as those of Pt.
const LIKE_PLATINUM: [u8; 2] = [76, 77];

/// The transitions of an element in its solid.
///
/// EADL (Perkins et al. 1991, UCRL-50400 vol. 30), with four corrections:
/// K shells of Li to Mg ([`k_shares`]); 4f shells of Os and Ir; the rates of transitions with one or two d electrons of a
/// transition metal grow with the number of such electrons or pairs ([`d_electrons`]); and the
/// L2–L3M45 and M4–M5N45 Coster–Kronig transitions, closed in the free atom and open in the
/// metal, take the share by which the measured width of L2 (M4) exceeds that of L3 (M5)
/// (Campbell and Papp 2001).
pub(super) fn of(z: u8, bonds: Bonds) -> Vec<Transition> {
    let mut list = EADL.get(&z).cloned().unwrap_or_default();
    if let Some([ss, sp, pp]) = k_shares(z) {
        list.retain(|t| t.vacancy != "K");
        let k = |j: &str, k: &str, probability: f64| Transition {
            vacancy: "K".into(),
            j: j.into(),
            k: k.into(),
            probability,
        };
        list.push(k("L1", "L1", ss));
        list.push(k("L1", "L3", sp));
        list.push(k("L3", "L3", pp));
        list.retain(|t| t.probability > 0.0);
    }
    if LIKE_PLATINUM.contains(&z) {
        let platinum = EADL.get(&78).into_iter().flatten();
        list.extend(
            platinum
                .filter(|t| matches!(t.vacancy.as_str(), "N6" | "N7"))
                .cloned(),
        );
    }
    if let Some((main, free, solid)) = d_electrons(z, bonds) {
        other_d_electrons(&mut list, main, free, solid);
    }
    for (upper, lower, filled) in [("L2", "L3", "M5"), ("M4", "M5", "N5")] {
        open_coster_kronig(z, &mut list, upper, lower, filled);
    }
    list.sort_by_key(|t| depth(&t.vacancy));
    list
}

fn other_d_electrons(list: &mut [Transition], main: char, free: f64, solid: f64) {
    let is_d = |s: &str| s.starts_with(main) && matches!(depth(s).1, 4 | 5);
    let pairs = |n: f64| (n * (n - 1.0)).max(1.0);
    let mut sums: HashMap<String, [f64; 2]> = HashMap::new();
    for t in list.iter_mut() {
        let factor = match u8::from(is_d(&t.j)) + u8::from(is_d(&t.k)) {
            0 => 1.0,
            1 => solid / free,
            _ => pairs(solid) / pairs(free),
        };
        let sum = sums.entry(t.vacancy.clone()).or_default();
        sum[0] += t.probability;
        t.probability *= factor;
        sum[1] += t.probability;
    }
    for t in list {
        let [before, after] = sums[&t.vacancy];
        t.probability *= before / after;
    }
}

fn open_coster_kronig(z: u8, list: &mut Vec<Transition>, upper: &str, lower: &str, filled: &str) {
    let width = |shell: &str| {
        lines::of(z)
            .iter()
            .find(|l| l.shell == shell)
            .map(|l| l.width_ev)
    };
    let (Some(wide), Some(narrow)) = (width(upper), width(lower)) else {
        return;
    };
    let of_upper = |t: &&mut Transition| t.vacancy == upper;
    let present: f64 = list
        .iter()
        .filter(|t| t.vacancy == upper && (t.j == lower || t.k == lower))
        .map(|t| t.probability)
        .sum();
    let wanted = match (z, upper) {
        (29, "L2") => CU_L2_L3,
        (30, "L2") => ZN_L2_L3,
        _ => 1.0 - narrow / wide,
    };
    if wanted <= present + 0.05 || !list.iter().any(|t| t.vacancy == upper) {
        return;
    }
    let added = (wanted - present) / (1.0 - present);
    for t in list.iter_mut().filter(of_upper) {
        t.probability *= 1.0 - added;
    }
    list.push(Transition {
        vacancy: upper.to_owned(),
        j: lower.to_owned(),
        k: filled.to_owned(),
        probability: added,
    });
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use speclens_spectrum::elements;

    #[test]
    fn no_vacancy_decays_more_than_once() {
        for e in elements::all() {
            let list = of(e.z, Bonds::Shared);
            let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
            for t in &list {
                assert!(t.probability > 0.0, "{} {t:?}", e.symbol);
                *sums.entry(&t.vacancy).or_default() += t.probability;
            }
            for (shell, sum) in sums {
                assert!(sum < 1.03, "{} {shell}: {sum}", e.symbol);
            }
        }
    }

    #[test]
    fn ions_have_fewer_pairs_of_d_electrons_to_decay_by() {
        let share = |z: u8, bonds, shells: [&str; 2]| -> f64 {
            of(z, bonds)
                .iter()
                .filter(|t| t.vacancy == "L3")
                .filter(|t| shells.contains(&t.j.as_str()) && shells.contains(&t.k.as_str()))
                .map(|t| t.probability)
                .sum()
        };
        for z in [24, 26, 27, 28] {
            let ratio = |shells| share(z, Bonds::Ionic, shells) / share(z, Bonds::Shared, shells);
            let (pairs, without_d) = (ratio(["M4", "M5"]), ratio(["M2", "M3"]));
            assert!((0.4..0.95).contains(&pairs), "Z = {z}: {pairs}");
            assert!((1.05..2.5).contains(&without_d), "Z = {z}: {without_d}");
        }
        // Its d shell is closed.
        assert_eq!(of(30, Bonds::Ionic), of(30, Bonds::Shared));
    }

    #[test]
    fn the_l2_hole_of_iron_moves_to_l3_as_its_width_says() {
        // Widths of 1.14 and 0.41 eV: 64 % of the L2 holes.
        let moved: f64 = of(26, Bonds::Shared)
            .iter()
            .filter(|t| t.vacancy == "L2" && (t.j == "L3" || t.k == "L3"))
            .map(|t| t.probability)
            .sum();
        assert!((moved - 0.64).abs() < 0.03, "{moved}");
    }
}
