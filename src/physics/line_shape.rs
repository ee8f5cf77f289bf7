//! Line shapes, integrated over the cells of the energy grid.

use std::f32::consts::{FRAC_1_PI, FRAC_PI_2};
use std::f64::consts::LN_2;
use std::sync::LazyLock;

use crate::model::grid::Grid;

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
        let inside = 2.0 * profile.cumulative(reach as f32);
        let scale = (self.area / grid.step_ev) as f32 / inside;
        // Distances in single precision: exact to 1e-5 eV within a line's reach.
        let edge = (grid.lo_ev + (first as f64 - 0.5) * grid.step_ev - self.centre_ev) as f32;
        let step = grid.step_ev as f32;
        let mut below = profile.cumulative(edge);
        for (i, y) in spectrum[first..=last].iter_mut().enumerate() {
            let above = profile.cumulative(edge + (i + 1) as f32 * step);
            *y += scale * (above - below);
            below = above;
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
    /// Integral from the centre to `d` eV, −½ to ½.
    fn cumulative(&self, d: f32) -> f32 {
        self.eta * FRAC_1_PI * TABLES.arctangent(d * self.per_half_width)
            + (1.0 - self.eta) * 0.5 * TABLES.error_function(d * self.per_sigma)
    }
}

/// Tables of the two functions that nearly all time would go to otherwise; straight between their
/// entries, they are off by less than 1e-6 and never fall where the function rises.
struct Tables {
    erf: Vec<f32>,
    atan: Vec<f32>,
}

/// Entries per unit of the argument, and the range that is tabulated.
const PER_UNIT: f32 = 512.0;
const ERF_RANGE: f32 = 4.0;

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let table = |range: f32, f: fn(f64) -> f64| {
        (0..=(range * PER_UNIT) as usize + 1)
            .map(|i| f(i as f64 / f64::from(PER_UNIT)) as f32)
            .collect()
    };
    Tables {
        erf: table(ERF_RANGE, erf),
        atan: table(1.0, f64::atan),
    }
});

impl Tables {
    fn error_function(&self, x: f32) -> f32 {
        let a = x.abs();
        if a >= ERF_RANGE {
            return x.signum();
        }
        between(&self.erf, a).copysign(x)
    }

    fn arctangent(&self, x: f32) -> f32 {
        let a = x.abs();
        let positive = if a <= 1.0 {
            between(&self.atan, a)
        } else {
            FRAC_PI_2 - between(&self.atan, 1.0 / a)
        };
        positive.copysign(x)
    }
}

/// The table's value at `x` ≥ 0, within its range.
fn between(table: &[f32], x: f32) -> f32 {
    let at = x * PER_UNIT;
    let i = at as usize;
    table[i] + (table[i + 1] - table[i]) * (at - i as f32)
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

/// Error function, absolute error below 1.5e-7 (Abramowitz and Stegun 7.1.26).
fn erf(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let poly = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    x.signum() * (1.0 - poly * (-x * x).exp())
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

    #[test]
    fn the_tables_are_the_functions() {
        for k in -4000..4000 {
            let x = k as f32 * 0.0037;
            let d = f64::from(TABLES.arctangent(x)) - f64::from(x).atan();
            assert!(d.abs() < 1e-6, "atan {x}: {d}");
            let d = f64::from(TABLES.error_function(x)) - erf(f64::from(x));
            assert!(d.abs() < 2e-6, "erf {x}: {d}");
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
