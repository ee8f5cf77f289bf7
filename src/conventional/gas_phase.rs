//! Gas before the sample as what may stand behind a peak.

use super::candidates::Candidate;
use speclens_physics::gas_phase::{GasLine, WORK_FUNCTION_EV, gas_lines};

/// Atomic number of oxygen: its gases stand so far from its solids that no satellite is as high there.
const OXYGEN: u8 = 8;

/// Molecules one of whose core lines may stand at `energy_ev`, each once.
pub(super) fn gases(energy_ev: f64) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for gas in gas_lines().iter().filter(|l| may_be(l, energy_ev)) {
        let candidate = Candidate {
            line: format!("gas-phase {}, {}", written(gas.molecule), level(gas)),
            expected_ev: expected_ev(gas),
            seen: Vec::new(),
            missing: Vec::new(),
        };
        if found.iter().all(|c| c.line != candidate.line) {
            found.push(candidate);
        }
    }
    found
}

/// Whether a peak there may be oxygen of a gas beside oxygen of the solid.
pub(super) fn may_be_oxygen(energy_ev: f64) -> bool {
    let mut oxygen = gas_lines().iter().filter(|l| l.z == OXYGEN);
    oxygen.any(|l| may_be(l, energy_ev))
}

fn may_be(gas: &GasLine, energy_ev: f64) -> bool {
    let [low, high] = WORK_FUNCTION_EV;
    (low..=high).contains(&(gas.ionisation_ev - energy_ev))
}

fn expected_ev(gas: &GasLine) -> f64 {
    let [low, high] = WORK_FUNCTION_EV;
    gas.ionisation_ev - 0.5 * (low + high)
}

/// `O 1s`.
fn level(gas: &GasLine) -> String {
    let symbol = speclens_spectrum::elements::by_z(gas.z).map_or("", |e| e.symbol);
    format!("{symbol} {}", gas.orbital)
}

/// `O₂`.
fn written(molecule: &str) -> String {
    molecule.replace('2', "₂")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(energy_ev: f64) -> Vec<String> {
        gases(energy_ev).into_iter().map(|c| c.line).collect()
    }

    #[test]
    fn gases_are_named_where_they_stand_and_nowhere_else() {
        assert_eq!(lines(539.4), ["gas-phase O₂, O 1s"]);
        assert_eq!(lines(405.5), ["gas-phase N₂, N 1s"]);
        assert_eq!(lines(535.3), ["gas-phase H₂O, O 1s"]);
        assert!(lines(531.0).is_empty() && lines(400.0).is_empty() && lines(285.0).is_empty());
        assert!(may_be_oxygen(538.7) && !may_be_oxygen(405.5));
    }
}
