//! The survey spectrum of a sample: lines, losses, overlayer and analyser, without noise.
//!
//! What is not modelled yet: elastic scattering, surface plasmons, X-ray satellites of
//! non-monochromated sources, the Doniach–Šunjić profile itself (an exponential tail stands for
//! it), multiplets line by line. docs/method.md keeps the list.

use super::elements::{self, Element};
use super::imfp::Bulk;
use super::line_shape::Peak;
use super::lines::{self, Line};
use super::tougaard::LossFunction;
use super::{auger, auger::AugerLine};
use crate::model::grid::Grid;
use crate::spectrum::Source;

/// A broad companion of every core line of an element: shake-up or the like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Satellite {
    /// Distance to higher binding energy, eV.
    pub offset_ev: f64,
    /// Share of the line's area that goes into it, 0 to 1.
    pub share: f64,
    /// Gaussian FWHM, eV.
    pub fwhm_ev: f64,
}

/// How an element's lines look in its chemical state.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct State {
    /// Shift of the core lines to higher binding energy against the library, eV.
    pub shift_ev: f64,
    /// Shift of the Auger lines on the binding-energy axis, eV.
    pub auger_shift_ev: f64,
    /// Gaussian broadening by disorder and multiplets, FWHM in eV.
    pub broadening_ev: f64,
    /// Share of the area in the asymmetric tail of metals.
    pub tail: f64,
    /// Decay length of that tail, eV.
    pub tail_ev: f64,
    /// Shake-up satellite, if there is one.
    pub satellite: Option<Satellite>,
}

/// One element of a phase in one chemical state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    /// Atomic number.
    pub z: u8,
    /// Atomic fraction within the phase.
    pub fraction: f64,
    /// Chemical state.
    pub state: State,
}

/// A homogeneous phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Its elements; their fractions sum to one. An element may stand in it in several states.
    pub components: Vec<Component>,
    /// Band gap, eV.
    pub gap_ev: f64,
}

/// A half-space with, perhaps, a layer on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// The half-space.
    pub bulk: Phase,
    /// The layer on top and its thickness divided by the cosine of the emission angle, nm.
    pub overlayer: Option<(Phase, f64)>,
}

/// Source, analyser and their geometry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Instrument {
    /// X-ray source.
    pub source: Source,
    /// FWHM of source and analyser together, eV.
    pub resolution_ev: f64,
    /// n of the transmission function T ∝ (E/1000 eV)^n · exp(q · ln²(E/1000 eV)).
    pub transmission_exponent: f64,
    /// q of the same.
    pub transmission_curvature: f64,
    /// Angle between X-rays and analyser, degrees.
    pub source_analyser_angle_deg: f64,
}

impl Instrument {
    /// Relative transmission at a kinetic energy in eV.
    pub fn transmission(&self, kinetic_ev: f64) -> f64 {
        let u = (kinetic_ev.max(5.0) / 1000.0).ln();
        (self.transmission_exponent * u + self.transmission_curvature * u * u).exp()
    }
}

/// Inelastic losses in the sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    /// C of the universal cross section, eV².
    pub c_ev2: f64,
    /// ∫λK dT: share of electrons that lose energy per mean free path (B/2C for Tougaard 1987).
    pub total: f64,
    /// Share of the losses that go to a bulk plasmon at the free-electron energy.
    pub plasmon_share: f64,
    /// Width of that plasmon, eV.
    pub plasmon_width_ev: f64,
}

impl Default for Losses {
    /// Tougaard's universal cross section (1987): B = 2866 eV², C = 1643 eV², no plasmon.
    fn default() -> Self {
        Losses {
            c_ev2: 1643.0,
            total: 2866.0 / (2.0 * 1643.0),
            plasmon_share: 0.0,
            plasmon_width_ev: 5.0,
        }
    }
}

/// A line that is about to be drawn.
#[derive(Debug, Clone, Copy)]
pub enum Drawn<'a> {
    /// A photoelectron line.
    Photo(&'a Line),
    /// An Auger line of element `z`.
    Auger(u8, &'a AugerLine),
}

/// How far a line is off its tabulated values: what tables and chemistry leave open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// Factor on the area.
    pub area: f64,
    /// Shift on the binding-energy axis, eV.
    pub shift_ev: f64,
    /// Factor on the natural width.
    pub width: f64,
}

impl Default for Deviation {
    fn default() -> Self {
        Deviation {
            area: 1.0,
            shift_ev: 0.0,
            width: 1.0,
        }
    }
}

