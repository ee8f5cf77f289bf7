//! Builds small VAMAS texts for the tests of the readers; damages files and looks at what becomes of them.

use crate::ReadError;
use crate::shared::checks::{no_intensity, turns_back};
use speclens_spectrum::Spectrum;

/// The spectra of a file.
///
/// # Errors
/// As [`crate::read`].
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Spectrum>, ReadError> {
    crate::read(bytes, name).map(|file| file.spectra)
}

/// The one spectrum of a file that must be read.
///
/// # Panics
/// It is not read, or holds more than one.
pub fn only<E: std::fmt::Display>(read: Result<Vec<Spectrum>, E>) -> Spectrum {
    let mut spectra = read.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(spectra.len(), 1);
    spectra.remove(0)
}

/// A corresponding variable: label, unit.
type Variable = (&'static str, &'static str);

/// One block of a [`Vamas`] text.
#[derive(Clone)]
pub struct VamasBlock {
    pub id: &'static str,
    pub sample: &'static str,
    pub comment: Vec<&'static str>,
    pub technique: &'static str,
    pub source: &'static str,
    pub photon_energy: &'static str,
    pub abscissa: (&'static str, &'static str, &'static str, &'static str),
    pub variables: Vec<Variable>,
    pub signal_mode: &'static str,
    pub dwell: &'static str,
    pub scans: &'static str,
    pub parameters: Vec<(&'static str, &'static str, &'static str)>,
    /// Ordinates, interleaved.
    pub ordinates: Vec<String>,
}

impl Default for VamasBlock {
    fn default() -> Self {
        VamasBlock {
            id: "Survey",
            sample: "Au foil",
            comment: vec![],
            technique: "XPS",
            source: "Al",
            photon_energy: "1486.6",
            abscissa: ("kinetic energy", "eV", "100", "0.5"),
            variables: vec![("counts", "d")],
            signal_mode: "pulse counting",
            dwell: "0.1",
            scans: "3",
            parameters: vec![],
            ordinates: (0..12).map(|i| format!("{}", 100 + i)).collect(),
        }
    }
}

/// A VAMAS file as its parts.
#[derive(Clone)]
pub struct Vamas {
    pub mode: &'static str,
    pub scan: &'static str,
    pub comment: Vec<&'static str>,
    pub variables: Vec<Variable>,
    pub inclusion: Vec<&'static str>,
    pub manual_items: Vec<&'static str>,
    pub future_entries: Vec<&'static str>,
    pub future_block_entries: Vec<&'static str>,
    pub blocks: Vec<VamasBlock>,
}

impl Default for Vamas {
    fn default() -> Self {
        Vamas {
            mode: "NORM",
            scan: "REGULAR",
            comment: vec![],
            variables: vec![("Exp Variable", "d")],
            inclusion: vec!["0"],
            manual_items: vec![],
            future_entries: vec![],
            future_block_entries: vec![],
            blocks: vec![VamasBlock::default()],
        }
    }
}

impl Vamas {
    /// The text, lines ended by LF. `gives(block, parameter)` is asked for the standard's
    /// prefix numbers 1 to 40, to leave parameters out of later blocks.
    pub fn text_with(&self, gives: impl Fn(usize, usize) -> bool) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut put = |s: &[&str]| out.extend(s.iter().map(|s| s.to_string()));
        put(&["VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4"]);
        put(&["Not Specified", "Spectrometer 1", "operator", "experiment"]);
        put(&[&self.comment.len().to_string()]);
        put(&self.comment);
        put(&[self.mode, self.scan]);
        if ["MAP", "MAPDP", "NORM", "SDP"].contains(&self.mode) {
            put(&["1"]);
        }
        if ["MAP", "MAPDP"].contains(&self.mode) {
            put(&["4", "2", "2"]);
        }
        put(&[&self.variables.len().to_string()]);
        for (label, unit) in &self.variables {
            put(&[label, unit]);
        }
        put(&self.inclusion);
        put(&[&self.manual_items.len().to_string()]);
        put(&self.manual_items);
        put(&[&self.future_entries.len().to_string()]);
        put(&[&self.future_block_entries.len().to_string()]);
        put(&self.future_entries);
        put(&[&self.blocks.len().to_string()]);
        for (i, block) in self.blocks.iter().enumerate() {
            self.put_block(block, &mut out, |parameter| gives(i, parameter));
        }
        out.push("end of experiment".to_owned());
        out.join("\n") + "\n"
    }

