//! How noisy a spectrum is, seen from the spectrum alone: the intervals of a composition depend on it.

/// Second difference of white noise of standard deviation 1: its standard deviation, √(1 + 4 + 1).
const SECOND_DIFFERENCE: f64 = 2.449_489_742_783_178;
/// Median of |x| of normally distributed x with standard deviation 1.
const MEDIAN_OF_NORMAL: f64 = 0.674_489_750_196_081_7;
/// Intensities below this share of the highest are taken as so high, so that an empty point counts.
const FLOOR: f64 = 1e-4;

/// Standard deviation of the noise in the highest point of an input of the network (`[2, points]`: intensities,
/// highest 1, and mask), as a share of that point; 0.01 is the counting noise of 10,000 events.
///
/// It is taken from the second differences y(i − 1) − 2·y(i) + y(i + 1) of all points beside which the file covers
/// both neighbours, divided by √y, because the variance of counts is their number. Lines show in few of the
/// differences, which the median does not see (median absolute deviation: Hampel 1974, J. Am. Stat. Assoc. 69, 383).
/// The curvature of lines and background remains: 10⁻⁴ or so where there is no noise. Without three covered
/// points in a row it is 0.
pub fn noise_at_the_maximum(input: &[f32]) -> f64 {
    let (intensities, mask) = input.split_at(input.len() / 2);
    let mut differences: Vec<f64> = intensities
        .windows(3)
        .zip(mask.windows(3))
        .filter(|(_, covered)| covered.iter().all(|m| *m > 0.0))
        .map(|(y, _)| {
            let [before, here, behind] = [y[0], y[1], y[2]].map(f64::from);
            (before - 2.0 * here + behind).abs() / here.max(FLOOR).sqrt()
        })
        .collect();
    if differences.is_empty() {
        return 0.0;
    }
    let middle = differences.len() / 2;
    let median = *differences.select_nth_unstable_by(middle, f64::total_cmp).1;
    median / (MEDIAN_OF_NORMAL * SECOND_DIFFERENCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, Poisson};

    /// A falling background with a line that is `counts` high, counted or as expected; covered from point 10 on.
    fn survey(counts: f64, counted: bool) -> Vec<f32> {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let points = 1200;
        let expected = |i: usize| {
            let line = (-0.5 * ((i as f64 - 400.0) / 1.5).powi(2)).exp();
            counts * (0.1 + 0.3 * i as f64 / points as f64 + line)
        };
        let y: Vec<f64> = (0..points)
            .map(|i| match counted {
                true => Poisson::new(expected(i)).unwrap().sample(&mut rng),
                false => expected(i),
            })
            .collect();
        let highest = y.iter().copied().fold(0.0, f64::max);
        let covered = |i: usize| f32::from(u8::from(i >= 10));
        let intensities = (0..points).map(|i| (y[i] / highest) as f32 * covered(i));
        intensities.chain((0..points).map(covered)).collect()
    }

    #[test]
    fn counting_noise_is_one_over_the_root_of_the_counts() {
        for counts in [1e2, 1e4, 1e6] {
            let input = survey(counts, true);
            // The highest point of the background and the line together.
            let expected = (1.2 * counts).sqrt().recip();
            let ratio = noise_at_the_maximum(&input) / expected;
            assert!((0.8..1.25).contains(&ratio), "{counts}: {ratio}");
        }
    }

    #[test]
    fn an_expected_spectrum_has_hardly_any_and_an_empty_one_none() {
        assert!(noise_at_the_maximum(&survey(1e4, false)) < 2e-4);
        assert_eq!(noise_at_the_maximum(&[0.0; 60]), 0.0);
        assert_eq!(noise_at_the_maximum(&[]), 0.0);
    }
}
