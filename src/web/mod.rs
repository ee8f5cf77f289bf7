//! The library's face to the page: wasm-bindgen only, no logic. The only place that names
//! `JsValue`.
//!
//! In the worker: [`SpectrumFile`] (a file read), [`Engine`] (the network on the CPU),
//! [`Prepared`] (a spectrum placed on the grid), [`LineRun`] and [`ProbeRun`] (what is asked of the
//! network to explain an answer). The page's own thread draws with [`FigureCanvas`]. Inputs and
//! tables cross as `Float32Array`, so that the worker can have another module run the network.

mod convert;
mod curve;
mod figure;
mod peak_fit;
mod places;
mod reasons;
mod refinement;
mod report;

use std::rc::Rc;

use js_sys::{Float32Array, Float64Array, Promise};
use wasm_bindgen::prelude::*;

use crate::analysis::{self, Adjustments, Analysis};
use crate::conventional::{
    Choices, Conventional, SensitivityFactors, named_lines, shirley_backgrounds,
};
use crate::guide::Classes;
use crate::model::Model;
use crate::network::{INPUT_CHANNELS, Row};
use crate::plot::Label;
use crate::sha256::sha256_hex;
use crate::spectrum::{Axis, Source, Spectrum, why_no_xps, widest_xps};
use crate::{formats, wire};

use convert::{from_js, to_js};
pub use curve::Curve;
pub use figure::FigureCanvas;
pub use peak_fit::PeakFit;
pub use reasons::{LineRun, ProbeRun};
pub use refinement::Refinement;

/// Every error crosses as a JavaScript `Error` with its sentence.
fn into_error(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

/// What the declarations in `pkg/` say of the values that cross.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn console_error(message: &str);
}

/// Sends panics to the console: without this a trap says only `unreachable`.
#[wasm_bindgen(start)]
pub fn init() {
    std::panic::set_hook(Box::new(|info| console_error(&info.to_string())));
}

/// Largest file that is read, bytes: the page asks before it takes one into memory.
#[wasm_bindgen]
pub fn largest_file_bytes() -> f64 {
    formats::MAX_FILE_BYTES as f64
}

/// A file that was read.
#[wasm_bindgen]
pub struct SpectrumFile {
    name: String,
    /// Of its bytes, hexadecimal.
    sha256: String,
    /// Axis and photon energy of each block as the file has them, before its user told of it.
    said: Vec<(Option<Axis>, Option<f64>)>,
    inner: formats::SpectrumFile,
}

#[wasm_bindgen]
impl SpectrumFile {
    /// Reads the bytes of the file called `name`.
    ///
    /// # Errors
    /// What was found and expected, and where.
    pub fn read(bytes: &[u8], name: &str) -> Result<SpectrumFile, JsError> {
        let inner = formats::read(bytes, name).map_err(into_error)?;
        let spectra = inner.spectra.iter();
        Ok(SpectrumFile {
            name: name.to_owned(),
            sha256: sha256_hex(bytes),
            said: spectra.map(|s| (s.axis, s.photon_energy_ev)).collect(),
            inner,
        })
    }

    /// Name, format and blocks: `{name, format, blocks: [{block, title, …}]}`.
    ///
    /// # Errors
    /// None in practice: what it holds can always be written.
    #[wasm_bindgen(unchecked_return_type = "FileList")]
    pub fn list(&self) -> Result<JsValue, JsError> {
        to_js(&wire::FileList::new(&self.name, &self.inner))
    }

    /// What is to be asked about the file before it can be analysed: `{axis, photon_energy,
    /// likely_axis, range_ev}`; null where nothing is.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "Question | null")]
    pub fn question(&self) -> Result<JsValue, JsError> {
        to_js(&formats::question(&self.inner.spectra))
    }

