//! Speclens: which elements an X-ray photoelectron survey shows, how much of each, and why.
//!
//! The way of a spectrum, in one direction:
//!
//! ```text
//! file bytes ──formats──▶ Spectrum ──Grid──▶ input ──network──▶ table ──model──▶ composition
//!                            │                        └────────explain────────▶ Fis
//!                            ◀──physics::simulate(sample)── what a sample would show
//!                            everything ──plot──▶ figure      ──analysis──▶ JSON
//! ```
//!
//! The crates below are named here by their rooms: [`formats`], [`network`], [`physics`],
//! [`spectrum`].

pub mod analysis;
pub mod conventional;
pub mod explain;
pub mod guide;
pub mod model;
pub mod peak_fit;
pub mod plot;
pub mod report;
mod sha256;
pub mod synthesis;
#[cfg(target_arch = "wasm32")]
pub mod web;
pub mod wire;

pub use speclens_formats as formats;
pub use speclens_network as network;
pub use speclens_physics as physics;
pub use speclens_spectrum as spectrum;
