//! From a region to its spectra.

use super::channels::{DetectorLayout, SummedCurve};
use super::region::{Cycle, LabRegion};
use crate::shared::checks::{is_ultraviolet, negative_counts, no_intensity};
use crate::shared::dates::utc;
use crate::shared::error::Fault;
use crate::shared::notes::push;
use crate::shared::salvage::Salvage;
use speclens_spectrum::{AL_KA_EV, Axis, CountUnit, Doubt, MG_KA_EV, Spectrum, Technique};

/// Cycles of a region that are named in a doubt where they cannot be read.
const MAX_REASONS: usize = 3;

/// Scalars that have their own place in a [`Spectrum`], or that describe the scan.
const CONSUMED: [&str; 12] = [
    "num_scans",
    "curves_per_scan",
    "values_per_curve",
    "dwell_time",
    "scan_delta",
    "excitation_energy",
    "kinetic_energy",
    "kinetic_energy_base",
    "pass_energy",
    "detector_dataset_directory",
    "mcd_head",
    "mcd_tail",
];

/// The first `limit` spectra of a region, one for each cycle and curve, and how many there are
/// beyond them.
pub(super) fn spectra(
    region: &LabRegion,
    group: &str,
    limit: usize,
) -> Result<(Vec<Spectrum>, usize), Fault> {
    if let Some(fault) = &region.fault {
        return Err(fault.clone());
    }
    if region.cycles.is_empty() {
        return Err(region.refuse("no counts".into(), "a measured region"));
    }
    let layout = DetectorLayout::of(region)?;
    let common = common(region, group, &layout)?;
    let mut salvage = Salvage::telling(MAX_REASONS).up_to(limit);
    for (number, cycle) in region.cycles.iter().enumerate() {
        let points = match layout.points(region, cycle, number + 1) {
            Ok(points) => points,
            Err(fault) => {
                salvage.lose("a cycle", fault);
                continue;
            }
        };
        for (c, counts) in cycle.counts.chunks_exact(points).enumerate() {
            if salvage.room() == 0 {
                salvage.pass_over(1);
                continue;
            }
            let curve = layout.curve(region, cycle, counts)?;
            if let Some(i) = no_intensity(&curve.counts) {
                let found = format!("{:e} at point {}", curve.counts[i], i + 1);
                return Err(region.refuse(found, "counts"));
            }
            let mut spectrum = common.clone();
            if salvage.is_empty() {
                spectrum.notes.extend(region.notes.iter().cloned());
            }
            if region.cycles.len() > 1 {
                spectrum.region += &format!(", cycle {}", number + 1);
                push(&mut spectrum.notes, "cycle", &(number + 1).to_string());
            }
            if layout.curves > 1 {
                spectrum.region += &format!(", curve {}", c + 1);
                push(&mut spectrum.notes, "curve", &(c + 1).to_string());
            }
            fill(&mut spectrum, region, cycle, curve)?;
            salvage.keep(spectrum);
        }
    }
    salvage.tell_more("cycles");
    let more = salvage.beyond();
    let spectra = salvage.finish(|_| region.refuse("no counts".into(), "a measured region"))?;
    Ok((spectra, more))
}

/// What every spectrum of the region has in common.
fn common(region: &LabRegion, group: &str, layout: &DetectorLayout) -> Result<Spectrum, Fault> {
    let mut doubts = Vec::new();
    let excitation = region.real("excitation_energy")?.filter(|e| *e > 0.0);
    let (technique, photon_energy_ev) = excited(region, excitation, &mut doubts);
    if let Some(base) = region.real("kinetic_energy_base")?.filter(|b| *b != 0.0) {
        doubts.push(Doubt::not_applied(format!(
            "the region has a kinetic energy base of {base} eV, which is not applied"
        )));
    }
    let gains: Vec<f64> = layout.channels.iter().map(|c| c.gain).collect();
    if layout.is_snapshot {
        doubts.push(Doubt::presumed(
            "it is a snapshot: each energy was measured by one channel of the detector, whose \
             gain is applied",
        ));
    } else if gains.iter().any(|g| *g != 1.0) {
        doubts.push(Doubt::not_applied(
            "the gains of the detector channels are not applied",
        ));
    }
    let mut notes = Vec::new();
    for (name, value) in region.scalars_but(&CONSUMED) {
        let (name, unit) = match name.as_str() {
            "analyzer_lens" => ("lens mode", ""),
            "analyzer_slit" => ("analyser slit", ""),
            "analysis_method" => ("analysis method", ""),
            "scan_mode" => ("scan mode", ""),
            "bias_voltage" => ("bias voltage", " V"),
            "detector_voltage" => ("detector voltage", " V"),
            "effective_workfunction" => ("effective work function", " eV"),
            "detector_dataset" => ("detector calibration", ""),
            other => (other, ""),
        };
        push(&mut notes, name, &format!("{value}{unit}"));
    }
    if layout.channels.len() > 1 {
        let count = layout.channels.len().to_string();
        push(&mut notes, "detector channels", &count);
    }
    Ok(Spectrum {
        region: region.name.clone(),
        sample: group.to_owned(),
        technique,
        photon_energy_ev,
        axis: Some(Axis::Kinetic),
        pass_energy_ev: layout.pass_ev,
        dwell_s: region.real("dwell_time")?.filter(|t| *t > 0.0),
        instrument: Some(region.analyser.clone()).filter(|a| !a.is_empty()),
        notes,
        doubts,
        ..Default::default()
    })
}

