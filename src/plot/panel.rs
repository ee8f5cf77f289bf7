//! The panels of a figure: their places, their ranges, and how pixels and data belong together.

use serde::Serialize;

use super::clip::pieces;
use super::error::PlotError;
use super::figure::{Figure, FisCurve};
use super::labels::Rect;
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
/// Smallest width and height that a figure can be drawn in, CSS pixels.
const SMALLEST: (f64, f64) = (160.0, 120.0);

/// One panel as it was drawn: how CSS pixels and data belong together, linear on both axes.
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
        let t = (value - self.value_bottom) / (self.value_top - self.value_bottom);
        self.css_px.bottom + t * (self.css_px.top - self.css_px.bottom)
    }
}

impl Figure {
    /// The panels' places and ranges.
    pub(super) fn panels(&self, style: &Style) -> Result<Vec<Panel>, PlotError> {
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
        let residual = self.residual();
        let extra = usize::from(residual.is_some()) + usize::from(self.fis.is_some());
        let room = height - TOP - BOTTOM - BETWEEN * extra as f64;
        let of_residual = residual.as_ref().map_or(0.0, |_| RESIDUAL_SHARE * room);
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
        };
        let mut panels = vec![panel(
            "spectrum",
            self.spectrum.unit.label(),
            TOP,
            split,
            self.intensity_range(view, split - TOP)?,
        )];
        if let Some(residual) = &residual {
            let top = split + BETWEEN;
            let shown = values_in(&self.spectrum.energy_ev, residual, view);
            let unit = self.spectrum.unit.label();
            let range = residual_range(&shown);
            panels.push(panel("residual", unit, top, top + of_residual, range));
        }
        if let Some(fis) = &self.fis {
            let bottom = height - BOTTOM;
            let range = fis_range(fis, view, of_fis);
            panels.push(panel("fis", &fis.unit, bottom - of_fis, bottom, range));
        }
        Ok(panels)
    }

    /// Intensities from zero (or from just under the smallest, where the view is zoomed) to the
    /// largest in view, with room above for labels.
    fn intensity_range(&self, view: [f64; 2], height_css_px: f64) -> Result<[f64; 2], PlotError> {
        let shown = values_in(&self.spectrum.energy_ev, &self.spectrum.counts, view);
        let [least, most] = extent_or_point(&shown).ok_or(PlotError::Empty)?;
        let bottom = if self.view_ev.is_some() {
            least
        } else {
            least.min(0.0)
        };
        let span = if most > bottom {
            most - bottom
        } else {
            bottom.abs().max(1.0)
        };
        let margin = if self.view_ev.is_some() {
            0.04 * span
        } else {
            0.0
        };
        let headroom = if self.labels.is_empty() {
            12.0
        } else {
            3.6 * FONT
        };
        let share = (headroom / height_css_px).min(0.4);
        Ok([bottom - margin, bottom + span / (1.0 - share)])
    }
}

/// Smallest and largest finite value; `None` unless they differ.
fn extent(values: &[f64]) -> Option<[f64; 2]> {
    extent_or_point(values).filter(|[lo, hi]| hi > lo)
}

fn extent_or_point(values: &[f64]) -> Option<[f64; 2]> {
    let finite = values.iter().copied().filter(|v| v.is_finite());
    let lo = finite.clone().fold(f64::INFINITY, f64::min);
    let hi = finite.fold(f64::NEG_INFINITY, f64::max);
    (lo <= hi).then_some([lo, hi])
}

/// The values of a curve in view.
fn values_in(energy_ev: &[f64], values: &[f64], view: [f64; 2]) -> Vec<f64> {
    let shown = pieces(energy_ev, values, view[0], view[1]);
    shown.into_iter().flatten().map(|p| p.1).collect()
}

/// Zero in the middle; a tenth of the room beyond the largest.
fn residual_range(shown: &[f64]) -> [f64; 2] {
    let [lo, hi] = extent_or_point(shown).unwrap_or([0.0, 0.0]);
    match 1.1 * hi.max(-lo) {
        largest if largest > 0.0 => [-largest, largest],
        _ => [-1.0, 1.0],
    }
}

/// Both signs get at least a quarter of the larger one's room, and the caption its own.
fn fis_range(fis: &FisCurve, view: [f64; 2], height_css_px: f64) -> [f64; 2] {
    let shown = values_in(&fis.energy_ev, &fis.value, view);
    let [lo, hi] = extent_or_point(&shown).unwrap_or([0.0, 0.0]);
    let largest = hi.max(-lo).max(0.0);
    if largest == 0.0 {
        return [-1.0, 1.0];
    }
    let bottom = lo.min(-largest / 4.0) * 1.08;
    let top = hi.max(largest / 4.0);
    let share = (1.7 * FONT / height_css_px).min(0.4);
    [bottom, bottom + (top - bottom) / (1.0 - share)]
}
