//! Figures, generic over plotters' [`DrawingBackend`](plotters::prelude::DrawingBackend): a canvas
//! in the page, SVG in the binary and the tests.
//!
//! Lengths are in CSS pixels (`css_px`) until the last moment, when [`Style::dev_px`] turns them
//! into the device pixels (`dev_px`) that a backend draws on. No text is measured: a canvas
//! backend would have to ask the document for it, so widths are estimated ([`labels::text_width`]).

mod clip;
mod figure;
pub mod labels;
mod theme;
pub mod ticks;

pub use figure::{Figure, FisCurve, Layout, Panel, PlotError, SpectrumCurve, svg};
pub use labels::Label;
pub use theme::{Style, Theme};
