//! What a trained network knows, in another one of the same architecture: for another source, or with some of its
//! layers random.

use std::collections::HashMap;

use anyhow::{Result, bail, ensure};
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor, TensorData};
use speclens::network::{Network, NetworkConfig};

/// A network of the shape `to` on `device` with the weights of `trained`, which has the shape `from`. What an element
/// reads from a block is taken over where that block is the element's own in both. The part for strange spectra,
/// blocks that are an element's own here alone, and the layers called `afresh` (all `stages`, or one: `stages.1`)
/// are random.
///
/// # Errors
/// Shapes that differ in more than the blocks of the elements; a layer that is none.
pub fn transferred(
    trained: &Network,
    from: &NetworkConfig,
    to: &NetworkConfig,
    afresh: &[String],
    device: &Device,
) -> Result<Network> {
    let plain = |config: &NetworkConfig| NetworkConfig {
        own_blocks: Vec::new(),
        ..config.clone()
    };
    ensure!(
        plain(from) == plain(to),
        "a network can only go on as one of the same layers"
    );
    let mut parameters = Parameters::default();
    trained.visit(&mut parameters);
    let is_layer = |name: &String| parameters.found.keys().any(|path| belongs(path, name));
    if let Some(unknown) = afresh.iter().find(|name| !is_layer(name)) {
        bail!("{unknown} is no layer of the network");
    }
    let mut transfer = Transfer {
        parameters: parameters.found,
        afresh,
        pairs: pairs_of_both(from, to),
        path: Vec::new(),
    };
    Ok(to.init(device)?.map(&mut transfer))
}

/// For each pair of an element and a block of its own in `to`, the number of the same pair in `from`.
fn pairs_of_both(from: &NetworkConfig, to: &NetworkConfig) -> Vec<Option<usize>> {
    let numbered = |config: &NetworkConfig| -> Vec<(usize, usize)> {
        let elements = config.own_blocks.iter().enumerate();
        let pairs = elements.flat_map(|(e, own)| own.iter().map(move |block| (e, *block)));
        pairs.collect()
    };
    let former: HashMap<_, _> = numbered(from).into_iter().zip(0..).collect();
    let pairs = numbered(to).into_iter();
    pairs.map(|pair| former.get(&pair).copied()).collect()
}

/// Numbers of all parameters, by path.
#[derive(Default)]
struct Parameters {
    path: Vec<String>,
    found: HashMap<String, Vec<f32>>,
}

impl ModuleVisitor for Parameters {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.push(name.into());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let numbers = param.val().into_data().iter::<f32>().collect();
        self.found.insert(self.path.join("."), numbers);
    }
}

/// Whether a parameter belongs to the layer or layers called `name`: `stages`, or `stages.0`.
fn belongs(path: &str, name: &str) -> bool {
    path.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// How the numbers of a parameter lie that has some for each pair of an element and a block.
enum Pairs {
    /// Row by row: `[pairs, n]`, or `[pairs]`.
    Rows,
    /// Column by column: `[n, pairs]`.
    Columns,
}

/// By the path of a parameter; `None` for one that knows no pairs.
fn pairs(path: &str) -> Option<Pairs> {
    match path {
        "evidence.weights" | "evidence.gates.bias" => Some(Pairs::Rows),
        "evidence.gates.weight" => Some(Pairs::Columns),
        _ => None,
    }
}

struct Transfer<'a> {
    afresh: &'a [String],
    parameters: HashMap<String, Vec<f32>>,
    pairs: Vec<Option<usize>>,
    path: Vec<String>,
}

impl Transfer<'_> {
    /// The numbers of the parameter at hand, of which `fresh` are the random ones.
    fn numbers(&self, mut fresh: Vec<f32>) -> Vec<f32> {
        let path = self.path.join(".");
        let random = |name: &String| belongs(&path, name);
        if belongs(&path, "stranger") || self.afresh.iter().any(random) {
            return fresh;
        }
        let Some(trained) = self.parameters.get(&path) else {
            return fresh;
        };
        let Some(lie) = pairs(&path) else {
            return trained.clone();
        };
        let (count, each) = (self.pairs.len(), fresh.len() / self.pairs.len());
        let former = trained.len() / each;
        for (pair, same) in self.pairs.iter().enumerate() {
            let Some(same) = same else { continue };
            for i in 0..each {
                let (to, from) = match lie {
                    Pairs::Rows => (pair * each + i, same * each + i),
                    Pairs::Columns => (i * count + pair, i * former + same),
                };
                fresh[to] = trained[from];
            }
        }
        fresh
    }
}

