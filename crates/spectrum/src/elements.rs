//! The elements that are read and simulated: Li to Bi without Tc and Pm, Th and U.

/// A chemical element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Element {
    /// Atomic number.
    pub z: u8,
    /// Chemical symbol.
    pub symbol: &'static str,
    /// English name.
    pub name: &'static str,
}

impl Element {
    const fn new(z: u8, symbol: &'static str, name: &'static str) -> Element {
        Element { z, symbol, name }
    }
}

static ELEMENTS: [Element; 81] = [
    Element::new(3, "Li", "lithium"),
    Element::new(4, "Be", "beryllium"),
    Element::new(5, "B", "boron"),
    Element::new(6, "C", "carbon"),
    Element::new(7, "N", "nitrogen"),
    Element::new(8, "O", "oxygen"),
    Element::new(9, "F", "fluorine"),
    Element::new(10, "Ne", "neon"),
    Element::new(11, "Na", "sodium"),
    Element::new(12, "Mg", "magnesium"),
    Element::new(13, "Al", "aluminium"),
    Element::new(14, "Si", "silicon"),
    Element::new(15, "P", "phosphorus"),
    Element::new(16, "S", "sulfur"),
    Element::new(17, "Cl", "chlorine"),
    Element::new(18, "Ar", "argon"),
    Element::new(19, "K", "potassium"),
    Element::new(20, "Ca", "calcium"),
    Element::new(21, "Sc", "scandium"),
    Element::new(22, "Ti", "titanium"),
    Element::new(23, "V", "vanadium"),
    Element::new(24, "Cr", "chromium"),
    Element::new(25, "Mn", "manganese"),
    Element::new(26, "Fe", "iron"),
    Element::new(27, "Co", "cobalt"),
    Element::new(28, "Ni", "nickel"),
    Element::new(29, "Cu", "copper"),
    Element::new(30, "Zn", "zinc"),
    Element::new(31, "Ga", "gallium"),
    Element::new(32, "Ge", "germanium"),
    Element::new(33, "As", "arsenic"),
    Element::new(34, "Se", "selenium"),
    Element::new(35, "Br", "bromine"),
    Element::new(36, "Kr", "krypton"),
    Element::new(37, "Rb", "rubidium"),
    Element::new(38, "Sr", "strontium"),
    Element::new(39, "Y", "yttrium"),
    Element::new(40, "Zr", "zirconium"),
    Element::new(41, "Nb", "niobium"),
    Element::new(42, "Mo", "molybdenum"),
    Element::new(44, "Ru", "ruthenium"),
    Element::new(45, "Rh", "rhodium"),
    Element::new(46, "Pd", "palladium"),
    Element::new(47, "Ag", "silver"),
    Element::new(48, "Cd", "cadmium"),
    Element::new(49, "In", "indium"),
    Element::new(50, "Sn", "tin"),
    Element::new(51, "Sb", "antimony"),
    Element::new(52, "Te", "tellurium"),
    Element::new(53, "I", "iodine"),
    Element::new(54, "Xe", "xenon"),
    Element::new(55, "Cs", "caesium"),
    Element::new(56, "Ba", "barium"),
    Element::new(57, "La", "lanthanum"),
    Element::new(58, "Ce", "cerium"),
    Element::new(59, "Pr", "praseodymium"),
    Element::new(60, "Nd", "neodymium"),
    Element::new(62, "Sm", "samarium"),
    Element::new(63, "Eu", "europium"),
    Element::new(64, "Gd", "gadolinium"),
    Element::new(65, "Tb", "terbium"),
    Element::new(66, "Dy", "dysprosium"),
    Element::new(67, "Ho", "holmium"),
    Element::new(68, "Er", "erbium"),
    Element::new(69, "Tm", "thulium"),
    Element::new(70, "Yb", "ytterbium"),
    Element::new(71, "Lu", "lutetium"),
    Element::new(72, "Hf", "hafnium"),
    Element::new(73, "Ta", "tantalum"),
    Element::new(74, "W", "tungsten"),
    Element::new(75, "Re", "rhenium"),
    Element::new(76, "Os", "osmium"),
    Element::new(77, "Ir", "iridium"),
    Element::new(78, "Pt", "platinum"),
    Element::new(79, "Au", "gold"),
    Element::new(80, "Hg", "mercury"),
    Element::new(81, "Tl", "thallium"),
    Element::new(82, "Pb", "lead"),
    Element::new(83, "Bi", "bismuth"),
    Element::new(90, "Th", "thorium"),
    Element::new(92, "U", "uranium"),
];

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
    fn all_81_elements_are_there() {
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
