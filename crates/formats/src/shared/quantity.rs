//! What the name of an axis or a column says that it is, in the languages of the laboratories.

use speclens_spectrum::Axis;

/// What numbers are, by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Energy of electrons on this axis.
    Electrons(Axis),
    /// Energy of electrons above the Fermi level, E − E_F: binding energy with the other sign.
    FromFermi,
    /// Energy, and no more.
    Energy,
    /// Energy in keV, and no more: that of X-rays, unless the file tells of electrons elsewhere.
    EnergyInKev,
    /// Another quantity that spectra stand over: wavelength, Raman shift, photon energy, time …
    Other,
}

impl Quantity {
    /// Which axis of electrons it is, where the name says that.
    pub fn axis(self) -> Option<Axis> {
        match self {
            Quantity::Electrons(axis) => Some(axis),
            Quantity::FromFermi => Some(Axis::Binding),
            Quantity::Energy | Quantity::EnergyInKev | Quantity::Other => None,
        }
    }

    /// Whether it is an energy of electrons, or may be one by itself.
    pub fn is_energy(self) -> bool {
        !matches!(self, Quantity::Other | Quantity::EnergyInKev)
    }
}

/// Words for it, without accents and in lower case, as [`plain`] leaves them.
const BINDING: [&str; 18] = [
    "binding",
    "bindungsenergie",
    "bindingsenergie",
    "liaison",
    "de enlace",
    "de ligadura",
    "de union",
    "de ligacao",
    "di legame",
    "结合能",
    "結合能",
    "束缚能",
    "束縛能",
    "結合エネルギ",
    "束縛エネルギ",
    "결합에너지",
    "결합 에너지",
    "энергия связи",
];
const KINETIC: [&str; 10] = [
    "kinetic",
    "kinetisch",
    "cinetique",
    "cinetica",
    "动能",
    "動能",
    "運動エネルギ",
    "운동에너지",
    "운동 에너지",
    "кинетическ",
];
const ENERGY: [&str; 8] = [
    "energy",
    "energie",
    "energia",
    "能量",
    "エネルギ",
    "에너지",
    "энергия",
    "энергии",
];
/// Energies of a measurement that are no axis.
const SETTINGS: [&str; 13] = [
    "pass energy",
    "characteristic energy",
    "excitation energy",
    "anregungsenergie",
    "energie d'excitation",
    "energia de excitacion",
    "energia de excitacao",
    "energia di eccitazione",
    "激发能",
    "励起エネルギ",
    "x-ray energy",
    "energy step",
    "step energy",
];
/// Quantities that are no energy of electrons.
const OTHER: [&str; 36] = [
    "photon energy",
    "photonenenergie",
    "photonenergie",
    "photonen-energie",
    "photon-energie",
    "energie de photon",
    "energia del foton",
    "energie des photons",
    "energia de foton",
    "energia de los fotones",
    "energia do foton",
    "energia dei fotoni",
    "光子能量",
    "光子エネルギ",
    "광자 에너지",
    "energy loss",
    "loss energy",
    "wavelength",
    "wave length",
    "wellenlange",
    "longueur d'onde",
    "longitud de onda",
    "comprimento de onda",
    "lunghezza d'onda",
    "波长",
    "波長",
    "파장",
    "wavenumber",
    "wave number",
    "wellenzahl",
    "nombre d'onde",
    "raman",
    "2theta",
    "2-theta",
    "two theta",
    "2θ",
];
/// Words for what else spectra and curves stand over; settings are called so, too.
const ABSCISSAE: [&str; 33] = [
    "temperatur",
    "temperatura",
    "温度",
    "channel",
    "kanal",
    "canal",
    "bias",
    "field",
    "delay",
    "time",
    "zeit",
    "temps",
    "tiempo",
    "tempo",
    "时间",
    "時間",
    "시간",
    "m/z",
    "mass",
    "masse",
    "potential",
    "voltage",
    "spannung",
    "angle",
    "winkel",
    "depth",
    "tiefe",
    "distance",
    "position",
    "thickness",
    "temperature",
    "frequency",
    "pressure",
];
/// Units that no energy of electrons has, between brackets or at the end of a name.
const OTHER_UNITS: [&str; 14] = [
    "nm", "um", "μm", "µm", "cm-1", "cm^-1", "cm⁻¹", "cm−1", "1/cm", "deg", "°", "hz", "khz", "amu",
];

/// What a name says; `None` where it is no quantity that spectra stand over.
pub(crate) fn quantity(label: &str) -> Option<Quantity> {
    match named(label)? {
        Quantity::Energy if electronvolts(label) > 1.0 => Some(Quantity::EnergyInKev),
        quantity => Some(quantity),
    }
}

