//! The counts: the table `CountRateData` holds each scan in one or more pieces.
//!
//! A piece is an array of double or single precision, little-endian: for each step in energy all
//! channels along the energy, for each of these the channels along an angle or a position. Newer
//! versions of Prodigy compress it (zlib). `Offset` and `NextOffset` count steps, `ChunkSize` numbers.

use std::collections::BTreeMap;

use speclens_containers::Damage;
use speclens_containers::bytes::Real;
use speclens_containers::inflate::Budget;
use speclens_containers::sqlite::Database;

/// How much longer than the file all unpacked pieces may be.
const MOST_UNPACKED: usize = 64;

/// Channels of a scan that is wanted: along the energy, and beside it.
pub(super) type Channels = (usize, usize);

/// Numbers of a scan, of one or more steps.
struct Piece {
    from: usize,
    to: usize,
    /// One number for each step and channel along the energy.
    values: Vec<f64>,
}

/// The scans' pieces, by the scans' numbers; or what is wrong with one of them.
pub(super) struct StoredScans {
    pieces: BTreeMap<i64, Result<Vec<Piece>, String>>,
    /// The first damage.
    pub damage: Option<Damage>,
}

impl StoredScans {
    /// Reads the pieces of the wanted scans.
    pub fn read(database: &Database, wanted: &BTreeMap<i64, Channels>, file: usize) -> StoredScans {
        let mut pieces = BTreeMap::new();
        let mut unpacked = Budget::of(file.saturating_mul(MOST_UNPACKED));
        let columns = ["RawID", "Offset", "NextOffset", "ChunkSize", "Data"];
        let damage = database.each("CountRateData", columns, |[id, from, to, count, data]| {
            let Some((id, channels)) = id.integer().and_then(|id| Some((id, wanted.get(&id)?)))
            else {
                return;
            };
            let size = |n: i64| usize::try_from(n).ok();
            let place = [&from, &to, &count].map(|v| v.integer().and_then(size));
            let place = match place {
                [Some(from), Some(to), Some(count)] => Some((from, to, count)),
                _ => None,
            };
            let piece = match (place, data.bytes()) {
                (Some(place), Some(data)) => piece(place, data, *channels, &mut unpacked),
                _ => Err("a piece of it has no numbers".to_owned()),
            };
            let scan = pieces.entry(id).or_insert_with(|| Ok(Vec::new()));
            match (piece, scan) {
                (Ok(piece), Ok(list)) => list.push(piece),
                (Err(why), scan @ Ok(_)) => *scan = Err(why),
                _ => {}
            }
        });
        StoredScans { pieces, damage }
    }

    /// How many steps the pieces of a scan reach to.
    pub fn length(&self, id: i64) -> usize {
        let pieces = self.pieces.get(&id).and_then(|p| p.as_ref().ok());
        let ends = pieces.into_iter().flatten().map(|p| p.to);
        ends.max().unwrap_or(0)
    }

    /// Takes the numbers of a scan: one for each step and channel along the energy.
    ///
    /// # Errors
    /// A piece is missing or contradicts itself.
    pub fn take(&mut self, id: i64) -> Result<Vec<f64>, String> {
        let pieces = self.pieces.remove(&id);
        let mut pieces = pieces.unwrap_or_else(|| Err("it has no numbers".to_owned()))?;
        pieces.sort_by_key(|p| p.from);
        let mut values = Vec::new();
        let mut steps = 0;
        for piece in pieces {
            if piece.from != steps {
                return Err(format!("its steps {steps} to {} are missing", piece.from));
            }
            steps = piece.to;
            if values.is_empty() {
                values = piece.values;
            } else {
                values.extend(piece.values);
            }
        }
        Ok(values)
    }
}

/// Reads a piece and adds up its channels beside the energy.
fn piece(
    (from, to, count): (usize, usize, usize),
    data: &[u8],
    (channels, others): Channels,
    unpacked: &mut Budget,
) -> Result<Piece, String> {
    let steps = to.checked_sub(from).filter(|n| *n > 0);
    let told = steps.and_then(|n| n.checked_mul(channels)?.checked_mul(others));
    if told != Some(count) {
        return Err(format!(
            "a piece of {count} numbers from step {from} to {to} does not fit {channels} × \
             {others} channels"
        ));
    }
    let mut values = numbers(data, count, unpacked)?;
    if others > 1 {
        values = values
            .chunks_exact(others)
            .map(|c| c.iter().sum())
            .collect();
    }
    Ok(Piece { from, to, values })
}

/// The `count` numbers of an array; `unpacked` is what may yet be unpacked.
fn numbers(data: &[u8], count: usize, unpacked: &mut Budget) -> Result<Vec<f64>, String> {
    let sizes = [Real::Double, Real::Single];
    let precision = |length: usize| {
        let fits = |r: &Real| count.checked_mul(r.size()) == Some(length);
        sizes.into_iter().find(fits)
    };
    if let Some(precision) = precision(data.len()) {
        return Ok(precision.values(data));
    }
    let found = unpacked.zlib(data, count.saturating_mul(8));
    if let Ok(bytes) = &found
        && let Some(precision) = precision(bytes.len())
    {
        return Ok(precision.values(bytes));
    }
    Err(format!(
        "a piece has {} bytes for {count} numbers",
        data.len()
    ))
}

