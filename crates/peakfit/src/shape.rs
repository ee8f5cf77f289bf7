//! Line shapes: which formula, which width, and over which range their area counts.

use serde::{Deserialize, Serialize};

use crate::Varied;
use crate::asymmetric::{doniach, doniach_integral, la, la_area};
use crate::convolve::broadened;
use crate::faddeeva::voigt;

/// Full width at half maximum of a Gaussian over its standard deviation: 2 √(2 ln 2).
pub(crate) const FWHM_OVER_SIGMA: f64 = 2.354_820_045_030_949;

/// A line shape. With F the component's `fwhm_ev`, E its `position_ev` and x the binding energy.
///
/// `gaussian_ev` is the full width at half maximum, eV, of the Gaussian that broadens a line: zero
/// or more. It is a parameter like the others: give the lifetime's width as fixed and free the
/// Gaussian, or the other way round. All areas are whole areas, with two exceptions that are named.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Pseudo-Voigt sum: (1 − m) exp(−4 ln 2 (x − E)²/F²) + m / (1 + 4 (x − E)²/F²). It is
    /// CasaXPS's SGL(100 m) (CasaXPS manual, "Line shapes"; also R. Hesse, P. Streubel and R. Szargan,
    /// Surf. Interface Anal. 39 (2007) 381). m mixes heights, not areas. F is the full width at
    /// half maximum of the whole line. With m = 0 it is a Gaussian, with m = 1 a Lorentzian.
    GaussLorentz {
        /// m: share of the Lorentzian in the height, 0 to 1.
        mixing: f64,
    },
    /// True Voigt: a Lorentzian of full width F, broadened by a Gaussian.
    Voigt {
        /// Full width of the Gaussian, eV.
        gaussian_ev: Varied,
    },
    /// Doniach and Šunjić's line (J. Phys. C 3 (1970) 285, eq. (12)), broadened by a Gaussian.
    /// F = 2 γ is the lifetime's width, E their E₀: with α > 0 the line is wider than F, and its
    /// maximum lies above E in binding energy, by γ tan(πα/(4 − 2α)) before it is broadened (where the
    /// derivative is zero). The area diverges: it counts over the fitted region, from its lowest energy to
    /// its highest. Two areas compare only if their regions do. The second line of a doublet has
    /// the first line's height times the ratio; its area is what of it lies in the region.
    DoniachSunjic {
        /// α: asymmetry, 0 (a Voigt line) to 0.5.
        alpha: f64,
        /// Full width of the Gaussian, eV.
        gaussian_ev: Varied,
    },
    /// CasaXPS's LA(α, β, m): L^α on the side of higher binding energy (lower kinetic energy), L^β
    /// on the other, with L = 1 / (1 + 4 (x − E)²/F²), broadened by a Gaussian. Source: CasaXPS
    /// manual, "LA lineshape". F is the full width at half maximum only with α = β = 1 and no
    /// Gaussian. CasaXPS's m, a number from 0 to 499, counts the data's steps and not eV: it is
    /// not converted here. Near α or β = 1/2 most of the area lies beyond any region.
    LaCasa {
        /// α: power of the side of higher binding energy, above 0.5. The less, the longer the tail.
        alpha: f64,
        /// β: power of the side of lower binding energy, above 0.5.
        beta: f64,
        /// Full width of the Gaussian, eV.
        gaussian_ev: Varied,
    },
}

/// A line of a shape with its widths, eV.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) fwhm: f64,
    pub(crate) gaussian: f64,
}

impl Shape {
    /// Its Gaussian, if it has one of its own.
    pub(crate) fn gaussian(&self) -> Option<&Varied> {
        match self {
            Shape::GaussLorentz { .. } => None,
            Shape::Voigt { gaussian_ev }
            | Shape::DoniachSunjic { gaussian_ev, .. }
            | Shape::LaCasa { gaussian_ev, .. } => Some(gaussian_ev),
        }
    }

    /// What of its numbers has no meaning: name, value, and what may be given.
    pub(crate) fn fault(&self) -> Option<(&'static str, f64, &'static str)> {
        match *self {
            Shape::GaussLorentz { mixing } if !(0.0..=1.0).contains(&mixing) => {
                Some(("the mixing", mixing, "0 to 1"))
            }
            Shape::DoniachSunjic { alpha, .. } if !(0.0..=0.5).contains(&alpha) => {
                Some(("the asymmetry α", alpha, "0 to 0.5"))
            }
            Shape::LaCasa { alpha, .. } if !(alpha > 0.5 && alpha.is_finite()) => {
                Some(("the power α", alpha, "more than 0.5"))
            }
            Shape::LaCasa { beta, .. } if !(beta > 0.5 && beta.is_finite()) => {
                Some(("the power β", beta, "more than 0.5"))
            }
            _ => None,
        }
    }
}

