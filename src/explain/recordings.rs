//! Fresh recordings of a spectrum, and what of them stands above the background.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::conventional::snip;
use crate::model::noise::noise_at_the_maximum;
use crate::physics::recording::poisson;
use crate::spectrum::Grid;

/// Less noise than this cannot be told from the curvature of lines.
const LEAST_NOISE: f64 = 2e-4;
/// The same spectrum gets the same recordings on every machine.
const SEED: u64 = 21;

/// The file's own spectrum and fresh recordings of it, as inputs of the network.
#[derive(Debug, Clone)]
pub struct Recordings {
    /// Grid of the inputs.
    pub grid: Grid,
    /// Inputs, `[2, points]`: the file's own first.
    pub inputs: Vec<Vec<f32>>,
    /// For each of them what stands above its background, `[points]`.
    pub above: Vec<Vec<f32>>,
}

impl Recordings {
    /// `input` (`[2, points]`) and `fresh` recordings of it. Each channel of a recording is a
    /// Poisson deviate about the file's, with as many counts as the file's noise says; then it is
    /// divided by its maximum, as every input is. `background_ev`: half-width of the background.
    pub fn new(grid: &Grid, input: &[f32], fresh: usize, background_ev: f64) -> Recordings {
        let noise = noise_at_the_maximum(input).max(LEAST_NOISE);
        let mut rng = ChaCha8Rng::seed_from_u64(SEED);
        let mut inputs = vec![input.to_vec()];
        inputs.extend((0..fresh).map(|_| recorded(grid, input, noise, &mut rng)));
        let above = inputs.iter();
        let above = above.map(|x| above_background(grid, x, background_ev));
        let above = above.collect();
        Recordings {
            grid: *grid,
            inputs,
            above,
        }
    }

    /// Grid points that the file covers.
    pub fn covered(&self) -> Vec<usize> {
        let mask = &self.inputs[0][self.grid.points..];
        (0..self.grid.points).filter(|&i| mask[i] > 0.5).collect()
    }
}

fn recorded(grid: &Grid, input: &[f32], noise: f64, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let events = noise.powi(-2);
    let mut fresh = input.to_vec();
    let intensities = &mut fresh[..grid.points];
    for y in intensities.iter_mut() {
        *y = (poisson(f64::from(*y) * events, rng) / events) as f32;
    }
    let highest = intensities.iter().copied().fold(0.0, f32::max);
    if highest > 0.0 {
        intensities.iter_mut().for_each(|y| *y /= highest);
    }
    fresh
}

/// What of an input (`[2, points]`) stands above its background ([`snip::background`]) of this
/// half-width, eV, `[points]`; zero where the file covers nothing.
fn above_background(grid: &Grid, input: &[f32], half_width_ev: f64) -> Vec<f32> {
    let (intensities, mask) = input.split_at(grid.points);
    let covered: Vec<usize> = (0..grid.points).filter(|&i| mask[i] > 0.5).collect();
    let half_width = (half_width_ev / grid.step_ev).round().max(1.0) as usize;
    let mut above = vec![0.0; grid.points];
    // What lies on both sides of a gap says nothing of each other's background.
    for piece in covered.chunk_by(|a, b| a + 1 == *b) {
        let y: Vec<f64> = piece.iter().map(|&i| f64::from(intensities[i])).collect();
        let base = snip::background(&y, half_width);
        for ((i, y), base) in piece.iter().zip(y).zip(base) {
            above[*i] = (y - base).max(0.0) as f32;
        }
    }
    above
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 400,
    };

    fn survey(noise: f64) -> Vec<f32> {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut input: Vec<f32> = (0..400)
            .map(|i| 0.2 + 0.8 * (-0.5 * ((f64::from(i) - 200.0) / 2.0).powi(2)).exp() as f32)
            .collect();
        input.extend((0..400).map(|i| if i < 10 { 0.0 } else { 1.0 }));
        for y in &mut input[..10] {
            *y = 0.0;
        }
        recorded(&GRID, &input, noise, &mut rng)
    }

    #[test]
    fn fresh_recordings_have_the_noise_of_the_file_about_it() {
        let input = survey(0.01);
        let recordings = Recordings::new(&GRID, &input, 3, 18.0);
        assert_eq!(recordings.inputs.len(), 4);
        assert_eq!(recordings.inputs[0], input);
        // About the mean: all of a recording is divided by its own maximum.
        let variance = |a: &[f32], b: &[f32]| {
            let differences = || (20..150).map(|i| f64::from(a[i] - b[i]));
            let mean = differences().sum::<f64>() / 130.0;
            differences().map(|d| (d - mean).powi(2)).sum::<f64>() / 129.0
        };
        for fresh in &recordings.inputs[1..] {
            // Counting noise of 0.2 of the maximum: 0.01² × 0.2.
            let ratio = variance(fresh, &input) / (0.01f64.powi(2) * 0.2);
            assert!((0.6..1.5).contains(&ratio), "{ratio}");
            assert!(fresh[..10].iter().all(|y| *y == 0.0), "nothing there");
            assert_eq!(fresh[400..], input[400..]);
        }
        assert_ne!(recordings.inputs[1], recordings.inputs[2]);
        let again = Recordings::new(&GRID, &input, 3, 18.0);
        assert_eq!(again.inputs, recordings.inputs, "the same every time");
    }

    #[test]
    fn a_step_behind_a_gap_is_no_line() {
        let level = |i: usize| match i {
            0..100 => 0.2,
            100..120 => 0.0,
            _ => 0.9,
        };
        let mut input: Vec<f32> = (0..400).map(level).collect();
        input.extend((0..400).map(|i| f32::from(u8::from(level(i) > 0.0))));
        let above = above_background(&GRID, &input, 18.0);
        assert!(above.iter().all(|y| *y < 0.01), "{above:?}");
    }

    #[test]
    fn only_the_line_stands_above_the_background() {
        let above = above_background(&GRID, &survey(1e-4), 18.0);
        assert!((above[200] - 0.8).abs() < 0.02, "{}", above[200]);
        assert!((20..180).all(|i| above[i] < 0.01));
        assert!(above[..10].iter().all(|y| *y == 0.0));
    }
}
