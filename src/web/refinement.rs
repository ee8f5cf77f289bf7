//! The spectrum that an answer implies, for the page: a fit whose steps the page asks for.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_js};
use super::{Engine, Prepared, into_error};
use crate::analysis::{self, Analysis};
use crate::synthesis::{self, Reconstruction};
use crate::wire::RefinedAnswer;

/// A fit that goes on step by step; afterwards, the spectra that compositions imply.
#[wasm_bindgen]
pub struct Refinement {
    inner: synthesis::Refinement,
    reconstruction: Option<Reconstruction>,
}

#[wasm_bindgen]
impl Engine {
    /// Starts to refine `analysis` (as [`Engine::conclude`] gave it) by the spectrum that it implies; undefined
    /// where there is nothing to fit.
    ///
    /// # Errors
    /// A value that is no analysis, a spectrum without binding energies.
    pub fn refine(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
    ) -> Result<Option<Refinement>, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let manifest = &self.model.manifest;
        let inner = analysis::refinement(manifest, &prepared.inner, &analysis);
        Ok(inner.map_err(into_error)?.map(|inner| Refinement {
            inner,
            reconstruction: None,
        }))
    }
}

#[wasm_bindgen]
impl Refinement {
    /// One step; whether there are more.
    pub fn step(&mut self) -> bool {
        self.inner.step()
    }

    /// Steps done.
    pub fn done(&self) -> usize {
        self.inner.progress()[0]
    }

    /// All steps.
    pub fn total(&self) -> usize {
        self.inner.progress()[1]
    }

    /// What the fit says, as far as it has come: `{refined, goodness, text}`; undefined where it came to
    /// nothing.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "RefinedAnswer | undefined")]
    pub fn finish(&mut self) -> Result<JsValue, JsError> {
        let Some((refined, reconstruction)) = self.inner.finish() else {
            return Ok(JsValue::UNDEFINED);
        };
        let answer = RefinedAnswer::new(refined, &reconstruction);
        self.reconstruction = Some(reconstruction);
        to_js(&answer)
    }

    /// The implied spectrum of atomic percents in the order of the answer (undefined: of the refined ones), one
    /// intensity for each energy of the file; undefined before the end.
    pub fn implied(&self, percents: Option<Vec<f64>>) -> Option<Float64Array> {
        let (counts, _) = self.reconstruction.as_ref()?.implied(percents.as_deref());
        Some(Float64Array::from(counts.as_slice()))
    }

    /// How well that of atomic percents explains the measured spectrum, in words; undefined before the end.
    pub fn goodness(&self, percents: Option<Vec<f64>>) -> Option<String> {
        let (_, goodness) = self.reconstruction.as_ref()?.implied(percents.as_deref());
        Some(goodness.text())
    }
}
