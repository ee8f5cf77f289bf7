//! Excel 5 to 2003 `.xls`: the stream `Workbook` of an OLE document, which is a chain of records
//! (Microsoft, \[MS-XLS\], BIFF8; BIFF5 as it was in Excel 5 and 95).

mod text;

use crate::bytes::{array_at, u32_at};
use crate::damage::Damage;
use crate::ole::CompoundFile;
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

/// Whether an OLE document holds a workbook, perhaps an encrypted one.
pub fn is_workbook(document: &CompoundFile) -> bool {
    STREAMS.iter().any(|s| document.has(s)) || document.has(ENCRYPTED)
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

/// A sheet as the workbook's list names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it holds cells: others are charts and macros.
    pub is_worksheet: bool,
    /// Where in the stream it begins.
    offset: usize,
}

/// A workbook and what its first records say of it.
#[derive(Debug)]
pub struct Workbook {
    stream: Vec<u8>,
    /// BIFF8: texts with a flag for 16-bit characters.
    is_biff8: bool,
    sheets: Vec<Sheet>,
    /// Texts that cells share.
    strings: Vec<String>,
}

impl Workbook {
    /// Opens the workbook of an OLE document.
    ///
    /// # Errors
    /// A damaged workbook, or one with a password.
    pub fn open(document: &mut CompoundFile) -> Result<Workbook, Damage> {
        let Some(name) = STREAMS.into_iter().find(|s| document.has(s)) else {
            return Err(encrypted());
        };
        Workbook::of(document.stream(name)?)
    }

    /// The workbook of a stream.
    fn of(stream: Vec<u8>) -> Result<Workbook, Damage> {
        let expected = "an Excel workbook";
        let mut records = Records {
            stream: &stream,
            at: 0,
        };
        let is_biff8 = match records.next() {
            Some((record::BOF, data)) => array_at(data, 0) == Some([0x00, 0x06]),
            _ => {
                let found = "a stream “Workbook” that does not begin as one";
                return Err(Damage::at_byte(0, found, expected));
            }
        };
        let mut sheets = Vec::new();
        let mut strings = Vec::new();
        loop {
            let Some((kind, data)) = records.next() else {
                return Err(Damage::at_byte(records.at, "the end of the file", expected));
            };
            match kind {
                record::FILE_PASS => return Err(encrypted()),
                record::BOUND_SHEET => {
                    let Some(offset) = u32_at(data, 0) else {
                        continue;
                    };
                    let mut text = Text::new(vec![data.get(6..).unwrap_or_default()]);
                    let length = usize::from(text.byte().unwrap_or_default());
                    sheets.push(Sheet {
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
                    strings = shared_strings(parts);
                }
                record::EOF => break,
                _ => {}
            }
        }
        Ok(Workbook {
            stream,
            is_biff8,
            sheets,
            strings,
        })
    }

    /// Its sheets, in order.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// How many bytes of records all sheets may read together: several may begin in the same place.
    pub fn budget(&self) -> usize {
        self.stream.len().saturating_mul(TIMES)
    }

    /// Gives each filled cell of a worksheet to `push`: row and column from 0, and its text.
    /// `left` is how many bytes of records may be read, at first [`Workbook::budget`].
    ///
    /// # Errors
    /// A damaged worksheet, with the row; what `push` refuses.
    pub fn cells<E: From<Damage>>(
        &self,
        sheet: &Sheet,
        left: &mut usize,
        mut push: impl FnMut(usize, usize, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut records = Records {
            stream: &self.stream,
            at: sheet.offset,
        };
        if !matches!(records.next(), Some((record::BOF, _))) {
            let expected = "the beginning of a worksheet";
            return Err(Damage::at_row(1, "another record", expected).into());
        }
        // The cell of a formula whose result, a text, comes in a record of its own.
        let mut awaited = None;
        // Charts on the sheet are workbooks within.
        let mut depth = 0;
        let mut row = 0;
        loop {
            let Some((kind, data)) = records.next() else {
                return Err(Damage::at_row(row + 1, "the end of the file", "more cells").into());
            };
            let Some(rest) = left.checked_sub(data.len() + 4) else {
                let found = "cells that belong to several sheets";
                return Err(Damage::at_row(row + 1, found, "cells of one sheet").into());
            };
            *left = rest;
            match kind {
                record::BOF => depth += 1,
                record::EOF if depth == 0 => return Ok(()),
                record::EOF => depth -= 1,
                _ if depth > 0 => {}
                record::STRING => {
                    if let Some((row, column)) = awaited.take() {
                        push(row, column, &self.text(data))?;
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
                                return Err(Damage::at_row(place.0 + 1, found, expected).into());
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
                                push(place.0, place.1 + i, &shown(number))?;
                            }
                            None
                        }
                        _ => continue,
                    };
                    row = place.0;
                    if let Some(text) = pushed {
                        push(place.0, place.1, &text)?;
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

fn encrypted() -> Damage {
    let found = "an Excel workbook with a password, which is not read";
    Damage::at_byte(0, found, "a workbook without a password")
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
