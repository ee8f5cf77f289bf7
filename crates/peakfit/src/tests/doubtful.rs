//! What is doubtful is said; what cannot be computed does no harm.

use super::*;

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
    // Where nothing is, nothing is known of a position or width.
    assert_eq!((none.position_ev.error, none.fwhm_ev.error), (None, None));
    assert!(
        text.contains("none: the data say nothing of the position"),
        "{text}"
    );
    assert!(
        text.contains("none: the data say nothing of the width"),
        "{text}"
    );
    assert_eq!(found.warnings.len(), 3, "{text}");
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

#[test]
fn a_line_of_no_area_has_no_position() {
    let mut truth = pair(shape_gl());
    let region = made(&truth, steps(280.0, 292.0, 0.1));
    truth.push(component("none", 290.0, 0.0, 1.0, shape_gl()));
    truth[2].area = Varied::fixed(0.0);
    let found = fit(&region, &truth, Variance::Poisson).unwrap();
    let text = found.warnings.join("\n");
    let expect =
        "none: the data say nothing of the position.\nnone: the data say nothing of the width.";
    assert_eq!(text, expect);
    assert!(found.components[0].area.error.is_some());
}
