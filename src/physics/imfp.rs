//! Inelastic mean free path of electrons by TPP-2M.

use super::elements::Element;

/// Bulk properties of a material that TPP-2M needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bulk {
    /// Density, g/cm³.
    pub density_g_cm3: f64,
    /// Mean atomic weight, g/mol.
    pub atomic_weight: f64,
    /// Mean number of valence electrons per atom.
    pub valence_electrons: f64,
    /// Band gap, eV; 0 for metals.
    pub gap_ev: f64,
}

impl Bulk {
    /// A mixture of elements with atomic fractions (any positive scale): atomic volumes add up.
    pub fn of_mixture<'a>(
        parts: impl IntoIterator<Item = (&'a Element, f64)>,
        gap_ev: f64,
    ) -> Self {
        let (mut atoms, mut mass, mut volume, mut valence) = (0.0, 0.0, 0.0, 0.0);
        for (element, fraction) in parts {
            atoms += fraction;
            mass += fraction * element.atomic_weight;
            volume += fraction * element.atomic_weight / element.density_g_cm3;
            valence += fraction * element.valence_electrons;
        }
        Bulk {
            density_g_cm3: mass / volume,
            atomic_weight: mass / atoms,
            valence_electrons: valence / atoms,
            gap_ev,
        }
    }

    /// Atoms per volume, mol/cm³.
    pub fn atom_density(&self) -> f64 {
        self.density_g_cm3 / self.atomic_weight
    }

    /// Free-electron plasmon energy, eV: E_p = 28.8 √(N_v ρ / M).
    pub fn plasmon_ev(&self) -> f64 {
        28.8 * (self.valence_electrons * self.density_g_cm3 / self.atomic_weight).sqrt()
    }

    /// Inelastic mean free path, nm, of electrons of `kinetic_ev` (50 to 2000 eV; lower energies
    /// are held at 50 eV). TPP-2M: Tanuma, Powell and Penn (1994), Surf. Interface Anal. 21, 165,
    /// equations 3 and 4.
    pub fn imfp_nm(&self, kinetic_ev: f64) -> f64 {
        let e = kinetic_ev.max(50.0);
        let rho = self.density_g_cm3;
        let ep = self.plasmon_ev();
        let u = self.valence_electrons * rho / self.atomic_weight;
        let beta =
            -0.10 + 0.944 / (ep * ep + self.gap_ev * self.gap_ev).sqrt() + 0.069 * rho.powf(0.1);
        let gamma = 0.191 / rho.sqrt();
        let c = 1.97 - 0.91 * u;
        let d = 53.4 - 20.8 * u;
        let angstrom = e / (ep * ep * (beta * (gamma * e).ln() - c / e + d / (e * e)));
        0.1 * angstrom
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::elements;

    #[test]
    fn published_values_at_1_kev() {
        for (symbol, nm) in [
            ("Al", 2.36),
            ("Si", 2.38),
            ("Cu", 1.54),
            ("Ag", 1.47),
            ("Au", 1.23),
        ] {
            let found = Bulk::of_mixture([(elements::by_symbol(symbol).unwrap(), 1.0)], 0.0)
                .imfp_nm(1000.0);
            assert!(
                (found / nm - 1.0).abs() < 0.05,
                "{symbol}: {found} nm instead of {nm}"
            );
        }
    }

    #[test]
    fn a_mixture_lies_between_its_parts_and_every_element_is_sane() {
        for e in elements::all() {
            let bulk = Bulk::of_mixture([(e, 1.0)], 0.0);
            for ke in [100.0, 500.0, 1400.0] {
                let nm = bulk.imfp_nm(ke);
                assert!(
                    (0.2..12.0).contains(&nm),
                    "{} at {ke} eV: {nm} nm",
                    e.symbol
                );
            }
        }
        let (al, au) = (
            elements::by_symbol("Al").unwrap(),
            elements::by_symbol("Au").unwrap(),
        );
        let mix = Bulk::of_mixture([(al, 1.0), (au, 1.0)], 0.0).imfp_nm(1000.0);
        assert!((1.23..2.36).contains(&mix), "{mix}");
    }
}
