//! Reading a set, and making batches of it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::physics::recording::{Exposure, Recording, Scan};

use super::shard::Shard;
use super::{Configuration, MANIFEST, Manifest};
use crate::samples::distortions::distort;
use crate::samples::own_lines::{OwnLines, shift_ev};
use crate::samples::{recordings, strange};

/// A set in memory.
pub struct Set {
    manifest: Manifest,
    shards: Vec<Shard>,
}

/// Inputs and targets of some spectra.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// `[rows, 2, points]`.
    pub input: Vec<f32>,
    /// Atomic fractions of the elements that the spectrum can show, `[rows, elements]`.
    pub fractions: Vec<f32>,
    /// How far the lines of each spectrum lie above their tabulated binding energies, eV, `[rows]`.
    pub shift_ev: Vec<f64>,
    /// Number of spectra.
    pub rows: usize,
}

impl Set {
    /// Reads the set in `folder`. Checksums are not verified: [`super::verify`] does that.
    ///
    /// # Errors
    /// No set, or one that lacks something.
    pub fn open(folder: &Path) -> Result<Set> {
        let manifest = Manifest::read(folder)?.with_context(|| {
            format!(
                "{}: no set, or not a whole one (no {MANIFEST}); `speclens-training simulate` makes it",
                folder.display()
            )
        })?;
        let shards = manifest
            .shards
            .iter()
            .map(|listed| {
                let path = folder.join(&listed.file);
                let shard =
                    Shard::read(&path)?.with_context(|| format!("{}: missing", path.display()))?;
                manifest.label.refuse_other(&shard.header().label, &path)?;
                ensure!(
                    shard.len() == listed.spectra && shard.header().first == listed.first,
                    "{}: not the spectra that {MANIFEST} lists",
                    path.display()
                );
                Ok(shard)
            })
            .collect::<Result<_>>()?;
        Ok(Set { manifest, shards })
    }

    /// Its manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its configuration.
    pub fn configuration(&self) -> &Configuration {
        &self.manifest.label.configuration
    }

    /// Number of spectra.
    pub fn len(&self) -> usize {
        self.configuration().count
    }

    /// Whether it holds no spectrum; no set does.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn find(&self, index: usize) -> (&Shard, usize) {
        let size = self.configuration().shard;
        (&self.shards[index / size], index % size)
    }

    /// Intensities of spectrum `index`, 0 to 65,535.
    pub fn intensity(&self, index: usize) -> Vec<f32> {
        let (shard, i) = self.find(index);
        shard.intensity(i).map(f32::from).collect()
    }

    /// The spectrum as it is, `[2, points]`: intensity, highest 1, and mask.
    pub fn input(&self, index: usize) -> Vec<f32> {
        let (shard, i) = self.find(index);
        let [from, to] = shard.covered(i);
        let mut input: Vec<f32> = shard
            .intensity(i)
            .map(|v| f32::from(v) / 65_535.0)
            .collect();
        let points = 0..input.len();
        input.extend(points.map(|p| f32::from(u8::from((from..to).contains(&p)))));
        input
    }

    /// Apparent atomic fractions of spectrum `index`, one per element.
    pub fn fractions(&self, index: usize) -> Vec<f32> {
        let (shard, i) = self.find(index);
        shard.fractions(i).collect()
    }

    /// Recordings of the spectra `rows` (indices). Every row has a stream of its own under `seed`,
    /// with which `recording` draws and the noise is made; it may change the expected intensities. The fractions are
    /// those of the elements that have lines in the recorded range ([`OwnLines::shown`]); where none has, the whole axis is recorded.
    ///
    /// # Errors
    /// A recording that is impossible or shows nothing.
    pub fn record(
        &self,
        rows: &[usize],
        seed: u64,
        recording: impl Fn(&mut ChaCha8Rng, &mut [f32]) -> Recording + Sync,
    ) -> Result<Batch> {
        let (grid, source) = (&self.configuration().grid, self.configuration().source);
        let own = OwnLines::under(source);
        let recorded: Vec<(Vec<f32>, Vec<f32>, f64)> = rows
            .par_iter()
            .enumerate()
            .map(|(row, &index)| {
                let mut rng = ChaCha8Rng::seed_from_u64(seed);
                rng.set_stream(row as u64);
                let mut expected = self.intensity(index);
                let mut how = recording(&mut rng, &mut expected);
                let fractions = self.fractions(index);
                // Nothing of the sample has a line there: then the whole axis is recorded.
                let shown = own.of_shown(&fractions, &how).unwrap_or_else(|| {
                    how.scan = Scan::of_grid(grid);
                    fractions
                });
                let input = recordings::input(&how, &expected, grid, source, &mut rng)
                    .with_context(|| format!("spectrum {index} cannot be recorded"))?;
                Ok((input, shown, shift_ev(&how)))
            })
            .collect::<Result<_>>()?;
        let mut batch = Batch {
            input: Vec::new(),
            fractions: Vec::new(),
            shift_ev: Vec::new(),
            rows: rows.len(),
        };
        for (input, fractions, shift_ev) in recorded {
            batch.input.extend(input);
            batch.fractions.extend(fractions);
            batch.shift_ev.push(shift_ev);
        }
        Ok(batch)
    }

    /// Recordings by random instruments, as training sees them but for its distortions.
    ///
    /// # Errors
    /// As [`Set::record`].
    pub fn record_at_random(&self, rows: &[usize], seed: u64) -> Result<Batch> {
        self.record(rows, seed, |rng, _| self.at_random(rng))
    }

    /// Recordings as training sees them: backgrounds distorted, by random instruments.
    ///
    /// # Errors
    /// As [`Set::record`].
    pub fn record_distorted(&self, rows: &[usize], seed: u64) -> Result<Batch> {
        self.record(rows, seed, |rng, expected| {
            distort(expected, rng);
            self.at_random(rng)
        })
    }

    /// Recordings of the whole grid with a million counts in the maximum and no energy error.
    ///
    /// # Errors
    /// As [`Set::record`].
    pub fn record_clean(&self, rows: &[usize], seed: u64) -> Result<Batch> {
        let clean = Recording {
            exposure: Exposure::Counts(1e6),
            ..Recording::ideal(Scan::of_grid(&self.configuration().grid))
        };
        self.record(rows, seed, |_, _| clean)
    }

    fn at_random(&self, rng: &mut ChaCha8Rng) -> Recording {
        let Configuration {
            source, chemistry, ..
        } = self.configuration();
        recordings::random(rng, *source, chemistry.charged)
    }

    /// Strange input number `index` of `kind`, `[2, points]`, made of this set's surveys ([`strange::input`]).
    ///
    /// # Errors
    /// As [`strange::input`].
    pub fn strange(&self, kind: &str, index: usize) -> Result<Vec<f32>> {
        let Configuration {
            grid,
            source,
            chemistry,
            ..
        } = self.configuration();
        let setting = strange::Setting {
            grid,
            source: *source,
            chemistry,
        };
        let survey = || self.intensity(index % self.len());
        strange::input(kind, index, setting, survey)
    }

    /// The spectra `rows` (indices) as they are.
    pub fn as_they_are(&self, rows: &[usize]) -> Batch {
        Batch {
            input: rows.iter().flat_map(|&i| self.input(i)).collect(),
            fractions: rows.iter().flat_map(|&i| self.fractions(i)).collect(),
            shift_ev: vec![0.0; rows.len()],
            rows: rows.len(),
        }
    }
}
