//! Fits of regions whose components are known.

use crate::{Component, Doublet, Fit, Free, Link, Region, Shape, Variance, Varied, fit};

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

fn recovered(found: &Fit, truth: &[Component], part: f64) {
    assert!(found.converged, "{:?}", found.warnings);
    for (one, truth) in found.components.iter().zip(truth) {
        assert!(
            (one.position_ev.value - truth.position_ev.start).abs() < part,
            "{one:?}"
        );
        assert!(
            (one.fwhm_ev.value / truth.fwhm_ev.start - 1.0).abs() < part,
            "{one:?}"
        );
        assert!(
            (one.area.value / truth.area.start - 1.0).abs() < part,
            "{one:?}"
        );
    }
}

#[test]
fn without_noise_the_truth_comes_back() {
    for shape in shapes() {
        let truth = pair(shape);
        for energies in [
            steps(280.0, 292.0, 0.1),
            // Falling.
            steps(280.0, 292.0, 0.1).into_iter().rev().collect(),
            // Steps of two widths.
            [steps(280.0, 287.0, 0.05), steps(287.3, 292.0, 0.3)].concat(),
        ] {
            let region = made(&truth, energies);
            let found = fit(&region, &moved(&truth), Variance::Poisson).unwrap();
            recovered(&found, &truth, 1e-5);
            assert_eq!(found.warnings, Vec::<String>::new());
            assert!(found.reduced_chi_squared < 1e-8);
        }
    }
}

/// 200 noises: the values scatter about the truth, and by the errors that the fit says.
#[test]
fn errors_are_how_far_values_scatter() {
    let mut truth = pair(shape_gl());
    truth[1].doublet = Some(Doublet {
        splitting_ev: 2.0,
        ratio: 0.5,
    });
    let region = made(&truth, steps(280.0, 292.0, 0.1));
    let mut chance = Chance(7);
    let (mut sums, mut squares, mut chi) = ([0.0; 5], [0.0; 5], 0.0);
    let runs = 200;
    for run in 0..runs {
        let noised = noised(&region, &mut chance);
        // The unit's factor is not known in every second run.
        let factor = if run % 2 == 0 { 1.0 } else { 0.04 };
        let scaled = |list: &[f64]| list.iter().map(|v| factor * v).collect();
        let (counts, background) = (scaled(&noised.counts), scaled(&noised.background));
        let variance = if run % 2 == 0 {
            Variance::Poisson
        } else {
            Variance::FromResiduals
        };
        let noised = Region {
            counts,
            background,
            ..noised
        };
        let found = fit(&noised, &moved(&truth), variance).unwrap();
        assert!(found.converged);
        chi += found.reduced_chi_squared / factor;
        let [a, b] = [&found.components[0], &found.components[1]];
        let share = 6000.0 / (6000.0 + 1.5 * 2500.0);
        let off = |v: crate::Value, truth: f64| (v.value - truth) / v.error.unwrap();
        let offs = [
            off(a.position_ev, 284.8),
            off(a.fwhm_ev, 1.1),
            off(a.area, factor * 6000.0),
            off(b.partner.unwrap().area, factor * 1250.0),
            off(a.share.unwrap(), share),
        ];
        for ((sum, square), off) in sums.iter_mut().zip(&mut squares).zip(offs) {
            *sum += off;
            *square += off * off;
        }
        let scatter: f64 = found.residuals.iter().map(|r| r * r).sum::<f64>() / 121.0;
        assert!((0.6..1.4).contains(&scatter), "{scatter}");
    }
    let runs = f64::from(runs);
    for (sum, square) in sums.iter().zip(squares) {
        let (mean, scatter) = (sum / runs, (square / runs).sqrt());
        // Neyman's weights leave areas low by a fraction of an error.
        assert!(mean.abs() < 0.45, "{sums:?}");
        assert!((0.85..1.2).contains(&scatter), "{scatter}");
    }
    assert!((chi / runs - 1.0).abs() < 0.05, "{chi}");
}

