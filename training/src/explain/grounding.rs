//! Pointing and grounding of the FIS, beside chance and beside the height of the spectrum alone.

use anyhow::{Context, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use speclens::analysis::{answer, conclude, element_index, lines_of, prepare};
use speclens::conventional::{ElementLines, SpectrumLines, within};
use speclens::explain::{
    Curve, Fis, LineRemovals, OWN_LINES, Options, Probes, Recordings, Run, judge,
};
use speclens::model::Model;
use speclens::network::Row;

use super::cases::Case;

/// Elements found with less than this are not judged: the share of a trace is no explanation.
const LEAST_PERCENT: f64 = 2.0;

/// How well explanations lie on the lines of their elements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grounded {
    /// Elements that were judged: found with at least 2 at%.
    pub elements: usize,
    /// Share of them whose FIS has its largest value on an own line.
    pub pointing: f64,
    /// Mean share of the FIS above its noise that lies on own lines.
    pub grounding: f64,
    /// The same two of what stands above the background, without any network.
    pub height: [f64; 2],
    /// Share of the energy axis that is own lines: pointing by chance.
    pub chance: f64,
    /// Mean share of an element's amount that is gone when all its lines are taken away.
    pub lost: f64,
    /// Elements whose FIS points elsewhere: spectrum, element, what it leans on.
    pub elsewhere: Vec<String>,
}

/// What was seen of one element in one spectrum.
struct Seen {
    pointing: bool,
    grounding: f64,
    height: [f64; 2],
    chance: f64,
    lost: f64,
    elsewhere: Option<String>,
}

/// Judges the explanations of `model` on `cases`.
///
/// # Errors
/// A spectrum that cannot be answered, a failing network.
pub fn ground(model: &Model, options: Options, cases: &[Case]) -> Result<Grounded> {
    let seen: Vec<Vec<Seen>> = cases
        .par_iter()
        .map(|case| of_case(model, options, case).with_context(|| case.name.clone()))
        .collect::<Result<_>>()?;
    let seen: Vec<Seen> = seen.into_iter().flatten().collect();
    let n = seen.len().max(1) as f64;
    let mean = |f: &dyn Fn(&Seen) -> f64| seen.iter().map(f).sum::<f64>() / n;
    Ok(Grounded {
        elements: seen.len(),
        pointing: mean(&|s| f64::from(u8::from(s.pointing))),
        grounding: mean(&|s| s.grounding),
        height: [mean(&|s| s.height[0]), mean(&|s| s.height[1])],
        chance: mean(&|s| s.chance),
        lost: mean(&|s| s.lost),
        elsewhere: seen.iter().filter_map(|s| s.elsewhere.clone()).collect(),
    })
}

fn of_case(model: &Model, options: Options, case: &Case) -> Result<Vec<Seen>> {
    let manifest = &model.manifest;
    let prepared = prepare(manifest, case.spectrum.clone(), Some(manifest.source))?;
    let table = model.forward_blocking(&prepared.input.tensor, 1)?;
    let row = Row::of(&table).context("a row of the network")?;
    let analysis = conclude(manifest, &prepared, &row);
    let lines = lines_of(manifest, &prepared, &analysis)?;
    let recordings = Recordings::new(&manifest.grid, &prepared.input.tensor, options.recordings);
    let above = recordings.above[0].clone();
    let probes = Probes::new(recordings.clone(), options)?;
    let mut probes = Run::new(probes, manifest.elements.len(), options.batch);
    answer(model, &mut probes)?;
    let removals = LineRemovals::of_found(recordings, &lines);
    let mut removals = Run::new(removals, manifest.elements.len(), options.batch);
    answer(model, &mut removals)?;
    let of = |symbol: &str| analysis.explained(symbol);
    let tables = removals.tables(manifest, of).context("a finished run")?;
    let asked = analysis
        .elements
        .iter()
        .filter(|e| case.elements.contains(&e.symbol) && e.atomic_percent >= LEAST_PERCENT);
    let mut seen = Vec::new();
    for element in asked {
        let symbol = &element.symbol;
        let index = element_index(manifest, symbol)?;
        let fis = Fis::of(&probes, index, symbol, of(symbol), &lines).context("a finished run")?;
        let table = tables.iter().find(|t| t.element == *symbol);
        let own = lines.of(symbol);
        let leans = fis.leans_on.iter().find(|l| !l.own);
        let elsewhere = (fis.pointing != Some(true)).then(|| {
            format!(
                "{}: {symbol} leans on {}",
                case.name,
                leans.map_or("nothing".into(), |l| match &l.line {
                    Some(line) => line.clone(),
                    None => format!("{:.0} eV", l.energy_ev),
                })
            )
        });
        seen.push(Seen {
            pointing: fis.pointing == Some(true),
            grounding: fis.grounding.unwrap_or(0.0),
            height: height(
                &fis.energy_ev,
                &above,
                options.sigma_ev,
                &own,
                &lines,
                model,
            ),
            chance: chance(&fis.energy_ev, options.sigma_ev, &own),
            lost: table
                .and_then(|t| t.all_lines.as_ref())
                .map_or(0.0, |a| a.lost),
            elsewhere,
        });
    }
    Ok(seen)
}

/// Pointing and grounding of what stands above the background, smoothed as the probe smooths.
fn height(
    energy_ev: &[f64],
    above: &[f32],
    sigma_ev: f64,
    own: &ElementLines,
    lines: &SpectrumLines,
    model: &Model,
) -> [f64; 2] {
    let grid = &model.manifest.grid;
    let smoothed = energy_ev.iter().map(|centre| {
        let weighted = above.iter().enumerate().map(|(i, y)| {
            let u = (grid.energy_ev(i) - centre) / sigma_ev;
            f64::from(*y) * (-0.5 * u * u).exp()
        });
        weighted.sum()
    });
    let curve = Curve::new(
        energy_ev.to_vec(),
        smoothed.collect(),
        vec![0.0; energy_ev.len()],
    );
    let others: Vec<&ElementLines> = lines.found.iter().collect();
    let judged = judge(&curve, sigma_ev, own, &others);
    [
        f64::from(u8::from(judged.pointing == Some(true))),
        judged.share.unwrap_or(0.0),
    ]
}

fn chance(energy_ev: &[f64], sigma_ev: f64, own: &ElementLines) -> f64 {
    let windows = own.windows_ev(OWN_LINES.plus(sigma_ev));
    let inside = energy_ev.iter().filter(|e| within(&windows, **e));
    inside.count() as f64 / energy_ev.len().max(1) as f64
}

/// Share of the amount of element `z` that is gone when the simulator leaves all its lines out.
///
/// # Errors
/// An impossible sample, a spectrum without lines, a failing network.
pub fn lost_without_own_lines(
    model: &Model,
    case: &Case,
    z: u8,
    symbol: &str,
) -> Result<Option<f64>> {
    let Some(simulation) = &case.simulation else {
        return Ok(None);
    };
    let index = element_index(&model.manifest, symbol)?;
    let amount = |spectrum| -> Result<f64> {
        let prepared = prepare(&model.manifest, spectrum, Some(model.manifest.source))?;
        let table = model.forward_blocking(&prepared.input.tensor, 1)?;
        let row = Row::of(&table).context("a row of the network")?;
        Ok(f64::from(row.evidence[index]).exp())
    };
    let without = simulation.spectrum(|drawn| super::cases::is_of(drawn, z))?;
    Ok(Some(
        1.0 - amount(without)? / amount(case.spectrum.clone())?,
    ))
}
