//! Inelastic energy losses: Tougaard's universal cross section, plasmons, and the background
//! that they give.

/// Probability density of energy losses on an even grid, times the inelastic mean free path:
/// λK(T). Its sum times the step is the share of electrons that lose energy within one mean free
/// path and stay in the direction of the analyser.
#[derive(Debug, Clone, PartialEq)]
pub struct LossFunction {
    /// λK(T)·step at losses of 1, 2, 3 … steps.
    kernel: Vec<f32>,
}

impl LossFunction {
    /// Tougaard's universal cross section λK(T) = B·T/(C + T²)² with `b` and `c` in eV²
    /// (Tougaard 1987: B = 2866, C = 1643), to `reach_ev`, on a grid of `step_ev`.
    pub fn universal(b: f64, c: f64, step_ev: f64, reach_ev: f64) -> Self {
        Self::from_density(step_ev, reach_ev, |t| b * t / (c + t * t).powi(2))
    }

    /// Adds a bulk plasmon: Drude's loss function, proportional to
    /// T·Γ / ((T² − E_p²)² + (T·Γ)²), of total weight `weight`, E_p and Γ in eV.
    pub fn with_plasmon(
        mut self,
        energy_ev: f64,
        width_ev: f64,
        weight: f64,
        step_ev: f64,
    ) -> Self {
        let reach = step_ev * self.kernel.len() as f64;
        let drude = Self::from_density(step_ev, reach, |t| {
            t * width_ev / ((t * t - energy_ev * energy_ev).powi(2) + (t * width_ev).powi(2))
        });
        let sum: f32 = drude.kernel.iter().sum();
        if sum > 0.0 {
            for (k, d) in self.kernel.iter_mut().zip(&drude.kernel) {
                *k += d * (weight as f32 / sum);
            }
        }
        self
    }

    /// The same shape with a total of `total`.
    pub fn scaled_to(mut self, total: f64) -> Self {
        let sum = self.total();
        if sum > 0.0 {
            for k in &mut self.kernel {
                *k *= (total / sum) as f32;
            }
        }
        self
    }

    /// Share of electrons that lose energy, ∫λK dT.
    pub fn total(&self) -> f64 {
        self.kernel.iter().map(|k| f64::from(*k)).sum()
    }

    fn from_density(step_ev: f64, reach_ev: f64, density: impl Fn(f64) -> f64) -> Self {
        let n = (reach_ev / step_ev).ceil() as usize;
        LossFunction {
            kernel: (1..=n)
                .map(|m| (density(m as f64 * step_ev) * step_ev) as f32)
                .collect(),
        }
    }

    /// Turns the electrons as they are set free, `excited` (ascending in binding energy), into
    /// those that leave a homogeneous half-space: j = F + λK ∗ j, the stationary solution for an
    /// even depth distribution (Tougaard and Sigmund 1982, Phys. Rev. B 25, 4452). Electrons only
    /// lose energy, so one sweep towards higher binding energy solves it.
    pub fn half_space(&self, excited: &mut [f32]) {
        for i in 1..excited.len() {
            let reach = self.kernel.len().min(i);
            excited[i] += dot_reversed(&self.kernel[..reach], &excited[i - reach..i]);
        }
    }

    /// Passes electrons through an overlayer: `attenuation[i]` is d/(λ cos θ) at point i.
    /// Each of `steps` thin slices removes its share and puts back what was scattered into lower
    /// kinetic energy, so the peaks fall as exp(−d/λ cos θ) and the background below them rises.
    pub fn overlayer(&self, spectrum: &mut [f32], attenuation: &[f32], steps: usize) {
        let share: Vec<f32> = attenuation
            .iter()
            .map(|a| 1.0 - (-a / steps as f32).exp())
            .collect();
        for _ in 0..steps {
            let lost: Vec<f32> = spectrum.iter().zip(&share).map(|(y, s)| y * s).collect();
            for (i, y) in spectrum.iter_mut().enumerate() {
                let reach = self.kernel.len().min(i);
                *y += dot_reversed(&self.kernel[..reach], &lost[i - reach..i]) - lost[i];
            }
        }
    }
}

/// Σ kernel[m]·x[n−1−m]: the loss of m+1 steps acts on the point m+1 steps before.
fn dot_reversed(kernel: &[f32], x: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let n = kernel.len();
    let whole = n / 8 * 8;
    for (k, v) in kernel[..whole].chunks_exact(8).zip(x.rchunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += k[lane] * v[7 - lane];
        }
    }
    let mut sum: f32 = sums.iter().sum();
    for m in whole..n {
        sum += kernel[m] * x[n - 1 - m];
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_universal_cross_section_has_its_published_integral() {
        let k = LossFunction::universal(2866.0, 1643.0, 0.25, 4000.0);
        assert!(
            (k.total() - 2866.0 / (2.0 * 1643.0)).abs() < 2e-3,
            "{}",
            k.total()
        );
    }

    #[test]
    fn the_background_solves_its_equation() {
        let k = LossFunction::universal(2866.0, 1643.0, 1.0, 300.0);
        let mut excited = vec![0.0f32; 500];
        excited[100] = 1000.0;
        excited[250] = 300.0;
        let source = excited.clone();
        k.half_space(&mut excited);
        for i in [99, 100, 130, 260, 499] {
            let scattered: f32 = (1..=i.min(300))
                .map(|m| k.kernel[m - 1] * excited[i - m])
                .sum();
            assert!(
                (excited[i] - source[i] - scattered).abs() < 1e-2,
                "point {i}"
            );
        }
        assert_eq!(excited[99], 0.0, "nothing gains energy");
        assert!(excited[499] > 0.0);
    }

    #[test]
    fn an_overlayer_attenuates_peaks_and_keeps_scattered_electrons() {
        let k = LossFunction::universal(2866.0, 1643.0, 1.0, 1000.0).scaled_to(1.0);
        let mut spectrum = vec![0.0f32; 2000];
        spectrum[50] = 1000.0;
        let before: f32 = spectrum.iter().sum();
        k.overlayer(&mut spectrum, &vec![0.7; 2000], 16);
        assert!(
            (spectrum[50] / 1000.0 - (-0.7f32).exp()).abs() < 1e-3,
            "{}",
            spectrum[50]
        );
        let after: f32 = spectrum.iter().sum();
        assert!(
            (after / before - 1.0).abs() < 0.02,
            "electrons are kept: {after} of {before}"
        );
    }

    #[test]
    fn a_plasmon_stands_at_its_energy() {
        let k = LossFunction::universal(0.0, 1643.0, 0.5, 100.0).with_plasmon(15.3, 1.5, 0.8, 0.5);
        let peak = k
            .kernel
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .unwrap()
            .0;
        assert!(((peak + 1) as f64 * 0.5 - 15.3).abs() <= 0.5);
        assert!((k.total() - 0.8).abs() < 1e-4);
    }
}
