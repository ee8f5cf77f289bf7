//! The composition of an analysis refined by the spectrum that it implies.

use super::{AnalyseError, Analysis, Prepared, lines_of};
use crate::model::manifest::Manifest;
use crate::spectrum::Source;
use crate::spectrum::grid::PlaceError;
use crate::synthesis::{Refinement, Setting};

/// The refinement of an analysed spectrum, not begun; `None` where there is nothing to fit: no element, too
/// few points, a source that the network is not for.
///
/// # Errors
/// A spectrum without binding energies.
pub fn refinement(
    manifest: &Manifest,
    prepared: &Prepared,
    analysis: &Analysis,
) -> Result<Option<Refinement>, AnalyseError> {
    if Source::nearest(prepared.excitation_ev) != Some(manifest.source) {
        return Ok(None);
    }
    let seen = lines_of(manifest, prepared, analysis)?;
    let setting = Setting {
        found: &analysis.elements,
        seen: &seen,
        unexplained: analysis.unexplained.as_deref().unwrap_or_default(),
        spectrum: &prepared.spectrum,
        input: &prepared.input,
        grid: &manifest.grid,
    };
    Ok(Refinement::new(setting).map_err(PlaceError::Axis)?)
}

/// Refines the composition of an analysis, from beginning to end.
///
/// # Errors
/// A spectrum without binding energies.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn refine(
    manifest: &Manifest,
    prepared: &Prepared,
    analysis: &mut Analysis,
) -> Result<(), AnalyseError> {
    if let Some(mut refinement) = refinement(manifest, prepared, analysis)? {
        while refinement.step() {}
        if let Some((refined, reconstruction)) = refinement.finish() {
            analysis.refined = Some(refined);
            analysis.goodness = Some(reconstruction.implied(None).1);
        }
    }
    Ok(())
}
