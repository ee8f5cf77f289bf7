//! Deletion by the simulator: lines are not emitted, and leave no losses either. What of the amount
//! remains has no artefact of a mask in it.

use std::collections::HashMap;

use anyhow::{Context, Result};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use speclens::conventional::{LineGroup, within};
use speclens::explain::{Curve, LineTable, OWN_LINES, Recordings, judge};
use speclens::model::Model;
use speclens::spectrum::elements;

use super::answered::{Answered, Asked, curve, evidence, scan};
use super::cases::{Case, Simulation, belongs, is_of};
use super::merits::mean_of;
use crate::evaluate::explanation::{Deletion, Method};

/// Random orders of the groups of an element, whose areas are averaged.
const ORDERS: usize = 5;
/// Seed of these orders.
const SEED: u64 = 21;
/// More groups than this are not left out one after another: the first hold all that counts.
const MOST_GROUPS: usize = 16;

/// What was seen of one element in one mixture.
struct Seen {
    lost_by_mask: f64,
    lost_exactly: f64,
    additivity: Option<f64>,
    completeness: Option<f64>,
    areas: Option<Areas>,
}

/// Areas under the curve of the amount that remains.
struct Areas {
    by_fis: f64,
    by_share: f64,
    at_random: f64,
    by_height: f64,
}

/// Leaves lines of the elements of simulated `cases` out; those of one element alone are passed over,
/// for nothing would be left.
///
/// # Errors
/// A sample that cannot be simulated, a spectrum that cannot be answered, a failing network.
pub(super) fn deletion(model: &Model, method: Method, cases: &[Case]) -> Result<Deletion> {
    let seen: Vec<Vec<Seen>> = cases
        .par_iter()
        .map(|case| of_case(model, method, case).with_context(|| case.name.clone()))
        .collect::<Result<_>>()?;
    let seen: Vec<Seen> = seen.into_iter().flatten().collect();
    let areas: Vec<&Areas> = seen.iter().filter_map(|s| s.areas.as_ref()).collect();
    let area = |f: fn(&Areas) -> f64| mean_of(areas.iter().map(|a| f(a)));
    let share = |f: fn(&Areas) -> bool| mean_of(areas.iter().map(|a| f64::from(u8::from(f(a)))));
    Ok(Deletion {
        elements: seen.len(),
        lost_by_mask: mean_of(seen.iter().map(|s| s.lost_by_mask)),
        lost_exactly: mean_of(seen.iter().map(|s| s.lost_exactly)),
        ordered: areas.len(),
        area_by_fis: area(|a| a.by_fis),
        area_by_share: area(|a| a.by_share),
        area_at_random: area(|a| a.at_random),
        area_by_height: area(|a| a.by_height),
        better_than_random: share(|a| a.by_fis < a.at_random),
        better_than_height: share(|a| a.by_fis < a.by_height),
        worse_than_height: share(|a| a.by_fis > a.by_height),
        completeness: mean_of(seen.iter().filter_map(|s| s.completeness)),
        additivity: mean_of(seen.iter().filter_map(|s| s.additivity)),
    })
}

fn of_case(model: &Model, method: Method, case: &Case) -> Result<Vec<Seen>> {
    let simulation = case.simulation.as_ref().filter(|s| !s.is_pure());
    let Some(simulation) = simulation else {
        return Ok(Vec::new());
    };
    let answered = Answered::new(model, case)?;
    let options = method.options;
    let tables = answered.tables(model, options)?;
    let recordings = answered.recordings(model, options, options.recordings);
    let probes = scan(model, method, recordings.clone())?;
    let mut seen = Vec::new();
    for asked in &answered.asked {
        let table = tables.iter().find(|t| t.element == asked.symbol);
        let table = table.context("a table of each element found")?;
        if let Some(all) = &table.all_lines {
            let whole = evidence(model, case.spectrum.clone(), asked.index)?;
            let without = lost_without_own_lines(model, case, asked, whole)?;
            let single: f64 = table.lines.iter().map(|l| l.lost).sum();
            let groups = in_order_of_share(asked, table);
            let mut path = Path::new(model, simulation, asked, &groups, whole)?;
            let by_share: Vec<usize> = (0..groups.len()).collect();
            let last = path.remaining(&by_share)?.last().copied();
            seen.push(Seen {
                lost_by_mask: all.lost,
                lost_exactly: without.lost,
                additivity: (all.lost > 0.0).then(|| single / all.lost),
                completeness: last
                    .filter(|_| without.loss > 0.0)
                    .map(|l| -l.ln() / without.loss),
                areas: match groups.len() {
                    0 | 1 => None,
                    _ => {
                        let curve = curve(&probes, method, asked.index)?;
                        let by_fis = in_order_of_fis(&curve, options.sigma_ev, asked, &groups);
                        Some(areas(&mut path, &recordings, &by_fis)?)
                    }
                },
            });
        }
    }
    Ok(seen)
}

/// The groups of an element's table, the largest share first.
fn in_order_of_share<'a>(asked: &'a Asked, table: &LineTable) -> Vec<&'a LineGroup> {
    let groups = asked.own.groups.iter();
    let named = |name: &str| groups.clone().find(|g| g.name == name);
    let lines = table.lines.iter().take(MOST_GROUPS);
    lines.filter_map(|l| named(&l.line)).collect()
}

