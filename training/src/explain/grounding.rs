//! Whether the FIS lies on the element's own lines, beside chance and beside the height of the
//! spectrum alone.

use anyhow::{Context, Result};
use rayon::prelude::*;
use speclens::explain::{Fis, LineTable, Probe};
use speclens::model::Model;

use super::answered::{Answered, curve, scan};
use super::cases::Case;
use super::merits::{at_random, chance, height, mean, mean_of, merits};
use crate::evaluate::explanation::{Grounded, Merits, Method};

/// What was seen of one element in one spectrum.
struct Seen {
    fis: Merits,
    height: Merits,
    random: Merits,
    chance: f64,
    lost: f64,
    elsewhere: Option<String>,
}

/// Judges the explanations of `model` by `method` on `cases`.
///
/// # Errors
/// A spectrum that cannot be answered, a failing network.
pub fn ground(model: &Model, method: Method, cases: &[Case]) -> Result<Grounded> {
    let seen: Vec<Vec<Seen>> = cases
        .par_iter()
        .map(|case| of_case(model, method, case).with_context(|| case.name.clone()))
        .collect::<Result<_>>()?;
    let seen: Vec<Seen> = seen.into_iter().flatten().collect();
    let merits = |f: fn(&Seen) -> Merits| mean(&seen.iter().map(f).collect::<Vec<_>>());
    let removes = method.options.probe == Probe::Removal;
    Ok(Grounded {
        elements: seen.len(),
        fis: merits(|s| s.fis),
        height: merits(|s| s.height),
        random: merits(|s| s.random),
        chance: mean_of(seen.iter().map(|s| s.chance)),
        lost: removes.then(|| mean_of(seen.iter().map(|s| s.lost))),
        elsewhere: seen.iter().filter_map(|s| s.elsewhere.clone()).collect(),
    })
}

fn of_case(model: &Model, method: Method, case: &Case) -> Result<Vec<Seen>> {
    let answered = Answered::new(model, case)?;
    let options = method.options;
    let sigma_ev = options.sigma_ev;
    let recordings = answered.recordings(model, options, options.recordings);
    let probes = scan(model, method, recordings.clone())?;
    // The published method takes nothing away, so it has no table of losses.
    let tables: Vec<LineTable> = match options.probe {
        Probe::Removal => answered.tables(model, options)?,
        Probe::Addition => Vec::new(),
    };
    let mut seen = Vec::new();
    for asked in &answered.asked {
        let symbol = &asked.symbol;
        let fis = curve(&probes, method, asked.index)?;
        let others = answered.others(symbol);
        let named = Fis::of(&probes, asked.index, symbol, method.of, &answered.lines)
            .context("a finished run")?;
        let table = tables.iter().find(|t| t.element == *symbol);
        let height = height(&recordings, &fis.energy_ev, sigma_ev);
        let own = &asked.own;
        let of_fis = merits(&fis, sigma_ev, own, &others);
        // The published method would list nearly all.
        let listed = options.probe == Probe::Removal && of_fis.pointing == 0.0;
        seen.push(Seen {
            fis: of_fis,
            height: merits(&height, sigma_ev, own, &others),
            random: at_random(&fis, sigma_ev, own, &others),
            chance: chance(&fis, sigma_ev, own),
            lost: table
                .and_then(|t| t.all_lines.as_ref())
                .map_or(0.0, |a| a.lost),
            elsewhere: listed.then(|| elsewhere(&case.name, &named)),
        });
    }
    Ok(seen)
}

/// Spectrum, element and what the FIS leans on that is no own line.
fn elsewhere(spectrum: &str, fis: &Fis) -> String {
    let leans = fis.leans_on.iter().find(|l| !l.own);
    let place = leans.map_or("nothing".into(), |l| match &l.line {
        Some(line) => line.clone(),
        None => format!("{:.0} eV", l.energy_ev),
    });
    format!("{spectrum}: {} leans on {place}", fis.element)
}
