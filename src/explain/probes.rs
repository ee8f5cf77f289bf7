//! Probes along the energy axis: what is taken away, or added, under a Gaussian.

use super::fis::Curve;
use super::options::{Explained, Options, OptionsError, Probe};
use super::recordings::Recordings;
use super::run::{Inputs, Run};
use super::statistics::mean_and_error;

/// Distance of the probes in units of σ: the Gaussian is sampled finely enough to lose nothing.
const STEP_SIGMAS: f64 = 0.6;
/// The Gaussian is cut here, in units of σ.
const REACH_SIGMAS: f64 = 5.0;

/// The inputs of a scan: for each recording the spectrum as it is, then one for each probed energy.
#[derive(Debug, Clone)]
pub struct Probes {
    recordings: Recordings,
    options: Options,
    /// Grid points that are probed.
    centres: Vec<usize>,
}

impl Probes {
    /// Probes over all that the file covers.
    ///
    /// # Errors
    /// [`OptionsError`].
    pub fn new(recordings: Recordings, options: Options) -> Result<Probes, OptionsError> {
        options.validate()?;
        let step = STEP_SIGMAS * options.sigma_ev / recordings.grid.step_ev;
        let centres = recordings.covered();
        let centres = centres
            .into_iter()
            .step_by((step as usize).max(1))
            .collect();
        Ok(Probes {
            recordings,
            options,
            centres,
        })
    }

    /// How the spectrum is probed.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Probed binding energies, eV, ascending.
    pub fn energy_ev(&self) -> Vec<f64> {
        let grid = &self.recordings.grid;
        self.centres.iter().map(|&i| grid.energy_ev(i)).collect()
    }

    fn rows_of_one(&self) -> usize {
        self.centres.len() + 1
    }

    /// Takes away, or adds, under a Gaussian about grid point `centre`.
    fn change(&self, input: &mut [f32], above: &[f32], centre: usize) {
        let n = self.recordings.grid.points;
        let sigma = self.options.sigma_ev / self.recordings.grid.step_ev;
        let reach = (REACH_SIGMAS * sigma).ceil() as usize;
        let (intensity, mask) = input.split_at_mut(n);
        for i in centre.saturating_sub(reach)..(centre + reach + 1).min(n) {
            let u = (i as f64 - centre as f64) / sigma;
            let gaussian = (-0.5 * u * u).exp() as f32;
            match self.options.probe {
                Probe::Removal => intensity[i] -= above[i] * gaussian,
                Probe::Addition => {
                    intensity[i] += mask[i] * self.options.amplitude as f32 * gaussian;
                }
            }
        }
    }
}

impl Inputs for Probes {
    fn rows(&self) -> usize {
        self.recordings.inputs.len() * self.rows_of_one()
    }

    fn input(&self, row: usize) -> Vec<f32> {
        let (recording, probe) = (row / self.rows_of_one(), row % self.rows_of_one());
        let mut input = self.recordings.inputs[recording].clone();
        if probe > 0 {
            let above = &self.recordings.above[recording];
            self.change(&mut input, above, self.centres[probe - 1]);
        }
        input
    }
}

