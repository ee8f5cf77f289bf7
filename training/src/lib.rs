//! Simulated sets, training and evaluation of the Speclens network (native only).
//!
//! Data flows one way: [`samples`] are simulated, kept in [`sets`], learnt by [`fit`] and judged by
//! [`evaluate`], both with the figures of [`merit`]; [`measured`] holds the result against real spectra,
//! [`explain`] its reasons against the lines that they should be, [`classify`] makes classes of elements of them. A folder uses those before it and none behind it. [`gallery`] stands apart.

pub mod classify;
pub mod evaluate;
pub mod explain;
pub mod fit;
pub mod folders;
pub mod gallery;
pub mod measured;
pub mod merit;
pub mod samples;
pub mod sets;
