//! Drawing a figure on a backend of plotters.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use serde::Serialize;

use super::clip::{Piece, above_noise, pieces, signed_areas};
use super::curves::Points;
use super::error::{PlotError, refused};
use super::figure::{Figure, FisCurve};
use super::labels::{Label, LabelPlace, Rect, Room, place, text_width};
use super::panel::{FONT, Panel};
use super::pen::{Look, Pen};
use super::theme::Style;
use crate::spectrum::CountUnit;

/// How strongly the lines of the chosen element are shaded, 0 to 1.
const MARK_SHADE: f64 = 0.1;
/// Fill and outline of the FIS within its noise, 0 to 1.
const PALE: (f64, f64) = (0.08, 0.25);
/// The same where it rises above it.
const FULL: (f64, f64) = (0.4, 1.0);

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
        let (panels, curves) = self.panels(style)?;
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
            pen.marks(panel, &self.marked_ev)?;
            pen.grid(panel, self.energy_axis)?;
        }
        pen.energy_axis(lower, self.energy_axis)?;
        pen.value_axis(upper, &intensity_title(self.unit()))?;
        let curve = pieces(
            &curves.spectrum,
            upper.energy_right_ev,
            upper.energy_left_ev,
        );
        for (i, (points, raised)) in curves.others.iter().enumerate() {
            pen.over(upper, points, palette.other(i), *raised)?;
        }
        pen.over(upper, &curves.spectrum, palette.curve, 0.0)?;
        if let Some(background) = &curves.background {
            pen.over(upper, background, palette.background, 0.0)?;
        }
        if let Some(implied) = &curves.implied {
            pen.over(upper, implied, palette.implied, 0.0)?;
        }
        let residual = panels.iter().find(|p| p.name == "residual");
        if let Some((panel, points)) = residual.zip(curves.residual.as_ref()) {
            pen.residual(panel, points)?;
        }
        let places = self.places(upper, &curve);
        for place in &places {
            pen.label(&self.labels[place.index], place)?;
        }
        if self.legend {
            pen.legend(upper, &self.legend_entries(&palette))?;
        }
        if let Some(fis) = &self.fis {
            pen.fis(lower, fis, !self.marked_ev.is_empty())?;
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

    fn places(&self, panel: &Panel, curve: &[Piece]) -> Vec<LabelPlace> {
        let tops = Tops::new(panel, curve);
        let curve_top = |left: f64, right: f64| tops.between(left, right);
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

/// Upper edge of a curve for every column of a panel.
struct Tops {
    left: f64,
    /// Smallest y of the curve in each column; the panel's lower edge where there is none.
    y: Vec<f64>,
    bottom: f64,
}

/// Columns for each CSS pixel.
const COLUMNS: f64 = 2.0;

impl Tops {
    fn new(panel: &Panel, curve: &[Piece]) -> Tops {
        let r = panel.css_px;
        let columns = ((r.right - r.left) * COLUMNS).ceil().max(1.0) as usize + 1;
        let mut tops = Tops {
            left: r.left,
            y: vec![r.bottom; columns],
            bottom: r.bottom,
        };
        for piece in curve {
            let drawn = |&(e, v): &(f64, f64)| (panel.x_from_energy(e), panel.y_from_value(v));
            let points: Vec<(f64, f64)> = piece.iter().map(drawn).collect();
            for pair in points.windows(2) {
                tops.line(pair[0], pair[1]);
            }
        }
        tops
    }

    fn column(&self, x: f64) -> usize {
        (((x - self.left) * COLUMNS).max(0.0) as usize).min(self.y.len() - 1)
    }

    fn line(&mut self, a: (f64, f64), b: (f64, f64)) {
        let (from, to) = (self.column(a.0.min(b.0)), self.column(a.0.max(b.0)));
        for column in from..=to {
            let middle = self.left + (column as f64 + 0.5) / COLUMNS;
            let t = ((middle - a.0) / (b.0 - a.0)).clamp(0.0, 1.0);
            let y = a.1 + t * (b.1 - a.1);
            self.y[column] = self.y[column].min(y);
        }
        for (x, y) in [a, b] {
            let column = self.column(x);
            self.y[column] = self.y[column].min(y);
        }
    }

    fn between(&self, left: f64, right: f64) -> f64 {
        let columns = &self.y[self.column(left)..=self.column(right.max(left))];
        columns.iter().copied().fold(self.bottom, f64::min)
    }
}

fn intensity_title(unit: CountUnit) -> String {
    format!("Intensity ({})", unit.label())
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    fn label(&self, label: &Label, place: &LabelPlace) -> Result<(), PlotError> {
        let color = if label.chosen {
            self.palette.chosen
        } else {
            self.palette.ink
        };
        if let Some(leader) = place.leader {
            self.line(&leader, self.palette.muted, 0.5)?;
        }
        let middle = (place.rect.left + place.rect.right) / 2.0;
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

    /// Shades stretches of the energy axis.
    fn marks(&self, panel: &Panel, marked_ev: &[[f64; 2]]) -> Result<(), PlotError> {
        let r = panel.css_px;
        for [lo, hi] in marked_ev {
            let left = panel.x_from_energy(*hi).max(r.left);
            let right = panel.x_from_energy(*lo).min(r.right);
            if right > left {
                let corners = [self.dev((left, r.top)), self.dev((right, r.bottom))];
                let shade = self.palette.chosen.mix(MARK_SHADE).filled();
                self.root
                    .draw(&Rectangle::new(corners, shade))
                    .map_err(refused)?;
            }
        }
        Ok(())
    }

    /// A curve over that of the spectrum, raised by a share of the panel's height; not beyond its panel.
    fn over(
        &self,
        panel: &Panel,
        points: &Points,
        color: RGBColor,
        raised: f64,
    ) -> Result<(), PlotError> {
        let r = panel.css_px;
        let up = raised * (r.bottom - r.top);
        for piece in pieces(points, panel.energy_right_ev, panel.energy_left_ev) {
            let place = |&(e, v): &(f64, f64)| {
                let y = panel.y_from_value(v) - up;
                (panel.x_from_energy(e), y.clamp(r.top, r.bottom))
            };
            let places: Vec<(f64, f64)> = piece.iter().map(place).collect();
            self.line(&places, color, 1.25)?;
        }
        Ok(())
    }

    /// Measured less implied, about zero.
    fn residual(&self, panel: &Panel, points: &Points) -> Result<(), PlotError> {
        let zero = panel.y_from_value(0.0);
        let ends = [(panel.css_px.left, zero), (panel.css_px.right, zero)];
        self.line(&ends, self.palette.muted, 0.75)?;
        for piece in pieces(points, panel.energy_right_ev, panel.energy_left_ev) {
            self.path(panel, &piece, self.palette.implied, 1.0)?;
        }
        self.value_axis(panel, "Residual")
    }

    /// The FIS: pale where it is within its noise, full where it rises above it.
    fn fis(&self, panel: &Panel, fis: &FisCurve, marked: bool) -> Result<(), PlotError> {
        let (lo, hi) = (panel.energy_right_ev, panel.energy_left_ev);
        let energies = fis.energy_ev.iter().copied();
        let points: Points = energies.zip(fis.value.iter().copied()).collect();
        for piece in pieces(&points, lo, hi) {
            self.areas(panel, &piece, PALE)?;
        }
        for stretch in above_noise(&points, &fis.noise) {
            for piece in pieces(&stretch, lo, hi) {
                self.areas(panel, &piece, FULL)?;
            }
        }
        let zero = panel.y_from_value(0.0);
        let ends = [(panel.css_px.left, zero), (panel.css_px.right, zero)];
        self.line(&ends, self.palette.muted, 0.75)?;
        self.value_axis(panel, &format!("FIS of {}", fis.element))?;
        let look = Look {
            size: 11.0,
            ..Look::plain(self.palette.muted)
        };
        let at = (panel.css_px.left + 6.0, panel.css_px.top + 4.0);
        self.text(&fis.unit, at, Pos::new(HPos::Left, VPos::Top), look)?;
        let legend = match marked {
            true => format!(
                "shaded: lines of {} · pale: within ripples and noise",
                fis.element
            ),
            false => "pale: within ripples and noise".to_owned(),
        };
        let width = panel.css_px.right - panel.css_px.left;
        if text_width(&fis.unit) + text_width(&legend) < width / look.size - 3.0 {
            let at = (panel.css_px.right - 6.0, panel.css_px.top + 4.0);
            self.text(&legend, at, Pos::new(HPos::Right, VPos::Top), look)?;
        }
        Ok(())
    }

    /// Fills between a piece of the FIS and zero, and draws its outline.
    fn areas(
        &self,
        panel: &Panel,
        piece: &Piece,
        (fill, stroke): (f64, f64),
    ) -> Result<(), PlotError> {
        for (positive, polygon) in signed_areas(piece) {
            let color = match positive {
                true => self.palette.positive,
                false => self.palette.negative,
            };
            let dots: Vec<(i32, i32)> = polygon
                .iter()
                .map(|&(e, v)| self.dev((panel.x_from_energy(e), panel.y_from_value(v))))
                .collect();
            self.root
                .draw(&Polygon::new(dots.clone(), color.mix(fill).filled()))
                .map_err(refused)?;
            // The polygon's first and last point lie on the zero line.
            let stroke = color
                .mix(stroke)
                .stroke_width(self.style.stroke_dev_px(1.25));
            self.root
                .draw(&PathElement::new(dots, stroke))
                .map_err(refused)?;
        }
        Ok(())
    }
}
