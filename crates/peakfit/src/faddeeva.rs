//! The Faddeeva function, and with it the Voigt profile.

use std::sync::OnceLock;

use nalgebra::Complex;

/// Terms of the series.
const TERMS: u32 = 32;

/// Length scale of the series, Weideman's choice L = 2^(−1/4) N^(1/2).
fn scale() -> f64 {
    f64::from(TERMS).sqrt() / 2f64.sqrt().sqrt()
}

/// Coefficients of the series, the highest first: Fourier coefficients of
/// exp(−t²)(L² + t²) with t = L tan(θ/2), at 4 N angles.
fn coefficients() -> &'static [f64] {
    static COEFFICIENTS: OnceLock<Vec<f64>> = OnceLock::new();
    COEFFICIENTS.get_or_init(|| {
        let half = 2 * TERMS;
        let length = scale();
        let angle = |k: u32| std::f64::consts::PI * f64::from(k) / f64::from(half);
        let at = |theta: f64| {
            let t = length * (theta / 2.0).tan();
            (-t * t).exp() * (length * length + t * t)
        };
        (1..=TERMS)
            .rev()
            .map(|n| {
                // Even in θ; at θ = π the function is zero.
                let sides: f64 = (1..half)
                    .map(|k| 2.0 * at(angle(k)) * (f64::from(n) * angle(k)).cos())
                    .sum();
                (at(0.0) + sides) / (2.0 * f64::from(half))
            })
            .collect()
    })
}

/// w(z) = exp(−z²) erfc(−iz) for Im z ≥ 0, to about 1e-12. Source: J. A. C. Weideman, SIAM J. Numer.
/// Anal. 31 (1994) 1497, eq. (38), with N = 32.
pub(crate) fn faddeeva(z: Complex<f64>) -> Complex<f64> {
    let length = Complex::new(scale(), 0.0);
    let iz = Complex::new(-z.im, z.re);
    let below = length - iz;
    let ratio = (length + iz) / below;
    let series = coefficients()
        .iter()
        .fold(Complex::new(0.0, 0.0), |sum, a| sum * ratio + a);
    series * 2.0 / (below * below) + below.inv() / std::f64::consts::PI.sqrt()
}

/// Voigt profile of area 1 at `x` from its centre: a Lorentzian of full width `lorentzian`
/// broadened by a Gaussian of standard deviation `sigma` > 0, per eV:
/// Re w((x + iγ) / (σ√2)) / (σ√(2π)). Source: Abramowitz and Stegun 7.4.13 and 7.1.4.
pub(crate) fn voigt(x: f64, lorentzian: f64, sigma: f64) -> f64 {
    let unit = sigma * 2f64.sqrt();
    let z = Complex::new(x / unit, 0.5 * lorentzian / unit);
    faddeeva(z).re / (unit * std::f64::consts::PI.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Abramowitz and Stegun, table 7.9 (six digits), then values by SciPy's `wofz` (Steven G.
    /// Johnson's Faddeeva package) to 1e-13.
    #[test]
    fn it_has_the_published_values() {
        for (re, im, w_re, w_im) in [
            (0.0, 0.1, 0.896457, 0.0),
            (1.0, 0.0, 0.367879, 0.607158),
            (1.0, 1.0, 0.304744, 0.208219),
        ] {
            let w = faddeeva(Complex::new(re, im));
            assert!(
                (w - Complex::new(w_re, w_im)).norm() < 1e-6,
                "{re} {im}: {w}"
            );
        }
        for (re, im, w_re, w_im) in [
            (0.0, 1.0, 0.427583576155807, 0.0),
            (1.0, 1.0, 0.30474420525691254, 0.2082189382028316),
            (3.0, 0.1, 0.007942680998770001, 0.20074234309867764),
            (10.0, 0.01, 5.728711622490079e-05, 0.05670533605480961),
            (0.5, 2.0, 0.2452759902263585, 0.0515214783436358),
            (5.0, 1e-6, 2.4094339157716628e-08, 0.11524596183093211),
            (100.0, 1.0, 5.642177916144133e-05, 0.005641613670145867),
        ] {
            let w = faddeeva(Complex::new(re, im));
            let off = (w - Complex::new(w_re, w_im)).norm();
            assert!(off < 2e-12, "{re} {im}: {w}, off by {off:e}");
        }
    }

    #[test]
    fn a_narrow_gaussian_leaves_the_lorentzian() {
        let lorentzian = |x: f64| 0.5 / (x * x + 0.25) / std::f64::consts::PI;
        for x in [0.0, 0.4, 3.0] {
            let off = voigt(x, 1.0, 1e-3) / lorentzian(x) - 1.0;
            assert!(off.abs() < 2e-5, "{x}: {off}");
        }
    }
}
