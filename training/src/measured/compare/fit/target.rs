//! A measured curve as the fit sees it: its lines apart from its background. Knows curves only, not what they are
//! simulated from.

use speclens::conventional::EvenCurve;
use speclens::spectrum::Grid;

/// Half width of the running mean that parts lines from background, eV.
const CONTRAST_HALF_EV: f64 = 12.0;
/// Both curves are smoothed by this FWHM, eV: lines that are one electronvolt off still count.
const SMOOTHING_EV: f64 = 2.0;
/// Weight of the running mean against the contrast.
const LEVEL_WEIGHT: f64 = 0.003;
/// Share of the highest level that is added to the variance: no division by nearly nothing.
const VARIANCE_FLOOR: f64 = 0.01;
/// Farthest shift that is looked for, eV.
const MAX_SHIFT_EV: f64 = 12.0;
/// Standard deviation of shifts by charging and calibration, eV.
const USUAL_SHIFT_EV: f64 = 8.0;
/// Another shift is tried as well if it agrees with at least this share of the best.
const LIKELY: f64 = 0.6;
/// Most shifts that are tried.
const MOST_SHIFTS: usize = 3;
/// Around a point, lines within this half width decide whether it belongs to an Auger group, eV.
const MASK_HALF_EV: f64 = 4.0;

/// The measured curve in units of Poisson noise (up to a factor).
pub struct Target {
    grid: Grid,
    measured: Parts,
    /// One over the standard deviation of Poisson noise at the level.
    weight: Vec<f64>,
    /// Share of photoelectron lines in the contrast, 0 to 1.
    photo: Vec<f64>,
}

/// The two things that are fitted.
struct Parts {
    /// Smoothed curve less its running mean: the lines.
    contrast: Vec<f64>,
    /// The running mean: the background.
    level: Vec<f64>,
}

impl Target {
    /// A target in which all lines count alike.
    pub fn new(measured: &EvenCurve) -> Target {
        let level = measured.running_mean(CONTRAST_HALF_EV);
        let highest = level.iter().copied().fold(0.0, f64::max);
        let weight = level
            .iter()
            .map(|l| (highest / (l.max(0.0) + VARIANCE_FLOOR * highest)).sqrt() / highest)
            .collect();
        let mut target = Target {
            grid: measured.grid(),
            measured: Parts {
                contrast: Vec::new(),
                level: Vec::new(),
            },
            weight,
            photo: vec![1.0; measured.values.len()],
        };
        target.measured = target.split(measured);
        target
    }

    /// The same without Auger groups: points count as far as the photoelectron lines of a simulated curve `photo`
    /// outweigh the Auger lines `auger` there.
    pub fn without_auger(measured: &EvenCurve, photo: &EvenCurve, auger: &EvenCurve) -> Target {
        let mut target = Target::new(measured);
        let size = |curve: &EvenCurve| -> Vec<f64> {
            let contrast = target.split(curve).contrast;
            let sizes = contrast.iter().map(|v| v.abs()).collect();
            curve.with(sizes).running_mean(MASK_HALF_EV)
        };
        let (photo, auger) = (size(photo), size(auger));
        let floor = 1e-4 * photo.iter().copied().fold(0.0, f64::max);
        target.photo = photo
            .iter()
            .zip(&auger)
            .map(|(p, a)| (p + floor) / (p + a + floor))
            .collect();
        target.measured = target.split(measured);
        target
    }

    fn split(&self, curve: &EvenCurve) -> Parts {
        let level = curve.running_mean(CONTRAST_HALF_EV);
        let contrast = curve
            .smoothed(SMOOTHING_EV)
            .values
            .iter()
            .zip(&level)
            .zip(self.weight.iter().zip(&self.photo))
            .map(|((v, l), (w, p))| (v - l) * w * p)
            .collect();
        let level = level.iter().zip(&self.weight).map(|(l, w)| l * w).collect();
        Parts { contrast, level }
    }

    /// The factor that brings the lines of a simulated curve closest to the measured ones.
    pub fn scale(&self, simulated: &EvenCurve) -> f64 {
        self.scale_of(&self.split(simulated))
    }

    fn scale_of(&self, parts: &Parts) -> f64 {
        let norm = dot(&parts.contrast, &parts.contrast);
        if norm > 0.0 {
            (dot(&parts.contrast, &self.measured.contrast) / norm).max(0.0)
        } else {
            0.0
        }
    }

