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
