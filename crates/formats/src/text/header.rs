//! What the words above the numbers say: keys and values, and the names of columns.

use std::ops::Range;

use super::eis;
use super::phi_csv;
use super::photon::{self, KEY_ENDS, Photons};
use super::rows::{MAX_COLUMNS, Separator, TextLayout, UNIT};
use crate::shared::lines::number;
use crate::shared::notes::{push, short};
use crate::shared::quantity::{axes_in, axis_in, tells_of_photoelectrons};
use crate::shared::units::count_unit_of;
use speclens_spectrum::{Axis, CountUnit, Technique};

/// Notes that a worksheet gives each of its spectra: it may hold thousands of both.
const MAX_SHEET_NOTES: usize = 60;

/// Notes of one header.
const MAX_NOTES: usize = 200;

/// What the headers read so far have said.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextFacts {
    pub region: Option<String>,
    pub sample: Option<String>,
    pub technique: Technique,
    pub photons: Photons,
    pub axis: Option<Axis>,
    pub count_unit: CountUnit,
    pub pass_energy_ev: Option<f64>,
    pub dwell_s: Option<f64>,
    pub scans: Option<u32>,
    pub date: Option<String>,
    pub instrument: Option<String>,
    pub notes: Vec<(String, String)>,
    /// The section is one that [`crate::write::csv`] wrote.
    pub own: bool,
    /// Words tell of photoelectrons.
    pub of_photoelectrons: bool,
}

/// Beginning of the line above each spectrum of a file that Speclens wrote: what was said before
/// does not hold for it, and the lines below are `key: value` and nothing else.
pub(crate) const OWN_SECTION: &str = "# Speclens spectrum";

impl TextFacts {
    /// Takes in the header of a section, with the numbers of its `lines`. `names` is which of its lines name columns: in worksheets
    /// they are no notes.
    pub fn read(
        &mut self,
        header: &[&str],
        lines: &[usize],
        names: Range<usize>,
        layout: TextLayout,
    ) {
        self.notes.clear();
        self.photons.begin();
        // A statement such as "Energy Axis: Binding Energy" wins over a mere mention.
        let mut stated = None;
        let mut mentioned = Vec::new();
        let mut eis_keys: Option<(&str, Vec<&str>)> = None;
        for (i, line) in header.iter().enumerate() {
            if line.starts_with(OWN_SECTION) {
                *self = TextFacts::default();
                self.own = true;
                continue;
            }
            let place = lines.get(i).filter(|_| !names.contains(&i));
            self.photons
                .at(place.map(|number| (layout.line_name(), *number)));
            let line = uncommented(line);
            if line.is_empty() {
                continue;
            }
            if self.own {
                self.own_line(line, &mut stated);
                continue;
            }
            mentioned.extend(axes_in(line));
            self.of_photoelectrons |= tells_of_photoelectrons(line);
            if !names.contains(&i) {
                self.photons.mention(line);
            }
            if layout.separator == Separator::Unit {
                if !names.contains(&i) {
                    self.cells(&line.split(UNIT).collect::<Vec<_>>(), &mut stated);
                }
                continue;
            }
            if let Some((of, keys)) = eis_keys.take() {
                self.eis(of, &eis::pairs(&keys, line));
                continue;
            }
            if let Some(keys) = eis::keys(line) {
                eis_keys = Some(keys);
                continue;
            }
            if let Some((key, value)) = photon::in_words(line) {
                self.photons.fact(&key.to_lowercase(), value);
                self.note(key, value);
                continue;
            }
            let pairs = pairs(line, layout);
            if pairs.is_empty() {
                self.note("comment", line);
            }
            for (key, value) in pairs {
                self.fact(&key.to_lowercase(), value, &mut stated);
                self.note(key, value);
            }
        }
        if let Some([position, sample, region]) = phi_csv::names(header) {
            self.sample = Some(short(sample));
            self.region = Some(short(region));
            self.note("position", position);
        }
        let is_only = |axis: &Axis| mentioned.iter().all(|other| other == axis);
        let mentioned = mentioned.first().copied().filter(is_only);
        self.axis = stated.or(mentioned).or(self.axis);
    }

