//! Random samples: mixtures of elements in plausible chemistry, most with a contamination layer.

use std::collections::HashMap;

use rand::{Rng, RngExt};
use rand_distr::{Distribution, Exp1, Normal};
use serde::{Deserialize, Serialize};
use speclens::physics::auger::AugerLine;
use speclens::physics::chemical_state::{self, Class};
use speclens::physics::elements;
use speclens::physics::lines::Line;
use speclens::physics::simulate::{
    Component, Deviation, Drawn, Instrument, Losses, Phase, Sample, Satellite, State,
};
use speclens::spectrum::Source;

/// Elements that form metals and alloys.
const METALS: &[&str] = &[
    "Li", "Be", "Na", "Mg", "Al", "K", "Ca", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu",
    "Zn", "Ga", "Ge", "Rb", "Sr", "Y", "Zr", "Nb", "Mo", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn",
    "Sb", "Te", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm",
    "Yb", "Lu", "Hf", "Ta", "W", "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Th", "U",
    "Si",
];
/// Anions and anion formers besides oxygen.
const ANIONS: &[&str] = &[
    "N", "F", "P", "S", "Cl", "As", "Se", "Br", "Te", "I", "C", "B",
];
/// What is found on handled samples in small amounts.
const TRACES: &[&str] = &[
    "Na", "Si", "Ca", "Cl", "N", "S", "F", "K", "Zn", "Sn", "P", "Mg", "Al", "Fe", "Cu", "Pb",
];
/// Metals whose 2p or 3d lines carry strong shake-up or multiplet satellites when oxidised.
const SATELLITES: &[&str] = &[
    "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "La", "Ce", "Pr", "Nd", "Sm", "Eu", "Gd", "Tb",
    "Dy", "Ho", "Er", "Tm", "Yb", "Th", "U",
];

/// How far chemistry spreads the lines; part of a preset.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chemistry {
    /// Gaussian FWHM, eV, that disorder adds to the lines of compounds: from, to.
    pub compound_broadening_ev: [f64; 2],
    /// The same for elements with open 3d or 4f shells, whose multiplets are wider.
    pub open_shell_broadening_ev: [f64; 2],
    /// Share of a line's area in its satellite, for compounds of those elements: from, to.
    pub satellite_share: [f64; 2],
    /// Probability of a satellite in metals and closed-shell compounds.
    pub other_satellites: f64,
    /// Share of spectra with a charging shift of up to ±6 eV.
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

fn between(rng: &mut impl Rng, range: [f64; 2]) -> f64 {
    uniform(rng, range[0], range[1])
}

fn z(symbol: &str) -> u8 {
    elements::by_symbol(symbol).map_or(0, |e| e.z)
}

fn pick<'a>(rng: &mut impl Rng, from: &[&'a str]) -> &'a str {
    from[rng.random_range(0..from.len())]
}

fn any_element(rng: &mut impl Rng) -> u8 {
    let all = elements::all();
    all[rng.random_range(0..all.len())].z
}

fn chance(rng: &mut impl Rng, p: f64) -> bool {
    rng.random::<f64>() < p
}

fn uniform(rng: &mut impl Rng, lo: f64, hi: f64) -> f64 {
    lo + (hi - lo) * rng.random::<f64>()
}

fn normal(rng: &mut impl Rng, sigma: f64) -> f64 {
    Normal::new(0.0, sigma).map_or(0.0, |d| d.sample(rng))
}

/// Shares drawn evenly from all compositions, the smallest at least `floor`.
fn shares(rng: &mut impl Rng, n: usize, floor: f64) -> Vec<f64> {
    let raw: Vec<f64> = (0..n)
        .map(|_| {
            let e: f64 = Exp1.sample(rng);
            e + 1e-3
        })
        .collect();
    let sum: f64 = raw.iter().sum();
    raw.iter()
        .map(|r| floor + (1.0 - floor * n as f64) * r / sum)
        .collect()
}

