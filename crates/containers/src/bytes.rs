//! Little-endian numbers in a binary file; each place is checked against the file's end.

/// The `N` bytes at `at`; `None` beyond the end.
pub fn array_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// Unsigned 32-bit number at `at`.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array_at(bytes, at).map(u32::from_le_bytes)
}

/// The same as an index or a length.
pub fn index_at(bytes: &[u8], at: usize) -> Option<usize> {
    u32_at(bytes, at).and_then(|v| usize::try_from(v).ok())
}

/// Text up to the first zero byte, Latin-1, without control characters.
pub fn zero_terminated(bytes: &[u8]) -> String {
    bytes
        .iter()
        .take_while(|b| **b != 0)
        .map(|b| char::from(*b))
        .filter(|c| !c.is_control())
        .collect()
}

/// The number that was typed in before it became single precision: 1486.68, not 1486.6800537109375.
pub fn decimal(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// Precision of stored intensities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Real {
    /// IEEE 754, 4 bytes.
    Single,
    /// IEEE 754, 8 bytes.
    Double,
}

impl Real {
    /// Bytes of one number.
    pub fn size(self) -> usize {
        match self {
            Real::Single => 4,
            Real::Double => 8,
        }
    }

    /// All numbers of `bytes`; bytes at the end that make no whole number are passed over.
    pub fn values(self, bytes: &[u8]) -> Vec<f64> {
        match self {
            Real::Single => {
                let (chunks, _) = bytes.as_chunks();
                chunks
                    .iter()
                    .map(|c| f32::from_le_bytes(*c).into())
                    .collect()
            }
            Real::Double => {
                let (chunks, _) = bytes.as_chunks();
                chunks.iter().map(|c| f64::from_le_bytes(*c)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_with_the_bytes() {
        let bytes = [1, 2, 0, 0, 0];
        assert_eq!(u32_at(&bytes, 1), Some(2));
        assert_eq!(u32_at(&bytes, 2), None);
        assert_eq!(u32_at(&bytes, usize::MAX), None);
        assert_eq!(index_at(&bytes, 0), Some(0x201));
        assert_eq!(zero_terminated(b"c/s\0junk"), "c/s");
        assert_eq!(zero_terminated(b"\xB5m\n"), "µm");
    }

    #[test]
    fn single_and_double_precision() {
        let mut bytes = 1.5f32.to_le_bytes().to_vec();
        bytes.extend((-2.0f32).to_le_bytes());
        bytes.push(7);
        assert_eq!(Real::Single.values(&bytes), [1.5, -2.0]);
        assert_eq!(Real::Double.values(&1e300f64.to_le_bytes()), [1e300]);
        assert_eq!(decimal(1486.68), 1486.68);
        assert_eq!(decimal(0.05), 0.05);
    }
}
