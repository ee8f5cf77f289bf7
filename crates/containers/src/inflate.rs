//! Inflating within bounds (DEFLATE, RFC 1951; zlib, RFC 1950), by the crate `miniz_oxide`.

use miniz_oxide::inflate::{
    DecompressError, TINFLStatus, decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit,
};

/// Why compressed bytes were not inflated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InflateError {
    /// They inflate to more than was allowed.
    TooLarge,
    /// They are damaged or cut.
    Damaged,
}

impl From<DecompressError> for InflateError {
    fn from(error: DecompressError) -> InflateError {
        match error.status {
            TINFLStatus::HasMoreOutput => InflateError::TooLarge,
            _ => InflateError::Damaged,
        }
    }
}

/// Inflates zlib data to at most `most` bytes.
///
/// # Errors
/// [`InflateError`].
pub fn zlib(data: &[u8], most: usize) -> Result<Vec<u8>, InflateError> {
    Ok(decompress_to_vec_zlib_with_limit(data, most)?)
}

/// Bytes that the parts of a file may inflate to, together. What is inflated in vain counts too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    left: usize,
}

impl Budget {
    /// A budget of so many bytes.
    pub fn of(bytes: usize) -> Budget {
        Budget { left: bytes }
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.left
    }

    /// Copies bytes that are stored as they are.
    ///
    /// # Errors
    /// [`InflateError::TooLarge`].
    pub fn stored(&mut self, data: &[u8]) -> Result<Vec<u8>, InflateError> {
        let left = self.left.checked_sub(data.len());
        self.left = left.ok_or(InflateError::TooLarge)?;
        Ok(data.to_vec())
    }

    /// Inflates bare DEFLATE data.
    ///
    /// # Errors
    /// [`InflateError`].
    pub fn deflated(&mut self, data: &[u8]) -> Result<Vec<u8>, InflateError> {
        self.spend(decompress_to_vec_with_limit(data, self.left))
    }

    /// Inflates zlib data to at most `most` bytes.
    ///
    /// # Errors
    /// [`InflateError`].
    pub fn zlib(&mut self, data: &[u8], most: usize) -> Result<Vec<u8>, InflateError> {
        self.spend(decompress_to_vec_zlib_with_limit(data, most.min(self.left)))
    }

    fn spend(
        &mut self,
        inflated: Result<Vec<u8>, DecompressError>,
    ) -> Result<Vec<u8>, InflateError> {
        let spent = match &inflated {
            Ok(bytes) => bytes.len(),
            Err(error) => error.output.len(),
        };
        self.left = self.left.saturating_sub(spent);
        Ok(inflated?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};

    #[test]
    fn inflating_ends_at_the_limit() {
        let zeros = vec![0; 1 << 20];
        let bomb = compress_to_vec_zlib(&zeros, 9);
        assert_eq!(zlib(&bomb, 1 << 20).as_deref(), Ok(&zeros[..]));
        assert_eq!(zlib(&bomb, (1 << 20) - 1), Err(InflateError::TooLarge));
    }

    #[test]
    fn a_budget_is_spent_on_what_comes_out() {
        let bare = compress_to_vec(b"counts", 6);
        let mut budget = Budget::of(20);
        assert_eq!(budget.deflated(&bare).as_deref(), Ok(&b"counts"[..]));
        assert_eq!(budget.left(), 14);
        assert_eq!(budget.stored(b"12345678").as_deref(), Ok(&b"12345678"[..]));
        assert_eq!(budget.left(), 6);
        assert_eq!(budget.stored(b"1234567"), Err(InflateError::TooLarge));
        assert_eq!(
            budget.deflated(&bare[..bare.len() - 2]),
            Err(InflateError::Damaged)
        );
        let bomb = compress_to_vec_zlib(&[0; 1000], 6);
        assert_eq!(
            Budget::of(999).zlib(&bomb, 1000),
            Err(InflateError::TooLarge)
        );
        let mut vain = Budget::of(1000);
        assert_eq!(vain.zlib(&bomb, 900), Err(InflateError::TooLarge));
        assert!(vain.left() <= 100, "{vain:?}");
    }
}
