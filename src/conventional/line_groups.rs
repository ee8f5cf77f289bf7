//! The line groups of an element in a spectrum: where they are expected, and where they are seen.

use std::sync::{LazyLock, OnceLock};

use super::identify::common_shift_ev;
use super::trace::Trace;
use crate::model::quantify::ElementAmount;
use speclens_physics::handbook::{self, HandbookLine, Kind};
use speclens_physics::{auger, lines};
use speclens_spectrum::{AxisError, Source, Spectrum, elements};

/// How far from its tabulated energy the peak of a group is looked for, eV.
const PEAK: Reach = Reach {
    photo_ev: 5.0,
    auger_ev: 10.0,
};
/// Auger lines within this distance are counted to a maximum of the handbook, eV.
const AUGER_NEAR_EV: f64 = 15.0;

pub(super) static HANDBOOK: LazyLock<Vec<HandbookLine>> = LazyLock::new(handbook::lines);

/// What a group of lines comes from.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A photoelectron subshell: `Au 4f`.
    Photoelectron,
    /// An Auger series: `O KLL`.
    Auger,
}

/// Half-widths about lines, eV.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// About a photoelectron line.
    pub photo_ev: f64,
    /// About the maximum of an Auger group.
    pub auger_ev: f64,
}

impl Reach {
    /// Both wider by `ev`.
    #[must_use]
    pub fn plus(self, ev: f64) -> Reach {
        Reach {
            photo_ev: self.photo_ev + ev,
            auger_ev: self.auger_ev + ev,
        }
    }

    fn of(&self, kind: LineKind) -> f64 {
        match kind {
            LineKind::Photoelectron => self.photo_ev,
            LineKind::Auger => self.auger_ev,
        }
    }
}

/// The lines of one subshell, or of one Auger series.
#[derive(Debug, Clone, PartialEq)]
pub struct LineGroup {
    /// With its element: `Au 4f`, `O KLL`.
    pub name: String,
    /// What it comes from.
    pub kind: LineKind,
    /// Binding energies of its lines as measured on standards (Moulder et al. 1992), moved by what
    /// all lines of the spectrum are moved, eV; the strongest first.
    pub lines_ev: Vec<f64>,
    /// Electrons of each of these lines for each atom, barn; they sum to the group's.
    pub lines_barn: Vec<f64>,
    /// Binding energy of the peak, eV; where none is seen, that of the strongest line.
    pub energy_ev: f64,
    /// Whether the spectrum has a peak there.
    pub found: bool,
    /// Electrons for each atom, barn: which group is the strongest.
    pub barn: f64,
}

impl LineGroup {
    /// The intervals of binding energy that belong to the group, eV, ascending and apart.
    pub fn windows_ev(&self, reach: Reach) -> Vec<[f64; 2]> {
        let half = reach.of(self.kind);
        merged(self.lines_ev.iter().map(|e| [e - half, e + half]))
    }

    /// Energies of its lines, eV, with their electrons for each atom, barn.
    pub fn lines(&self) -> impl Iterator<Item = (f64, f64)> {
        let each = self.lines_ev.iter().zip(&self.lines_barn);
        each.map(|(energy_ev, barn)| (*energy_ev, *barn))
    }

    /// Distance to the nearest of its lines, eV.
    pub fn distance_ev(&self, energy_ev: f64) -> f64 {
        let distances = self.lines_ev.iter().map(|e| (e - energy_ev).abs());
        distances.fold(f64::INFINITY, f64::min)
    }
}

/// A line that stands on those of a weaker group.
struct Covering<'a> {
    group: &'a LineGroup,
    core_ev: [f64; 2],
    barn: f64,
}

/// All line groups of an element that lie within a spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct ElementLines {
    /// Symbol of the element.
    pub symbol: String,
    /// Its groups, photoelectron lines first, the strongest first.
    pub groups: Vec<LineGroup>,
}

