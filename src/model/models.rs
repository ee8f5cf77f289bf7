//! The networks at hand: one per X-ray source.

use std::sync::OnceLock;

use super::{Model, ModelError};
use speclens_spectrum::Source;

/// Loads a network when it is first needed.
pub type Load = Box<dyn Fn() -> Result<Model, ModelError> + Send + Sync>;

/// Networks by X-ray source, at least one; each is loaded when a spectrum asks for it.
pub struct Models {
    first: Network,
    others: Vec<Network>,
}

/// A network that may have been loaded.
struct Network {
    source: Source,
    /// None where it was given.
    load: Option<Load>,
    loaded: OnceLock<Result<Model, String>>,
}

impl Network {
    fn on_demand((source, load): (Source, Load)) -> Network {
        Network {
            source,
            load: Some(load),
            loaded: OnceLock::new(),
        }
    }

    fn get(&self) -> Result<&Model, ModelError> {
        let load = || match &self.load {
            Some(load) => load().map_err(|e| e.to_string()),
            None => Err("no network was given".to_owned()),
        };
        let loaded = self.loaded.get_or_init(load).as_ref();
        loaded.map_err(|reason| ModelError::Load(reason.clone()))
    }
}

impl From<Model> for Network {
    fn from(model: Model) -> Network {
        Network {
            source: model.manifest.source,
            load: None,
            loaded: OnceLock::from(Ok(model)),
        }
    }
}

impl Models {
    /// `first` answers for every source that none of `others` was trained for.
    pub fn new(first: Model, others: Vec<Model>) -> Models {
        Models {
            first: first.into(),
            others: others.into_iter().map(Network::from).collect(),
        }
    }

    /// The same of networks that are loaded when they are first needed.
    pub fn on_demand(first: (Source, Load), others: Vec<(Source, Load)>) -> Models {
        Models {
            first: Network::on_demand(first),
            others: others.into_iter().map(Network::on_demand).collect(),
        }
    }

    /// The network that was trained for the source of this photon energy, eV; the first one where
    /// none was.
    ///
    /// # Errors
    /// A network that cannot be loaded.
    pub fn for_photon_energy(&self, photon_energy_ev: f64) -> Result<&Model, ModelError> {
        let source = Source::nearest(photon_energy_ev);
        let mut all = std::iter::once(&self.first).chain(&self.others);
        let network = all.find(|n| Some(n.source) == source);
        network.unwrap_or(&self.first).get()
    }
}

impl From<Model> for Models {
    fn from(model: Model) -> Self {
        Models::new(model, Vec::new())
    }
}
