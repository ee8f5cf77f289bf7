//! Spectra as comma-separated values, RFC 4180, for spreadsheets and scripts.

use super::{WriteError, check, number, one_line};
use crate::text::OWN_SECTION;
use speclens_spectrum::{Axis, CountUnit, Spectrum, Technique};

/// One section for each spectrum: lines `# key: value` that say what is known of it, the names of
/// the columns, the rows. The file's own energies come first, the other ones beside them where
/// the photon energy is known; then the intensity and, where there is one, the transmission.
/// Lines end with CR LF.
///
/// Reading gives the same energies, counts, transmissions, axis, unit, photon energy, region,
/// sample and conditions; texts come back on one line.
///
/// # Errors
/// [`WriteError`]: no spectrum, or one whose numbers are not finite or do not fit together.
pub fn csv(spectra: &[Spectrum]) -> Result<String, WriteError> {
    check(spectra)?;
    let mut out = String::new();
    for (i, spectrum) in spectra.iter().enumerate() {
        if i > 0 {
            out += "\r\n";
        }
        let title = format!("{OWN_SECTION} {} of {}", i + 1, spectra.len());
        let mut line = |text: &str| {
            out += text;
            out += "\r\n";
        };
        line(&title);
        for (key, value) in header(spectrum) {
            line(format!("# {key}: {}", one_line(&value)).trim_end());
        }
        rows(spectrum, line);
    }
    Ok(out)
}

/// Keys and values above the rows. Region and sample always stand there.
fn header(s: &Spectrum) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("File", s.file.clone()),
        ("Block", s.block.to_string()),
        ("Region", s.region.clone()),
        ("Sample", s.sample.clone()),
    ];
    let technique = match s.technique {
        Technique::Xps => "XPS",
        Technique::Ups => "UPS",
        Technique::Aes => "AES",
        Technique::Other => "other",
    };
    lines.push(("Technique", technique.to_owned()));
    let axis = s.axis.map_or("not said by the file", Axis::label);
    lines.push(("Energy axis", axis.to_owned()));
    let mut put = |key, value: Option<String>| lines.extend(value.map(|value| (key, value)));
    let with_unit = |value: Option<f64>, unit: &str| value.map(|v| format!("{} {unit}", number(v)));
    put("Photon energy", with_unit(s.photon_energy_ev, "eV"));
    put("Pass energy", with_unit(s.pass_energy_ev, "eV"));
    put("Dwell time", with_unit(s.dwell_s, "s"));
    put("Number of scans", s.scans.map(|n| n.to_string()));
    let angle = with_unit(s.source_analyser_angle_deg, "degrees");
    put("Source-analyser angle", angle);
    put("Date", s.date.clone());
    put("Instrument", s.instrument.clone());
    for (key, value) in &s.notes {
        put("Note", Some(format!("{key} = {value}")));
    }
    for doubt in &s.doubts {
        put("Warning", Some(doubt.to_string()));
    }
    lines
}

/// Names of the columns, then the rows.
fn rows(s: &Spectrum, mut line: impl FnMut(&str)) {
    // Without an axis the other energies would be a guess.
    let other = match s.axis {
        Some(Axis::Kinetic) => s.binding_energy_ev().ok().map(|e| (Axis::Binding, e)),
        Some(Axis::Binding) => s.kinetic_energy_ev().ok().map(|e| (Axis::Kinetic, e)),
        None => None,
    };
    let energy = |axis: Axis| format!("{} (eV)", axis.label());
    let mut names = vec![s.axis.map_or("energy (eV)".to_owned(), energy)];
    names.extend(other.as_ref().map(|(axis, _)| energy(*axis)));
    names.push(match s.count_unit {
        CountUnit::Counts => "intensity (counts)".to_owned(),
        CountUnit::CountsPerSecond => "intensity (counts/s)".to_owned(),
        CountUnit::Unknown => "intensity".to_owned(),
    });
    let mut columns: Vec<&[f64]> = vec![&s.energy_ev];
    columns.extend(other.as_ref().map(|(_, energies)| energies.as_slice()));
    columns.push(&s.counts);
    if let Some(transmission) = &s.transmission {
        names.push("transmission".to_owned());
        columns.push(transmission);
    }
    line(&names.join(","));
    for i in 0..s.counts.len() {
        let cells = columns
            .iter()
            .map(|c| number(c.get(i).copied().unwrap_or_default()));
        line(&cells.collect::<Vec<_>>().join(","));
    }
}
