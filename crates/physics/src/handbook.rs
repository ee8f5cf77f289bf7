//! Measured line positions: Moulder, Stickle, Sobol and Bomben, Handbook of X-ray Photoelectron
//! Spectroscopy (1992), read off to 1 eV.

use super::table;
use speclens_spectrum::{AL_KA_EV, Source};

/// What a line of the handbook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A photoelectron line.
    Photo,
    /// The maximum of an Auger group.
    Auger,
}

/// A measured line.
#[derive(Debug, Clone, PartialEq)]
pub struct HandbookLine {
    /// Atomic number.
    pub z: u8,
    /// Photoelectron or Auger line.
    pub kind: Kind,
    /// As printed: `4f7/2`, `M5VV`; `*` marks a weak line.
    pub printed: String,
    /// What the line is: [`HandbookLine::printed`] without marks, or, for an Auger group that
    /// binding energies place elsewhere, the group that is meant (data/handbook_read_as.tsv).
    pub label: String,
    /// Position on the binding-energy axis under Al Kα, eV.
    pub binding_al_ev: f64,
}

impl HandbookLine {
    /// Position on the binding-energy axis under `source`, eV: Auger lines keep their kinetic
    /// energy (all 147 tabulated pairs differ by 233 eV), photoelectron lines their binding
    /// energy.
    pub fn binding_ev(&self, source: Source) -> f64 {
        match self.kind {
            Kind::Photo => self.binding_al_ev,
            Kind::Auger => self.binding_al_ev - AL_KA_EV + source.photon_energy_ev(),
        }
    }

    /// Kinetic energy of an Auger line, eV.
    pub fn kinetic_ev(&self) -> f64 {
        AL_KA_EV - self.binding_al_ev
    }
}

/// A printed designation that is taken for another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadAs {
    pub z: u8,
    pub printed: String,
    pub label: String,
}

pub(super) fn read_as() -> Vec<ReadAs> {
    table::rows(include_str!("data/handbook_read_as.tsv"))
        .map(|row| ReadAs {
            z: row.number(0) as u8,
            printed: row.text(1).to_owned(),
            label: row.text(2).to_owned(),
        })
        .collect()
}

/// The measured lines of the handbook, ascending in atomic number.
pub fn lines() -> Vec<HandbookLine> {
    let read_as = read_as();
    table::rows(include_str!("data/handbook_lines.tsv"))
        .map(|row| {
            let z = row.number(0) as u8;
            let printed = row.text(2).to_owned();
            let meant = read_as.iter().find(|r| r.z == z && r.printed == printed);
            HandbookLine {
                z,
                kind: match row.text(1) {
                    "photo" => Kind::Photo,
                    _ => Kind::Auger,
                },
                label: meant.map_or_else(
                    || printed.trim_end_matches('*').to_owned(),
                    |r| r.label.clone(),
                ),
                printed,
                binding_al_ev: row.number(3),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auger_lines_move_with_the_source_and_photoelectron_lines_stay() {
        let all = lines();
        let oxygen = |kind| all.iter().find(|l| l.z == 8 && l.kind == kind).unwrap();
        let kll = oxygen(Kind::Auger);
        assert!((kll.binding_ev(Source::AlKa) - kll.binding_ev(Source::MgKa) - 233.0).abs() < 0.05);
        let core = oxygen(Kind::Photo);
        assert_eq!(core.binding_ev(Source::AlKa), core.binding_ev(Source::MgKa));
    }

    #[test]
    fn every_reinterpretation_names_a_printed_line() {
        let all = lines();
        for r in read_as() {
            assert!(
                all.iter()
                    .any(|l| l.z == r.z && l.printed == r.printed && l.label == r.label),
                "{r:?}"
            );
        }
    }
}
