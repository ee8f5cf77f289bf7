//! A block as a spectrum.

use super::facts;
use super::points::{Points, ntuples, xy_data, xy_points};
use super::records::{JcampBlock, Record, uncommented};
use crate::shared::checks::{is_ultraviolet, negative_counts, no_intensity, turns_back};
use crate::shared::error::{Fault, quote};
use crate::shared::notes::{push, short};
use crate::shared::sources::several_named;
use crate::shared::units::count_unit_of;
use speclens_spectrum::{Axis, Doubt, Spectrum, Technique};

/// Labels of tables that hold no spectrum, or not as points.
const OTHER_TABLES: [&str; 5] = [
    "RADATA",
    "PEAKASSIGNMENTS",
    "ASSIGNMENTS",
    "XYZDATA",
    "ATOMLIST",
];
/// Labels that are no notes.
const NO_NOTES: [&str; 22] = [
    "TITLE",
    "JCAMPDX",
    "DATATYPE",
    "DATACLASS",
    "XUNITS",
    "YUNITS",
    "XLABEL",
    "YLABEL",
    "XFACTOR",
    "YFACTOR",
    "FIRSTX",
    "LASTX",
    "DELTAX",
    "NPOINTS",
    "FIRSTY",
    "LASTY",
    "MAXX",
    "MINX",
    "MAXY",
    "MINY",
    "BLOCKID",
    "PAGE",
];

/// The spectrum of a block, of at most `most` points; `None` for one that only links others.
///
/// # Errors
/// Data of another kind or technique, or that are damaged.
pub(super) fn spectrum(block: &JcampBlock, most: usize) -> Option<Result<Spectrum, Fault>> {
    let data = ["XYDATA", "XYPOINTS", "NTUPLES", "PEAKTABLE"];
    let data = data.iter().find_map(|label| block.record(label));
    let other = OTHER_TABLES.iter().find_map(|label| block.record(label));
    match (data, other) {
        (Some(data), _) => Some(read(block, data, most)),
        (None, Some(other)) => {
            let found = quote(&format!("##{}=", other.written));
            Some(Err(Fault::at_line(other.line, found, "a table of spectra")))
        }
        (None, None) if block.is_link() => None,
        (None, None) => Some(Err(Fault::at_line(
            block.line,
            "a block without data",
            "“##XYDATA=” or “##XYPOINTS=”",
        ))),
    }
}

fn read(block: &JcampBlock, data: &Record, most: usize) -> Result<Spectrum, Fault> {
    // A table of another technique is refused by the name of that, whatever its numbers.
    let kind = block.text("DATATYPE").unwrap_or_default();
    let known = technique_of(kind);
    let words = |units, label| {
        let units = block.text(units).unwrap_or_default();
        format!("{units} {}", block.text(label).unwrap_or_default())
    };
    let words = [words("XUNITS", "XLABEL"), words("YUNITS", "YLABEL")];
    if known.is_none() && data.label != "NTUPLES" && !names_energy(&words[0]) {
        return Err(other_technique(block, kind));
    }
    let points = match data.label.as_str() {
        "XYDATA" => xy_data(block, data, most)?,
        "NTUPLES" => ntuples(block, data)?,
        _ => xy_points(block, data)?,
    };
    let points = Points {
        words: if data.label == "NTUPLES" {
            points.words.clone()
        } else {
            words
        },
        ..points
    };
    let Some(energies) = facts::energies(&points.words[0]) else {
        if known.is_none() {
            return Err(other_technique(block, kind));
        }
        let line = block.record("XUNITS").map_or(data.line, |r| r.line);
        let found = format!("the abscissa {}", quote(&points.words[0]));
        return Err(Fault::at_line(line, found, "energies of electrons in eV"));
    };
    if known.is_none() && energies.axis.is_none() {
        return Err(other_technique(block, kind));
    }
    finish(block, data, kind, energies.axis, points.scaled(energies))
}

fn names_energy(words: &str) -> bool {
    facts::energies(words).is_some_and(|e| e.axis.is_some())
}

fn other_technique(block: &JcampBlock, kind: &str) -> Fault {
    let line = block.record("DATATYPE").map_or(block.line, |r| r.line);
    let found = match kind {
        "" => "a block without “##DATA TYPE=”".to_owned(),
        _ => format!("the data type {}", quote(kind)),
    };
    Fault::at_line(line, found, "a photoelectron spectrum (XPS)")
}

