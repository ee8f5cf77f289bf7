//! What the simulator gets wrong of real backgrounds, at random: training must not lean on it.
//!
//! The level of the measured background differs from the simulated one by tens of per cent over
//! hundreds of electronvolts, and the losses just behind lines differ (docs/method/recording.md holds the
//! figures). Lines keep their areas here; only what lies under and behind them changes.

use rand::{Rng, RngExt};

use super::mixtures::draws::{between, chance};

/// Half-width of the window whose least intensity is taken for the background, grid points.
const REACH: usize = 12;
/// Standard deviation of the logarithm of the background's factor, spread over [`WAVES`].
const LEVEL: f64 = 0.15;
/// Waves in the factor's logarithm.
const WAVES: usize = 4;
/// Their lengths, grid points: from, to; even in the logarithm.
const WAVE_POINTS: [f64; 2] = [200.0, 2500.0];
/// Share of spectra with other losses near their lines.
const NEAR_LOSSES: f64 = 0.6;
/// Share of a line's area that is lost there in addition: from, to.
const NEAR_SHARE: [f64; 2] = [-0.05, 0.2];
/// Onset and decay of the additional losses, grid points: from, to.
const ONSET: [f64; 2] = [3.0, 15.0];
/// See [`ONSET`].
const DECAY: [f64; 2] = [4.0, 20.0];

/// Changes the background of `expected` (intensities on an even grid, binding energy ascending).
pub fn distort(expected: &mut [f32], rng: &mut impl Rng) {
    let background = background(expected);
    let factors = factors(expected.len(), rng);
    let lines: Vec<f32> = expected
        .iter()
        .zip(&background)
        .map(|(y, b)| y - b)
        .collect();
    for ((y, b), f) in expected.iter_mut().zip(&background).zip(&factors) {
        *y += b * (f - 1.0);
    }
    if chance(rng, NEAR_LOSSES) {
        let share = between(rng, NEAR_SHARE) as f32;
        let onset = between(rng, ONSET).round() as usize;
        let keep = (-1.0 / between(rng, DECAY)).exp() as f32;
        let mut tail = 0.0;
        for i in onset..expected.len() {
            tail = keep * tail + (1.0 - keep) * lines[i - onset];
            expected[i] = (expected[i] + share * tail).max(0.0);
        }
    }
}

/// The lower envelope: least intensity within [`REACH`], then the mean over the same window.
fn background(y: &[f32]) -> Vec<f32> {
    let windows = |y: &[f32], f: fn(&[f32]) -> f32| -> Vec<f32> {
        (0..y.len())
            .map(|i| f(&y[i.saturating_sub(REACH)..(i + REACH + 1).min(y.len())]))
            .collect()
    };
    let least = windows(y, |w| w.iter().copied().fold(f32::INFINITY, f32::min));
    windows(&least, |w| w.iter().sum::<f32>() / w.len() as f32)
}

/// A smooth random factor for every point.
fn factors(points: usize, rng: &mut impl Rng) -> Vec<f32> {
    let amplitude = LEVEL * (2.0 / WAVES as f64).sqrt();
    let waves: Vec<[f64; 3]> = (0..WAVES)
        .map(|_| {
            let [short, long] = WAVE_POINTS;
            let length = short * (long / short).powf(rng.random());
            let phase = between(rng, [0.0, std::f64::consts::TAU]);
            [
                std::f64::consts::TAU / length,
                phase,
                amplitude * between(rng, [0.0, 1.7]),
            ]
        })
        .collect();
    // Every 8th point is worked out, the others lie on straight lines: the waves are long.
    let at = |i: usize| -> f32 {
        let sum: f64 = waves
            .iter()
            .map(|[k, phase, a]| a * (k * i as f64 + phase).sin())
            .sum();
        sum.exp() as f32
    };
    const EVERY: usize = 8;
    let knots: Vec<f32> = (0..=points.div_ceil(EVERY))
        .map(|k| at(k * EVERY))
        .collect();
    (0..points)
        .map(|i| {
            let (k, t) = (i / EVERY, (i % EVERY) as f32 / EVERY as f32);
            knots[k] * (1.0 - t) + knots[k + 1] * t
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn spectrum() -> Vec<f32> {
        (0..1408)
            .map(|i| {
                let x = i as f32;
                100.0 + 0.5 * x + 2000.0 * (-0.5 * ((x - 600.0) / 1.5).powi(2)).exp()
            })
            .collect()
    }

    #[test]
    fn the_background_changes_and_the_line_stays() {
        let plain = spectrum();
        let height = |y: &[f32]| y[600] - 0.5 * (y[590] + y[610]);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut moved = 0.0f32;
        for _ in 0..50 {
            let mut y = plain.clone();
            distort(&mut y, &mut rng);
            assert!(y.iter().all(|v| *v >= 0.0 && v.is_finite()));
            let change = height(&y) / height(&plain);
            assert!((change - 1.0).abs() < 0.05, "{change}");
            moved = moved.max((y[300] / plain[300] - 1.0).abs());
        }
        assert!(moved > 0.15, "{moved}");
    }
}
