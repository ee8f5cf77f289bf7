//! Names of columns that are no intensities of electrons: logarithms, derivatives, light.

use super::labels::names_intensity;
use crate::shared::quantity::plain;

/// Functions that counts are drawn by.
const FUNCTIONS: [&str; 8] = ["log10", "log2", "ln", "lg", "log", "sqrt", "root", "exp"];
/// Parts of names of something else, as [`plain`] leaves them.
const OTHERS: [&str; 20] = [
    "derivative",
    "ableitung",
    "derivee",
    "derivada",
    "derivata",
    "differential",
    "导数",
    "微分",
    "logarithm",
    "absorbance",
    "absorbanz",
    "extinktion",
    "optical density",
    "吸光度",
    "reflectance",
    "reflectivity",
    "reflexionsgrad",
    "reflectancia",
    "transmittance",
    "反射率",
];
/// Names of a part of a fit.
const FIT: [&str; 12] = [
    "background",
    "backgnd",
    "bkg",
    "baseline",
    "untergrund",
    "shirley",
    "shirley background",
    "tougaard background",
    "linear background",
    "envelope",
    "residual",
    "residuals",
];

/// Whether a column of this name holds no intensities of an XPS spectrum.
pub(super) fn is_no_intensity(name: &str) -> bool {
    let name = plain(name.trim());
    OTHERS.iter().any(|w| name.contains(w))
        || is_function(&name)
        || is_differential(&name)
        || FIT.contains(
            &name
                .split(['(', '[', '_'])
                .next()
                .unwrap_or_default()
                .trim(),
        )
}

/// `ln(CPS)`, `log10 counts`, `Intensity (log10)`, `√I`.
fn is_function(name: &str) -> bool {
    let begins = FUNCTIONS.iter().any(|f| {
        let Some(rest) = name.strip_prefix(f) else {
            return false;
        };
        let word = rest.trim_start_matches([' ', '_', '-']);
        let is_apart = word.len() < rest.len();
        rest.trim_start().starts_with(['(', '[', '{'])
            || is_apart && (names_intensity(word) || word == "i" || word == "n")
    });
    let in_brackets = name.split(['(', '[']).skip(1).any(|part| {
        let word = part.split(|c: char| !c.is_alphanumeric()).next();
        word.is_some_and(|w| FUNCTIONS.contains(&w))
    });
    begins || in_brackets || name.starts_with('√') || name.ends_with("log scale")
}

/// `dN/dE`, `dN(E)/dE`, `d²I/dE²`.
fn is_differential(name: &str) -> bool {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let Some((above, below)) = name.split_once('/') else {
        return false;
    };
    let of = above.split('(').next().unwrap_or_default();
    let of = of.trim_start_matches(|c: char| c.is_ascii_digit() || "d²^".contains(c));
    let is_of = ["n", "i", "y", "counts", "cps", "intensity"].contains(&of);
    let over = ["de", "d(e", "dbe", "dke", "deb", "dek"];
    above.starts_with('d') && is_of && over.iter().any(|o| below.starts_with(o))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::only;
    use speclens_spectrum::{Spectrum, Technique, sentences};

    fn one(names: &str, rows: &str) -> Spectrum {
        let text = format!("Photon energy: 1486.6 eV\n{names}\n{rows}");
        only(crate::testing::read(text.as_bytes(), "a.txt"))
    }

    #[test]
    fn what_is_no_intensity_is_no_xps_spectrum() {
        for name in [
            "ln(CPS)",
            "log10(Counts)",
            "Log(Intensity)",
            "lg(I)",
            "Log intensity",
            "log_counts",
            "Intensity (log10)",
            "Intensity [log scale]",
            "sqrt(Counts)",
            "√Counts",
            "Background",
            "Backgnd_Wide",
            "First derivative",
            "1. Ableitung",
            "dN/dE",
            "dN(E)/dE",
            "Absorbance",
            "Reflectance (%)",
        ] {
            assert!(is_no_intensity(name), "{name}");
            let s = one(&format!("BE (eV)\t{name}"), "300\t5\n299\t6\n");
            assert_eq!(s.technique, Technique::Other, "{name}");
            let want = format!("the column “{name}” holds no intensities of photoelectrons");
            assert_eq!(sentences(&s.doubts), [want]);
        }
        for name in [
            "",
            "Counts",
            "I",
            "log cabin",
            "Ln2O3",
            "Counts minus background",
            "Background subtracted",
            "Intensity (a.u.)",
            "Counts (smoothed)",
            "Dye/dextran",
            "Rootite",
        ] {
            assert!(!is_no_intensity(name), "{name}");
        }
    }

    #[test]
    fn beside_intensities_it_is_left_out() {
        let s = one("BE (eV)\tln(CPS)\tCPS", "300\t1\t5\n299\t2\t6\n");
        assert_eq!((s.technique, &*s.counts), (Technique::Xps, &[5.0, 6.0][..]));
        let left_out = ("columns left out".into(), "ln(CPS)".into());
        assert!(s.notes.contains(&left_out), "{:?}", s.notes);
    }
}
