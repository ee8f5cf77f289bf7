//! How the steps of a region lie in energy.

use speclens_spectrum::Axis;

/// How the steps of a region lie in energy.
pub(super) struct Steps {
    pub axis: Axis,
    /// Energy at point 0, eV.
    pub start_ev: f64,
    pub step_ev: f64,
    pub points: usize,
    /// Shift of each channel to higher kinetic energy, in steps.
    pub shifts: Vec<f64>,
}