/// Technique and photon energy. The energy that excites Auger electrons is that of a beam.
fn excited(
    region: &LabRegion,
    excitation: Option<f64>,
    doubts: &mut Vec<Doubt>,
) -> (Technique, Option<f64>) {
    let source = match region.excitations[..] {
        [energy] if energy > 0.0 => Some(energy),
        _ => None,
    };
    let anode = match region.anode.as_str() {
        "Al" | "AlMono" | "Al_K_alpha" | "AlMicro1" | "AlMicro2" | "AlMicro3" | "AlMicro4" => {
            Some(AL_KA_EV)
        }
        "Mg" | "Mg_K_alpha" => Some(MG_KA_EV),
        _ => None,
    };
    let photon_energy = excitation.or(source).or(anode);
    let method = region.text("analysis_method").to_uppercase();
    let technique = if method.contains("UPS") {
        Technique::Ups
    } else if method.contains("AES") || method.contains("AUGER") {
        Technique::Aes
    } else if !(method.is_empty() || method.contains("PS") || method.contains("PES")) {
        Technique::Other
    } else if is_ultraviolet(photon_energy) {
        Technique::Ups
    } else {
        Technique::Xps
    };
    if ![Technique::Xps, Technique::Ups].contains(&technique) {
        return (technique, None);
    }
    if let (Some(said), Some(source)) = (excitation, source)
        && (said - source).abs() > 1.0
    {
        doubts.push(Doubt::presumed(format!(
            "the photon energy of the region is {said} eV, and that of its source {source} eV: \
             the former is taken"
        )));
    }
    (technique, photon_energy)
}

/// Puts a curve and what is known of its cycle into the spectrum.
fn fill(
    spectrum: &mut Spectrum,
    region: &LabRegion,
    cycle: &Cycle,
    curve: SummedCurve,
) -> Result<(), Fault> {
    let doubts = &mut spectrum.doubts;
    let is_whole = curve.counts.iter().all(|c| c.fract() == 0.0);
    spectrum.count_unit = if is_whole {
        CountUnit::Counts
    } else {
        CountUnit::Unknown
    };
    let ordered = region
        .count("num_scans")?
        .and_then(|n| u32::try_from(n).ok());
    spectrum.scans = cycle.scans.or(ordered).filter(|n| *n > 0);
    if let (Some(scans), Some(ordered)) = (cycle.scans, ordered)
        && scans < ordered
    {
        doubts.push(Doubt::incomplete(format!(
            "the file holds {scans} of the {ordered} scans that were ordered"
        )));
    }
    if cycle.short_scans > 0 {
        doubts.push(Doubt::left_out(format!(
            "{} scans that broke off are left out",
            cycle.short_scans
        )));
    }
    if cycle.is_compact() {
        let text = "scans and detector channels were summed by SpecsLab";
        push(&mut spectrum.notes, "compact", text);
    }
    if cycle.is_scaled {
        doubts.push(Doubt::not_applied(
            "the scaling factors of the source's intensity are not applied",
        ));
    }
    let ordered_points = region.count("values_per_curve")?.unwrap_or(0);
    let lost = ordered_points.saturating_sub(curve.counts.len());
    if lost > 0 {
        doubts.push(Doubt::left_out(format!(
            "{lost} energies at the ends, which not every detector channel measured, are left out"
        )));
    }
    if !region.transmission.is_empty() {
        let range = curve.lost_before..curve.lost_before + curve.counts.len();
        let fits = region.transmission.len() == ordered_points;
        let values = region.transmission.get(range).filter(|_| fits);
        match values {
            None => doubts.push(Doubt::transmission_left_out(format!(
                "the transmission has {} values, not one for each energy: it is left out",
                region.transmission.len()
            ))),
            Some(values) if values.iter().any(|v| *v <= 0.0) => {
                doubts.push(Doubt::transmission_not_positive())
            }
            Some(values) => spectrum.transmission = Some(values.to_vec()),
        }
    }
    doubts.extend(negative_counts(&curve.counts));
    spectrum.energy_ev = curve.energy_ev;
    spectrum.counts = curve.counts;
    spectrum.date = cycle.unix_s.and_then(utc);
    spectrum.notes.extend(cycle.notes.iter().cloned());
    Ok(())
}
