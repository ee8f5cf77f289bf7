//! The layout of Igor binary waves: a file header (`BinHeader`), a wave header (`WaveHeader2` in
//! versions 1 to 3, `WaveHeader5` in version 5), the numbers, and texts behind them.
//!
//! Layout: WaveMetrics, Technical Note 003 "Igor Binary Format", and igor2 (AFM-analysis), which
//! follows it.

use crate::shared::cube::{Dimension, Scale};
use crate::shared::error::Fault;
use speclens_containers::bytes::array_at;
use speclens_containers::text::utf8_or_latin1;

/// Bytes of `WaveHeader2` without the numbers.
const HEADER_2: usize = 110;
/// Bytes of `WaveHeader5` without the numbers.
const HEADER_5: usize = 320;
/// Bytes of `BinHeader5`.
const FILE_HEADER_5: usize = 64;
/// Bytes of the name of an element of a dimension; the dimension's own name comes first.
const LABEL: usize = 32;

/// Bits of the type of a wave's numbers (`NT_…` in the note).
mod kind {
    pub const COMPLEX: u16 = 0x01;
    pub const UNSIGNED: u16 = 0x40;
}

/// Type of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    F32,
    F64,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
}

impl Number {
    /// The type behind a number of `kind` bits; `None` for text waves and types that are unknown.
    fn of(bits: u16) -> Option<Number> {
        let unsigned = bits & kind::UNSIGNED != 0;
        Some(match (bits & !kind::UNSIGNED, unsigned) {
            (0x02, false) => Number::F32,
            (0x04, false) => Number::F64,
            (0x08, false) => Number::I8,
            (0x08, true) => Number::U8,
            (0x10, false) => Number::I16,
            (0x10, true) => Number::U16,
            (0x20, false) => Number::I32,
            (0x20, true) => Number::U32,
            (0x80, false) => Number::I64,
            (0x80, true) => Number::U64,
            _ => return None,
        })
    }

    fn size(self) -> usize {
        match self {
            Number::I8 | Number::U8 => 1,
            Number::I16 | Number::U16 => 2,
            Number::F32 | Number::I32 | Number::U32 => 4,
            Number::F64 | Number::I64 | Number::U64 => 8,
        }
    }
}

/// Bytes with their order.
#[derive(Debug, Clone, Copy)]
struct Bytes<'a> {
    all: &'a [u8],
    little: bool,
}

impl<'a> Bytes<'a> {
    /// The bytes of a number in little-endian order.
    fn array<const N: usize>(self, at: usize) -> Option<[u8; N]> {
        let mut bytes = array_at(self.all, at)?;
        if !self.little {
            bytes.reverse();
        }
        Some(bytes)
    }

    fn u16(self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    /// A length or a count; `None` where it is negative.
    fn size(self, at: usize) -> Option<usize> {
        let size = self.array(at).map(i32::from_le_bytes)?;
        usize::try_from(size).ok()
    }

    fn f64(self, at: usize) -> Option<f64> {
        self.array(at).map(f64::from_le_bytes)
    }

    fn number(self, kind: Number, at: usize) -> Option<f64> {
        Some(match kind {
            Number::F32 => f32::from_le_bytes(self.array(at)?).into(),
            Number::F64 => self.f64(at)?,
            Number::I8 => i8::from_le_bytes(self.array(at)?).into(),
            Number::U8 => u8::from_le_bytes(self.array(at)?).into(),
            Number::I16 => i16::from_le_bytes(self.array(at)?).into(),
            Number::U16 => self.u16(at)?.into(),
            Number::I32 => i32::from_le_bytes(self.array(at)?).into(),
            Number::U32 => u32::from_le_bytes(self.array(at)?).into(),
            Number::I64 => i64::from_le_bytes(self.array(at)?) as f64,
            Number::U64 => u64::from_le_bytes(self.array(at)?) as f64,
        })
    }

    /// Text of `length` bytes, up to the first zero; empty where the file is shorter.
    fn text(self, at: usize, length: usize) -> String {
        let end = at.saturating_add(length);
        let text = self.all.get(at..end).unwrap_or_default();
        let text = text.split(|b| *b == 0).next().unwrap_or_default();
        utf8_or_latin1(text).into_owned()
    }
}

/// Byte order and version of a file with a valid checksum: all 16-bit words of the headers sum to
/// zero. There is no other signature.
pub(super) fn version(bytes: &[u8]) -> Option<(bool, u8)> {
    let [a, b] = *bytes.first_chunk::<2>()?;
    let (version, little) = match (a, b) {
        (v, 0) => (v, true),
        (0, v) => (v, false),
        _ => return None,
    };
    let headers = match version {
        1 => 8 + HEADER_2,
        2 => 16 + HEADER_2,
        3 => 20 + HEADER_2,
        5 => FILE_HEADER_5 + HEADER_5,
        _ => return None,
    };
    let (words, _) = bytes.get(..headers)?.as_chunks::<2>();
    let word = |w: &[u8; 2]| match little {
        true => u16::from_le_bytes(*w),
        false => u16::from_be_bytes(*w),
    };
    let sum = words.iter().fold(0u16, |sum, w| sum.wrapping_add(word(w)));
    (sum == 0).then_some((little, version))
}

/// A wave: numbers over one to four dimensions and what is said of them.
pub(super) struct BinaryWave<'a> {
    bytes: Bytes<'a>,
    kind: Number,
    /// Where the numbers begin.
    pub start: usize,
    pub name: String,
    /// The first runs fastest.
    pub dimensions: Vec<Dimension>,
    /// Unit of the numbers.
    pub unit: String,
    pub note: String,
}

