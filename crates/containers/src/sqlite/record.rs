//! Records: a row's values, each with its type.

use std::borrow::Cow;

use super::damaged;
use super::pages::{Encoding, varint};
use super::tree::Cell;
use crate::Damage;
use crate::bytes::array_at;

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'r> {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(Cow<'r, str>),
    /// Bytes.
    Blob(&'r [u8]),
}

impl<'r> Value<'r> {
    /// A whole number.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Value::Integer(n) => Some(*n),
            _ => None,
        }
    }

    /// A finite number; whole ones are stored as such even where the column is one of reals.
    pub fn real(&self) -> Option<f64> {
        match self {
            Value::Integer(n) => Some(*n as f64),
            Value::Real(v) => Some(*v).filter(|v| v.is_finite()),
            _ => None,
        }
    }

    /// A text, also one that was stored as bytes.
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text.clone().into_owned()),
            Value::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// Bytes.
    pub fn bytes(&self) -> Option<&'r [u8]> {
        match self {
            Value::Blob(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// A row as it is stored.
pub(super) struct Record<'a> {
    payload: Cow<'a, [u8]>,
    encoding: Encoding,
    pub row_number: i64,
}

impl<'a> Record<'a> {
    /// Takes a cell's bytes for a record.
    ///
    /// # Errors
    /// Its header and values do not fit into them.
    pub fn new(cell: Cell<'a>, encoding: Encoding) -> Result<Record<'a>, Damage> {
        let record = Record {
            payload: cell.payload,
            encoding,
            row_number: cell.row_number,
        };
        let (mut header, mut end) = (0, 0);
        for (_, from, length) in record.values() {
            header += 1;
            end = from.saturating_add(length);
        }
        // A header that is cut, or of an unknown type, ends the walk before its end.
        let whole = record.columns() == Some(header) && end <= record.payload.len();
        whole
            .then_some(record)
            .ok_or_else(|| damaged(cell.at, "a row whose values do not fit into it"))
    }

    /// Bytes of the record's header, of which the first ones tell the number.
    fn header(&self) -> Option<(usize, usize)> {
        let (length, first) = varint(&self.payload, 0)?;
        let length = usize::try_from(length).ok()?;
        (first <= length && length <= self.payload.len()).then_some((length, first))
    }

    /// How many values the header tells of; `None` where it is cut.
    fn columns(&self) -> Option<usize> {
        let (length, mut at) = self.header()?;
        let mut count = 0;
        while at < length {
            at += varint(&self.payload[..length], at)?.1;
            count += 1;
        }
        Some(count)
    }

    /// Type, place and length of each value.
    fn values(&self) -> impl Iterator<Item = (u64, usize, usize)> {
        let (length, mut at) = self.header().unwrap_or((0, 0));
        let mut from = length;
        std::iter::from_fn(move || {
            let (kind, size) = varint(&self.payload[..length], at)?;
            at += size;
            let bytes = match kind {
                0 | 8 | 9 => 0,
                1..=4 => kind,
                5 => 6,
                6 | 7 => 8,
                10 | 11 => return None,
                _ => (kind - 12) / 2,
            };
            let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
            let place = from;
            from = from.saturating_add(bytes);
            Some((kind, place, bytes))
        })
    }

    /// A value; `None` where the row is older than the column.
    pub fn value(&self, column: usize) -> Option<Value<'_>> {
        let (kind, from, length) = self.values().nth(column)?;
        let bytes = self.payload.get(from..from.saturating_add(length))?;
        Some(match kind {
            0 => Value::Null,
            1..=6 => Value::Integer(integer(bytes)),
            7 => Value::Real(array_at(bytes, 0).map_or(0.0, f64::from_be_bytes)),
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            _ if kind % 2 == 0 => Value::Blob(bytes),
            _ => Value::Text(text(bytes, self.encoding)),
        })
    }
}

/// A whole number of one to eight bytes, big-endian in two's complement.
fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|b| b & 0x80 != 0);
    let start = if negative { -1 } else { 0 };
    bytes.iter().fold(start, |n, b| n << 8 | i64::from(*b))
}

fn text(bytes: &[u8], encoding: Encoding) -> Cow<'_, str> {
    let unit: fn([u8; 2]) -> u16 = match encoding {
        Encoding::Utf8 => return String::from_utf8_lossy(bytes),
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    let (pairs, _) = bytes.as_chunks::<2>();
    let decoded = char::decode_utf16(pairs.iter().map(|p| unit(*p)));
    let chars = decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    Cow::Owned(chars.collect())
}
