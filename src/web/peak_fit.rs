//! Peaks of one region parted, for the page.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_js};
use super::{Engine, Prepared, into_error};
use crate::analysis::{self, Analysis};
use crate::peak_fit::{self, AskedFit, FittedCurves, FittedRegion};

/// A fitted region.
#[wasm_bindgen]
pub struct PeakFit {
    region: FittedRegion,
    curves: FittedCurves,
}

#[wasm_bindgen]
impl PeakFit {
    /// Fits the peaks of one region of a spectrum.
    ///
    /// # Errors
    /// A value that asks for nothing known; a region or peaks that cannot be fitted.
    pub fn run(
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "AskedFit")] asked: JsValue,
    ) -> Result<PeakFit, JsError> {
        let asked: AskedFit = from_js(asked)?;
        let fitted = peak_fit::fit(&prepared.inner.spectrum, &asked);
        let (region, curves) = fitted.map_err(into_error)?;
        Ok(PeakFit { region, curves })
    }

    /// What came out.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "FittedRegion")]
    pub fn region(&self) -> Result<JsValue, JsError> {
        to_js(&self.region)
    }

    /// All peaks and the background at the energies of the file; NaN outside of the region.
    pub fn sum(&self) -> Float64Array {
        Float64Array::from(self.curves.sum.as_slice())
    }
}

#[wasm_bindgen]
impl Engine {
    /// The peaks to begin with from `from_ev` to `to_ev`: lines there of the elements of `analysis` (as
    /// [`Engine::conclude`] gave it).
    ///
    /// # Errors
    /// A value that is no analysis, a spectrum without binding energies.
    #[wasm_bindgen(unchecked_return_type = "AskedPeak[]")]
    pub fn suggest_peaks(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        from_ev: f64,
        to_ev: f64,
    ) -> Result<JsValue, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let manifest = &self.model.manifest;
        let seen = analysis::lines_of(manifest, &prepared.inner, &analysis);
        to_js(&peak_fit::suggested(
            [from_ev, to_ev],
            &seen.map_err(into_error)?,
        ))
    }
}
