//! Tougaard's background from a cross section of inelastic scattering.

use super::{Point, weights};

/// λK(T)/B = T/((C ∓ T²)² + D·T²).
#[derive(Debug, Clone, Copy)]
pub(super) struct CrossSection {
    /// C, eV².
    c: f64,
    /// +1 for the universal two-parameter form, −1 for that of three parameters.
    sign: f64,
    /// D, eV².
    d: f64,
}

impl CrossSection {
    pub const UNIVERSAL: CrossSection = CrossSection {
        c: 1643.0,
        sign: 1.0,
        d: 0.0,
    };
    pub const POLYMERS: CrossSection = CrossSection {
        c: 551.0,
        sign: -1.0,
        d: 436.0,
    };

    fn at(self, loss_ev: f64) -> f64 {
        let square = loss_ev * loss_ev;
        loss_ev / ((self.c + self.sign * square).powi(2) + self.d * square)
    }
}

/// So far below and above the levels at the ends it may run, in shares of the rise between them.
const LEAST: f64 = 0.5;
const MOST: f64 = 3.0;

/// b(E) = low + B ∫ λK(E − E')/B · (y(E') − low) dE' over lower binding energies, with the B that makes it end
/// at `high`. What stands before the lines is no line: its level is taken off before the losses are
/// worked out. `None` where there is nothing that could lose energy.
pub(super) fn matched(
    points: &[Point],
    [low, high]: [f64; 2],
    cross_section: CrossSection,
) -> Option<Vec<f64>> {
    let weights = weights(points);
    let lost = |i: usize| -> f64 {
        let before = points[..i].iter().zip(&weights);
        before
            .map(|(p, w)| w * cross_section.at(points[i].0 - p.0) * (p.1 - low))
            .sum()
    };
    let losses: Vec<f64> = (0..points.len()).map(lost).collect();
    let last = *losses.last()?;
    // Else it is noise that is followed, and no background.
    let of_lines = losses
        .iter()
        .all(|loss| (-LEAST * last..=MOST * last).contains(loss));
    (last > 0.0 && of_lines).then(|| {
        let b = (high - low) / last;
        losses.iter().map(|loss| low + b * loss).collect()
    })
}