    /// Whether the energies are those of electrons, whatever their unit: the words name an axis,
    /// photoelectrons, or the photons of a laboratory's source.
    pub fn tells_of_electrons(&self) -> bool {
        self.axis.is_some() || self.of_photoelectrons || self.photons.are_of_al_or_mg()
    }

    /// A line of a file that Speclens wrote.
    fn own_line(&mut self, line: &str, stated: &mut Option<Axis>) {
        let Some((key, value)) = line.split_once(':') else {
            return;
        };
        let value = value.trim();
        if key == "Photon energy" {
            self.photons.own(value.strip_suffix(" eV").and_then(number));
        } else if key != "Note" {
            self.fact(&key.to_lowercase(), value, stated);
        } else if let Some((key, value)) = value.split_once(" = ") {
            self.note(key, value);
        }
    }

    /// Takes in what Omicron EIS says of a region or a layer.
    fn eis(&mut self, of: &str, pairs: &[(&str, &str)]) {
        let get = |key: &str| {
            pairs
                .iter()
                .find(|(k, _)| *k == key)
                .map(|(_, value)| *value)
        };
        let positive = |key: &str| get(key).and_then(number).filter(|v| *v > 0.0);
        if of == "Region" {
            self.region = get("Notes").map(short);
            self.dwell_s = positive("Dwell");
            self.scans = whole(positive("Sweeps-Acquired").or(positive("Sweeps")));
            let is_constant = get("Mode") == Some("CAE");
            self.pass_energy_ev = positive("CAE/CRR").filter(|_| is_constant);
        }
        for (key, value) in pairs {
            match of {
                "Region" => self.note(key, value),
                _ => self.note(&format!("{of} {key}"), value),
            }
        }
    }

    /// Keeps a note: they are copied into each spectrum of a section.
    fn note(&mut self, key: &str, value: &str) {
        if self.notes.len() < MAX_NOTES {
            push(&mut self.notes, &short(key), value);
        }
    }

    /// Takes in a row of a worksheet. Cells side by side are a key and its value, which may take
    /// several cells; a cell alone may be `key: value`, or a key whose value stands apart.
    fn cells(&mut self, cells: &[&str], stated: &mut Option<Axis>) {
        let mut key_apart = None;
        for block in cells.split(|c| c.is_empty()) {
            match (block, key_apart.take()) {
                ([], key) => key_apart = key,
                ([key], _) if key.ends_with(KEY_ENDS) => key_apart = Some(*key),
                (_, Some(key)) => self.sheet_fact(key, &block.join(" "), stated),
                ([one], None) => match one.split_once(KEY_ENDS) {
                    // A path such as "E:\data" is no key and value.
                    Some((key, value)) if !value.starts_with('\\') => {
                        self.sheet_fact(key, value, stated);
                    }
                    _ => match photon::in_words(one) {
                        Some((key, value)) => self.sheet_fact(key, value, stated),
                        None => self.sheet_fact("comment", one, stated),
                    },
                },
                ([key, values @ ..], None) => self.sheet_fact(key, &values.join(" "), stated),
            }
        }
    }

    fn sheet_fact(&mut self, key: &str, value: &str, stated: &mut Option<Axis>) {
        let (key, value) = (
            key.trim_end_matches([':', '=', '：', '＝', ' ']).trim(),
            value.trim(),
        );
        if value.is_empty() {
            return;
        }
        self.fact(&key.to_lowercase(), value, stated);
        if self.notes.len() < MAX_SHEET_NOTES {
            self.notes.push((short(key), short(value)));
        }
    }

