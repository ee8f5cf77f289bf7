//! Peaks of one region parted: where lines overlap, as the guide warns, and a survey's resolution still tells
//! them. No replacement for a program that does nothing else.
//!
//! The fit itself is `speclens_peakfit`; here are its background, its first values and what may move.

use serde::{Deserialize, Serialize};
use speclens_peakfit::{Component, Doublet, Fit, Link, Region, Shape, Value, Variance, Varied};
use speclens_physics::lines::{self, Line};
use speclens_spectrum::{AxisError, CountUnit, Spectrum, elements};

use crate::conventional::background::{self, Background, Point};
use crate::conventional::{LineGroup, LineKind, SpectrumLines};

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
    /// Share of all areas, %.
    pub share_percent: WithError,
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

/// Fewest points of a region.
const FEWEST: usize = 8;
/// How far a peak may move from where it is looked for, eV.
const REACH_EV: f64 = 3.0;
/// Least, first and largest widths, eV.
const WIDTH_EV: [f64; 3] = [0.1, 1.5, 10.0];
/// First Gaussian width of shapes that have one besides, eV.
const GAUSSIAN_EV: [f64; 3] = [0.1, 1.5, 6.0];
/// Half of the stretch at each end over which the level is averaged, eV.
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
    let components: Vec<Component> = (0..asked.peaks.len())
        .map(|i| component(asked, i, net))
        .collect();
    let variance = match spectrum.count_unit {
        CountUnit::Counts => Variance::Poisson,
        CountUnit::CountsPerSecond | CountUnit::Unknown => Variance::FromResiduals,
    };
    let fitted = speclens_peakfit::fit(&region, &components, variance);
    let fitted = fitted.map_err(|e| PeakFitError::Fit(e.to_string()))?;
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
            share_percent: WithError {
                value: share.map_or(100.0, |s| 100.0 * s.value),
                error: share.and_then(|s| s.error).map(|e| 100.0 * e),
            },
        }
    });
    let mut warnings = fitted.warnings.clone();
    if !fitted.converged {
        warnings.push("the fit has not come to its end: what it says is not its best".to_owned());
    }
    FittedRegion {
        window_ev: asked.window_ev,
        unit: spectrum.count_unit,
        peaks: peaks.collect(),
        reduced_chi_squared: (spectrum.count_unit == CountUnit::Counts)
            .then_some(fitted.reduced_chi_squared),
        warnings,
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

fn component(asked: &AskedFit, index: usize, net: f64) -> Component {
    let peak = &asked.peaks[index];
    let [narrow, usual, wide] = WIDTH_EV;
    let width = match asked.one_width && index > 0 {
        true => Varied::linked(0, Link::Factor(1.0)),
        false => Varied::within(usual, narrow, wide),
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

/// The peaks to begin with in a window: the photoelectron lines there of the elements found, moved as each
/// element's own peak is; doublets linked.
pub fn suggested(window_ev: [f64; 2], seen: &SpectrumLines) -> Vec<AskedPeak> {
    let mut peaks = Vec::new();
    for element in &seen.found {
        let Some(z) = elements::by_symbol(&element.symbol).map(|e| e.z) else {
            continue;
        };
        let photo = element.groups.iter();
        for group in photo.filter(|g| g.kind == LineKind::Photoelectron) {
            peaks.extend(of_group(z, group, window_ev));
        }
    }
    peaks
}

/// The peak of a line group, if its stronger line stands in the window.
fn of_group(z: u8, group: &LineGroup, [from_ev, to_ev]: [f64; 2]) -> Option<AskedPeak> {
    let subshell = group.name.split(' ').nth(1)?;
    let own = lines::of(z).iter().filter(|l| l.subshell() == subshell);
    let mut own: Vec<&Line> = own.collect();
    own.sort_by(|a, b| a.binding_ev.total_cmp(&b.binding_ev));
    let energy_ev = group.energy_ev;
    let inside = (from_ev..=to_ev).contains(&energy_ev);
    let (first, second) = (own.first()?, own.get(1));
    let ratio = subshell.chars().last().and_then(Doublet::ratio_of);
    let splitting_ev = second.map(|s| s.binding_ev - first.binding_ev);
    // Closer lines than a survey parts are one peak.
    let splitting_ev = splitting_ev.filter(|s| *s > 0.0 && ratio.is_some());
    inside.then(|| AskedPeak {
        name: group.name.clone(),
        energy_ev,
        splitting_ev,
        ratio: splitting_ev.and(ratio),
    })
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
            (lattice.share_percent.value - 66.7).abs() < 2.0,
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
        assert!(refused(&|a| a.window_ev = [529.0, 530.0]).contains("expected at least 8"));
        assert!(!refused(&|a| a.peaks.clear()).is_empty());
        let elsewhere = refused(&|a| a.peaks[0].energy_ev = 560.0);
        assert_eq!(
            elsewhere,
            "lattice: 560 eV is not in the region from 522 to 542 eV"
        );
        assert!(!refused(&|a| a.peaks[0].energy_ev = f64::NAN).is_empty());
    }
}
