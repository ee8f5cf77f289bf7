//! Why a figure is not drawn.

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

pub(super) fn refused(error: impl std::fmt::Display) -> PlotError {
    PlotError::Backend(error.to_string())
}
