//! The panels of a figure: their places, their ranges, and how pixels and data belong together.

use serde::Serialize;

use super::curves::{Curves, extremes};
use super::error::PlotError;
use super::figure::{Figure, FisCurve};
use super::labels::Rect;
use super::scale::IntensityScale;
use super::theme::Style;

/// Room left of a panel for the intensity axis, CSS pixels.
const LEFT: f64 = 58.0;
/// Room right of a panel, CSS pixels.
const RIGHT: f64 = 12.0;
/// Room above the upper panel, CSS pixels.
const TOP: f64 = 8.0;
/// Room under the lower panel for the energy axis, CSS pixels.
pub(super) const BOTTOM: f64 = 42.0;
/// Room between two panels, CSS pixels.
const BETWEEN: f64 = 12.0;
/// Share of the panels' height that the FIS gets.
const FIS_SHARE: f64 = 0.32;
/// Share that the residual of an implied spectrum gets.
const RESIDUAL_SHARE: f64 = 0.16;
/// Font size, CSS pixels.
pub(super) const FONT: f64 = 12.0;
/// Lower end of a logarithmic axis that shows nothing above zero.
const LEAST_LOGARITHMIC: f64 = 0.1;
/// Smallest width and height that a figure can be drawn in, CSS pixels.
const SMALLEST: (f64, f64) = (160.0, 120.0);

/// One panel as it was drawn: how CSS pixels and data belong together.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// `spectrum`, `residual` or `fis`.
    pub name: &'static str,
    /// The panel's inside, CSS pixels from the figure's upper left corner.
    pub css_px: Rect,
    /// Binding energy at the left edge, eV: the higher one.
    pub energy_left_ev: f64,
    /// Binding energy at the right edge, eV.
    pub energy_right_ev: f64,
    /// Value at the lower edge, in the panel's unit.
    pub value_bottom: f64,
    /// Value at the upper edge.
    pub value_top: f64,
    /// Unit of the values, as it is written on the axis.
    pub unit: String,
    /// How values become heights.
    pub scale: IntensityScale,
}

impl Panel {
    /// Place of a binding energy, CSS pixels from the figure's left edge.
    pub fn x_from_energy(&self, energy_ev: f64) -> f64 {
        let t = (energy_ev - self.energy_left_ev) / (self.energy_right_ev - self.energy_left_ev);
        self.css_px.left + t * (self.css_px.right - self.css_px.left)
    }

    /// Binding energy at a place, CSS pixels from the figure's left edge; that of the nearer edge
    /// outside the panel.
    pub fn energy_from_x(&self, x_css_px: f64) -> f64 {
        let t = (x_css_px - self.css_px.left) / (self.css_px.right - self.css_px.left);
        self.energy_left_ev + t.clamp(0.0, 1.0) * (self.energy_right_ev - self.energy_left_ev)
    }

    /// Place of a value, CSS pixels from the figure's upper edge.
    pub fn y_from_value(&self, value: f64) -> f64 {
        let height = |v| self.scale.height(v);
        let bottom = height(self.value_bottom);
        let t = (height(value) - bottom) / (height(self.value_top) - bottom);
        self.css_px.bottom + t * (self.css_px.top - self.css_px.bottom)
    }
}

