//! Strokes and texts in CSS pixels on any drawing area.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::*;
use plotters::style::text_anchor::Pos;

use super::error::{PlotError, refused};
use super::panel::{FONT, Panel};
use super::theme::{Palette, Style};

/// Draws with one style on one drawing area; every argument is in CSS pixels.
pub(super) struct Pen<'a, DB: DrawingBackend> {
    pub root: DrawingArea<DB, Shift>,
    pub style: &'a Style,
    pub palette: &'a Palette,
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    pub fn dev(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (self.style.dev_px(x), self.style.dev_px(y))
    }

    pub fn line(
        &self,
        points: &[(f64, f64)],
        color: RGBColor,
        width: f64,
    ) -> Result<(), PlotError> {
        let dots: Vec<(i32, i32)> = points.iter().map(|&p| self.dev(p)).collect();
        let stroke = color.stroke_width(self.style.stroke_dev_px(width));
        self.root
            .draw(&PathElement::new(dots, stroke))
            .map_err(refused)
    }

    pub fn path(
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

    pub fn text(&self, text: &str, at: (f64, f64), pos: Pos, look: Look) -> Result<(), PlotError> {
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
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub color: RGBColor,
    pub size: f64,
    pub bold: bool,
    pub turned: bool,
}

impl Look {
    pub fn plain(color: RGBColor) -> Look {
        Look {
            color,
            size: FONT,
            bold: false,
            turned: false,
        }
    }
}
