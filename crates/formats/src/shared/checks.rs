//! What every reader asks of energies and intensities.

use super::error::Fault;
use speclens_spectrum::{Doubt, Spectrum};

/// An energy to the nanoelectronvolt: 286.61 + 12 × 0.1 is 287.81, not 287.81000000000006.
pub(crate) fn tidy(energy_ev: f64) -> f64 {
    (energy_ev * 1e9).round() / 1e9
}

/// Index of the first energy that turns back, stands still or is not finite; `None` where all
/// only rise or only fall.
pub(crate) fn turns_back(energy_ev: &[f64]) -> Option<usize> {
    if let Some(i) = energy_ev.iter().position(|e| !e.is_finite()) {
        return Some(i);
    }
    let rising = energy_ev.len() > 1 && energy_ev[1] > energy_ev[0];
    let turn = |w: &[f64]| if rising { w[1] <= w[0] } else { w[1] >= w[0] };
    energy_ev.windows(2).position(turn).map(|i| i + 1)
}

/// Index of the first number that no detector gives: not finite, above 10¹⁵, or so small
/// (below 10⁻³⁰, but not zero) that the bytes hold whole numbers and no floating point.
pub(crate) fn no_intensity(counts: &[f64]) -> Option<usize> {
    let fits = |c: &f64| *c == 0.0 || (1e-30..=1e15).contains(&c.abs());
    counts.iter().position(|c| !fits(c))
}

/// Whether photons of this energy, eV, are those of an ultraviolet lamp (He II is 40.8, He I 21.2
/// eV) and not X-rays: below 100 eV.
pub(crate) fn is_ultraviolet(photon_energy_ev: Option<f64>) -> bool {
    const LEAST_X_RAY_EV: f64 = 100.0;
    photon_energy_ev.is_some_and(|e| e < LEAST_X_RAY_EV)
}

/// Leaves out spectra that cannot be drawn or placed: fewer than two points, as many energies as
/// intensities, or energies above 1 GeV, which no electron has and which overflow in sums.
///
/// # Errors
/// None is left.
pub(crate) fn leave_out_unsound(mut spectra: Vec<Spectrum>) -> Result<Vec<Spectrum>, Fault> {
    let Some(found) = spectra.iter().find_map(unsound) else {
        return Ok(spectra);
    };
    let before = spectra.len();
    spectra.retain(|s| unsound(s).is_none());
    let left_out = before - spectra.len();
    match spectra.first_mut() {
        Some(s) => s.doubts.push(Doubt::left_out(format!(
            "{left_out} spectra are left out, the first for {found}"
        ))),
        None => {
            return Err(Fault::at_byte(
                0,
                found,
                "energies of electrons and intensities",
            ));
        }
    }
    Ok(spectra)
}

fn unsound(s: &Spectrum) -> Option<String> {
    const HIGHEST_EV: f64 = 1e9;
    let (energies, counts) = (s.energy_ev.len(), s.counts.len());
    if counts < 2 || energies != counts {
        return Some(format!("{counts} intensities over {energies} energies"));
    }
    let is_sound = |e: &f64| e.abs() <= HIGHEST_EV; // not of a NaN
    let absurd = s.energy_ev.iter().find(|e| !is_sound(e));
    absurd.map(|e| format!("an energy of {e:e} eV"))
}

/// Energies, times and angles of the measurement that cannot be: they are as good as not said.
pub(crate) fn leave_out_impossible(spectrum: &mut Spectrum) {
    let positive = |v: &f64| *v <= 1e9 && *v > 0.0;
    spectrum.photon_energy_ev = spectrum.photon_energy_ev.filter(positive);
    spectrum.pass_energy_ev = spectrum.pass_energy_ev.filter(positive);
    spectrum.dwell_s = spectrum.dwell_s.filter(positive);
    spectrum.scans = spectrum.scans.filter(|n| *n > 0);
    let angle = spectrum.source_analyser_angle_deg;
    spectrum.source_analyser_angle_deg = angle.filter(|v| v.is_finite());
}

/// A doubt where intensities are negative: they are kept.
pub(crate) fn negative_counts(counts: &[f64]) -> Option<Doubt> {
    let negative = counts.iter().filter(|c| **c < 0.0).count();
    let of = counts.len();
    (negative > 0).then_some(Doubt::NegativeCounts { negative, of })
}