#[test]
fn a_doublet_has_its_partner_above() {
    for shape in shapes() {
        let mut truth = vec![component("S 2p", 285.0, 5000.0, 0.8, shape)];
        let ratio = Doublet::ratio_of('p').unwrap();
        truth[0].doublet = Some(Doublet {
            splitting_ev: 1.18,
            ratio,
        });
        let region = made(&truth, steps(278.0, 295.0, 0.05));
        let found = fit(&region, &moved(&truth), Variance::Poisson).unwrap();
        recovered(&found, &truth, 1e-5);
        let one = &found.components[0];
        let partner = one.partner.unwrap();
        assert!((partner.position_ev.value - 286.18).abs() < 1e-5);
        assert_eq!(partner.position_ev.error, one.position_ev.error);
        assert!((one.share.unwrap().value - 1.0).abs() < 1e-12);
        assert_eq!(one.share.unwrap().error, None);
        // Areas are what the curve holds: exactly for Doniach's, but for far tails for the others.
        let sum: f64 = found.curves[0].iter().sum::<f64>() * 0.05;
        let said = one.area.value + partner.area.value;
        match shape {
            Shape::DoniachSunjic { .. } => assert!((sum / said - 1.0).abs() < 1e-3),
            _ => assert!(
                (0.9..1.0).contains(&(sum / said)),
                "{shape:?}: {}",
                sum / said
            ),
        }
    }
    assert_eq!(Doublet::ratio_of('d'), Some(2.0 / 3.0));
    assert_eq!(Doublet::ratio_of('f'), Some(0.75));
    assert_eq!(Doublet::ratio_of('s'), None);
}

#[test]
fn linked_parameters_follow() {
    let mut truth = pair(shape_gl());
    truth.push(component("C=O", 288.0, 1500.0, 1.1, shape_gl()));
    // A chain, listed from its end: 2 follows 1, 1 follows 0.
    truth[1].position_ev = Varied::linked(0, Link::Offset(1.5));
    truth[2].position_ev = Varied::linked(1, Link::Offset(1.7));
    truth[1].fwhm_ev = Varied::linked(2, Link::Factor(1.2));
    truth[2].fwhm_ev = Varied::linked(0, Link::Factor(1.0));
    truth[2].area = Varied::linked(0, Link::Factor(0.25));
    let region = noised(&made(&truth, steps(280.0, 292.0, 0.1)), &mut Chance(3));
    let found = fit(&region, &moved(&truth), Variance::Poisson).unwrap();
    let [a, b, c] = [0, 1, 2].map(|i| &found.components[i]);
    assert!((b.position_ev.value - a.position_ev.value - 1.5).abs() < 1e-9);
    assert!((c.position_ev.value - a.position_ev.value - 3.2).abs() < 1e-9);
    assert_eq!(c.position_ev.error, a.position_ev.error);
    assert!((b.fwhm_ev.value / a.fwhm_ev.value - 1.2).abs() < 1e-12);
    assert!((b.fwhm_ev.error.unwrap() / a.fwhm_ev.error.unwrap() - 1.2).abs() < 1e-9);
    assert!((c.area.value / a.area.value - 0.25).abs() < 1e-12);
    assert!((a.area.value - 6000.0).abs() < 4.0 * a.area.error.unwrap());
    let shares = [a, b, c].map(|f| f.share.unwrap());
    assert!((shares.iter().map(|s| s.value).sum::<f64>() - 1.0).abs() < 1e-12);
    // The shares of areas that are linked have one error between them.
    let ratio = shares[2].error.unwrap() / shares[0].error.unwrap();
    assert!((ratio - 0.25).abs() < 1e-9, "{ratio}");
}

