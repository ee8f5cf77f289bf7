//! Types and shapes: what the bytes of data and attributes mean.

use super::{Cursor, Damage, Hdf5File};
use crate::text::utf8_or_latin1;

/// Dimensions of data.
const MAX_RANK: usize = 32;
/// Texts that are read of one array of texts.
const MAX_TEXTS: usize = 64;
/// Bytes of a text that are read.
const MAX_TEXT: usize = 4096;
/// Types inside one another.
const MAX_NESTING: usize = 4;

/// Type of one element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Whole {
        signed: bool,
    },
    Real,
    /// Characters up to the length of the element.
    Text,
    /// Length, and a place in the global heap.
    LongText,
    /// What is not read, by its name.
    Other(&'static str),
}

/// Type, byte order and length of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Type {
    pub kind: Kind,
    pub big_endian: bool,
    /// Bytes of an element, above 0.
    pub size: usize,
}

/// Extent of an array: its dimensions, and how far each may grow (`None`: without end).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub lengths: Vec<usize>,
    pub limits: Vec<Option<usize>>,
    /// An array that has no elements, not even one.
    pub null: bool,
}

impl Shape {
    /// Number of elements; `None` where it is too large for a machine.
    pub fn count(&self) -> Option<usize> {
        let all = |n: usize, d: &usize| n.checked_mul(*d);
        let count = self.lengths.iter().try_fold(1, all);
        if self.null { Some(0) } else { count }
    }
}

/// The body of a dataspace message.
pub(super) fn shape(cursor: &mut Cursor<'_>) -> Option<Shape> {
    let (version, rank, flags) = (cursor.byte()?, cursor.byte()?, cursor.byte()?);
    let rank = usize::from(rank);
    let null = match version {
        1 => {
            cursor.skip(5)?;
            false
        }
        2 => cursor.byte()? == 2,
        _ => return None,
    };
    if rank > MAX_RANK {
        return None;
    }
    let mut lengths = |n| (0..n).map(|_| cursor.length()).collect::<Option<Vec<_>>>();
    let own = lengths(rank)?;
    let limits = match flags & 1 {
        0 => own.iter().map(|n| Some(*n)).collect(),
        _ => {
            let bounded = |n: usize| Some(n).filter(|n| *n != super::UNDEFINED);
            lengths(rank)?.into_iter().map(bounded).collect()
        }
    };
    Some(Shape {
        lengths: own,
        limits,
        null,
    })
}

/// The body of a data type message.
pub(super) fn data_type(cursor: &mut Cursor<'_>) -> Option<Type> {
    nested(cursor, 0)
}

fn nested(cursor: &mut Cursor<'_>, nesting: usize) -> Option<Type> {
    if nesting > MAX_NESTING {
        return None;
    }
    let class = cursor.byte()? & 15;
    let bits = *cursor.take(3)?.first_chunk::<3>()?;
    let size = usize::try_from(cursor.u32()?).ok().filter(|s| *s > 0)?;
    let mut big_endian = bits[0] & 1 != 0;
    let kind = match class {
        0 => {
            let (offset, precision) = (cursor.u16()?, cursor.u16()?);
            if offset == 0 && Some(precision) == size.checked_mul(8) && size <= 8 {
                Kind::Whole {
                    signed: bits[0] & 8 != 0,
                }
            } else {
                Kind::Other("whole numbers of odd length")
            }
        }
        1 => {
            let fields = cursor.take(12)?.first_chunk::<12>()?;
            // Offset, precision, exponent at, its bits, mantissa at, its bits.
            let ieee = match size {
                2 => [0, 0, 16, 0, 10, 5, 0, 10],
                4 => [0, 0, 32, 0, 23, 8, 0, 23],
                _ => [0, 0, 64, 0, 52, 11, 0, 52],
            };
            let sound = fields.starts_with(&ieee) && bits[0] & 0x40 == 0;
            if sound && [2, 4, 8].contains(&size) {
                Kind::Real
            } else {
                Kind::Other("floating point other than IEEE's")
            }
        }
        3 => Kind::Text,
        6 => Kind::Other("compound values"),
        7 => Kind::Other("references"),
        8 => {
            let base = nested(cursor, nesting + 1)?;
            big_endian = base.big_endian;
            if base.size == size {
                base.kind
            } else {
                return None;
            }
        }
        9 if bits[0] & 15 == 1 => Kind::LongText,
        9 => Kind::Other("lists"),
        10 => Kind::Other("arrays in an array"),
        _ => Kind::Other("values of an unknown type"),
    };
    Some(Type {
        kind,
        big_endian,
        size,
    })
}

