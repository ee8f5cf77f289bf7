//! File formats: bytes of a file to [`Spectrum`]s, recognised by content.
//!
//! What each reader reads, and what it does not, is told in `docs/formats.md`.

mod decode;
mod error;
mod lines;
mod magic;
#[cfg(test)]
mod testing;
mod text;
mod vamas;

pub use error::{Place, ReadError};

use crate::spectrum::Spectrum;
use error::Fault;

/// Reads every spectrum of a file. `bytes` is the whole file; `name` is its name, which goes into
/// [`Spectrum::file`] without its folders. The content decides on the format: VAMAS by its first
/// line, formats that are not read yet by their signature, anything else is tried as columns of
/// text, unless the name says VAMAS.
///
/// The result holds at least one spectrum. What is doubtful about it stands in
/// [`Spectrum::warnings`]: a VAMAS file that breaks off gives its complete blocks, and the last
/// one up to the break.
///
/// # Errors
/// [`ReadError`]: a format that is not read, or content that no reader understands; one line
/// with the place, what was found and what was expected.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Spectrum>, ReadError> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    read_content(bytes, file)
        .map_err(|fault| fault.of_file(file))
        .map(|mut spectra| {
            for spectrum in &mut spectra {
                spectrum.file = file.to_owned();
            }
            spectra
        })
}

fn read_content(bytes: &[u8], file: &str) -> Result<Vec<Spectrum>, Fault> {
    if let Some(format) = magic::not_read_yet(bytes) {
        return Err(Fault::at_byte(
            0,
            format!("{format}: this format is not read yet"),
            "VAMAS (ISO 14976) or columns of text",
        ));
    }
    let text = decode::text(bytes)?;
    let named_vamas = [".vms", ".npl"]
        .iter()
        .any(|e| file.to_ascii_lowercase().ends_with(e));
    if vamas::is_vamas(&text) || named_vamas {
        vamas::read(&text)
    } else {
        text::read(&text)
    }
}
