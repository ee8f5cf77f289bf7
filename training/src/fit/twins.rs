//! Twins: spectra of a batch from which some peaks are taken away, as explanations take them away. What an element
//! amounts to must not hang on peaks that are not its own.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::conventional::within;
use speclens::explain::{OWN_LINES, Recordings};
use speclens::spectrum::{Grid, Source};

use crate::samples::PRESENT_FRACTION;
use crate::samples::mixtures::draws::{between, pick};
use crate::samples::own_lines::OwnLines;
use crate::sets::Batch;

/// Peaks that are taken away of a spectrum, at most.
const MOST: usize = 4;
/// Standard deviation σ of the Gaussians under which they are, eV: from, to.
const SIGMA_EV: [f64; 2] = [2.0, 7.0];
/// Half-widths of the background above which they are, eV: those of explanations, and a wide one.
const BACKGROUNDS_EV: [f64; 4] = [14.0, 14.0, 18.0, 40.0];
/// A line so many σ off is not touched.
const TOUCHED: f64 = 2.0;

/// The twins of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Twins {
    /// `[rows, 2, points]`.
    pub input: Vec<f32>,
    /// One for an element that is there and none of whose lines are touched, `[rows, elements]`: its amount stays.
    pub kept: Vec<f32>,
}

/// What is taken away: place and standard deviation, eV.
type Taken = [f64; 2];

/// The twins of `batch`, the same ones for the same `seed`.
pub(super) fn twins(batch: &Batch, grid: &Grid, source: Source, seed: u64) -> Twins {
    let own = OwnLines::under(source);
    let elements = batch.fractions.len() / batch.rows;
    let of_row = |row: usize| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(row as u64);
        let width = 2 * grid.points;
        let input = &batch.input[row * width..(row + 1) * width];
        let (twin, taken) = twin(input, grid, &mut rng);
        let fractions = &batch.fractions[row * elements..(row + 1) * elements];
        let shift_ev = batch.shift_ev[row];
        let stays = |element: usize| {
            let touched = |[at_ev, sigma_ev]: Taken| {
                let reach = OWN_LINES.plus(TOUCHED * sigma_ev);
                within(&own.windows_ev(element, reach), at_ev - shift_ev)
            };
            !taken.iter().copied().any(touched)
        };
        let kept = fractions.iter().enumerate();
        let kept = kept.map(|(e, f)| f32::from(u8::from(*f >= PRESENT_FRACTION && stays(e))));
        (twin, kept.collect::<Vec<_>>())
    };
    let rows = (0..batch.rows).into_par_iter().map(of_row);
    let (input, kept): (Vec<_>, Vec<_>) = rows.unzip();
    Twins {
        input: input.concat(),
        kept: kept.concat(),
    }
}

/// `input` (`[2, points]`) without some of its peaks, the higher the more often, and where they were.
fn twin(input: &[f32], grid: &Grid, rng: &mut impl Rng) -> (Vec<f32>, Vec<Taken>) {
    let recordings = Recordings::new(grid, input, 0, pick(rng, &BACKGROUNDS_EV));
    let above = &recordings.above[0];
    let weight = |i: usize| above[i].sqrt();
    let total: f32 = (0..grid.points).map(weight).sum();
    let mut twin = input.to_vec();
    let mut taken = Vec::new();
    if total <= 0.0 {
        return (twin, taken);
    }
    for _ in 0..rng.random_range(1..=MOST) {
        let mut left = total * rng.random::<f32>();
        let centre = (0..grid.points).find(|i| {
            left -= weight(*i);
            left <= 0.0
        });
        let at_ev = grid.energy_ev(centre.unwrap_or(0));
        let sigma_ev = between(rng, SIGMA_EV);
        for (i, above) in above.iter().enumerate() {
            let u = (grid.energy_ev(i) - at_ev) / sigma_ev;
            let left = input[i] - above;
            twin[i] = left + (twin[i] - left) * (1.0 - (-0.5 * u * u).exp()) as f32;
        }
        taken.push([at_ev, sigma_ev]);
    }
    (twin, taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use speclens::spectrum::elements;

    const LINES_EV: [f64; 2] = [285.0, 531.0];

    /// Spectra with 1s lines of C and O on a background, all their lines `shift_ev` too high.
    fn batch(rows: usize, shift_ev: f64) -> Batch {
        let all = elements::all().iter();
        let of = |symbol: &str| {
            if ["C", "O"].contains(&symbol) {
                0.5
            } else {
                0.0
            }
        };
        let fractions: Vec<f32> = all.map(|e| of(e.symbol)).collect();
        let intensity = |i: usize| {
            let line = |at: f64| {
                let u = (GRID.energy_ev(i) - at - shift_ev) / 1.5;
                0.7 * (-0.5 * u * u).exp()
            };
            (0.3 + LINES_EV.map(line).iter().sum::<f64>()) as f32
        };
        let mut input: Vec<f32> = (0..GRID.points).map(intensity).collect();
        input.extend(std::iter::repeat_n(1.0, GRID.points));
        Batch {
            input: input.repeat(rows),
            fractions: fractions.repeat(rows),
            shift_ev: vec![shift_ev; rows],
            rows,
        }
    }

    #[test]
    fn what_stays_has_all_of_its_line_and_what_goes_does_not() {
        for shift_ev in [0.0, -11.0, 11.0] {
            let batch = batch(40, shift_ev);
            let twins = twins(&batch, &GRID, Source::AlKa, 3);
            let mut seen = [0; 2];
            for row in 0..batch.rows {
                for (symbol, line_ev) in ["C", "O"].into_iter().zip(LINES_EV) {
                    let top = ((line_ev + shift_ev - GRID.lo_ev) / GRID.step_ev) as usize;
                    let at = row * 2 * GRID.points + top;
                    let left = (twins.input[at] - 0.3) / (batch.input[at] - 0.3);
                    let all = elements::all();
                    let element = all.iter().position(|e| e.symbol == symbol).unwrap();
                    let kept = twins.kept[row * all.len() + element] > 0.5;
                    assert!(!kept || left > 0.95, "{symbol}, {shift_ev} eV: {left}");
                    seen[usize::from(kept)] += 1;
                }
            }
            assert!(seen[0] > 5 && seen[1] > 5, "{seen:?}");
            let absent = twins.kept.iter().zip(&batch.fractions);
            assert!(absent.into_iter().all(|(kept, f)| *kept == 0.0 || *f > 0.0));
        }
    }

    #[test]
    fn background_and_mask_stay() {
        let batch = batch(8, 0.0);
        let twins = twins(&batch, &GRID, Source::AlKa, 4);
        for (i, (twin, whole)) in twins.input.iter().zip(&batch.input).enumerate() {
            let place = i % (2 * GRID.points);
            if place >= GRID.points {
                assert_eq!(twin, whole);
            } else {
                assert!(*twin > 0.29 && twin <= whole, "{place}: {twin} of {whole}");
            }
        }
        assert_ne!(twins.input, batch.input);
    }
}