/// The state of an element in a class of compounds: shift from the NIST spread of its main line.
fn state(rng: &mut impl Rng, chemistry: &Chemistry, z: u8, class: Class) -> State {
    let metallic = class == Class::Element;
    let spread = chemical_state::spread(z, class);
    let shift = match spread {
        Some(s) => {
            let t = uniform(rng, -1.0, 1.0);
            let side = if t < 0.0 {
                s.median_ev - s.low_ev
            } else {
                s.high_ev - s.median_ev
            };
            (s.median_ev + t * side).clamp(-3.0, 7.0)
        }
        None if metallic => 0.0,
        None => uniform(rng, -0.5, 2.5),
    };
    let shift_ev = shift + normal(rng, 0.2);
    let symbol = elements::by_z(z).map_or("", |e| e.symbol.as_str());
    let open_shell = !metallic && SATELLITES.contains(&symbol);
    let likely = if open_shell {
        0.7
    } else {
        chemistry.other_satellites
    };
    let satellite = chance(rng, likely).then(|| Satellite {
        offset_ev: uniform(rng, 3.5, 10.0),
        share: between(rng, chemistry.satellite_share),
        fwhm_ev: uniform(rng, 2.0, 5.0),
    });
    State {
        shift_ev,
        // Final-state relaxation moves Auger lines further than core lines (Wagner).
        auger_shift_ev: shift_ev
            + if metallic {
                normal(rng, 0.4)
            } else {
                uniform(rng, -0.5, 4.0)
            },
        broadening_ev: if metallic {
            uniform(rng, 0.0, 0.8)
        } else if open_shell {
            between(rng, chemistry.open_shell_broadening_ev)
        } else {
            between(rng, chemistry.compound_broadening_ev)
        },
        tail: if metallic {
            uniform(rng, 0.0, 0.45)
        } else if chance(rng, 0.5) {
            uniform(rng, 0.0, 0.35)
        } else {
            0.0
        },
        tail_ev: uniform(rng, 1.5, 10.0),
        satellite,
    }
}

/// Joins `(z, amount, class)` into a phase whose fractions sum to one; each z once.
fn phase(
    rng: &mut impl Rng,
    chemistry: &Chemistry,
    parts: &[(u8, f64, Class)],
    gap_ev: f64,
) -> Phase {
    let mut amounts: Vec<(u8, f64, Class)> = Vec::new();
    for &(z, amount, class) in parts {
        match amounts.iter_mut().find(|a| a.0 == z) {
            Some(found) => found.1 += amount,
            None => amounts.push((z, amount, class)),
        }
    }
    let sum: f64 = amounts.iter().map(|a| a.1).sum();
    let mut components = Vec::with_capacity(amounts.len() + 1);
    for (z, amount, class) in amounts {
        let fraction = amount / sum;
        // A metal that is partly oxidised, or an element in two kinds of compounds.
        let second = match class {
            Class::Element if chance(rng, 0.25) => Some(Class::Oxide),
            Class::Oxide if chance(rng, 0.1) => Some(Class::Element),
            Class::Organic if chance(rng, 0.5) => Some(Class::Organic),
            _ => None,
        };
        match second {
            Some(other) => {
                let share = uniform(rng, 0.1, 0.6);
                components.push(Component {
                    z,
                    fraction: fraction * (1.0 - share),
                    state: state(rng, chemistry, z, class),
                });
                components.push(Component {
                    z,
                    fraction: fraction * share,
                    state: state(rng, chemistry, z, other),
                });
            }
            None => components.push(Component {
                z,
                fraction,
                state: state(rng, chemistry, z, class),
            }),
        }
    }
    Phase { components, gap_ev }
}

fn traces(rng: &mut impl Rng, parts: &mut Vec<(u8, f64, Class)>) {
    for _ in 0..3 {
        if chance(rng, 0.2) {
            let total: f64 = parts.iter().map(|p| p.1).sum();
            let class = if chance(rng, 0.5) {
                Class::Oxide
            } else {
                Class::Other
            };
            parts.push((
                z(pick(rng, TRACES)),
                total * uniform(rng, 0.004, 0.06),
                class,
            ));
        }
    }
}

