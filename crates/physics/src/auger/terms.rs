//! Shape of an Auger group: the terms of its two-hole final state, and its width.

use super::Bonds;
use super::groups::Pair;

/// A term of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Term {
    /// `1D`, `3P`; empty where the group has one shape only.
    pub name: &'static str,
    /// Distance from the main term on the kinetic-energy axis, eV.
    pub offset_ev: f64,
    /// Share of the group's area.
    pub share: f64,
    /// Gaussian FWHM beyond lifetime and instrument, eV.
    pub gauss_fwhm_ev: f64,
}

/// Whether the d shell is full around the core hole, so that two d holes keep to their atom and
/// show atomic terms (Cini 1977; Sawatzky 1977); else the group has the width of the band folded
/// with itself.
fn atomic_d_holes(z: u8) -> bool {
    matches!(z, 28..=38 | 46..=57 | 78..=83)
}

/// The terms of a group, the main one (to which measured positions refer) first.
///
/// KLL: neon (Körber and Mehlhorn 1966, Z. Phys. 191, 217; rounded: 1S 6, 1P 17, 3P 6, 1S 10 and
/// 1D 61 %, 1D–1S 3.9 eV, 3P–1P 10.7 eV), distances growing in proportion to the Slater integrals, by
/// 0.75 and 1.65 eV per unit of Z (1P–3P of Mg: 14 eV). L23M45M45 of d10 elements: 1G, 3F, 1D with 3P,
/// and 1S after Antonides, Janse and Sawatzky (1977, Phys. Rev. B 15, 1669), shares and distances
/// rounded; M45N45N45 likewise, the integrals of 4d being about 0.7 of those of 3d (Parry-Jones,
/// Weightman and Andrews 1979, J. Phys. C 12, 1587). L23M23M45 and L23M23M23: two peaks of about
/// equal area in the handbook (Moulder et al. 1992), whose distances replace those given here; for
/// L23M23M23 of Sc to Fe it lists one, and 6.5 eV stand, between those of Co (7) and Ni (6).
/// Widths not named there are estimates: what published spectra of the elements show. With `bonds` that leave an open
/// d shell on the atom, L groups are broader by [`OPEN_SHELL_FWHM_EV`].
pub(super) fn of(z: u8, vacancy: &str, pair: &Pair, bonds: Bonds) -> Vec<Term> {
    let mut terms = of_metal(z, vacancy, pair);
    if bonds == Bonds::Ionic && matches!(z, 24..=27) && vacancy.starts_with('L') {
        for term in &mut terms {
            term.gauss_fwhm_ev = term.gauss_fwhm_ev.hypot(OPEN_SHELL_FWHM_EV);
        }
    }
    terms
}

/// Gaussian FWHM that the coupling of the two holes with the open d shell adds in ionic compounds of Cr to Co, eV. An
/// estimate, by oxides of iron and cobalt.
const OPEN_SHELL_FWHM_EV: f64 = 8.0;

