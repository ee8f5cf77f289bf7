//! A larger network that answers as the smaller one it is grown from, to be trained on.
//!
//! After Chen, Goodfellow and Shlens (2016, Net2Net, ICLR): what the smaller network knows stays where
//! it is; new channels and units see random mixtures of what is before them, and nothing behind them
//! listens yet; new residual layers add little.

use std::collections::HashMap;

use anyhow::{Result, bail, ensure};
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor, TensorData};
use speclens::network::{Network, NetworkConfig};

/// Factor on the random weights of a new residual layer: it hardly changes the answer at first.
const NEW_LAYER: f32 = 0.1;

/// A network of the shape `to` on `device` with the weights of `small`, which has the shape `from`.
/// The part for strange spectra and the layers called `afresh` (all `stages`, or one: `stages.1`) are
/// random; the rest of the answer differs by what new residual layers add.
///
/// # Errors
/// `to` is not `from` with more channels, units or residual layers behind.
pub fn grown(
    small: &Network,
    from: &NetworkConfig,
    to: &NetworkConfig,
    afresh: &[String],
    device: &Device,
) -> Result<Network> {
    let alike = (to.points, to.elements, to.block) == (from.points, from.elements, from.block);
    let wider = to.squeeze >= from.squeeze && to.hidden >= from.hidden && to.deep >= from.deep;
    let (kept, new) = to
        .stages
        .split_at_checked(from.stages.len())
        .unwrap_or((&[], &[]));
    let stages = kept.len() == from.stages.len()
        && kept.iter().zip(&from.stages).all(|(a, b)| {
            (a.reach, a.residual) == (b.reach, b.residual) && a.channels >= b.channels
        });
    ensure!(
        alike && wider && stages && new.iter().all(|s| s.residual),
        "a network can only go on as one with more channels, units, or residual layers behind the former"
    );
    let mut parameters = Parameters::default();
    small.visit(&mut parameters);
    let is_layer = |name: &String| parameters.found.keys().any(|path| belongs(path, name));
    if let Some(unknown) = afresh.iter().find(|name| !is_layer(name)) {
        bail!("{unknown} is no layer of the network");
    }
    let mut grow = Grow {
        parameters: parameters.found,
        afresh,
        groups: HashMap::from([("stages", 3), ("hidden", to.blocks())]),
        path: Vec::new(),
    };
    Ok(to.init(device)?.map(&mut grow))
}

/// Shape and numbers of all parameters, by path.
#[derive(Default)]
struct Parameters {
    path: Vec<String>,
    found: HashMap<String, (Vec<usize>, Vec<f32>)>,
}

impl ModuleVisitor for Parameters {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.push(name.into());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let value = param.val();
        let numbers = value.clone().into_data().iter::<f32>().collect();
        let shape = value.dims().to_vec();
        self.found.insert(self.path.join("."), (shape, numbers));
    }
}

/// The layer that a parameter belongs to.
fn layer(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// Whether a parameter belongs to the layer or layers called `name`: `stages`, or `stages.0`.
fn belongs(path: &str, name: &str) -> bool {
    path.strip_prefix(name)
        .is_some_and(|rest| rest.starts_with('.'))
}

struct Grow<'a> {
    afresh: &'a [String],
    parameters: HashMap<String, (Vec<usize>, Vec<f32>)>,
    /// Groups that the inputs of a layer come in, each with all channels: places of the energy axis.
    groups: HashMap<&'static str, usize>,
    path: Vec<String>,
}

impl Grow<'_> {
    /// The numbers of a parameter of this shape, of which `fresh` are the random ones.
    fn numbers(&self, shape: &[usize], mut fresh: Vec<f32>) -> Vec<f32> {
        let path = self.path.join(".");
        let layer = layer(&path);
        if layer == "stranger" || self.afresh.iter().any(|name| belongs(&path, name)) {
            return fresh;
        }
        let Some((small, numbers)) = self.parameters.get(&path) else {
            fresh.iter_mut().for_each(|w| *w *= NEW_LAYER);
            return fresh;
        };
        let (&[inputs, outputs], &[small_inputs, small_outputs]) = (shape, small.as_slice()) else {
            // A bias.
            fresh[..numbers.len()].copy_from_slice(numbers);
            return fresh;
        };
        let groups = self.groups.get(layer).copied().unwrap_or(1);
        let (channels, small_channels) = (inputs / groups, small_inputs / groups);
        for input in 0..inputs {
            let (group, channel) = (input / channels, input % channels);
            let row = &mut fresh[input * outputs..][..small_outputs];
            if channel < small_channels {
                let at = (group * small_channels + channel) * small_outputs;
                row.copy_from_slice(&numbers[at..at + small_outputs]);
            } else {
                row.fill(0.0);
            }
        }
        fresh
    }
}

