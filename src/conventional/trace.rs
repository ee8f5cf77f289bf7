//! A measured curve as it is, uneven steps and all: where it has a peak.

use nalgebra::{Matrix3, Vector3};

use super::curve::EvenCurve;
use super::identify::SAME_PEAK_EV;

/// How far around a peak its feet are looked for, eV.
const FEET_EV: f64 = 15.0;
/// A peak stands out by at least this many standard deviations of the noise.
const NOISE_FACTOR: f64 = 6.0;

/// A parabola is laid through the points so far from the top, eV: half of what a survey resolves.
const VERTEX_EV: f64 = 0.8;
/// The level at an end of a window is the mean over this half-width, eV.
const END_HALF_EV: f64 = 1.0;
/// Finest step of the even grid, eV: lines are wider than many of them.
const FINEST_EV: f64 = 0.05;

/// A spectrum in the order of its binding energies, with the size of its noise.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    points: Vec<(f64, f64)>,
    noise: f64,
}

impl Trace {
    pub fn new(energy_ev: Vec<f64>, counts: &[f64]) -> Trace {
        let mut points: Vec<(f64, f64)> = energy_ev
            .into_iter()
            .zip(counts.iter().copied())
            .filter(|p| p.0.is_finite() && p.1.is_finite())
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Median of the steps from point to point: of a normal noise it is 0.954 standard
        // deviations, and the few steps at peaks do not move it.
        let noise =
            median(points.windows(2).map(|w| (w[1].1 - w[0].1).abs())).unwrap_or(0.0) / 0.954;
        Trace { points, noise }
    }

    /// The points from one energy to another, eV, ascending.
    pub fn between(&self, lo: f64, hi: f64) -> &[(f64, f64)] {
        let start = self.points.partition_point(|p| p.0 < lo);
        let end = self.points.partition_point(|p| p.0 <= hi);
        &self.points[start..end.max(start)]
    }

    /// Whether both energies lie within the spectrum, eV.
    pub fn covers(&self, from_ev: f64, to_ev: f64) -> bool {
        let ends = self.points.first().zip(self.points.last());
        ends.is_some_and(|(first, last)| from_ev >= first.0 && to_ev <= last.0)
    }

    /// Mean intensity from one energy to another, eV; `None` where there is no point.
    pub fn mean(&self, from_ev: f64, to_ev: f64) -> Option<f64> {
        let part = self.between(from_ev, to_ev);
        let sum: f64 = part.iter().map(|p| p.1).sum();
        (!part.is_empty()).then(|| sum / part.len() as f64)
    }

    /// Standard deviation of the noise from point to point between two energies, eV: counting noise is
    /// larger where there are more counts. By the median of second differences, of normal noise 0.6745·√6 standard
    /// deviations; that of all points where there are fewer than ten.
    pub fn noise_between(&self, from_ev: f64, to_ev: f64) -> f64 {
        let part = self.between(from_ev, to_ev);
        let bends = part
            .windows(3)
            .map(|w| (w[0].1 - 2.0 * w[1].1 + w[2].1).abs());
        match (part.len(), median(bends)) {
            (10.., Some(bend)) => bend / (0.6745 * 6f64.sqrt()),
            _ => self.noise,
        }
    }

    /// The same on an even grid of its usual step, straight between the points; `None` for fewer than
    /// three points or a single energy.
    pub fn even(&self) -> Option<EvenCurve> {
        let steps = self.points.windows(2).map(|w| w[1].0 - w[0].0);
        let step_ev = median(steps.filter(|s| *s > 0.0))?.max(FINEST_EV);
        let (lo_ev, hi_ev) = (self.points.first()?.0, self.points.last()?.0);
        let count = ((hi_ev - lo_ev) / step_ev + 1e-6) as usize + 1;
        let values: Vec<f64> = (0..count)
            .map(|i| self.at(lo_ev + step_ev * i as f64))
            .collect();
        (count >= 3).then_some(EvenCurve {
            lo_ev,
            step_ev,
            values,
        })
    }

