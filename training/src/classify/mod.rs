//! Four classes of elements by spectral overlap, computed for a network: how free the lines of an
//! element are in the samples of training, which of them the network uses, and how often it is
//! missed or taken for another.

mod line_types;
mod overlap;
mod rule;
mod samples;
mod spectra;
mod tally;

use std::path::Path;

use anyhow::{Context, Result};
use speclens::guide::{Classes, Confusion, ElementClass, LineUse, TabulatedGroup, in_general};
use speclens::model::Model;
use speclens::spectrum::{Source, elements};

pub use rule::{THRESHOLDS, class_of};

use overlap::Hidden;
use samples::Stream;
use tally::Tally;

/// Layout of `classes.json`.
const FORMAT: u32 = 1;
/// Lowest and highest binding energy of the surveys, eV; less under a source with less energy.
const RANGE_EV: [f64; 2] = [0.0, 1350.0];
/// Signal-to-noise ratio of the surveys: a good one.
const SNR: f64 = 300.0;
/// Confusions in fewer spectra than this share are not told.
const LEAST_CONFUSION: f64 = 0.02;
/// A confusion is more frequent than the false alarms of its element anyway by this factor.
const ABOVE_CHANCE: f64 = 3.0;
/// So many of each list are told.
const MOST_TOLD: usize = 5;
/// Overlaps are told of groups with so high a peak, the highest of the element being 1, or with so
/// large a share of the evidence.
const LEAST_STRENGTH: f64 = 0.1;
const LEAST_SHARE: f64 = 0.02;

/// The surveys' range under `source`, eV binding energy.
pub fn range_ev(source: Source) -> [f64; 2] {
    let deepest = source.photon_energy_ev() - crate::samples::recordings::SLOWEST_EV;
    [RANGE_EV[0], RANGE_EV[1].min(deepest)]
}

/// Classes of the elements of `model`, from `spectra` held-out simulated spectra of each.
///
/// # Errors
/// Samples that cannot be simulated, a failing network.
pub fn classify(model: &Model, spectra: usize) -> Result<Classes> {
    let source = model.manifest.source;
    let range_ev = range_ev(source);
    let stream = Stream::draw(source, spectra)?;
    let hidden = Hidden::over(&stream, source, range_ev);
    let observed = spectra::observe(model, &stream, range_ev, SNR)?;
    let tally = Tally::over(&observed);
    let mut found: Vec<ElementClass> = elements::all()
        .iter()
        .filter(|e| model.manifest.elements.iter().any(|s| s == e.symbol))
        .map(|e| element(e.z, &hidden, &tally))
        .collect();
    for element in &mut found {
        element.class = class_of(element, &THRESHOLDS);
        element.advice = in_general(element, &THRESHOLDS);
    }
    Ok(Classes {
        format: FORMAT,
        model: model.manifest.name.clone(),
        source,
        range_ev: range_ev.map(rounded),
        snr: SNR,
        samples: stream.samples.len(),
        spectra: observed.len(),
        thresholds: THRESHOLDS,
        sensitivity: rule::sensitivity(&found),
        line_types: line_types::of(&found),
        elements: found,
    })
}

/// Writes `classes.json` into the folder of a model.
///
/// # Errors
/// A file that cannot be written.
pub fn write(folder: &Path, classes: &Classes) -> Result<()> {
    let path = folder.join("classes.json");
    let json = serde_json::to_string(classes)? + "\n";
    std::fs::write(&path, json).with_context(|| path.display().to_string())
}

/// All that is known of an element but its class and advice.
fn element(z: u8, hidden: &Hidden, tally: &Tally) -> ElementClass {
    let symbol = elements::by_z(z).map_or("", |e| e.symbol);
    let groups = hidden.groups_of(z);
    let highest = groups.first().map_or(1.0, |g| g.height);
    let use_of = |group: &TabulatedGroup| {
        let (share, spread) = tally.share_of(z, &group.group.name);
        LineUse {
            line: group.group.name.clone(),
            strongest: group.strongest_line(),
            kind: group.group.kind,
            energy_ev: rounded(group.group.lines_ev[0]),
            strength: rounded(group.height / highest),
            hidden: rounded(hidden.mean(z, &group.group.name)),
            share: rounded(share),
            spread: rounded(spread),
        }
    };
    let used: Vec<LineUse> = groups.iter().map(use_of).collect();
    let mut overlaps = hidden.overlaps_of(z);
    overlaps.retain(|o| {
        let line = used.iter().find(|l| l.line == o.line);
        line.is_some_and(|l| l.strength >= LEAST_STRENGTH || l.share >= LEAST_SHARE)
    });
    let confused = tally.answered_with(z).into_iter().filter(|c| {
        c.share >= LEAST_CONFUSION
            && elements::by_symbol(&c.symbol)
                .is_some_and(|e| c.share >= ABOVE_CHANCE * tally.false_alarms(e.z))
    });
    ElementClass {
        symbol: symbol.to_owned(),
        z,
        class: speclens::guide::Class::IV,
        used,
        overlaps,
        spectra: tally.spectra(z),
        recall: rounded(tally.recall(z)),
        recall_main: rounded(tally.recall_main(z)),
        error: rounded(tally.error(z)),
        false_alarms: rounded(tally.false_alarms(z)),
        confused_with: confused
            .take(MOST_TOLD)
            .map(|c| Confusion {
                share: rounded(c.share),
                instead: rounded(c.instead),
                ..c
            })
            .collect(),
        advice: String::new(),
    }
}

/// To three decimals: what 200 spectra can tell.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
