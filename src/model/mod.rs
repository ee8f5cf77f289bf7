//! From a spectrum to a composition: manifest, weights, network, quantification.

pub mod calibration;
mod error;
mod loaded;
pub mod manifest;
pub mod models;
pub mod noise;
pub mod quantify;

pub use error::ModelError;
pub use loaded::Model;
