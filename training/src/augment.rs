//! From an expected spectrum to one as an instrument records it: energy error, range, noise.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Normal, Poisson};
use speclens::model::grid::Grid;

/// What a recorded spectrum suffers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recording {
    /// Energy-scale error, eV: the spectrum appears this much higher in binding energy.
    pub shift_ev: f64,
    /// Stretch of the energy scale about 0 eV, relative.
    pub stretch: f64,
    /// Lowest and highest binding energy recorded, eV.
    pub range_ev: [f64; 2],
    /// Counts in the channel of the maximum.
    pub counts: f64,
    /// Dark counts per channel, as a fraction of the maximum.
    pub dark: f64,
    /// Share of a channel that placing on the grid gives to each neighbour: 1/8 for a file whose
    /// 1 eV steps fall on the grid, none for one with much finer steps.
    pub mixing: f32,
}

impl Recording {
    /// A recording without error or noise over the whole grid.
    pub fn ideal(grid: &Grid) -> Self {
        Recording {
            shift_ev: 0.0,
            stretch: 0.0,
            range_ev: [grid.lo_ev, grid.energy_ev(grid.points - 1)],
            counts: f64::INFINITY,
            dark: 0.0,
            mixing: 0.0,
        }
    }

    /// A random recording: most are nearly right, some are charged by several electronvolts.
    /// `charged` is the share of spectra that are shifted by up to ±6 eV.
    pub fn random(rng: &mut impl Rng, charged: f64) -> Self {
        let u = |rng: &mut dyn FnMut() -> f64, lo: f64, hi: f64| lo + (hi - lo) * rng();
        let mut draw = || rng.random::<f64>();
        let shift_ev = match draw() {
            p if p > 1.0 - charged => u(&mut draw, -6.0, 6.0),
            p if p < 0.5 => u(&mut draw, -0.7, 0.7),
            _ => u(&mut draw, -2.5, 2.5),
        };
        let top = match draw() {
            p if p < 0.2 => 1100.0,
            p if p < 0.45 => 1200.0,
            p if p < 0.7 => 1350.0,
            _ => u(&mut draw, 950.0, 1400.0),
        };
        let bottom = if draw() < 0.5 {
            u(&mut draw, -10.0, 0.0)
        } else {
            u(&mut draw, -5.0, 3.0)
        };
        let mixing = if draw() < 0.5 { 0.125 } else { 0.0 };
        Recording {
            mixing,
            shift_ev,
            stretch: u(&mut draw, -6e-4, 6e-4),
            range_ev: [bottom, top],
            // 300 to 1,000,000 counts in the maximum.
            counts: 10f64.powf(u(&mut draw, 2.5, 6.0)),
            dark: if draw() < 0.3 {
                u(&mut draw, 0.0, 0.02)
            } else {
                0.0
            },
        }
    }

    /// Records `expected` (one value per grid point): `[2, points]` as the network takes it,
    /// intensity divided by its maximum and mask.
    pub fn record(&self, expected: &[f32], grid: &Grid, rng: &mut impl Rng) -> Vec<f32> {
        let n = grid.points;
        let mut out = vec![0.0f32; 2 * n];
        let (y, mask) = out.split_at_mut(n);
        let mut top = 0.0f32;
        for i in 0..n {
            let e = grid.energy_ev(i);
            if e < self.range_ev[0] || e > self.range_ev[1] {
                continue;
            }
            let true_ev = (e - self.shift_ev) * (1.0 - self.stretch);
            let at = (true_ev - grid.lo_ev) / grid.step_ev;
            let k = (at.floor().max(0.0) as usize).min(n - 2);
            let t = (at - k as f64).clamp(0.0, 1.0) as f32;
            y[i] = expected[k] * (1.0 - t) + expected[k + 1] * t;
            mask[i] = 1.0;
            top = top.max(y[i]);
        }
        if top <= 0.0 {
            return out;
        }
        for (y, m) in y.iter_mut().zip(mask.iter()) {
            if *m > 0.0 {
                let mean = f64::from(*y / top) + self.dark;
                *y = noisy(mean, self.counts, rng) as f32;
            }
        }
        self.mix(y, mask);
        let highest = y.iter().copied().fold(0.0, f32::max);
        if highest > 0.0 {
            y.iter_mut().for_each(|v| *v /= highest);
        }
        out
    }
}

impl Recording {
    /// Lets each covered channel take its share of its covered neighbours.
    fn mix(&self, y: &mut [f32], mask: &[f32]) {
        if self.mixing == 0.0 {
            return;
        }
        let mut before = y[0];
        for i in 1..y.len() - 1 {
            let here = y[i];
            if mask[i - 1] * mask[i] * mask[i + 1] > 0.0 {
                y[i] += self.mixing * (before + y[i + 1] - 2.0 * here);
            }
            before = here;
        }
    }
}

/// `mean` (in units of the maximum) with the Poisson noise of `counts` events in the maximum.
fn noisy(mean: f64, counts: f64, rng: &mut impl Rng) -> f64 {
    if counts.is_infinite() {
        return mean;
    }
    let events = mean * counts;
    if events <= 0.0 {
        0.0
    } else if events < 30.0 {
        Poisson::new(events).map_or(0.0, |d| d.sample(rng)) / counts
    } else {
        // The normal limit; its error at 30 events is far below what a spectrum shows.
        let g: f64 = Normal::new(0.0, 1.0).map_or(0.0, |d| d.sample(rng));
        (events + g * events.sqrt()).max(0.0) / counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 200,
    };

    fn line() -> Vec<f32> {
        (0..200)
            .map(|i| (-0.5 * ((i as f32 - 100.0) / 2.0).powi(2)).exp() + 0.1)
            .collect()
    }

    #[test]
    fn a_shift_moves_lines_to_higher_binding_energy() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let recording = Recording {
            shift_ev: 5.0,
            range_ev: [20.0, 180.0],
            ..Recording::ideal(&GRID)
        };
        let x = recording.record(&line(), &GRID, &mut rng);
        let top = (0..200).max_by(|a, b| x[*a].total_cmp(&x[*b])).unwrap();
        assert_eq!(top, 105);
        assert_eq!(x[105], 1.0);
        assert_eq!(
            (x[200 + 19], x[200 + 20], x[200 + 180], x[200 + 181]),
            (0.0, 1.0, 1.0, 0.0)
        );
        assert_eq!(x[10], 0.0);
    }

    #[test]
    fn noise_is_poisson() {
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        for (mean, counts) in [(0.5, 20.0), (0.5, 2000.0)] {
            let draws: Vec<f64> = (0..20_000)
                .map(|_| noisy(mean, counts, &mut rng) * counts)
                .collect();
            let m = draws.iter().sum::<f64>() / 20_000.0;
            let v = draws.iter().map(|d| (d - m).powi(2)).sum::<f64>() / 20_000.0;
            assert!((m / (mean * counts) - 1.0).abs() < 0.02, "{m}");
            assert!((v / (mean * counts) - 1.0).abs() < 0.05, "{v}");
        }
    }
}
