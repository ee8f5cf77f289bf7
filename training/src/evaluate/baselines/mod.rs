//! What the network must beat, on the same spectra: non-negative least squares on the pure
//! elements, and conventional quantification of elements that are known beforehand.

mod conventional;
mod least_squares;
mod library;

pub use conventional::Conventional;
pub use least_squares::LeastSquares;
