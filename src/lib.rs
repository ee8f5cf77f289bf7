//! Speclens: which elements an X-ray photoelectron survey shows, how much of each, and why.
//!
//! The way of a spectrum, in one direction:
//!
//! ```text
//! file bytes ──formats──▶ Spectrum ──model::grid──▶ input ──model::network──▶ Composition
//!                            │                        └────────explain────────▶ Fis
//!                            ◀──physics::simulate(Composition)── what the answer implies
//!                            everything ──plot──▶ figure      ──report──▶ JSON
//! ```

pub mod model;
pub mod plot;
pub mod spectrum;
