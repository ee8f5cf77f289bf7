//! Core lines of gases that stand in front of a sample (near-ambient pressure XPS).
//!
//! A free molecule has no Fermi level in common with the analyser. Its ionisation energies count from the
//! vacuum level; on the axis of a survey they lie lower by the work function that the gas sees.

use std::sync::LazyLock;

use super::lines::{self, Line};
use super::table;

/// Work functions by which gas lines lie below their ionisation energies, eV: from, to. The spectrometer's is 4
/// to 5 eV; the surface of the sample and a charge on it move the gas before it. An estimate.
pub const WORK_FUNCTION_EV: [f64; 2] = [3.6, 5.2];

/// A core line of a molecule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GasLine {
    /// The molecule: `O2`.
    pub molecule: &'static str,
    /// Atomic number of the atom whose level it is.
    pub z: u8,
    /// The level: `1s`.
    pub orbital: &'static str,
    /// Vertical ionisation energy, eV above the vacuum level.
    pub ionisation_ev: f64,
    /// Atoms of the molecule whose electrons it holds; a part where the final state splits.
    pub atoms: f64,
}

impl GasLine {
    /// The line of the element whose level it is: its cross section and angular distribution.
    pub fn line(&self) -> Option<&'static Line> {
        lines::of(self.z).iter().find(|l| l.orbital == self.orbital)
    }
}

static LINES: LazyLock<Vec<GasLine>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("data/gas_phase.tsv"));
    rows.map(|row| GasLine {
        molecule: row.text(0),
        z: row.number(1) as u8,
        orbital: row.text(2),
        ionisation_ev: row.number(3),
        atoms: row.number(4),
    })
    .collect()
});

/// The core lines of O₂, N₂, H₂O, CO and CO₂; `data/gas_phase.tsv` names the source of each.
pub fn gas_lines() -> &'static [GasLine] {
    &LINES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_level_of_its_element_and_a_source() {
        for (gas, row) in gas_lines()
            .iter()
            .zip(table::rows(include_str!("data/gas_phase.tsv")))
        {
            let line = gas.line().unwrap_or_else(|| panic!("{gas:?}"));
            let above = gas.ionisation_ev - line.binding_ev;
            assert!((8.0..15.0).contains(&above), "{gas:?}: {above} eV");
            assert!(!row.text(5).is_empty());
        }
    }

    #[test]
    fn oxygen_splits_by_a_spin_of_its_own_and_has_two_atoms() {
        let oxygen: Vec<_> = gas_lines().iter().filter(|l| l.molecule == "O2").collect();
        let apart = oxygen[1].ionisation_ev - oxygen[0].ionisation_ev;
        assert!((apart - 1.13).abs() < 0.05, "{apart}");
        assert!((oxygen.iter().map(|l| l.atoms).sum::<f64>() - 2.0).abs() < 1e-9);
    }
}