    /// Takes what the file's user says of it, where the file says nothing: `binding` or `kinetic`,
    /// photon energy in eV.
    ///
    /// # Errors
    /// An axis that is none, a photon energy out of range.
    pub fn tell(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "Axis")] axis: Option<String>,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] photon_energy_ev: Option<f64>,
    ) -> Result<(), JsError> {
        let axis: Option<Axis> = axis.map(|a| from_js(a.into())).transpose()?;
        for spectrum in &mut self.inner.spectra {
            spectrum.told(axis, photon_energy_ev).map_err(into_error)?;
        }
        Ok(())
    }

    /// What the file says of a block, as `speclens info --json --notes` has it.
    ///
    /// # Errors
    /// No such block.
    #[wasm_bindgen(unchecked_return_type = "Info")]
    pub fn info(&self, index: usize) -> Result<JsValue, JsError> {
        to_js(&formats::Info::of(
            self.block(index)?,
            self.inner.format,
            true,
        ))
    }

    /// All blocks in an open format: `csv`, `vamas` or `json`.
    ///
    /// # Errors
    /// No such format, a spectrum that it cannot hold.
    pub fn written_as(
        &self,
        #[wasm_bindgen(unchecked_param_type = "'csv' | 'vamas' | 'json'")] format: &str,
    ) -> Result<String, JsError> {
        formats::write::Format::named(format)
            .ok_or_else(|| into_error(format!("no format {format}")))
            .and_then(|f| f.write(&self.inner.spectra).map_err(into_error))
    }

    /// X-ray source of a block as far as it is known: `al-ka`, `mg-ka` or undefined for another
    /// photon energy. `named` is used where the file has none.
    ///
    /// # Errors
    /// A source that is none.
    #[wasm_bindgen(unchecked_return_type = "Source | null")]
    pub fn source(
        &self,
        index: usize,
        #[wasm_bindgen(unchecked_optional_param_type = "Source")] named: Option<String>,
    ) -> Result<JsValue, JsError> {
        let named: Option<Source> = named.map(|s| from_js(s.into())).transpose()?;
        let block = self.inner.spectra.get(index);
        let energy = block.map(|s| analysis::photon_energy_ev(s, named));
        to_js(&energy.and_then(Source::nearest))
    }

    /// Index of the block to show first: the widest XPS block.
    ///
    /// # Errors
    /// Where no block is XPS.
    pub fn widest(&self) -> Result<usize, JsError> {
        widest_xps(&self.inner.spectra).ok_or_else(|| {
            into_error(format!(
                "{}: {}",
                self.name,
                why_no_xps(&self.inner.spectra)
            ))
        })
    }
}

impl SpectrumFile {
    /// A block as the file states it.
    fn stated(&self, index: usize) -> Result<Spectrum, JsError> {
        let mut spectrum = self.block(index)?.clone();
        if let Some((axis, photon_energy_ev)) = self.said.get(index) {
            spectrum.axis = *axis;
            spectrum.photon_energy_ev = *photon_energy_ev;
        }
        Ok(spectrum)
    }

    fn block(&self, index: usize) -> Result<&Spectrum, JsError> {
        self.inner.spectra.get(index).ok_or_else(|| {
            into_error(format!(
                "{}: no block {} among {}",
                self.name,
                index + 1,
                self.inner.spectra.len()
            ))
        })
    }
}

/// A spectrum placed on the network's grid.
#[wasm_bindgen]
pub struct Prepared {
    inner: analysis::Prepared,
}

#[wasm_bindgen]
impl Prepared {
    /// Input of the network, `[1, 2, points]`.
    pub fn input(&self) -> Float32Array {
        Float32Array::from(self.inner.input.tensor.as_slice())
    }

    /// Binding energies, eV, in file order.
    ///
    /// # Errors
    /// Where the axis is kinetic and the photon energy unknown.
    pub fn energy_ev(&self) -> Result<Float64Array, JsError> {
        let energies = self
            .inner
            .spectrum
            .binding_energy_ev()
            .map_err(into_error)?;
        Ok(Float64Array::from(energies.as_slice()))
    }

