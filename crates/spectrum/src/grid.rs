//! The energy grid of the network, and how a measured spectrum is placed on it.

use serde::{Deserialize, Serialize};

use crate::axis::AxisError;
use crate::doubt::Doubt;
use crate::spectrum::Spectrum;

/// An even grid of binding energies, ascending.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Binding energy of the first point, eV.
    pub lo_ev: f64,
    /// Step, eV.
    pub step_ev: f64,
    /// Number of points.
    pub points: usize,
}

/// A spectrum as the network sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// `[2, points]` row-major: intensity divided by its maximum (zero where nothing was
    /// measured), then the mask (one where the file covers the grid point).
    pub tensor: Vec<f32>,
    /// Intensity that the value 1 of the tensor stands for, in the unit of the spectrum's counts
    /// (after division by the transmission function, where there is one).
    pub scale: f64,
    /// What is doubtful about the placing.
    pub doubts: Vec<Doubt>,
}

/// Why a spectrum cannot be given to the network.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlaceError {
    /// No binding energies.
    #[error(transparent)]
    Axis(#[from] AxisError),
    /// Energies and counts differ in number, or are not finite.
    #[error("{0}")]
    Malformed(String),
    /// Too little of the grid is covered.
    #[error(
        "only {covered} of the grid's points between {lo_ev:.0} and {hi_ev:.0} eV are covered (the file spans {from_ev:.1} to {to_ev:.1} eV binding energy); at least {needed} are needed"
    )]
    TooNarrow {
        /// Grid points that the file covers.
        covered: usize,
        /// Lower end of the grid, eV.
        lo_ev: f64,
        /// Upper end of the grid, eV.
        hi_ev: f64,
        /// Lower end of the file, eV.
        from_ev: f64,
        /// Upper end of the file, eV.
        to_ev: f64,
        /// Points wanted at least.
        needed: usize,
    },
    /// Lines fall between the measured points.
    #[error(
        "the step is {step_ev:.3} eV: lines of 1 to 3 eV fall between the points; expected at most {MAX_STEP_EV} eV"
    )]
    Coarse {
        /// Usual step of the file, eV.
        step_ev: f64,
    },
    /// All intensities are zero or negative.
    #[error("no intensity above zero between {lo_ev:.1} and {hi_ev:.1} eV binding energy")]
    Dark {
        /// Lower end of the file, eV.
        lo_ev: f64,
        /// Upper end of the file, eV.
        hi_ev: f64,
    },
}

/// Fewest covered grid points that make a spectrum: a region of one line has as many.
const MIN_COVERED: usize = 5;
/// Coarsest usual step of a survey, eV.
const MAX_STEP_EV: f64 = 3.0;
/// Wider gaps are told, eV: main lines of several elements have room in them.
const GAP_TOLD_EV: f64 = 20.0;
/// A range narrower than this gets a warning: most elements have their main line outside it.
const SURVEY_SPAN_EV: f64 = 600.0;

impl Grid {
    /// Binding energy of point `i`, eV.
    pub fn energy_ev(&self, i: usize) -> f64 {
        self.lo_ev + self.step_ev * i as f64
    }

    /// All binding energies, eV, ascending.
    pub fn energies_ev(&self) -> Vec<f64> {
        (0..self.points).map(|i| self.energy_ev(i)).collect()
    }

    /// Places a spectrum: each grid point gets the mean of the measured curve (straight lines
    /// between the measured points) over its own width, so that areas are kept whatever the
    /// step of the file. Counts are divided by the transmission function where the file has one.
    ///
    /// # Errors
    /// [`PlaceError`]; nothing is guessed.
    pub fn place(&self, spectrum: &Spectrum) -> Result<Input, PlaceError> {
        let binding = spectrum.binding_energy_ev()?;
        let mut curve = points(spectrum, &binding)?;
        let (from_ev, to_ev) = (curve[0].0, curve[curve.len() - 1].0);
        let mut doubts = Vec::new();
        let repeated = merge_equal_energies(&mut curve);
        if repeated > 0 {
            doubts.push(Doubt::RepeatedEnergies { repeated });
        }

        let negative = curve
            .iter_mut()
            .filter(|p| p.1 < 0.0)
            .map(|p| p.1 = 0.0)
            .count();
        if negative > 0 {
            doubts.push(Doubt::NegativeTakenAsZero { negative });
        }

        let step_ev = usual_step_ev(&curve);
        if step_ev > MAX_STEP_EV {
            return Err(PlaceError::Coarse { step_ev });
        }
        let gap_ev = widest_step_measured(step_ev);
        let gaps = curve.windows(2).map(|w| [w[0].0, w[1].0]);
        let gaps = gaps.filter(|[from, to]| to - from > gap_ev.max(GAP_TOLD_EV));
        doubts.extend(gaps.map(|[from_ev, to_ev]| Doubt::Gap { from_ev, to_ev }));

        let (mean, covered) = self.bin_means(&curve, gap_ev);
        let count = covered.iter().filter(|&&c| c).count();
        if count < MIN_COVERED {
            return Err(PlaceError::TooNarrow {
                covered: count,
                lo_ev: self.lo_ev,
                hi_ev: self.energy_ev(self.points - 1),
                from_ev,
                to_ev,
                needed: MIN_COVERED,
            });
        }
        let scale = mean
            .iter()
            .zip(&covered)
            .filter(|(_, c)| **c)
            .map(|(m, _)| *m)
            .fold(0.0, f64::max);
        if scale.is_nan() || scale <= 0.0 {
            return Err(PlaceError::Dark {
                lo_ev: from_ev,
                hi_ev: to_ev,
            });
        }
        let span_ev = count as f64 * self.step_ev;
        if span_ev < SURVEY_SPAN_EV {
            doubts.push(Doubt::NarrowRange { span_ev });
        }
        let mut tensor = Vec::with_capacity(2 * self.points);
        tensor.extend(mean.iter().zip(&covered).map(
            |(m, &c)| {
                if c { (m / scale) as f32 } else { 0.0 }
            },
        ));
        tensor.extend(covered.iter().map(|&c| if c { 1.0 } else { 0.0 }));
        Ok(Input {
            tensor,
            scale,
            doubts,
        })
    }

