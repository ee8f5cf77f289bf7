//! The scans of one cycle and curve, summed to a spectrum.

use std::collections::BTreeMap;

use super::Settings;
use super::block::XyScan;
use super::line::{LinePlace, Pairs, axis_of};
use crate::shared::checks::negative_counts;
use crate::shared::lines::any_number;
use crate::shared::notes::push;
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum, Technique};

/// Energies of two scans are the same below this difference, eV.
const SAME_ENERGY_EV: f64 = 1e-3;

/// Keys and values.
type Notes = Vec<(String, String)>;

/// The scans of one cycle and curve.
#[derive(Debug)]
pub(super) struct Sum {
    first: XyScan,
    cycle_pairs: Pairs,
    scans: Vec<SummedScan>,
    /// Index into `scans` of each number of a scan.
    index: BTreeMap<Option<u32>, usize>,
}

/// One scan, its channels summed.
#[derive(Debug)]
struct SummedScan {
    counts: Vec<f64>,
    channels: usize,
    last_channel: Option<u32>,
}

/// What the header of a region says of each of its spectra.
pub(super) struct RegionFacts {
    technique: Technique,
    photon_energy_ev: Option<f64>,
    pass_energy_ev: Option<f64>,
    dwell_s: Option<f64>,
    values: Option<f64>,
    date: Option<String>,
    instrument: Option<String>,
    axis: Option<Axis>,
}

impl RegionFacts {
    /// From the pairs of the region and of its group.
    pub fn of(pairs: &Pairs) -> RegionFacts {
        let text = |key| pairs.get(key).map(str::to_owned);
        let positive = |key| pairs.get(key).and_then(any_number).filter(|v| *v > 0.0);
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
        RegionFacts {
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
    /// With its first scan, or a channel of it.
    pub fn new(scan: XyScan, cycle_pairs: Pairs) -> Sum {
        let mut sum = Sum {
            first: XyScan {
                counts: Vec::new(),
                ..scan
            },
            cycle_pairs,
            scans: Vec::new(),
            index: BTreeMap::new(),
        };
        sum.put(XyScan {
            counts: scan.counts,
            place: scan.place,
            ..Default::default()
        });
        sum
    }

    /// Where the first of its scans stands.
    pub fn place(&self) -> LinePlace {
        self.first.place
    }

    /// Adds a scan: to its other channels, or as a further one. Where its energies are not those
    /// of the first it is left out, and the answer is false.
    pub fn add(&mut self, scan: XyScan) -> bool {
        let first = &self.first.energy_ev;
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < SAME_ENERGY_EV;
        let is_same = first.len() == scan.energy_ev.len()
            && first.iter().zip(&scan.energy_ev).all(near)
            && scan.count_unit == self.first.count_unit;
        if is_same {
            self.put(scan);
        }
        is_same
    }

    fn put(&mut self, scan: XyScan) {
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
                self.scans.push(SummedScan {
                    counts: scan.counts,
                    channels: 1,
                    last_channel: place.channel,
                });
            }
        }
    }

    /// The sum of the scans that have all channels, and how many they are: counts are summed,
    /// counts per second averaged; channels are summed.
    fn counts(&self, doubts: &mut Vec<Doubt>) -> (Vec<f64>, usize) {
        let channels = self.scans.iter().map(|s| s.channels).max().unwrap_or(1);
        let complete = || self.scans.iter().filter(|s| s.channels == channels);
        let (scans, all) = (complete().count(), self.scans.len());
        if scans < all {
            let lacking = all - scans;
            doubts.push(Doubt::left_out(format!(
                "{lacking} of {all} scans lack channels of the detector and are left out"
            )));
        }
        if channels > 1 {
            doubts.push(Doubt::summed(format!(
                "the {channels} channels of the detector are summed as they stand in the file"
            )));
        }
        let mut counts = vec![0.0; self.first.energy_ev.len()];
        for scan in complete() {
            for (sum, count) in counts.iter_mut().zip(&scan.counts) {
                *sum += count;
            }
        }
        if self.first.count_unit == CountUnit::CountsPerSecond && scans > 1 {
            counts.iter_mut().for_each(|c| *c /= scans as f64);
        }
        (counts, scans)
    }

    /// What the first scan or its cycle says.
    fn says(&self, key: &str) -> Option<&str> {
        let pairs = [&self.first.pairs, &self.cycle_pairs];
        pairs.into_iter().find_map(|pairs| pairs.get(key))
    }

    /// The spectrum of all scans, and the notes of its own cycle and first scan.
    pub fn spectrum(self, settings: Settings, facts: &RegionFacts) -> (Spectrum, Notes) {
        let mut doubts = Vec::new();
        let (counts, scans) = self.counts(&mut doubts);
        let whole = |v: &f64| v.fract() == 0.0 && (1.0..1e9).contains(v);
        let announced = self
            .says("Number of Scans")
            .and_then(any_number)
            .filter(whole);
        let are_apart = self.first.place.scan.is_some();
        let scans = match announced {
            Some(announced) if !are_apart => Some(announced as u32),
            _ => u32::try_from(scans).ok(),
        };
        let points = counts.len();
        if let Some(values) = facts.values.filter(|values| *values > points as f64) {
            doubts.push(Doubt::incomplete(format!(
                "only {points} of its {values} points are there"
            )));
        }
        if let Some(line) = self.first.cut {
            let text = format!("the last line ({line}) is cut and left out");
            doubts.push(Doubt::incomplete(text));
        }
        let axis = settings.axis.or(facts.axis);
        if axis.is_none() {
            doubts.push(Doubt::AxisUnsaid);
        }
        doubts.extend(negative_counts(&counts));
        let date = self.says("Acquisition Date").map(str::to_owned);
        let header = [&self.cycle_pairs, &self.first.pairs];
        let own_notes = header.iter().flat_map(|p| p.all()).cloned().collect();
        let transmission = self.first.transmission;
        let is_usable = transmission.len() == points && transmission.iter().all(|v| *v > 0.0);
        if !is_usable && !transmission.is_empty() {
            doubts.push(Doubt::transmission_not_positive());
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
            doubts,
            ..Default::default()
        };
        (spectrum, own_notes)
    }
}
