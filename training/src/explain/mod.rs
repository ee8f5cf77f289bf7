//! Whether the explanation holds: do the reasons that the network gives lie on the lines of the
//! element that they are for? The figures are those of [`crate::evaluate::explanation`].

mod answered;
mod cases;
mod deletion;
mod grounding;
mod merits;
mod rank;
mod sanity;
mod stability;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use speclens::explain::{Explained, Options, Probe};
use speclens::model::Model;

use crate::evaluate::explanation::{Compared, Explanation, Method};

pub use cases::{Case, Simulation, belongs, is_of, measured, mixtures, pure};
pub use grounding::ground;

/// Mixtures whose FIS is worked out by other networks, with other noise, and moved.
const REPEATED: usize = 25;

/// Half-width of a wide background, eV: that with which removal was first tried.
const WIDE_EV: f64 = 40.0;

/// How Speclens explains: intensity is taken away, the evidence watched.
pub fn speclens(sigma_ev: f64) -> Method {
    Method {
        options: Options {
            sigma_ev,
            ..Options::default()
        },
        of: Explained::Evidence,
    }
}

/// How the published method does: a Gaussian of 1.5 eV is added, the atomic fraction watched; it
/// has no recordings but the file's own.
pub fn published() -> Method {
    Method {
        options: Options {
            probe: Probe::Addition,
            sigma_ev: 1.5,
            recordings: 0,
            ..Options::default()
        },
        of: Explained::Fraction,
    }
}

/// Measures the explanations of `model`, whose weights are the bytes `weights`, by `method` on
/// simulated spectra that it has not seen, `count` of them mixtures, and on the measured ones of the
/// table `truth`.
///
/// # Errors
/// Samples that cannot be simulated, files that cannot be read, a failing network or training.
pub fn explain(
    model: &Model,
    weights: &[u8],
    method: Method,
    count: usize,
    truth: Option<&Path>,
) -> Result<Explanation> {
    ensure!(count > 0, "0 mixtures; expected 1 or more");
    let source = model.manifest.source;
    let mut wide = method;
    wide.options.background_ev = WIDE_EV;
    let compared = |name: &str, cases: &[Case]| {
        eprintln!("{name}: {} spectra", cases.len());
        let ground = |method| ground(model, method, cases).with_context(|| name.to_owned());
        anyhow::Ok(Compared {
            spectra: cases.len(),
            speclens: ground(method)?,
            wide: ground(wide)?,
            published: ground(published())?,
        })
    };
    let measured = truth.map(|t| measured(t, source)).transpose()?;
    let mixed = mixtures(source, count)?;
    let repeated = &mixed[..REPEATED.min(mixed.len())];
    let mut once = method;
    once.options.recordings = 0;
    eprintln!("lines left out by the simulator");
    let deletion = deletion::deletion(model, method, &mixed)?;
    eprintln!("noise and shift");
    let stability = stability::stability(model, method, repeated)?;
    let measured = measured.map(|cases| compared("measured", &cases));
    let (pure, mixtures) = (
        compared("pure elements", &pure(source)?)?,
        compared("mixtures", &mixed)?,
    );
    eprintln!("other weights");
    Ok(Explanation {
        model: model.manifest.name.clone(),
        speclens: method,
        published: published(),
        pure,
        mixtures,
        measured: measured.transpose()?,
        deletion,
        sanity: sanity::sanity(model, weights, once, repeated)?,
        stability,
    })
}
