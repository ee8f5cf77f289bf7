//! Gas in front of the sample, as in near-ambient pressure XPS: lines in a survey that belong to no element of
//! the solid.
//!
//! Its Auger and valence lines are left out, and so is what it takes from the electrons of the solid.

use rand::{Rng, RngExt};
use speclens::physics::gas_phase::{GasLine, WORK_FUNCTION_EV, gas_lines};
use speclens::physics::instrument::Instrument;
use speclens::physics::line_shape::Peak;
use speclens::physics::recording::strongest_line;
use speclens::spectrum::Grid;

use super::mixtures::draws::{between, chance, pick};

/// Share of mixtures with gas before them; most surveys are taken in vacuum. An estimate.
const SHARE: f64 = 0.06;
/// Of these, the share with a second molecule, and its pressure against the first's: from, to; even in the
/// logarithm. Estimates.
const SECOND: f64 = 0.3;
const SECOND_PRESSURE: [f64; 2] = [0.1, 1.0];
/// Height of the gas's strongest line against the solid's strongest: from, to; even in the logarithm. The
/// pressure is not known beforehand, its lines are seen beside those of the solid. An estimate.
const HEIGHT: [f64; 2] = [0.02, 1.5];
/// Gaussian FWHM beyond the instrument's, eV: vibrations, and the field between sample and analyser. An estimate.
const FWHM_EV: [f64; 2] = [0.6, 1.7];
/// Share of a line's electrons that lose energy in the gas, the least loss, and the decay beyond it, eV: from, to.
/// The molecules are excited from some 8 eV on and ionised from 12 to 16. Estimates.
const LOST: [f64; 2] = [0.0, 0.25];
const LEAST_LOSS_EV: [f64; 2] = [8.0, 13.0];
const DECAY_EV: [f64; 2] = [8.0, 25.0];

/// One or two gases in front of a sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Gas {
    /// Molecules of [`gas_lines`], and their pressures on any scale.
    pub molecules: Vec<(&'static str, f64)>,
    /// By how much the lines lie below their ionisation energies, eV.
    pub work_function_ev: f64,
    /// Gaussian FWHM beyond the instrument's, eV.
    pub fwhm_ev: f64,
    /// Height of its strongest line against that of the solid's strongest line.
    pub height: f64,
    /// Share of its electrons that lose energy in it.
    pub lost: f64,
    /// Least loss and decay beyond it, eV.
    pub losses_ev: [f64; 2],
}

/// Gas before a mixture; none before most.
pub fn draw(rng: &mut impl Rng) -> Option<Gas> {
    chance(rng, SHARE).then(|| gas(rng))
}

fn gas(rng: &mut impl Rng) -> Gas {
    let mut all: Vec<&'static str> = gas_lines().iter().map(|l| l.molecule).collect();
    all.dedup();
    let first = pick(rng, &all);
    let mut molecules = vec![(first, 1.0)];
    if chance(rng, SECOND) {
        all.retain(|m| *m != first);
        molecules.push((pick(rng, &all), log_uniform(rng, SECOND_PRESSURE)));
    }
    Gas {
        molecules,
        work_function_ev: between(rng, WORK_FUNCTION_EV),
        fwhm_ev: between(rng, FWHM_EV),
        height: log_uniform(rng, HEIGHT),
        lost: between(rng, LOST),
        losses_ev: [between(rng, LEAST_LOSS_EV), between(rng, DECAY_EV)],
    }
}

fn log_uniform(rng: &mut impl Rng, [from, to]: [f64; 2]) -> f64 {
    from * (to / from).powf(rng.random())
}

impl Gas {
    /// Adds what the gas shows to `expected`, the intensities that `instrument` expects of the solid, one value
    /// per point of `grid`.
    pub fn add_to(&self, expected: &mut [f32], instrument: &Instrument, grid: &Grid) {
        let highest = |y: &[f32]| y.iter().copied().fold(0.0f32, f32::max);
        let solid = strongest_line(expected, grid.step_ev)
            .map_or_else(|| f64::from(highest(expected)), |line| line.height);
        let mut seen = self.lines(instrument, grid);
        let top = f64::from(highest(&seen));
        if top <= 0.0 {
            return;
        }
        self.lose(&mut seen, grid.step_ev);
        let factor = (self.height * solid / top) as f32;
        for (y, gas) in expected.iter_mut().zip(&seen) {
            *y += factor * gas;
        }
    }

