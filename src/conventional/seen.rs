//! Whether a spectrum shows the main lines of the elements found in it at all.

use super::line_groups::{LineGroup, LineKind, SpectrumLines, tabulated_groups};
use super::peaks;
use crate::model::quantify::ElementAmount;
use speclens_spectrum::Doubt;

/// In noise, a main line is also seen at a peak of the smoothed spectrum this many standard
/// deviations high.
const SMALL: f64 = 3.5;
/// Lines of this share of the strongest one's electrons are main lines too: Au 4f beside 4d.
const ALIKE: f64 = 0.5;
/// How far from its place it may stand there, eV.
const REACH_EV: f64 = 5.0;
/// A line so near to the end of a spectrum is not in range, eV.
const ROOM_EV: f64 = 3.0;
/// Lines of this share of the strongest one's electrons can be seen of an element.
const LEAST_SHARE: f64 = 0.1;
/// Shallower lines are shallow, eV.
const SHALLOW_EV: f64 = 120.0;

/// A doubt where none of the elements found has a peak at a main line: what the spectrum shows is
/// something else than their photoelectrons. None where no main line is in range.
pub fn no_main_line(lines: &SpectrumLines) -> Option<Doubt> {
    let main = lines.found.iter().flat_map(|element| {
        let photo = || {
            element
                .groups
                .iter()
                .filter(|g| g.kind == LineKind::Photoelectron)
        };
        let strongest = photo().map(|g| g.barn).fold(0.0, f64::max);
        photo().filter(move |g| g.barn >= ALIKE * strongest)
    });
    let main: Vec<&LineGroup> = main.collect();
    let first = main.first()?;
    if main.iter().any(|g| g.found) {
        return None;
    }
    let curve = lines.trace().even()?;
    let near = |g: &&LineGroup, peak: &peaks::Peak| g.distance_ev(peak.energy_ev) <= REACH_EV;
    let seen = peaks::find_above(&curve, SMALL);
    let is_seen = seen.iter().any(|peak| main.iter().any(|g| near(g, peak)));
    (!is_seen).then(|| Doubt::NoLine {
        line: first.name.clone(),
        energy_ev: first.lines_ev[0],
    })
}

/// A doubt where elements are found of which no photoelectron line is in range that has a tenth of
/// the electrons of the strongest one; `found` in the order of the answer.
pub fn not_covered(found: &[ElementAmount], lines: &SpectrumLines) -> Option<Doubt> {
    let [lo_ev, hi_ev] = lines.range_ev();
    let reaches = lo_ev + ROOM_EV..=hi_ev - ROOM_EV;
    let is_covered = |element: &&ElementAmount| {
        let groups = tabulated_groups(&element.symbol, lines.source());
        let photo = || groups.iter().filter(|g| g.kind == LineKind::Photoelectron);
        let strongest = photo().map(|g| g.barn).fold(0.0, f64::max);
        let strong = photo().filter(|g| g.barn >= LEAST_SHARE * strongest);
        let place = |e: &f64| reaches.contains(&(e + lines.shift_ev));
        strong.flat_map(|g| &g.lines_ev).any(place)
    };
    let without: Vec<&ElementAmount> = found.iter().filter(|e| !is_covered(e)).collect();
    (!without.is_empty()).then(|| Doubt::NotCovered {
        elements: without.iter().map(|e| e.symbol.clone()).collect(),
        atomic_percent: without.iter().map(|e| e.atomic_percent).sum(),
    })
}

