//! Which lines of which elements explain which peaks.

use std::ops::Range;

use super::expected::{Expected, auger_near};
use super::line_groups::LineKind;
use super::peaks::Peak;
use crate::model::quantify::ElementAmount;
use speclens_spectrum::Source;

/// How far an element's main line may stand from the tabulated energy (chemical shift, charging),
/// eV.
pub(super) const MAIN_REACH_EV: f64 = 5.0;
/// How far its other photoelectron lines may stand from where the main line leads one to expect
/// them, eV: all levels of an atom are moved alike. Room for multiplets.
const ALIKE_EV: f64 = 3.0;
/// The same for the maximum of an Auger group, which is moved by more, eV.
const AUGER_REACH_EV: f64 = 8.0;
/// A main line has at least this share of the weight of the element's strongest.
const MAIN_SHARE: f64 = 0.3;
/// A line explains no peak higher than this many times what the main line's height and the kinetic
/// energies lead one to expect: multiplets, satellites and layers take from one line more than from
/// another.
const TOO_HIGH: f64 = 6.0;
/// The same for photoelectron lines this near to the main line, eV, where little of that differs (S 2s
/// beside 2p).
const BESIDE: (f64, f64) = (100.0, 2.5);
/// The weaker line of a doublet explains no peak higher than this many times the stronger one's.
const DOUBLET: f64 = 1.5;
/// Small peaks are taken for main lines only this near to where all lines stand, eV.
const SMALL_REACH_EV: f64 = 3.0;
/// What a peak counts for a main line if a stronger line explains it.
const TAKEN: f64 = 0.2;

/// A line that explains a peak.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Claim {
    pub element: usize,
    pub group: usize,
    pub peak: usize,
    pub kind: LineKind,
    /// Which of the group's lines.
    pub part: usize,
    /// Expected height, less with the distance; the largest claim owns the peak.
    pub weight: f64,
}

/// The main line of an element at its peak.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Main {
    pub group: usize,
    pub peak: usize,
    /// How far the peak stands from the tabulated energy, eV.
    pub offset_ev: f64,
}

/// Who explains the peaks of a spectrum.
pub(super) struct Claims {
    pub all: Vec<Claim>,
    /// One per element; `None` where no peak is seen for it.
    pub mains: Vec<Option<Main>>,
}

impl Claims {
    /// The claims of `lines`, one list per element, on `peaks`, where all lines are moved by
    /// `shift_ev`. Peaks from number `clear` on are small ones, barely over the noise: they are only
    /// taken for a main line that has no other.
    pub fn new(
        lines: &[Vec<Expected>],
        (peaks, clear): (&[Peak], usize),
        (source, shift_ev): (Source, f64),
    ) -> Claims {
        let mut claims = Claims {
            all: Vec::new(),
            mains: vec![None; lines.len()],
        };
        let strongest = |e: &usize| lines[*e].iter().map(Expected::height).fold(0.0, f64::max);
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by(|a, b| strongest(b).total_cmp(&strongest(a)));
        for element in order {
            let main = claims
                .main_of(&lines[element], peaks, (0..clear, MAIN_REACH_EV), shift_ev)
                .or_else(|| {
                    let small = (clear..peaks.len(), SMALL_REACH_EV);
                    claims.main_of(&lines[element], peaks, small, shift_ev)
                });
            claims.mains[element] = main;
            if let Some(main) = main {
                claims.claim(
                    element,
                    &lines[element],
                    main,
                    (&peaks[..clear], peaks[main.peak], source),
                );
            }
        }
        claims
    }

    /// The strongest claim on a peak.
    pub fn owner(&self, peak: usize) -> Option<&Claim> {
        let on_it = self.all.iter().filter(|c| c.peak == peak);
        on_it.max_by(|a, b| a.weight.total_cmp(&b.weight))
    }

    fn main_of(
        &self,
        groups: &[Expected],
        peaks: &[Peak],
        (among, reach_ev): (Range<usize>, f64),
        shift_ev: f64,
    ) -> Option<Main> {
        let mut photo: Vec<usize> = (0..groups.len())
            .filter(|&g| groups[g].kind == LineKind::Photoelectron)
            .collect();
        photo.sort_by(|&a, &b| groups[b].height().total_cmp(&groups[a].height()));
        let least = MAIN_SHARE * groups[*photo.first()?].height();
        photo.retain(|&g| groups[g].height() >= least);
        photo.into_iter().find_map(|group| {
            let part = groups[group].parts[0];
            let at_ev = part.energy_ev + shift_ev;
            let score = |peak: usize| {
                let near = nearness(peaks[peak].energy_ev - at_ev, reach_ev + 1.0);
                let taken = self.owner(peak).is_some_and(|c| c.weight > part.height);
                peaks[peak].height * near * if taken { TAKEN } else { 1.0 }
            };
            let peak = (among.clone())
                .filter(|&p| (peaks[p].energy_ev - at_ev).abs() <= reach_ev)
                .max_by(|&a, &b| score(a).total_cmp(&score(b)))?;
            Some(Main {
                group,
                peak,
                offset_ev: peaks[peak].energy_ev - part.energy_ev,
            })
        })
    }

