//! Inelastic mean free path of electrons by TPP-2M.

use super::solids::Solid;

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
    /// A mixture of elements with atomic fractions (any positive scale): the volumes of the elements add up.
    pub fn of_mixture<'a>(parts: impl IntoIterator<Item = (&'a Solid, f64)>, gap_ev: f64) -> Self {
        let parts = parts.into_iter();
        Self::of_parts(parts.map(|(e, f)| (e, f, e.molar_volume_cm3())), gap_ev)
    }

    /// Elements with atomic fractions (any positive scale) and the volumes, cm³/mol, that they have in the material.
    pub fn of_parts<'a>(
        parts: impl IntoIterator<Item = (&'a Solid, f64, f64)>,
        gap_ev: f64,
    ) -> Self {
        let (mut atoms, mut mass, mut volume, mut valence) = (0.0, 0.0, 0.0, 0.0);
        for (solid, fraction, molar_cm3) in parts {
            atoms += fraction;
            mass += fraction * solid.atomic_weight;
            volume += fraction * molar_cm3;
            valence += fraction * solid.valence_electrons;
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

    /// Free-electron plasmon energy, eV: E_p = 28.8 √(N_v ρ / M), ħ√(n·e²/(ε₀·m)) with the electrons counted in mol/cm³.
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

/// Volumes of anions, by atomic number, in ionic compounds, cm³/mol, so that the densities of common oxides and halides (CRC Handbook of
/// Chemistry and Physics) come out to a quarter and better with [`CATION_SHARE`]. Estimates.
const ANION_CM3: [(u8, f64); 5] = [
    (8, 8.5),   // O
    (9, 7.2),   // F
    (17, 19.0), // Cl
    (35, 25.0), // Br
    (53, 34.0), // I
];
/// Share of its volume in the element that any other atom has in an ionic compound. An estimate, as above.
const CATION_SHARE: f64 = 0.4;

/// The volume that the element of a solid has in oxides, oxysalts and halides, cm³/mol.
pub fn ionic_volume_cm3(solid: &Solid) -> f64 {
    ANION_CM3
        .iter()
        .find(|(z, _)| *z == solid.z)
        .map_or(CATION_SHARE * solid.molar_volume_cm3(), |anion| anion.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solids;
    use speclens_spectrum::elements;

    fn solid(symbol: &str) -> &'static Solid {
        solids::by_z(elements::by_symbol(symbol).unwrap().z).unwrap()
    }

    #[test]
    fn densities_of_ionic_compounds_come_out() {
        // CRC Handbook of Chemistry and Physics, g/cm³.
        for (formula, density) in [
            (vec![("Al", 2.0), ("O", 3.0)], 3.97),
            (vec![("Mg", 1.0), ("O", 1.0)], 3.58),
            (vec![("Si", 1.0), ("O", 2.0)], 2.65),
            (vec![("Ti", 1.0), ("O", 2.0)], 4.23),
            (vec![("Fe", 2.0), ("O", 3.0)], 5.24),
            (vec![("Cu", 1.0), ("O", 1.0)], 6.31),
            (vec![("Zr", 1.0), ("O", 2.0)], 5.68),
            (vec![("W", 1.0), ("O", 3.0)], 7.16),
            (vec![("Ca", 1.0), ("C", 1.0), ("O", 3.0)], 2.71),
            (vec![("Na", 1.0), ("Cl", 1.0)], 2.165),
            (vec![("K", 1.0), ("F", 1.0)], 2.48),
            (vec![("Ca", 1.0), ("F", 2.0)], 3.18),
            (vec![("Ag", 1.0), ("Br", 1.0)], 6.47),
            (vec![("Pb", 1.0), ("I", 2.0)], 6.16),
        ] {
            let parts = formula.iter().map(|(symbol, n)| {
                let element = solid(symbol);
                (element, *n, ionic_volume_cm3(element))
            });
            let found = Bulk::of_parts(parts, 0.0).density_g_cm3;
            assert!(
                (0.75..1.25).contains(&(found / density)),
                "{formula:?}: {found} instead of {density} g/cm³"
            );
        }
    }

    #[test]
    fn published_values_at_1_kev() {
        for (symbol, nm) in [
            ("Al", 2.36),
            ("Si", 2.38),
            ("Cu", 1.54),
            ("Ag", 1.47),
            ("Au", 1.23),
        ] {
            let found = Bulk::of_mixture([(solid(symbol), 1.0)], 0.0).imfp_nm(1000.0);
            assert!(
                (found / nm - 1.0).abs() < 0.05,
                "{symbol}: {found} nm instead of {nm}"
            );
        }
    }

    #[test]
    fn a_mixture_lies_between_its_parts_and_every_element_is_sane() {
        for e in elements::all() {
            let bulk = Bulk::of_mixture([(solid(e.symbol), 1.0)], 0.0);
            for ke in [100.0, 500.0, 1400.0] {
                let nm = bulk.imfp_nm(ke);
                assert!(
                    (0.2..12.0).contains(&nm),
                    "{} at {ke} eV: {nm} nm",
                    e.symbol
                );
            }
        }
        let (al, au) = (solid("Al"), solid("Au"));
        let mix = Bulk::of_mixture([(al, 1.0), (au, 1.0)], 0.0).imfp_nm(1000.0);
        assert!((1.23..2.36).contains(&mix), "{mix}");
    }
}
