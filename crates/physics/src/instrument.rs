//! Source and analyser: X-ray satellites, ghost lines, resolution, transmission function.

use super::sample::SampleError;
use speclens_spectrum::Grid;
use speclens_spectrum::Source;

/// Source, analyser and their geometry.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    /// X-ray source.
    pub source: Source,
    /// Whether a crystal takes out everything but Kα1,2.
    pub monochromated: bool,
    /// FWHM of the analyser at its pass energy, eV.
    pub analyser_fwhm_ev: f64,
    /// Transmission function of analyser and detector.
    pub transmission: Transmission,
    /// Angle between X-rays and analyser, degrees.
    pub source_analyser_angle_deg: f64,
    /// Lines of other elements that the source emits too; none behind a monochromator.
    pub ghosts: Vec<Ghost>,
    /// Electrons that bremsstrahlung sets free, as a share of those of the line, spread evenly
    /// over all kinetic energies; 0 behind a monochromator.
    pub bremsstrahlung: f64,
}

/// Radiation that is not meant to be there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ghost {
    /// Photon energy, eV.
    pub photon_energy_ev: f64,
    /// Intensity of its photoelectron lines as a share of those of the source.
    pub ratio: f64,
}

/// Lines that make ghosts, eV: the other anode of a twin source, copper of a worn anode, oxide on
/// it (Moulder et al. 1992, table 3; Bearden 1967).
pub const GHOST_LINES_EV: [f64; 4] = [1486.6, 1253.6, 929.7, 524.9];

/// Relative transmission of an analyser at fixed pass energy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Transmission {
    /// T ∝ (E/1000 eV)^n · exp(q·ln²(E/1000 eV)).
    Power {
        /// n.
        exponent: f64,
        /// q.
        curvature: f64,
    },
    /// T ∝ (a²/(a² + R²))^b with the retarding ratio R = E/E_pass: the form in which
    /// hemispherical analysers with input lenses are commonly calibrated (PHI MultiPak).
    Retarding {
        /// a.
        a: f64,
        /// b.
        b: f64,
        /// Pass energy, eV.
        pass_energy_ev: f64,
    },
}

impl Transmission {
    /// T ∝ E^n.
    pub fn power(exponent: f64) -> Self {
        Transmission::Power {
            exponent,
            curvature: 0.0,
        }
    }

    /// Relative transmission at a kinetic energy in eV.
    pub fn at(&self, kinetic_ev: f64) -> f64 {
        match *self {
            Transmission::Power {
                exponent,
                curvature,
            } => {
                let u = (kinetic_ev.max(5.0) / 1000.0).ln();
                (exponent * u + curvature * u * u).exp()
            }
            Transmission::Retarding {
                a,
                b,
                pass_energy_ev,
            } => {
                let r = kinetic_ev / pass_energy_ev;
                (a * a / (a * a + r * r)).powf(b)
            }
        }
    }
}

/// A line of the anode beside Kα1,2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct XraySatellite {
    /// How much higher its photon energy is, eV.
    pub offset_ev: f64,
    /// Intensity against Kα1,2.
    pub ratio: f64,
}

const fn line(offset_ev: f64, percent: f64) -> XraySatellite {
    XraySatellite {
        offset_ev,
        ratio: percent / 100.0,
    }
}

/// Kα3, Kα4, Kα5, Kα6 and Kβ: Krause and Ferreira 1975 (J. Phys. B 8, 2007), as tabulated by
/// Moulder et al. 1992, table 2.
const AL_SATELLITES: [XraySatellite; 5] = [
    line(9.8, 6.4),
    line(11.8, 3.2),
    line(20.1, 0.4),
    line(23.4, 0.3),
    line(69.7, 0.55),
];
const MG_SATELLITES: [XraySatellite; 5] = [
    line(8.4, 8.0),
    line(10.2, 4.1),
    line(17.5, 0.55),
    line(20.0, 0.45),
    line(48.5, 0.5),
];

/// The satellites of a source without a monochromator.
pub fn xray_satellites(source: Source) -> &'static [XraySatellite] {
    match source {
        Source::AlKa => &AL_SATELLITES,
        Source::MgKa => &MG_SATELLITES,
    }
}