impl ModuleMapper for Transfer<'_> {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.push(name.into());
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.map(|value| {
            let (shape, device) = (value.dims(), value.device());
            let learns = value.is_require_grad();
            let fresh = value.into_data().iter::<f32>().collect();
            let data = TensorData::new(self.numbers(fresh), shape);
            Tensor::from_data(data, &device).set_require_grad(learns)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::network::{Output, Stage};

    fn config(own_blocks: Vec<Vec<usize>>) -> NetworkConfig {
        let stage = |residual| Stage {
            channels: 6,
            reach: 1,
            residual,
        };
        NetworkConfig {
            points: 64,
            elements: 3,
            block: 8,
            stages: vec![stage(false), stage(true)],
            squeeze: 4,
            hidden: 10,
            deep: 1,
            own_blocks,
        }
    }

    fn local() -> NetworkConfig {
        config(vec![vec![0, 3], vec![5], vec![1, 2, 7]])
    }

    fn answer(network: &Network) -> Output {
        let numbers: Vec<f32> = (0..2 * 2 * 64).map(|i| (i % 13) as f32 / 13.0).collect();
        let data = TensorData::new(numbers, [2, 2, 64]);
        network.forward(Tensor::from_data(data, &Device::flex()))
    }

    /// Largest difference of the amounts of an element.
    fn off(a: &Output, b: &Output, element: usize) -> f32 {
        let of = |o: &Output| o.amount.clone().narrow(1, element, 1);
        (of(a) - of(b)).abs().max().into_scalar()
    }

    #[test]
    fn the_same_network_answers_the_same() {
        let device = Device::flex();
        let network = local().init(&device).unwrap();
        let same = transferred(&network, &local(), &local(), &[], &device).unwrap();
        let (a, b) = (answer(&network), answer(&same));
        assert!((0..3).all(|e| off(&a, &b, e) == 0.0));
        let fresh = answer(&local().init(&device).unwrap());
        assert!(off(&a, &fresh, 0) > 1e-3, "the test sees no difference");
    }

    #[test]
    fn an_element_with_other_blocks_alone_answers_otherwise() {
        let device = Device::flex();
        let network = local().init(&device).unwrap();
        let other = config(vec![vec![0, 3], vec![4, 5], vec![1, 2, 7]]);
        let moved = transferred(&network, &local(), &other, &[], &device).unwrap();
        let (a, b) = (answer(&network), answer(&moved));
        assert_eq!((off(&a, &b, 0), off(&a, &b, 2)), (0.0, 0.0));
        assert!(off(&a, &b, 1) > 0.0);
    }

    #[test]
    fn a_layer_begins_afresh() {
        let device = Device::flex();
        let network = local().init(&device).unwrap();
        let with = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
            transferred(&network, &local(), &local(), &names, &device)
        };
        assert!(with(&["amounts"]).is_err());
        let of = |network: &Network| {
            let mut parameters = Parameters::default();
            network.visit(&mut parameters);
            parameters.found
        };
        let (old, new) = (of(&network), of(&with(&["stages.1"]).unwrap()));
        for path in old.keys().filter(|path| !path.starts_with("stranger")) {
            // A bias is nothing at first, but where it was trained.
            let changed = old[path] != new[path];
            assert_eq!(changed, path.starts_with("stages.1."), "{path}");
        }
    }

    #[test]
    fn other_layers_are_refused() {
        let device = Device::flex();
        let network = local().init(&device).unwrap();
        let wider = NetworkConfig {
            hidden: 12,
            ..local()
        };
        assert!(transferred(&network, &local(), &wider, &[], &device).is_err());
    }
}
