//! The backgrounds that the areas were taken over, to be drawn.

use super::background::{self, Background};
use super::quantify::Conventional;
use super::trace::Trace;
use speclens_spectrum::{AxisError, Spectrum};

/// Shirley's background under the window of each element's line, one intensity for each point of `spectrum` in its
/// order; NaN outside all windows.
///
/// # Errors
/// [`AxisError`] where the spectrum has no binding energies.
pub fn shirley_backgrounds(
    spectrum: &Spectrum,
    opinion: &Conventional,
) -> Result<Vec<f64>, AxisError> {
    let energy_ev = spectrum.binding_energy_ev()?;
    let trace = Trace::new(energy_ev.clone(), &spectrum.counts);
    let mut shown = vec![f64::NAN; energy_ev.len()];
    for area in opinion.elements.iter().filter_map(|e| e.area.as_ref()) {
        let [from, to] = area.window_ev;
        let points = trace.between(from, to);
        let Some(levels) = trace.levels(area.window_ev) else {
            continue;
        };
        let base = background::under(points, levels, Background::Shirley);
        for (energy, value) in energy_ev.iter().zip(&mut shown) {
            // The points of the window are those of the spectrum, in ascending order.
            let place = points.partition_point(|p| p.0 < *energy);
            if points.get(place).is_some_and(|p| p.0 == *energy) {
                *value = base[place];
            }
        }
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conventional::{Choices, SpectrumLines, quantify};
    use crate::model::quantify::ElementAmount;
    use speclens_spectrum::{Axis, Source};

    #[test]
    fn it_lies_under_the_line_and_nowhere_else() {
        let energy_ev: Vec<f64> = (0..1200).rev().map(f64::from).collect();
        let line = |e: &f64| 1000.0 * (-0.5 * ((e - 284.8) / 1.2).powi(2)).exp();
        let counts = energy_ev.iter().map(|e| 100.0 + line(e)).collect();
        let spectrum = Spectrum {
            axis: Some(Axis::Binding),
            energy_ev: energy_ev.clone(),
            counts,
            ..Default::default()
        };
        let found = [ElementAmount {
            symbol: "C".into(),
            z: 6,
            atomic_percent: 100.0,
            presence: 1.0,
            interval: [90.0, 100.0],
        }];
        let lines = SpectrumLines::new(&found, &spectrum, Source::AlKa).unwrap();
        let opinion = quantify(&found, &spectrum, &lines, &Choices::default()).unwrap();
        let [from, to] = opinion.elements[0].area.as_ref().unwrap().window_ev;
        let shown = shirley_backgrounds(&spectrum, &opinion).unwrap();
        for (e, y) in energy_ev.iter().zip(shown) {
            match (from..=to).contains(e) {
                true => assert!((y - 100.0).abs() < 5.0, "{e} {y}"),
                false => assert!(y.is_nan(), "{e} {y}"),
            }
        }
    }
}
