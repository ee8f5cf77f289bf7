//! Photoelectron lines: binding energies, Scofield cross sections, asymmetries, widths.

use std::sync::LazyLock;

use super::{elements, table};
use crate::spectrum::Source;

/// A core or valence level of an element as it appears in its photoelectron spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Atomic number.
    pub z: u8,
    /// Shell in X-ray notation (`K`, `L3`, `N7`).
    pub shell: String,
    /// Orbital (`1s`, `2p3/2`, `4f7/2`).
    pub orbital: String,
    /// Binding energy of the solid, referred to the Fermi level, eV.
    ///
    /// Elam, Ravel and Sieber (2002) after the X-ray Data Booklet; where the measured one of
    /// Moulder et al., Handbook of X-ray Photoelectron Spectroscopy (1992), is more than 2.5 eV
    /// off (free-atom values of gases among them), the measured one. 2s and 2p of N, O and F:
    /// [`SOLID_VALENCE`].
    pub binding_ev: f64,
    /// Cross section of the subshell under Al Kα, barn (xraylib 4.3 after Scofield 1973).
    pub sigma_al_barn: f64,
    /// The same under Mg Kα.
    pub sigma_mg_barn: f64,
    /// Asymmetry parameter β under Al Kα (Yeh and Lindau 1985); 1 where the table has none.
    pub beta_al: f64,
    /// The same under Mg Kα.
    pub beta_mg: f64,
    /// Natural width (Lorentzian FWHM), eV (EADL, Perkins et al. 1991; 0.3 where it has none).
    pub width_ev: f64,
}

impl Line {
    /// Cross section, barn, under `source`.
    pub fn sigma_barn(&self, source: Source) -> f64 {
        match source {
            Source::AlKa => self.sigma_al_barn,
            Source::MgKa => self.sigma_mg_barn,
        }
    }

    /// Asymmetry parameter β under `source`.
    pub fn beta(&self, source: Source) -> f64 {
        match source {
            Source::AlKa => self.beta_al,
            Source::MgKa => self.beta_mg,
        }
    }

    /// Orbital without its spin–orbit index: `4f7/2` → `4f`.
    pub fn subshell(&self) -> &str {
        &self.orbital[..2]
    }
}

/// Cross section of C 1s under Al Kα, barn: the unit of Scofield's relative values.
pub const C_1S_AL_BARN: f64 = 13_637.0;

/// Tabulated and measured positions further apart than this: the measured one is taken.
const MAX_DEVIATION_EV: f64 = 2.5;
/// Misprints of the handbook table, kept there as printed: (z, orbital).
const HANDBOOK_MISPRINTS: [(u8, &str); 1] = [(75, "5s")];
/// Elements whose tabulated values are those of the free atom, and whose handbook lines name
/// unresolved pairs (`4p`): both partners take that value.
const NOBLE_GASES: [u8; 4] = [10, 18, 36, 54];
/// Outer levels of N, O and F in solids: (z, orbital without index, eV). Centres of the bands in
/// the valence spectra of nitrides, oxides and fluorides, good to 2 eV; the tables hold atoms.
const SOLID_VALENCE: [(u8, &str, f64); 4] = [
    (7, "2s", 20.0),
    (7, "2p", 6.0),
    (8, "2p", 6.0),
    (9, "2p", 9.0),
];
/// Natural width where EADL has none (valence and the lightest elements), eV.
const DEFAULT_WIDTH_EV: f64 = 0.3;

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let measured = handbook();
    table::rows(include_str!("data/photo_lines.tsv"))
        .map(|row| {
            let z = row.number(0) as u8;
            let orbital = row.text(2).to_owned();
            let tabulated = row.number(3);
            let or = |v: f64, default: f64| if v.is_finite() { v } else { default };
            let binding_ev = solid_binding_ev(&measured, z, &orbital, tabulated);
            Line {
                z,
                shell: row.text(1).to_owned(),
                orbital,
                binding_ev,
                sigma_al_barn: row.number(4),
                sigma_mg_barn: row.number(5),
                beta_al: or(row.number(6), 1.0),
                beta_mg: or(row.number(7), 1.0),
                width_ev: or(row.number(8), DEFAULT_WIDTH_EV),
            }
        })
        // Levels without a cross section (Be 2p and the like) are empty; Tc and Pm are no samples.
        .filter(|l| l.sigma_al_barn > 0.0 && elements::by_z(l.z).is_some())
        .collect()
});

/// All levels shallower than the Al Kα photon energy, by element.
pub fn all() -> &'static [Line] {
    &LINES
}

/// The levels of one element, deepest first as tabulated; empty for an unknown element.
pub fn of(z: u8) -> &'static [Line] {
    let start = LINES.partition_point(|l| l.z < z);
    let end = LINES.partition_point(|l| l.z <= z);
    &LINES[start..end]
}

/// Slowest photoelectrons that every survey records, eV: binding energies to 1100 eV with Al Kα.
const MIN_SURVEY_KINETIC_EV: f64 = 385.0;

/// The line by which an element is quantified under `source`: the largest cross section among
/// those that every survey records (kinetic energy of 385 eV or more).
pub fn main_line(z: u8, source: Source) -> Option<&'static Line> {
    let deepest = source.photon_energy_ev() - MIN_SURVEY_KINETIC_EV;
    of(z)
        .iter()
        .filter(|l| l.binding_ev <= deepest)
        .max_by(|a, b| a.sigma_barn(source).total_cmp(&b.sigma_barn(source)))
}

