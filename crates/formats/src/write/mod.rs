//! Writers: spectra to VAMAS, to columns of text, to JSON. What is written, each reader of
//! [`super::read`] reads back.

mod csv;
mod json;
#[cfg(test)]
mod tests;
mod vamas;

pub use csv::csv;
pub use json::json;
pub use vamas::vamas;

use crate::shared::checks::turns_back;
use speclens_spectrum::Spectrum;

/// The formats that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values: [`csv()`].
    Csv,
    /// ISO 14976: [`vamas()`].
    Vamas,
    /// All fields: [`json()`].
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Csv, Format::Vamas, Format::Json];

    /// Its name: `csv`, `vamas`, `json`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Vamas => "vamas",
            Format::Json => "json",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|f| f.name() == name)
    }

    /// What its files are called, without a point.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Vamas => "vms",
            Format::Json => "json",
        }
    }

    /// The spectra in this format.
    ///
    /// # Errors
    /// [`WriteError`]: no spectrum, or one whose numbers are not finite or do not fit together.
    pub fn write(self, spectra: &[Spectrum]) -> Result<String, WriteError> {
        match self {
            Format::Csv => csv(spectra),
            Format::Vamas => vamas(spectra),
            Format::Json => json(spectra),
        }
    }
}

/// Why spectra are not written. `Display` is one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The list is empty.
    #[error("there is no spectrum to write")]
    Empty,
    /// A spectrum that no file can hold.
    #[error("spectrum {number}: {reason}")]
    Spectrum {
        /// Position in the list, counted from 1.
        number: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// Values from here on mean "not specified" in VAMAS; no detector gives them.
const TOO_LARGE: f64 = 1e36;

/// Checks that every spectrum is one that a reader takes.
fn check(spectra: &[Spectrum]) -> Result<(), WriteError> {
    if spectra.is_empty() {
        return Err(WriteError::Empty);
    }
    for (i, spectrum) in spectra.iter().enumerate() {
        if let Some(reason) = fault(spectrum) {
            let number = i + 1;
            return Err(WriteError::Spectrum { number, reason });
        }
    }
    Ok(())
}

fn fault(spectrum: &Spectrum) -> Option<String> {
    let n = spectrum.counts.len();
    if n < 2 || spectrum.energy_ev.len() != n {
        let energies = spectrum.energy_ev.len();
        return Some(format!("it has {energies} energies and {n} counts"));
    }
    if let Some(i) = turns_back(&spectrum.energy_ev) {
        let energy = spectrum.energy_ev[i];
        return Some(format!(
            "its energies do not only rise or only fall ({energy} at point {})",
            i + 1
        ));
    }
    let too_large = |v: &&f64| !v.is_finite() || v.abs() >= TOO_LARGE;
    if let Some(v) = spectrum
        .energy_ev
        .iter()
        .chain(&spectrum.counts)
        .find(too_large)
    {
        return Some(format!("it holds {v}"));
    }
    if let Some(t) = &spectrum.transmission {
        let usable = |v: &f64| *v > 0.0 && *v < TOO_LARGE;
        if t.len() != n || !t.iter().all(usable) {
            return Some("its transmission is not above zero everywhere".to_owned());
        }
    }
    let positive = [
        ("photon energy", spectrum.photon_energy_ev),
        ("pass energy", spectrum.pass_energy_ev),
        ("dwell time", spectrum.dwell_s),
    ];
    for (name, value) in positive {
        if let Some(v) = value.filter(|v| !(*v > 0.0 && *v < TOO_LARGE)) {
            return Some(format!("its {name} is {v}"));
        }
    }
    let angle = spectrum
        .source_analyser_angle_deg
        .filter(|v| !v.is_finite());
    angle.map(|v| format!("its angle between source and analyser is {v}"))
}

/// A number that reads back as the same one, without hundreds of zeros.
fn number(value: f64) -> String {
    let plain = value == 0.0 || (1e-5..1e16).contains(&value.abs());
    if plain {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// Text on one line, without blanks around it.
fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    text.chars()
        .map(blank)
        .collect::<String>()
        .trim()
        .to_owned()
}