impl<'a> BinaryWave<'a> {
    /// Reads the headers and the texts.
    ///
    /// # Errors
    /// Text or complex numbers, a wave without numbers, a file that is shorter than its headers
    /// say.
    pub fn read(all: &'a [u8]) -> Result<BinaryWave<'a>, Fault> {
        let Some((little, version)) = version(all) else {
            let expected = "an Igor binary wave of version 1, 2, 3 or 5 with its checksum";
            return Err(Fault::at_byte(0, "other bytes", expected));
        };
        let bytes = Bytes { all, little };
        match version {
            5 => BinaryWave::version_5(bytes),
            1 => BinaryWave::version_2(bytes, 8, None),
            2 => BinaryWave::version_2(bytes, 16, bytes.size(6)),
            _ => BinaryWave::version_2(bytes, 20, bytes.size(6)),
        }
        .and_then(BinaryWave::complete)
    }

    /// Versions 1 to 3, with a file header of `header` bytes and a note of `note` bytes.
    fn version_2(
        bytes: Bytes<'a>,
        header: usize,
        note: Option<usize>,
    ) -> Result<BinaryWave<'a>, Fault> {
        let at = |offset: usize| header + offset;
        let kind = number_type(bytes, at(0))?;
        let start = header + HEADER_2;
        let points = count(bytes, at(42), "points")?;
        let stated = bytes.size(2).unwrap_or(0);
        check_length(bytes, start, kind, points, stated.checked_sub(HEADER_2))?;
        let note = match note {
            Some(length) => bytes.text(header.saturating_add(stated), length),
            None => String::new(),
        };
        Ok(BinaryWave {
            kind,
            start,
            name: bytes.text(at(6), 20),
            dimensions: vec![Dimension {
                name: bytes.text(at(38), 4),
                length: points,
                scale: scale(bytes, at(48), at(56)),
            }],
            unit: bytes.text(at(34), 4),
            note,
            bytes,
        })
    }

