//! How intensities become heights.

use serde::{Deserialize, Serialize};

use super::ticks::{Ticks, ticks};

/// How intensities are drawn.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntensityScale {
    /// In proportion.
    #[default]
    Linear,
    /// By their square root: Poisson noise is equally high everywhere.
    SquareRoot,
    /// By their logarithm. What is not above zero lies on the lower edge.
    Logarithmic,
}

impl IntensityScale {
    /// Height of a value, in a unit of its own.
    pub fn height(self, value: f64) -> f64 {
        match self {
            IntensityScale::Linear => value,
            IntensityScale::SquareRoot => value.max(0.0).sqrt(),
            IntensityScale::Logarithmic => value.max(f64::MIN_POSITIVE).ln(),
        }
    }

    /// The value at a height.
    pub fn value(self, height: f64) -> f64 {
        match self {
            IntensityScale::Linear => height,
            IntensityScale::SquareRoot => height.max(0.0).powi(2),
            IntensityScale::Logarithmic => height.exp(),
        }
    }

    /// Ticks within `lo..=hi`, about `most` of them.
    pub(super) fn ticks(self, lo: f64, hi: f64, most: usize) -> Ticks {
        let decades = (hi / lo).log10();
        let sparse = decades.is_finite() && decades > 0.7;
        if self != IntensityScale::Logarithmic || lo <= 0.0 || !sparse {
            return ticks(lo, hi, most);
        }
        let steps: &[f64] = match most as f64 / decades {
            room if room >= 3.0 => &[1.0, 2.0, 5.0],
            room if room >= 2.0 => &[1.0, 3.0],
            _ => &[1.0],
        };
        let powers = lo.log10().floor() as i32..=hi.log10().ceil() as i32;
        let values = powers.flat_map(|p| steps.iter().map(move |s| s * 10f64.powi(p)));
        Ticks {
            step: 0.0,
            values: values.filter(|v| (lo..=hi).contains(v)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_height_goes_back_to_its_value() {
        use IntensityScale::{Linear, Logarithmic, SquareRoot};
        for scale in [Linear, SquareRoot, Logarithmic] {
            for value in [0.5, 1.0, 12_345.0] {
                let back = scale.value(scale.height(value));
                assert!(
                    (back / value - 1.0).abs() < 1e-12,
                    "{scale:?} {value} {back}"
                );
            }
        }
        assert!(Logarithmic.height(-5.0).is_finite());
    }

    #[test]
    fn logarithmic_ticks_are_few_and_round() {
        let log = IntensityScale::Logarithmic;
        assert_eq!(
            log.ticks(80.0, 4000.0, 6).values,
            [100.0, 200.0, 500.0, 1000.0, 2000.0]
        );
        assert_eq!(
            log.ticks(0.5, 2e6, 6).values,
            [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6]
        );
        // Within a decade they are those of a linear axis.
        assert!(log.ticks(100.0, 300.0, 5).values.len() >= 3);
    }
}
