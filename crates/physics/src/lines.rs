//! Photoelectron lines: binding energies, Scofield cross sections, asymmetries, widths.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::handbook::{self, HandbookLine};
use super::{table, widths};
use speclens_spectrum::Source;
use speclens_spectrum::elements;

/// A core or valence level of an element as it appears in its photoelectron spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Atomic number.
    pub z: u8,
    /// Shell in X-ray notation (`K`, `L3`, `N7`).
    pub shell: String,
    /// Orbital (`1s`, `2p3/2`, `4f7/2`).
    pub orbital: String,
    /// Binding energy of the solid, referred to the Fermi level, eV; how it is chosen: [`all`].
    pub binding_ev: f64,
    /// Cross section of the subshell under Al Kα, barn (xraylib 4.3 after Scofield 1973).
    pub sigma_al_barn: f64,
    /// The same under Mg Kα; 0 for levels that it does not reach.
    pub sigma_mg_barn: f64,
    /// Asymmetry parameter β under Al Kα (Yeh and Lindau 1985); 2 for s levels, 1 where the table
    /// has none.
    pub beta_al: f64,
    /// The same under Mg Kα.
    pub beta_mg: f64,
    /// Natural width (Lorentzian FWHM), eV: Campbell and Papp 2001 where they have one.
    pub width_ev: f64,
    /// Gaussian FWHM in the element beyond lifetime and instrument, eV: the width of a band for
    /// valence levels, unresolved multiplets for core levels of 3d metals and rare earths.
    pub gauss_fwhm_ev: f64,
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

    /// Principal quantum number: `4f7/2` → 4.
    pub fn principal(&self) -> u8 {
        self.orbital.as_bytes()[0] - b'0'
    }
}

/// Cross section of C 1s under Al Kα, barn: the unit of Scofield's relative values.
pub const C_1S_AL_BARN: f64 = 13_637.0;

/// A median of NIST's this near to the handbook's value, which is rounded to 1 eV, is taken as it is, eV.
const AGREES_EV: f64 = 0.7;
/// Positions further from the handbook than this give way to it.
const MAX_DEVIATION_EV: f64 = 2.2;
/// Misprints of the handbook table, kept there as printed: (z, orbital).
const HANDBOOK_MISPRINTS: [(u8, &str); 1] = [(75, "5s")];
/// Elements whose tabulated values are those of the free atom, and whose handbook lines name
/// unresolved pairs (`4p`): both partners take that value.
const NOBLE_GASES: [u8; 4] = [10, 18, 36, 54];
/// Elements whose tabulated values are those of the gas (X-ray Data Booklet, table 1-1: N, O, F, Ne, Cl, Ar,
/// Kr, Xe), yet so near to the handbook's that they would be taken: chlorine, with how far its 2p3/2 stands lower in solids
/// (Moulder et al. 1992), eV. The others keep their distance from it.
const FREE_MOLECULES: [(u8, f64); 1] = [(17, -1.0)];
/// Rare earths with an open 4f shell: the multiplet of 4d has its peak at the tabulated energy
/// and reaches about 12 eV beyond (Gd: Kowalczyk et al. 1974). The 4d3/2 share is drawn there.
const OPEN_4F: std::ops::RangeInclusive<u8> = 59..=69;
const OPEN_4F_4D_OFFSET_EV: f64 = 6.0;
/// Lifetime broadening of valence levels, eV: their width is that of the band.
const VALENCE_WIDTH_EV: f64 = 0.1;
/// Levels shallower than this belong to the valence band; one without an entry in
/// data/valence_bands.tsv is drawn [`DEFAULT_BAND_FWHM_EV`] wide.
const VALENCE_EV: f64 = 12.0;
const DEFAULT_BAND_FWHM_EV: f64 = 3.0;

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let measured = handbook::lines();
    let bands = bands();
    let rows: Vec<Level> = table::rows(include_str!("data/photo_lines.tsv"))
        .map(|row| Level {
            z: row.number(0) as u8,
            shell: row.text(1).to_owned(),
            orbital: row.text(2).to_owned(),
            elam_ev: row.number(3),
            nist_ev: row.number(4),
            sigma: [row.number(5), row.number(6)],
            beta: [row.number(7), row.number(8)],
            widths: [row.number(9), row.number(10)],
        })
        // Levels without a cross section (Be 2p and the like) are empty; Tc and Pm are no samples.
        .filter(|l| l.sigma[0] > 0.0 && elements::by_z(l.z).is_some())
        .collect();
    let or = |v: f64, default: f64| if v.is_finite() { v } else { default };
    rows.iter()
        .map(|level| {
            let band = bands
                .get(&(level.z, level.orbital.as_str()))
                .or_else(|| bands.get(&(level.z, level.subshell())));
            let (binding_ev, width_ev, gauss_fwhm_ev) = match band {
                Some(&(centre, fwhm)) => (centre, VALENCE_WIDTH_EV, fwhm),
                None => {
                    let binding_ev = solid_binding_ev(level, &rows, &measured);
                    let [measured, computed] = level.widths;
                    if binding_ev < VALENCE_EV {
                        (binding_ev, VALENCE_WIDTH_EV, DEFAULT_BAND_FWHM_EV)
                    } else {
                        (
                            binding_ev,
                            widths::natural_ev(level.z, &level.orbital, measured, computed),
                            widths::multiplet_fwhm_ev(level.z, &level.orbital),
                        )
                    }
                }
            };
            Line {
                z: level.z,
                shell: level.shell.clone(),
                orbital: level.orbital.clone(),
                binding_ev,
                sigma_al_barn: level.sigma[0],
                sigma_mg_barn: or(level.sigma[1], 0.0),
                beta_al: or(level.beta[0], 1.0),
                beta_mg: or(level.beta[1], or(level.beta[0], 1.0)),
                width_ev,
                gauss_fwhm_ev,
            }
        })
        .collect()
});

