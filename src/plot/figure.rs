//! The figure: a survey spectrum with names at its lines and, under it on the same energy axis,
//! the Feature Importance Spectrum of one element.

use super::labels::Label;
use super::scale::IntensityScale;
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

/// Another spectrum, to be compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OtherCurve {
    /// Its name, for the legend.
    pub name: String,
    /// Binding energies, eV, in any order.
    pub energy_ev: Vec<f64>,
    /// Intensities, one per energy, in `unit`.
    pub counts: Vec<f64>,
    /// Their unit.
    pub unit: CountUnit,
    /// Seconds that each count was collected, where they are known.
    pub seconds: Option<f64>,
}

impl OtherCurve {
    /// By what its intensities become such of `unit`; 1 where that is not known.
    pub(super) fn factor(&self, unit: CountUnit) -> f64 {
        match (self.unit, unit, self.seconds) {
            (CountUnit::Counts, CountUnit::CountsPerSecond, Some(seconds)) => 1.0 / seconds,
            _ => 1.0,
        }
    }
}

/// What is written on the energy axis. The higher binding energy is always at the left.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum EnergyAxis {
    /// Binding energies.
    #[default]
    Binding,
    /// Kinetic energies.
    Kinetic {
        /// Photon energy, eV.
        photon_energy_ev: f64,
    },
}

/// What a figure shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// The survey spectrum.
    pub spectrum: SpectrumCurve,
    /// The spectrum that an answer implies, one intensity for each energy of the spectrum; not finite where
    /// nothing is implied. Its residual gets a panel of its own.
    pub implied: Option<Vec<f64>>,
    /// The background under its lines, one intensity for each energy of the spectrum; not finite where there is none.
    pub background: Option<Vec<f64>>,
    /// Other spectra over it.
    pub others: Vec<OtherCurve>,
    /// Share of the panel's height by which each of them is raised over the one before, 0 to 1.
    pub offset: f64,
    /// Whether each of them is stretched to the lowest and the highest value of the spectrum in view.
    pub normalised: bool,
    /// Whether the figure itself says which curve is which: for pictures that stand alone.
    pub legend: bool,
    /// Intensities are divided by this, s, and drawn in counts per second.
    pub seconds: Option<f64>,
    /// How intensities are drawn.
    pub intensity_scale: IntensityScale,
    /// What is written on the energy axis.
    pub energy_axis: EnergyAxis,
    /// Names at its lines.
    pub labels: Vec<Label>,
    /// The explanation under it.
    pub fis: Option<FisCurve>,
    /// Stretches of binding energy that are marked, eV: the lines of the chosen element.
    pub marked_ev: Vec<[f64; 2]>,
    /// Binding energies that are shown, eV, lowest and highest; the whole spectrum if `None`.
    pub view_ev: Option<[f64; 2]>,
}

impl Figure {
    /// The measured point nearest to a binding energy, eV: its energy and its intensity as it is drawn.
    pub fn nearest(&self, energy_ev: f64) -> Option<[f64; 2]> {
        let SpectrumCurve {
            energy_ev: all,
            counts,
            ..
        } = &self.spectrum;
        let per = 1.0 / self.seconds.unwrap_or(1.0);
        let mut nearest: Option<(f64, [f64; 2])> = None;
        // A curve may have millions of points, and this is asked with every move of the mouse.
        for (e, c) in all.iter().zip(counts) {
            let off = (e - energy_ev).abs();
            if nearest.is_none_or(|(least, _)| off < least) {
                nearest = Some((off, [*e, c * per]));
            }
        }
        nearest.map(|(_, point)| point)
    }

    /// Unit of the intensities as they are drawn.
    pub fn unit(&self) -> CountUnit {
        match self.seconds {
            Some(_) => CountUnit::CountsPerSecond,
            None => self.spectrum.unit,
        }
    }
}
