//! The network, written once: for the program, the page's two modules and the training.
//!
//! Invariants:
//! - It depends on burn, and on no other crate of Speclens: numbers go in, numbers come out.
//! - It chooses no engine: whoever uses it brings a device and burn's feature for that.
//! - A change here changes both modules of the page and asks for weights that fit.

mod evidence;
mod layers;
mod network;
mod table;
mod weights;

pub use network::{
    ConfigError, DOUBT_FLOOR, INPUT_CHANNELS, Network, NetworkConfig, Output, Stage, Stranger,
};
pub use table::Row;
pub use weights::{WeightsError, load_weights, save_weights};
