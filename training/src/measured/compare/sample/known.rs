//! What the table of samples and the file say of a sample, before anything is fitted.

use anyhow::{Context, Result, bail};
use speclens::physics::chemical_state::Class;
use speclens::physics::instrument::MAGIC_ANGLE_DEG;
use speclens::spectrum::{Source, Spectrum, elements};

use crate::measured::truth::Truth;
use speclens::synthesis::{Material, is_metal};

/// An element of the bulk.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkElement {
    /// Atomic number.
    pub z: u8,
    /// Symbol.
    pub symbol: String,
    /// Chemical state.
    pub class: Class,
    /// Atomic fraction where the sample is stoichiometric; fitted otherwise.
    pub known: Option<f64>,
    /// Whether it must be there, else it may.
    pub required: bool,
    /// Whether the table names it.
    pub listed: bool,
}

impl BulkElement {
    /// An element that the table does not name.
    pub fn unlisted(material: Material, z: u8) -> BulkElement {
        let symbol = elements::by_z(z).map_or_else(String::new, |e| e.symbol.to_owned());
        BulkElement {
            z,
            class: material.class_beside(&symbol),
            symbol,
            known: None,
            required: false,
            listed: false,
        }
    }
}

/// What is known before the fit.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownSample {
    /// Kind of material.
    pub material: Material,
    /// Elements of the bulk.
    pub bulk: Vec<BulkElement>,
    /// Whether a layer of adventitious carbon may lie on it.
    pub contaminated: bool,
    /// Whether a metal may have its native oxide, below the carbon.
    pub oxidised: bool,
    /// X-ray source.
    pub source: Source,
    /// Whether the source has a monochromator; `None` where the file does not say.
    pub monochromated: Option<bool>,
    /// Angle between X-rays and analyser, degrees.
    pub angle_deg: f64,
    /// Whether the counts were divided by a transmission function of the file: nothing of it is
    /// fitted then.
    pub transmission_known: bool,
}

/// What the file says of a monochromator; magnesium sources have none.
fn monochromated(source: Source, spectrum: &Spectrum) -> Option<bool> {
    let said = spectrum
        .notes
        .iter()
        .map(|(key, value)| format!("{key} {value}").to_lowercase())
        .any(|note| note.contains("monochromat") && !note.contains("non"));
    match source {
        Source::MgKa => Some(false),
        Source::AlKa => said.then_some(true),
    }
}

/// The elements of the bulk that the table names; carbon and oxygen that may be there are left to layers.
fn bulk(row: &Truth, material: Material) -> Result<Vec<BulkElement>> {
    // Carbon beside a metal is adventitious unless nitrogen says that there is a molecule.
    let molecule = material == Material::Organic
        || (material == Material::Halide && row.must.iter().any(|s| s == "N"));
    let mut bulk: Vec<BulkElement> = Vec::new();
    let mut add = |symbol: &str, known: Option<f64>, required: bool| {
        let element = elements::by_symbol(symbol)
            .with_context(|| format!("{symbol}: no element of the library"))?;
        if !bulk.iter().any(|p| p.z == element.z) {
            bulk.push(BulkElement {
                z: element.z,
                symbol: symbol.to_owned(),
                class: if required {
                    material.class(symbol)
                } else {
                    material.class_beside(symbol)
                },
                known,
                required,
                listed: true,
            });
        }
        anyhow::Ok(())
    };
    for (symbol, fraction) in &row.composition {
        add(symbol, Some(*fraction), true)?;
    }
    if row.composition.is_empty() {
        // A metal first: amounts are counted against the first element.
        let mut must: Vec<&String> = row.must.iter().collect();
        must.sort_by_key(|s| !is_metal(s));
        for symbol in must {
            if symbol != "C" || molecule {
                add(symbol, None, true)?;
            }
        }
    }
    for symbol in row.may.iter().filter(|s| !["C", "O"].contains(&s.as_str())) {
        add(symbol, None, false)?;
    }
    if bulk.is_empty() {
        bail!("the table names no element that must be found");
    }
    Ok(bulk)
}

impl KnownSample {
    /// Symbols of the elements that need not be there: of layers, and of parts that may.
    pub fn optional(&self) -> Vec<&str> {
        let parts = self.bulk.iter().filter(|p| !p.required);
        let mut symbols: Vec<&str> = parts.map(|p| p.symbol.as_str()).collect();
        if self.contaminated {
            symbols.push("C");
        }
        if self.contaminated || self.oxidised {
            symbols.push("O");
        }
        symbols.retain(|s| !self.bulk.iter().any(|p| p.required && p.symbol == *s));
        symbols
    }

    /// What the row of the table and the file say of a sample.
    ///
    /// # Errors
    /// An element outside the library, or an excitation that is not simulated.
    pub fn new(row: &Truth, spectrum: &Spectrum) -> Result<KnownSample> {
        let material = Material::of(&row.must);
        let energy = spectrum
            .photon_energy_ev
            .or(row.photon_energy_ev)
            .context("neither the file nor the table gives the photon energy")?;
        let source = Source::nearest(energy)
            .with_context(|| format!("a photon energy of {energy} eV is not simulated"))?;
        Ok(KnownSample {
            material,
            bulk: bulk(row, material)?,
            contaminated: material != Material::Organic,
            oxidised: material == Material::Metal && row.may.iter().any(|s| s == "O"),
            source,
            monochromated: monochromated(source, spectrum),
            angle_deg: spectrum
                .source_analyser_angle_deg
                .filter(|a| *a > 0.0)
                .unwrap_or(MAGIC_ANGLE_DEG),
            transmission_known: spectrum.transmission.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(must: &str, may: &str, composition: &str) -> Truth {
        Truth::parse(&format!("a.vms\tx\t1486.6\t{must}\t{may}\t{composition}"))
    }

    fn known(must: &str, may: &str, composition: &str) -> KnownSample {
        KnownSample::new(&row(must, may, composition), &Spectrum::default()).unwrap()
    }

    fn symbols(known: &KnownSample) -> Vec<&str> {
        known.bulk.iter().map(|p| p.symbol.as_str()).collect()
    }

    #[test]
    fn carbon_is_adventitious_except_in_molecules() {
        assert_eq!(
            symbols(&known("Mg Fe O C", "Si N", "")),
            ["Mg", "Fe", "O", "Si", "N"]
        );
        assert_eq!(
            symbols(&known("Pb I C N", "O Cs", "")),
            ["Pb", "I", "C", "N", "Cs"]
        );
        let film = known("C O", "N Cl", "");
        assert_eq!(symbols(&film), ["C", "O", "N", "Cl"]);
        assert!(!film.contaminated);
    }
}