    /// Mean of the piecewise linear curve over each grid cell, and whether at least half of the
    /// cell is covered. Steps wider than `gap` count as not measured.
    fn bin_means(&self, curve: &[(f64, f64)], gap: f64) -> (Vec<f64>, Vec<bool>) {
        let mut area = vec![0.0; self.points];
        let mut width = vec![0.0; self.points];
        let left = |i: usize| self.lo_ev + (i as f64 - 0.5) * self.step_ev;
        for pair in curve.windows(2) {
            let [(e0, y0), (e1, y1)] = [pair[0], pair[1]];
            if e1 - e0 > gap {
                continue;
            }
            let slope = (y1 - y0) / (e1 - e0);
            let first = ((e0 - left(0)) / self.step_ev).floor().max(0.0) as usize;
            for i in first..self.points {
                let a = e0.max(left(i));
                let b = e1.min(left(i + 1));
                if b <= a {
                    if left(i) >= e1 {
                        break;
                    }
                    continue;
                }
                area[i] += (b - a) * (y0 + slope * (0.5 * (a + b) - e0));
                width[i] += b - a;
            }
        }
        let covered: Vec<bool> = width.iter().map(|w| *w >= 0.499 * self.step_ev).collect();
        let mean = area
            .iter()
            .zip(&width)
            .map(|(a, w)| if *w > 0.0 { a / w } else { 0.0 })
            .collect();
        (mean, covered)
    }
}

/// Median of the steps of a curve, eV; 0 where it has none.
fn usual_step_ev(curve: &[(f64, f64)]) -> f64 {
    let mut steps: Vec<f64> = curve.windows(2).map(|w| w[1].0 - w[0].0).collect();
    let middle = steps.len() / 2;
    match steps.is_empty() {
        true => 0.0,
        false => *steps.select_nth_unstable_by(middle, f64::total_cmp).1,
    }
}

/// Over wider steps than this nothing was measured, eV.
fn widest_step_measured(usual_ev: f64) -> f64 {
    (3.0 * usual_ev).max(3.0)
}

/// `(binding energy, intensity)` ascending in energy, transmission divided out.
fn points(spectrum: &Spectrum, binding: &[f64]) -> Result<Vec<(f64, f64)>, PlaceError> {
    let n = binding.len();
    if n != spectrum.counts.len() || n < 2 {
        return Err(PlaceError::Malformed(format!(
            "{n} energies for {} counts; at least two pairs are needed",
            spectrum.counts.len()
        )));
    }
    let transmission = spectrum
        .transmission
        .as_ref()
        .filter(|t| t.len() == n && t.iter().all(|v| v.is_finite() && *v > 0.0));
    let mut curve = Vec::with_capacity(n);
    for (i, (&e, &c)) in binding.iter().zip(&spectrum.counts).enumerate() {
        let intensity = c / transmission.map_or(1.0, |t| t[i]);
        if !e.is_finite() || !intensity.is_finite() {
            return Err(PlaceError::Malformed(format!(
                "point {} is not a number: energy {e} eV, counts {c}",
                i + 1
            )));
        }
        curve.push((e, intensity));
    }
    curve.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(curve)
}

