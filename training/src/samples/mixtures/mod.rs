//! Random samples: mixtures of elements in plausible chemistry, most under a contamination layer,
//! and the instruments that record them.

mod deviations;
pub(crate) mod draws;
mod families;
mod instruments;
mod losses;
mod materials;
mod minor;
mod states;

use rand::{Rng, RngExt};
use serde::{Deserialize, Serialize};
use speclens::physics::chemical_state::{self, Class};
use speclens::physics::instrument::Instrument;
use speclens::physics::sample::{Layer, Sample};
use speclens::spectrum::Source;

pub use deviations::{Deviations, area_spread};
use draws::{chance, exponential, normal, pick, uniform, z};
pub use families::FAMILIES;
pub use instruments::TRANSMISSION_SPREAD;
use states::phase;

use super::gas::{self, Gas};

/// How far chemistry spreads the lines; part of a preset.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chemistry {
    /// Gaussian FWHM, eV, that disorder adds to the lines of compounds: from, to.
    pub compound_broadening_ev: [f64; 2],
    /// The same for elements with open 3d or 4f shells, whose multiplets are wider.
    pub open_shell_broadening_ev: [f64; 2],
    /// Area of a satellite that the literature does not list, as a share of the line's, for
    /// compounds of those elements: from, to.
    pub satellite_share: [f64; 2],
    /// Probability of such a satellite in metals and closed-shell compounds.
    pub other_satellites: f64,
    /// Share of spectra with a charging shift of several electronvolts.
    pub charged: f64,
}

impl Default for Chemistry {
    fn default() -> Self {
        Chemistry {
            compound_broadening_ev: [0.5, 2.5],
            open_shell_broadening_ev: [1.5, 5.0],
            satellite_share: [0.1, 0.55],
            other_satellites: 0.15,
            charged: 0.35,
        }
    }
}

/// An element of a composition: amount on any scale, kind of compound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Atomic number.
    pub z: u8,
    /// Amount, atoms on any scale.
    pub amount: f64,
    /// Kind of compound.
    pub class: Class,
}

/// One sample and the instrument that looks at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Family of the half-space: a name of [`FAMILIES`].
    pub family: &'static str,
    /// The sample.
    pub sample: Sample,
    /// The instrument.
    pub instrument: Instrument,
    /// Gas in front of the sample; it belongs to no element of it.
    pub gas: Option<Gas>,
}

/// Draws a sample and an instrument with `source`.
pub fn draw(rng: &mut impl Rng, chemistry: &Chemistry, source: Source) -> Draw {
    let family = family(rng);
    Draw {
        family,
        sample: sample(rng, chemistry, family),
        instrument: instruments::instrument(rng, source),
        gas: gas::draw(rng),
    }
}

/// Draws a bare sample of `parts`, without layers and traces, and an instrument with `source`. Its
/// family is `element` for one part and `random alloy` for more.
pub fn bare(rng: &mut impl Rng, chemistry: &Chemistry, source: Source, parts: &[Part]) -> Draw {
    Draw {
        family: if parts.len() == 1 {
            "element"
        } else {
            "random alloy"
        },
        sample: Sample {
            bulk: phase(rng, chemistry, parts, 0.0),
            layers: vec![],
        },
        instrument: instruments::instrument(rng, source),
        gas: None,
    }
}

/// Draws a bare compound, and an instrument with `source`: a bulk without layers, traces and dopants.
pub fn compound(rng: &mut impl Rng, chemistry: &Chemistry, source: Source) -> Draw {
    let (family, found) = families::compound_alone(rng);
    Draw {
        family,
        sample: Sample {
            bulk: phase(rng, chemistry, &found.parts, found.gap_ev),
            layers: vec![],
        },
        instrument: instruments::instrument(rng, source),
        gas: None,
    }
}

fn family(rng: &mut impl Rng) -> &'static str {
    let total: u32 = FAMILIES.iter().map(|f| f.1).sum();
    let mut at = rng.random_range(0..total);
    for (name, share) in FAMILIES {
        if at < *share {
            return name;
        }
        at -= share;
    }
    FAMILIES[0].0
}

/// Samples that have been cleaned by ions: no contamination, some of their gas implanted.
const SPUTTERED: f64 = 0.08;
/// Gases that samples are sputtered with, argon as often as all others together.
const SPUTTER_GASES: [&str; 6] = ["Ar", "Ar", "Ar", "Ne", "Kr", "Xe"];
/// Samples under adventitious carbon, of those that are not sputtered.
const CONTAMINATED: f64 = 0.75;
/// Mean and largest thickness of adventitious carbon, nm.
const CARBON_NM: [f64; 2] = [0.9, 5.0];
/// Films so thin that what is below them is seen.
const THIN_FILM: f64 = 0.06;

