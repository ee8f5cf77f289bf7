//! Mean, standard error and noise of what several recordings say.

/// Median absolute deviation of a normal distribution with standard deviation 1.
const MEDIAN_OF_NORMAL: f64 = 0.674_489_750_196_081_7;

/// Mean of what the file and its fresh recordings say, the file first, and the standard error: the
/// root mean square deviation of the recordings from the file. They are drawn about the file (a
/// parametric bootstrap: Efron and Tibshirani 1993, An Introduction to the Bootstrap, ch. 6), so that
/// the error does not fall with their number.
pub fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let Some((own, fresh)) = values.split_first() else {
        return (0.0, 0.0);
    };
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    if fresh.is_empty() {
        return (mean, 0.0);
    }
    let squares: f64 = fresh.iter().map(|v| (v - own).powi(2)).sum();
    (mean, (squares / fresh.len() as f64).sqrt())
}

/// Standard deviation of the values about their median, from the median absolute deviation, which
/// few large values do not move (Hampel 1974, J. Am. Stat. Assoc. 69, 383).
pub fn robust_deviation(values: &[f64]) -> f64 {
    let middle = median(values.to_vec());
    let deviations = values.iter().map(|v| (v - middle).abs()).collect();
    median(deviations) / MEDIAN_OF_NORMAL
}

fn median(mut values: Vec<f64>) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_scatter_about_the_file_and_does_not_fall_with_recordings() {
        let (mean, error) = mean_and_error(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!(mean, 2.5);
        assert!((error - (14.0f64 / 3.0).sqrt()).abs() < 1e-12);
        let many: Vec<f64> = (0..51).map(|i| [0.0, 1.0, -1.0][i % 3]).collect();
        let (_, of_many) = mean_and_error(&many);
        assert!((of_many / mean_and_error(&many[..4]).1 - 1.0).abs() < 0.05);
        assert_eq!(mean_and_error(&[3.0]), (3.0, 0.0));
        assert_eq!(mean_and_error(&[]), (0.0, 0.0));
    }

    #[test]
    fn a_few_large_values_are_no_noise() {
        let mut values: Vec<f64> = (0..1000).map(|i| f64::from(i % 7) - 3.0).collect();
        let before = robust_deviation(&values);
        values[..20].fill(1e6);
        assert!((robust_deviation(&values) - before).abs() < 0.1 * before);
        assert_eq!(robust_deviation(&[]), 0.0);
    }
}