    fn put_block(&self, b: &VamasBlock, out: &mut Vec<String>, gives: impl Fn(usize) -> bool) {
        let mut put = |s: &[&str]| out.extend(s.iter().map(|s| s.to_string()));
        let depth = ["MAPDP", "MAPSVDP", "SDP", "SDPSV"].contains(&self.mode);
        let map = ["MAP", "MAPDP", "MAPSV", "MAPSVDP", "SEM"].contains(&self.mode);
        let scans = ["MAPSV", "MAPSVDP", "SEM"].contains(&self.mode);
        let ion = ["ISS", "SIMS", "SNMS"]
            .iter()
            .any(|t| b.technique.starts_with(t));
        put(&[b.id, b.sample]);
        for (n, value) in ["2020", "9", "9", "13", "28", "32", "2"].iter().enumerate() {
            if gives(n + 1) {
                put(&[value]);
            }
        }
        if gives(8) {
            put(&[&b.comment.len().to_string()]);
            put(&b.comment);
        }
        let mut given = |n: usize, when: bool, lines: &[&str]| {
            if gives(n) && when {
                put(lines);
            }
        };
        given(9, true, &[b.technique]);
        given(10, ["MAP", "MAPDP"].contains(&self.mode), &["1.5", "2.5"]);
        given(11, true, &vec!["7"; self.variables.len()]);
        given(12, true, &[b.source]);
        given(13, depth || ion, &["18", "1", "+1"]);
        given(14, true, &[b.photon_energy]);
        given(15, true, &["225"]);
        given(16, true, &["1e+037", "1E37"]);
        given(17, map, &["300", "300"]);
        given(18, scans, &["1", "1", "2", "2", "3", "3"]);
        given(19, true, &["54.5"]);
        given(20, true, &["180"]);
        given(21, true, &["FAT"]);
        given(22, true, &["160"]);
        given(23, b.technique == "AES diff", &["2"]);
        given(24, true, &["1"]);
        given(25, true, &["4.5"]);
        given(26, true, &["0"]);
        given(27, true, &["0", "0"]);
        given(28, true, &["0", "0"]);
        given(29, true, &["Au"]);
        given(30, true, &["", "-1"]);
        let a = b.abscissa;
        given(31, self.scan == "REGULAR", &[a.0, a.1, a.2, a.3]);
        let count = b.variables.len().to_string();
        let mut lines = vec![count.as_str()];
        lines.extend(b.variables.iter().flat_map(|v| [v.0, v.1]));
        given(32, true, &lines);
        given(33, true, &[b.signal_mode]);
        given(34, true, &[b.dwell]);
        given(35, true, &[b.scans]);
        given(36, true, &["0"]);
        let beam = ["AES diff", "AES dir", "EDX", "ELS", "UPS", "XPS", "XRF"];
        given(
            37,
            depth && beam.contains(&b.technique),
            &["2000", "1", "1", "1", "45", "0", "cyclic"],
        );
        given(38, true, &["0", "0"]);
        given(39, true, &["0"]);
        let count = b.parameters.len().to_string();
        let mut lines = vec![count.as_str()];
        lines.extend(b.parameters.iter().flat_map(|p| [p.0, p.1, p.2]));
        given(40, true, &lines);
        put(&self.future_block_entries);
        put(&[&b.ordinates.len().to_string()]);
        for _ in &b.variables {
            put(&["0", "1"]);
        }
        put(&b.ordinates.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// The text with every parameter in every block.
    pub fn text(&self) -> String {
        self.text_with(|_, _| true)
    }
}

/// What became of files that were read: each gives sound spectra or an error of one line.
#[derive(Debug, Default)]
pub struct Outcomes {
    read: usize,
    refused: usize,
    /// The numbers are a detector's, and not whatever a text may hold.
    of_a_detector: bool,
}

impl Outcomes {
    /// For formats whose readers refuse numbers that no detector gives.
    pub fn of_a_detector() -> Outcomes {
        Outcomes {
            of_a_detector: true,
            ..Default::default()
        }
    }

    /// Looks at what was read.
    pub fn see<E: std::fmt::Display>(&mut self, result: Result<Vec<Spectrum>, E>) {
        let one_line = |text: &str| assert!(!text.contains(['\n', '\r']), "{text}");
        let spectra = match result {
            Ok(spectra) => spectra,
            Err(e) => {
                self.refused += 1;
                return one_line(&e.to_string());
            }
        };
        self.read += 1;
        assert!(!spectra.is_empty());
        for s in spectra {
            let n = s.counts.len();
            assert!(n >= 2 && s.energy_ev.len() == n);
            assert!(s.transmission.is_none_or(|t| t.len() == n));
            assert!(s.counts.iter().all(|v| v.is_finite()));
            assert_eq!(turns_back(&s.energy_ev), None);
            if self.of_a_detector {
                assert_eq!(no_intensity(&s.counts), None);
            }
            s.doubts.iter().for_each(|d| one_line(&d.to_string()));
        }
    }

    /// That the damage was neither harmless nor hopeless.
    pub fn assert_each_above(&self, least: usize) {
        assert!(self.read > least && self.refused > least, "{self:?}");
    }
}
