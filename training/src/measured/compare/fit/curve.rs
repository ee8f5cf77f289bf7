//! Fit of the curve itself, photoelectron lines only: shift, resolution, layers, and amounts to go on from.

use anyhow::{Context, Result};
use speclens::conventional::EvenCurve;

use super::problem::{Free, minimize};
use super::scaled;
use super::target::Target;
use crate::measured::compare::lines::expected::{self, LineKind};
use crate::measured::compare::lines::features::{self, Feature};
use crate::measured::compare::sample::{BulkElement, DrawnLines, KnownSample, Parameters};

/// Thicknesses of native oxide at which a fit begins, nm.
const START_OXIDE_NM: [f64; 2] = [0.3, 6.0];
/// Pull of n and q of the transmission to zero, or to the function of the file: n = 0.4 costs as
/// much as 10 % of a main line's area.
pub(super) const PULL_OF_TRANSMISSION: f64 = 0.25;
/// The same at first, as long as nothing fits yet.
const FIRST_PULL: f64 = 5.0;
/// A source is taken as one without a monochromator if that leaves so much less unexplained.
const TWIN_GAIN: f64 = 0.9;

/// A fit of the curve itself.
#[derive(Debug, Clone)]
pub struct CurveFit {
    /// What was known; with the source's kind and the layers as they fit.
    pub known: KnownSample,
    /// The values found.
    pub parameters: Parameters,
    /// Share of the lines' contrast that is left unexplained (of squares).
    pub unexplained: f64,
}

/// Fits the curve from scratch: from all shifts that look possible, bare metals and oxidised ones,
/// with a monochromator and without where `known` does not tell.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn begin(known: &KnownSample, measured: &EvenCurve) -> Result<CurveFit> {
    let first = KnownSample {
        monochromated: known.monochromated.or(Some(true)),
        ..known.clone()
    };
    // Whether a metal is bare or deep in its oxide cannot be reached from one another.
    let thicknesses: &[f64] = if known.oxidised {
        &START_OXIDE_NM
    } else {
        &[0.0]
    };
    let grid = measured.grid();
    let all_lines = Target::new(measured);
    let mut best: Option<CurveFit> = None;
    for &oxide_nm in thicknesses {
        let start = Parameters::start(&first, oxide_nm);
        let unshifted = first.simulate(&start, &grid, DrawnLines::All)?;
        for shift_ev in all_lines.likely_shifts(&unshifted) {
            let parameters = Parameters {
                shift_ev: start.shift_ev + shift_ev,
                ..start.clone()
            };
            let tried = refine_with(&first, &parameters, measured, FIRST_PULL)?;
            if best
                .as_ref()
                .is_none_or(|b| tried.unexplained < b.unexplained)
            {
                best = Some(tried);
            }
        }
    }
    let mut best = best.context("no fit was begun")?;
    // The second time the Auger groups are where the first fit has them, and there are only
    // layers that show.
    keep_what_shows(&mut best, measured)?;
    best = refine(&best.known, &best.parameters, measured)?;
    if known.monochromated.is_none() {
        let twin = KnownSample {
            monochromated: Some(false),
            ..best.known.clone()
        };
        let tried = refine(&twin, &best.parameters, measured)?;
        if tried.unexplained < TWIN_GAIN * best.unexplained {
            best = tried;
        }
    }
    Ok(best)
}

/// Goes on from `parameters`.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn refine(
    known: &KnownSample,
    parameters: &Parameters,
    measured: &EvenCurve,
) -> Result<CurveFit> {
    refine_with(known, parameters, measured, PULL_OF_TRANSMISSION)
}

fn refine_with(
    known: &KnownSample,
    parameters: &Parameters,
    measured: &EvenCurve,
    pull_of_transmission: f64,
) -> Result<CurveFit> {
    let grid = measured.grid();
    let target = target(measured, known, parameters)?;
    let free = Free {
        axis: true,
        pull: 0.0,
        // As a share of all that is to be explained.
        pull_of_transmission: pull_of_transmission * target.size(),
    };
    let parameters = minimize(known, &grid, parameters, free, |c| target.residuals(c));
    let unexplained = target.unexplained(&known.simulate(&parameters, &grid, DrawnLines::All)?);
    Ok(CurveFit {
        known: known.clone(),
        parameters,
        unexplained,
    })
}

/// `measured` without the Auger groups that `known` has at `parameters`: their energies and intensities are what is
/// to be judged, they shall not decide on shift and amounts.
///
/// # Errors
/// A sample that the simulator refuses.
pub(super) fn target(
    measured: &EvenCurve,
    known: &KnownSample,
    parameters: &Parameters,
) -> Result<Target> {
    let of = |lines: DrawnLines| known.simulate(parameters, &measured.grid(), lines);
    let (photo, auger) = (of(DrawnLines::Photo)?, of(DrawnLines::Auger)?);
    Ok(Target::without_auger(measured, &photo, &auger))
}

impl CurveFit {
    /// The peaks of the measured curve, named and matched, as the fit has them.
    ///
    /// # Errors
    /// A sample that the simulator refuses.
    pub fn features(&self, measured: &EvenCurve) -> Result<Vec<Feature>> {
        let (known, parameters) = (&self.known, &self.parameters);
        let curve = known.simulate(parameters, &measured.grid(), DrawnLines::All)?;
        let simulated = scaled(&curve, target(measured, known, parameters)?.scale(&curve));
        let lines = expected::lines(known, parameters);
        Ok(features::find(
            &lines,
            measured,
            &simulated,
            parameters.shift_ev,
        ))
    }
}

/// Leaves out the layers whose main line `measured` does not show, and the elements that may be
/// there but show no photoelectron line: they would be used to make up for something else.
fn keep_what_shows(fit: &mut CurveFit, measured: &EvenCurve) -> Result<()> {
    let found = fit.features(measured)?;
    let shows = |label: &str| found.iter().any(|f| f.label == label);
    fit.known.contaminated &= shows("C 1s");
    fit.known.oxidised &= shows("O 1s");
    let (parts, amounts): (Vec<BulkElement>, Vec<f64>) = fit
        .known
        .bulk
        .drain(..)
        .zip(fit.parameters.amounts.drain(..))
        .filter(|(part, _)| {
            let mut photo = found.iter().filter(|f| f.kind == Some(LineKind::Photo));
            part.required || photo.any(|f| f.symbol() == part.symbol)
        })
        .unzip();
    fit.known.bulk = parts;
    fit.parameters.amounts = amounts;
    Ok(())
}
