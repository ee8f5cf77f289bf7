//! Inelastic energy losses: Tougaard's cross sections, plasmons, and the background that they give.

use super::convolution::Convolution;
use super::elastic;

/// Probability density of energy losses on an even grid, times the inelastic mean free path:
/// λK(T). Its sum is how often electrons lose energy within one mean free path.
#[derive(Debug, Clone, PartialEq)]
pub struct LossFunction {
    /// λK(T)·step at losses of 1, 2, 3 … steps.
    kernel: Vec<f32>,
    step_ev: f64,
}

impl LossFunction {
    /// Tougaard's three-parameter cross section λK(T) = B·T/((C − T²)² + D·T²) with `b`, `c` and
    /// `d` in eV² (Tougaard 1997, Surf. Interface Anal. 25, 137), to `reach_ev`, on a grid of `step_ev`. With
    /// D = 4·C it is B·T/(C + T²)², the form of his universal cross section (Tougaard 1987).
    pub fn three_parameters(b: f64, c: f64, d: f64, step_ev: f64, reach_ev: f64) -> Self {
        Self::from_density(step_ev, reach_ev, |t| {
            b * t / ((c - t * t).powi(2) + d * t * t)
        })
    }

    /// A plasmon of `energy_ev` and FWHM `width_ev` alone, of total weight `weight`: Drude's loss
    /// function, ∝ T/((T² − E_p²)² + (T·Γ)²), the three-parameter form with C = E_p², D = Γ².
    pub fn plasmon(energy_ev: f64, width_ev: f64, weight: f64, step_ev: f64) -> Self {
        let reach_ev = energy_ev + PLASMON_REACH * width_ev;
        Self::three_parameters(
            1.0,
            energy_ev * energy_ev,
            width_ev * width_ev,
            step_ev,
            reach_ev,
        )
        .scaled_to(weight)
    }