/// FWHM of Kα1,2 itself, eV: 0.85 (Al) and 0.70 (Mg), Yates and West 1983, Surf. Interface Anal.
/// 5, 217.
pub fn source_fwhm_ev(source: Source) -> f64 {
    match source {
        Source::AlKa => 0.85,
        Source::MgKa => 0.70,
    }
}

/// FWHM of monochromated Al Kα, eV: 0.25 to 0.35 by the maker and its spot; between them, an estimate.
const MONOCHROMATED_FWHM_EV: f64 = 0.3;

impl Default for Instrument {
    /// Monochromated Al Kα at the magic angle, 1.2 eV, T ∝ E^−0.5.
    fn default() -> Self {
        Instrument {
            source: Source::AlKa,
            monochromated: true,
            analyser_fwhm_ev: 1.2,
            transmission: Transmission::power(-0.5),
            source_analyser_angle_deg: MAGIC_ANGLE_DEG,
            ghosts: vec![],
            bremsstrahlung: 0.0,
        }
    }
}

/// Where the angular asymmetry vanishes: 3·sin²γ = 2.
pub const MAGIC_ANGLE_DEG: f64 = 54.7356;

impl Instrument {
    /// A source without a monochromator, clean of other elements' lines.
    pub fn twin_anode(source: Source) -> Self {
        Instrument {
            source,
            monochromated: false,
            bremsstrahlung: 0.1,
            ..Instrument::default()
        }
    }

    /// Checks the settings.
    ///
    /// # Errors
    /// [`SampleError::Setting`].
    pub fn check(&self) -> Result<(), SampleError> {
        let positive = |v: f64| v > 0.0 && v.is_finite();
        let [first, second, third] = match self.transmission {
            Transmission::Power {
                exponent,
                curvature,
            } => [exponent, curvature, 1.0],
            Transmission::Retarding {
                a,
                b,
                pass_energy_ev,
            } => [a, b, pass_energy_ev],
        };
        let doubtful = self.ghosts.iter().map(|g| g.ratio);
        let ghost = doubtful.chain([0.0]).find(|r| !(0.0..=1.0).contains(r));
        for (fine, what, value, expected) in [
            (
                positive(self.analyser_fwhm_ev),
                "a resolution in eV",
                self.analyser_fwhm_ev,
                "more than 0",
            ),
            (
                (0.0..=180.0).contains(&self.source_analyser_angle_deg),
                "an angle between source and analyser in degrees",
                self.source_analyser_angle_deg,
                "0 to 180",
            ),
            (
                (0.0..=10.0).contains(&self.bremsstrahlung),
                "an intensity of bremsstrahlung",
                self.bremsstrahlung,
                "0 to 10",
            ),
            (
                ghost.is_none(),
                "a ghost line's intensity",
                ghost.unwrap_or_default(),
                "0 to 1",
            ),
            (
                first.is_finite() && second.is_finite(),
                "a parameter of the transmission function",
                if first.is_finite() { second } else { first },
                "a number",
            ),
            (positive(third), "a pass energy in eV", third, "more than 0"),
        ] {
            if !fine {
                return Err(SampleError::Setting {
                    what,
                    value,
                    expected,
                });
            }
        }
        Ok(())
    }

    /// Gaussian FWHM of a photoelectron line, eV: analyser, and monochromator if there is one.
    pub fn gauss_fwhm_ev(&self) -> f64 {
        if self.monochromated {
            self.analyser_fwhm_ev.hypot(MONOCHROMATED_FWHM_EV)
        } else {
            self.analyser_fwhm_ev
        }
    }

    /// Lorentzian FWHM that the source adds to photoelectron lines, eV.
    pub fn lorentz_fwhm_ev(&self) -> f64 {
        if self.monochromated {
            0.0
        } else {
            source_fwhm_ev(self.source)
        }
    }

    /// Angular asymmetry of a line with asymmetry parameter β:
    /// L = 1 + β/2·(3/2·sin²γ − 1) (Reilman, Msezane and Manson 1976, J. Electron Spectrosc. Relat.
    /// Phenom. 8, 389).
    pub fn asymmetry(&self, beta: f64) -> f64 {
        let sin = self.source_analyser_angle_deg.to_radians().sin();
        1.0 + 0.5 * beta * (1.5 * sin * sin - 1.0)
    }

