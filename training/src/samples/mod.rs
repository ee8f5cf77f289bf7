//! What is simulated: random samples in plausible chemistry, gas before them, the instruments that record them, how
//! recordings and backgrounds go wrong, inputs that are no surveys, and pairs of elements that a survey confuses.
//! One spectrum at a time; knows nothing of files, networks and figures.

pub mod distortions;
pub mod gas;
pub mod mixtures;
pub mod overlaps;
pub mod own_lines;
pub mod recordings;
pub mod strange;

use speclens::spectrum::{Grid, Source};

/// The grid of simulated spectra, unless a preset says otherwise: −10 to 1397 eV in steps of 1 eV.
pub const GRID: Grid = Grid {
    lo_ev: -10.0,
    step_ev: 1.0,
    points: 1408,
};

/// Atomic fraction from which an element counts: as present in truth, as wrong where it is absent.
pub const PRESENT_FRACTION: f32 = 0.01;

/// How files and folders name a source.
pub fn source_name(source: Source) -> &'static str {
    match source {
        Source::AlKa => "al-ka",
        Source::MgKa => "mg-ka",
    }
}
