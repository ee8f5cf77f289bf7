//! Kratos `.kal`: the dump of a Vision dataset (`.dset`) as text, object after object: positions,
//! counters, etches, and between them spectra.
//!
//! There is no public specification. The layout is that which the public readers of SpectraDeck
//! and KherveFitting and a parser of the JCAP project read; numbers and names of the fields, and
//! Vision's own photon energies, are those which the Igor Pro loader for `.dset` files (import tool
//! of the PES group) found in Vision. Files of an instrument were not at hand to try it on.

mod convert;
mod objects;
#[cfg(test)]
pub(super) mod tests;
mod transmission;

use crate::shared::error::{Fault, quote};
use crate::shared::notes::short;
use crate::shared::salvage::Salvage;
use objects::{KratosObject, KratosObjects};
use speclens_spectrum::{Doubt, Spectrum};

/// Beginning of the first line.
const DATASET: &str = "Dataset filename";
/// Beginning of the line that begins an object.
const OBJECT: &str = "Object name";

/// Whether the text is the dump of a dataset: its first line names the dataset, one of the next
/// an object.
pub(super) fn is_kal(text: &str) -> bool {
    let mut lines = text
        .split(['\n', '\r'])
        .map(str::trim)
        .filter(|l| !l.is_empty());
    let names = |l: &str, what| l.starts_with(what) && l.contains('=');
    lines.next().is_some_and(|l| names(l, DATASET)) && lines.take(100).any(|l| names(l, OBJECT))
}

/// What objects that are no spectra say of the spectra below them.
#[derive(Default)]
struct StageState {
    /// Name of the position on the stage.
    position: String,
    /// Number of etches at this position.
    etches: usize,
    /// Time of the last etch, as the file writes it.
    etch_time: String,
}

impl StageState {
    /// Takes up a change of state.
    fn follow(&mut self, object: &KratosObject) {
        if let Some(name) = object.text("Stage Position Name")
            && name != self.position
        {
            *self = StageState {
                position: short(name),
                ..StageState::default()
            };
        }
        if object.text("State change type") == Some("F_ETCH") {
            self.etches += 1;
            self.etch_time = short(object.text("Etch time").unwrap_or_default());
        }
    }
}

/// Reads every spectrum of a dump. Maps, snapshots and other scans are left out with a doubt.
///
/// # Errors
/// A dump without a spectrum.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut objects = KratosObjects::new(text);
    let mut state = StageState::default();
    let mut salvage = Salvage::default();
    let mut others = 0usize;
    let mut other: Option<(String, usize)> = None;
    while let Some(object) = objects.next_object() {
        state.follow(&object);
        if !object.is_scan() {
            continue;
        }
        if !object.is_spectrum() {
            others += 1;
            let kind = object.text("Scan type").unwrap_or_default();
            other.get_or_insert_with(|| (quote(kind), object.line));
            continue;
        }
        match convert::spectrum(&object, &state, salvage.is_empty()) {
            Ok(spectrum) => salvage.keep(spectrum),
            Err(fault) => salvage.fault(fault),
        }
    }
    salvage.tell_lost("spectra");
    if let Some((kind, line)) = &other {
        salvage.tell_with_first(Doubt::left_out(format!(
            "scans that are no spectra are left out: {others}, the first in line {line}, {kind}"
        )));
    }
    salvage.tell_beyond_of_all();
    salvage.finish(|_| match other {
        Some((kind, line)) => Fault::at_line(line, kind, "a scan “F_SPECTRUM” of the dataset"),
        None => Fault::at_line(
            1,
            "a Kratos dataset without a spectrum",
            "“Ordinate values”",
        ),
    })
}
