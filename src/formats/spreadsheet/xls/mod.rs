//! Excel 5 to 2003 `.xls`: the stream `Workbook` of an OLE document, which is a chain of records
//! (Microsoft, \[MS-XLS\], BIFF8; BIFF5 as it was in Excel 5 and 95).

mod text;

use super::grid::Grid;
use super::xlsx::MAX_SHEETS;
use super::{Sink, refused};
use crate::formats::bytes::{array_at, u32_at};
use crate::formats::error::Fault;
use crate::formats::lines::END_OF_FILE;
use crate::formats::vgd::Container;
use crate::spectrum::Spectrum;
use text::{Text, shared_strings};

/// Kinds of records.
mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000A;
    pub const FILE_PASS: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00BD;
    pub const RSTRING: u16 = 0x00D6;
    pub const SST: u16 = 0x00FC;
    pub const LABEL_SST: u16 = 0x00FD;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const STRING: u16 = 0x0207;
    pub const RK: u16 = 0x027E;
    pub const BOF: u16 = 0x0809;
}

/// Names of the stream in Excel 97 to 2003, and in Excel 5 and 95.
const STREAMS: [&str; 2] = ["Workbook", "Book"];
/// What an encrypted `.xlsx` holds.
const ENCRYPTED: &str = "EncryptedPackage";
/// Several sheets may begin in the same place: together they may read the stream so many times.
const TIMES: usize = 4;

/// Whether the file is an OLE document that holds a workbook.
pub(in crate::formats) fn is_xls(bytes: &[u8]) -> bool {
    Container::open(bytes)
        .is_ok_and(|c| !c.has("VGData") && (STREAMS.iter().any(|s| c.has(s)) || c.has(ENCRYPTED)))
}

/// Reads the spectra on every worksheet.
///
/// # Errors
/// A damaged or encrypted workbook; no sheet with a spectrum.
pub(in crate::formats) fn read(bytes: &[u8]) -> Result<Vec<Spectrum>, Fault> {
    let mut container = Container::open(bytes)?;
    let Some(name) = STREAMS.into_iter().find(|s| container.has(s)) else {
        return Err(refused("an Excel workbook with a password"));
    };
    let stream = container.stream(name)?;
    let book = Book::of(&stream)?;
    let mut sink = Sink::default();
    let mut left = stream.len().saturating_mul(TIMES);
    for (i, sheet) in book.sheets.iter().enumerate() {
        if i >= MAX_SHEETS {
            sink.warn(format!("sheets beyond the first {MAX_SHEETS} are not read"));
            break;
        }
        if sheet.is_worksheet {
            sink.sheet(&sheet.name, book.grid(&stream, sheet.offset, &mut left));
        } else {
            sink.without_spectra(&sheet.name);
        }
    }
    sink.finish()
}

/// One record: its kind, and its data.
type Record<'a> = (u16, &'a [u8]);

/// The records from a place of the stream on.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = array_at(self.stream, self.at).map(u16::from_le_bytes)?;
        let length = array_at(self.stream, self.at + 2).map(u16::from_le_bytes)?;
        let start = self.at + 4;
        let data = self.stream.get(start..start + usize::from(length))?;
        self.at = start + usize::from(length);
        Some((kind, data))
    }
}

struct Sheet {
    name: String,
    offset: usize,
    is_worksheet: bool,
}

/// What the first records say of the workbook.
struct Book {
    /// BIFF8: texts with a flag for 16-bit characters.
    is_biff8: bool,
    sheets: Vec<Sheet>,
    /// Texts that cells share.
    strings: Vec<String>,
}

impl Book {
    fn of(stream: &[u8]) -> Result<Book, Fault> {
        let expected = "an Excel workbook";
        let mut records = Records { stream, at: 0 };
        let is_biff8 = match records.next() {
            Some((record::BOF, data)) => array_at(data, 0) == Some([0x00, 0x06]),
            _ => {
                let found = "a stream “Workbook” that does not begin as one";
                return Err(Fault::at_byte(0, found, expected));
            }
        };
        let mut book = Book {
            is_biff8,
            sheets: Vec::new(),
            strings: Vec::new(),
        };
        loop {
            let Some((kind, data)) = records.next() else {
                return Err(Fault::at_byte(records.at, END_OF_FILE, expected));
            };
            match kind {
                record::FILE_PASS => return Err(refused("an Excel workbook with a password")),
                record::BOUND_SHEET => {
                    let Some(offset) = u32_at(data, 0) else {
                        continue;
                    };
                    let mut text = Text::new(vec![data.get(6..).unwrap_or_default()]);
                    let length = usize::from(text.byte().unwrap_or_default());
                    book.sheets.push(Sheet {
                        name: text.characters(length, is_biff8).unwrap_or_default(),
                        offset: usize::try_from(offset).unwrap_or(usize::MAX),
                        is_worksheet: data.get(5) == Some(&0),
                    });
                }
                record::SST => {
                    let mut parts = vec![data];
                    let mut ahead = Records { ..records };
                    while let Some((record::CONTINUE, data)) = ahead.next() {
                        parts.push(data);
                        records.at = ahead.at;
                    }
                    book.strings = shared_strings(parts);
                }
                record::EOF => return Ok(book),
                _ => {}
            }
        }
    }