impl ElementLines {
    /// The intervals of binding energy that belong to any of its groups, eV, ascending and apart.
    pub fn windows_ev(&self, reach: Reach) -> Vec<[f64; 2]> {
        merged(self.groups.iter().flat_map(|g| g.windows_ev(reach)))
    }

    /// The intervals of group number `index` alone, eV: without those within `core` of a stronger
    /// line of another group of the same element, whose peak covers what stands there.
    pub fn windows_of_ev(&self, index: usize, reach: Reach, core: Reach) -> Vec<[f64; 2]> {
        let covering = self.covering(index, reach, core);
        let covered = merged(covering.into_iter().map(|c| c.core_ev));
        let mut left = self.groups[index].windows_ev(reach);
        for [lo, hi] in covered {
            left = left
                .into_iter()
                .flat_map(|[from, to]| [[from, to.min(lo)], [from.max(hi), to]])
                .filter(|[from, to]| from < to)
                .collect();
        }
        left
    }

    /// The group of the same element whose stronger line, or its core, stands on the main line of
    /// group number `index`; of several the strongest.
    pub fn stands_under(&self, index: usize, reach: Reach, core: Reach) -> Option<&LineGroup> {
        let main_ev = self.groups[index].lines_ev[0];
        let covering = self.covering(index, reach, core).into_iter();
        covering
            .filter(|c| within(&[c.core_ev], main_ev))
            .max_by(|a, b| a.barn.total_cmp(&b.barn))
            .map(|c| c.group)
    }

    /// The lines of other groups that are stronger than what group number `index` has there. Lines
    /// are compared, not groups: an Auger series has more electrons than the subshell that it
    /// follows, but they lie in several lines.
    fn covering(&self, index: usize, reach: Reach, core: Reach) -> Vec<Covering<'_>> {
        let own = &self.groups[index];
        let others = self.groups.iter().enumerate().filter(|(i, _)| *i != index);
        others
            .flat_map(|(_, group)| group.lines().map(move |(e, barn)| (group, e, barn)))
            .filter_map(|(group, energy_ev, barn)| {
                let half = core.of(group.kind);
                let near = reach.of(own.kind) + half;
                let there = own.lines().filter(|(e, _)| (e - energy_ev).abs() <= near);
                let strongest = there.map(|(_, barn)| barn).reduce(f64::max)?;
                (barn > strongest).then_some(Covering {
                    group,
                    core_ev: [energy_ev - half, energy_ev + half],
                    barn,
                })
            })
            .collect()
    }

    /// The group that an energy belongs to: the nearest of those that reach it.
    pub fn group_at(&self, energy_ev: f64, reach: Reach) -> Option<&LineGroup> {
        let near = |g: &&LineGroup| g.distance_ev(energy_ev) <= reach.of(g.kind);
        let reaching = self.groups.iter().filter(near);
        reaching.min_by(|a, b| {
            a.distance_ev(energy_ev)
                .total_cmp(&b.distance_ev(energy_ev))
        })
    }
}

/// Whether an energy lies in one of the `windows`, eV.
pub fn within(windows: &[[f64; 2]], energy_ev: f64) -> bool {
    windows
        .iter()
        .any(|[lo, hi]| (*lo..=*hi).contains(&energy_ev))
}

/// A spectrum and the line groups of the elements found in it.
#[derive(Debug, Clone)]
pub struct SpectrumLines {
    trace: Trace,
    range_ev: [f64; 2],
    source: Source,
    /// How far all lines together are moved, eV, as those of a charged sample are.
    pub shift_ev: f64,
    /// The elements found, in the order of the answer.
    pub found: Vec<ElementLines>,
}

impl SpectrumLines {
    /// The line groups of `found` in `spectrum`.
    ///
    /// # Errors
    /// [`AxisError`] where the spectrum has no binding energies.
    pub fn new(
        found: &[ElementAmount],
        spectrum: &Spectrum,
        source: Source,
    ) -> Result<SpectrumLines, AxisError> {
        let trace = Trace::new(spectrum.binding_energy_ev()?, &spectrum.counts);
        let mut lines = SpectrumLines {
            shift_ev: common_shift_ev(found, &trace, source),
            range_ev: spectrum.range_ev(),
            trace,
            source,
            found: Vec::new(),
        };
        lines.found = found.iter().map(|e| lines.of(&e.symbol)).collect();
        Ok(lines)
    }

