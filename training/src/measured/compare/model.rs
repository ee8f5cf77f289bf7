//! What is known of a measured sample, as the simulator takes it. All calls to the simulator of
//! the comparison are here.

use anyhow::{Context, Result, bail};
use speclens::physics::chemical_state::Class;
use speclens::physics::instrument::{Instrument, MAGIC_ANGLE_DEG, Transmission};
use speclens::physics::sample::{Layer, Phase, Sample};
use speclens::physics::simulate::{Deviation, Drawn, simulate};
use speclens::spectrum::Grid;
use speclens::spectrum::elements;
use speclens::spectrum::{Source, Spectrum};

use crate::measured::truth::Truth;
use speclens::conventional::EvenCurve;

/// Band gap of adventitious carbon, eV: the mean free path depends on it weakly.
const CARBON_GAP_EV: f64 = 3.0;
/// Simulated below the lowest measured energy, eV: lines there still scatter into the spectrum.
const BELOW_EV: f64 = 20.0;
/// Room at both ends for the shift, eV.
const MARGIN_EV: f64 = 15.0;

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

/// An element of the bulk.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
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

impl Part {
    /// An element that the table does not name.
    pub fn unlisted(material: Material, z: u8) -> Part {
        let symbol = elements::by_z(z).map_or_else(String::new, |e| e.symbol.to_owned());
        Part {
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
pub struct Known {
    /// Kind of material.
    pub material: Material,
    /// Elements of the bulk.
    pub parts: Vec<Part>,
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

/// What is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// Amount of each part, relative to each other; ignored where it is known.
    pub amounts: Vec<f64>,
    /// Thickness of adventitious carbon along the emission direction, nm.
    pub carbon_nm: f64,
    /// Atomic fraction of oxygen in it.
    pub carbon_oxygen: f64,
    /// Thickness of native oxide along the emission direction, nm.
    pub oxide_nm: f64,
    /// Atomic fraction of oxygen in it.
    pub oxide_oxygen: f64,
    /// n of the transmission (E/1 keV)^n · exp(q·ln²(E/1 keV)).
    pub exponent: f64,
    /// q of the same.
    pub curvature: f64,
    /// FWHM of source and analyser together, eV.
    pub resolution_ev: f64,
    /// Shift of the measured axis to higher binding energy, eV.
    pub shift_ev: f64,
}

/// Which lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// All.
    All,
    /// Photoelectron lines only.
    Photo,
    /// Auger lines only.
    Auger,
}

impl Lines {
    fn of(self, drawn: Drawn<'_>) -> Deviation {
        let shown = match drawn {
            Drawn::Photo(..) => self != Lines::Auger,
            Drawn::Auger(..) => self != Lines::Photo,
        };
        Deviation {
            area: if shown { 1.0 } else { 0.0 },
            ..Deviation::default()
        }
    }
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

const CARBON: u8 = 6;
pub(super) const OXYGEN: u8 = 8;
const HALOGENS: [&str; 3] = ["Cl", "Br", "I"];
const NONMETALS: [&str; 12] = [
    "C", "N", "O", "F", "P", "S", "Se", "Cl", "Br", "I", "B", "Si",
];

/// Kind of material of a sample in which `must` are the elements that must be found.
pub fn material(must: &[String]) -> Material {
    let has = |symbol: &str| must.iter().any(|s| s == symbol);
    let metal = must.iter().any(|s| !NONMETALS.contains(&s.as_str()));
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

impl Material {
    fn class(self, symbol: &str) -> Class {
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
    fn class_beside(self, symbol: &str) -> Class {
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
    fn gap_ev(self, elements: &[(u8, f64, Class)]) -> f64 {
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

impl Known {
    /// Symbols of the elements that need not be there: of layers, and of parts that may.
    pub fn optional(&self) -> Vec<&str> {
        let parts = self.parts.iter().filter(|p| !p.required);
        let mut symbols: Vec<&str> = parts.map(|p| p.symbol.as_str()).collect();
        if self.contaminated {
            symbols.push("C");
        }
        if self.contaminated || self.oxidised {
            symbols.push("O");
        }
        symbols.retain(|s| !self.parts.iter().any(|p| p.required && p.symbol == *s));
        symbols
    }

    /// What the row of the table and the file say of a sample.
    ///
    /// # Errors
    /// An element outside the library, or an excitation that is not simulated.
    pub fn new(row: &Truth, spectrum: &Spectrum) -> Result<Known> {
        let material = material(&row.must);
        let energy = spectrum
            .photon_energy_ev
            .or(row.photon_energy_ev)
            .context("neither the file nor the table gives the photon energy")?;
        let source = Source::nearest(energy)
            .with_context(|| format!("a photon energy of {energy} eV is not simulated"))?;
        let is_metal = |s: &str| !NONMETALS.contains(&s);
        // Carbon beside a metal is adventitious unless nitrogen says that there is a molecule.
        let molecule = material == Material::Organic
            || (material == Material::Halide && row.must.iter().any(|s| s == "N"));
        let mut parts: Vec<Part> = Vec::new();
        let mut add = |symbol: &str, known: Option<f64>, required: bool| {
            let element = elements::by_symbol(symbol)
                .with_context(|| format!("{symbol}: no element of the library"))?;
            if !parts.iter().any(|p| p.z == element.z) {
                parts.push(Part {
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
            // A metal first: amounts are counted against the first part.
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
        if parts.is_empty() {
            bail!("the table names no element that must be found");
        }
        Ok(Known {
            material,
            parts,
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

    /// Atomic fractions of the bulk's parts: known ones are kept among each other, fitted ones
    /// come beside them.
    pub fn fractions(&self, guess: &Guess) -> Vec<f64> {
        let amounts: Vec<f64> = self
            .parts
            .iter()
            .zip(&guess.amounts)
            .map(|(part, fitted)| part.known.unwrap_or(*fitted).max(0.0))
            .collect();
        let sum: f64 = amounts.iter().sum();
        amounts.iter().map(|a| a / sum).collect()
    }

    /// The simulated survey on `grid`, shifted as the measured one is, in an arbitrary unit.
    ///
    /// # Errors
    /// A sample that the simulator refuses.
    pub fn simulate(&self, guess: &Guess, grid: &Grid, lines: Lines) -> Result<EvenCurve> {
        let oxygen = guess.carbon_oxygen;
        let bulk = self.parts.iter().zip(self.fractions(guess));
        let bulk: Vec<_> = bulk
            .map(|(part, fraction)| (part.z, fraction, part.class))
            .collect();
        let carbon = [
            (CARBON, 1.0 - oxygen, Class::Organic),
            (OXYGEN, oxygen, Class::Organic),
        ];
        let mut layers = Vec::new();
        if self.contaminated {
            layers.push(Layer {
                phase: Phase::typical(&carbon, CARBON_GAP_EV),
                thickness_nm: guess.carbon_nm,
            });
        }
        if self.oxidised {
            let metal = 1.0 - guess.oxide_oxygen;
            let mut oxide: Vec<_> = bulk
                .iter()
                .map(|&(z, fraction, _)| (z, metal * fraction, Class::Oxide))
                .collect();
            oxide.push((OXYGEN, guess.oxide_oxygen, Class::Oxide));
            layers.push(Layer {
                phase: Phase::typical(&oxide, Material::Oxide.gap_ev(&oxide)),
                thickness_nm: guess.oxide_nm,
            });
        }
        let sample = Sample {
            bulk: Phase::typical(&bulk, self.material.gap_ev(&bulk)),
            layers,
        };
        let tube = if self.monochromated.unwrap_or(true) {
            Instrument {
                source: self.source,
                ..Instrument::default()
            }
        } else {
            Instrument::twin_anode(self.source)
        };
        let instrument = Instrument {
            analyser_fwhm_ev: guess.resolution_ev,
            transmission: Transmission::Power {
                exponent: guess.exponent,
                curvature: guess.curvature,
            },
            source_analyser_angle_deg: self.angle_deg,
            ..tube
        };
        let lo_ev = grid.lo_ev.min(0.0) - BELOW_EV;
        let hi_ev = grid.energy_ev(grid.points - 1) + MARGIN_EV;
        let wide = Grid {
            lo_ev,
            step_ev: grid.step_ev,
            points: ((hi_ev - lo_ev) / grid.step_ev).ceil() as usize + 1,
        };
        let values = simulate(&sample, &instrument, &wide, |drawn| lines.of(drawn))?;
        let simulated = EvenCurve {
            lo_ev,
            step_ev: grid.step_ev,
            values: values.into_iter().map(f64::from).collect(),
        };
        Ok(simulated.shifted_onto(guess.shift_ev, grid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(must: &str, may: &str, composition: &str) -> Truth {
        Truth::parse(&format!("a.vms\tx\t1486.6\t{must}\t{may}\t{composition}"))
    }

    fn known(must: &str, may: &str, composition: &str) -> Known {
        Known::new(&row(must, may, composition), &Spectrum::default()).unwrap()
    }

    fn symbols(known: &Known) -> Vec<&str> {
        known.parts.iter().map(|p| p.symbol.as_str()).collect()
    }

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
            assert_eq!(known(must, "C O", "").material, expected, "{must}");
        }
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

    #[test]
    fn known_fractions_are_kept_among_each_other() {
        let known = known("Fe O", "C Si", "Fe:0.4 O:0.6");
        let guess = Guess {
            amounts: vec![9.0, 9.0, 0.25],
            carbon_nm: 1.0,
            carbon_oxygen: 0.1,
            oxide_nm: 0.0,
            oxide_oxygen: 0.6,
            exponent: 0.0,
            curvature: 0.0,
            resolution_ev: 1.0,
            shift_ev: 3.0,
        };
        let f = known.fractions(&guess);
        assert!(
            (f[0] - 0.32).abs() < 1e-9 && (f[1] - 0.48).abs() < 1e-9,
            "{f:?}"
        );
        let grid = Grid {
            lo_ev: 500.0,
            step_ev: 0.5,
            points: 500,
        };
        let curve = known.simulate(&guess, &grid, Lines::All).unwrap();
        let top = (0..500)
            .filter(|i| grid.energy_ev(*i) < 560.0)
            .max_by(|a, b| curve.values[*a].total_cmp(&curve.values[*b]))
            .unwrap();
        assert!(
            (grid.energy_ev(top) - 533.5).abs() < 1.6,
            "O 1s at {}",
            grid.energy_ev(top)
        );
    }
}
