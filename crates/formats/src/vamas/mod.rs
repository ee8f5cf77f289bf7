//! VAMAS, ISO 14976:1998: one value a line, its meaning given by its position.
//!
//! Layout after W. A. Dench, L. B. Hazell, M. P. Seah and the VAMAS community, "VAMAS surface
//! chemical analysis standard data transfer format with skeleton decoding programs", Surf.
//! Interface Anal. 13 (1988) 63–122.

mod abscissa;
mod block;
pub(super) mod casa;
mod convert;
mod experiment;
pub(super) mod own;

use std::ops::ControlFlow;

use crate::shared::MAX_SPECTRA;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{END_OF_FILE, Lines};
use crate::shared::salvage::Salvage;
use block::{BlockHeader, Ending, VamasOrdinates};
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

/// The same of bytes that are no text yet.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let head = bytes.trim_ascii_start();
    head.get(..FORMAT_IDENTIFIER.len())
        .is_some_and(|h| h.eq_ignore_ascii_case(FORMAT_IDENTIFIER.as_bytes()))
}

/// Reads every block with an abscissa. Where the file breaks off or a line makes no sense, the
/// blocks before are returned with a doubt; a block cut in its ordinates is kept up to there.
/// Files that were joined end to end hold an experiment each: their blocks are numbered through.
///
/// # Errors
/// A wrong experiment header, and a file without one readable block.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let mut lines = Lines::new(text);
    lines.skip_blank();
    let line = lines.number();
    if !is_vamas(text) {
        let found = quote(lines.peek().unwrap_or_default());
        let expected = "“VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4”";
        return Err(Fault::at_line(line, found, expected));
    }
    let mut experiment = Experiment::read(&mut lines)?;
    let mut blocks = VamasBlocks {
        lines,
        before: 0,
        first: None,
        salvage: Salvage::telling(MAX_REASONS),
    };
    while blocks.take_all(&experiment).is_continue() && blocks.is_followed() {
        match Experiment::read(&mut blocks.lines) {
            Ok(next) => experiment = next,
            Err(fault) => {
                let text = format!("a second experiment cannot be read: {fault}");
                blocks.salvage.tell(Doubt::incomplete(text));
                break;
            }
        }
    }
    let mut salvage = blocks.salvage;
    salvage.tell_more("blocks");
    salvage.finish(|_| {
        let found = "a VAMAS file without a block";
        Fault::at_line(line, found, "at least one spectrum")
    })
}

/// The blocks of a file as they are read.
struct VamasBlocks<'a> {
    lines: Lines<'a>,
    /// Blocks of the experiments before this one.
    before: usize,
    /// Header of the experiment's first block.
    first: Option<BlockHeader>,
    salvage: Salvage,
}

impl VamasBlocks<'_> {
    /// Reads the blocks of an experiment, and says whether others can be read behind them.
    fn take_all(&mut self, experiment: &Experiment) -> ControlFlow<()> {
        self.first = None;
        for number in 1..=experiment.blocks {
            if self.ends_early(experiment, number) {
                break;
            }
            // Where a block breaks off, there is nothing behind it.
            self.take(experiment, number)?;
        }
        self.before = self.before.saturating_add(experiment.blocks);
        ControlFlow::Continue(())
    }

    /// Whether the file or the experiment ends before its block of this number.
    fn ends_early(&mut self, experiment: &Experiment, number: usize) -> bool {
        let all = experiment.blocks;
        let Some(found) = self.end() else {
            return false;
        };
        let expected = format!("block {number} of {all}");
        let line = self.lines.number();
        self.salvage.fault(Fault::at_line(line, found, expected));
        let holds = number - 1;
        self.salvage.tell(Doubt::incomplete(format!(
            "the file announces {all} blocks and holds {holds}"
        )));
        true
    }

    /// Reads the next block, and says whether others can be read behind it.
    fn take(&mut self, experiment: &Experiment, number: usize) -> ControlFlow<()> {
        let all = experiment.blocks;
        if self.before.saturating_add(number) > MAX_SPECTRA {
            let text = format!("only the first {MAX_SPECTRA} of {all} blocks are read");
            self.salvage.tell(Doubt::left_out(text));
            return ControlFlow::Break(());
        }
        let start = self.lines.number();
        let (header, ordinates) = match self.block(experiment) {
            Ok(block) => block,
            Err(fault) => {
                self.salvage.tell(Doubt::incomplete(format!(
                    "block {number} of {all} and those after it cannot be read: {fault}"
                )));
                self.salvage.fault(fault);
                return ControlFlow::Break(());
            }
        };
        self.convert(experiment, &header, &ordinates, self.before + number, start);
        if let Ending::BreaksOff { line } = ordinates.ending {
            let expected = format!("the ordinates of block {number}");
            self.salvage
                .fault(Fault::at_line(line, "a break", expected));
            self.salvage.tell(Doubt::incomplete(format!(
                "the file breaks off at line {line}, in block {number} of {all}"
            )));
            return ControlFlow::Break(());
        }
        self.first.get_or_insert_with(|| BlockHeader {
            comment: experiment::inherited(&header.comment),
            ..header
        });
        ControlFlow::Continue(())
    }

    /// What ends the file, where no block follows.
    fn end(&self) -> Option<&'static str> {
        match self.lines.peek() {
            None => Some(END_OF_FILE),
            Some(line) => is_terminator(line).then_some("“end of experiment”"),
        }
    }

    fn block(&mut self, experiment: &Experiment) -> Result<(BlockHeader, VamasOrdinates), Fault> {
        let header = BlockHeader::read(&mut self.lines, experiment, self.first.as_ref())?;
        let ordinates = header.read_ordinates(&mut self.lines)?;
        Ok((header, ordinates))
    }

    /// Keeps the spectrum of a block that begins at the line `start`.
    fn convert(
        &mut self,
        experiment: &Experiment,
        header: &BlockHeader,
        ordinates: &VamasOrdinates,
        number: usize,
        start: usize,
    ) {
        let is_broken = ordinates.ending != Ending::Complete;
        match convert::spectrum(experiment, header, ordinates, number) {
            Ok(mut spectrum) => {
                if is_broken {
                    spectrum.doubts.push(Doubt::incomplete(format!(
                        "only {} of its {} points are there",
                        ordinates.sets(header),
                        header.sets_announced()
                    )));
                }
                if !is_broken || spectrum.counts.len() >= MIN_POINTS_OF_A_BROKEN_BLOCK {
                    self.salvage.keep_numbered(spectrum);
                }
            }
            Err(why) => {
                let fault = Fault::at_line(start, &*why, "a spectrum");
                self.salvage
                    .lose_because(format!("block {number}"), why, fault);
            }
        }
    }

    /// Whether another experiment follows; what else follows is told.
    fn is_followed(&mut self) -> bool {
        self.lines.skip_blank();
        let ends = self.lines.peek().is_some_and(is_terminator);
        if ends {
            self.lines.take();
            self.lines.skip_blank();
        }
        let line = self.lines.number();
        match self.lines.peek() {
            Some(text) if is_vamas(text) => return true,
            // The end-of-file mark of old DOS programs.
            None | Some("\u{1A}") => {}
            Some(_) if ends => self.salvage.tell(Doubt::left_out(format!(
                "what follows “{TERMINATOR}” from line {line} on is left out"
            ))),
            Some(_) => self.salvage.tell(Doubt::left_out(format!(
                "the file goes on at line {line} after the {} blocks that it announces",
                self.before
            ))),
        }
        false
    }
}

fn is_terminator(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case(TERMINATOR)
}

#[cfg(test)]
pub(super) mod tests;
