//! The streams `VGSpaceAxes` and `VGDataAxes`: how the numbers of `VGData` are laid out.
//!
//! Layout as the Avantage readers of PyExpLabSys (K. Nielsen, T. Andersen, DTU) and of others
//! found it; no specification is public.

use crate::avantage::{AvantageDimension, SpaceAxis};
use crate::shared::error::{Fault, Place};
use crate::shared::notes::short;
use speclens_containers::bytes::{Real, array_at};

/// Bytes that are read from the beginning.
struct Cut<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cut<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let array = array_at(self.bytes, self.at)?;
        self.at += N;
        Some(array)
    }

    fn word(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn index(&mut self) -> Option<usize> {
        self.word()?.try_into().ok()
    }

    fn real(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    /// UTF-16 with its length in bytes before it and a zero at its end.
    fn text(&mut self) -> Option<String> {
        let length = self.index()?;
        let end = self.at.checked_add(length)?;
        let bytes = self.bytes.get(self.at..end)?;
        self.at = end;
        let (units, _) = bytes.as_chunks();
        let units = units.iter().map(|u| u16::from_le_bytes(*u));
        let text = char::decode_utf16(units.take_while(|u| *u != 0));
        let text: String = text
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        Some(short(&text))
    }

    fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }
}

/// The dimensions of the data; the first runs fastest.
///
/// # Errors
/// Streams that are cut or otherwise laid out, or that do not fit together.
pub(super) fn dimensions(space: &[u8], data: &[u8]) -> Result<Vec<AvantageDimension>, Fault> {
    let axes = space_axes(space).ok_or_else(|| {
        let found = format!("a stream VGSpaceAxes of {} bytes that is none", space.len());
        Fault::at_byte(0, found, "the axes of an Avantage file")
    })?;
    let shape = data_axes(data).ok_or_else(|| {
        let found = format!("a stream VGDataAxes of {} bytes that is none", data.len());
        Fault::at_byte(0, found, "the data axes of an Avantage file")
    })?;
    AvantageDimension::of(axes, &shape, Place::Byte(0))
}

/// Header word, number of axes; each: label, symbol, unit, points, start, width, whether linear,
/// else the values; kind.
fn space_axes(stream: &[u8]) -> Option<Vec<SpaceAxis>> {
    let mut cut = Cut {
        bytes: stream,
        at: 4,
    };
    let mut axes = Vec::new();
    for _ in 0..cut.word()? {
        let label = cut.text()?;
        let _symbol = cut.text()?;
        let unit = cut.text()?;
        let points = cut.index()?;
        let (start, width) = (cut.real()?, cut.real()?);
        let values = match cut.array::<1>()? {
            [0] => {
                let end = points.checked_mul(8)?.checked_add(cut.at)?;
                let bytes = stream.get(cut.at..end)?;
                cut.at = end;
                Some(Real::Double.values(bytes))
            }
            [1] => None,
            _ => return None,
        };
        axes.push(SpaceAxis {
            label,
            unit,
            points,
            start,
            width,
            values,
            kind: cut.word()?,
        });
    }
    cut.is_at_end().then_some(axes)
}

/// Header word, number of dimensions; each: first and last index, number of space axes, a word of
/// unknown meaning. Gives length and number of axes.
fn data_axes(stream: &[u8]) -> Option<Vec<(usize, usize)>> {
    let mut cut = Cut {
        bytes: stream,
        at: 4,
    };
    let mut shape = Vec::new();
    for _ in 0..cut.word()? {
        let (first, last, count) = (cut.index()?, cut.index()?, cut.index()?);
        cut.word()?;
        shape.push((last.checked_sub(first)?.checked_add(1)?, count));
    }
    cut.is_at_end().then_some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream `VGSpaceAxes` of one axis without texts, as Avantage 6 writes it: 301 points from
    /// 100.5 in steps of 0.1, linear, energy.
    fn one_axis() -> Vec<u8> {
        let mut bytes = vec![0, 0, 2, 0, 1, 0, 0, 0];
        bytes.extend([2, 0, 0, 0, 0, 0].repeat(3));
        bytes.extend(301u32.to_le_bytes());
        bytes.extend(100.5f64.to_le_bytes());
        bytes.extend(0.1f64.to_le_bytes());
        bytes.push(1);
        bytes.extend(1u32.to_le_bytes());
        bytes
    }

    fn one_dimension(last: u32) -> Vec<u8> {
        [0x2_0000, 1, 0, last, 1, 0].map(u32::to_le_bytes).concat()
    }

    #[test]
    fn an_energy_axis() {
        let space = one_axis();
        assert_eq!(space.len(), 51);
        let dimensions = dimensions(&space, &one_dimension(300)).unwrap();
        assert_eq!((dimensions.len(), dimensions[0].length), (1, 301));
        let axis = &dimensions[0].axes[0];
        assert!(axis.is_energy());
        assert_eq!((axis.name().as_str(), axis.unit()), ("Energy", ""));
        assert_eq!(
            (axis.value(0), axis.value(3), axis.value(300)),
            (100.5, 100.8, 130.5)
        );
    }

    #[test]
    fn streams_that_do_not_fit_together_are_refused() {
        let space = one_axis();
        for cut in 0..space.len() {
            assert!(
                dimensions(&space[..cut], &one_dimension(300)).is_err(),
                "{cut}"
            );
        }
        let data = one_dimension(300);
        for cut in 0..data.len() {
            assert!(dimensions(&space, &data[..cut]).is_err(), "{cut}");
        }
        let longer = [space.clone(), vec![0]].concat();
        assert!(dimensions(&longer, &data).is_err());
        assert!(dimensions(&space, &one_dimension(299)).is_err());
        let none = [0x2_0000u32, 0].map(u32::to_le_bytes).concat();
        assert!(dimensions(&space, &none).is_err());
        assert!(dimensions(&none, &none).is_err());
        // Huge numbers of axes, points and characters ask for no memory.
        for at in [4, 8, 26, 30] {
            let mut wild = space.clone();
            wild[at..at + 4].fill(0xFF);
            wild[46] = 0;
            assert!(dimensions(&wild, &data).is_err(), "{at}");
        }
    }
}