impl Run<Probes> {
    /// The FIS of element number `index`: for each probed energy the mean over all recordings of
    /// what the removal costs, q(x) − q(x′), or of what the addition brings for each unit of
    /// intensity, \[q(x′) − q(x)\]/a; with its standard error. `None` before the end of the run, or
    /// for an element that the network does not have.
    pub fn curve(&self, index: usize, of: Explained) -> Option<Curve> {
        let probes = self.inputs();
        if !self.is_finished() || index >= self.elements() {
            return None;
        }
        let recordings = probes.recordings.inputs.len();
        let value = |recording: usize, probe: usize| {
            let row = self.answer(recording * probes.rows_of_one() + probe)?;
            Some(of.value(&row, index))
        };
        let change = |recording: usize, probe: usize| -> Option<f64> {
            let difference = value(recording, 0)? - value(recording, probe)?;
            Some(match probes.options.probe {
                Probe::Removal => difference,
                Probe::Addition => -difference / probes.options.amplitude,
            })
        };
        let means = (1..=probes.centres.len()).map(|probe| {
            let changes = (0..recordings).map(|r| change(r, probe));
            Some(mean_and_error(&changes.collect::<Option<Vec<f64>>>()?))
        });
        let (value, error) = means.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        Some(Curve::new(probes.energy_ev(), value, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectrum::Grid;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 120,
    };

    /// A flat background with a line of unit height at 60 eV, covered from 10 eV on.
    fn recordings() -> Recordings {
        let line = |i: u8| (-0.5 * ((f64::from(i) - 60.0) / 2.0).powi(2)).exp();
        let mut input: Vec<f32> = (0..120).map(|i| (0.2 + 0.8 * line(i)) as f32).collect();
        input[..10].fill(0.0);
        input.extend((0..120).map(|i| if i < 10 { 0.0 } else { 1.0 }));
        Recordings::new(&GRID, &input, 2, 18.0)
    }

    /// A "network" of two elements: the evidence of the first is the mean intensity at 60 and
    /// 62 eV, that of the second its negative.
    fn answer(batch: &[f32]) -> Vec<f32> {
        let row = |x: &[f32]| {
            let q = 0.5 * (x[60] + x[62]);
            [0.9, 0.1, 0.5, 0.5, 0.0, 0.0, 2.2, -2.2, q, -q, 0.0]
        };
        batch.chunks(240).flat_map(row).collect()
    }

    fn finished(options: Options) -> Run<Probes> {
        let mut run = Run::new(Probes::new(recordings(), options).unwrap(), 2, 7);
        while let Some(batch) = run.next_batch() {
            assert!(
                run.curve(0, Explained::Evidence).is_none(),
                "not before the end"
            );
            run.accept(&answer(&batch)).unwrap();
        }
        run
    }

    fn gaussian(distance: f64, sigma: f64) -> f64 {
        (-0.5 * (distance / sigma).powi(2)).exp()
    }

    #[test]
    fn a_removal_takes_what_stands_above_the_background() {
        let run = finished(Options::default());
        let curve = run.curve(0, Explained::Evidence).unwrap();
        assert_eq!(curve.energy_ev[..3], [10.0, 13.0, 16.0], "0.6 σ apart");
        let above = &run.inputs().recordings.above;
        for (c, v) in curve.energy_ev.iter().zip(&curve.value) {
            let of_one = |above: &Vec<f32>| {
                let at = |i: usize| f64::from(above[i]) * gaussian(i as f64 - c, 5.0);
                0.5 * (at(60) + at(62))
            };
            let expected = above.iter().map(of_one).sum::<f64>() / above.len() as f64;
            assert!((v - expected).abs() < 1e-5, "{c} eV: {v}, not {expected}");
        }
        let best = curve.value.iter().copied().fold(0.0, f64::max);
        assert!((0.6..0.8).contains(&best), "most of the line: {best}");
        let other = run.curve(1, Explained::Evidence).unwrap();
        let mirrored = other.value.iter().zip(&curve.value);
        assert!(
            mirrored.into_iter().all(|(a, b)| (a + b).abs() < 1e-9),
            "signed"
        );
        assert!(
            run.curve(2, Explained::Evidence).is_none(),
            "no such element"
        );
        let fraction = run.curve(0, Explained::Fraction).unwrap();
        assert!(fraction.value.iter().all(|v| *v == 0.0), "another number");
    }

    #[test]
    fn an_addition_is_the_formula_of_the_published_method() {
        let run = finished(Options {
            probe: Probe::Addition,
            sigma_ev: 1.5,
            ..Options::default()
        });
        let curve = run.curve(0, Explained::Evidence).unwrap();
        assert_eq!(curve.energy_ev.len(), 110, "every electronvolt");
        for (c, v) in curve.energy_ev.iter().zip(&curve.value) {
            let expected = 0.5 * (gaussian(60.0 - c, 1.5) + gaussian(62.0 - c, 1.5));
            assert!((v - expected).abs() < 1e-4, "{c} eV: {v}, not {expected}");
        }
        assert!(
            curve.error.iter().all(|e| *e < 1e-4),
            "the same whatever the noise"
        );
    }

    #[test]
    fn what_the_file_does_not_cover_is_left_alone() {
        let options = Options {
            probe: Probe::Addition,
            ..Options::default()
        };
        let probes = Probes::new(recordings(), options).unwrap();
        let probed_at_10 = probes.input(1);
        assert_eq!(probed_at_10[9], 0.0);
        assert!(probed_at_10[10] > probes.input(0)[10] + 0.09);
    }
}