fn bulk(rng: &mut impl Rng, chemistry: &Chemistry) -> Phase {
    let (c, o) = (z("C"), z("O"));
    let mut parts: Vec<(u8, f64, Class)> = Vec::new();
    let mut gap = 0.0;
    match rng.random_range(0..100) {
        // Pure element: every one of the 81, metals or not.
        0..12 => parts.push((any_element(rng), 1.0, Class::Element)),
        // Alloy or intermetallic.
        12..25 => {
            let n = rng.random_range(2..=4);
            for share in shares(rng, n, 0.01) {
                parts.push((z(pick(rng, METALS)), share, Class::Element));
            }
        }
        // Oxides of one to three metals (or silicon, boron, phosphorus …), hydroxides, oxysalts.
        25..55 => {
            gap = uniform(rng, 0.0, 8.0);
            let n = [1, 1, 1, 2, 2, 3, 4][rng.random_range(0..7)];
            let class = [
                Class::Oxide,
                Class::Oxide,
                Class::Oxide,
                Class::Hydroxide,
                Class::Oxysalt,
            ][rng.random_range(0..5)];
            for share in shares(rng, n, 0.02) {
                let cation = if chance(rng, 0.85) {
                    z(pick(rng, METALS))
                } else {
                    z(pick(rng, &["Si", "B", "P", "S", "As", "Se", "N"]))
                };
                parts.push((cation, share, class));
            }
            let oxygen = uniform(rng, 0.4, 2.6);
            parts.push((o, oxygen, Class::Oxysalt));
        }
        // Halides, sulfides, nitrides, carbides, III–V, borides …
        55..72 => {
            gap = uniform(rng, 0.0, 6.0);
            let n = [1, 1, 2, 3][rng.random_range(0..4)];
            let anion = pick(rng, ANIONS);
            let class = match anion {
                "N" => Class::Nitride,
                "C" => Class::Carbide,
                "F" => Class::Fluoride,
                "Cl" | "Br" | "I" => Class::Halide,
                "S" | "Se" | "Te" => Class::Sulfide,
                _ => Class::Other,
            };
            for share in shares(rng, n, 0.02) {
                parts.push((z(pick(rng, METALS)), share, class));
            }
            parts.push((z(anion), uniform(rng, 0.3, 3.0), class));
            if chance(rng, 0.3) {
                parts.push((z(pick(rng, ANIONS)), uniform(rng, 0.1, 1.5), class));
            }
            if chance(rng, 0.3) {
                parts.push((o, uniform(rng, 0.1, 1.5), Class::Oxysalt));
            }
        }
        // Polymers and organic films.
        72..82 => {
            gap = uniform(rng, 2.0, 8.0);
            parts.push((c, 1.0, Class::Organic));
            for (symbol, p, most) in [
                ("O", 0.75, 0.5),
                ("N", 0.4, 0.35),
                ("F", 0.2, 2.0),
                ("S", 0.15, 0.2),
                ("Si", 0.15, 0.5),
                ("Cl", 0.15, 0.5),
                ("P", 0.05, 0.1),
                ("Br", 0.05, 0.2),
                ("I", 0.05, 0.2),
            ] {
                if chance(rng, p) {
                    parts.push((z(symbol), uniform(rng, 0.01, most), Class::Organic));
                }
            }
        }
        // Anything with anything, so that no combination is impossible.
        _ => {
            gap = uniform(rng, 0.0, 6.0);
            let n = rng.random_range(2..=6);
            for share in shares(rng, n, 0.01) {
                let class = [Class::Element, Class::Oxide, Class::Other][rng.random_range(0..3)];
                parts.push((any_element(rng), share, class));
            }
        }
    }
    traces(rng, &mut parts);
    phase(rng, chemistry, &parts, gap)
}

/// A random sample.
pub fn sample(rng: &mut impl Rng, chemistry: &Chemistry) -> Sample {
    let bulk = bulk(rng, chemistry);
    let overlayer = chance(rng, 0.7).then(|| {
        let mut parts = vec![(z("C"), 1.0, Class::Organic)];
        if chance(rng, 0.8) {
            parts.push((z("O"), uniform(rng, 0.03, 0.4), Class::Organic));
        }
        if chance(rng, 0.1) {
            parts.push((z("N"), uniform(rng, 0.02, 0.15), Class::Organic));
        }
        let e: f64 = Exp1.sample(rng);
        (phase(rng, chemistry, &parts, 3.0), (0.9 * e).min(6.0))
    });
    Sample { bulk, overlayer }
}

