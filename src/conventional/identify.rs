//! Which lines of the elements found a spectrum shows, and where.

use super::trace::Trace;
use crate::model::quantify::ElementAmount;
use speclens_physics::{auger, lines};
use speclens_spectrum::{AxisError, Source, Spectrum};

/// Levels shallower than this belong to the valence band and are not named, eV.
const SHALLOWEST_EV: f64 = 15.0;
/// How far a photoelectron peak may stand from the tabulated energy (chemical shift,
/// charging), eV.
const PHOTO_REACH_EV: f64 = 5.0;
/// How far all lines together may have moved, eV, as those of a charged powder have.
const COMMON_SHIFT_EV: f64 = 10.0;
/// Such a shift must find lines of this share of the weight of all elements' strongest that none finds.
const FOUND_BY_SHIFT: f64 = 0.1;
/// The same as [`PHOTO_REACH_EV`] for the maximum of an Auger group, eV.
const AUGER_REACH_EV: f64 = 10.0;
/// Height of an Auger group for its electrons, against a photoelectron line: it is a sum of many
/// lines side by side.
const AUGER_HEIGHT: f64 = 0.3;
/// Lines weaker than this share of the element's strongest are not named.
const WEAKEST_SHARE: f64 = 0.02;
/// Lines this close stand at one peak, eV.
pub(super) const SAME_PEAK_EV: f64 = 2.0;
/// Of two lines at one peak, the weaker is named if the other is not stronger by this factor.
const SAME_PEAK_FACTOR: f64 = 4.0;
/// The strongest line of each element goes before all others by this factor.
const MAIN_LINE_FACTOR: f64 = 100.0;

/// A line of an element at the peak where a spectrum shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedLine {
    /// Binding energy of the peak, eV.
    pub energy_ev: f64,
    /// Name of the line with its element: `Au 4f`, `O KLL`.
    pub name: String,
    /// Symbol of the element.
    pub symbol: String,
    /// Which lines to keep where not all can be named: the larger first.
    pub weight: f64,
}

/// The photoelectron subshells and Auger groups of `elements` that stand out of
/// `spectrum`, each at its peak. A line is expected from the tables (cross section × atomic
/// percent) and named only where the spectrum has a peak within reach, after a shift that all lines have in common (a
/// charged sample); of two lines at one peak, a much weaker one is not named.
///
/// # Errors
/// [`AxisError`] where the spectrum has no binding energies.
pub fn named_lines(
    elements: &[ElementAmount],
    spectrum: &Spectrum,
    source: Source,
) -> Result<Vec<NamedLine>, AxisError> {
    let curve = Trace::new(spectrum.binding_energy_ev()?, &spectrum.counts);
    let expected: Vec<Vec<Expected>> = elements.iter().map(|e| expected(e, source)).collect();
    let shift_ev = shift_of(&expected, &curve);
    let mut found: Vec<NamedLine> = Vec::new();
    for (element, mut expected) in elements.iter().zip(expected) {
        let strongest = expected.iter().map(|l| l.weight).fold(0.0, f64::max);
        expected.retain(|l| l.weight >= WEAKEST_SHARE * strongest);
        found.extend(expected.into_iter().filter_map(|l| {
            let energy_ev = curve.peak(l.energy_ev + shift_ev, l.reach_ev)?;
            Some(NamedLine {
                energy_ev,
                name: format!("{} {}", element.symbol, l.name),
                symbol: element.symbol.clone(),
                weight: l.weight,
            })
        }));
    }
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut named: Vec<NamedLine> = Vec::new();
    for mut line in found {
        if !named.iter().any(|l| l.symbol == line.symbol) {
            line.weight *= MAIN_LINE_FACTOR;
        } else if named.iter().any(|l| hides(l, &line)) {
            continue;
        }
        named.push(line);
    }
    Ok(named)
}

/// The shift of all lines, eV, with which the peaks stand nearest to the elements' strongest
/// photoelectron lines; none where little is gained by it.
pub(super) fn common_shift_ev(elements: &[ElementAmount], curve: &Trace, source: Source) -> f64 {
    let expected: Vec<Vec<Expected>> = elements.iter().map(|e| expected(e, source)).collect();
    shift_of(&expected, curve)
}