    pub(super) fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Lowest and highest binding energy of the spectrum, eV.
    pub fn range_ev(&self) -> [f64; 2] {
        self.range_ev
    }

    /// Top of the peak whose highest point is at `top_ev`, between the points, eV.
    pub fn vertex_ev(&self, top_ev: f64) -> f64 {
        self.trace.vertex_ev(top_ev)
    }

    /// The source whose lines it shows.
    pub fn source(&self) -> Source {
        self.source
    }

    /// The line groups of any element; none for a symbol that is none.
    pub fn of(&self, symbol: &str) -> ElementLines {
        let z = elements::by_symbol(symbol).map_or(0, |e| e.z);
        let mut groups = tabulated(z, symbol, self.source);
        for group in &mut groups {
            group.lines_ev.iter_mut().for_each(|e| *e += self.shift_ev);
            let reach_ev = PEAK.of(group.kind);
            let tops = group.lines_ev.iter();
            let mut tops = tops.filter_map(|e| self.trace.peak(*e, reach_ev));
            let top = tops.next();
            group.found = top.is_some();
            group.energy_ev = top.unwrap_or(group.lines_ev[0]);
        }
        leave_to_the_stronger(&mut groups);
        let [lo, hi] = self.range_ev;
        groups.retain(|g| g.lines_ev.iter().any(|e| (lo..=hi).contains(e)));
        ElementLines {
            symbol: symbol.to_owned(),
            groups,
        }
    }
}

/// All line groups of an element as the tables have them, in range or not, none of them looked for
/// in a spectrum; photoelectron lines first, the strongest first. None for a symbol that is none.
pub fn tabulated_groups(symbol: &str, source: Source) -> Vec<LineGroup> {
    elements::by_symbol(symbol).map_or_else(Vec::new, |e| tabulated(e.z, symbol, source))
}

/// Those of each element by atomic number, for both sources, each worked out when it is first asked for.
static TABULATED: [[OnceLock<Vec<LineGroup>>; 93]; 2] =
    [const { [const { OnceLock::new() }; 93] }; 2];

/// The groups of an element as the handbook has their energies; strengths from the tables.
fn tabulated(z: u8, symbol: &str, source: Source) -> Vec<LineGroup> {
    let place = match source {
        Source::AlKa => 0,
        Source::MgKa => 1,
    };
    let known = TABULATED[place].get(usize::from(z));
    known.map_or_else(Vec::new, |groups| {
        groups
            .get_or_init(|| from_tables(z, symbol, source))
            .clone()
    })
}

fn from_tables(z: u8, symbol: &str, source: Source) -> Vec<LineGroup> {
    let mut groups: Vec<LineGroup> = Vec::new();
    for line in HANDBOOK.iter().filter(|l| l.z == z) {
        let (kind, short) = match line.kind {
            Kind::Photo => (
                LineKind::Photoelectron,
                line.label.get(..2).unwrap_or(&line.label),
            ),
            Kind::Auger => (LineKind::Auger, auger::series(&line.label)),
        };
        let name = format!("{symbol} {short}");
        let energy_ev = line.binding_ev(source);
        match groups.iter_mut().find(|g| g.name == name) {
            Some(group) => group.lines_ev.push(energy_ev),
            None => groups.push(LineGroup {
                barn: barn(z, kind, short, source),
                name,
                kind,
                lines_ev: vec![energy_ev],
                lines_barn: Vec::new(),
                energy_ev,
                found: false,
            }),
        }
    }
    for group in &mut groups {
        let strength = |e: &f64| line_barn(z, group.kind, *e, source);
        group
            .lines_ev
            .sort_by(|a, b| strength(b).total_cmp(&strength(a)));
        let barns: Vec<f64> = group.lines_ev.iter().map(strength).collect();
        let sum: f64 = barns.iter().sum();
        let part = if sum > 0.0 { group.barn / sum } else { 0.0 };
        group.lines_barn = barns.iter().map(|barn| barn * part).collect();
    }
    groups.sort_by(|a, b| {
        let auger = |g: &LineGroup| g.kind == LineKind::Auger;
        auger(a).cmp(&auger(b)).then(b.barn.total_cmp(&a.barn))
    });
    groups
}

