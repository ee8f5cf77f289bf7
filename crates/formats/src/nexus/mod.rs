//! NeXus files of spectra, as HDF5: entries with the definition NXxps or NXmpes.
//!
//! Layout: the NeXus definitions NXxps, NXmpes, NXdata, NXelectronanalyzer and their like
//! (nexusformat.org, FAIRmat-NFDI), and files of the converter pynxtools-xps (FAIRmat).

mod entry;
mod fields;
mod instrument;
mod scans;
mod signal;
#[cfg(test)]
pub(crate) mod tests;
mod units;

use std::collections::BTreeSet;

use crate::shared::error::{Fault, quote};
use crate::shared::salvage::{Salvage, only_first};
use fields::{class, of_class, text};
use speclens_containers::hdf5::{self, Hdf5File, Object};
use speclens_spectrum::{Axis, Doubt, Spectrum};

/// What this reader needs in an HDF5 file.
const EXPECTED: &str = "a NeXus entry with the definition NXxps or NXmpes";
/// Names or reasons that are told one by one.
const MAX_TOLD: usize = 4;
/// Kinetic energies this far below zero are none, eV.
const BELOW_ZERO_EV: f64 = -1e-3;
/// A kinetic energy this low counts from the Fermi level, eV.
const FERMI_EV: f64 = 20.0;

/// Whether the file is an HDF5 file.
pub(super) fn is_nexus(bytes: &[u8]) -> bool {
    hdf5::superblock(bytes).is_some()
}

/// Reads the spectrum of every entry, or those of its map or series.
///
/// # Errors
/// HDF5 without an entry of spectra; a damaged file; entries of which none can be read.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let file = Hdf5File::open(bytes)?;
    let root = file.root()?;
    let names = root.names()?;
    let mut others = Vec::new();
    let mut seen = BTreeSet::new();
    let mut salvage = Salvage::telling(MAX_TOLD);
    for name in &names {
        if salvage.room() == 0 {
            salvage.reason(only_first());
            break;
        }
        let entry = match root.get(name) {
            Ok(Some(entry)) => entry,
            Ok(None) => continue,
            Err(damage) => {
                salvage.fault(Fault::from(damage));
                continue;
            }
        };
        // Two names of one entry are one entry.
        if class(&entry) != "NXentry" || !seen.insert(entry.at) {
            continue;
        }
        let definition = text(&entry, "definition").unwrap_or_default();
        if !is_of_spectra(&definition) {
            others.push(definition);
            continue;
        }
        match entry::read(&entry, name, &definition, salvage.room()) {
            Ok(more) => salvage.keep_all(more),
            Err(fault) => {
                let name = quote(name);
                let why = format!("found {}, expected {}", fault.found, fault.expected);
                let found = format!("in entry {name} {}", fault.found);
                salvage.lose_because(format!("entry {name}"), why, Fault { found, ..fault });
            }
        }
    }
    settle_axes(salvage.spectra_mut());
    salvage.tell_more("entries");
    salvage.finish(|_| nothing_to_read(&names, &others))
}

/// Whether a definition is that of photoelectron spectra: NXxps, NXmpes and those beside them.
fn is_of_spectra(definition: &str) -> bool {
    let definition = definition.to_lowercase();
    ["nxxps", "nxmpes"]
        .iter()
        .any(|d| definition.starts_with(d))
}

/// Says what an HDF5 file without spectra holds.
fn nothing_to_read(names: &[String], others: &[String]) -> Fault {
    let list = |all: &[String]| {
        let mut shown: Vec<String> = all.iter().take(MAX_TOLD).map(|n| quote(n)).collect();
        if all.len() > MAX_TOLD {
            shown.push("…".to_owned());
        }
        shown.join(", ")
    };
    let mut kinds: Vec<String> = others.to_vec();
    kinds.sort();
    kinds.dedup();
    let without = kinds.iter().any(String::is_empty);
    kinds.retain(|k| !k.is_empty());
    let found = if !kinds.is_empty() {
        format!("a NeXus file with the definition {}", list(&kinds))
    } else if without {
        "a NeXus file whose entries name no definition".to_owned()
    } else if names.is_empty() {
        "an empty HDF5 file".to_owned()
    } else {
        format!("an HDF5 file without NeXus entries, of {}", list(names))
    };
    Fault::at_byte(0, found, EXPECTED)
}

/// Kinetic energies below zero do not exist. Where they lie around zero, the file counts them
/// from the Fermi level, as NXmpes allows: they are binding energies with the other sign. Else
/// the file's word for them is wrong, for all of its spectra: they can only be binding energies.
fn settle_axes(spectra: &mut [Spectrum]) {
    let mut wrong = None;
    for spectrum in spectra.iter_mut() {
        let ends = [spectrum.energy_ev.first(), spectrum.energy_ev.last()].map(|e| e.copied());
        let [Some(a), Some(b)] = ends else { continue };
        let (low, high) = (a.min(b), a.max(b));
        if spectrum.axis != Some(Axis::Kinetic) || low > BELOW_ZERO_EV {
            continue;
        }
        if high <= FERMI_EV && low < -high {
            for energy in &mut spectrum.energy_ev {
                *energy = 0.0 - *energy;
            }
            spectrum.axis = Some(Axis::Binding);
            spectrum.doubts.push(Doubt::presumed(
                "the file counts kinetic energies from the Fermi level: they are read as binding \
                 energies with the other sign",
            ));
        } else {
            wrong.get_or_insert(low);
        }
    }
    let Some(low) = wrong else { return };
    for spectrum in spectra.iter_mut() {
        if spectrum.axis == Some(Axis::Kinetic) {
            spectrum.axis = Some(Axis::Binding);
            spectrum.transmission = None;
            spectrum.doubts.push(Doubt::presumed(format!(
                "the file calls its energies kinetic, but has one of {low} eV, which no electron \
                 has: they are taken as binding energies"
            )));
        }
    }
}

/// The data group of an entry that its defaults lead to, or its first with a signal.
fn default_data<'f, 'a>(entry: &Object<'f, 'a>) -> Option<Object<'f, 'a>> {
    /// Groups that a default may pass through.
    const MAX_STEPS: usize = 8;
    let is_data = |o: &Object<'f, 'a>| class(o) == "NXdata";
    let mut next = fields::attribute_text(entry, "default").and_then(|n| fields::get(entry, &n));
    for _ in 0..MAX_STEPS {
        let Some(group) = next else { break };
        if is_data(&group) {
            return Some(group);
        }
        next = fields::attribute_text(&group, "default").and_then(|n| fields::get(&group, &n));
    }
    if let Some(data) = fields::get(entry, "data").filter(is_data) {
        return Some(data);
    }
    of_class(entry, &["NXdata"])
        .into_iter()
        .next()
        .map(|(_, d)| d)
}
