//! X-ray and ultraviolet sources by their names, and photon energies in words.

use speclens_spectrum::{AL_KA_EV, MG_KA_EV};

use super::lines::number;

/// An anode or a gas and its line.
struct SourceLine {
    /// Symbol and names of the element, in lower case.
    names: &'static [&'static str],
    /// What follows it: the series of the line.
    series: &'static str,
    /// The element alone is the source: no other line of it is in use.
    alone: bool,
    energy_ev: f64,
}

const fn line(
    names: &'static [&'static str],
    series: &'static str,
    alone: bool,
    energy_ev: f64,
) -> SourceLine {
    SourceLine {
        names,
        series,
        alone,
        energy_ev,
    }
}

/// Bearden, Rev. Mod. Phys. 39 (1967) 78; He I and He II: NIST Atomic Spectra Database.
const LINES: [SourceLine; 14] = [
    line(&["al", "aluminium", "aluminum"], "k", true, AL_KA_EV),
    line(&["mg", "magnesium", "magnésium"], "k", true, MG_KA_EV),
    line(&["ag", "silver", "silber"], "l", true, 2984.3),
    line(&["cr", "chromium", "chrom"], "k", true, 5414.7),
    line(&["ga", "gallium"], "k", true, 9251.7),
    line(&["zr", "zirconium"], "l", false, 2042.4),
    line(&["zr", "zirconium"], "m", false, 151.4),
    line(&["ti", "titanium"], "k", false, 4510.8),
    line(&["cu", "copper"], "k", false, 8047.8),
    line(&["si", "silicon"], "k", false, 1739.9),
    line(&["na", "sodium"], "k", false, 1041.0),
    line(&["y", "yttrium"], "m", false, 132.3),
    line(&["he", "helium"], "ii", false, 40.81),
    line(&["he", "helium"], "i", false, 21.22),
];

/// Photon energies that a number without a unit may be, eV.
const PLAUSIBLE_EV: std::ops::RangeInclusive<f64> = 15.0..=15_000.0;
/// The same where the unit is left out and is keV.
const PLAUSIBLE_KEV: std::ops::Range<f64> = 1.0..15.0;

/// Photon energy of a source named as its anode (`Mg`, `Al K Alpha`, `AgLa`) or gas (`He I`), eV;
/// `None` where the words name none, or several.
pub(crate) fn energy_of_source(words: &str) -> Option<f64> {
    energy_of(words, SourceLine::is_named)
}

/// The same where the line is written out: `Mg Kα`, `AlKa`, `Ag L alpha`.
pub(crate) fn energy_of_line(words: &str) -> Option<f64> {
    energy_of(words, SourceLine::is_written_out)
}

fn energy_of(words: &str, is_named: fn(&SourceLine, &str, &str) -> bool) -> Option<f64> {
    let words = words.to_lowercase();
    let tokens: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let mut found: Option<f64> = None;
    for (i, token) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1).copied().unwrap_or_default();
        let Some(energy_ev) = LINES.iter().find(|l| is_named(l, token, next)) else {
            continue;
        };
        match found {
            Some(other) if other != energy_ev.energy_ev => return None,
            _ => found = Some(energy_ev.energy_ev),
        }
    }
    found
}

impl SourceLine {
    /// Whether a word names it, by itself or with the one that follows.
    fn is_named(&self, word: &str, next: &str) -> bool {
        // "ka", "kα", "k", "kalpha", "k1,2"; "ii" is not "i".
        let is_series = |rest: &str| match rest.strip_prefix(self.series) {
            Some(rest) if self.series.starts_with('i') => rest.is_empty(),
            Some(rest) => {
                ["", "a", "α", "alpha", "a1", "α1", "a12", "z", "ζ", "zeta"].contains(&rest)
            }
            None => false,
        };
        self.names.iter().any(|name| match word.strip_prefix(name) {
            Some("") => is_series(next) || self.alone && !is_shell(next),
            Some(rest) => is_series(rest),
            None => false,
        })
    }
}

