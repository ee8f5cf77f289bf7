//! Weights rounded to the multiples of a step, so that they pack well: see docs/decisions/0004-weights-in-f16.md.

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::Tensor;
use speclens::network::Network;

/// Steps in the root mean square of a layer's weights.
const STEPS: f64 = 32.0;
/// Where the layer stands that is not rounded, in names of modules: it takes differences of neighbouring points.
const FIRST_LAYER: [&str; 2] = ["stages", "0"];

/// `network` with the weights of each layer but the first rounded to multiples of a step, which is the power of two
/// next to a 32nd of their root mean square. Biases stay. f16 holds such weights without loss.
pub(super) fn rounded(network: Network) -> Network {
    network.map(&mut Rounding::default())
}

/// Rounds what it meets, and knows where it is.
#[derive(Default)]
struct Rounding {
    path: Vec<String>,
}

impl ModuleMapper for Rounding {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let first = self.path.iter().zip(FIRST_LAYER).filter(|(a, b)| a == b);
        if D < 2 || first.count() == FIRST_LAYER.len() {
            return param;
        }
        param.map(|weights| {
            let square = weights.clone().powi_scalar(2).mean().into_scalar::<f32>();
            match step(f64::from(square).sqrt()) {
                Some(step) => weights.div_scalar(step).round().mul_scalar(step),
                None => weights,
            }
        })
    }
}

/// The step for weights of the root mean square `rms`; none where all are zero.
fn step(rms: f64) -> Option<f64> {
    (rms > 0.0).then(|| (rms / STEPS).log2().round().exp2())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::preset::Preset;
    use burn::tensor::Device;
    use speclens::network::{load_weights, save_weights};
    use std::collections::BTreeMap;

    fn tensors(network: &Network) -> BTreeMap<String, Vec<f32>> {
        #[derive(Default)]
        struct Found {
            path: Vec<String>,
            tensors: BTreeMap<String, Vec<f32>>,
        }
        impl burn::module::ModuleVisitor for Found {
            fn enter_module(&mut self, name: &str, _container: &str) {
                self.path.push(name.to_owned());
            }
            fn exit_module(&mut self, _name: &str, _container: &str) {
                self.path.pop();
            }
            fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
                let values = param.val().into_data().iter::<f32>().collect();
                self.tensors.insert(self.path.join("."), values);
            }
        }
        let mut found = Found::default();
        network.visit(&mut found);
        found.tensors
    }

    #[test]
    fn all_matrices_but_the_first_take_few_values() {
        let device = Device::flex();
        device.seed(7);
        let config = Preset::load("smoke").unwrap().network_config();
        let network = config.init(&device).unwrap();
        let (before, after) = (tensors(&network), tensors(&rounded(network.clone())));
        assert!(before.len() > 10);
        for (name, values) in &before {
            let rounded = &after[name];
            if name.starts_with("stages.0.") || name.ends_with("bias") {
                assert_eq!(values, rounded, "{name}");
                continue;
            }
            let mean = values.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>();
            let step = step((mean / values.len() as f64).sqrt()).unwrap() as f32;
            for (value, rounded) in values.iter().zip(rounded) {
                assert!((rounded / step).fract() == 0.0, "{name}: {rounded}");
                assert!((value - rounded).abs() <= 0.5001 * step, "{name}");
            }
        }
    }

    #[test]
    fn storing_loses_nothing_of_them() {
        let device = Device::flex();
        let config = Preset::load("smoke").unwrap().network_config();
        let network = rounded(config.init(&device).unwrap());
        let mut read = config.init(&device).unwrap();
        load_weights(&mut read, &save_weights(&network).unwrap()).unwrap();
        let (stored, read) = (tensors(&network), tensors(&read));
        let matrices = stored.keys().filter(|name| !name.ends_with("bias"));
        for name in matrices {
            assert_eq!(stored[name], read[name], "{name}");
        }
    }
}