    /// The cells of the sheet that begins at an offset.
    /// `left` is how many bytes of records may be read.
    fn grid(&self, stream: &[u8], offset: usize, left: &mut usize) -> Result<Grid, Fault> {
        let mut grid = Grid::default();
        let mut records = Records { stream, at: offset };
        if !matches!(records.next(), Some((record::BOF, _))) {
            let expected = "the beginning of a worksheet";
            return Err(Fault::at_line(1, "another record", expected));
        }
        // The cell of a formula whose result, a text, comes in a record of its own.
        let mut awaited = None;
        // Charts on the sheet are workbooks within.
        let mut depth = 0;
        let mut row = 0;
        loop {
            let Some((kind, data)) = records.next() else {
                return Err(Fault::at_line(row + 1, END_OF_FILE, "more cells"));
            };
            let Some(rest) = left.checked_sub(data.len() + 4) else {
                let found = "cells that belong to several sheets";
                return Err(Fault::at_line(row + 1, found, "cells of one sheet"));
            };
            *left = rest;
            match kind {
                record::BOF => depth += 1,
                record::EOF if depth == 0 => return Ok(grid),
                record::EOF => depth -= 1,
                _ if depth > 0 => {}
                record::STRING => {
                    if let Some((row, column)) = awaited.take() {
                        grid.push(row, column, &self.text(data))?;
                    }
                }
                _ => {
                    let Some(place) = place(data) else { continue };
                    let cell = data.get(6..).unwrap_or_default();
                    let pushed = match kind {
                        record::NUMBER => array_at(cell, 0).map(f64::from_le_bytes).map(shown),
                        record::RK => u32_at(cell, 0).map(|rk| shown(rk_number(rk))),
                        record::LABEL | record::RSTRING => Some(self.text(cell)),
                        record::LABEL_SST => {
                            let index = u32_at(cell, 0).and_then(|i| usize::try_from(i).ok());
                            let Some(text) = index.and_then(|i| self.strings.get(i)) else {
                                let found = "a shared text that is not there";
                                let expected = format!("one of {}", self.strings.len());
                                return Err(Fault::at_line(place.0 + 1, found, expected));
                            };
                            Some(text.clone())
                        }
                        record::FORMULA => match array_at::<8>(cell, 0) {
                            // A text, an error; a truth or nothing.
                            Some([0, _, _, _, _, _, 0xFF, 0xFF]) => {
                                awaited = Some(place);
                                None
                            }
                            Some([2, _, _, _, _, _, 0xFF, 0xFF]) => Some("#N/A".to_owned()),
                            Some([_, _, _, _, _, _, 0xFF, 0xFF]) | None => None,
                            Some(number) => Some(shown(f64::from_le_bytes(number))),
                        },
                        record::MUL_RK => {
                            let (pairs, _) = data.get(4..).unwrap_or_default().as_chunks::<6>();
                            for (i, [_, _, a, b, c, d]) in pairs.iter().enumerate() {
                                let number = rk_number(u32::from_le_bytes([*a, *b, *c, *d]));
                                grid.push(place.0, place.1 + i, &shown(number))?;
                            }
                            None
                        }
                        _ => continue,
                    };
                    row = place.0;
                    if let Some(text) = pushed {
                        grid.push(place.0, place.1, &text)?;
                    }
                }
            }
        }
    }

    /// A text with its length, 16 bits, before it.
    fn text(&self, data: &[u8]) -> String {
        let mut text = Text::new(vec![data]);
        let length = usize::from(text.word().unwrap_or_default());
        text.characters(length, self.is_biff8).unwrap_or_default()
    }
}

/// Row and column, from 0, with which the records of cells begin.
fn place(data: &[u8]) -> Option<(usize, usize)> {
    let word = |at| array_at(data, at).map(|w| usize::from(u16::from_le_bytes(w)));
    Some((word(0)?, word(2)?))
}

/// A number as text; its digits are enough to give it back.
fn shown(number: f64) -> String {
    if number == 0.0 || (1e-5..1e15).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:e}")
    }
}

/// A number in 32 bits: an integer of 30 bits or the upper 30 bits of a double, in hundredths
/// where bit 0 is set.
fn rk_number(rk: u32) -> f64 {
    let number = if rk & 2 != 0 {
        f64::from((rk as i32) >> 2)
    } else {
        f64::from_bits(u64::from(rk & !3) << 32)
    };
    if rk & 1 != 0 { number / 100.0 } else { number }
}
