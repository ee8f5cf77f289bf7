//! What every reader owes to any bytes: sound spectra, or one line that says why not. For tests and
//! fuzz targets, behind the feature `testing`.

use speclens_spectrum::Spectrum;

/// Reads `bytes` as the file `name`.
///
/// # Panics
/// Where the outcome is neither sound spectra nor an error of one line.
pub fn check(bytes: &[u8], name: &str) {
    match crate::read(bytes, name) {
        Ok(file) => {
            assert!(!file.spectra.is_empty(), "no spectrum and no error");
            file.spectra.iter().for_each(check_spectrum);
        }
        Err(error) => {
            let said = error.to_string();
            assert!(!said.contains(['\n', '\r']), "{said:?}");
            assert!(
                said.len() < 2000,
                "an error of {} bytes: {said}",
                said.len()
            );
        }
    }
}

fn check_spectrum(s: &Spectrum) {
    let n = s.counts.len();
    assert!(n >= 2, "{n} points");
    assert_eq!(s.energy_ev.len(), n, "energies");
    assert!(s.energy_ev.iter().chain(&s.counts).all(|v| v.is_finite()));
    let rises = s.energy_ev[1] > s.energy_ev[0];
    let goes_on = |w: &[f64]| if rises { w[1] > w[0] } else { w[1] < w[0] };
    assert!(s.energy_ev.windows(2).all(goes_on), "energies turn back");
    if let Some(transmission) = &s.transmission {
        assert_eq!(transmission.len(), n, "transmission");
        assert!(transmission.iter().all(|t| t.is_finite() && *t > 0.0));
    }
    assert!(
        s.photon_energy_ev
            .is_none_or(|hv| hv.is_finite() && hv > 0.0)
    );
    // What the page does with every spectrum of a file.
    let [lo, hi] = s.range_ev();
    assert!(lo.is_finite() && hi.is_finite());
    assert!(!s.title().is_empty());
}
