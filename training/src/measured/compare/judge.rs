//! What differs between a measured spectrum and its simulation: positions, areas, backgrounds.

use speclens::conventional::EvenCurve;

use super::families::{Family, families, largest_area};
use super::fit::Fit;
use super::lines::expected;
use super::lines::features::{self, Feature};

/// Number of features whose positions are compared.
const FEATURES: usize = 10;

/// All differences of one spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The strongest features, strongest first.
    pub features: Vec<Feature>,
    /// Areas, largest first.
    pub families: Vec<Family>,
    /// Median of simulated over measured intensity in thirds of the range, from low to high
    /// binding energy.
    pub level: [f64; 3],
}

impl Verdict {
    /// Largest area of a clean photoelectron family, counts · eV.
    pub fn largest_area(&self) -> f64 {
        largest_area(&self.families)
    }
}

/// Compares a fit with the curve it was fitted to.
pub fn judge(fit: &Fit, measured: &EvenCurve) -> Verdict {
    let shift_ev = fit.parameters.shift_ev;
    let lines = expected::lines(&fit.known, &fit.parameters);
    let mut features = features::find(&lines, measured, &fit.simulated, shift_ev);
    let families = families(fit, &lines, &features, measured);
    features.truncate(FEATURES);
    Verdict {
        level: level(measured, &fit.simulated),
        features,
        families,
    }
}

fn level(measured: &EvenCurve, simulated: &EvenCurve) -> [f64; 3] {
    let n = measured.values.len();
    [0, 1, 2].map(|third| {
        let part = third * n / 3..(third + 1) * n / 3;
        let mut ratios: Vec<f64> = part
            .filter(|i| measured.values[*i] > 0.0)
            .map(|i| simulated.values[i] / measured.values[i])
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::compare::sample::{DrawnLines, KnownSample, Parameters};
    use crate::measured::truth::Truth;
    use speclens::spectrum::Grid;
    use speclens::spectrum::Spectrum;

    fn copper() -> (Fit, EvenCurve) {
        let row = Truth::parse("a\tx\t1486.6\tCu\tC O\t");
        let known = KnownSample {
            monochromated: Some(true),
            ..KnownSample::new(&row, &Spectrum::default()).unwrap()
        };
        let parameters = Parameters {
            amounts: vec![1.0],
            carbon_nm: 0.0,
            carbon_oxygen: 0.0,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.0,
            shift_ev: 2.0,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 0.5,
            points: 2400,
        };
        let curve = known.simulate(&parameters, &grid, DrawnLines::All).unwrap();
        let fit = Fit {
            known,
            parameters,
            simulated: curve.clone(),
            unexplained: 0.0,
        };
        (fit, curve)
    }

    #[test]
    fn a_spectrum_agrees_with_itself() {
        let (fit, curve) = copper();
        let verdict = judge(&fit, &curve);
        assert_eq!(verdict.features.len(), FEATURES);
        assert_eq!(verdict.features[0].label, "Cu 2p3/2");
        assert!(
            verdict
                .features
                .iter()
                .all(|f| f.error_ev().unwrap().abs() < 1e-9)
        );
        assert!(
            (verdict.features[0].measured_ev - 932.6).abs() < 0.3,
            "the shift is off"
        );
        assert_eq!(
            verdict
                .families
                .iter()
                .filter(|f| f.error.is_none())
                .count(),
            1
        );
        let errors = verdict.families.iter().filter_map(|f| f.error);
        assert!(errors.clone().count() > 2 && errors.clone().all(|e| e.abs() < 1e-9));
        assert!((verdict.families.iter().filter(|f| f.main)).all(|f| f.doubt < 1e-9));
        assert_eq!(verdict.level, [1.0; 3]);
    }

    /// A slope under a line of the measurement alone makes its area doubtful.
    #[test]
    fn an_area_that_hangs_on_its_background_is_doubtful() {
        let (fit, curve) = copper();
        let doubt = |slope: f64| {
            let mut measured = curve.clone();
            for i in 0..curve.values.len() {
                let e = curve.energy_ev(i);
                if (100.0..150.0).contains(&e) {
                    measured.values[i] += slope * (e - 100.0);
                }
            }
            let verdict = judge(&fit, &measured);
            let mut all = verdict.families.into_iter();
            all.find(|f| f.window.label == "Cu 3s").unwrap().doubt
        };
        let height = curve.at(124.0) - curve.at(115.0);
        assert!(doubt(0.0) < 1e-9 && doubt(0.03 * height) > 0.03);
    }

    /// Areas and backgrounds that were changed by known factors are found to be.
    #[test]
    fn what_was_changed_is_found() {
        let (fit, curve) = copper();
        let mut measured = curve.clone();
        // From 3p on a third more of everything: 3p and 3s against 2p, which keeps its size.
        let base = curve.at(450.0);
        for i in 0..curve.values.len() {
            if curve.energy_ev(i) < 500.0 {
                measured.values[i] = base + (curve.values[i] - base) * 1.25;
            }
        }
        let verdict = judge(&fit, &measured);
        let of = |label: &str| {
            let mut all = verdict.families.iter();
            all.find(|f| f.window.label.starts_with(label)).unwrap()
        };
        assert_eq!(of("Cu 2p").error, None);
        let error = of("Cu 3p").error.unwrap();
        assert!((error + 0.2).abs() < 1e-6, "1/1.25 − 1: {error}");
        assert!(of("Cu 3p").doubt < 1e-6, "the whole line was raised");
        // Both the step and the area were raised, their ratio is the same.
        let [m, s] = of("Cu 3s").step.unwrap();
        assert!((m / s - 1.0).abs() < 1e-6, "{m} {s}");
    }
}
