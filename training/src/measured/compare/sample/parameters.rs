//! What is fitted of a sample, and where fits begin.

use super::known::KnownSample;

/// Thickness of carbon at which a fit begins, nm.
const START_CARBON_NM: f64 = 0.5;
/// FWHM of source and analyser at which it begins, eV.
const START_RESOLUTION_EV: f64 = 1.5;
/// Amount at which the fit of an element begins that may be there.
pub const START_OF_A_MAYBE: f64 = 0.03;

/// What is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// Amount of each part, relative to each other; ignored where it is known.
    pub amounts: Vec<f64>,
    /// Thickness of adventitious carbon along the emission direction, nm.
    pub carbon_nm: f64,
    /// Atomic fraction of oxygen in it.
    pub carbon_oxygen: f64,
    /// Thickness of native oxide along the emission direction, nm.
    pub oxide_nm: f64,
    /// Atomic fraction of oxygen in it.
    pub oxide_oxygen: f64,
    /// n of the transmission (E/1 keV)^n · exp(q·ln²(E/1 keV)).
    pub exponent: f64,
    /// q of the same.
    pub curvature: f64,
    /// FWHM of source and analyser together, eV.
    pub resolution_ev: f64,
    /// Shift of the measured axis to higher binding energy, eV.
    pub shift_ev: f64,
}

impl Parameters {
    /// Where the fit of a sample begins under so much native oxide, nm.
    pub fn start(known: &KnownSample, oxide_nm: f64) -> Parameters {
        Parameters {
            amounts: start_amounts(known),
            carbon_nm: START_CARBON_NM,
            carbon_oxygen: 0.1,
            oxide_nm,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: START_RESOLUTION_EV,
            shift_ev: 0.0,
        }
    }
}

/// Equal amounts of what must be there (those without a known amount), a little of the rest.
fn start_amounts(known: &KnownSample) -> Vec<f64> {
    let stoichiometric = known.bulk.iter().any(|p| p.known.is_some());
    known
        .bulk
        .iter()
        .map(|p| match p.known {
            Some(fraction) => fraction,
            None if stoichiometric || !p.required => START_OF_A_MAYBE,
            None => 1.0,
        })
        .collect()
}