    fn claim(
        &mut self,
        element: usize,
        groups: &[Expected],
        main: Main,
        (peaks, main_peak, source): (&[Peak], Peak, Source),
    ) {
        for (group, lines) in groups.iter().enumerate() {
            let photo = lines.kind == LineKind::Photoelectron;
            let reach_ev = if photo { ALIKE_EV } else { AUGER_REACH_EV };
            let mut strongest: Option<f64> = None;
            for (part, line) in lines.parts.iter().enumerate() {
                let at_ev = line.energy_ev + main.offset_ev;
                let limit = match (group == main.group, part, strongest) {
                    (true, 0, _) => f64::INFINITY,
                    (_, 1.., Some(height)) if photo => DOUBLET * height,
                    (_, 1.., None) if photo => break,
                    _ if photo && beside(at_ev, main_peak) => {
                        let per_height = main_peak.height / groups[main.group].height();
                        BESIDE.1 * per_height * line.height
                    }
                    _ => limit(&groups[main.group], main_peak, source, (at_ev, line.height)),
                };
                for (p, peak) in peaks.iter().enumerate() {
                    let off_ev = peak.energy_ev - at_ev;
                    if off_ev.abs() > reach_ev || peak.height > limit {
                        continue;
                    }
                    if part == 0 {
                        strongest = Some(peak.height.max(strongest.unwrap_or(0.0)));
                    }
                    self.all.push(Claim {
                        element,
                        group,
                        peak: p,
                        kind: lines.kind,
                        part,
                        weight: line.height * nearness(off_ev, reach_ev + 1.0),
                    });
                }
            }
        }
    }

    /// Whether a peak is explained by lines of `elements` that are not named: minor Auger lines, and
    /// any line of an element of which no main line is seen.
    pub fn covered(
        &self,
        peak: Peak,
        peaks: &[Peak],
        elements: &[ElementAmount],
        lines: &[Vec<Expected>],
        (source, shift_ev): (Source, f64),
    ) -> bool {
        (0..elements.len()).any(|e| match self.mains[e] {
            Some(main) => {
                let near = auger_near(&elements[e], peak.energy_ev - main.offset_ev, source);
                let at = (peak.energy_ev, near);
                peak.height <= limit(&lines[e][main.group], peaks[main.peak], source, at)
            }
            None => lines[e]
                .iter()
                .flat_map(|g| &g.parts)
                .any(|part| (peak.energy_ev - part.energy_ev - shift_ev).abs() <= MAIN_REACH_EV),
        })
    }
}

/// Height up to which a line, expected at an energy with a height in barn, explains a peak, where the
/// main line of its element has this peak. Slow electrons come from less deep (λ ∝ E^0.75), and
/// analysers let fewer of them through in a survey: together about as E.
fn limit(main: &Expected, peak: Peak, source: Source, (energy_ev, height): (f64, f64)) -> f64 {
    let kinetic_ev = |binding_ev: f64| (source.photon_energy_ev() - binding_ev).max(1.0);
    let faster = kinetic_ev(energy_ev) / kinetic_ev(peak.energy_ev);
    TOO_HIGH * peak.height * faster * height / main.height()
}

fn beside(at_ev: f64, main: Peak) -> bool {
    (at_ev - main.energy_ev).abs() < BESIDE.0
}

/// 1 at the place, 0 at the end of the reach.
fn nearness(off_ev: f64, reach_ev: f64) -> f64 {
    (1.0 - (off_ev / reach_ev).powi(2)).max(0.0)
}

#[cfg(test)]
pub(super) mod tests {
    use crate::conventional::{NamedLine, named_lines};
    use crate::model::quantify::ElementAmount;
    use speclens_spectrum::{Axis, Source, Spectrum, elements};

    /// Names in a survey of these peaks (binding energy in eV, height in counts, FWHM in eV) with a
    /// step behind each, where these elements were found (symbol, atomic percent).
    pub fn names(found: &[(&str, f64)], peaks: &[(f64, f64, f64)]) -> Vec<NamedLine> {
        // Multiplicative congruential generator (Lehmer); the sum of twelve is nearly normal.
        let mut state = 48271u64;
        let mut noise = move || {
            let mut uniform = || {
                state = state * 48271 % 2147483647;
                state as f64 / 2147483647.0
            };
            10.0 * ((0..12).map(|_| uniform()).sum::<f64>() - 6.0)
        };
        let mut counts = |e: f64| {
            peaks.iter().fold(2000.0 + noise(), |sum, (at, h, fwhm)| {
                let d = (e - at) / (fwhm / 2.3548);
                sum + h * (-0.5 * d * d).exp() + if e > *at { 0.05 * h } else { 0.0 }
            })
        };
        let energy_ev: Vec<f64> = (0..2400).map(|i| f64::from(i) * 0.5).collect();
        let spectrum = Spectrum {
            axis: Some(Axis::Binding),
            counts: energy_ev.iter().map(|e| counts(*e)).collect(),
            energy_ev,
            ..Default::default()
        };
        let amounts: Vec<ElementAmount> = found
            .iter()
            .map(|(symbol, atomic_percent)| ElementAmount {
                symbol: (*symbol).into(),
                z: elements::by_symbol(symbol).unwrap().z,
                atomic_percent: *atomic_percent,
                presence: 1.0,
                interval: [0.0, 100.0],
            })
            .collect();
        named_lines(&amounts, &spectrum, Source::AlKa).unwrap()
    }

