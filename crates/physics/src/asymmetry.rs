//! The asymmetry of core lines in metals: Doniach and Šunjić's tail with an end.

/// Singularity index and cut-off of a metal's core lines.
///
/// A core hole in a metal excites electron–hole pairs; the line gains a tail ∝ ω^(α − 1) to higher
/// binding energy (Doniach and Šunjić 1970, J. Phys. C 3, 285). Pairs cost no more than the
/// conduction band is wide, so the tail ends: Mahan (1975, Phys. Rev. B 11, 4814, equation 1.4)
/// writes it as ω^(α − 1) · exp(−ω/ξ) / (Γ(α) · ξ^α), whose area is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asymmetry {
    /// Singularity index α, 0 (symmetric) to 0.5.
    pub alpha: f64,
    /// Cut-off ξ, eV.
    pub cutoff_ev: f64,
}

impl Default for Asymmetry {
    /// Symmetric lines.
    fn default() -> Self {
        Asymmetry {
            alpha: 0.0,
            cutoff_ev: DEFAULT_CUTOFF_EV,
        }
    }
}

/// Cut-off where none is known: half the width of a conduction band, eV.
const DEFAULT_CUTOFF_EV: f64 = 5.0;

/// Cut-off of metals with a d band at the Fermi level, whose tails are long, eV.
const D_BAND_CUTOFF_EV: f64 = 10.0;

/// Measured singularity indices α: Li, Na, Mg, Al from Citrin, Wertheim and Baer (1977, Phys. Rev.
/// B 16, 4256); the d metals from Hüfner and Wertheim (1975, Phys. Rev. B 11, 678) and Wertheim and
/// Citrin (1978, Photoemission in Solids I, chapter 5), rounded; graphite from van Attekum and
/// Wertheim (1979, Phys. Rev. Lett. 43, 1896).
const MEASURED_ALPHA: &[(u8, f64)] = &[
    (3, 0.23),
    (6, 0.07),
    (11, 0.20),
    (12, 0.13),
    (13, 0.12),
    (26, 0.35),
    (27, 0.28),
    (28, 0.24),
    (29, 0.04),
    (44, 0.13),
    (45, 0.20),
    (46, 0.25),
    (47, 0.06),
    (48, 0.04),
    (49, 0.09),
    (50, 0.09),
    (73, 0.10),
    (74, 0.06),
    (77, 0.12),
    (78, 0.19),
    (79, 0.05),
];
/// α of other metals, by the states at their Fermi level: in a d band, or none there.
const D_BAND_ALPHA: f64 = 0.15;
const S_BAND_ALPHA: f64 = 0.08;
/// Elements whose solids are no metals: their lines are symmetric.
const NON_METALS: &[u8] = &[
    5, 7, 8, 9, 10, 14, 15, 16, 17, 18, 32, 33, 34, 35, 36, 52, 53, 54,
];

impl Asymmetry {
    /// The asymmetry of element `z` in its elemental solid: measured where it is known, else by
    /// the kind of states at the Fermi level (an estimate); none for non-metals.
    pub fn of_element(z: u8) -> Self {
        let alpha = if NON_METALS.contains(&z) {
            0.0
        } else if let Some(found) = MEASURED_ALPHA.iter().find(|m| m.0 == z) {
            found.1
        } else if matches!(z, 21..=28 | 39..=46 | 57..=78 | 90..=92) {
            D_BAND_ALPHA
        } else {
            S_BAND_ALPHA
        };
        let cutoff_ev = if alpha >= D_BAND_ALPHA {
            D_BAND_CUTOFF_EV
        } else {
            DEFAULT_CUTOFF_EV
        };
        Asymmetry { alpha, cutoff_ev }
    }

    /// How far the maximum of a pseudo-Voigt line of FWHM `fwhm_ev` and Lorentzian share `eta` moves to higher
    /// binding energy by the tail, eV. Tabulated binding energies are those of maxima. A formula fitted to
    /// drawn lines.
    pub fn displacement_ev(&self, fwhm_ev: f64, eta: f64) -> f64 {
        let narrow = 0.56 * self.alpha * (1.0 + 0.3 * self.alpha) * (1.0 - 0.18 * eta) * fwhm_ev;
        narrow / (1.0 + 0.5 * fwhm_ev / self.cutoff_ev)
    }

    /// Adds lines drawn symmetrically on a grid of `step_ev`, ascending in binding energy, to `sum`
    /// with their tails.
    pub fn add(&self, symmetric: &[f32], sum: &mut [f32], step_ev: f64) {
        let Some(first) = symmetric.iter().position(|y| *y > 0.0) else {
            return;
        };
        for (m, weight) in self.weights(step_ev).iter().enumerate() {
            let to = sum.iter_mut().skip(first + m);
            for (y, s) in to.zip(&symmetric[first..]) {
                *y += weight * s;
            }
        }
    }

