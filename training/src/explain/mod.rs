//! Whether the explanation holds: do the reasons that the network gives lie on the lines of the
//! element that they are for?

mod cases;
mod grounding;

use std::path::Path;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use speclens::explain::Options;
use speclens::model::Model;

pub use cases::{Case, Simulation, measured, mixtures, pure};
pub use grounding::{Grounded, ground, lost_without_own_lines};

/// What [`explain`] measured of one network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Name of the network.
    pub model: String,
    /// How spectra were probed.
    pub options: Options,
    /// On simulated pure elements.
    pub pure: Grounded,
    /// On the elements of simulated mixtures.
    pub mixtures: Grounded,
    /// On the elements of measured surveys.
    pub measured: Option<Grounded>,
}

/// Measures the explanations of `model` on simulated spectra that it has not seen, `count` of them
/// mixtures, and on the measured ones of the table `truth`.
///
/// # Errors
/// Samples that cannot be simulated, files that cannot be read, a failing network.
pub fn explain(
    model: &Model,
    options: Options,
    count: usize,
    truth: Option<&Path>,
) -> Result<Explanation> {
    let source = model.manifest.source;
    let measured = truth.map(|t| measured(t, source)).transpose()?;
    let grounded = |cases: &[Case]| ground(model, options, cases);
    Ok(Explanation {
        model: model.manifest.name.clone(),
        options,
        pure: grounded(&pure(source)?)?,
        mixtures: grounded(&mixtures(source, count)?)?,
        measured: measured.map(|cases| grounded(&cases)).transpose()?,
    })
}
