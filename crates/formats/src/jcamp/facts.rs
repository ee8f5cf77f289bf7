//! What the header of a block says of how the spectrum was measured.

use super::records::JcampBlock;
use crate::shared::lines::number;
use crate::shared::notes::short;
use crate::shared::sources::energy_of_source;
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

/// What the words of an abscissa say: energy of an electron in eV, and which; `None` for anything
/// else.
pub(super) fn axis(words: &str) -> Option<Option<Axis>> {
    let words = words.to_lowercase();
    let has = |unit: &str| {
        words
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| w == unit)
    };
    if has("kev") || has("mev") || has("hartree") {
        return None;
    }
    if words.contains("binding energy") || words.contains("binding-energy") {
        Some(Some(Axis::Binding))
    } else if words.contains("kinetic energy") || words.contains("kinetic-energy") {
        Some(Some(Axis::Kinetic))
    } else if has("ev") || words.contains("electron volt") || words.contains("electronvolt") {
        Some(if has("be") || words.contains("binding") {
            Some(Axis::Binding)
        } else if has("ke") || words.contains("kinetic") {
            Some(Axis::Kinetic)
        } else {
            None
        })
    } else {
        None
    }
}
