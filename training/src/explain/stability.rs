//! Whether the FIS stays the same under a fresh noise draw, and moves as the spectrum moves.

use anyhow::{Context, Result};
use rayon::prelude::*;
use speclens::explain::{Curve, Options, Recordings};
use speclens::model::Model;
use speclens::spectrum::Spectrum;

use super::answered::{Answered, curve, scan};
use super::cases::Case;
use super::merits::{height, mean_of};
use super::rank::{displacement, pearson};
use crate::evaluate::explanation::{Method, Stability};

/// Standard deviation of the probe where the FIS is to move by a step of the grid, eV: fine enough
/// to be probed at each grid point.
const FINE_EV: f64 = 1.5;
/// By how much the spectrum is moved, eV.
const MOVED_EV: f64 = 1.0;
/// The FIS is looked for up to so many grid points off its place.
const MOST: usize = 10;

/// What was seen of one element.
struct Seen {
    noise: Option<f64>,
    noise_above: Option<f64>,
    noise_of_height: Option<f64>,
    moved_ev: Option<f64>,
}

/// Records the samples of simulated `cases` again, and moves their spectra.
///
/// # Errors
/// A sample that cannot be simulated, a spectrum that cannot be answered, a failing network.
pub(super) fn stability(model: &Model, method: Method, cases: &[Case]) -> Result<Stability> {
    let seen: Vec<Vec<Seen>> = cases
        .par_iter()
        .map(|case| of_case(model, method, case).with_context(|| case.name.clone()))
        .collect::<Result<_>>()?;
    let seen: Vec<Seen> = seen.into_iter().flatten().collect();
    let mean = |f: fn(&Seen) -> Option<f64>| mean_of(seen.iter().filter_map(f));
    let right = |moved_ev: f64| f64::from(u8::from((moved_ev - MOVED_EV).abs() <= 0.5));
    Ok(Stability {
        spectra: cases.len(),
        elements: seen.len(),
        noise: mean(|s| s.noise),
        noise_above: mean(|s| s.noise_above),
        noise_of_height: mean(|s| s.noise_of_height),
        // A FIS that is level everywhere has not moved either.
        shifted: mean_of(seen.iter().map(|s| s.moved_ev.map_or(0.0, right))),
        shift_ev: mean(|s| s.moved_ev),
    })
}

fn of_case(model: &Model, method: Method, case: &Case) -> Result<Vec<Seen>> {
    let Some(simulation) = &case.simulation else {
        return Ok(Vec::new());
    };
    let answered = Answered::new(model, case)?;
    let again = recordings(model, simulation.again()?, method.options)?;
    let first = answered.recordings(model, method.options, method.options.recordings);
    let runs = [
        scan(model, method, first.clone())?,
        scan(model, method, again.clone())?,
    ];
    let mut fine = method;
    fine.options.sigma_ev = FINE_EV;
    fine.options.recordings = 0;
    let moved = recordings(model, moved(case.spectrum.clone()), fine.options)?;
    let fine_runs = [
        scan(model, fine, answered.recordings(model, fine.options, 0))?,
        scan(model, fine, moved)?,
    ];
    let step_ev = model.manifest.grid.step_ev;
    let mut seen = Vec::new();
    for asked in &answered.asked {
        let of = |run| curve(run, method, asked.index);
        let (a, b) = (of(&runs[0])?, of(&runs[1])?);
        let of_height = |r| height(r, &a.energy_ev, method.options.sigma_ev).value;
        let fine_of = |run| curve(run, fine, asked.index);
        let (still, moved) = (fine_of(&fine_runs[0])?, fine_of(&fine_runs[1])?);
        let points = displacement(&on_grid(model, &still), &on_grid(model, &moved), MOST);
        seen.push(Seen {
            noise: pearson(&a.value, &b.value),
            noise_above: above(&a, &b),
            noise_of_height: pearson(&of_height(&first), &of_height(&again)),
            moved_ev: points.map(|p| p as f64 * step_ev),
        });
    }
    Ok(seen)
}

fn recordings(model: &Model, spectrum: Spectrum, options: Options) -> Result<Recordings> {
    let manifest = &model.manifest;
    let prepared = speclens::analysis::prepare(manifest, spectrum, Some(manifest.source))?;
    Ok(Recordings::new(
        &manifest.grid,
        &prepared.input.tensor,
        options.recordings,
        options.background_ev,
    ))
}

/// The spectrum at higher binding energies: all else, its noise included, stays.
fn moved(mut spectrum: Spectrum) -> Spectrum {
    spectrum.energy_ev.iter_mut().for_each(|e| *e += MOVED_EV);
    spectrum
}

/// Correlation over the energies at which either curve stands above its noise.
fn above(a: &Curve, b: &Curve) -> Option<f64> {
    let both = a.value.iter().zip(&b.value);
    let stand = both.filter(|(x, y)| **x > a.noise_level || **y > b.noise_level);
    let (x, y): (Vec<f64>, Vec<f64>) = stand.unzip();
    (x.len() > 2).then(|| pearson(&x, &y)).flatten()
}

/// A curve on the whole grid of the network, zero where nothing was probed.
fn on_grid(model: &Model, curve: &Curve) -> Vec<f64> {
    let grid = &model.manifest.grid;
    let mut values = vec![0.0; grid.points];
    for (energy_ev, value) in curve.energy_ev.iter().zip(&curve.value) {
        let place = ((energy_ev - grid.lo_ev) / grid.step_ev).round();
        if let Some(point) = values.get_mut(place.max(0.0) as usize) {
            *point = *value;
        }
    }
    values
}