fn solid_binding_ev(measured: &[HandbookLine], z: u8, orbital: &str, tabulated: f64) -> f64 {
    let subshell = &orbital[..2];
    if let Some(solid) = SOLID_VALENCE.iter().find(|s| s.0 == z && s.1 == subshell) {
        return solid.2;
    }
    if HANDBOOK_MISPRINTS.contains(&(z, orbital)) {
        return tabulated;
    }
    let named = |name: &str| {
        let line = measured
            .iter()
            .find(|h| h.z == z && h.is_photo && h.label.trim_end_matches('*') == name);
        line.map(|h| h.binding_al_ev)
    };
    named(orbital)
        .or_else(|| NOBLE_GASES.contains(&z).then(|| named(subshell)).flatten())
        .filter(|m| (m - tabulated).abs() > MAX_DEVIATION_EV)
        .unwrap_or(tabulated)
}

/// A measured line of Moulder et al. (1992), read off to 1 eV.
#[derive(Debug, Clone, PartialEq)]
pub struct HandbookLine {
    /// Atomic number.
    pub z: u8,
    /// Photoelectron line, else Auger.
    pub is_photo: bool,
    /// As printed: `4f7/2`, `M5VV`; `*` marks a weak line.
    pub label: String,
    /// Position on the binding-energy axis under Al Kα, eV.
    pub binding_al_ev: f64,
}

/// The measured lines of the handbook.
pub fn handbook() -> Vec<HandbookLine> {
    table::rows(include_str!("data/handbook_lines.tsv"))
        .map(|row| HandbookLine {
            z: row.number(0) as u8,
            is_photo: row.text(1) == "photo",
            label: row.text(2).to_owned(),
            binding_al_ev: row.number(3),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(symbol: &str, orbital: &str) -> &'static Line {
        let z = elements::by_symbol(symbol).unwrap().z;
        of(z).iter().find(|l| l.orbital == orbital).unwrap()
    }

    #[test]
    fn reference_lines_stand_where_they_are_measured() {
        // ISO 15472 (Au, Ag, Cu) and the handbook.
        for (symbol, orbital, ev) in [
            ("Au", "4f7/2", 83.96),
            ("Ag", "3d5/2", 368.21),
            ("Cu", "2p3/2", 932.62),
            ("Fe", "2p3/2", 706.8),
            ("In", "3d5/2", 443.9),
            ("O", "1s", 531.0),
            ("N", "1s", 398.0),
            ("F", "1s", 685.0),
            ("Xe", "3d5/2", 670.0),
        ] {
            let found = line(symbol, orbital).binding_ev;
            assert!(
                (found - ev).abs() <= 0.3,
                "{symbol} {orbital}: {found} instead of {ev} eV"
            );
        }
    }

    #[test]
    fn cross_sections_are_scofields() {
        // Scofield 1976, relative to C 1s, Al Kα.
        for (symbol, orbital, relative) in [
            ("Au", "4f7/2", 9.58),
            ("Ag", "3d5/2", 10.66),
            ("O", "1s", 2.93),
            ("Cu", "2p3/2", 16.73),
            ("Li", "1s", 0.057),
        ] {
            let found = line(symbol, orbital).sigma_al_barn / C_1S_AL_BARN;
            assert!(
                (found / relative - 1.0).abs() < 0.01,
                "{symbol} {orbital}: {found} instead of {relative}"
            );
        }
    }

    #[test]
    fn spin_orbit_pairs_have_nearly_their_statistical_ratio() {
        for (symbol, upper, lower, ratio) in [
            ("Au", "4f7/2", "4f5/2", 4.0 / 3.0),
            ("Ag", "3d5/2", "3d3/2", 1.5),
            ("Cu", "2p3/2", "2p1/2", 2.0),
        ] {
            let found = line(symbol, upper).sigma_al_barn / line(symbol, lower).sigma_al_barn;
            assert!((found / ratio - 1.0).abs() < 0.06, "{symbol}: {found}");
        }
    }

    #[test]
    fn every_element_has_a_line_to_be_seen_by() {
        for e in elements::all() {
            assert!(main_line(e.z, Source::AlKa).is_some(), "{}", e.symbol);
            assert!(
                of(e.z).iter().all(|l| l.z == e.z && l.sigma_al_barn > 0.0),
                "{}",
                e.symbol
            );
        }
        assert_eq!(of(43), &[]);
    }

    #[test]
    fn elements_are_quantified_by_lines_that_surveys_record() {
        for (symbol, orbital) in [
            ("Mg", "2s"),
            ("Se", "3p3/2"),
            ("Na", "1s"),
            ("Cu", "2p3/2"),
            ("Ag", "3d5/2"),
        ] {
            let z = elements::by_symbol(symbol).unwrap().z;
            assert_eq!(
                main_line(z, Source::AlKa).unwrap().orbital,
                orbital,
                "{symbol}"
            );
        }
    }

    #[test]
    fn gases_have_the_binding_energies_of_solids() {
        for (symbol, orbital, ev) in [
            ("O", "2p3/2", 6.0),
            ("O", "2s", 23.0),
            ("Xe", "4d5/2", 61.0),
            ("Br", "4s", 15.0),
        ] {
            assert_eq!(line(symbol, orbital).binding_ev, ev, "{symbol} {orbital}");
        }
    }
}
