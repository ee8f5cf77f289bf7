//! The table of lines: what becomes of the answer when all of a line group is taken away.

use serde::{Deserialize, Serialize};

use super::options::Explained;
use super::recordings::Recordings;
use super::run::{Inputs, Run};
use super::statistics::mean_and_error;
use crate::conventional::{ElementLines, LineGroup, LineKind, Reach, SpectrumLines, within};
use crate::model::manifest::Manifest;
use crate::model::noise::noise_at_the_maximum;
use crate::model::quantify::{Constraints, percent_of};
use crate::spectrum::Grid;

/// How far about its lines a group is taken away whole, eV.
const TAKEN: Reach = Reach {
    photo_ev: 10.0,
    auger_ev: 15.0,
};
/// So near to a stronger group of the same element, what stands there is that group's, eV.
const CORE: Reach = Reach {
    photo_ev: 5.0,
    auger_ev: 5.0,
};
/// Beyond, over so many eV, less and less is taken: an edge would be a structure of its own.
const EDGE_EV: f64 = 3.0;

/// One line group in the table of an element.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineWithout {
    /// Name with its element: `Au 4f`, `O KLL`.
    pub line: String,
    /// Photoelectron lines or Auger lines.
    pub kind: LineKind,
    /// Binding energy of the peak, eV; where none is seen, that of the strongest line by the table.
    pub energy_ev: f64,
    /// Whether a peak is seen there.
    pub found: bool,
    /// Line groups of other elements found that stand there too, and are not much weaker by the
    /// tables: what is taken away may be theirs.
    pub shared_with: Vec<String>,
    /// What was taken away, eV: lowest and highest binding energies.
    pub windows_ev: Vec<[f64; 2]>,
    /// Apparent atomic percent of the element without the group; 0 where it is no longer found.
    pub percent_without: f64,
    /// Share of the element's amount that is lost without the group, 0 to 1; negative where it
    /// grows.
    pub lost: f64,
    /// Standard error of `lost`, from fresh recordings.
    pub error: f64,
    /// Share of the evidence: this group's loss of what is explained, of the losses of all groups.
    /// 0 where the loss does not rise above its error.
    pub share: f64,
}

/// What is lost when all line groups of an element are taken away together.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AllLines {
    /// Share of the amount that is lost, 0 to 1.
    pub lost: f64,
    /// Its standard error.
    pub error: f64,
    /// Apparent atomic percent that is left.
    pub percent_without: f64,
}

/// A line group that is not taken away alone.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Covered {
    /// Name with its element: `Fe 2s`.
    pub line: String,
    /// The stronger group of the same element that it stands under: `Fe LMM`.
    pub under: String,
}

/// The line groups of one element, and what the answer becomes without each.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineTable {
    /// Chemical symbol.
    pub element: String,
    /// What the shares are of.
    pub of: Explained,
    /// Apparent atomic percent with everything in place.
    pub percent: f64,
    /// Its line groups, the largest share of the evidence first.
    pub lines: Vec<LineWithout>,
    /// Groups in range that stand under a stronger one, and go with it.
    pub covered: Vec<Covered>,
    /// All of them taken away together; null for an element without lines in range.
    pub all_lines: Option<AllLines>,
}

/// How near a line of another element must stand to be told of, eV.
const NEAR: Reach = Reach {
    photo_ev: 5.0,
    auger_ev: 8.0,
};
/// And how strong it must be beside the line itself.
const NOT_MUCH_WEAKER: f64 = 0.3;

/// What is taken away in one input.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Taken {
    Nothing,
    Group(usize, usize),
    AllOf(usize),
}

/// The inputs of the tables of lines: for each recording the spectrum as it is, then without each
/// group of each element, then without all of an element's groups.
#[derive(Debug, Clone)]
pub struct LineRemovals {
    recordings: Recordings,
    elements: Vec<ElementLines>,
    taken: Vec<Taken>,
    constraints: Constraints,
}

impl LineRemovals {
    /// The removals of the line groups of `elements`.
    pub fn new(recordings: Recordings, elements: Vec<ElementLines>) -> LineRemovals {
        let mut taken = vec![Taken::Nothing];
        for (i, element) in elements.iter().enumerate() {
            // A group that stands under a stronger one of its element cannot be taken alone.
            let alone = |g: &usize| stands_under(element, *g).is_none();
            let groups = (0..element.groups.len()).filter(alone);
            taken.extend(groups.map(|g| Taken::Group(i, g)));
            taken.extend((!element.groups.is_empty()).then_some(Taken::AllOf(i)));
        }
        LineRemovals {
            recordings,
            elements,
            taken,
            constraints: Constraints::default(),
        }
    }

