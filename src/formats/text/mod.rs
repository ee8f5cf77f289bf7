//! Columns of text: energies and intensities, separated by tabs, semicolons, commas or blanks,
//! under any header. Several columns or several sections are several spectra.

mod columns;
mod header;
mod rows;
mod sections;
#[cfg(test)]
pub(super) mod tests;

use super::checks::negative_counts;
use super::error::Fault;
use super::lines::Lines;
use crate::spectrum::{AXIS_UNSAID, CountUnit, Spectrum};
use columns::Group;
use header::Facts;
pub(super) use header::OWN_SECTION;
use sections::Section;

/// Reads every section of a text; see `docs/formats.md` for what is recognised.
///
/// # Errors
/// Text without rows of numbers; rows that do not fit together; energies that are not finite or
/// neither only rise nor only fall, each with its line.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut lines = Lines::new(text);
    let mut all = Vec::new();
    let last_is_open = text.ends_with(|c| c != '\n' && c != '\r');
    while let Some(line) = lines.take() {
        all.push(line);
    }
    let layout = rows::Layout::of(&all)?;
    let sections = sections::split(&all, layout, last_is_open)?;
    let mut spectra = Vec::new();
    // A section inherits what the sections above it say, unless it says otherwise.
    let mut facts = Facts::default();
    for section in &sections {
        facts.read(&section.header, layout);
        let groups = columns::groups(section, layout)?;
        for group in groups {
            spectra.push(spectrum(section, &facts, group)?);
        }
    }
    for (i, spectrum) in spectra.iter_mut().enumerate() {
        spectrum.block = i + 1;
    }
    Ok(spectra)
}

fn spectrum(section: &Section, facts: &Facts, group: Group) -> Result<Spectrum, Fault> {
    let mut energy_ev = Vec::with_capacity(section.rows.len());
    let mut counts = Vec::with_capacity(section.rows.len());
    let mut transmission = group.transmission.map(|_| Vec::new());
    let mut last_line = 0;
    for row in &section.rows {
        let energy = row.cell(group.energy);
        let count = row.cell(group.intensity);
        match (energy, count) {
            (Some(energy), Some(count)) => {
                energy_ev.push(energy);
                counts.push(count);
                if let (Some(column), Some(values)) = (group.transmission, &mut transmission) {
                    values.extend(row.cell(column));
                }
            }
            // A column that is shorter than its neighbours.
            (None, None) => continue,
            _ => {
                let found = "an energy or an intensity without the other";
                return Err(Fault::at_line(row.line, found, "both"));
            }
        }
        let n = energy_ev.len();
        if n >= 2 {
            let rises = energy_ev[1] > energy_ev[0];
            let step = energy_ev[n - 1] - energy_ev[n - 2];
            if step == 0.0 || (step > 0.0) != rises {
                let found = format!("the energy {} after {}", energy_ev[n - 1], energy_ev[n - 2]);
                let expected = "energies that only rise or only fall";
                return Err(Fault::at_line(row.line, found, expected));
            }
        }
        last_line = row.line;
    }
    if counts.len() < 2 {
        let found = format!("{} points", counts.len());
        return Err(Fault::at_line(
            last_line.max(1),
            found,
            "a spectrum of at least 2 points",
        ));
    }

    let mut warnings = section.warnings.clone();
    warnings.extend(group.warnings);
    let axis = group.axis.or(facts.axis);
    if axis.is_none() {
        warnings.push(AXIS_UNSAID.to_owned());
    }
    warnings.extend(negative_counts(&counts));
    let transmission =
        transmission.filter(|t| t.len() == counts.len() && t.iter().all(|v| *v > 0.0));
    if transmission.is_none() && group.transmission.is_some() {
        warnings.push("the transmission is not above zero everywhere: it is left out".into());
    }
    let photon_energy_ev = facts.photon_energy_ev.or(group.photon_energy_ev);
    if let (Some(said), Some(sum)) = (facts.photon_energy_ev, group.photon_energy_ev)
        && (said - sum).abs() > 0.05
    {
        warnings.push(format!(
            "the binding energies of the file are shifted by {:.2} eV against its photon and \
             kinetic energies: the shift is not applied",
            sum - said
        ));
    }
    let region = match (&facts.region, group.label) {
        (Some(region), Some(label)) if group.is_one_of_many => format!("{region} {label}"),
        (None, Some(label)) if group.is_one_of_many => label,
        (region, _) => region.clone().unwrap_or_default(),
    };
    Ok(Spectrum {
        region,
        sample: facts.sample.clone().unwrap_or_default(),
        technique: facts.technique,
        photon_energy_ev,
        axis,
        energy_ev,
        counts,
        count_unit: match group.count_unit {
            CountUnit::Unknown => facts.count_unit,
            unit => unit,
        },
        transmission,
        pass_energy_ev: facts.pass_energy_ev,
        dwell_s: facts.dwell_s,
        scans: facts.scans,
        date: facts.date.clone(),
        instrument: facts.instrument.clone(),
        notes: facts.notes.clone(),
        warnings,
        ..Default::default()
    })
}
