//! Measured spectra of known samples: the table of what is known of them, the models' answers held against it, and
//! the simulation laid over them. For validation only: nothing is fitted to them but what is unknown of the
//! sample, and no weights and no set know of them.

pub mod compare;
pub mod harder;
pub mod truth;
pub mod validate;
