//! Which lines of the elements found a spectrum shows, and where; and what nothing explains.

use super::candidates::{UnexplainedPeak, candidates};
use super::claims::{Claim, Claims};
use super::expected::{Expected, expected, subshells};
use super::gas_phase::gases;
use super::line_groups::LineKind;
use super::peaks::{self, Peak};
use super::trace::Trace;
use super::unexplained::unexplained;
use crate::model::quantify::ElementAmount;
use speclens_spectrum::{AxisError, Source, Spectrum};

/// How far a photoelectron peak may stand from the tabulated energy (chemical shift,
/// charging), eV.
const PHOTO_REACH_EV: f64 = 5.0;
/// How far all lines together may have moved, eV, as those of a charged powder have.
const COMMON_SHIFT_EV: f64 = 10.0;
/// Such a shift must find lines of this share of the weight of all elements' strongest that none finds.
const FOUND_BY_SHIFT: f64 = 0.1;
/// Lines weaker than this share of the element's strongest are not named.
const WEAKEST_SHARE: f64 = 0.02;
/// A main line is also seen at a peak this many standard deviations of the smoothed noise high.
const SMALL: f64 = 3.5;
/// Lines besides the main one are named at peaks this many standard deviations of the noise high.
const CLEAR: f64 = 5.0;
/// Auger maxima of this share of the highest are alike: the one that the tables have as the strongest
/// is named.
const ALIKE: f64 = 0.8;
/// A photoelectron line is named at an Auger peak of the same element if it has this share of its
/// height.
const SHARED: f64 = 0.25;
/// Points this close belong to one peak, eV.
pub(super) const SAME_PEAK_EV: f64 = 2.0;
/// The main line of each element goes before all others, whose weights are the heights of their peaks
/// as shares of the highest.
const MAIN_LINE: f64 = 10.0;
/// A peak that nothing explains goes before them.
const UNEXPLAINED: f64 = 20.0;

/// A name at a peak of a spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedLine {
    /// Binding energy of the peak, eV.
    pub energy_ev: f64,
    /// Name of the line with its element: `Au 4f`, `O KLL`; `? 229 eV` at a peak that no element
    /// found explains.
    pub name: String,
    /// Symbol of the element; empty at a peak that none explains.
    pub symbol: String,
    /// Which names to keep where not all have room: the larger first.
    pub weight: f64,
}

/// Names for the peaks of `spectrum`: each photoelectron subshell and Auger group of `elements` at
/// the highest peak that it explains better than all others do, and the highest peaks that none
/// explains, with their energies.
///
/// A main line is expected by cross section × atomic percent within 5 eV of its tabulated energy,
/// after a shift that all lines have in common (a charged sample). It is named also where a
/// stronger line shares its peak. Where it stands says where the element's other lines are; they are
/// named only at a peak that no stronger line explains.
///
/// # Errors
/// [`AxisError`] where the spectrum has no binding energies.
pub fn named_lines(
    elements: &[ElementAmount],
    spectrum: &Spectrum,
    source: Source,
) -> Result<Vec<NamedLine>, AxisError> {
    Ok(explained(elements, spectrum, source)?.0)
}

/// The highest peaks of `spectrum` that none of `elements` explains, two at most, each with the elements
/// that may stand behind it.
///
/// # Errors
/// [`AxisError`] where the spectrum has no binding energies.
pub fn unexplained_peaks(
    elements: &[ElementAmount],
    spectrum: &Spectrum,
    source: Source,
) -> Result<Vec<UnexplainedPeak>, AxisError> {
    Ok(explained(elements, spectrum, source)?.1)
}

