//! Weights of the network as the bytes of a safetensors file.

use burn::store::burn_pack::Tensor as PackTensor;
use burn::store::{
    FloatCastAdapter, ModuleAdapter, ModuleContext, ModuleSnapshot, SafetensorsStore,
};
use burn::tensor::DType;

use crate::network::Network;

/// Weights that do not fit the architecture, or cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the weights do not fit the architecture: {0}")]
pub struct WeightsError(String);

/// Loads the bytes of a safetensors file (f16, widened, or f32) into `network`; refuses missing
/// and superfluous tensors.
///
/// # Errors
/// [`WeightsError`] with the names of the tensors that do not fit.
pub fn load_weights(network: &mut Network, weights: &[u8]) -> Result<(), WeightsError> {
    let mut store = SafetensorsStore::from_bytes(Some(weights.to_vec()))
        .with_from_adapter(FloatCastAdapter::to(DType::F32));
    let result = network
        .load_from(&mut store)
        .map_err(|e| WeightsError(e.to_string()))?;
    if !result.unused.is_empty() {
        return Err(WeightsError(format!(
            "superfluous tensors {:?}",
            result.unused
        )));
    }
    Ok(())
}

/// Rounds weights to f16, but those of the first layer, from which most of what rounding changes in an answer would
/// come (docs/decisions/0004-weights-in-f16.md): presumably because it takes differences of neighbouring points, which hardly differ.
#[derive(Debug, Clone)]
struct Rounding;

/// What the names of the first layer's tensors begin with.
const FIRST_LAYER: &str = "stages.0.";

impl ModuleAdapter for Rounding {
    fn adapt(&self, tensor: PackTensor, context: ModuleContext<'_>) -> PackTensor {
        if tensor.name.starts_with(FIRST_LAYER) {
            return tensor;
        }
        FloatCastAdapter::to(DType::F16).adapt(tensor, context)
    }

    fn clone_box(&self) -> Box<dyn ModuleAdapter> {
        Box::new(self.clone())
    }
}

/// The bytes of a safetensors file with the weights of `network`: the first layer in f32, the others rounded to f16.
///
/// # Errors
/// [`WeightsError`] where the store fails.
pub fn save_weights(network: &Network) -> Result<Vec<u8>, WeightsError> {
    let mut store = SafetensorsStore::from_bytes(None).with_to_adapter(Rounding);
    network
        .save_into(&mut store)
        .and_then(|()| store.get_bytes())
        .map_err(|e| WeightsError(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{NetworkConfig, Stage};
    use burn::tensor::Device;

    fn config() -> NetworkConfig {
        let stage = |reach, residual| Stage {
            channels: 4,
            reach,
            residual,
        };
        NetworkConfig {
            points: 64,
            elements: 2,
            block: 8,
            stages: vec![stage(1, false), stage(2, true)],
            squeeze: 2,
            hidden: 8,
            deep: 1,
            own_blocks: vec![vec![0, 3], vec![5]],
        }
    }

    #[test]
    fn all_but_the_first_layer_is_rounded() {
        let network = config().init(&Device::flex()).unwrap();
        let weights = save_weights(&network).unwrap();
        let length = u64::from_le_bytes(weights[..8].try_into().unwrap()) as usize;
        let header: serde_json::Value = serde_json::from_slice(&weights[8..8 + length]).unwrap();
        for (tensor, kind) in header.as_object().unwrap() {
            if tensor != "__metadata__" {
                let expected = if tensor.starts_with("stages.0.") {
                    "F32"
                } else {
                    "F16"
                };
                assert_eq!(kind["dtype"], expected, "{tensor}");
            }
        }
        assert!(header.get("stages.0.weight").is_some());
    }

    #[test]
    fn evidence_is_stored_and_read_back() {
        let network = config().init(&Device::flex()).unwrap();
        let weights = save_weights(&network).unwrap();
        let mut again = config().init(&Device::flex()).unwrap();
        load_weights(&mut again, &weights).unwrap();
        let other = NetworkConfig {
            own_blocks: vec![vec![0], vec![5]],
            ..config()
        };
        let mut other = other.init(&Device::flex()).unwrap();
        let refused = load_weights(&mut other, &weights).unwrap_err();
        assert!(refused.to_string().contains("do not fit"), "{refused}");
    }

    #[test]
    fn weights_of_another_network_are_refused() {
        let weights = save_weights(&config().init(&Device::flex()).unwrap()).unwrap();
        let deeper = NetworkConfig {
            deep: 2,
            ..config()
        };
        let mut network = deeper.init(&Device::flex()).unwrap();
        let missing = load_weights(&mut network, &weights).unwrap_err();
        assert!(missing.to_string().contains("do not fit"), "{missing}");
        let shallow = NetworkConfig {
            deep: 0,
            ..config()
        };
        let mut network = shallow.init(&Device::flex()).unwrap();
        let left_over = load_weights(&mut network, &weights).unwrap_err();
        assert!(left_over.to_string().contains("superfluous"), "{left_over}");
    }
}
