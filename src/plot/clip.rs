//! Curves cut to a range of energies.

/// Points of a curve, energies and values, without a gap.
pub(super) type Piece = Vec<(f64, f64)>;

/// The stretches of a curve whose magnitude exceeds `noise`, each with the neighbour on both sides, so
/// that its flanks are drawn too.
pub(super) fn above_noise(points: &[(f64, f64)], noise: &[f64]) -> Vec<Piece> {
    let n = points.len().min(noise.len());
    let above = |i: usize| points[i].1.abs() > noise[i];
    let mut stretches = Vec::new();
    let mut i = 0;
    while i < n {
        if !above(i) {
            i += 1;
            continue;
        }
        let from = i;
        while i < n && above(i) {
            i += 1;
        }
        let stretch = from.saturating_sub(1)..(i + 1).min(n);
        stretches.push(points[stretch].to_vec());
    }
    stretches
}

/// The pieces of a curve that lie within `lo..=hi` on the energy axis, their ends interpolated
/// at the limits. A value that is not finite ends a piece: a gap is never bridged.
pub(super) fn pieces(points: &[(f64, f64)], lo: f64, hi: f64) -> Vec<Piece> {
    let mut out: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut piece: Vec<(f64, f64)> = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    for &(e, v) in points {
        if !(e.is_finite() && v.is_finite()) {
            flush(&mut piece, &mut out);
            before = None;
            continue;
        }
        if let Some(last) = before {
            let mut limits = [lo, hi];
            if e < last.0 {
                limits.reverse();
            }
            // Limits crossed between the two points, in the order they are met.
            for limit in limits {
                if (last.0 - limit) * (e - limit) < 0.0 {
                    let t = (limit - last.0) / (e - last.0);
                    piece.push((limit, last.1 + t * (v - last.1)));
                }
            }
        }
        if (lo..=hi).contains(&e) {
            piece.push((e, v));
        } else {
            flush(&mut piece, &mut out);
        }
        before = Some((e, v));
    }
    flush(&mut piece, &mut out);
    out
}

fn flush(piece: &mut Vec<(f64, f64)>, out: &mut Vec<Vec<(f64, f64)>>) {
    if piece.is_empty() {
        return;
    }
    out.push(std::mem::take(piece));
}

/// Splits a piece where it crosses zero: closed polygons between the curve and the zero line,
/// those above it and those below.
pub(super) fn signed_areas(piece: &[(f64, f64)]) -> Vec<(bool, Vec<(f64, f64)>)> {
    let mut out = Vec::new();
    let mut run: Vec<(f64, f64)> = Vec::new();
    for (i, &(e, v)) in piece.iter().enumerate() {
        if i > 0 {
            let (e0, v0) = piece[i - 1];
            if v0 * v < 0.0 {
                let zero = e0 + (e - e0) * v0 / (v0 - v);
                run.push((zero, 0.0));
                close(&mut run, &mut out);
                run.push((zero, 0.0));
            } else if v0 == 0.0 && v != 0.0 {
                run = vec![(e0, 0.0)];
            }
        }
        if v != 0.0 {
            run.push((e, v));
        } else if !run.is_empty() {
            run.push((e, 0.0));
            close(&mut run, &mut out);
        }
    }
    close(&mut run, &mut out);
    out
}

fn close(run: &mut Vec<(f64, f64)>, out: &mut Vec<(bool, Vec<(f64, f64)>)>) {
    let points = std::mem::take(run);
    let Some(&(_, sample)) = points.iter().find(|p| p.1 != 0.0) else {
        return;
    };
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    let mut polygon = Vec::with_capacity(points.len() + 2);
    polygon.push((first, 0.0));
    polygon.extend(points);
    polygon.push((last, 0.0));
    out.push((sample > 0.0, polygon));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_cut_at_the_limits_by_interpolation() {
        let cut = pieces(&[(0.0, 0.0), (10.0, 100.0), (20.0, 0.0)], 5.0, 15.0);
        assert_eq!(cut, vec![vec![(5.0, 50.0), (10.0, 100.0), (15.0, 50.0)]]);
        let falling = pieces(&[(20.0, 0.0), (10.0, 100.0), (0.0, 0.0)], 5.0, 15.0);
        assert_eq!(
            falling,
            vec![vec![(15.0, 50.0), (10.0, 100.0), (5.0, 50.0)]]
        );
    }

    #[test]
    fn a_segment_that_spans_the_whole_view_is_kept() {
        assert_eq!(
            pieces(&[(0.0, 0.0), (10.0, 10.0)], 4.0, 6.0),
            vec![vec![(4.0, 4.0), (6.0, 6.0)]]
        );
    }

    #[test]
    fn stretches_above_the_noise_have_their_flanks() {
        let values = [0.1, 0.2, 5.0, 0.1, -3.0, -4.0];
        let points: Vec<(f64, f64)> = (0..6).map(f64::from).zip(values).collect();
        let found = above_noise(&points, &[1.0; 6]);
        assert_eq!(
            found,
            [
                vec![(1.0, 0.2), (2.0, 5.0), (3.0, 0.1)],
                vec![(3.0, 0.1), (4.0, -3.0), (5.0, -4.0)],
            ]
        );
        assert!(above_noise(&points, &[6.0; 6]).is_empty());
    }

    #[test]
    fn a_gap_is_not_bridged() {
        let cut = pieces(
            &[(0.0, 1.0), (1.0, f64::NAN), (2.0, 1.0), (3.0, 2.0)],
            0.0,
            3.0,
        );
        assert_eq!(cut, vec![vec![(0.0, 1.0)], vec![(2.0, 1.0), (3.0, 2.0)]]);
    }

    #[test]
    fn areas_change_sign_where_the_curve_crosses_zero() {
        let areas = signed_areas(&[(0.0, 1.0), (2.0, -1.0), (3.0, 0.0), (4.0, 0.0), (5.0, 2.0)]);
        let signs: Vec<bool> = areas.iter().map(|a| a.0).collect();
        assert_eq!(signs, [true, false, true]);
        assert_eq!(areas[0].1, [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 0.0)]);
        assert_eq!(areas[1].1.last(), Some(&(3.0, 0.0)));
        assert_eq!(areas[2].1.first(), Some(&(4.0, 0.0)));
    }
}