    /// Lines without losses, in the unit of cross sections.
    fn lines(&self, instrument: &Instrument, grid: &Grid) -> Vec<f32> {
        let hv = instrument.source.photon_energy_ev();
        let mut seen = vec![0.0; grid.points];
        for &(molecule, pressure) in &self.molecules {
            for gas in gas_lines().iter().filter(|l| l.molecule == molecule) {
                let Some(line) = gas.line() else { continue };
                Peak {
                    centre_ev: self.position_ev(gas),
                    area: pressure
                        * gas.atoms
                        * line.sigma_barn(instrument.source)
                        * instrument.asymmetry(line.beta(instrument.source)),
                    gauss_fwhm_ev: instrument.gauss_fwhm_ev().hypot(self.fwhm_ev),
                    lorentz_fwhm_ev: line.width_ev + instrument.lorentz_fwhm_ev(),
                }
                .add_to(&mut seen, grid);
            }
        }
        instrument.add_other_lines(&mut seen, grid);
        for (y, binding_ev) in seen.iter_mut().zip(grid.energies_ev()) {
            *y *= instrument.transmission.at((hv - binding_ev).max(0.0)) as f32;
        }
        seen
    }

    /// Where a line stands on the axis of the survey, eV.
    fn position_ev(&self, line: &GasLine) -> f64 {
        line.ionisation_ev - self.work_function_ev
    }

    /// Moves the share [`Gas::lost`] of `lines` behind them. The lines keep their height: what they lose is
    /// added, which the height, drawn at random, makes up for.
    fn lose(&self, lines: &mut [f32], step_ev: f64) {
        let [least, decay] = self.losses_ev.map(|ev| ev / step_ev);
        let onset = least.round() as usize;
        let keep = (-1.0 / decay).exp() as f32;
        let whole = lines.to_vec();
        let mut tail = 0.0;
        for i in onset..lines.len() {
            tail = keep * tail + (1.0 - keep) * whole[i - onset];
            lines[i] += self.lost as f32 * tail;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn oxygen() -> Gas {
        Gas {
            molecules: vec![("O2", 1.0)],
            work_function_ev: 4.5,
            fwhm_ev: 0.8,
            height: 0.5,
            lost: 0.2,
            losses_ev: [10.0, 15.0],
        }
    }

    /// A survey with one line of height 1000 at 100 eV on a flat background.
    fn solid() -> Vec<f32> {
        let line = |i: usize| 1000.0 * (-0.5 * ((i as f32 - 110.0) / 1.5).powi(2)).exp();
        (0..GRID.points).map(|i| 200.0 + line(i)).collect()
    }

    #[test]
    fn oxygen_stands_below_its_ionisation_energy_as_high_as_drawn() {
        let mut y = solid();
        oxygen().add_to(&mut y, &Instrument::default(), &GRID);
        let added: Vec<f32> = y.iter().zip(solid()).map(|(y, s)| y - s).collect();
        let top = (0..GRID.points)
            .max_by(|a, b| added[*a].total_cmp(&added[*b]))
            .unwrap();
        // The quartet, at 543.3 eV above the vacuum level.
        assert!((GRID.energy_ev(top) - 538.8).abs() <= 1.0, "{top}");
        assert!((added[top] - 500.0).abs() < 5.0, "{}", added[top]);
        // Losses lie behind it, nothing before.
        assert!(added[top + 20] > 0.0 && added[top - 30] < 1e-3 * added[top]);
    }

    #[test]
    fn the_pressure_shares_the_heights_out() {
        let mut both = oxygen();
        both.molecules.push(("N2", 0.5));
        let seen = both.lines(&Instrument::default(), &GRID);
        let area = |from: f64, to: f64| -> f32 {
            let at = |ev: f64| (ev - GRID.lo_ev) as usize;
            seen[at(from)..at(to)].iter().sum()
        };
        let ratio = f64::from(area(395.0, 415.0) / area(528.0, 550.0));
        // Two atoms each; 1s of N has 1.8/2.93 of the cross section of O.
        let transmission = |ev: f64| Instrument::default().transmission.at(1486.6 - ev);
        let expected = 0.5 * 1.8 / 2.93 * transmission(405.4) / transmission(539.2);
        assert!((ratio / expected - 1.0).abs() < 0.05, "{ratio} {expected}");
    }

    #[test]
    fn few_samples_have_gas_and_every_molecule_occurs() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let drawn: Vec<Gas> = (0..20_000).filter_map(|_| draw(&mut rng)).collect();
        let share = drawn.len() as f64 / 20_000.0;
        assert!((share - SHARE).abs() < 0.01, "{share}");
        for molecule in ["O2", "N2", "H2O", "CO", "CO2"] {
            let of = |g: &&Gas| g.molecules.iter().any(|m| m.0 == molecule);
            assert!(drawn.iter().filter(of).count() > 100, "{molecule}");
        }
        for gas in &drawn {
            assert!((HEIGHT[0]..=HEIGHT[1]).contains(&gas.height));
            assert!(gas.molecules.len() == 1 || gas.molecules[0].0 != gas.molecules[1].0);
        }
    }
}
