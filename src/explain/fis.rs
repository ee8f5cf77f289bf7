//! Feature Importance Spectrum (FIS): how the predicted fraction of an element answers to a
//! small Gaussian added to the spectrum at each binding energy.
//!
//! FIS_e(c) = \[f_e(x + a·G(c, σ)) − f_e(x)\] / a, with G a Gaussian of unit height at binding
//! energy c, x the normalised input and f_e the predicted atomic fraction (docs/method/answer.md).

use serde::{Deserialize, Serialize};

use crate::network::Row;
use crate::spectrum::grid::{Grid, Input};

/// How a spectrum is probed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Standard deviation σ of the Gaussian, eV.
    pub sigma_ev: f64,
    /// Height a of the Gaussian, as a fraction of the spectrum's maximum.
    pub amplitude: f64,
    /// Probes that are run through the network at once.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            sigma_ev: 1.5,
            amplitude: 0.1,
            batch: 32,
        }
    }
}

/// What is wrong with [`Options`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OptionsError {
    /// σ out of range.
    #[error("σ = {0} eV; it must lie between 0.5 and 50 eV")]
    Sigma(f64),
    /// Amplitude out of range.
    #[error("amplitude = {0}; it must lie between 0.001 and 1 of the maximum")]
    Amplitude(f64),
    /// No probes at once.
    #[error("a batch must hold at least one probe")]
    Batch,
}

/// The FIS of one element.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fis {
    /// Chemical symbol.
    pub element: String,
    /// Binding energies of the probes, eV, ascending.
    pub energy_ev: Vec<f64>,
    /// Change of the predicted atomic fraction per unit of added intensity (1 = the maximum).
    pub value: Vec<f64>,
}

/// A probing run. It hands out batches of inputs and takes the network's answers, so that the
/// same code serves every engine, shows its progress and can be dropped at any time.
/// One run yields the FIS of all elements.
#[derive(Debug, Clone)]
pub struct Probing {
    grid: Grid,
    input: Vec<f32>,
    options: Options,
    /// Grid points that are probed: those the file covers.
    centres: Vec<usize>,
    handed_out: usize,
    baseline: Option<Vec<f32>>,
    /// Fractions of all elements for each probe answered so far.
    fractions: Vec<f32>,
    answered: usize,
}

impl Probing {
    /// Starts a run over every covered grid point of `input`.
    ///
    /// # Errors
    /// [`OptionsError`].
    pub fn new(grid: &Grid, input: &Input, options: Options) -> Result<Self, OptionsError> {
        if !(0.5..=50.0).contains(&options.sigma_ev) {
            return Err(OptionsError::Sigma(options.sigma_ev));
        }
        if !(0.001..=1.0).contains(&options.amplitude) {
            return Err(OptionsError::Amplitude(options.amplitude));
        }
        if options.batch == 0 {
            return Err(OptionsError::Batch);
        }
        let mask = &input.tensor[grid.points..];
        Ok(Probing {
            grid: *grid,
            input: input.tensor.clone(),
            options,
            centres: (0..grid.points).filter(|&i| mask[i] > 0.5).collect(),
            handed_out: 0,
            baseline: None,
            fractions: Vec::new(),
            answered: 0,
        })
    }

    /// Rows that the run needs in all: one per probed energy and one unchanged spectrum.
    pub fn total(&self) -> usize {
        self.centres.len() + 1
    }

    /// Rows answered so far.
    pub fn done(&self) -> usize {
        self.answered
    }

    /// Whether every row has been answered.
    pub fn is_finished(&self) -> bool {
        self.answered == self.total()
    }

    /// The next inputs, `[rows, 2, points]` row-major with at most `batch` rows, or `None` when
    /// all have been handed out. The first row of a run is the unchanged spectrum.
    pub fn next_batch(&mut self) -> Option<Vec<f32>> {
        let rows = self.options.batch.min(self.total() - self.handed_out);
        if rows == 0 {
            return None;
        }
        let mut batch = Vec::with_capacity(rows * self.input.len());
        for row in self.handed_out..self.handed_out + rows {
            let start = batch.len();
            batch.extend_from_slice(&self.input);
            if row > 0 {
                self.add_gaussian(&mut batch[start..], self.centres[row - 1]);
            }
        }
        self.handed_out += rows;
        Some(batch)
    }

