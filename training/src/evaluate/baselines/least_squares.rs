//! Non-negative least squares on the pure elements.

use anyhow::Result;
use nalgebra::DMatrix;
use speclens::spectrum::Grid;
use speclens::spectrum::Source;

use super::library::pure_elements;
use crate::merit::metrics::Answer;

/// Sweeps of the coordinate descent; amounts are then settled to well below 0.1 at%.
const SWEEPS: usize = 400;
/// Share of the maximum that is added to the intensity for its variance.
const VARIANCE_FLOOR: f64 = 0.01;
/// Fraction from which an element counts as found: with less, every spectrum holds a dozen.
const FOUND: f32 = 0.05;

/// The method.
pub struct LeastSquares {
    /// Pure elements, then a level and a slope for what they leave of the background: one column
    /// each, over the grid.
    columns: DMatrix<f64>,
    elements: usize,
}

impl LeastSquares {
    /// The method for spectra on `grid` under `source`.
    ///
    /// # Errors
    /// None that the tables of this crate give rise to.
    pub fn new(grid: &Grid, source: Source) -> Result<Self> {
        let mut columns = pure_elements(grid, source)?;
        let elements = columns.len();
        let typical = columns.iter().flatten().copied().fold(0.0, f32::max);
        columns.push(vec![typical; grid.points]);
        let slope = |i: usize| typical * i as f32 / grid.points as f32;
        columns.push((0..grid.points).map(slope).collect());
        let values = columns.iter().flatten().map(|v| f64::from(*v));
        Ok(LeastSquares {
            columns: DMatrix::from_iterator(grid.points, columns.len(), values),
            elements,
        })
    }

    /// The amounts a ≥ 0 that make Σ w (y − Σ a S)² least, w the inverse of the intensity (its
    /// variance where counts are Poisson's), by coordinate descent (Franc, Hlaváč and Navara 2005,
    /// CAIP, LNCS 3691, 407). `input` is `[2, points]`, as the network takes it.
    pub fn answer(&self, input: &[f32]) -> Answer {
        let (intensity, mask) = input.split_at(input.len() / 2);
        let root_weights = intensity.iter().zip(mask).map(|(y, m)| {
            let weight = f64::from(*m) / (f64::from(*y).max(0.0) + VARIANCE_FLOOR);
            weight.sqrt()
        });
        let mut a = self.columns.clone();
        let mut y = DMatrix::zeros(intensity.len(), 1);
        for (i, w) in root_weights.enumerate() {
            a.row_mut(i).scale_mut(w);
            y[(i, 0)] = w * f64::from(intensity[i]);
        }
        let gram = a.tr_mul(&a);
        let right = a.tr_mul(&y);
        let n = gram.nrows();
        let mut amounts = vec![0.0; n];
        // The gradient G·a − r, kept up to date.
        let mut gradient: Vec<f64> = right.iter().map(|r| -r).collect();
        for _ in 0..SWEEPS {
            for k in 0..n {
                let diagonal = gram[(k, k)];
                if diagonal <= 0.0 {
                    continue;
                }
                let new = f64::max(amounts[k] - gradient[k] / diagonal, 0.0);
                let step = new - amounts[k];
                if step != 0.0 {
                    amounts[k] = new;
                    for (g, column) in gradient.iter_mut().zip(gram.column(k).iter()) {
                        *g += step * column;
                    }
                }
            }
        }
        let amounts: Vec<f32> = amounts[..self.elements].iter().map(|v| *v as f32).collect();
        let total: f32 = amounts.iter().sum();
        let found = amounts.iter().map(|v| *v > FOUND * total).collect();
        Answer::over(found, &amounts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;

    #[test]
    fn a_sum_of_pure_elements_is_taken_apart() {
        let library = pure_elements(&GRID, Source::AlKa).unwrap();
        let method = LeastSquares::new(&GRID, Source::AlKa).unwrap();
        let [a, b] = ["Ti", "Au"].map(|s| {
            let all = speclens::spectrum::elements::all();
            all.iter().position(|e| e.symbol == s).unwrap()
        });
        let sum: Vec<f32> = library[a]
            .iter()
            .zip(&library[b])
            .map(|(x, y)| 3.0 * x + y)
            .collect();
        let top = sum.iter().copied().fold(0.0, f32::max);
        let mut input: Vec<f32> = sum.iter().map(|v| v / top).collect();
        input.extend(vec![1.0; GRID.points]);
        let answer = method.answer(&input);
        assert_eq!(answer.found.iter().filter(|f| **f).count(), 2);
        assert!(
            (answer.fractions[a] - 0.75).abs() < 0.01,
            "{:?}",
            answer.fractions[a]
        );
        assert!((answer.fractions[b] - 0.25).abs() < 0.01);
    }
}