impl SourceLine {
    /// Whether a word names element and line, by itself or with the one that follows.
    fn is_written_out(&self, word: &str, next: &str) -> bool {
        let is_alpha = |rest: &str| {
            let rest = rest.strip_prefix(self.series);
            rest.is_some_and(|r| ["a", "α", "alpha", "a1", "α1"].contains(&r))
        };
        let of = |name: &&str| match word.strip_prefix(*name) {
            Some("") => is_alpha(next),
            Some(rest) => is_alpha(rest),
            None => false,
        };
        self.names.iter().any(of)
    }
}

/// Whether a word is a level such as `2p` or `3d5`: the element before it is a sample's.
fn is_shell(word: &str) -> bool {
    let mut chars = word.chars();
    let [n, l] = [chars.next(), chars.next()];
    n.is_some_and(|c| ('1'..='7').contains(&c)) && l.is_some_and(|c| "spdf".contains(c))
}

/// A photon energy as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WrittenEnergy {
    pub energy_ev: f64,
    /// Its unit is written.
    pub has_unit: bool,
    /// It was taken as keV, which is not written.
    pub is_presumed_kev: bool,
}

/// The photon energy in a value such as `1486.6 eV`, `1,4866 keV`, `Mg Kα (1.253,6)`; `key` may
/// hold its unit. The first number with a unit, else the first that a photon energy may be.
pub(crate) fn photon_energy_in(key: &str, value: &str) -> Option<WrittenEnergy> {
    let key = key.to_lowercase();
    let unit_of_key = if key.contains("kev") {
        Some(1000.0)
    } else {
        (key.contains("(ev") || key.contains("[ev") || key.ends_with(" ev")).then_some(1.0)
    };
    let numbers = numbers_in(value);
    let of = |n: &(Vec<f64>, Option<f64>), is_plausible: &dyn Fn(f64) -> bool| {
        let unit = n.1.or(unit_of_key);
        let scaled = |v: &f64| match unit {
            Some(unit) if unit != 1.0 => (v * unit * 1e6).round() / 1e6,
            _ => *v,
        };
        n.0.iter().map(scaled).find(|v| is_plausible(*v))
    };
    let written = |energy_ev, has_unit| WrittenEnergy {
        energy_ev,
        has_unit,
        is_presumed_kev: false,
    };
    let plausible = |v: f64| PLAUSIBLE_EV.contains(&v);
    let with_unit = || numbers.iter().filter(|n| n.1.or(unit_of_key).is_some());
    with_unit()
        .find_map(|n| of(n, &plausible))
        .or_else(|| with_unit().find_map(|n| of(n, &|v| v > 0.0)))
        .map(|v| written(v, true))
        .or_else(|| {
            let found = numbers.iter().find_map(|n| of(n, &plausible));
            found.map(|v| written(v, false))
        })
        .or_else(|| {
            let kev = |v: f64| PLAUSIBLE_KEV.contains(&v);
            let found = numbers.iter().find_map(|n| of(n, &kev))?;
            Some(WrittenEnergy {
                energy_ev: (found * 1e9).round() / 1e6,
                has_unit: false,
                is_presumed_kev: true,
            })
        })
}

/// The numbers in a value, each with what it may be (a comma or a point before three digits has
/// two meanings) and its unit in electronvolts.
fn numbers_in(value: &str) -> Vec<(Vec<f64>, Option<f64>)> {
    const MAX_NUMBERS: usize = 16;
    let mut numbers = Vec::new();
    let mut rest = value;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        // A digit within a word, as in "K1", is no number.
        let in_word = rest[..start].ends_with(char::is_alphabetic);
        rest = &rest[start..];
        let end = end_of_number(rest);
        let (digits, behind) = rest.split_at(end);
        let unit: String = behind.trim_start().chars().take(3).collect();
        let unit = unit.to_lowercase();
        let unit = match unit.strip_prefix("kev") {
            Some(_) => Some(1000.0),
            None => unit.starts_with("ev").then_some(1.0),
        };
        let meanings = meanings(digits);
        if !in_word && !meanings.is_empty() {
            numbers.push((meanings, unit));
        }
        if numbers.len() == MAX_NUMBERS {
            break;
        }
        rest = behind;
    }
    numbers
}

