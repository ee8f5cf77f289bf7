//! Peaks of a curve, and which peak of another curve is the same.

use super::curve::EvenCurve;

/// Peaks are looked for on the curve smoothed by this FWHM, eV.
const SMOOTHING_EV: f64 = 1.5;
/// How far to both sides the feet of a peak are looked for, eV.
const FEET_EV: f64 = 30.0;
/// A peak stands out by at least this many standard deviations of the (smoothed) noise.
const NOISE_FACTOR: f64 = 6.0;
/// Peaks closer than this to a stronger one are not told apart, eV.
const APART_EV: f64 = 2.0;
/// Of a factor e between the heights of two peaks, this many eV in the search for the same peak.
const EV_PER_E: f64 = 3.0;

/// A peak.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Binding energy of the maximum, by a parabola through the highest three points, eV.
    pub energy_ev: f64,
    /// Height over the higher of its two feet (its prominence within ±30 eV).
    pub height: f64,
}

/// The peaks of `curve`, highest first: local maxima of the smoothed curve whose prominence
/// exceeds the noise.
pub fn find(curve: &EvenCurve) -> Vec<Peak> {
    find_above(curve, NOISE_FACTOR)
}

/// The same for a prominence of `factor` standard deviations of the (smoothed) noise.
pub fn find_above(curve: &EvenCurve, factor: f64) -> Vec<Peak> {
    let smooth = curve.smoothed(SMOOTHING_EV);
    // A Gaussian over many points of white noise leaves 1/√(2√π·σ) of it.
    let sigma = SMOOTHING_EV / 2.3548 / curve.step_ev;
    let left = 1.0 / (2.0 * std::f64::consts::PI.sqrt() * sigma).max(1.0).sqrt();
    let least = factor * curve.noise() * left;
    let y = &smooth.values;
    let mut found: Vec<Peak> = (1..y.len() - 1)
        .filter(|&i| y[i] > y[i - 1] && y[i] >= y[i + 1])
        .map(|i| Peak {
            energy_ev: smooth.energy_ev(i) + smooth.step_ev * vertex(y[i - 1], y[i], y[i + 1]),
            height: prominence(y, i, (FEET_EV / curve.step_ev).round() as usize),
        })
        .filter(|p| p.height > least)
        .collect();
    found.sort_by(|a, b| b.height.total_cmp(&a.height));
    let mut kept: Vec<Peak> = Vec::new();
    for peak in found {
        if kept
            .iter()
            .all(|k| (k.energy_ev - peak.energy_ev).abs() >= APART_EV)
        {
            kept.push(peak);
        }
    }
    kept
}

/// How many standard deviations of the noise where it stands a peak of `curve` is high. Counting
/// noise grows with the root of the counts, and the curve's noise is that at its median.
pub fn over_noise(curve: &EvenCurve) -> impl Fn(Peak) -> f64 {
    let mut sorted = curve.values.clone();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2].max(f64::MIN_POSITIVE);
    let noise = curve.noise().max(f64::MIN_POSITIVE);
    move |peak| {
        let grown = (curve.at(peak.energy_ev) / median).max(1.0).sqrt();
        peak.height / (noise * grown)
    }
}

/// Place of the vertex of the parabola through (−1, a), (0, b), (1, c).
fn vertex(a: f64, b: f64, c: f64) -> f64 {
    let bend = a - 2.0 * b + c;
    if bend < 0.0 {
        (0.5 * (a - c) / bend).clamp(-0.5, 0.5)
    } else {
        0.0
    }
}

/// Height of point `i` over the higher of the lowest points on both sides, each looked for until
/// the curve rises above `i` or `reach` points are passed.
fn prominence(y: &[f64], i: usize, reach: usize) -> f64 {
    let foot = |points: &mut dyn Iterator<Item = usize>| {
        points
            .take(reach)
            .map(|j| y[j])
            .take_while(|v| *v <= y[i])
            .fold(y[i], f64::min)
    };
    let below = foot(&mut (0..i).rev());
    let above = foot(&mut (i + 1..y.len()));
    y[i] - below.max(above)
}

/// For each of `wanted`, the peak of `others` that is the same: near in energy (within its own
/// reach, eV) and height, each taken once, the best pairs first.
pub fn match_up(wanted: &[(Peak, f64)], others: &[Peak]) -> Vec<Option<Peak>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, (peak, reach_ev)) in wanted.iter().enumerate() {
        for (j, other) in others.iter().enumerate() {
            let distance = (peak.energy_ev - other.energy_ev).abs();
            let factor = (peak.height / other.height).ln().abs();
            if distance <= *reach_ev && factor < 10f64.ln() {
                pairs.push((distance + EV_PER_E * factor, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found = vec![None; wanted.len()];
    let mut taken = vec![false; others.len()];
    for (_, i, j) in pairs {
        if found[i].is_none() && !taken[j] {
            found[i] = Some(others[j]);
            taken[j] = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gaussians (energy, height, FWHM) on a sloping background with steps behind them.
    fn survey(lines: &[(f64, f64, f64)]) -> EvenCurve {
        EvenCurve {
            lo_ev: 0.0,
            step_ev: 0.5,
            values: (0..2000)
                .map(|i| {
                    let e = f64::from(i) * 0.5;
                    let ripple = if i % 2 == 0 { 1.0 } else { -1.0 };
                    lines
                        .iter()
                        .fold(500.0 + 0.2 * e + ripple, |sum, (at, height, fwhm)| {
                            let d = (e - at) / (fwhm / 2.3548);
                            let step = if e > *at { 0.2 * height } else { 0.0 };
                            sum + height * (-0.5 * d * d).exp() + step
                        })
                })
                .collect(),
        }
    }

    #[test]
    fn peaks_are_found_by_height_at_their_maximum() {
        let lines = [
            (84.3, 4000.0, 2.0),
            (88.0, 3000.0, 2.0),
            (335.6, 1500.0, 4.0),
            (560.0, 400.0, 15.0),
        ];
        let found = find(&survey(&lines));
        assert_eq!(found.len(), 4, "{found:?}");
        for (peak, line) in found.iter().zip(&lines) {
            assert!(
                (peak.energy_ev - line.0).abs() < 0.2 + 0.1 * line.2,
                "{peak:?} for {line:?}"
            );
        }
        assert!((found[2].height / 1350.0 - 1.0).abs() < 0.2, "{found:?}");
    }

    #[test]
    fn noise_is_no_peak() {
        assert!(find(&survey(&[])).is_empty());
    }

    #[test]
    fn pairs_are_made_once_and_by_height_too() {
        let peak = |energy_ev: f64, height: f64| Peak { energy_ev, height };
        let wanted = [
            (peak(84.0, 4000.0), 6.0),
            (peak(87.7, 3000.0), 6.0),
            (peak(500.0, 100.0), 6.0),
        ];
        let others = [
            peak(85.6, 3900.0),
            peak(89.3, 3100.0),
            peak(86.5, 20.0),
            peak(503.0, 5.0),
        ];
        let found = match_up(&wanted, &others);
        assert_eq!(found, [Some(others[0]), Some(others[1]), None]);
    }
}