/// The technique that a data type names, if it is one of electrons.
fn technique_of(kind: &str) -> Option<Technique> {
    let kind = kind.to_uppercase();
    let has = |word: &str| {
        kind.split(|c: char| !c.is_alphanumeric())
            .any(|w| w == word)
    };
    if has("UPS") || kind.contains("ULTRAVIOLET PHOTOE") || kind.contains("UV PHOTOE") {
        Some(Technique::Ups)
    } else if has("XPS")
        || has("ESCA")
        || has("PES")
        || has("HAXPES")
        || kind.contains("PHOTOEL")
        || kind.contains("PHOTOEMISSION")
    {
        Some(Technique::Xps)
    } else if has("AES") || has("AUGER") {
        Some(Technique::Aes)
    } else {
        None
    }
}

/// Checks the numbers, and adds what the header says.
fn finish(
    block: &JcampBlock,
    data: &Record,
    kind: &str,
    axis: Option<Axis>,
    mut points: Points,
) -> Result<Spectrum, Fault> {
    points.leave_out_missing();
    let refuse = |found: String, expected: &str| Err(Fault::at_line(data.line, found, expected));
    if points.counts.len() < 2 {
        return refuse(format!("{} points", points.counts.len()), "at least 2");
    }
    if let Some(i) = turns_back(&points.energy_ev) {
        let found = format!("an energy of {} at point {}", points.energy_ev[i], i + 1);
        return refuse(found, "energies that only rise or only fall");
    }
    if let Some(i) = no_intensity(&points.counts) {
        let found = format!("{:e} at point {}", points.counts[i], i + 1);
        return refuse(found, "an intensity");
    }
    let mut doubts = points.doubts;
    doubts.extend(negative_counts(&points.counts));
    if block.unended {
        doubts.push(Doubt::incomplete(
            "“##END=” is missing: the file may be cut",
        ));
    }
    if axis.is_none() {
        doubts.push(Doubt::AxisUnsaid);
    }
    let photon_energy_ev = facts::photon_energy(block).or(points.photon_energy_ev);
    let several = facts::several_sources(block).filter(|_| photon_energy_ev.is_none());
    doubts.extend(several.map(several_named));
    let technique = match (technique_of(kind), photon_energy_ev) {
        (Some(Technique::Xps), energy) if is_ultraviolet(energy) => Technique::Ups,
        (Some(technique), _) => technique,
        (None, _) if kind.is_empty() => Technique::Xps,
        (None, _) => {
            let kind = quote(kind);
            doubts.push(Doubt::not_xps(format!(
                "the data type {kind} is not taken for XPS"
            )));
            Technique::Other
        }
    };
    let title = block.text("TITLE").map(short).unwrap_or_default();
    let mut notes = Vec::new();
    let no_note =
        |label: &str| NO_NOTES.contains(&label) || label.starts_with("END") || is_table(label);
    for record in block.records.iter().filter(|r| !no_note(&r.label)) {
        push(&mut notes, record.written, uncommented(record.value));
    }
    let region = facts::text(block, &facts::REGION).map(short);
    if region.is_some() {
        push(&mut notes, "title", &title);
    }
    Ok(Spectrum {
        region: region.unwrap_or(title),
        sample: facts::text(block, &facts::SAMPLE)
            .map(short)
            .unwrap_or_default(),
        technique,
        photon_energy_ev,
        axis,
        energy_ev: points.energy_ev,
        counts: points.counts,
        count_unit: count_unit_of(&points.words[1]),
        transmission: points.transmission,
        pass_energy_ev: facts::pass_energy(block),
        dwell_s: facts::positive(block, &facts::DWELL),
        scans: facts::positive(block, &facts::SCANS)
            .filter(|n| n.fract() == 0.0 && *n < 1e9)
            .map(|n| n as u32),
        date: facts::date(block),
        instrument: block.text("SPECTROMETERDATASYSTEM").map(short),
        notes,
        doubts,
        ..Default::default()
    })
}

fn is_table(label: &str) -> bool {
    ["XYDATA", "XYPOINTS", "PEAKTABLE", "NTUPLES", "DATATABLE"].contains(&label)
        || [
            "VAR", "SYMBOL", "UNITS", "FACTOR", "FIRST", "LAST", "MIN", "MAX",
        ]
        .contains(&label)
        || label.starts_with("VAR")
}
