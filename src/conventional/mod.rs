//! What one reads off a spectrum without a network: peaks, backgrounds, areas, names of lines.

pub mod areas;
mod curve;
mod identify;
pub mod peaks;

pub use curve::EvenCurve;
pub use identify::{NamedLine, named_lines};
