//! What the header of a block says of how the spectrum was measured.

use super::records::JcampBlock;
use crate::shared::lines::number;
use crate::shared::notes::short;
use crate::shared::sources::{energy_of_source, names_several};
use speclens_spectrum::Axis;

/// Labels of a fact, as plain names and as cheminfo writes those of VAMAS; a `$` or a point before
/// them (labels of a user or of a technique) does not count.
pub(super) const PHOTON_ENERGY: [&str; 7] = [
    "EXCITATIONENERGY",
    "PHOTONENERGY",
    "SOURCEENERGY",
    "XRAYENERGY",
    "CHARACTERISTICENERGY",
    "ANALYSISSOURCECHARACTERISTICENERGY",
    "HV",
];
pub(super) const SOURCE: [&str; 6] = [
    "EXCITATIONSOURCE",
    "XRAYSOURCE",
    "SOURCE",
    "ANODE",
    "XRAYANODE",
    "ANALYSISSOURCELABEL",
];
pub(super) const PASS_ENERGY: [&str; 4] = [
    "PASSENERGY",
    "ANALYSERPASSENERGY",
    "ANALYZERPASSENERGY",
    "ANALYSERPASSENERGYORRETARDRATIOORMASSRESOLUTION",
];
pub(super) const DWELL: [&str; 2] = ["DWELLTIME", "SIGNALCOLLECTIONTIME"];
pub(super) const SCANS: [&str; 6] = [
    "NUMBEROFSCANS",
    "SCANS",
    "NUMBEROFSWEEPS",
    "SWEEPS",
    "AVERAGES",
    "NUMBEROFSCANSTOCOMPILETHISBLOCK",
];
pub(super) const SAMPLE: [&str; 4] = ["SAMPLE", "SAMPLENAME", "SAMPLEDESCRIPTION", "NAMES"];
pub(super) const REGION: [&str; 3] = ["REGION", "REGIONNAME", "BLOCKIDENTIFIER"];
const ANALYSER_MODE: [&str; 2] = ["ANALYSERMODE", "ANALYZERMODE"];

/// The value of the first record with one of the labels.
pub(super) fn text<'a>(block: &JcampBlock<'a>, labels: &[&str]) -> Option<&'a str> {
    labels.iter().find_map(|wanted| {
        let named = |label: &str| label.trim_start_matches(['$', '.']) == *wanted;
        let record = block.records.iter().find(|r| named(&r.label))?;
        let value = super::records::uncommented(record.value);
        (!value.is_empty()).then_some(value)
    })
}

/// A number above zero at the beginning of such a value; 1E37 is unknown, as in VAMAS.
pub(super) fn positive(block: &JcampBlock, labels: &[&str]) -> Option<f64> {
    let value = text(block, labels)?;
    let end = value.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
    let digits = &value[..end.unwrap_or(value.len())];
    let value = number(digits).or_else(|| number(digits.trim_end_matches(['e', 'E'])));
    value.filter(|v| *v > 0.0 && *v < 1e30)
}

/// Photon energy, eV: as a number, else from the name of the source.
pub(super) fn photon_energy(block: &JcampBlock) -> Option<f64> {
    positive(block, &PHOTON_ENERGY).or_else(|| energy_of_source(text(block, &SOURCE)?))
}

/// The source where it is named after several lines.
pub(super) fn several_sources<'a>(block: &JcampBlock<'a>) -> Option<&'a str> {
    text(block, &SOURCE).filter(|words| names_several(words))
}

/// Pass energy, eV, where the analyser mode is not another than a constant one.
pub(super) fn pass_energy(block: &JcampBlock) -> Option<f64> {
    let mode = text(block, &ANALYSER_MODE).unwrap_or("FAT").to_uppercase();
    positive(block, &PASS_ENERGY).filter(|_| mode == "FAT" || mode == "CAE")
}

