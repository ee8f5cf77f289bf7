//! Axes of a panel: grid, ticks, their numbers and titles.

use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::error::PlotError;
use super::figure::EnergyAxis;
use super::labels::text_width;
use super::panel::{BOTTOM, FONT, Panel};
use super::pen::{Look, Pen};
use super::ticks::{Ticks, tick_text, ticks};

impl<DB: DrawingBackend> Pen<'_, DB> {
    /// Ticks of what is written on the axis, and the energy that is written at a binding energy.
    fn energy_ticks(
        &self,
        panel: &Panel,
        axis: EnergyAxis,
    ) -> (Ticks, impl Fn(f64) -> f64 + use<DB>) {
        let width = panel.css_px.right - panel.css_px.left;
        let written = move |e: f64| match axis {
            EnergyAxis::Binding => e,
            EnergyAxis::Kinetic { photon_energy_ev } => photon_energy_ev - e,
        };
        let ends = [panel.energy_right_ev, panel.energy_left_ev].map(written);
        let [lo, hi] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
        (ticks(lo, hi, (width / 60.0) as usize), written)
    }

    fn value_ticks(&self, panel: &Panel) -> Ticks {
        let height = panel.css_px.bottom - panel.css_px.top;
        let most = ((height / 42.0) as usize).max(4);
        panel.scale.ticks(panel.value_bottom, panel.value_top, most)
    }

    pub fn grid(&self, panel: &Panel, axis: EnergyAxis) -> Result<(), PlotError> {
        let r = panel.css_px;
        let (ticks, written) = self.energy_ticks(panel, axis);
        for e in ticks.values {
            let x = panel.x_from_energy(written(e));
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

    pub fn energy_axis(&self, panel: &Panel, axis: EnergyAxis) -> Result<(), PlotError> {
        let r = panel.css_px;
        let (ticks, written) = self.energy_ticks(panel, axis);
        let ends = [panel.energy_right_ev, panel.energy_left_ev].map(&written);
        let [lowest, highest] = [ends[0].min(ends[1]), ends[0].max(ends[1])];
        let fine = ticks.step / if ticks.values.len() > 1 { 4.0 } else { 2.0 };
        let mut e = (lowest / fine).ceil() * fine;
        while e <= highest && fine > 0.0 {
            // Binding and kinetic energies are each other's mirror: what is written leads back.
            let x = panel.x_from_energy(written(e));
            self.line(
                &[(x, r.bottom), (x, r.bottom + 3.0)],
                self.palette.muted,
                0.75,
            )?;
            e += fine;
        }
        let largest = highest.abs().min(999.0); // energies are never written as 1.2k
        for &e in &ticks.values {
            let x = panel.x_from_energy(written(e));
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
        let title = match axis {
            EnergyAxis::Binding => "Binding energy (eV)",
            EnergyAxis::Kinetic { .. } => "Kinetic energy (eV)",
        };
        self.text(title, (middle, r.bottom + BOTTOM - 4.0), below, look)
    }

    pub fn value_axis(&self, panel: &Panel, title: &str) -> Result<(), PlotError> {
        let r = panel.css_px;
        let ticks = self.value_ticks(panel);
        let largest = panel.value_top.abs().max(panel.value_bottom.abs());
        for &v in &ticks.values {
            let y = panel.y_from_value(v);
            self.line(&[(r.left - 4.0, y), (r.left, y)], self.palette.muted, 0.75)?;
            let look = Look::plain(self.palette.muted);
            // Ticks of a logarithmic axis have no step: each is written by itself.
            let text = match ticks.step {
                0.0 => tick_text(v, 10f64.powf((v.log10() + 1e-9).floor()), v),
                step => tick_text(v, step, largest),
            };
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
