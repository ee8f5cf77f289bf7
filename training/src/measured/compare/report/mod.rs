//! The comparison for people: text, tables and pictures.

pub mod figure;
pub mod table;
pub mod text;

use super::fit::Fit;
use super::judge::Verdict;

/// One compared spectrum.
pub struct Compared {
    /// File and sample.
    pub name: [String; 2],
    /// What was fitted.
    pub fit: Fit,
    /// The differences.
    pub verdict: Verdict,
}