/// Doubts of elements of which a spectrum can show one line alone, and that a shallow one: where the 3p and 3s lines of
/// metals crowd, its place is no proof. `found` in the order of the answer.
pub fn one_shallow_line(found: &[ElementAmount], lines: &SpectrumLines) -> Vec<Doubt> {
    let [lo_ev, hi_ev] = lines.range_ev();
    let reaches = lo_ev + ROOM_EV..=hi_ev - ROOM_EV;
    let of = |element: &ElementAmount| {
        let mut photo = tabulated_groups(&element.symbol, lines.source());
        photo.retain(|g| g.kind == LineKind::Photoelectron);
        let strongest = photo.iter().map(|g| g.barn).fold(0.0, f64::max);
        let moved = |g: &LineGroup| g.energy_ev + lines.shift_ev;
        photo.retain(|g| g.barn >= LEAST_SHARE * strongest && reaches.contains(&moved(g)));
        match &photo[..] {
            [only] if only.energy_ev < SHALLOW_EV => Some(Doubt::OneShallowLine {
                element: element.symbol.clone(),
                line: only.name.clone(),
                energy_ev: moved(only),
            }),
            _ => None,
        }
    };
    found.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::{Axis, Source, Spectrum, elements};

    /// A survey with Gaussians (energy, height, standard deviation), said to be all carbon.
    fn doubt(humps: &[(f64, f64, f64)], noise: f64) -> Option<Doubt> {
        let energy_ev: Vec<f64> = (0..2200).map(|i| f64::from(i) * 0.5).collect();
        // Multiplicative congruential generator (Lehmer): sums of twelve are nearly normal.
        let mut state = 48271u64;
        let mut normal = || {
            let uniform = |_| {
                state = state * 48271 % 2147483647;
                state as f64 / 2147483647.0
            };
            (0..12).map(uniform).sum::<f64>() - 6.0
        };
        let counts = energy_ev.iter().map(|e| {
            let hump = |(at, height, width): &(f64, f64, f64)| {
                height * (-0.5 * ((e - at) / width).powi(2)).exp()
            };
            1000.0 + humps.iter().map(hump).sum::<f64>() + noise * normal()
        });
        let spectrum = Spectrum {
            axis: Some(Axis::Binding),
            counts: counts.collect(),
            energy_ev: energy_ev.clone(),
            ..Default::default()
        };
        let carbon = ElementAmount {
            symbol: "C".into(),
            z: elements::by_symbol("C").unwrap().z,
            atomic_percent: 100.0,
            presence: 1.0,
            interval: [90.0, 100.0],
        };
        no_main_line(&SpectrumLines::new(&[carbon], &spectrum, Source::AlKa).unwrap())
    }

    #[test]
    fn what_has_no_line_of_its_elements_is_doubted() {
        let bands = [(350.0, 20_000.0, 60.0), (600.0, 8000.0, 90.0)];
        let told = doubt(&bands, 30.0).unwrap().to_string();
        assert!(told.contains("C 1s should stand out at 28"), "{told}");
        assert!(doubt(&[(450.0, 9000.0, 2.0)], 30.0).is_some());
    }

    #[test]
    fn what_has_no_line_in_range_is_told() {
        let survey = |from: f64| {
            let energy_ev: Vec<f64> = (0..1000).map(|i| from + f64::from(i)).collect();
            let spectrum = Spectrum {
                axis: Some(Axis::Binding),
                counts: vec![100.0; energy_ev.len()],
                energy_ev,
                ..Default::default()
            };
            let found = ["Au", "Si"].map(|symbol| ElementAmount {
                symbol: symbol.into(),
                z: elements::by_symbol(symbol).unwrap().z,
                atomic_percent: 50.0,
                presence: 1.0,
                interval: [0.0, 100.0],
            });
            let lines = SpectrumLines::new(&found, &spectrum, Source::AlKa).unwrap();
            not_covered(&found, &lines)
        };
        assert_eq!(survey(0.0), None);
        let told = survey(200.0).unwrap().to_string();
        assert!(
            told.contains("line of Si is in range (50 at% together)"),
            "{told}"
        );
    }

    #[test]
    fn one_shallow_line_alone_is_doubted() {
        let told = |symbol: &str, to: usize| {
            let energy_ev: Vec<f64> = (0..to).map(|i| i as f64).collect();
            let spectrum = Spectrum {
                axis: Some(Axis::Binding),
                counts: vec![100.0; energy_ev.len()],
                energy_ev,
                ..Default::default()
            };
            let found = [ElementAmount {
                symbol: symbol.into(),
                z: elements::by_symbol(symbol).unwrap().z,
                atomic_percent: 50.0,
                presence: 1.0,
                interval: [0.0, 100.0],
            }];
            let lines = SpectrumLines::new(&found, &spectrum, Source::AlKa).unwrap();
            let doubts = one_shallow_line(&found, &lines);
            doubts.first().map(ToString::to_string)
        };
        let lithium = told("Li", 1200).unwrap();
        assert!(lithium.starts_with("Li 1s at 56 eV is all"), "{lithium}");
        assert_eq!(told("Al", 600), None, "2p and 2s");
        assert_eq!(told("C", 600), None, "deep enough");
        assert_eq!(told("Ni", 1200), None);
    }

    #[test]
    fn a_line_in_noise_is_a_line() {
        assert_eq!(doubt(&[(284.8, 9000.0, 1.0)], 30.0), None);
        assert_eq!(doubt(&[(288.0, 150.0, 1.0)], 40.0), None);
    }
}
