//! Photon energies in words: which number is one, and in which unit.

use super::lines::number;
use super::quantity::plain;

/// Photon energies of sources of X-rays and ultraviolet light, eV.
const PLAUSIBLE_EV: std::ops::RangeInclusive<f64> = 15.0..=15_000.0;
/// The same where the unit is left out and is keV.
const PLAUSIBLE_KEV: std::ops::Range<f64> = 1.0..15.0;

/// Words before numbers that are of something else, as [`plain`] leaves them.
const NOUNS: [&str; 24] = [
    "fwhm",
    "halbwertsbreite",
    "flood",
    "electron gun",
    "e-gun",
    "ion gun",
    "neutrali",
    "charge",
    "pass",
    "durchgang",
    "bandwidth",
    "band width",
    "linewidth",
    "line width",
    "resolution",
    "auflosung",
    "step",
    "work function",
    "bias",
    "offset",
    "shift",
    "correction",
    "power",
    "voltage",
];
/// Units of something else.
const OTHER_UNITS: [&str; 20] = [
    "v", "kv", "mv", "w", "kw", "a", "ma", "na", "μa", "nm", "mm", "μm", "um", "å", "j", "k", "s",
    "min", "hz", "mbar",
];
/// What stands before an uncertainty.
const PLUS_MINUS: [&str; 5] = ["±", "+-", "+/-", "+−", "∓"];

/// A photon energy as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WrittenEnergy {
    pub energy_ev: f64,
    /// Its unit is written.
    pub has_unit: bool,
    /// It was taken as keV, which is not written.
    pub is_presumed_kev: bool,
}

/// The photon energy in a value such as `1486.6 eV`, `1,4866 keV`, `1 486,6 ± 0,2 eV`,
/// `Mg Kα (1.253,6)`: the first of [`photon_energies_in`].
pub(crate) fn photon_energy_in(key: &str, value: &str) -> Option<WrittenEnergy> {
    photon_energies_in(key, value).first().copied()
}

/// The numbers in a value that may be photon energies; `key` may hold their unit. No uncertainties,
/// no numbers in other units or after words for something else; numbers in brackets where no other
/// is left.
pub(crate) fn photon_energies_in(key: &str, value: &str) -> Vec<WrittenEnergy> {
    let key = key.to_lowercase();
    let unit_of_key = if key.contains("kev") {
        Some(1000.0)
    } else if key.contains("mev") {
        Some(0.001)
    } else {
        (key.contains("(ev") || key.contains("[ev") || key.ends_with(" ev")).then_some(1.0)
    };
    let (outside, inside) = brackets(&plain(value).chars().map(ascii).collect::<String>());
    let texts = [numbers_in(&outside), numbers_in(&inside)];
    for numbers in &texts {
        let plausible = |n: &Number| {
            let unit = n.unit.or(unit_of_key);
            let scaled = |v: &f64| match unit {
                Some(unit) if unit != 1.0 => (v * unit * 1e6).round() / 1e6,
                _ => *v,
            };
            let mut energies = n.meanings.iter().map(scaled);
            Some(WrittenEnergy {
                energy_ev: energies.find(|v| PLAUSIBLE_EV.contains(v))?,
                has_unit: unit.is_some(),
                is_presumed_kev: false,
            })
        };
        let found: Vec<WrittenEnergy> = numbers.iter().filter_map(plausible).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let bare = |n: &&Number| n.unit.or(unit_of_key).is_none();
    let mut meanings = texts
        .iter()
        .flatten()
        .filter(bare)
        .flat_map(|n| &n.meanings);
    let kev = meanings.find(|v| PLAUSIBLE_KEV.contains(v));
    let written = kev.map(|v| WrittenEnergy {
        energy_ev: (v * 1e9).round() / 1e6,
        has_unit: false,
        is_presumed_kev: true,
    });
    written.into_iter().collect()
}

/// ASCII's sign for a full-width one.
fn ascii(c: char) -> char {
    match c {
        '．' => '.',
        '，' => ',',
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        c => c,
    }
}

/// What stands outside of brackets and what within; a unit between brackets stays outside.
fn brackets(value: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut rest = value;
    while let Some(open) = rest.find(['(', '[']) {
        let behind = &rest[open + 1..];
        let close = behind.find([')', ']']).unwrap_or(behind.len());
        let within = behind[..close].trim();
        outside += &rest[..open];
        outside.push(' ');
        if ["ev", "kev", "mev"].contains(&within) {
            outside += within;
        } else {
            inside += within;
            inside += "; ";
        }
        outside.push(' ');
        rest = behind.get(close + 1..).unwrap_or_default();
    }
    outside += rest;
    (outside, inside)
}

/// A number that may be a photon energy.
struct Number {
    /// What it may be: a comma or a point before three digits has two meanings.
    meanings: Vec<f64>,
    /// Its unit in electronvolts.
    unit: Option<f64>,
}

/// The numbers in a text in lower case that are not said to be something else.
fn numbers_in(text: &str) -> Vec<Number> {
    const MAX_NUMBERS: usize = 16;
    let mut numbers: Vec<Number> = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + start;
        let (before, rest) = text.split_at(start);
        let (digits, behind) = digits(rest);
        from = text.len() - behind.len();
        let word: String = behind
            .trim_start()
            .chars()
            .take_while(|c| c.is_alphabetic())
            .collect();
        let unit = [("kev", 1000.0), ("mev", 0.001), ("ev", 1.0)];
        let unit = unit
            .iter()
            .find(|(name, _)| word.starts_with(name))
            .map(|(_, ev)| *ev);
        let uncertain = PLUS_MINUS
            .iter()
            .any(|mark| before.trim_end().ends_with(mark));
        if let (true, Some(last)) = (uncertain, numbers.last_mut()) {
            // The unit of both stands behind the uncertainty.
            last.unit = last.unit.or(unit);
        }
        // A digit within a word, as in "K1", is no number.
        let in_word = before.ends_with(char::is_alphabetic);
        let is_other = unit.is_none() && OTHER_UNITS.contains(&word.as_str())
            || behind.trim_start().starts_with(['%', '°']);
        let meanings = meanings(&digits);
        let small = meanings.iter().all(|v| v * unit.unwrap_or(1.0) < 100.0);
        let is_of_else = in_word
            || uncertain
            || is_other
            || is_negative(before)
            || is_of_noun(before)
            || small && is_before_noun(behind);
        if !is_of_else && !meanings.is_empty() {
            numbers.push(Number { meanings, unit });
        }
        if numbers.len() == MAX_NUMBERS {
            break;
        }
    }
    numbers
}

