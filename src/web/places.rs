//! What may stand at an energy, and how far the axis may be off, for the page.

use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_js};
use super::{Engine, Prepared, into_error};
use crate::analysis::{self, Analysis};
use crate::explain::LineTable;
use crate::network::Row;
use crate::synthesis::Refined;

#[wasm_bindgen]
impl Engine {
    /// The lines of all elements in a spectrum, in ascending energy. `table` is the network's row that `analysis` was
    /// concluded from; `tables` are those of [`Engine::line_tables`], none before they are worked out.
    ///
    /// # Errors
    /// A value that is no analysis, a row of the wrong length.
    #[wasm_bindgen(unchecked_return_type = "LinePlace[]")]
    pub fn line_places(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        table: &[f32],
        #[wasm_bindgen(unchecked_param_type = "LineTable[]")] tables: JsValue,
    ) -> Result<JsValue, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let tables: Vec<LineTable> = from_js(tables)?;
        let row = Row::of(table).ok_or_else(|| into_error("a row of the wrong length"))?;
        let manifest = &self.model.manifest;
        let places = analysis::line_places(manifest, &prepared.inner, &analysis, &row, &tables);
        to_js(&places.map_err(into_error)?)
    }

    /// What the spectrum offers to calibrate its energy axis by. `refined` is what [`Engine::refine`] came to,
    /// undefined before.
    ///
    /// # Errors
    /// A value that is no analysis.
    #[wasm_bindgen(unchecked_return_type = "CalibrationEstimate[]")]
    pub fn calibrations(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Refined | undefined")] refined: JsValue,
    ) -> Result<JsValue, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let refined: Option<Refined> = from_js(refined)?;
        let manifest = &self.model.manifest;
        let all = analysis::calibrations(manifest, &prepared.inner, &analysis, refined.as_ref());
        to_js(&all.map_err(into_error)?)
    }
}
