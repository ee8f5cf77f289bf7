//! What of the intensity at a line group comes from other elements.

use super::tables::TabulatedGroup;
use crate::conventional::LineKind;

/// Photoelectron lines nearer than the first distance are one in a survey; from the second on they
/// stand apart, eV. Between them chemical shifts decide.
const PHOTO_EV: [f64; 2] = [2.0, 6.0];
/// The same where one of the two is an Auger group, which is broad and moves further.
const AUGER_EV: [f64; 2] = [5.0, 15.0];

/// What another element has at a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign {
    /// Atomic number of the other element.
    pub z: u8,
    /// Its line group: `C 1s`.
    pub line: String,
    /// Number of the own line that it lies at.
    at: usize,
    /// Electrons that it puts there for each of its atoms, barn.
    barn: f64,
}

/// A line group with all that lies at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    own_barn: Vec<f64>,
    /// Lines of the other elements there.
    pub foreign: Vec<Foreign>,
}

impl Neighbours {
    /// What `others`, elements by atomic number with their groups, have at the lines of `own`.
    pub fn new<'a>(
        own: &TabulatedGroup,
        others: impl IntoIterator<Item = (u8, &'a [TabulatedGroup])>,
    ) -> Neighbours {
        let mut foreign = Vec::new();
        for (z, groups) in others {
            for group in groups {
                for at in 0..own.group.lines_ev.len() {
                    let barn = reaching(own, at, group);
                    if barn > 0.0 {
                        let line = group.group.name.clone();
                        foreign.push(Foreign { z, line, at, barn });
                    }
                }
            }
        }
        Neighbours {
            own_barn: own.group.lines_barn.clone(),
            foreign,
        }
    }

    /// Share of the intensity at the group that each of [`Neighbours::foreign`] has, 0 to 1, in a
    /// sample with the amount `own` of its element and `amount` of others. The lines of the group
    /// count by their strength.
    pub fn shares(&self, own: f64, amount: impl Fn(u8) -> f64) -> Vec<f64> {
        let mut there: Vec<f64> = self.own_barn.iter().map(|barn| own * barn).collect();
        let parts: Vec<f64> = (self.foreign.iter())
            .map(|f| amount(f.z) * f.barn)
            .collect();
        for (foreign, part) in self.foreign.iter().zip(&parts) {
            there[foreign.at] += part;
        }
        let sum: f64 = self.own_barn.iter().sum();
        let weight = |at: usize| self.own_barn[at] / sum.max(f64::MIN_POSITIVE);
        let share = |(f, part): (&Foreign, &f64)| match there[f.at] > 0.0 {
            true => weight(f.at) * part / there[f.at],
            false => 0.0,
        };
        self.foreign.iter().zip(&parts).map(share).collect()
    }
}

/// Electrons of `other` that count at line `at` of `own`, barn.
fn reaching(own: &TabulatedGroup, at: usize, other: &TabulatedGroup) -> f64 {
    let auger = |g: &TabulatedGroup| g.group.kind == LineKind::Auger;
    let [one, apart] = match auger(own) || auger(other) {
        true => AUGER_EV,
        false => PHOTO_EV,
    };
    // Of a broad group only a part stands under a narrow line.
    let covered = match auger(other) && !auger(own) {
        true => (PHOTO_EV[0] + PHOTO_EV[1]) / (AUGER_EV[0] + AUGER_EV[1]),
        false => 1.0,
    };
    let here = own.group.lines_ev[at];
    let lines = other.group.lines();
    lines
        .map(|(energy_ev, barn)| {
            let away = ((energy_ev - here).abs() - one) / (apart - one);
            covered * barn * (1.0 - away).clamp(0.0, 1.0)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::groups_in_range;
    use crate::spectrum::Source;

    fn group(symbol: &str, name: &str) -> TabulatedGroup {
        let groups = groups_in_range(symbol, Source::AlKa, [0.0, 1350.0]);
        groups.into_iter().find(|g| g.group.name == name).unwrap()
    }

    #[test]
    fn amounts_decide_what_an_overlap_hides() {
        let ruthenium = group("Ru", "Ru 3d");
        let carbon = [group("C", "C 1s")];
        let neighbours = Neighbours::new(&ruthenium, [(6, &carbon[..])]);
        let hidden = |ru: f64, c: f64| -> f64 {
            let shares = neighbours.shares(ru, |z| if z == 6 { c } else { 0.0 });
            shares.iter().sum()
        };
        assert_eq!(hidden(1.0, 0.0), 0.0);
        assert!(hidden(50.0, 5.0) < 0.1, "{}", hidden(50.0, 5.0));
        assert!(hidden(5.0, 60.0) > 0.3, "{}", hidden(5.0, 60.0));
        assert!(hidden(1e-6, 60.0) > 0.99);
        let ruthenium = [ruthenium];
        let at_carbon = Neighbours::new(&carbon[0], [(44, &ruthenium[..])]);
        let hidden: f64 = at_carbon.shares(1.0, |_| 1.0).iter().sum();
        assert!(hidden > 0.7, "Ru is the stronger: {hidden}");
    }

    #[test]
    fn far_lines_hide_nothing_and_auger_groups_a_part() {
        let tin = [group("Sn", "Sn 3d")];
        let gold = Neighbours::new(&group("Au", "Au 4f"), [(50, &tin[..])]);
        assert!(gold.foreign.is_empty());
        let sodium = [group("Na", "Na KLL")];
        let titanium = group("Sb", "Sb 3d");
        let oxygen = Neighbours::new(&group("O", "O 1s"), [(11, &sodium[..])]);
        let narrow = Neighbours::new(&group("O", "O 1s"), [(51, &[titanium][..])]);
        let hidden = |n: &Neighbours| -> f64 { n.shares(1.0, |_| 1.0).iter().sum() };
        assert!(hidden(&oxygen) > 0.0 && hidden(&oxygen) < hidden(&narrow));
    }
}