    /// What is left of the measured curve when the simulated one is scaled onto it: contrast, and
    /// with little weight the level, which thus decides only what the lines leave open.
    pub fn residuals(&self, simulated: &EvenCurve) -> Vec<f64> {
        let parts = self.split(simulated);
        let scale = self.scale_of(&parts);
        let difference = |a: &[f64], b: &[f64], w: f64| -> Vec<f64> {
            a.iter().zip(b).map(|(s, m)| w * (scale * s - m)).collect()
        };
        let mut all = difference(&parts.contrast, &self.measured.contrast, 1.0);
        all.extend(difference(&parts.level, &self.measured.level, LEVEL_WEIGHT));
        all
    }

    /// Share of the measured contrast that the simulated curve leaves unexplained (of squares).
    pub fn unexplained(&self, simulated: &EvenCurve) -> f64 {
        let parts = self.split(simulated);
        let scale = self.scale_of(&parts);
        let left: f64 = parts
            .contrast
            .iter()
            .zip(&self.measured.contrast)
            .map(|(s, m)| (scale * s - m).powi(2))
            .sum();
        left / dot(&self.measured.contrast, &self.measured.contrast).max(f64::MIN_POSITIVE)
    }

    /// Size of the measured contrast (root of the sum of squares): the unit of the residuals.
    pub fn size(&self) -> f64 {
        dot(&self.measured.contrast, &self.measured.contrast).sqrt()
    }

    /// The shifts at which the lines of a simulated curve fall well on the measured ones, eV, the best first;
    /// large ones count for less, as they are rarer.
    pub fn likely_shifts(&self, unshifted: &EvenCurve) -> Vec<f64> {
        let steps = (MAX_SHIFT_EV / self.grid.step_ev).round() as i32;
        let agreement = |shift: f64| {
            let parts = self.split(&unshifted.shifted_onto(shift, &self.grid));
            let cosine = dot(&parts.contrast, &self.measured.contrast)
                / dot(&parts.contrast, &parts.contrast).sqrt().max(1e-30);
            cosine * (-0.5 * (shift / USUAL_SHIFT_EV).powi(2)).exp()
        };
        let all: Vec<(f64, f64)> = (-steps..=steps)
            .map(|k| f64::from(k) * self.grid.step_ev)
            .map(|shift| (agreement(shift), shift))
            .collect();
        let mut tops: Vec<(f64, f64)> = (0..all.len())
            .filter(|&i| i == 0 || all[i].0 > all[i - 1].0)
            .filter(|&i| i + 1 == all.len() || all[i].0 >= all[i + 1].0)
            .map(|i| all[i])
            .collect();
        tops.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = tops.first().map_or(0.0, |t| t.0);
        let shifts = tops.iter().filter(|t| t.0 >= LIKELY * best);
        shifts.take(MOST_SHIFTS).map(|t| t.1).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::compare::sample::{DrawnLines, KnownSample, Parameters};
    use crate::measured::truth::Truth;
    use speclens::spectrum::Spectrum;

    fn copper() -> (KnownSample, Parameters, EvenCurve) {
        let row = Truth::parse("a\tx\t1486.6\tCu\tC\t");
        let known = KnownSample {
            monochromated: Some(true),
            ..KnownSample::new(&row, &Spectrum::default()).unwrap()
        };
        let parameters = Parameters {
            carbon_nm: 0.3,
            ..Parameters::start(&known, 0.0)
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        };
        let curve = known.simulate(&parameters, &grid, DrawnLines::All).unwrap();
        (known, parameters, curve)
    }

    #[test]
    fn a_curve_is_itself_up_to_a_factor_and_a_shift() {
        let (_, _, curve) = copper();
        let tripled = curve.with(curve.values.iter().map(|v| 3.0 * v).collect());
        let target = Target::new(&tripled);
        assert!((target.scale(&curve) - 3.0).abs() < 1e-9);
        assert!(target.unexplained(&curve) < 1e-12);
        assert!(target.residuals(&curve).iter().all(|r| r.abs() < 1e-9));
        let moved = Target::new(&curve.shifted_onto(4.0, &curve.grid()));
        let shifts = moved.likely_shifts(&curve);
        assert_eq!(shifts[0], 4.0);
    }

    /// Auger lines 8 eV elsewhere change the fit of all lines, not that of the photoelectrons.
    #[test]
    fn auger_groups_do_not_count() {
        let (known, parameters, curve) = copper();
        let photo = known
            .simulate(&parameters, &curve.grid(), DrawnLines::Photo)
            .unwrap();
        let auger = known
            .simulate(&parameters, &curve.grid(), DrawnLines::Auger)
            .unwrap();
        let moved = auger.shifted_onto(8.0, &curve.grid());
        let sum = photo.values.iter().zip(&moved.values).map(|(p, a)| p + a);
        let measured = curve.with(sum.collect());
        let all = Target::new(&measured).unexplained(&curve);
        let without = Target::without_auger(&measured, &photo, &auger);
        assert!(without.unexplained(&curve) < 0.05 * all, "{all}");
    }
}
