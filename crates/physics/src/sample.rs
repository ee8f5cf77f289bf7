//! A sample: phases made of elements in chemical states, one a half-space, others layers on it.

use super::auger::Bonds;
use super::chemical_state::{self, Class};
use super::elastic;
use super::imfp::{self, Bulk};
use super::lines;
use super::losses::Losses;
use super::solids;
use super::state::Component;
use speclens_spectrum::{Source, elements};

/// A homogeneous phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Its elements; their fractions sum to one. An element may stand in it in several states.
    pub components: Vec<Component>,
    /// Band gap, eV; 0 for metals.
    pub gap_ev: f64,
    /// How electrons lose energy in it.
    pub losses: Losses,
}

/// A layer over everything below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// What it consists of.
    pub phase: Phase,
    /// Thickness divided by the cosine of the emission angle, nm.
    pub thickness_nm: f64,
}

/// A half-space and the layers on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The half-space.
    pub bulk: Phase,
    /// The layers from the surface inwards: adventitious carbon first, a native oxide below it.
    pub layers: Vec<Layer>,
}

/// What is wrong with a sample.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SampleError {
    /// An element outside the library.
    #[error("no element with Z = {0} in the library (Li to Bi without Tc and Pm, Th, U)")]
    UnknownElement(u8),
    /// Fractions that are no composition.
    #[error("the atomic fractions of a phase sum to {0}, not to 1")]
    Fractions(f64),
    /// A fraction that is negative or not finite.
    #[error("an atomic fraction of {fraction} for Z = {z}; expected 0 to 1")]
    Fraction {
        /// Atomic number.
        z: u8,
        /// The fraction given.
        fraction: f64,
    },
    /// A thickness below zero or not finite.
    #[error("a layer of {0} nm; expected a thickness of 0 or more")]
    Thickness(f64),
    /// A setting of the phase, the instrument or the grid that is out of its range.
    #[error("{what} of {value}; expected {expected}")]
    Setting {
        /// What is set.
        what: &'static str,
        /// The value given.
        value: f64,
        /// Values that are possible.
        expected: &'static str,
    },
}

/// How far the fractions of a phase may sum to something other than one.
const SUM_TOLERANCE: f64 = 1e-6;
/// Exponent of the mean free path that quantification assumes.
const ASSUMED_IMFP_EXPONENT: f64 = 0.75;

impl Phase {
    /// Elements `(Z, atomic fraction, kind of compound)` in their typical states
    /// ([`chemical_state::typical`]), with the losses that such a material has
    /// ([`Losses::typical`]).
    pub fn typical(parts: &[(u8, f64, Class)], gap_ev: f64) -> Self {
        let amounts = || parts.iter().map(|p| (p.0, p.1));
        let components = parts.iter().map(|&(z, fraction, class)| Component {
            z,
            fraction,
            state: chemical_state::typical(z, chemical_state::class_within(z, class, amounts())),
        });
        Self::new(components.collect(), gap_ev)
    }

    /// A phase of `components` with the losses that such a material has ([`Losses::typical`]).
    pub fn new(components: Vec<Component>, gap_ev: f64) -> Self {
        let losses = Losses::typical(&components, gap_ev);
        Phase {
            components,
            gap_ev,
            losses,
        }
    }

    /// Adventitious carbon: hydrocarbon with one oxygen in eight atoms.
    pub fn contamination() -> Self {
        Phase::typical(
            &[(6, 0.88, Class::Organic), (8, 0.12, Class::Organic)],
            CONTAMINATION_GAP_EV,
        )
    }

    /// Checks the elements and their fractions.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn check(&self) -> Result<(), SampleError> {
        for c in &self.components {
            if elements::by_z(c.z).is_none() {
                return Err(SampleError::UnknownElement(c.z));
            }
            if !(0.0..=1.0 + SUM_TOLERANCE).contains(&c.fraction) {
                return Err(SampleError::Fraction {
                    z: c.z,
                    fraction: c.fraction,
                });
            }
        }
        if !(self.gap_ev >= 0.0 && self.gap_ev.is_finite()) {
            return Err(SampleError::Setting {
                what: "a band gap in eV",
                value: self.gap_ev,
                expected: "0 or more",
            });
        }
        let sum: f64 = self.components.iter().map(|c| c.fraction).sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            return Err(SampleError::Fractions(sum));
        }
        Ok(())
    }

    /// What TPP-2M needs of the phase.
    pub fn bulk(&self) -> Bulk {
        let parts = self.components.iter().filter_map(|c| {
            let solid = solids::by_z(c.z)?;
            let volume = match c.state.bonds {
                Bonds::Shared => solid.molar_volume_cm3(),
                Bonds::Ionic => imfp::ionic_volume_cm3(solid),
            };
            Some((solid, c.fraction, volume))
        });
        Bulk::of_parts(parts, self.gap_ev)
    }

    /// How strongly electrons of this kinetic energy, eV, are turned round in it while they lose
    /// energy once ([`elastic::scattering`]).
    pub fn scattering(&self, kinetic_ev: f64) -> f64 {
        let atoms = self.components.iter().map(|c| (c.z, c.fraction));
        elastic::scattering(&self.bulk(), atoms, kinetic_ev)
    }
}

/// Band gap of adventitious carbon, eV: between graphite and polyethylene.
const CONTAMINATION_GAP_EV: f64 = 3.0;

