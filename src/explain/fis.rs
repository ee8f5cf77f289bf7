//! Feature Importance Spectrum (FIS): what each part of the energy axis does for an element.

use serde::{Deserialize, Serialize};

use super::grounding::{Leaning, OWN_LINES, judge};
use super::line_table::{AllLines, Covered, LineWithout};
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
    /// Half-width of the background, eV; absent where intensity was added.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub background_ev: Option<f64>,
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
    /// where nothing stands above the noise, or where own lines fill most of the axis.
    pub grounding: Option<f64>,
    /// Whether the largest value lies there; null as for `grounding`.
    pub pointing: Option<bool>,
    /// Share of the axis that is own lines: the grounding that chance would give.
    pub chance: f64,
    /// Intervals of binding energy that count as own lines, eV: those of the element's lines, wider
    /// by σ.
    pub own_windows_ev: Vec<[f64; 2]>,
    /// What the importance above the noise lies on, the largest share first.
    pub leans_on: Vec<Leaning>,
    /// The table of lines, where it was asked for as well.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lines: Vec<LineWithout>,
    /// Line groups that are not taken away alone, where that was asked for as well.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub covered: Vec<Covered>,
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
            background_ev: (options.probe == Probe::Removal).then_some(options.background_ev),
            unit: unit(options.probe, of).to_owned(),
            noise: curve.noise(),
            energy_ev: curve.energy_ev,
            value: curve.value,
            error: curve.error,
            noise_level: curve.noise_level,
            grounding: grounding.share,
            pointing: grounding.pointing,
            chance: grounding.chance,
            own_windows_ev: own.windows_ev(OWN_LINES.plus(options.sigma_ev)),
            leans_on: grounding.leans_on,
            lines: Vec::new(),
            covered: Vec::new(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::{Options, Recordings};
    use crate::model::quantify::ElementAmount;
    use crate::spectrum::{Grid, Source, Spectrum};

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 600,
    };

    /// Lines at 230 and 285 eV on a level.
    fn spectrum() -> Spectrum {
        let line = |e: f64, at: f64| (-0.5 * ((e - at) / 2.0).powi(2)).exp();
        let energy_ev: Vec<f64> = (0..600).map(f64::from).collect();
        let counts = energy_ev.iter();
        let counts = counts.map(|e| 1e4 * (1.0 + 4.0 * line(*e, 228.0) + 4.0 * line(*e, 285.0)));
        Spectrum {
            counts: counts.collect(),
            energy_ev,
            photon_energy_ev: Some(Source::AlKa.photon_energy_ev()),
            ..Default::default()
        }
    }

    fn found(symbol: &str) -> ElementAmount {
        ElementAmount {
            symbol: symbol.into(),
            z: 0,
            atomic_percent: 50.0,
            presence: 1.0,
            interval: [40.0, 60.0],
        }
    }

    /// The FIS of molybdenum for a network that reads its evidence off at `read_at` eV.
    fn fis(read_at: usize, options: Options) -> Fis {
        let spectrum = spectrum();
        let input = GRID.place(&spectrum).unwrap().tensor;
        let recordings = Recordings::new(&GRID, &input, 3, options.background_ev);
        let mut run = Run::new(Probes::new(recordings, options).unwrap(), 1, 64);
        while let Some(batch) = run.next_batch() {
            let rows = batch.chunks(1200);
            let table = rows.flat_map(|x| [0.9, 1.0, 0.0, 2.2, 5.0 * x[read_at], 0.0]);
            run.accept(&table.collect::<Vec<f32>>()).unwrap();
        }
        let found = [found("C"), found("Mo")];
        let lines = SpectrumLines::new(&found, &spectrum, Source::AlKa).unwrap();
        Fis::of(&run, 0, "Mo", Explained::Evidence, &lines).unwrap()
    }

    #[test]
    fn evidence_on_own_lines_is_grounded_and_elsewhere_is_a_doubt() {
        let own = fis(228, Options::default());
        assert_eq!(own.pointing, Some(true));
        assert!(
            own.grounding.unwrap() > 0.95 && own.doubt.is_none(),
            "{own:?}"
        );
        assert_eq!(own.leans_on[0].line.as_deref(), Some("Mo 3d"));
        let elsewhere = fis(285, Options::default());
        assert_eq!(elsewhere.pointing, Some(false));
        let Some(Doubt::EvidenceElsewhere {
            element,
            line,
            grounding,
            ..
        }) = &elsewhere.doubt
        else {
            panic!("a doubt: {elsewhere:?}");
        };
        assert_eq!((element.as_str(), line.as_deref()), ("Mo", Some("C 1s")));
        assert!(*grounding < 0.1 && elsewhere.warning.unwrap().contains("C 1s"));
    }

    #[test]
    fn what_would_add_to_it_is_no_doubt_about_the_answer() {
        let added = fis(
            285,
            Options {
                probe: Probe::Addition,
                ..Options::default()
            },
        );
        assert_eq!((added.pointing, added.doubt), (Some(false), None));
        assert_eq!((added.amplitude, added.background_ev), (Some(0.1), None));
    }

    #[test]
    fn a_probe_as_wide_as_the_spectrum_has_no_grounding() {
        let wide = fis(
            228,
            Options {
                sigma_ev: 50.0,
                ..Options::default()
            },
        );
        assert!(wide.chance > 0.5, "{}", wide.chance);
        assert_eq!((wide.grounding, wide.doubt), (None, None));
    }
}
