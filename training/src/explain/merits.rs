//! How well a curve lies on an element's lines, beside curves that know nothing of the network.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use speclens::conventional::{ElementLines, within};
use speclens::explain::{Curve, OWN_LINES, Recordings, judge};

use super::rank::auc;
use crate::evaluate::explanation::Merits;

/// Random orders of a curve's values, whose merits are averaged.
const ORDERS: usize = 10;
/// Seed of these orders.
const SEED: u64 = 21;
/// The median absolute deviation of a normal distribution, in standard deviations: the noise level
/// of a curve is four of the latter.
const MAD_OF_DEVIATION: f64 = 0.6745;

/// The merits of one curve of a probe with standard deviation `sigma_ev`. A curve points by its
/// largest value, whatever its noise; without a value above its noise it has no relevance mass.
pub(super) fn merits(
    curve: &Curve,
    sigma_ev: f64,
    own: &ElementLines,
    others: &[&ElementLines],
) -> Merits {
    let judged = judge(curve, sigma_ev, own, others);
    let inside = inside(curve, sigma_ev, own);
    let foreign = judged.leans_on.iter();
    let foreign = foreign.filter(|l| !l.own && l.line.is_some());
    let values = curve.value.iter().zip(&inside);
    let largest = values.max_by(|a, b| a.0.total_cmp(b.0));
    let points = largest.is_some_and(|(value, inside)| *inside && *value > 0.0);
    Merits {
        pointing: f64::from(u8::from(points)),
        grounding: judged.share.unwrap_or(0.0),
        grounding_mad: above_mad(curve, &inside),
        auc: auc(&curve.value, &inside).unwrap_or(0.5),
        on_others: foreign.map(|l| l.share).sum(),
    }
}

/// Share on own lines of all that stands above 4 × MAD.
fn above_mad(curve: &Curve, inside: &[bool]) -> f64 {
    let level = MAD_OF_DEVIATION * curve.noise_level;
    let values = curve.value.iter().zip(inside);
    let above = || values.clone().filter(|(v, _)| **v > level);
    let total: f64 = above().map(|(v, _)| v).sum();
    let own: f64 = above().filter(|(_, own)| **own).map(|(v, _)| v).sum();
    if total > 0.0 { own / total } else { 0.0 }
}

/// Mean merits of the curve with its values, and their errors, in random order.
pub(super) fn at_random(
    curve: &Curve,
    sigma_ev: f64,
    own: &ElementLines,
    others: &[&ElementLines],
) -> Merits {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut order: Vec<usize> = (0..curve.value.len()).collect();
    let shuffled = (0..ORDERS).map(|_| {
        order.shuffle(&mut rng);
        let of = |values: &[f64]| order.iter().map(|i| values[*i]).collect();
        let shuffled = Curve {
            energy_ev: curve.energy_ev.clone(),
            value: of(&curve.value),
            error: of(&curve.error),
            noise_level: curve.noise_level,
        };
        merits(&shuffled, sigma_ev, own, others)
    });
    mean(&shuffled.collect::<Vec<_>>())
}

/// What stands above the background of the spectrum itself, smoothed as the probe smooths: a curve
/// that knows nothing of the network.
pub(super) fn height(recordings: &Recordings, energy_ev: &[f64], sigma_ev: f64) -> Curve {
    let grid = &recordings.grid;
    let above = recordings.above.first().map_or(&[][..], |a| a);
    let smoothed = energy_ev.iter().map(|centre| {
        let weighted = above.iter().enumerate().map(|(i, y)| {
            let u = (grid.energy_ev(i) - centre) / sigma_ev;
            f64::from(*y) * (-0.5 * u * u).exp()
        });
        weighted.sum()
    });
    Curve::new(
        energy_ev.to_vec(),
        smoothed.collect(),
        vec![0.0; energy_ev.len()],
    )
}

/// Share of the probed energies on own lines.
pub(super) fn chance(curve: &Curve, sigma_ev: f64, own: &ElementLines) -> f64 {
    let inside = inside(curve, sigma_ev, own);
    inside.iter().filter(|i| **i).count() as f64 / inside.len().max(1) as f64
}

/// Which of the probed energies lie on own lines.
fn inside(curve: &Curve, sigma_ev: f64, own: &ElementLines) -> Vec<bool> {
    let windows = own.windows_ev(OWN_LINES.plus(sigma_ev));
    curve
        .energy_ev
        .iter()
        .map(|e| within(&windows, *e))
        .collect()
}

/// Mean of the merits of some elements; zeros of none.
pub(super) fn mean(all: &[Merits]) -> Merits {
    let mean = |f: fn(&Merits) -> f64| mean_of(all.iter().map(f));
    Merits {
        pointing: mean(|m| m.pointing),
        grounding: mean(|m| m.grounding),
        grounding_mad: mean(|m| m.grounding_mad),
        auc: mean(|m| m.auc),
        on_others: mean(|m| m.on_others),
    }
}

/// Mean of some numbers; 0 of none.
pub(super) fn mean_of(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), v| (sum + v, n + 1.0));
    if n > 0.0 { sum / n } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::conventional::{LineGroup, LineKind};

    fn element(symbol: &str, energy_ev: f64) -> ElementLines {
        ElementLines {
            symbol: symbol.into(),
            groups: vec![LineGroup {
                name: format!("{symbol} 3d"),
                kind: LineKind::Photoelectron,
                lines_ev: vec![energy_ev],
                lines_barn: vec![1.0],
                energy_ev,
                found: true,
                barn: 1.0,
            }],
        }
    }

    /// Peaks of these heights, 3 eV wide, on ripples.
    fn curve(peaks: &[(f64, f64)]) -> Curve {
        let energy_ev: Vec<f64> = (0..400).map(f64::from).collect();
        let value = energy_ev.iter().map(|e| {
            let ripple = 0.01 * (e * 0.7).sin();
            let at = |p: &&(f64, f64)| (p.0 - e).abs() <= 1.0;
            ripple + peaks.iter().filter(at).map(|p| p.1).sum::<f64>()
        });
        Curve::new(energy_ev.clone(), value.collect(), vec![0.0; 400])
    }

    #[test]
    fn a_curve_on_its_own_line_is_told_from_one_elsewhere_and_from_chance() {
        let (own, other) = (element("Mo", 228.0), element("S", 164.0));
        let others = [&other];
        let good = merits(&curve(&[(228.0, 3.0), (164.0, 1.0)]), 2.0, &own, &others);
        assert_eq!(good.pointing, 1.0);
        assert!((good.grounding - 0.75).abs() < 0.02, "{good:?}");
        assert!((good.on_others - 0.25).abs() < 0.02, "{good:?}");
        let weak = merits(&curve(&[(228.0, 3.0), (100.0, 0.03)]), 2.0, &own, &others);
        assert!(
            weak.grounding > 1.0 - 1e-9 && weak.grounding_mad < 0.999,
            "0.03 stands above 4 MAD, not above the noise: {weak:?}"
        );
        let bad = merits(&curve(&[(164.0, 3.0)]), 2.0, &own, &others);
        assert_eq!((bad.pointing, bad.grounding), (0.0, 0.0));
        assert!(bad.auc < good.auc - 0.05, "{bad:?}");
        let random = at_random(&curve(&[(228.0, 3.0)]), 2.0, &own, &others);
        let chance = chance(&curve(&[]), 2.0, &own);
        assert!((chance - 15.0 / 400.0).abs() < 1e-9, "{chance}");
        assert!(
            random.grounding < 0.3 && (random.auc - 0.5).abs() < 0.1,
            "{random:?}"
        );
    }
}
