//! The figure on a canvas of the page.

use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

use super::convert::{from_js, to_js};
use super::into_error;
use crate::explain::Fis;
use crate::plot::{
    self, EnergyAxis, Figure, FisCurve, Layout, OtherCurve, Panel, SpectrumCurve, Style, Theme,
};

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
        self.figure.implied = None;
        self.figure.background = None;
        self.figure.others.clear();
        Ok(())
    }

    /// How intensities are drawn.
    ///
    /// # Errors
    /// A scale that is none.
    pub fn intensity_scale(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "IntensityScale")] scale: JsValue,
    ) -> Result<(), JsError> {
        self.figure.intensity_scale = from_js(scale)?;
        Ok(())
    }

    /// Writes kinetic energies on the energy axis, for this photon energy in eV; undefined for binding
    /// energies.
    pub fn kinetic_axis(&mut self, photon_energy_ev: Option<f64>) {
        self.figure.energy_axis = match photon_energy_ev {
            Some(photon_energy_ev) => EnergyAxis::Kinetic { photon_energy_ev },
            None => EnergyAxis::Binding,
        };
    }

    /// Draws counts per second: intensities over these seconds; undefined for intensities as measured.
    pub fn per_second(&mut self, seconds: Option<f64>) {
        self.figure.seconds = seconds.filter(|s| *s > 0.0);
    }

    /// The background under the lines, one intensity for each energy of the spectrum; undefined for none.
    ///
    /// # Errors
    /// Lengths that differ.
    pub fn show_background(&mut self, counts: Option<Vec<f64>>) -> Result<(), JsError> {
        if let Some(counts) = &counts {
            same_length(&self.figure.spectrum.energy_ev, counts)?;
        }
        self.figure.background = counts;
        Ok(())
    }

    /// Another spectrum over this one: binding energies in eV, intensities in `unit`, seconds of each
    /// count where its file says them.
    ///
    /// # Errors
    /// Lengths that differ.
    pub fn add_other(
        &mut self,
        name: String,
        energy_ev: Vec<f64>,
        counts: Vec<f64>,
        #[wasm_bindgen(unchecked_param_type = "CountUnit")] unit: JsValue,
        seconds: Option<f64>,
    ) -> Result<(), JsError> {
        same_length(&energy_ev, &counts)?;
        self.figure.others.push(OtherCurve {
            name,
            energy_ev,
            counts,
            unit: from_js(unit)?,
            seconds,
        });
        Ok(())
    }

    /// Takes all other spectra away.
    pub fn clear_others(&mut self) {
        self.figure.others.clear();
    }

    /// Raises each other spectrum over the one before by `offset`, a share of the panel's height;
    /// `normalised` stretches each to the lowest and the highest value of the spectrum in view.
    pub fn arrange_others(&mut self, offset: f64, normalised: bool) {
        self.figure.offset = offset.clamp(0.0, 1.0);
        self.figure.normalised = normalised;
    }

    /// Colours of other spectra in their order, `#rrggbb` each.
    ///
    /// # Errors
    /// A theme that is none.
    pub fn other_colours(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    ) -> Result<Vec<String>, JsError> {
        let theme: Theme = from_js(theme)?;
        Ok(theme.other_colours())
    }

    /// The measured point nearest to a binding energy, eV: its energy and its intensity as it is drawn;
    /// undefined without a spectrum.
    pub fn point_at(&self, energy_ev: f64) -> Option<Vec<f64>> {
        self.figure.nearest(energy_ev).map(Vec::from)
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

    /// The FIS under the spectrum, as `Engine.fis` gives it.
    ///
    /// # Errors
    /// A value that is no FIS, lengths that differ.
    pub fn show_fis(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Fis")] fis: JsValue,
    ) -> Result<(), JsError> {
        let fis: Fis = from_js(fis)?;
        same_length(&fis.energy_ev, &fis.value)?;
        same_length(&fis.energy_ev, &fis.error)?;
        self.figure.fis = Some(FisCurve::from(&fis));
        Ok(())
    }

    /// The implied spectrum over the measured one, one intensity for each of its energies; undefined for
    /// none.
    ///
    /// # Errors
    /// Lengths that differ.
    pub fn show_implied(&mut self, counts: Option<Vec<f64>>) -> Result<(), JsError> {
        if let Some(counts) = &counts {
            same_length(&self.figure.spectrum.energy_ev, counts)?;
        }
        self.figure.implied = counts;
        Ok(())
    }

    /// Marks stretches of binding energy: `[[lowest, highest], …]`, eV.
    ///
    /// # Errors
    /// A value that is no list of pairs.
    pub fn mark(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "[number, number][]")] marked_ev: JsValue,
    ) -> Result<(), JsError> {
        self.figure.marked_ev = from_js(marked_ev)?;
        Ok(())
    }

    /// The figure as SVG, for papers: with a legend where there are several curves.
    ///
    /// # Errors
    /// Nothing to draw, no room.
    pub fn svg(&self, width_css_px: f64, height_css_px: f64) -> Result<String, JsError> {
        let style = Style {
            width_css_px,
            height_css_px,
            scale: 1.0,
            theme: Theme::Light,
        };
        let (text, _) = plot::svg(&self.alone(), &style).map_err(into_error)?;
        Ok(text)
    }

    /// Draws the figure on another canvas, on white, `scale` device pixels for each CSS pixel.
    ///
    /// # Errors
    /// As [`FigureCanvas::draw`].
    pub fn draw_on(
        &self,
        canvas: HtmlCanvasElement,
        width_css_px: f64,
        height_css_px: f64,
        scale: f64,
    ) -> Result<(), JsError> {
        let style = Style {
            width_css_px,
            height_css_px,
            scale,
            theme: Theme::Light,
        };
        draw(&self.alone(), canvas, &style)?;
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

    /// Draws at a size in CSS pixels, `scale` device pixels each.
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
        #[wasm_bindgen(unchecked_param_type = "Theme")] theme: JsValue,
    ) -> Result<JsValue, JsError> {
        let style = Style {
            width_css_px,
            height_css_px,
            scale,
            theme: from_js(theme)?,
        };
        let layout = draw(&self.figure, self.canvas.clone(), &style)?;
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
    /// The figure as a picture that stands alone.
    fn alone(&self) -> Figure {
        Figure {
            legend: true,
            ..self.figure.clone()
        }
    }

    fn panel(&self, index: usize) -> Option<&Panel> {
        self.layout.as_ref()?.panels.get(index)
    }
}

fn draw(figure: &Figure, canvas: HtmlCanvasElement, style: &Style) -> Result<Layout, JsError> {
    // Setting the size also clears the canvas.
    canvas.set_width(style.dev_px(style.width_css_px).max(1).unsigned_abs());
    canvas.set_height(style.dev_px(style.height_css_px).max(1).unsigned_abs());
    let backend = CanvasBackend::with_canvas_object(canvas)
        .ok_or_else(|| into_error("the browser gives no 2D canvas"))?;
    figure.draw(backend, style).map_err(into_error)
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
