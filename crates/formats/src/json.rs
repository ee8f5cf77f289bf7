//! Spectra as Speclens writes them in JSON ([`super::write::json`]).

use crate::shared::checks::turns_back;
use crate::shared::error::{Fault, quote};
use crate::shared::speclens_json::{FORMAT, JsonFile, VERSION};
use speclens_spectrum::Spectrum;

const EXPECTED: &str = "spectra as Speclens writes them in JSON";

/// Whether the text is an object that says so at its beginning.
pub(super) fn is_json(text: &str) -> bool {
    let head = text.trim_start().as_bytes();
    let head = &head[..head.len().min(200)];
    let name = FORMAT.as_bytes();
    head.first() == Some(&b'{') && head.windows(name.len()).any(|w| w == name)
}

/// Reads every spectrum.
///
/// # Errors
/// What is no JSON of this kind, with its line; a spectrum whose numbers do not fit together.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let file: JsonFile<Vec<Spectrum>> = serde_json::from_str(text).map_err(|e| {
        let said = e.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        Fault::at_line(e.line().max(1), quote(said), EXPECTED)
    })?;
    if file.format != FORMAT || file.version != VERSION {
        let found = format!("{} of version {}", quote(&file.format), file.version);
        let expected = format!("“{FORMAT}” of version {VERSION}");
        return Err(Fault::at_line(1, found, expected));
    }
    let mut spectra = file.spectra;
    if spectra.is_empty() {
        return Err(Fault::at_line(1, "no spectrum", "at least one spectrum"));
    }
    for (i, spectrum) in spectra.iter_mut().enumerate() {
        spectrum.block = i + 1;
        if let Some(fault) = fault(spectrum) {
            let found = format!("in spectrum {}: {fault}", i + 1);
            return Err(Fault::at_line(1, found, EXPECTED));
        }
    }
    Ok(spectra)
}

/// What is wrong with the numbers of a spectrum. JSON has no number that is not finite.
fn fault(spectrum: &Spectrum) -> Option<String> {
    let n = spectrum.counts.len();
    if n < 2 || spectrum.energy_ev.len() != n {
        let energies = spectrum.energy_ev.len();
        return Some(format!("{energies} energies and {n} counts"));
    }
    if let Some(i) = turns_back(&spectrum.energy_ev) {
        return Some(format!(
            "energies that turn back or stand still at point {}",
            i + 1
        ));
    }
    let usable = |t: &Vec<f64>| t.len() == n && t.iter().all(|v| *v > 0.0);
    if spectrum.transmission.as_ref().is_some_and(|t| !usable(t)) {
        return Some("a transmission that is not above zero everywhere".to_owned());
    }
    let positive = [
        ("photon energy", spectrum.photon_energy_ev),
        ("pass energy", spectrum.pass_energy_ev),
        ("dwell time", spectrum.dwell_s),
    ];
    let wrong = positive.iter().find(|(_, v)| v.is_some_and(|v| v <= 0.0));
    wrong.map(|(name, _)| format!("a {name} that is not above zero"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Seeds of the fuzz target.
    pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
        let spectrum = Spectrum {
            energy_ev: vec![3.0, 2.5],
            counts: vec![1.0, 0.5],
            transmission: Some(vec![1.0, 2.0]),
            notes: vec![("key".into(), "value".into())],
            ..Default::default()
        };
        let text = crate::write::json(&[spectrum.clone(), spectrum]).unwrap();
        vec![("two.json", text.into_bytes())]
    }

    fn file(spectrum: &str) -> String {
        format!("{{\"format\":\"speclens-spectra\",\"version\":1,\"spectra\":[{spectrum}]}}")
    }

    const SPECTRUM: &str = r#"{"file":"","block":1,"region":"","sample":"","technique":"xps",
"energy_ev":[3,2.5],"counts":[1,0],"count_unit":"counts","notes":[],"warnings":[]}"#;

    #[test]
    fn fields_that_may_be_unknown_may_be_left_out() {
        let text = format!("\n {}", file(SPECTRUM));
        assert!(is_json(&text));
        let s = &read(&text).unwrap()[0];
        assert_eq!((s.energy_ev.as_slice(), s.axis), (&[3.0, 2.5][..], None));
    }

    #[test]
    fn other_json_is_told_by_its_line() {
        for other in ["{}", "[\"speclens-spectra\"]", "speclens-spectra {", ""] {
            assert!(!is_json(other));
        }
        let cases = [
            (
                file(""),
                "line 1: found no spectrum, expected at least one spectrum",
            ),
            (
                file(SPECTRUM).replace("\"version\":1", "\"version\":2"),
                "line 1: found “speclens-spectra” of version 2, expected “speclens-spectra” of version 1",
            ),
            (
                file(&SPECTRUM.replace("[1,0]", "[1,null]")),
                "line 2: found “invalid type: null, expected f64”, expected spectra as Speclens writes them in JSON",
            ),
            (
                file(&SPECTRUM.replace("[1,0]", "[1]")),
                "line 1: found in spectrum 1: 2 energies and 1 counts, expected spectra as Speclens writes them in JSON",
            ),
            (
                file(&SPECTRUM.replace("2.5", "3")),
                "line 1: found in spectrum 1: energies that turn back or stand still at point 2, expected spectra as Speclens writes them in JSON",
            ),
            (
                file(&SPECTRUM.replace("\"notes\"", "\"transmission\":[1,0],\"notes\"")),
                "line 1: found in spectrum 1: a transmission that is not above zero everywhere, expected spectra as Speclens writes them in JSON",
            ),
            (
                file(&SPECTRUM.replace("\"notes\"", "\"dwell_s\":0,\"notes\"")),
                "line 1: found in spectrum 1: a dwell time that is not above zero, expected spectra as Speclens writes them in JSON",
            ),
        ];
        for (text, want) in cases {
            assert_eq!(read(&text).unwrap_err().to_string(), want);
        }
        for n in 0..file(SPECTRUM).len() {
            assert!(read(&file(SPECTRUM)[..n]).is_err());
        }
        assert!(read(&"{\"format\":".repeat(100_000)).is_err());
    }
}
