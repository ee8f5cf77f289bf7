//! Broadening of a curve by a Gaussian, by numerical integration.

/// Nodes and weights of Gauss and Legendre's rule with eight points, of the positive half.
/// Source: Abramowitz and Stegun, table 25.4.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_65, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887),
    (0.796_666_477_413_627, 0.222_381_034_453_374),
    (0.960_289_856_497_536, 0.101_228_536_290_376),
];

/// How far the Gaussian is followed, in standard deviations: 3e-12 of it lies beyond.
const REACH: f64 = 7.0;

/// More pieces than any width needs: an end where numbers are too far apart to add up.
const MOST_PIECES: usize = 200;

/// `curve` broadened by a Gaussian of standard deviation `sigma`, at `x`.
///
/// `curve` bends about zero, on the scale `scale`. The pieces of the integral grow with the distance
/// from zero (a kink at zero is an edge of two pieces), and none is wider than two standard
/// deviations: the error is below 1e-8 of the curve whatever the two widths.
pub(crate) fn broadened(curve: impl Fn(f64) -> f64, x: f64, scale: f64, sigma: f64) -> f64 {
    if sigma <= 1e-6 * scale {
        return curve(x);
    }
    let end = x + REACH * sigma;
    let mut from = x - REACH * sigma;
    let mut sum = 0.0;
    for _ in 0..MOST_PIECES {
        let to = next_edge(from, scale).min(from + 2.0 * sigma).min(end);
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        for (node, weight) in NODES {
            for y in [middle - half * node, middle + half * node] {
                let away = (x - y) / sigma;
                sum += half * weight * curve(y) * (-0.5 * away * away).exp();
            }
        }
        if to >= end {
            break;
        }
        from = to;
    }
    sum / (sigma * (2.0 * std::f64::consts::PI).sqrt())
}

/// Where a piece that begins at `from` ends: pieces grow by three with the distance from zero.
fn next_edge(from: f64, scale: f64) -> f64 {
    if from < -1.5 * scale {
        (from / 3.0).min(-scale)
    } else if from < 0.0 {
        0.0
    } else if from < scale {
        scale
    } else {
        3.0 * from
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faddeeva::voigt;

    /// A broadened Lorentzian is the Voigt profile, which comes by another way.
    #[test]
    fn a_lorentzian_becomes_a_voigt_profile() {
        for (half, sigma) in [
            (0.5, 0.5),
            (0.01, 0.5),
            (0.5, 0.01),
            (1e-4, 1.0),
            (2.0, 1e-5),
        ] {
            let lorentzian = |x: f64| half / (x * x + half * half) / std::f64::consts::PI;
            let top = voigt(0.0, 2.0 * half, sigma);
            for step in -40..=40 {
                let x = 0.25 * f64::from(step) + 0.013;
                let off = broadened(lorentzian, x, half, sigma) - voigt(x, 2.0 * half, sigma);
                assert!(
                    off.abs() < 1e-8 * top,
                    "{half} {sigma} at {x}: {off:e} of {top}"
                );
            }
        }
    }
}
