//! The samples: training's mixtures under a seed that no set has.

use anyhow::{Result, ensure};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use speclens::spectrum::{Source, elements};

use crate::samples::GRID;
use crate::samples::mixtures::Chemistry;
use crate::sets::{Configuration, draw};

/// Seed of the samples; no training set and no held-out set takes it.
const SEED: u64 = 2001;
/// An element counts from this apparent atomic fraction on.
pub const LEAST_FRACTION: f64 = 0.02;
/// So many samples are drawn at most: an element that is too rare then is a mistake.
const MOST_SAMPLES: usize = 400_000;
/// Values by atomic number.
pub const BY_Z: usize = 104;

/// One sample of the stream.
pub struct Sampled {
    /// Apparent atomic fractions: Z, fraction.
    pub apparent: Vec<(u8, f64)>,
    /// Elements for which its spectrum is answered: those of which it is among the first that hold
    /// them.
    pub asked: Vec<u8>,
}

/// Samples in the order in which they are drawn.
pub struct Stream {
    /// Where its samples are told from again.
    pub configuration: Configuration,
    /// The samples.
    pub samples: Vec<Sampled>,
}

impl Stream {
    /// Draws until each element is in `spectra` samples. Of common elements the first `spectra` are
    /// asked about, so that those are neither enriched nor picked.
    ///
    /// # Errors
    /// An element that is hardly ever drawn.
    pub fn draw(source: Source, spectra: usize) -> Result<Stream> {
        let chemistry = Chemistry::default();
        let configuration = Configuration::mixtures(MOST_SAMPLES, SEED, source, GRID, chemistry);
        let mut counts = [0; BY_Z];
        let mut samples = Vec::new();
        while elements::all()
            .iter()
            .any(|e| counts[usize::from(e.z)] < spectra)
        {
            let index = samples.len();
            ensure!(index < MOST_SAMPLES, "an element is hardly ever drawn");
            let mut rng = ChaCha8Rng::seed_from_u64(SEED);
            rng.set_stream(index as u64);
            let drawn = draw(&configuration, index, &mut rng);
            let apparent = drawn.sample.apparent_composition(source)?;
            let mut asked = Vec::new();
            for (z, fraction) in &apparent {
                let count = &mut counts[usize::from(*z)];
                if *fraction >= LEAST_FRACTION && *count < spectra {
                    *count += 1;
                    asked.push(*z);
                }
            }
            samples.push(Sampled { apparent, asked });
        }
        Ok(Stream {
            configuration,
            samples,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_asked_about_as_often() {
        let stream = Stream::draw(Source::AlKa, 3).unwrap();
        for element in elements::all() {
            let of = stream
                .samples
                .iter()
                .filter(|s| s.asked.contains(&element.z));
            assert_eq!(of.count(), 3, "{}", element.symbol);
        }
        let last = stream.samples.last().unwrap();
        assert!(!last.asked.is_empty(), "it ends with the rarest element");
    }
}
