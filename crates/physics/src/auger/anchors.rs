//! Auger groups where the handbook measures them.

use super::Bonds;
use super::groups::Group;
use super::label::Label;
use super::terms::{self, Shape, Term};
use crate::handbook::{HandbookLine, Kind};
use crate::line_shape::Peak;
use speclens_spectrum::Grid;

/// A group with its terms, at its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub group: Group,
    pub terms: Vec<Term>,
}

/// Groups that are not measured move with others by this much at most, eV.
const MAX_BORROWED_SHIFT_EV: f64 = 15.0;
/// A label means a group if at least this share of the group's transitions fits it.
const LEAST_SHARE: f64 = 0.2;
/// Width of the analyser that the handbook's maxima were read with, eV.
const INSTRUMENT_FWHM_EV: f64 = 1.0;

/// Moves the groups so that the maximum of each labelled one stands where it is measured; the
/// others move with the one of the same final holes or, failing that, the nearest of the same main
/// shell.
pub(super) fn place(
    z: u8,
    groups: Vec<Group>,
    bonds: Bonds,
    handbook: &[HandbookLine],
    is_valence: &dyn Fn(&str) -> bool,
) -> Vec<Placed> {
    let mut placed: Vec<Placed> = groups
        .into_iter()
        .map(|group| Placed {
            terms: terms::of(z, &group.vacancy, &group.pair, bonds),
            group,
        })
        .collect();
    let labels: Vec<(Label, f64)> = handbook
        .iter()
        .filter(|h| h.z == z && h.kind == Kind::Auger)
        .filter_map(|h| Some((Label::parse(&h.label)?, h.kinetic_ev())))
        .collect();

    // Distances of second terms.
    for (second, second_ev) in &labels {
        let Some(name) = &second.term else { continue };
        let first = labels
            .iter()
            .find(|(l, _)| l != second && l.same_shells(second));
        let Some((_, first_ev)) = first else { continue };
        for p in &mut placed {
            // L2 as well where the two terms are measured for L3.
            let of_same_holes = second.fits_holes(&p.group, is_valence);
            if p.terms.get(1).is_some_and(|t| t.name == name) && of_same_holes {
                p.terms[1].offset_ev = second_ev - first_ev;
            }
        }
    }

    let mut shifts: Vec<Option<f64>> = vec![None; placed.len()];
    let mut anchors: Vec<(usize, f64)> = Vec::new();
    for (label, measured_ev) in &labels {
        let members: Vec<usize> = (0..placed.len())
            .filter(|&i| shifts[i].is_none() && label.means(&placed[i], is_valence))
            .collect();
        let Some(maximum_ev) = maximum(members.iter().map(|&i| &placed[i])) else {
            continue;
        };
        for i in members {
            shifts[i] = Some(measured_ev - maximum_ev);
            anchors.push((i, measured_ev - maximum_ev));
        }
    }
    // A second term whose main one is not listed: the term itself, not the group's maximum, is placed.
    for (label, measured_ev) in &labels {
        for i in 0..placed.len() {
            let p = &placed[i];
            let second = p
                .terms
                .get(1)
                .filter(|t| label.term.as_deref() == Some(t.name));
            if let Some(second) = second
                && shifts[i].is_none()
                && label.fits_group(&p.group, is_valence)
            {
                let shift = measured_ev - second.offset_ev - p.group.kinetic_ev;
                shifts[i] = Some(shift);
                anchors.push((i, shift));
            }
        }
    }
    let borrowed: Vec<f64> = (0..placed.len())
        .map(|i| {
            let g = &placed[i].group;
            let nearest = anchors
                .iter()
                .map(|&(a, shift)| (&placed[a].group, shift))
                .filter(|(a, _)| a.vacancy.as_bytes()[0] == g.vacancy.as_bytes()[0])
                .min_by(|(a, _), (b, _)| {
                    let far = |x: &Group| (x.pair != g.pair, (x.kinetic_ev - g.kinetic_ev).abs());
                    let ((pair_a, ev_a), (pair_b, ev_b)) = (far(a), far(b));
                    pair_a.cmp(&pair_b).then(ev_a.total_cmp(&ev_b))
                });
            nearest.map_or(0.0, |(_, shift)| {
                shift.clamp(-MAX_BORROWED_SHIFT_EV, MAX_BORROWED_SHIFT_EV)
            })
        })
        .collect();
    for ((p, shift), borrowed) in placed.iter_mut().zip(shifts).zip(borrowed) {
        p.group.kinetic_ev += shift.unwrap_or(borrowed);
    }
    placed
}

