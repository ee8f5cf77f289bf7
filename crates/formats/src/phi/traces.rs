//! The table of traces that follows the header of a PHI file: what each holds, and where.
//!
//! No specification is public. Layout as found in files of a VersaProbe 4 and of an older
//! instrument, and as the PHI readers of yadg and of the Igor Pro PES tools have it: four words
//! (always 1, number of traces, bytes of all trace headers, 16), then 96 bytes for each trace.
//! Offsets count from the first of the four words.

use crate::shared::error::Fault;
use speclens_containers::bytes::{Real, array_at, index_at, zero_terminated};

/// Bytes before the first trace header.
const TABLE_HEADER_BYTES: usize = 16;
/// Bytes of a trace header.
const TRACE_HEADER_BYTES: usize = 96;

/// One trace: a block of numbers with up to three dimensions, the first running fastest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    /// Position in the table, from 1.
    pub number: usize,
    /// Number of the region whose spectra it holds; 0 for other tables.
    pub region: usize,
    /// Lengths of the dimensions, at least 1.
    pub lengths: [usize; 3],
    /// Names of the dimensions: `pnt` or `chn` (points), `cyc` (cycles of a profile), `sar`
    /// (spatial areas), `reg` (regions), or empty.
    pub names: [String; 3],
    /// Unit of the numbers, such as `c/s`.
    pub unit: String,
    /// How the numbers are stored; `Err` with the name of a type that is not known.
    pub real: Result<Real, String>,
    /// Where the data begin, bytes from the beginning of the file.
    pub start: usize,
    /// Bytes of the data as announced.
    pub bytes: usize,
    /// Whether the header gives two ends of the data that differ.
    pub contradictory: bool,
}

/// Reads the trace headers at `start` of the file, and gives where they end.
///
/// # Errors
/// The four words are others, or the file ends within the table.
pub(super) fn table(file: &[u8], start: usize) -> Result<(Vec<Trace>, usize), Fault> {
    let cut = || {
        Fault::at_byte(
            file.len(),
            "the end of the file",
            "the table of traces that follows “EOFH”",
        )
    };
    let word = |i: usize| index_at(file, start + 4 * i).ok_or_else(cut);
    let (count, sizes, size) = (word(1)?, word(2)?, word(3)?);
    if count == 0
        || size != TABLE_HEADER_BYTES
        || Some(sizes) != count.checked_mul(TRACE_HEADER_BYTES)
    {
        return Err(Fault::at_byte(
            start + 4,
            format!("{count} traces with headers of {sizes} bytes after {size} bytes"),
            "at least one trace with a header of 96 bytes after 16 bytes",
        ));
    }
    // `file` holds the headers, so none of these sums is beyond its length.
    let first = start + TABLE_HEADER_BYTES;
    let end = first.checked_add(sizes).filter(|end| *end <= file.len());
    let end = end.ok_or_else(cut)?;
    let traces = (0..count)
        .map(|i| Trace::read(file, start, first + i * TRACE_HEADER_BYTES, i + 1))
        .collect::<Option<Vec<Trace>>>();
    Ok((traces.ok_or_else(cut)?, end))
}

impl Trace {
    /// Reads the header at `at`; `None` where the file ends before.
    fn read(file: &[u8], table: usize, at: usize, number: usize) -> Option<Trace> {
        let word = |i: usize| index_at(file, at + 4 * i);
        let name = |i: usize| array_at::<8>(file, at + 4 * i).map(|b| zero_terminated(&b));
        let kind = zero_terminated(&array_at::<4>(file, at + 4 * 18)?);
        let real = match kind.as_str() {
            "f4" => Ok(Real::Single),
            // Old files say "u8" and hold double precision all the same.
            "f8" | "u8" => Ok(Real::Double),
            _ => Err(kind),
        };
        let (bytes, offset, end) = (word(19)?, word(20)?, word(23)?);
        Some(Trace {
            number,
            region: word(3)?,
            lengths: [word(5)?.max(1), word(6)?.max(1), word(7)?.max(1)],
            names: [name(8)?, name(10)?, name(12)?],
            unit: zero_terminated(&array_at::<16>(file, at + 4 * 14)?),
            real,
            start: table.saturating_add(offset),
            bytes,
            // Some files give the end of the data as well.
            contradictory: end != 0 && Some(end) != offset.checked_add(bytes),
        })
    }

    /// Whether its first dimension runs over the points of a region.
    pub fn is_spectral(&self) -> bool {
        self.region > 0 && matches!(self.names[0].as_str(), "pnt" | "chn")
    }

    /// Whether it lists the sputter time of each cycle for each region.
    pub fn is_sputter_times(&self) -> bool {
        self.region == 0
            && self.unit == "s"
            && self.names[0] == "cyc"
            && self.names[1] == "reg"
            && self.lengths[2] == 1
    }

    /// Number of spectra (or rows of a table); `None` where it does not fit the data's length.
    pub fn rows(&self) -> Option<usize> {
        let size = self.real.as_ref().ok()?.size();
        let rows = self.lengths[1].checked_mul(self.lengths[2])?;
        let bytes = rows.checked_mul(self.lengths[0])?.checked_mul(size)?;
        (bytes == self.bytes).then_some(rows)
    }

    /// Bytes of one row, where [`Trace::rows`] is known.
    pub fn row_bytes(&self) -> Option<usize> {
        let size = self.real.as_ref().ok()?.size();
        self.lengths[0].checked_mul(size)
    }
}
