//! The energy axis of a spectrum and the X-ray source behind it.

use serde::{Deserialize, Serialize};

/// Photon energy of Al Kα, eV (weighted mean of Kα1 and Kα2; Bearden 1967).
pub const AL_KA_EV: f64 = 1486.6;
/// Photon energy of Mg Kα, eV (Bearden 1967).
pub const MG_KA_EV: f64 = 1253.6;

/// Which way the file's own energy axis is to be read.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// Kinetic energy of the electron, Fermi-referenced.
    Kinetic,
    /// Binding energy, Fermi-referenced.
    Binding,
}

impl Axis {
    /// Name as it is written on an axis: `kinetic energy`, `binding energy`.
    pub fn label(self) -> &'static str {
        match self {
            Axis::Kinetic => "kinetic energy",
            Axis::Binding => "binding energy",
        }
    }
}

/// An X-ray source that the user may name where a file does not.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Aluminium Kα, 1486.6 eV.
    AlKa,
    /// Magnesium Kα, 1253.6 eV.
    MgKa,
}

impl Source {
    /// Photon energy, eV.
    pub fn photon_energy_ev(self) -> f64 {
        match self {
            Source::AlKa => AL_KA_EV,
            Source::MgKa => MG_KA_EV,
        }
    }

    /// Name as it is written on an axis: `Al Kα`, `Mg Kα`.
    pub fn label(self) -> &'static str {
        match self {
            Source::AlKa => "Al Kα",
            Source::MgKa => "Mg Kα",
        }
    }

    /// The source whose photon energy lies within 2 eV of `photon_energy_ev`, if any.
    pub fn nearest(photon_energy_ev: f64) -> Option<Source> {
        [Source::AlKa, Source::MgKa]
            .into_iter()
            .find(|s| (s.photon_energy_ev() - photon_energy_ev).abs() <= 2.0)
    }
}

/// Why a spectrum cannot be placed on the binding-energy axis.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AxisError {
    /// The axis is kinetic and the photon energy is unknown.
    #[error(
        "the axis is kinetic energy and the file gives no photon energy: name the X-ray source"
    )]
    NoPhotonEnergy,
    /// The axis is binding and the photon energy is unknown.
    #[error("the axis is binding energy and the file gives no photon energy")]
    NoPhotonEnergyForKinetic,
}

/// Photon energies that a laboratory or a beamline has for photoelectron spectra, eV.
pub const PHOTON_ENERGIES_EV: std::ops::RangeInclusive<f64> = 20.0..=10_000.0;

/// A photon energy that no spectrum is taken with.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("a photon energy of {0} eV: expected 20 to 10000 eV")]
pub struct PhotonEnergyError(pub f64);
