//! Conventional quantification: areas above Shirley's background over relative sensitivity
//! factors, given the list of elements that are there.

use anyhow::Result;
use speclens::physics::lines::{self, Line};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use super::library::pure_elements;
use crate::merit::metrics::Answer;
use crate::samples::PRESENT_FRACTION;
use speclens::conventional::EvenCurve;
use speclens::conventional::{areas::area, background::Background};

/// A window ends where the intensity is lowest within this distance before the first and behind
/// the last line of its level, eV: where an analyst sets it.
const END_EV: [f64; 2] = [4.0, 12.0];
/// Levels whose sensitivity is less than this share of the element's best are not used.
const LEAST_SHARE: f64 = 0.2;
/// Levels shallower than this are bands, eV.
const BAND_EV: f64 = 15.0;

/// A level of an element and what quantification needs of it.
struct Level {
    /// Binding energies of its first and last line, eV.
    lines_ev: [f64; 2],
    /// Cross sections of its lines, barn.
    strength: f64,
    /// Area per atom in the pure element, in the unit of the library.
    sensitivity: f64,
}

/// The method.
pub struct Conventional {
    grid: Grid,
    source: Source,
    /// Usable levels of each element of the library.
    levels: Vec<Vec<Level>>,
}

impl Conventional {
    /// The method for spectra on `grid` under `source`.
    ///
    /// # Errors
    /// None that the tables of this crate give rise to.
    pub fn new(grid: &Grid, source: Source) -> Result<Self> {
        let library = pure_elements(grid, source)?;
        let levels = elements::all()
            .iter()
            .zip(&library)
            .map(|(element, pure)| levels(element.z, pure, grid, source))
            .collect();
        Ok(Conventional {
            grid: *grid,
            source,
            levels,
        })
    }

    /// Quantifies the elements with [`PRESENT_FRACTION`] or more in `truth`, each by the level that
    /// the lines of the others disturb least. `input` is `[2, points]`, as the network takes it.
    pub fn answer(&self, input: &[f32], truth: &[f32]) -> Answer {
        let (intensity, mask) = input.split_at(self.grid.points);
        let curve = curve(intensity, &self.grid);
        let covered = |e: f64| {
            let i = ((e - self.grid.lo_ev) / self.grid.step_ev).round();
            i >= 0.0 && mask.get(i as usize).is_some_and(|m| *m > 0.0)
        };
        let found: Vec<bool> = truth.iter().map(|t| *t >= PRESENT_FRACTION).collect();
        let amounts: Vec<f32> = (0..truth.len())
            .map(|e| {
                if !found[e] {
                    return 0.0;
                }
                let usable = self.levels[e].iter().filter(|l| {
                    let [first, last] = l.lines_ev;
                    covered(first - END_EV[1]) && covered(last + END_EV[1] + 1.0)
                });
                let best = usable.min_by(|a, b| {
                    let disturbed = |l: &Level| self.others(l, e, &found) / l.strength;
                    disturbed(a).total_cmp(&disturbed(b))
                });
                best.map_or(0.0, |l| {
                    let found = area(&curve, window(&curve, l.lines_ev), Background::Shirley);
                    (found / l.sensitivity).max(0.0) as f32
                })
            })
            .collect();
        Answer::over(found, &amounts)
    }

    /// Cross sections of the lines of other elements about those of `level`, and a little
    /// for its own weakness, so that of undisturbed levels the strongest is taken.
    fn others(&self, level: &Level, own: usize, found: &[bool]) -> f64 {
        let [first, last] = level.lines_ev;
        let (low, high) = (first - END_EV[0], last + END_EV[0]);
        let others = elements::all()
            .iter()
            .enumerate()
            .filter(|(e, _)| *e != own && found[*e]);
        let within = |l: &&Line| (low..=high).contains(&l.binding_ev);
        others
            .flat_map(|(_, e)| lines::of(e.z).iter().filter(within))
            .map(|l| l.sigma_barn(self.source))
            .sum::<f64>()
            + 1.0
    }
}

