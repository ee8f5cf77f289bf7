//! Convolution of a spectrum with a loss function: point by point for small losses, on a coarse grid for
//! large ones, where loss functions are smooth.

/// From where and to where the coarse grid takes over from the fine one, and distance of its nodes, eV. Plasmons lie
/// below, and the second ones of free-electron metals, which are narrow, do too.
const COARSE_FROM_EV: f64 = 40.0;
const COARSE_TO_EV: f64 = 64.0;
const NODE_EV: f64 = 4.0;

/// A loss function made ready for convolution.
#[derive(Debug)]
pub(super) struct Convolution {
    /// Weights of losses of … 3, 2, 1 points.
    near: Vec<f32>,
    /// Weights of losses of …, `first_node` + 1, `first_node` nodes.
    far: Vec<f32>,
    first_node: usize,
    points_per_node: usize,
}

impl Convolution {
    /// `kernel` holds the weights of losses of 1, 2, 3 … points of `step_ev`. The weights that go to the coarse
    /// grid keep their sum; a kernel that ends before a node holds any of it stays on the fine one.
    pub fn new(kernel: &[f32], step_ev: f64) -> Self {
        let points_per_node = ((NODE_EV / step_ev) as usize).max(1);
        // At least two: the result is worked out one node ahead, from nodes that are complete.
        let first_node = ((COARSE_FROM_EV / step_ev) as usize / points_per_node).max(2);
        let last_node = kernel.len() / points_per_node;
        let share = |points: usize| {
            let ev = points as f64 * step_ev;
            ((ev - COARSE_FROM_EV) / (COARSE_TO_EV - COARSE_FROM_EV)).clamp(0.0, 1.0) as f32
        };
        let none = last_node < first_node || share(last_node * points_per_node) == 0.0;
        let share_far = |points: usize| {
            if none || points < first_node * points_per_node {
                0.0
            } else {
                share(points)
            }
        };
        let weight = |points: usize| kernel.get(points - 1).copied().unwrap_or(0.0);
        let near = (1..=kernel.len())
            .take_while(|m| share_far(*m) < 1.0)
            .map(|m| weight(m) * (1.0 - share_far(m)));
        let mut near: Vec<f32> = near.collect();
        near.reverse();
        let nodes = first_node..=last_node;
        let at_node = |n: usize| weight(n * points_per_node) * share_far(n * points_per_node);
        let mut far: Vec<f32> = nodes.rev().map(at_node).collect();
        let exact: f32 = (1..=kernel.len()).map(|m| weight(m) * share_far(m)).sum();
        let sum = far.iter().sum::<f32>() * points_per_node as f32;
        if sum > 0.0 {
            far.iter_mut().for_each(|w| *w *= exact / sum);
        }
        Convolution {
            near,
            far,
            first_node,
            points_per_node,
        }
    }

    /// `from` (ascending in binding energy) after one loss.
    pub fn of(&self, from: &[f32]) -> Vec<f32> {
        const AT_ONCE: usize = 4;
        let mut large = self.large_losses::<1>(from.len());
        let mut after: Vec<f32> = from
            .iter()
            .map(|y| {
                let [lost] = large.lost();
                large.push([*y]);
                lost
            })
            .collect();
        let reach = self.near.len();
        let mut i = 0;
        while i < from.len() {
            if i >= reach && i + AT_ONCE <= from.len() {
                let windows = std::array::from_fn(|k| &from[i + k - reach..i + k]);
                let small: [f32; AT_ONCE] = dots(&self.near, windows);
                (after[i..].iter_mut().zip(small)).for_each(|(y, s)| *y += s);
                i += AT_ONCE;
            } else {
                let [small] = dots(&self.near, [&from[i - reach.min(i)..i]]);
                after[i] += small;
                i += 1;
            }
        }
        after
    }

    /// A sweep towards higher binding energy over `N` spectra of `points` that are made on the way, for
    /// what comes out at a point is lost from again.
    pub fn sweep<const N: usize>(&self, points: usize) -> Sweep<'_, N> {
        Sweep {
            large: self.large_losses(points),
            done: [(); N].map(|()| Vec::with_capacity(points)),
        }
    }

    fn large_losses<const N: usize>(&self, points: usize) -> LargeLosses<'_, N> {
        LargeLosses {
            convolution: self,
            nodes: [(); N].map(|()| vec![0.0; points / self.points_per_node + 2]),
            point: 0,
            from: [0.0; N],
            to: [0.0; N],
        }
    }
}

