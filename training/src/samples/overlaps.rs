//! Pairs of elements that a survey confuses, by a rule on the line tables.
//!
//! Element B overlaps element A under a source where a photoelectron line of B, or an Auger group,
//! lies within [`NEAR_EV`] of the main line of A (by which A is quantified) and is at least
//! [`SHARE`] times as strong, at equal numbers of atoms. Positions are those of the elements;
//! strength is the cross section (of an Auger group: EADL's in the same scale, summed over
//! [`NEAR_EV`]). A survey with a resolution of 2 eV shows one line there. Overlaps that a chemical
//! shift brings about are not among them.
//!
//! `overlaps.tsv` holds the pairs, so that the held-out set of pairs stays the same when a table
//! is refined; `speclens-training overlaps` prints it anew.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use speclens::physics::{auger, lines};
use speclens::spectrum::Source;
use speclens::spectrum::elements::{self, Element};

use super::source_name;

/// Lines closer than this are one, eV.
pub const NEAR_EV: f64 = 3.0;
/// Weaker lines than this share of the main line do not hide it.
pub const SHARE: f64 = 0.3;
/// Levels shallower than this are bands, not lines to be confused, eV.
const BAND_EV: f64 = 15.0;

const TABLE: &str = include_str!("overlaps.tsv");

/// B hides A.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Source under which it is so.
    pub source: Source,
    /// Element whose main line is overlapped.
    pub hidden: &'static Element,
    /// That line.
    pub hidden_line: String,
    /// Its binding energy, eV.
    pub hidden_ev: f64,
    /// Element whose line lies there.
    pub hiding: &'static Element,
    /// That line: an orbital, or an Auger group.
    pub hiding_line: String,
    /// Where it appears on the binding-energy axis, eV.
    pub hiding_ev: f64,
    /// Its strength over that of the main line.
    pub strength: f64,
}

/// All overlaps under `source` by the rule, ascending in Z of the hidden element; of several lines
/// of one element the strongest.
pub fn derive(source: Source) -> Vec<Overlap> {
    let mut found = Vec::new();
    for hidden in elements::all() {
        let Some(main) = lines::main_line(hidden.z, source) else {
            continue;
        };
        for hiding in elements::all().iter().filter(|e| e.z != hidden.z) {
            let strongest = lines_near(hiding.z, main.binding_ev, source)
                .into_iter()
                .max_by(|a, b| a.2.total_cmp(&b.2));
            if let Some((hiding_line, hiding_ev, strength)) = strongest {
                let strength = strength / main.sigma_barn(source);
                if strength >= SHARE {
                    found.push(Overlap {
                        source,
                        hidden,
                        hidden_line: main.orbital.clone(),
                        hidden_ev: main.binding_ev,
                        hiding,
                        hiding_line,
                        hiding_ev,
                        strength,
                    });
                }
            }
        }
    }
    found
}

/// Lines of `z` near `at_ev`: name, binding energy, strength in barn.
fn lines_near(z: u8, at_ev: f64, source: Source) -> Vec<(String, f64, f64)> {
    let near = |ev: f64| (ev - at_ev).abs() <= NEAR_EV;
    let mut found: Vec<(String, f64, f64)> = lines::of(z)
        .iter()
        .filter(|l| l.binding_ev > BAND_EV && near(l.binding_ev))
        .map(|l| (l.orbital.clone(), l.binding_ev, l.sigma_barn(source)))
        .collect();
    let hv = source.photon_energy_ev();
    let mut groups: Vec<(String, f64, f64)> = Vec::new();
    for line in auger::of(z, source)
        .iter()
        .filter(|l| near(hv - l.kinetic_ev))
    {
        let (moment, barn) = ((hv - line.kinetic_ev) * line.barn, line.barn);
        match groups.iter_mut().find(|g| g.0 == line.group) {
            Some(group) => {
                group.1 += moment;
                group.2 += barn;
            }
            None => groups.push((line.group.clone(), moment, barn)),
        }
    }
    found.extend(
        groups
            .into_iter()
            .map(|(name, moment, barn)| (name, moment / barn, barn)),
    );
    found
}

/// The overlaps of both sources as the committed table holds them.
pub fn table() -> String {
    let mut text = String::from("source\thidden\tline\tbe_ev\thiding\tline\tbe_ev\tstrength\n");
    for source in [Source::AlKa, Source::MgKa] {
        for o in derive(source) {
            let _ = writeln!(
                text,
                "{}\t{}\t{}\t{:.1}\t{}\t{}\t{:.1}\t{:.2}",
                source_name(source),
                o.hidden.symbol,
                o.hidden_line,
                o.hidden_ev,
                o.hiding.symbol,
                o.hiding_line,
                o.hiding_ev,
                o.strength
            );
        }
    }
    text
}

/// The pairs (hidden, hiding) of the committed table under `source`, by atomic number, each once.
///
/// # Errors
/// The table cannot be read.
pub fn pairs(source: Source) -> Result<Vec<[u8; 2]>> {
    let mut pairs: Vec<[u8; 2]> = Vec::new();
    for line in TABLE.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let z = |i: usize| -> Result<u8> {
            let symbol = cells.get(i).copied().unwrap_or("");
            let element = elements::by_symbol(symbol);
            Ok(element
                .with_context(|| format!("overlaps.tsv: {line:?}"))?
                .z)
        };
        let pair = [z(1)?, z(4)?];
        if cells[0] == source_name(source)
            && !pairs.contains(&pair)
            && !pairs.contains(&[pair[1], pair[0]])
        {
            pairs.push(pair);
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Overlaps that every practitioner meets.
    const KNOWN: &[(&str, &str)] = &[
        ("C", "Ru"),
        ("O", "Sb"),
        ("O", "Na"),
        ("Co", "Ba"),
        ("S", "Mo"),
        ("Ni", "La"),
        ("Cr", "Te"),
        ("Ca", "Mg"),
        ("B", "P"),
        ("Be", "Au"),
    ];

    #[test]
    fn known_overlaps_are_in_the_table() {
        let pairs = pairs(Source::AlKa).unwrap();
        let z = |symbol| elements::by_symbol(symbol).unwrap().z;
        for (a, b) in KNOWN {
            let (a, b) = (z(a), z(b));
            assert!(
                pairs.contains(&[a, b]) || pairs.contains(&[b, a]),
                "{a} and {b}"
            );
        }
    }

    #[test]
    fn the_table_is_what_the_rule_gives() {
        // Line tables may be refined without the table being made anew, but not much.
        let derived = table();
        let mut kept = 0;
        for line in TABLE.lines().skip(1) {
            let pair = |l: &str| -> Vec<String> {
                let cells: Vec<&str> = l.split('\t').collect();
                [0, 1, 4].map(|i| cells[i].to_owned()).to_vec()
            };
            kept += usize::from(derived.lines().any(|d| pair(d) == pair(line)));
        }
        let all = TABLE.lines().count() - 1;
        assert!(all > 50 && kept * 10 >= all * 9, "{kept} of {all}");
    }

    #[test]
    fn both_lines_of_a_pair_are_near_and_strong() {
        for source in [Source::AlKa, Source::MgKa] {
            for o in derive(source) {
                assert!((o.hidden_ev - o.hiding_ev).abs() <= NEAR_EV, "{o:?}");
                assert!(o.strength >= SHARE && o.hidden.z != o.hiding.z, "{o:?}");
            }
            for pair in pairs(source).unwrap() {
                assert_ne!(pair[0], pair[1]);
            }
        }
    }
}