#[test]
fn what_is_doubtful_is_said() {
    let truth = pair(shape_gl());
    let region = made(&truth, steps(280.0, 292.0, 0.1));
    let warned = |components: &[Component]| {
        let found = fit(&region, components, Variance::Poisson).unwrap();
        (found.warnings.join("\n"), found)
    };
    // A bound that keeps the width from the truth.
    let mut narrow = moved(&truth);
    narrow[0].fwhm_ev = Varied::within(0.8, 0.3, 0.9);
    let (text, found) = warned(&narrow);
    assert!(
        text.contains("C–C: the width ended at its bound, 0.9 eV"),
        "{text}"
    );
    assert_eq!(found.components[0].fwhm_ev.error, None);
    assert!((found.components[0].fwhm_ev.value - 0.9).abs() < 1e-5);
    assert!(found.components[0].area.error.is_some());
    // A third line where there is none.
    let mut third = moved(&truth);
    third.push(component("none", 290.0, 300.0, 1.0, shape_gl()));
    third[2].fwhm_ev = Varied::fixed(1.0);
    third[2].area = Varied::unbounded(300.0);
    let (text, _) = warned(&third);
    assert!(
        text.contains("none: the area is less than 2 of its errors"),
        "{text}"
    );
    // Two lines at one place: the sum is known, the parts are not.
    let mut two = vec![truth[0].clone(), truth[1].clone(), truth[1].clone()];
    two[2].name = "twin".into();
    for (one, position) in two.iter_mut().zip([284.8, 286.65, 286.75]) {
        one.position_ev = Varied::fixed(position);
        one.fwhm_ev = Varied::fixed(one.fwhm_ev.start);
        one.area.free = Free::Unbounded;
    }
    two[1].area.start = 1000.0;
    let (text, found) = warned(&two);
    assert!(
        text.contains("The areas of C–O and twin are correlated by -0.9"),
        "{text}"
    );
    assert!(text.contains("only their sum is certain"), "{text}");
    let sum = found.components[1].area.value + found.components[2].area.value;
    assert!((sum - 2500.0).abs() < 20.0, "{sum}");
    // At the very same place nothing tells them apart.
    two[2].position_ev = Varied::fixed(286.65);
    let (text, found) = warned(&two);
    assert!(text.contains("do not tell all parameters apart"), "{text}");
    assert_eq!(found.components[0].area.error, None);
}

#[test]
fn a_line_that_is_not_there_ends_at_no_area() {
    let truth = pair(shape_gl());
    let mut region = made(&truth, steps(280.0, 292.0, 0.1));
    // Less than the background: only a negative line would fit.
    for (energy, counts) in region.energy_ev.iter().zip(&mut region.counts) {
        *counts -= 60.0 * (-(energy - 290.0).powi(2)).exp();
    }
    let mut third = moved(&truth);
    third.push(component("none", 290.0, 300.0, 1.0, shape_gl()));
    let found = fit(&region, &third, Variance::Poisson).unwrap();
    let none = &found.components[2];
    assert!(
        none.area.value.abs() < 1.0 && none.area.error.is_none(),
        "{none:?}"
    );
    let text = found.warnings.join("\n");
    assert!(
        text.contains("none: the area ended at its bound, 0, and has no error"),
        "{text}"
    );
    assert!(found.components[0].area.error.is_some(), "{found:?}");
}

#[test]
fn nothing_free_is_drawn_all_the_same() {
    let mut truth = pair(shape_gl());
    let region = made(&truth, steps(280.0, 292.0, 0.1));
    for one in &mut truth {
        one.position_ev.free = Free::Fixed;
        one.fwhm_ev.free = Free::Fixed;
        one.area.free = Free::Fixed;
    }
    let found = fit(&region, &truth, Variance::Poisson).unwrap();
    assert!(found.converged && found.warnings.is_empty());
    assert_eq!(found.components[0].area.error, None);
    assert_eq!(found.curve, region.counts);
}

/// Chi squared is beyond all numbers, at once or on the way: what is given back are numbers.
#[test]
fn numbers_too_large_are_no_end() {
    let truth = pair(shape_gl());
    for (largest, start) in [(1e308, 1.0), (1e300, 1e307), (100.0, 1e300)] {
        let mut region = made(&truth, steps(280.0, 292.0, 0.1));
        region.counts[40] = largest;
        let mut components = moved(&truth);
        components[0].area = Varied::unbounded(start);
        components[1].fwhm_ev = Varied::above(1.0, 1e-9);
        for variance in [Variance::Poisson, Variance::FromResiduals] {
            let found = fit(&region, &components, variance).unwrap();
            assert!(found.components.iter().all(|c| c.area.value.is_finite()));
            assert!(found.curve.iter().all(|y| y.is_finite()));
            let errors = found.components.iter().filter_map(|c| c.area.error);
            assert!(errors.into_iter().all(f64::is_finite));
        }
    }
}
