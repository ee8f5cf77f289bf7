//! Minor elements: a little of anything, where the families would not have it.

use rand::{Rng, RngExt};
use speclens::physics::chemical_state::Class;

use super::Part;
use super::draws::{any_element, chance, pick};
use super::families::class_of;

/// Share of samples with minor elements beside those of their family. An estimate.
const SHARE: f64 = 0.2;
/// Most of them in one sample.
const MOST: usize = 3;
/// Atomic fraction of each in its phase: from, to; even in the logarithm.
const FRACTION: [f64; 2] = [0.003, 0.05];
/// Ne to Xe: implanted, they keep to themselves.
const NOBLE_GASES: [u8; 4] = [10, 18, 36, 54];

/// Minor elements, one to three in one sample of five: atomic number and atomic fraction.
pub fn draw(rng: &mut impl Rng) -> Vec<(u8, f64)> {
    if !chance(rng, SHARE) {
        return Vec::new();
    }
    let number = rng.random_range(1..=MOST);
    let [from, to] = FRACTION;
    (0..number)
        .map(|_| (any_element(rng), from * (to / from).powf(rng.random())))
        .collect()
}

/// Puts `minor` evenly into the phase that `parts` make up.
pub fn add(rng: &mut impl Rng, minor: &[(u8, f64)], parts: &mut Vec<Part>) {
    let (Some(host), others) = (
        parts.first().map(|p| p.class),
        minor.iter().map(|m| m.1).sum::<f64>(),
    ) else {
        return;
    };
    let whole = parts.iter().map(|p| p.amount).sum::<f64>() / (1.0 - others);
    for &(z, fraction) in minor {
        parts.push(Part {
            z,
            amount: whole * fraction,
            class: class(rng, z, host),
        });
    }
}

/// As the host's own elements half of the time, else as the element goes into compounds.
fn class(rng: &mut impl Rng, z: u8, host: Class) -> Class {
    if NOBLE_GASES.contains(&z) {
        Class::Element
    } else if chance(rng, 0.5) {
        host
    } else {
        match class_of(z) {
            Class::Other => pick(rng, &[Class::Oxide, Class::Other, Class::Element]),
            anion => anion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use std::collections::HashSet;

    #[test]
    fn one_sample_of_five_has_one_to_three_of_any_element() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let drawn: Vec<_> = (0..20_000).map(|_| draw(&mut rng)).collect();
        let with: Vec<_> = drawn.iter().filter(|m| !m.is_empty()).collect();
        let share = with.len() as f64 / 20_000.0;
        assert!((share - SHARE).abs() < 0.01, "{share}");
        assert!((1..=MOST).all(|n| with.iter().any(|m| m.len() == n)));
        let seen: HashSet<u8> = with.iter().flat_map(|m| m.iter().map(|e| e.0)).collect();
        assert_eq!(seen.len(), 81);
        let fractions = with.iter().flat_map(|m| m.iter().map(|e| e.1));
        assert!(fractions.clone().all(|f| (0.003..=0.05).contains(&f)));
        // Even in the logarithm: half of them below the geometric mean.
        let count = fractions.clone().count() as f64;
        let low = fractions.filter(|f| *f < (0.003f64 * 0.05).sqrt()).count() as f64;
        assert!((low / count - 0.5).abs() < 0.03, "{low} of {count}");
    }

    #[test]
    fn fractions_are_those_of_the_phase() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let part = |z, amount| Part {
            z,
            amount,
            class: Class::Oxide,
        };
        let mut parts = vec![part(26, 4.0), part(8, 6.0)];
        add(&mut rng, &[(17, 0.03), (18, 0.02)], &mut parts);
        let sum: f64 = parts.iter().map(|p| p.amount).sum();
        assert!((parts[2].amount / sum - 0.03).abs() < 1e-12);
        assert!((parts[3].amount / sum - 0.02).abs() < 1e-12);
        assert_eq!(parts[3].class, Class::Element, "argon");
        let mut nothing = Vec::new();
        add(&mut rng, &[(17, 0.03)], &mut nothing);
        assert!(nothing.is_empty());
    }
}
