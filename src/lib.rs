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

pub mod analysis;
pub mod explain;
pub mod formats;
pub mod model;
pub mod physics;
pub mod plot;
pub mod spectrum;
#[cfg(target_arch = "wasm32")]
pub mod web;
