//! Why the network answers as it does, for the page: runs whose inputs the page has answered.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::convert::{from_js, to_js};
use super::{Engine, Prepared, into_error};
use crate::analysis::{self, Analysis};
use crate::conventional::SpectrumLines;
use crate::explain::{Explained, Fis, LineRemovals, Options, Probes, Recordings, Run};

/// A run was asked for its result before its end.
const UNFINISHED: &str = "not all inputs have been answered yet";

#[wasm_bindgen]
impl Engine {
    /// Starts the tables of lines of the elements found in `analysis` (as [`Engine::conclude`] gave
    /// it): what the answer becomes without each line group. `options` as [`Engine::probe`] takes
    /// them; of them only `background_ev`, `recordings` and `batch` matter.
    ///
    /// # Errors
    /// A value that is no analysis, options out of range.
    pub fn remove_lines(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Partial<Options>")] options: JsValue,
    ) -> Result<LineRun, JsError> {
        let (analysis, options, lines) = self.asked(prepared, analysis, options)?;
        let background_ev = options.lines_background_ev();
        let recordings = self.recordings(prepared, &options, background_ev);
        let removals = LineRemovals::of_found(recordings, &lines)
            .constrained(&prepared.inner.adjustments.constraints);
        Ok(LineRun {
            inner: Run::new(removals, self.model.manifest.elements.len(), options.batch),
            analysis,
        })
    }

    /// The tables of a finished run, in the order of the analysis. `of` is what the shares are of:
    /// `evidence`, `presence` or `fraction`; undefined for the evidence.
    ///
    /// # Errors
    /// A run that is not finished.
    #[wasm_bindgen(unchecked_return_type = "LineTable[]")]
    pub fn line_tables(
        &self,
        run: &LineRun,
        #[wasm_bindgen(unchecked_param_type = "Explained | undefined")] of: JsValue,
    ) -> Result<JsValue, JsError> {
        let of: Option<Explained> = from_js(of)?;
        let of = |symbol: &str| of.unwrap_or_else(|| run.analysis.explained(symbol));
        let tables = run.inner.tables(&self.model.manifest, of);
        to_js(&tables.ok_or_else(|| into_error(UNFINISHED))?)
    }

    /// Starts a scan of the energy axis for the FIS of all elements. `options`: some of `{probe:
    /// 'removal' | 'addition', sigma_ev, amplitude, background_ev, recordings, batch}`.
    ///
    /// # Errors
    /// A value that is no analysis, options out of range.
    pub fn probe(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Partial<Options>")] options: JsValue,
    ) -> Result<ProbeRun, JsError> {
        let (analysis, options, lines) = self.asked(prepared, analysis, options)?;
        let probes = Probes::new(
            self.recordings(prepared, &options, options.background_ev),
            options,
        )
        .map_err(into_error)?;
        Ok(ProbeRun {
            inner: Run::new(probes, self.model.manifest.elements.len(), options.batch),
            analysis,
            lines,
        })
    }

    /// The FIS of the element `symbol` from a finished run, whichever the network knows. `of` as
    /// [`Engine::line_tables`] takes it; undefined for the evidence, or for the presence where the
    /// element is not found.
    ///
    /// # Errors
    /// An element that the network does not know, a run that is not finished.
    #[wasm_bindgen(unchecked_return_type = "Fis")]
    pub fn fis(
        &self,
        run: &ProbeRun,
        symbol: &str,
        #[wasm_bindgen(unchecked_param_type = "Explained | undefined")] of: JsValue,
    ) -> Result<JsValue, JsError> {
        let of: Option<Explained> = from_js(of)?;
        let index = analysis::element_index(&self.model.manifest, symbol).map_err(into_error)?;
        let symbol = &self.model.manifest.elements[index];
        let of = of.unwrap_or_else(|| run.analysis.explained(symbol));
        let fis = Fis::of(&run.inner, index, symbol, of, &run.lines);
        to_js(&fis.ok_or_else(|| into_error(UNFINISHED))?)
    }
}

impl Engine {
    /// What is explained, how, and the lines of the elements found.
    fn asked(
        &self,
        prepared: &Prepared,
        analysis: JsValue,
        options: JsValue,
    ) -> Result<(Analysis, Options, SpectrumLines), JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let options: Options = from_js(options)?;
        options.validate().map_err(into_error)?;
        let manifest = &self.model.manifest;
        let lines = analysis::lines_of(manifest, &prepared.inner, &analysis).map_err(into_error)?;
        Ok((analysis, options, lines))
    }

    fn recordings(&self, prepared: &Prepared, options: &Options, background_ev: f64) -> Recordings {
        let grid = &self.model.manifest.grid;
        let input = &prepared.inner.input.tensor;
        Recordings::new(grid, input, options.recordings, background_ev)
    }
}

/// What is asked of the network for the tables of lines: hands out inputs, takes the network's
/// answers, batch by batch.
#[wasm_bindgen]
pub struct LineRun {
    inner: Run<LineRemovals>,
    analysis: Analysis,
}

/// What is asked of the network for Feature Importance Spectra: hands out inputs, takes the
/// network's answers, batch by batch.
#[wasm_bindgen]
pub struct ProbeRun {
    inner: Run<Probes>,
    analysis: Analysis,
    lines: SpectrumLines,
}

/// What the page does with a run, whatever is asked.
macro_rules! batches {
    ($run:ident) => {
        #[wasm_bindgen]
        impl $run {
            /// The next batch of inputs, `[rows, 2, points]`; undefined when all are answered.
            pub fn next_batch(&mut self) -> Option<Float32Array> {
                let batch = self.inner.next_batch()?;
                Some(Float32Array::from(batch.as_slice()))
            }

            /// Rows of the batch that is out.
            pub fn rows(&self) -> usize {
                self.inner.waiting()
            }

            /// Takes the table for the batch that is out.
            ///
            /// # Errors
            /// No batch is out, or the table does not fit it.
            pub fn accept(&mut self, table: &[f32]) -> Result<(), JsError> {
                self.inner.accept(table).map_err(into_error)
            }

            /// Inputs answered.
            pub fn done(&self) -> usize {
                self.inner.done()
            }

            /// Inputs in all.
            pub fn total(&self) -> usize {
                self.inner.total()
            }

            /// Whether all have been answered.
            pub fn finished(&self) -> bool {
                self.inner.is_finished()
            }
        }
    };
}

batches!(LineRun);
batches!(ProbeRun);
