//! Lines, electron transport, losses, instrument: what a survey spectrum of a given sample looks like.
//!
//! Invariants:
//! - It knows nothing of networks, of file formats, of figures: a sample goes in, a spectrum comes out.
//! - Every table of physics is in `data/`, every row with its source (docs/method/simulator.md).
//! - Chance comes from outside: whoever draws or records brings a generator with a seed.

pub mod asymmetry;
pub mod auger;
pub mod chemical_state;
mod convolution;
pub mod elastic;
pub mod gas_phase;
pub mod handbook;
#[cfg(test)]
mod handbook_agreement;
pub mod imfp;
pub mod instrument;
pub mod line_shape;
pub mod lines;
pub mod losses;
pub mod recording;
pub mod sample;
pub mod satellites;
pub mod simulate;
pub mod solids;
pub mod state;
mod table;
pub mod tougaard;
mod widths;
