//! The spectra of one region: its scans added up, one spectrum for each setting that was varied.

use std::collections::{BTreeMap, BTreeSet};

use super::facts;
use super::scans::{StoredScans, on_one_axis};
use super::schedule::{PlannedRegion, id};
use super::series::{Series, trace};
use super::steps::Steps;
use super::stored::{Measured, Raw, Stored};
use crate::shared::error::quote;
use speclens_spectrum::{Axis, Doubt, Spectrum};

/// Whether a region's mode of scanning gives a spectrum that can be read.
///
/// # Errors
/// Why not.
pub(super) fn readable(region: &PlannedRegion, measured: &Measured) -> Result<(), String> {
    match region.mode {
        "FixedAnalyzerTransmission" => Ok(()),
        "FixedRetardationRatio" if measured.channels == 1 => Ok(()),
        "FixedRetardationRatio" => {
            Err("how its channels lie in energy at a fixed retardation ratio is not known".into())
        }
        "" => Err("the schedule does not say how it was scanned".into()),
        mode => Err(format!("its scan mode {} is not read", quote(mode))),
    }
}

/// Adds up the scans of a region.
///
/// # Errors
/// Why there is no spectrum of it. Beside the spectra, at most `room`, why others are lost.
pub(super) fn spectra(
    region: &PlannedRegion,
    node: i64,
    stored: &Stored,
    scans: &mut StoredScans,
    room: usize,
) -> Result<(Vec<Spectrum>, Vec<String>), String> {
    let measured = stored
        .measured
        .get(&node)
        .ok_or("it is not in the tables")?;
    let raws = stored.scans.get(&node).map_or(&[][..], Vec::as_slice);
    let first = raws.first().ok_or("it has no scans")?;
    let mut doubts = Vec::new();
    let steps = steps(region, node, stored, measured, first, scans, &mut doubts)?;

    let mut series: Vec<Series> = Vec::new();
    let mut places: BTreeMap<(String, Option<u64>), usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for raw in raws {
        let placed = scans
            .take(raw.id)
            .and_then(|values| place(raw, &values, measured, &steps));
        let (from, counts) = match placed {
            Ok(placed) => placed,
            Err(why) => {
                faults.push(format!("scan {} is left out: {why}", raw.id));
                continue;
            }
        };
        let (label, repeated) = trace(&raw.trace);
        let key = (label.clone(), raw.photon_energy_ev.map(f64::to_bits));
        let place = *places.entry(key).or_insert_with(|| {
            series.push(Series::new(raw, label));
            series.len() - 1
        });
        series[place].add(raw, from, counts, repeated);
    }
    if series.is_empty() {
        return Err(first_of(&faults));
    }
    if !faults.is_empty() {
        doubts.push(Doubt::left_out(first_of(&faults)));
    }
    if series.len() > room {
        doubts.push(Doubt::left_out(format!(
            "only {room} of {} spectra are read",
            series.len()
        )));
    }
    let common = facts::common(region, node, stored, measured, doubts);
    let photon_energies: BTreeSet<u64> = places.into_keys().filter_map(|(_, e)| e).collect();
    let mut spectra = Vec::new();
    let mut reasons = Vec::new();
    for one in series.into_iter().take(room) {
        let label = one.full_label(photon_energies.len() > 1);
        match one.spectrum(&common, region, node, stored, &steps) {
            Ok(mut spectrum) => {
                if !label.is_empty() {
                    spectrum.region += &format!(", {label}");
                }
                spectra.push(spectrum);
            }
            Err(why) if label.is_empty() => reasons.push(why),
            Err(why) => reasons.push(format!("{label}: {why}")),
        }
    }
    if spectra.is_empty() {
        return Err(first_of(&reasons));
    }
    Ok((spectra, reasons))
}

/// The first of several reasons, and how many more there are.
fn first_of(reasons: &[String]) -> String {
    match reasons {
        [] => String::new(),
        [one] => one.clone(),
        [first, more @ ..] => format!("{first} (and {} more)", more.len()),
    }
}

