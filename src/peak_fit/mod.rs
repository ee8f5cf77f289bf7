//! Peaks of one region parted: where lines overlap, as the guide warns, and a survey's resolution still tells
//! them. No replacement for a program that does nothing else.
//!
//! The fit itself is `speclens_peakfit`; here are its background, its first values and what may move.

mod suggested;

use serde::{Deserialize, Serialize};
use speclens_peakfit::{Component, Doublet, Fit, Link, Region, Shape, Value, Variance, Varied};
use speclens_spectrum::{AxisError, CountUnit, Spectrum};

use crate::conventional::background::{self, Background, Point};

pub use suggested::suggested;

/// Which background is drawn under the peaks.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnderPeaks {
    /// A straight line.
    Straight,
    /// Shirley's.
    Shirley,
    /// Shirley's, nowhere above the spectrum.
    Smart,
    /// By Tougaard's universal cross section.
    Tougaard,
}

impl From<UnderPeaks> for Background {
    fn from(sort: UnderPeaks) -> Background {
        match sort {
            UnderPeaks::Straight => Background::Straight,
            UnderPeaks::Shirley => Background::Shirley,
            UnderPeaks::Smart => Background::Smart,
            UnderPeaks::Tougaard => Background::Tougaard,
        }
    }
}

/// Shape of the peaks.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeakShape {
    /// Gauss and Lorentz by 70 to 30: usual for insulators, and for surveys.
    #[default]
    Gl30,
    /// Voigt's, both widths fitted.
    Voigt,
    /// Doniach and Šunjić's with α = 0.1, broadened by a Gaussian: for core lines of metals.
    DoniachSunjic,
    /// Asymmetric Lorentzian LA(1.2, 2), broadened by a Gaussian.
    La,
}

/// A peak that is asked for.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedPeak {
    /// Its name: `Ti 2p`.
    pub name: String,
    /// Binding energy where it is looked for, eV; of a doublet, that of its line at lower binding energy.
    pub energy_ev: f64,
    /// Distance of the other line of a doublet to higher binding energy, eV; null for a single line.
    #[serde(default)]
    pub splitting_ev: Option<f64>,
    /// Area of the other line of a doublet for that of the first.
    #[serde(default)]
    pub ratio: Option<f64>,
}

/// What is asked of a region.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskedFit {
    /// From and to, eV binding energy.
    pub window_ev: [f64; 2],
    /// The background.
    pub background: UnderPeaks,
    /// Shape of all peaks.
    #[serde(default)]
    pub shape: PeakShape,
    /// Whether all peaks have one width.
    #[serde(default)]
    pub one_width: bool,
    /// The peaks.
    pub peaks: Vec<AskedPeak>,
}

/// A value with its standard error; null where the fit gives none.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WithError {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub error: Option<f64>,
}

impl From<Value> for WithError {
    fn from(value: Value) -> WithError {
        WithError {
            value: value.value,
            error: value.error,
        }
    }
}

/// A fitted peak.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FittedPeak {
    /// Its name.
    pub name: String,
    /// Binding energy, eV; of a doublet, of its line at lower binding energy.
    pub energy_ev: WithError,
    /// Full width at half of its height, eV.
    pub full_width_ev: f64,
    /// Area, intensity · eV; both lines of a doublet.
    pub area: WithError,
    /// Share of all areas, %; null where these are nothing.
    pub share_percent: Option<WithError>,
}

/// A fitted region.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FittedRegion {
    /// From and to, eV binding energy.
    pub window_ev: [f64; 2],
    /// Unit of the areas is this times eV.
    pub unit: CountUnit,
    /// The peaks, in the order they were asked for.
    pub peaks: Vec<FittedPeak>,
    /// Squares of the residuals for each degree of freedom: by counting statistics where the intensities are
    /// counts, else 1 by construction, and null.
    pub reduced_chi_squared: Option<f64>,
    /// What is doubtful of it, a sentence each.
    pub warnings: Vec<String>,
}

/// The curves of a fitted region, at all energies of the spectrum in the file's order; NaN outside of the
/// window.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedCurves {
    /// All peaks and the background.
    pub sum: Vec<f64>,
}

