//! How good answers are: the definitions stand in docs/method/merit.md.

use std::collections::HashMap;

use super::figures::{
    Confusion, ElementFigures, IntervalFigures, MacroMeans, Rates, SetFigures, Summary,
    WithinPercent,
};
use crate::samples::PRESENT_FRACTION;

/// Spectra with more elements are counted together.
pub const MOST_ELEMENTS: usize = 8;
/// Distances within which a fraction counts as right; see [`WithinPercent`].
const WITHIN: [f32; 3] = [0.01, 0.02, 0.05];
/// Relative distance within which a fraction counts as right; see [`Summary::within_20_percent`].
const WITHIN_RELATIVE: f32 = 0.2;
/// Confusions that are listed.
const CONFUSIONS: usize = 20;

/// What a method says of one spectrum.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Which elements are there.
    pub found: Vec<bool>,
    /// Atomic fractions over those, summing to one; zero for the others.
    pub fractions: Vec<f32>,
    /// Intervals of the fractions of found elements, where the method gives any.
    pub intervals: Option<Vec<[f32; 2]>>,
}

impl Answer {
    /// Fractions of the found elements alone, in proportion to `amounts`.
    pub fn over(found: Vec<bool>, amounts: &[f32]) -> Answer {
        let total: f32 = found
            .iter()
            .zip(amounts)
            .filter(|(f, _)| **f)
            .map(|(_, a)| a)
            .sum();
        let share = |(found, amount): (&bool, &f32)| {
            if *found && total > 0.0 {
                amount / total
            } else {
                0.0
            }
        };
        Answer {
            fractions: found.iter().zip(amounts).map(share).collect(),
            found,
            intervals: None,
        }
    }
}

