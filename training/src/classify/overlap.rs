//! How free the lines of each element are in the samples that hold it.

use std::collections::BTreeMap;

use speclens::guide::{Neighbours, Overlap, TabulatedGroup, groups_in_range};
use speclens::spectrum::{Source, elements};

use super::rounded;
use super::samples::{BY_Z, LEAST_FRACTION, Stream};

/// Lines that have less of the intensity than this where the elements meet are not told.
const LEAST_HIDDEN: f64 = 0.1;
/// Elements that meet more rarely are not told.
const LEAST_MEETING: f64 = 0.005;
/// So many overlaps of each line group are told.
const MOST_TOLD: usize = 4;

/// One line group with the sums over samples.
struct Group {
    tabulated: TabulatedGroup,
    neighbours: Neighbours,
    hidden: f64,
    /// By element and line: sum of its shares of the intensity.
    foreign: BTreeMap<(u8, String), f64>,
}

/// Of one element: its groups, in how many samples it is, and with whom.
struct Own {
    groups: Vec<Group>,
    samples: usize,
    meets: [usize; BY_Z],
}

/// The mean shares of foreign intensity at all line groups.
pub struct Hidden {
    elements: BTreeMap<u8, Own>,
}

impl Hidden {
    /// Over all samples of `stream`.
    pub fn over(stream: &Stream, source: Source, range_ev: [f64; 2]) -> Hidden {
        let groups: Vec<(u8, Vec<TabulatedGroup>)> = (elements::all().iter())
            .map(|e| (e.z, groups_in_range(e.symbol, source, range_ev)))
            .collect();
        let own = |(z, own): &(u8, Vec<TabulatedGroup>)| {
            let group = |tabulated: &TabulatedGroup| {
                let others = groups.iter().filter(|(other, _)| other != z);
                Group {
                    neighbours: Neighbours::new(tabulated, others.map(|(z, g)| (*z, &g[..]))),
                    tabulated: tabulated.clone(),
                    hidden: 0.0,
                    foreign: BTreeMap::new(),
                }
            };
            let own = Own {
                groups: own.iter().map(group).collect(),
                samples: 0,
                meets: [0; BY_Z],
            };
            (*z, own)
        };
        let mut hidden = Hidden {
            elements: groups.iter().map(own).collect(),
        };
        for sample in &stream.samples {
            let mut amounts = [0.0; BY_Z];
            for (z, fraction) in &sample.apparent {
                amounts[usize::from(*z)] = *fraction;
            }
            for (z, fraction) in &sample.apparent {
                if *fraction >= LEAST_FRACTION
                    && let Some(own) = hidden.elements.get_mut(z)
                {
                    own.add(*z, &amounts);
                }
            }
        }
        hidden
    }

    /// The groups of element `z` in range, the highest peak first.
    pub fn groups_of(&self, z: u8) -> Vec<TabulatedGroup> {
        let own = self.elements.get(&z).map_or(&[][..], |own| &own.groups);
        own.iter().map(|g| g.tabulated.clone()).collect()
    }

    /// Mean share of foreign intensity at a group of `z`.
    pub fn mean(&self, z: u8, line: &str) -> f64 {
        let Some(own) = self.elements.get(&z) else {
            return 0.0;
        };
        let group = own.groups.iter().find(|g| g.tabulated.group.name == line);
        group.map_or(0.0, |g| g.hidden / own.samples.max(1) as f64)
    }

    /// What lies at the groups of `z`: what hides most in all samples together comes first.
    pub fn overlaps_of(&self, z: u8) -> Vec<Overlap> {
        let Some(own) = self.elements.get(&z) else {
            return Vec::new();
        };
        let samples = own.samples.max(1) as f64;
        let mut all: Vec<(f64, Overlap)> = Vec::new();
        for group in &own.groups {
            let mut of_group: Vec<(f64, Overlap)> = (group.foreign.iter())
                .filter_map(|((other, line), sum)| {
                    let met = own.meets[usize::from(*other)] as f64;
                    let overlap = Overlap {
                        line: group.tabulated.group.name.clone(),
                        with: line.clone(),
                        by: elements::by_z(*other)?.symbol.to_owned(),
                        meets: rounded(met / samples),
                        hidden: rounded(sum / met.max(1.0)),
                    };
                    Some((sum / samples, overlap))
                })
                .filter(|(_, o)| o.hidden >= LEAST_HIDDEN && o.meets >= LEAST_MEETING)
                .collect();
            of_group.sort_by(|a, b| b.0.total_cmp(&a.0));
            all.extend(of_group.into_iter().take(MOST_TOLD));
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.into_iter().map(|(_, overlap)| overlap).collect()
    }
}

impl Own {
    fn add(&mut self, z: u8, amounts: &[f64; BY_Z]) {
        self.samples += 1;
        for (other, amount) in amounts.iter().enumerate() {
            self.meets[other] += usize::from(*amount > 0.0);
        }
        let amount = |z: u8| amounts[usize::from(z)];
        for group in &mut self.groups {
            let shares = group.neighbours.shares(amount(z), amount);
            for (foreign, share) in group.neighbours.foreign.iter().zip(shares) {
                if share > 0.0 {
                    group.hidden += share;
                    let key = (foreign.z, foreign.line.clone());
                    *group.foreign.entry(key).or_default() += share;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carbon_hides_ruthenium_and_little_hides_gold() {
        let stream = Stream::draw(Source::AlKa, 3).unwrap();
        let hidden = Hidden::over(&stream, Source::AlKa, [0.0, 1350.0]);
        let (ru, au) = (hidden.mean(44, "Ru 3d"), hidden.mean(79, "Au 4f"));
        assert!(ru > au, "{ru} {au}");
        let overlaps = hidden.overlaps_of(44);
        let carbon = overlaps.iter().find(|o| o.with == "C 1s").unwrap();
        assert!(carbon.line == "Ru 3d" && carbon.meets > 0.5, "{carbon:?}");
        assert!(overlaps.iter().all(|o| o.by != "Ru"));
        let free = hidden.mean(44, "Ru 3p");
        assert!(free < ru, "3p is what one measures instead: {free} {ru}");
    }
}