/// Electrons of a subshell or an Auger series for each atom, barn.
fn barn(z: u8, kind: LineKind, short: &str, source: Source) -> f64 {
    match kind {
        LineKind::Photoelectron => (lines::of(z).iter())
            .filter(|l| l.subshell() == short)
            .map(|l| l.sigma_barn(source))
            .sum(),
        LineKind::Auger => (auger::of(z, source).iter())
            .filter(|l| auger::series(&l.group) == short)
            .map(|l| l.barn)
            .sum(),
    }
}

/// Electrons of one line for each atom, barn.
pub(super) fn line_barn(z: u8, kind: LineKind, energy_ev: f64, source: Source) -> f64 {
    match kind {
        LineKind::Photoelectron => {
            let of_line = lines::of(z).iter();
            of_line
                .min_by(|a, b| {
                    let far = |l: &lines::Line| (l.binding_ev - energy_ev).abs();
                    far(a).total_cmp(&far(b))
                })
                .map_or(0.0, |l| l.sigma_barn(source))
        }
        LineKind::Auger => (auger::of(z, source).iter())
            .filter(|l| {
                let binding_ev = source.photon_energy_ev() - l.kinetic_ev;
                (binding_ev - energy_ev).abs() <= AUGER_NEAR_EV
            })
            .map(|l| l.barn)
            .sum(),
    }
}

/// A peak that stands nearer to a line of a stronger group of the same element is that group's.
fn leave_to_the_stronger(groups: &mut [LineGroup]) {
    for i in 0..groups.len() {
        let group = &groups[i];
        let own = group.distance_ev(group.energy_ev);
        let nearer = groups.iter().any(|g| {
            g.kind == group.kind && g.barn > group.barn && g.distance_ev(group.energy_ev) < own
        });
        if group.found && nearer {
            (groups[i].found, groups[i].energy_ev) = (false, groups[i].lines_ev[0]);
        }
    }
}

