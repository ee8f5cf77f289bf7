//! The survey spectrum of a sample: lines, losses, layers and analyser, without noise.

mod emission;
mod half_space;
mod layers;
mod surface;
#[cfg(test)]
mod tests;

use speclens_spectrum::Grid;

use super::auger::AugerLine;
use super::instrument::Instrument;
use super::lines::Line;
use super::sample::{Phase, Sample, SampleError};
use emission::Emission;
pub use half_space::HalfSpace;

/// A line that is about to be drawn.
#[derive(Debug, Clone, Copy)]
pub enum Drawn<'a> {
    /// A photoelectron line.
    Photo(&'a Line),
    /// An Auger line of element `z`.
    Auger(u8, &'a AugerLine),
}

/// How far a line is off its tabulated values: what tables and chemistry leave oemission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// Factor on the area.
    pub area: f64,
    /// Shift on the binding-energy axis, eV.
    pub shift_ev: f64,
    /// Factor on the natural width.
    pub width: f64,
}

impl Default for Deviation {
    fn default() -> Self {
        Deviation {
            area: 1.0,
            shift_ev: 0.0,
            width: 1.0,
        }
    }
}

/// The tabulated physics: no line deviates.
pub fn as_tabulated(_: Drawn<'_>) -> Deviation {
    Deviation::default()
}

/// Slower electrons are not drawn, eV: no survey reaches there.
const MIN_KINETIC_EV: f64 = 20.0;
/// Elastic scattering changes slowly: it is worked out at energies so far apart, eV.
const SCATTERING_STEP_EV: f64 = 50.0;
/// Expected intensity of a survey, one value per grid point (mean over the cell), in an arbitrary
/// unit that is common to all spectra. `deviation` is asked once for every line drawn; use
/// [`as_tabulated`] for the tabulated physics.
///
/// Area of a line: n · σ · L(β, γ) · λ(E), with n the atomic density, σ the Scofield cross
/// section, L the angular asymmetry ([`Instrument::asymmetry`]) and λ by TPP-2M; then the lines of
/// the source beside Kα, inelastic losses, layers, the surface, and the transmission of the
/// analyser.
///
/// # Errors
/// [`SampleError`].
pub fn simulate(
    sample: &Sample,
    instrument: &Instrument,
    grid: &Grid,
    mut deviation: impl FnMut(Drawn<'_>) -> Deviation,
) -> Result<Vec<f32>, SampleError> {
    sample.check()?;
    instrument.check()?;
    check_grid(grid)?;
    let bulk = sample.bulk.bulk();
    let mut emission = Emission {
        instrument,
        grid,
        deviation: &mut deviation,
    };
    let hv = instrument.source.photon_energy_ev();
    let losses = sample.bulk.losses.function(grid.step_ev);
    let mut spectrum = emission.excited(&sample.bulk, &losses, |_| bulk.atom_density());
    losses.half_space(&mut spectrum, &scattering(&sample.bulk, instrument, grid));
    for (y, e) in spectrum.iter_mut().zip(grid.energies_ev()) {
        *y *= bulk.imfp_nm(hv - e) as f32;
    }
    for layer in sample.layers.iter().rev().filter(|l| l.thickness_nm > 0.0) {
        layers::pass(layer, &mut emission, &mut spectrum);
    }
    if let Some((function, at_1000_ev)) = surface::excitation(sample, grid) {
        let share: Vec<f32> = grid
            .energies_ev()
            .iter()
            .map(|e| surface::share(at_1000_ev, hv - e))
            .collect();
        function.surface(&mut spectrum, &share);
    }
    for (i, y) in spectrum.iter_mut().enumerate() {
        let ke = hv - grid.energy_ev(i);
        *y *= if ke > 0.0 {
            instrument.transmission.at(ke) as f32
        } else {
            0.0
        };
    }
    Ok(spectrum)
}

fn check_grid(grid: &Grid) -> Result<(), SampleError> {
    let wrong = |what, value, expected| {
        Err(SampleError::Setting {
            what,
            value,
            expected,
        })
    };
    if !(grid.step_ev > 0.0 && grid.step_ev.is_finite()) {
        return wrong("a grid with steps in eV", grid.step_ev, "more than 0");
    }
    if !grid.lo_ev.is_finite() {
        return wrong("a grid from a binding energy in eV", grid.lo_ev, "a number");
    }
    Ok(())
}

/// [`Phase::scattering`] at the points of `grid`, straight between energies of [`SCATTERING_STEP_EV`].
fn scattering(phase: &Phase, instrument: &Instrument, grid: &Grid) -> Vec<f32> {
    let hv = instrument.source.photon_energy_ev();
    let at = |n: usize| {
        let kinetic_ev = hv - grid.lo_ev - n as f64 * SCATTERING_STEP_EV;
        phase.losses.elastic * phase.scattering(kinetic_ev)
    };
    let last = (grid.points as f64 * grid.step_ev / SCATTERING_STEP_EV) as usize + 1;
    let nodes: Vec<f64> = (0..=last).map(at).collect();
    (0..grid.points)
        .map(|i| {
            let place = i as f64 * grid.step_ev / SCATTERING_STEP_EV;
            let n = place as usize;
            (nodes[n] + (place - n as f64) * (nodes[n + 1] - nodes[n])) as f32
        })
        .collect()
}
