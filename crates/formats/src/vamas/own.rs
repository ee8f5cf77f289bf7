//! What Speclens adds to the comment of a block that it writes, so that reading gives the same
//! spectrum again: a line `Speclens section : N lines`, then N lines, each of them
//!
//! - `key : value`, a note of the spectrum;
//! - `Speclens note : ["key","value"]`, a note that would not come back from such a line;
//! - `Speclens FIELD : JSON`, a field of [`Spectrum`] that VAMAS has no place for or that its
//!   place cannot hold, such as a date in words or a dwell time that is not known;
//! - `SourceAnalyserAngle: 54.7 d`, as CasaXPS writes it.
//!
//! To other programs these are lines of a comment.

use serde_json::{Map, Value};

use speclens_spectrum::{Doubt, Spectrum};

const SECTION: &str = "Speclens section : ";
const OWN: &str = "Speclens ";
const NOTE: &str = "Speclens note : ";
/// CasaXPS's word for the angle between source and analyser.
pub(crate) const ANGLE: &str = "SourceAnalyserAngle:";
/// The fields that may stand in a line of their own.
const FIELDS: [&str; 11] = [
    "count_unit",
    "date",
    "dwell_s",
    "instrument",
    "pass_energy_ev",
    "photon_energy_ev",
    "region",
    "sample",
    "scans",
    "source_analyser_angle_deg",
    "technique",
];

/// Speclens's lines of a block comment.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub notes: Vec<(String, String)>,
    fields: Map<String, Value>,
}

impl Own {
    /// Takes Speclens's lines out of a block comment; the others are the second part.
    pub fn split(comment: &[String]) -> (Option<Own>, Vec<&str>) {
        let length = |line: &String| -> Option<usize> {
            let words = line.strip_prefix(SECTION)?;
            words.split(' ').next()?.parse().ok()
        };
        let begin = comment.iter().position(|l| length(l).is_some());
        let Some((begin, length)) = begin.and_then(|b| Some((b, length(&comment[b])?))) else {
            return (None, comment.iter().map(String::as_str).collect());
        };
        let (before, from) = comment.split_at(begin);
        let end = length.saturating_add(1).min(from.len());
        let (section, behind) = from.split_at(end);
        let mut own = Own::default();
        for line in section.iter().skip(1) {
            own.take(line);
        }
        let others = before.iter().chain(behind).map(String::as_str);
        (Some(own), others.collect())
    }

    fn take(&mut self, line: &str) {
        if let Some(json) = line.strip_prefix(NOTE) {
            self.notes
                .extend(serde_json::from_str::<(String, String)>(json));
        } else if let Some(field) = line.strip_prefix(OWN) {
            let field = field.split_once(" : ");
            if let Some((field, json)) = field.filter(|(f, _)| FIELDS.contains(f))
                && let Ok(value) = serde_json::from_str(json)
            {
                self.fields.insert(field.to_owned(), value);
            }
        } else if !line.starts_with(ANGLE) {
            self.notes.extend(plain_note(line));
        }
    }

    /// Puts the fields into `spectrum`; a value that its field cannot hold is told in a doubt.
    pub fn apply(self, spectrum: &mut Spectrum) {
        for (field, value) in self.fields {
            let mut all = fields(spectrum);
            all.insert(field.clone(), value);
            match serde_json::from_value::<Spectrum>(Value::Object(all)) {
                Ok(mut changed) => {
                    changed.doubts = std::mem::take(&mut spectrum.doubts);
                    changed.energy_ev = std::mem::take(&mut spectrum.energy_ev);
                    changed.counts = std::mem::take(&mut spectrum.counts);
                    changed.transmission = spectrum.transmission.take();
                    *spectrum = changed;
                }
                Err(_) => spectrum.doubts.push(Doubt::left_out(format!(
                    "the line “Speclens {field}” in the comment of the block makes no sense"
                ))),
            }
        }
        let positive = |v: &f64| *v > 0.0;
        spectrum.photon_energy_ev = spectrum.photon_energy_ev.filter(positive);
        spectrum.pass_energy_ev = spectrum.pass_energy_ev.filter(positive);
        spectrum.dwell_s = spectrum.dwell_s.filter(positive);
    }
}

