//! How weights come about: presets, the training loop and its checkpoints, the sense for strange spectra,
//! calibration, and finished weights in a folder. Sees simulated sets only; knows neither baselines nor measured
//! spectra.

pub mod calibrate;
pub mod device;
pub mod gradient;
pub mod grow;
pub mod preset;
pub mod published;
pub mod record;
pub mod stranger;
pub mod train;
