//! A set of simulated spectra, kept in memory: expected intensities and apparent compositions.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::model::grid::Grid;
use speclens::physics::elements;
use speclens::physics::simulate::simulate;
use speclens::spectrum::Source;

use crate::augment::Recording;
use crate::mixtures::{self, Chemistry, Doubts};

/// One simulated spectrum.
pub struct Entry {
    /// Expected intensities, maximum 65,535.
    intensity: Vec<u16>,
    /// Atomic fractions by index of the element, all above zero.
    pub fractions: Vec<(usize, f32)>,
}

/// Simulated spectra; the same seed gives the same set whatever the number of threads.
pub struct Dataset {
    /// Grid of the intensities.
    pub grid: Grid,
    /// How far chemistry spreads the lines.
    pub chemistry: Chemistry,
    /// The spectra.
    pub entries: Vec<Entry>,
}

/// Inputs and targets of some spectra.
pub struct Batch {
    /// `[rows, 2, points]`.
    pub input: Vec<f32>,
    /// Atomic fractions, `[rows, elements]`.
    pub fractions: Vec<f32>,
    /// Number of spectra.
    pub rows: usize,
}

impl Dataset {
    /// Simulates `count` spectra; `progress` is told of each.
    pub fn simulate(
        count: usize,
        seed: u64,
        source: Source,
        grid: Grid,
        chemistry: Chemistry,
        progress: impl Fn() + Sync,
    ) -> Self {
        let entries = (0..count as u64)
            .into_par_iter()
            .map(|i| {
                let entry = Entry::random(seed, i, source, &grid, &chemistry);
                progress();
                entry
            })
            .collect();
        Dataset {
            grid,
            chemistry,
            entries,
        }
    }

    /// Records the spectra `rows` (indices) with random instruments' errors and noise.
    pub fn record(&self, rows: &[usize], seed: u64) -> Batch {
        let charged = self.chemistry.charged;
        self.record_as(rows, seed, |rng| Recording::random(rng, charged))
    }

    /// Records the spectra `rows` as `recording` says.
    pub fn record_as(
        &self,
        rows: &[usize],
        seed: u64,
        mut recording: impl FnMut(&mut ChaCha8Rng) -> Recording,
    ) -> Batch {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let count = elements::all().len();
        let mut batch = Batch {
            input: Vec::with_capacity(rows.len() * 2 * self.grid.points),
            fractions: vec![0.0; rows.len() * count],
            rows: rows.len(),
        };
        for (row, &index) in rows.iter().enumerate() {
            let entry = &self.entries[index];
            let expected: Vec<f32> = entry.intensity.iter().map(|v| f32::from(*v)).collect();
            let how = recording(&mut rng);
            batch
                .input
                .extend(how.record(&expected, &self.grid, &mut rng));
            for &(e, f) in &entry.fractions {
                batch.fractions[row * count + e] = f;
            }
        }
        batch
    }
}

impl Entry {
    fn random(seed: u64, index: u64, source: Source, grid: &Grid, chemistry: &Chemistry) -> Entry {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(index);
        let draw = mixtures::draw(&mut rng, chemistry, source);
        let (sample, instrument) = (draw.sample, draw.instrument);
        let mut doubts = Doubts::new(&mut rng);
        let spectrum = simulate(&sample, &instrument, grid, |d| doubts.of(d))
            .expect("random samples are possible ones");
        let fractions = sample
            .apparent_composition(source)
            .expect("random samples are possible ones");
        let top = spectrum.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        Entry {
            intensity: spectrum
                .iter()
                .map(|v| (v / top * 65_535.0).round() as u16)
                .collect(),
            fractions: fractions
                .into_iter()
                .filter_map(|(z, f)| {
                    Some((elements::all().iter().position(|e| e.z == z)?, f as f32))
                })
                .filter(|(_, f)| *f > 0.0)
                .collect(),
        }
    }
}