/// Puts the channels of a scan on one energy axis and adds them up.
///
/// `values` holds one number for each step and channel. Step `head + k` of a channel lies at point
/// `k` of the axis plus the channel's shift (in points, up to higher kinetic energy); between two
/// steps the counts are interpolated linearly, as Prodigy does it. Only points that every channel
/// reaches are returned, with the number of the first.
pub(super) fn on_one_axis(
    values: &[f64],
    shifts: &[f64],
    head: usize,
    points: usize,
) -> Option<(usize, Vec<f64>)> {
    let channels = shifts.len();
    let steps = values.len().checked_div(channels)? as f64;
    if !shifts.iter().all(|s| s.is_finite()) {
        return None;
    }
    let head = head as f64;
    let highest = shifts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let lowest = shifts.iter().copied().fold(f64::INFINITY, f64::min);
    let first = (highest - head).ceil().max(0.0);
    let last = (steps - 1.0 - head + lowest)
        .floor()
        .min(points as f64 - 1.0);
    // Both are numbers, perhaps infinite.
    if first > last {
        return None;
    }
    let point = |k: usize| -> f64 {
        let at_channel = shifts.iter().enumerate().map(|(channel, shift)| {
            let step = k as f64 + head - shift;
            let (i, part) = (step.floor() as usize, step - step.floor());
            let at = |i: usize| values.get(i.saturating_mul(channels).saturating_add(channel));
            let here = at(i).copied().unwrap_or(0.0);
            let next = at(i.saturating_add(1)).copied().unwrap_or(here);
            here + if part > 0.0 {
                (next - here) * part
            } else {
                0.0
            }
        });
        at_channel.sum()
    };
    let first = first as usize;
    Some((first, (first..=last as usize).map(point).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_are_double_single_or_packed() {
        let doubles: Vec<u8> = [1.5f64, -2.0, 3.0]
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        let singles: Vec<u8> = [1.5f32, -2.0, 3.0]
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        for bytes in [doubles, singles] {
            let packed = miniz_oxide::deflate::compress_to_vec_zlib(&bytes, 6);
            for data in [&bytes, &packed] {
                let mut left = Budget::of(100);
                assert_eq!(numbers(data, 3, &mut left).unwrap(), [1.5, -2.0, 3.0]);
                assert_eq!(
                    left.left(),
                    100 - if data == &bytes { 0 } else { bytes.len() }
                );
            }
        }
        assert_eq!(
            numbers(&[0; 13], 3, &mut Budget::of(100)).unwrap_err(),
            "a piece has 13 bytes for 3 numbers"
        );
    }

    /// A few bytes may not unpack to gigabytes.
    #[test]
    fn unpacking_is_bounded() {
        let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 1 << 20], 9);
        let mut left = Budget::of(1000);
        assert!(numbers(&bomb, 1 << 17, &mut left).is_err());
        assert_eq!(left.left(), 0);
        assert!(numbers(&bomb, usize::MAX, &mut left).is_err());
    }

    #[test]
    fn pieces_fit_their_channels() {
        let data: Vec<u8> = (0..6).flat_map(|v| f64::from(v).to_le_bytes()).collect();
        let of =
            |place, channels| piece(place, &data, channels, &mut Budget::of(0)).map(|p| p.values);
        assert_eq!(of((4, 5, 6), (3, 2)).unwrap(), [1.0, 5.0, 9.0]);
        assert_eq!(of((0, 3, 6), (1, 2)).unwrap(), [1.0, 5.0, 9.0]);
        assert_eq!(
            of((4, 6, 6), (2, 2)).unwrap_err(),
            "a piece of 6 numbers from step 4 to 6 does not fit 2 × 2 channels"
        );
        for place in [(5, 5, 0), (5, 4, 6), (0, usize::MAX, 6)] {
            assert!(of(place, (usize::MAX, 2)).is_err());
        }
    }

    /// Each channel sees the same straight line, from its own energy on.
    #[test]
    fn channels_are_shifted_to_their_energies() {
        let shifts = [-1.5, 0.0, 2.0];
        let (head, points) = (2, 5);
        let line = |point: f64| 10.0 + 3.0 * point;
        let values: Vec<f64> = (0..9)
            .flat_map(|step| shifts.map(|shift| line(f64::from(step) - 2.0 + shift)))
            .collect();
        let (first, sum) = on_one_axis(&values, &shifts, head, points).unwrap();
        let want: Vec<f64> = (0..5).map(|k| 3.0 * line(f64::from(k))).collect();
        assert_eq!((first, sum), (0, want));
        // Without the steps before it, the first points are not seen by every channel.
        let (first, sum) = on_one_axis(&values[6..], &shifts, 0, points).unwrap();
        assert_eq!((first, sum[0]), (2, 3.0 * line(2.0)));
        assert_eq!(on_one_axis(&values[..6], &shifts, 0, 5), None);
        assert_eq!(on_one_axis(&[1.0, 2.0], &[f64::NAN], 0, 2), None);
        assert_eq!(on_one_axis(&[1.0, 2.0], &[], 0, 2), None);
    }
}
