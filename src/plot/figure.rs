//! The figure: a survey spectrum with names at its lines and, under it on the same energy axis,
//! the Feature Importance Spectrum of one element.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Serialize;

use super::clip::{pieces, signed_areas};
use super::labels::{Label, Place, Rect, Room, place};
use super::theme::{Palette, Style};
use super::ticks::{Ticks, tick_text, ticks};
use crate::spectrum::CountUnit;

/// Room left of a panel for the intensity axis, CSS pixels.
const LEFT: f64 = 58.0;
/// Room right of a panel, CSS pixels.
const RIGHT: f64 = 12.0;
/// Room above the upper panel, CSS pixels.
const TOP: f64 = 8.0;
/// Room under the lower panel for the energy axis, CSS pixels.
const BOTTOM: f64 = 42.0;
/// Room between the two panels, CSS pixels.
const BETWEEN: f64 = 12.0;
/// Share of the panels' height that the FIS gets.
const FIS_SHARE: f64 = 0.32;
/// Font size, CSS pixels.
const FONT: f64 = 12.0;
/// Smallest width and height that a figure can be drawn in, CSS pixels.
const SMALLEST: (f64, f64) = (160.0, 120.0);

/// A measured curve.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SpectrumCurve {
    /// Binding energies, eV, in any order of the file.
    pub energy_ev: Vec<f64>,
    /// Intensities, one per energy, in `unit`.
    pub counts: Vec<f64>,
    /// Unit of `counts`.
    pub unit: CountUnit,
}

/// The Feature Importance Spectrum of one element.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FisCurve {
    /// Symbol of the element.
    pub element: String,
    /// Binding energies at which the spectrum was probed, eV.
    pub energy_ev: Vec<f64>,
    /// Change of the predicted atomic fraction per unit of normalised intensity, one per energy.
    pub value: Vec<f64>,
}

/// What a figure shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// The survey spectrum.
    pub spectrum: SpectrumCurve,
    /// Names at its lines.
    pub labels: Vec<Label>,
    /// The explanation under it.
    pub fis: Option<FisCurve>,
    /// Binding energies that are shown, eV, lowest and highest; the whole spectrum if `None`.
    pub view_ev: Option<[f64; 2]>,
}

/// One panel as it was drawn: how CSS pixels and data belong together, linear on both axes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// `spectrum` or `fis`.
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
}

impl Panel {
    /// Place of a binding energy, CSS pixels from the figure's left edge.
    pub fn x_from_energy(&self, energy_ev: f64) -> f64 {
        let t = (energy_ev - self.energy_left_ev) / (self.energy_right_ev - self.energy_left_ev);
        self.css_px.left + t * (self.css_px.right - self.css_px.left)
    }

    /// Place of a value, CSS pixels from the figure's upper edge.
    pub fn y_from_value(&self, value: f64) -> f64 {
        let t = (value - self.value_bottom) / (self.value_top - self.value_bottom);
        self.css_px.bottom + t * (self.css_px.top - self.css_px.bottom)
    }
}

/// Where everything was drawn, for the page's cursor and for tests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    /// The panels, from top to bottom.
    pub panels: Vec<Panel>,
    /// The labels that found room, with their place in CSS pixels.
    pub labels: Vec<(String, Rect)>,
}

/// Why a figure cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlotError {
    /// The room is too small for the axes.
    #[error("a figure needs at least 160 × 120 CSS pixels, found {width_css_px} × {height_css_px}")]
    TooSmall {
        /// Width given, CSS pixels.
        width_css_px: f64,
        /// Height given, CSS pixels.
        height_css_px: f64,
    },
    /// No finite energies, or all of them equal.
    #[error("a figure needs at least two different finite energies and intensities")]
    Empty,
    /// The drawing backend refused.
    #[error("drawing failed: {0}")]
    Backend(String),
}

fn refused(error: impl std::fmt::Display) -> PlotError {
    PlotError::Backend(error.to_string())
}

/// Draws `figure` as SVG text of `style`'s size.
///
/// # Errors
/// As [`Figure::draw`].
pub fn svg(figure: &Figure, style: &Style) -> Result<(String, Layout), PlotError> {
    let mut text = String::new();
    let size = (
        style.dev_px(style.width_css_px),
        style.dev_px(style.height_css_px),
    );
    let backend = SVGBackend::with_string(&mut text, (size.0.max(1) as u32, size.1.max(1) as u32));
    let layout = figure.draw(backend, style)?;
    Ok((text, layout))
}