impl Line<'_> {
    /// The line at `x` eV above its position in binding energy, in a scale of its own.
    pub(crate) fn at(&self, x: f64) -> f64 {
        let (fwhm, sigma) = (self.fwhm, self.gaussian.abs() / FWHM_OVER_SIGMA);
        match *self.shape {
            Shape::GaussLorentz { mixing } => {
                let square = 4.0 * (x / fwhm) * (x / fwhm);
                (1.0 - mixing) * (-std::f64::consts::LN_2 * square).exp() + mixing / (1.0 + square)
            }
            Shape::Voigt { .. } if sigma > 1e-6 * fwhm => voigt(x, fwhm, sigma),
            Shape::Voigt { .. } => la(x, fwhm, 1.0, 1.0) / la_area(fwhm, 1.0, 1.0),
            Shape::DoniachSunjic { alpha, .. } => {
                let gamma = 0.5 * fwhm;
                broadened(|y| doniach(y, gamma, alpha), x, gamma, sigma)
            }
            Shape::LaCasa { alpha, beta, .. } => {
                broadened(|y| la(y, fwhm, alpha, beta), x, 0.5 * fwhm, sigma)
            }
        }
    }

    /// Area of [`Line::at`], eV: the whole, or of Doniach and Šunjić's line at `position` that
    /// between the two energies of `window`.
    pub(crate) fn area(&self, position: f64, window: (f64, f64)) -> f64 {
        let (fwhm, sigma) = (self.fwhm, self.gaussian.abs() / FWHM_OVER_SIGMA);
        match *self.shape {
            Shape::GaussLorentz { mixing } => {
                let gauss = 0.5 * fwhm * (std::f64::consts::PI / std::f64::consts::LN_2).sqrt();
                (1.0 - mixing) * gauss + mixing * 0.5 * std::f64::consts::PI * fwhm
            }
            Shape::Voigt { .. } => 1.0,
            Shape::DoniachSunjic { alpha, .. } => {
                // The integral of a broadened line is the broadened integral.
                let gamma = 0.5 * fwhm;
                let up_to = |energy: f64| {
                    let integral = |y: f64| doniach_integral(y, gamma, alpha);
                    broadened(integral, energy - position, gamma, sigma)
                };
                up_to(window.1) - up_to(window.0)
            }
            Shape::LaCasa { alpha, beta, .. } => la_area(fwhm, alpha, beta),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> [Shape; 5] {
        let gaussian_ev = Varied::fixed(0.7);
        [
            Shape::GaussLorentz { mixing: 0.3 },
            Shape::Voigt { gaussian_ev },
            Shape::DoniachSunjic {
                alpha: 0.12,
                gaussian_ev,
            },
            Shape::LaCasa {
                alpha: 1.5,
                beta: 3.0,
                gaussian_ev,
            },
            Shape::LaCasa {
                alpha: 1.0,
                beta: 1.0,
                gaussian_ev,
            },
        ]
    }

    /// The sum of the curve is the area that is said, with what two Lorentzian tails leave out.
    #[test]
    fn areas_are_what_is_said() {
        let window = (-400.0, 400.0);
        for shape in all() {
            let line = Line {
                shape: &shape,
                fwhm: 0.6,
                gaussian: 0.7,
            };
            let sum: f64 = (-80_000..=80_000)
                .map(|i| {
                    let end = if i == -80_000 || i == 80_000 {
                        0.5
                    } else {
                        1.0
                    };
                    end * 0.005 * line.at(0.005 * f64::from(i))
                })
                .sum();
            let ratio = sum / line.area(0.0, window);
            assert!((ratio - 1.0).abs() < 1e-3, "{shape:?}: {ratio}");
            // Doniach's is the area in the window, to the last digits.
            if matches!(shape, Shape::DoniachSunjic { .. }) {
                assert!((ratio - 1.0).abs() < 1e-6, "{ratio}");
            }
        }
    }

    /// LA(1, 1) and Doniach's line without asymmetry are Voigt lines.
    #[test]
    fn symmetric_lines_are_voigt_lines() {
        let gaussian_ev = Varied::fixed(0.7);
        let of = |shape: &Shape, x: f64| {
            let line = Line {
                shape,
                fwhm: 0.6,
                gaussian: 0.7,
            };
            line.at(x) / line.at(0.0)
        };
        let plain = Shape::DoniachSunjic {
            alpha: 0.0,
            gaussian_ev,
        };
        for x in [-3.0, -0.3, 0.1, 1.0, 20.0] {
            let voigt = of(&Shape::Voigt { gaussian_ev }, x);
            assert!((of(&all()[4], x) - voigt).abs() < 1e-8);
            assert!((of(&plain, x) - voigt).abs() < 1e-8);
        }
    }
}