/// `N` spectra that are made point by point.
pub(super) struct Sweep<'a, const N: usize> {
    large: LargeLosses<'a, N>,
    done: [Vec<f32>; N],
}

impl<const N: usize> Sweep<'_, N> {
    /// What reaches the next point after one loss; to be called once before each [`Sweep::push`].
    pub fn lost(&mut self) -> [f32; N] {
        let near = &self.large.convolution.near;
        let i = self.large.point;
        let small = dots(
            near,
            (self.done.each_ref()).map(|y| &y[i - near.len().min(i)..]),
        );
        let large = self.large.lost();
        std::array::from_fn(|s| small[s] + large[s])
    }

    /// Sets the next point.
    pub fn push(&mut self, y: [f32; N]) {
        for (done, y) in self.done.iter_mut().zip(y) {
            done.push(y);
        }
        self.large.push(y);
    }
}

/// Losses that the coarse grid holds, in a sweep: each point is shared between the two nodes beside it, and
/// the result is straight between nodes.
struct LargeLosses<'a, const N: usize> {
    convolution: &'a Convolution,
    nodes: [Vec<f32>; N],
    point: usize,
    /// After one loss, at the node before this point and at the one behind.
    from: [f32; N],
    to: [f32; N],
}

impl<const N: usize> LargeLosses<'_, N> {
    fn place(&self) -> (usize, f32) {
        let per_node = self.convolution.points_per_node;
        let (node, part) = (self.point / per_node, self.point % per_node);
        (node, part as f32 / per_node as f32)
    }

    fn lost(&mut self) -> [f32; N] {
        let (node, part) = self.place();
        if part == 0.0 {
            let Convolution {
                far, first_node, ..
            } = self.convolution;
            self.from = self.to;
            let seen = (node + 2).saturating_sub(*first_node);
            let window = far.len().min(seen);
            self.to = dots(far, self.nodes.each_ref().map(|y| &y[seen - window..seen]));
        }
        std::array::from_fn(|s| self.from[s] + part * (self.to[s] - self.from[s]))
    }

    fn push(&mut self, y: [f32; N]) {
        let (node, part) = self.place();
        for (nodes, y) in self.nodes.iter_mut().zip(y) {
            nodes[node] += (1.0 - part) * y;
            nodes[node + 1] += part * y;
        }
        self.point += 1;
    }
}

