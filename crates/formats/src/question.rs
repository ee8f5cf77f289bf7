//! What a file leaves open and cannot be done without: which energies it holds, and, for kinetic
//! ones, the photon energy. The page asks its user; `speclens` has flags for it.

use serde::Serialize;

use speclens_spectrum::{Axis, Spectrum, Technique};

/// What is to be asked about a file.
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Question {
    /// Whether the energies are binding or kinetic energies.
    pub axis: bool,
    /// The photon energy.
    pub photon_energy: bool,
    /// The axis that the rise of the background speaks for.
    pub likely_axis: Axis,
    /// Lowest and highest energy of the spectrum that it is about, eV.
    pub range_ev: [f64; 2],
}

/// The question about the widest XPS spectrum without an axis, or with a kinetic one and no photon
/// energy; `None` where all can be placed on the binding-energy axis.
pub fn question(spectra: &[Spectrum]) -> Option<Question> {
    let open = |s: &&Spectrum| {
        let known = s.axis == Some(Axis::Binding)
            || s.axis == Some(Axis::Kinetic) && s.photon_energy_ev.is_some();
        s.technique == Technique::Xps && !known
    };
    let widest = |a: &&Spectrum, b: &&Spectrum| a.span_ev().total_cmp(&b.span_ev());
    let spectrum = spectra.iter().filter(open).max_by(widest)?;
    Some(Question {
        axis: spectra.iter().filter(open).any(|s| s.axis.is_none()),
        photon_energy: spectra
            .iter()
            .filter(open)
            .any(|s| s.photon_energy_ev.is_none()),
        likely_axis: spectrum.axis.unwrap_or_else(|| likely_axis(spectrum)),
        range_ev: spectrum.range_ev(),
    })
}

/// Inelastic scattering raises the background behind each line, towards low kinetic and high
/// binding energy: the third of the axis with the higher mean tells which it is.
fn likely_axis(spectrum: &Spectrum) -> Axis {
    let [lo, hi] = spectrum.range_ev();
    let third = (hi - lo) / 3.0;
    let mean = |from: f64, to: f64| {
        let points = spectrum.energy_ev.iter().zip(&spectrum.counts);
        let (sum, n) = points
            .filter(|(e, _)| (from..=to).contains(*e))
            .fold((0.0, 0.0), |(sum, n), (_, c)| (sum + c, n + 1.0));
        if n > 0.0 { sum / n } else { 0.0 }
    };
    if mean(lo, lo + third) > mean(hi - third, hi) {
        Axis::Kinetic
    } else {
        Axis::Binding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spectrum(axis: Option<Axis>, photon_energy_ev: Option<f64>, counts: [f64; 4]) -> Spectrum {
        Spectrum {
            axis,
            photon_energy_ev,
            energy_ev: vec![0.0, 400.0, 800.0, 1200.0],
            counts: counts.to_vec(),
            ..Default::default()
        }
    }

    #[test]
    fn only_what_cannot_be_placed_is_asked() {
        let rising = [1.0, 2.0, 3.0, 4.0];
        let hv = Some(1486.6);
        for known in [
            spectrum(Some(Axis::Binding), None, rising),
            spectrum(Some(Axis::Kinetic), hv, rising),
            Spectrum {
                technique: Technique::Aes,
                ..spectrum(None, None, rising)
            },
        ] {
            assert_eq!(question(&[known]), None);
        }
        let mut asked = Question {
            axis: true,
            photon_energy: true,
            likely_axis: Axis::Binding,
            range_ev: [0.0, 1200.0],
        };
        let nameless = spectrum(None, None, rising);
        assert_eq!(question(std::slice::from_ref(&nameless)), Some(asked));
        asked.photon_energy = false;
        assert_eq!(question(&[spectrum(None, hv, rising)]), Some(asked));
        (asked.axis, asked.photon_energy) = (false, true);
        asked.likely_axis = Axis::Kinetic;
        let kinetic = spectrum(Some(Axis::Kinetic), None, rising);
        assert_eq!(question(&[kinetic]), Some(asked));
    }

    #[test]
    fn the_background_tells_the_likely_axis() {
        let likely = |counts| {
            question(&[spectrum(None, None, counts)])
                .unwrap()
                .likely_axis
        };
        assert_eq!(likely([1.0, 4.0, 3.0, 9.0]), Axis::Binding);
        assert_eq!(likely([9.0, 3.0, 4.0, 1.0]), Axis::Kinetic);
    }
}