impl Figure {
    /// Draws on `backend`, whose size is `style`'s width and height in device pixels, and tells
    /// where everything is.
    ///
    /// # Errors
    /// [`PlotError::TooSmall`] and [`PlotError::Empty`] where there is nothing to draw on or
    /// nothing to draw; [`PlotError::Backend`] where the backend fails.
    pub fn draw<DB: DrawingBackend>(
        &self,
        backend: DB,
        style: &Style,
    ) -> Result<Layout, PlotError> {
        let panels = self.panels(style)?;
        let palette = style.theme.palette();
        let pen = Pen {
            root: backend.into_drawing_area(),
            style,
            palette: &palette,
        };
        pen.root.fill(&palette.ground).map_err(refused)?;

        let upper = &panels[0];
        let lower = &panels[panels.len() - 1];
        for panel in &panels {
            pen.grid(panel)?;
        }
        pen.energy_axis(lower)?;
        pen.value_axis(upper, &intensity_title(self.spectrum.unit))?;
        let curve = self.cut_curve(upper);
        for piece in &curve {
            pen.path(upper, piece, palette.curve, 1.25)?;
        }
        let places = self.places(upper, &curve);
        for place in &places {
            pen.label(&self.labels[place.index], place, &places)?;
        }
        if let Some(fis) = &self.fis {
            pen.fis(lower, fis)?;
        }
        for panel in &panels {
            pen.frame(panel)?;
        }
        pen.root.present().map_err(refused)?;
        drop(pen);
        let labels = places
            .iter()
            .map(|p| (self.labels[p.index].text.clone(), p.rect))
            .collect();
        Ok(Layout { panels, labels })
    }

    /// The panels' places and ranges.
    fn panels(&self, style: &Style) -> Result<Vec<Panel>, PlotError> {
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
        let room = height - TOP - BOTTOM;
        let split = if self.fis.is_some() {
            TOP + (room - BETWEEN) * (1.0 - FIS_SHARE)
        } else {
            height - BOTTOM
        };
        let panel = |name, top, bottom, [value_bottom, value_top]: [f64; 2]| Panel {
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
        };
        let mut panels = vec![panel(
            "spectrum",
            TOP,
            split,
            self.intensity_range(view, split - TOP)?,
        )];
        if let Some(fis) = &self.fis {
            let top = split + BETWEEN;
            let bottom = height - BOTTOM;
            panels.push(panel(
                "fis",
                top,
                bottom,
                fis_range(fis, view, bottom - top),
            ));
        }
        Ok(panels)
    }

