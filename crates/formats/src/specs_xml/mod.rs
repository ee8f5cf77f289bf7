//! SPECS SpecsLab 2 `.xml` (“CORBA XML document created by XMLSerializer2”): a dump of the
//! program's data, groups of regions with how they were measured and the counts of every scan and
//! detector channel.
//!
//! There is no public specification. The layout is that of a file of SpecsLab 2.81, and agrees
//! with what the readers of PyExpLabSys, `specs.py` (K. O'Donnell), `splab` and the Igor Pro
//! procedure `SpecsXML` say; how channels are put together is told in the latter and was checked
//! by the peaks in the file's own channels. pynxtools-xps adds channels without their shifts.

mod channels;
mod region;
mod spectra;
#[cfg(test)]
pub(super) mod tests;
mod xml;

use crate::shared::error::Fault;
use crate::shared::notes::short;
use crate::shared::salvage::Salvage;
use region::LabRegion;
use speclens_spectrum::{Doubt, Spectrum};
use xml::XmlStream;

/// Bytes of a file in which its kind must be told: the document type definition takes 4000.
pub(super) const HEAD: usize = 8192;
/// Regions that are named in a doubt where they cannot be read.
const MAX_REASONS: usize = 3;

/// Whether a text is XML that SpecsLab wrote.
pub(super) fn is_specs_xml(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let head = &text[..text.floor_char_boundary(HEAD)];
    let says = |words: &str| head.contains(words);
    head.starts_with('<') && (says("CORBA XML document") || says("IDL:specs.de/Serializer"))
}

/// Reads every region, its scans summed: a spectrum for each cycle and, with a detector of two
/// dimensions, each curve.
///
/// # Errors
/// Damaged XML before the end of the first region; a document without regions; no region with
/// counts that can be read.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut salvage = Salvage::telling(MAX_REASONS);
    let broken = walk(&mut XmlStream::new(text), &mut salvage).err();
    salvage.tell_more("regions");
    if let Some(fault) = broken {
        if salvage.is_empty() {
            return Err(fault);
        }
        salvage.tell(Doubt::incomplete(format!("the file breaks off: {fault}")));
    }
    salvage.tell_beyond_of_all();
    salvage.finish(|_| {
        let found = "a CORBA XML document without regions";
        Fault::at_line(1, found, "the regions of a SpecsLab file")
    })
}

/// Goes through the elements of a document.
///
/// # Errors
/// Damaged XML, behind which nothing can be read.
fn walk(xml: &mut XmlStream, salvage: &mut Salvage) -> Result<(), Fault> {
    let mut group = String::new();
    while let Some(element) = xml.begin()? {
        match (element.type_name.as_str(), element.name.as_str()) {
            ("RegionGroup", _) => group.clear(),
            ("RegionData", _) => take(&LabRegion::read(xml)?, &group, salvage),
            ("ParameterSeq", _) => xml.skip()?,
            (_, "name") => group = short(&xml.text()?),
            _ => {}
        }
    }
    Ok(())
}

fn take(region: &LabRegion, group: &str, salvage: &mut Salvage) {
    match spectra::spectra(region, group, salvage.room()) {
        Ok((spectra, more)) => {
            salvage.keep_all(spectra);
            salvage.pass_over(more);
        }
        Err(fault) => salvage.lose("a region", fault),
    }
}
