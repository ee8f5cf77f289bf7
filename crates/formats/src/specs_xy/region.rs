//! A region: a spectrum for each cycle and curve.

use std::collections::BTreeMap;

use super::Settings;
use super::block::XyScan;
use super::line::Pairs;
use super::sum::{RegionFacts, Sum};
use crate::shared::error::quote;
use crate::shared::lines::any_number;
use crate::shared::notes::{push, short};
use speclens_spectrum::{CountUnit, Spectrum};

/// External channels that are named.
const MAX_CHANNELS: usize = 20;
/// Settings that each spectrum of a region carries; its first carries all.
const OF_EACH: [&str; 5] = [
    "Analyzer Lens",
    "Analyzer Lens Mode",
    "Analyzer Slit",
    "Scan Mode",
    "Source",
];
/// Scan modes whose abscissa is time, photon energy or a voltage.
const NO_SPECTRA: [&str; 4] = [
    "FixedEnergies",
    "ConstantFinalState",
    "ConstantInitialState",
    "DetectorVoltageScan",
];

/// A region as it is read.
#[derive(Debug, Default)]
pub(super) struct XyRegion {
    pub name: String,
    pub pairs: Pairs,
    pub has_operations: bool,
    /// It has rows whose first column is no energy.
    pub is_without_energies: bool,
    external: Vec<String>,
    sums: Vec<Sum>,
    /// Index into `sums` of each cycle and curve.
    index: BTreeMap<(u32, u32), usize>,
    /// Scans whose energies are not those of the first.
    unlike: usize,
}

impl XyRegion {
    /// Names an external channel, which is no spectrum.
    pub fn external(&mut self, channel: &str) {
        let channel = short(channel);
        if self.external.len() < MAX_CHANNELS && !self.external.contains(&channel) {
            self.external.push(channel);
        }
    }

    /// Whether its scan mode has no energy axis.
    pub fn is_no_spectrum(&self) -> bool {
        let mode = self.pairs.get("Scan Mode").unwrap_or_default();
        NO_SPECTRA.contains(&mode)
    }

    /// Whether `points` are all that its header announces.
    pub fn is_complete_with(&self, points: usize) -> bool {
        let announced = self.pairs.get("Values/Curve").and_then(any_number);
        announced == Some(points as f64)
    }

    /// Number of its spectra so far.
    pub fn spectra(&self) -> usize {
        self.sums.len()
    }

    /// Adds a scan, or one of its channels. Where there is no room for a new spectrum it is left
    /// out, and the answer is false.
    pub fn take(
        &mut self,
        mut scan: XyScan,
        cycle_pairs: &Pairs,
        count_unit: CountUnit,
        room: bool,
    ) -> bool {
        if scan.count_unit == CountUnit::Unknown {
            scan.count_unit = count_unit;
        }
        let key = (scan.place.cycle, scan.place.curve);
        let Some(sum) = self.index.get(&key).and_then(|i| self.sums.get_mut(*i)) else {
            if room {
                self.index.insert(key, self.sums.len());
                self.sums.push(Sum::new(scan, cycle_pairs.clone()));
            }
            return room;
        };
        self.unlike += usize::from(!sum.add(scan));
        true
    }

    /// Its name, for a message.
    pub fn title(&self) -> String {
        match self.name.as_str() {
            "" => "region without a name".to_owned(),
            name => format!("region {}", quote(name)),
        }
    }

    /// A message where scans are left out.
    pub fn left_out(&self) -> Option<String> {
        let region = self.title();
        match self.unlike {
            0 => None,
            1 => Some(format!(
                "1 scan of {region} is left out: its energies are not those of the first \
                 scan"
            )),
            n => Some(format!(
                "{n} scans of {region} are left out: their energies are not those of the \
                 first scan"
            )),
        }
    }

    /// Its spectra, without the numbers of their blocks.
    pub fn spectra_of(self, settings: Settings, group: &str) -> Vec<Spectrum> {
        let several = |of: fn(&(u32, u32)) -> u32| {
            let mut all = self.index.keys().map(of);
            let first = all.next();
            all.any(|n| Some(n) != first)
        };
        let (several_cycles, several_curves) = (several(|k| k.0), several(|k| k.1));
        let facts = RegionFacts::of(&self.pairs);
        let mut spectra = Vec::with_capacity(self.sums.len());
        for sum in self.sums {
            let place = sum.place();
            let (mut spectrum, own_notes) = sum.spectrum(settings, &facts);
            spectrum.sample = group.to_owned();
            spectrum.region = self.name.clone();
            let notes = &mut spectrum.notes;
            if several_cycles {
                spectrum.region += &format!(", cycle {}", u64::from(place.cycle) + 1);
                push(notes, "Cycle in the file", &place.cycle.to_string());
            }
            if several_curves {
                spectrum.region += &format!(", curve {}", u64::from(place.curve) + 1);
                push(notes, "Curve in the file", &place.curve.to_string());
            }
            if spectra.is_empty() {
                notes.extend(self.pairs.all().iter().cloned());
                push(
                    notes,
                    "external channels left out",
                    &self.external.join(", "),
                );
                if self.has_operations {
                    push(notes, "results of operations", "left out");
                }
            } else {
                for key in OF_EACH {
                    push(notes, key, self.pairs.get(key).unwrap_or_default());
                }
            }
            notes.extend(own_notes);
            spectra.push(spectrum);
        }
        spectra
    }
}
