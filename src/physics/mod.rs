//! Elements, lines and electron transport: what a survey spectrum of a given composition looks like.

pub mod asymmetry;
pub mod auger;
pub mod chemical_state;
mod convolution;
pub mod elastic;
pub mod elements;
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
mod table;
pub mod tougaard;
mod widths;
