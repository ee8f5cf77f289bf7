//! Whether energies and counts can be what the file says of them.

use speclens_spectrum::{Axis, Doubt, Spectrum, Technique};

/// Binding energies this far below zero are of no electron, eV: sweeps begin at most some 20 eV
/// above the Fermi level.
const LOWEST_EV: f64 = -20.0;

/// Binding energies that only a change of sign explains are given that sign, with a doubt: files
/// count them from the Fermi level, as E − E_F. Energies without a name that lie below zero can be
/// nothing else.
pub(crate) fn settle_sign(spectrum: &mut Spectrum) {
    let may_be_binding = spectrum.axis != Some(Axis::Kinetic)
        && matches!(spectrum.technique, Technique::Xps | Technique::Ups);
    let [low, high] = ends(&spectrum.energy_ev);
    if may_be_binding && low < LOWEST_EV && high <= -LOWEST_EV && low < -high {
        turn_sign(spectrum, &format!("the energies are {low} to {high} eV"));
    }
}

/// Gives the energies the other sign: they are binding energies then. `why` begins the doubt.
pub(crate) fn turn_sign(spectrum: &mut Spectrum, why: &str) {
    for energy in &mut spectrum.energy_ev {
        *energy = 0.0 - *energy;
    }
    spectrum.axis = Some(Axis::Binding);
    spectrum.doubts.retain(|d| *d != Doubt::AxisUnsaid);
    spectrum.doubts.push(Doubt::presumed(format!(
        "{why}: they count from the Fermi level and are read as binding energies with the other \
         sign"
    )));
}

/// A doubt where electrons have more energy than the photons gave them, or kinetic energies lie
/// below zero: the photon energy or the axis is another. A work function and a sweep above the
/// Fermi level are no such case.
pub(crate) fn beyond_photon_energy(s: &Spectrum) -> Option<Doubt> {
    const WORK_FUNCTION_EV: f64 = 10.0;
    const SWEEP_EV: f64 = 50.0;
    let (axis, hv) = (s.axis?, s.photon_energy_ev?);
    if s.technique != Technique::Xps {
        return None;
    }
    let [low, high] = ends(&s.energy_ev);
    let beyond = match axis {
        Axis::Binding if high > hv + WORK_FUNCTION_EV => high,
        Axis::Binding if low < -SWEEP_EV => low,
        Axis::Kinetic if high > hv + SWEEP_EV => high,
        Axis::Kinetic if low < -WORK_FUNCTION_EV => low,
        _ => return None,
    };
    Some(Doubt::presumed(format!(
        "no electron has a {} of {beyond:.1} eV under photons of {hv:.1} eV: one of the two is \
         another than the file says",
        axis.label()
    )))
}

/// A doubt where the counts stand the wrong way round over a survey's energies, as in VAMAS files
/// of Omicron EIS: they are highest where no electron comes from, or from the valence band at
/// most, and fall towards high binding energy, where inelastic scattering heaps them up.
pub(crate) fn reversed_counts(s: &Spectrum) -> Option<Doubt> {
    const SURVEY_EV: f64 = 200.0;
    const POINTS: usize = 3;
    const RATIO: f64 = 1.5;
    s.axis?;
    let binding = s.binding_energy_ev().ok()?;
    let [low, high] = ends(&binding);
    if s.technique != Technique::Xps || high < SURVEY_EV {
        return None;
    }
    // Mean where the binding energies satisfy `is_there`.
    let mean = |is_there: &dyn Fn(f64) -> bool| {
        let points = binding.iter().zip(&s.counts).filter(|(e, _)| is_there(**e));
        let (sum, n) = points.fold((0.0, 0), |(sum, n), (_, c)| (sum + c, n + 1));
        (n >= POINTS).then_some(sum / n as f64)
    };
    let all = mean(&|_| true)?;
    let deep = mean(&|e| e > high - (high - low) / 5.0)?;
    let above = mean(&|e| e < -3.0).filter(|above| *above > all);
    // At the valence band a narrow line may be high: the whole must be far below it.
    let near = mean(&|e| e < 5.0).filter(|near| *near > RATIO * all);
    let top = above.or(near)?;
    (top > RATIO * deep && deep >= 0.0).then(|| {
        Doubt::presumed(format!(
            "the counts are highest at the Fermi level and fall towards {high:.0} eV binding \
             energy: their order contradicts the energy axis, as in VAMAS files of Omicron EIS"
        ))
    })
}