    /// Intensities, in file order.
    pub fn counts(&self) -> Float64Array {
        Float64Array::from(self.inner.spectrum.counts.as_slice())
    }

    /// Seconds that each count was collected; undefined where the file does not say dwell time and
    /// scans, or where the intensities are no counts.
    pub fn seconds(&self) -> Option<f64> {
        self.inner.spectrum.seconds_per_point()
    }

    /// Shirley's background under the window of each line of the second opinion on `analysis`, in file order; NaN
    /// outside of them.
    ///
    /// # Errors
    /// A value that is no second opinion.
    pub fn background(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Conventional")] opinion: JsValue,
    ) -> Result<Float64Array, JsError> {
        let opinion: Conventional = from_js(opinion)?;
        let shown = shirley_backgrounds(&self.inner.spectrum, &opinion).map_err(into_error)?;
        Ok(Float64Array::from(shown.as_slice()))
    }

    /// Unit of the intensities: `counts`, `counts_per_second` or `unknown`.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "CountUnit")]
    pub fn unit(&self) -> Result<JsValue, JsError> {
        to_js(&self.inner.spectrum.count_unit)
    }
}

/// The network with its weights on the CPU.
#[wasm_bindgen]
pub struct Engine {
    model: Rc<Model>,
}

#[wasm_bindgen]
impl Engine {
    /// From the bytes of `model.json`, `weights.safetensors` and, where they are at hand,
    /// `classes.json` and the SHA-256 of the weights, hexadecimal.
    ///
    /// # Errors
    /// A manifest, weights or classes that are damaged or do not fit each other.
    #[wasm_bindgen(constructor)]
    pub fn new(
        manifest: &[u8],
        weights: &[u8],
        classes: Option<Vec<u8>>,
        sha256: Option<String>,
    ) -> Result<Engine, JsError> {
        let classes = classes.map(|json| Classes::from_json(&json)).transpose();
        let classes = classes.map_err(into_error)?;
        let model = match sha256 {
            Some(sha256) => Model::from_summed(manifest, weights, &sha256),
            None => Model::from_bytes(manifest, weights),
        };
        let model = model.map_err(into_error)?;
        Ok(Engine {
            model: Rc::new(model.with_classes(classes)),
        })
    }

    /// How well a survey tells each element, and by which lines; null where nobody worked it out.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "Classes | null")]
    pub fn classes(&self) -> Result<JsValue, JsError> {
        to_js(&self.model.classes)
    }

    /// What the network is: `{model, source, elements}`.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "About")]
    pub fn about(&self) -> Result<JsValue, JsError> {
        to_js(&wire::About::from(&self.model.manifest))
    }

    /// The architecture as JSON, for the WebGPU module.
    ///
    /// # Errors
    /// None in practice.
    pub fn network_json(&self) -> Result<String, JsError> {
        serde_json::to_string(&self.model.manifest.network).map_err(into_error)
    }

    /// A flat spectrum that covers the whole grid, to compare engines on.
    pub fn test_input(&self) -> Float32Array {
        let points = self.model.manifest.grid.points;
        let mut input = vec![0.5; points];
        input.resize(INPUT_CHANNELS * points, 1.0);
        Float32Array::from(input.as_slice())
    }

    /// Settles the X-ray source (`al-ka`, `mg-ka` or undefined), moves the axis as `adjustments` has it
    /// (undefined for none), and places one block on the grid.
    ///
    /// # Errors
    /// What is not XPS, too narrow or malformed, with the block's title; a shift that is too large.
    pub fn prepare(
        &self,
        file: &SpectrumFile,
        index: usize,
        #[wasm_bindgen(unchecked_optional_param_type = "Source")] source: Option<String>,
        #[wasm_bindgen(unchecked_optional_param_type = "Adjustments")] adjustments: JsValue,
    ) -> Result<Prepared, JsError> {
        let spectrum = file.block(index)?;
        let source: Option<Source> = source.map(|s| from_js(s.into())).transpose()?;
        let adjustments: Option<Adjustments> = from_js(adjustments)?;
        let adjustments = adjustments.unwrap_or_default();
        let manifest = &self.model.manifest;
        let inner = analysis::prepare_adjusted(manifest, spectrum.clone(), source, &adjustments)
            .map_err(|e| into_error(format!("{}: {}: {e}", file.name, spectrum.title())))?;
        Ok(Prepared { inner })
    }

