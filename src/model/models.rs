//! The networks at hand: one per X-ray source.

use super::Model;
use speclens_spectrum::Source;

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

    /// The network that was trained for the source of this photon energy, eV; the first one where
    /// none was.
    pub fn for_photon_energy(&self, photon_energy_ev: f64) -> &Model {
        let source = Source::nearest(photon_energy_ev);
        let mut all = std::iter::once(&self.first).chain(&self.others);
        all.find(|m| Some(m.manifest.source) == source)
            .unwrap_or(&self.first)
    }
}

impl From<Model> for Models {
    fn from(model: Model) -> Self {
        Models::new(model, Vec::new())
    }
}
