//! Backgrounds against an independent implementation, and against curves that are known.

use super::*;

/// Rows of numbers: energy, counts, and backgrounds by lmfitxps. `golden.py` beside it makes them.
fn golden() -> Vec<[f64; 5]> {
    let rows = include_str!("golden.tsv").lines();
    let rows = rows.filter(|l| l.starts_with(|c: char| c.is_ascii_digit()));
    let number = |cell: &str| cell.parse::<f64>().unwrap();
    rows.map(|l| {
        l.split('\t')
            .map(number)
            .collect::<Vec<_>>()
            .try_into()
            .unwrap()
    })
    .collect()
}

#[test]
fn they_are_those_of_lmfitxps() {
    let rows = golden();
    assert_eq!(rows.len(), 141);
    let points: Vec<Point> = rows.iter().map(|r| (r[0], r[1])).collect();
    let levels = [points[0].1, points[140].1];
    for (sort, column) in [
        (Background::Shirley, 2),
        (Background::Tougaard, 3),
        (Background::TougaardPolymer, 4),
    ] {
        let base = under(&points, levels, sort);
        for (b, row) in base.iter().zip(&rows) {
            let off = (b - row[column]).abs();
            assert!(
                off < 0.02,
                "{sort:?} at {} eV: {b}, {}",
                row[0],
                row[column]
            );
        }
    }
}

/// Lines with the losses that `cross_section` gives them, on a level of 500, at energies whose
/// steps change from 0.1 to 0.7 eV: the points and the area of the lines.
fn with_losses(level: f64) -> (Vec<Point>, f64) {
    let step = 0.02;
    let line = |e: f64| {
        let gauss = |at: f64, h: f64, w: f64| h * (-0.5 * ((e - at) / w).powi(2)).exp();
        gauss(285.0, 4000.0, 0.8) + gauss(288.5, 900.0, 1.0)
    };
    let fine: Vec<f64> = (0..3500).map(|i| 270.0 + step * f64::from(i)).collect();
    let kernel: Vec<f64> = (0..3500)
        .map(|m| {
            let t = step * f64::from(m);
            step * 2866.0 * t / (1643.0 + t * t).powi(2)
        })
        .collect();
    let mut y: Vec<f64> = fine.iter().map(|e| line(*e)).collect();
    for i in 0..y.len() {
        // All that was lost comes from what stands at lower binding energy, losses included.
        let lost: f64 = (0..i).map(|j| kernel[i - j] * y[j]).sum();
        y[i] += lost;
    }
    let area: f64 = fine.iter().map(|e| step * line(*e)).sum();
    let mut points = Vec::new();
    let mut at = 0;
    while at < fine.len() {
        points.push((fine[at], y[at] + level));
        at += if fine[at] < 287.0 { 5 } else { 35 };
    }
    (points, area)
}

#[test]
fn tougaards_gives_back_the_area_of_lines_that_lost_energy_by_it_on_uneven_steps() {
    let (points, true_area) = with_losses(500.0);
    let levels = [500.0, points.last().unwrap().1];
    let base = under(&points, levels, Background::Tougaard);
    let found = area(&points, &base);
    assert!(
        (found / true_area - 1.0).abs() < 0.01,
        "{found} for {true_area}"
    );
}

#[test]
fn a_flat_window_holds_no_line() {
    let flat: Vec<Point> = (0..100).map(|i| (f64::from(i), 7000.0)).collect();
    for sort in [
        Background::Straight,
        Background::Shirley,
        Background::Smart,
        Background::Tougaard,
        Background::TougaardPolymer,
    ] {
        let base = under(&flat, [7000.0, 7000.0], sort);
        assert!(area(&flat, &base).abs() < 1e-6, "{sort:?}");
    }
}

#[test]
fn shirleys_takes_the_step_and_weighs_uneven_steps() {
    // A line on a step that its integral makes: the area is known.
    let gauss =
        |e: f64| (-0.5 * (e - 100.0f64).powi(2)).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let mut energies = Vec::new();
    let mut e = 90.0;
    while e <= 110.0 {
        energies.push(e);
        e += if e < 100.0 { 0.1 } else { 0.4 };
    }
    let below = |e: f64| 0.5 * (1.0 + erf((e - 100.0) / 2f64.sqrt()));
    let points: Vec<Point> = energies
        .iter()
        .map(|e| (*e, 300.0 + 1000.0 * gauss(*e) + 200.0 * below(*e)))
        .collect();
    let base = under(&points, [300.0, 500.0], Background::Shirley);
    let found = area(&points, &base);
    assert!((found / 1000.0 - 1.0).abs() < 5e-3, "{found}");
}

/// Abramowitz and Stegun 1964, 7.1.26: good to 1.5e-7.
fn erf(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let poly = t
        * (0.254_829_592
            + t * (-0.284_496_736
                + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    (1.0 - poly * (-x * x).exp()).copysign(x)
}

#[test]
fn smart_stays_below_the_spectrum_where_shirleys_does_not() {
    // A dip behind the line.
    let points: Vec<Point> = (0..200)
        .map(|i| {
            let e = 270.0 + 0.2 * f64::from(i);
            let line = 5000.0 * (-0.5 * ((e - 280.0) / 0.8f64).powi(2)).exp();
            let dip = -500.0 * (-0.5 * ((e - 290.0) / 3.0f64).powi(2)).exp();
            (
                e,
                1000.0 + line + dip + 600.0 / (1.0 + (290.0 - e).exp()).min(1e9),
            )
        })
        .collect();
    let levels = [1000.0, points[199].1];
    let above = |sort| {
        let base = under(&points, levels, sort);
        points
            .iter()
            .zip(&base)
            .map(|(p, b)| b - p.1)
            .fold(0.0, f64::max)
    };
    assert!(above(Background::Shirley) > 100.0);
    assert!(
        above(Background::Smart) < 40.0,
        "{}",
        above(Background::Smart)
    );
}

#[test]
fn without_a_rise_it_is_a_straight_line() {
    let points: Vec<Point> = (0..11).map(|i| (f64::from(i), 5.0)).collect();
    let base = under(&points, [10.0, 0.0], Background::Tougaard);
    assert!((base[5] - 5.0).abs() < 1e-12 && (base[10] - 0.0).abs() < 1e-12);
    assert!(under(&[], [0.0, 1.0], Background::Shirley).is_empty());
}