/// Whether a minus sign of its own stands at the end.
fn is_negative(before: &str) -> bool {
    let rest = before.strip_suffix(['-', '−', '–']);
    rest.is_some_and(|rest| !rest.trim_end().ends_with(char::is_alphanumeric))
}

/// Whether a word for something else stands before, in the same part of the text.
fn is_of_noun(before: &str) -> bool {
    let part = before.rsplit([';', '\n']).next().unwrap_or_default();
    let part = part.rsplit(", ").next().unwrap_or_default();
    NOUNS.iter().any(|noun| part.contains(noun))
}

/// Whether such a word stands behind, and no other number that it may be of.
fn is_before_noun(behind: &str) -> bool {
    let part = behind.split([';', ',', '\n']).next().unwrap_or_default();
    let has_digit = part.contains(|c: char| c.is_ascii_digit());
    !has_digit && NOUNS.iter().any(|noun| part.contains(noun))
}

/// The digits of a number that a text begins with, thousands together, and what stands behind.
fn digits(text: &str) -> (String, &str) {
    let (first, behind) = text.split_at(end_of_number(text));
    let mut chars = behind.chars();
    let parts = chars
        .next()
        .is_some_and(|c| c.is_whitespace() || "'’".contains(c));
    let group = chars.as_str();
    let is_group = group.bytes().take_while(u8::is_ascii_digit).count() == 3;
    let may_lead = first.len() <= 2 && first.bytes().all(|b| b.is_ascii_digit());
    if parts && is_group && may_lead {
        let (second, behind) = group.split_at(end_of_number(group));
        // Its mark is a decimal one.
        let second = if second.contains('.') {
            second.to_owned()
        } else {
            second.replace(',', ".")
        };
        return (format!("{first}{second}"), behind);
    }
    (first.to_owned(), behind)
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
    use crate::shared::sources::energy_of_source;

    fn of(key: &str, value: &str) -> Option<f64> {
        photon_energy_in(key, value).map(|w| w.energy_ev)
    }

    #[test]
    fn photon_energies_in_words() {
        for value in [
            "1253.6",
            "1253.6 eV",
            "1253,6 eV",
            "1.253,6 eV",
            "1,253.6",
            "1 253,6 eV",
            "1\u{A0}253.6 eV",
            "1'253.6 eV",
            "1.2536 keV",
            "1,2536 keV",
            "1.2536e3",
            "1253600 meV",
            "Mg Kα (1253.6)",
            "(1253.6 eV), monochromated",
            "12 kV, 1253.6 eV",
            "15 kV 20 mA 1253.6",
            "1253.6 ± 0.2 eV",
            "1253.6 +- 0.2 eV",
            "1253.6 +/- 20 eV",
            "1253.6 (FWHM 0.5 eV)",
            "1253.6, FWHM 20 eV",
            "1253.6 eV, bandwidth 300 meV",
            "20 eV pass energy, 1253.6 eV",
            "1253.6-1254.0 eV",
            "about 1253.6 eV",
            "1253.6 [eV]",
            "１２５３．６ eV",
        ] {
            assert_eq!(of("photon energy", value), Some(1253.6), "{value}");
        }
        assert_eq!(of("photon energy", "1,486"), Some(1486.0));
        assert_eq!(of("photon energy", "21,218"), Some(21.218));
        assert_eq!(of("photon energy (keV)", "1.4866"), Some(1486.6));
        assert_eq!(of("photon energy [meV]", "1486600"), Some(1486.6));
        let presumed = photon_energy_in("hv", "1.4866").unwrap();
        assert_eq!(
            (presumed.energy_ev, presumed.is_presumed_kev),
            (1486.6, true)
        );
    }

    #[test]
    fn other_numbers_are_no_photon_energies() {
        for value in [
            "none",
            "0",
            "0.3 eV",
            "4 eV",
            "-1486.6 eV",
            "1486.6 V",
            "Al Kα, charge neutraliser 4 eV",
            "Al Kα, flood gun 20 eV",
            "Al Kα, 20 eV flood gun",
            "Al Kα, pass energy 1486.6 eV",
            "150000 eV",
            "2.4e-16 J",
        ] {
            assert_eq!(of("hv", value), None, "{value}");
        }
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
            "1 234",
            "1\u{2009}234é",
            "(1",
            "1)(",
            "()é",
            "1 ± ",
            "± 1",
        ] {
            let _ = photon_energies_in(text, text);
            let _ = energy_of_source(text);
        }
    }
}
