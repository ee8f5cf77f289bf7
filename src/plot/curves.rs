//! The curves of a figure as they are drawn: no more points than pixels can show, in the unit shown.

use super::clip::pieces;
use super::figure::Figure;

/// Points of a curve, energies and values; one that is not finite is a gap.
pub(super) type Points = Vec<(f64, f64)>;

/// The curves over one stretch of the energy axis.
pub(super) struct Curves {
    pub spectrum: Points,
    pub background: Option<Points>,
    pub implied: Option<Points>,
    pub residual: Option<Points>,
    /// Each with the share of the panel's height by which it is raised.
    pub others: Vec<(Points, f64)>,
}

impl Curves {
    /// Those of `figure` over `view`, `columns` columns wide.
    pub fn of(figure: &Figure, view: [f64; 2], columns: usize) -> Curves {
        let per = 1.0 / figure.seconds.unwrap_or(1.0);
        let energy_ev = &figure.spectrum.energy_ev;
        let counts = &figure.spectrum.counts;
        // The curves over the spectrum have a value for each of its energies.
        let aligned = |values: &Option<Vec<f64>>| {
            let values = values.as_ref()?;
            Some(thinned(energy_ev, |i| values[i] * per, view, columns))
        };
        let spectrum = thinned(energy_ev, |i| counts[i] * per, view, columns);
        let [least, most] = extremes(&spectrum, view).unwrap_or([0.0, 1.0]);
        let others = figure.others.iter().enumerate().map(|(i, other)| {
            let to_unit = other.factor(figure.unit());
            let scaled = |i: usize| other.counts[i] * to_unit;
            let mut points = thinned(&other.energy_ev, scaled, view, columns);
            if let (true, Some([lo, hi])) = (figure.normalised, extremes(&points, view)) {
                let factor = if hi > lo {
                    (most - least) / (hi - lo)
                } else {
                    1.0
                };
                for point in &mut points {
                    point.1 = least + (point.1 - lo) * factor;
                }
            }
            (points, figure.offset * (i + 1) as f64)
        });
        Curves {
            others: others.collect(),
            background: aligned(&figure.background),
            implied: aligned(&figure.implied),
            residual: figure.implied.as_ref().map(|implied| {
                thinned(energy_ev, |i| (counts[i] - implied[i]) * per, view, columns)
            }),
            spectrum,
        }
    }

    /// Smallest and largest value in view of what is measured.
    pub fn extremes(&self, view: [f64; 2]) -> Option<[f64; 2]> {
        let others = self.others.iter().map(|(points, _)| points);
        let all = std::iter::once(&self.spectrum).chain(others);
        let each = all.filter_map(|points| extremes(points, view));
        each.reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    }

    /// Smallest value above zero in view of what is measured.
    pub fn least_positive(&self, view: [f64; 2]) -> Option<f64> {
        let others = self.others.iter().map(|(points, _)| points);
        let all = std::iter::once(&self.spectrum).chain(others);
        let values = all.flat_map(|points| in_view(points, view));
        values.filter(|v| *v > 0.0).reduce(f64::min)
    }

    /// Share of the panel's height by which the highest curve is raised.
    pub fn raised(&self) -> f64 {
        self.others.last().map_or(0.0, |(_, offset)| *offset)
    }
}

/// The values in view, with those between two points at its ends.
fn in_view(points: &Points, [lo, hi]: [f64; 2]) -> impl Iterator<Item = f64> {
    let shown = pieces(points, lo, hi);
    shown.into_iter().flatten().map(|p| p.1)
}

/// Smallest and largest finite value in view; none where there is no point.
pub(super) fn extremes(points: &Points, view: [f64; 2]) -> Option<[f64; 2]> {
    in_view(points, view).fold(None, |range, v| match range {
        None => Some([v, v]),
        Some([lo, hi]) => Some([lo.min(v), hi.max(v)]),
    })
}

