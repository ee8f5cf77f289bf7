//! Peak fitting of one region of an X-ray photoelectron spectrum.
//!
//! The caller gives the points, the background and the components. [`fit`] finds positions, widths
//! and areas by least squares, with their errors.
//!
//! Invariants:
//! - Energies are binding energies in eV. Areas are in counts·eV, or in the region's own unit × eV.
//! - Nothing is fitted that the caller did not free. Nothing is dropped in silence: what is doubtful
//!   is in [`Fit::warnings`], what cannot be fitted is a [`FitError`].
//! - No threads, no files, no clock, no chance: the same input gives the same numbers.

mod asymmetric;
mod check;
mod component;
mod convolve;
mod covariance;
mod ends;
mod error;
mod faddeeva;
mod fit;
mod fitted;
mod links;
mod model;
mod region;
mod result;
mod shape;
mod transform;
mod warnings;
mod width;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;

pub use component::{Component, Doublet, Free, Link, Varied};
pub use error::{FitError, Parameter};
pub use fit::fit;
pub use region::{Region, Variance};
pub use result::{Fit, Fitted, Partner, Value};
pub use shape::Shape;
