//! Values and errors of the components, from the free numbers and their covariance.

use crate::Parameter;
use crate::covariance::Covariance;
use crate::model::Model;
use crate::result::{Fitted, Partner, Value};
use crate::shape::Line;
use crate::width::full_width;

/// Values and errors of every component.
pub(crate) fn fitted(model: &Model<'_>, free: &[f64], covariance: &Covariance) -> Vec<Fitted> {
    let values = model.ties.values(free);
    let window = model.region.window();
    let lines = model
        .components
        .iter()
        .zip(&values)
        .map(|(component, values)| Line {
            shape: &component.shape,
            fwhm: values.width,
            gaussian: values.gaussian,
        });
    let lines: Vec<Line<'_>> = lines.collect();
    // Area of the second line over that of the first: the ratio, but for lines that the window cuts.
    let ratios: Vec<Option<f64>> = model
        .components
        .iter()
        .zip(&lines)
        .zip(&values)
        .map(|((component, line), values)| {
            let doublet = component.doublet?;
            let second = line.area(values.position + doublet.splitting_ev, window);
            Some(doublet.ratio * second / line.area(values.position, window))
        })
        .collect();
    let wholes: Vec<f64> = ratios.iter().map(|r| 1.0 + r.unwrap_or(0.0)).collect();
    let total: f64 = values
        .iter()
        .zip(&wholes)
        .map(|(v, whole)| v.area * whole)
        .sum();

    let mut all = Vec::new();
    for (index, (component, value)) in model.components.iter().zip(&values).enumerate() {
        let (Some(slots), Some(line)) = (model.ties.slots.get(index), lines.get(index)) else {
            continue;
        };
        let of = |parameter: Parameter| {
            let tie = slots.of(parameter);
            let weight = tie.root.map(|root| (root, tie.factor));
            Value {
                value: value.of(parameter),
                error: covariance.error(weight.as_slice()),
            }
        };
        let ratio = ratios.get(index).copied().flatten();
        let partner = component
            .doublet
            .zip(ratio)
            .map(|(doublet, ratio)| Partner {
                position_ev: Value {
                    value: value.position + doublet.splitting_ev,
                    ..of(Parameter::Position)
                },
                area: Value {
                    value: ratio * value.area,
                    error: of(Parameter::Area).error.map(|e| ratio * e),
                },
            });
        // d share / d area of each component, by the quotient rule.
        let share = (total > 0.0).then(|| {
            let whole = wholes.get(index).copied().unwrap_or(1.0);
            let share = value.area * whole / total;
            let terms = model.ties.slots.iter().zip(&wholes).enumerate();
            let slopes: Vec<(usize, f64)> = terms
                .filter_map(|(other, (slots, whole))| {
                    let own = if other == index { *whole } else { 0.0 };
                    let slope = (own - share * whole) / total;
                    Some((slots.area.root?, slope * slots.area.factor))
                })
                .collect();
            Value {
                value: share,
                error: covariance.error(&slopes),
            }
        });
        all.push(Fitted {
            name: component.name.clone(),
            position_ev: of(Parameter::Position),
            fwhm_ev: of(Parameter::Width),
            gaussian_ev: component.shape.gaussian().map(|_| of(Parameter::Gaussian)),
            full_width_ev: full_width(line),
            area: of(Parameter::Area),
            partner,
            share,
        });
    }
    all
}
