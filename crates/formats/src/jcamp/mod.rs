//! JCAMP-DX `.jdx`, `.dx`: labelled data records (`##LABEL= value`), whose tables of numbers are
//! plain or compressed.
//!
//! Layout: R. S. McDonald, P. A. Wilks, Appl. Spectrosc. 42 (1988) 151 (4.24); P. Lampen,
//! H. Hillig, A. N. Davies, M. Linscheid, Appl. Spectrosc. 48 (1994) 1545 (5.0); P. Lampen,
//! J. Lambert, R. J. Lancashire, R. S. McDonald, P. S. McIntyre, D. N. Rutledge, T. Fröhlich,
//! A. N. Davies, Pure Appl. Chem. 71 (1999) 1549 (5.01). None of them has labels for photoelectron
//! spectra; those that are read here are the plain names of the things, and those under which the
//! writer of cheminfo (`convert-to-jcamp`) puts what a VAMAS file says.
//!
//! The code is our own: the crate `sciformats` (0.2) takes memory by `NPOINTS` and by the counts of
//! repeats without a bound, and brings readers of NetCDF and XML along.

mod asdf;
mod convert;
mod facts;
mod points;
mod records;
#[cfg(test)]
pub(super) mod tests;

use crate::shared::error::Fault;
use crate::shared::lines::END_OF_FILE;
use crate::shared::salvage::Salvage;
use records::JcampBlocks;
use speclens_spectrum::Spectrum;

/// Points that a file may unfold by repeats, beside one for each of its bytes.
const SPARE_POINTS: usize = 100_000;

/// Whether the first record of the text is one that begins a JCAMP-DX file.
pub(super) fn is_jcamp(text: &str) -> bool {
    let mut lines = text.split(['\n', '\r']).map(str::trim);
    let first = lines.find(|l| !l.is_empty() && !l.starts_with("$$"));
    let label = first.and_then(records::label);
    label.is_some_and(|(l, _)| ["TITLE", "JCAMPDX", "JCAMP"].contains(&l.as_str()))
}

/// Reads every spectrum of a file, those of linked blocks as well.
///
/// # Errors
/// No block of the file is a spectrum of electrons that can be read.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut blocks = JcampBlocks::new(text);
    let mut budget = text.len().saturating_add(SPARE_POINTS);
    let mut salvage = Salvage::default();
    while let Some(block) = blocks.next_block()? {
        match convert::spectrum(&block, budget) {
            None => {}
            Some(Ok(spectrum)) => {
                budget = budget.saturating_sub(spectrum.counts.len());
                salvage.keep(spectrum);
            }
            Some(Err(fault)) => salvage.fault(fault),
        }
    }
    salvage.tell_lost("blocks");
    salvage.tell_beyond_of_all();
    salvage.finish(|_| Fault::at_line(blocks.number(), END_OF_FILE, "“##XYDATA=” or “##XYPOINTS=”"))
}
