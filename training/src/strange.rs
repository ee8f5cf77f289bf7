//! Inputs that are no survey spectra of the kind that training holds: the network must say so. It
//! learns that from examples of some kinds (outlier exposure: Hendrycks, Mazeika and Dietterich
//! 2019, ICLR) and is judged on others too.

use anyhow::{Result, anyhow};
use burn::module::Module;
use burn::optim::{AdamWConfig, GradientsParams};
use burn::tensor::activation::log_sigmoid;
use burn::tensor::{Device, Tensor, TensorData};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::network::{Network, NetworkConfig, Stranger};
use speclens::physics::simulate::{Deviation, Drawn, simulate};
use speclens::spectrum::Grid;

use crate::mixtures::draw;
use crate::mixtures::draws::normal;
use crate::sets::Set;

/// Kinds of strange inputs: name, and what they are.
pub const KINDS: [(&str, &str); 7] = [
    ("noise", "random numbers"),
    ("slope", "a smooth slope with counting noise, no line"),
    (
        "comb",
        "narrow peaks at random places on a falling background, as a diffractogram",
    ),
    (
        "mirrored",
        "a survey with its energy axis the wrong way round",
    ),
    ("displaced", "a survey 60 to 200 eV off its place"),
    (
        "auger",
        "Auger lines without photoelectron lines, as electrons excite them",
    ),
    ("region", "a region of 30 to 120 eV out of a survey"),
];

/// Kinds that the network is not shown in training.
pub const UNSEEN: [&str; 1] = ["comb"];
/// Seed of the first weights.
const FIRST_WEIGHTS: u64 = 0x0057_2A47;
/// Steps of the training.
const STEPS: usize = 2400;
/// Spectra of a step, half of them strange.
const BATCH: usize = 128;
/// Learning rate at its beginning; it falls to nothing along a straight line.
const RATE: f64 = 1e-3;
/// Inputs from this number on are for training.
const TRAINING_FROM: usize = 1_000_000;

/// The sense for strange spectra of a trained network, from surveys of `set` recorded as in
/// training against strange inputs of all kinds but [`UNSEEN`]. Nothing else of the network changes.
///
/// # Errors
/// A set that cannot be recorded; the network fails.
pub fn trained(network: &Network, config: &NetworkConfig, set: &Set) -> Result<Stranger> {
    let (plain, learning) = (Device::flex(), Device::flex().autodiff());
    let kinds: Vec<&str> = KINDS
        .iter()
        .map(|k| k.0)
        .filter(|k| !UNSEEN.contains(k))
        .collect();
    learning.seed(FIRST_WEIGHTS);
    let mut stranger = config.stranger(&learning);
    let mut optimiser = AdamWConfig::new().with_weight_decay(1e-3).init();
    let half = BATCH / 2;
    let signs: Vec<f32> = (0..BATCH)
        .map(|i| if i < half { -1.0 } else { 1.0 })
        .collect();
    for step in 0..STEPS {
        let rows: Vec<usize> = (0..half).map(|i| (step * half + i) % set.len()).collect();
        let mut inputs = set.record_distorted(&rows, !(step as u64))?.input;
        let strange: Vec<Vec<f32>> = (0..half)
            .into_par_iter()
            .map(|i| {
                let index = step * half + i;
                input(kinds[index % kinds.len()], set, TRAINING_FROM + index)
            })
            .collect::<Result<_>>()?;
        inputs.extend(strange.concat());
        let data = TensorData::new(inputs, [BATCH, 2, config.points]);
        let seen = network.trunk(Tensor::from_data(data, &plain)).into_data();
        let sign = TensorData::new(signs.clone(), [BATCH, 1]);
        let logit = stranger.forward(Tensor::from_data(seen, &learning));
        let loss = -log_sigmoid(logit * Tensor::from_data(sign, &learning)).mean();
        let value = f64::from(loss.clone().into_scalar::<f32>());
        if !value.is_finite() {
            return Err(anyhow!(
                "the loss of the sense for strange spectra became {value}"
            ));
        }
        let grads = GradientsParams::from_grads(loss.backward(), &stranger);
        let rate = RATE * (1.0 - step as f64 / STEPS as f64);
        stranger = optimiser.step(rate, stranger, grads);
    }
    Ok(stranger.valid())
}

