//! A measured curve as it is, uneven steps and all: where it has a peak.

use super::identify::SAME_PEAK_EV;

/// How far around a peak its feet are looked for, eV.
const FEET_EV: f64 = 15.0;
/// A peak stands out by at least this many standard deviations of the noise.
const NOISE_FACTOR: f64 = 6.0;

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
        let mut steps: Vec<f64> = points.windows(2).map(|w| (w[1].1 - w[0].1).abs()).collect();
        steps.sort_by(f64::total_cmp);
        let noise = steps
            .get(steps.len() / 2)
            .map_or(0.0, |median| median / 0.954);
        Trace { points, noise }
    }

    fn between(&self, lo: f64, hi: f64) -> &[(f64, f64)] {
        let start = self.points.partition_point(|p| p.0 < lo);
        let end = self.points.partition_point(|p| p.0 <= hi);
        &self.points[start..end.max(start)]
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
}