/// All fields of a spectrum but its numbers and doubts.
fn fields(spectrum: &Spectrum) -> Map<String, Value> {
    let bare = Spectrum {
        file: spectrum.file.clone(),
        region: spectrum.region.clone(),
        sample: spectrum.sample.clone(),
        date: spectrum.date.clone(),
        instrument: spectrum.instrument.clone(),
        notes: spectrum.notes.clone(),
        doubts: Vec::new(),
        energy_ev: Vec::new(),
        counts: Vec::new(),
        transmission: None,
        ..*spectrum
    };
    match serde_json::to_value(bare) {
        Ok(Value::Object(all)) => all,
        _ => Map::new(),
    }
}

/// Speclens's lines for `spectrum`, of which the plain parts of VAMAS say `plain`; its notes are
/// `notes`.
pub(crate) fn lines(
    spectrum: &Spectrum,
    plain: Option<&Spectrum>,
    notes: &[(String, String)],
) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(angle) = spectrum.source_analyser_angle_deg {
        lines.push(format!("{ANGLE} {angle} d"));
    }
    if let Some(plain) = plain {
        let [want, plain] = [spectrum, plain].map(fields);
        for field in FIELDS.iter().filter(|f| want.get(**f) != plain.get(**f)) {
            let value = want.get(*field).unwrap_or(&Value::Null);
            lines.push(format!("{OWN}{field} : {value}"));
        }
    }
    for (key, value) in notes {
        let line = format!("{key} : {value}");
        let line = line.trim_end();
        let is_plain = !line.contains(char::is_control)
            && line.trim_start() == line
            && !line.starts_with(OWN)
            && !line.starts_with(ANGLE)
            && plain_note(line).is_some_and(|(k, v)| k == *key && v == *value);
        lines.push(if is_plain {
            line.to_owned()
        } else {
            NOTE.to_owned() + &serde_json::json!([key, value]).to_string()
        });
    }
    lines.insert(0, format!("{SECTION}{} lines", lines.len()));
    lines
}

/// `key : value`; the value may be empty.
fn plain_note(line: &str) -> Option<(String, String)> {
    let pair = line.split_once(" : ");
    let (key, value) = pair.or_else(|| Some((line.strip_suffix(" :")?, "")))?;
    Some((key.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::sentences;

    fn note(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    fn again(lines: &[String]) -> Spectrum {
        let mut spectrum = Spectrum::default();
        let own = Own::split(lines).0.unwrap();
        spectrum.notes = own.notes.clone();
        own.apply(&mut spectrum);
        spectrum
    }

    #[test]
    fn odd_notes_come_back() {
        let notes = [
            note("Lens", "Hybrid: 5 : 6"),
            note("empty", ""),
            note("", "no key"),
            note("", ""),
            note("a : b", "c"),
            note(" lead", "trail "),
            note("lines", "one\ntwo\r\n\tthree"),
            note("Speclens note", "[1]"),
            note("SourceAnalyserAngle: 5", "x"),
            note("path", "C:\\Users\\µ \"quoted\" 日本"),
            note("colon :", ": colon"),
        ];
        let written = lines(&Spectrum::default(), None, &notes);
        assert!(written.contains(&"Lens : Hybrid: 5 : 6".to_owned()));
        assert!(written.contains(&"path : C:\\Users\\µ \"quoted\" 日本".to_owned()));
        assert!(written.iter().all(|l| !l.contains(['\n', '\r'])));
        assert_eq!(again(&written).notes, notes);
    }

    #[test]
    fn fields_are_put_in_and_nonsense_is_told() {
        let want = Spectrum {
            region: "a\nb".into(),
            photon_energy_ev: Some(0.1 + 0.2),
            scans: None,
            ..Default::default()
        };
        let plain = Spectrum {
            scans: Some(1),
            ..Default::default()
        };
        let written = lines(&want, Some(&plain), &[]);
        assert_eq!(written[0], "Speclens section : 3 lines");
        assert_eq!(again(&written), want);
        let bad = [
            "Speclens section : 99 lines",
            "Speclens scans : -1",
            "Speclens block : 7",
            "junk",
        ];
        let s = again(&bad.map(str::to_owned));
        assert_eq!((s.scans, s.block), (None, 0));
        let doubt = "the line “Speclens scans” in the comment of the block makes no sense";
        assert_eq!(sentences(&s.doubts), [doubt]);
    }

    #[test]
    fn lines_around_the_section_are_the_others() {
        let comment = ["a", "Speclens section : 1 lines", "k : v", "b : c"].map(str::to_owned);
        let (own, others) = Own::split(&comment);
        assert_eq!(
            (own.unwrap().notes, others),
            (vec![note("k", "v")], vec!["a", "b : c"])
        );
        let none = ["Speclens section : many lines".to_owned()];
        assert!(Own::split(&none).0.is_none());
    }
}
