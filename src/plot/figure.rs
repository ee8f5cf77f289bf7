//! The figure: a survey spectrum with names at its lines and, under it on the same energy axis,
//! the Feature Importance Spectrum of one element.

use super::labels::Label;
use crate::explain::Fis;
use crate::spectrum::CountUnit;

/// A measured curve.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SpectrumCurve {
    /// Binding energies, eV, in any order of the file.
    pub energy_ev: Vec<f64>,
    /// Intensities, one per energy, in `unit`.
    pub counts: Vec<f64>,
    /// Unit of `counts`.
    pub unit: CountUnit,
}

/// The Feature Importance Spectrum of one element.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FisCurve {
    /// Symbol of the element.
    pub element: String,
    /// Binding energies at which the spectrum was probed, eV.
    pub energy_ev: Vec<f64>,
    /// What each probe changes, in `unit`, one per energy.
    pub value: Vec<f64>,
    /// Values whose magnitude does not exceed this are noise, one per energy: they are drawn pale.
    pub noise: Vec<f64>,
    /// Unit of the values, as it is written on the axis.
    pub unit: String,
}

impl From<&Fis> for FisCurve {
    fn from(fis: &Fis) -> FisCurve {
        FisCurve {
            element: fis.element.clone(),
            energy_ev: fis.energy_ev.clone(),
            value: fis.value.clone(),
            noise: fis.noise.clone(),
            unit: format!("{}, σ {} eV", fis.unit, fis.sigma_ev),
        }
    }
}

impl Figure {
    /// Measured less implied, where something is implied.
    pub(super) fn residual(&self) -> Option<Vec<f64>> {
        let implied = self.implied.as_ref()?.iter();
        Some(
            self.spectrum
                .counts
                .iter()
                .zip(implied)
                .map(|(m, i)| m - i)
                .collect(),
        )
    }
}

/// What a figure shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// The survey spectrum.
    pub spectrum: SpectrumCurve,
    /// The spectrum that an answer implies, one intensity for each energy of the spectrum; not finite where
    /// nothing is implied. Its residual gets a panel of its own.
    pub implied: Option<Vec<f64>>,
    /// Names at its lines.
    pub labels: Vec<Label>,
    /// The explanation under it.
    pub fis: Option<FisCurve>,
    /// Stretches of binding energy that are marked, eV: the lines of the chosen element.
    pub marked_ev: Vec<[f64; 2]>,
    /// Binding energies that are shown, eV, lowest and highest; the whole spectrum if `None`.
    pub view_ev: Option<[f64; 2]>,
}
