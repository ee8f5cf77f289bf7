//! Fit of what is not known of a sample: amounts, contamination, transmission, shift.
//!
//! First the curve itself, photoelectron lines only ([`curve`]): shift and resolution. Then other elements than the
//! listed ones, as long as they explain more ([`unlisted`]). Then the areas of the lines too, which do not care for
//! an electronvolt or a satellite ([`amounts`]): amounts, contamination and transmission.

mod amounts;
mod areas;
mod curve;
mod problem;
mod target;
mod unlisted;

use anyhow::Result;
use speclens::conventional::EvenCurve;

use super::sample::{KnownSample, Parameters};

/// A finished fit.
#[derive(Debug, Clone)]
pub struct Fit {
    /// What was known; with the source's kind and the layers as they fit.
    pub known: KnownSample,
    /// The values found.
    pub parameters: Parameters,
    /// The simulated curve, shifted and scaled onto the measured one.
    pub simulated: EvenCurve,
    /// Share of the lines' contrast that is left unexplained (of squares).
    pub unexplained: f64,
}

/// The fit of `known`, and of what else `measured` shows.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn fit(known: &KnownSample, measured: &EvenCurve) -> Result<Fit> {
    amounts::fit(unlisted::fit(known, measured)?, measured)
}

/// Of the elements `named` (Z), those that the fit of `known` takes besides the listed ones, and those at whose
/// strongest line there is a peak, of whatever height, that this fit does not explain.
///
/// # Errors
/// A sample that the simulator refuses.
pub fn standing(known: &KnownSample, measured: &EvenCurve, named: &[u8]) -> Result<Vec<u8>> {
    let fitted = unlisted::fit(known, measured)?;
    unlisted::standing(&fitted, measured, named)
}

fn scaled(curve: &EvenCurve, factor: f64) -> EvenCurve {
    curve.with(curve.values.iter().map(|v| v * factor).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measured::compare::sample::DrawnLines;
    use crate::measured::truth::Truth;
    use speclens::spectrum::Grid;
    use speclens::spectrum::Spectrum;

    /// A survey of iron oxide under carbon, seen by an instrument with satellites and a shift.
    #[test]
    fn what_was_simulated_is_found_again() {
        let row = Truth::parse("a\tx\t1486.6\tFe O\tC Si\t");
        let known = KnownSample {
            monochromated: Some(false),
            ..KnownSample::new(&row, &Spectrum::default()).unwrap()
        };
        let truth = Parameters {
            amounts: vec![1.0, 1.4, 0.1],
            carbon_nm: 0.9,
            carbon_oxygen: 0.15,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 2.0,
            shift_ev: 2.7,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        };
        let measured = known.simulate(&truth, &grid, DrawnLines::All).unwrap();
        let top = measured.values.iter().copied().fold(0.0, f64::max);
        let measured = scaled(&measured, 1e5 / top);
        let unknown = KnownSample {
            monochromated: None,
            ..known
        };
        let fitted = curve::begin(&unknown, &measured).unwrap();
        assert!(fitted.unexplained < 0.05, "{}", fitted.unexplained);
        let found = amounts::fit(fitted, &measured).unwrap();
        let g = &found.parameters;
        assert_eq!(found.known.monochromated, Some(false));
        assert!((g.shift_ev - 2.7).abs() < 0.1, "{g:?}");
        assert!((g.amounts[1] / 1.4 - 1.0).abs() < 0.08, "{g:?}");
        assert!((g.carbon_nm / 0.9 - 1.0).abs() < 0.15, "{g:?}");
        assert!(g.exponent.abs() < 0.05, "{g:?}");
        assert!((g.resolution_ev / 2.0 - 1.0).abs() < 0.1, "{g:?}");
    }

    fn bare(must: &str) -> KnownSample {
        let row = Truth::parse(&format!("a\tx\t1486.6\t{must}\tC\t"));
        KnownSample {
            monochromated: Some(true),
            ..KnownSample::new(&row, &Spectrum::default()).unwrap()
        }
    }

    #[test]
    fn tin_that_nobody_named_is_found_and_nothing_else() {
        let both = bare("Ag Sn");
        let parameters = Parameters {
            amounts: vec![1.0, 0.4],
            carbon_nm: 0.5,
            carbon_oxygen: 0.1,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.5,
            shift_ev: 1.0,
        };
        let grid = Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        };
        let measured = both.simulate(&parameters, &grid, DrawnLines::All).unwrap();
        let found = fit(&bare("Ag"), &measured).unwrap();
        let symbols: Vec<&str> = found.known.bulk.iter().map(|p| p.symbol.as_str()).collect();
        assert_eq!(symbols, ["Ag", "Sn"]);
        assert!(!found.known.bulk[1].listed);
        // Tin is there, gold is not, and a trace of tin is seen by its peak alone.
        assert_eq!(standing(&bare("Ag"), &measured, &[50, 79]).unwrap(), [50]);
        let little = Parameters {
            amounts: vec![1.0, 0.004],
            ..parameters
        };
        let measured = both.simulate(&little, &grid, DrawnLines::All).unwrap();
        let fitted = fit(&bare("Ag"), &measured).unwrap();
        assert_eq!(fitted.known.bulk.len(), 1, "the fit took the trace");
        assert_eq!(standing(&bare("Ag"), &measured, &[50, 79]).unwrap(), [50]);
        let share = found.known.fractions(&found.parameters)[1];
        assert!((share / (0.4 / 1.4) - 1.0).abs() < 0.1, "{share}");
    }
}