/// Counts of one kind of spectra or of one element.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    spectra: usize,
    overlap: f64,
    exact: usize,
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    /// Mean composition overlap 1 − ½Σ|p − t|.
    fn overlap(&self) -> f64 {
        self.overlap / self.spectra.max(1) as f64
    }

    /// Share of found elements that are there; 1 where none is found.
    fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Share of elements there that are found; 1 where none is there.
    fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of both.
    fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    fn rates(&self) -> Rates {
        Rates {
            spectra: self.spectra,
            composition_overlap: self.overlap(),
            exact_set: share(self.exact, self.spectra),
            precision: self.precision(),
            recall: self.recall(),
            f1: self.f1(),
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Sums over spectra, from which the figures follow.
#[derive(Debug, Clone, Default)]
pub struct Score {
    total: Counts,
    /// By the number of elements in truth, 1 first, the last one holds all above too.
    by_number: [Counts; MOST_ELEMENTS],
    elements: Vec<Counts>,
    /// Spectra without the element, and the fractions that they were given of it.
    absent: Vec<(usize, f64)>,
    within: [usize; WITHIN.len()],
    within_relative: usize,
    intervals: usize,
    covered: usize,
    width: f64,
    confused: HashMap<(usize, usize), usize>,
}

impl Score {
    /// Takes one spectrum: its true fractions and the answer. Elements that are there with less
    /// than [`PRESENT_FRACTION`] are neither demanded nor held against the answer, and neither are
    /// elements that are not there but found with less than it.
    pub fn take(&mut self, truth: &[f32], answer: &Answer) {
        let n = truth.len();
        self.elements.resize(n, Counts::default());
        self.absent.resize(n, (0, 0.0));
        let (mut missed, mut wrong) = (Vec::new(), Vec::new());
        let mut distance = 0.0;
        let (mut number, mut right) = (0, 0);
        for e in 0..n {
            let (t, p, found) = (truth[e], answer.fractions[e], answer.found[e]);
            distance += f64::from((p - t).abs());
            if t >= PRESENT_FRACTION {
                number += 1;
                for (count, limit) in self.within.iter_mut().zip(WITHIN) {
                    *count += usize::from((p - t).abs() <= limit);
                }
                self.within_relative += usize::from((p - t).abs() <= WITHIN_RELATIVE * t);
                if found {
                    right += 1;
                    self.elements[e].right += 1;
                } else {
                    missed.push(e);
                    self.elements[e].missed += 1;
                }
            } else if t == 0.0 {
                self.absent[e].0 += 1;
                self.absent[e].1 += f64::from(p);
                if found && p >= PRESENT_FRACTION {
                    wrong.push(e);
                    self.elements[e].wrong += 1;
                }
            }
            if let (true, Some(intervals)) = (found, &answer.intervals) {
                let [low, high] = intervals[e];
                self.intervals += 1;
                self.covered += usize::from((low..=high).contains(&t));
                self.width += f64::from(high - low);
            }
        }
        for &m in &missed {
            for &w in &wrong {
                *self.confused.entry((m, w)).or_default() += 1;
            }
        }
        let kind = number.clamp(1, MOST_ELEMENTS) - 1;
        for counts in [&mut self.total, &mut self.by_number[kind]] {
            counts.spectra += 1;
            counts.overlap += 1.0 - 0.5 * distance;
            counts.exact += usize::from(missed.is_empty() && wrong.is_empty());
            counts.right += right;
            counts.wrong += wrong.len();
            counts.missed += missed.len();
        }
    }

    /// Share of spectra with at most `most` elements whose set of elements is right.
    pub fn exact_up_to(&self, most: usize) -> f64 {
        let few = &self.by_number[..most.min(MOST_ELEMENTS)];
        share(
            few.iter().map(|c| c.exact).sum(),
            few.iter().map(|c| c.spectra).sum(),
        )
    }

    /// The figures; `symbols` are the elements.
    pub fn figures(&self, symbols: &[String]) -> SetFigures {
        SetFigures {
            summary: self.summary(),
            by_number_of_elements: self.by_number.iter().map(Counts::rates).collect(),
            elements: symbols
                .iter()
                .zip(self.elements.iter().zip(&self.absent))
                .map(|(symbol, (counts, (absent, soaked)))| ElementFigures {
                    symbol: symbol.clone(),
                    present: counts.right + counts.missed,
                    recall: counts.recall(),
                    precision: counts.precision(),
                    absent: *absent,
                    false_positives: counts.wrong,
                    mean_at_percent_where_absent: 100.0 * soaked / (*absent).max(1) as f64,
                })
                .collect(),
            confusion: self.confusion(symbols),
        }
    }

    /// The figures that do not name elements.
    pub fn summary(&self) -> Summary {
        let demanded = self.total.right + self.total.missed;
        let [one, two, five] = self.within.map(|count| share(count, demanded));
        Summary {
            rates: self.total.rates(),
            exact_set_up_to_5: self.exact_up_to(5),
            macro_means: MacroMeans {
                precision: self.mean_over_elements(Counts::precision),
                recall: self.mean_over_elements(Counts::recall),
                f1: self.mean_over_elements(Counts::f1),
            },
            within_at_percent: WithinPercent { one, two, five },
            within_20_percent: Some(share(self.within_relative, demanded)),
            intervals: (self.intervals > 0).then(|| IntervalFigures {
                coverage: share(self.covered, self.intervals),
                mean_width_at_percent: 100.0 * self.width / self.intervals as f64,
            }),
        }
    }

    /// Mean of a rate over the elements that any spectrum holds.
    fn mean_over_elements(&self, rate: fn(&Counts) -> f64) -> f64 {
        let known: Vec<f64> = self
            .elements
            .iter()
            .filter(|c| c.right + c.missed > 0)
            .map(rate)
            .collect();
        known.iter().sum::<f64>() / known.len().max(1) as f64
    }

    fn confusion(&self, symbols: &[String]) -> Vec<Confusion> {
        let mut confused: Vec<_> = self.confused.iter().collect();
        confused.sort_by_key(|&(pair, count)| (std::cmp::Reverse(*count), *pair));
        confused
            .iter()
            .take(CONFUSIONS)
            .map(|((missed, named), count)| Confusion {
                missed: symbols[*missed].clone(),
                named: symbols[*named].clone(),
                spectra: **count,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(found: &[bool], amounts: &[f32]) -> Answer {
        Answer::over(found.to_vec(), amounts)
    }

    #[test]
    fn the_figures_are_what_their_names_say() {
        let mut s = Score::default();
        s.take(
            &[0.6, 0.4, 0.0],
            &answer(&[true, true, false], &[0.5, 0.5, 0.3]),
        );
        assert!((s.total.overlap() - 0.9).abs() < 1e-6 && s.exact_up_to(5) == 1.0);
        s.take(
            &[1.0, 0.0, 0.0],
            &answer(&[true, false, true], &[0.7, 0.0, 0.3]),
        );
        assert!((s.total.overlap() - 0.8).abs() < 1e-6);
        let symbols = ["A", "B", "C"].map(str::to_owned);
        let all = s.figures(&symbols);
        let rates = &all.summary.rates;
        assert_eq!(rates.exact_set, 0.5);
        assert_eq!(rates.recall, 1.0);
        assert_eq!(rates.precision, 0.75);
        assert!((rates.f1 - 6.0 / 7.0).abs() < 1e-9);
        assert_eq!(all.by_number_of_elements[0].exact_set, 0.0);
        assert_eq!(all.by_number_of_elements[1].exact_set, 1.0);
        assert_eq!(all.elements[2].false_positives, 1);
        assert_eq!(all.elements[2].absent, 2);
        assert!(all.summary.within_at_percent.five.abs() < 1e-9);
        assert_eq!(
            all.summary.within_20_percent,
            Some(1.0 / 3.0),
            "0.5 of 0.6 alone"
        );
        assert!(all.summary.intervals.is_none());
    }

    #[test]
    fn traces_count_neither_way() {
        let mut s = Score::default();
        s.take(
            &[0.995, 0.005, 0.0],
            &answer(&[true, true, false], &[0.98, 0.02, 0.0]),
        );
        s.take(
            &[0.995, 0.005, 0.0],
            &answer(&[true, false, true], &[0.995, 0.0, 0.005]),
        );
        assert_eq!((s.exact_up_to(1), s.total.f1()), (1.0, 1.0));
    }

    #[test]
    fn a_confusion_names_what_was_missed_and_what_came_instead() {
        let mut s = Score::default();
        s.take(
            &[0.5, 0.5, 0.0],
            &answer(&[true, false, true], &[0.5, 0.0, 0.5]),
        );
        let confusion = s.figures(&["A", "B", "C"].map(str::to_owned)).confusion;
        assert_eq!(confusion[0].missed, "B");
        assert_eq!(confusion[0].named, "C");
    }

    #[test]
    fn coverage_counts_intervals_of_found_elements() {
        let mut s = Score::default();
        let mut a = answer(&[true, true], &[0.6, 0.4]);
        a.intervals = Some(vec![[0.5, 0.7], [0.1, 0.3]]);
        s.take(&[0.55, 0.45], &a);
        let intervals = s.summary().intervals.unwrap();
        assert_eq!(intervals.coverage, 0.5);
        assert!((intervals.mean_width_at_percent - 20.0).abs() < 1e-4);
    }
}