    /// The same for an answer in which the user settles some elements.
    #[must_use]
    pub fn constrained(self, constraints: &Constraints) -> LineRemovals {
        LineRemovals {
            constraints: constraints.clone(),
            ..self
        }
    }

    /// Those of the elements found in a spectrum.
    pub fn of_found(recordings: Recordings, lines: &SpectrumLines) -> LineRemovals {
        LineRemovals::new(recordings, lines.found.clone())
    }

    fn windows_ev(&self, taken: Taken) -> Vec<[f64; 2]> {
        match taken {
            Taken::Nothing => Vec::new(),
            Taken::Group(i, g) => self.elements[i].windows_of_ev(g, TAKEN, CORE.plus(EDGE_EV)),
            Taken::AllOf(i) => self.elements[i].windows_ev(TAKEN),
        }
    }
}

/// The group of the same element that covers the main line of group `index`.
fn stands_under(element: &ElementLines, index: usize) -> Option<&LineGroup> {
    element.stands_under(index, TAKEN, CORE.plus(EDGE_EV))
}

impl Inputs for LineRemovals {
    fn rows(&self) -> usize {
        self.recordings.inputs.len() * self.taken.len()
    }

    fn input(&self, row: usize) -> Vec<f32> {
        let (recording, taken) = (row / self.taken.len(), row % self.taken.len());
        let mut input = self.recordings.inputs[recording].clone();
        let windows = self.windows_ev(self.taken[taken]);
        take_away(
            &mut input,
            &self.recordings.above[recording],
            &self.recordings.grid,
            &windows,
        );
        input
    }
}

/// Takes `above` away from `input` in the `windows`, eV, with soft edges. The rest stays as it is:
/// it is not divided by its maximum anew, so that nothing but the lines is gone.
fn take_away(input: &mut [f32], above: &[f32], grid: &Grid, windows: &[[f64; 2]]) {
    for (i, above) in above.iter().enumerate() {
        let energy_ev = grid.energy_ev(i);
        let weight = windows
            .iter()
            .map(|[lo, hi]| {
                let beyond = (lo - energy_ev).max(energy_ev - hi).max(0.0) / EDGE_EV;
                0.5 * (1.0 + (std::f64::consts::PI * beyond.min(1.0)).cos())
            })
            .fold(0.0, f64::max);
        input[i] -= above * weight as f32;
    }
}

impl Run<LineRemovals> {
    /// The tables of all elements of the run; `None` before its end. `of` is what an element's
    /// shares are of, by whether it is found in the spectrum.
    pub fn tables(
        &self,
        manifest: &Manifest,
        of: impl Fn(&str) -> Explained,
    ) -> Option<Vec<LineTable>> {
        let removals = self.inputs();
        if !self.is_finished() {
            return None;
        }
        let tables = removals.elements.iter().enumerate().filter_map(|(i, e)| {
            let index = manifest.elements.iter().position(|s| *s == e.symbol)?;
            self.table(i, index, of(&e.symbol), manifest)
        });
        Some(tables.collect())
    }

    fn table(
        &self,
        element: usize,
        index: usize,
        of: Explained,
        manifest: &Manifest,
    ) -> Option<LineTable> {
        let removals = self.inputs();
        let own = &removals.elements[element];
        let (whole, _) = self.loss(Taken::Nothing, index, of, manifest)?;
        let groups = own.groups.iter().enumerate().filter_map(|(g, group)| {
            let taken = Taken::Group(element, g);
            let (loss, value) = self.loss(taken, index, of, manifest)?;
            let line = LineWithout {
                windows_ev: removals.windows_ev(taken),
                shared_with: self.shared(element, group, manifest),
                ..line(group, &loss)
            };
            Some((line, value))
        });
        let groups: Vec<(LineWithout, f64)> = groups.collect();
        let total: f64 = groups.iter().map(|g| g.1).sum();
        let mut lines: Vec<LineWithout> = groups
            .into_iter()
            .map(|(line, value)| LineWithout {
                share: if total > 0.0 { value / total } else { 0.0 },
                ..line
            })
            .collect();
        lines.sort_by(|a, b| b.share.total_cmp(&a.share));
        let all_lines = self.loss(Taken::AllOf(element), index, of, manifest);
        let covered = own.groups.iter().enumerate().filter_map(|(g, group)| {
            Some(Covered {
                line: group.name.clone(),
                under: stands_under(own, g)?.name.clone(),
            })
        });
        Some(LineTable {
            element: own.symbol.clone(),
            covered: covered.collect(),
            of,
            percent: whole.percent_without,
            lines,
            all_lines: all_lines.map(|(loss, _)| loss),
        })
    }

