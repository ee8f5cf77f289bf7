//! Families of samples: what the half-space consists of.

use rand::{Rng, RngExt};
use speclens::physics::chemical_state::Class;

use super::draws::{any_element, chance, normal, pick, shares, uniform, z};
use super::{Part, materials};

/// Elements that form metals and alloys.
pub const METALS: &[&str] = &[
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
/// Metals on which no oxide grows in air.
const NOBLE: &[&str] = &["Au", "Pt", "Ir", "Rh", "Os"];

/// A family: its name in the set's labels, and its share of the samples in percent.
pub const FAMILIES: &[(&str, u32)] = &[
    ("element", 10),
    ("oxidised metal", 9),
    ("random alloy", 7),
    ("alloy", 5),
    ("random oxide", 18),
    ("mineral", 10),
    ("random compound", 9),
    ("halide", 4),
    ("chalcogenide", 4),
    ("semiconductor", 3),
    ("ceramic", 3),
    ("random organic", 5),
    ("polymer", 4),
    ("anything", 9),
];

/// What a half-space is made of.
pub struct Composition {
    pub parts: Vec<Part>,
    pub gap_ev: f64,
}

/// A random composition of `family`.
pub fn composition(rng: &mut impl Rng, family: &str) -> Composition {
    let mut found = match family {
        // Every one of the 81, metals or not.
        "element" => metal(&[(any_element(rng), 1.0)]),
        "oxidised metal" => metal(&[(oxidisable(rng), 1.0)]),
        "random alloy" => {
            let n = rng.random_range(2..=5);
            let parts: Vec<(u8, f64)> = shares(rng, n, 0.01)
                .into_iter()
                .map(|share| (z(pick(rng, METALS)), share))
                .collect();
            metal(&parts)
        }
        "random oxide" => oxide(rng),
        "random compound" => compound(rng),
        "random organic" => organic(rng),
        "anything" => anything(rng),
        named => material(rng, named),
    };
    traces(rng, &mut found.parts);
    found
}

/// Families of compounds by formula.
const COMPOUNDS: &[&str] = &[
    "mineral",
    "halide",
    "chalcogenide",
    "semiconductor",
    "ceramic",
];

/// A compound without traces and dopants, and its family: half of them by their formulas, the others random
/// oxides and compounds.
pub fn compound_alone(rng: &mut impl Rng) -> (&'static str, Composition) {
    if chance(rng, 0.5) {
        let family = pick(rng, COMPOUNDS);
        let named = pick(rng, &materials::of(family));
        let composition = Composition {
            parts: named.parts.clone(),
            gap_ev: named.gap_ev,
        };
        return (family, composition);
    }
    match chance(rng, 0.5) {
        true => ("random oxide", oxide(rng)),
        false => ("random compound", compound(rng)),
    }
}

fn metal(parts: &[(u8, f64)]) -> Composition {
    Composition {
        parts: parts
            .iter()
            .map(|&(z, amount)| Part {
                z,
                amount,
                class: Class::Element,
            })
            .collect(),
        gap_ev: 0.0,
    }
}

fn oxidisable(rng: &mut impl Rng) -> u8 {
    let reactive: Vec<&str> = METALS
        .iter()
        .copied()
        .filter(|m| !NOBLE.contains(m))
        .collect();
    z(pick(rng, &reactive))
}

/// A material of the table, off its stoichiometry by a little, sometimes with a dopant or mixed
/// with another of its family.
fn material(rng: &mut impl Rng, family: &str) -> Composition {
    let all = materials::of(family);
    let first = pick(rng, &all);
    let mut parts: Vec<Part> = first.parts.clone();
    if chance(rng, 0.2) {
        let share = uniform(rng, 0.05, 1.0);
        let other = pick(rng, &all);
        let (a, b) = (sum(&first.parts), sum(&other.parts));
        parts.extend(other.parts.iter().map(|p| Part {
            amount: p.amount * share * a / b,
            ..*p
        }));
    }
    for p in &mut parts {
        p.amount *= normal(rng, 0.08).exp();
    }
    if chance(rng, 0.25) {
        let class = parts[0].class;
        parts.push(Part {
            z: z(pick(rng, METALS)),
            amount: sum(&parts) * uniform(rng, 0.005, 0.1),
            class,
        });
    }
    Composition {
        parts,
        gap_ev: first.gap_ev,
    }
}

fn sum(parts: &[Part]) -> f64 {
    parts.iter().map(|p| p.amount).sum()
}

/// Oxides of one to four metals (or silicon, boron, phosphorus …), hydroxides, oxysalts.
fn oxide(rng: &mut impl Rng) -> Composition {
    let gap_ev = uniform(rng, 0.0, 8.0);
    let n = pick(rng, &[1, 1, 1, 2, 2, 3, 4]);
    let class = pick(
        rng,
        &[
            Class::Oxide,
            Class::Oxide,
            Class::Oxide,
            Class::Hydroxide,
            Class::Oxysalt,
        ],
    );
    let mut parts = Vec::new();
    for amount in shares(rng, n, 0.02) {
        let cation = if chance(rng, 0.85) {
            pick(rng, METALS)
        } else {
            pick(rng, &["Si", "B", "P", "S", "As", "Se", "N"])
        };
        parts.push(Part {
            z: z(cation),
            amount,
            class,
        });
    }
    parts.push(Part {
        z: z("O"),
        amount: uniform(rng, 0.4, 2.6),
        class,
    });
    Composition { parts, gap_ev }
}

/// The kind of compound that has this anion; [`Class::Other`] where an element gives none its name.
pub fn class_of(anion: u8) -> Class {
    match anion {
        6 => Class::Carbide,
        7 => Class::Nitride,
        9 => Class::Fluoride,
        17 | 35 | 53 => Class::Halide,
        16 | 34 | 52 => Class::Sulfide,
        _ => Class::Other,
    }
}

/// Halides, sulfides, nitrides, carbides, phosphides, borides of one to three metals.
fn compound(rng: &mut impl Rng) -> Composition {
    let gap_ev = uniform(rng, 0.0, 6.0);
    let n = pick(rng, &[1, 1, 2, 3]);
    let anion = z(pick(rng, ANIONS));
    let class = class_of(anion);
    let mut parts = Vec::new();
    for amount in shares(rng, n, 0.02) {
        parts.push(Part {
            z: z(pick(rng, METALS)),
            amount,
            class,
        });
    }
    parts.push(Part {
        z: anion,
        amount: uniform(rng, 0.3, 3.0),
        class,
    });
    if chance(rng, 0.3) {
        let anion = z(pick(rng, ANIONS));
        parts.push(Part {
            z: anion,
            amount: uniform(rng, 0.1, 1.5),
            class: class_of(anion),
        });
    }
    if chance(rng, 0.3) {
        parts.push(Part {
            z: z("O"),
            amount: uniform(rng, 0.1, 1.5),
            class: pick(rng, &[Class::Oxide, Class::Oxysalt]),
        });
    }
    Composition { parts, gap_ev }
}

fn organic(rng: &mut impl Rng) -> Composition {
    let part = |symbol: &str, amount| Part {
        z: z(symbol),
        amount,
        class: Class::Organic,
    };
    let mut parts = vec![part("C", 1.0)];
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
            parts.push(part(symbol, uniform(rng, 0.01, most)));
        }
    }
    Composition {
        parts,
        gap_ev: uniform(rng, 2.0, 8.0),
    }
}

/// Anything with anything, so that no combination is impossible.
fn anything(rng: &mut impl Rng) -> Composition {
    let n = rng.random_range(2..=8);
    let mut parts = Vec::new();
    for amount in shares(rng, n, 0.01) {
        parts.push(Part {
            z: any_element(rng),
            amount,
            class: pick(rng, &[Class::Element, Class::Oxide, Class::Other]),
        });
    }
    Composition {
        parts,
        gap_ev: uniform(rng, 0.0, 6.0),
    }
}

fn traces(rng: &mut impl Rng, parts: &mut Vec<Part>) {
    let total = sum(parts);
    for _ in 0..3 {
        if chance(rng, 0.2) {
            parts.push(Part {
                z: z(pick(rng, TRACES)),
                amount: total * uniform(rng, 0.004, 0.06),
                class: pick(rng, &[Class::Oxide, Class::Other]),
            });
        }
    }
}