/// What is wrong with a sample.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SimulateError {
    /// An element outside the library.
    #[error("no element with Z = {0} in the library (Li to Bi without Tc and Pm, Th, U)")]
    UnknownElement(u8),
    /// Fractions that are no composition.
    #[error("the fractions of a phase sum to {0}, not to 1")]
    Fractions(f64),
    /// A thickness below zero or not finite.
    #[error("an overlayer of {0} nm")]
    Thickness(f64),
}

/// Losses are followed this far, eV.
const LOSS_REACH_EV: f64 = 400.0;
/// Exponent of the mean free path that quantification assumes.
const ASSUMED_IMFP_EXPONENT: f64 = 0.75;
/// Levels shallower than this form the valence band, several electronvolts wide.
const VALENCE_EV: f64 = 12.0;
const VALENCE_FWHM_EV: f64 = 4.0;
/// Width of Auger lines beyond lifetime and instrument, Gaussian FWHM in eV: multiplets.
const AUGER_FWHM_EV: f64 = 2.5;
/// Levels wider than this decay so fast that their Auger lines melt into the background, eV.
const MAX_AUGER_WIDTH_EV: f64 = 20.0;

impl Phase {
    fn check(&self) -> Result<(), SimulateError> {
        if let Some(c) = self
            .components
            .iter()
            .find(|c| elements::by_z(c.z).is_none())
        {
            return Err(SimulateError::UnknownElement(c.z));
        }
        let sum: f64 = self.components.iter().map(|c| c.fraction).sum();
        if (sum - 1.0).abs() > 1e-6
            || self
                .components
                .iter()
                .any(|c| c.fraction.is_nan() || c.fraction < 0.0)
        {
            return Err(SimulateError::Fractions(sum));
        }
        Ok(())
    }

    fn bulk(&self) -> Bulk {
        let parts = self
            .components
            .iter()
            .filter_map(|c| Some((elements::by_z(c.z)?, c.fraction)));
        Bulk::of_mixture::<'static>(parts.collect::<Vec<(&'static Element, f64)>>(), self.gap_ev)
    }
}

impl Bulk {
    /// Atoms per volume, mol/cm³.
    fn atom_density(&self) -> f64 {
        self.density_g_cm3 / self.atomic_weight
    }
}

impl Sample {
    fn check(&self) -> Result<(), SimulateError> {
        self.bulk.check()?;
        if let Some((phase, thickness)) = &self.overlayer {
            phase.check()?;
            if !thickness.is_finite() || *thickness < 0.0 {
                return Err(SimulateError::Thickness(*thickness));
            }
        }
        Ok(())
    }

    /// The apparent composition: what quantification for a homogeneous sample finds from each
    /// element's main line ([`lines::main_line`]), n ∝ I/(σ·T·E^0.75) normalised to one, with
    /// E^0.75 for the mean free path that nobody knows (Wagner, Davis and Riggs 1980, Surf.
    /// Interface Anal. 2, 53). It is what the network learns, and what every survey quantification
    /// reports: an overlayer counts with the share of the signal it has. Pairs (Z, fraction),
    /// ascending in Z, each Z once.
    ///
    /// # Errors
    /// [`SimulateError`].
    pub fn apparent_composition(&self, source: Source) -> Result<Vec<(u8, f64)>, SimulateError> {
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
        let layer = self
            .overlayer
            .as_ref()
            .map(|(phase, d)| (phase, *d, phase.bulk()));
        let below = self.bulk.bulk();
        for c in &self.bulk.components {
            let e = kinetic(c.z);
            let through = layer
                .as_ref()
                .map_or(1.0, |(_, d, b)| (-d / b.imfp_nm(e)).exp());
            add(
                c.z,
                c.fraction * below.atom_density() * below.imfp_nm(e) * through,
            );
        }
        if let Some((phase, d, bulk)) = &layer {
            for c in &phase.components {
                let imfp = bulk.imfp_nm(kinetic(c.z));
                let seen = imfp * (1.0 - (-d / imfp).exp());
                add(c.z, c.fraction * bulk.atom_density() * seen);
            }
        }
        let sum: f64 = amounts.iter().map(|a| a.1).sum();
        for a in &mut amounts {
            a.1 /= sum;
        }
        amounts.sort_by_key(|a| a.0);
        Ok(amounts)
    }
}

