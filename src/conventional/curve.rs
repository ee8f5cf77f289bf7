//! An intensity on an even grid of binding energies, and what is read off it.

use speclens_spectrum::Grid;

/// Intensity over an even grid of binding energies, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct EvenCurve {
    /// Binding energy of the first point, eV.
    pub lo_ev: f64,
    /// Step, eV.
    pub step_ev: f64,
    /// Intensities, at least two.
    pub values: Vec<f64>,
}

impl EvenCurve {
    /// The grid that the curve lies on.
    pub fn grid(&self) -> Grid {
        Grid {
            lo_ev: self.lo_ev,
            step_ev: self.step_ev,
            points: self.values.len(),
        }
    }

    /// Another curve on the same grid.
    pub fn with(&self, values: Vec<f64>) -> EvenCurve {
        EvenCurve {
            values,
            ..self.clone()
        }
    }

    /// Binding energy of point `i`, eV.
    pub fn energy_ev(&self, i: usize) -> f64 {
        self.lo_ev + self.step_ev * i as f64
    }

    /// Binding energy of the last point, eV.
    pub fn hi_ev(&self) -> f64 {
        self.energy_ev(self.values.len() - 1)
    }

    /// Whether both energies lie on the grid.
    pub fn covers(&self, from_ev: f64, to_ev: f64) -> bool {
        from_ev >= self.lo_ev && to_ev <= self.hi_ev()
    }

    /// Intensity at an energy, straight between the points; the nearest end outside the grid.
    pub fn at(&self, energy_ev: f64) -> f64 {
        let last = self.values.len() - 1;
        let place = ((energy_ev - self.lo_ev) / self.step_ev).clamp(0.0, last as f64);
        let i = (place as usize).min(last.saturating_sub(1));
        let t = place - i as f64;
        self.values[i] * (1.0 - t) + self.values[(i + 1).min(last)] * t
    }

    /// Index of the point nearest to an energy.
    pub fn index(&self, energy_ev: f64) -> usize {
        let last = self.values.len() - 1;
        ((energy_ev - self.lo_ev) / self.step_ev)
            .round()
            .clamp(0.0, last as f64) as usize
    }

    /// The points from one energy to another, both included.
    pub fn between(&self, from_ev: f64, to_ev: f64) -> &[f64] {
        &self.values[self.index(from_ev)..=self.index(to_ev.max(from_ev))]
    }

    /// Mean intensity from one energy to another.
    pub fn mean(&self, from_ev: f64, to_ev: f64) -> f64 {
        let part = self.between(from_ev, to_ev);
        part.iter().sum::<f64>() / part.len() as f64
    }

    /// Running mean over `half_ev` to both sides (less at the ends).
    pub fn running_mean(&self, half_ev: f64) -> Vec<f64> {
        let reach = (half_ev / self.step_ev).round().max(0.0) as usize;
        let mut sums = Vec::with_capacity(self.values.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for v in &self.values {
            sum += v;
            sums.push(sum);
        }
        (0..self.values.len())
            .map(|i| {
                let (a, b) = (
                    i.saturating_sub(reach),
                    (i + reach + 1).min(self.values.len()),
                );
                (sums[b] - sums[a]) / (b - a) as f64
            })
            .collect()
    }

    /// The curve smoothed by a Gaussian of `fwhm_ev` (renormalised at the ends).
    pub fn smoothed(&self, fwhm_ev: f64) -> EvenCurve {
        let sigma = fwhm_ev / (8.0 * std::f64::consts::LN_2).sqrt() / self.step_ev;
        let reach = (4.0 * sigma).ceil() as usize;
        let weight: Vec<f64> = (0..=reach)
            .map(|d| (-0.5 * (d as f64 / sigma).powi(2)).exp())
            .collect();
        let n = self.values.len();
        let values = (0..n)
            .map(|i| {
                let (from, to) = (i.saturating_sub(reach), (i + reach).min(n - 1));
                let (mut sum, mut norm) = (0.0, 0.0);
                for j in from..=to {
                    let w = weight[j.abs_diff(i)];
                    sum += w * self.values[j];
                    norm += w;
                }
                sum / norm
            })
            .collect();
        self.with(values)
    }

    /// The curve moved by `shift_ev` to higher binding energy, on `grid`.
    pub fn shifted_onto(&self, shift_ev: f64, grid: &Grid) -> EvenCurve {
        EvenCurve {
            lo_ev: grid.lo_ev,
            step_ev: grid.step_ev,
            values: (0..grid.points)
                .map(|i| self.at(grid.energy_ev(i) - shift_ev))
                .collect(),
        }
    }

    /// Standard deviation of the noise from point to point: median of the second differences,
    /// which lines and slopes hardly move. For normal noise the median of |x₁ − 2x₂ + x₃| is
    /// 0.6745·√6 standard deviations.
    pub fn noise(&self) -> f64 {
        let mut steps: Vec<f64> = self
            .values
            .windows(3)
            .map(|w| (w[0] - 2.0 * w[1] + w[2]).abs())
            .collect();
        steps.sort_by(f64::total_cmp);
        steps
            .get(steps.len() / 2)
            .map_or(0.0, |median| median / (0.6745 * 6f64.sqrt()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: f64) -> EvenCurve {
        EvenCurve {
            lo_ev: 0.0,
            step_ev: 0.5,
            values: (0..200)
                .map(|i| 10.0 + (-((f64::from(i) * 0.5 - at) / 3.0).powi(2)).exp())
                .collect(),
        }
    }

    #[test]
    fn means_and_places_are_those_of_the_grid() {
        let c = line(50.0);
        assert_eq!(
            (c.index(50.2), c.energy_ev(100), c.hi_ev()),
            (100, 50.0, 99.5)
        );
        assert!((c.at(50.25) - 0.5 * (c.values[100] + c.values[101])).abs() < 1e-12);
        assert!((c.mean(10.0, 20.0) - 10.0).abs() < 1e-9);
        assert!((c.running_mean(2.0)[10] - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_shift_moves_to_higher_binding_energy_and_smoothing_keeps_the_area() {
        let c = line(50.0);
        let moved = c.shifted_onto(4.0, &c.grid());
        assert!((moved.at(54.0) - 11.0).abs() < 1e-9);
        let (before, after): (f64, f64) =
            (c.values.iter().sum(), c.smoothed(2.0).values.iter().sum());
        assert!((after / before - 1.0).abs() < 1e-6);
    }

    #[test]
    fn noise_is_found_under_a_line() {
        // Multiplicative congruential generator (Lehmer); the sum of twelve is nearly normal.
        let mut state = 48271u64;
        let mut uniform = move || {
            state = state * 48271 % 2147483647;
            state as f64 / 2147483647.0
        };
        let mut c = line(50.0);
        c.values = (0..4000)
            .map(|i| {
                line(50.0).values[i % 200] + 0.3 * ((0..12).map(|_| uniform()).sum::<f64>() - 6.0)
            })
            .collect();
        assert!((c.noise() / 0.3 - 1.0).abs() < 0.05, "{}", c.noise());
    }
}