/// The points of a curve of which a picture `columns` wide over `view` can show something: of each
/// run of points in one column the first, the lowest, the highest and the last. Where no column holds more than
/// four, all of them. Order and gaps are kept; of what lies outside, the points next to the view.
pub(super) fn thinned(
    energy_ev: &[f64],
    value: impl Fn(usize) -> f64,
    [lo, hi]: [f64; 2],
    columns: usize,
) -> Points {
    let last = columns.max(1) as f64;
    let scale = last / (hi - lo);
    let mut out = Points::new();
    let mut at = 0;
    while let Some(e) = energy_ev.get(at) {
        if !(e.is_finite() && value(at).is_finite()) {
            out.push((*e, f64::NAN));
            at += 1;
            continue;
        }
        let column = ((e - lo) * scale).floor().clamp(-1.0, last);
        let begins = if column < 0.0 {
            f64::NEG_INFINITY
        } else {
            lo + column / scale
        };
        let ends = if column < last {
            lo + (column + 1.0) / scale
        } else {
            f64::INFINITY
        };
        let run = Run::from(at, energy_ev, &value, [begins, ends]);
        let kept = run.kept();
        out.extend(kept.map(|i| (energy_ev[i], value(i))));
        at = run.end;
    }
    out
}

/// Consecutive points in one column, by their places in the curve.
struct Run {
    start: usize,
    lowest: usize,
    highest: usize,
    /// Behind the last one.
    end: usize,
}

impl Run {
    /// The points from `start` on that are numbers and within `column_ev`; the first is in any case.
    fn from(
        start: usize,
        energy_ev: &[f64],
        value: impl Fn(usize) -> f64,
        [begins, ends]: [f64; 2],
    ) -> Run {
        let (mut lowest, mut highest) = (start, start);
        let mut low = value(start);
        let mut high = low;
        let mut end = start + 1;
        // A curve may have millions of points and is drawn sixty times a second: little is done for most.
        while let Some(e) = energy_ev.get(end) {
            if !(*e >= begins && *e < ends) {
                break;
            }
            let v = value(end);
            if !(v >= low && v <= high) {
                if !v.is_finite() {
                    break;
                }
                if v < low {
                    (low, lowest) = (v, end);
                } else {
                    (high, highest) = (v, end);
                }
            }
            end += 1;
        }
        Run {
            start,
            lowest,
            highest,
            end,
        }
    }

    /// What is kept of them, in order.
    fn kept(&self) -> impl Iterator<Item = usize> {
        let few = self.end - self.start <= 4;
        let mut kept: Vec<usize> = match few {
            true => (self.start..self.end).collect(),
            false => vec![self.start, self.lowest, self.highest, self.end - 1],
        };
        kept.sort_unstable();
        kept.dedup();
        kept.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thin(points: &[(f64, f64)], view: [f64; 2], columns: usize) -> Points {
        let energies: Vec<f64> = points.iter().map(|p| p.0).collect();
        thinned(&energies, |i| points[i].1, view, columns)
    }

    #[test]
    fn few_points_stay_as_they_are() {
        let points: Points = (0..100)
            .map(|i| (f64::from(i), f64::from(i * i % 17)))
            .collect();
        assert_eq!(thin(&points, [0.0, 99.0], 50), points);
        let falling: Points = points.iter().rev().copied().collect();
        assert_eq!(thin(&falling, [0.0, 99.0], 50), falling);
    }

    #[test]
    fn of_many_points_the_extremes_stay_in_their_order() {
        let height = |i: i32| match i {
            400_123 => 50.0,
            400_321 => -7.0,
            i => f64::from(i % 3),
        };
        let points: Points = (0..1_000_000)
            .map(|i| (f64::from(i) * 1e-3, height(i)))
            .collect();
        let whole = thin(&points, [0.0, 1000.0], 1000);
        assert!(whole.len() <= 4 * 1002, "{}", whole.len());
        let place = |v: f64| whole.iter().position(|p| p.1 == v).unwrap();
        assert!(place(50.0) < place(-7.0));
        assert_eq!(extremes(&whole, [0.0, 1000.0]), Some([-7.0, 50.0]));
        // What lies outside is not kept, but for its neighbours.
        let part = thin(&points, [500.0, 501.0], 1000);
        assert!(part.len() < 1100 && extremes(&part, [500.0, 501.0]) == Some([0.0, 2.0]));
    }

    #[test]
    fn a_gap_stays_one() {
        let points = [(1.0, 1.0), (1.1, f64::NAN), (1.2, 2.0), (1.3, 3.0)];
        let gap = thin(&points, [0.0, 10.0], 1);
        assert!(gap.len() == 4 && gap[1].1.is_nan(), "{gap:?}");
        let endless = [(1.0, 1.0), (1.1, f64::INFINITY), (1.2, 2.0)];
        assert!(thin(&endless, [0.0, 10.0], 1)[1].1.is_nan());
    }
}