    /// Adds a bulk plasmon ([`LossFunction::plasmon`]), as far as this function is followed.
    pub fn with_plasmon(
        mut self,
        energy_ev: f64,
        width_ev: f64,
        weight: f64,
        step_ev: f64,
    ) -> Self {
        let plasmon = Self::plasmon(energy_ev, width_ev, weight, step_ev);
        for (k, p) in self.kernel.iter_mut().zip(&plasmon.kernel) {
            *k += p;
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

    /// The sum of loss functions on one grid, each with its weight; nothing of none.
    pub fn sum(parts: &[(LossFunction, f64)]) -> Option<Self> {
        let step_ev = parts.first()?.0.step_ev;
        let reach = parts.iter().map(|(f, _)| f.kernel.len()).max()?;
        let mut kernel = vec![0.0f32; reach];
        for (function, weight) in parts {
            for (k, f) in kernel.iter_mut().zip(&function.kernel) {
                *k += *weight as f32 * f;
            }
        }
        Some(LossFunction { kernel, step_ev })
    }

    /// Share of electrons that lose energy, ∫λK dT.
    pub fn total(&self) -> f64 {
        self.kernel.iter().map(|k| f64::from(*k)).sum()
    }

    fn from_density(step_ev: f64, reach_ev: f64, density: impl Fn(f64) -> f64) -> Self {
        let n = (reach_ev / step_ev).ceil() as usize;
        // The mean over a cell, for plasmons may be narrower than it; the far tail is smooth.
        let cell = |m: usize| {
            let parts = if m as f64 * step_ev < SMOOTH_FROM_EV {
                CELL_PARTS
            } else {
                1
            };
            let sum: f64 = (0..parts)
                .map(|k| m as f64 - 0.5 + (k as f64 + 0.5) / parts as f64)
                .map(|at| density(at * step_ev))
                .sum();
            (sum * step_ev / parts as f64) as f32
        };
        LossFunction {
            kernel: (1..=n).map(cell).collect(),
            step_ev,
        }
    }

    /// The electrons that leave through the surface: each has lost energy to the surface with the
    /// probability `share[i]` at point i, once.
    pub fn surface(&self, spectrum: &mut [f32], share: &[f32]) {
        move_on(&self.convolution(), spectrum, share);
    }

    fn convolution(&self) -> Convolution {
        Convolution::new(&self.kernel, self.step_ev)
    }

    /// Gives a line spectrum `excited` the losses that its own core holes cause: Poisson
    /// distributed with a mean of `mean`, each with the shape of this function, each line keeping
    /// its area (Langreth 1970, Phys. Rev. B 1, 471). Two orders are followed; the second holds the
    /// rest.
    pub fn intrinsic(&self, excited: &mut [f32], mean: f64) {
        if mean <= 0.0 {
            return;
        }
        let none = (-mean).exp();
        let once = mean * none;
        let reach = self
            .kernel
            .len()
            .min((INTRINSIC_REACH_EV / self.step_ev) as usize);
        let kernel = &self.kernel[..reach];
        let total: f32 = kernel.iter().sum();
        if total <= 0.0 {
            return;
        }
        let one: Vec<f32> = kernel.iter().map(|k| k / total).collect();
        // Both orders as one kernel: the second is the first's convolution with itself.
        let mut both = vec![0.0f32; 2 * reach];
        for (m, a) in one.iter().enumerate() {
            both[m] += once as f32 * a;
            let twice = (1.0 - none - once) as f32 * a;
            for (both, b) in both[m + 1..].iter_mut().zip(&one) {
                *both += twice * b;
            }
        }
        let lost = Convolution::new(&both, self.step_ev).of(excited);
        for (y, lost) in excited.iter_mut().zip(lost) {
            *y = none as f32 * *y + lost;
        }
    }

    /// Turns the electrons as they are set free, `excited` (ascending in binding energy), into
    /// those that leave a homogeneous half-space, whose depth distribution is even. Without elastic
    /// scattering j = F + λK ∗ j, which one sweep towards higher binding energy solves, since
    /// electrons only lose energy (Tougaard and Sigmund 1982, Phys. Rev. B 25, 4452).
    ///
    /// `scattering[i]` is λ/λ_tr at point i ([`elastic::scattering`]), one value for each of `excited`. Electrons that have lost energy many
    /// times have flown far, and are turned round before they come out; the sum over
    /// [`elastic::HALF_SPACES`] has fewer of them. Electrons without a loss are left as they are:
    /// scattering takes about the same share of all lines of a sample, and quantification leaves it out.
    pub fn half_space(&self, excited: &mut [f32], scattering: &[f32]) {
        let convolution = self.convolution();
        let mut parts = convolution.sweep::<{ elastic::HALF_SPACES.len() }>(excited.len());
        for (y, t) in excited.iter_mut().zip(scattering) {
            let lost = parts.lost();
            let unscattered: f32 = (elastic::HALF_SPACES.iter())
                .map(|(rate, weight)| weight / (1.0 + rate * t))
                .sum();
            let source = *y / unscattered;
            let part = std::array::from_fn(|p| {
                let (rate, weight) = elastic::HALF_SPACES[p];
                (weight * source + lost[p]) / (1.0 + rate * t)
            });
            *y = part.iter().sum();
            parts.push(part);
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
        let convolution = self.convolution();
        for _ in 0..steps {
            move_on(&convolution, spectrum, &share);
        }
    }
}

/// A plasmon's loss is followed over so many widths beyond its energy.
const PLASMON_REACH: f64 = 12.0;
/// Intrinsic losses are followed this far, eV.
const INTRINSIC_REACH_EV: f64 = 120.0;
/// Losses below this are averaged over their cell in so many parts, eV.
const SMOOTH_FROM_EV: f64 = 50.0;
const CELL_PARTS: usize = 16;

/// Takes `share` out of `spectrum` and puts it back at the energies after one loss.
fn move_on(loss: &Convolution, spectrum: &mut [f32], share: &[f32]) {
    let lost: Vec<f32> = spectrum.iter().zip(share).map(|(y, s)| y * s).collect();
    for ((y, l), after) in spectrum.iter_mut().zip(&lost).zip(loss.of(&lost)) {
        *y += after - l;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tougaard 1987.
    fn universal(step_ev: f64, reach_ev: f64) -> LossFunction {
        LossFunction::three_parameters(2866.0, 1643.0, 4.0 * 1643.0, step_ev, reach_ev)
    }

    #[test]
    fn the_universal_cross_section_has_its_published_integral() {
        let k = universal(0.25, 4000.0);
        assert!(
            (k.total() - 2866.0 / (2.0 * 1643.0)).abs() < 2e-3,
            "{}",
            k.total()
        );
    }

    #[test]
    fn the_background_solves_its_equation() {
        let k = universal(1.0, 300.0);
        let mut excited = vec![0.0f32; 500];
        excited[100] = 1000.0;
        excited[250] = 300.0;
        let source = excited.clone();
        let none = vec![0.0; excited.len()];
        k.half_space(&mut excited, &none);
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
    fn scattered_electrons_come_by_paths_of_every_length() {
        // One line and a loss of 10 eV alone: after n losses the sum over half-spaces of 1/(1 + s)ⁿ⁺¹.
        let mut kernel = vec![0.0f32; 10];
        kernel[9] = 1.0;
        let k = LossFunction {
            kernel,
            step_ev: 1.0,
        };
        let t = 0.5f32;
        let mut y = vec![0.0f32; 200];
        y[20] = 1.0;
        k.half_space(&mut y, &[t; 200]);
        let after = |losses: i32| -> f32 {
            (elastic::HALF_SPACES.iter())
                .map(|(rate, weight)| weight / (1.0 + rate * t).powi(losses + 1))
                .sum()
        };
        assert!((y[20] - 1.0).abs() < 1e-6, "the line keeps its height");
        for n in 1..17 {
            let expected = after(n) / after(0);
            let found = y[20 + 10 * n as usize];
            assert!(
                (found / expected - 1.0).abs() < 1e-4,
                "{n} losses: {found}, {expected}"
            );
        }
    }

    #[test]
    fn intrinsic_losses_keep_the_area_of_lines_and_add_up() {
        let k = universal(1.0, 300.0);
        let mut once = vec![0.0f32; 600];
        once[100] = 1000.0;
        let mut twice = once.clone();
        k.intrinsic(&mut once, 0.6);
        let area: f32 = once.iter().sum();
        assert!((area / 1000.0 - 1.0).abs() < 1e-3, "{area}");
        assert!((once[100] / 1000.0 - (-0.6f32).exp()).abs() < 1e-3);
        // Two parts, one after the other, are the whole but for losses of third order and more.
        k.intrinsic(&mut twice, 0.3);
        k.intrinsic(&mut twice, 0.3);
        assert!((twice[100] / once[100] - 1.0).abs() < 1e-3);
        assert!((twice.iter().sum::<f32>() / 1000.0 - 1.0).abs() < 2e-3);
        for i in [110, 130, 160] {
            assert!((twice[i] / once[i] - 1.0).abs() < 0.05, "{i}");
        }
    }

    #[test]
    fn an_overlayer_attenuates_peaks_and_keeps_scattered_electrons() {
        let k = universal(1.0, 1000.0).scaled_to(1.0);
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
        let k = LossFunction::three_parameters(0.0, 1643.0, 6572.0, 0.5, 100.0)
            .with_plasmon(15.3, 1.5, 0.8, 0.5);
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
