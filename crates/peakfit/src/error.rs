//! Why a fit is refused.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A parameter of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// [`Component::position_ev`](crate::Component::position_ev).
    Position,
    /// [`Component::fwhm_ev`](crate::Component::fwhm_ev).
    Width,
    /// [`Component::area`](crate::Component::area).
    Area,
    /// The width of the Gaussian in the [`Shape`](crate::Shape).
    Gaussian,
}

impl Parameter {
    /// The four, in the order in which they are stored.
    pub(crate) const ALL: [Parameter; 4] = [
        Parameter::Position,
        Parameter::Width,
        Parameter::Area,
        Parameter::Gaussian,
    ];
}

impl std::fmt::Display for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Parameter::Position => "position",
            Parameter::Width => "width",
            Parameter::Area => "area",
            Parameter::Gaussian => "Gaussian width",
        })
    }
}

/// Why a fit is refused. One line each, for the user.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FitError {
    /// No components.
    #[error("there is no component to fit")]
    NoComponents,
    /// The lists of the region differ in length.
    #[error(
        "{energies} energies, {counts} counts, {background} values of the background: expected one length"
    )]
    Lengths {
        /// Number of energies.
        energies: usize,
        /// Number of counts.
        counts: usize,
        /// Number of background values.
        background: usize,
    },
    /// A value of the region that is no number.
    #[error("point {point} of the {list} is {value}: expected a finite number")]
    PointNotFinite {
        /// Which list.
        list: &'static str,
        /// Which point, from 1.
        point: usize,
        /// What stands there.
        value: f64,
    },
    /// All points at one energy.
    #[error("all points are at {energy_ev} eV: expected a range of energies")]
    NoRange {
        /// Where they are, eV.
        energy_ev: f64,
    },
    /// Widths or areas of which no curve can be computed.
    #[error(
        "the curve at the start is not a finite number everywhere: a width is too small or a value too large"
    )]
    TooLarge,
    /// Counts below zero, with [`Variance::Poisson`](crate::Variance::Poisson).
    #[error("point {point} has {value} counts: counts are not below zero")]
    NegativeCounts {
        /// Which point, from 1.
        point: usize,
        /// What stands there.
        value: f64,
    },
    /// Not more points than free parameters.
    #[error(
        "{points} points for {parameters} free parameters: expected more points than parameters"
    )]
    TooFewPoints {
        /// Number of points.
        points: usize,
        /// Number of free parameters.
        parameters: usize,
    },
    /// A start, bound, offset or factor that is no number.
    #[error("{component}: the {parameter} has a value that is not a finite number")]
    NotFinite {
        /// Name of the component.
        component: String,
        /// Which parameter.
        parameter: Parameter,
    },
    /// Bounds that hold no room.
    #[error(
        "{component}: the {parameter} has the bounds {low} and {high}: expected the lower one first"
    )]
    Bounds {
        /// Name of the component.
        component: String,
        /// Which parameter.
        parameter: Parameter,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// A start outside of its bounds.
    #[error("{component}: the {parameter} starts at {start}, outside of its bounds")]
    StartOutOfBounds {
        /// Name of the component.
        component: String,
        /// Which parameter.
        parameter: Parameter,
        /// Where it starts.
        start: f64,
    },
    /// A link to a component, or to a parameter of it, that does not exist.
    #[error(
        "{component}: the {parameter} is linked to component {to}, which has none (the first is 0)"
    )]
    LinkToNothing {
        /// Name of the component.
        component: String,
        /// Which parameter.
        parameter: Parameter,
        /// Index that was given.
        to: usize,
    },
    /// Links that go round.
    #[error("{component}: the links of the {parameter} go round")]
    LinkLoop {
        /// Name of the component.
        component: String,
        /// Which parameter.
        parameter: Parameter,
    },
    /// A width that is, or may become, zero or less.
    #[error(
        "{component}: the {parameter} can become {least} eV: expected bounds that keep it above zero"
    )]
    WidthNotPositive {
        /// Name of the component.
        component: String,
        /// Which parameter.
        parameter: Parameter,
        /// The least value it can take.
        least: f64,
    },
    /// A line whose start lies outside of the region.
    #[error(
        "{component}: its line at {position_ev} eV is outside of the region, {low_ev} to {high_ev} eV"
    )]
    OutsideOfRegion {
        /// Name of the component.
        component: String,
        /// Where the line starts, eV.
        position_ev: f64,
        /// Lowest energy of the region, eV.
        low_ev: f64,
        /// Highest energy of the region, eV.
        high_ev: f64,
    },
    /// A number of the shape or the doublet that has no meaning.
    #[error("{component}: {what} is {value}: expected {expected}")]
    Shape {
        /// Name of the component.
        component: String,
        /// Which number.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What may be given.
        expected: &'static str,
    },
}
