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

use crate::shared::MAX_SPECTRA;
use crate::shared::error::Fault;
use crate::shared::notes::short;
use region::Region;
use speclens_spectrum::{Doubt, Spectrum};
use xml::Xml;

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
    let mut file = File::default();
    let broken = file.walk(&mut Xml::new(text)).err();
    file.finish(broken)
}

/// A file on its way to spectra.
#[derive(Default)]
struct File {
    spectra: Vec<Spectrum>,
    /// What is wrong with regions that are left out: the first few.
    faults: Vec<Fault>,
    /// Regions that are left out.
    left_out: usize,
    /// Spectra beyond those that are kept.
    more: usize,
}

impl File {
    fn walk(&mut self, xml: &mut Xml) -> Result<(), Fault> {
        let mut group = String::new();
        while let Some(element) = xml.begin()? {
            match (element.type_name.as_str(), element.name.as_str()) {
                ("RegionGroup", _) => group.clear(),
                ("RegionData", _) => self.take(&Region::read(xml)?, &group),
                ("ParameterSeq", _) => xml.skip()?,
                (_, "name") => group = short(&xml.text()?),
                _ => {}
            }
        }
        Ok(())
    }

    fn take(&mut self, region: &Region, group: &str) {
        let free = MAX_SPECTRA.saturating_sub(self.spectra.len());
        match spectra::spectra(region, group, free) {
            Ok((spectra, more)) => {
                self.spectra.extend(spectra);
                self.more += more;
            }
            Err(fault) => {
                self.left_out += 1;
                if self.faults.len() < MAX_REASONS {
                    self.faults.push(fault);
                }
            }
        }
    }

    fn finish(mut self, broken: Option<Fault>) -> Result<Vec<Spectrum>, Fault> {
        if self.spectra.is_empty() {
            let first = self.faults.into_iter().next();
            return Err(broken.or(first).unwrap_or_else(|| {
                let found = "a CORBA XML document without regions";
                Fault::at_line(1, found, "the regions of a SpecsLab file")
            }));
        }
        let mut doubts = Vec::new();
        for fault in &self.faults {
            doubts.push(Doubt::left_out(format!("a region is left out: {fault}")));
        }
        let unnamed = self.left_out - self.faults.len();
        if unnamed > 0 {
            doubts.push(Doubt::left_out(format!(
                "{unnamed} more regions are left out"
            )));
        }
        if let Some(fault) = broken {
            doubts.push(Doubt::incomplete(format!("the file breaks off: {fault}")));
        }
        if self.more > 0 {
            let total = self.spectra.len() + self.more;
            doubts.push(Doubt::left_out(format!(
                "only the first {MAX_SPECTRA} of {total} spectra are read"
            )));
        }
        for (number, spectrum) in self.spectra.iter_mut().enumerate() {
            spectrum.block = number + 1;
            spectrum.doubts.extend(doubts.iter().cloned());
        }
        Ok(self.spectra)
    }
}
