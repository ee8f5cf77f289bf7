//! A block of a file as a curve beside another one: it is compared, not analysed.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::convert::to_js;
use super::{SpectrumFile, into_error};
use crate::spectrum::CountUnit;

/// A measured curve over binding energies.
#[wasm_bindgen]
pub struct Curve {
    name: String,
    energy_ev: Vec<f64>,
    counts: Vec<f64>,
    unit: CountUnit,
    seconds: Option<f64>,
}

#[wasm_bindgen]
impl SpectrumFile {
    /// Block `index` as a curve.
    ///
    /// # Errors
    /// No such block, or none over binding energies.
    pub fn curve(&self, index: usize) -> Result<Curve, JsError> {
        let spectrum = self.block(index)?;
        Ok(Curve {
            name: format!("{}: {}", self.name, spectrum.title()),
            energy_ev: spectrum.binding_energy_ev().map_err(into_error)?,
            counts: spectrum.counts.clone(),
            unit: spectrum.count_unit,
            seconds: spectrum.seconds_per_point(),
        })
    }
}

#[wasm_bindgen]
impl Curve {
    /// File and block.
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Binding energies, eV, in file order.
    pub fn energy_ev(&self) -> Float64Array {
        Float64Array::from(self.energy_ev.as_slice())
    }

    /// Intensities, one per energy.
    pub fn counts(&self) -> Float64Array {
        Float64Array::from(self.counts.as_slice())
    }

    /// Unit of the intensities.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "CountUnit")]
    pub fn unit(&self) -> Result<JsValue, JsError> {
        to_js(&self.unit)
    }

    /// Seconds that each count was collected; undefined where the file does not say it.
    pub fn seconds(&self) -> Option<f64> {
        self.seconds
    }
}