/// Averages counts at equal energies; answers how many points went away.
fn merge_equal_energies(curve: &mut Vec<(f64, f64)>) -> usize {
    let before = curve.len();
    let mut merged: Vec<(f64, f64, f64)> = Vec::with_capacity(before);
    for &(e, y) in curve.iter() {
        match merged.last_mut() {
            Some((last, sum, n)) if e - *last < 1e-6 => {
                *sum += y;
                *n += 1.0;
            }
            _ => merged.push((e, y, 1.0)),
        }
    }
    *curve = merged.into_iter().map(|(e, sum, n)| (e, sum / n)).collect();
    before - curve.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::axis::Axis;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 400,
    };

    fn spectrum(step: f64, from: f64, to: f64, f: impl Fn(f64) -> f64) -> Spectrum {
        let n = ((to - from) / step).round() as usize + 1;
        let energy_ev: Vec<f64> = (0..n).map(|i| to - step * i as f64).collect();
        Spectrum {
            axis: Some(Axis::Binding),
            counts: energy_ev.iter().map(|e| f(*e)).collect(),
            energy_ev,
            ..Default::default()
        }
    }

    #[test]
    fn area_and_place_are_kept_whatever_the_step() {
        let line = |e: f64| 1000.0 * (-0.5 * ((e - 200.3) / 2.0_f64).powi(2)).exp();
        let area = 1000.0 * 2.0 * (2.0 * std::f64::consts::PI).sqrt();
        for step in [0.1, 0.25, 0.5, 0.7, 1.0] {
            let input = GRID.place(&spectrum(step, 0.0, 399.0, line)).unwrap();
            let y: Vec<f64> = input.tensor[..400]
                .iter()
                .map(|v| f64::from(*v) * input.scale)
                .collect();
            let sum: f64 = y.iter().sum();
            let centre: f64 = y
                .iter()
                .enumerate()
                .map(|(i, v)| GRID.energy_ev(i) * v)
                .sum::<f64>()
                / sum;
            assert!((sum / area - 1.0).abs() < 1e-3, "step {step}: area {sum}");
            assert!(
                (centre - 200.3).abs() < 0.02,
                "step {step}: centre {centre}"
            );
        }
    }

    #[test]
    fn what_is_not_covered_is_masked() {
        let input = GRID.place(&spectrum(0.5, 100.0, 300.0, |_| 5.0)).unwrap();
        let mask = &input.tensor[400..];
        assert_eq!(
            (mask[99], mask[100], mask[300], mask[301]),
            (0.0, 1.0, 1.0, 0.0)
        );
        assert!(input.tensor[..99].iter().all(|v| *v == 0.0));
        assert_eq!(
            input.doubts,
            [Doubt::NarrowRange { span_ev: 201.0 }],
            "a range of 200 eV is worth a warning"
        );
    }

    #[test]
    fn gaps_are_not_bridged() {
        let mut s = spectrum(1.0, 0.0, 399.0, |_| 5.0);
        let keep: Vec<bool> = s
            .energy_ev
            .iter()
            .map(|e| !(150.0..=180.0).contains(e))
            .collect();
        let mut k = keep.iter();
        s.counts.retain(|_| *k.next().unwrap());
        let mut k = keep.iter();
        s.energy_ev.retain(|_| *k.next().unwrap());
        let input = GRID.place(&s).unwrap();
        assert_eq!(input.tensor[400 + 165], 0.0);
        assert_eq!(input.tensor[400 + 140], 1.0);
    }

    #[test]
    fn the_transmission_function_is_divided_out() {
        let mut s = spectrum(1.0, 0.0, 399.0, |e| 10.0 + e);
        s.transmission = Some(s.energy_ev.iter().map(|e| 10.0 + e).collect());
        let input = GRID.place(&s).unwrap();
        assert!(input.tensor[..399].iter().all(|v| (v - 1.0).abs() < 1e-6));
    }

    #[test]
    fn negative_intensities_are_taken_as_zero_and_said() {
        let input = GRID.place(&spectrum(1.0, 0.0, 399.0, |e| {
            if e < 100.0 { -5.0 } else { 5.0 }
        }));
        let input = input.unwrap();
        assert!(input.tensor.iter().all(|v| *v >= 0.0));
        assert!(
            input
                .doubts
                .contains(&Doubt::NegativeTakenAsZero { negative: 100 }),
            "{:?}",
            input.doubts
        );
    }

    #[test]
    fn bad_spectra_are_refused_with_a_reason() {
        let narrow = GRID
            .place(&spectrum(0.1, 280.0, 283.0, |_| 1.0))
            .unwrap_err();
        assert!(narrow.to_string().contains("280.0 to 283.0 eV"), "{narrow}");
        let dark = GRID.place(&spectrum(1.0, 0.0, 399.0, |_| 0.0)).unwrap_err();
        assert!(matches!(dark, PlaceError::Dark { .. }));
        let mut nan = spectrum(1.0, 0.0, 399.0, |_| 1.0);
        nan.counts[7] = f64::NAN;
        assert!(
            GRID.place(&nan)
                .unwrap_err()
                .to_string()
                .contains("point 8")
        );
    }
}