fn curve(intensity: &[f32], grid: &Grid) -> EvenCurve {
    EvenCurve {
        lo_ev: grid.lo_ev,
        step_ev: grid.step_ev,
        values: intensity.iter().map(|v| f64::from(*v)).collect(),
    }
}

/// Where the background of a level with these first and last lines begins and ends, eV.
fn window(curve: &EvenCurve, [first, last]: [f64; 2]) -> [f64; 2] {
    let lowest = |from: f64, to: f64| {
        let steps = ((to - from) / curve.step_ev).floor() as usize;
        let places = (0..=steps).map(|i| from + i as f64 * curve.step_ev);
        let level = |e: f64| curve.mean(e - 1.0, e + 1.0);
        let best = places.min_by(|a, b| level(*a).total_cmp(&level(*b)));
        best.unwrap_or(from)
    };
    [
        lowest(first - END_EV[1], first - END_EV[0]),
        lowest(last + END_EV[0], last + END_EV[1]),
    ]
}

/// The levels of an element by which it can be quantified.
fn levels(z: u8, pure: &[f32], grid: &Grid, source: Source) -> Vec<Level> {
    let curve = curve(pure, grid);
    let end = grid.energy_ev(grid.points - 1);
    let usable: Vec<&Line> = lines::of(z)
        .iter()
        .filter(|l| l.binding_ev > BAND_EV && l.binding_ev + END_EV[1] + 2.0 < end)
        .collect();
    let mut names: Vec<&str> = usable.iter().map(|l| l.subshell()).collect();
    names.sort_unstable();
    names.dedup();
    let mut found: Vec<Level> = names
        .into_iter()
        .filter_map(|name| {
            let own: Vec<&&Line> = usable.iter().filter(|l| l.subshell() == name).collect();
            let strongest = own
                .iter()
                .max_by(|a, b| a.sigma_barn(source).total_cmp(&b.sigma_barn(source)))?;
            let near = own
                .iter()
                .filter(|l| (l.binding_ev - strongest.binding_ev).abs() < END_EV[1]);
            let (mut low, mut high, mut strength) = (f64::INFINITY, 0.0f64, 0.0);
            for line in near {
                low = low.min(line.binding_ev);
                high = high.max(line.binding_ev);
                strength += line.sigma_barn(source);
            }
            let lines_ev = [low, high];
            let sensitivity = area(&curve, window(&curve, lines_ev), Background::Shirley);
            (sensitivity > 0.0).then_some(Level {
                lines_ev,
                strength,
                sensitivity,
            })
        })
        .collect();
    let best = found.iter().map(|l| l.sensitivity).fold(0.0, f64::max);
    found.retain(|l| l.sensitivity >= LEAST_SHARE * best);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;

    #[test]
    fn every_element_has_a_level_and_a_mixture_without_overlap_is_quantified() {
        let method = Conventional::new(&GRID, Source::AlKa).unwrap();
        for (element, levels) in elements::all().iter().zip(&method.levels) {
            assert!(!levels.is_empty(), "{}", element.symbol);
        }
        let library = pure_elements(&GRID, Source::AlKa).unwrap();
        let place = |s: &str| elements::all().iter().position(|e| e.symbol == s).unwrap();
        let (a, b) = (place("Ti"), place("F"));
        let sum: Vec<f32> = library[a]
            .iter()
            .zip(&library[b])
            .map(|(x, y)| x + 3.0 * y)
            .collect();
        let top = sum.iter().copied().fold(0.0, f32::max);
        let mut input: Vec<f32> = sum.iter().map(|v| v / top).collect();
        input.extend(vec![1.0; GRID.points]);
        let mut truth = vec![0.0; library.len()];
        (truth[a], truth[b]) = (0.25, 0.75);
        let answer = method.answer(&input, &truth);
        assert!(
            (answer.fractions[b] - 0.75).abs() < 0.02,
            "{}",
            answer.fractions[b]
        );
    }
}