    /// Weights by which a symmetric line drawn on a grid of `step_ev` becomes asymmetric: entry m
    /// is the share that moves m steps to higher binding energy. They sum to one, and keep the
    /// centre of gravity of the tail (α·ξ). A single 1 for a symmetric line.
    pub fn weights(&self, step_ev: f64) -> Vec<f32> {
        if self.alpha <= 0.0 {
            return vec![1.0];
        }
        let (alpha, xi) = (self.alpha, self.cutoff_ev);
        let n = (REACH * xi / step_ev).ceil() as usize + 2;
        let mut weights = vec![0.0f64; n];
        // Each small interval's share is split between its two neighbours on the grid.
        let mut put = |omega: f64, share: f64| {
            let at = omega / step_ev;
            let m = at as usize;
            if m + 1 < n {
                weights[m] += share * (1.0 - at.fract());
                weights[m + 1] += share * at.fract();
            }
        };
        let fine = step_ev / FINE;
        // Up to `fine` the exponential is one and ω^(α − 1) is integrated exactly.
        put(
            fine * alpha / (alpha + 1.0),
            (fine / xi).powf(alpha) / alpha,
        );
        let intervals = (REACH * xi / fine) as usize;
        for k in 1..intervals {
            let omega = (k as f64 + 0.5) * fine;
            let density = (omega / xi).powf(alpha - 1.0) * (-omega / xi).exp();
            put(omega, density * fine / xi);
        }
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|w| (w / sum) as f32).collect()
    }
}

/// The tail is followed over so many cut-offs.
const REACH: f64 = 5.0;
/// Intervals of a grid step over which the tail is integrated.
const FINE: f64 = 8.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_has_mahans_moments() {
        for (alpha, cutoff_ev) in [(0.05, 4.0), (0.2, 5.0), (0.35, 8.0)] {
            let asymmetry = Asymmetry { alpha, cutoff_ev };
            for step in [0.25, 1.0] {
                let w = asymmetry.weights(step);
                let sum: f64 = w.iter().map(|w| f64::from(*w)).sum();
                let mean: f64 = w
                    .iter()
                    .enumerate()
                    .map(|(m, w)| m as f64 * step * f64::from(*w))
                    .sum();
                assert!((sum - 1.0).abs() < 1e-5, "{sum}");
                // ∫ω f(ω) dω = α ξ.
                assert!(
                    (mean / (alpha * cutoff_ev) - 1.0).abs() < 0.06,
                    "α {alpha}, step {step}: {mean} instead of {}",
                    alpha * cutoff_ev
                );
            }
        }
    }

    #[test]
    fn near_the_line_the_tail_is_doniach_and_sunjics() {
        // f(ω₁)/f(ω₂) = (ω₁/ω₂)^(α − 1) as long as ω ≪ ξ.
        let w = Asymmetry {
            alpha: 0.2,
            cutoff_ev: 100.0,
        }
        .weights(0.1);
        let ratio = f64::from(w[10] / w[40]) * (-3.0f64 / 100.0).exp();
        assert!((ratio / 0.25f64.powf(-0.8) - 1.0).abs() < 0.03, "{ratio}");
    }

    #[test]
    fn the_displacement_is_that_of_the_drawn_maximum() {
        const STEP_EV: f64 = 0.05;
        for z in [13, 26, 28, 46, 78, 79] {
            let asymmetry = Asymmetry::of_element(z);
            for fwhm in [1.0, 2.0, 4.0, 8.0] {
                for eta in [0.0, 0.5, 1.0] {
                    let symmetric: Vec<f32> = (0_u16..2000)
                        .map(|i| {
                            let x = (f64::from(i) * STEP_EV - 40.0) / (0.5 * fwhm);
                            let gauss = (-x * x * std::f64::consts::LN_2).exp();
                            (eta / (1.0 + x * x) + (1.0 - eta) * gauss) as f32
                        })
                        .collect();
                    let mut drawn = vec![0.0f32; symmetric.len()];
                    asymmetry.add(&symmetric, &mut drawn, STEP_EV);
                    let top = (0..drawn.len()).max_by(|a, b| drawn[*a].total_cmp(&drawn[*b]));
                    let moved = top.unwrap() as f64 * STEP_EV - 40.0;
                    let expected = asymmetry.displacement_ev(fwhm, eta);
                    assert!(
                        (moved - expected).abs() < STEP_EV + 0.04 * expected,
                        "Z = {z}, {fwhm} eV wide, η {eta}: {moved}, {expected} eV"
                    );
                }
            }
        }
    }

    #[test]
    fn insulators_are_symmetric_and_every_metal_has_a_tail() {
        assert_eq!(Asymmetry::default().weights(1.0), [1.0]);
        assert_eq!(Asymmetry::of_element(14).alpha, 0.0);
        assert!(Asymmetry::of_element(78).alpha > Asymmetry::of_element(79).alpha);
    }
}
