//! Line shapes, integrated over the cells of the energy grid.

use std::f32::consts::{FRAC_1_PI, FRAC_PI_2};
use std::f64::consts::LN_2;

use speclens_spectrum::Grid;

/// A photoelectron or Auger line on the binding-energy axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Position of the maximum, eV.
    pub centre_ev: f64,
    /// Area, in any unit · eV.
    pub area: f64,
    /// Gaussian FWHM (source, analyser, disorder, phonons), eV.
    pub gauss_fwhm_ev: f64,
    /// Lorentzian FWHM (lifetime), eV.
    pub lorentz_fwhm_ev: f64,
}

impl Peak {
    /// Adds the peak to `spectrum` (one value per grid point, mean intensity over the cell).
    ///
    /// A pseudo-Voigt with the FWHM and mixing of Thompson, Cox and Hastings (1987, J. Appl.
    /// Cryst. 20, 79); each cell holds its integral. The Lorentzian wings are cut where they no
    /// longer count, and the area within is that of the whole line.
    pub fn add_to(&self, spectrum: &mut [f32], grid: &Grid) {
        let (fwhm, eta) = pseudo_voigt(self.gauss_fwhm_ev, self.lorentz_fwhm_ev);
        let reach = GAUSS_REACH * self.gauss_fwhm_ev
            + LORENTZ_REACH * self.lorentz_fwhm_ev
            + 2.0 * grid.step_ev;
        let index = |e: f64| ((e - grid.lo_ev) / grid.step_ev + 0.5).floor();
        let first = index(self.centre_ev - reach).max(0.0);
        let last = index(self.centre_ev + reach).min(grid.points as f64 - 1.0);
        if last < first {
            return;
        }
        let (first, last) = (first as usize, last as usize);
        let profile = Profile {
            per_half_width: 2.0 / fwhm as f32,
            per_sigma: (2.0 * LN_2.sqrt() / fwhm) as f32,
            eta: eta as f32,
        };
        let [half] = profile.cumulative([reach as f32]);
        let inside = 2.0 * half;
        let scale = (self.area / grid.step_ev) as f32 / inside;
        // Distances in single precision: exact to 1e-5 eV within a line's reach.
        let edge = (grid.lo_ev + (first as f64 - 0.5) * grid.step_ev - self.centre_ev) as f32;
        let step = grid.step_ev as f32;
        let [mut below] = profile.cumulative([edge]);
        let mut done = 0.0f32;
        for cells in spectrum[first..=last].chunks_mut(AT_ONCE) {
            let mut above = [0.0; AT_ONCE];
            for (k, above) in above.iter_mut().enumerate() {
                *above = edge + (done + (k + 1) as f32) * step;
            }
            let above = profile.cumulative(above);
            done += AT_ONCE as f32;
            let mut inside = above;
            for k in 1..AT_ONCE {
                inside[k] -= above[k - 1];
            }
            inside[0] -= below;
            below = above[AT_ONCE - 1];
            for (y, inside) in cells.iter_mut().zip(inside) {
                // Rounding may let the integral fall where it rises.
                *y += scale * inside.max(0.0);
            }
        }
    }
}

/// How many Gaussian and Lorentzian FWHM from its centre a line is followed.
const GAUSS_REACH: f64 = 2.5;
const LORENTZ_REACH: f64 = 12.0;

/// A pseudo-Voigt of unit area about zero.
struct Profile {
    per_half_width: f32,
    per_sigma: f32,
    eta: f32,
}

impl Profile {
    /// Integrals from the centre to each of `d` (eV, ascending), −½ to ½.
    #[inline]
    fn cumulative<const N: usize>(&self, d: [f32; N]) -> [f32; N] {
        let (lorentz, gauss) = (self.eta * FRAC_1_PI, (1.0 - self.eta) * 0.5);
        let scaled = |by: f32| {
            let mut x = d;
            x.iter_mut().for_each(|x| *x *= by);
            x
        };
        let mut sum = arctangent(scaled(self.per_half_width));
        let error_function = error_function(scaled(self.per_sigma));
        for (sum, erf) in sum.iter_mut().zip(error_function) {
            *sum = lorentz * *sum + gauss * erf;
        }
        sum
    }
}

/// Edges of cells that are worked out at once.
const AT_ONCE: usize = 8;

/// Beyond this the error function is one within 2e-8.
const ERF_RANGE: f32 = 4.0;

/// Of ascending arguments: Abramowitz and Stegun 7.1.28, absolute error below 3e-7 and that of rounding. It
/// has neither branches nor exponentials, so several are worked out at once.
#[inline]
fn error_function<const N: usize>(x: [f32; N]) -> [f32; N] {
    const A: [f32; 6] = [
        0.070_523_08,
        0.042_282_01,
        0.009_270_527,
        0.000_152_014_3,
        0.000_276_567_2,
        0.000_043_063_8,
    ];
    if x[0] >= ERF_RANGE || x[N - 1] <= -ERF_RANGE {
        return x.map(f32::signum);
    }
    let mut y = x;
    // Not `map`: the compiler makes vector instructions of this loop.
    for y in &mut y {
        let a = y.abs();
        let mut p = A.iter().rev().fold(0.0, |p, c| p * a + c) * a + 1.0;
        for _ in 0..4 {
            p *= p;
        }
        *y = (1.0 - 1.0 / p).copysign(*y);
    }
    y
}

