//! The curve of the components, and how it changes with the free numbers.

use nalgebra::DMatrix;

use crate::links::{Slots, Ties};
use crate::shape::Line;
use crate::{Component, Parameter, Region};

/// Step of a derivative, in widths of the line: its square is the error.
const STEP: f64 = 1e-4;

/// A region, its components, and what ties them together.
pub(crate) struct Model<'a> {
    pub(crate) region: &'a Region,
    pub(crate) components: &'a [Component],
    pub(crate) ties: Ties,
    /// Standard deviation of each point.
    pub(crate) deviations: Vec<f64>,
}

impl Model<'_> {
    /// A component without background, both lines of a doublet, at each energy.
    pub(crate) fn component_curve(&self, component: &Component, values: &Slots<f64>) -> Vec<f64> {
        let line = Line {
            shape: &component.shape,
            fwhm: values.width,
            gaussian: values.gaussian,
        };
        let scale = values.area / line.area(values.position, self.region.window());
        let at = |energy: &f64| {
            let away = energy - values.position;
            let second = component
                .doublet
                .map_or(0.0, |d| d.ratio * line.at(away - d.splitting_ev));
            scale * (line.at(away) + second)
        };
        self.region.energy_ev.iter().map(at).collect()
    }

    /// All components, without background.
    pub(crate) fn curves(&self, free: &[f64]) -> Vec<Vec<f64>> {
        let values = self.ties.values(free);
        self.components
            .iter()
            .zip(&values)
            .map(|(component, values)| self.component_curve(component, values))
            .collect()
    }

    /// The sum of `curves` and the background.
    pub(crate) fn sum(&self, curves: &[Vec<f64>]) -> Vec<f64> {
        let mut sum = self.region.background.clone();
        for curve in curves {
            for (total, value) in sum.iter_mut().zip(curve) {
                *total += value;
            }
        }
        sum
    }

    /// (curve − measured) / standard deviation, at each energy.
    pub(crate) fn residuals(&self, free: &[f64]) -> Vec<f64> {
        self.sum(&self.curves(free))
            .iter()
            .zip(&self.region.counts)
            .zip(&self.deviations)
            .map(|((curve, counts), deviation)| (curve - counts) / deviation)
            .collect()
    }

    /// Whether all residuals are numbers.
    pub(crate) fn is_finite(&self, free: &[f64]) -> bool {
        self.residuals(free).iter().all(|r| r.is_finite())
    }

    /// How a component's curve changes with one of its parameters.
    fn change(&self, component: &Component, values: &Slots<f64>, parameter: Parameter) -> Vec<f64> {
        let value = values.of(parameter);
        let step = match parameter {
            // The curve is proportional to the area.
            Parameter::Area => {
                return self.component_curve(component, &values.with(parameter, 1.0));
            }
            Parameter::Width => STEP * value,
            Parameter::Position | Parameter::Gaussian => STEP * (values.width + values.gaussian),
        };
        let above = self.component_curve(component, &values.with(parameter, value + step));
        let below = self.component_curve(component, &values.with(parameter, value - step));
        let rise = |(above, below): (&f64, &f64)| (above - below) / (2.0 * step);
        above.iter().zip(&below).map(rise).collect()
    }

    /// Derivatives of the residuals by the free numbers: one row a point, one column a number.
    pub(crate) fn jacobian(&self, free: &[f64]) -> DMatrix<f64> {
        let mut jacobian = DMatrix::zeros(self.deviations.len(), free.len());
        let values = self.ties.values(free);
        for ((component, values), slots) in
            self.components.iter().zip(&values).zip(&self.ties.slots)
        {
            for parameter in Parameter::ALL {
                let tie = slots.of(parameter);
                let Some(root) = tie.root.filter(|k| *k < free.len()) else {
                    continue;
                };
                let change = self.change(component, values, parameter);
                let mut column = jacobian.column_mut(root);
                for ((sum, change), deviation) in
                    column.iter_mut().zip(&change).zip(&self.deviations)
                {
                    *sum += tie.factor * change / deviation;
                }
            }
        }
        jacobian
    }
}