/// Σ reversed[m]·x[m], counted from the ends, for spectra of equal length, none longer than `reversed`: the
/// smallest loss, the last of `reversed`, acts on the last point. Several at once keep the processor's
/// adders busy; the order of the sums is part of what seeds give, to the last bit.
#[inline]
fn dots<const N: usize>(reversed: &[f32], x: [&[f32]; N]) -> [f32; N] {
    const LANES: usize = 8;
    let n = x[0].len();
    let (first, kernel) = reversed[reversed.len() - n..].as_rchunks::<LANES>();
    let x = x.map(|x| x.as_rchunks::<LANES>());
    let mut sums = [[0.0f32; LANES]; N];
    for (c, k) in kernel.iter().enumerate().rev() {
        for (sums, (_, x)) in sums.iter_mut().zip(&x) {
            for lane in 0..LANES {
                sums[lane] += k[lane] * x[c][lane];
            }
        }
    }
    std::array::from_fn(|s| {
        let ends = first.iter().zip(x[s].0).rev().map(|(k, x)| k * x);
        sums[s].iter().rev().copied().chain(ends).sum()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A loss function with a plasmon at 15 eV (FWHM 1 eV) and broad losses.
    fn kernel(step_ev: f64, reach_ev: f64) -> Vec<f32> {
        let density = |t: f64| {
            let broad = 4210.0 * t / ((1000.0 - t * t).powi(2) + 13300.0 * t * t);
            broad + 0.3 * t * t / ((225.0 - t * t).powi(2) + t * t)
        };
        let points = (reach_ev / step_ev) as usize;
        (1..=points)
            .map(|m| (density(m as f64 * step_ev) * step_ev) as f32)
            .collect()
    }

    /// Lines of one point and a slope, at no particular places of the coarse grid.
    fn lines(points: usize) -> Vec<f32> {
        let mut y: Vec<f32> = (0..points).map(|i| i as f32 * 1e-4).collect();
        for (at, height) in [(33, 1.0), (90, 0.2), (151, 0.7), (300, 3.0), (301, 2.0)] {
            y[at] += height;
        }
        y
    }

    fn directly(kernel: &[f32], from: &[f32]) -> Vec<f32> {
        (0..from.len())
            .map(|i| {
                (1..=i.min(kernel.len()))
                    .map(|m| kernel[m - 1] * from[i - m])
                    .sum()
            })
            .collect()
    }

    #[test]
    fn the_coarse_grid_changes_little() {
        for step_ev in [0.25, 0.5, 0.7, 1.0, 5.0] {
            let kernel = kernel(step_ev, 250.0);
            let from = lines(900);
            let expected = directly(&kernel, &from);
            let found = Convolution::new(&kernel, step_ev).of(&from);
            let height = expected.iter().copied().fold(0.0, f32::max);
            for (i, (f, e)) in found.iter().zip(&expected).enumerate() {
                assert!(
                    (f - e).abs() < 3e-3 * height,
                    "step {step_ev}, point {i}: {f}, {e}, of {height}"
                );
            }
        }
    }

    #[test]
    fn every_electron_is_kept_and_has_lost_as_much_energy() {
        let mean = |weights: &[f32]| {
            let sum: f64 = weights.iter().map(|w| f64::from(*w)).sum();
            let moment = weights.iter().enumerate();
            let moment: f64 = moment.map(|(i, w)| (i + 1) as f64 * f64::from(*w)).sum();
            (sum, moment / sum)
        };
        for step_ev in [0.5, 1.0] {
            for reach_ev in [38.0, 41.0, 43.0, 44.0, 50.0, 63.0, 250.0] {
                let kernel = kernel(step_ev, reach_ev);
                let convolution = Convolution::new(&kernel, step_ev);
                let (sum, moment) = mean(&kernel);
                // Wherever the line lies between nodes.
                for at in 41..49 {
                    let mut from = vec![0.0; 700];
                    from[at] = 1.0;
                    let after = convolution.of(&from);
                    let what = format!("step {step_ev}, to {reach_ev} eV, at {at}");
                    assert!(after[..=at].iter().all(|y| *y == 0.0), "{what}");
                    let (found, lost) = mean(&after[at + 1..]);
                    assert!((found / sum - 1.0).abs() < 1e-5, "{what}: {found}, {sum}");
                    let off_ev = (lost - moment) * step_ev;
                    assert!(off_ev.abs() < 0.1, "{what}: mean loss off by {off_ev} eV");
                }
            }
        }
    }

    #[test]
    fn short_kernels_and_spectra_are_exact() {
        for (reach, points) in [(0, 5), (1, 1), (7, 90), (37, 90), (37, 20)] {
            let kernel: Vec<f32> = (1..=reach).map(|m| 1.0 / m as f32).collect();
            let from: Vec<f32> = (0..points).map(|i| ((i * 7) % 11) as f32).collect();
            let after = Convolution::new(&kernel, 1.0).of(&from);
            assert_eq!(after.len(), from.len());
            for (found, expected) in after.iter().zip(directly(&kernel, &from)) {
                assert!((found - expected).abs() < 1e-4, "{found}, {expected}");
            }
        }
    }

    #[test]
    fn a_sweep_sees_what_it_made_itself() {
        let kernel = kernel(1.0, 250.0);
        let source = lines(700);
        let convolution = Convolution::new(&kernel, 1.0);
        let mut sweep = convolution.sweep::<2>(source.len());
        let mut made = Vec::new();
        for y in &source {
            let [one, other] = sweep.lost();
            made.push(y + one);
            sweep.push([y + one, 2.0 * y + other]);
            assert!((other - 2.0 * one).abs() <= 1e-5 * other.abs().max(1.0));
        }
        let again = convolution.of(&made);
        for (i, ((m, y), a)) in made.iter().zip(&source).zip(&again).enumerate() {
            assert!((m - y - a).abs() < 1e-4 * m.max(1.0), "point {i}");
        }
    }
}
