//! Whether what a FIS points at are the element's own lines.

use serde::{Deserialize, Serialize};

use super::fis::Curve;
use crate::conventional::{ElementLines, Reach};

/// How far about an element's lines evidence is its own, eV: chemical shifts and widths of lines,
/// and the spread of Auger groups. The σ of the probe is added: it touches a line from that far.
pub const OWN_LINES: Reach = Reach {
    photo_ev: 5.0,
    auger_ev: 10.0,
};
/// Importance that lies on no known line is one place up to this distance, eV.
const SAME_PLACE_EV: f64 = 15.0;

/// What importance lies on.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leaning {
    /// Line group with its element; null where no line of the elements found lies there.
    pub line: Option<String>,
    /// Whether it is a line of the element that is explained.
    pub own: bool,
    /// Binding energy of the largest value, eV.
    pub energy_ev: f64,
    /// Share of all importance above the noise, 0 to 1.
    pub share: f64,
}

/// Where an element's lines fill more of the axis than this, a share that lies on them says nothing.
const MOST_CHANCE: f64 = 0.5;

/// What a curve points at.
#[derive(Debug, Clone, PartialEq)]
pub struct Grounding {
    /// Share of the importance above the noise on the element's own lines; `None` without any, and
    /// where these lines fill most of the axis.
    pub share: Option<f64>,
    /// Whether the largest value lies on one; `None` as for `share`.
    pub pointing: Option<bool>,
    /// Share of the axis that is own lines: what chance would give.
    pub chance: f64,
    /// What the importance lies on, the largest share first.
    pub leans_on: Vec<Leaning>,
}

/// Judges the curve of a probe with standard deviation `sigma_ev` by the lines of its element, and
/// names lines of `others` where it lies on those.
pub fn judge(
    curve: &Curve,
    sigma_ev: f64,
    own: &ElementLines,
    others: &[&ElementLines],
) -> Grounding {
    let reach = OWN_LINES.plus(sigma_ev);
    let points: Vec<(f64, f64)> = curve.above_noise().collect();
    let total: f64 = points.iter().map(|p| p.1).sum();
    let is_own = |energy_ev: f64| own.group_at(energy_ev, reach).is_some();
    let on_own = curve.energy_ev.iter().filter(|e| is_own(**e)).count();
    let chance = on_own as f64 / curve.energy_ev.len().max(1) as f64;
    let mut places: Vec<(Leaning, f64)> = Vec::new();
    for &(energy_ev, value) in &points {
        let line = own.group_at(energy_ev, reach).or_else(|| {
            let reaching = others.iter().filter_map(|e| e.group_at(energy_ev, reach));
            reaching.min_by(|a, b| {
                let far = |g: &crate::conventional::LineGroup| g.distance_ev(energy_ev);
                far(a).total_cmp(&far(b))
            })
        });
        let line = line.map(|g| g.name.clone());
        let same = |(place, _): &&mut (Leaning, f64)| {
            place.line == line
                && (line.is_some() || (place.energy_ev - energy_ev).abs() <= SAME_PLACE_EV)
        };
        match places.iter_mut().find(same) {
            Some((place, largest)) => {
                place.share += value / total;
                if value > *largest {
                    (place.energy_ev, *largest) = (energy_ev, value);
                }
            }
            None => places.push((
                Leaning {
                    line,
                    own: is_own(energy_ev),
                    energy_ev,
                    share: value / total,
                },
                value,
            )),
        }
    }
    let largest = places.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let told = largest.filter(|_| chance <= MOST_CHANCE);
    let pointing = told.map(|(place, _)| place.own);
    let mut leans_on: Vec<Leaning> = places.into_iter().map(|p| p.0).collect();
    leans_on.sort_by(|a, b| b.share.total_cmp(&a.share));
    let on_own = leans_on.iter().filter(|l| l.own);
    Grounding {
        share: pointing.map(|_| on_own.fold(0.0, |sum, l| sum + l.share)),
        pointing,
        chance,
        leans_on,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conventional::{LineGroup, LineKind};

    fn element(symbol: &str, lines: &[(&str, f64)]) -> ElementLines {
        let group = |(name, energy_ev): &(&str, f64)| LineGroup {
            name: format!("{symbol} {name}"),
            kind: LineKind::Photoelectron,
            lines_ev: vec![*energy_ev],
            lines_barn: vec![1.0],
            energy_ev: *energy_ev,
            found: true,
            barn: 1.0,
        };
        ElementLines {
            symbol: symbol.into(),
            groups: lines.iter().map(group).collect(),
        }
    }

    fn curve(at: &[(f64, f64)]) -> Curve {
        let energy_ev: Vec<f64> = (0..400).map(f64::from).collect();
        let value: Vec<f64> = energy_ev
            .iter()
            .map(|e| {
                let ripple = if (*e as i32) % 2 == 0 { 0.01 } else { -0.01 };
                at.iter().filter(|p| p.0 == *e).fold(ripple, |_, p| p.1)
            })
            .collect();
        let error = vec![0.001; 400];
        Curve::new(energy_ev, value, error)
    }

    #[test]
    fn importance_is_counted_to_own_lines_others_and_nothing() {
        let (own, other) = (
            element("Mo", &[("3d", 228.0)]),
            element("S", &[("2s", 240.0), ("2p", 164.0)]),
        );
        let curve = curve(&[(230.0, 6.0), (166.0, 3.0), (50.0, 1.0)]);
        let judged = judge(&curve, 2.0, &own, &[&other]);
        assert_eq!(judged.pointing, Some(true));
        assert!((judged.share.unwrap() - 0.6).abs() < 1e-9, "{judged:?}");
        let leans: Vec<_> = (judged.leans_on.iter())
            .map(|l| (l.line.as_deref(), l.own, l.energy_ev))
            .collect();
        assert_eq!(
            leans,
            [
                (Some("Mo 3d"), true, 230.0),
                (Some("S 2p"), false, 166.0),
                (None, false, 50.0)
            ]
        );
    }

    #[test]
    fn where_own_lines_fill_the_axis_no_share_is_told() {
        let judged = judge(
            &curve(&[(228.0, 3.0)]),
            2.0,
            &element("Mo", &[("3d", 228.0)]),
            &[],
        );
        assert_eq!(judged.share, Some(1.0));
        assert!((0.01..0.2).contains(&judged.chance), "{}", judged.chance);
        let judged = judge(
            &curve(&[(228.0, 3.0)]),
            200.0,
            &element("Mo", &[("3d", 228.0)]),
            &[],
        );
        assert_eq!((judged.share, judged.pointing), (None, None));
        assert!(judged.chance > 0.5 && !judged.leans_on.is_empty());
    }

    #[test]
    fn ripples_point_at_nothing() {
        let judged = judge(&curve(&[]), 2.0, &element("Mo", &[("3d", 228.0)]), &[]);
        assert_eq!((judged.share, judged.pointing), (None, None));
        assert!(judged.leans_on.is_empty());
    }
}
