//! What the caller asks for: components, their parameters, and what ties these together.

use serde::{Deserialize, Serialize};

use crate::Shape;

/// One component of a region: a line, or a doublet of two lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Name in results and warnings, such as `C–O`.
    pub name: String,
    /// Binding energy, eV. Of a doublet: that of the line at lower binding energy.
    pub position_ev: Varied,
    /// Width, eV. [`Shape`] says which width it is. Above zero.
    pub fwhm_ev: Varied,
    /// Area, counts·eV. Of a doublet: of the line at lower binding energy alone. [`Shape`] says
    /// over which range it counts.
    pub area: Varied,
    /// Line shape.
    pub shape: Shape,
    /// The second line of a spin-orbit doublet.
    pub doublet: Option<Doublet>,
}

/// A parameter: where it starts, and how it may move.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Varied {
    /// First value, in the parameter's unit. Of a linked parameter it is not read.
    pub start: f64,
    /// How it may move.
    pub free: Free,
}

/// How a parameter may move.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Free {
    /// It stays at its start.
    Fixed,
    /// Any value. Not for widths, which must stay above zero.
    Unbounded,
    /// At or above `low`.
    Above {
        /// Lower bound.
        low: f64,
    },
    /// From `low` to `high`.
    Within {
        /// Lower bound.
        low: f64,
        /// Upper bound, above `low`.
        high: f64,
    },
    /// Tied to the same parameter of another component.
    Linked {
        /// Index of the other component in the list.
        to: usize,
        /// How the value follows.
        by: Link,
    },
}

/// How a linked parameter follows the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The other's value plus this, in the parameter's unit.
    Offset(f64),
    /// The other's value times this.
    Factor(f64),
}

/// The second line of a spin-orbit doublet: at higher binding energy, with the same shape and width.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Doublet {
    /// How far the second line lies above the first, eV. Above zero.
    pub splitting_ev: f64,
    /// Area of the second line over that of the first. Above zero.
    pub ratio: f64,
}

impl Doublet {
    /// Ratio of a subshell `p`, `d` or `f`, by the degeneracy 2j + 1 of its two levels
    /// j = l ± 1/2, hence l / (l + 1): 1/2, 2/3, 3/4. `None` for any other letter (an s level does
    /// not split).
    pub fn ratio_of(subshell: char) -> Option<f64> {
        match subshell {
            'p' => Some(1.0 / 2.0),
            'd' => Some(2.0 / 3.0),
            'f' => Some(3.0 / 4.0),
            _ => None,
        }
    }
}

impl Varied {
    /// A parameter that stays at `value`.
    pub fn fixed(value: f64) -> Varied {
        Varied {
            start: value,
            free: Free::Fixed,
        }
    }

    /// A parameter that starts at `start` and may take any value.
    pub fn unbounded(start: f64) -> Varied {
        Varied {
            start,
            free: Free::Unbounded,
        }
    }

    /// A parameter that starts at `start` and stays at or above `low`.
    pub fn above(start: f64, low: f64) -> Varied {
        Varied {
            start,
            free: Free::Above { low },
        }
    }

    /// A parameter that starts at `start` and stays from `low` to `high`.
    pub fn within(start: f64, low: f64, high: f64) -> Varied {
        Varied {
            start,
            free: Free::Within { low, high },
        }
    }

    /// A parameter tied to the same one of component `to`.
    pub fn linked(to: usize, by: Link) -> Varied {
        Varied {
            start: 0.0,
            free: Free::Linked { to, by },
        }
    }
}