fn named(label: &str) -> Option<Quantity> {
    let label = label.trim().trim_matches('"').trim();
    let words = plain(label);
    let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
    // "Binding Energy (eV)", "Binding energy / eV", "BE eV".
    let name = words
        .split(['(', '[', '/'])
        .next()
        .unwrap_or_default()
        .trim();
    let name = ["kev", "mev", "ev"]
        .iter()
        .find_map(|unit| name.strip_suffix(unit))
        .unwrap_or(name)
        .trim_end_matches([',', ';', ' ', '_']);
    let symbol = symbol(name);
    if has(&SETTINGS) {
        None
    } else if has(&OTHER) || is_in_other_unit(&words) {
        Some(Quantity::Other)
    } else if symbol.starts_with("e-ef") {
        Some(Quantity::FromFermi)
    } else if symbol.starts_with("ef-e")
        || has(&BINDING)
        || is_binding_symbol(&symbol)
        || label.starts_with("BE_")
    {
        Some(Quantity::Electrons(Axis::Binding))
    } else if has(&KINETIC) || is_kinetic_symbol(&symbol) || label.starts_with("KE_") {
        Some(Quantity::Electrons(Axis::Kinetic))
    } else if ENERGY
        .iter()
        .any(|e| name.starts_with(e) || name.ends_with(e))
        || symbol == "e"
        || name.ends_with("エネルギー")
    {
        Some(Quantity::Energy)
    } else {
        // "eV" alone.
        let is_unit = symbol.is_empty() && words.contains("ev");
        is_unit.then_some(Quantity::Energy)
    }
}

/// Units of such, between brackets.
const OTHER_UNITS_IN_BRACKETS: [&str; 12] = [
    "k", "°c", "v", "mv", "kv", "s", "ms", "min", "h", "pa", "mbar", "torr",
];

/// Whether a name is that of a time, a mass, an angle …: no energy of electrons where a spectrum
/// stands over it.
pub(crate) fn is_other_abscissa(label: &str) -> bool {
    let words = plain(label);
    let name = words.split(['(', '[']).next().unwrap_or_default().trim();
    let mut words = name.split(|c: char| c.is_whitespace() || c == '_');
    let unit = label_unit(label).to_lowercase();
    words.any(|word| ABSCISSAE.contains(&word)) || OTHER_UNITS_IN_BRACKETS.contains(&&*unit)
}

/// What stands between brackets at the end of a name.
fn label_unit(label: &str) -> &str {
    let label = label.trim();
    let inside = label.strip_suffix([')', ']']).unwrap_or_default();
    inside.rsplit(['(', '[']).next().unwrap_or_default().trim()
}

/// The axes that some words name.
pub(crate) fn axes_in(words: &str) -> Vec<Axis> {
    let words = plain(words);
    let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
    let named = [
        (Axis::Binding, has(&BINDING)),
        (Axis::Kinetic, has(&KINETIC)),
    ];
    let named = named.into_iter().filter(|(_, is_named)| *is_named);
    named.map(|(axis, _)| axis).collect()
}

/// Which axis some words name; `None` where they name none, or both.
pub(crate) fn axis_in(words: &str) -> Option<Axis> {
    match axes_in(words)[..] {
        [axis] => Some(axis),
        _ => None,
    }
}

/// Electronvolts in the unit of a name: 1000 in keV, 0.001 in meV, else 1.
pub(crate) fn electronvolts(label: &str) -> f64 {
    let unit = |word: &str| match word {
        // "MeV" is another unit, of no electrons here.
        "meV" | "mev" => Some(0.001),
        _ => word.eq_ignore_ascii_case("kev").then_some(1000.0),
    };
    let mut words = label.split(|c: char| !c.is_alphanumeric());
    words.find_map(unit).unwrap_or(1.0)
}

/// Whether words tell of photoelectrons: XPS and its other names.
pub(crate) fn tells_of_photoelectrons(words: &str) -> bool {
    const NAMES: [&str; 4] = ["xps", "haxpes", "esca", "ups"];
    let words = plain(words);
    ["photoele", "photoemission", "光电子", "光電子"]
        .iter()
        .any(|w| words.contains(w))
        || words
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| NAMES.contains(&word))
}

/// Symbols of a binding energy: `BE`, `B.E.`, `E_B`, `Ebin`, `E_b − E_F`.
fn is_binding_symbol(symbol: &str) -> bool {
    ["be", "eb", "ebin", "ebind", "ebe", "eb-ef"].contains(&symbol)
}

/// Symbols of a kinetic energy: `KE`, `K.E.`, `E_k`, `Ekin`.
fn is_kinetic_symbol(symbol: &str) -> bool {
    ["ke", "ek", "ekin", "eke"].contains(&symbol)
}

/// A name as a symbol: without points, blanks and low lines, every dash a hyphen.
fn symbol(name: &str) -> String {
    let dashed = name.chars().map(|c| match c {
        '−' | '–' | '—' | '\u{2010}' | '\u{2011}' => '-',
        c => c,
    });
    dashed
        .filter(|c| !matches!(c, '.' | ' ' | '_' | '{' | '}' | '$' | '\u{A0}'))
        .collect()
}

/// Whether a name ends with a unit of something else.
fn is_in_other_unit(words: &str) -> bool {
    let end = words.trim_end_matches([')', ']', '.', ' ']);
    OTHER_UNITS.iter().any(|unit| {
        end.strip_suffix(unit).is_some_and(|before| {
            let parts = [' ', '(', '[', '/', ',', '_'];
            // "Film 5 nm" is a sample.
            let is_value = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
            before.is_empty() || before.ends_with(parts) && !is_value
        })
    })
}