    /// Names of the other elements' line groups that stand where `group` of `element` does.
    fn shared(&self, element: usize, group: &LineGroup, manifest: &Manifest) -> Vec<String> {
        let Some(answer) = self.answer(0) else {
            return Vec::new();
        };
        let elements = &self.inputs().elements;
        // Electrons of a group, by cross section and predicted fraction.
        let strength = |of: usize, group: &LineGroup| {
            let mut known = manifest.elements.iter();
            let index = known.position(|s| *s == elements[of].symbol);
            index.map_or(0.0, |i| f64::from(answer.fractions[i]) * group.barn)
        };
        let own = strength(element, group);
        let others = elements.iter().enumerate().filter(|(i, _)| *i != element);
        others
            .flat_map(|(i, e)| e.groups.iter().map(move |g| (i, g)))
            .filter(|(i, g)| own > 0.0 && strength(*i, g) >= NOT_MUCH_WEAKER * own)
            .filter(|(_, g)| {
                let windows = g.windows_ev(NEAR);
                group.lines_ev.iter().any(|e| within(&windows, *e))
            })
            .map(|(_, g)| g.name.clone())
            .collect()
    }

    /// What is lost without `taken`, and the loss of what is explained where it rises above its
    /// error.
    fn loss(
        &self,
        taken: Taken,
        index: usize,
        of: Explained,
        manifest: &Manifest,
    ) -> Option<(AllLines, f64)> {
        let removals = self.inputs();
        let rows = removals.taken.len();
        let place = removals.taken.iter().position(|t| *t == taken)?;
        let (mut lost, mut losses) = (Vec::new(), Vec::new());
        for recording in 0..removals.recordings.inputs.len() {
            let before = self.answer(recording * rows)?;
            let after = self.answer(recording * rows + place)?;
            let amount = of.amount(&before, index);
            let left = of.amount(&after, index);
            // A fraction may be too small for a number: then there is nothing to lose.
            lost.push(if amount > 0.0 {
                1.0 - left / amount
            } else {
                0.0
            });
            losses.push(of.value(&before, index) - of.value(&after, index));
        }
        let (lost, error) = mean_and_error(&lost);
        let (loss, loss_error) = mean_and_error(&losses);
        // The answer that is shown is that of the file itself.
        let noise = noise_at_the_maximum(&removals.recordings.inputs[0]);
        let percent_without = percent_of(
            manifest,
            &self.answer(place)?,
            noise,
            &removals.constraints,
            index,
        );
        let seen = if loss > 2.0 * loss_error { loss } else { 0.0 };
        let loss = AllLines {
            lost,
            error,
            percent_without,
        };
        Some((loss, seen))
    }
}