fn shift_of(elements: &[Vec<Expected>], curve: &Trace) -> f64 {
    let main: Vec<&Expected> = elements
        .iter()
        .filter_map(|lines| {
            let photo = lines.iter().filter(|l| l.reach_ev == PHOTO_REACH_EV);
            photo.max_by(|a, b| a.weight.total_cmp(&b.weight))
        })
        .collect();
    let seen = |shift_ev: f64| -> f64 {
        let at = |l: &&&Expected| curve.peak(l.energy_ev + shift_ev, l.reach_ev).is_some();
        main.iter().filter(at).map(|l| l.weight).sum()
    };
    // How near the peaks stand: 1 at the shifted place, 0 at the end of the reach.
    let nearness = |shift_ev: f64| -> f64 {
        let near = main.iter().filter_map(|l| {
            let at_ev = l.energy_ev + shift_ev;
            let off = (curve.peak(at_ev, l.reach_ev)? - at_ev) / l.reach_ev;
            Some(l.weight * (1.0 - off * off).max(0.0))
        });
        near.sum()
    };
    let steps = 1..=COMMON_SHIFT_EV as i32;
    let shifts: Vec<f64> = steps
        .flat_map(|step| [f64::from(step), -f64::from(step)])
        .collect();
    let least = seen(0.0) + FOUND_BY_SHIFT * main.iter().map(|l| l.weight).sum::<f64>();
    if !shifts.iter().any(|s| seen(*s) > least) {
        return 0.0;
    }
    let mut best = (0.0, nearness(0.0));
    for shift_ev in shifts {
        let sum = nearness(shift_ev);
        if sum > best.1 {
            best = (shift_ev, sum);
        }
    }
    best.0
}

/// Whether `strong` stands at the same peak as `weak` and accounts for most of it.
fn hides(strong: &NamedLine, weak: &NamedLine) -> bool {
    (strong.energy_ev - weak.energy_ev).abs() <= SAME_PEAK_EV
        && strong.weight > SAME_PEAK_FACTOR * weak.weight
}

/// A line as the tables have it.
struct Expected {
    name: String,
    energy_ev: f64,
    weight: f64,
    reach_ev: f64,
}

