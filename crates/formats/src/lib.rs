//! File formats: bytes of a file to [`Spectrum`]s, recognised by content.
//!
//! What each reader reads, and what it does not, is told in `docs/formats/`.
//!
//! Invariants:
//! - It knows nothing of networks, of physics, of figures: bytes go in, spectra come out.
//! - Content decides on the format, never the extension alone.
//! - A file gives sound spectra or one [`ReadError`] with its place; it never panics, and it asks for
//!   no more memory than a small multiple of the file.
//! - Nothing of the file is changed in silence: what is presumed, left out or doubtful is said.
//! - One folder a format; what two readers need is in `shared`.

mod avantage;
mod avg;
mod format;
#[cfg(test)]
mod hostile;
mod igor;
mod info;
mod jcamp;
mod json;
mod kratos;
mod magic;
mod nexus;
mod phi;
mod question;
mod recognise;
mod scienta;
#[cfg(test)]
mod seeds;
mod shared;
#[cfg(any(test, feature = "testing"))]
pub mod soundness;
mod specs_sle;
mod specs_xml;
mod specs_xy;
mod spreadsheet;
#[cfg(test)]
mod testing;
mod text;
mod vamas;
mod vgd;
pub mod write;

pub use format::FileFormat;
pub use info::Info;
pub use question::{Question, question};
pub use shared::error::{Place, ReadError};
pub use vamas::casa::{CALIBRATION as CASA_CALIBRATION, NOT_APPLIED as CASA_NOT_APPLIED};

use speclens_spectrum::{Doubt, Spectrum};

use shared::checks;
use shared::error::{self, Fault};
use shared::plausible;

/// Largest file that is read, bytes: whoever opens files asks before they are in memory.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectrumFile {
    /// Its format.
    pub format: FileFormat,
    /// Its spectra, in order, at least one.
    pub spectra: Vec<Spectrum>,
}

/// Reads every spectrum of a file. `bytes` is the whole file; `name` is its name, which goes into
/// [`Spectrum::file`] without its folders. The content decides on the format: signatures first,
/// then the first lines of a text; any other text is tried as columns, unless the name says VAMAS.
///
/// What is doubtful about a spectrum stands in [`Spectrum::doubts`]: a VAMAS file that breaks off
/// gives its complete blocks, and the last one up to the break; a PHI file gives its complete
/// spectra.
///
/// # Errors
/// [`ReadError`]: a format that is not read, a file that is no spectrum, or content that no reader
/// understands; one line with the place, what was found and what was expected.
pub fn read(bytes: &[u8], name: &str) -> Result<SpectrumFile, ReadError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let read = || {
        let reader = recognise::reader(bytes, file)?;
        let spectra = checks::leave_out_unsound(reader.read(bytes)?)?;
        Ok(SpectrumFile {
            format: reader.format(),
            spectra: spectra.into_iter().map(|s| checked(s, file)).collect(),
        })
    };
    read().map_err(|fault: Fault| fault.of_file(file))
}

/// A spectrum with the name of its file, and with what is doubtful in the files of any format.
fn checked(mut spectrum: Spectrum, file: &str) -> Spectrum {
    spectrum.file = file.to_owned();
    checks::leave_out_impossible(&mut spectrum);
    plausible::settle_sign(&mut spectrum);
    let doubts = [
        checks::flat_counts(&spectrum.counts),
        checks::mixed_steps(&spectrum.energy_ev),
        plausible::reversed_counts(&spectrum),
        plausible::beyond_photon_energy(&spectrum),
    ];
    spectrum.doubts.extend(doubts.into_iter().flatten());
    for text in spectrum.doubts.iter_mut().filter_map(Doubt::text_mut) {
        *text = error::cut(std::mem::take(text));
    }
    spectrum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_only_helps() {
        let vamas = testing::Vamas::default().text();
        let read_as = |bytes: &str, name| read(bytes.as_bytes(), name).map(|file| file.spectra);
        let s = &read_as(&vamas, "C:\\data\\2020/a.txt").unwrap()[0];
        assert_eq!((s.file.as_str(), s.region.as_str()), ("a.txt", "Survey"));
        assert_eq!(read_as("2 1\n1 1\n", "a").unwrap()[0].counts, [1.0, 1.0]);
        let e = read_as("2 1\n1 1\n", "a.VMS").unwrap_err().to_string();
        assert!(
            e.starts_with("a.VMS: line 1: found “2 1”, expected “VAMAS"),
            "{e}"
        );
        let e = read(b"SOFH\r\n", "a.vms").unwrap_err().to_string();
        assert_eq!(
            e,
            "a.vms: byte 6: found the end of the file, \
             expected the line “EOFH” that ends the header of a PHI file"
        );
        let e = read(b"%PDF-1.7", "a.vms").unwrap_err();
        assert_eq!(
            e.to_string(),
            format!(
                "a.vms: byte 0: found a PDF document, expected a spectrum: {}",
                format::EXPECTED
            )
        );
        let e = read(b"1 2\n\x003", "a.txt").unwrap_err();
        assert_eq!(e.place, Place::Byte(4));
    }

    /// Texts with bytes changed, doubled and lost: whatever comes out is finite and fits together.
    #[test]
    fn damaged_files_give_sound_spectra_or_one_line() {
        let vamas = testing::Vamas {
            mode: "MAP",
            inclusion: vec!["1", "31"],
            blocks: vec![testing::VamasBlock::default(); 3],
            ..Default::default()
        };
        let columns = "# Region: C 1s\nKE;I;Transmission\n1;2;3\n2;3;4\n3;5;4\n\nKE;I\n1;2\n2;3\n";
        // Multiplicative congruential generator (Lehmer), to have the same damage each time.
        let mut state = 48271u64;
        let mut random = move |below: usize| {
            state = state * 48271 % 2147483647;
            state as usize % below
        };
        let mut outcomes = testing::Outcomes::default();
        for text in [
            vamas.text_with(|block, p| block == 0 || p == 31),
            columns.to_owned(),
        ] {
            assert!(read(text.as_bytes(), "a").is_ok());
            for _ in 0..4000 {
                let mut bytes = text.clone().into_bytes();
                for _ in 0..=random(3) {
                    let at = random(bytes.len());
                    match random(4) {
                        0 => bytes[at] = b"0123456789-.,;\n\r\t eEn\xFF"[random(22)],
                        1 => drop(bytes.remove(at)),
                        2 => bytes.insert(at, b"09-\n;"[random(5)]),
                        _ => bytes.truncate(at.max(1)),
                    }
                }
                outcomes.see(read(&bytes, "a").map(|file| file.spectra));
            }
        }
        outcomes.assert_each_above(400);
    }
}
