//! Fits of regions whose components are known.

mod doubtful;
mod recovery;
mod refusals;

use crate::{Component, Free, Region, Shape, Variance, Varied, fit};

/// Numbers of a seed: Knuth's MMIX generator.
struct Chance(u64);

impl Chance {
    /// Evenly spread from 0 to 1.
    fn even(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Counts about a mean of some hundred or more: Poisson's law is near to a Gaussian's there.
    fn counts(&mut self, mean: f64) -> f64 {
        let radius = (-2.0 * self.even().ln()).sqrt();
        let normal = radius * (2.0 * std::f64::consts::PI * self.even()).cos();
        (mean + mean.sqrt() * normal).round().max(0.0)
    }
}

fn shape_gl() -> Shape {
    Shape::GaussLorentz { mixing: 0.3 }
}

fn component(name: &str, position: f64, area: f64, width: f64, shape: Shape) -> Component {
    Component {
        name: name.into(),
        position_ev: Varied::within(position, position - 1.0, position + 1.0),
        fwhm_ev: Varied::within(width, 0.2, 4.0),
        area: Varied::above(area, 0.0),
        shape,
        doublet: None,
    }
}

/// The same, with all starts off the truth.
fn moved(components: &[Component]) -> Vec<Component> {
    let mut all = components.to_vec();
    for one in &mut all {
        one.position_ev.start += 0.2;
        one.fwhm_ev.start *= 1.2;
        one.area.start *= 0.7;
    }
    all
}

fn steps(low: f64, high: f64, step: f64) -> Vec<f64> {
    let count = ((high - low) / step).round() as usize;
    (0..=count).map(|i| low + step * i as f64).collect()
}

/// A region of these components on a background, without noise: the curve of a fit that fits nothing.
fn made(components: &[Component], energy_ev: Vec<f64>) -> Region {
    let mut fixed = components.to_vec();
    for one in &mut fixed {
        for varied in [&mut one.position_ev, &mut one.fwhm_ev, &mut one.area] {
            if !matches!(varied.free, Free::Linked { .. }) {
                varied.free = Free::Fixed;
            }
        }
    }
    let background: Vec<f64> = energy_ev
        .iter()
        .map(|e| 400.0 + 3.0 * (e - 280.0))
        .collect();
    let region = Region {
        counts: background.clone(),
        energy_ev,
        background,
    };
    let counts = fit(&region, &fixed, Variance::Poisson).unwrap().curve;
    Region { counts, ..region }
}

fn noised(region: &Region, chance: &mut Chance) -> Region {
    let counts = region.counts.iter().map(|c| chance.counts(*c)).collect();
    Region {
        counts,
        ..region.clone()
    }
}

fn pair(shape: Shape) -> Vec<Component> {
    vec![
        component("C–C", 284.8, 6000.0, 1.1, shape),
        component("C–O", 286.7, 2500.0, 1.3, shape),
    ]
}

fn shapes() -> [Shape; 4] {
    let gaussian_ev = Varied::fixed(0.6);
    [
        shape_gl(),
        Shape::Voigt { gaussian_ev },
        Shape::DoniachSunjic {
            alpha: 0.1,
            gaussian_ev,
        },
        Shape::LaCasa {
            alpha: 1.2,
            beta: 2.5,
            gaussian_ev,
        },
    ]
}