    /// Intensities from zero (or from just under the smallest, where the view is zoomed) to the
    /// largest in view, with room above for labels.
    fn intensity_range(&self, view: [f64; 2], height_css_px: f64) -> Result<[f64; 2], PlotError> {
        let shown: Vec<f64> = pieces(
            &self.spectrum.energy_ev,
            &self.spectrum.counts,
            view[0],
            view[1],
        )
        .into_iter()
        .flatten()
        .map(|p| p.1)
        .collect();
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

    fn cut_curve(&self, panel: &Panel) -> Vec<Vec<(f64, f64)>> {
        pieces(
            &self.spectrum.energy_ev,
            &self.spectrum.counts,
            panel.energy_right_ev,
            panel.energy_left_ev,
        )
    }

    fn places(&self, panel: &Panel, curve: &[Vec<(f64, f64)>]) -> Vec<Place> {
        let drawn: Vec<(f64, f64)> = curve
            .iter()
            .flatten()
            .map(|&(e, v)| (panel.x_from_energy(e), panel.y_from_value(v)))
            .collect();
        let curve_top = |left: f64, right: f64| {
            drawn
                .iter()
                .filter(|p| (left..=right).contains(&p.0))
                .fold(panel.css_px.bottom, |top, p| top.min(p.1))
        };
        let inside = Rect {
            left: panel.css_px.left + 2.0,
            right: panel.css_px.right - 2.0,
            top: panel.css_px.top + 2.0,
            bottom: panel.css_px.bottom,
        };
        let room = Room {
            panel: inside,
            font: FONT,
            curve_top: &curve_top,
        };
        place(&self.labels, &|e| panel.x_from_energy(e), &room)
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

/// Both signs get at least a quarter of the larger one's room, and the caption its own.
fn fis_range(fis: &FisCurve, view: [f64; 2], height_css_px: f64) -> [f64; 2] {
    let shown: Vec<f64> = pieces(&fis.energy_ev, &fis.value, view[0], view[1])
        .into_iter()
        .flatten()
        .map(|p| p.1)
        .collect();
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

fn intensity_title(unit: CountUnit) -> String {
    let unit = match unit {
        CountUnit::Counts => "counts",
        CountUnit::CountsPerSecond => "counts/s",
        CountUnit::Unknown => "arb. u.",
    };
    format!("Intensity ({unit})")
}

/// Draws with one style on one drawing area; every argument is in CSS pixels.
struct Pen<'a, DB: DrawingBackend> {
    root: DrawingArea<DB, Shift>,
    style: &'a Style,
    palette: &'a Palette,
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    fn dev(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (self.style.dev_px(x), self.style.dev_px(y))
    }

    fn line(&self, points: &[(f64, f64)], color: RGBColor, width: f64) -> Result<(), PlotError> {
        let dots: Vec<(i32, i32)> = points.iter().map(|&p| self.dev(p)).collect();
        let stroke = color.stroke_width(self.style.stroke_dev_px(width));
        self.root
            .draw(&PathElement::new(dots, stroke))
            .map_err(refused)
    }

    fn path(
        &self,
        panel: &Panel,
        points: &[(f64, f64)],
        color: RGBColor,
        width: f64,
    ) -> Result<(), PlotError> {
        let points: Vec<(f64, f64)> = points
            .iter()
            .map(|&(e, v)| (panel.x_from_energy(e), panel.y_from_value(v)))
            .collect();
        self.line(&points, color, width)
    }

    fn text(&self, text: &str, at: (f64, f64), pos: Pos, look: Look) -> Result<(), PlotError> {
        let family = FontFamily::Name("system-ui, sans-serif");
        let size = look.size * self.style.scale;
        let weight = if look.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let turn = if look.turned {
            FontTransform::Rotate270
        } else {
            FontTransform::None
        };
        let font = FontDesc::new(family, size, weight).transform(turn);
        let style = TextStyle::from(font).color(&look.color).pos(pos);
        self.root
            .draw_text(text, &style, self.dev(at))
            .map_err(refused)
    }

    fn energy_ticks(&self, panel: &Panel) -> Ticks {
        let width = panel.css_px.right - panel.css_px.left;
        ticks(
            panel.energy_right_ev,
            panel.energy_left_ev,
            (width / 60.0) as usize,
        )
    }

    fn value_ticks(&self, panel: &Panel) -> Ticks {
        let height = panel.css_px.bottom - panel.css_px.top;
        ticks(
            panel.value_bottom,
            panel.value_top,
            ((height / 42.0) as usize).max(4),
        )
    }

    fn grid(&self, panel: &Panel) -> Result<(), PlotError> {
        let r = panel.css_px;
        for e in self.energy_ticks(panel).values {
            let x = panel.x_from_energy(e);
            self.line(&[(x, r.top), (x, r.bottom)], self.palette.grid, 0.75)?;
        }
        for v in self.value_ticks(panel).values {
            let y = panel.y_from_value(v);
            self.line(&[(r.left, y), (r.right, y)], self.palette.grid, 0.75)?;
        }
        Ok(())
    }

    fn frame(&self, panel: &Panel) -> Result<(), PlotError> {
        let r = panel.css_px;
        let corners = [(r.left, r.top), (r.left, r.bottom), (r.right, r.bottom)];
        self.line(&corners, self.palette.muted, 0.75)
    }

    fn energy_axis(&self, panel: &Panel) -> Result<(), PlotError> {
        let r = panel.css_px;
        let ticks = self.energy_ticks(panel);
        let fine = ticks.step / if ticks.values.len() > 1 { 4.0 } else { 2.0 };
        let mut e = (panel.energy_right_ev / fine).ceil() * fine;
        while e <= panel.energy_left_ev && fine > 0.0 {
            let x = panel.x_from_energy(e);
            self.line(
                &[(x, r.bottom), (x, r.bottom + 3.0)],
                self.palette.muted,
                0.75,
            )?;
            e += fine;
        }
        let largest = panel.energy_left_ev.abs().min(999.0); // energies are never written as 1.2k
        for &e in &ticks.values {
            let x = panel.x_from_energy(e);
            self.line(
                &[(x, r.bottom), (x, r.bottom + 5.0)],
                self.palette.muted,
                0.75,
            )?;
            let look = Look::plain(self.palette.muted);
            let text = tick_text(e, ticks.step, largest);
            self.text(
                &text,
                (x, r.bottom + 7.0),
                Pos::new(HPos::Center, VPos::Top),
                look,
            )?;
        }
        let middle = (r.left + r.right) / 2.0;
        let look = Look::plain(self.palette.ink);
        let below = Pos::new(HPos::Center, VPos::Bottom);
        self.text(
            "Binding energy (eV)",
            (middle, r.bottom + BOTTOM - 4.0),
            below,
            look,
        )
    }

    fn value_axis(&self, panel: &Panel, title: &str) -> Result<(), PlotError> {
        let r = panel.css_px;
        let ticks = self.value_ticks(panel);
        let largest = panel.value_top.abs().max(panel.value_bottom.abs());
        for &v in &ticks.values {
            let y = panel.y_from_value(v);
            self.line(&[(r.left - 4.0, y), (r.left, y)], self.palette.muted, 0.75)?;
            let look = Look::plain(self.palette.muted);
            let text = tick_text(v, ticks.step, largest);
            self.text(
                &text,
                (r.left - 7.0, y),
                Pos::new(HPos::Right, VPos::Center),
                look,
            )?;
        }
        let look = Look {
            turned: true,
            ..Look::plain(self.palette.ink)
        };
        let middle = (r.top + r.bottom) / 2.0;
        self.text(
            title,
            (3.0, middle),
            Pos::new(HPos::Center, VPos::Top),
            look,
        )
    }

    fn label(&self, label: &Label, place: &Place, all: &[Place]) -> Result<(), PlotError> {
        let color = if label.chosen {
            self.palette.chosen
        } else {
            self.palette.ink
        };
        let middle = (place.rect.left + place.rect.right) / 2.0;
        let foot = (middle, place.rect.bottom + 1.0);
        let (x, y) = place.anchor;
        let end = (x, (y - 2.0).max(foot.1));
        // A leader where the text does not stand directly over its line, unless it would run
        // through another text: names in a pile are read without.
        let apart = y - foot.1 > FONT || (x - middle).abs() > FONT;
        if apart && !all.iter().any(|other| other.rect.crosses(foot, end)) {
            self.line(&[foot, end], self.palette.muted, 0.5)?;
        }
        let look = Look {
            bold: label.chosen,
            ..Look::plain(color)
        };
        let centre = (middle, (place.rect.top + place.rect.bottom) / 2.0);
        self.text(
            &label.text,
            centre,
            Pos::new(HPos::Center, VPos::Center),
            look,
        )
    }

    fn fis(&self, panel: &Panel, fis: &FisCurve) -> Result<(), PlotError> {
        let shown = pieces(
            &fis.energy_ev,
            &fis.value,
            panel.energy_right_ev,
            panel.energy_left_ev,
        );
        for piece in &shown {
            for (positive, polygon) in signed_areas(piece) {
                let color = if positive {
                    self.palette.positive
                } else {
                    self.palette.negative
                };
                let dots: Vec<(i32, i32)> = polygon
                    .iter()
                    .map(|&(e, v)| self.dev((panel.x_from_energy(e), panel.y_from_value(v))))
                    .collect();
                self.root
                    .draw(&Polygon::new(dots.clone(), color.mix(0.35).filled()))
                    .map_err(refused)?;
                let stroke = color.stroke_width(self.style.stroke_dev_px(1.25));
                // The polygon's first and last point lie on the zero line.
                self.root
                    .draw(&PathElement::new(dots, stroke))
                    .map_err(refused)?;
            }
        }
        let zero = panel.y_from_value(0.0);
        let ends = [(panel.css_px.left, zero), (panel.css_px.right, zero)];
        self.line(&ends, self.palette.muted, 0.75)?;
        self.value_axis(panel, &format!("FIS of {}", fis.element))?;
        let at = (panel.css_px.left + 6.0, panel.css_px.top + 4.0);
        let caption = "Δ at. fraction per unit intensity";
        let look = Look {
            size: 11.0,
            ..Look::plain(self.palette.muted)
        };
        self.text(caption, at, Pos::new(HPos::Left, VPos::Top), look)
    }
}

/// How a text looks.
#[derive(Clone, Copy)]
struct Look {
    color: RGBColor,
    size: f64,
    bold: bool,
    turned: bool,
}

impl Look {
    fn plain(color: RGBColor) -> Look {
        Look {
            color,
            size: FONT,
            bold: false,
            turned: false,
        }
    }
}
