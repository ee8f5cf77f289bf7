//! Where on the axis each element has lines of its own, and which elements a range of energies can show.

use std::sync::OnceLock;

use speclens::conventional::{LineGroup, Reach, tabulated_groups, within};
use speclens::physics::recording::Recording;
use speclens::spectrum::{Grid, Source, elements};

/// How far about its tabulated lines an element's evidence is looked for, eV: as explanations have it, and 3 eV
/// for the shifts that they find and take off before.
const REACH: Reach = Reach {
    photo_ev: 8.0,
    auger_ev: 13.0,
};
/// A range shows an element where it holds a group of lines with this share of its strongest group's electrons.
const SHOWN_SHARE: f64 = 0.05;
/// A line this near to the end of a range is not shown, eV.
const END_EV: f64 = 3.0;

/// The line groups of all elements of the library under one source.
#[derive(Debug)]
pub struct OwnLines {
    of: Vec<Vec<LineGroup>>,
}

static KNOWN: [OnceLock<OwnLines>; 2] = [OnceLock::new(), OnceLock::new()];

impl OwnLines {
    /// Those under `source`.
    pub fn under(source: Source) -> &'static OwnLines {
        let place = match source {
            Source::AlKa => &KNOWN[0],
            Source::MgKa => &KNOWN[1],
        };
        place.get_or_init(|| {
            let all = elements::all().iter();
            let of = all.map(|e| tabulated_groups(e.symbol, source)).collect();
            OwnLines { of }
        })
    }

    /// The blocks of `points` grid points in which each element has lines, element by element, ascending.
    pub fn blocks(&self, grid: &Grid, points: usize) -> Vec<Vec<usize>> {
        let blocks = 0..grid.points / points;
        let ends = |block: usize| {
            let edge = |i: usize| grid.energy_ev(i) - 0.5 * grid.step_ev;
            [edge(block * points), edge((block + 1) * points)]
        };
        let holds = |groups: &[LineGroup], block: usize| {
            let [from, to] = ends(block);
            let mut windows = groups.iter().flat_map(|g| g.windows_ev(REACH));
            windows.any(|[lo, hi]| lo < to && hi > from)
        };
        let of_element =
            |groups: &Vec<LineGroup>| blocks.clone().filter(|b| holds(groups, *b)).collect();
        self.of.iter().map(of_element).collect()
    }

    /// The intervals of binding energy within `reach` of the lines of element number `element` of the library, eV.
    pub fn windows_ev(&self, element: usize, reach: Reach) -> Vec<[f64; 2]> {
        let groups = self.of[element].iter();
        groups.flat_map(|g| g.windows_ev(reach)).collect()
    }

    /// Whether a spectrum of `range_ev`, lowest and highest binding energy, can show element number `element` of
    /// the library, whose lines it has `shift_ev` higher than the tables.
    pub fn shown(&self, element: usize, range_ev: [f64; 2], shift_ev: f64) -> bool {
        let groups = &self.of[element];
        let strongest = groups.iter().map(|g| g.barn).fold(0.0, f64::max);
        let [lo, hi] = range_ev;
        let covered = [[lo + END_EV, hi - END_EV]];
        let seen = |g: &&LineGroup| {
            let top = g.lines_ev.first();
            top.is_some_and(|e| within(&covered, e + shift_ev))
        };
        (groups.iter().filter(seen)).any(|g| g.barn >= SHOWN_SHARE * strongest)
    }

    /// The fractions of what a spectrum can show that is recorded so, scaled to one; none where it shows nothing of
    /// the sample.
    pub fn of_shown(&self, fractions: &[f32], how: &Recording) -> Option<Vec<f32>> {
        let range_ev = [how.scan.from_ev, how.scan.to_ev];
        let shift_ev = shift_ev(how);
        let mut shown = fractions.to_vec();
        for (e, fraction) in shown.iter_mut().enumerate() {
            if *fraction > 0.0 && !self.shown(e, range_ev, shift_ev) {
                *fraction = 0.0;
            }
        }
        let sum: f32 = shown.iter().sum();
        shown.iter_mut().for_each(|f| *f /= sum);
        (sum > 0.0).then_some(shown)
    }
}

/// How far above the tables a recording has the lines, eV.
pub fn shift_ev(how: &Recording) -> f64 {
    how.shift_ev + how.charging.shift_ev
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use speclens::physics::recording::Scan;

    fn index(symbol: &str) -> usize {
        let mut all = elements::all().iter();
        all.position(|e| e.symbol == symbol).unwrap()
    }

    #[test]
    fn every_element_has_blocks_of_its_own_and_gold_has_those_of_its_lines() {
        for source in [Source::AlKa, Source::MgKa] {
            let blocks = OwnLines::under(source).blocks(&GRID, 16);
            assert_eq!(blocks.len(), elements::all().len());
            assert!(blocks.iter().all(|own| !own.is_empty()));
            let block = |energy_ev: f64| ((energy_ev + 10.5) / 16.0) as usize;
            let gold = &blocks[index("Au")];
            assert!(gold.contains(&block(84.0)) && gold.contains(&block(335.0)));
            assert!(
                !gold.contains(&block(200.0)) && !gold.contains(&block(480.0)),
                "{gold:?}"
            );
        }
    }

    #[test]
    fn a_short_range_shows_the_elements_that_have_lines_there() {
        let own = OwnLines::under(Source::AlKa);
        let shown = |symbol, to| own.shown(index(symbol), [0.0, to], 0.0);
        for symbol in ["C", "O", "Au", "Fe"] {
            assert!(shown(symbol, 1200.0), "{symbol}");
        }
        // Sodium's 2s has too few electrons to count; its KLL lies at 497 eV.
        assert!(shown("Na", 600.0) && !shown("F", 500.0) && !shown("O", 531.0));
        assert!(own.shown(index("O"), [0.0, 531.0], -8.0));
    }

    #[test]
    fn what_is_not_shown_is_not_asked_for() {
        let own = OwnLines::under(Source::AlKa);
        let mut fractions = vec![0.0; elements::all().len()];
        (fractions[index("C")], fractions[index("F")]) = (0.25, 0.75);
        let of = |from_ev, to_ev, shift_ev, charged_ev| {
            let mut how = Recording::ideal(Scan::of_grid(&GRID));
            (how.scan.from_ev, how.scan.to_ev) = (from_ev, to_ev);
            (how.shift_ev, how.charging.shift_ev) = (shift_ev, charged_ev);
            own.of_shown(&fractions, &how)
        };
        assert_eq!(of(0.0, 1200.0, 0.0, 0.0).unwrap(), fractions);
        let short = of(0.0, 500.0, 0.0, 0.0).unwrap();
        assert_eq!((short[index("C")], short[index("F")]), (1.0, 0.0));
        // F 1s lies at 686 eV.
        assert_eq!(of(0.0, 684.0, -1.0, -8.0).unwrap(), fractions);
        assert_ne!(of(0.0, 692.0, 1.0, 8.0).unwrap(), fractions);
        assert_eq!(of(350.0, 480.0, 0.0, 0.0), None);
    }
}
