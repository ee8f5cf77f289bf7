//! Moving the energy axis of a spectrum, and on what ground.

use serde::{Deserialize, Serialize};

/// Most that an axis may be moved, eV: more is a mistake in typing.
pub const MOST_SHIFT_EV: f64 = 100.0;

/// An axis moved farther than this is doubted, eV. Our choice: with charge compensation, or stray electrons of an
/// unmonochromated source, insulators are off by less; without either they may be off by more.
pub const USUAL_SHIFT_EV: f64 = 20.0;

/// What a calibration of the energy axis rests on.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalibrationBasis {
    /// C 1s of adventitious carbon at 284.8 eV.
    CarbonC1s,
    /// Au 4f7/2 at 84.0 eV.
    GoldAu4f,
    /// The Fermi edge at 0 eV.
    FermiEdge,
    /// The shift of all lines together by the fit of the implied spectrum.
    Fit,
    /// The calibration that CasaXPS wrote into the file.
    CasaXps,
    /// Typed or dragged by the user.
    Typed,
}

impl CalibrationBasis {
    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            CalibrationBasis::CarbonC1s => "C 1s at 284.8 eV",
            CalibrationBasis::GoldAu4f => "Au 4f7/2 at 84.0 eV",
            CalibrationBasis::FermiEdge => "Fermi edge at 0 eV",
            CalibrationBasis::Fit => "shift of all lines by the fit",
            CalibrationBasis::CasaXps => "calibration of CasaXPS in the file",
            CalibrationBasis::Typed => "set by hand",
        }
    }
}

/// A calibration of the energy axis of a file.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EnergyCalibration {
    /// Added to the binding energies of the file, eV.
    pub shift_ev: f64,
    /// What it rests on.
    pub basis: CalibrationBasis,
}

/// Why an axis is not moved.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a shift of {0} eV: expected a number between −{MOST_SHIFT_EV} and {MOST_SHIFT_EV}")]
pub struct ShiftError(pub f64);

impl EnergyCalibration {
    /// One whose shift is sensible.
    ///
    /// # Errors
    /// [`ShiftError`] for more than [`MOST_SHIFT_EV`], or no number.
    pub fn checked(self) -> Result<EnergyCalibration, ShiftError> {
        match self.shift_ev.abs() <= MOST_SHIFT_EV {
            true => Ok(self),
            false => Err(ShiftError(self.shift_ev)),
        }
    }
}
