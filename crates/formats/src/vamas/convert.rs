//! A VAMAS block to a [`Spectrum`].

use super::abscissa::ElectronEnergies;
use super::block::{BlockHeader, Labelled, VamasOrdinates};
use super::casa::{Casa, NOT_APPLIED as CASA_NOT_APPLIED};
use super::experiment::{Experiment, ScanMode};
use super::own::{ANGLE, Own};
use crate::shared::checks::{negative_counts, tidy, turns_back};
use crate::shared::error::quote;
use crate::shared::notes::{push, short};
use crate::shared::quantity::{Quantity, quantity};
use crate::shared::sources::{energy_of_source, names_several, several_named};
use speclens_spectrum::{CountUnit, Doubt, Spectrum, Technique};

/// Notes of one spectrum.
const MAX_NOTES: usize = 200;

/// Words in the labels of measured intensities.
const INTENSITIES: [&str; 5] = ["intensity", "count", "cps", "c/s", "signal"];
/// Words in the labels of what is measured beside them.
const NO_INTENSITIES: [&str; 9] = [
    "time",
    "error",
    "deviation",
    "background",
    "temperature",
    "pressure",
    "current",
    "voltage",
    "energy",
];

/// Energies of a source and of its name that differ by less are one, eV.
const SAME_EV: f64 = 5.0;

/// The spectrum of a block, or why it has none (half a sentence).
pub(super) fn spectrum(
    experiment: &Experiment,
    header: &BlockHeader,
    ordinates: &VamasOrdinates,
    number: usize,
) -> Result<Spectrum, String> {
    if experiment.scan == ScanMode::Mapping {
        return Err("it is a map image without an energy axis".to_owned());
    }
    let columns = BlockColumns::of(experiment, header)?;
    let mut doubts = Vec::new();
    let mut points = columns.points(header, ordinates, &mut doubts)?;
    doubts.extend(negative_counts(&points.counts));
    let (label, unit) = (columns.label, columns.unit);
    let mut technique = technique(&header.technique);
    let energies = ElectronEnergies::of(label, unit, technique, &points.energy_ev);
    let axis = energies.as_ref().and_then(|e| e.axis);
    if let Some(energies) = energies {
        points.scale(energies.electronvolts);
        doubts.extend(energies.doubt);
        if axis.is_none() {
            doubts.push(Doubt::AxisUnsaid);
        }
    } else {
        technique = Technique::Other;
        doubts.push(Doubt::not_xps(format!(
            "the abscissa is “{label}” in “{unit}”: not an electron energy in eV"
        )));
    }
    let photon_energy_ev = photon_energy(header, technique, &mut doubts);
    let (own, notes) = commented(experiment, header, photon_energy_ev, &mut doubts);
    let mut spectrum = Spectrum {
        file: String::new(),
        block: number,
        region: header.identifier.clone(),
        sample: header.sample.clone(),
        technique,
        photon_energy_ev,
        axis,
        energy_ev: points.energy_ev,
        counts: points.counts,
        count_unit: count_unit(header, columns.intensity),
        transmission: points.transmission,
        pass_energy_ev: header
            .pass_energy_or_retard_ratio
            .filter(|e| *e > 0.0 && header.analyser_mode.eq_ignore_ascii_case("FAT")),
        dwell_s: header.collection_time_s.filter(|t| *t > 0.0),
        scans: header
            .scans
            .filter(|n| *n >= 1.0 && *n < 1e9)
            .map(|n| n.round() as u32),
        source_analyser_angle_deg: source_analyser_angle(experiment, header),
        date: date(header),
        instrument: specified(&experiment.instrument).map(str::to_owned),
        notes,
        doubts,
    };
    if let Some(own) = own {
        own.apply(&mut spectrum);
    }
    Ok(spectrum)
}

/// What the corresponding variables of a block are.
struct BlockColumns<'h> {
    /// The column of the abscissa, where it is one.
    abscissa: Option<usize>,
    /// First value and step of the abscissa, where it is no column.
    start_and_step: (f64, f64),
    /// Label and unit of the abscissa.
    label: &'h str,
    unit: &'h str,
    intensity: usize,
    transmission: Option<usize>,
}

