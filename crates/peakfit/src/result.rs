//! What a fit finds.

use serde::{Deserialize, Serialize};

/// A value with its error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// The value, in its parameter's unit.
    pub value: f64,
    /// One standard deviation, from the covariance of all free parameters. `None` where the fit
    /// gives none: the parameter is fixed, ended at its bound, or the data say nothing of it.
    pub error: Option<f64>,
}

/// A fit of one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The components, in the order in which they were given.
    pub components: Vec<Fitted>,
    /// The sum of all components and the background, at each energy of the region.
    pub curve: Vec<f64>,
    /// Each component, with the second line of its doublet, without background.
    pub curves: Vec<Vec<f64>>,
    /// (measured − curve) / standard deviation, at each energy.
    pub residuals: Vec<f64>,
    /// Chi squared over the degrees of freedom (points less free parameters). With
    /// [`Variance::FromResiduals`](crate::Variance::FromResiduals) it is the factor between value
    /// and variance that the residuals gave: it has the unit of the values and is no test of the fit.
    pub reduced_chi_squared: f64,
    /// Whether the algorithm came to an end by its own measure.
    pub converged: bool,
    /// What is doubtful, one sentence each.
    pub warnings: Vec<String>,
}

/// A component as it was fitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Its name.
    pub name: String,
    /// Binding energy, eV, of its line at lower binding energy.
    pub position_ev: Value,
    /// Width, eV, as [`Shape`](crate::Shape) defines it.
    pub fwhm_ev: Value,
    /// Width of the Gaussian, eV, of a shape that has one.
    pub gaussian_ev: Option<Value>,
    /// Full width of the whole line at half its height, eV, measured on the curve.
    pub full_width_ev: f64,
    /// Area, counts·eV, without the second line of a doublet.
    pub area: Value,
    /// The second line of a doublet.
    pub partner: Option<Partner>,
    /// Part of the areas of all components, with the second lines of doublets: 0 to 1 where no area
    /// is below zero. Its error heeds the covariance of the areas. `None` if the areas add up to
    /// nothing.
    pub share: Option<Value>,
}

/// The second line of a doublet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Partner {
    /// Binding energy, eV.
    pub position_ev: Value,
    /// Area, counts·eV.
    pub area: Value,
}