impl Type {
    /// All numbers of `bytes`, as double precision; `None` where the type is no number.
    pub fn numbers(&self, bytes: &[u8]) -> Option<Vec<f64>> {
        if !matches!(self.kind, Kind::Whole { .. } | Kind::Real) {
            return None;
        }
        let number = |element: &[u8]| {
            let mut low_first = [0; 8];
            for (to, from) in low_first.iter_mut().zip(0..self.size) {
                let from = if self.big_endian {
                    self.size - 1 - from
                } else {
                    from
                };
                *to = element.get(from).copied().unwrap_or_default();
            }
            self.value(u64::from_le_bytes(low_first))
        };
        Some(bytes.chunks_exact(self.size).map(number).collect())
    }

    fn value(&self, bits: u64) -> f64 {
        match (self.kind, self.size) {
            (Kind::Whole { signed: false }, _) => bits as f64,
            (Kind::Whole { signed: true }, size) => {
                let above = 64 - 8 * size.min(8) as u32;
                (bits.wrapping_shl(above) as i64).wrapping_shr(above) as f64
            }
            (_, 2) => half(bits as u16),
            (_, 4) => f32::from_bits(bits as u32).into(),
            _ => f64::from_bits(bits),
        }
    }
}

impl<'a> Hdf5File<'a> {
    /// The first texts of an array; `None` where its elements are no texts.
    pub(super) fn texts(&self, of: Type, bytes: &[u8]) -> Result<Option<Vec<String>>, Damage> {
        let text = |bytes: &[u8]| {
            let bytes = &bytes[..bytes.len().min(MAX_TEXT)];
            let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            utf8_or_latin1(&bytes[..end]).trim().to_owned()
        };
        let elements = bytes.chunks_exact(of.size).take(MAX_TEXTS);
        match of.kind {
            Kind::Text => Ok(Some(elements.map(text).collect())),
            Kind::LongText => {
                let mut texts = Vec::new();
                for element in elements {
                    self.spend(64)?;
                    let object = match long_text(&mut self.within(element)) {
                        Some((length, at, number)) if length > 0 => self
                            .global_object(at, number)?
                            .and_then(|o| o.get(..length)),
                        _ => None,
                    };
                    texts.push(text(object.unwrap_or_default()));
                }
                Ok(Some(texts))
            }
            _ => Ok(None),
        }
    }
}

/// Length, collection and number of a text in the global heap.
fn long_text(cursor: &mut Cursor<'_>) -> Option<(usize, usize, usize)> {
    let length = usize::try_from(cursor.u32()?).ok()?;
    let at = cursor.address()?;
    Some((length, at, usize::try_from(cursor.u32()?).ok()?))
}

/// IEEE 754 half precision.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, mantissa) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => mantissa * 2f64.powi(-24),
        31 if mantissa == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (mantissa + 1024.0) * 2f64.powi(exponent - 25),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_lengths_and_orders() {
        let of = |kind, size, big_endian| Type {
            kind,
            size,
            big_endian,
        };
        let whole = |signed| Kind::Whole { signed };
        let cases: [(Type, &[u8], f64); 8] = [
            (of(whole(false), 1, false), &[0xFE], 254.0),
            (of(whole(true), 1, false), &[0xFE], -2.0),
            (of(whole(true), 2, true), &[0xFF, 0xFE], -2.0),
            (of(whole(false), 2, false), &[1, 2], 513.0),
            (of(whole(true), 8, false), &[0xFF; 8], -1.0),
            (of(Kind::Real, 4, true), &1.5f32.to_be_bytes(), 1.5),
            (of(Kind::Real, 8, false), &(-0.1f64).to_le_bytes(), -0.1),
            (of(Kind::Real, 2, false), &[0x00, 0x3E], 1.5),
        ];
        for (of, bytes, number) in cases {
            assert_eq!(of.numbers(bytes).unwrap(), [number], "{of:?}");
        }
        assert_eq!(half(0x0001), 2f64.powi(-24));
        assert_eq!(half(0xFC00), f64::NEG_INFINITY);
        assert_eq!(of(Kind::Text, 1, false).numbers(&[1]), None);
    }
}
