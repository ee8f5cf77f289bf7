//! How weights come about: presets, the training loop and its checkpoints, the sense for strange spectra,
//! calibration, and finished weights in a folder. Sees simulated sets only; knows neither baselines nor measured
//! spectra.

mod batches;
pub mod calibrate;
mod checkpoint;
pub mod device;
pub mod gradient;
mod monitor;
pub mod preset;
pub mod published;
pub mod record;
mod rounding;
pub mod short;
mod state;
pub mod stranger;
pub mod train;
pub mod transfer;
mod twins;

pub use checkpoint::folder;
pub use state::first_weights;
