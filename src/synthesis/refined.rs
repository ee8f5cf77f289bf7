//! What a fit says: a refined composition, and how well the implied spectrum is that which was measured.

use serde::{Deserialize, Serialize};

/// A composition refined by the spectrum that it implies.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refined {
    /// The elements in the order of the answer.
    pub elements: Vec<RefinedElement>,
    /// Elements that were tried at peaks which none of the answer explains.
    pub tried: Vec<Tried>,
    /// How far the lines stand at higher binding energy than tables and chemical states have them, eV: the median
    /// over the elements.
    pub shift_ev: f64,
    /// FWHM of analyser and source, eV.
    pub resolution_ev: f64,
    /// n and q of the transmission (E/1 keV)^n · exp(q·ln²(E/1 keV)), beside the function of a file.
    pub transmission: [f64; 2],
    /// Whether the source is taken to have a monochromator: Kα₃,₄ are then not drawn.
    pub monochromated: bool,
}

/// What the fit says of one element.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefinedElement {
    /// Chemical symbol.
    pub element: String,
    /// Atomic percent.
    pub atomic_percent: f64,
    /// 90 % interval: the fit's covariance, tables included, and the floor of `docs/method/synthesis.md`
    /// in quadrature.
    pub interval: [f64; 2],
    /// 1: all of its signal comes from the topmost nanometre; 0: it stands as in an even sample; below zero:
    /// deeper.
    pub at_the_surface: f64,
    /// By how many standard deviations the spectrum is explained worse without it, all others adjusted.
    pub needed: f64,
    /// The same in words.
    pub text: String,
}

/// An element that was tried at a peak.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// Its line with its symbol: `Mo 3d`.
    pub line: String,
    /// Binding energy of the peak, eV.
    pub energy_ev: f64,
    /// Atomic percent that explain it best.
    pub atomic_percent: f64,
    /// By how many standard deviations the spectrum is explained better with it.
    pub gain: f64,
    /// The same in words.
    pub text: String,
}

/// How well an implied spectrum is the measured one.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Goodness {
    /// Share of the lines' contrast (height over the mean of 15 points to both sides; of squares) that it
    /// explains, 0 to 1.
    pub explained: f64,
    /// Root mean square of the residual in standard deviations of the noise: 1 is as good as can be.
    pub residual_in_noise: f64,
}

impl Goodness {
    /// The same in words.
    pub fn text(&self) -> String {
        format!(
            "{:.0} % of the lines' contrast explained, residual {:.1} times the noise{}",
            100.0 * self.explained,
            self.residual_in_noise,
            match self.explained {
                e if e < POORLY => ": poorly fitted, the refined amounts are doubtful",
                _ => "",
            }
        )
    }
}

/// Where less of the contrast is explained, little can be said of amounts.
const POORLY: f64 = 0.7;

/// An element that is needed less than this is doubtful.
pub(super) const NEEDED: f64 = 3.0;

impl RefinedElement {
    /// What `needed` and the place say in words.
    pub(super) fn say(element: &str, needed: f64, at_the_surface: f64) -> String {
        let place = match at_the_surface {
            t if t > 0.5 => "; it stands at the surface",
            t if t < -0.3 => "; it stands below something",
            _ => "",
        };
        match needed {
            n if n < NEEDED => format!("explained as well without {element}: doubtful"),
            n => format!("without it worse by {n:.0} σ{place}"),
        }
    }
}