/// A random instrument: source, resolution, transmission and geometry of the usual ones.
pub fn instrument(rng: &mut impl Rng, source: Source) -> Instrument {
    Instrument {
        source,
        resolution_ev: uniform(rng, 0.7, 3.4),
        transmission_exponent: uniform(rng, -1.1, 0.9),
        transmission_curvature: normal(rng, 0.12),
        source_analyser_angle_deg: if chance(rng, 0.5) {
            54.7356
        } else {
            uniform(rng, 45.0, 90.0)
        },
    }
}

/// Random losses around Tougaard's universal cross section, with plasmons from none to sharp.
pub fn losses(rng: &mut impl Rng) -> Losses {
    Losses {
        c_ev2: uniform(rng, 500.0, 2600.0),
        total: uniform(rng, 0.75, 1.02),
        plasmon_share: if chance(rng, 0.5) {
            uniform(rng, 0.0, 0.6)
        } else {
            0.0
        },
        plasmon_width_ev: uniform(rng, 1.5, 12.0),
    }
}

/// What tables leave open, drawn once per spectrum: factors on the areas of lines and Auger
/// groups, small shifts, widths of the short-lived deep levels.
pub struct Doubts<'r, R> {
    rng: &'r mut R,
    groups: HashMap<(u8, String), Deviation>,
}

impl<'r, R: Rng> Doubts<'r, R> {
    /// Doubts drawn from `rng`.
    pub fn new(rng: &'r mut R) -> Self {
        Doubts {
            rng,
            groups: HashMap::new(),
        }
    }

    /// The deviation of one line.
    pub fn of(&mut self, drawn: Drawn<'_>) -> Deviation {
        match drawn {
            Drawn::Photo(line) => self.photo(line),
            Drawn::Auger(z, line) => self.auger(z, line),
        }
    }

    fn photo(&mut self, line: &Line) -> Deviation {
        // Short-lived deep levels (4p, 5s …): tables give them to some electronvolts only.
        let uncertain = line.width_ev > 3.0;
        let rng = &mut *self.rng;
        Deviation {
            area: normal(rng, if uncertain { 0.25 } else { 0.1 }).exp(),
            shift_ev: normal(rng, if uncertain { 1.5 } else { 0.25 }),
            width: if uncertain {
                uniform(rng, 0.4, 1.2)
            } else {
                uniform(rng, 0.7, 1.4)
            },
        }
    }

    fn auger(&mut self, z: u8, line: &AugerLine) -> Deviation {
        let rng = &mut *self.rng;
        let group = self
            .groups
            .entry((z, line.group.clone()))
            .or_insert_with(|| Deviation {
                area: normal(rng, 0.3).exp(),
                shift_ev: normal(rng, 1.2),
                width: uniform(rng, 0.6, 1.6),
            });
        Deviation {
            area: group.area * normal(rng, 0.15).exp(),
            ..*group
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn every_sample_is_possible_and_every_element_occurs() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let mut seen = HashMap::new();
        for _ in 0..4000 {
            let sample = sample(&mut rng, &Chemistry::default());
            let composition = sample.apparent_composition(Source::AlKa).unwrap();
            let sum: f64 = composition.iter().map(|c| c.1).sum();
            assert!((sum - 1.0).abs() < 1e-9);
            for (z, _) in composition {
                *seen.entry(z).or_insert(0) += 1;
            }
        }
        for e in elements::all() {
            assert!(
                seen.get(&e.z).copied().unwrap_or(0) > 10,
                "{} is too rare",
                e.symbol
            );
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_sample() {
        let draw = || sample(&mut ChaCha8Rng::seed_from_u64(7), &Chemistry::default());
        assert_eq!(draw(), draw());
    }
}
