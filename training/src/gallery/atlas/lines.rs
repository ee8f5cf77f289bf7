//! What a figure names: photoelectron lines and Auger groups with their share of the spectrum.

use std::collections::BTreeMap;

use speclens::physics::auger::{self, AugerLine};
use speclens::physics::instrument::Instrument;
use speclens::physics::line_shape::Peak;
use speclens::physics::lines;
use speclens::physics::sample::Phase;
use speclens::spectrum::Grid;
use speclens::spectrum::Source;

use super::GRID;

/// Lines with a smaller share of the strongest line's area are not named.
pub const LEAST_SHARE: f64 = 0.02;
/// The same at low binding energies, where weak lines are taken for Li and Be.
pub const LEAST_LOW_SHARE: f64 = 0.005;
/// End of the low binding energies, eV.
pub const LOW_EV: f64 = 150.0;
/// Slower electrons are not drawn, eV.
const MIN_KINETIC_EV: f64 = 20.0;
/// Step in which the maximum of an Auger group is looked for, eV.
const AUGER_STEP_EV: f64 = 0.1;

/// What kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One level, or a spin–orbit pair that is not resolved.
    Photo,
    /// All transitions between the same subshells.
    Auger,
}

/// A line that may be named.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// `4f7/2`, `2p`; `MNN`, `LM45M45`, `N67O45O45`.
    pub name: String,
    /// Photoelectron line or Auger group.
    pub kind: Kind,
    /// Binding energy of its maximum under the instrument's source, eV.
    pub binding_ev: f64,
    /// Area against that of the strongest photoelectron line.
    pub share: f64,
}

impl Named {
    /// Whether it is strong enough to be named in the survey.
    pub fn in_survey(&self) -> bool {
        self.share >= LEAST_SHARE
    }

    /// Whether it is named in the figure of low binding energies.
    pub fn in_low(&self) -> bool {
        self.binding_ev <= LOW_EV && self.share >= LEAST_LOW_SHARE
    }
}

/// The lines of a pure element within [`GRID`] that are strong enough to be named, strongest first,
/// photoelectron lines before Auger groups. Spin–orbit partners nearer than `resolved_ev` are one
/// line.
///
/// Area: cross section × angular asymmetry × mean free path × transmission, as in the simulator.
pub fn named(phase: &Phase, instrument: &Instrument, resolved_ev: f64) -> Vec<Named> {
    let Some(component) = phase.components.first() else {
        return vec![];
    };
    let hv = instrument.source.photon_energy_ev();
    let bulk = phase.bulk();
    let weight =
        |kinetic_ev: f64| bulk.imfp_nm(kinetic_ev) * instrument.transmission.at(kinetic_ev);
    let deepest_ev = GRID.energy_ev(GRID.points - 1);
    let mut photo: Vec<(&str, Named)> = Vec::new();
    for line in lines::of(component.z) {
        let binding_ev = line.binding_ev + component.state.shift_ev;
        let kinetic_ev = hv - binding_ev;
        if kinetic_ev < MIN_KINETIC_EV {
            continue;
        }
        let area = line.sigma_barn(instrument.source)
            * instrument.asymmetry(line.beta(instrument.source))
            * weight(kinetic_ev);
        let partner = photo.iter_mut().find(|(subshell, other)| {
            *subshell == line.subshell() && (other.binding_ev - binding_ev).abs() < resolved_ev
        });
        match partner {
            Some((subshell, other)) => {
                if area > other.share {
                    other.binding_ev = binding_ev;
                }
                other.share += area;
                other.name = (*subshell).to_owned();
            }
            None => photo.push((
                line.subshell(),
                Named {
                    name: line.orbital.clone(),
                    kind: Kind::Photo,
                    binding_ev,
                    share: area,
                },
            )),
        }
    }
    let mut all: Vec<Named> = photo.into_iter().map(|p| p.1).collect();
    all.extend(auger_groups(phase, instrument, &weight));
    let strongest = all
        .iter()
        .filter(|n| n.kind == Kind::Photo)
        .map(|n| n.share)
        .fold(f64::MIN_POSITIVE, f64::max);
    for n in &mut all {
        n.share /= strongest;
    }
    all.retain(|n| n.binding_ev <= deepest_ev && (n.in_survey() || n.in_low()));
    shorten(&mut all);
    all.sort_by(|a, b| {
        let auger = |n: &Named| n.kind == Kind::Auger;
        auger(a).cmp(&auger(b)).then(b.share.total_cmp(&a.share))
    });
    all
}

/// Binding energy, eV, at which the Auger group `name` of [`named`] stands under another source;
/// `None` where that source does not excite it.
pub fn under(phase: &Phase, instrument: &Instrument, group: &Named, other: Source) -> Option<f64> {
    let component = phase.components.first()?;
    let main = letters(&group.name);
    let excited = auger::of(component.z, other)
        .iter()
        .any(|l| letters(&subshells(l)) == main);
    let moved = group.binding_ev - instrument.source.photon_energy_ev() + other.photon_energy_ev();
    (excited && moved > 0.0).then_some(moved)
}

/// `L3M23M45(3P)` → `L23M23M45`.
fn subshells(line: &AugerLine) -> String {
    let shells = line.transition.split('(').next().unwrap_or_default();
    match shells.split_at_checked(2) {
        Some(("L2" | "L3", pair)) => format!("L23{pair}"),
        Some(("M2" | "M3", pair)) => format!("M23{pair}"),
        Some(("M4" | "M5", pair)) => format!("M45{pair}"),
        Some(("N2" | "N3", pair)) => format!("N23{pair}"),
        Some(("N4" | "N5", pair)) => format!("N45{pair}"),
        Some(("N6" | "N7", pair)) => format!("N67{pair}"),
        Some(("O2" | "O3", pair)) => format!("O23{pair}"),
        Some(("O4" | "O5", pair)) => format!("O45{pair}"),
        _ => shells.to_owned(),
    }
}