/// Places of `groups` by their share of the FIS, the largest first; those without keep their order.
fn in_order_of_fis(
    curve: &Curve,
    sigma_ev: f64,
    asked: &Asked,
    groups: &[&LineGroup],
) -> Vec<usize> {
    let judged = judge(curve, sigma_ev, &asked.own, &[]);
    let share = |group: &LineGroup| {
        let on = judged.leans_on.iter();
        let on = on.filter(|l| l.own && l.line.as_deref() == Some(group.name.as_str()));
        on.map(|l| l.share).sum::<f64>()
    };
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by(|a, b| share(groups[*b]).total_cmp(&share(groups[*a])));
    order
}

/// What is gone without any line of an element.
struct Without {
    /// Share of the amount.
    lost: f64,
    /// Loss of ln amount.
    loss: f64,
}

fn lost_without_own_lines(
    model: &Model,
    case: &Case,
    asked: &Asked,
    whole: f64,
) -> Result<Without> {
    let simulation = case.simulation.as_ref().context("a simulated spectrum")?;
    let z = elements::by_symbol(&asked.symbol).context("an element")?.z;
    let spectrum = simulation.spectrum(|drawn| is_of(drawn, z))?;
    let loss = whole - evidence(model, spectrum, asked.index)?;
    Ok(Without {
        lost: 1.0 - (-loss).exp(),
        loss,
    })
}

/// What remains of an element's amount when some of its groups are left out.
struct Path<'a> {
    model: &'a Model,
    simulation: &'a Simulation,
    groups: &'a [&'a LineGroup],
    z: u8,
    index: usize,
    /// ln amount with everything in place.
    whole: f64,
    /// Share of the amount that remains, by the groups left out, a bit each.
    known: HashMap<u32, f64>,
}

impl<'a> Path<'a> {
    fn new(
        model: &'a Model,
        simulation: &'a Simulation,
        asked: &Asked,
        groups: &'a [&'a LineGroup],
        whole: f64,
    ) -> Result<Path<'a>> {
        Ok(Path {
            model,
            simulation,
            groups,
            z: elements::by_symbol(&asked.symbol).context("an element")?.z,
            index: asked.index,
            whole,
            known: HashMap::from([(0, 1.0)]),
        })
    }

    fn without(&mut self, left_out: u32) -> Result<f64> {
        if let Some(remains) = self.known.get(&left_out) {
            return Ok(*remains);
        }
        let spectrum = self.simulation.spectrum(|drawn| {
            let mut groups = self.groups.iter().enumerate();
            groups.any(|(i, g)| left_out >> i & 1 == 1 && belongs(drawn, self.z, g))
        })?;
        let remains = (evidence(self.model, spectrum, self.index)? - self.whole).exp();
        self.known.insert(left_out, remains);
        Ok(remains)
    }

    /// Shares of the amount that remain, with nothing left out and then one group more each time.
    fn remaining(&mut self, order: &[usize]) -> Result<Vec<f64>> {
        let mut left_out = 0;
        let mut remaining = vec![self.without(0)?];
        for group in order {
            left_out |= 1 << group;
            remaining.push(self.without(left_out)?);
        }
        Ok(remaining)
    }
}

/// `by_fis`: places of the path's groups in the order of the FIS; they stand in that of the table.
fn areas(path: &mut Path<'_>, recordings: &Recordings, by_fis: &[usize]) -> Result<Areas> {
    let groups = path.groups;
    let by_share: Vec<usize> = (0..groups.len()).collect();
    let mut by_height = by_share.clone();
    let heights: Vec<f32> = groups.iter().map(|g| top(recordings, g)).collect();
    by_height.sort_by(|a, b| heights[*b].total_cmp(&heights[*a]));
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut order = by_share.clone();
    let mut at_random = Vec::new();
    for _ in 0..ORDERS {
        order.shuffle(&mut rng);
        at_random.push(area(&path.remaining(&order)?));
    }
    Ok(Areas {
        by_fis: area(&path.remaining(by_fis)?),
        by_share: area(&path.remaining(&by_share)?),
        at_random: mean_of(at_random.into_iter()),
        by_height: area(&path.remaining(&by_height)?),
    })
}

/// Highest point of a group above the background, in units of the spectrum's maximum.
fn top(recordings: &Recordings, group: &LineGroup) -> f32 {
    let windows = group.windows_ev(OWN_LINES);
    let above = recordings.above.iter().flat_map(|a| a.iter().enumerate());
    let inside = above.filter(|(i, _)| within(&windows, recordings.grid.energy_ev(*i)));
    inside.map(|(_, y)| *y).fold(0.0, f32::max)
}

/// Area under a curve whose points are evenly apart from 0 to 1 (trapezoids).
fn area(values: &[f64]) -> f64 {
    let pairs = values.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
    mean_of(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_takes_the_most_first_has_the_smaller_area() {
        assert_eq!(area(&[1.0, 1.0, 1.0]), 1.0);
        assert_eq!(area(&[1.0, 0.0]), 0.5);
        assert!(area(&[1.0, 0.1, 0.0]) < area(&[1.0, 0.9, 0.0]));
    }
}
