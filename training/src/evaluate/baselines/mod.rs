//! What the network must beat, on the same spectra: non-negative least squares on the pure
//! elements, and conventional quantification of elements that are known beforehand.

mod conventional;
mod least_squares;
mod library;
mod second_opinion;

pub use conventional::Conventional;
pub use least_squares::LeastSquares;
pub use second_opinion::{second_opinion, spectrum};