impl Sample {
    /// A half-space of `bulk` without layers.
    pub fn clean(bulk: Phase) -> Self {
        Sample {
            bulk,
            layers: vec![],
        }
    }

    /// The same sample under `thickness_nm` of adventitious carbon.
    pub fn contaminated(mut self, thickness_nm: f64) -> Self {
        self.layers.insert(
            0,
            Layer {
                phase: Phase::contamination(),
                thickness_nm,
            },
        );
        self
    }

    /// Checks all phases and thicknesses.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn check(&self) -> Result<(), SampleError> {
        self.bulk.check()?;
        for layer in &self.layers {
            layer.phase.check()?;
            if !layer.thickness_nm.is_finite() || layer.thickness_nm < 0.0 {
                return Err(SampleError::Thickness(layer.thickness_nm));
            }
        }
        Ok(())
    }

    /// The apparent composition: what quantification for a homogeneous sample finds from each
    /// element's main line ([`lines::main_line`]), n ∝ I/(σ·T·E^0.75) normalised to one, with
    /// E^0.75 for the mean free path that nobody knows (Wagner, Davis and Riggs 1980, Surf.
    /// Interface Anal. 2, 53). It is what the network learns, and what every survey quantification
    /// reports: a layer counts with the share of the signal it has. Pairs (Z, fraction),
    /// ascending in Z, each Z once.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn apparent_composition(&self, source: Source) -> Result<Vec<(u8, f64)>, SampleError> {
        self.check()?;
        let kinetic = |z: u8| {
            lines::main_line(z, source).map_or(500.0, |l| source.photon_energy_ev() - l.binding_ev)
        };
        let mut amounts: Vec<(u8, f64)> = Vec::new();
        let mut add = |z: u8, signal: f64| {
            let amount = signal / kinetic(z).powf(ASSUMED_IMFP_EXPONENT);
            match amounts.iter_mut().find(|a| a.0 == z) {
                Some(found) => found.1 += amount,
                None => amounts.push((z, amount)),
            }
        };
        let layers: Vec<(&Layer, Bulk)> = self
            .layers
            .iter()
            .map(|layer| (layer, layer.phase.bulk()))
            .collect();
        let through = |above: &[(&Layer, Bulk)], kinetic_ev: f64| -> f64 {
            let depth: f64 = above
                .iter()
                .map(|(layer, bulk)| layer.thickness_nm / bulk.imfp_nm(kinetic_ev))
                .sum();
            (-depth).exp()
        };
        for (i, (layer, bulk)) in layers.iter().enumerate() {
            for c in &layer.phase.components {
                let e = kinetic(c.z);
                let imfp = bulk.imfp_nm(e);
                let seen = imfp * (1.0 - (-layer.thickness_nm / imfp).exp());
                let signal = c.fraction * bulk.atom_density() * seen;
                add(c.z, signal * through(&layers[..i], e));
            }
        }
        let below = self.bulk.bulk();
        for c in &self.bulk.components {
            let e = kinetic(c.z);
            let signal = c.fraction * below.atom_density() * below.imfp_nm(e);
            add(c.z, signal * through(&layers, e));
        }
        let sum: f64 = amounts.iter().map(|a| a.1).sum();
        for a in &mut amounts {
            a.1 /= sum;
        }
        amounts.sort_by_key(|a| a.0);
        Ok(amounts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gold() -> Sample {
        Sample::clean(Phase::typical(&[(79, 1.0, Class::Element)], 0.0))
    }

    #[test]
    fn a_layer_counts_with_its_share_of_the_signal() {
        let found = gold()
            .contaminated(2.0)
            .apparent_composition(Source::AlKa)
            .unwrap();
        assert_eq!((found[0].0, found[1].0, found[2].0), (6, 8, 79));
        let sum: f64 = found.iter().map(|f| f.1).sum();
        assert!((sum - 1.0).abs() < 1e-9);
        assert!((0.5..0.9).contains(&found[0].1), "{found:?}");
        let thin = gold().contaminated(0.0);
        assert!(thin.apparent_composition(Source::AlKa).unwrap()[0].1 < 1e-12);
    }

    #[test]
    fn two_thin_layers_of_one_material_are_one_of_their_joint_thickness() {
        let thick = gold().contaminated(1.6);
        let twice = gold().contaminated(0.9).contaminated(0.7);
        let (a, b) = (
            thick.apparent_composition(Source::AlKa).unwrap(),
            twice.apparent_composition(Source::AlKa).unwrap(),
        );
        for (a, b) in a.iter().zip(&b) {
            assert!((a.1 - b.1).abs() < 1e-12, "{a:?} {b:?}");
        }
    }

    #[test]
    fn impossible_samples_are_refused_and_say_why() {
        let refused = |change: &dyn Fn(&mut Sample)| {
            let mut sample = gold().contaminated(1.0);
            change(&mut sample);
            let error = sample.apparent_composition(Source::AlKa).unwrap_err();
            error.to_string()
        };
        assert_eq!(
            refused(&|s| s.bulk.components[0].fraction = 0.7),
            "the atomic fractions of a phase sum to 0.7, not to 1"
        );
        assert!(refused(&|s| s.bulk.components[0].z = 43).contains("Z = 43"));
        assert!(refused(&|s| s.bulk.components[0].fraction = f64::NAN).contains("NaN"));
        assert!(refused(&|s| s.layers[0].thickness_nm = -1.0).contains("-1 nm"));
    }
}