    /// Takes the network's table of `rows` rows for the oldest unanswered batch.
    ///
    /// # Panics
    /// If `rows` is zero, or the table is not so many rows.
    #[expect(clippy::expect_used, reason = "the caller's promise")]
    pub fn accept(&mut self, table: &[f32], rows: usize) {
        assert!(
            rows > 0 && table.len().is_multiple_of(rows),
            "a table of {} values for {rows} rows",
            table.len()
        );
        for row in table.chunks(table.len() / rows) {
            let Row { fractions, .. } = Row::of(row).expect("whole rows of the network's table");
            if self.baseline.is_none() {
                self.baseline = Some(fractions.to_vec());
            } else {
                self.fractions.extend_from_slice(fractions);
            }
            self.answered += 1;
        }
    }

    /// The FIS of element number `index` over the probes answered so far; `None` before the
    /// first answer or for an index that the network does not have.
    pub fn fis(&self, index: usize, symbol: &str) -> Option<Fis> {
        let baseline = self.baseline.as_ref()?;
        let f0 = *baseline.get(index)?;
        let a = self.options.amplitude;
        let probed = self.fractions.chunks(baseline.len());
        Some(Fis {
            element: symbol.to_owned(),
            energy_ev: self.centres[..probed.len()]
                .iter()
                .map(|&i| self.grid.energy_ev(i))
                .collect(),
            value: probed.map(|f| f64::from(f[index] - f0) / a).collect(),
        })
    }

    /// Adds a·G around grid point `centre` to one row, where the file covers the energy.
    fn add_gaussian(&self, row: &mut [f32], centre: usize) {
        let n = self.grid.points;
        let sigma = self.options.sigma_ev / self.grid.step_ev;
        let reach = (5.0 * sigma).ceil() as usize;
        let (intensity, mask) = row.split_at_mut(n);
        for i in centre.saturating_sub(reach)..(centre + reach + 1).min(n) {
            let u = (i as f64 - centre as f64) / sigma;
            intensity[i] += mask[i] * (self.options.amplitude * (-0.5 * u * u).exp()) as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 50,
    };

    fn input() -> Input {
        let mut tensor = vec![0.5; 50];
        tensor.extend((0..50).map(|i| if (10..40).contains(&i) { 1.0 } else { 0.0 }));
        Input {
            tensor,
            scale: 1.0,
            doubts: vec![],
        }
    }

    /// A "network" of two elements whose fractions can be written down: f_0 is the mean
    /// intensity at points 20 and 21, f_1 = 1 − f_0.
    fn answer(batch: &[f32]) -> Vec<f32> {
        batch
            .chunks(100)
            .flat_map(|x| {
                let f = 0.5 * (x[20] + x[21]);
                [0.9, 0.1, f, 1.0 - f, 0.0, 0.0, 1.0]
            })
            .collect()
    }

    #[test]
    fn the_fis_is_the_formula_of_the_method() {
        let options = Options {
            batch: 7,
            ..Options::default()
        };
        let mut run = Probing::new(&GRID, &input(), options).unwrap();
        assert_eq!(run.total(), 31);
        while let Some(batch) = run.next_batch() {
            run.accept(&answer(&batch), batch.len() / 100);
        }
        assert!(run.is_finished());
        let fis = run.fis(0, "C").unwrap();
        assert_eq!(fis.energy_ev, (10..40).map(f64::from).collect::<Vec<_>>());
        let g = |d: f64| (-0.5 * (d / 1.5_f64).powi(2)).exp();
        for (e, v) in fis.energy_ev.iter().zip(&fis.value) {
            let expected = 0.5 * (g(e - 20.0) + g(e - 21.0));
            assert!(
                (v - expected).abs() < 1e-4,
                "{e} eV: {v} instead of {expected}"
            );
        }
        let other = run.fis(1, "O").unwrap();
        assert!(
            other
                .value
                .iter()
                .zip(&fis.value)
                .all(|(b, a)| (a + b).abs() < 1e-4),
            "signed"
        );
    }

    #[test]
    fn energies_outside_the_file_are_left_alone() {
        let mut run = Probing::new(&GRID, &input(), Options::default()).unwrap();
        let batch = run.next_batch().unwrap();
        let probed_at_10 = &batch[100..150];
        assert_eq!(probed_at_10[9], 0.5);
        assert!((probed_at_10[10] - 0.6).abs() < 1e-6);
    }

    #[test]
    fn senseless_options_are_refused() {
        for (sigma_ev, amplitude, batch) in [
            (0.0, 0.1, 1),
            (f64::NAN, 0.1, 1),
            (1.5, 0.0, 1),
            (1.5, 0.1, 0),
        ] {
            let options = Options {
                sigma_ev,
                amplitude,
                batch,
            };
            assert!(
                Probing::new(&GRID, &input(), options).is_err(),
                "{options:?}"
            );
        }
    }
}
