//! Waves of Igor Pro, as binary files `.ibw` (see [`wave`]) and as Igor text `.itx` (see [`text`]):
//! as Scienta's SES and PEAK write them, SPECS Prodigy exports them and Igor saves them.

mod commands;
mod note;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod wave;

use super::scienta::keys;
use crate::shared::cube::{self, Dimension, Scale};
use crate::shared::error::{Fault, quote};
use crate::shared::salvage::number;
use crate::shared::units::count_unit_of;
use note::Note;
use speclens_spectrum::Spectrum;
use wave::BinaryWave;

pub(super) use text::{is_text, read as read_text};

/// Whether the bytes begin as an Igor binary wave of a known version.
pub(super) fn is_binary_wave(bytes: &[u8]) -> bool {
    wave::version(bytes).is_some()
}

/// Reads the wave of an `.ibw` file.
///
/// # Errors
/// A damaged or cut file; numbers that are not real; a wave without an energy among its dimensions.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let wave = BinaryWave::read(bytes)?;
    let note = Note::read(&wave.note);
    let described = DescribedWave {
        name: &wave.name,
        unit: &wave.unit,
        dimensions: &wave.dimensions,
    };
    let refuse = |found| Fault::at_byte(wave.start, found, "the intensities of spectra");
    let mut spectra = spectra(&described, &note, wave.numbers()).map_err(refuse)?;
    number(&mut spectra);
    Ok(spectra)
}

/// What is said of the numbers of a wave.
struct DescribedWave<'a> {
    name: &'a str,
    /// Unit of the numbers.
    unit: &'a str,
    /// The first runs fastest.
    dimensions: &'a [Dimension],
}

/// The spectra of a wave; `block` is left to the caller. `numbers` holds as many as the dimensions
/// say.
///
/// # Errors
/// No dimension that is an energy; energies or intensities that are none. The text says what was
/// found.
fn spectra(
    wave: &DescribedWave,
    note: &Note,
    numbers: impl Iterator<Item = f64>,
) -> Result<Vec<Spectrum>, String> {
    let at = energy_dimension(wave.dimensions, note)?;
    let energy = &wave.dimensions[at];
    let energies = energy.energies()?;
    let mut spectrum = Spectrum {
        count_unit: count_unit_of(wave.unit),
        ..Default::default()
    };
    keys::apply(&mut spectrum, note.keys(), energy.axis().or(note.axis()));
    if spectrum.region.is_empty() {
        spectrum.region = crate::shared::notes::short(wave.name);
    }
    // Dimensions before and behind the energy become those beside it.
    let mut others = wave.dimensions.to_vec();
    others.remove(at);
    let stride: usize = wave.dimensions[..at].iter().map(|d| d.length).product();
    let length = energy.length;
    let placed = numbers.enumerate().map(|(i, value)| {
        let behind = i / stride / length * stride;
        (i % stride + behind, i / stride % length, value)
    });
    cube::spectra(&spectrum, &energies, &others, placed)
}

/// Which dimension is the energy: the one that is named so, else the first of a wave whose note
/// knows of an energy scale, else the only one, unless it is not scaled or has another unit.
fn energy_dimension(dimensions: &[Dimension], note: &Note) -> Result<usize, String> {
    if let Some(at) = dimensions.iter().position(Dimension::is_energy) {
        return Ok(at);
    }
    if note.is_of_spectrum() && !dimensions.is_empty() {
        return Ok(0);
    }
    let unscaled = Scale::Steps {
        first: 0.0,
        step: 1.0,
    };
    let long: Vec<usize> = (0..dimensions.len())
        .filter(|i| dimensions[*i].length > 1)
        .collect();
    match long.as_slice() {
        [one] => match dimensions[*one].name.trim() {
            "" if dimensions[*one].scale == unscaled => {
                Err("a wave without energies (its points are only numbered)".to_owned())
            }
            "" => Ok(*one),
            unit => Err(format!(
                "a wave over {}, not over energies in eV",
                quote(unit)
            )),
        },
        [] => Err("a single number".to_owned()),
        many => Err(format!(
            "a wave of {} dimensions, none of which is named an energy",
            many.len()
        )),
    }
}
