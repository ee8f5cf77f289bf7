//! Numbers over an energy and further dimensions (detector slices, sweeps, points of a series), to
//! spectra: what the detector spreads out and what was measured again is summed, every point of a
//! series is a spectrum of its own.

#[cfg(test)]
mod tests;

use super::checks::{negative_counts, no_intensity, tidy, turns_back};
use super::notes::push;
pub(crate) use super::quantity::axis_in as axis_of;
use super::salvage::only_first_of;
use crate::shared::MAX_SPECTRA;
use speclens_spectrum::{Axis, CountUnit, Doubt, Spectrum};

/// Values along a dimension.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scale {
    /// `first + i · step`.
    Steps { first: f64, step: f64 },
    /// One by one.
    Values(Vec<f64>),
}

/// A dimension of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dimension {
    /// Name and unit as the file gives them: `Binding Energy [eV]`, `Y-Scale [deg]`, `eV`.
    pub name: String,
    /// Number of points, not zero.
    pub length: usize,
    pub scale: Scale,
}

/// What becomes of a dimension that is no energy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Slices, angles or places on the detector: summed.
    Detector,
    /// The same measured again: summed, each point is a scan.
    Repeat,
    /// Anything that was changed between the points: a spectrum each.
    Series,
}

impl Dimension {
    /// Value at a point; `None` where the scale has none.
    pub fn value(&self, i: usize) -> Option<f64> {
        match &self.scale {
            Scale::Steps { first, step } => Some(first + i as f64 * step),
            Scale::Values(values) => values.get(i).copied(),
        }
    }

    /// Whether the name or the unit says that these are energies of the electrons.
    pub fn is_energy(&self) -> bool {
        let name = self.name.trim().to_lowercase();
        let electrons = ["energy", "binding", "kinetic"]
            .iter()
            .any(|w| name.contains(w));
        (electrons || name.starts_with("ev") || name.ends_with("[ev]")) && !self.is_photon_energy()
    }

    fn is_photon_energy(&self) -> bool {
        let name = self.name.to_lowercase();
        ["photon", "excitation", "hv", "hν"]
            .iter()
            .any(|w| name.contains(w))
    }

    /// The axis that the name says.
    pub fn axis(&self) -> Option<Axis> {
        axis_of(&self.name)
    }

    /// All values as energies, eV.
    ///
    /// # Errors
    /// Fewer than two; not finite; not only rising or only falling. The text says what was found.
    pub fn energies(&self) -> Result<Vec<f64>, String> {
        if self.length < 2 {
            return Err(format!("an energy axis of {} point", self.length));
        }
        let energies: Vec<f64> = (0..self.length)
            .map_while(|i| self.value(i))
            .map(tidy)
            .collect();
        if energies.len() < self.length {
            let n = energies.len();
            return Err(format!("{n} energies for {} points", self.length));
        }
        match turns_back(&energies) {
            None => Ok(energies),
            Some(i) => Err(format!(
                "an energy of {} at point {}, after which the axis turns back or stands still",
                energies[i],
                i + 1
            )),
        }
    }

    /// Name without the unit, and the unit in square brackets.
    fn name_and_unit(&self) -> (&str, &str) {
        match self.name.split_once('[') {
            Some((name, unit)) => (name.trim(), unit.trim().trim_end_matches(']')),
            None => (self.name.trim(), ""),
        }
    }

    /// `position` counts the dimensions beside the energy from 0: Scienta's detector comes first.
    fn role(&self, position: usize) -> Role {
        let name = self.name.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|w| name.contains(w));
        if says(&["sweep", "iteration", "repeat"]) {
            Role::Repeat
        } else if says(&DETECTOR) {
            Role::Detector
        } else if self.is_photon_energy() || says(&SERIES) || position > 0 {
            Role::Series
        } else {
            Role::Detector
        }
    }

    /// Whether the name or the unit tells that this is spread out on a detector.
    fn is_surely_detector(&self) -> bool {
        let name = self.name.to_lowercase();
        let units = ["deg", "°", "angle", "theta", "mm"];
        DETECTOR.iter().chain(&units).any(|w| name.contains(w))
    }
}

/// Words of a dimension that a detector makes.
const DETECTOR: [&str; 5] = ["y-scale", "slice", "channel", "detector", "non-energy"];
/// Words of a dimension along which something was changed.
const SERIES: [&str; 8] = [
    "point",
    "position",
    "temperature",
    "time",
    "delay",
    "step",
    "cycle",
    "manipulator",
];

