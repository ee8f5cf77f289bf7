//! Areas of lines above their background, and the step of the background behind them.

use super::background::{self, Background, Point};
use super::curve::EvenCurve;

/// The level at an end of a window is the mean over this half width, eV.
const END_HALF_EV: f64 = 1.0;

/// The background under the points of `window` (binding energies, eV), one value per point.
pub fn background(curve: &EvenCurve, window: [f64; 2], sort: Background) -> Vec<f64> {
    let first = curve.index(window[0]);
    let values = curve.between(window[0], window[1]).iter().enumerate();
    let points: Vec<Point> = values
        .map(|(i, y)| (curve.energy_ev(first + i), *y))
        .collect();
    let end = |e: f64| curve.mean(e - END_HALF_EV, e + END_HALF_EV);
    background::under(&points, window.map(end), sort)
}

/// Area above the background within `window`, intensity · eV.
pub fn area(curve: &EvenCurve, window: [f64; 2], sort: Background) -> f64 {
    let base = background(curve, window, sort);
    let y = curve.between(window[0], window[1]);
    y.iter().zip(&base).map(|(v, b)| v - b).sum::<f64>() * curve.step_ev
}

/// Rise of the inelastic background over a line: mean intensity within `behind` less that
/// within `before` (binding energies, eV).
pub fn step(curve: &EvenCurve, before: [f64; 2], behind: [f64; 2]) -> f64 {
    curve.mean(behind[0], behind[1]) - curve.mean(before[0], before[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Gaussian of area 1000 at 100 eV on `level`, its integral times `share` behind it.
    fn line(level: f64, share: f64) -> EvenCurve {
        let mut sum = 0.0;
        EvenCurve {
            lo_ev: 50.0,
            step_ev: 0.5,
            values: (0..201)
                .map(|i| {
                    let e = 50.0 + f64::from(i) * 0.5;
                    let y = 1000.0 * (-0.5 * (e - 100.0f64).powi(2)).exp()
                        / (2.0 * std::f64::consts::PI).sqrt();
                    sum += y * 0.5;
                    level + y + share * (sum - 0.25 * y)
                })
                .collect(),
        }
    }

    #[test]
    fn shirleys_background_gives_back_the_area_on_a_step() {
        let a = area(&line(300.0, 0.2), [90.0, 110.0], Background::Shirley);
        assert!((a / 1000.0 - 1.0).abs() < 2e-3, "{a}");
        let a = area(&line(300.0, 0.0), [90.0, 110.0], Background::Straight);
        assert!((a / 1000.0 - 1.0).abs() < 2e-3, "{a}");
        // The step itself is not area, a straight line under it takes it half and half.
        let base = background(&line(300.0, 0.2), [90.0, 110.0], Background::Shirley);
        assert!((base[0] - 300.0).abs() < 1.0 && (base[40] - 500.0).abs() < 1.0);
        assert!((base[20] - 400.0).abs() < 10.0, "{}", base[20]);
    }

    #[test]
    fn the_step_is_the_rise_behind_the_line() {
        let s = step(&line(300.0, 0.2), [88.0, 92.0], [120.0, 140.0]);
        assert!((s - 200.0).abs() < 1e-6, "{s}");
    }

    #[test]
    fn nothing_has_no_area() {
        let flat = EvenCurve {
            lo_ev: 0.0,
            step_ev: 1.0,
            values: vec![7.0; 50],
        };
        assert_eq!(area(&flat, [10.0, 30.0], Background::Shirley), 0.0);
    }
}
