//! A region: its scans summed, a spectrum for each cycle and curve.

use std::collections::BTreeMap;

use super::Settings;
use super::block::Scan;
use super::line::{Pairs, axis_of};
use crate::formats::checks::negative_counts;
use crate::formats::error::quote;
use crate::formats::lines::number;
use crate::formats::notes::{push, short};
use crate::spectrum::{CountUnit, Spectrum, Technique};

/// Energies of two scans are the same below this difference, eV.
const SAME_ENERGY_EV: f64 = 1e-3;
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

/// Keys and values.
type Notes = Vec<(String, String)>;

/// A region as it is read.
#[derive(Debug, Default)]
pub(super) struct Region {
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

/// The scans of one cycle and curve.
#[derive(Debug)]
struct Sum {
    first: Scan,
    cycle_pairs: Pairs,
    scans: Vec<Part>,
    /// Index into `scans` of each number of a scan.
    index: BTreeMap<Option<u32>, usize>,
}

/// One scan, its channels summed.
#[derive(Debug)]
struct Part {
    counts: Vec<f64>,
    channels: usize,
    last_channel: Option<u32>,
}

impl Region {
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
        let announced = self.pairs.get("Values/Curve").and_then(number);
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
        mut scan: Scan,
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
        let same = |a: &[f64], b: &[f64]| {
            let near = |(a, b): (&f64, &f64)| (a - b).abs() < SAME_ENERGY_EV;
            a.len() == b.len() && a.iter().zip(b).all(near)
        };
        if same(&scan.energy_ev, &sum.first.energy_ev) && scan.count_unit == sum.first.count_unit {
            sum.add(scan);
        } else {
            self.unlike += 1;
        }
        true
    }

