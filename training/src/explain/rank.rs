//! Ranks, and how well curves agree: in rank, in value, and displaced.

/// Ranks of the values from 1 on; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let equal = order[from..].iter();
        let many = equal
            .take_while(|i| values[**i] == values[order[from]])
            .count();
        let mean = from as f64 + (many as f64 + 1.0) / 2.0;
        order[from..from + many]
            .iter()
            .for_each(|i| ranks[*i] = mean);
        from += many;
    }
    ranks
}

/// Area under the receiver operating characteristic of `values` as a test for `positive`: the
/// chance that a positive value is the larger one of a pair (Hanley and McNeil 1982, Radiology 143,
/// 29). `None` without positives or without negatives.
pub(super) fn auc(values: &[f64], positive: &[bool]) -> Option<f64> {
    let positives = positive.iter().filter(|p| **p).count() as f64;
    let negatives = values.len() as f64 - positives;
    if positives == 0.0 || negatives == 0.0 {
        return None;
    }
    let of_positives = ranks(values).into_iter().zip(positive).filter(|(_, p)| **p);
    let sum: f64 = of_positives.map(|(rank, _)| rank).sum();
    Some((sum - positives * (positives + 1.0) / 2.0) / (positives * negatives))
}

/// Correlation coefficient of Pearson; `None` where one curve is level.
pub(super) fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = a.len().min(b.len()) as f64;
    let mean = |x: &[f64]| x.iter().sum::<f64>() / n;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (x - mean_a, y - mean_b);
        aa += x * x;
        bb += y * y;
        ab += x * y;
    }
    let product = (aa * bb).sqrt();
    (product > 0.0).then(|| ab / product)
}

/// Rank correlation of Spearman; `None` where one curve is level.
pub(super) fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    pearson(&ranks(a), &ranks(b))
}

/// By how many points `b` is best moved back to lie on `a`: where their correlation is largest, of
/// all displacements up to `most`. `None` where a curve is level or shorter than that.
pub(super) fn displacement(a: &[f64], b: &[f64], most: usize) -> Option<isize> {
    let n = a.len().min(b.len()).checked_sub(2 * most)?;
    let middle = a.get(most..most + n)?;
    let moved = (0..=2 * most).filter_map(|from| {
        let correlation = pearson(middle, b.get(from..from + n)?)?;
        Some((from as isize - most as isize, correlation))
    });
    let best = moved.max_by(|x, y| x.1.total_cmp(&y.1));
    best.map(|(displacement, _)| displacement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_auc_counts_pairs_in_the_right_order() {
        let positive = [true, true, false, false];
        assert_eq!(auc(&[4.0, 3.0, 2.0, 1.0], &positive), Some(1.0));
        assert_eq!(auc(&[1.0, 2.0, 3.0, 4.0], &positive), Some(0.0));
        assert_eq!(auc(&[1.0, 4.0, 2.0, 3.0], &positive), Some(0.5));
        assert_eq!(auc(&[1.0; 4], &positive), Some(0.5), "ties count half");
        assert_eq!(auc(&[1.0; 4], &[true; 4]), None);
    }

    #[test]
    fn ranks_forget_how_large_values_are() {
        let a = [1.0, 2.0, 3.0, 4.0, 5.0];
        let b = [0.1, 0.2, 7.0, 70.0, 7e6];
        assert!((spearman(&a, &b).unwrap() - 1.0).abs() < 1e-12);
        assert!(pearson(&a, &b).unwrap() < 0.8);
        let turned: Vec<f64> = b.iter().map(|x| -x).collect();
        assert!((spearman(&a, &turned).unwrap() + 1.0).abs() < 1e-12);
        assert_eq!(spearman(&a, &[1.0; 5]), None);
        assert_eq!(ranks(&[2.0, 1.0, 2.0]), [2.5, 1.0, 2.5]);
    }

    #[test]
    fn a_curve_that_is_moved_is_moved_back() {
        let peak = |centre: f64| -> Vec<f64> {
            let points = (0..60).map(f64::from);
            points
                .map(|e| (-0.5 * ((e - centre) / 2.0).powi(2)).exp())
                .collect()
        };
        for by in [-3isize, 0, 1, 4] {
            let moved = peak(30.0 + by as f64);
            assert_eq!(displacement(&peak(30.0), &moved, 5), Some(by));
        }
        assert_eq!(displacement(&[1.0; 8], &[1.0; 8], 5), None, "too short");
        assert_eq!(displacement(&[1.0; 60], &peak(30.0), 5), None, "level");
    }
}
