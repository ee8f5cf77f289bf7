//! Three regions, fitted by lmfit too. `golden.py` makes them.

use crate::{Component, Doublet, Fit, Link, Region, Shape, Value, Variance, Varied, fit};

/// How far a value may be from lmfit's, in lmfit's errors.
const VALUE: f64 = 1e-4;
/// How far an error may be from lmfit's, as a part of it.
const ERROR: f64 = 1e-4;

fn rows(kind: &str) -> Vec<Vec<&'static str>> {
    let rows = include_str!("golden.tsv")
        .lines()
        .map(|l| l.split('\t').collect::<Vec<_>>());
    rows.filter(|r| r[0] == kind).collect()
}

/// The region whose counts are in this column.
fn region(column: usize) -> Region {
    let points = rows("point");
    assert_eq!(points.len(), 201);
    let list = |i: usize| points.iter().map(|r| r[i].parse().unwrap()).collect();
    Region {
        energy_ev: list(1),
        background: list(2),
        counts: list(column),
    }
}

/// The three components as golden.py starts them: position, area, width.
fn components(truth: [(f64, f64, f64); 3], shape: Shape) -> Vec<Component> {
    let all = truth
        .iter()
        .enumerate()
        .map(|(i, (position, area, width))| Component {
            name: format!("{i}"),
            position_ev: Varied::within(position + 0.15, position - 1.0, position + 1.0),
            fwhm_ev: Varied::within(1.1 * width, 0.05, 4.0),
            area: Varied::above(0.8 * area, 0.0),
            shape,
            doublet: (i == 2).then(|| Doublet {
                splitting_ev: 2.6,
                ratio: Doublet::ratio_of('d').unwrap(),
            }),
        });
    all.collect()
}

fn value(fit: &Fit, parameter: &str, component: usize) -> Value {
    let one = &fit.components[component];
    match parameter {
        "position" => one.position_ev,
        "width" => one.fwhm_ev,
        "area" => one.area,
        "gaussian" => one.gaussian_ev.unwrap(),
        other => panic!("{other}"),
    }
}

fn agree(name: &str, fit: &Fit) {
    assert!(fit.converged);
    let mut compared = 0;
    for row in rows("fit").iter().filter(|r| r[1] == name) {
        let [at, error]: [f64; 2] = [row[4].parse().unwrap(), row[5].parse().unwrap()];
        let ours = value(fit, row[2], row[3].parse().unwrap());
        let off = (ours.value - at) / error;
        assert!(off.abs() < VALUE, "{row:?}: {ours:?}, off by {off} errors");
        let off = ours.error.unwrap() / error - 1.0;
        assert!(off.abs() < ERROR, "{row:?}: {ours:?}, error off by {off}");
        compared += 1;
    }
    assert!(compared >= 9);
    let chi: f64 = rows("chi").iter().find(|r| r[1] == name).unwrap()[4]
        .parse()
        .unwrap();
    assert!(
        (fit.reduced_chi_squared / chi - 1.0).abs() < 1e-5,
        "{} {chi}",
        fit.reduced_chi_squared
    );
}

#[test]
fn pseudo_voigt_lines_are_those_of_lmfit() {
    let truth = [
        (284.8, 6000.0, 1.2),
        (286.1, 2500.0, 1.4),
        (291.0, 4000.0, 1.1),
    ];
    let all = components(truth, Shape::GaussLorentz { mixing: 0.3 });
    agree(
        "pseudo_voigt",
        &fit(&region(3), &all, Variance::Poisson).unwrap(),
    );
}

/// One Gaussian for all three, and a Lorentzian that is tied to another.
#[test]
fn voigt_lines_are_those_of_lmfit() {
    let truth = [
        (284.8, 6000.0, 0.5),
        (286.1, 2500.0, 0.6),
        (291.0, 4000.0, 0.4),
    ];
    let gaussian_ev = Varied::within(0.99, 0.0, 3.0);
    let mut all = components(truth, Shape::Voigt { gaussian_ev });
    let gaussian_ev = Varied::linked(0, Link::Factor(1.0));
    all[1].shape = Shape::Voigt { gaussian_ev };
    all[2].shape = Shape::Voigt { gaussian_ev };
    all[1].fwhm_ev = Varied::linked(0, Link::Factor(1.2));
    agree("voigt", &fit(&region(4), &all, Variance::Poisson).unwrap());
}

#[test]
fn doniach_lines_are_those_of_lmfit() {
    let truth = [
        (284.8, 9000.0, 0.6),
        (286.1, 4000.0, 0.7),
        (291.0, 5000.0, 0.5),
    ];
    let gaussian_ev = Varied::fixed(0.6);
    let all = components(
        truth,
        Shape::DoniachSunjic {
            alpha: 0.1,
            gaussian_ev,
        },
    );
    agree(
        "doniach",
        &fit(&region(5), &all, Variance::Poisson).unwrap(),
    );
}