/// Lowest and highest energy; energies only rise or only fall.
fn ends(energy_ev: &[f64]) -> [f64; 2] {
    let [Some(a), Some(b)] = [energy_ev.first(), energy_ev.last()] else {
        return [0.0, 0.0];
    };
    [a.min(*b), a.max(*b)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::sentences;

    /// A spectrum over the energies from `from` in steps of `step`.
    fn over(axis: Option<Axis>, from: f64, step: f64, counts: Vec<f64>) -> Spectrum {
        let energy_ev = (0..counts.len()).map(|i| from + step * i as f64).collect();
        Spectrum {
            axis,
            photon_energy_ev: Some(1486.6),
            energy_ev,
            counts,
            ..Default::default()
        }
    }

    #[test]
    fn energies_below_zero_get_the_other_sign() {
        for axis in [Some(Axis::Binding), None] {
            let mut s = over(axis, -1200.0, 5.0, vec![1.0; 243]);
            s.doubts.extend(axis.is_none().then_some(Doubt::AxisUnsaid));
            settle_sign(&mut s);
            assert_eq!((s.axis, s.energy_ev[0]), (Some(Axis::Binding), 1200.0));
            assert_eq!(
                sentences(&s.doubts),
                [
                    "the energies are -1200 to 10 eV: they count from the Fermi level and are read \
                     as binding energies with the other sign"
                ]
            );
        }
        for (axis, from) in [
            (Some(Axis::Kinetic), -1200.0),
            (Some(Axis::Binding), -15.0),
            (Some(Axis::Binding), -20.0),
            (None, 0.0),
        ] {
            let mut s = over(axis, from, 5.0, vec![1.0; 5]);
            let before = s.clone();
            settle_sign(&mut s);
            assert_eq!(s, before);
        }
    }

    #[test]
    fn no_electron_has_more_energy_than_the_photon() {
        let said = |axis, from: f64, to: f64| {
            let s = over(Some(axis), from, to - from, vec![1.0, 2.0]);
            beyond_photon_energy(&s).map(|d| d.to_string())
        };
        let want = "no electron has a binding energy of 1500.0 eV under photons of 1486.6 eV: one \
                    of the two is another than the file says";
        assert_eq!(said(Axis::Binding, 0.0, 1500.0).unwrap(), want);
        assert!(said(Axis::Binding, -100.0, 5.0).is_some());
        assert!(said(Axis::Kinetic, 5.0, 1600.0).is_some());
        assert!(said(Axis::Kinetic, -100.0, 1000.0).is_some());
        assert_eq!(said(Axis::Binding, -10.0, 1491.0), None);
        assert_eq!(said(Axis::Kinetic, 0.0, 1506.6), None);
    }

    #[test]
    fn counts_that_fall_towards_high_binding_energy_are_told() {
        // A background that rises in steps, and as it stands in a reversed file.
        let rising: Vec<f64> = (0..165).map(|i| f64::from(20 + i * i / 40)).collect();
        let falling: Vec<f64> = rising.iter().rev().copied().collect();
        let said = |from, step, axis, counts: &[f64]| {
            reversed_counts(&over(Some(axis), from, step, counts.to_vec())).is_some()
        };
        for (from, step, axis) in [
            (-20.0, 5.0, Axis::Binding),
            (0.0, 2.0, Axis::Binding),
            (1506.6, -5.0, Axis::Kinetic),
        ] {
            assert!(said(from, step, axis, &falling), "{from} {step}");
            assert!(!said(from, step, axis, &rising), "{from} {step}");
        }
        // A core level alone, and energies without a name.
        assert!(!said(-20.0, 0.1, Axis::Binding, &falling));
        assert_eq!(reversed_counts(&over(None, -20.0, 5.0, falling)), None);
    }
}
