//! The slow part of a spectrum, without knowing its lines: SNIP, the statistics-sensitive
//! non-linear iterative peak-clipping algorithm.
//!
//! Ryan, Clayton, Griffin, Sie and Cousens 1988, Nucl. Instrum. Methods B 34, 396; the order of the
//! windows, from wide to narrow, and the operator LLS after Morháč, Kliman, Matoušek, Veselský and
//! Turzo 1997, Nucl. Instrum. Methods A 401, 113.

/// Intensity that the highest point has when the operator is applied: it is not linear, so that the
/// unit of the intensities must not matter.
const HIGHEST: f64 = 1e4;

/// Background under `values`, evenly spaced: every structure narrower than about twice `half_width`
/// points is clipped. Negative values count as zero.
pub fn background(values: &[f64], half_width: usize) -> Vec<f64> {
    let highest = values.iter().copied().fold(0.0, f64::max);
    if highest <= 0.0 {
        return vec![0.0; values.len()];
    }
    let scale = HIGHEST / highest;
    let mut v: Vec<f64> = values.iter().map(|y| lls(y.max(0.0) * scale)).collect();
    let mut clipped = v.clone();
    for reach in (1..=half_width).rev() {
        for i in reach..v.len().saturating_sub(reach) {
            clipped[i] = v[i].min(0.5 * (v[i - reach] + v[i + reach]));
        }
        v.copy_from_slice(&clipped);
    }
    v.iter().map(|v| inverse_lls(*v) / scale).collect()
}

/// ln(ln(√(y + 1) + 1) + 1): high and low lines become alike.
fn lls(y: f64) -> f64 {
    ((y + 1.0).sqrt().ln_1p()).ln_1p()
}

fn inverse_lls(v: f64) -> f64 {
    (v.exp_m1().exp_m1()).powi(2) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_has_an_inverse() {
        for y in [0.0, 1.0, 37.0, 1e4] {
            assert!((inverse_lls(lls(y)) - y).abs() < 1e-6 * (1.0 + y), "{y}");
        }
    }

    #[test]
    fn lines_are_clipped_and_the_background_stays() {
        let slope = |i: usize| 300.0 + 0.5 * i as f64;
        let line = |i: usize, at: f64| (-0.5 * ((i as f64 - at) / 2.0).powi(2)).exp();
        let y: Vec<f64> = (0..400)
            .map(|i| slope(i) + 5000.0 * line(i, 120.0) + 200.0 * line(i, 300.0))
            .collect();
        let base = background(&y, 18);
        for (i, b) in base.iter().enumerate() {
            assert!(*b <= y[i] + 1e-9, "never above the curve");
            assert!((b / slope(i) - 1.0).abs() < 0.05, "{i}: {b}");
        }
    }

    #[test]
    fn the_unit_does_not_matter() {
        let y: Vec<f64> = (0..100).map(|i| f64::from(100 + (i * 37) % 50)).collect();
        let scaled: Vec<f64> = y.iter().map(|y| y / 150.0).collect();
        for (a, b) in background(&y, 10).iter().zip(background(&scaled, 10)) {
            assert!((a / 150.0 - b).abs() < 1e-9);
        }
        assert_eq!(background(&[0.0; 30], 10), [0.0; 30]);
        assert!(background(&[], 10).is_empty());
    }
}
