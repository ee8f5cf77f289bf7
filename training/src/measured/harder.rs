//! The measured surveys made harder to read: cut, with their axis moved, with fewer counts.

use std::path::Path;

use anyhow::{Context, Result};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::model::models::Models;
use speclens::physics::recording::{poisson, strongest_line};
use speclens::spectrum::Spectrum;

use super::truth::{self, Truth};
use super::validate::answer;
use crate::evaluate::judged::Judged;

/// Seed of the noise.
const SEED: u64 = 31;

/// What is done to a measured survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// Nothing.
    None,
    /// It ends at this binding energy, eV.
    Cut(f64),
    /// Its axis is moved by this, eV.
    Moved(f64),
    /// Counted until the strongest line has this signal-to-noise ratio, in the steps of the file.
    Noise(f64),
}

/// Those that are tried.
pub const CHANGES: [Change; 8] = [
    Change::None,
    Change::Cut(600.0),
    Change::Moved(-8.0),
    Change::Moved(8.0),
    Change::Moved(-12.0),
    Change::Moved(12.0),
    Change::Noise(10.0),
    Change::Noise(3.8),
];

/// What became of the elements under one change.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// What was done.
    pub change: Change,
    /// Surveys that were answered, those among them that are refused unless asked for all the same included.
    pub surveys: usize,
    /// Those that are refused.
    pub refused: usize,
    /// Surveys whose first element must or may be there.
    pub first: usize,
    /// Elements found, of those that must be there.
    pub recall: f64,
    /// Elements of more than 2 at% that are not known to be there, for each survey.
    pub unexpected: f64,
    /// Mean overlap with known compositions.
    pub overlap: f64,
    /// The surveys with a missed or an unexpected element, and which.
    pub which: Vec<String>,
}

impl Change {
    /// What it is, in a few words.
    pub fn name(self) -> String {
        match self {
            Change::None => "as measured".into(),
            Change::Cut(to) => format!("cut at {to} eV"),
            Change::Moved(by) => format!("moved by {by:+} eV"),
            Change::Noise(snr) => format!("noise to SNR {snr}"),
        }
    }

    /// `spectrum` with it done; `None` where that makes no sense: no energy axis, nothing left.
    fn of(self, spectrum: &Spectrum, seed: u64) -> Option<Spectrum> {
        let mut changed = spectrum.clone();
        match self {
            Change::None => {}
            Change::Moved(by) => changed.shift(by),
            Change::Cut(to) => {
                let binding = spectrum.binding_energy_ev().ok()?;
                let kept = |values: &[f64]| -> Vec<f64> {
                    let pairs = values.iter().zip(&binding);
                    pairs.filter(|(_, e)| **e <= to).map(|(v, _)| *v).collect()
                };
                changed.energy_ev = kept(&spectrum.energy_ev);
                changed.counts = kept(&spectrum.counts);
                changed.transmission = spectrum.transmission.as_deref().map(kept);
            }
            Change::Noise(snr) => {
                let binding = spectrum.binding_energy_ev().ok()?;
                let mut order: Vec<usize> = (0..binding.len()).collect();
                order.sort_by(|a, b| binding[*a].total_cmp(&binding[*b]));
                let highest = spectrum.counts.iter().copied().fold(0.0, f64::max);
                let means: Vec<f32> = order
                    .iter()
                    .map(|i| (spectrum.counts[*i] / highest) as f32)
                    .collect();
                let span = binding[*order.last()?] - binding[order[0]];
                let line = strongest_line(&means, span / (means.len() - 1) as f64)?;
                let counts = line.counts_for_snr(snr);
                let mut rng = ChaCha8Rng::seed_from_u64(seed);
                for (i, mean) in order.iter().zip(&means) {
                    changed.counts[*i] = poisson(f64::from(*mean) * counts, &mut rng);
                }
            }
        }
        (changed.energy_ev.len() > 1).then_some(changed)
    }
}

/// Answers every survey of the table `truth` under each change.
///
/// # Errors
/// The table or one of its files cannot be read.
pub fn harder(models: &Models, truth: &Path) -> Result<Vec<Figures>> {
    let (rows, folder) = truth::table(truth)?;
    let spectra = rows.iter().map(|row| row.spectrum(&folder));
    let spectra: Vec<Spectrum> = spectra.collect::<Result<_>>()?;
    let of = |change: Change| -> Result<Figures> {
        let judged = rows.par_iter().zip(&spectra).enumerate();
        let judged = judged.filter_map(|(i, (row, spectrum))| {
            let changed = change.of(spectrum, SEED + i as u64)?;
            let answer = answer(models, changed, false);
            let answer =
                answer.with_context(|| format!("{} {}, {}", row.file, row.sample, change.name()));
            Some(answer.map(|a| (row, row.judge(&a), a.refused.is_some())))
        });
        Ok(figures(change, &judged.collect::<Result<Vec<_>>>()?))
    };
    CHANGES.into_iter().map(of).collect()
}

