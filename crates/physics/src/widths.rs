//! Widths of core levels: lifetimes, and the multiplets that open shells split a level into.

/// Natural width of a level where no table has one, eV: outer levels that decay by valence
/// electrons only.
const DEFAULT_WIDTH_EV: f64 = 0.3;
/// Measured natural widths are about this share of those of EADL where fast Coster–Kronig and
/// super-Coster–Kronig transitions limit the lifetime: 0.54 for 4s, 0.47 to 0.54 for 4p and 0.50
/// to 0.55 for 4d of Ta, W, Pt, Au, Pb and Bi (Campbell and Papp against EADL). Used for the 5s
/// and 5p levels, for which Campbell and Papp have no value; an estimate.
const MEASURED_SHARE: f64 = 0.55;
/// Least natural width of the 5s and 5p levels from Lu on, eV: in metals a 5p hole can fill from
/// 4f by exciting a valence electron, which the free atom of EADL cannot. An estimate.
const LEAST_5S_EV: f64 = 4.0;
const LEAST_5P_EV: f64 = 2.0;
/// 5d of Th and U, eV. An estimate.
const ACTINIDE_5D_EV: f64 = 3.0;

/// Elements whose 4p hole does not live as such: 4p⁻¹ and 4d⁻²εf mix so strongly that the 4p1/2
/// line is smeared out and one broad 4p peak is left (Wendin and Ohno 1976, Phys. Scr. 14, 148).
pub(super) const BROKEN_4P: std::ops::RangeInclusive<u8> = 48..=54;
/// How far beyond that peak the remainder is centred, and its Gaussian FWHM, eV. Estimates.
pub(super) const BROKEN_4P_OFFSET_EV: f64 = 13.0;
const BROKEN_4P_FWHM_EV: f64 = 22.0;
/// Natural width of the peak itself, eV. An estimate.
const BROKEN_4P_WIDTH_EV: f64 = 10.0;

/// Natural width (Lorentzian FWHM) of a level, eV.
///
/// Campbell and Papp (2001, At. Data Nucl. Data Tables 77, 1), the recommended values from
/// measurements, where they have one; EADL (Perkins et al. 1991) for the K levels of C to F;
/// else estimates: see the constants of this file.
pub(super) fn natural_ev(z: u8, orbital: &str, campbell_papp: f64, eadl: f64) -> f64 {
    let subshell = &orbital[..2];
    if subshell == "4p" && BROKEN_4P.contains(&z) {
        return BROKEN_4P_WIDTH_EV;
    }
    if campbell_papp.is_finite() {
        return campbell_papp;
    }
    let eadl = |share: f64| {
        if eadl.is_finite() {
            share * eadl
        } else {
            DEFAULT_WIDTH_EV
        }
    };
    match subshell {
        "1s" => eadl(1.0),
        // Cs: between Xe and Ba, where 4p is a line again.
        "4p" if z == 55 => 4.0,
        "5s" if z > 70 => eadl(MEASURED_SHARE).max(LEAST_5S_EV),
        "5p" if z > 70 => eadl(MEASURED_SHARE).max(LEAST_5P_EV),
        "5d" if z >= 90 => ACTINIDE_5D_EV,
        "6p" if z >= 90 => LEAST_5P_EV,
        _ => eadl(MEASURED_SHARE).max(DEFAULT_WIDTH_EV),
    }
}

/// Gaussian FWHM, eV, of the multiplet of a core level in the element itself, beyond lifetime.
///
/// 3s and 3p of the 3d metals: exchange with the 3d shell (Fadley and Shirley 1970, Phys. Rev. A
/// 2, 1109). 4s, 5s and 4d of the rare earths: exchange with 4f (Cohen et al. 1972, Phys. Rev. B
/// 5, 1037; Kowalczyk et al. 1974, Chem. Phys. Lett. 29, 491). Splittings rounded to a width; for
/// 3d, 4p and 5p estimates.
pub(super) fn multiplet_fwhm_ev(z: u8, orbital: &str) -> f64 {
    match (&orbital[..2], z) {
        ("3s", 23) => 2.0,
        ("3s", 24 | 26 | 27) => 3.0,
        ("3s", 25) => 4.0,
        ("3s", 28) => 2.5,
        ("3p", 23..=28) => 1.5,
        ("3d", 58..=69) => 2.0,
        ("4s", 58..=69) => 5.0,
        ("4p", 58..=69) => 4.0,
        ("4d", 58..=69) => 5.0,
        ("5s", 58..=69) => 3.0,
        ("5p", 58..=69) => 2.0,
        ("4p", _) if orbital == "4p1/2" && BROKEN_4P.contains(&z) => BROKEN_4P_FWHM_EV,
        _ => 0.0,
    }
}