/// Date and time as the file writes them.
pub(super) fn date(block: &JcampBlock) -> Option<String> {
    let date = block.text("LONGDATE").or(block.text("DATE"))?;
    let time = block
        .text("TIME")
        .filter(|_| block.text("LONGDATE").is_none());
    Some(short(&format!("{date} {}", time.unwrap_or_default())))
}

/// Energies of electrons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ElectronEnergies {
    /// `None` where the words say no more than their unit.
    pub axis: Option<Axis>,
    /// Electronvolts in their unit.
    pub electronvolts: f64,
}

/// What the words of an abscissa say; `None` for anything else than energies of electrons, for
/// other units than keV, eV and meV, and for two of them.
pub(super) fn energies(words: &str) -> Option<ElectronEnergies> {
    let units = units(words);
    let words = words.to_lowercase();
    let has = |unit: &str| {
        words
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| w == unit)
    };
    let electronvolts = match units[..] {
        [] => None,
        [first, ..] if units.iter().all(|u| *u == first) => Some(first?),
        _ => return None,
    };
    if has("hartree") {
        return None;
    }
    let says = |name: &str| {
        words.contains(&format!("{name} energy")) || words.contains(&format!("{name}-energy"))
    };
    let axis = if says("binding") {
        Some(Axis::Binding)
    } else if says("kinetic") {
        Some(Axis::Kinetic)
    } else if electronvolts.is_none() {
        return None;
    } else if has("be") || words.contains("binding") {
        Some(Axis::Binding)
    } else if has("ke") || words.contains("kinetic") {
        Some(Axis::Kinetic)
    } else {
        None
    };
    Some(ElectronEnergies {
        axis,
        electronvolts: electronvolts.unwrap_or(1.0),
    })
}

/// Electronvolts of the units of energies among words; `None` for one that electrons here have
/// not. Labels are often in capitals: `MEV` may be meV or MeV, and is none.
fn units(words: &str) -> Vec<Option<f64>> {
    let unit = |word: &str| match word {
        "meV" | "mev" => Some(Some(0.001)),
        _ => match word.to_lowercase().as_str() {
            "ev" => Some(Some(1.0)),
            "kev" => Some(Some(1000.0)),
            "mev" => Some(None),
            _ => None,
        },
    };
    let short = words.split(|c: char| !c.is_alphanumeric());
    let mut units: Vec<Option<f64>> = short.filter_map(unit).collect();
    // "ELECTRON VOLTS", "kiloelectronvolt", "kilo electron-volts".
    let letters = |c: &char| c.is_alphanumeric();
    let spelled: String = words.to_lowercase().chars().filter(letters).collect();
    if let Some((before, _)) = spelled.split_once("electronvolt") {
        units.push(match before {
            b if b.ends_with("kilo") => Some(1000.0),
            b if ["milli", "mega", "giga"].iter().any(|p| b.ends_with(p)) => None,
            _ => Some(1.0),
        });
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abscissae_of_electrons() {
        let (binding, kinetic) = (Some(Axis::Binding), Some(Axis::Kinetic));
        for (words, axis, electronvolts) in [
            ("BINDING ENERGY (EV)", binding, 1.0),
            ("Binding energy", binding, 1.0),
            ("eV BE", binding, 1.0),
            ("eV", None, 1.0),
            ("ELECTRON VOLTS kinetic", kinetic, 1.0),
            ("keV", None, 1000.0),
            ("KEV Kinetic Energy", kinetic, 1000.0),
            ("keV binding energy (keV)", binding, 1000.0),
            ("Kilo electron-volts", None, 1000.0),
            ("Kiloelectronvolt", None, 1000.0),
            ("meV binding energy", binding, 0.001),
        ] {
            let want = ElectronEnergies {
                axis,
                electronvolts,
            };
            assert_eq!(energies(words), Some(want), "{words}");
        }
        for words in [
            "",
            "1/CM",
            "nm",
            "MEV",
            "Binding energy MeV",
            "hartree binding energy",
            "keV binding energy (eV)",
        ] {
            assert_eq!(energies(words), None, "{words}");
        }
    }
}
