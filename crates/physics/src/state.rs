//! The chemical state of an element in a phase: how its lines look there.

use super::asymmetry::Asymmetry;
use super::auger::Bonds;
use super::satellites::Satellite;

/// How an element's lines look in its chemical state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// Shift of the core lines to higher binding energy against the library, eV.
    pub shift_ev: f64,
    /// Shift of the Auger lines on the binding-energy axis, eV.
    pub auger_shift_ev: f64,
    /// Gaussian broadening by disorder, phonons and multiplets, FWHM in eV.
    pub broadening_ev: f64,
    /// Doniach–Šunjić asymmetry of metals; none for insulators.
    pub asymmetry: Asymmetry,
    /// Shake-up and multiplet satellites.
    pub satellites: Vec<Satellite>,
    /// Where its d electrons are: Auger groups depend on their number.
    pub bonds: Bonds,
}

/// One element of a phase in one chemical state.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Atomic number.
    pub z: u8,
    /// Atomic fraction within the phase.
    pub fraction: f64,
    /// Chemical state.
    pub state: State,
}
