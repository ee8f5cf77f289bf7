//! Inputs that are no survey spectra of the kind that training holds: the network must say so. It
//! learns that from examples of some kinds (outlier exposure: Hendrycks, Mazeika and Dietterich
//! 2019, ICLR) and is judged on others too.

use std::ops::Range;

use anyhow::Result;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use speclens::physics::simulate::{Deviation, Drawn, simulate};
use speclens::spectrum::{Grid, Source};

use super::mixtures::draws::normal;
use super::mixtures::{Chemistry, draw};

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
/// What strange inputs are made for.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Energy grid.
    pub grid: &'a Grid,
    /// X-ray source.
    pub source: Source,
    /// How far chemistry spreads the lines.
    pub chemistry: &'a Chemistry,
}

/// Input number `index` of `kind`, `[2, points]`; `survey` gives the expected intensities, `[points]`, that some
/// kinds are made of.
///
/// # Errors
/// A sample that cannot be simulated: none is.
///
/// # Panics
/// A kind that is not one of [`KINDS`].
pub fn input(
    kind: &str,
    index: usize,
    setting: Setting<'_>,
    survey: impl Fn() -> Vec<f32>,
) -> Result<Vec<f32>> {
    let grid = setting.grid;
    let mut rng = ChaCha8Rng::seed_from_u64(0x0057_2A46);
    rng.set_stream(index as u64);
    let n = grid.points;
    // Surveys lose their mask: they are seen as they are expected, with some noise.
    let mut covered = 0..n;
    let plain: Vec<f32> = match kind {
        "noise" => (0..n).map(|_| rng.random::<f32>() * 1e4).collect(),
        "slope" => slope(n, &mut rng),
        "comb" => comb(grid, &mut rng),
        "mirrored" => survey().into_iter().rev().collect(),
        "displaced" => displaced(&survey(), &mut rng),
        "auger" => auger(setting, &mut rng)?,
        "region" => {
            let width = rng.random_range(30..120usize);
            let start = rng.random_range(10..n - width - 200);
            covered = start..start + width;
            survey()
        }
        other => panic!("{other} is no kind of strange input"),
    };
    Ok(recorded(&plain, covered, &mut rng))
}

/// Intensities `plain` with counting noise where they are `covered`, `[2, points]`.
fn recorded(plain: &[f32], covered: Range<usize>, rng: &mut impl Rng) -> Vec<f32> {
    let n = plain.len();
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
            (mean + normal(rng, f64::from(mean.max(0.0)).sqrt()) as f32).max(0.0)
        })
        .collect();
    let top = noisy.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    noisy.iter_mut().for_each(|v| *v /= top);
    noisy.extend((0..n).map(|i| f32::from(u8::from(covered.contains(&i)))));
    noisy
}

fn slope(n: usize, rng: &mut impl Rng) -> Vec<f32> {
    let [level, rise] = [
        rng.random_range(0.2..1.0f32),
        rng.random_range(-1.0..1.0f32),
    ];
    let at = |i: usize| level * (1.0 + 0.9 * rise * (i as f32 / n as f32 - 0.5));
    (0..n).map(|i| 1e4 * at(i)).collect()
}

/// The survey `y`, 60 to 199 points off its place.
fn displaced(y: &[f32], rng: &mut impl Rng) -> Vec<f32> {
    let n = y.len();
    let by = rng.random_range(60..200usize);
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

/// The Auger lines of a random sample.
fn auger(setting: Setting<'_>, rng: &mut impl Rng) -> Result<Vec<f32>> {
    let drawn = draw(rng, setting.chemistry, setting.source);
    let no_lines = |d: Drawn<'_>| match d {
        Drawn::Photo(_) => Deviation {
            area: 0.0,
            ..Deviation::default()
        },
        Drawn::Auger(..) => Deviation::default(),
    };
    let y = simulate(&drawn.sample, &drawn.instrument, setting.grid, no_lines)?;
    let top = y.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    Ok(y.into_iter().map(|v| 1e4 * v / top).collect())
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
