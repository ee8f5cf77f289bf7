//! Line shapes, integrated over the cells of the energy grid.

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
    /// Share of the area in an exponential tail to higher binding energy: the asymmetry of metals.
    pub tail: f64,
    /// Decay length of that tail, eV.
    pub tail_ev: f64,
}

impl Peak {
    /// Adds the peak to `spectrum` (one value per grid point, mean intensity over the cell).
    ///
    /// The symmetric part is a pseudo-Voigt with the FWHM and mixing of Thompson, Cox and
    /// Hastings (1987, J. Appl. Cryst. 20, 79), each cell holding its exact integral. The tail
    /// stands for the Doniach–Šunjić asymmetry, whose own area does not converge.
    pub fn add_to(&self, spectrum: &mut [f32], grid: &Grid) {
        let (fwhm, eta) = pseudo_voigt(self.gauss_fwhm_ev, self.lorentz_fwhm_ev);
        let half = 0.5 * fwhm;
        let sigma_root2 = fwhm / (2.0 * std::f64::consts::LN_2.sqrt());
        let cumulative = |e: f64| {
            let d = e - self.centre_ev;
            eta * (d / half).atan() * std::f64::consts::FRAC_1_PI
                + (1.0 - eta) * 0.5 * erf(d / sigma_root2)
        };
        let reach =
            4.0 * self.gauss_fwhm_ev + 15.0 * self.lorentz_fwhm_ev.min(6.0) + 2.0 * grid.step_ev;
        let symmetric = self.area * (1.0 - self.tail) / grid.step_ev;
        each_cell(
            grid,
            self.centre_ev - reach,
            self.centre_ev + reach,
            spectrum,
            |a, b| symmetric * (cumulative(b) - cumulative(a)),
        );
        if self.tail > 0.0 {
            let scale = self.area * self.tail / grid.step_ev;
            // The tail starts on the flank, not at the maximum: no kink is seen in measured lines.
            let start = self.centre_ev;
            each_cell(grid, start, start + 6.0 * self.tail_ev, spectrum, |a, b| {
                let from = (a.max(start) - start) / self.tail_ev;
                let to = (b.max(start) - start) / self.tail_ev;
                scale * ((-from).exp() - (-to).exp())
            });
        }
    }
}

fn each_cell(
    grid: &Grid,
    from_ev: f64,
    to_ev: f64,
    spectrum: &mut [f32],
    mut area: impl FnMut(f64, f64) -> f64,
) {
    let index = |e: f64| ((e - grid.lo_ev) / grid.step_ev + 0.5).floor();
    let last = index(to_ev).min(grid.points as f64 - 1.0);
    let first = index(from_ev).max(0.0);
    if last < first {
        return;
    }
    for i in first as usize..=last as usize {
        let left = grid.lo_ev + (i as f64 - 0.5) * grid.step_ev;
        spectrum[i] += area(left, left + grid.step_ev) as f32;
    }
}

/// FWHM and Lorentzian share of the pseudo-Voigt nearest to a Voigt profile.
fn pseudo_voigt(gauss: f64, lorentz: f64) -> (f64, f64) {
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
        tail: 0.0,
        tail_ev: 3.0,
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
    fn lifetime_adds_wings_and_the_tail_leans_to_higher_binding_energy() {
        let y = drawn(Peak {
            lorentz_fwhm_ev: 1.0,
            ..PEAK
        });
        let area: f32 = y.iter().sum::<f32>() * 0.25;
        assert!(
            (0.95..1.0).contains(&(area / 50.0)),
            "wings beyond the reach are cut: {area}"
        );
        let y = drawn(Peak { tail: 0.3, ..PEAK });
        let at = |e: f64| y[(e / 0.25).round() as usize];
        assert!(at(204.0) > 20.0 * at(196.0).max(1e-3));
        let area: f32 = y.iter().sum::<f32>() * 0.25;
        assert!((area - 50.0).abs() < 0.1, "{area}");
    }

    #[test]
    fn peaks_outside_the_grid_are_harmless() {
        for centre_ev in [-500.0, -1.0, 400.0, 5000.0] {
            let y = drawn(Peak { centre_ev, ..PEAK });
            assert!(y.iter().all(|v| v.is_finite() && *v >= 0.0));
        }
    }
}
