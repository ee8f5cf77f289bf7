//! Kinds of material, and the chemical states that elements have in them.

use speclens_physics::chemical_state::Class;

use crate::model::quantify::ElementAmount;

const HALOGENS: [&str; 3] = ["Cl", "Br", "I"];
const NONMETALS: [&str; 12] = [
    "C", "N", "O", "F", "P", "S", "Se", "Cl", "Br", "I", "B", "Si",
];

/// Whether the element counts as a metal here.
pub fn is_metal(symbol: &str) -> bool {
    !NONMETALS.contains(&symbol)
}

/// Whether the element forms oxides as metals do.
fn is_cation(symbol: &str) -> bool {
    is_metal(symbol) || symbol == "Si"
}

/// Less of an element does not decide on the material, at%.
const LEAST_PERCENT: f64 = 3.0;
/// Atoms of oxygen for each of a metal from which on it is an oxide.
const OXYGEN_OF_AN_OXIDE: f64 = 0.7;

/// Kind of material, guessed from its elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// Metals only.
    Metal,
    /// Oxygen must be there, and a metal.
    Oxide,
    /// Sulfur must be there, oxygen not.
    Sulfide,
    /// Chlorine, bromine or iodine must be there, with a metal.
    Halide,
    /// Carbon, oxygen, nitrogen and halogens only.
    Organic,
}

impl Material {
    /// Kind of material of a sample in which `must` are the elements that must be found.
    pub fn of(must: &[String]) -> Material {
        let has = |symbol: &str| must.iter().any(|s| s == symbol);
        let metal = must.iter().any(|s| is_metal(s));
        if HALOGENS.iter().any(|h| has(h)) && metal {
            Material::Halide
        } else if has("O") && metal {
            Material::Oxide
        } else if has("S") {
            Material::Sulfide
        } else if has("C") && !metal {
            Material::Organic
        } else {
            Material::Metal
        }
    }

    /// Kind of material that an answer looks like: carbon beside a metal is taken as contamination, and
    /// oxygen makes an oxide where there is enough for one.
    pub fn of_answer(found: &[ElementAmount]) -> Material {
        let metals = found.iter().filter(|e| is_cation(&e.symbol));
        let metals: f64 = metals.map(|e| e.atomic_percent).sum();
        let metallic = metals > LEAST_PERCENT;
        let counts = |e: &&ElementAmount| match e.symbol.as_str() {
            "C" | "N" => !metallic,
            "O" => !metallic || e.atomic_percent > OXYGEN_OF_AN_OXIDE * metals,
            _ => e.atomic_percent > LEAST_PERCENT,
        };
        let must = found.iter().filter(counts).map(|e| e.symbol.clone());
        Material::of(&must.collect::<Vec<_>>())
    }

    /// State of an element of an answer that looks like this material.
    pub fn class_in(self, symbol: &str, found: &[ElementAmount]) -> Class {
        let own = found.iter().find(|e| e.symbol == symbol);
        let main = own.is_some_and(|e| e.atomic_percent > LEAST_PERCENT);
        match symbol {
            "C" if self != Material::Organic => Class::Organic,
            _ if main => self.class(symbol),
            _ => self.class_beside(symbol),
        }
    }

    /// State of an element of the material.
    pub fn class(self, symbol: &str) -> Class {
        match (self, symbol) {
            (Material::Metal, _) => Class::Element,
            (Material::Oxide, "N") => Class::Organic,
            (Material::Oxide, _) => Class::Oxide,
            (Material::Sulfide, "N") => Class::Organic,
            (Material::Sulfide, _) => Class::Sulfide,
            (Material::Halide, "C" | "N" | "O") => Class::Organic,
            (Material::Halide, _) => Class::Halide,
            (Material::Organic, _) => Class::Organic,
        }
    }

    /// State of an element that is not part of the material: of a substrate or a residue.
    pub fn class_beside(self, symbol: &str) -> Class {
        match (self, symbol) {
            // What lies on a metal is bound to it.
            (Material::Metal, "S") => Class::Sulfide,
            (Material::Metal, "N") => Class::Nitride,
            (Material::Metal, "F") => Class::Fluoride,
            (Material::Metal, "Cl" | "Br" | "I") => Class::Halide,
            (Material::Metal, _) => Class::Element,
            _ if NONMETALS.contains(&symbol) && symbol != "Si" => self.class(symbol),
            _ => Class::Oxide,
        }
    }

    /// A usual band gap, eV. The mean free path depends on it weakly, but the simulator tells
    /// insulators by it: oxides with an open d shell have small gaps, of 0 to 2.5 eV.
    pub fn gap_ev(self, elements: &[(u8, f64, Class)]) -> f64 {
        let open_shell = |z: u8| matches!(z, 23..=29 | 41..=46 | 74..=78);
        match self {
            Material::Metal => 0.0,
            Material::Sulfide => 1.5,
            Material::Halide => 2.0,
            Material::Oxide if elements.iter().any(|e| open_shell(e.0)) => 2.0,
            Material::Oxide | Material::Organic => 3.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_material_follows_from_the_elements() {
        for (must, expected) in [
            ("Au", Material::Metal),
            ("Ni W", Material::Metal),
            ("Mg Fe O C", Material::Oxide),
            ("Mo S", Material::Sulfide),
            ("Pb I C N", Material::Halide),
            ("C O", Material::Organic),
        ] {
            let must: Vec<String> = must.split(' ').map(str::to_owned).collect();
            assert_eq!(Material::of(&must), expected, "{must:?}");
        }
    }
}
