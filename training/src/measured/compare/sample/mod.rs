//! What is known and what is fitted of a measured sample, and the survey that the simulator draws of it. All calls
//! to the simulator of the comparison are here; of measured curves nothing is.

mod known;
mod parameters;
mod simulated;

pub use known::{BulkElement, KnownSample};
pub use parameters::{Parameters, START_OF_A_MAYBE};
pub use simulated::{DrawnLines, OXYGEN};
