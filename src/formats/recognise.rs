//! Which reader a file is for: by its first bytes, else by its first lines, else as columns of text.

use std::borrow::Cow;

use super::error::Fault;
use super::{
    avg, decode, igor, jcamp, json, kratos, magic, nexus, phi, scienta, specs_sle, specs_xml,
    specs_xy, spreadsheet, text, vamas, vgd,
};
use crate::spectrum::Spectrum;

/// What a reader needs at the beginning of a file.
pub(super) const EXPECTED: &str = "VAMAS, PHI MultiPak .spe or .pro, Thermo Avantage .vgd or .avg, SPECS .xml, .sle or .xy, \
     Scienta .txt or .ibw, Igor .itx, Kratos .kal, NeXus, JCAMP-DX, a spreadsheet or columns of text";

pub(super) type Outcome = Result<Vec<Spectrum>, Fault>;

/// Name of a format, how it is known, how it is read.
type Format<Content> = (&'static str, fn(&Content) -> bool, fn(&Content) -> Outcome);

/// Known by their bytes; the first that fits.
const BINARY: &[Format<[u8]>] = &[
    ("PHI MultiPak", phi::is_phi, phi::read),
    ("spreadsheet", spreadsheet::is_zip, spreadsheet::read),
    ("SPECS Prodigy .sle", specs_sle::is_sqlite, specs_sle::read),
    ("NeXus", nexus::is_nexus, nexus::read),
    ("Igor Pro binary wave", igor::is_binary_wave, igor::read),
    ("Excel .xls", spreadsheet::is_xls, spreadsheet::read_xls),
    ("Thermo Avantage", vgd::is_ole, vgd::read),
];

/// Known by their text; the first that fits.
const TEXT: &[Format<str>] = &[
    ("VAMAS", vamas::is_vamas, vamas::read),
    ("Speclens JSON", json::is_json, json::read),
    ("Thermo Avantage .avg", avg::is_avg, avg::read),
    ("Kratos .kal", kratos::is_kal, kratos::read),
    ("JCAMP-DX", jcamp::is_jcamp, jcamp::read),
    ("Igor Pro text", igor::is_text, igor::read_text),
    ("Scienta SES text", scienta::is_scienta, scienta::read),
    (
        "SPECS SpecsLab .xml",
        specs_xml::is_specs_xml,
        specs_xml::read,
    ),
    ("SPECS .xy", specs_xy::is_specs_xy, specs_xy::read),
];

/// A format's name and its reader; for a text also the text.
pub(super) enum Reader<'a> {
    Binary(&'static str, fn(&[u8]) -> Outcome),
    Text(&'static str, Cow<'a, str>, fn(&str) -> Outcome),
}

impl Reader<'_> {
    /// Name of the format.
    pub fn format(&self) -> &'static str {
        match self {
            Reader::Binary(format, _) | Reader::Text(format, _, _) => format,
        }
    }
}

/// The reader of a file; its name helps where the content says nothing.
///
/// # Errors
/// A format that is not read; content that is no text and has no known beginning.
pub(super) fn reader<'a>(bytes: &'a [u8], file: &str) -> Result<Reader<'a>, Fault> {
    if let Some((format, _, read)) = BINARY.iter().find(|(_, is, _)| is(bytes)) {
        return Ok(Reader::Binary(format, *read));
    }
    if let Some(format) = magic::not_read_yet(bytes) {
        let found = format!("{format}, which is not read yet");
        return Err(Fault::at_byte(0, found, EXPECTED));
    }
    if let Some(found) = magic::no_spectrum(bytes) {
        return Err(Fault::at_byte(0, found, format!("a spectrum: {EXPECTED}")));
    }
    let content = decode::text(bytes)?;
    let named_vamas = [".vms", ".npl"]
        .iter()
        .any(|e| file.to_ascii_lowercase().ends_with(e));
    let (format, read) = match TEXT.iter().find(|(_, is, _)| is(&content)) {
        Some((format, _, read)) => (*format, *read),
        None if magic::is_xml(&content) => {
            let found = "XML, which is not read yet";
            return Err(Fault::at_line(1, found, EXPECTED));
        }
        None if named_vamas => ("VAMAS", vamas::read as fn(&str) -> Outcome),
        None => ("columns of text", text::read as fn(&str) -> Outcome),
    };
    Ok(Reader::Text(format, content, read))
}