fn line(group: &LineGroup, loss: &AllLines) -> LineWithout {
    LineWithout {
        line: group.name.clone(),
        kind: group.kind,
        energy_ev: group.energy_ev,
        found: group.found,
        shared_with: Vec::new(),
        windows_ev: Vec::new(),
        percent_without: loss.percent_without,
        lost: loss.lost,
        error: loss.error,
        share: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::calibration::Calibration;
    use crate::model::manifest::{MANIFEST_FORMAT, WeightsFile};
    use crate::network::NetworkConfig;
    use crate::spectrum::Source;

    const GRID: Grid = Grid {
        lo_ev: 0.0,
        step_ev: 1.0,
        points: 200,
    };

    fn manifest() -> Manifest {
        Manifest {
            format: MANIFEST_FORMAT,
            name: "test".into(),
            source: Source::AlKa,
            grid: GRID,
            preprocessing: String::new(),
            network: NetworkConfig {
                points: 200,
                elements: 2,
                block: 8,
                stages: vec![],
                squeeze: 1,
                hidden: 1,
                deep: 0,
                own_blocks: vec![vec![6], vec![6, 15]],
            },
            elements: vec!["C".into(), "Ru".into()],
            presence_threshold: 0.5,
            calibration: Calibration::none(),
            training: serde_json::Value::Null,
            weights: WeightsFile::of("w", b""),
        }
    }

    fn group(name: &str, energy_ev: f64, barn: f64) -> LineGroup {
        LineGroup {
            name: name.into(),
            kind: LineKind::Photoelectron,
            lines_ev: vec![energy_ev],
            lines_barn: vec![barn],
            energy_ev,
            found: true,
            barn,
        }
    }

    /// Lines at 50 and 120 eV on nothing, all of it covered.
    fn input() -> Vec<f32> {
        let line = |i: u8, at: f64| (-0.5 * ((f64::from(i) - at) / 2.0).powi(2)).exp();
        let mut input: Vec<f32> = (0..200)
            .map(|i| (line(i, 50.0) + 0.5 * line(i, 120.0)) as f32)
            .collect();
        input.extend([1.0; 200]);
        input
    }

    /// The amount of carbon is the intensity at 50 eV, that of ruthenium the product of those at
    /// 50 and 120 eV: it needs both of its lines.
    fn answer(batch: &[f32]) -> Vec<f32> {
        let row = |x: &[f32]| {
            let (a, b) = (x[50].max(1e-3), x[120].max(1e-3));
            let sum = a + a * b;
            let presence = if x[120] > 0.1 { 0.9 } else { 0.1 };
            [
                0.9,
                presence,
                a / sum,
                a * b / sum,
                0.01,
                0.01,
                2.0,
                1.0,
                a.ln(),
                (a * b).ln(),
                0.0,
            ]
        };
        batch.chunks(400).flat_map(row).collect()
    }

    #[test]
    fn the_table_tells_what_the_answer_becomes_without_each_group() {
        let elements = vec![
            ElementLines {
                symbol: "C".into(),
                groups: vec![group("C 1s", 50.0, 1.0)],
            },
            ElementLines {
                symbol: "Ru".into(),
                groups: vec![group("Ru 3d", 50.0, 4.0), group("Ru 3p", 120.0, 2.0)],
            },
        ];
        let removals = LineRemovals::new(Recordings::new(&GRID, &input(), 2, 18.0), elements);
        let mut run = Run::new(removals, 2, 4);
        assert_eq!(run.total(), 3 * (1 + 2 + 3));
        while let Some(batch) = run.next_batch() {
            run.accept(&answer(&batch)).unwrap();
        }
        let tables = run.tables(&manifest(), |_| Explained::Evidence).unwrap();
        let [carbon, ruthenium] = &tables[..] else {
            panic!("two elements: {tables:?}");
        };
        assert!(
            (ruthenium.percent - 100.0 / 3.0).abs() < 1.0,
            "{ruthenium:?}"
        );
        assert!(carbon.lines[0].lost > 0.99 && carbon.lines[0].share == 1.0);
        assert_eq!(carbon.lines[0].shared_with, ["Ru 3d"]);
        let names: Vec<&str> = ruthenium.lines.iter().map(|l| l.line.as_str()).collect();
        assert_eq!(names, ["Ru 3d", "Ru 3p"], "the larger share first");
        let shares: f64 = ruthenium.lines.iter().map(|l| l.share).sum();
        assert!((shares - 1.0).abs() < 1e-9);
        let without_3p = &ruthenium.lines[1];
        assert_eq!(without_3p.percent_without, 0.0, "no longer found");
        assert!(without_3p.shared_with.is_empty());
        assert!(ruthenium.all_lines.as_ref().unwrap().lost > 0.999);
    }

    #[test]
    fn a_group_is_taken_away_with_soft_edges_and_nothing_else() {
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 50,
        };
        let mut input = vec![1.0; 100];
        take_away(&mut input, &[0.5; 50], &grid, &[[20.0, 25.0]]);
        assert_eq!(input[20..=25], [0.5; 6]);
        assert!(input[27] > 0.5 && input[27] < 1.0, "an edge");
        assert_eq!((input[16], input[29]), (1.0, 1.0));
        assert_eq!(input[50..], [1.0; 50], "the mask stays");
    }
}