    /// Runs the network on `batch` inputs. Resolves with the table, `[batch, 5 × elements + 1]`.
    #[wasm_bindgen(unchecked_return_type = "Promise<Float32Array>")]
    pub fn forward(&self, input: Vec<f32>, batch: usize) -> Promise {
        let model = Rc::clone(&self.model);
        wasm_bindgen_futures::future_to_promise(async move {
            let table = model.forward(&input, batch).await.map_err(into_error)?;
            Ok(Float32Array::from(table.as_slice()).into())
        })
    }

    /// The answer for one spectrum from the network's table, as `speclens analyse --json` has it.
    ///
    /// # Errors
    /// A table of the wrong length.
    #[wasm_bindgen(unchecked_return_type = "Analysis")]
    pub fn conclude(&self, prepared: &Prepared, table: &[f32]) -> Result<JsValue, JsError> {
        let manifest = &self.model.manifest;
        let expected = Row::length(manifest.elements.len());
        let row = Row::of(table).filter(|_| table.len() == expected);
        let row = row.ok_or_else(|| {
            into_error(format!(
                "the network answered {} values, expected {expected}",
                table.len()
            ))
        })?;
        let choices = Choices {
            peaks: true,
            ..Choices::default()
        };
        let analysis =
            analysis::conclude_with_opinions(&self.model, &prepared.inner, &row, &choices);
        to_js(&analysis.map_err(into_error)?)
    }

    /// The second opinion on `analysis` (as [`Engine::conclude`] gave it) with windows for lines of
    /// elements, and with own sensitivity factors (the text of a table, or undefined).
    ///
    /// # Errors
    /// A value that is no analysis or no list of windows; a row of the table that is none.
    #[wasm_bindgen(unchecked_return_type = "Conventional")]
    pub fn second_opinion(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
        #[wasm_bindgen(unchecked_param_type = "UserWindow[]")] windows: JsValue,
        factors: Option<String>,
    ) -> Result<JsValue, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        let factors = factors
            .map(|text| SensitivityFactors::parse(&text))
            .transpose();
        let choices = Choices {
            only_composition: false,
            peaks: false,
            windows: from_js(windows)?,
            factors: factors.map_err(into_error)?,
        };
        let manifest = &self.model.manifest;
        let opinion = analysis::second_opinion(manifest, &prepared.inner, &analysis, &choices);
        to_js(&opinion.map_err(into_error)?)
    }

    /// Labels at the lines of the elements of `analysis` (as [`Engine::conclude`] gave it).
    ///
    /// # Errors
    /// A value that is no analysis, a spectrum without binding energies.
    #[wasm_bindgen(unchecked_return_type = "Label[]")]
    pub fn labels(
        &self,
        prepared: &Prepared,
        #[wasm_bindgen(unchecked_param_type = "Analysis")] analysis: JsValue,
    ) -> Result<JsValue, JsError> {
        let analysis: Analysis = from_js(analysis)?;
        if prepared.inner.is_small_region() {
            return to_js(&Vec::<Label>::new()); // no element was looked for that could explain a peak
        }
        let source = Source::nearest(analysis.excitation_ev).unwrap_or(self.model.manifest.source);
        let spectrum = &prepared.inner.spectrum;
        let lines = named_lines(&analysis.elements, spectrum, source).map_err(into_error)?;
        let labels: Vec<Label> = lines.into_iter().map(Label::from).collect();
        to_js(&labels)
    }
}
