//! Which curve is which, in a picture that stands alone.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::error::PlotError;
use super::figure::Figure;
use super::labels::text_width;
use super::panel::{FONT, Panel};
use super::pen::{Look, Pen};
use super::theme::Palette;

/// Height of a row, CSS pixels.
const ROW: f64 = 15.0;
/// Length of the stroke before a name, CSS pixels.
const STROKE: f64 = 18.0;

impl Figure {
    /// Names and colours of the curves beside the spectrum.
    pub(super) fn legend_entries(&self, palette: &Palette) -> Vec<(String, RGBColor)> {
        let others = self.others.iter().enumerate();
        let mut entries: Vec<_> = others
            .map(|(i, o)| (o.name.clone(), palette.other(i)))
            .collect();
        if self.background.is_some() {
            entries.push(("background".to_owned(), palette.background));
        }
        if self.implied.is_some() {
            entries.push(("fit".to_owned(), palette.implied));
        }
        entries
    }
}

impl<DB: DrawingBackend> Pen<'_, DB> {
    /// The names in the upper left corner, on the panel's ground.
    pub fn legend(&self, panel: &Panel, entries: &[(String, RGBColor)]) -> Result<(), PlotError> {
        let (left, top) = (panel.css_px.left + 8.0, panel.css_px.top + 4.0);
        let widest = entries
            .iter()
            .map(|(name, _)| text_width(name))
            .fold(0.0, f64::max);
        if entries.is_empty() {
            return Ok(());
        }
        let right = left + STROKE + 8.0 + widest * FONT;
        let corners = [(left - 4.0, top), (right, top + ROW * entries.len() as f64)];
        let ground = self.palette.ground.mix(0.85).filled();
        self.root
            .draw(&Rectangle::new(corners.map(|c| self.dev(c)), ground))
            .map_err(super::error::refused)?;
        for (i, (name, color)) in entries.iter().enumerate() {
            let y = top + ROW * (i as f64 + 0.5);
            self.line(&[(left, y), (left + STROKE, y)], *color, 1.5)?;
            let look = Look::plain(self.palette.ink);
            let at = (left + STROKE + 5.0, y);
            self.text(name, at, Pos::new(HPos::Left, VPos::Center), look)?;
        }
        Ok(())
    }
}