/// All levels shallower than the Al Kα photon energy, by element.
///
/// Binding energies: the median of the pure element's records in NIST SRD 20 (four or more of them), if
/// within 0.7 eV of the measured ones of Moulder et al. (1992); else those of Elam, Ravel and Sieber (2002)
/// after the X-ray Data Booklet, if within 2.2 eV; else Moulder's (the values of gases end there, those of chlorine
/// too). Valence levels: data/valence_bands.tsv, centre and width of the band in
/// published valence-band spectra, good to 1 eV for d and f bands and 2 eV for others.
///
/// Cross sections of valence shells for which Elam et al. have no level: xraylib 4.3 as well; 4f
/// of Eu and 5d of Os, which it lacks, from their neighbours.
pub fn all() -> &'static [Line] {
    &LINES
}

/// The levels of one element, deepest first as tabulated; empty for an unknown element.
pub fn of(z: u8) -> &'static [Line] {
    let start = LINES.partition_point(|l| l.z < z);
    let end = LINES.partition_point(|l| l.z <= z);
    &LINES[start..end]
}

/// Principal quantum number of the shell of an element's valence electrons, the d electrons of Sc to Zn, Y to Cd and Hf to Hg
/// and the 4f electrons of Ce to Yb being among them: 3 for Fe, 4 for K and Gd, 5 for Sn and Au.
pub fn valence_shell(z: u8) -> u8 {
    match z {
        0..=2 => 1,
        3..=10 => 2,
        11..=18 | 21..=30 => 3,
        19..=20 | 31..=36 | 39..=48 | 58..=70 => 4,
        37..=38 | 49..=54 | 57 | 71..=80 => 5,
        55..=56 | 81..=86 => 6,
        // 5f as 4f above.
        _ => 5,
    }
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

/// A row of the table.
struct Level {
    z: u8,
    shell: String,
    orbital: String,
    elam_ev: f64,
    nist_ev: f64,
    /// Under Al Kα and Mg Kα, barn.
    sigma: [f64; 2],
    beta: [f64; 2],
    /// Campbell and Papp, EADL, eV.
    widths: [f64; 2],
}

impl Level {
    fn subshell(&self) -> &str {
        &self.orbital[..2]
    }
}

/// Centre and FWHM of valence bands, by element and orbital or subshell.
fn bands() -> HashMap<(u8, &'static str), (f64, f64)> {
    table::rows(include_str!("data/valence_bands.tsv"))
        .map(|row| {
            (
                (row.number(0) as u8, row.text(1)),
                (row.number(2), row.number(3)),
            )
        })
        .collect()
}

fn solid_binding_ev(level: &Level, rows: &[Level], measured: &[HandbookLine]) -> f64 {
    let z = level.z;
    let named = |name: &str| {
        let line = measured
            .iter()
            .find(|h| h.z == z && h.kind == handbook::Kind::Photo && h.label == name);
        line.map(|h| h.binding_al_ev)
    };
    let broken_4p = level.subshell() == "4p" && widths::BROKEN_4P.contains(&z);
    // The weaker partner keeps its distance from the stronger one, which is better known.
    let partner = rows
        .iter()
        .find(|r| r.z == z && r.subshell() == level.subshell() && r.orbital > level.orbital);
    // A label without index (`4p`) stands at the peak: the stronger partner, or both.
    let unresolved = partner.is_none() || NOBLE_GASES.contains(&z) || broken_4p;
    let handbook = named(&level.orbital)
        .or_else(|| unresolved.then(|| named(level.subshell())).flatten())
        .filter(|_| !HANDBOOK_MISPRINTS.contains(&(z, level.orbital.as_str())));
    let offset = partner.map_or(0.0, |p| solid_binding_ev(p, rows, measured) - p.elam_ev);
    if broken_4p && partner.is_some() {
        return handbook.unwrap_or(level.elam_ev) + widths::BROKEN_4P_OFFSET_EV;
    }
    if level.subshell() == "4d"
        && OPEN_4F.contains(&z)
        && let Some(p) = partner
    {
        return solid_binding_ev(p, rows, measured) + OPEN_4F_4D_OFFSET_EV;
    }
    let elam = if offset.is_finite() {
        level.elam_ev + offset
    } else {
        level.elam_ev
    };
    if let Some((_, shift_ev)) = FREE_MOLECULES.iter().find(|f| f.0 == z) {
        return level.elam_ev + shift_ev;
    }
    let Some(handbook) = handbook else {
        return elam;
    };
    let nist = if partner.is_none() {
        level.nist_ev
    } else {
        f64::NAN
    };
    let off = |ev: f64| (ev - handbook).abs();
    if off(nist) <= AGREES_EV {
        nist
    } else if off(elam) <= MAX_DEVIATION_EV {
        elam
    } else {
        handbook
    }
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
        // ISO 15472 (Au, Ag, Cu), graphite, and the handbook.
        for (symbol, orbital, ev, tolerance) in [
            ("Au", "4f7/2", 83.96, 0.1),
            ("Ag", "3d5/2", 368.21, 0.1),
            ("Cu", "2p3/2", 932.62, 0.1),
            ("C", "1s", 284.4, 0.2),
            ("Si", "2p3/2", 99.4, 0.2),
            ("S", "2p3/2", 164.0, 0.2),
            ("Fe", "2p3/2", 706.8, 0.3),
            ("In", "3d5/2", 443.9, 0.3),
            ("O", "1s", 531.0, 0.3),
            ("N", "1s", 398.0, 0.3),
            ("F", "1s", 685.0, 0.3),
            ("Xe", "3d5/2", 669.7, 0.3),
        ] {
            let found = line(symbol, orbital).binding_ev;
            assert!(
                (found - ev).abs() <= tolerance,
                "{symbol} {orbital}: {found} instead of {ev} eV"
            );
        }
    }

    #[test]
    fn valence_shells_follow_the_periodic_table() {
        for (symbol, shell) in [
            ("Li", 2),
            ("O", 2),
            ("Na", 3),
            ("Cl", 3),
            ("K", 4),
            ("Fe", 3),
            ("Zn", 3),
            ("Ga", 4),
            ("Cd", 4),
            ("In", 5),
            ("Ba", 6),
            ("La", 5),
            ("Gd", 4),
            ("Au", 5),
            ("Pb", 6),
        ] {
            let z = elements::by_symbol(symbol).unwrap().z;
            assert_eq!(valence_shell(z), shell, "{symbol}");
        }
    }

    #[test]
    fn weak_lines_of_gold_stand_beside_lithium_and_beryllium() {
        // Measured widths of 5p3/2 and 5s are 4 to 6 and about 10 eV.
        let (p, s) = (line("Au", "5p3/2"), line("Au", "5s"));
        assert!((p.binding_ev - 57.2).abs() < 1.0 && (3.5..6.5).contains(&p.width_ev));
        assert!((s.binding_ev - 108.0).abs() < 2.5 && (8.0..12.0).contains(&s.width_ev));
        // A gold atom shows nearly as many electrons beside Li 1s as 19 lithium atoms do.
        let ratio = p.sigma_al_barn / line("Li", "1s").sigma_al_barn;
        assert!((19.0..20.0).contains(&ratio), "{ratio}");
    }

    #[test]
    fn every_level_has_what_drawing_it_takes() {
        for l in all() {
            let name = format!("{} {}", l.z, l.orbital);
            assert!(l.binding_ev > 0.0 && l.binding_ev < 1487.0, "{name}");
            assert!(
                l.width_ev > 0.0 && l.width_ev < 20.0,
                "{name}: {}",
                l.width_ev
            );
            assert!((0.0..=25.0).contains(&l.gauss_fwhm_ev), "{name}");
            assert!((0.0..=2.0).contains(&l.beta_al), "{name}: {}", l.beta_al);
            let reached = l.binding_ev < Source::MgKa.photon_energy_ev() - 20.0;
            assert!(!reached || l.sigma_mg_barn > l.sigma_al_barn, "{name}");
            assert!(!reached || (0.0..=2.0).contains(&l.beta_mg), "{name}");
        }
    }

    #[test]
    fn widths_are_the_measured_ones() {
        // Campbell and Papp 2001.
        for (symbol, orbital, ev) in [
            ("Cu", "2p3/2", 0.61),
            ("Fe", "2p1/2", 1.14),
            ("Ag", "3d5/2", 0.31),
            ("Au", "4d5/2", 3.9),
            ("Au", "4f7/2", 0.33),
            ("Bi", "4p1/2", 7.2),
        ] {
            let found = line(symbol, orbital).width_ev;
            assert!(
                (found - ev).abs() < 0.02,
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
            ("Cl", "2p3/2", 199.0),
            ("Cl", "2s", 269.0),
            ("Ar", "3p3/2", 10.4),
            ("Kr", "4p3/2", 8.0),
            ("Xe", "5p3/2", 6.0),
            ("Br", "4s", 15.0),
        ] {
            assert_eq!(line(symbol, orbital).binding_ev, ev, "{symbol} {orbital}");
        }
    }

    #[test]
    fn unresolved_4p_levels_of_tin_to_xenon_keep_their_area() {
        for z in widths::BROKEN_4P {
            let of_4p = || of(z).iter().filter(|l| l.subshell() == "4p");
            let narrow = of_4p().find(|l| l.orbital == "4p3/2").unwrap();
            let smeared = of_4p().find(|l| l.orbital == "4p1/2").unwrap();
            assert!(smeared.binding_ev > narrow.binding_ev + 10.0);
            assert!(smeared.gauss_fwhm_ev > 15.0 && narrow.gauss_fwhm_ev == 0.0);
        }
    }
}