/// Intervals that overlap are one.
fn merged(windows: impl IntoIterator<Item = [f64; 2]>) -> Vec<[f64; 2]> {
    let mut windows: Vec<[f64; 2]> = windows.into_iter().collect();
    windows.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut apart: Vec<[f64; 2]> = Vec::new();
    for window in windows {
        match apart.last_mut() {
            Some(last) if window[0] <= last[1] => last[1] = last[1].max(window[1]),
            _ => apart.push(window),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_groups_of_gold_are_those_of_the_handbook() {
        let groups = tabulated(79, "Au", Source::AlKa);
        let names: Vec<&str> = groups.iter().map(|g| g.name.as_str()).collect();
        assert!(
            names.contains(&"Au 4d") && names.contains(&"Au NOO"),
            "{names:?}"
        );
        let main = groups.iter().find(|g| g.name == "Au 4f").unwrap();
        assert_eq!(main.lines_ev, [84.0, 88.0], "the stronger first");
        let windows = main.windows_ev(PEAK);
        assert_eq!(windows, [[79.0, 93.0]], "both lines in one interval");
        let kinds: Vec<LineKind> = groups.iter().map(|g| g.kind).collect();
        assert!(kinds.is_sorted_by_key(|k| *k == LineKind::Auger));
    }

    #[test]
    fn auger_lines_move_with_the_source() {
        let at = |source| {
            let groups = tabulated(8, "O", source);
            groups.iter().find(|g| g.name == "O KLL").unwrap().lines_ev[0]
        };
        assert!((at(Source::AlKa) - at(Source::MgKa) - 233.0).abs() < 0.1);
    }

    #[test]
    fn an_energy_belongs_to_the_nearest_group_that_reaches_it() {
        let gold = ElementLines {
            symbol: "Au".into(),
            groups: tabulated(79, "Au", Source::AlKa),
        };
        let name = |e| gold.group_at(e, PEAK).map(|g| g.name.as_str());
        assert_eq!(name(86.0), Some("Au 4f"));
        assert_eq!(name(76.0), Some("Au 5p"));
        assert_eq!(name(200.0), None);
        assert!(within(&gold.windows_ev(PEAK), 86.0) && !within(&gold.windows_ev(PEAK), 200.0));
    }

    #[test]
    fn a_weak_group_does_not_take_what_a_strong_one_covers() {
        let lead = ElementLines {
            symbol: "Pb".into(),
            groups: tabulated(82, "Pb", Source::AlKa),
        };
        let windows = |name: &str| {
            let i = lead.groups.iter().position(|g| g.name == name).unwrap();
            lead.windows_of_ev(i, PEAK.plus(5.0), PEAK)
        };
        let strong = windows("Pb 4f");
        assert_eq!(strong.len(), 1);
        let weak = windows("Pb 5s");
        assert!(
            weak.iter().all(|[lo, _]| *lo >= strong[0][1] - 5.0),
            "5s stands in the flank of 4f: {weak:?} beside {strong:?}"
        );
    }

    #[test]
    fn the_main_line_does_not_stand_under_a_part_of_its_auger_series() {
        let element = |symbol: &str| ElementLines {
            symbol: symbol.into(),
            groups: tabulated_groups(symbol, Source::AlKa),
        };
        let under = |symbol: &str, name: &str| {
            let lines = element(symbol);
            let i = lines.groups.iter().position(|g| g.name == name).unwrap();
            let group = lines.stands_under(i, PEAK.plus(5.0), PEAK);
            group.map(|g| g.name.clone())
        };
        // Co LMM has more electrons than Co 2p, but only a part of them lies under it.
        let cobalt = element("Co");
        let barn = |name: &str| cobalt.groups.iter().find(|g| g.name == name).unwrap().barn;
        assert!(barn("Co LMM") > barn("Co 2p"));
        assert_eq!(under("Co", "Co 2p"), None);
        assert_eq!(under("Fe", "Fe 2s").as_deref(), Some("Fe LMM"));
        let lmm = cobalt.groups.iter().position(|g| g.name == "Co LMM");
        let windows = cobalt.windows_of_ev(lmm.unwrap(), PEAK.plus(5.0), PEAK);
        assert!(
            !within(&windows, 778.0),
            "2p is not taken with it: {windows:?}"
        );
        assert!(!windows.is_empty());
    }

    #[test]
    fn lines_share_the_strength_of_their_group() {
        for group in tabulated(44, "Ru", Source::AlKa) {
            let off = (group.lines_barn.iter().sum::<f64>() - group.barn).abs();
            assert!(off <= 1e-9 * group.barn, "{group:?}");
            assert_eq!(group.lines_barn.len(), group.lines_ev.len());
        }
    }

    #[test]
    fn a_peak_is_not_found_for_two_groups_of_one_element() {
        let mut groups = tabulated(82, "Pb", Source::AlKa);
        for group in &mut groups {
            let top = if group.name == "Pb 5s" {
                143.0
            } else {
                group.lines_ev[0]
            };
            (group.found, group.energy_ev) = (true, top);
        }
        leave_to_the_stronger(&mut groups);
        let found = |name: &str| groups.iter().find(|g| g.name == name).unwrap().found;
        assert!(found("Pb 4f") && found("Pb 4d") && !found("Pb 5s"));
    }

    #[test]
    fn every_element_of_the_network_has_a_group() {
        for element in elements::all() {
            let groups = tabulated(element.z, element.symbol, Source::AlKa);
            assert!(!groups.is_empty(), "{}", element.symbol);
        }
    }
}
