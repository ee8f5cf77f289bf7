//! The ground floor: a measured spectrum and the words that everything else speaks of it in.
//!
//! Invariants:
//! - It depends on no other crate of Speclens, on no engine, no file format, no table of physics.
//! - Energies are in eV and say in their name which: binding, kinetic, photon.
//! - Nothing is guessed: what a file does not say is `None`, what is doubtful is a [`Doubt`].

mod axis;
mod calibration;
mod doubt;
pub mod elements;
pub mod grid;
mod spectrum;

pub use axis::{
    AL_KA_EV, Axis, AxisError, MG_KA_EV, PHOTON_ENERGIES_EV, PhotonEnergyError, Source,
};
pub use calibration::{
    CalibrationBasis, EnergyCalibration, MOST_SHIFT_EV, ShiftError, USUAL_SHIFT_EV,
};
pub use doubt::{Doubt, sentences};
pub use elements::Element;
pub use grid::Grid;
pub use spectrum::{CountUnit, Spectrum, Technique, why_no_xps, widest_xps};
