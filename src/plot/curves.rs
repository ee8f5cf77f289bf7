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
        let aligned = |values: &Option<Vec<f64>>| {
            let values = values.as_ref()?.iter();
            Some(thinned(
                energy_ev.iter().copied().zip(values.map(|v| v * per)),
                view,
                columns,
            ))
        };
        let points = energy_ev.iter().zip(counts).map(|(e, c)| (*e, c * per));
        let spectrum = thinned(points, view, columns);
        let [least, most] = extremes(&spectrum, view).unwrap_or([0.0, 1.0]);
        let others = figure.others.iter().enumerate().map(|(i, other)| {
            let points = other.energy_ev.iter().zip(&other.counts);
            let to_unit = other.factor(figure.unit());
            let scaled = points.map(|(e, c)| (*e, c * to_unit));
            let mut points = thinned(scaled, view, columns);
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
                let points = energy_ev.iter().zip(counts.iter().zip(implied));
                thinned(points.map(|(e, (m, i))| (*e, (m - i) * per)), view, columns)
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
    points: impl Iterator<Item = (f64, f64)>,
    [lo, hi]: [f64; 2],
    columns: usize,
) -> Points {
    let last = columns.max(1) as f64;
    let scale = last / (hi - lo);
    let mut out = Points::new();
    let mut run: Option<Run> = None;
    for (at, point) in points.enumerate() {
        // Most points of a long curve: in the column of the one before.
        if let Some(run) = run.as_mut().filter(|run| run.holds(point)) {
            run.take(at, point);
            continue;
        }
        if let Some(run) = run.take() {
            run.give(&mut out);
        }
        if !(point.0.is_finite() && point.1.is_finite()) {
            out.push((point.0, f64::NAN));
            continue;
        }
        let column = ((point.0 - lo) * scale).floor().clamp(-1.0, last);
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
        run = Some(Run::new([begins, ends], at, point));
    }
    if let Some(run) = run {
        run.give(&mut out);
    }
    out
}

/// What is kept of the points in one column, each with its place in the curve.
struct Run {
    /// Where the column begins and ends, eV.
    column_ev: [f64; 2],
    first: (usize, (f64, f64)),
    lowest: (usize, (f64, f64)),
    highest: (usize, (f64, f64)),
    last: (usize, (f64, f64)),
    /// While there are four at most.
    few: Vec<(f64, f64)>,
}

impl Run {
    fn new(column_ev: [f64; 2], at: usize, point: (f64, f64)) -> Run {
        let all = (at, point);
        let mut few = Vec::with_capacity(4);
        few.push(point);
        Run {
            column_ev,
            first: all,
            lowest: all,
            highest: all,
            last: all,
            few,
        }
    }

    /// Whether a point is in the column; one that is no number is not.
    fn holds(&self, point: (f64, f64)) -> bool {
        let [begins, ends] = self.column_ev;
        point.0 >= begins && point.0 < ends && point.1.is_finite()
    }

    fn take(&mut self, at: usize, point: (f64, f64)) {
        if self.few.len() <= 4 {
            self.few.push(point);
        }
        if point.1 < self.lowest.1.1 {
            self.lowest = (at, point);
        }
        if point.1 > self.highest.1.1 {
            self.highest = (at, point);
        }
        self.last = (at, point);
    }

    fn give(self, out: &mut Points) {
        if self.few.len() <= 4 {
            return out.extend(self.few);
        }
        let mut kept = [self.first, self.lowest, self.highest, self.last];
        kept.sort_by_key(|(at, _)| *at);
        let mut before = None;
        for (at, point) in kept {
            if before != Some(at) {
                out.push(point);
            }
            before = Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_points_stay_as_they_are() {
        let points: Points = (0..100)
            .map(|i| (f64::from(i), f64::from(i * i % 17)))
            .collect();
        assert_eq!(thinned(points.iter().copied(), [0.0, 99.0], 50), points);
        let falling: Points = points.iter().rev().copied().collect();
        assert_eq!(thinned(falling.iter().copied(), [0.0, 99.0], 50), falling);
    }

    #[test]
    fn of_many_points_the_extremes_stay_in_their_order() {
        let height = |i: i32| match i {
            400_123 => 50.0,
            400_321 => -7.0,
            i => f64::from(i % 3),
        };
        let points = (0..1_000_000).map(|i| (f64::from(i) * 1e-3, height(i)));
        let thin = thinned(points, [0.0, 1000.0], 1000);
        assert!(thin.len() <= 4 * 1002, "{}", thin.len());
        let place = |v: f64| thin.iter().position(|p| p.1 == v).unwrap();
        assert!(place(50.0) < place(-7.0));
        assert_eq!(extremes(&thin, [0.0, 1000.0]), Some([-7.0, 50.0]));
        // What lies outside is not kept, but for its neighbours.
        let points = (0..1_000_000).map(|i| (f64::from(i) * 1e-3, height(i)));
        let thin = thinned(points, [500.0, 501.0], 1000);
        assert!(thin.len() < 1100 && extremes(&thin, [500.0, 501.0]) == Some([0.0, 2.0]));
    }

    #[test]
    fn a_gap_stays_one() {
        let points = [(1.0, 1.0), (1.1, f64::NAN), (1.2, 2.0), (1.3, 3.0)];
        let thin = thinned(points.into_iter(), [0.0, 10.0], 1);
        assert!(thin.len() == 4 && thin[1].1.is_nan(), "{thin:?}");
    }
}