impl Label {
    fn means(&self, placed: &Placed, is_valence: &dyn Fn(&str) -> bool) -> bool {
        let main_term = match (&self.term, placed.terms.first()) {
            (Some(named), Some(main)) => {
                *named == main.name || !placed.terms.iter().any(|t| t.name == named)
            }
            _ => true,
        };
        main_term && self.fits_group(&placed.group, is_valence)
    }

    /// Whether a fair share of the group's transitions is meant (whatever the term).
    pub fn fits_group(&self, group: &Group, is_valence: &dyn Fn(&str) -> bool) -> bool {
        let share: f64 = group
            .members
            .iter()
            .filter(|(j, k, _)| self.matches(&group.vacancy, j, k, is_valence))
            .map(|m| m.2)
            .sum();
        share >= LEAST_SHARE
    }

    /// The same, whatever the vacancy within its main shell.
    fn fits_holes(&self, group: &Group, is_valence: &dyn Fn(&str) -> bool) -> bool {
        let main = &group.vacancy[..1];
        (1..=7).any(|n| {
            let vacancy = format!("{main}{n}");
            let other = Group {
                vacancy,
                ..group.clone()
            };
            self.fits_group(&other, is_valence)
        })
    }
}

/// Kinetic energy, eV, of the maximum of the groups' main terms, drawn together with the lines of
/// doubly ionised atoms.
fn maximum<'a>(groups: impl Iterator<Item = &'a Placed>) -> Option<f64> {
    let mut peaks: Vec<Peak> = Vec::new();
    for p in groups {
        let peak = |shape: &Shape, share: f64, barn: f64| Peak {
            centre_ev: p.group.kinetic_ev + shape.offset_ev,
            area: barn * share,
            gauss_fwhm_ev: shape.gauss_fwhm_ev.hypot(INSTRUMENT_FWHM_EV),
            lorentz_fwhm_ev: p.group.width_ev,
        };
        let main = p.terms.first()?;
        let main_shape = Shape {
            offset_ev: main.offset_ev,
            gauss_fwhm_ev: main.gauss_fwhm_ev,
        };
        peaks.push(peak(&main_shape, main.share, p.group.direct_barn));
        peaks.push(peak(
            &terms::with_spectator(&p.terms),
            1.0,
            p.group.fed_barn,
        ));
    }
    peaks.retain(|p| p.area > 0.0);
    highest(&peaks)
}

/// Energy, eV, of the highest point of the sum of `peaks`; `None` where there are none.
pub(super) fn highest(peaks: &[Peak]) -> Option<f64> {
    if let [only] = peaks {
        return Some(only.centre_ev);
    }
    let lo_ev = peaks.iter().map(|p| p.centre_ev).reduce(f64::min)? - 2.0;
    let hi_ev = peaks.iter().map(|p| p.centre_ev).reduce(f64::max)? + 2.0;
    let step_ev = 0.25;
    let grid = Grid {
        lo_ev,
        step_ev,
        points: ((hi_ev - lo_ev) / step_ev) as usize + 1,
    };
    let mut curve = vec![0.0; grid.points];
    for p in peaks {
        p.add_to(&mut curve, &grid);
    }
    let top = (0..curve.len()).max_by(|a, b| curve[*a].total_cmp(&curve[*b]))?;
    Some(grid.energy_ev(top))
}
