//! The full width of a line, measured on its curve.

use crate::shape::Line;

/// Full width at half maximum of a line, eV: the two shoulders by bisection.
pub(crate) fn full_width(line: &Line<'_>) -> f64 {
    let reach = line.fwhm + line.gaussian;
    // The line has one maximum: thirds close in on it.
    let (mut low, mut high) = (-reach, reach);
    for _ in 0..60 {
        let third = (high - low) / 3.0;
        if line.at(low + third) < line.at(high - third) {
            low += third;
        } else {
            high -= third;
        }
    }
    let top = 0.5 * (low + high);
    let half = 0.5 * line.at(top);
    let shoulder = |side: f64| {
        let mut out = reach;
        // A tail that falls as x^(−1/2) is at half its height within a few doublings.
        for _ in 0..40 {
            if line.at(top + side * out) < half {
                break;
            }
            out *= 2.0;
        }
        let mut inside = 0.0;
        for _ in 0..50 {
            let middle = 0.5 * (inside + out);
            if line.at(top + side * middle) < half {
                out = middle;
            } else {
                inside = middle;
            }
        }
        out
    };
    shoulder(1.0) + shoulder(-1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Shape, Varied};

    #[test]
    fn it_is_the_width_that_is_known() {
        let width = |shape: Shape, fwhm: f64, gaussian: f64| {
            full_width(&Line {
                shape: &shape,
                fwhm,
                gaussian,
            })
        };
        let gaussian_ev = Varied::fixed(0.0);
        assert!((width(Shape::GaussLorentz { mixing: 0.4 }, 1.3, 0.0) - 1.3).abs() < 1e-6);
        // Olivero and Longbothum, J. Quant. Spectrosc. Radiat. Transf. 17 (1977) 233: to 0.02 %.
        let voigt = 0.5346 * 0.6 + (0.2166f64 * 0.36 + 0.49).sqrt();
        assert!((width(Shape::Voigt { gaussian_ev }, 0.6, 0.7) / voigt - 1.0).abs() < 3e-4);
        // LA(2, 1): half a Lorentzian's width on one side; 2^(1/2) − 1 under the root on the other.
        let la = Shape::LaCasa {
            alpha: 2.0,
            beta: 1.0,
            gaussian_ev,
        };
        let both = 0.5 + 0.5 * (2f64.sqrt() - 1.0).sqrt();
        assert!((width(la, 1.0, 0.0) - both).abs() < 1e-6);
    }
}
