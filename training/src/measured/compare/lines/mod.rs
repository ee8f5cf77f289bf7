//! The lines of a sample as the tables have them, the peaks of a measured curve that are named after them, and the
//! windows around both.

pub mod expected;
pub mod features;
pub mod windows;
