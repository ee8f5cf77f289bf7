//! Asymmetric lines before the Gaussian: Doniach and Šunjić's, and CasaXPS's LA.

use std::f64::consts::PI;

/// The line of Doniach and Šunjić at `x` eV above E₀ in binding energy, γ its half width:
/// cos(πα/2 + (1 − α) arctan a) / (1 + a²)^((1 − α)/2) with a = −x/γ.
/// Source: S. Doniach and M. Šunjić, J. Phys. C 3 (1970) 285, eq. (12), without its constant.
/// The tail lies at higher binding energy, and with α > 0 the maximum lies above E₀.
pub(crate) fn doniach(x: f64, gamma: f64, alpha: f64) -> f64 {
    let a = -x / gamma;
    let rest = 1.0 - alpha;
    (0.5 * PI * alpha + rest * a.atan()).cos() * (1.0 + a * a).powf(-0.5 * rest)
}

/// An antiderivative of [`doniach`] in x: the line is the real part of e^(iπα/2) (1 − ia)^(α−1),
/// which has the antiderivative e^(iπα/2) (1 − ia)^α · γ / (iα) in x.
pub(crate) fn doniach_integral(x: f64, gamma: f64, alpha: f64) -> f64 {
    let a = -x / gamma;
    let angle = 0.5 * PI - a.atan();
    // sin(αφ)/α, which is φ where α is zero.
    let sine = if alpha < 1e-12 {
        angle
    } else {
        (alpha * angle).sin() / alpha
    };
    gamma * (1.0 + a * a).powf(0.5 * alpha) * sine
}

/// CasaXPS's LA before the Gaussian, of height 1, at `x` eV above its centre in binding energy: a
/// Lorentzian of full width `fwhm`, to the power α on the side of higher binding energy (lower
/// kinetic energy), to the power β on the other. Source: CasaXPS manual, "LA lineshape": with
/// kinetic energies x, L(x)^α for x ≤ E and L(x)^β for x > E.
pub(crate) fn la(x: f64, fwhm: f64, alpha: f64, beta: f64) -> f64 {
    let a = 2.0 * x / fwhm;
    let power = if x >= 0.0 { alpha } else { beta };
    (1.0 + a * a).powf(-power)
}

/// The whole area of [`la`] with α, β > 1/2, eV: each side gives
/// (F/2)(√π/2) Γ(p − 1/2)/Γ(p). Source: Abramowitz and Stegun 6.2.1 with u = 1/(1 + a²).
pub(crate) fn la_area(fwhm: f64, alpha: f64, beta: f64) -> f64 {
    let side = |p: f64| 0.25 * fwhm * PI.sqrt() * (ln_gamma(p - 0.5) - ln_gamma(p)).exp();
    side(alpha) + side(beta)
}

/// ln Γ(x) for x > 0, to 1e-10. Source: C. Lanczos, SIAM J. Numer. Anal. B 1 (1964) 86, with the
/// six coefficients for g = 5 of Press et al., Numerical Recipes, 6.1.
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.120_865_097_386_617_9e-2,
        -0.539_523_938_495_3e-5,
    ];
    let shifted = x + 5.5;
    let mut at = x;
    let sum: f64 = TERMS
        .iter()
        .map(|term| {
            at += 1.0;
            term / at
        })
        .sum();
    let series = 1.000_000_000_190_015 + sum;
    (x + 0.5) * shifted.ln() - shifted + (2.506_628_274_631_000_5 * series / x).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_has_known_values() {
        for (x, gamma) in [
            (0.5, PI.sqrt()),
            (1.0, 1.0),
            (1.5, 0.5 * PI.sqrt()),
            (6.0, 120.0),
        ] {
            let off = ln_gamma(x) - f64::ln(gamma);
            assert!(off.abs() < 1e-9, "{x}: {off:e}");
        }
    }

    #[test]
    fn the_integral_of_doniach_is_one() {
        for alpha in [0.0, 1e-6, 0.1, 0.4] {
            for x in [-7.0, -0.4, 0.0, 0.3, 12.0] {
                let step = 1e-4;
                let rise =
                    doniach_integral(x + step, 0.3, alpha) - doniach_integral(x - step, 0.3, alpha);
                let off = rise / (2.0 * step) - doniach(x, 0.3, alpha);
                assert!(off.abs() < 1e-6, "{alpha} at {x}: {off:e}");
            }
        }
    }

    /// Where the derivative is zero: γ tan(πα/(4 − 2α)) above E₀.
    #[test]
    fn doniach_has_its_maximum_above() {
        let (gamma, alpha) = (0.3, 0.2);
        let top = gamma * (PI * alpha / (4.0 - 2.0 * alpha)).tan();
        let height = doniach(top, gamma, alpha);
        assert!(top > 0.05);
        assert!(height > doniach(top - 1e-3, gamma, alpha));
        assert!(height > doniach(top + 1e-3, gamma, alpha));
    }

    /// Tails to higher binding energy, where electrons have lost energy.
    #[test]
    fn tails_lie_at_higher_binding_energy() {
        assert!(doniach(3.0, 0.3, 0.1) > 2.0 * doniach(-3.0, 0.3, 0.1));
        assert!(la(3.0, 0.6, 1.2, 4.8) > 2.0 * la(-3.0, 0.6, 1.2, 4.8));
    }
}