/// Start, step, direction and channels of a region.
fn steps(
    region: &PlannedRegion,
    node: i64,
    stored: &Stored,
    measured: &Measured,
    first: &Raw,
    scans: &StoredScans,
    doubts: &mut Vec<Doubt>,
) -> Result<Steps, String> {
    let [binding, kinetic] = ["Ebin", "Ekin"].map(|name| region.setting(name));
    let axis = match measured.kind.as_deref().map(str::trim) {
        Some("Binding") => Axis::Binding,
        Some("Kinetic") => Axis::Kinetic,
        None if binding.is_some() => Axis::Binding,
        None if kinetic.is_some() => Axis::Kinetic,
        kind => {
            return Err(format!(
                "its energies are of the kind {}",
                quote(kind.unwrap_or(""))
            ));
        }
    };
    let told = if axis == Axis::Binding {
        binding
    } else {
        kinetic
    };
    let start_ev = measured
        .start_ev
        .or(told)
        .ok_or("its first energy is not said")?;
    let end_ev = region.setting("End");
    let delta = || stored.data.get(&node)?.step_ev;
    let divided = || {
        let points = region.setting("NumValues").filter(|n| *n >= 2.0)?;
        Some((end_ev? - told?).abs() / (points - 1.0))
    };
    let step_ev = measured.step_ev.or_else(delta).or_else(divided);
    let step_ev = step_ev.ok_or("its step in energy is not said")?;
    if step_ev <= 0.0 {
        return Err(format!("its step is {step_ev} eV"));
    }
    // The table counts the steps beside the region too, or does not.
    let margins = first.head.saturating_add(first.tail);
    let longest = scans.length(first.id);
    let points = if longest > measured.samples {
        measured.samples
    } else {
        measured.samples.saturating_sub(margins)
    };
    if points < 2 {
        return Err(format!("it has {points} points"));
    }
    let shifts = shifts(region, node, stored, measured, step_ev, doubts)?;
    Ok(Steps {
        axis,
        start_ev,
        step_ev,
        points,
        shifts,
    })
}

/// Shifts of the detector's channels, from the calibration of the region's group.
fn shifts(
    region: &PlannedRegion,
    node: i64,
    stored: &Stored,
    measured: &Measured,
    step_ev: f64,
    doubts: &mut Vec<Doubt>,
) -> Result<Vec<f64>, String> {
    let channels = measured.channels;
    if channels == 1 {
        return Ok(vec![0.0]);
    }
    let group = id(region.group).and_then(|id| stored.data.get(&stored.node(id)));
    let shifts = group.map(|data| &data.shifts);
    let shifts = shifts.filter(|s| s.len() == channels && s.iter().all(|v| v.is_finite()));
    let pass_ev = facts::pass_energy_ev(region, measured, stored.data.get(&node));
    let Some((shifts, pass_ev)) = shifts.zip(pass_ev) else {
        return Err(format!(
            "the file has no calibration of its {channels} channels in energy"
        ));
    };
    doubts.push(Doubt::summed(format!(
        "the {channels} channels of the detector are added up here, each shifted to its energy; \
         the sum has not been compared with Prodigy's"
    )));
    Ok(shifts.iter().map(|s| s * pass_ev / step_ev).collect())
}

/// The counts of a scan on the region's axis, and the number of the first point.
fn place(
    raw: &Raw,
    values: &[f64],
    measured: &Measured,
    steps: &Steps,
) -> Result<(usize, Vec<f64>), String> {
    let stored = values.len() / measured.channels.max(1);
    let written = raw
        .written
        .unwrap_or(stored)
        .min(measured.samples.max(stored));
    if written > stored {
        return Err(format!(
            "only {stored} of its {written} steps are in the file"
        ));
    }
    let values = &values[..written.saturating_mul(measured.channels).min(values.len())];
    on_one_axis(values, &steps.shifts, raw.head, steps.points)
        .ok_or_else(|| "no point of it is seen by every channel".to_owned())
}