    /// Adds to `photo`, the photoelectron lines under Kα1,2, those under the source's other lines:
    /// copies at lower apparent binding energy for satellites, elsewhere for ghosts. Auger lines
    /// have none.
    pub fn add_other_lines(&self, photo: &mut [f32], grid: &Grid) {
        if self.monochromated {
            return;
        }
        let main = photo.to_vec();
        let hv = self.source.photon_energy_ev();
        let satellites = xray_satellites(self.source)
            .iter()
            .map(|s| (s.offset_ev, s.ratio));
        let ghosts = self
            .ghosts
            .iter()
            .map(|g| (g.photon_energy_ev - hv, g.ratio));
        for (offset_ev, ratio) in satellites.chain(ghosts) {
            add_shifted(photo, &main, -offset_ev / grid.step_ev, ratio as f32);
        }
    }
}

/// Adds `ratio` times `main`, moved by `steps` (to the right if positive), to `sum`.
fn add_shifted(sum: &mut [f32], main: &[f32], steps: f64, ratio: f32) {
    let whole = steps.floor();
    let part = (steps - whole) as f32;
    for (by, weight) in [
        (whole as i64, ratio * (1.0 - part)),
        (whole as i64 + 1, ratio * part),
    ] {
        let (to, from) = if by >= 0 {
            (by as usize, 0)
        } else {
            (0, by.unsigned_abs() as usize)
        };
        if to >= sum.len() || from >= main.len() {
            continue;
        }
        for (s, m) in sum[to..].iter_mut().zip(&main[from..]) {
            *s += weight * m;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        lo_ev: -10.0,
        step_ev: 1.0,
        points: 1408,
    };

    fn at(spectrum: &[f32], ev: f64) -> f32 {
        spectrum[(ev - GRID.lo_ev).round() as usize]
    }

    #[test]
    fn satellites_stand_at_lower_binding_energy_and_have_their_intensity() {
        let mut photo = vec![0.0f32; GRID.points];
        photo[694] = 100.0; // F 1s, 684 eV
        Instrument::twin_anode(Source::MgKa).add_other_lines(&mut photo, &GRID);
        let near = at(&photo, 675.0) + at(&photo, 676.0) + at(&photo, 673.0) + at(&photo, 674.0);
        assert!((near - 12.1).abs() < 1e-3, "Kα3,4: {near}");
        assert_eq!(at(&photo, 684.0), 100.0);
        assert!(photo[..694 - 60].iter().all(|y| *y == 0.0));
        let mut mono = vec![1.0f32; GRID.points];
        Instrument::default().add_other_lines(&mut mono, &GRID);
        assert!(mono.iter().all(|y| *y == 1.0));
    }

    #[test]
    fn ghosts_of_the_other_anode_are_233_ev_away() {
        let mut photo = vec![0.0f32; GRID.points];
        photo[300] = 100.0;
        let instrument = Instrument {
            ghosts: vec![Ghost {
                photon_energy_ev: 1253.6,
                ratio: 0.02,
            }],
            ..Instrument::twin_anode(Source::AlKa)
        };
        instrument.add_other_lines(&mut photo, &GRID);
        assert!((photo[533] - 2.0).abs() < 1e-3, "{}", photo[533]);
    }

    #[test]
    fn transmission_functions_have_their_limits() {
        assert_eq!(Transmission::power(0.7).at(1000.0), 1.0);
        let t = Transmission::Retarding {
            a: 20.0,
            b: 0.25,
            pass_energy_ev: 100.0,
        };
        assert!((t.at(1.0) - 1.0).abs() < 1e-4);
        // Far above a·E_pass it falls as E^(−2b).
        let ratio = t.at(40_000.0) / t.at(10_000.0);
        assert!((ratio - 0.25f64.powf(0.5)).abs() < 0.03, "{ratio}");
    }

    #[test]
    fn the_angular_asymmetry_vanishes_at_the_magic_angle() {
        let mut i = Instrument::default();
        assert!((i.asymmetry(2.0) - 1.0).abs() < 1e-6);
        i.source_analyser_angle_deg = 90.0;
        assert!((i.asymmetry(2.0) - 1.5).abs() < 1e-12);
    }
}