/// Why a region is not fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PeakFitError {
    /// The spectrum has no binding energies.
    #[error(transparent)]
    Axis(#[from] AxisError),
    /// No region.
    #[error("a region from {0} to {1} eV: expected two energies, the lower one first")]
    Window(f64, f64),
    /// Too few points.
    #[error("{found} points from {from_ev} to {to_ev} eV; expected at least {FEWEST}")]
    Points {
        /// Points there.
        found: usize,
        /// Lower end, eV.
        from_ev: f64,
        /// Upper end, eV.
        to_ev: f64,
    },
    /// Too many points: the fit would take minutes.
    #[error("{0} points in the region; expected at most {MOST_POINTS}: choose a narrower one")]
    ManyPoints(usize),
    /// Too many peaks.
    #[error("{0} peaks; expected at most {MOST_PEAKS}")]
    Peaks(usize),
    /// A doublet without its distance, or without its ratio.
    #[error(
        "{0}: a doublet has the distance of its other line and the ratio of the areas, a single line neither"
    )]
    HalfDoublet(String),
    /// A peak that stands elsewhere.
    #[error("{name}: {energy_ev} eV is not in the region from {from_ev} to {to_ev} eV")]
    Elsewhere {
        /// Its name.
        name: String,
        /// Where it is looked for, eV.
        energy_ev: f64,
        /// Lower end of the region, eV.
        from_ev: f64,
        /// Upper end, eV.
        to_ev: f64,
    },
    /// The fit refuses what it is asked.
    #[error("{0}")]
    Fit(String),
}

/// Fewest and most points of a region, and most peaks.
const FEWEST: usize = 8;
const MOST_POINTS: usize = 1000;
const MOST_PEAKS: usize = 10;
/// Widths from which a fit begins, in turn, as factors on the usual one: a narrow start may miss a wide peak.
const STARTS: [f64; 3] = [1.0, 2.0, 3.5];
/// Reduced χ² beyond which shape or background do not fit, and below which intensities are no counts.
const CHI_SQUARED: [f64; 2] = [0.3, 5.0];
/// How far a peak may move from where it is looked for, eV.
const REACH_EV: f64 = 3.0;
/// Least, first and largest widths, eV.
const WIDTH_EV: [f64; 3] = [0.1, 1.5, 10.0];
/// First Gaussian width of shapes that have one besides, eV.
const GAUSSIAN_EV: [f64; 3] = [0.1, 1.5, 6.0];
/// Stretch at each end over which the level is averaged, eV.
const END_EV: f64 = 1.0;

/// Fits the peaks of one region.
///
/// # Errors
/// [`PeakFitError`].
pub fn fit(
    spectrum: &Spectrum,
    asked: &AskedFit,
) -> Result<(FittedRegion, FittedCurves), PeakFitError> {
    let [from_ev, to_ev] = asked.window_ev;
    if !(from_ev.is_finite() && to_ev.is_finite() && from_ev < to_ev) {
        return Err(PeakFitError::Window(from_ev, to_ev));
    }
    for peak in &asked.peaks {
        if peak.splitting_ev.is_some() != peak.ratio.is_some() {
            return Err(PeakFitError::HalfDoublet(peak.name.clone()));
        }
    }
    if asked.peaks.len() > MOST_PEAKS {
        return Err(PeakFitError::Peaks(asked.peaks.len()));
    }
    let inside = |p: &&AskedPeak| (from_ev..=to_ev).contains(&p.energy_ev);
    if let Some(peak) = asked.peaks.iter().find(|p| !inside(p)) {
        return Err(PeakFitError::Elsewhere {
            name: peak.name.clone(),
            energy_ev: peak.energy_ev,
            from_ev,
            to_ev,
        });
    }
    let binding_ev = spectrum.binding_energy_ev()?;
    let mut inside: Vec<usize> = (0..binding_ev.len())
        .filter(|i| (from_ev..=to_ev).contains(&binding_ev[*i]) && spectrum.counts[*i].is_finite())
        .collect();
    inside.sort_by(|a, b| binding_ev[*a].total_cmp(&binding_ev[*b]));
    if inside.len() < FEWEST {
        return Err(PeakFitError::Points {
            found: inside.len(),
            from_ev,
            to_ev,
        });
    }
    if inside.len() > MOST_POINTS {
        return Err(PeakFitError::ManyPoints(inside.len()));
    }
    let points: Vec<Point> = inside
        .iter()
        .map(|i| (binding_ev[*i], spectrum.counts[*i]))
        .collect();
    let base = background::under(&points, levels(&points), asked.background.into());
    let net = background::area(&points, &base).max(f64::MIN_POSITIVE);
    let region = Region {
        energy_ev: points.iter().map(|p| p.0).collect(),
        counts: points.iter().map(|p| p.1).collect(),
        background: base,
    };
    let step_ev = (points[points.len() - 1].0 - points[0].0) / (points.len() - 1) as f64;
    let components: Vec<Component> = (0..asked.peaks.len())
        .map(|i| component(asked, i, net, step_ev))
        .collect();
    let variance = match spectrum.count_unit {
        CountUnit::Counts => Variance::Poisson,
        CountUnit::CountsPerSecond | CountUnit::Unknown => Variance::FromResiduals,
    };
    let fitted = best(&region, &components, variance)?;
    let mut sum = vec![f64::NAN; binding_ev.len()];
    for (i, y) in inside.iter().zip(&fitted.curve) {
        sum[*i] = *y;
    }
    Ok((said(asked, spectrum, &fitted), FittedCurves { sum }))
}