/// `L23M23M45` → `LM23M45`: any L vacancy, as the handbook writes it.
fn any_vacancy(subshells: &str) -> String {
    let (vacancy, rest) = subshells.split_at(1.min(subshells.len()));
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{vacancy}{rest}")
}

/// `L23M23M45` → `LMM`.
fn letters(subshells: &str) -> String {
    subshells
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect()
}

/// The Auger groups of the element, areas in the scale of photoelectron lines.
fn auger_groups(phase: &Phase, instrument: &Instrument, weight: &dyn Fn(f64) -> f64) -> Vec<Named> {
    let component = &phase.components[0];
    let hv = instrument.source.photon_energy_ev();
    let mut groups: BTreeMap<String, Vec<&AugerLine>> = BTreeMap::new();
    for line in auger::of(component.z, instrument.source) {
        groups.entry(subshells(line)).or_default().push(line);
    }
    let named = |(name, members): (&String, &Vec<&AugerLine>)| {
        let peaks: Vec<Peak> = members
            .iter()
            .map(|l| Peak {
                centre_ev: hv - l.kinetic_ev + component.state.auger_shift_ev,
                area: l.barn * weight(l.kinetic_ev),
                gauss_fwhm_ev: instrument.analyser_fwhm_ev.hypot(l.gauss_fwhm_ev),
                lorentz_fwhm_ev: l.width_ev,
            })
            .collect();
        Some(Named {
            name: name.clone(),
            kind: Kind::Auger,
            binding_ev: maximum_ev(&peaks)?,
            share: peaks.iter().map(|p| p.area).sum(),
        })
    };
    groups.iter().filter_map(named).collect()
}

/// Where the peaks drawn together are highest, eV.
fn maximum_ev(peaks: &[Peak]) -> Option<f64> {
    let centres = || peaks.iter().map(|p| p.centre_ev);
    let lo_ev = centres().reduce(f64::min)? - 2.0;
    let hi_ev = centres().reduce(f64::max)? + 2.0;
    let grid = Grid {
        lo_ev,
        step_ev: AUGER_STEP_EV,
        points: ((hi_ev - lo_ev) / AUGER_STEP_EV) as usize + 1,
    };
    let mut curve = vec![0.0; grid.points];
    for peak in peaks {
        peak.add_to(&mut curve, &grid);
    }
    let top = (0..curve.len()).max_by(|a, b| curve[*a].total_cmp(&curve[*b]))?;
    Some(grid.energy_ev(top))
}

/// Leaves only what tells the Auger groups that are named apart: `M45N45N45` → `MNN` if it is the
/// only one between these main shells, else `MN45N45` if it is the only one with any M vacancy.
fn shorten(all: &mut [Named]) {
    let full: Vec<String> = all
        .iter()
        .filter(|n| n.kind == Kind::Auger)
        .map(|n| n.name.clone())
        .collect();
    for named in all.iter_mut().filter(|n| n.kind == Kind::Auger) {
        let own = named.name.clone();
        for short in [letters, any_vacancy] {
            if full.iter().filter(|f| short(f) == short(&own)).count() == 1 {
                named.name = short(&own);
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::physics::chemical_state::Class;
    use speclens::spectrum::elements;

    fn of(symbol: &str) -> Vec<Named> {
        let z = elements::by_symbol(symbol).unwrap().z;
        let phase = Phase::typical(&[(z, 1.0, Class::Element)], 0.0);
        named(&phase, &Instrument::default(), 1.0)
    }

    fn at(symbol: &str, name: &str) -> f64 {
        let all = of(symbol);
        let found = all.iter().find(|n| n.name == name);
        found
            .unwrap_or_else(|| panic!("{symbol} {name}: {all:?}"))
            .binding_ev
    }

    #[test]
    fn lines_have_the_names_of_the_field() {
        assert!((at("Au", "4f7/2") - 84.0).abs() < 0.3);
        assert!((at("Au", "5p3/2") - 57.0).abs() < 1.5);
        assert!((at("Al", "2p") - 72.8).abs() < 0.5, "an unresolved pair");
        assert!((at("O", "KL23L23") - 978.0).abs() < 4.0);
        assert!((at("Cu", "LM45M45") - 568.0).abs() < 3.0);
        assert_eq!(of("Ag")[0].name, "3d5/2", "the strongest comes first");
    }

    #[test]
    fn auger_groups_move_with_the_source_if_it_excites_them() {
        let moved = |symbol: &str, main: &str| {
            let z = elements::by_symbol(symbol).unwrap().z;
            let phase = Phase::typical(&[(z, 1.0, Class::Element)], 0.0);
            let instrument = Instrument::default();
            let group = named(&phase, &instrument, 1.0)
                .into_iter()
                .find(|n| n.name.starts_with(main) && n.kind == Kind::Auger)
                .unwrap();
            let other = under(&phase, &instrument, &group, Source::MgKa);
            (group.binding_ev, other)
        };
        let (al, mg) = moved("O", "KL23");
        assert!((al - mg.unwrap() - 233.0).abs() < 0.05);
        assert_eq!(moved("Mg", "KL").1, None, "Mg 1s lies deeper than Mg Kα");
    }
}
