//! X-ray and ultraviolet sources by their names.

use super::error::quote;
use speclens_spectrum::{AL_KA_EV, Doubt, MG_KA_EV};

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

/// Photon energy of a source named as its anode (`Mg`, `Al K Alpha`, `AgLa`) or gas (`He I`), eV;
/// `None` where the words name none, or several.
pub(crate) fn energy_of_source(words: &str) -> Option<f64> {
    lines_in(words, SourceLine::is_named).one()
}

/// The same where the line is written out: `Mg Kα`, `AlKa`, `Ag L alpha`.
pub(crate) fn energy_of_line(words: &str) -> Option<f64> {
    lines_in(words, SourceLine::is_written_out).one()
}

/// Whether a source is named after several lines: `Al/Mg twin anode`.
pub(crate) fn names_several(words: &str) -> bool {
    lines_in(words, SourceLine::is_named) == Lines::Several
}

/// A doubt of a source that is named after several lines, where no number says which was used.
pub(crate) fn several_named(words: &str) -> Doubt {
    Doubt::presumed(format!(
        "the source {} has more than one line, and the file does not say which was used",
        quote(words)
    ))
}

/// The lines that words name.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Lines {
    None,
    /// Its photon energy, eV.
    One(f64),
    Several,
}

impl Lines {
    fn one(self) -> Option<f64> {
        match self {
            Lines::One(energy_ev) => Some(energy_ev),
            Lines::None | Lines::Several => None,
        }
    }
}

/// Both anodes in one word.
const BOTH: [&str; 2] = ["almg", "mgal"];

fn lines_in(words: &str, is_named: fn(&SourceLine, &str, &str) -> bool) -> Lines {
    let words = words.to_lowercase();
    let tokens: Vec<&str> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    if tokens.iter().any(|t| BOTH.contains(t)) {
        return Lines::Several;
    }
    let mut found = Lines::None;
    for (i, token) in tokens.iter().enumerate() {
        let next = tokens.get(i + 1).copied().unwrap_or_default();
        // "Mg K alpha": the line in two words.
        let both = format!("{next}{}", tokens.get(i + 2).copied().unwrap_or_default());
        let is_it = |l: &&SourceLine| is_named(l, token, next) || is_named(l, token, &both);
        let Some(line) = LINES.iter().find(is_it) else {
            continue;
        };
        match found {
            Lines::One(other) if other != line.energy_ev => return Lines::Several,
            _ => found = Lines::One(line.energy_ev),
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

/// Whether an energy is that of a line that X-ray sources have, eV.
pub(crate) fn is_energy_of_line(energy_ev: f64) -> bool {
    const ROUNDED_EV: f64 = 1.0;
    let mut x_rays = LINES.iter().filter(|l| l.energy_ev > 1000.0);
    x_rays.any(|l| (l.energy_ev - energy_ev).abs() < ROUNDED_EV)
}

/// Whether a word is a level such as `2p` or `3d5`: the element before it is a sample's.
fn is_shell(word: &str) -> bool {
    let mut chars = word.chars();
    let [n, l] = [chars.next(), chars.next()];
    n.is_some_and(|c| ('1'..='7').contains(&c)) && l.is_some_and(|c| "spdf".contains(c))
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
            ("Mg K alpha", MG_KA_EV),
            ("Ag L alpha 1", 2984.3),
            ("He I", 21.22),
            ("HeII", 40.81),
        ] {
            assert_eq!(energy_of_source(words), Some(energy_ev), "{words}");
        }
        for words in ["", "N/A", "NA", "Si", "Ag 3d", "XR 50", "Metal", "none"] {
            assert_eq!(energy_of_source(words), None, "{words}");
            assert!(!names_several(words), "{words}");
        }
        for words in [
            "Al K Alpha or Mg K Alpha",
            "Al/Mg twin anode",
            "Twin anode (Mg, Al)",
            "AlMg twin anode",
            "Aluminium/Magnesium",
            "Al- und Mg-Anode",
            "He I/II, He II",
        ] {
            assert_eq!(energy_of_source(words), None, "{words}");
            assert!(names_several(words), "{words}");
        }
        assert!(!names_several("Al Kα (Al Ka1)") && energy_of_line("Al Ka, Mg Ka").is_none());
    }
}
