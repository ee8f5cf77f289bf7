//! Feature Importance Spectrum (FIS): what each part of the energy axis does for an element.

use serde::{Deserialize, Serialize};

use super::grounding::{Leaning, judge};
use super::line_table::{AllLines, LineWithout};
use super::options::{Explained, Probe};
use super::probes::Probes;
use super::run::Run;
use super::statistics::robust_deviation;
use crate::conventional::SpectrumLines;
use crate::spectrum::Doubt;

/// A value stands above the noise of its curve from so many robust standard deviations on.
const NOISE_DEVIATIONS: f64 = 4.0;
/// And from so many of its own standard errors on.
const OWN_ERRORS: f64 = 2.0;
/// Evidence lies elsewhere where less than this share of it lies on the element's own lines.
const LEAST_GROUNDING: f64 = 0.5;

/// Values along the energy axis, with what of them is noise.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Probed binding energies, eV, ascending.
    pub energy_ev: Vec<f64>,
    /// What each probe changes.
    pub value: Vec<f64>,
    /// Standard errors of the values.
    pub error: Vec<f64>,
    /// Values up to this one are taken for ripples: four robust standard deviations of the curve.
    pub noise_level: f64,
}

impl Curve {
    /// A curve with its noise level.
    pub fn new(energy_ev: Vec<f64>, value: Vec<f64>, error: Vec<f64>) -> Curve {
        Curve {
            noise_level: NOISE_DEVIATIONS * robust_deviation(&value),
            energy_ev,
            value,
            error,
        }
    }

    /// What each value must exceed to be more than noise: the level of the curve, or two of its own
    /// standard errors.
    pub fn noise(&self) -> Vec<f64> {
        let errors = self.error.iter();
        errors
            .map(|e| self.noise_level.max(OWN_ERRORS * e))
            .collect()
    }

    /// Energies and values that stand above the noise: evidence that may be named.
    pub fn above_noise(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let points = self.energy_ev.iter().zip(&self.value);
        points
            .zip(self.noise())
            .filter(|((_, v), noise)| **v > *noise)
            .map(|((energy_ev, v), _)| (*energy_ev, *v))
    }
}

/// The FIS of one element, with what may be said of it.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fis {
    /// Chemical symbol.
    pub element: String,
    /// What was done to the spectrum.
    pub probe: Probe,
    /// What is explained.
    pub of: Explained,
    /// Standard deviation of the probe, eV.
    pub sigma_ev: f64,
    /// Height of an added Gaussian, as a fraction of the maximum; absent where intensity was taken
    /// away.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub amplitude: Option<f64>,
    /// Unit of the values, as it is written on an axis.
    pub unit: String,
    /// Binding energies of the probes, eV, ascending.
    pub energy_ev: Vec<f64>,
    /// What the probe changes; positive where the spectrum speaks for the element.
    pub value: Vec<f64>,
    /// Standard errors of the values, from fresh recordings of the spectrum.
    pub error: Vec<f64>,
    /// Values up to this one are ripples.
    pub noise_level: f64,
    /// What each value must exceed in magnitude to be more than noise: `noise_level`, or two of its
    /// own standard errors.
    pub noise: Vec<f64>,
    /// Share of the importance above the noise that lies on the element's own lines, 0 to 1; null
    /// where nothing stands above the noise.
    pub grounding: Option<f64>,
    /// Whether the largest value lies there; null where nothing stands above the noise.
    pub pointing: Option<bool>,
    /// What the importance above the noise lies on, the largest share first.
    pub leans_on: Vec<Leaning>,
    /// The table of lines, where it was asked for as well.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lines: Vec<LineWithout>,
    /// What is lost without all of them, where that was asked for as well.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub all_lines: Option<AllLines>,
    /// The evidence lies elsewhere.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub doubt: Option<Doubt>,
    /// The sentence of `doubt`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub warning: Option<String>,
}

impl Fis {
    /// The FIS of element number `index`, `symbol`, from a finished run; `None` before its end or
    /// for an element that the network does not have.
    pub fn of(
        run: &Run<Probes>,
        index: usize,
        symbol: &str,
        of: Explained,
        lines: &SpectrumLines,
    ) -> Option<Fis> {
        let curve = run.curve(index, of)?;
        let options = run.inputs().options();
        let own = lines.of(symbol);
        let others: Vec<_> = lines.found.iter().filter(|e| e.symbol != symbol).collect();
        let grounding = judge(&curve, options.sigma_ev, &own, &others);
        let on_own = grounding.share.filter(|share| *share < LEAST_GROUNDING);
        // Added intensity says nothing of what the answer rests on, and there is no answer for an
        // element that is not found.
        let found = lines.found.iter().any(|e| e.symbol == symbol);
        let doubted = found && options.probe == Probe::Removal;
        let foreign = grounding.leans_on.iter().find(|l| !l.own);
        let doubt = foreign.zip(on_own).filter(|_| doubted);
        let doubt = doubt.map(|(leaning, grounding)| {
            let leaning = leaning.clone();
            Doubt::EvidenceElsewhere {
                element: symbol.to_owned(),
                grounding,
                line: leaning.line,
                energy_ev: leaning.energy_ev,
                share: leaning.share,
            }
        });
        Some(Fis {
            element: symbol.to_owned(),
            probe: options.probe,
            of,
            sigma_ev: options.sigma_ev,
            amplitude: (options.probe == Probe::Addition).then_some(options.amplitude),
            unit: unit(options.probe, of).to_owned(),
            noise: curve.noise(),
            energy_ev: curve.energy_ev,
            value: curve.value,
            error: curve.error,
            noise_level: curve.noise_level,
            grounding: grounding.share,
            pointing: grounding.pointing,
            leans_on: grounding.leans_on,
            lines: Vec::new(),
            all_lines: None,
            warning: doubt.as_ref().map(Doubt::to_string),
            doubt,
        })
    }
}

/// Unit of a FIS, as it is written on an axis.
fn unit(probe: Probe, of: Explained) -> &'static str {
    match (probe, of) {
        (Probe::Removal, Explained::Evidence) => "loss of ln amount",
        (Probe::Removal, Explained::Presence) => "loss of presence logit",
        (Probe::Removal, Explained::Fraction) => "loss of at. fraction",
        (Probe::Addition, Explained::Evidence) => "Δ ln amount per unit intensity",
        (Probe::Addition, Explained::Presence) => "Δ presence logit per unit intensity",
        (Probe::Addition, Explained::Fraction) => "Δ at. fraction per unit intensity",
    }
}