fn explained(
    elements: &[ElementAmount],
    spectrum: &Spectrum,
    source: Source,
) -> Result<(Vec<NamedLine>, Vec<UnexplainedPeak>), AxisError> {
    let nothing = || Ok((Vec::new(), Vec::new()));
    let trace = Trace::new(spectrum.binding_energy_ev()?, &spectrum.counts);
    let Some(curve) = trace.even() else {
        return nothing();
    };
    let mut peaks = peaks::find(&curve);
    let Some(highest) = peaks.first().map(|p| p.height) else {
        return nothing();
    };
    let clear = peaks.len();
    let small = peaks::find_above(&curve, SMALL);
    peaks.extend(small.into_iter().skip(clear));
    let lines: Vec<Vec<Expected>> = elements.iter().map(|e| expected(e, source)).collect();
    let shift_ev = shift_of(&lines, &trace);
    let first = Claims::new(&lines, (&peaks, clear), (source, shift_ev));
    let shift_ev = shift_ev + usual_offset(&first, shift_ev);
    let claims = Claims::new(&lines, (&peaks, clear), (source, shift_ev));
    let over_noise = peaks::over_noise(&curve);
    // The point that the curve is drawn through, not the vertex between points.
    let top_ev = |p: Peak| trace.highest(p.energy_ev, 1.0).map_or(p.energy_ev, |t| t.0);
    let share = |p: Peak| p.height / highest;

    let mut named = Vec::new();
    for (e, element) in elements.iter().enumerate() {
        let Some(main) = claims.mains[e] else {
            continue;
        };
        let strongest = lines[e].iter().map(Expected::height).fold(0.0, f64::max);
        let wanted = |g: usize| lines[e][g].height() >= WEAKEST_SHARE * strongest;
        let high = |p: &Peak| over_noise(*p) >= CLEAR;
        let mut at: Vec<Option<Peak>> = (0..lines[e].len())
            .map(|g| match g == main.group {
                true => Some(peaks[main.peak]),
                false => owned(&claims, (e, g), &peaks).filter(|p| wanted(g) && high(p)),
            })
            .collect();
        for g in 0..at.len() {
            if at[g].is_none() && wanted(g) {
                at[g] = shared(&claims, (e, g), &at, &peaks).filter(high);
            }
        }
        for (g, peak) in at.into_iter().enumerate() {
            let first = if g == main.group { MAIN_LINE } else { 0.0 };
            named.extend(peak.map(|p| NamedLine {
                energy_ev: top_ev(p),
                name: format!("{} {}", element.symbol, lines[e][g].name),
                symbol: element.symbol.clone(),
                weight: share(p) + first,
            }));
        }
    }
    let covered = |p: Peak| claims.covered(p, &peaks, elements, &lines, (source, shift_ev));
    let unexplained = unexplained(
        &peaks[..clear],
        &claims,
        &over_noise,
        &covered,
        (source, spectrum.range_ev()),
    );
    let place = (source, shift_ev, spectrum.range_ev());
    let told = unexplained.iter().map(|i| {
        let mut all = gases(top_ev(peaks[*i]));
        all.extend(candidates(peaks[*i], &peaks, elements, place));
        UnexplainedPeak::new(top_ev(peaks[*i]), all)
    });
    let told = told.collect();
    named.extend(unexplained.into_iter().map(|i| NamedLine {
        energy_ev: top_ev(peaks[i]),
        name: format!("? {:.0} eV", top_ev(peaks[i])),
        symbol: String::new(),
        weight: share(peaks[i]) + UNEXPLAINED,
    }));
    named.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    Ok((named, told))
}

/// The peak of a group that no other explains better: that of its strongest line, the highest.
fn owned(claims: &Claims, (element, group): (usize, usize), peaks: &[Peak]) -> Option<Peak> {
    let of_group = |c: &&Claim| c.element == element && c.group == group;
    let own = (0..peaks.len()).filter_map(|p| claims.owner(p).filter(of_group));
    let own: Vec<&Claim> = own.collect();
    let highest = own.iter().map(|c| peaks[c.peak].height).fold(0.0, f64::max);
    // The maxima of an Auger group change places with the chemical state.
    let low = |c: &Claim| c.kind == LineKind::Auger && peaks[c.peak].height < ALIKE * highest;
    let best = own.into_iter().min_by(|a, b| {
        let later = |c: &Claim| (low(c), c.part);
        let higher = peaks[b.peak].height.total_cmp(&peaks[a.peak].height);
        later(a).cmp(&later(b)).then(higher)
    });
    best.map(|c| peaks[c.peak])
}