fn of_metal(z: u8, vacancy: &str, pair: &Pair) -> Vec<Term> {
    let term = |name, offset_ev, share, gauss_fwhm_ev| Term {
        name,
        offset_ev,
        share,
        gauss_fwhm_ev,
    };
    let zf = f64::from(z);
    let one = |width| vec![term("", 0.0, 1.0, width)];
    match (vacancy.as_bytes()[0], pair.names()) {
        (b'K', _) if z <= 4 => one(7.0),
        (b'K', _) if z <= 7 => one(if z == 7 { 7.0 } else { 9.0 }),
        (b'K', ("L1", "L1")) => one(if z <= 9 { 7.0 } else { 2.0 }),
        (b'K', ("L1", "L23")) => {
            let width = if z <= 9 { 5.5 } else { 2.0 };
            let distance = 10.7 + 1.65 * (zf - 10.0);
            vec![
                term("1P", 0.0, 0.73, width),
                term("3P", distance, 0.27, width),
            ]
        }
        (b'K', ("L23", "L23")) => {
            let width = if z <= 9 { 5.0 } else { 1.5 };
            let distance = 3.9 + 0.75 * (zf - 10.0);
            vec![
                term("1D", 0.0, 0.865, width),
                term("1S", -distance, 0.135, width),
            ]
        }
        (b'L', ("M23", "M23")) if z <= 17 => one(7.0),
        (b'L', ("M23", "M23")) if z <= 20 => one(4.0),
        (b'L', ("M23", "M23")) => {
            vec![term("1D", 0.0, 0.52, 4.5), term("3P", 6.5, 0.48, 4.5)]
        }
        (b'L', ("M23", "M45")) => {
            let width = if z >= 27 { 4.0 } else { 5.5 };
            let distance = 6.0 + 0.85 * (zf - 27.0).max(0.0);
            vec![
                term("1P", 0.0, 0.56, width),
                term("3P", distance, 0.44, width),
            ]
        }
        (b'L', ("M45", "M45")) if atomic_d_holes(z) => {
            let f3 = 2.9 + 0.3 * (zf - 29.0);
            full_d_shell(f3, if z == 28 { 2.5 } else { 1.3 })
        }
        (b'M', ("N45", "N45")) if atomic_d_holes(z) => full_d_shell(2.0 + 0.15 * (zf - 47.0), 1.3),
        (b'M', ("N45", "N45")) if (58..=70).contains(&z) => one(12.0),
        (b'M', _) if (58..=70).contains(&z) => one(9.0),
        // The 4p hole mixes with two 4d holes: one smear of about 20 eV.
        (b'M', ("N23", "N45")) if (44..=57).contains(&z) => one(12.0),
        (b'N', ("N67", "N67")) if (58..=70).contains(&z) => one(10.0),
        (b'N', ("O45", "O45")) if z >= 79 => one(3.0),
        (b'L' | b'M', ("M45", "M45") | ("N45", "N45")) => one(6.0),
        _ => one(5.0),
    }
}

fn full_d_shell(f3_ev: f64, width: f64) -> Vec<Term> {
    let term = |name, offset_ev, share| Term {
        name,
        offset_ev,
        share,
        gauss_fwhm_ev: width,
    };
    vec![
        term("1G", 0.0, 0.52),
        term("3F", f3_ev, 0.28),
        term("1D", -0.5 * f3_ev, 0.15),
        term("1S", -1.8 * f3_ev, 0.05),
    ]
}

/// A second hole left by an earlier step (Coster–Kronig or cascade) lowers the kinetic energy and
/// spreads the lines. Cu L3VV after L2–L3M45 lies 3 to 6 eV lower (Antonides et al. 1977); for
/// other spectators an estimate.
const SPECTATOR_SHIFT_EV: f64 = -5.0;
/// Gaussian FWHM that a spectator hole adds, eV. An estimate.
const SPECTATOR_FWHM_EV: f64 = 7.0;
/// FWHM of a Gaussian of unit standard deviation.
const FWHM_PER_SIGMA: f64 = 2.354_82;

/// Place and width of a line that stands for several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// Distance from the main term on the kinetic-energy axis, eV.
    pub offset_ev: f64,
    /// Gaussian FWHM beyond lifetime and instrument, eV.
    pub gauss_fwhm_ev: f64,
}

/// All terms of a group as one line, for atoms with a further hole.
pub(super) fn with_spectator(terms: &[Term]) -> Shape {
    let (mut mean, mut square, mut width) = (0.0, 0.0, 0.0);
    for t in terms {
        mean += t.share * t.offset_ev;
        square += t.share * t.offset_ev * t.offset_ev;
        width += t.share * t.gauss_fwhm_ev;
    }
    let spread = FWHM_PER_SIGMA * (square - mean * mean).max(0.0).sqrt();
    Shape {
        offset_ev: mean + SPECTATOR_SHIFT_EV,
        gauss_fwhm_ev: width.hypot(spread).hypot(SPECTATOR_FWHM_EV),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_terms_sum_to_one() {
        for z in 3..=92 {
            for (vacancy, j, k) in [
                ("K", "L2", "L3"),
                ("K", "L1", "L3"),
                ("L3", "M4", "M5"),
                ("L2", "M2", "M5"),
                ("M5", "N4", "N5"),
                ("N7", "O4", "O5"),
            ] {
                let terms = of(z, vacancy, &Pair::new(j, k), Bonds::Shared);
                let sum: f64 = terms.iter().map(|t| t.share).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{z} {vacancy}{j}{k}: {sum}");
                assert_eq!(terms[0].offset_ev, 0.0);
            }
        }
    }
}
