//! The survey that the simulator draws of a sample.

use anyhow::Result;
use speclens::conventional::EvenCurve;
use speclens::physics::chemical_state::Class;
use speclens::physics::instrument::{Instrument, Transmission};
use speclens::physics::sample::{Layer, Phase, Sample};
use speclens::physics::simulate::{Deviation, Drawn, simulate};
use speclens::spectrum::Grid;

use super::known::KnownSample;
use super::parameters::Parameters;
use speclens::synthesis::Material;

/// Band gap of adventitious carbon, eV: the mean free path depends on it weakly.
const CARBON_GAP_EV: f64 = 3.0;
/// Simulated below the lowest measured energy, eV: lines there still scatter into the spectrum.
const BELOW_EV: f64 = 20.0;
/// Room at both ends for the shift, eV.
const MARGIN_EV: f64 = 15.0;
const CARBON: u8 = 6;
/// Atomic number of oxygen.
pub const OXYGEN: u8 = 8;

/// Which lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawnLines {
    /// All.
    All,
    /// Photoelectron lines only.
    Photo,
    /// Auger lines only.
    Auger,
}

impl DrawnLines {
    fn of(self, drawn: Drawn<'_>) -> Deviation {
        let shown = match drawn {
            Drawn::Photo(..) => self != DrawnLines::Auger,
            Drawn::Auger(..) => self != DrawnLines::Photo,
        };
        Deviation {
            area: if shown { 1.0 } else { 0.0 },
            ..Deviation::default()
        }
    }
}

impl KnownSample {
    /// Atomic fractions of the bulk's parts: known ones are kept among each other, fitted ones
    /// come beside them.
    pub fn fractions(&self, parameters: &Parameters) -> Vec<f64> {
        let amounts: Vec<f64> = self
            .bulk
            .iter()
            .zip(&parameters.amounts)
            .map(|(part, fitted)| part.known.unwrap_or(*fitted).max(0.0))
            .collect();
        let sum: f64 = amounts.iter().sum();
        amounts.iter().map(|a| a / sum).collect()
    }

    /// The simulated survey on `grid`, shifted as the measured one is, in an arbitrary unit.
    ///
    /// # Errors
    /// A sample that the simulator refuses.
    pub fn simulate(
        &self,
        parameters: &Parameters,
        grid: &Grid,
        lines: DrawnLines,
    ) -> Result<EvenCurve> {
        let lo_ev = grid.lo_ev.min(0.0) - BELOW_EV;
        let hi_ev = grid.energy_ev(grid.points - 1) + MARGIN_EV;
        let wide = Grid {
            lo_ev,
            step_ev: grid.step_ev,
            points: ((hi_ev - lo_ev) / grid.step_ev).ceil() as usize + 1,
        };
        let (sample, instrument) = (self.sample(parameters), self.instrument(parameters));
        let values = simulate(&sample, &instrument, &wide, |drawn| lines.of(drawn))?;
        let simulated = EvenCurve {
            lo_ev,
            step_ev: grid.step_ev,
            values: values.into_iter().map(f64::from).collect(),
        };
        Ok(simulated.shifted_onto(parameters.shift_ev, grid))
    }

    /// The bulk under its layers.
    fn sample(&self, parameters: &Parameters) -> Sample {
        let bulk = self.bulk.iter().zip(self.fractions(parameters));
        let bulk: Vec<_> = bulk
            .map(|(element, fraction)| (element.z, fraction, element.class))
            .collect();
        let mut layers = Vec::new();
        if self.contaminated {
            let oxygen = parameters.carbon_oxygen;
            let carbon = [
                (CARBON, 1.0 - oxygen, Class::Organic),
                (OXYGEN, oxygen, Class::Organic),
            ];
            layers.push(Layer {
                phase: Phase::typical(&carbon, CARBON_GAP_EV),
                thickness_nm: parameters.carbon_nm,
            });
        }
        if self.oxidised {
            let metal = 1.0 - parameters.oxide_oxygen;
            let mut oxide: Vec<_> = bulk
                .iter()
                .map(|&(z, fraction, _)| (z, metal * fraction, Class::Oxide))
                .collect();
            oxide.push((OXYGEN, parameters.oxide_oxygen, Class::Oxide));
            layers.push(Layer {
                phase: Phase::typical(&oxide, Material::Oxide.gap_ev(&oxide)),
                thickness_nm: parameters.oxide_nm,
            });
        }
        Sample {
            bulk: Phase::typical(&bulk, self.material.gap_ev(&bulk)),
            layers,
        }
    }

    fn instrument(&self, parameters: &Parameters) -> Instrument {
        let tube = if self.monochromated.unwrap_or(true) {
            Instrument {
                source: self.source,
                ..Instrument::default()
            }
        } else {
            Instrument::twin_anode(self.source)
        };
        Instrument {
            analyser_fwhm_ev: parameters.resolution_ev,
            transmission: Transmission::Power {
                exponent: parameters.exponent,
                curvature: parameters.curvature,
            },
            source_analyser_angle_deg: self.angle_deg,
            ..tube
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::truth::Truth;
    use speclens::spectrum::Spectrum;

    #[test]
    fn known_fractions_are_kept_among_each_other() {
        let row = Truth::parse("a.vms\tx\t1486.6\tFe O\tC Si\tFe:0.4 O:0.6");
        let known = KnownSample::new(&row, &Spectrum::default()).unwrap();
        let parameters = Parameters {
            amounts: vec![9.0, 9.0, 0.25],
            carbon_nm: 1.0,
            carbon_oxygen: 0.1,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.0,
            shift_ev: 3.0,
        };
        let f = known.fractions(&parameters);
        assert!(
            (f[0] - 0.32).abs() < 1e-9 && (f[1] - 0.48).abs() < 1e-9,
            "{f:?}"
        );
        let grid = Grid {
            lo_ev: 500.0,
            step_ev: 0.5,
            points: 500,
        };
        let curve = known.simulate(&parameters, &grid, DrawnLines::All).unwrap();
        let top = (0..500)
            .filter(|i| grid.energy_ev(*i) < 560.0)
            .max_by(|a, b| curve.values[*a].total_cmp(&curve.values[*b]))
            .unwrap();
        assert!(
            (grid.energy_ev(top) - 533.5).abs() < 1.6,
            "O 1s at {}",
            grid.energy_ev(top)
        );
    }
}
