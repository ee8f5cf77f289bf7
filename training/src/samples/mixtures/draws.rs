//! Small random draws.

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1, Normal};
use speclens::spectrum::elements;

pub fn between(rng: &mut impl Rng, range: [f64; 2]) -> f64 {
    uniform(rng, range[0], range[1])
}

/// Atomic number of an element of the library, 0 for none.
pub fn z(symbol: &str) -> u8 {
    elements::by_symbol(symbol).map_or(0, |e| e.z)
}

pub fn pick<T: Copy>(rng: &mut impl Rng, from: &[T]) -> T {
    from[rng.random_range(0..from.len())]
}

pub fn any_element(rng: &mut impl Rng) -> u8 {
    let all = elements::all();
    all[rng.random_range(0..all.len())].z
}

pub fn chance(rng: &mut impl Rng, p: f64) -> bool {
    rng.random::<f64>() < p
}

pub fn uniform(rng: &mut impl Rng, lo: f64, hi: f64) -> f64 {
    lo + (hi - lo) * rng.random::<f64>()
}

pub fn normal(rng: &mut impl Rng, sigma: f64) -> f64 {
    Normal::new(0.0, sigma).map_or(0.0, |d| d.sample(rng))
}

/// Exponentially distributed with mean one.
pub fn exponential(rng: &mut impl Rng) -> f64 {
    Exp1.sample(rng)
}

/// Shares drawn evenly from all compositions, the smallest at least `floor`.
pub fn shares(rng: &mut impl Rng, n: usize, floor: f64) -> Vec<f64> {
    let raw: Vec<f64> = (0..n).map(|_| exponential(rng) + 1e-3).collect();
    let sum: f64 = raw.iter().sum();
    raw.iter()
        .map(|r| floor + (1.0 - floor * n as f64) * r / sum)
        .collect()
}
