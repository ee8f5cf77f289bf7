//! Random chemical states around those that are known.

use rand::Rng;
use speclens::physics::chemical_state::{self, Class};
use speclens::physics::sample::Phase;
use speclens::physics::satellites::{self, Satellite};
use speclens::physics::state::{Component, State};

use super::draws::{between, chance, normal, uniform};
use super::{Chemistry, Part, losses};

/// The state of an element in a class of compounds: shift from the NIST spread of its main line,
/// satellites as the literature has them with their spread.
pub fn state(rng: &mut impl Rng, chemistry: &Chemistry, z: u8, class: Class) -> State {
    let typical = chemical_state::typical(z, class);
    let metallic = class == Class::Element;
    let shift = match chemical_state::spread(z, class) {
        Some(s) => {
            let t = uniform(rng, -1.0, 1.0);
            let side = if t < 0.0 {
                s.median_ev - s.low_ev
            } else {
                s.high_ev - s.median_ev
            };
            (s.median_ev + t * side).clamp(-3.0, 7.0)
        }
        None if metallic => 0.0,
        None => uniform(rng, -0.5, 2.5),
    };
    let shift_ev = shift + normal(rng, 0.2);
    let open_shell = !metallic && chemical_state::has_open_shell(z);
    let mut asymmetry = typical.asymmetry;
    asymmetry.alpha = (asymmetry.alpha * uniform(rng, 0.5, 1.6)).min(0.5);
    asymmetry.cutoff_ev = uniform(rng, 2.0, 10.0);
    if !metallic && class != Class::Organic && chance(rng, CONDUCTING_COMPOUNDS) {
        asymmetry.alpha = uniform(rng, 0.02, 0.2);
    }
    State {
        shift_ev,
        auger_shift_ev: chemical_state::auger_shift_ev(z, class, shift_ev)
            + normal(rng, if metallic { 0.4 } else { 1.3 }),
        broadening_ev: if metallic {
            uniform(rng, 0.0, 0.8)
        } else if open_shell {
            between(rng, chemistry.open_shell_broadening_ev)
        } else {
            between(rng, chemistry.compound_broadening_ev)
        },
        asymmetry,
        satellites: shake_up(rng, chemistry, z, class),
        bonds: typical.bonds,
    }
}

/// Share of compounds whose lines are asymmetric: conducting oxides, nitrides, sulfides.
const CONDUCTING_COMPOUNDS: f64 = 0.2;

fn shake_up(rng: &mut impl Rng, chemistry: &Chemistry, z: u8, class: Class) -> Vec<Satellite> {
    let mut found = Vec::new();
    // One draw for all satellites of an element: divalent copper has them at 2p, 3p and 3s.
    let shown: f64 = uniform(rng, 0.0, 1.0);
    let strength = uniform(rng, 0.6, 1.4);
    for known in satellites::known(z, chemical_state::satellite_kind(class)) {
        if shown < known.share {
            found.push(Satellite {
                offset_ev: known.satellite.offset_ev + normal(rng, 0.6),
                ratio: known.satellite.ratio * strength * uniform(rng, 0.8, 1.2),
                fwhm_ev: known.satellite.fwhm_ev * uniform(rng, 0.7, 1.4),
                ..known.satellite
            });
        }
    }
    // What the literature does not list: weak shake-up, a second site.
    let open_shell = class != Class::Element && chemical_state::has_open_shell(z);
    let unlisted = if open_shell {
        0.35
    } else {
        chemistry.other_satellites
    };
    if chance(rng, unlisted) {
        let share = between(rng, chemistry.satellite_share);
        found.push(Satellite {
            subshell: None,
            offset_ev: uniform(rng, 3.0, 10.0),
            ratio: if open_shell { share } else { 0.4 * share },
            fwhm_ev: uniform(rng, 2.0, 5.0),
        });
    }
    found
}

/// Joins `parts` into a phase whose fractions sum to one. An element may come in two states.
pub fn phase(rng: &mut impl Rng, chemistry: &Chemistry, parts: &[Part], gap_ev: f64) -> Phase {
    let mut amounts: Vec<Part> = Vec::new();
    for part in parts {
        match amounts.iter_mut().find(|a| a.z == part.z) {
            Some(found) => found.amount += part.amount,
            None => amounts.push(*part),
        }
    }
    let sum: f64 = amounts.iter().map(|a| a.amount).sum();
    let mut components = Vec::with_capacity(amounts.len() + 1);
    let mut add = |rng: &mut _, z, fraction, class| {
        components.push(Component {
            z,
            fraction,
            state: state(rng, chemistry, z, class),
        });
    };
    let whole: Vec<(u8, f64)> = amounts.iter().map(|a| (a.z, a.amount)).collect();
    for Part { z, amount, class } in amounts {
        let fraction = amount / sum;
        let class = chemical_state::class_within(z, class, whole.iter().copied());
        // A metal that is partly oxidised, or an element in two kinds of compounds.
        let second = match class {
            Class::Element if chance(rng, 0.2) => Some(Class::Oxide),
            Class::Oxide if chance(rng, 0.1) => Some(Class::Element),
            Class::Organic if chance(rng, 0.5) => Some(Class::Organic),
            _ => None,
        };
        match second {
            Some(other) => {
                let share = uniform(rng, 0.1, 0.6);
                add(rng, z, fraction * (1.0 - share), class);
                add(rng, z, fraction * share, other);
            }
            None => add(rng, z, fraction, class),
        }
    }
    let mut phase = Phase::new(components, gap_ev);
    losses::vary(rng, &mut phase);
    phase
}
