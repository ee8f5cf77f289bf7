//! Backgrounds under the lines of a window: straight, Shirley's, Smart, Tougaard's.

mod shirley;
#[cfg(test)]
mod tests;
mod tougaard;

use tougaard::CrossSection;

/// A point of a spectrum: binding energy, eV, and intensity.
pub type Point = (f64, f64);

/// How the background under lines is drawn. Each begins and ends at the levels of its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// A straight line: for Auger groups, and where the level falls behind a line.
    Straight,
    /// Shirley's (1972, Phys. Rev. B 5, 4709), iterated after Proctor and Sherwood (1982, Anal.
    /// Chem. 54, 13): its rise at an energy is proportional to the lines' area at lower binding
    /// energy. It takes the electrons that lost energy on their way out, and a part of those that
    /// lost it to their own core hole.
    Shirley,
    /// Shirley's, nowhere above the spectrum, as Thermo's Avantage has it; but for two standard
    /// deviations of its noise.
    Smart,
    /// By Tougaard's universal cross section B·T/(C + T²)² with C = 1643 eV² (1987, Surf. Interface Anal. 11,
    /// 453), B such that it meets the spectrum at the end of the window. It leaves losses to the
    /// core hole to the line.
    Tougaard,
    /// The same by the three-parameter cross section B·T/((C − T²)² + D·T²) of polymers, C = 551
    /// and D = 436 eV² (Tougaard 1997, Surf. Interface Anal. 25, 137).
    TougaardPolymer,
}

/// The background under `points`, which ascend in energy and may have steps of any width: a value for
/// each. `levels` are the intensities without lines at the lower and upper end.
///
/// Where the level does not rise towards higher binding energy, or nothing but noise stands in the window, it is a
/// straight line.
pub fn under(points: &[Point], levels: [f64; 2], sort: Background) -> Vec<f64> {
    if levels[1] <= levels[0] {
        return straight(points, levels);
    }
    let losses = match sort {
        Background::Straight => None,
        Background::Shirley => shirley::shirley(points, levels, None),
        Background::Smart => shirley::shirley(points, levels, Some(&ceiling(points))),
        Background::Tougaard => tougaard::matched(points, levels, CrossSection::UNIVERSAL),
        Background::TougaardPolymer => tougaard::matched(points, levels, CrossSection::POLYMERS),
    };
    losses.unwrap_or_else(|| straight(points, levels))
}

/// The integral over all points of their intensities less `base`, intensity · eV, by trapezia.
pub fn area(points: &[Point], base: &[f64]) -> f64 {
    let net = |i: usize| points[i].1 - base[i];
    weights(points)
        .iter()
        .enumerate()
        .map(|(i, w)| w * net(i))
        .sum()
}

/// What each point stands for in an integral, eV: half of the steps on both sides.
pub fn weights(points: &[Point]) -> Vec<f64> {
    let step = |i: usize, j: usize| 0.5 * (points[j].0 - points[i].0);
    let last = points.len().saturating_sub(1);
    (0..points.len())
        .map(|i| step(i.saturating_sub(1), i) + step(i, (i + 1).min(last)))
        .collect()
}

fn straight(points: &[Point], [low, high]: [f64; 2]) -> Vec<f64> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let width = (last.0 - first.0).max(f64::MIN_POSITIVE);
    points
        .iter()
        .map(|(e, _)| low + (high - low) * (e - first.0) / width)
        .collect()
}

/// So many standard deviations of the noise above a point the Smart background may stand, so that
/// noise does not pull it down.
const SMART_DEVIATIONS: f64 = 2.0;

/// What the Smart background stays below. The noise by the median of second differences, which lines
/// hardly move: of normal noise it is 0.6745·√6 standard deviations.
fn ceiling(points: &[Point]) -> Vec<f64> {
    let second = |w: &[Point]| (w[0].1 - 2.0 * w[1].1 + w[2].1).abs();
    let mut bends: Vec<f64> = points.windows(3).map(second).collect();
    bends.sort_by(f64::total_cmp);
    let median = bends.get(bends.len() / 2).copied().unwrap_or(0.0);
    let noise = median / (0.6745 * 6f64.sqrt());
    points
        .iter()
        .map(|p| p.1 + SMART_DEVIATIONS * noise)
        .collect()
}
