//! A homogeneous half-space whose lines are drawn one by one: all of it is linear in their areas.

use speclens_spectrum::Grid;

use super::emission::Emission;
use super::{Deviation, Drawn, check_grid, scattering};
use crate::imfp::Bulk;
use crate::instrument::Instrument;
use crate::sample::{Phase, SampleError};
use crate::tougaard::LossFunction;

/// A half-space of one phase under an instrument, without losses to the surface.
#[derive(Debug)]
pub struct HalfSpace<'a> {
    phase: &'a Phase,
    instrument: &'a Instrument,
    grid: &'a Grid,
    bulk: Bulk,
    losses: LossFunction,
    scattering: Vec<f32>,
    imfp_nm: Vec<f32>,
    transmission: Vec<f32>,
}

impl<'a> HalfSpace<'a> {
    /// Works out what all of its lines share.
    ///
    /// # Errors
    /// [`SampleError`].
    pub fn new(
        phase: &'a Phase,
        instrument: &'a Instrument,
        grid: &'a Grid,
    ) -> Result<Self, SampleError> {
        phase.check()?;
        instrument.check()?;
        check_grid(grid)?;
        let bulk = phase.bulk();
        let hv = instrument.source.photon_energy_ev();
        let energies = grid.energies_ev();
        let kinetic_ev = energies.iter().map(|e| hv - e);
        let passed = |e: f64| match e > 0.0 {
            true => instrument.transmission.at(e) as f32,
            false => 0.0,
        };
        Ok(HalfSpace {
            losses: phase.losses.function(grid.step_ev),
            scattering: scattering(phase, instrument, grid),
            imfp_nm: kinetic_ev.clone().map(|e| bulk.imfp_nm(e) as f32).collect(),
            transmission: kinetic_ev.map(passed).collect(),
            phase,
            instrument,
            grid,
            bulk,
        })
    }

    /// Expected intensity, one value per grid point, as [`super::simulate`] has it. Lines of no area
    /// cost nothing: ask for some of them to have these alone.
    pub fn lines(&self, mut deviation: impl FnMut(Drawn<'_>) -> Deviation) -> Vec<f32> {
        let mut emission = Emission {
            instrument: self.instrument,
            grid: self.grid,
            deviation: &mut deviation,
        };
        let density = self.bulk.atom_density();
        let mut spectrum = emission.excited(self.phase, &self.losses, |_| density);
        self.losses.half_space(&mut spectrum, &self.scattering);
        for (i, y) in spectrum.iter_mut().enumerate() {
            *y *= self.imfp_nm[i] * self.transmission[i];
        }
        spectrum
    }

    /// What of `lines` (of [`HalfSpace::lines`]) comes from the topmost `thickness_nm`, measured along
    /// the emission direction: all of it, less what comes through such a layer.
    pub fn topmost(&self, lines: &[f32], thickness_nm: f64) -> Vec<f32> {
        let passed = |y: &f32, t: &f32| if *t > 0.0 { y / t } else { 0.0 };
        let from_below = lines.iter().zip(&self.transmission);
        let mut below: Vec<f32> = from_below.map(|(y, t)| passed(y, t)).collect();
        let thickness = thickness_nm as f32;
        let attenuation: Vec<f32> = self.imfp_nm.iter().map(|l| thickness / l).collect();
        self.losses.overlayer(&mut below, &attenuation, SLICES);
        let below = below.iter().zip(&self.transmission);
        lines
            .iter()
            .zip(below)
            .map(|(y, (b, t))| y - b * t)
            .collect()
    }

    /// Inelastic mean free path at a kinetic energy, nm.
    pub fn imfp_nm(&self, kinetic_ev: f64) -> f64 {
        self.bulk.imfp_nm(kinetic_ev)
    }
}

/// Slices of the topmost layer.
const SLICES: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chemical_state::Class;
    use crate::sample::Sample;
    use crate::simulate::{as_tabulated, simulate};

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 1200,
    };

    fn oxide() -> Phase {
        let mut phase = Phase::typical(&[(26, 0.4, Class::Oxide), (8, 0.6, Class::Oxide)], 2.0);
        phase.losses.surface = 0.0;
        phase
    }

    /// The deviation that leaves the lines of `z` alone.
    fn only(z: u8) -> impl FnMut(Drawn<'_>) -> Deviation {
        move |drawn| {
            let of = match drawn {
                Drawn::Photo(line) => line.z,
                Drawn::Auger(z, _) => z,
            };
            Deviation {
                area: f64::from(u8::from(of == z)),
                ..Deviation::default()
            }
        }
    }

    #[test]
    fn lines_are_those_of_the_simulated_survey_and_add_up() {
        let (phase, instrument) = (oxide(), Instrument::default());
        let space = HalfSpace::new(&phase, &instrument, &GRID).unwrap();
        let whole = simulate(
            &Sample::clean(phase.clone()),
            &instrument,
            &GRID,
            as_tabulated,
        );
        let whole = whole.unwrap();
        let top = whole.iter().copied().fold(0.0, f32::max);
        let lines = space.lines(as_tabulated);
        let (iron, oxygen) = (space.lines(only(26)), space.lines(only(8)));
        for i in 0..GRID.points {
            assert!((lines[i] - whole[i]).abs() < 1e-5 * top, "{i}");
            assert!((iron[i] + oxygen[i] - whole[i]).abs() < 1e-4 * top, "{i}");
        }
    }

    #[test]
    fn the_topmost_layer_has_its_share_of_the_line_and_hardly_any_losses() {
        let (phase, instrument) = (oxide(), Instrument::default());
        let space = HalfSpace::new(&phase, &instrument, &GRID).unwrap();
        let oxygen = space.lines(only(8));
        let surface = space.topmost(&oxygen, 1.0);
        let kinetic_ev = instrument.source.photon_energy_ev() - 530.0;
        let share = 1.0 - (-1.0 / space.imfp_nm(kinetic_ev)).exp();
        let height = |y: &[f32]| y[525..536].iter().copied().fold(0.0, f32::max);
        let found = f64::from(height(&surface) / height(&oxygen));
        assert!((found / share - 1.0).abs() < 0.03, "{found}, not {share}");
        let behind = |y: &[f32]| y[560..620].iter().sum::<f32>() / height(y);
        assert!(behind(&surface) < 0.5 * behind(&oxygen));
    }

    #[test]
    fn an_impossible_phase_is_refused() {
        let mut phase = oxide();
        phase.components[0].fraction = 0.9;
        assert!(HalfSpace::new(&phase, &Instrument::default(), &GRID).is_err());
    }
}