/// Spectra of numbers over `energies` and `others`. `template` holds what they have in common;
/// only the first keeps its notes, as a series may have thousands of points. `values` gives the
/// place among the others (the first of them runs fastest), the place among the energies, and the
/// number; it must give as many numbers as the dimensions say.
///
/// # Errors
/// No spectrum with at least two sound intensities. The text says what was found.
pub(crate) fn spectra(
    template: &Spectrum,
    energies: &[f64],
    others: &[Dimension],
    values: impl Iterator<Item = (usize, usize, f64)>,
) -> Result<Vec<Spectrum>, String> {
    let others: Vec<(&Dimension, Role)> = (0..)
        .zip(others)
        .map(|(i, dimension)| (dimension, dimension.role(i)))
        .collect();
    let total = product(&others, Role::Series);
    let repeats = product(&others, Role::Repeat);
    let mut sums = sums(&others, energies.len(), total, values);
    let mut common = template.clone();
    if repeats > 1 {
        let more = u32::try_from(repeats).unwrap_or(u32::MAX);
        common.scans = Some(common.scans.unwrap_or(1).saturating_mul(more));
    }
    if common.count_unit == CountUnit::CountsPerSecond {
        let all = sums.iter_mut().flatten();
        all.for_each(|sum| *sum /= repeats as f64);
    }
    if total > MAX_SPECTRA {
        common.doubts.push(only_first_of(total));
    }
    say_what_is_summed(&mut common, &others);

    let mut spectra = Vec::new();
    let mut lost = Vec::new();
    let in_series = others.iter().filter(|(_, role)| *role == Role::Series);
    let series: Vec<&Dimension> = in_series.map(|(dimension, _)| *dimension).collect();
    for (number, counts) in sums.into_iter().enumerate() {
        let mut spectrum = common.clone();
        if !spectra.is_empty() {
            spectrum.notes.clear();
        }
        place(&mut spectrum, &series, number);
        match numbers(&mut spectrum, energies, counts) {
            Ok(()) => spectra.push(spectrum),
            Err(why) => lost.push((number, why)),
        }
    }
    let Some(first) = spectra.first_mut() else {
        return Err(lost.pop().map_or_else(String::new, |(_, why)| why));
    };
    if let Some((number, why)) = lost.first() {
        let (n, lost) = (number + 1, lost.len());
        first.doubts.push(Doubt::left_out(format!(
            "{lost} of {total} spectra are left out: number {n} holds {why}"
        )));
    }
    Ok(spectra)
}

/// Points along all dimensions of a role.
fn product(others: &[(&Dimension, Role)], role: Role) -> usize {
    let of_role = others.iter().filter(|(_, r)| *r == role);
    of_role.fold(1usize, |n, (d, _)| n.saturating_mul(d.length))
}

/// Sums of the values over the energies, for each point of the series: as many as there are, and
/// as are read.
fn sums(
    others: &[(&Dimension, Role)],
    energies: usize,
    total: usize,
    values: impl Iterator<Item = (usize, usize, f64)>,
) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; energies]; total.min(MAX_SPECTRA)];
    for (other, energy, value) in values {
        let mut rest = other;
        let (mut number, mut stride) = (0, 1);
        for (dimension, role) in others {
            if *role == Role::Series {
                number += rest % dimension.length * stride;
                stride *= dimension.length;
            }
            rest /= dimension.length;
        }
        if let Some(sum) = sums.get_mut(number).and_then(|s| s.get_mut(energy)) {
            *sum += value;
        }
    }
    sums
}

/// Notes the dimensions that are summed; a doubt where the detector is only presumed.
fn say_what_is_summed(spectrum: &mut Spectrum, others: &[(&Dimension, Role)]) {
    let is_summed = |(d, role): &&(&Dimension, Role)| *role != Role::Series && d.length > 1;
    for (dimension, role) in others.iter().filter(is_summed) {
        let name = match dimension.name.trim() {
            "" => "a dimension without a name",
            name => name,
        };
        let n = dimension.length;
        push(&mut spectrum.notes, "summed", &format!("{n} × {name}"));
        if *role == Role::Detector && !dimension.is_surely_detector() {
            spectrum.doubts.push(Doubt::summed(format!(
                "{n} spectra over {name} are summed as those of a detector"
            )));
        }
    }
}

/// Energies and intensities of a spectrum, points without a number (NaN) left out.
fn numbers(spectrum: &mut Spectrum, energies: &[f64], counts: Vec<f64>) -> Result<(), String> {
    let all = counts.len();
    let (energies, counts): (Vec<f64>, Vec<f64>) = energies
        .iter()
        .zip(counts)
        .filter(|(_, count)| !count.is_nan())
        .unzip();
    if counts.len() < 2 {
        return Err(format!("{} points with a number", counts.len()));
    }
    if let Some(i) = no_intensity(&counts) {
        return Err(format!(
            "{:e} at {} eV, no intensity",
            counts[i], energies[i]
        ));
    }
    let missing = all - counts.len();
    if missing > 0 {
        spectrum.doubts.push(Doubt::left_out(format!(
            "{missing} of {all} points hold no number and are left out"
        )));
    }
    spectrum.doubts.extend(negative_counts(&counts));
    spectrum.energy_ev = energies;
    spectrum.counts = counts;
    Ok(())
}

/// Says where in its series a spectrum stands: in its region's name and its notes.
fn place(spectrum: &mut Spectrum, series: &[&Dimension], number: usize) {
    let mut rest = number;
    for dimension in series {
        let i = rest % dimension.length;
        rest /= dimension.length;
        if dimension.length == 1 {
            continue;
        }
        let (name, unit) = dimension.name_and_unit();
        let name = if name.is_empty() { "point" } else { name };
        let value = dimension.value(i).filter(|v| v.is_finite());
        let said = match value {
            Some(value) => format!("{} {unit}", tidy(value)),
            None => format!("number {}", i + 1),
        };
        let said = said.trim();
        if !spectrum.region.is_empty() {
            spectrum.region.push_str(", ");
        }
        spectrum.region += &super::notes::short(&format!("{name} {said}"));
        push(&mut spectrum.notes, name, said);
        if dimension.is_photon_energy() {
            spectrum.photon_energy_ev = value.filter(|v| *v > 0.0);
        }
    }
}
