//! Analysis by synthesis: the spectrum that an answer implies, drawn by the simulator and fitted to the
//! measured one (docs/method/synthesis.md).
//!
//! `material` guesses the chemistry of the elements found, `sample` draws it, `target` is what was
//! measured, `parameters` and `problem` are the fit, `refinement` runs it step by step, `linear` says what it is
//! worth, `refined` what came out, and `reconstruction` draws what other amounts imply.

mod linear;
mod material;
mod parameters;
mod problem;
mod reconstruction;
mod refined;
mod refinement;
mod sample;
mod target;
#[cfg(test)]
mod tests;

pub use material::{Material, is_metal};
pub use reconstruction::Reconstruction;
pub use refined::{Goodness, Refined, RefinedElement, Tried};
pub use refinement::{Refinement, Setting};