fn said(asked: &AskedFit, spectrum: &Spectrum, fitted: &Fit) -> FittedRegion {
    let both = |v: f64, partner: Option<f64>| v + partner.unwrap_or(0.0);
    let peaks = fitted.components.iter().map(|c| {
        let partner = c.partner.as_ref().map(|p| p.area);
        let relative = c.area.error.map(|e| e / c.area.value);
        let area = both(c.area.value, partner.map(|p| p.value));
        let share = c.share.map(WithError::from);
        FittedPeak {
            name: c.name.clone(),
            energy_ev: c.position_ev.into(),
            full_width_ev: c.full_width_ev,
            area: WithError {
                value: area,
                error: relative.map(|r| r * area),
            },
            share_percent: share.map(|s| WithError {
                value: 100.0 * s.value,
                error: s.error.map(|e| 100.0 * e),
            }),
        }
    });
    let mut warnings = fitted.warnings.clone();
    let chi = (spectrum.count_unit == CountUnit::Counts).then_some(fitted.reduced_chi_squared);
    warnings.extend(chi.and_then(of_chi_squared).map(str::to_owned));
    FittedRegion {
        window_ev: asked.window_ev,
        unit: spectrum.count_unit,
        peaks: peaks.collect(),
        reduced_chi_squared: chi,
        warnings,
    }
}

/// The best of the fits from several widths.
fn best(
    region: &Region,
    components: &[Component],
    variance: Variance,
) -> Result<Fit, PeakFitError> {
    let misfit = |f: &Fit| f.residuals.iter().map(|r| r * r).sum::<f64>();
    let mut best: Option<Fit> = None;
    for factor in STARTS {
        let mut begun = components.to_vec();
        for c in &mut begun {
            c.fwhm_ev.start = (c.fwhm_ev.start * factor).min(0.9 * WIDTH_EV[2]);
        }
        let fitted = speclens_peakfit::fit(region, &begun, variance);
        let fitted = fitted.map_err(|e| PeakFitError::Fit(e.to_string()))?;
        if best.as_ref().is_none_or(|b| misfit(&fitted) < misfit(b)) {
            best = Some(fitted);
        }
    }
    best.ok_or_else(|| PeakFitError::Fit("no fit was tried".to_owned()))
}

/// What a reduced χ² says of a fit.
fn of_chi_squared(chi: f64) -> Option<&'static str> {
    let [low, high] = CHI_SQUARED;
    match chi {
        c if c > high => Some(
            "reduced χ² above 5: shape, background or number of peaks do not fit, and the errors are too small",
        ),
        c if c < low => Some(
            "reduced χ² below 0.3: the intensities scatter less than counts do, and the errors are too large",
        ),
        _ => None,
    }
}

/// Means of the intensities at both ends.
fn levels(points: &[Point]) -> [f64; 2] {
    let [first, last] = [points[0], points[points.len() - 1]];
    [first, last].map(|end| {
        let near = points.iter().filter(|p| (p.0 - end.0).abs() <= END_EV);
        let (sum, count) = near.fold((0.0, 0.0), |(s, n), p| (s + p.1, n + 1.0));
        sum / count
    })
}

