//! Shirley's background by iteration.

use super::{Point, weights};

/// Most rounds: lines converge in a few, noise may not.
const ROUNDS: usize = 200;
/// It has converged where no point moves by more than this share of the step between the levels.
const CONVERGED: f64 = 1e-7;

/// b(E) = low + (high − low) · ∫(y − b) up to E / ∫(y − b) over all; nowhere above `ceiling`, where
/// one is given. `None` where there is no area above it, or no end of the iteration: in noise.
pub(super) fn shirley(
    points: &[Point],
    [low, high]: [f64; 2],
    ceiling: Option<&[f64]>,
) -> Option<Vec<f64>> {
    let weights = weights(points);
    let mut base = vec![low; points.len()];
    for _ in 0..ROUNDS {
        let parts = points.iter().zip(&base).zip(&weights);
        let parts: Vec<f64> = parts.map(|((p, b), w)| w * (p.1 - b)).collect();
        let total: f64 = parts.iter().sum();
        if total <= 0.0 {
            return None;
        }
        let mut sum = 0.0;
        let mut moved = 0.0f64;
        for (i, part) in parts.iter().enumerate() {
            // Half of a point's own part lies below it, all of it at the last.
            let own = if i + 1 == parts.len() { 1.0 } else { 0.5 };
            let at = low + (high - low) * (sum + own * part) / total;
            let at = ceiling.map_or(at, |c| at.min(c[i]));
            moved = moved.max((at - base[i]).abs());
            base[i] = at;
            sum += part;
        }
        if moved < CONVERGED * (high - low) {
            return Some(base);
        }
    }
    None
}
