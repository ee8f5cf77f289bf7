//! Axes of a panel: grid, ticks, their numbers and titles.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::error::PlotError;
use super::labels::text_width;
use super::panel::{BOTTOM, FONT, Panel};
use super::pen::{Look, Pen};
use super::ticks::{Ticks, tick_text, ticks};

impl<DB: DrawingBackend> Pen<'_, DB> {
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

    pub fn grid(&self, panel: &Panel) -> Result<(), PlotError> {
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

    pub fn frame(&self, panel: &Panel) -> Result<(), PlotError> {
        let r = panel.css_px;
        let corners = [(r.left, r.top), (r.left, r.bottom), (r.right, r.bottom)];
        self.line(&corners, self.palette.muted, 0.75)
    }

    pub fn energy_axis(&self, panel: &Panel) -> Result<(), PlotError> {
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
            // The number at either end is moved inwards rather than cut.
            let half = text_width(&text) * FONT / 2.0 + 1.0;
            let middle = x.min(self.style.width_css_px - half).max(half);
            self.text(
                &text,
                (middle, r.bottom + 7.0),
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

    pub fn value_axis(&self, panel: &Panel, title: &str) -> Result<(), PlotError> {
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
}
