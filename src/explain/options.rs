//! What is explained, and how a spectrum is probed.

use serde::{Deserialize, Serialize};

use crate::network::Row;

/// How the spectrum is changed to see what the answer rests on.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// What stands above the background is taken away under a Gaussian: what carries the answer.
    #[default]
    Removal,
    /// A Gaussian is added: what would add to the answer. The probe of the published method.
    Addition,
}

/// Which of the network's numbers about an element is explained.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// Natural logarithm of the amount, before presence and before all amounts are divided by
    /// their sum: it does not saturate, and other elements' lines do not lower it.
    #[default]
    Evidence,
    /// Logit of the probability that the element is there: for elements that are not found.
    Presence,
    /// Atomic fraction, before the presence threshold: what the published method explains.
    Fraction,
}

impl Explained {
    /// The number that is explained, of element `index`.
    pub fn value(self, row: &Row<'_>, index: usize) -> f64 {
        f64::from(match self {
            Explained::Evidence => row.evidence[index],
            Explained::Presence => row.presence_logits[index],
            Explained::Fraction => row.fractions[index],
        })
    }

    /// The same on the scale on which a share can be lost: amount, probability, fraction.
    pub fn amount(self, row: &Row<'_>, index: usize) -> f64 {
        match self {
            Explained::Evidence => f64::from(row.evidence[index]).exp(),
            Explained::Presence => f64::from(row.presence[index]),
            Explained::Fraction => f64::from(row.fractions[index]),
        }
    }
}

/// Half-width of the background where nothing else is asked for, eV. Wider, the background of an
/// Auger group or of a line on the losses of another would be taken for the line.
const BACKGROUND_EV: f64 = 14.0;
/// The same where whole line groups are taken away, eV: with their feet.
const LINES_BACKGROUND_EV: f64 = 18.0;

/// How a spectrum is probed.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// What is done to the spectrum.
    pub probe: Probe,
    /// Standard deviation σ of the Gaussian, eV.
    pub sigma_ev: f64,
    /// Height a of an added Gaussian, as a fraction of the spectrum's maximum.
    pub amplitude: f64,
    /// Half-width of the SNIP background of a scan, eV: structures up to about twice as wide stand
    /// above it. That of a table of lines is [`Options::lines_background_ev`].
    pub background_ev: f64,
    /// Fresh recordings of the spectrum beside the file's own.
    pub recordings: usize,
    /// Inputs that are run through the network at once.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            probe: Probe::Removal,
            sigma_ev: 5.0,
            amplitude: 0.1,
            background_ev: BACKGROUND_EV,
            recordings: 3,
            batch: 32,
        }
    }
}

/// What is wrong with [`Options`].
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OptionsError {
    /// σ out of range.
    #[error("σ = {0} eV; it must lie between 0.5 and 50 eV")]
    Sigma(f64),
    /// Amplitude out of range.
    #[error("amplitude = {0}; it must lie between 0.001 and 1 of the maximum")]
    Amplitude(f64),
    /// Half-width of the background out of range.
    #[error("half-width of the background = {0} eV; it must lie between 5 and 100 eV")]
    Background(f64),
    /// No or too many fresh recordings.
    #[error("{0} fresh recordings; there must be 1 to 50, or there is no standard error")]
    Recordings(usize),
    /// No inputs at once.
    #[error("a batch must hold at least one input")]
    Batch,
}

impl Options {
    /// Half-width of the background above which whole line groups are taken away, eV.
    pub fn lines_background_ev(&self) -> f64 {
        self.background_ev.max(LINES_BACKGROUND_EV)
    }

    /// Refuses what makes no sense.
    ///
    /// # Errors
    /// [`OptionsError`].
    pub fn validate(&self) -> Result<(), OptionsError> {
        if !(0.5..=50.0).contains(&self.sigma_ev) {
            return Err(OptionsError::Sigma(self.sigma_ev));
        }
        let added = self.probe == Probe::Addition;
        if added && !(0.001..=1.0).contains(&self.amplitude) {
            return Err(OptionsError::Amplitude(self.amplitude));
        }
        if !added && !(5.0..=100.0).contains(&self.background_ev) {
            return Err(OptionsError::Background(self.background_ev));
        }
        if !(1..=50).contains(&self.recordings) {
            return Err(OptionsError::Recordings(self.recordings));
        }
        if self.batch == 0 {
            return Err(OptionsError::Batch);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senseless_options_are_refused() {
        let broken: [fn(&mut Options); 8] = [
            |o| o.sigma_ev = 0.0,
            |o| o.sigma_ev = f64::NAN,
            |o| (o.probe, o.amplitude) = (Probe::Addition, 0.0),
            |o| o.background_ev = 4.0,
            |o| o.background_ev = f64::NAN,
            |o| o.recordings = 0,
            |o| o.recordings = 51,
            |o| o.batch = 0,
        ];
        for break_it in broken {
            let mut options = Options::default();
            break_it(&mut options);
            assert!(options.validate().is_err(), "{options:?}");
        }
        assert!(Options::default().validate().is_ok());
    }

    #[test]
    fn what_is_left_out_is_the_default() {
        let options: Options = serde_json::from_str(r#"{"sigma_ev": 3.0}"#).unwrap();
        assert_eq!(
            options,
            Options {
                sigma_ev: 3.0,
                ..Options::default()
            }
        );
        assert!(serde_json::from_str::<Options>(r#"{"sigma": 3.0}"#).is_err());
    }
}