/// Input number `index` of `kind`, `[2, points]`; `set` gives the surveys that kinds are made of.
///
/// # Errors
/// A sample that cannot be simulated: none is.
///
/// # Panics
/// A kind that is not one of [`KINDS`].
pub fn input(kind: &str, set: &Set, index: usize) -> Result<Vec<f32>> {
    let configuration = set.configuration();
    let grid = &configuration.grid;
    let mut rng = ChaCha8Rng::seed_from_u64(0x0057_2A46);
    rng.set_stream(index as u64);
    let n = grid.points;
    // Surveys without their mask: as they are expected, with some noise.
    let survey = || set.intensity(index % set.len());
    let mut covered = 0..n;
    let plain: Vec<f32> = match kind {
        "noise" => (0..n).map(|_| rng.random::<f32>() * 1e4).collect(),
        "slope" => {
            let [level, rise] = [
                rng.random_range(0.2..1.0f32),
                rng.random_range(-1.0..1.0f32),
            ];
            let at = |i: usize| level * (1.0 + 0.9 * rise * (i as f32 / n as f32 - 0.5));
            (0..n).map(|i| 1e4 * at(i)).collect()
        }
        "comb" => comb(grid, &mut rng),
        "mirrored" => survey().into_iter().rev().collect(),
        "displaced" => {
            let by = rng.random_range(60..200usize);
            let y = survey();
            let (first, last) = (y[0], y[n - 1]);
            let at = |i: isize| match usize::try_from(i) {
                Ok(i) => y.get(i).copied().unwrap_or(last),
                Err(_) => first,
            };
            let sign = if rng.random::<bool>() { 1 } else { -1 };
            (0..n as isize)
                .map(|i| at(i + sign * by as isize))
                .collect()
        }
        "auger" => {
            let drawn = draw(&mut rng, &configuration.chemistry, configuration.source);
            let no_lines = |d: Drawn<'_>| match d {
                Drawn::Photo(_) => Deviation {
                    area: 0.0,
                    ..Deviation::default()
                },
                Drawn::Auger(..) => Deviation::default(),
            };
            let y = simulate(&drawn.sample, &drawn.instrument, grid, no_lines)?;
            let top = y.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            y.into_iter().map(|v| 1e4 * v / top).collect()
        }
        "region" => {
            let width = rng.random_range(30..120usize);
            let start = rng.random_range(10..n - width - 200);
            covered = start..start + width;
            survey()
        }
        other => panic!("{other} is no kind of strange input"),
    };
    let top = plain[covered.clone()]
        .iter()
        .copied()
        .fold(f32::MIN_POSITIVE, f32::max);
    let counts = 10f32.powf(rng.random_range(3.0..6.0));
    let mut noisy: Vec<f32> = (0..n)
        .map(|i| {
            if !covered.contains(&i) {
                return 0.0;
            }
            let mean = counts * plain[i] / top;
            (mean + normal(&mut rng, f64::from(mean.max(0.0)).sqrt()) as f32).max(0.0)
        })
        .collect();
    let top = noisy.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    noisy.iter_mut().for_each(|v| *v /= top);
    noisy.extend((0..n).map(|i| f32::from(u8::from(covered.contains(&i)))));
    Ok(noisy)
}

fn comb(grid: &Grid, rng: &mut impl Rng) -> Vec<f32> {
    let n = grid.points;
    let mut y: Vec<f32> = (0..n)
        .map(|i| 300.0 + 2000.0 * (-(i as f32) / 300.0).exp())
        .collect();
    for _ in 0..rng.random_range(8..40) {
        let (centre, width) = (
            rng.random_range(0.0..n as f32),
            rng.random_range(0.7..2.5f32),
        );
        let height = 10f32.powf(rng.random_range(2.0..4.0));
        for (i, v) in y.iter_mut().enumerate() {
            *v += height / (1.0 + ((i as f32 - centre) / width).powi(2));
        }
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mixtures::Chemistry;
    use crate::sets::{Configuration, GRID, make};
    use speclens::spectrum::Source;

    #[test]
    fn every_kind_gives_inputs_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let few = Configuration::mixtures(3, 9, Source::AlKa, GRID, Chemistry::default());
        make(folder.path(), &few).unwrap();
        let set = Set::open(folder.path()).unwrap();
        for (kind, _) in KINDS {
            let [a, b] = [0, 1].map(|i| input(kind, &set, i).unwrap());
            assert_ne!(a, b, "{kind}");
            assert_eq!(a.len(), 2 * GRID.points);
            assert_eq!(a.iter().copied().fold(0.0, f32::max), 1.0, "{kind}");
            let covered: f32 = a[GRID.points..].iter().sum();
            assert_eq!(covered < 200.0, kind == "region", "{kind}");
        }
    }
}