impl<'h> BlockColumns<'h> {
    fn of(experiment: &Experiment, header: &'h BlockHeader) -> Result<BlockColumns<'h>, String> {
        let variables = &header.variables;
        let (abscissa, label, unit) = match experiment.scan {
            ScanMode::Irregular => {
                let named = |v: &Labelled| {
                    quantity(&v.label).is_some_and(|q| q.is_energy() || q == Quantity::EnergyInKev)
                };
                let i = variables.iter().position(named).unwrap_or(0);
                let v = variables.get(i).ok_or("it has no corresponding variable")?;
                (Some(i), v.label.as_str(), v.unit.as_str())
            }
            _ => (
                None,
                header.abscissa.label.as_str(),
                header.abscissa.unit.as_str(),
            ),
        };
        let is_transmission = |i: usize| {
            let label = variables[i].label.to_lowercase();
            label.contains("transmission")
        };
        let candidates =
            || (0..variables.len()).filter(|i| Some(*i) != abscissa && !is_transmission(*i));
        let is = |i: &usize, words: &[&str]| {
            let label = variables[*i].label.to_lowercase();
            words.iter().any(|w| label.contains(w))
        };
        let intensity = candidates()
            .find(|i| is(i, &INTENSITIES) && !is(i, &NO_INTENSITIES))
            .or_else(|| candidates().find(|i| !is(i, &NO_INTENSITIES)))
            .or_else(|| candidates().next())
            .ok_or("it has no intensity among its corresponding variables")?;
        let mut start_and_step = (0.0, 0.0);
        if abscissa.is_none() {
            let start = header.abscissa.start.ok_or("its abscissa has no start")?;
            let step = header.abscissa.increment;
            start_and_step = (start, step.ok_or("its abscissa has no increment")?);
        }
        Ok(BlockColumns {
            abscissa,
            start_and_step,
            label,
            unit,
            intensity,
            transmission: (0..variables.len()).find(|i| *i != intensity && is_transmission(*i)),
        })
    }

    /// The points of a block. Those without an energy or an intensity are left out, and said to be.
    fn points(
        &self,
        header: &BlockHeader,
        ordinates: &VamasOrdinates,
        doubts: &mut Vec<Doubt>,
    ) -> Result<BlockPoints, String> {
        let sets = ordinates.values.chunks_exact(header.variables.len());
        let announced = sets.len();
        let mut energy_ev = Vec::with_capacity(announced);
        let mut counts = Vec::with_capacity(announced);
        let mut transmission = self.transmission.map(|_| Vec::with_capacity(announced));
        let (start, step) = self.start_and_step;
        for (i, set) in sets.enumerate() {
            let energy = match self.abscissa {
                Some(column) => set[column],
                None => tidy(start + step * i as f64),
            };
            if energy.is_nan() || set[self.intensity].is_nan() {
                continue;
            }
            energy_ev.push(energy);
            counts.push(set[self.intensity]);
            if let (Some(column), Some(values)) = (self.transmission, &mut transmission) {
                values.push(set[column]);
            }
        }
        if counts.len() < announced {
            let missing = announced - counts.len();
            let text = format!("{missing} points without a value are left out");
            doubts.push(Doubt::left_out(text));
        }
        if counts.len() < 2 {
            return Err(format!("it has {} points", counts.len()));
        }
        if let Some(i) = turns_back(&energy_ev) {
            let point = i + 1;
            return Err(format!(
                "its abscissa turns back or stands still at point {point}"
            ));
        }
        let usable = |t: &Vec<f64>| t.iter().all(|v| *v > 0.0);
        if transmission.as_ref().is_some_and(|t| !usable(t)) {
            doubts.push(Doubt::transmission_not_positive());
            transmission = None;
        }
        Ok(BlockPoints {
            energy_ev,
            counts,
            transmission,
        })
    }
}

/// The numbers of a block.
struct BlockPoints {
    energy_ev: Vec<f64>,
    counts: Vec<f64>,
    transmission: Option<Vec<f64>>,
}

impl BlockPoints {
    /// Tells the energies in eV that are in a unit of so many.
    fn scale(&mut self, electronvolts: f64) {
        if electronvolts != 1.0 {
            for energy in &mut self.energy_ev {
                *energy = tidy(*energy * electronvolts);
            }
        }
    }
}

/// What the comment of a block says: Speclens's own lines, and the notes of the spectrum.
fn commented(
    experiment: &Experiment,
    header: &BlockHeader,
    photon_energy_ev: Option<f64>,
    doubts: &mut Vec<Doubt>,
) -> (Option<Own>, Vec<(String, String)>) {
    let (own, comment) = Own::split(&header.comment);
    let (casa, comment) = Casa::split(&comment);
    let calibrations = casa.calibrations();
    if !calibrations.is_empty() {
        doubts.push(Doubt::not_applied(format!(
            "{CASA_NOT_APPLIED}: {}",
            calibrations.join("; ")
        )));
    }
    // Speclens's own notes hold all that the file had said before.
    let mut notes = match &own {
        Some(own) => own.notes.clone(),
        None => notes(experiment, header),
    };
    comments(&mut notes, &comment);
    notes.extend(casa.notes(photon_energy_ev));
    (own, notes)
}

/// The photon energy, eV: that of the source, else of its name.
fn photon_energy(
    header: &BlockHeader,
    technique: Technique,
    doubts: &mut Vec<Doubt>,
) -> Option<f64> {
    let said = header.source_energy_ev.filter(|e| *e > 0.0);
    let named = energy_of_source(&header.source).filter(|_| technique == Technique::Xps);
    let source = quote(&header.source);
    match (said, named) {
        (Some(said), Some(named)) if (said - named).abs() > SAME_EV => {
            doubts.push(Doubt::presumed(format!(
                "the source is called {source} and has a photon energy of {said} eV: the energy is \
                 taken"
            )));
        }
        (None, Some(named)) => doubts.push(Doubt::presumed(format!(
            "the photon energy of {named} eV is that of the source {source}: the file gives no \
             number"
        ))),
        (None, None) if technique == Technique::Xps && names_several(&header.source) => {
            doubts.push(several_named(&header.source));
        }
        _ => {}
    }
    said.or(named)
}

fn technique(name: &str) -> Technique {
    let name = name.to_uppercase();
    match name.as_str() {
        "XPS" => Technique::Xps,
        "UPS" => Technique::Ups,
        _ if name.starts_with("AES") => Technique::Aes,
        _ => Technique::Other,
    }
}

/// The unit `d` (dimensionless) of a pulse count is counts, `c/s` counts per second; labels and
/// block names that say "per second" win, for software that writes `d` for rates too.
fn count_unit(header: &BlockHeader, intensity: usize) -> CountUnit {
    let variable = &header.variables[intensity];
    let says_rate = |s: &str| {
        let s = s.to_lowercase();
        ["c/s", "cps", "counts/s", "per second"]
            .iter()
            .any(|w| s.contains(w))
    };
    if [&variable.unit, &variable.label, &header.identifier]
        .iter()
        .any(|s| says_rate(s))
    {
        CountUnit::CountsPerSecond
    } else if variable.unit == "d" && header.signal_mode.eq_ignore_ascii_case("pulse counting") {
        CountUnit::Counts
    } else {
        CountUnit::Unknown
    }
}

/// Angle between source and analyser, degrees: CasaXPS writes `SourceAnalyserAngle: 54.7 d` into
/// the comment of the experiment or of the block.
fn source_analyser_angle(experiment: &Experiment, header: &BlockHeader) -> Option<f64> {
    let mut lines = header.comment.iter().chain(&experiment.comment);
    lines.find_map(|line| {
        let value = line.trim().strip_prefix(ANGLE)?;
        crate::shared::lines::number(value.split_whitespace().next()?)
    })
}

/// `2020-09-09 13:28:32 UTC+2`; `None` where the file has no year, month or day.
fn date(header: &BlockHeader) -> Option<String> {
    let [year, month, day, hours, minutes, seconds, zone] = header.date;
    let [year, month, day] = [year, month, day].map(|v| v.filter(|v| *v >= 1.0));
    let mut text = format!("{:04}-{:02}-{:02}", year?, month?, day?);
    // The standard writes −1 for what is not known.
    if let [Some(h), Some(m), Some(s)] = [hours, minutes, seconds].map(|v| v.filter(|v| *v >= 0.0))
    {
        text += &format!(" {h:02}:{m:02}:{s:02}");
    }
    if let Some(zone) = zone.filter(|z| *z != 0.0) {
        text += &format!(" UTC{zone:+}");
    }
    Some(text)
}

fn specified(text: &str) -> Option<&str> {
    let text = text.trim();
    let unsaid = text.is_empty() || text.eq_ignore_ascii_case("not specified");
    (!unsaid).then_some(text)
}

/// Everything else: key and value.
fn notes(experiment: &Experiment, header: &BlockHeader) -> Vec<(String, String)> {
    let mut notes = Vec::new();
    let mut note = |key: &str, value: &str| {
        if let (Some(value), true) = (specified(value), notes.len() < MAX_NOTES) {
            push(&mut notes, &short(key), value);
        }
    };
    note("institution", &experiment.institution);
    note("operator", &experiment.operator);
    note("experiment", &experiment.identifier);
    note("technique", &header.technique);
    note("source", &header.source);
    let number = |value: Option<f64>, unit: &str| {
        value
            .map(|v| format!("{v} {unit}").trim_end().to_owned())
            .unwrap_or_default()
    };
    note("source strength", &number(header.source_strength, "W"));
    note("source polar angle", &number(header.polar_angle_deg, "°"));
    note("analyser mode", &header.analyser_mode);
    if header.analyser_mode.eq_ignore_ascii_case("FRR") {
        note(
            "retard ratio",
            &number(header.pass_energy_or_retard_ratio, ""),
        );
    }
    note(
        "analyser work function",
        &number(header.work_function_ev, "eV"),
    );
    note("target bias", &number(header.target_bias_v, "V"));
    note(
        "take-off polar angle",
        &number(header.take_off_polar_deg, "°"),
    );
    note("sample tilt", &number(header.tilt_deg, "°"));
    note("species", &header.species);
    note("transition", &header.transition);
    note("signal mode", &header.signal_mode);
    if let Some([x, y]) = header.position {
        note("x coordinate", &number(x, ""));
        note("y coordinate", &number(y, ""));
    }
    for ((label, unit), value) in experiment.variables.iter().zip(&header.variable_values) {
        note(label, &with_unit(value, unit));
    }
    for p in &header.parameters {
        note(&p.label, &with_unit(&p.value, &p.unit));
    }
    for variable in header.variables.iter().skip(1) {
        note(
            "corresponding variable",
            &with_unit(&variable.label, &variable.unit),
        );
    }
    let comment: Vec<&str> = experiment.comment.iter().map(String::as_str).collect();
    comments(&mut notes, &comment);
    notes
}

/// The lines of a comment, `key : value` and `key = value` taken apart.
fn comments(notes: &mut Vec<(String, String)>, lines: &[&str]) {
    let mut note = |key: &str, value: &str| {
        if let Some(value) = specified(value) {
            notes.push((key.to_owned(), value.to_owned()));
        }
    };
    let mut lines = lines.iter().map(|l| l.trim()).peekable();
    while let Some(line) = lines.next() {
        if let Some(version) = line.strip_prefix("Casa Info Follows CasaXPS Version ") {
            note("CasaXPS version", version);
            // A number of lines that says nothing of this spectrum.
            lines.next_if(|l| l.parse::<u32>() == Ok(0));
        } else if let Some((key, value)) = line.split_once(" : ").or(line.split_once(" = ")) {
            note(key.trim(), value);
        } else {
            note("comment", line);
        }
    }
}

/// A value with its unit; `d` and `n` (dimensionless, not defined here) are no units to show.
fn with_unit(value: &str, unit: &str) -> String {
    match unit.trim() {
        "" | "d" | "n" => value.to_owned(),
        unit => format!("{value} {unit}"),
    }
}
