//! From a spectrum to a composition: grid, network, weights, quantification.

pub mod grid;
pub mod models;
pub mod network;
pub mod noise;
pub mod quantify;
pub mod weights;