fn sample(rng: &mut impl Rng, chemistry: &Chemistry, family: &str) -> Sample {
    let mut bulk = families::composition(rng, family);
    let organic = matches!(family, "polymer" | "random organic");
    let sputtered = !organic && chance(rng, SPUTTERED);
    if sputtered {
        let total: f64 = bulk.parts.iter().map(|p| p.amount).sum();
        bulk.parts.push(Part {
            z: z(pick(rng, &SPUTTER_GASES)),
            amount: total * uniform(rng, 0.003, 0.05),
            class: Class::Element,
        });
    }
    let native = family == "oxidised metal" && !sputtered;
    // They go into what lies on top, the carbon aside.
    let minor = minor::draw(rng);
    if !native {
        minor::add(rng, &minor, &mut bulk.parts);
    }
    let mut layers = Vec::new();
    if !sputtered && chance(rng, CONTAMINATED) {
        layers.push(contamination(rng, chemistry));
    }
    if native {
        layers.push(native_oxide(rng, chemistry, &bulk.parts, &minor));
    } else if chance(rng, THIN_FILM) {
        // The drawn material as a film on something else.
        let below = families::composition(rng, "anything");
        let film = Layer {
            phase: phase(rng, chemistry, &bulk.parts, bulk.gap_ev),
            thickness_nm: uniform(rng, 0.5, 6.0),
        };
        layers.push(film);
        bulk = below;
    }
    Sample {
        bulk: phase(rng, chemistry, &bulk.parts, bulk.gap_ev),
        layers,
    }
}

fn contamination(rng: &mut impl Rng, chemistry: &Chemistry) -> Layer {
    let organic = |symbol, amount| Part {
        z: z(symbol),
        amount,
        class: Class::Organic,
    };
    let mut parts = vec![organic("C", 1.0)];
    if chance(rng, 0.8) {
        parts.push(organic("O", uniform(rng, 0.03, 0.4)));
    }
    if chance(rng, 0.1) {
        parts.push(organic("N", uniform(rng, 0.02, 0.15)));
    }
    let mut phase = phase(rng, chemistry, &parts, 3.0);
    // Most of it is hydrocarbon; a second state, if drawn, is that of its functional groups.
    if let Some(c) = phase.components.iter_mut().find(|c| c.z == z("C")) {
        c.state.shift_ev = chemical_state::hydrocarbon_shift_ev() + normal(rng, 0.3);
        c.state.auger_shift_ev = c.state.shift_ev + normal(rng, 1.0);
    }
    Layer {
        phase,
        thickness_nm: (CARBON_NM[0] * exponential(rng)).min(CARBON_NM[1]),
    }
}

/// The oxide or hydroxide that grows on a metal in air, with `minor` elements of its own.
fn native_oxide(
    rng: &mut impl Rng,
    chemistry: &Chemistry,
    metal: &[Part],
    minor: &[(u8, f64)],
) -> Layer {
    let class = if chance(rng, 0.75) {
        Class::Oxide
    } else {
        Class::Hydroxide
    };
    let mut parts: Vec<Part> = metal.iter().map(|p| Part { class, ..*p }).collect();
    let metals: f64 = parts.iter().map(|p| p.amount).sum();
    parts.push(Part {
        z: z("O"),
        amount: metals * uniform(rng, 0.5, 2.5),
        class,
    });
    minor::add(rng, minor, &mut parts);
    let gap_ev = uniform(rng, 0.0, 8.0);
    Layer {
        phase: phase(rng, chemistry, &parts, gap_ev),
        thickness_nm: uniform(rng, 0.3, 6.0),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use speclens::physics::lines;
    use speclens::spectrum::elements;

    fn draws(count: usize, source: Source) -> Vec<Draw> {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        (0..count)
            .map(|_| draw(&mut rng, &Chemistry::default(), source))
            .collect()
    }

    #[test]
    fn every_sample_is_possible_and_every_element_and_family_occurs() {
        let mut seen = HashMap::new();
        let mut families = HashMap::new();
        for source in [Source::AlKa, Source::MgKa] {
            for draw in draws(4000, source) {
                let composition = draw.sample.apparent_composition(source).unwrap();
                let sum: f64 = composition.iter().map(|c| c.1).sum();
                assert!((sum - 1.0).abs() < 1e-9);
                for (z, _) in composition {
                    *seen.entry(z).or_insert(0) += 1;
                }
                *families.entry(draw.family).or_insert(0) += 1;
                assert!(source == Source::AlKa || !draw.instrument.monochromated);
            }
        }
        for e in elements::all() {
            let count = seen.get(&e.z).copied().unwrap_or(0);
            assert!(count > 40, "{}: only {count}", e.symbol);
        }
        assert_eq!(families.len(), FAMILIES.len());
        assert_eq!(FAMILIES.iter().map(|f| f.1).sum::<u32>(), 100);
    }

    #[test]
    fn the_same_seed_gives_the_same_draw() {
        assert_eq!(draws(20, Source::AlKa), draws(20, Source::AlKa));
    }

    /// 5 % and 95 % quantiles of where a line is drawn, eV.
    fn spread_ev(symbol: &str, orbital: &str) -> [f64; 2] {
        let z = elements::by_symbol(symbol).unwrap().z;
        let line = lines::of(z).iter().find(|l| l.orbital == orbital).unwrap();
        let mut found: Vec<f64> = draws(20_000, Source::AlKa)
            .iter()
            .flat_map(|d| {
                let layers = d.sample.layers.iter().map(|l| &l.phase);
                layers.chain([&d.sample.bulk]).flat_map(|p| &p.components)
            })
            .filter(|c| c.z == z)
            .map(|c| line.binding_ev + c.state.shift_ev)
            .collect();
        found.sort_by(f64::total_cmp);
        [found[found.len() / 20], found[found.len() * 19 / 20]]
    }

    #[test]
    fn chemistry_moves_lines_as_far_as_it_is_known_to() {
        let [low, high] = spread_ev("O", "1s");
        assert!(low < 530.2 && high > 532.5, "O 1s {low} to {high}");
        let [low, high] = spread_ev("Si", "2p3/2");
        assert!(low < 99.8 && high > 102.9, "Si 2p {low} to {high}");
    }
}
