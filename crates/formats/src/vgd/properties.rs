//! OLE property sets (MS-OLEPS): numbered properties of several types in a stream.

use crate::shared::dates::utc;
use crate::shared::notes::short;
use speclens_containers::bytes::{array_at, decimal, index_at, u32_at};

/// A value of a property set.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Integer(i64),
    /// Single precision is given as the decimal number that it stands for.
    Real(f64),
    Text(String),
    /// Hundreds of nanoseconds since 1601-01-01 00:00 UTC.
    Time(u64),
}

/// The first section of a property set. Values are read when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Properties {
    bytes: Vec<u8>,
    /// Identifier and place of each property.
    places: Vec<(u32, usize)>,
}

impl Properties {
    /// Reads the table of a property set; empty where the bytes are none.
    pub fn read(bytes: Vec<u8>) -> Properties {
        let places = places(&bytes).unwrap_or_default();
        Properties { bytes, places }
    }

    /// The first property with this identifier, if it is of a known type.
    pub fn get(&self, id: u32) -> Option<Value> {
        let (_, at) = self.places.iter().find(|(i, _)| *i == id)?;
        value(&self.bytes, *at)
    }

    /// A finite number.
    pub fn real(&self, id: u32) -> Option<f64> {
        match self.get(id)? {
            Value::Real(v) => Some(v).filter(|v| v.is_finite()),
            Value::Integer(v) => Some(v as f64),
            _ => None,
        }
    }

    /// A whole number.
    pub fn integer(&self, id: u32) -> Option<i64> {
        match self.get(id)? {
            Value::Integer(v) => Some(v),
            _ => None,
        }
    }

    /// A text that is not empty.
    pub fn text(&self, id: u32) -> Option<String> {
        match self.get(id)? {
            Value::Text(v) => Some(v).filter(|v| !v.is_empty()),
            _ => None,
        }
    }

    /// A date as `2024-01-22 13:05:09 UTC`.
    pub fn date(&self, id: u32) -> Option<String> {
        match self.get(id)? {
            Value::Time(v) => date(v),
            _ => None,
        }
    }
}

/// Identifiers and absolute places of the properties of the first section.
fn places(bytes: &[u8]) -> Option<Vec<(u32, usize)>> {
    if bytes.get(..2)? != [0xFE, 0xFF] || u32_at(bytes, 24)? == 0 {
        return None;
    }
    let section = index_at(bytes, 44)?;
    let count = index_at(bytes, section.checked_add(4)?)?;
    let table = section + 8;
    let fits = count.checked_mul(8)?.checked_add(table)? <= bytes.len();
    fits.then(|| {
        (0..count)
            .filter_map(|i| {
                let id = u32_at(bytes, table + 8 * i)?;
                let offset = index_at(bytes, table + 8 * i + 4)?;
                Some((id, section.checked_add(offset)?))
            })
            .collect()
    })
}

/// The typed value at `at`.
fn value(bytes: &[u8], at: usize) -> Option<Value> {
    let body = at.checked_add(4)?;
    Some(match u32_at(bytes, at)? & 0xFFFF {
        // VT_I2, VT_BOOL
        2 | 11 => Value::Integer(i16::from_le_bytes(array_at(bytes, body)?).into()),
        // VT_I4, VT_INT
        3 | 22 => Value::Integer(i32::from_le_bytes(array_at(bytes, body)?).into()),
        // VT_UI4, VT_UINT
        19 | 23 => Value::Integer(u32_at(bytes, body)?.into()),
        // VT_R4, VT_R8
        4 => Value::Real(decimal(f32::from_le_bytes(array_at(bytes, body)?))),
        5 => Value::Real(f64::from_le_bytes(array_at(bytes, body)?)),
        // VT_BSTR, whose length is in bytes, VT_LPWSTR, in characters
        kind @ (8 | 31) => {
            let length = index_at(bytes, body)?;
            let unit = if kind == 31 { 2 } else { 1 };
            let start = body.checked_add(4)?;
            let end = start.checked_add(length.checked_mul(unit)?)?;
            let (units, _) = bytes.get(start..end)?.as_chunks();
            let units = units.iter().map(|u| u16::from_le_bytes(*u));
            let text = char::decode_utf16(units.take_while(|u| *u != 0));
            // Long enough for what is shown of a text.
            let text: String = text.take(1000).filter_map(Result::ok).collect();
            Value::Text(short(&text))
        }
        // VT_LPSTR
        30 => {
            let length = index_at(bytes, body)?;
            let start = body.checked_add(4)?;
            let text = bytes.get(start..start.checked_add(length)?)?;
            let text: String = text
                .iter()
                .take(1000)
                .take_while(|b| **b != 0)
                .map(|b| char::from(*b))
                .collect();
            Value::Text(short(&text))
        }
        // VT_FILETIME
        64 => Value::Time(u64::from_le_bytes(array_at(bytes, body)?)),
        _ => return None,
    })
}

/// A `FILETIME` as a date; `None` before 1970 (unset) and after 9999.
fn date(time: u64) -> Option<String> {
    const SECONDS_1601_TO_1970: u64 = 134_774 * 86_400;
    utc((time / 10_000_000).checked_sub(SECONDS_1601_TO_1970)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_file_times() {
        // 1970-01-01 is 11644473600 s after 1601-01-01.
        let at = |unix_s: u64| date((unix_s + 11_644_473_600) * 10_000_000);
        assert_eq!(at(0).unwrap(), "1970-01-01 00:00:00 UTC");
        assert_eq!(at(1_705_928_709).unwrap(), "2024-01-22 13:05:09 UTC");
        assert_eq!((date(0), date(u64::MAX)), (None, None));
    }
}
