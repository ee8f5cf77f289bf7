//! What every reader asks of energies and intensities.

/// An energy to the nanoelectronvolt: 286.61 + 12 × 0.1 is 287.81, not 287.81000000000006.
pub(crate) fn tidy(energy_ev: f64) -> f64 {
    (energy_ev * 1e9).round() / 1e9
}

/// Index of the first energy that turns back, stands still or is not finite; `None` where all
/// only rise or only fall.
pub(crate) fn turns_back(energy_ev: &[f64]) -> Option<usize> {
    if let Some(i) = energy_ev.iter().position(|e| !e.is_finite()) {
        return Some(i);
    }
    let rising = energy_ev.len() > 1 && energy_ev[1] > energy_ev[0];
    let turn = |w: &[f64]| if rising { w[1] <= w[0] } else { w[1] >= w[0] };
    energy_ev.windows(2).position(turn).map(|i| i + 1)
}

/// Index of the first number that no detector gives: not finite, above 10¹⁵, or so small
/// (below 10⁻³⁰, but not zero) that the bytes hold whole numbers and no floating point.
pub(crate) fn no_intensity(counts: &[f64]) -> Option<usize> {
    let fits = |c: &f64| *c == 0.0 || (1e-30..=1e15).contains(&c.abs());
    counts.iter().position(|c| !fits(c))
}

/// A warning where intensities are negative: they are kept.
pub(crate) fn negative_counts(counts: &[f64]) -> Option<String> {
    let negative = counts.iter().filter(|c| **c < 0.0).count();
    (negative > 0).then(|| format!("{negative} of {} counts are negative", counts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energies_only_rise_or_only_fall() {
        assert_eq!(turns_back(&[1.0, 2.0, 3.0]), None);
        assert_eq!(turns_back(&[3.0, 2.0, 1.0]), None);
        assert_eq!(turns_back(&[3.0, 2.0, 2.0]), Some(2));
        assert_eq!(turns_back(&[1.0, 2.0, 1.5]), Some(2));
        assert_eq!(turns_back(&[1.0, f64::NAN]), Some(1));
        assert_eq!(tidy(286.61 + 12.0 * 0.1), 287.81);
    }

    #[test]
    fn intensities_are_finite_and_no_reinterpreted_integers() {
        assert_eq!(no_intensity(&[0.0, -0.0, -5.0, 1e6]), None);
        assert_eq!(no_intensity(&[1.0, f64::INFINITY]), Some(1));
        assert_eq!(no_intensity(&[1.0, 0.0, f64::from_bits(1000)]), Some(2));
        assert_eq!(no_intensity(&[f32::from_bits(1000).into()]), Some(0));
        assert_eq!(
            negative_counts(&[1.0, -1.0]).unwrap(),
            "1 of 2 counts are negative"
        );
        assert_eq!(negative_counts(&[1.0, -0.0]), None);
    }
}
