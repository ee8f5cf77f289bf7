//! Scans at the same settings, added up to one spectrum.

use std::collections::BTreeSet;
use std::ops::Range;

use super::facts;
use super::schedule::PlannedRegion;
use super::steps::Steps;
use super::stored::{Raw, Stored};
use crate::shared::checks::{negative_counts, no_intensity, tidy, turns_back};
use crate::shared::notes::{push, short};
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum};

/// Scans at the same settings, added up.
pub(super) struct Series<'r> {
    /// The first scan.
    first: &'r Raw,
    /// The settings, as they are said: `Ramping Iteration [Idx] 3`.
    label: String,
    /// Number of the first point in the region.
    from: usize,
    counts: Vec<f64>,
    scans: u32,
    /// Scans that ended early and are left out.
    short: usize,
    /// The rounds of loops that the scans belong to.
    loops: BTreeSet<String>,
    /// Whether a scan of the file is already several.
    merged: bool,
}

/// The settings that a trace tells apart, and the loops that it tells of. Loops and scans repeat
/// a measurement (Prodigy adds them up, too); anything else is varied on purpose.
pub(super) fn trace(trace: &str) -> (String, Vec<String>) {
    let mut labels = Vec::new();
    let mut loops = Vec::new();
    for part in trace.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let (key, value) = (key.trim(), value.trim());
        let number = value.strip_suffix('u').filter(|n| n.parse::<u64>().is_ok());
        let value = number.unwrap_or(value);
        if key.starts_with("Loop") {
            loops.push(format!("{key} {value}"));
        } else if !key.starts_with("Scan") {
            labels.push(format!("{key} {value}").trim().to_owned());
        }
    }
    (labels.join(", "), loops)
}

impl<'r> Series<'r> {
    /// A series without scans, that is to begin with this one.
    pub fn new(first: &'r Raw, label: String) -> Series<'r> {
        Series {
            first,
            label,
            from: 0,
            counts: Vec::new(),
            scans: 0,
            short: 0,
            loops: BTreeSet::new(),
            merged: false,
        }
    }

    /// Adds a scan. One that ended early counts only as long as there is no longer one.
    pub fn add(&mut self, raw: &Raw, from: usize, counts: Vec<f64>, loops: Vec<String>) {
        let scans = raw.scans.unwrap_or(1).clamp(1, 1_000_000) as u32;
        if counts.len() < self.counts.len() {
            self.short += 1;
            return;
        }
        if counts.len() > self.counts.len() {
            self.short += self.scans as usize;
            self.scans = 0;
            self.loops.clear();
            self.merged = false;
            self.from = from;
            self.counts = counts;
        } else {
            for (sum, count) in self.counts.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        self.scans = self.scans.saturating_add(scans);
        self.merged |= scans > 1;
        if !loops.is_empty() {
            self.loops.insert(loops.join(", "));
        }
    }

    /// The settings, with the photon energy where it was varied.
    pub fn full_label(&self, with_photon_energy: bool) -> String {
        let energy = self.first.photon_energy_ev.filter(|_| with_photon_energy);
        let energy = energy.map(|e| format!("hν {} eV", tidy(e)));
        let label = Some(self.label.clone()).filter(|l| !l.is_empty());
        let parts: Vec<String> = label.into_iter().chain(energy).collect();
        short(&parts.join(", "))
    }

    /// The spectrum, with what it has in common with the others of its region.
    ///
    /// # Errors
    /// Why it is none.
    pub fn spectrum(
        self,
        common: &Spectrum,
        region: &PlannedRegion,
        node: i64,
        stored: &Stored,
        steps: &Steps,
    ) -> Result<Spectrum, String> {
        if let Some(i) = no_intensity(&self.counts) {
            let (point, value) = (i + 1, self.counts[i]);
            return Err(format!("point {point} is {value:e}, no intensity"));
        }
        let energy_ev = self.energies(steps)?;
        let mut spectrum = common.clone();
        spectrum.axis = Some(steps.axis);
        let of_scan = self.first.photon_energy_ev.map(tidy);
        spectrum.photon_energy_ev = of_scan.or(common.photon_energy_ev);
        spectrum.technique = facts::technique(region.method, spectrum.photon_energy_ev);
        spectrum.scans = Some(self.scans);
        spectrum.date = Some(short(&self.first.date)).filter(|d| !d.is_empty());
        self.doubt(&mut spectrum, steps);
        let first_ev = energy_ev[0];
        let kinetic_ev = match steps.axis {
            Axis::Kinetic => Some(first_ev),
            Axis::Binding => spectrum.photon_energy_ev.map(|e| e - first_ev),
        };
        let all = stored
            .transmission
            .get(&node)
            .map_or(&[][..], Vec::as_slice);
        match facts::transmission(all, kinetic_ev, self.first, steps.points, self.points()) {
            Ok(transmission) => spectrum.transmission = transmission,
            Err(why) => spectrum.doubts.push(Doubt::transmission_left_out(why)),
        }
        spectrum.counts = self.counts;
        if spectrum.count_unit == CountUnit::CountsPerSecond {
            let rows = f64::from(self.scans.max(1));
            spectrum.counts.iter_mut().for_each(|c| *c /= rows);
        }
        spectrum.doubts.extend(negative_counts(&spectrum.counts));
        spectrum.energy_ev = energy_ev;
        Ok(spectrum)
    }

    /// The points of the region that were measured.
    fn points(&self) -> Range<usize> {
        self.from..self.from + self.counts.len()
    }

    /// The energies of the points, eV.
    fn energies(&self, steps: &Steps) -> Result<Vec<f64>, String> {
        let toward = match steps.axis {
            Axis::Binding => -1.0,
            Axis::Kinetic => 1.0,
        };
        let energy = |k: usize| tidy(steps.start_ev + toward * steps.step_ev * k as f64);
        let energy_ev: Vec<f64> = self.points().map(energy).collect();
        if energy_ev.len() < 2 {
            return Err(format!("it has {} points", energy_ev.len()));
        }
        match turns_back(&energy_ev) {
            Some(i) => Err(format!("its energies stand still at {} eV", energy_ev[i])),
            None => Ok(energy_ev),
        }
    }

    /// Says what is doubtful about the sum.
    fn doubt(&self, spectrum: &mut Spectrum, steps: &Steps) {
        let doubts = &mut spectrum.doubts;
        let (measured, points) = (self.counts.len(), steps.points);
        if measured < points {
            doubts.push(Doubt::incomplete(format!(
                "{measured} of the {points} points of the region were measured"
            )));
        }
        if self.short > 0 {
            doubts.push(Doubt::left_out(match self.short {
                1 => "one scan that ended early is left out".to_owned(),
                n => format!("{n} scans that ended early are left out"),
            }));
        }
        let rounds = self.loops.len();
        if rounds > 1 {
            doubts.push(Doubt::summed(format!(
                "the scans of {rounds} rounds of a loop are added up: changes of the sample in \
                 between do not show"
            )));
            let rounds = rounds.to_string();
            push(&mut spectrum.notes, "rounds of the loop", &rounds);
        }
        if self.merged && spectrum.count_unit == CountUnit::Counts {
            spectrum.count_unit = CountUnit::Unknown;
            doubts.push(Doubt::presumed(
                "the file keeps several scans as one, and it is not known whether as their sum \
                 or their mean",
            ));
        }
    }
}
