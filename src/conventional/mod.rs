//! What one reads off a spectrum without a network: peaks, backgrounds, areas, names of lines.

mod agreement;
pub mod areas;
pub mod background;
mod candidates;
mod claims;
mod curve;
mod energy_scale;
mod expected;
mod gas_phase;
mod identify;
mod line_groups;
pub mod peaks;
mod quantify;
mod region;
mod seen;
mod sensitivity;
mod shown;
pub mod snip;
mod trace;
mod unexplained;

pub use agreement::Reading;
pub use candidates::{Candidate, UnexplainedPeak};
pub use curve::EvenCurve;
pub use energy_scale::{auger_place, fermi_edge_ev, fermi_level};
pub use identify::{NamedLine, named_lines, unexplained_peaks};
pub use line_groups::{
    ElementLines, LineGroup, LineKind, Reach, SpectrumLines, tabulated_groups, within,
};
pub use quantify::{
    Choices, Conventional, ElementOpinion, LineArea, Pair, TransmissionUsed, UserWindow, quantify,
};
pub use seen::{no_main_line, not_covered, one_shallow_line};
pub use sensitivity::{SensitivityError, SensitivityFactors};
pub use shown::shirley_backgrounds;