impl Figure {
    /// The panels' places and ranges, and the curves in them.
    pub(super) fn panels(&self, style: &Style) -> Result<(Vec<Panel>, Curves), PlotError> {
        let (width, height) = (style.width_css_px, style.height_css_px);
        let sane = style.scale.is_finite() && style.scale > 0.0;
        if !(width >= SMALLEST.0 && height >= SMALLEST.1 && width * height < 1e8 && sane) {
            return Err(PlotError::TooSmall {
                width_css_px: width,
                height_css_px: height,
            });
        }
        let whole = extent(&self.spectrum.energy_ev).ok_or(PlotError::Empty)?;
        let view = match self.view_ev {
            Some([lo, hi]) if hi - lo > 1e-6 && hi > whole[0] && lo < whole[1] => [lo, hi],
            _ => whole,
        };
        if view[1] - view[0] <= 0.0 {
            return Err(PlotError::Empty);
        }
        // One for each CSS pixel: of what it holds, the extremes stay.
        let columns = (width - LEFT - RIGHT).ceil() as usize;
        let curves = Curves::of(self, view, columns);
        let residual = curves.residual.as_ref();
        let extra = usize::from(residual.is_some()) + usize::from(self.fis.is_some());
        let room = height - TOP - BOTTOM - BETWEEN * extra as f64;
        let of_residual = residual.map_or(0.0, |_| RESIDUAL_SHARE * room);
        let of_fis = self.fis.as_ref().map_or(0.0, |_| FIS_SHARE * room);
        let split = TOP + room - of_residual - of_fis;
        let panel = |name, unit: &str, top, bottom, [value_bottom, value_top]: [f64; 2]| Panel {
            name,
            css_px: Rect {
                left: LEFT,
                right: width - RIGHT,
                top,
                bottom,
            },
            energy_left_ev: view[1],
            energy_right_ev: view[0],
            value_bottom,
            value_top,
            unit: unit.to_owned(),
            scale: IntensityScale::Linear,
        };
        let unit = self.unit().label();
        let range = self.intensity_range(&curves, view, split - TOP);
        let mut panels = vec![Panel {
            scale: self.intensity_scale,
            ..panel("spectrum", unit, TOP, split, range)
        }];
        if let Some(residual) = residual {
            let top = split + BETWEEN;
            let range = residual_range(extremes(residual, view));
            panels.push(panel("residual", unit, top, top + of_residual, range));
        }
        if let Some(fis) = &self.fis {
            let bottom = height - BOTTOM;
            let range = fis_range(fis, view, of_fis);
            panels.push(panel("fis", &fis.unit, bottom - of_fis, bottom, range));
        }
        Ok((panels, curves))
    }

    /// Intensities from zero (or from just under the smallest, where the view is zoomed) to the
    /// largest in view, with room above for labels and for what is raised.
    fn intensity_range(&self, curves: &Curves, view: [f64; 2], height_css_px: f64) -> [f64; 2] {
        let scale = self.intensity_scale;
        // Where nothing was measured in view, any range will do.
        let [least, most] = curves.extremes(view).unwrap_or([0.0, 1.0]);
        let zoomed = self.view_ev.is_some();
        let bottom = match scale {
            IntensityScale::Logarithmic => curves.least_positive(view).unwrap_or(LEAST_LOGARITHMIC),
            _ if zoomed => least,
            _ => least.min(0.0),
        };
        let [low, high] = [bottom, most].map(|v| scale.height(v));
        let span = if high > low {
            high - low
        } else {
            low.abs().max(1.0)
        };
        let margin = if zoomed { 0.04 * span } else { 0.0 };
        let headroom = if self.labels.is_empty() {
            12.0
        } else {
            3.6 * FONT
        };
        let share = (headroom / height_css_px).min(0.4) + curves.raised();
        let top = low + span / (1.0 - share.min(0.85));
        [scale.value(low - margin), scale.value(top)]
    }
}

/// Smallest and largest finite value; `None` unless they differ.
fn extent(values: &[f64]) -> Option<[f64; 2]> {
    let finite = values.iter().copied().filter(|v| v.is_finite());
    let range = finite.fold([f64::INFINITY, f64::NEG_INFINITY], |[lo, hi], v| {
        [lo.min(v), hi.max(v)]
    });
    (range[0] < range[1]).then_some(range)
}

/// Zero in the middle; a tenth of the room beyond the largest.
fn residual_range(shown: Option<[f64; 2]>) -> [f64; 2] {
    let [lo, hi] = shown.unwrap_or([0.0, 0.0]);
    match 1.1 * hi.max(-lo) {
        largest if largest > 0.0 => [-largest, largest],
        _ => [-1.0, 1.0],
    }
}

/// Both signs get at least a quarter of the larger one's room, and the caption its own.
fn fis_range(fis: &FisCurve, view: [f64; 2], height_css_px: f64) -> [f64; 2] {
    let points = fis.energy_ev.iter().copied().zip(fis.value.iter().copied());
    let shown = extremes(&points.collect(), view);
    let [lo, hi] = shown.unwrap_or([0.0, 0.0]);
    let largest = hi.max(-lo).max(0.0);
    if largest == 0.0 {
        return [-1.0, 1.0];
    }
    let bottom = lo.min(-largest / 4.0) * 1.08;
    let top = hi.max(largest / 4.0);
    let share = (1.7 * FONT / height_css_px).min(0.4);
    [bottom, bottom + (top - bottom) / (1.0 - share)]
}
