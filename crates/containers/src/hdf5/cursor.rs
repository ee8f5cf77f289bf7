//! Little-endian fields of an HDF5 file, one after the other.

/// An address or length that the file leaves undefined (all bits set).
pub(super) const UNDEFINED: usize = usize::MAX;

/// Bytes of an address and of a length in this file, as its superblock says: 2, 4 or 8.
#[derive(Debug, Clone, Copy)]
pub(super) struct Widths {
    pub address: usize,
    pub length: usize,
}

/// A place in some bytes; every step is checked against their end.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    /// Offset of the next field.
    pub at: usize,
    widths: Widths,
}

impl<'a> Cursor<'a> {
    /// A cursor at an offset, which may lie beyond the end: then nothing can be taken.
    pub fn new(bytes: &'a [u8], at: usize, widths: Widths) -> Cursor<'a> {
        Cursor { bytes, at, widths }
    }

    /// The next `n` bytes.
    pub fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(n)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// Passes over `n` bytes.
    pub fn skip(&mut self, n: usize) -> Option<()> {
        self.take(n).map(|_| ())
    }

    /// Whether the next bytes are these.
    pub fn signature(&mut self, expected: &[u8; 4]) -> Option<()> {
        (self.take(4)? == expected).then_some(())
    }

    /// A number of `width` bytes, at most 8.
    pub fn uint(&mut self, width: usize) -> Option<u64> {
        let bytes = self.take(width)?;
        let number = |n, b: &u8| n << 8 | u64::from(*b);
        (width <= 8).then(|| bytes.iter().rev().fold(0, number))
    }

    /// The same as a size: all bits set is a number like others, such as 255 of one byte.
    pub fn size(&mut self, width: usize) -> Option<usize> {
        usize::try_from(self.uint(width)?).ok()
    }

    /// The same as an address or length of the file; all bits set is [`UNDEFINED`].
    fn place(&mut self, width: usize) -> Option<usize> {
        let number = self.uint(width)?;
        let bits = u32::try_from(8 * width).ok()?;
        if number.count_ones() == bits {
            return Some(UNDEFINED);
        }
        usize::try_from(number).ok()
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A count of two bytes.
    pub fn u16(&mut self) -> Option<usize> {
        self.take(2)?
            .first_chunk()
            .map(|b| u16::from_le_bytes(*b).into())
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|b| u32::from_le_bytes(*b))
    }

    /// An address in the file.
    pub fn address(&mut self) -> Option<usize> {
        self.place(self.widths.address)
    }

    /// A length.
    pub fn length(&mut self) -> Option<usize> {
        self.place(self.widths.length)
    }

    /// All bytes that follow.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_end_with_the_bytes() {
        let widths = Widths {
            address: 4,
            length: 2,
        };
        let bytes = [1, 2, 3, 4, 0xFF, 0xFF, 7, 0xFF, 0xFF, 0xFF, 0xFF];
        let mut cursor = Cursor::new(&bytes, 0, widths);
        assert_eq!(cursor.address(), Some(0x0403_0201));
        assert_eq!(cursor.length(), Some(UNDEFINED));
        assert_eq!((cursor.byte(), cursor.u16()), (Some(7), Some(0xFFFF)));
        assert_eq!((cursor.u32(), cursor.u16()), (None, Some(0xFFFF)));
        assert_eq!((cursor.byte(), cursor.rest().len()), (None, 0));
        assert_eq!(Cursor::new(&bytes, UNDEFINED, widths).byte(), None);
        assert_eq!(Cursor::new(&bytes, 0, widths).uint(9), None);
        assert_eq!(Cursor::new(&bytes, 4, widths).size(1), Some(255));
        assert_eq!(Cursor::new(&bytes, 4, widths).size(2), Some(65_535));
    }
}
