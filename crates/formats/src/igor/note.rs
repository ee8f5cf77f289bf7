//! The note of a wave: lines `key=value` as Scienta's SES writes them, `key : value` and
//! `key = value` as others do, or the JSON of Scienta's PEAK.
//!
//! The names in PEAK's JSON are those of the schema in FAIRmat's pynxtools-xps.

use crate::scienta::keys::pair;
use crate::shared::cube::axis_of;
use serde_json::Value;
use speclens_spectrum::Axis;

/// Keys that are kept of a note: none has more.
const MAX_KEYS: usize = 2000;
/// Bytes of the names of objects in objects: those that are known are shorter.
const MAX_NAME: usize = 200;

/// Keys and values of a note.
#[derive(Debug, Default)]
pub(super) struct Note {
    pairs: Vec<(String, String)>,
    /// Scienta's software wrote it.
    scienta: bool,
    axis: Option<Axis>,
}

impl Note {
    /// Takes a note apart.
    pub fn read(text: &str) -> Note {
        let mut note = Note::default();
        if text.trim_start().starts_with('{')
            && let Ok(json) = serde_json::from_str::<Value>(text)
        {
            flatten(&json, "", &mut note.pairs);
            note.scienta = json.get("PassEnergy").is_some() || json.get("LensMode").is_some();
            return note;
        }
        let mut run_mode = false;
        for line in text.split(['\r', '\n']).map(str::trim) {
            if line.starts_with('[') {
                note.scienta |= line == "[SES]";
                run_mode = line == "[Run Mode Information]";
            }
            if run_mode && !line.starts_with("Name=") {
                continue;
            }
            note.line(if run_mode { "Run Mode" } else { "" }, line);
        }
        note
    }

    /// Takes in a line of keys: SES's own names for those that others write differently.
    pub fn line(&mut self, name: &str, line: &str) {
        let colon = || line.split_once(':').map(|(k, v)| (k.trim(), v.trim()));
        let Some((key, value)) = pair(line).or_else(colon) else {
            return;
        };
        let key = if name.is_empty() { known(key) } else { name };
        if self.pairs.len() < MAX_KEYS {
            self.pairs.push((key.to_owned(), value.to_owned()));
        }
    }

    /// Says which energies the header of a file speaks of.
    pub fn set_axis(&mut self, axis: Option<Axis>) {
        self.axis = axis;
    }

    /// The axis that was set.
    pub fn axis(&self) -> Option<Axis> {
        self.axis
    }

    /// Keys and values.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// Whether it is the note of an electron spectrum, whose first dimension is the energy.
    pub fn is_of_spectrum(&self) -> bool {
        let scale = |(key, value)| key == "Energy Scale" && axis_of(value).is_some();
        self.scienta || self.keys().any(scale)
    }
}

/// SES's name of a key of SPECS Prodigy or PEAK, else the key itself.
fn known(key: &str) -> &str {
    match key {
        "PassEnergy" => "Pass Energy",
        "LensMode" => "Lens Mode",
        "ElementSet" => "Region Name",
        "Name" => "Spectrum Name",
        "Sample/Name" => "Sample",
        "AnalyserModel" => "Instrument",
        "ExcitationSource/ExcitationSourceEnergyInformation/Energy" => "Excitation Energy",
        "Number of Scans" => "Number of Sweeps",
        "Created Date (UTC)" => "Date",
        _ => key,
    }
}

/// Values of an object in an object get the names of both: `Sample/Name`.
fn flatten(value: &Value, name: &str, pairs: &mut Vec<(String, String)>) {
    if pairs.len() >= MAX_KEYS || name.len() > MAX_NAME {
        return;
    }
    let said = match value {
        Value::Object(members) => {
            for (key, value) in members {
                let name = match name {
                    "" => key.clone(),
                    name => format!("{name}/{key}"),
                };
                flatten(value, &name, pairs);
            }
            return;
        }
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Null | Value::Array(_) => return,
    };
    pairs.push((known(name).to_owned(), said));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(note: &Note) -> Vec<(&str, &str)> {
        note.keys().collect()
    }

    #[test]
    fn notes_of_ses() {
        let note = Note::read(
            "[SES]\rRegion Name=VB\rFile=Z:\\a=b.txt\r\rComments=\r\
             [Run Mode Information]\rName=Add Dimension\rPoint 1=7\r[Manipulator]\rX=1.5\r",
        );
        assert_eq!(
            keys(&note),
            [
                ("Region Name", "VB"),
                ("File", "Z:\\a=b.txt"),
                ("Comments", ""),
                ("Run Mode", "Add Dimension"),
                ("X", "1.5")
            ]
        );
        assert!(note.is_of_spectrum());
        assert!(!Note::read("Region Name=VB").is_of_spectrum());
        assert!(Note::read("Energy Scale=Kinetic").is_of_spectrum());
    }

    #[test]
    fn notes_of_peak() {
        let note = Note::read(
            r#"{"Version":3,"PassEnergy":50.5,"Sample":{"Name":"Au","Bias":null},"IsSweep":true,
              "ExcitationSource":{"ExcitationSourceEnergyInformation":{"Energy":1486.6}}}"#,
        );
        assert!(note.is_of_spectrum());
        for pair in [
            ("Version", "3"),
            ("Pass Energy", "50.5"),
            ("Sample", "Au"),
            ("IsSweep", "true"),
            ("Excitation Energy", "1486.6"),
        ] {
            assert!(keys(&note).contains(&pair), "{pair:?}");
        }
    }

    #[test]
    fn any_other_text_is_no_trouble() {
        assert_eq!(keys(&Note::read("T: 300 K\nfoo\n=5")), [("T", "300 K")]);
        let deep = "{\"a\":".repeat(100_000);
        assert!(Note::read(&deep).keys().count() <= 1);
        let many = "a=b\n".repeat(5000);
        assert_eq!(Note::read(&many).keys().count(), MAX_KEYS);
    }
}
