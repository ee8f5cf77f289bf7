//! The figure on a canvas of the page.

use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::convert::{from_js, to_js};
use super::into_error;
use crate::plot::{Figure, FisCurve, Layout, Panel, SpectrumCurve, Style};

/// A figure that is drawn on one canvas.
#[wasm_bindgen]
pub struct FigureCanvas {
    canvas: HtmlCanvasElement,
    figure: Figure,
    /// Where everything was drawn last.
    layout: Option<Layout>,
}

#[wasm_bindgen]
impl FigureCanvas {
    /// An empty figure for `canvas`.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: HtmlCanvasElement) -> FigureCanvas {
        FigureCanvas {
            canvas,
            figure: Figure::default(),
            layout: None,
        }
    }

    /// The spectrum: binding energies in eV and intensities in `unit` (`counts`,
    /// `counts_per_second`, `unknown`).
    ///
    /// # Errors
    /// An unknown unit, or lengths that differ.
    pub fn show_spectrum(
        &mut self,
        energy_ev: Vec<f64>,
        counts: Vec<f64>,
        #[wasm_bindgen(unchecked_param_type = "CountUnit")] unit: JsValue,
    ) -> Result<(), JsError> {
        same_length(&energy_ev, &counts)?;
        self.figure.spectrum = SpectrumCurve {
            energy_ev,
            counts,
            unit: from_js(unit)?,
        };
        Ok(())
    }

    /// Labels as `Engine.labels` gives them.
    ///
    /// # Errors
    /// A value that is no list of labels.
    pub fn show_labels(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Label[]")] labels: JsValue,
    ) -> Result<(), JsError> {
        self.figure.labels = from_js(labels)?;
        Ok(())
    }

    /// Sets the lines of one element off from the others; undefined for none.
    pub fn choose(&mut self, symbol: Option<String>) {
        for label in &mut self.figure.labels {
            label.chosen = symbol.as_deref() == Some(label.symbol.as_str());
        }
    }

    /// The FIS under the spectrum.
    ///
    /// # Errors
    /// Lengths that differ.
    pub fn show_fis(
        &mut self,
        element: String,
        energy_ev: Vec<f64>,
        value: Vec<f64>,
    ) -> Result<(), JsError> {
        same_length(&energy_ev, &value)?;
        self.figure.fis = Some(FisCurve {
            element,
            energy_ev,
            value,
        });
        Ok(())
    }

    /// Takes the FIS away.
    pub fn clear_fis(&mut self) {
        self.figure.fis = None;
    }

    /// Shows binding energies from `lo_ev` to `hi_ev`; undefined for the whole spectrum.
    pub fn view(&mut self, lo_ev: Option<f64>, hi_ev: Option<f64>) {
        self.figure.view_ev = lo_ev.zip(hi_ev).map(|(lo, hi)| [lo, hi]);
    }

    /// Draws at a size in CSS pixels, `scale` device pixels each; `theme` is `light` or `dark`.
    /// Answers where everything stands: `{panels, labels}`.
    ///
    /// # Errors
    /// Nothing to draw, no room, no 2D context.
    #[wasm_bindgen(unchecked_return_type = "Layout")]
    pub fn draw(
        &mut self,
        width_css_px: f64,
        height_css_px: f64,
        scale: f64,
        #[wasm_bindgen(unchecked_param_type = "'light' | 'dark'")] theme: JsValue,
    ) -> Result<JsValue, JsError> {
        let style = Style {
            width_css_px,
            height_css_px,
            scale,
            theme: from_js(theme)?,
        };
        // Setting the size also clears the canvas.
        self.canvas
            .set_width(style.dev_px(width_css_px).max(1).unsigned_abs());
        self.canvas
            .set_height(style.dev_px(height_css_px).max(1).unsigned_abs());
        let backend = CanvasBackend::with_canvas_object(self.canvas.clone())
            .ok_or_else(|| into_error("the browser gives no 2D canvas"))?;
        let layout = self.figure.draw(backend, &style).map_err(into_error)?;
        to_js(self.layout.insert(layout))
    }

    /// Binding energy, eV, at `x_css_px` from the left edge; undefined before the first drawing.
    pub fn energy_from_x(&self, x_css_px: f64) -> Option<f64> {
        Some(self.panel(0)?.energy_from_x(x_css_px))
    }

    /// Place of a binding energy, CSS pixels from the left edge.
    pub fn x_from_energy(&self, energy_ev: f64) -> Option<f64> {
        Some(self.panel(0)?.x_from_energy(energy_ev))
    }

    /// Place of a value of panel `index`, CSS pixels from the upper edge.
    pub fn y_from_value(&self, index: usize, value: f64) -> Option<f64> {
        Some(self.panel(index)?.y_from_value(value))
    }
}

impl FigureCanvas {
    fn panel(&self, index: usize) -> Option<&Panel> {
        self.layout.as_ref()?.panels.get(index)
    }
}

fn same_length(energies: &[f64], values: &[f64]) -> Result<(), JsError> {
    if energies.len() == values.len() {
        return Ok(());
    }
    Err(into_error(format!(
        "{} energies for {} values",
        energies.len(),
        values.len()
    )))
}