    /// Binding energy at which a name stands.
    pub fn at(named: &[NamedLine], name: &str) -> Option<f64> {
        named.iter().find(|l| l.name == name).map(|l| l.energy_ev)
    }

    /// Whether a name stands within 1 eV of an energy: noise moves the highest point of a peak.
    fn is_at(named: &[NamedLine], name: &str, energy_ev: f64) -> bool {
        at(named, name).is_some_and(|e| (e - energy_ev).abs() <= 1.0)
    }

    #[test]
    fn a_second_rate_line_is_not_named_at_the_peak_of_a_stronger_one() {
        let oxide = [
            (485.5, 40_000.0, 2.0),
            (494.0, 26_000.0, 2.0),
            (530.0, 12_000.0, 2.0),
            (25.0, 9000.0, 3.0),
            (398.0, 250.0, 2.0),
        ];
        let named = names(&[("O", 57.0), ("Sn", 40.0), ("N", 3.0)], &oxide);
        assert!(is_at(&named, "Sn 4d", 25.0), "{named:?}");
        assert!(is_at(&named, "N 1s", 398.0), "small, and seen");
        assert_eq!((at(&named, "N 2s"), at(&named, "O 2s")), (None, None));
    }

    #[test]
    fn a_main_line_is_named_where_it_is_small_and_others_only_where_it_is_seen() {
        let iodide = [
            (619.5, 40_000.0, 2.0),
            (631.0, 27_000.0, 2.0),
            (50.0, 9000.0, 2.5),
            (138.5, 15_000.0, 2.0),
            (143.3, 11_000.0, 2.0),
            (20.0, 3000.0, 2.5),
            (286.0, 26.0, 2.0),
        ];
        let found = [("I", 60.0), ("Pb", 20.0), ("C", 20.0)];
        let named = names(&found, &iodide);
        assert!(is_at(&named, "C 1s", 286.0), "{named:?}");
        assert!(is_at(&named, "Pb 5d", 20.0), "{named:?}");
        assert_eq!(at(&named, "C 2s"), None);
        let without = names(&found, &iodide[..6]);
        assert!(without.iter().all(|l| l.symbol != "C"), "{without:?}");
    }

    #[test]
    fn an_auger_group_is_named_at_its_highest_maximum() {
        let iodine = [
            (619.0, 40_000.0, 2.0),
            (630.5, 27_000.0, 2.0),
            (981.0, 8000.0, 5.0),
            (970.0, 5000.0, 5.0),
            (1071.0, 3000.0, 5.0),
        ];
        let named = names(&[("I", 100.0)], &iodine);
        assert!(is_at(&named, "I MNN", 981.0), "{named:?}");
        assert!(is_at(&named, "I 3s", 1071.0), "{named:?}");
    }

    #[test]
    fn levels_of_an_atom_move_alike() {
        // S 2p at 160 eV, 4 eV from its place: 2s cannot stand at its own.
        let charged = [
            (160.0, 8000.0, 2.5),
            (528.0, 30_000.0, 2.0),
            (281.0, 9000.0, 2.0),
        ];
        let found = [("O", 60.0), ("C", 30.0), ("S", 10.0)];
        for (ev, is_there) in [(224.0, true), (228.5, false)] {
            let mut peaks = charged.to_vec();
            peaks.push((ev, 4000.0, 3.0));
            let named = names(&found, &peaks);
            assert_eq!(at(&named, "S 2s").is_some(), is_there, "{ev}: {named:?}");
        }
    }

    #[test]
    fn the_weaker_line_of_a_doublet_is_not_seen_without_the_stronger() {
        let tungsten = [
            (33.0, 8000.0, 3.0),
            (35.2, 6000.0, 3.0),
            (491.5, 3000.0, 4.0),
        ];
        let mut both = tungsten.to_vec();
        both.push((423.5, 3500.0, 5.0));
        let found = [("W", 100.0)];
        assert!(is_at(&names(&found, &both), "W 4p", 423.0));
        let one = names(&found, &tungsten);
        assert_eq!(at(&one, "W 4p"), None, "{one:?}");
        assert_eq!(one[0].name, "? 492 eV");
    }
}
