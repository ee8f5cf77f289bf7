//! VAMAS, ISO 14976:1998: one value a line, its meaning given by its position.
//!
//! Layout after W. A. Dench, L. B. Hazell, M. P. Seah and the VAMAS community, "VAMAS surface
//! chemical analysis standard data transfer format with skeleton decoding programs", Surf.
//! Interface Anal. 13 (1988) 63–122.

mod block;
pub(super) mod casa;
mod convert;
mod experiment;
pub(super) mod own;

use crate::shared::MAX_SPECTRA;
use crate::shared::error::Fault;
use crate::shared::lines::{END_OF_FILE, Lines};
use block::{Ending, Header};
use experiment::Experiment;
use speclens_spectrum::{Doubt, Spectrum};

/// Beginning of the first line of every VAMAS file.
const FORMAT_IDENTIFIER: &str = "vamas surface chemical analysis standard data transfer format";
/// Last line of every VAMAS file.
pub(super) const TERMINATOR: &str = "end of experiment";
/// Blocks left out whose reasons are told.
const MAX_REASONS: usize = 8;
/// Points that a block must have before the break to be worth showing.
const MIN_POINTS_OF_A_BROKEN_BLOCK: usize = 8;

/// Whether the first line that is not blank is VAMAS's format identifier.
pub(super) fn is_vamas(text: &str) -> bool {
    let head = text.trim_start();
    head.get(..FORMAT_IDENTIFIER.len())
        .is_some_and(|h| h.eq_ignore_ascii_case(FORMAT_IDENTIFIER))
}

/// Reads every block with an abscissa. Where the file breaks off or a line makes no sense, the
/// blocks before are returned with a doubt; a block cut in its ordinates is kept up to there.
///
/// # Errors
/// A wrong experiment header, and a file without one readable block.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut lines = Lines::new(text);
    lines.skip_blank();
    let line = lines.number();
    if !is_vamas(text) {
        let found = crate::shared::error::quote(lines.peek().unwrap_or_default());
        let expected = "“VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4”";
        return Err(Fault::at_line(line, found, expected));
    }
    let experiment = Experiment::read(&mut lines)?;
    let mut spectra: Vec<Spectrum> = Vec::new();
    let mut file_doubts: Vec<Doubt> = Vec::new();
    let mut first_fault: Option<Fault> = None;
    let mut first_header: Option<Header> = None;

    let mut left_out = 0;
    for number in 1..=experiment.blocks {
        if number > MAX_SPECTRA {
            file_doubts.push(Doubt::left_out(format!(
                "only the first {MAX_SPECTRA} of {} blocks are read",
                experiment.blocks
            )));
            break;
        }
        let start = lines.number();
        let at_end = lines
            .peek()
            .is_none_or(|l| l.trim().eq_ignore_ascii_case(TERMINATOR));
        if at_end {
            let found = if lines.peek().is_none() {
                END_OF_FILE
            } else {
                "“end of experiment”"
            };
            let expected = format!("block {number} of {}", experiment.blocks);
            first_fault.get_or_insert_with(|| Fault::at_line(start, found, &*expected));
            file_doubts.push(Doubt::incomplete(format!(
                "the file announces {} blocks and holds {}",
                experiment.blocks,
                number - 1
            )));
            break;
        }
        let read = Header::read(&mut lines, &experiment, first_header.as_ref())
            .and_then(|header| header.read_ordinates(&mut lines).map(|o| (header, o)));
        let (header, ordinates) = match read {
            Ok(read) => read,
            Err(fault) => {
                file_doubts.push(Doubt::incomplete(format!(
                    "block {number} of {} and those after it cannot be read: {fault}",
                    experiment.blocks
                )));
                first_fault.get_or_insert(fault);
                break;
            }
        };
        let broken = match ordinates.ending {
            Ending::Complete => None,
            Ending::BreaksOff { line } => Some(line),
        };
        match convert::spectrum(&experiment, &header, &ordinates, number) {
            Ok(mut spectrum) => {
                if broken.is_some() {
                    spectrum.doubts.push(Doubt::incomplete(format!(
                        "only {} of its {} points are there",
                        ordinates.sets(&header),
                        header.sets_announced()
                    )));
                }
                if broken.is_none() || spectrum.counts.len() >= MIN_POINTS_OF_A_BROKEN_BLOCK {
                    spectra.push(spectrum);
                }
            }
            Err(why) => {
                first_fault.get_or_insert_with(|| Fault::at_line(start, &*why, "a spectrum"));
                left_out += 1;
                if left_out <= MAX_REASONS {
                    file_doubts.push(Doubt::left_out(format!(
                        "block {number} is left out: {why}"
                    )));
                }
            }
        }
        if let Some(line) = broken {
            first_fault.get_or_insert_with(|| {
                Fault::at_line(line, "a break", format!("the ordinates of block {number}"))
            });
            file_doubts.push(Doubt::incomplete(format!(
                "the file breaks off at line {line}, in block {number} of {}",
                experiment.blocks
            )));
            break;
        }
        first_header.get_or_insert_with(|| Header {
            comment: experiment::inherited(&header.comment),
            ..header
        });
        if number == experiment.blocks {
            let line = lines.number();
            lines.skip_blank();
            if lines
                .take()
                .is_some_and(|l| !l.trim().eq_ignore_ascii_case(TERMINATOR))
            {
                file_doubts.push(Doubt::left_out(format!(
                    "the file goes on at line {line} after the {number} blocks that it announces"
                )));
            }
        }
    }

    if spectra.is_empty() {
        return Err(first_fault.unwrap_or_else(|| {
            Fault::at_line(
                line,
                "a VAMAS file without a block",
                "at least one spectrum",
            )
        }));
    }
    if left_out > MAX_REASONS {
        let more = left_out - MAX_REASONS;
        file_doubts.push(Doubt::left_out(format!("{more} more blocks are left out")));
    }
    for spectrum in &mut spectra {
        spectrum.doubts.extend(file_doubts.iter().cloned());
    }
    Ok(spectra)
}

#[cfg(test)]
pub(super) mod tests;
