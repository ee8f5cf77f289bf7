//! Igor text `.itx`: `IGOR`, then waves as columns or matrices of numbers between `BEGIN` and
//! `END`, and commands behind `X` that scale and describe them. SPECS Prodigy writes how it
//! measured as comments `X //key = value`.
//!
//! Layout: Igor Pro's manual, "Igor Text File Format"; Prodigy's keys and dimensions as the readers
//! of pyarpes take them.

use super::commands::{self, TextWave, WaveBlock};
use super::note::Note;
use super::{DescribedWave, spectra};
use crate::shared::cube::{Dimension, Scale, axis_of};
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;
use crate::shared::salvage::Salvage;
use speclens_spectrum::{Axis, Doubt, Spectrum};

/// Spectra that carry the notes of the file: those behind them may be thousands.
const MAX_NOTED: usize = 100;
/// Waves that are left out beside sound ones are named up to this many.
const MAX_REASONS: usize = 5;

/// Whether a text is an Igor text file.
pub(crate) fn is_text(text: &str) -> bool {
    let mut lines = text.split(['\n', '\r']).map(str::trim);
    lines
        .find(|l| !l.is_empty())
        .is_some_and(|l| l.eq_ignore_ascii_case("igor"))
}

/// Reads every wave that lies over energies: its own scale, or a wave of energies beside it.
///
/// # Errors
/// Rows that do not fit together, and a file without one spectrum: why the first wave is none.
pub(crate) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let blocks = commands::blocks(text)?;
    let mut salvage = Salvage::telling(MAX_REASONS);
    let waves = blocks.iter().flat_map(|block| {
        let energies = block
            .waves
            .iter()
            .position(|w| energy_name(&w.name).is_some());
        // Energies alone may be a spectrum with a strange name.
        let energies = energies.filter(|_| block.waves.len() > 1);
        let others = (0..block.waves.len()).filter(move |i| Some(*i) != energies);
        others.map(move |i| (block, &block.waves[i], energies.map(|e| &block.waves[e])))
    });
    for (block, wave, energies) in waves {
        if salvage.beyond() > 0 {
            break;
        }
        match spectra_of(block, wave, energies) {
            Ok(mut more) => {
                if salvage.len() >= MAX_NOTED {
                    more.iter_mut().for_each(|s| s.notes.clear());
                }
                salvage.keep_all(more);
            }
            Err(found) => {
                let what = format!("the wave {}", quote(&wave.name));
                let fault = Fault::at_line(block.line, &*found, "a spectrum");
                salvage.lose_because(what, found, fault);
            }
        }
    }
    salvage.tell_more("waves");
    salvage.tell_beyond();
    salvage.finish(|_| Fault::at_line(1, "no wave of real numbers", "a spectrum"))
}

/// The spectra of a wave, or what it is instead.
fn spectra_of(
    block: &WaveBlock,
    wave: &TextWave,
    energies: Option<&TextWave>,
) -> Result<Vec<Spectrum>, String> {
    let mut note = Note::read(&wave.note);
    for line in block.header.iter().copied() {
        note.line("", line);
    }
    let shape: &[usize] = match block.shape.as_slice() {
        [] => &[wave.numbers.len()],
        shape => shape,
    };
    let points = shape.iter().try_fold(1usize, |n, d| n.checked_mul(*d));
    if points != Some(wave.numbers.len()) || wave.numbers.is_empty() {
        let lengths: Vec<String> = shape.iter().map(usize::to_string).collect();
        let n = wave.numbers.len();
        return Err(format!("{n} numbers for {} points", lengths.join(" × ")));
    }
    let mut dimensions: Vec<Dimension> = (0..shape.len())
        .map(|i| Dimension {
            name: wave.scales[i].name.clone(),
            length: shape[i],
            scale: wave.scales[i].scale(shape[i]),
        })
        .collect();
    if let (Some(energies), [dimension]) = (energies, dimensions.as_mut_slice()) {
        dimension.name = energy_name(&energies.name).unwrap_or_default().to_owned();
        dimension.scale = Scale::Values(energies.numbers.clone());
    }
    // A line of the file is a row of the matrix: its columns run fastest.
    if dimensions.len() > 1 {
        dimensions.swap(0, 1);
    }
    let begins = dimensions.iter().find(|d| d.is_energy());
    let begins = begins.and_then(|d| d.value(0));
    note.set_axis(axis_of(&block.header.join(" ")).or_else(|| axis_at(&note, begins)));
    // Igor writes the unit of a single row of numbers as that of y.
    let unit = match wave.unit.as_str() {
        "" if shape.len() == 1 => &wave.scales[1].name,
        unit => unit,
    };
    let described = DescribedWave {
        name: &wave.name,
        unit,
        dimensions: &dimensions,
    };
    let mut all = spectra(&described, &note, wave.numbers.iter().copied())?;
    // Prodigy's dwell time, in seconds.
    let dwell_s = number_of(&note, "DwellTime").filter(|t| *t > 0.0);
    for spectrum in &mut all {
        spectrum.dwell_s = spectrum.dwell_s.or(dwell_s);
        if block.cut {
            let doubt = "the file breaks off within this wave";
            spectrum.doubts.push(Doubt::incomplete(doubt));
        }
    }
    Ok(all)
}

/// The first number of a key.
fn number_of(note: &Note, key: &str) -> Option<f64> {
    let mut pairs = note.keys();
    pairs.find(|(k, _)| *k == key).and_then(|(_, v)| number(v))
}

/// The axis on which the energies begin where Prodigy says that the measurement does.
fn axis_at(note: &Note, begins: Option<f64>) -> Option<Axis> {
    let is = |key| Some((number_of(note, key)? - begins?).abs() < 1e-3);
    match (is("Kinetic Energy"), is("Binding Energy")) {
        (Some(true), Some(false) | None) => Some(Axis::Kinetic),
        (Some(false) | None, Some(true)) => Some(Axis::Binding),
        _ => None,
    }
}

/// What a wave of energies is called on an axis, if its name says that it is one.
fn energy_name(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let words = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let short = |short: &str| name == short || name.starts_with(&format!("{short}_"));
    if words(&["photon", "excitation"]) {
        None
    } else if words(&["binding"]) || short("be") {
        Some("Binding Energy [eV]")
    } else if words(&["kinetic"]) || short("ke") {
        Some("Kinetic Energy [eV]")
    } else {
        words(&["energy"]).then_some("Energy [eV]")
    }
}
