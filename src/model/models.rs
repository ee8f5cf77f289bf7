//! The networks at hand: one per X-ray source.

use super::weights::Model;

/// Photon energies this near are of one source, eV.
const SAME_SOURCE_EV: f64 = 2.0;

/// Networks by X-ray source, at least one.
#[derive(Debug)]
pub struct Models {
    first: Model,
    others: Vec<Model>,
}

impl Models {
    /// `first` answers for every source that none of `others` was trained for.
    pub fn new(first: Model, others: Vec<Model>) -> Self {
        Models { first, others }
    }

    /// The network that was trained for this photon energy, eV; the first one where none was.
    pub fn for_photon_energy(&self, photon_energy_ev: f64) -> &Model {
        let trained = |m: &&Model| {
            let own = m.manifest.source.photon_energy_ev();
            (own - photon_energy_ev).abs() <= SAME_SOURCE_EV
        };
        let mut all = std::iter::once(&self.first).chain(&self.others);
        all.find(trained).unwrap_or(&self.first)
    }
}

impl From<Model> for Models {
    fn from(model: Model) -> Self {
        Models::new(model, Vec::new())
    }
}
