//! What the lines of an element say of the network's answer for it.

use serde::{Deserialize, Serialize};

use super::line_groups::{LineGroup, LineKind, SpectrumLines};
use super::quantify::LineArea;
use super::region::{NoRegion, Region};
use crate::model::quantify::ElementAmount;

/// Another line must be seen if it has this share of the electrons of the one that is quantified, and that one
/// stands so many times its standard deviation out of the noise.
const MUST_SHOW: f64 = 0.5;
const CLEAR: f64 = 40.0;
/// Amounts closer than this agree whatever their ranges: national institutes agree on the main elements of
/// alloys to about 3 at% (CCQM-K67); those of minor ones within this share of the larger.
const FLOOR_AT_PERCENT: f64 = 3.0;
const FLOOR_SHARE: f64 = 0.3;

/// What the lines say of the network's answer for an element.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Both amounts are the same within their doubt.
    Agrees,
    /// They are not.
    Differs,
    /// A line that should be seen is not.
    LineMissing,
    /// The element's own line is not seen.
    NotSeen,
    /// No line of it is free of others.
    Covered,
    /// None of its lines is in range.
    OutOfRange,
}

impl Reading {
    /// Whether the lines contradict the network, or fail to support it.
    pub fn is_doubtful(self) -> bool {
        matches!(
            self,
            Reading::Differs | Reading::LineMissing | Reading::NotSeen
        )
    }
}

/// The reading for `amount` and its sentence.
pub(super) fn reading(
    amount: &ElementAmount,
    region: &Result<Region, NoRegion>,
    area: Option<&LineArea>,
    percent: Option<f64>,
    range: Option<[f64; 2]>,
    lines: &SpectrumLines,
) -> (Reading, String) {
    let (symbol, network) = (&amount.symbol, amount.atomic_percent);
    let region = match region {
        Ok(region) => region,
        Err(NoRegion::OutOfRange) => {
            let text =
                format!("No photoelectron line of {symbol} is covered whole: no second opinion");
            return (Reading::OutOfRange, text);
        }
        Err(NoRegion::NoLine {
            window_ev: [from, to],
        }) => {
            let text = format!(
                "No line of {symbol} lies between {from:.1} and {to:.1} eV: no second opinion"
            );
            return (Reading::OutOfRange, text);
        }
        Err(NoRegion::Covered { line, by }) => {
            let text = format!(
                "{line} lies under {by}, and no other line of {symbol} is free: no second opinion"
            );
            return (Reading::Covered, text);
        }
    };
    let Some(area) = area else {
        let text = format!("{} is not covered whole: no second opinion", region.line);
        return (Reading::OutOfRange, text);
    };
    let (line, at_ev) = (&region.line, region.energy_ev);
    let (Some(percent), Some([low, high])) = (percent, range) else {
        let text = format!(
            "The network sees {network:.1} at% {symbol}; {line} is not seen at {at_ev:.0} eV: doubtful"
        );
        return (Reading::NotSeen, text);
    };
    if let Some(missing) = missing(amount, region, area, lines) {
        let text = format!(
            "The network sees {network:.1} at% {symbol}, {line} stands at {at_ev:.0} eV; no {} at {:.0} eV: doubtful",
            missing.name, missing.lines_ev[0]
        );
        return (Reading::LineMissing, text);
    }
    let [least, most] = amount.interval;
    let overlaps = low <= most && high >= least;
    let shared = match &region.rival {
        Some(rival) if region.foreign >= 0.05 => {
            format!(
                "; about {:.0} % of the window are {rival}'s and were taken off",
                100.0 * region.foreign
            )
        }
        _ if !region.is_seen => "; no peak of its own stands out there".to_owned(),
        _ => String::new(),
    };
    let floor = FLOOR_AT_PERCENT.min(FLOOR_SHARE * percent.max(network));
    if overlaps || (percent - network).abs() <= floor {
        let text = format!(
            "{line} at {at_ev:.1} eV gives {percent:.1} at% ({low:.1} to {high:.1}): agrees{shared}"
        );
        return (Reading::Agrees, text);
    }
    let text = format!(
        "{line} at {at_ev:.1} eV gives {percent:.1} at% ({low:.1} to {high:.1}), the network {network:.1}{shared}"
    );
    (Reading::Differs, text)
}

/// A line of the element that should be seen by the strength of the one quantified, and is not,
/// though no line of another element found stands there.
fn missing<'a>(
    amount: &ElementAmount,
    region: &Region,
    area: &LineArea,
    lines: &'a SpectrumLines,
) -> Option<&'a LineGroup> {
    if area.shirley < CLEAR * area.deviation {
        return None;
    }
    let own = lines.found.iter().find(|l| l.symbol == amount.symbol)?;
    let [lo, hi] = lines.range_ev();
    let must_show = |g: &&LineGroup| {
        let inside = g
            .lines_ev
            .iter()
            .all(|e| (lo + 15.0..=hi - 15.0).contains(e));
        g.name != region.line && inside && !g.found && g.barn >= MUST_SHOW * region.sigma_barn
    };
    let covered = |g: &LineGroup| {
        let others = lines.found.iter().filter(|l| l.symbol != amount.symbol);
        let reach = |o: &LineGroup| {
            if o.kind == LineKind::Auger {
                25.0
            } else {
                15.0
            }
        };
        others
            .flat_map(|l| &l.groups)
            .any(|o| g.lines_ev.iter().any(|e| o.distance_ev(*e) <= reach(o)))
    };
    own.groups.iter().filter(must_show).find(|g| !covered(g))
}
