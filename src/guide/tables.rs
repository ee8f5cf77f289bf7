//! The line groups of an element within a range, as the tables have them.

use crate::conventional::{LineGroup, LineKind, tabulated_groups};
use crate::physics::lines;
use crate::spectrum::{Source, elements};

/// Width of a narrow line in a survey, eV: analyser, source and phonons.
const SURVEY_FWHM_EV: f64 = 1.5;
/// Width of an Auger group, eV: several transitions, each of several terms.
const AUGER_FWHM_EV: f64 = 10.0;

/// A line group as the tables have it, not looked for in any spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct TabulatedGroup {
    /// The group; its energies are those of standards.
    pub group: LineGroup,
    /// Height of its peak for each atom, barn/eV: strong and narrow is what one measures by.
    pub height: f64,
}

impl TabulatedGroup {
    /// The group with the orbital of its stronger spin–orbit partner, j = l + 1/2: `Ru 3p3/2`.
    pub fn strongest_line(&self) -> String {
        let name = &self.group.name;
        let resolved = self.group.lines_ev.len() > 1;
        let j = match name.chars().last() {
            Some('p') => "3/2",
            Some('d') => "5/2",
            Some('f') => "7/2",
            _ => "",
        };
        match self.group.kind == LineKind::Photoelectron && resolved {
            true => format!("{name}{j}"),
            false => name.clone(),
        }
    }
}

/// The groups of an element whose strongest line lies within `range_ev`, photoelectron lines first,
/// the highest peak first.
pub fn groups_in_range(symbol: &str, source: Source, range_ev: [f64; 2]) -> Vec<TabulatedGroup> {
    let z = elements::by_symbol(symbol).map_or(0, |e| e.z);
    let [lo, hi] = range_ev;
    let mut groups: Vec<TabulatedGroup> = tabulated_groups(symbol, source)
        .into_iter()
        .filter(|g| (lo..=hi).contains(&g.lines_ev[0]))
        .map(|group| TabulatedGroup {
            height: group.barn / width_ev(z, &group),
            group,
        })
        .collect();
    groups.sort_by(|a, b| {
        let auger = |g: &TabulatedGroup| g.group.kind == LineKind::Auger;
        auger(a).cmp(&auger(b)).then(b.height.total_cmp(&a.height))
    });
    groups
}

/// Full width at half maximum of a group's strongest line in a survey, eV.
fn width_ev(z: u8, group: &LineGroup) -> f64 {
    let own = |l: &&lines::Line| group.name.ends_with(l.subshell());
    match group.kind {
        LineKind::Auger => AUGER_FWHM_EV,
        LineKind::Photoelectron => {
            let widths = lines::of(z).iter().filter(own);
            let natural = widths.map(|l| l.width_ev + l.gauss_fwhm_ev);
            SURVEY_FWHM_EV + natural.fold(0.0, f64::max)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(symbol: &str) -> Vec<String> {
        let groups = groups_in_range(symbol, Source::AlKa, [0.0, 1350.0]);
        groups.iter().map(TabulatedGroup::strongest_line).collect()
    }

    #[test]
    fn the_line_that_one_measures_by_comes_first() {
        for (symbol, line) in [
            ("Au", "Au 4f7/2"),
            ("Ru", "Ru 3d5/2"),
            ("C", "C 1s"),
            ("Al", "Al 2p"),
            ("Fe", "Fe 2p3/2"),
            ("Pb", "Pb 4f7/2"),
        ] {
            assert_eq!(names(symbol)[0], line, "{:?}", names(symbol));
        }
        assert!(names("Au").iter().any(|n| n == "Au 4d5/2"));
    }

    #[test]
    fn a_group_out_of_range_is_left_out() {
        let silver = groups_in_range("Ag", Source::AlKa, [0.0, 300.0]);
        assert!(
            silver.iter().all(|g| g.group.name != "Ag 3d"),
            "out of range"
        );
    }
}
