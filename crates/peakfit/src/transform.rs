//! Bounds by smooth transforms: the fit moves a number that has none.

/// Bounds of a free parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bounds {
    None,
    Above(f64),
    Within(f64, f64),
}

/// MINUIT's transforms, which lmfit takes too. Source: F. James and M. Roos, Comput. Phys. Commun.
/// 10 (1975) 343; MINUIT reference manual (CERN D506), 1.2.1:
/// a + (b − a)(sin u + 1)/2 with two bounds, a − 1 + √(u² + 1) with a lower one.
impl Bounds {
    /// The parameter's value at `inner`.
    pub(crate) fn value(self, inner: f64) -> f64 {
        match self {
            Bounds::None => inner,
            Bounds::Above(low) => low - 1.0 + inner.hypot(1.0),
            Bounds::Within(low, high) => low + 0.5 * (high - low) * (inner.sin() + 1.0),
        }
    }

    /// d value / d inner.
    pub(crate) fn slope(self, inner: f64) -> f64 {
        match self {
            Bounds::None => 1.0,
            Bounds::Above(_) => inner / inner.hypot(1.0),
            Bounds::Within(low, high) => 0.5 * (high - low) * inner.cos(),
        }
    }

    /// Where the fit starts for `value`. At a bound the slope is zero and nothing would move: a
    /// start there is moved inside, by a thousandth of the range.
    pub(crate) fn inner(self, value: f64) -> f64 {
        match self {
            Bounds::None => value,
            Bounds::Above(low) => {
                let above = (value - low).max(1e-3);
                (above * (above + 2.0)).sqrt()
            }
            Bounds::Within(low, high) => {
                let part = ((value - low) / (high - low)).clamp(1e-3, 1.0 - 1e-3);
                (2.0 * part - 1.0).asin()
            }
        }
    }

    /// Whether `value` is allowed.
    pub(crate) fn hold(self, value: f64) -> bool {
        match self {
            Bounds::None => true,
            Bounds::Above(low) => value >= low,
            Bounds::Within(low, high) => value >= low && value <= high,
        }
    }

    /// The nearest bound, how far `value` is from it, and the range (for one bound: none).
    pub(crate) fn nearest(self, value: f64) -> Option<(f64, f64, Option<f64>)> {
        match self {
            Bounds::None => None,
            Bounds::Above(low) => Some((low, value - low, None)),
            Bounds::Within(low, high) if value - low < high - value => {
                Some((low, value - low, Some(high - low)))
            }
            Bounds::Within(low, high) => Some((high, high - value, Some(high - low))),
        }
    }

    /// The least of `add + factor · value` over all allowed values.
    pub(crate) fn least(self, add: f64, factor: f64) -> f64 {
        let (low, high) = match self {
            Bounds::None => (f64::NEG_INFINITY, f64::INFINITY),
            Bounds::Above(low) => (low, f64::INFINITY),
            Bounds::Within(low, high) => (low, high),
        };
        if factor == 0.0 {
            add
        } else if factor > 0.0 {
            add + factor * low
        } else {
            add + factor * high
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (bounds, value) in [
            (Bounds::None, -3.0),
            (Bounds::Above(2.0), 2.5),
            (Bounds::Above(-1.0), 1e6),
            (Bounds::Within(284.0, 286.0), 285.7),
        ] {
            let inner = bounds.inner(value);
            assert!(
                (bounds.value(inner) / value - 1.0).abs() < 1e-12,
                "{bounds:?}"
            );
            let step = 1e-5 * inner.abs().max(1.0);
            let rise = (bounds.value(inner + step) - bounds.value(inner - step)) / (2.0 * step);
            assert!(
                (rise / bounds.slope(inner) - 1.0).abs() < 1e-6,
                "{bounds:?}"
            );
        }
    }

    #[test]
    fn no_number_leaves_the_bounds() {
        for bounds in [Bounds::Above(2.0), Bounds::Within(-1.0, 3.0)] {
            for step in -100..100 {
                let value = bounds.value(0.37 * f64::from(step));
                assert!(bounds.hold(value), "{bounds:?}: {value}");
            }
        }
        // A start at a bound can move.
        assert!(Bounds::Within(0.0, 1.0).slope(Bounds::Within(0.0, 1.0).inner(1.0)) > 0.0);
        assert!(Bounds::Above(0.0).slope(Bounds::Above(0.0).inner(0.0)) > 0.0);
    }

    #[test]
    fn a_link_turns_the_bounds() {
        assert_eq!(Bounds::Within(1.0, 2.0).least(0.5, 2.0), 2.5);
        assert_eq!(Bounds::Within(1.0, 2.0).least(5.0, -2.0), 1.0);
        assert_eq!(Bounds::Above(1.0).least(0.0, -1.0), f64::NEG_INFINITY);
    }
}
