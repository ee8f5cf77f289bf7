//! The report on an answer, for the page to save.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::convert::from_js;
use super::{Engine, Prepared, SpectrumFile, into_error};
use crate::analysis::Analysis;
use crate::explain::{Fis, LineTable};
use crate::report::Report;

/// What a report shows besides the answer.
#[derive(Deserialize)]
struct Besides {
    settings: Vec<String>,
    tables: Vec<LineTable>,
    fis: Vec<Fis>,
    engine: String,
    made: String,
    on_show: Option<OnShow>,
}

/// The figure as its user sees it.
#[derive(Deserialize)]
struct OnShow {
    svg: String,
    caption: String,
}

#[wasm_bindgen]
impl Engine {
    /// A report on block `index` of `file` and its `analysis` (as [`Engine::conclude`] gave it, with `refined` and `goodness` where the fit is
    /// done) as one HTML file. `implied` is the implied spectrum, one intensity for each energy; `besides` are
    /// what its user told and chose, the tables of lines and FIS as far as they are worked out, what ran the network and when the report was
    /// made, and the figure on show.
    ///
    /// # Errors
    /// A value that is no analysis, a figure that cannot be drawn.
    pub fn report(
        &self,
        file: &SpectrumFile,
        index: usize,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        implied: Option<Vec<f64>>,
        #[wasm_bindgen(
            unchecked_param_type = "{ settings: string[], tables: LineTable[], fis: Fis[], engine: string, made: string, on_show: { svg: string, caption: string } | null }"
        )]
        besides: JsValue,
    ) -> Result<String, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let besides: Besides = from_js(besides)?;
        let on_show = besides.on_show.as_ref();
        let stated = file.stated(index)?;
        let report = Report {
            spectrum: &prepared.inner.spectrum,
            stated: &stated,
            settings: &besides.settings,
            analysis: &analysis,
            manifest: &self.model.manifest,
            format: file.inner.format.name(),
            sha256: &file.sha256,
            tables: &besides.tables,
            fis: &besides.fis,
            implied: implied.as_deref(),
            engine: &besides.engine,
            made: &besides.made,
            on_show: on_show.map(|s| (s.svg.as_str(), s.caption.as_str())),
        };
        report.html().map_err(into_error)
    }
}
