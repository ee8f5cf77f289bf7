//! What is to be recorded of a measurement, as far as its file says it.
//!
//! The items are those that ISO 16243:2011 (recording and reporting data in XPS) and the guides for practitioners ask
//! for (Baer et al. 2019, J. Vac. Sci. Technol. A 37, 031401; Pinder et al. 2024, Appl. Surf. Sci. Adv. 19, 100534).

use crate::spectrum::{CountUnit, Spectrum};

/// One item: its name and what the file says; empty where that is nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub name: &'static str,
    pub said: Vec<String>,
}

/// Notes of files that belong to an item: what their keys contain, without case, blanks and signs.
struct Wanted {
    name: &'static str,
    keys: &'static [&'static str],
}

const fn wanted(name: &'static str, keys: &'static [&'static str]) -> Wanted {
    Wanted { name, keys }
}

/// Items that only notes tell of.
const NOTED: [Wanted; 10] = [
    wanted(
        "Operator, laboratory",
        &["operator", "institution", "=user"],
    ),
    wanted(
        "Preparation and history of the specimen",
        &["treatment", "preparation", "history", "mounting"],
    ),
    wanted("Sputtering", &["sputter", "iongun", "iongas", "=etch"]),
    wanted(
        "X-ray source",
        &[
            "xraysource",
            "=source",
            "anode",
            "monochrom",
            "=mode",
            "sourcestrength",
            "xraypower",
            "emissioncurrent",
        ],
    ),
    wanted(
        "Analysed area",
        &[
            "spot",
            "beamdiameter",
            "collimation",
            "aperture",
            "iris",
            "slit",
            "=lens",
            "analyzerlens",
            "lensmode",
        ],
    ),
    wanted(
        "Analyser mode",
        &["analysermode", "analyzermode", "scanmode", "signalmode"],
    ),
    wanted(
        "Angles of emission and of the stage",
        &[
            "takeoff",
            "emissionangle",
            "tilt",
            "polarangle",
            "stageposition",
        ],
    ),
    wanted(
        "Charge compensation",
        &[
            "neutrali",
            "flood",
            "charge",
            "filament",
            "=neut",
            "neutenergy",
            "neutcurrent",
        ],
    ),
    wanted("Pressure", &["pressure", "vacuum"]),
    wanted("Software", &["software", "casaxpsversion", "createdby"]),
];

/// Values that say nothing.
const NOTHING: [&str; 6] = ["", "none", "0 w", "unknown", "not specified", "-"];
/// Most notes that are told for an item, and most characters of each.
const MOST: usize = 8;
const LONGEST: usize = 120;

/// All items, in the order of a report.
pub(super) fn items(s: &Spectrum) -> Vec<Item> {
    let noted = |name: &str| {
        let wanted = NOTED.iter().find(|w| w.name == name);
        wanted.map_or_else(Vec::new, |w| notes(s, w))
    };
    let item = |name, said: Vec<Option<String>>| Item {
        name,
        said: said
            .into_iter()
            .flatten()
            .filter(|t| !t.is_empty())
            .collect(),
    };
    let with_notes = |name, facts: Vec<Option<String>>| {
        let mut item = item(name, facts);
        item.said.extend(noted(name));
        item
    };
    let ev = |value: Option<f64>, what: &str| value.map(|v| format!("{what}{} eV", number(v)));
    // As the file has it: the other one may need what the user told.
    let (lo, hi) = (
        lowest(&s.energy_ev),
        -lowest(&s.energy_ev.iter().map(|e| -e).collect::<Vec<_>>()),
    );
    let axis = s.axis.map_or("energies", |a| a.label());
    let seconds = s
        .dwell_s
        .map(|t| format!("dwell {} s a point and scan", number(t)));
    let scans = s.scans.map(|n| format!("{n} scans"));
    vec![
        item("Specimen", vec![Some(s.sample.clone())]),
        item("Region", vec![Some(s.region.clone())]),
        with_notes("Preparation and history of the specimen", vec![]),
        with_notes("Sputtering", vec![]),
        item("Date of the measurement", vec![s.date.clone()]),
        with_notes("Operator, laboratory", vec![]),
        item("Instrument", vec![s.instrument.clone()]),
        with_notes("Software", vec![]),
        with_notes(
            "X-ray source",
            vec![ev(s.photon_energy_ev, "photon energy ")],
        ),
        with_notes("Analyser mode", vec![]),
        item("Pass energy", vec![ev(s.pass_energy_ev, "")]),
        with_notes("Analysed area", vec![]),
        item(
            "Angle between source and analyser",
            vec![
                s.source_analyser_angle_deg
                    .map(|a| format!("{}°", number(a))),
            ],
        ),
        with_notes("Angles of emission and of the stage", vec![]),
        item(
            "Energy range and step",
            vec![
                (lo <= hi).then(|| format!("{axis}: {} to {} eV", number(lo), number(hi))),
                Some(step(s)),
                Some(format!("{} points", s.counts.len())),
            ],
        ),
        item("Dwell time and scans", vec![seconds, scans]),
        item(
            "Unit of the intensities",
            vec![(s.count_unit != CountUnit::Unknown).then(|| s.count_unit.label().to_owned())],
        ),
        with_notes("Charge compensation", vec![]),
        item(
            "Transmission function of the analyser",
            vec![s.transmission.as_ref().map(|_| "in the file".to_owned())],
        ),
        with_notes("Pressure", vec![]),
    ]
}

/// A number without digits that say nothing.
fn number(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    format!("{rounded}").replace('-', "\u{2212}")
}

fn lowest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn step(s: &Spectrum) -> String {
    let steps: Vec<f64> = s
        .energy_ev
        .windows(2)
        .map(|w| (w[1] - w[0]).abs())
        .collect();
    let lo = steps.iter().copied().fold(f64::INFINITY, f64::min);
    let hi = steps.iter().copied().fold(0.0, f64::max);
    match (lo.is_finite(), hi - lo < 0.01 * hi) {
        (false, _) => String::new(),
        (true, true) => format!("step {} eV", number(0.5 * (lo + hi))),
        (true, false) => format!("step {} to {} eV", number(lo), number(hi)),
    }
}

/// The notes of an item, `key: value` each.
fn notes(s: &Spectrum, wanted: &Wanted) -> Vec<String> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let fits = |key: &str, pattern: &str| match pattern.strip_prefix('=') {
        Some(whole) => key == whole,
        None => key.contains(pattern),
    };
    let all = s.notes.iter().filter(|(key, value)| {
        let key = plain(key);
        let is_said = !NOTHING.contains(&value.trim().to_lowercase().as_str());
        is_said && wanted.keys.iter().any(|p| fits(&key, p))
    });
    let told = all.take(MOST).map(|(key, value)| {
        let text = format!("{key}: {}", value.trim());
        match text.char_indices().nth(LONGEST) {
            Some((cut, _)) => format!("{}…", &text[..cut]),
            None => text,
        }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spectrum::Axis;

    #[test]
    fn what_the_file_says_stands_at_its_item_and_the_rest_is_empty() {
        let note = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let spectrum = Spectrum {
            sample: "Ni-W".into(),
            axis: Some(Axis::Binding),
            photon_energy_ev: Some(1486.69),
            pass_energy_ev: Some(160.0),
            dwell_s: Some(0.1),
            scans: Some(1),
            energy_ev: vec![0.0, 1.0, 2.0],
            counts: vec![1.0; 3],
            notes: vec![
                note("source", "Al (mono)"),
                note("X-ray Power", "225.00W"),
                note("Charge Neutraliser", "On"),
                note("SputterIon", "none"),
                note("Mode", "XPS - monochromatic"),
            ],
            ..Default::default()
        };
        let all = items(&spectrum);
        let said = |name: &str| all.iter().find(|i| i.name == name).unwrap().said.join("; ");
        assert_eq!(said("Specimen"), "Ni-W");
        assert_eq!(said("Pass energy"), "160 eV");
        assert_eq!(said("Charge compensation"), "Charge Neutraliser: On");
        assert!(said("X-ray source").contains("1486.69 eV; source: Al (mono); X-ray Power"));
        assert_eq!(
            said("Energy range and step"),
            "binding energy: 0 to 2 eV; step 1 eV; 3 points"
        );
        for empty in [
            "Sputtering",
            "Instrument",
            "Pressure",
            "Unit of the intensities",
        ] {
            assert_eq!(said(empty), "", "{empty}");
        }
        // Each item that notes tell of is in the list.
        for wanted in NOTED {
            assert!(all.iter().any(|i| i.name == wanted.name), "{}", wanted.name);
        }
    }
}
