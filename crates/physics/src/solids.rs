//! The solid of each element: what electron transport needs of it.

use std::sync::LazyLock;

use super::table;

/// Bulk properties of an element's solid.
///
/// Atomic weights: IUPAC 2021, rounded. Densities (condensed gases at their melting point): CRC
/// Handbook of Chemistry and Physics. Valence electrons as counted for TPP-2M (Tanuma, Powell and
/// Penn 1994, Surf. Interface Anal. 21, 165).
#[derive(Debug, Clone, PartialEq)]
pub struct Solid {
    /// Atomic number.
    pub z: u8,
    /// Atomic weight, g/mol.
    pub atomic_weight: f64,
    /// Density, g/cm³.
    pub density_g_cm3: f64,
    /// Valence electrons per atom.
    pub valence_electrons: f64,
}

impl Solid {
    /// Volume of the solid, cm³/mol.
    pub fn molar_volume_cm3(&self) -> f64 {
        self.atomic_weight / self.density_g_cm3
    }
}

static SOLIDS: LazyLock<Vec<Solid>> = LazyLock::new(|| {
    table::rows(include_str!("data/solids.tsv"))
        .map(|row| Solid {
            z: row.number(0) as u8,
            atomic_weight: row.number(2),
            density_g_cm3: row.number(3),
            valence_electrons: row.number(4),
        })
        .collect()
});

/// The solid of the element with this atomic number; `None` outside
/// [`speclens_spectrum::elements`].
pub fn by_z(z: u8) -> Option<&'static Solid> {
    SOLIDS.iter().find(|s| s.z == z)
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::elements;

    #[test]
    fn every_element_has_a_solid() {
        let rows = table::rows(include_str!("data/solids.tsv"));
        let named: Vec<_> = rows.map(|r| (r.number(0) as u8, r.text(1))).collect();
        let elements: Vec<_> = elements::all().iter().map(|e| (e.z, e.symbol)).collect();
        assert_eq!(named, elements);
        assert!(SOLIDS.iter().all(|s| s.molar_volume_cm3() > 0.0));
        assert_eq!(by_z(79).unwrap().density_g_cm3, 19.32);
    }
}