/// Subshells and Auger groups of an element, each once, at the energy of its strongest part.
fn expected(element: &ElementAmount, source: Source) -> Vec<Expected> {
    let photo = lines::of(element.z)
        .iter()
        .filter(|l| l.binding_ev >= SHALLOWEST_EV)
        .map(|l| {
            (
                l.subshell().to_owned(),
                l.binding_ev,
                l.sigma_barn(source),
                PHOTO_REACH_EV,
            )
        });
    let hv = source.photon_energy_ev();
    let auger = auger::of(element.z, source).iter().map(|a| {
        (
            auger::series(&a.group).to_owned(),
            hv - a.kinetic_ev,
            AUGER_HEIGHT * a.barn,
            AUGER_REACH_EV,
        )
    });
    let mut groups: Vec<(Expected, f64)> = Vec::new();
    for (name, energy_ev, barn, reach_ev) in photo.chain(auger) {
        match groups.iter_mut().find(|g| g.0.name == name) {
            Some((group, largest)) => {
                group.weight += barn * element.atomic_percent;
                if barn > *largest {
                    (group.energy_ev, *largest) = (energy_ev, barn);
                }
            }
            None => {
                let weight = barn * element.atomic_percent;
                groups.push((
                    Expected {
                        name,
                        energy_ev,
                        weight,
                        reach_ev,
                    },
                    barn,
                ));
            }
        }
    }
    groups.into_iter().map(|g| g.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::Axis;

    /// Copper with 2p, LMM and 3p peaks on a flat background; the 3s peak is left out.
    fn copper() -> Spectrum {
        let energy_ev: Vec<f64> = (0..1200).map(f64::from).collect();
        let line = |e: f64, at: f64, h: f64| h * (-((e - at) / 2.5f64).powi(2)).exp();
        let counts = energy_ev
            .iter()
            .map(|&e| {
                let ripple = if e as i64 % 2 == 0 { 20.0 } else { -20.0 };
                5000.0
                    + ripple
                    + line(e, 935.0, 90_000.0)
                    + line(e, 568.0, 20_000.0)
                    + line(e, 76.0, 4000.0)
            })
            .collect();
        Spectrum {
            axis: Some(Axis::Binding),
            energy_ev,
            counts,
            ..Default::default()
        }
    }

    fn element(symbol: &str, z: u8) -> ElementAmount {
        ElementAmount {
            symbol: symbol.into(),
            z,
            atomic_percent: 50.0,
            presence: 1.0,
            interval: [0.0, 100.0],
        }
    }

    #[test]
    fn lines_are_named_where_the_spectrum_has_a_peak() {
        let named = named_lines(&[element("Cu", 29)], &copper(), Source::AlKa).unwrap();
        let names: Vec<&str> = named.iter().map(|l| l.name.as_str()).collect();
        assert!(
            names.contains(&"Cu 2p") && names.contains(&"Cu 3p"),
            "{names:?}"
        );
        assert_eq!(
            names.iter().filter(|n| **n == "Cu LMM").count(),
            1,
            "{names:?}"
        );
        assert!(
            !names.contains(&"Cu 3s"),
            "nothing stands at 122 eV: {names:?}"
        );
        let main = named.iter().find(|l| l.name == "Cu 2p").unwrap();
        assert_eq!(main.energy_ev, 935.0, "the line stands at the shifted peak");
        assert!(named.iter().all(|l| l.weight <= main.weight));
    }

    #[test]
    fn one_peak_is_not_named_after_a_line_that_it_hides() {
        let mostly_copper = [
            ElementAmount {
                atomic_percent: 95.0,
                ..element("Cu", 29)
            },
            ElementAmount {
                atomic_percent: 5.0,
                ..element("Al", 13)
            },
        ];
        let named = named_lines(&mostly_copper, &copper(), Source::AlKa).unwrap();
        let names: Vec<&str> = named.iter().map(|l| l.name.as_str()).collect();
        // Al 2p stands under Cu 3p; it is the only line of aluminium here and therefore named.
        assert!(names.contains(&"Cu 3p"), "{names:?}");
        assert_eq!(
            names.iter().filter(|n| n.starts_with("Al")).count(),
            1,
            "{names:?}"
        );
    }

    #[test]
    fn lines_of_a_charged_sample_are_named_where_they_stand() {
        let mut charged = copper();
        for e in &mut charged.energy_ev {
            *e += 8.0;
        }
        let named = named_lines(&[element("Cu", 29)], &charged, Source::AlKa).unwrap();
        let at = |text: &str| named.iter().find(|l| l.name == text).map(|l| l.energy_ev);
        assert_eq!(at("Cu 2p"), Some(943.0), "{named:?}");
        assert_eq!(at("Cu 3p"), Some(84.0), "{named:?}");
        assert_eq!(at("Cu LMM"), Some(576.0), "{named:?}");
    }

    #[test]
    fn a_peak_just_beyond_reach_is_named_at_its_top() {
        let mut charged = copper();
        for e in &mut charged.energy_ev {
            *e += 2.0;
        }
        // 2p at 937 eV now, 4.4 eV from its place: in reach; one electronvolt more is just out of it.
        for (shift_ev, top_ev) in [(0.0, 937.0), (1.0, 938.0)] {
            let mut spectrum = charged.clone();
            for e in &mut spectrum.energy_ev {
                *e += shift_ev;
            }
            let curve = Trace::new(spectrum.energy_ev, &spectrum.counts);
            assert_eq!(curve.peak(932.6, PHOTO_REACH_EV), Some(top_ev));
        }
    }

    #[test]
    fn one_minor_element_out_of_place_moves_no_line() {
        // Phosphorus would stand 9 eV from a peak of a spectrum that is not shifted.
        let mut elements = [element("Cu", 29), element("P", 15)];
        elements[1].atomic_percent = 5.0;
        let mut spectrum = copper();
        for (e, y) in spectrum.energy_ev.iter().zip(&mut spectrum.counts) {
            *y += 4000.0 * (-((e - 139.0) / 2.5f64).powi(2)).exp();
        }
        let named = named_lines(&elements, &spectrum, Source::AlKa).unwrap();
        assert!(named.iter().all(|l| l.symbol != "P"), "{named:?}");
        assert!(named.iter().any(|l| l.name == "Cu 2p"));
    }

    #[test]
    fn an_element_without_a_peak_is_not_named() {
        let named = named_lines(&[element("F", 9)], &copper(), Source::AlKa).unwrap();
        assert!(named.is_empty(), "{named:?}");
    }
}
