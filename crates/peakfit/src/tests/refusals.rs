//! Tests of what is refused, with the sentence that the user reads.

use crate::{Component, Doublet, Link, Region, Shape, Variance, Varied, fit};

fn line() -> Component {
    Component {
        name: "A".into(),
        position_ev: Varied::within(285.0, 284.0, 286.0),
        fwhm_ev: Varied::within(1.0, 0.3, 3.0),
        area: Varied::above(100.0, 0.0),
        shape: Shape::GaussLorentz { mixing: 0.3 },
        doublet: None,
    }
}

fn region() -> Region {
    Region {
        energy_ev: (0..50).map(|i| 280.0 + 0.2 * f64::from(i)).collect(),
        counts: vec![100.0; 50],
        background: vec![90.0; 50],
    }
}

fn refusal(region: &Region, components: &[Component], variance: Variance) -> String {
    fit(region, components, variance).unwrap_err().to_string()
}

/// The sentence for one component that is changed so.
fn of(change: impl Fn(&mut Component)) -> String {
    let mut one = line();
    change(&mut one);
    refusal(&region(), &[one], Variance::Poisson)
}

#[test]
fn a_region_that_is_none() {
    let of = |change: &dyn Fn(&mut Region)| {
        let mut region = region();
        change(&mut region);
        refusal(&region, &[line()], Variance::Poisson)
    };
    let text = of(&|r| r.counts.truncate(49));
    assert_eq!(
        text,
        "50 energies, 49 counts, 50 values of the background: expected one length"
    );
    let text = of(&|r| r.energy_ev[3] = f64::NAN);
    assert_eq!(
        text,
        "point 4 of the energies is NaN: expected a finite number"
    );
    let text = of(&|r| r.background[0] = f64::INFINITY);
    assert_eq!(
        text,
        "point 1 of the background is inf: expected a finite number"
    );
    let text = of(&|r| r.counts[1] = -1.0);
    assert_eq!(text, "point 2 has -1 counts: counts are not below zero");
    let text = of(&|r| {
        r.energy_ev = vec![284.0, 285.0, 286.0];
        r.counts.truncate(3);
        r.background.truncate(3);
    });
    assert_eq!(
        text,
        "3 points for 3 free parameters: expected more points than parameters"
    );
    let text = of(&|r| r.energy_ev.fill(285.0));
    assert_eq!(
        text,
        "all points are at 285 eV: expected a range of energies"
    );
    let empty = Region {
        energy_ev: vec![],
        counts: vec![],
        background: vec![],
    };
    assert!(fit(&empty, &[line()], Variance::Poisson).is_err());
    let text = refusal(&region(), &[], Variance::Poisson);
    assert_eq!(text, "there is no component to fit");
    // Below zero, in a unit that is not known, is no fault; and all values may be the same.
    for level in [-1.0, 0.0, 1e-9, 1e12] {
        let mut region = region();
        region.counts.fill(level);
        region.background.fill(level);
        assert!(fit(&region, &[line()], Variance::FromResiduals).is_ok());
    }
}

#[test]
fn parameters_that_are_none() {
    let text = of(|c| c.position_ev.start = 287.0);
    assert_eq!(text, "A: the position starts at 287, outside of its bounds");
    let text = of(|c| c.area = Varied::above(-1.0, 0.0));
    assert_eq!(text, "A: the area starts at -1, outside of its bounds");
    let text = of(|c| c.fwhm_ev = Varied::within(1.0, 2.0, 0.5));
    assert_eq!(
        text,
        "A: the width has the bounds 2 and 0.5: expected the lower one first"
    );
    let text = of(|c| c.area = Varied::fixed(f64::NAN));
    assert_eq!(text, "A: the area has a value that is not a finite number");
    let text = of(|c| c.fwhm_ev = Varied::within(1.0, 0.0, 2.0));
    assert_eq!(
        text,
        "A: the width can become 0 eV: expected bounds that keep it above zero"
    );
    assert!(
        of(|c| c.fwhm_ev = Varied::unbounded(1.0)).starts_with("A: the width can become -inf eV")
    );
    let text = of(|c| c.position_ev = Varied::unbounded(300.0));
    assert!(
        text.starts_with("A: its line at 300 eV is outside of the region, 280 to 289.8"),
        "{text}"
    );
}

#[test]
fn shapes_that_are_none() {
    let text = of(|c| c.shape = Shape::GaussLorentz { mixing: 1.1 });
    assert_eq!(text, "A: the mixing is 1.1: expected 0 to 1");
    let gaussian_ev = Varied::fixed(0.5);
    let text = of(|c| {
        c.shape = Shape::DoniachSunjic {
            alpha: f64::NAN,
            gaussian_ev,
        }
    });
    assert_eq!(text, "A: the asymmetry α is NaN: expected 0 to 0.5");
    let text = of(|c| {
        c.shape = Shape::LaCasa {
            alpha: 1.0,
            beta: 0.5,
            gaussian_ev,
        }
    });
    assert_eq!(text, "A: the power β is 0.5: expected more than 0.5");
    let gaussian_ev = Varied::fixed(-0.5);
    let text = of(|c| c.shape = Shape::Voigt { gaussian_ev });
    assert!(
        text.starts_with("A: the Gaussian width can become -0.5 eV"),
        "{text}"
    );
    let text = of(|c| {
        c.doublet = Some(Doublet {
            splitting_ev: 0.0,
            ratio: 0.5,
        })
    });
    assert_eq!(text, "A: the splitting is 0: expected more than 0 eV");
}

#[test]
fn links_that_lead_nowhere() {
    let two = |first: Varied, second: Varied| {
        let (mut a, mut b) = (line(), line());
        b.name = "B".into();
        a.position_ev = first;
        b.position_ev = second;
        refusal(&region(), &[a, b], Variance::Poisson)
    };
    let link = |to| Varied::linked(to, Link::Offset(0.5));
    assert_eq!(
        two(link(1), link(0)),
        "A: the links of the position go round"
    );
    assert_eq!(
        two(link(0), line().position_ev),
        "A: the links of the position go round"
    );
    let nothing = "B: the position is linked to component 2, which has none (the first is 0)";
    assert_eq!(two(line().position_ev, link(2)), nothing);
    assert!(two(link(1), link(2)).starts_with("A: the position is linked to component 2"));
    let nan = Varied::linked(0, Link::Factor(f64::NAN));
    assert_eq!(
        two(line().position_ev, nan),
        "B: the position has a value that is not a finite number"
    );
    // To a Gaussian that is not there.
    let mut b = line();
    b.name = "B".into();
    let gaussian_ev = Varied::linked(0, Link::Factor(1.0));
    b.shape = Shape::Voigt { gaussian_ev };
    let text = refusal(&region(), &[line(), b.clone()], Variance::Poisson);
    assert!(
        text.starts_with("B: the Gaussian width is linked to component 0, which has none"),
        "{text}"
    );
    // A linked width that may become nothing.
    let mut b = line();
    b.fwhm_ev = Varied::linked(0, Link::Offset(-0.5));
    let text = refusal(&region(), &[line(), b], Variance::Poisson);
    assert!(
        text.starts_with("A: the width can become -0.2 eV"),
        "{text}"
    );
}