    /// A message where scans are left out.
    pub fn left_out(&self) -> Option<String> {
        let region = quote(&self.name);
        match self.unlike {
            0 => None,
            1 => Some(format!(
                "1 scan of region {region} is left out: its energies are not those of the first \
                 scan"
            )),
            n => Some(format!(
                "{n} scans of region {region} are left out: their energies are not those of the \
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
        let facts = Facts::of(&self.pairs);
        let mut spectra = Vec::with_capacity(self.sums.len());
        for sum in self.sums {
            let place = sum.first.place;
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

/// What the header of a region says of each of its spectra.
struct Facts {
    technique: Technique,
    photon_energy_ev: Option<f64>,
    pass_energy_ev: Option<f64>,
    dwell_s: Option<f64>,
    values: Option<f64>,
    date: Option<String>,
    instrument: Option<String>,
    axis: Option<crate::spectrum::Axis>,
}

impl Facts {
    fn of(pairs: &Pairs) -> Facts {
        let text = |key| pairs.get(key).map(str::to_owned);
        let positive = |key| pairs.get(key).and_then(number).filter(|v| *v > 0.0);
        let technique = match pairs
            .get("Analysis Method")
            .map(str::to_uppercase)
            .as_deref()
        {
            None | Some("XPS") => Technique::Xps,
            Some("UPS") => Technique::Ups,
            Some(method) if method.starts_with("AES") => Technique::Aes,
            Some(_) => Technique::Other,
        };
        let is_photon = matches!(technique, Technique::Xps | Technique::Ups);
        Facts {
            technique,
            photon_energy_ev: positive("Excitation Energy").filter(|_| is_photon),
            // Elsewhere the ratio of retardation is fixed, and the pass energy is not.
            pass_energy_ev: positive("Pass Energy")
                .filter(|_| pairs.get("Scan Mode") != Some("FixedRetardingRatio")),
            dwell_s: positive("Dwell Time"),
            values: positive("Values/Curve"),
            date: text("Acquisition Date"),
            instrument: text("Analyzer"),
            axis: pairs.get("Energy Axis").and_then(axis_of),
        }
    }
}

impl Sum {
    fn new(scan: Scan, cycle_pairs: Pairs) -> Sum {
        let mut sum = Sum {
            first: Scan {
                counts: Vec::new(),
                ..scan
            },
            cycle_pairs,
            scans: Vec::new(),
            index: BTreeMap::new(),
        };
        sum.add(Scan {
            counts: scan.counts,
            place: scan.place,
            ..Default::default()
        });
        sum
    }

    /// Adds a scan with the same energies: to its other channels, or as a further scan.
    fn add(&mut self, scan: Scan) {
        let place = scan.place;
        self.first.cut = self.first.cut.or(scan.cut);
        let known = self.index.get(&place.scan);
        match known.and_then(|i| self.scans.get_mut(*i)) {
            Some(part) if place.channel.is_some() && part.last_channel != place.channel => {
                for (sum, count) in part.counts.iter_mut().zip(&scan.counts) {
                    *sum += count;
                }
                part.channels += 1;
                part.last_channel = place.channel;
            }
            _ => {
                self.index.insert(place.scan, self.scans.len());
                self.scans.push(Part {
                    counts: scan.counts,
                    channels: 1,
                    last_channel: place.channel,
                });
            }
        }
    }

    /// Counts are summed over the scans, counts per second averaged; channels are summed. With it
    /// come the notes of its own cycle and first scan.
    fn spectrum(self, settings: Settings, facts: &Facts) -> (Spectrum, Notes) {
        let mut warnings = Vec::new();
        let channels = self.scans.iter().map(|s| s.channels).max().unwrap_or(1);
        let complete = || self.scans.iter().filter(|s| s.channels == channels);
        let scans = complete().count();
        if scans < self.scans.len() {
            warnings.push(format!(
                "{} of {} scans lack channels of the detector and are left out",
                self.scans.len() - scans,
                self.scans.len()
            ));
        }
        if channels > 1 {
            warnings.push(format!(
                "the {channels} channels of the detector are summed as they stand in the file"
            ));
        }
        let mut counts = vec![0.0; self.first.energy_ev.len()];
        for scan in complete() {
            for (sum, count) in counts.iter_mut().zip(&scan.counts) {
                *sum += count;
            }
        }
        if self.first.count_unit == CountUnit::CountsPerSecond && scans > 1 {
            for count in &mut counts {
                *count /= scans as f64;
            }
        }
        let whole = |v: &f64| v.fract() == 0.0 && (1.0..1e9).contains(v);
        let header = [&self.cycle_pairs, &self.first.pairs];
        let says = |key| header.iter().rev().find_map(|pairs| pairs.get(key));
        let announced = says("Number of Scans").and_then(number).filter(whole);
        let are_apart = self.first.place.scan.is_some();
        let scans = match announced {
            Some(announced) if !are_apart => Some(announced as u32),
            _ => u32::try_from(scans).ok(),
        };
        if let Some(values) = facts.values
            && values > counts.len() as f64
        {
            warnings.push(format!(
                "only {} of its {values} points are there",
                counts.len()
            ));
        }
        if let Some(line) = self.first.cut {
            warnings.push(format!("the last line ({line}) is cut and left out"));
        }
        let axis = settings.axis.or(facts.axis);
        if axis.is_none() {
            warnings.push(
                "the file does not say what its energies are: they are taken as binding energy"
                    .into(),
            );
        }
        warnings.extend(negative_counts(&counts));
        let date = says("Acquisition Date").map(str::to_owned);
        let own_notes = header.iter().flat_map(|p| p.all()).cloned().collect();
        let transmission = self.first.transmission;
        let is_usable = transmission.len() == counts.len() && transmission.iter().all(|v| *v > 0.0);
        if !is_usable && !transmission.is_empty() {
            warnings.push("the transmission is not above zero everywhere: it is left out".into());
        }
        let mut notes = Vec::new();
        push(&mut notes, "columns left out", &self.first.other_columns);
        let spectrum = Spectrum {
            technique: facts.technique,
            photon_energy_ev: facts.photon_energy_ev,
            axis,
            energy_ev: self.first.energy_ev,
            counts,
            count_unit: self.first.count_unit,
            transmission: is_usable.then_some(transmission),
            pass_energy_ev: facts.pass_energy_ev,
            dwell_s: facts.dwell_s,
            scans,
            date: date.or_else(|| facts.date.clone()),
            instrument: facts.instrument.clone(),
            notes,
            warnings,
            ..Default::default()
        };
        (spectrum, own_notes)
    }
}