/// The peak of a photoelectron group that owns none, where an Auger group of the same element does
/// that is named elsewhere.
fn shared(
    claims: &Claims,
    (element, group): (usize, usize),
    named: &[Option<Peak>],
    peaks: &[Peak],
) -> Option<Peak> {
    let own = claims.all.iter().filter(|c| {
        let mine = (c.element, c.group, c.part) == (element, group, 0);
        mine && c.kind == LineKind::Photoelectron && !named.contains(&Some(peaks[c.peak]))
    });
    let mut shared = own.filter(|c| {
        (claims.owner(c.peak)).is_some_and(|o| {
            o.element == element && o.kind == LineKind::Auger && c.weight >= SHARED * o.weight
        })
    });
    shared.next().map(|c| peaks[c.peak])
}

/// What the elements' main lines are moved by beyond `shift_ev`, eV: the median, so that chemical
/// shifts of one element do not move the others.
fn usual_offset(claims: &Claims, shift_ev: f64) -> f64 {
    let mains = claims.mains.iter().flatten();
    let mut offsets: Vec<f64> = mains.map(|m| m.offset_ev - shift_ev).collect();
    if offsets.len() < 3 {
        return 0.0;
    }
    offsets.sort_by(f64::total_cmp);
    let (low, high) = (offsets[(offsets.len() - 1) / 2], offsets[offsets.len() / 2]);
    0.5 * (low + high)
}

/// The shift of all lines, eV, with which the peaks stand nearest to the elements' strongest
/// photoelectron lines; none where little is gained by it.
pub(super) fn common_shift_ev(elements: &[ElementAmount], curve: &Trace, source: Source) -> f64 {
    let lines: Vec<Vec<Expected>> = elements.iter().map(|e| subshells(e, source)).collect();
    shift_of(&lines, curve)
}

fn shift_of(elements: &[Vec<Expected>], curve: &Trace) -> f64 {
    // Energy and weight of each element's strongest subshell.
    let main: Vec<(f64, f64)> = elements
        .iter()
        .filter_map(|lines| {
            let photo = lines.iter().filter(|l| l.kind == LineKind::Photoelectron);
            let strongest = photo.max_by(|a, b| a.weight.total_cmp(&b.weight))?;
            Some((strongest.parts[0].energy_ev, strongest.weight))
        })
        .collect();
    let seen = |shift_ev: f64| -> f64 {
        let at = |l: &&(f64, f64)| curve.peak(l.0 + shift_ev, PHOTO_REACH_EV).is_some();
        main.iter().filter(at).map(|l| l.1).sum()
    };
    // How near the peaks stand: 1 at the shifted place, 0 at the end of the reach.
    let nearness = |shift_ev: f64| -> f64 {
        let near = main.iter().filter_map(|(energy_ev, weight)| {
            let at_ev = energy_ev + shift_ev;
            let off = (curve.peak(at_ev, PHOTO_REACH_EV)? - at_ev) / PHOTO_REACH_EV;
            Some(weight * (1.0 - off * off).max(0.0))
        });
        near.sum()
    };
    let steps = 1..=COMMON_SHIFT_EV as i32;
    let shifts: Vec<f64> = steps
        .flat_map(|step| [f64::from(step), -f64::from(step)])
        .collect();
    let least = seen(0.0) + FOUND_BY_SHIFT * main.iter().map(|l| l.1).sum::<f64>();
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
        assert!(named.iter().all(|l| l.symbol != "F"), "{named:?}");
    }
}
