//! Losses to the surface on the way out.

use speclens_spectrum::Grid;

use super::MIN_KINETIC_EV;
use crate::sample::{Phase, Sample};
use crate::tougaard::LossFunction;

/// v/2ω of an electron of 1000 eV and a surface excitation of 15 eV, nm: what lies below a layer of thickness d
/// counts with exp(−2qd), and the wave vector q = ω/v is the most likely (Ibach and Mills 1982, Electron
/// Energy Loss Spectroscopy and Surface Vibrations, chapter 3). Taken for all energies, and as if electrons
/// left along the normal.
pub(super) const SURFACE_DEPTH_NM: f64 = 0.41;

/// The loss function of the surface of `sample`, of total weight one, and the probability of such a loss at
/// 1000 eV; nothing if no phase has one. Thin layers share it with what lies below ([`SURFACE_DEPTH_NM`]).
pub(super) fn excitation(sample: &Sample, grid: &Grid) -> Option<(LossFunction, f64)> {
    let mut parts: Vec<(LossFunction, f64)> = Vec::new();
    let mut add = |phase: &Phase, share: f64| {
        let weight = share * phase.losses.surface;
        if weight > 0.0 {
            parts.push((phase.losses.surface_function(grid.step_ev), weight));
        }
    };
    let mut below = 1.0;
    for layer in &sample.layers {
        let through = (-layer.thickness_nm / SURFACE_DEPTH_NM).exp();
        add(&layer.phase, below * (1.0 - through));
        below *= through;
    }
    add(&sample.bulk, below);
    let probability = parts.iter().map(|(_, weight)| weight).sum();
    Some((LossFunction::sum(&parts)?.scaled_to(1.0), probability))
}

/// Probability of a surface excitation: `at_1000_ev`, falling as 1/√E.
pub(super) fn share(at_1000_ev: f64, kinetic_ev: f64) -> f32 {
    (at_1000_ev * (1000.0 / kinetic_ev.max(MIN_KINETIC_EV)).sqrt()).min(0.5) as f32
}
