//! The covariance of the free numbers, and the errors that follow from it.

use nalgebra::DMatrix;

/// 1 − R² of a number with all others below which the data do not tell it from them.
const LEAST_OWN: f64 = 1e-10;

/// The covariance of the free numbers.
pub(crate) struct Covariance {
    /// Zero in the rows and columns of numbers that were held.
    matrix: DMatrix<f64>,
    /// Whether the data do not tell the numbers apart: there are no errors then.
    pub(crate) singular: bool,
}

impl Covariance {
    /// (JᵀJ)⁻¹ times `factor`, of the numbers that are not `held`. A number that changes nothing is
    /// held too. Source: Press et al., Numerical Recipes, 15.4 and 15.5.
    pub(crate) fn of(jacobian: &DMatrix<f64>, held: &[bool], factor: f64) -> Covariance {
        let count = jacobian.ncols();
        let norms: Vec<f64> = jacobian.column_iter().map(|c| c.norm()).collect();
        let kept: Vec<usize> = norms
            .iter()
            .zip(held)
            .enumerate()
            .filter(|(_, (norm, held))| norm.is_finite() && **norm > 0.0 && !**held)
            .map(|(k, _)| k)
            .collect();
        let mut columns = jacobian.select_columns(&kept);
        let kept_norms: Vec<f64> = columns.column_iter().map(|c| c.norm()).collect();
        for (mut column, norm) in columns.column_iter_mut().zip(&kept_norms) {
            column /= *norm;
        }
        let mut matrix = DMatrix::zeros(count, count);
        let products = columns.transpose() * &columns;
        let inverse = products.cholesky().and_then(|root| {
            let own = root.l_dirty().diagonal();
            // Not `<`: what is not a number is no error either.
            let told = own.iter().all(|own| own * own >= LEAST_OWN);
            told.then(|| root.inverse())
        });
        let singular = inverse.is_none() && !kept.is_empty();
        if let Some(inverse) = inverse {
            for ((row, i), norm_i) in inverse.row_iter().zip(&kept).zip(&kept_norms) {
                for ((value, j), norm_j) in row.iter().zip(&kept).zip(&kept_norms) {
                    if let Some(cell) = matrix.get_mut((*i, *j)) {
                        *cell = factor * value / (norm_i * norm_j);
                    }
                }
            }
        }
        Covariance { matrix, singular }
    }

    /// Covariance of two sums of numbers, each a list of number and weight.
    pub(crate) fn between(&self, first: &[(usize, f64)], second: &[(usize, f64)]) -> f64 {
        let mut sum = 0.0;
        for (i, a) in first {
            for (j, b) in second {
                sum += a * b * self.matrix.get((*i, *j)).copied().unwrap_or(0.0);
            }
        }
        sum
    }

    /// Standard deviation of a sum of numbers. `None` where nothing of it has an error.
    pub(crate) fn error(&self, of: &[(usize, f64)]) -> Option<f64> {
        let variance = self.between(of, of);
        (variance > 0.0 && variance.is_finite()).then(|| variance.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A straight line through 0, 1, 2, 3: the errors are in every textbook.
    #[test]
    fn a_straight_line_has_the_known_errors() {
        let jacobian = DMatrix::from_fn(4, 2, |i, j| if j == 0 { 1.0 } else { i as f64 });
        let covariance = Covariance::of(&jacobian, &[false, false], 4.0);
        // Sxx = 14, Sx = 6, n = 4: the determinant is 20.
        let expect = [(0, 0, 14.0 / 20.0), (0, 1, -6.0 / 20.0), (1, 1, 4.0 / 20.0)];
        for (i, j, value) in expect {
            let off = covariance.between(&[(i, 1.0)], &[(j, 1.0)]) - 4.0 * value;
            assert!(off.abs() < 1e-12, "{i} {j}: {off:e}");
        }
        let held = Covariance::of(&jacobian, &[true, false], 1.0);
        assert_eq!(held.error(&[(0, 1.0)]), None);
        assert!((held.error(&[(1, 1.0)]).unwrap() - (1.0f64 / 14.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_the_data_do_not_tell_apart_has_no_error() {
        let jacobian = DMatrix::from_fn(5, 2, |i, _| i as f64);
        let covariance = Covariance::of(&jacobian, &[false, false], 1.0);
        assert!(covariance.singular);
        assert_eq!(covariance.error(&[(0, 1.0)]), None);
    }
}
