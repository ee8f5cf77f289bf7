//! Spectra as JSON, all fields as they are.

use super::{WriteError, check};
use crate::shared::speclens_json::{FORMAT, JsonFile, VERSION};
use speclens_spectrum::Spectrum;

/// `{"format":"speclens-spectra","version":1,"spectra":[…]}`, each spectrum with the fields of
/// [`Spectrum`] under their names. Reading gives the same spectra, named and numbered after the
/// file.
///
/// # Errors
/// [`WriteError`]: no spectrum, or one whose numbers are not finite or do not fit together.
pub fn json(spectra: &[Spectrum]) -> Result<String, WriteError> {
    check(spectra)?;
    let file = JsonFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        spectra,
    };
    serde_json::to_string(&file)
        .map(|text| text + "\n")
        .map_err(|e| WriteError::Spectrum {
            number: 1,
            reason: super::one_line(&e.to_string()),
        })
}
