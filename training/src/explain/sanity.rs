//! Networks that must not explain as the trained one does (Adebayo et al. 2018, Sanity Checks for
//! Saliency Maps, NeurIPS): weights made random layer by layer from the last to the first, and a
//! network that was trained on shuffled labels.

use anyhow::{Context, Result};
use burn::tensor::Device;
use rayon::prelude::*;
use speclens::explain::{Curve, Recordings};
use speclens::model::Model;
use speclens::network::{Network, NetworkConfig, load_weights};

use super::answered::{Answered, curve, scan};
use super::cases::Case;
use super::merits::{height, mean, mean_of, merits};
use super::rank::spearman;
use crate::evaluate::explanation::{Merits, Method, Randomised, Sanity};
use crate::fit::short::{Labels, Samples};
use crate::fit::transfer::transferred;

/// Seed of the random weights.
const SEED: u64 = 21;
/// Simulated spectra that the small networks are trained on.
const SPECTRA: usize = 4096;
/// Passes over them.
const PASSES: f64 = 10.0;

/// A spectrum with the trained network's FIS of each element asked about.
struct Explained {
    answered: Answered,
    recordings: Recordings,
    curves: Vec<Curve>,
}

/// Explains `cases` by `model`, whose weights are the bytes `weights`, and by networks with other
/// weights. `method` is taken without fresh recordings.
///
/// # Errors
/// A spectrum that cannot be answered, a failing network or training.
pub(super) fn sanity(
    model: &Model,
    weights: &[u8],
    method: Method,
    cases: &[Case],
) -> Result<Sanity> {
    let explained: Vec<Explained> = cases
        .par_iter()
        .map(|case| {
            let answered = Answered::new(model, case)?;
            let recordings = answered.recordings(model, method.options, 0);
            let probes = scan(model, method, recordings.clone())?;
            let of = |index| curve(&probes, method, index);
            let curves = answered.asked.iter().map(|a| of(a.index));
            Ok(Explained {
                curves: curves.collect::<Result<_>>()?,
                answered,
                recordings,
            })
        })
        .collect::<Result<_>>()?;
    let mut layers = Vec::new();
    for (what, other) in randomised(model, weights)? {
        layers.push(of_network(&other, &what, method, &explained)?);
    }
    let samples = Samples::new(model.manifest.source, model.manifest.grid, SPECTRA, PASSES)?;
    let mut small = Vec::new();
    for (labels, what) in [
        (Labels::True, "true labels"),
        (Labels::Shuffled, "shuffled labels"),
    ] {
        let (other, _) = samples.train(labels)?;
        small.push(of_network(&other, what, method, &explained)?);
    }
    let trained = of_network(model, "nothing", method, &explained)?;
    let (height, height_correlation) = of_height(method, &explained);
    Ok(Sanity {
        spectra: cases.len(),
        elements: explained.iter().map(|e| e.curves.len()).sum(),
        trained: trained.fis,
        height,
        height_correlation,
        layers,
        trained_on: SPECTRA,
        passes: PASSES,
        small,
    })
}

/// The network with the weights of more and more layers random, the last first.
///
/// # Errors
/// Weights of another network.
pub(super) fn randomised(model: &Model, weights: &[u8]) -> Result<Vec<(String, Model)>> {
    let config = &model.manifest.network;
    let device = Device::flex();
    let mut trained = config.init(&device)?;
    load_weights(&mut trained, weights)?;
    let mut afresh: Vec<String> = Vec::new();
    let mut networks = Vec::new();
    for layer in layers(config) {
        afresh.extend(layer.iter().cloned());
        let network = with_random(&trained, config, &afresh, &device)?;
        let name = layer.join(" and ");
        let what = match networks.is_empty() {
            true => name,
            false => format!("and {name}"),
        };
        let other = Model::new(model.manifest.clone(), network, device.clone());
        networks.push((what, other));
    }
    Ok(networks)
}

fn with_random(
    trained: &Network,
    config: &NetworkConfig,
    afresh: &[String],
    device: &Device,
) -> Result<Network> {
    device.seed(SEED);
    transferred(trained, config, config, afresh, device)
}

/// Names of the layers that the amounts and presences come through, the last first.
fn layers(config: &NetworkConfig) -> Vec<Vec<String>> {
    let heads = vec!["evidence".to_owned(), "presence".to_owned()];
    let deep = (0..config.deep).rev().map(|i| vec![format!("deep.{i}")]);
    let dense = ["hidden", "squeeze"].map(|name| vec![name.to_owned()]);
    let stages = (0..config.stages.len()).rev();
    let stages = stages.map(|i| vec![format!("stages.{i}")]);
    let rest = deep.chain(dense).chain(stages);
    std::iter::once(heads).chain(rest).collect()
}

/// The FIS of another network, held against that of the trained one.
fn of_network(
    other: &Model,
    what: &str,
    method: Method,
    explained: &[Explained],
) -> Result<Randomised> {
    let seen: Vec<Vec<(f64, f64, Merits)>> = explained
        .par_iter()
        .map(|e| {
            let probes = scan(other, method, e.recordings.clone())?;
            let of_element = e
                .answered
                .asked
                .iter()
                .zip(&e.curves)
                .map(|(asked, trained)| {
                    let fis = curve(&probes, method, asked.index)?;
                    let others = e.answered.others(&asked.symbol);
                    let merits = merits(&fis, method.options.sigma_ev, &asked.own, &others);
                    let sizes = |c: &Curve| c.value.iter().map(|v| v.abs()).collect::<Vec<_>>();
                    Ok((
                        spearman(&trained.value, &fis.value).unwrap_or(0.0),
                        spearman(&sizes(trained), &sizes(&fis)).unwrap_or(0.0),
                        merits,
                    ))
                });
            of_element.collect::<Result<Vec<_>>>()
        })
        .collect::<Result<_>>()
        .with_context(|| format!("a network with {what} random"))?;
    let seen: Vec<(f64, f64, Merits)> = seen.into_iter().flatten().collect();
    Ok(Randomised {
        what: what.to_owned(),
        correlation: mean_of(seen.iter().map(|s| s.0)),
        correlation_of_sizes: mean_of(seen.iter().map(|s| s.1)),
        fis: mean(&seen.iter().map(|s| s.2).collect::<Vec<_>>()),
    })
}

/// The height above the background as if it were a FIS: its merits and its rank correlation.
fn of_height(method: Method, explained: &[Explained]) -> (Merits, f64) {
    let sigma_ev = method.options.sigma_ev;
    let (mut all, mut correlations) = (Vec::new(), Vec::new());
    for e in explained {
        for (asked, trained) in e.answered.asked.iter().zip(&e.curves) {
            let height = height(&e.recordings, &trained.energy_ev, sigma_ev);
            let others = e.answered.others(&asked.symbol);
            correlations.push(spearman(&trained.value, &height.value).unwrap_or(0.0));
            all.push(merits(&height, sigma_ev, &asked.own, &others));
        }
    }
    (mean(&all), mean_of(correlations.into_iter()))
}