    fn fact(&mut self, key: &str, value: &str, stated: &mut Option<Axis>) {
        let positive = || first_number(value).filter(|v| *v > 0.0);
        let filled = || Some(short(value)).filter(|v| !v.is_empty());
        let says = |words: &[&str]| words.iter().any(|w| key.starts_with(w));
        if self.photons.fact(key, value) {
        } else if says(&["energy axis", "energy scale"]) {
            *stated = axis_in(value).or(*stated);
        } else if says(&["pass energy"]) {
            self.pass_energy_ev = positive().or(self.pass_energy_ev);
        } else if says(&["analyser mode"]) {
            // Thermo Avantage: "CAE : Pass Energy 50.0 eV".
            let lower = value.to_lowercase();
            let pass = lower.split_once("pass energy").map(|(_, pass)| pass);
            let pass = pass.and_then(first_number).filter(|v| *v > 0.0);
            self.pass_energy_ev = pass.or(self.pass_energy_ev);
        } else if says(&["dwell time", "acquisition time s"]) {
            let in_ms = format!("{key} {value}")
                .trim_end_matches([')', ']'])
                .ends_with("ms");
            let unit = if in_ms { 1e-3 } else { 1.0 };
            self.dwell_s = positive().map(|t| t * unit).or(self.dwell_s);
        } else if says(&["number of scans", "number of sweeps"])
            || key == "scans"
            || key == "sweeps"
        {
            self.scans = whole(positive()).or(self.scans);
        } else if says(&["count rate"]) {
            self.count_unit = count_unit_of(value);
        } else if key == "region" || key == "region name" {
            self.region = filled();
        } else if key == "sample" || key == "sample name" {
            self.sample = filled();
        } else if key == "analysis method" || key == "technique" {
            self.technique = match value.to_uppercase().as_str() {
                "XPS" => Technique::Xps,
                "UPS" => Technique::Ups,
                v if v.starts_with("AES") => Technique::Aes,
                _ => Technique::Other,
            };
        } else if key == "acquisition date" || key == "date" {
            self.date = filled();
        } else if key == "instrument" || key == "analyzer" || key == "analyser" {
            self.instrument = filled();
        } else if let (true, Some((sample, region))) = (says(&["cycle "]), value.rsplit_once(':')) {
            // CasaXPS's text export: "Cycle 3:Ni:Survey".
            self.sample = Some(short(sample));
            self.region = Some(short(region));
        }
    }
}

/// A header line without the mark that makes it a comment.
pub(super) fn uncommented(line: &str) -> &str {
    line.trim()
        .trim_start_matches(['#', '%', '!'])
        .trim_start_matches("//")
        .trim()
}

/// `key: value`, `key = value`, or cells that follow each other as key and value.
fn pairs(line: &str, layout: TextLayout) -> Vec<(&str, &str)> {
    let by_cell = match layout.separator {
        Separator::Blanks | Separator::Tab => {
            let cells = line.split('\t').map(str::trim);
            cells.take(MAX_COLUMNS).collect()
        }
        _ => layout.cells(line),
    };
    let cells: Vec<&str> = by_cell.into_iter().filter(|c| !c.is_empty()).collect();
    let split = |cell| -> Option<(&str, &str)> {
        let (key, value) = str::split_once(cell, KEY_ENDS)?;
        // A path such as "D:\data" is no key and value.
        (!value.starts_with('\\')).then(|| (key.trim(), value.trim()))
    };
    if let [one] = cells.as_slice() {
        return split(one).into_iter().collect();
    }
    if let Some((key, _)) = cells
        .first()
        .and_then(|c| split(c))
        .filter(|_| cells.len() > 1)
    {
        // "key: a, b": the value holds separators itself.
        if let Some((_, value)) = split(line) {
            return vec![(key, value)];
        }
    }
    cells.chunks_exact(2).map(|c| (c[0], c[1])).collect()
}

/// A number of scans.
fn whole(number: Option<f64>) -> Option<u32> {
    let number = number.filter(|n| n.fract() == 0.0 && *n < 1e9);
    number.map(|n| n as u32)
}

/// The first number in a value such as `1486.61 eV`.
fn first_number(value: &str) -> Option<f64> {
    let mut words = value.split(|c: char| c.is_whitespace() || "()[]".contains(c));
    words.find_map(|w| number(w.trim_end_matches(char::is_alphabetic)).or_else(|| number(w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_values() {
        assert_eq!(first_number("1486.61 eV"), Some(1486.61));
        assert_eq!(first_number("100ms"), Some(100.0));
        assert_eq!(first_number("Al Kα (1486.6)"), Some(1486.6));
        assert_eq!(first_number("none"), None);
    }
}
