//! Random losses around those that are typical of a material.

use rand::Rng;
use speclens::physics::losses::Plasmon;
use speclens::physics::sample::Phase;

use super::draws::{chance, normal, uniform};

/// Varies the loss function of `phase`: no tabulated class is that of a material exactly.
pub fn vary(rng: &mut impl Rng, phase: &mut Phase) {
    let free_electron_ev = phase.bulk().plasmon_ev();
    let losses = &mut phase.losses;
    losses.total = uniform(rng, 0.88, 1.06);
    losses.elastic = uniform(rng, 0.2, 1.3);
    losses.cross_section.c_ev2 *= normal(rng, 0.35).exp();
    losses.cross_section.d_ev2 *= normal(rng, 0.35).exp();
    losses.plasmon = match losses.plasmon {
        Some(p) => Some(Plasmon {
            energy_ev: p.energy_ev * (1.0 + normal(rng, 0.02)),
            width_ev: p.width_ev * normal(rng, 0.3).exp(),
            share: uniform(rng, 0.4, 0.9),
        }),
        None if chance(rng, 0.5) => Some(Plasmon {
            energy_ev: free_electron_ev * (1.0 + normal(rng, 0.05)),
            width_ev: uniform(rng, 2.0, 12.0),
            share: uniform(rng, 0.0, 0.6),
        }),
        None => None,
    };
    losses.intrinsic *= uniform(rng, 0.4, 1.6);
    losses.surface = if losses.surface > 0.0 {
        uniform(rng, 0.0, 0.25)
    } else if chance(rng, 0.3) {
        uniform(rng, 0.0, 0.1)
    } else {
        0.0
    };
}