/// Where a number ends that a text begins with: digits, marks between digits, an exponent.
fn end_of_number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1) {
        end += 1;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if digit(end + 1 + sign) {
            end += 1 + sign;
            while digit(end) {
                end += 1;
            }
        }
    }
    end
}

/// What digits with points and commas may mean, the likelier first.
fn meanings(digits: &str) -> Vec<f64> {
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let without = |mark: &str| digits.replace(mark, "");
    let texts = match (points, commas) {
        (_, 0) => vec![digits.to_owned()],
        (0, 1) => vec![digits.replace(',', "."), without(",")],
        (0, _) => vec![without(",")],
        _ if digits.rfind(',') > digits.rfind('.') => vec![without(".").replace(',', ".")],
        _ => vec![without(",")],
    };
    texts.iter().filter_map(|t| number(t)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_by_their_names() {
        for (words, energy_ev) in [
            ("Al K Alpha", AL_KA_EV),
            ("Mono Al Kα", AL_KA_EV),
            ("AlKa", AL_KA_EV),
            ("Aluminium", AL_KA_EV),
            ("Al mono, 12 kV", AL_KA_EV),
            ("Mg", MG_KA_EV),
            ("Mg K-alpha", MG_KA_EV),
            ("MgKα1,2", MG_KA_EV),
            ("Ag La", 2984.3),
            ("Ag L Alpha", 2984.3),
            ("Zr Lα", 2042.4),
            ("Cr Ka", 5414.7),
            ("He I", 21.22),
            ("HeII", 40.81),
        ] {
            assert_eq!(energy_of_source(words), Some(energy_ev), "{words}");
        }
        for words in [
            "",
            "Al K Alpha or Mg K Alpha",
            "Al/Mg twin anode",
            "N/A",
            "NA",
            "Si",
            "Ag 3d",
            "XR 50",
            "Metal",
            "none",
        ] {
            assert_eq!(energy_of_source(words), None, "{words}");
        }
    }

    #[test]
    fn photon_energies_in_words() {
        let of = |key: &str, value: &str| photon_energy_in(key, value).map(|w| w.energy_ev);
        for value in [
            "1253.6",
            "1253.6 eV",
            "1253,6 eV",
            "1.253,6 eV",
            "1,253.6",
            "1.2536 keV",
            "1,2536 keV",
            "1.2536e3",
            "Mg Kα (1253.6)",
            "12 kV, 1253.6 eV",
        ] {
            assert_eq!(of("photon energy", value), Some(1253.6), "{value}");
        }
        assert_eq!(of("photon energy", "1,486"), Some(1486.0));
        assert_eq!(of("photon energy", "21,218"), Some(21.218));
        assert_eq!(of("photon energy (keV)", "1.4866"), Some(1486.6));
        assert_eq!(of("hv", "0.3 eV"), Some(0.3));
        assert_eq!(of("hv", "none"), None);
        let presumed = photon_energy_in("hv", "1.4866").unwrap();
        assert_eq!(
            (presumed.energy_ev, presumed.is_presumed_kev),
            (1486.6, true)
        );
    }

    #[test]
    fn any_text_is_taken_apart_without_a_panic() {
        for text in [
            "1.",
            "1,,2",
            ",1",
            "1e",
            "1e+",
            "e1",
            "１２",
            "9".repeat(400).as_str(),
            "é1é",
        ] {
            let _ = photon_energy_in(text, text);
            let _ = energy_of_source(text);
        }
    }
}
