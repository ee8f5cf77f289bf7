//! From a spectrum to a composition.
pub mod network;