/// Abramowitz and Stegun 4.4.49, error below 2e-8 and that of rounding; beyond one by arctan x = π/2 − arctan 1/x.
#[inline]
fn arctangent<const N: usize>(x: [f32; N]) -> [f32; N] {
    const A: [f32; 8] = [
        -0.333_331_45,
        0.199_935_51,
        -0.142_089,
        0.106_562_64,
        -0.075_289_64,
        0.042_909_614,
        -0.016_165_737,
        0.002_866_225_7,
    ];
    let mut y = x;
    for y in &mut y {
        let a = y.abs();
        let z = a.min(1.0) / a.max(1.0);
        let zz = z * z;
        let inner = z * (A.iter().rev().fold(0.0, |p, c| p * zz + c) * zz + 1.0);
        let far = FRAC_PI_2 - inner;
        *y = (if a > 1.0 { far } else { inner }).copysign(*y);
    }
    y
}

/// FWHM (eV) and Lorentzian share of the pseudo-Voigt nearest to the Voigt profile of a Gaussian and a
/// Lorentzian of these FWHM, eV (Thompson, Cox and Hastings 1987).
pub fn pseudo_voigt(gauss: f64, lorentz: f64) -> (f64, f64) {
    let (g, l) = (gauss, lorentz);
    let f = (g.powi(5)
        + 2.69269 * g.powi(4) * l
        + 2.42843 * g.powi(3) * l * l
        + 4.47163 * g * g * l.powi(3)
        + 0.07842 * g * l.powi(4)
        + l.powi(5))
    .powf(0.2);
    let r = l / f;
    (
        f,
        (1.36603 * r - 0.47719 * r * r + 0.11116 * r * r * r).clamp(0.0, 1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 0.25,
        points: 1600,
    };

    fn drawn(peak: Peak) -> Vec<f32> {
        let mut y = vec![0.0; GRID.points];
        peak.add_to(&mut y, &GRID);
        y
    }

    const PEAK: Peak = Peak {
        centre_ev: 200.1,
        area: 50.0,
        gauss_fwhm_ev: 1.6,
        lorentz_fwhm_ev: 0.0,
    };

    #[test]
    fn area_position_and_width_are_kept() {
        let y = drawn(PEAK);
        let area: f32 = y.iter().sum::<f32>() * 0.25;
        assert!((area - 50.0).abs() < 1e-3, "{area}");
        let top = y.iter().copied().fold(0.0, f32::max);
        let wide = y.iter().filter(|v| **v > top / 2.0).count() as f64 * 0.25;
        assert!((wide - 1.6).abs() <= 0.26, "{wide}");
        let centre: f64 = y
            .iter()
            .enumerate()
            .map(|(i, v)| GRID.energy_ev(i) * f64::from(*v))
            .sum::<f64>()
            * 0.25
            / 50.0;
        assert!((centre - 200.1).abs() < 0.01);
    }

    #[test]
    fn lifetime_adds_wings_and_keeps_the_area() {
        let y = drawn(Peak {
            lorentz_fwhm_ev: 1.0,
            ..PEAK
        });
        let area: f32 = y.iter().sum::<f32>() * 0.25;
        assert!((area / 50.0 - 1.0).abs() < 1e-3, "{area}");
        let at = |y: &[f32], e: f64| y[(e / 0.25).round() as usize];
        assert!(at(&y, 206.0) > 10.0 * at(&drawn(PEAK), 206.0));
    }

    /// Absolute error below 1.5e-7 (Abramowitz and Stegun 7.1.26).
    fn erf(x: f64) -> f64 {
        let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
        let a = [
            0.254_829_592,
            -0.284_496_736,
            1.421_413_741,
            -1.453_152_027,
            1.061_405_429,
        ];
        let poly = a.iter().rev().fold(0.0, |p, c| (p + c) * t);
        x.signum() * (1.0 - poly * (-x * x).exp())
    }

    #[test]
    fn the_polynomials_are_the_functions() {
        for k in -4000..4000 {
            let x = k as f32 * 0.0037;
            let d = f64::from(arctangent([x])[0]) - f64::from(x).atan();
            assert!(d.abs() < 3e-7, "atan {x}: {d}");
            let d = f64::from(error_function([x])[0]) - erf(f64::from(x));
            assert!(d.abs() < 2e-6, "erf {x}: {d}");
        }
    }

    #[test]
    fn no_cell_of_a_line_is_negative() {
        for k in 0..40 {
            let y = drawn(Peak {
                centre_ev: 200.0 + 0.013 * f64::from(k),
                lorentz_fwhm_ev: 0.05 * f64::from(k),
                ..PEAK
            });
            assert!(y.iter().all(|v| *v >= 0.0), "{k}");
        }
    }

    #[test]
    fn peaks_outside_the_grid_are_harmless() {
        for centre_ev in [-500.0, -1.0, 400.0, 5000.0] {
            let y = drawn(Peak { centre_ev, ..PEAK });
            assert!(y.iter().all(|v| v.is_finite() && *v >= 0.0));
        }
    }
}