    /// Intensities at the ends of a window, eV, without noise: means about them. `None` where an end is not
    /// covered.
    pub fn levels(&self, window_ev: [f64; 2]) -> Option<[f64; 2]> {
        // Steps may be wider than the range of the mean.
        let level = |e: f64| {
            let mean = self.mean(e - END_HALF_EV, e + END_HALF_EV);
            mean.or_else(|| self.covers(e, e).then(|| self.at(e)))
        };
        Some([level(window_ev[0])?, level(window_ev[1])?])
    }

    /// Intensity at an energy within the range, straight between the points.
    pub fn at(&self, energy_ev: f64) -> f64 {
        let last = self.points.len() - 1;
        let after = self.points.partition_point(|p| p.0 < energy_ev).min(last);
        let (a, b) = (self.points[after.saturating_sub(1)], self.points[after]);
        if b.0 <= a.0 {
            return b.1;
        }
        let t = ((energy_ev - a.0) / (b.0 - a.0)).clamp(0.0, 1.0);
        a.1 + t * (b.1 - a.1)
    }

    /// Energy and height of the highest point within `reach_ev` of `at_ev`.
    pub fn highest(&self, at_ev: f64, reach_ev: f64) -> Option<(f64, f64)> {
        let near = self.between(at_ev - reach_ev, at_ev + reach_ev).iter();
        near.copied().max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Energy of the highest point within `reach_ev` of `at_ev`, if it stands out on both sides.
    pub fn peak(&self, at_ev: f64, reach_ev: f64) -> Option<f64> {
        self.peak_and_height(at_ev, reach_ev)
            .map(|(top_ev, _)| top_ev)
    }

    /// The same with its height over the higher of its feet.
    pub fn peak_and_height(&self, at_ev: f64, reach_ev: f64) -> Option<(f64, f64)> {
        let (near_ev, _) = self.highest(at_ev, reach_ev)?;
        // At the end of the reach it may be the flank of a peak: of one just beyond, or of another line's farther off.
        let (top_ev, top) = self.highest(near_ev, SAME_PEAK_EV)?;
        if self.highest(top_ev, SAME_PEAK_EV)?.1 > top {
            return None;
        }
        let foot = |lo: f64, hi: f64| self.between(lo, hi).iter().map(|p| p.1).reduce(f64::min);
        let left = foot(top_ev - FEET_EV, top_ev - 1.0)?;
        let right = foot(top_ev + 1.0, top_ev + FEET_EV)?;
        let height = top - left.max(right);
        (height > NOISE_FACTOR * self.noise && height > 0.0).then_some((top_ev, height))
    }

    /// Vertex of the parabola through the points about a peak's highest one, eV; that point where they
    /// make no hill.
    pub fn vertex_ev(&self, top_ev: f64) -> f64 {
        let step_ev = self.even().map_or(0.0, |c| c.step_ev);
        let half_ev = VERTEX_EV.max(1.1 * step_ev);
        let near = self.between(top_ev - half_ev, top_ev + half_ev);
        let points = near.iter().map(|(e, y)| (e - top_ev, *y));
        // Least squares for y = a + b·x + c·x², by the sums of powers of x.
        let (mut s, mut t) = ([0.0f64; 5], [0.0f64; 3]);
        for (x, y) in points {
            let powers = [1.0, x, x * x, x.powi(3), x.powi(4)];
            s.iter_mut().zip(powers).for_each(|(sum, p)| *sum += p);
            t.iter_mut().zip(powers).for_each(|(sum, p)| *sum += p * y);
        }
        let matrix = Matrix3::new(s[0], s[1], s[2], s[1], s[2], s[3], s[2], s[3], s[4]);
        let fitted = matrix.lu().solve(&Vector3::from(t));
        let vertex = fitted.filter(|f| f[2] < 0.0).map(|f| -0.5 * f[1] / f[2]);
        top_ev + vertex.filter(|v| v.abs() <= half_ev).unwrap_or(0.0)
    }
}

/// The upper of the two in the middle where their number is even; `None` of none.
fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
}
