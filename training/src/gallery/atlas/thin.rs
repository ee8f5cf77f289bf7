//! Curves thinned where they are straight.

/// Indices of the points to keep so that the curve through them is nowhere further than
/// `tolerance` from a point left out (Douglas and Peucker 1973), and no two neighbours are
/// further apart along x than `widest`, as long as the points given are not.
pub fn kept(points: &[(f64, f64)], tolerance: f64, widest: f64) -> Vec<usize> {
    let Some(last) = points.len().checked_sub(1) else {
        return vec![];
    };
    let mut keep = vec![false; points.len()];
    (keep[0], keep[last]) = (true, true);
    let mut spans = vec![(0, last)];
    while let Some((a, b)) = spans.pop() {
        if b <= a + 1 {
            continue;
        }
        let furthest = (a + 1..b)
            .map(|i| (i, distance(points[i], points[a], points[b])))
            .max_by(|p, q| p.1.total_cmp(&q.1));
        let split = match furthest {
            Some((i, off)) if off > tolerance => i,
            _ if (points[b].0 - points[a].0).abs() > widest => (a + b) / 2,
            _ => continue,
        };
        keep[split] = true;
        spans.extend([(a, split), (split, b)]);
    }
    (0..points.len()).filter(|i| keep[*i]).collect()
}

/// Distance of `p` from the straight line between `a` and `b`, ends included.
pub fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let along = (b.0 - a.0, b.1 - a.1);
    let square = along.0 * along.0 + along.1 * along.1;
    let t = if square > 0.0 {
        ((p.0 - a.0) * along.0 + (p.1 - a.1) * along.1) / square
    } else {
        0.0
    };
    let t = t.clamp(0.0, 1.0);
    (p.0 - a.0 - t * along.0).hypot(p.1 - a.1 - t * along.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_stay_and_straight_parts_are_thinned() {
        let points: Vec<(f64, f64)> = (0..=100)
            .map(|i| (f64::from(i), f64::from(50 - (i - 50i32).abs())))
            .collect();
        assert_eq!(kept(&points, 0.1, 1000.0), [0, 50, 100]);
        let dense = kept(&points, 0.1, 8.0);
        assert!(dense.contains(&50) && dense.windows(2).all(|w| w[1] - w[0] <= 8));
        assert!(kept(&[], 0.1, 1.0).is_empty());
        assert_eq!(kept(&[(0.0, 0.0)], 0.1, 1.0), [0]);
    }
}
