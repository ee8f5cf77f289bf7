//! Random instruments: sources, resolutions, transmission functions and geometries of usual ones.

use rand::Rng;
use speclens::physics::instrument::{
    GHOST_LINES_EV, Ghost, Instrument, MAGIC_ANGLE_DEG, Transmission,
};
use speclens::spectrum::Source;

use super::draws::{chance, normal, pick, uniform};

/// n of the transmission function: from, to.
const EXPONENT: [f64; 2] = [-1.1, 0.9];
/// Standard deviation of q.
const CURVATURE: f64 = 0.12;
/// Standard deviations of n and q of the transmission function (E/1 keV)^n · exp(q·ln²(E/1 keV)).
/// An even distribution has its width over √12.
pub const TRANSMISSION_SPREAD: [f64; 2] = [0.288_675 * (EXPONENT[1] - EXPONENT[0]), CURVATURE];

/// A random instrument with `source`.
pub fn instrument(rng: &mut impl Rng, source: Source) -> Instrument {
    // No laboratory source has a monochromator for Mg Kα.
    let monochromated = source == Source::AlKa && chance(rng, 0.75);
    let hv = source.photon_energy_ev();
    let mut ghosts = Vec::new();
    if !monochromated && chance(rng, 0.35) {
        for photon_energy_ev in GHOST_LINES_EV {
            if (photon_energy_ev - hv).abs() > 1.0 && chance(rng, 0.4) {
                ghosts.push(Ghost {
                    photon_energy_ev,
                    ratio: uniform(rng, 0.0, 0.02),
                });
            }
        }
    }
    Instrument {
        source,
        monochromated,
        analyser_fwhm_ev: uniform(rng, 0.5, 3.2),
        transmission: transmission(rng),
        source_analyser_angle_deg: if chance(rng, 0.5) {
            MAGIC_ANGLE_DEG
        } else {
            uniform(rng, 45.0, 90.0)
        },
        ghosts,
        bremsstrahlung: if monochromated {
            0.0
        } else {
            uniform(rng, 0.02, 0.4)
        },
    }
}

fn transmission(rng: &mut impl Rng) -> Transmission {
    if chance(rng, 0.75) {
        Transmission::Power {
            exponent: uniform(rng, EXPONENT[0], EXPONENT[1]),
            curvature: normal(rng, CURVATURE),
        }
    } else {
        Transmission::Retarding {
            a: uniform(rng, 8.0, 40.0),
            b: uniform(rng, 0.15, 0.5),
            pass_energy_ev: pick(
                rng,
                &[50.0, 80.0, 100.0, 117.4, 150.0, 160.0, 187.85, 200.0],
            ),
        }
    }
}
