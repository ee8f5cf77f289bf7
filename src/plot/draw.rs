//! Drawing a figure on a backend of plotters.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Serialize;

use super::clip::{pieces, signed_areas};
use super::error::{PlotError, refused};
use super::figure::{Figure, FisCurve};
use super::labels::{Label, LabelPlace, Rect, Room, place};
use super::panel::{FIS_UNIT, FONT, Panel};
use super::pen::{Look, Pen};
use super::theme::Style;
use crate::spectrum::CountUnit;

/// Where everything was drawn, for the page's cursor and for tests.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layout {
    /// The panels, from top to bottom.
    pub panels: Vec<Panel>,
    /// The labels that found room, with their place in CSS pixels.
    pub labels: Vec<(String, Rect)>,
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

    fn cut_curve(&self, panel: &Panel) -> Vec<Vec<(f64, f64)>> {
        pieces(
            &self.spectrum.energy_ev,
            &self.spectrum.counts,
            panel.energy_right_ev,
            panel.energy_left_ev,
        )
    }

    fn places(&self, panel: &Panel, curve: &[Vec<(f64, f64)>]) -> Vec<LabelPlace> {
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

fn intensity_title(unit: CountUnit) -> String {
    format!("Intensity ({})", unit.label())
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    fn label(
        &self,
        label: &Label,
        place: &LabelPlace,
        all: &[LabelPlace],
    ) -> Result<(), PlotError> {
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
        let look = Look {
            size: 11.0,
            ..Look::plain(self.palette.muted)
        };
        self.text(FIS_UNIT, at, Pos::new(HPos::Left, VPos::Top), look)
    }
}
