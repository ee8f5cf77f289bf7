//! What the user of a spectrum settles before it is answered.

use serde::{Deserialize, Serialize};

use super::{AnalyseError, element_index};
use crate::formats::CASA_NOT_APPLIED;
use crate::model::manifest::Manifest;
use crate::model::quantify::Constraints;
use crate::spectrum::{
    CalibrationBasis, Doubt, EnergyCalibration, ShiftError, Spectrum, USUAL_SHIFT_EV,
};

/// What the user settles.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Adjustments {
    /// How the energy axis is moved; null where it stays.
    pub calibration: Option<EnergyCalibration>,
    /// Elements that are left out or counted in.
    pub constraints: Constraints,
}

impl Adjustments {
    /// Holds the constraints against what the network knows.
    ///
    /// # Errors
    /// [`AnalyseError::Element`] for an element that it does not know.
    pub(super) fn check(&self, manifest: &Manifest) -> Result<(), AnalyseError> {
        let Constraints { excluded, included } = &self.constraints;
        for symbol in excluded.iter().chain(included) {
            element_index(manifest, symbol)?;
        }
        Ok(())
    }

    /// Moves the axis of `spectrum`.
    ///
    /// # Errors
    /// [`ShiftError`].
    pub(super) fn move_axis(&self, spectrum: &mut Spectrum) -> Result<(), ShiftError> {
        let Some(calibration) = self.calibration else {
            return Ok(());
        };
        let shift_ev = calibration.checked()?.shift_ev;
        spectrum.shift(shift_ev);
        if shift_ev.abs() > USUAL_SHIFT_EV {
            spectrum.doubts.push(Doubt::MovedFar { shift_ev });
        }
        if calibration.basis == CalibrationBasis::CasaXps {
            let is_applied = |d: &Doubt| matches!(d, Doubt::NotApplied { text } if text.starts_with(CASA_NOT_APPLIED));
            spectrum.doubts.retain(|d| !is_applied(d));
        }
        Ok(())
    }
}
