//! What readers share: text and its lines, checks of what was read, faults.

pub(crate) mod checks;
pub(crate) mod cube;
pub(crate) mod dates;
pub(crate) mod decode;
pub(crate) mod error;
pub(crate) mod lines;
pub(crate) mod notes;
pub(crate) mod photon_energy;
pub(crate) mod plausible;
pub(crate) mod quantity;
pub(crate) mod salvage;
pub(crate) mod sources;
pub(crate) mod speclens_json;
pub(crate) mod units;
pub(crate) mod xml;

/// Spectra that are read from one file: maps and profiles hold thousands, and each takes a
/// few kilobytes beside its numbers.
pub(crate) const MAX_SPECTRA: usize = 5000;