    /// Version 5: up to four dimensions, long units and names behind the numbers.
    fn version_5(bytes: Bytes<'a>) -> Result<BinaryWave<'a>, Fault> {
        let at = |offset: usize| FILE_HEADER_5 + offset;
        let kind = number_type(bytes, at(16))?;
        let start = FILE_HEADER_5 + HEADER_5;
        let points = count(bytes, at(12), "points")?;
        let stated = bytes.size(4).unwrap_or(0);
        check_length(bytes, start, kind, points, stated.checked_sub(HEADER_5))?;

        // Texts follow each other: formula, note, unit of the numbers, units and labels.
        let mut behind = FILE_HEADER_5.saturating_add(stated);
        let mut next = |size_at: usize| {
            let length = bytes.size(size_at).unwrap_or(0);
            let text_at = behind;
            behind = behind.saturating_add(length);
            (text_at, length)
        };
        next(8);
        let (note_at, note_length) = next(12);
        let (unit_at, unit_length) = next(16);
        let units: [(usize, usize); 4] = std::array::from_fn(|i| next(20 + 4 * i));
        let labels: [(usize, usize); 4] = std::array::from_fn(|i| next(36 + 4 * i));

        let filled = |long: String, short: String| if long.is_empty() { short } else { long };
        let mut dimensions = Vec::new();
        let mut product = 1usize;
        for i in 0..4 {
            let Some(length) = bytes.size(at(68 + 4 * i)).filter(|n| *n > 0) else {
                break;
            };
            product = product.saturating_mul(length);
            let (unit_at, unit_length) = units[i];
            let unit = filled(
                bytes.text(unit_at, unit_length),
                bytes.text(at(152 + 4 * i), 4),
            );
            let (label_at, label_length) = labels[i];
            let label = bytes.text(label_at, label_length.min(LABEL));
            dimensions.push(Dimension {
                name: match (label.trim(), unit.trim()) {
                    ("", unit) => unit.to_owned(),
                    (label, "") => label.to_owned(),
                    (label, unit) => format!("{label} [{unit}]"),
                },
                length,
                scale: scale(bytes, at(84 + 8 * i), at(116 + 8 * i)),
            });
        }
        if product != points || dimensions.is_empty() {
            let lengths: Vec<String> = dimensions.iter().map(|d| d.length.to_string()).collect();
            let found = format!("{points} points");
            let expected = format!("{} as its dimensions say", lengths.join(" × "));
            return Err(Fault::at_byte(at(12), found, expected));
        }
        Ok(BinaryWave {
            kind,
            start,
            name: bytes.text(at(28), LABEL),
            dimensions,
            unit: filled(bytes.text(unit_at, unit_length), bytes.text(at(148), 4)),
            note: bytes.text(note_at, note_length),
            bytes,
        })
    }

    /// The wave, if it holds numbers.
    fn complete(self) -> Result<BinaryWave<'a>, Fault> {
        match self.dimensions.iter().all(|d| d.length > 0) {
            true => Ok(self),
            false => Err(Fault::at_byte(
                self.start,
                "a wave without points",
                "a spectrum",
            )),
        }
    }

    /// All numbers, in the order of the file.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let points = self.dimensions.iter().map(|d| d.length).product::<usize>();
        let size = self.kind.size();
        (0..points).map_while(move |i| self.bytes.number(self.kind, self.start + i * size))
    }
}

/// Type of the numbers, whose code stands at `at`.
fn number_type(bytes: Bytes, at: usize) -> Result<Number, Fault> {
    let bits = bytes.u16(at).unwrap_or(0);
    let refuse = |found: String| Err(Fault::at_byte(at, found, "a wave of real numbers"));
    if bits == 0 {
        return refuse("a wave of texts".to_owned());
    }
    if bits & kind::COMPLEX != 0 {
        return refuse("a wave of complex numbers".to_owned());
    }
    match Number::of(bits) {
        Some(kind) => Ok(kind),
        None => refuse(format!("a wave of the unknown type {bits}")),
    }
}

/// A count of `what` that is not negative.
fn count(bytes: Bytes, at: usize, what: &str) -> Result<usize, Fault> {
    let negative = || Fault::at_byte(at, format!("a negative number of {what}"), "none or more");
    bytes.size(at).ok_or_else(negative)
}

/// Whether the file holds all numbers, and the length that the header states as well.
fn check_length(
    bytes: Bytes,
    start: usize,
    kind: Number,
    points: usize,
    stated: Option<usize>,
) -> Result<(), Fault> {
    let wanted = points.saturating_mul(kind.size());
    if stated.is_none_or(|stated| stated < wanted) {
        let found = "a wave without its numbers (a dependency formula, or a damaged header)";
        return Err(Fault::at_byte(start, found, format!("{points} points")));
    }
    let held = bytes.all.len() - start;
    if held < wanted {
        let found = format!("the end of the file after {} points", held / kind.size());
        return Err(Fault::at_byte(
            bytes.all.len(),
            found,
            format!("{points} points"),
        ));
    }
    Ok(())
}

/// The scale whose step and first value stand at these places.
fn scale(bytes: Bytes, step_at: usize, first_at: usize) -> Scale {
    Scale::Steps {
        first: bytes.f64(first_at).unwrap_or(f64::NAN),
        step: bytes.f64(step_at).unwrap_or(f64::NAN),
    }
}
