//! The 81 elements of the library: Li to Bi without Tc and Pm, Th and U.

use std::sync::LazyLock;

use super::table;

/// One element and the bulk properties that electron transport needs.
///
/// Atomic weights: IUPAC 2021, rounded. Densities of the solid (condensed gases at their melting
/// point): CRC Handbook of Chemistry and Physics. Valence electrons as counted for TPP-2M
/// (Tanuma, Powell and Penn 1994, Surf. Interface Anal. 21, 165).
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Atomic number.
    pub z: u8,
    /// Chemical symbol.
    pub symbol: String,
    /// English name.
    pub name: String,
    /// Atomic weight, g/mol.
    pub atomic_weight: f64,
    /// Density of the solid, g/cm³.
    pub density_g_cm3: f64,
    /// Valence electrons per atom.
    pub valence_electrons: f64,
}

impl Element {
    /// Volume in the element, cm³/mol.
    pub fn molar_volume_cm3(&self) -> f64 {
        self.atomic_weight / self.density_g_cm3
    }
}

static ELEMENTS: LazyLock<Vec<Element>> = LazyLock::new(|| {
    table::rows(include_str!("data/elements.tsv"))
        .map(|row| Element {
            z: row.number(0) as u8,
            symbol: row.text(1).to_owned(),
            name: row.text(2).to_owned(),
            atomic_weight: row.number(3),
            density_g_cm3: row.number(4),
            valence_electrons: row.number(5),
        })
        .collect()
});

/// All elements, ascending in atomic number. Their order is that of the network's outputs.
pub fn all() -> &'static [Element] {
    &ELEMENTS
}

/// The element with this symbol (case matters).
pub fn by_symbol(symbol: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|e| e.symbol == symbol)
}

/// The element with this atomic number.
pub fn by_z(z: u8) -> Option<&'static Element> {
    ELEMENTS.iter().find(|e| e.z == z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_holds_its_81_elements() {
        assert_eq!(all().len(), 81);
        let z: Vec<u8> = all().iter().map(|e| e.z).collect();
        let expected: Vec<u8> = (3..=83)
            .filter(|z| ![43, 61].contains(z))
            .chain([90, 92])
            .collect();
        assert_eq!(z, expected);
        assert_eq!(by_symbol("Au").unwrap().z, 79);
        assert!(by_symbol("Tc").is_none() && by_z(61).is_none());
    }
}
