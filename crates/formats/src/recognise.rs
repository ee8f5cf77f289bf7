//! Which reader a file is for: by its first bytes, else by its first lines, else as columns of text.

use std::borrow::Cow;

use speclens_spectrum::Spectrum;

use super::format::{EXPECTED, FileFormat};
use super::shared::decode;
use super::shared::error::Fault;
use super::{
    avg, igor, jcamp, json, kratos, magic, nexus, phi, scienta, specs_sle, specs_xml, specs_xy,
    spreadsheet, text, vamas, vgd,
};

/// What a reader gives.
pub(super) type Outcome = Result<Vec<Spectrum>, Fault>;

/// How a format is known, and how it is read.
struct Known<Content: ?Sized> {
    format: FileFormat,
    is: fn(&Content) -> bool,
    read: fn(&Content) -> Outcome,
}

const fn known<Content: ?Sized>(
    format: FileFormat,
    is: fn(&Content) -> bool,
    read: fn(&Content) -> Outcome,
) -> Known<Content> {
    Known { format, is, read }
}

/// Known by their bytes; the first that fits.
const BINARY: &[Known<[u8]>] = &[
    known(FileFormat::Phi, phi::is_phi, phi::read),
    known(
        FileFormat::Spreadsheet,
        spreadsheet::is_zip,
        spreadsheet::read,
    ),
    known(FileFormat::SpecsSle, specs_sle::is_sqlite, specs_sle::read),
    known(FileFormat::Nexus, nexus::is_nexus, nexus::read),
    known(FileFormat::IgorWave, igor::is_binary_wave, igor::read),
    known(FileFormat::Xls, spreadsheet::is_xls, spreadsheet::read_xls),
    known(FileFormat::Vgd, vgd::is_ole, vgd::read),
];

/// Known by their text; the first that fits.
const TEXT: &[Known<str>] = &[
    known(FileFormat::Vamas, vamas::is_vamas, vamas::read),
    known(FileFormat::SpeclensJson, json::is_json, json::read),
    known(FileFormat::Avg, avg::is_avg, avg::read),
    known(FileFormat::Kratos, kratos::is_kal, kratos::read),
    known(FileFormat::Jcamp, jcamp::is_jcamp, jcamp::read),
    known(FileFormat::IgorText, igor::is_text, igor::read_text),
    known(FileFormat::Scienta, scienta::is_scienta, scienta::read),
    known(
        FileFormat::SpecsXml,
        specs_xml::is_specs_xml,
        specs_xml::read,
    ),
    known(FileFormat::SpecsXy, specs_xy::is_specs_xy, specs_xy::read),
];

/// A file's format and its reader; for a text also the text.
pub(super) enum Reader<'a> {
    /// By the bytes.
    Binary(FileFormat, fn(&[u8]) -> Outcome),
    /// By the text.
    Text(FileFormat, Cow<'a, str>, fn(&str) -> Outcome),
}

impl Reader<'_> {
    /// The format.
    pub fn format(&self) -> FileFormat {
        match self {
            Reader::Binary(format, _) | Reader::Text(format, _, _) => *format,
        }
    }

    /// Reads the file of these bytes.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn read(&self, bytes: &[u8]) -> Outcome {
        match self {
            Reader::Binary(_, read) => read(bytes),
            Reader::Text(_, text, read) => read(text),
        }
    }
}

/// The reader of a file; its name helps where the content says nothing.
///
/// # Errors
/// A format that is not read; content that is no text and has no known beginning.
pub(super) fn reader<'a>(bytes: &'a [u8], file: &str) -> Result<Reader<'a>, Fault> {
    if let Some(known) = BINARY.iter().find(|known| (known.is)(bytes)) {
        return Ok(Reader::Binary(known.format, known.read));
    }
    if let Some(format) = magic::not_read_yet(bytes) {
        let found = format!("{format}, which is not read yet");
        return Err(Fault::at_byte(0, found, EXPECTED));
    }
    if let Some(found) = magic::archive(bytes) {
        return Err(Fault::at_byte(0, found, magic::UNPACK));
    }
    if let Some(found) = magic::no_spectrum(bytes) {
        return Err(Fault::at_byte(0, found, format!("a spectrum: {EXPECTED}")));
    }
    let content = decode::text(bytes).map_err(|fault| match magic::by_name(file) {
        Some((found, way_out)) => Fault::at_byte(0, format!("{found}, which is not read"), way_out),
        None => fault,
    })?;
    let named_vamas = [".vms", ".npl"]
        .iter()
        .any(|e| file.to_ascii_lowercase().ends_with(e));
    let (format, read) = match TEXT.iter().find(|known| (known.is)(&content)) {
        Some(known) => (known.format, known.read),
        None if magic::is_xml(&content) => {
            let found = "XML, which is not read yet";
            return Err(Fault::at_line(1, found, EXPECTED));
        }
        None if named_vamas => (FileFormat::Vamas, vamas::read as fn(&str) -> Outcome),
        None => (FileFormat::Text, text::read as fn(&str) -> Outcome),
    };
    Ok(Reader::Text(format, content, read))
}
