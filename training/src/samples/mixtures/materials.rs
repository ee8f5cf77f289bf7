//! Known materials: minerals, salts, semiconductors, alloys, polymers, by their formulas.

use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use speclens::physics::chemical_state::Class;
use speclens::spectrum::elements;

use super::Part;

/// A material of `materials.tsv`. Hydrogen, which XPS does not show, is left out of the formulas:
/// FeOOH is FeO2, polyethylene C2.
#[derive(Debug)]
pub struct Material {
    /// Family, such as `mineral` or `polymer`.
    pub family: &'static str,
    /// Elements with their amounts and kinds of compound.
    pub parts: Vec<Part>,
    /// Band gap, eV.
    pub gap_ev: f64,
}

static MATERIALS: LazyLock<Vec<Material>> = LazyLock::new(|| {
    read(include_str!("materials.tsv")).expect("the table is part of the program and tested")
});

/// The materials of `family`.
pub fn of(family: &str) -> Vec<&'static Material> {
    MATERIALS.iter().filter(|m| m.family == family).collect()
}

fn read(table: &'static str) -> Result<Vec<Material>> {
    let rows = table.lines().skip(1).filter(|l| !l.is_empty());
    rows.map(|row| material(row).with_context(|| format!("materials.tsv: {row:?}")))
        .collect()
}

fn material(row: &'static str) -> Result<Material> {
    let cells: Vec<&'static str> = row.split('\t').collect();
    ensure!(cells.len() == 4, "four cells expected");
    let class = Class::parse(cells[3])
        .with_context(|| format!("unknown kind of compound {:?}", cells[3]))?;
    let parts = formula(cells[1])?
        .into_iter()
        .map(|(z, amount)| Part { z, amount, class })
        .collect();
    Ok(Material {
        family: cells[0],
        parts,
        gap_ev: cells[2].parse()?,
    })
}

/// `Fe2O3` → (26, 2), (8, 3).
///
/// # Errors
/// An element outside the library, or text that is no formula.
fn formula(text: &str) -> Result<Vec<(u8, f64)>> {
    let mut parts: Vec<(u8, f64)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let capital = rest.chars().next().is_some_and(|c| c.is_ascii_uppercase());
        ensure!(capital, "{text:?}: no formula such as Fe2O3");
        let letters = 1 + usize::from(rest[1..].starts_with(|c: char| c.is_ascii_lowercase()));
        let (symbol, after) = rest.split_at(letters);
        let digits = after
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(after.len());
        let (number, after) = after.split_at(digits);
        let amount = if number.is_empty() {
            1.0
        } else {
            number.parse().with_context(|| format!("{text:?}"))?
        };
        let element = elements::by_symbol(symbol)
            .with_context(|| format!("{symbol}: no element of the library"))?;
        match parts.iter_mut().find(|p| p.0 == element.z) {
            Some(found) => found.1 += amount,
            None => parts.push((element.z, amount)),
        }
        rest = after;
    }
    ensure!(!parts.is_empty(), "an empty formula");
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_read() {
        assert_eq!(formula("Fe2O3").unwrap(), [(26, 2.0), (8, 3.0)]);
        assert!(formula("FeOOH").is_err(), "hydrogen");
        assert_eq!(formula("CNPbI3").unwrap()[2], (82, 1.0));
        assert!(formula("fe").is_err() && formula("").is_err() && formula("Tc").is_err());
    }

    #[test]
    fn every_row_of_the_table_is_a_material() {
        assert!(MATERIALS.len() > 200);
        for family in [
            "mineral",
            "halide",
            "chalcogenide",
            "semiconductor",
            "ceramic",
            "alloy",
            "polymer",
        ] {
            assert!(of(family).len() >= 15, "{family}");
        }
    }
}