fn component(asked: &AskedFit, index: usize, net: f64, step_ev: f64) -> Component {
    let peak = &asked.peaks[index];
    let [narrow, usual, wide] = WIDTH_EV;
    let width = match asked.one_width && index > 0 {
        true => Varied::linked(0, Link::Factor(1.0)),
        false => Varied::within(usual.max(2.0 * step_ev), narrow.max(step_ev), wide),
    };
    let gaussian_ev = match asked.one_width && index > 0 {
        true => Varied::linked(0, Link::Factor(1.0)),
        false => Varied::within(GAUSSIAN_EV[1], GAUSSIAN_EV[0], GAUSSIAN_EV[2]),
    };
    let doublet = peak.splitting_ev.map(|splitting_ev| Doublet {
        splitting_ev,
        ratio: peak.ratio.unwrap_or(0.5),
    });
    let lines = doublet.map_or(1.0, |d| 1.0 + d.ratio);
    let [from_ev, to_ev] = asked.window_ev;
    let low = (peak.energy_ev - REACH_EV).max(from_ev);
    let high = (peak.energy_ev + REACH_EV).min(to_ev);
    Component {
        name: peak.name.clone(),
        position_ev: Varied::within(peak.energy_ev, low, high),
        fwhm_ev: width,
        area: Varied::above(net / lines / asked.peaks.len() as f64, 0.0),
        shape: match asked.shape {
            PeakShape::Gl30 => Shape::GaussLorentz { mixing: 0.3 },
            PeakShape::Voigt => Shape::Voigt { gaussian_ev },
            PeakShape::DoniachSunjic => Shape::DoniachSunjic {
                alpha: 0.1,
                gaussian_ev,
            },
            PeakShape::La => Shape::LaCasa {
                alpha: 1.2,
                beta: 2.0,
                gaussian_ev,
            },
        },
        doublet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::Axis;

    /// Two Gaussians over a step, in counts.
    fn region(unit: CountUnit) -> Spectrum {
        let energy_ev: Vec<f64> = (0..121).map(|i| 520.0 + 0.25 * f64::from(i)).collect();
        let gauss = |e: f64, at: f64| (-4.0 * 2f64.ln() * ((e - at) / 2.0).powi(2)).exp();
        let counts = energy_ev.iter().map(|e| {
            let step = 400.0 / (1.0 + (-(e - 530.0)).exp());
            1000.0 + step + 6000.0 * gauss(*e, 530.0) + 3000.0 * gauss(*e, 533.0)
        });
        Spectrum {
            photon_energy_ev: Some(1486.6),
            axis: Some(Axis::Binding),
            counts: counts.collect(),
            energy_ev,
            count_unit: unit,
            ..Default::default()
        }
    }

    fn asked() -> AskedFit {
        let peak = |name: &str, energy_ev| AskedPeak {
            name: name.to_owned(),
            energy_ev,
            splitting_ev: None,
            ratio: None,
        };
        AskedFit {
            window_ev: [522.0, 542.0],
            background: UnderPeaks::Shirley,
            shape: PeakShape::Gl30,
            one_width: true,
            peaks: vec![peak("lattice", 530.4), peak("hydroxide", 532.4)],
        }
    }

    #[test]
    fn two_overlapping_peaks_are_parted() {
        let (region, curves) = fit(&region(CountUnit::Counts), &asked()).unwrap();
        let [lattice, hydroxide] = [&region.peaks[0], &region.peaks[1]];
        assert!((lattice.energy_ev.value - 530.0).abs() < 0.1, "{lattice:?}");
        assert!(
            (hydroxide.energy_ev.value - 533.0).abs() < 0.1,
            "{hydroxide:?}"
        );
        assert!(
            (lattice.share_percent.unwrap().value - 66.7).abs() < 2.0,
            "{lattice:?}"
        );
        assert!(lattice.energy_ev.error.is_some_and(|e| e > 0.0 && e < 0.2));
        assert!(region.reduced_chi_squared.is_some());
        assert_eq!(curves.sum.len(), 121);
        assert!(curves.sum[0].is_nan() && curves.sum[60].is_finite());
    }

    #[test]
    fn intensities_that_are_no_counts_have_no_chi_squared() {
        let (region, _) = fit(&region(CountUnit::Unknown), &asked()).unwrap();
        assert_eq!(region.reduced_chi_squared, None);
        assert!(region.peaks[0].area.error.is_some());
    }

    #[test]
    fn what_cannot_be_fitted_says_why() {
        let refused = |change: &dyn Fn(&mut AskedFit)| {
            let mut asked = asked();
            change(&mut asked);
            fit(&region(CountUnit::Counts), &asked)
                .unwrap_err()
                .to_string()
        };
        assert!(refused(&|a| a.window_ev = [540.0, 520.0]).contains("the lower one first"));
        let few = |a: &mut AskedFit| {
            a.window_ev = [530.0, 531.0];
            a.peaks.truncate(1);
        };
        assert!(refused(&few).contains("expected at least 8"));
        assert!(refused(&|a| a.peaks[1].ratio = Some(0.5)).contains("a single line neither"));
        assert!(refused(&|a| a.peaks = vec![a.peaks[0].clone(); 11]).contains("at most 10"));
        assert!(!refused(&|a| a.peaks.clear()).is_empty());
        let elsewhere = refused(&|a| a.peaks[0].energy_ev = 560.0);
        assert_eq!(
            elsewhere,
            "lattice: 560 eV is not in the region from 522 to 542 eV"
        );
        assert!(!refused(&|a| a.peaks[0].energy_ev = f64::NAN).is_empty());
    }
}