/// A doubt where all intensities are the same: a detector that was off, a wrong column.
pub(crate) fn flat_counts(counts: &[f64]) -> Option<Doubt> {
    let first = counts.first()?;
    let is_flat = counts.iter().all(|c| c == first);
    is_flat.then_some(Doubt::FlatCounts { count: *first })
}

/// A doubt where the step of the energies changes and stays changed, as in a survey joined of
/// regions: four steps on each side, of which those of one side are all more than 1.5 times those
/// of the other. A single step between them may be any; energies that jitter are no change.
pub(crate) fn mixed_steps(energy_ev: &[f64]) -> Option<Doubt> {
    const SIDE: usize = 4;
    const RATIO: f64 = 1.5;
    let step = |i: usize| (energy_ev[i + 1] - energy_ev[i]).abs();
    // Smallest and largest of the steps from `i` on.
    let range = |i: usize| {
        let steps = (i..i + SIDE).map(step);
        steps.fold((f64::INFINITY, 0.0), |(lo, hi): (f64, f64), s| {
            (lo.min(s), hi.max(s))
        })
    };
    let steps = energy_ev.len().saturating_sub(1);
    let mut changes = 0;
    let mut first = None;
    let mut i = 0;
    while i + 2 * SIDE <= steps {
        let before = range(i);
        // With the step in between, or without one.
        let after = (i + SIDE..=i + SIDE + 1)
            .filter(|j| j + SIDE <= steps)
            .find(|j| {
                let after = range(*j);
                before.0 > RATIO * after.1 || after.0 > RATIO * before.1
            });
        i = match after {
            Some(j) => {
                changes += 1;
                let tidy_step = |s: f64| (s * 1e4).round() / 1e4;
                first.get_or_insert_with(|| {
                    [step(i + SIDE / 2), step(j + SIDE / 2), energy_ev[j]].map(tidy_step)
                });
                j
            }
            None => i + 1,
        };
    }
    first.map(|[from_ev, to_ev, at_ev]| Doubt::StepChanges {
        from_ev,
        to_ev,
        at_ev,
        more: changes - 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::sentences;

    #[test]
    fn unsound_spectra_are_left_out() {
        let of = |energy_ev: Vec<f64>| Spectrum {
            energy_ev,
            counts: vec![1.0, 2.0],
            ..Default::default()
        };
        let sound = of(vec![1.0, 1e9]);
        for (bad, found) in [
            (of(vec![1.0, 1e300]), "an energy of 1e300 eV"),
            (of(vec![1.0, f64::NAN]), "an energy of NaN eV"),
            (of(vec![1.0]), "2 intensities over 1 energies"),
        ] {
            let kept = leave_out_unsound(vec![bad.clone(), sound.clone()]).unwrap();
            assert_eq!((kept.len(), kept[0].energy_ev[1]), (1, 1e9));
            let want = format!("1 spectra are left out, the first for {found}");
            assert_eq!(sentences(&kept[0].doubts), [want]);
            let e = leave_out_unsound(vec![bad]).unwrap_err().to_string();
            assert_eq!(
                e,
                format!("byte 0: found {found}, expected energies of electrons and intensities")
            );
        }
        assert_eq!(leave_out_unsound(vec![sound.clone()]), Ok(vec![sound]));
    }

    #[test]
    fn what_cannot_be_is_not_said() {
        let mut s = Spectrum {
            photon_energy_ev: Some(-1486.6),
            pass_energy_ev: Some(f64::INFINITY),
            dwell_s: Some(0.1),
            scans: Some(0),
            source_analyser_angle_deg: Some(f64::NAN),
            ..Default::default()
        };
        leave_out_impossible(&mut s);
        let sound = Spectrum {
            dwell_s: Some(0.1),
            ..Default::default()
        };
        assert_eq!(s, sound);
    }

    /// Energies from 1000 eV down, by the steps given as (step, times).
    fn falling(steps: &[(f64, usize)]) -> Vec<f64> {
        let mut energies = vec![1000.0];
        for (step, times) in steps {
            for _ in 0..*times {
                energies.push(tidy(energies[energies.len() - 1] - step));
            }
        }
        energies
    }

    #[test]
    fn steps_that_change_for_good_are_told() {
        let said = |steps: &[(f64, usize)]| mixed_steps(&falling(steps)).map(|d| d.to_string());
        let once = "the step of the energies changes from 1 eV to 0.1 eV at 950 eV";
        assert_eq!(said(&[(1.0, 50), (0.1, 50)]).unwrap(), once);
        let rising: Vec<f64> = falling(&[(1.0, 50), (0.1, 50)])
            .iter()
            .map(|e| -e)
            .collect();
        let rising = mixed_steps(&rising).unwrap().to_string();
        assert!(rising.ends_with("at -950 eV"));
        // A gap of three steps, then the finer ones.
        let gap = said(&[(1.0, 50), (3.0, 1), (0.1, 50)]).unwrap();
        assert_eq!(gap, once.replace("950", "947"));
        let more = said(&[(1.0, 50), (0.1, 50), (1.0, 50)]).unwrap();
        assert_eq!(more, format!("{once}, and once more"));
        let more = said(&[(1.0, 50), (0.1, 50), (1.0, 50), (0.5, 50)]).unwrap();
        assert_eq!(more, format!("{once}, and 2 times more"));
        assert!(said(&[(1.0, 4), (0.5, 4)]).is_some());
    }

    #[test]
    fn steps_that_jitter_or_drift_are_no_change() {
        let said = |steps: &[(f64, usize)]| mixed_steps(&falling(steps));
        assert_eq!(said(&[(1.0, 500)]), None);
        assert_eq!(said(&[(1.0, 3), (0.1, 30)]), None);
        assert_eq!(said(&[(1.0, 50), (7.0, 1), (1.0, 50)]), None);
        assert_eq!(said(&[(1.0, 50), (1.4, 50)]), None);
        // 0.15 eV, written with one decimal.
        let rounded: Vec<f64> = (0..300)
            .map(|i| (f64::from(i) * 1.5).round() / 10.0)
            .collect();
        assert_eq!(mixed_steps(&rounded), None);
        let drift: Vec<f64> = (0..300).map(|i| f64::from(i).powi(2)).collect();
        assert_eq!(mixed_steps(&drift[40..]), None);
        for few in [&[][..], &[1.0], &[1.0, 2.0]] {
            assert_eq!(mixed_steps(few), None);
        }
    }

    #[test]
    fn flat_counts_are_told() {
        let flat = |count| Some(Doubt::FlatCounts { count });
        assert_eq!(flat_counts(&[0.0, -0.0]), flat(0.0));
        assert_eq!(flat_counts(&[7.5; 9]), flat(7.5));
        assert_eq!(flat_counts(&[1.0, 2.0]), None);
        assert_eq!(flat_counts(&[]), None);
    }

    #[test]
    fn energies_only_rise_or_only_fall() {
        assert_eq!(turns_back(&[1.0, 2.0, 3.0]), None);
        assert_eq!(turns_back(&[3.0, 2.0, 1.0]), None);
        assert_eq!(turns_back(&[3.0, 2.0, 2.0]), Some(2));
        assert_eq!(turns_back(&[1.0, 2.0, 1.5]), Some(2));
        assert_eq!(turns_back(&[1.0, f64::NAN]), Some(1));
        assert_eq!(tidy(286.61 + 12.0 * 0.1), 287.81);
    }

    #[test]
    fn intensities_are_finite_and_no_reinterpreted_integers() {
        assert_eq!(no_intensity(&[0.0, -0.0, -5.0, 1e6]), None);
        assert_eq!(no_intensity(&[1.0, f64::INFINITY]), Some(1));
        assert_eq!(no_intensity(&[1.0, 0.0, f64::from_bits(1000)]), Some(2));
        assert_eq!(no_intensity(&[f32::from_bits(1000).into()]), Some(0));
        assert_eq!(
            negative_counts(&[1.0, -1.0]),
            Some(Doubt::NegativeCounts { negative: 1, of: 2 })
        );
        assert_eq!(negative_counts(&[1.0, -0.0]), None);
    }
}