impl ModuleMapper for Grow<'_> {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.push(name.into());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.map(|value| {
            let shape = value.dims();
            let device = value.device();
            let learns = value.is_require_grad();
            let fresh = value.into_data().iter::<f32>().collect();
            let data = TensorData::new(self.numbers(&shape, fresh), shape);
            Tensor::from_data(data, &device).set_require_grad(learns)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::network::{Output, Stage};

    fn stage(channels: usize, residual: bool) -> Stage {
        Stage {
            channels,
            reach: 1,
            residual,
        }
    }

    fn small() -> NetworkConfig {
        NetworkConfig {
            points: 64,
            elements: 3,
            block: 8,
            stages: vec![stage(6, false), stage(6, true)],
            squeeze: 4,
            hidden: 10,
            deep: 1,
        }
    }

    fn answer(network: &Network) -> Output {
        let numbers: Vec<f32> = (0..2 * 2 * 64).map(|i| (i % 13) as f32 / 13.0).collect();
        let data = TensorData::new(numbers, [2, 2, 64]);
        network.forward(Tensor::from_data(data, &Device::flex()))
    }

    fn difference(a: &Output, b: &Output) -> f32 {
        let heads = [
            (&a.presence, &b.presence),
            (&a.amount, &b.amount),
            (&a.doubt, &b.doubt),
        ];
        let most = |(a, b): (&Tensor<2>, &Tensor<2>)| -> f32 {
            (a.clone() - b.clone()).abs().max().into_scalar()
        };
        heads.into_iter().map(most).fold(0.0, f32::max)
    }

    #[test]
    fn a_wider_network_answers_as_the_former() {
        let device = Device::flex();
        let network = small().init(&device).unwrap();
        let wider = NetworkConfig {
            stages: vec![stage(9, false), stage(9, true)],
            squeeze: 5,
            hidden: 13,
            ..small()
        };
        let grown = grown(&network, &small(), &wider, &[], &device).unwrap();
        let (a, b) = (answer(&network), answer(&grown));
        assert!(difference(&a, &b) < 1e-5, "{}", difference(&a, &b));
        let fresh = answer(&wider.init(&device).unwrap());
        assert!(difference(&a, &fresh) > 1e-2, "the test sees no difference");
    }

    #[test]
    fn new_residual_layers_add_little_and_learn() {
        let device = Device::flex();
        let network = small().init(&device).unwrap();
        let deeper = NetworkConfig {
            stages: vec![stage(6, false), stage(6, true), stage(6, true)],
            deep: 2,
            ..small()
        };
        let learning = device.clone().autodiff();
        let grown = grown(&network, &small(), &deeper, &[], &learning).unwrap();
        let (a, b) = (answer(&network), answer(&grown.valid()));
        let fresh = answer(&deeper.init(&device).unwrap());
        let (little, much) = (difference(&a, &b), difference(&a, &fresh));
        assert!(little > 0.0 && little < 0.3 * much, "{little}, {much}");
        let input = Tensor::ones([1, 2, 64], &learning);
        let grads = grown.forward(input).amount.sum().backward();
        struct Moved<'a>(&'a burn::tensor::Gradients, usize, usize);
        impl ModuleVisitor for Moved<'_> {
            fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
                self.1 += 1;
                self.2 += usize::from(param.val().grad(self.0).is_some());
            }
        }
        let mut moved = Moved(&grads, 0, 0);
        grown.visit(&mut moved);
        // All but the heads of presence and doubt and the part for strange spectra.
        assert_eq!(moved.2, moved.1 - 2 * 2 - 4);
    }

    #[test]
    fn a_layer_begins_afresh() {
        let device = Device::flex();
        let network = small().init(&device).unwrap();
        let with = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            grown(&network, &small(), &small(), &names, &device)
        };
        let (a, b) = (answer(&network), answer(&with(&["amount"]).unwrap()));
        let off = |a: &Tensor<2>, b: &Tensor<2>| -> f32 {
            (a.clone() - b.clone()).abs().max().into_scalar()
        };
        assert_eq!(off(&a.presence, &b.presence), 0.0);
        assert!(off(&a.amount, &b.amount) > 0.0);
        assert!(with(&["amounts"]).is_err());
        let of = |network: &Network| {
            let mut parameters = Parameters::default();
            network.visit(&mut parameters);
            parameters.found
        };
        let (old, new) = (of(&network), of(&with(&["stages.1"]).unwrap()));
        let kept = |path: &&String| !path.starts_with("stranger");
        for path in old.keys().filter(kept) {
            let changed = old[path] != new[path];
            assert_eq!(changed, path.starts_with("stages.1."), "{path}");
        }
    }

    #[test]
    fn what_is_not_larger_is_refused() {
        let device = Device::flex();
        let network = small().init(&device).unwrap();
        let others = [
            NetworkConfig {
                stages: vec![stage(6, false)],
                ..small()
            },
            NetworkConfig {
                hidden: 9,
                ..small()
            },
            NetworkConfig {
                stages: vec![stage(6, false), stage(6, true), stage(6, false)],
                ..small()
            },
        ];
        for other in others {
            assert!(grown(&network, &small(), &other, &[], &device).is_err());
        }
    }
}
