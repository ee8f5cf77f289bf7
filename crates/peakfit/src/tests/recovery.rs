//! The truth comes back, and errors are how far values scatter.

use super::*;
use crate::{Doublet, Fit, Link};

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
            // By the residuals, there are next to no errors.
            let exact = fit(&region, &moved(&truth), Variance::FromResiduals).unwrap();
            recovered(&exact, &truth, 1e-5);
            assert!(exact.components[0].area.error.is_none_or(|e| e < 0.1));
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