/// Expected intensity of a survey, one value per grid point (mean over the cell), in an arbitrary
/// unit that is common to all spectra. `deviation` is asked once for every line drawn; use
/// `|_| Deviation::default()` for the tabulated physics.
///
/// Area of a line: n · σ · L(β, γ) · λ(E), with n the atomic density, σ the Scofield cross
/// section, L = 1 + β/2·(3/2·sin²γ − 1) the angular asymmetry (Reilman, Msezane and Manson 1976)
/// and λ by TPP-2M; then inelastic losses, the overlayer, and the transmission of the analyser.
///
/// # Errors
/// [`SimulateError`].
pub fn simulate(
    sample: &Sample,
    instrument: &Instrument,
    losses: &Losses,
    grid: &Grid,
    mut deviation: impl FnMut(Drawn<'_>) -> Deviation,
) -> Result<Vec<f32>, SimulateError> {
    sample.check()?;
    let hv = instrument.source.photon_energy_ev();
    let bulk = sample.bulk.bulk();
    let mut spectrum = vec![0.0f32; grid.points];
    draw(
        &sample.bulk,
        instrument,
        grid,
        &mut deviation,
        &mut spectrum,
        |ke| bulk.atom_density() * bulk.imfp_nm(ke),
    );
    loss_function(losses, &bulk, grid).half_space(&mut spectrum);

    if let Some((phase, thickness)) = &sample.overlayer {
        let layer = phase.bulk();
        let kernel = loss_function(
            &Losses {
                plasmon_share: 0.0,
                ..*losses
            },
            &layer,
            grid,
        );
        // Half the layer, its own electrons, the other half. The electrons set free in the layer
        // are scaled so that n·λ·(1 − exp(−d/λ)) of them come out unscattered, as they must.
        let half: Vec<f32> = (0..grid.points)
            .map(|i| (0.5 * thickness / layer.imfp_nm(hv - grid.energy_ev(i))) as f32)
            .collect();
        kernel.overlayer(&mut spectrum, &half, 2);
        draw(
            phase,
            instrument,
            grid,
            &mut deviation,
            &mut spectrum,
            |ke| {
                let imfp = layer.imfp_nm(ke);
                2.0 * layer.atom_density() * imfp * (0.5 * thickness / imfp).sinh()
            },
        );
        kernel.overlayer(&mut spectrum, &half, 2);
    }
    for (i, y) in spectrum.iter_mut().enumerate() {
        let ke = hv - grid.energy_ev(i);
        *y *= if ke > 0.0 {
            instrument.transmission(ke) as f32
        } else {
            0.0
        };
    }
    Ok(spectrum)
}

fn loss_function(losses: &Losses, bulk: &Bulk, grid: &Grid) -> LossFunction {
    let universal = LossFunction::universal(1.0, losses.c_ev2, grid.step_ev, LOSS_REACH_EV)
        .scaled_to(losses.total * (1.0 - losses.plasmon_share));
    if losses.plasmon_share > 0.0 {
        let weight = losses.total * losses.plasmon_share;
        universal.with_plasmon(
            bulk.plasmon_ev(),
            losses.plasmon_width_ev,
            weight,
            grid.step_ev,
        )
    } else {
        universal
    }
}

/// Draws all lines of a phase; `depth` is atoms per area that contribute at a kinetic energy.
fn draw(
    phase: &Phase,
    instrument: &Instrument,
    grid: &Grid,
    deviation: &mut impl FnMut(Drawn<'_>) -> Deviation,
    spectrum: &mut [f32],
    depth: impl Fn(f64) -> f64,
) {
    let source = instrument.source;
    let hv = source.photon_energy_ev();
    let sin2 = instrument
        .source_analyser_angle_deg
        .to_radians()
        .sin()
        .powi(2);
    for c in phase.components.iter().filter(|c| c.fraction > 0.0) {
        for line in lines::of(c.z) {
            let kinetic = hv - line.binding_ev;
            if kinetic < 20.0 {
                continue;
            }
            let change = deviation(Drawn::Photo(line));
            let asymmetry = 1.0 + 0.5 * line.beta(source) * (1.5 * sin2 - 1.0);
            let area =
                c.fraction * line.sigma_barn(source) * asymmetry * depth(kinetic) * change.area;
            let valence = if line.binding_ev < VALENCE_EV {
                VALENCE_FWHM_EV
            } else {
                0.0
            };
            let gauss = (instrument.resolution_ev.powi(2)
                + c.state.broadening_ev.powi(2)
                + valence * valence)
                .sqrt();
            let satellite = c.state.satellite.map_or(0.0, |s| s.share);
            let peak = Peak {
                centre_ev: line.binding_ev + c.state.shift_ev + change.shift_ev,
                area: area * (1.0 - satellite),
                gauss_fwhm_ev: gauss,
                lorentz_fwhm_ev: line.width_ev * change.width,
                tail: c.state.tail,
                tail_ev: c.state.tail_ev,
            };
            peak.add_to(spectrum, grid);
            if let Some(s) = c.state.satellite {
                Peak {
                    centre_ev: peak.centre_ev + s.offset_ev,
                    area: area * s.share,
                    gauss_fwhm_ev: (gauss * gauss + s.fwhm_ev * s.fwhm_ev).sqrt(),
                    ..peak
                }
                .add_to(spectrum, grid);
            }
        }
        for line in auger::of(c.z, source) {
            let change = deviation(Drawn::Auger(c.z, line));
            let width = AUGER_FWHM_EV * change.width;
            Peak {
                centre_ev: hv - line.kinetic_ev + c.state.auger_shift_ev + change.shift_ev,
                area: c.fraction * line.barn * depth(line.kinetic_ev) * change.area,
                gauss_fwhm_ev: (instrument.resolution_ev.powi(2)
                    + c.state.broadening_ev.powi(2)
                    + width * width)
                    .sqrt(),
                lorentz_fwhm_ev: line.width_ev.min(MAX_AUGER_WIDTH_EV),
                tail: 0.0,
                tail_ev: 0.0,
            }
            .add_to(spectrum, grid);
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
    const INSTRUMENT: Instrument = Instrument {
        source: Source::AlKa,
        resolution_ev: 1.2,
        transmission_exponent: 0.0,
        transmission_curvature: 0.0,
        source_analyser_angle_deg: 54.7356,
    };

    fn phase(parts: &[(&str, f64)]) -> Phase {
        Phase {
            components: parts
                .iter()
                .map(|(s, fraction)| Component {
                    z: elements::by_symbol(s).unwrap().z,
                    fraction: *fraction,
                    state: State::default(),
                })
                .collect(),
            gap_ev: 0.0,
        }
    }

    fn survey(sample: &Sample) -> Vec<f32> {
        simulate(sample, &INSTRUMENT, &Losses::default(), &GRID, |_| {
            Deviation::default()
        })
        .unwrap()
    }

    fn at(spectrum: &[f32], ev: f64) -> f32 {
        spectrum[(ev - GRID.lo_ev).round() as usize]
    }

    #[test]
    fn gold_looks_like_gold() {
        let y = survey(&Sample {
            bulk: phase(&[("Au", 1.0)]),
            overlayer: None,
        });
        let top = (0..y.len()).max_by(|a, b| y[*a].total_cmp(&y[*b])).unwrap();
        assert!(
            (GRID.energy_ev(top) - 84.0).abs() <= 1.0,
            "strongest at {} eV",
            GRID.energy_ev(top)
        );
        assert!(at(&y, 88.0) > 2.0 * at(&y, 95.0), "4f5/2");
        assert!(at(&y, 335.0) > 1.2 * at(&y, 320.0), "4d5/2");
        assert!(
            at(&y, 600.0) > 2.0 * at(&y, 70.0),
            "the background rises behind the lines"
        );
        assert!(y.iter().all(|v| v.is_finite() && *v >= 0.0));
        assert!(
            at(&y, -8.0) < 1e-2 * at(&y, 84.0),
            "nothing above the Fermi edge"
        );
    }

    #[test]
    fn an_overlayer_of_carbon_hides_the_metal_as_the_apparent_composition_says() {
        let clean = Sample {
            bulk: phase(&[("Au", 1.0)]),
            overlayer: None,
        };
        let covered = Sample {
            overlayer: Some((phase(&[("C", 1.0)]), 2.0)),
            ..clean.clone()
        };
        let (a, b) = (survey(&clean), survey(&covered));
        assert!(at(&b, 84.0) < 0.75 * at(&a, 84.0));
        assert!(at(&b, 284.0) > at(&a, 284.0));
        let found = covered.apparent_composition(Source::AlKa).unwrap();
        assert_eq!((found[0].0, found[1].0), (6, 79));
        assert!((found[0].1 + found[1].1 - 1.0).abs() < 1e-9);
        assert!((0.6..0.9).contains(&found[0].1), "{found:?}");
        let thin = Sample {
            overlayer: Some((phase(&[("C", 1.0)]), 0.0)),
            ..clean.clone()
        };
        assert!(thin.apparent_composition(Source::AlKa).unwrap()[0].1 < 1e-12);
    }

    #[test]
    fn impossible_samples_are_refused() {
        let mut bad = Sample {
            bulk: phase(&[("Au", 0.7)]),
            overlayer: None,
        };
        assert!(matches!(
            bad.apparent_composition(Source::AlKa),
            Err(SimulateError::Fractions(_))
        ));
        bad.bulk.components[0] = Component {
            z: 43,
            fraction: 1.0,
            state: State::default(),
        };
        assert_eq!(
            bad.apparent_composition(Source::AlKa),
            Err(SimulateError::UnknownElement(43))
        );
    }
}
