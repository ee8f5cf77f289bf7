//! Figures, generic over plotters' [`DrawingBackend`](plotters::prelude::DrawingBackend): a canvas
//! in the page, SVG in the binary and the tests.
//!
//! Lengths are in CSS pixels (`css_px`) until the last moment, when [`Style::dev_px`] turns them
//! into the device pixels (`dev_px`) that a backend draws on. No text is measured: a canvas
//! backend would have to ask the document for it, so widths are estimated ([`labels::text_width`]).

mod axes;
mod clip;
mod curves;
mod draw;
mod error;
mod figure;
pub mod labels;
mod legend;
mod panel;
mod pen;
mod scale;
mod theme;
pub mod ticks;

pub use draw::{Layout, svg};
pub use error::PlotError;
pub use figure::{EnergyAxis, Figure, FisCurve, OtherCurve, SpectrumCurve};
pub use labels::{Label, Rect};
pub use panel::Panel;
pub use scale::IntensityScale;
pub use theme::{Style, Theme};