/// Lower case, without the accents of Latin letters; no-break spaces are blanks.
pub(crate) fn plain(text: &str) -> String {
    let without = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        '’' => '\'',
        '\u{A0}' | '\u{202F}' | '\u{3000}' => ' ',
        '（' => '(',
        '）' => ')',
        '／' => '/',
        c => c,
    };
    text.to_lowercase().chars().map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn all(labels: &[&str], want: Option<Quantity>) {
        for label in labels {
            assert_eq!(quantity(label), want, "{label}");
        }
    }

    #[test]
    fn energies_of_electrons_in_many_languages() {
        let binding = Some(Quantity::Electrons(Axis::Binding));
        all(
            &[
                "Binding Energy (eV)",
                "B.E.",
                "BE",
                "be [eV]",
                "Binding energy / eV",
                "BE eV",
                "Bindungsenergie [eV]",
                "Énergie de liaison (eV)",
                "Energie de liaison",
                "Energía de enlace (eV)",
                "Energía de ligadura",
                "Energia de ligação (eV)",
                "Energia di legame (eV)",
                "结合能 (eV)",
                "結合能",
                "結合エネルギー（eV）",
                "束縛エネルギー [eV]",
                "결합 에너지 (eV)",
                "결합에너지",
                "E_B",
                "E_B (eV)",
                "Eb/eV",
                "E_bin",
                "EB, eV",
                "E_F - E",
                "BE_Wide",
            ],
            binding,
        );
        all(
            &[
                "Kinetic Energy",
                "K.E.",
                "KE (eV)",
                "KineticEnergy",
                "Kinetische Energie (eV)",
                "kinet. Energie, kinetisch",
                "Énergie cinétique (eV)",
                "Energía cinética",
                "Energia cinetica (eV)",
                "动能 (eV)",
                "運動エネルギー",
                "운동 에너지 (eV)",
                "Ekin",
                "E_kin / eV",
                "E_k",
                "KE_Wide",
                "Photoelectron kinetic energy",
            ],
            Some(Quantity::Electrons(Axis::Kinetic)),
        );
        all(
            &["E-EF (eV)", "E - E_F", "E−E_F [eV]", "E-E_Fermi"],
            Some(Quantity::FromFermi),
        );
        all(
            &[
                "Energy",
                "Energy/eV",
                "eV",
                "(eV)",
                "E",
                "E (eV)",
                "Energie",
                "Énergie (eV)",
                "能量",
                "エネルギー",
                "에너지",
            ],
            Some(Quantity::Energy),
        );
    }

    #[test]
    fn other_quantities_and_names_of_intensities() {
        all(
            &[
                "Raman shift (cm-1)",
                "Wavelength nm.",
                "Wellenlänge / nm",
                "波长 (nm)",
                "Photon Energy (eV)",
                "Wavenumber (1/cm)",
                "2Theta (deg)",
                "Energy loss (eV)",
                "x (nm)",
            ],
            Some(Quantity::Other),
        );
        all(
            &["Energy (keV)", "E / keV", "Energie [keV]", "keV"],
            Some(Quantity::EnergyInKev),
        );
        all(
            &[
                "Counts",
                "CPS",
                "Ge 3d",
                "Intensity",
                "",
                "level",
                "Transmission",
                "Pass Energy",
                "Characteristic Energy eV",
                "CPS_Wide",
                "Be 1s",
                "Sample B",
                "Film 5 nm",
                "Time (s)",
            ],
            None,
        );
        for label in [
            "Time (s)",
            "Etch Time",
            "m/z",
            "Potential (V)",
            "Temperature [K]",
            "T (K)",
            "Channel",
            "Bias (V)",
            "V_gate [mV]",
        ] {
            assert!(is_other_abscissa(label), "{label}");
        }
        assert!(!is_other_abscissa("Sometimes") && !is_other_abscissa("Counts (time)"));
    }

    #[test]
    fn words_name_an_axis_or_none() {
        assert_eq!(axis_in("Energie de liaison"), Some(Axis::Binding));
        assert_eq!(axis_in("KINETIC"), Some(Axis::Kinetic));
        assert_eq!(axis_in("kinetic or binding?"), None);
        assert_eq!(axis_in("energy"), None);
    }

    #[test]
    fn words_tell_of_photoelectrons() {
        for words in ["XPS survey", "Technique: HAXPES", "Photoelectron spectrum"] {
            assert!(tells_of_photoelectrons(words), "{words}");
        }
        for words in ["EDX", "groups", "photons", "Escape peak"] {
            assert!(!tells_of_photoelectrons(words), "{words}");
        }
    }

    #[test]
    fn kiloelectronvolts() {
        assert_eq!(electronvolts("Kinetic Energy (keV)"), 1000.0);
        assert_eq!(electronvolts("Binding Energy (eV)"), 1.0);
        assert_eq!(electronvolts("KEV"), 1000.0);
        assert_eq!(electronvolts("Binding Energy [meV]"), 0.001);
        assert_eq!(quantity("Energy (meV)"), Some(Quantity::Energy));
    }
}
