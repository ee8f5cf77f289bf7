//! Layers over what lies below them: what they take away and what they add.

use super::emission::Emission;
use super::{Deviation, Drawn};
use crate::sample::Layer;

/// Largest thickness, in mean free paths, of the slices in which a layer is passed.
const SLICE: f64 = 0.4;
/// Most parts of a layer; what lies below eight mean free paths is not seen.
const MAX_PARTS: f64 = 12.0;
/// A layer of so many mean free paths hides what is below; a thicker one is drawn as this.
const OPAQUE: f64 = 25.0;
/// Kinetic energy of the fastest electrons of a survey, eV.
const FASTEST_EV: f64 = 1486.6;
/// Kinetic energy whose mean free path decides on the number of slices, eV.
const SLICE_KINETIC_EV: f64 = 600.0;

/// Passes `spectrum` through `layer` and adds the electrons that are set free in it.
pub(super) fn pass<F: FnMut(Drawn<'_>) -> Deviation>(
    layer: &Layer,
    emission: &mut Emission<'_, F>,
    spectrum: &mut [f32],
) {
    let bulk = layer.phase.bulk();
    let thickness = layer.thickness_nm.min(OPAQUE * bulk.imfp_nm(FASTEST_EV));
    let (grid, hv) = (emission.grid, emission.instrument.source.photon_energy_ev());
    let losses = layer.phase.losses.function(grid.step_ev);
    // The layer in equal parts of at most one mean free path. Of each: half of it, its own electrons,
    // the other half. The electrons set free in a part are scaled so that n·λ·(1 − exp(−d/λ)) of them
    // come out unscattered, as they must.
    let paths = thickness / bulk.imfp_nm(SLICE_KINETIC_EV);
    let parts = paths.ceil().clamp(1.0, MAX_PARTS);
    let part_nm = thickness / parts;
    let half: Vec<f32> = grid
        .energies_ev()
        .iter()
        .map(|e| (0.5 * part_nm / bulk.imfp_nm(hv - e)) as f32)
        .collect();
    let slices = ((0.5 * paths / parts / SLICE).ceil() as usize).max(1);
    let own = emission.excited(&layer.phase, &losses, |ke| {
        let imfp = bulk.imfp_nm(ke);
        2.0 * bulk.atom_density() * imfp * (0.5 * part_nm / imfp).sinh()
    });
    for _ in 0..parts as usize {
        losses.overlayer(spectrum, &half, slices);
        for (y, o) in spectrum.iter_mut().zip(&own) {
            *y += o;
        }
        losses.overlayer(spectrum, &half, slices);
    }
}
