//! Speclens: which elements an X-ray photoelectron survey shows, how much of each, and why.
//!
//! The way of a spectrum, in one direction:
//!
//! ```text
//! file bytes ──formats──▶ Spectrum ──model::grid──▶ input ──model::network──▶ Composition
//!                            │                        └────────explain────────▶ Fis
//!                            ◀──physics::simulate(Composition)── what the answer implies
//!                            everything ──plot──▶ figure      ──analysis──▶ JSON
//! ```
//!
//! Without the feature `network` it holds the readers and writers of files alone.

#[cfg(feature = "network")]
pub mod analysis;
#[cfg(feature = "network")]
pub mod explain;
pub mod formats;
#[cfg(feature = "network")]
pub mod model;
#[cfg(feature = "network")]
pub mod physics;
#[cfg(feature = "network")]
pub mod plot;
pub mod spectrum;
#[cfg(all(feature = "network", target_arch = "wasm32"))]
pub mod web;
