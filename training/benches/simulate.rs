//! Spectra per second and core: `cargo bench -p speclens-training`. The items per second are
//! spectra per second of one thread.

use std::cell::Cell;

use divan::Bencher;
use divan::counter::ItemsCount;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use speclens::spectrum::Source;
use speclens_training::samples::mixtures::Chemistry;
use speclens_training::samples::{GRID, recordings};
use speclens_training::sets::{Configuration, Simulated, simulated};

fn main() {
    divan::main();
}

/// Different spectra, as many as are needed, over and over.
const SPECTRA: usize = 2000;

fn configuration(source: Source) -> Configuration {
    Configuration::mixtures(SPECTRA, 1, source, GRID, Chemistry::default())
}

/// Runs `work` on one spectrum after the other.
fn each<R>(bencher: Bencher, work: impl Fn(usize) -> R) {
    let next = Cell::new(0);
    // The tables are read at first use.
    work(0);
    bencher
        .counter(ItemsCount::new(1usize))
        .bench_local(|| work(next.replace((next.get() + 1) % SPECTRA)));
}

/// Drawing a sample and an instrument, and simulating.
#[divan::bench(min_time = 3, args = ["al-ka", "mg-ka"])]
fn sample_and_simulate(bencher: Bencher, source: &str) {
    let configuration = configuration(match source {
        "al-ka" => Source::AlKa,
        _ => Source::MgKa,
    });
    each(bencher, |i| simulated(&configuration, i));
}

/// Drawing a recording, recording, and placing on the grid.
#[divan::bench(min_time = 3)]
fn record_and_place(bencher: Bencher) {
    let configuration = configuration(Source::AlKa);
    let expected: Vec<Vec<f32>> = (0..SPECTRA)
        .map(|i| {
            let Simulated { intensity, .. } = simulated(&configuration, i).expect("possible");
            intensity.into_iter().map(f32::from).collect()
        })
        .collect();
    each(bencher, |i| {
        let mut rng = ChaCha8Rng::seed_from_u64(i as u64);
        let recording = recordings::random(&mut rng, Source::AlKa, 0.35);
        recordings::input(&recording, &expected[i], &GRID, Source::AlKa, &mut rng)
    });
}
