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

use crate::shared::MAX_SPECTRA;
use crate::shared::error::Fault;
use crate::shared::lines::END_OF_FILE;
use records::Blocks;
use speclens_spectrum::{Doubt, Spectrum};

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
    let mut blocks = Blocks::new(text);
    let mut budget = text.len().saturating_add(SPARE_POINTS);
    let mut spectra: Vec<Spectrum> = Vec::new();
    let (mut total, mut faults) = (0usize, 0usize);
    let mut fault = None;
    while let Some(block) = blocks.next_block()? {
        match convert::spectrum(&block, budget) {
            None => {}
            Some(Ok(mut spectrum)) => {
                total += 1;
                budget = budget.saturating_sub(spectrum.counts.len());
                if spectra.len() < MAX_SPECTRA {
                    spectrum.block = spectra.len() + 1;
                    spectra.push(spectrum);
                }
            }
            Some(Err(e)) => {
                faults += 1;
                fault.get_or_insert(e);
            }
        }
    }
    let Some(first) = spectra.first_mut() else {
        return Err(fault.unwrap_or_else(|| {
            Fault::at_line(blocks.number(), END_OF_FILE, "“##XYDATA=” or “##XYPOINTS=”")
        }));
    };
    if let Some(fault) = fault {
        let all = total + faults;
        first.doubts.push(Doubt::left_out(format!(
            "{faults} of {all} blocks of the file are left out, the first for this: {fault}"
        )));
    }
    if total > MAX_SPECTRA {
        for spectrum in &mut spectra {
            spectrum.doubts.push(Doubt::left_out(format!(
                "only the first {MAX_SPECTRA} of {total} spectra are read"
            )));
        }
    }
    Ok(spectra)
}
