//! A curve through cell means, for reading an expected survey between its grid points.

/// A parabola in each cell: its mean over the cell is the cell's own, and neighbours share the
/// value at their common edge, interpolated to fourth order (piecewise parabolic method without
/// limiters: Colella and Woodward 1984, J. Comput. Phys. 54, 174, eqs. 1.5 to 1.7). Straight lines
/// between the means would broaden every line by a variance of a quarter of a cell's square.
pub(super) struct CellMeans {
    cells: Vec<Cell>,
}

/// left + ξ·(slope + bend·(1 − ξ)), ξ from 0 to 1 across the cell.
#[derive(Clone, Copy)]
struct Cell {
    left: f32,
    slope: f32,
    bend: f32,
}

impl CellMeans {
    /// The curve through `means`, at least one.
    pub fn through(means: &[f32]) -> Self {
        let last = means.len() - 1;
        // Edge k lies between the cells k − 1 and k; beyond the ends the curve goes on level.
        let edge = |k: usize| {
            let at = |i: usize| means[i.saturating_sub(2).min(last)];
            (7.0 * (at(k + 1) + at(k + 2)) - at(k) - at(k + 3)) / 12.0
        };
        let mut left = edge(0);
        let cells = means
            .iter()
            .enumerate()
            .map(|(i, &mean)| {
                let right = edge(i + 1);
                let cell = Cell {
                    left,
                    slope: right - left,
                    bend: 6.0 * (mean - 0.5 * (left + right)),
                };
                left = right;
                cell
            })
            .collect();
        CellMeans { cells }
    }

    /// `count` values from `first` in steps of `step`, both in cells from the centre of the first
    /// cell. Beside narrow lines the parabolas may dip below zero; zero is taken there.
    pub fn sample(&self, first: f64, step: f64, count: usize) -> Vec<f32> {
        let n = self.cells.len();
        (0..count)
            .map(|i| {
                let x = (first + step * i as f64 + 0.5).clamp(0.0, n as f64);
                let k = (x as usize).min(n - 1);
                let t = (x - k as f64) as f32;
                let c = self.cells[k];
                (c.left + t * (c.slope + c.bend * (1.0 - t))).max(0.0)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_over_each_cell_is_kept() {
        let means: Vec<f32> = (0_u8..40)
            .map(|i| 1.0 + (-0.5 * ((f32::from(i) - 20.3) / 2.0).powi(2)).exp())
            .collect();
        let fine = CellMeans::through(&means).sample(-0.495, 0.01, 4000);
        for (k, cell) in fine.chunks(100).enumerate() {
            let mean = cell.iter().sum::<f32>() / 100.0;
            assert!((mean - means[k]).abs() < 1e-4, "cell {k}: {mean}");
        }
    }

    #[test]
    fn a_line_is_not_broadened() {
        // Means over cells of a Gaussian with σ = 1.2 cells; its value is read between them.
        let sigma = 1.2f64;
        let gauss = |x: f64| (-0.5 * ((x - 20.4) / sigma).powi(2)).exp();
        let means: Vec<f32> = (0_u8..40)
            .map(|i| {
                let parts =
                    (0_u8..200).map(|k| gauss(f64::from(i) - 0.5 + (f64::from(k) + 0.5) / 200.0));
                (parts.sum::<f64>() / 200.0) as f32
            })
            .collect();
        let read = CellMeans::through(&means).sample(0.0, 0.1, 390);
        for (i, y) in read.iter().enumerate() {
            let truth = gauss(0.1 * i as f64);
            assert!(
                (f64::from(*y) - truth).abs() < 0.04,
                "{i}: {y}, not {truth}"
            );
        }
    }

    #[test]
    fn beyond_the_ends_the_outermost_value_stands_and_nothing_is_negative() {
        let mut means = vec![0.0f32; 20];
        means[10] = 1.0;
        means[19] = 0.5;
        let y = CellMeans::through(&means).sample(-5.0, 0.1, 300);
        assert!(y.iter().all(|v| *v >= 0.0));
        assert_eq!(y[0], 0.0);
        assert!((y[299] - 0.5).abs() < 0.1, "{}", y[299]);
    }
}