fn figures(change: Change, judged: &[(&Truth, Judged, bool)]) -> Figures {
    let sum = |f: fn(&(&Truth, Judged, bool)) -> usize| judged.iter().map(f).sum::<usize>();
    let must = sum(|(row, ..)| row.must.len());
    let missed = sum(|(_, j, _)| j.missed.len());
    let overlaps: Vec<f64> = judged.iter().filter_map(|(_, j, _)| j.overlap).collect();
    let which = judged
        .iter()
        .filter(|(_, j, _)| !(j.missed.is_empty() && j.unexpected.is_empty()));
    Figures {
        change,
        surveys: judged.len(),
        refused: sum(|(.., refused)| usize::from(*refused)),
        first: sum(|(row, j, _)| {
            usize::from(
                j.found
                    .first()
                    .is_some_and(|f| row.must.contains(&f.0) || row.may.contains(&f.0)),
            )
        }),
        recall: 1.0 - missed as f64 / must.max(1) as f64,
        unexpected: sum(|(_, j, _)| j.unexpected.len()) as f64 / judged.len().max(1) as f64,
        overlap: overlaps.iter().sum::<f64>() / overlaps.len().max(1) as f64,
        which: which
            .map(|(row, j, _)| {
                format!(
                    "{} {}: missed {}; unexpected {}",
                    row.file,
                    row.sample,
                    j.missed.join(" "),
                    j.unexpected_text()
                )
            })
            .collect(),
    }
}

/// The figures as a table for the terminal.
pub fn table(all: &[Figures]) -> String {
    let mut text = String::from(
        "change\tsurveys\trefused\tfirst element right\trecall\tunexpected a survey\toverlap\n",
    );
    for f in all {
        text += &format!(
            "{}\t{}\t{}\t{}\t{:.3}\t{:.3}\t{:.3}\n",
            f.change.name(),
            f.surveys,
            f.refused,
            f.first,
            f.recall,
            f.unexpected,
            f.overlap
        );
        for which in &f.which {
            text += &format!("\t{which}\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::spectrum::{Axis, Source};

    /// A line at 285 eV on a background of 400 counts, as a scan over kinetic energies has it.
    fn survey() -> Spectrum {
        let height = |e: f64| 400.0 + 4000.0 * (-0.5 * ((e - 285.0) / 1.5).powi(2)).exp();
        let binding = (0..1000).rev().map(f64::from);
        let hv = Source::AlKa.photon_energy_ev();
        Spectrum {
            photon_energy_ev: Some(hv),
            axis: Some(Axis::Kinetic),
            counts: binding.clone().map(height).collect(),
            energy_ev: binding.map(|e| hv - e).collect(),
            ..Spectrum::default()
        }
    }

    #[test]
    fn a_survey_is_cut_and_moved_in_binding_energy() {
        let range = |s: &Spectrum| {
            let e = s.binding_energy_ev().unwrap();
            [
                e.iter().copied().fold(f64::INFINITY, f64::min),
                e.iter().copied().fold(0.0, f64::max),
            ]
        };
        let cut = Change::Cut(600.0).of(&survey(), 1).unwrap();
        let [lo, hi] = range(&cut);
        assert!(lo.abs() < 1e-9 && (hi - 600.0).abs() < 1.0, "{lo} to {hi}");
        assert_eq!(cut.counts.len(), cut.energy_ev.len());
        let [lo, hi] = range(&Change::Moved(8.0).of(&survey(), 1).unwrap());
        assert!(
            (lo - 8.0).abs() < 1e-9 && (hi - 1007.0).abs() < 1e-9,
            "{lo} to {hi}"
        );
    }

    #[test]
    fn the_strongest_line_gets_the_signal_to_noise_ratio_that_is_asked_for() {
        let noisy = Change::Noise(10.0).of(&survey(), 1).unwrap();
        // The background left of the line: its counts, and their deviation.
        let beside = &noisy.counts[100..600];
        let mean = beside.iter().sum::<f64>() / beside.len() as f64;
        let deviation =
            (beside.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / beside.len() as f64).sqrt();
        let snr = 10.0 * mean / deviation; // the line is ten times the background
        assert!((8.0..12.0).contains(&snr), "{snr}");
    }
}
