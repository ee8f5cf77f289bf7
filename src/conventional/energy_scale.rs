//! Whether a spectrum contradicts its own energy axis: electrons above the Fermi level, Auger lines
//! where another photon energy would put them.

use super::line_groups::{ElementLines, LineGroup, LineKind, SpectrumLines};
use super::trace::Trace;
use crate::model::quantify::ElementAmount;
use speclens_spectrum::{AxisError, Doubt, Spectrum};

/// The valence band is looked for up to this binding energy, eV.
const SHALLOW_EV: f64 = 30.0;
/// So much of the axis must lie below a valence band that begins at the Fermi level, eV.
const IN_SIGHT_EV: f64 = -5.0;
/// Electrons are there from so many standard deviations of the noise on, and this share of the
/// highest shallow intensity.
const SEEN_DEVIATIONS: f64 = 8.0;
const SEEN_SHARE: f64 = 0.02;
/// So far behind the first electrons the band rises, eV.
const BAND_EV: f64 = 8.0;
/// The onset is where this share of the band's height is reached, and so many standard deviations.
const ONSET: f64 = 0.25;
const LEAST_DEVIATIONS: f64 = 4.0;
/// Kα3,4 puts a tenth of what stands 8 to 12 eV deeper above the Fermi level. A first rise below
/// this share of what stands so much deeper may be such a satellite.
const MORE_THAN_SATELLITE: f64 = 0.15;
/// How much deeper that is looked for, eV.
const SATELLITE_EV: [f64; 2] = [8.0, 16.0];
/// Without an onset in sight: what stands above the Fermi level has this share of the height of the
/// band below it, which ends 15 eV deep.
const AS_HIGH_AS_THE_BAND: f64 = 0.5;
const BAND_ENDS_EV: f64 = 15.0;
/// An onset so far above the Fermi level is no matter of resolution, eV.
const MOST_ABOVE_EV: f64 = 2.5;
/// Points that are averaged against noise, eV.
const SMOOTHING_EV: f64 = 1.0;

/// The Auger lines of elements with less are not missed: they may be weak, or under others.
const LEAST_PERCENT: f64 = 40.0;
/// Auger groups weaker than this share of the strongest photoelectron group may not be seen.
const LEAST_AUGER: f64 = 0.3;
/// Auger lines are looked for this far from their place, eV: from one photon energy of a laboratory
/// to the next.
const FARTHEST_EV: f64 = 260.0;
/// Nearer than this a peak may be the group itself, chemically shifted, eV.
const NEAREST_EV: f64 = 20.0;
/// A displaced maximum has at least this share of the height of the strongest photoelectron line.
const LEAST_HEIGHT: f64 = 0.15;
/// So near to a line of any element found, a peak is explained, eV.
const EXPLAINED_EV: f64 = 12.0;

/// A doubt where electrons begin clearly above the Fermi level; none where the spectrum does not
/// reach above it, or has no binding energies.
pub fn fermi_level(spectrum: &Spectrum) -> Option<Doubt> {
    let energy_ev = spectrum.binding_energy_ev().ok()?;
    let points = energy_ev.into_iter().zip(spectrum.counts.iter().copied());
    let mut shallow: Vec<(f64, f64)> = points.filter(|(e, _)| *e <= SHALLOW_EV).collect();
    shallow.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (lowest, _) = *shallow.first()?;
    if lowest > IN_SIGHT_EV {
        return None;
    }
    let smooth = smoothed(&shallow);
    let base = smooth.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let highest = |from_ev: f64, to_ev: f64| {
        let within = smooth.iter().filter(|(e, _)| (from_ev..=to_ev).contains(e));
        within.map(|p| p.1 - base).fold(0.0, f64::max)
    };
    // Median of the second differences: a few lines do not move it. Of normal noise it is 0.6745 √6
    // standard deviations.
    let second = |w: &[(f64, f64)]| (w[2].1 - 2.0 * w[1].1 + w[0].1).abs();
    let mut bends: Vec<f64> = shallow.windows(3).map(second).collect();
    bends.sort_by(f64::total_cmp);
    let noise = bends.get(bends.len() / 2)? / (0.6745 * 6f64.sqrt());
    let seen = (SEEN_DEVIATIONS * noise).max(SEEN_SHARE * highest(lowest, SHALLOW_EV));
    let first = smooth.iter().position(|(_, y)| *y - base > seen)?;
    let (first_ev, _) = smooth[first];
    let band = highest(first_ev, first_ev + BAND_EV);
    // Down from the first electrons that stand out of the noise: an excursion farther off is none.
    let level = (ONSET * band).max(LEAST_DEVIATIONS * noise);
    let rises = |(_, y): &(f64, f64)| *y - base > level;
    let onset = match smooth[..=first].iter().rposition(|p| !rises(p)) {
        Some(last_below) => last_below + smooth[last_below..].iter().position(rises)?,
        None => 0,
    };
    let (onset_ev, _) = smooth[onset];
    let [from, to] = SATELLITE_EV;
    let is_satellite = band < MORE_THAN_SATELLITE * highest(first_ev + from, first_ev + to);
    let above = highest(lowest, -MOST_ABOVE_EV);
    let is_told = match onset {
        // The spectrum begins amid electrons: no onset is in sight.
        0 => above > seen && above > AS_HIGH_AS_THE_BAND * highest(-MOST_ABOVE_EV, BAND_ENDS_EV),
        _ => onset_ev < -MOST_ABOVE_EV && !is_satellite,
    };
    is_told.then_some(Doubt::AboveFermiLevel { onset_ev })
}

/// A Fermi edge is looked for so far from 0 eV.
const EDGE_WITHIN_EV: f64 = 4.0;
/// The levels at both sides of an edge are means from so far to so far from its middle, eV.
const BEFORE_EV: [f64; 2] = [-4.0, -1.2];
const BEHIND_EV: [f64; 2] = [1.2, 3.0];
/// An edge rises from 20 % to 80 % within this, eV, or within one and a half steps: a valence band that ends by
/// itself takes longer.
const EDGE_WIDTH_EV: f64 = 1.2;
/// What stands before it is less than this share of its height, in one place and another.
const EDGE_FOOT: f64 = 0.2;

/// Middle of the Fermi edge within 4 eV of `about_ev`, eV binding energy; none where none is seen: an edge rises at once out of
/// nothing, as that of a metal does.
///
/// # Errors
/// [`AxisError`] where the spectrum has no binding energies.
pub fn fermi_edge_ev(spectrum: &Spectrum, about_ev: f64) -> Result<Option<f64>, AxisError> {
    let trace = Trace::new(spectrum.binding_energy_ev()?, &spectrum.counts);
    let step_ev = trace.even().map_or(f64::INFINITY, |c| c.step_ev);
    let room = EDGE_WITHIN_EV + BEHIND_EV[1];
    let near = trace.between(about_ev - room, about_ev + room);
    let edges = near.windows(2).filter_map(|pair| {
        let [a, b] = [pair[0], pair[1]];
        let middle_ev = 0.5 * (a.0 + b.0);
        let level = |[from, to]: [f64; 2]| trace.mean(middle_ev + from, middle_ev + to);
        let (before, behind) = (level(BEFORE_EV)?, level(BEHIND_EV)?);
        let height = behind - before;
        let foot = trace.between(middle_ev + BEFORE_EV[0], middle_ev + BEFORE_EV[1]);
        let noise = trace.noise_between(about_ev - room, about_ev + room);
        // Not half of the rise may lie between the levels' stretches and the middle of it.
        let is_there = trace.covers(middle_ev + BEFORE_EV[0], middle_ev + BEHIND_EV[1])
            && height > SEEN_DEVIATIONS * noise
            && foot
                .iter()
                .all(|p| (p.1 - before).abs() < EDGE_FOOT * height + 3.0 * noise);
        let crossing = |share: f64| crossing_ev(&trace, middle_ev, before + share * height);
        let [first, half, last] = [crossing(0.2)?, crossing(0.5)?, crossing(0.8)?];
        let is_sharp = last - first <= EDGE_WIDTH_EV.max(1.5 * step_ev);
        let is_in_place = (a.0..=b.0).contains(&half) && (half - about_ev).abs() <= EDGE_WITHIN_EV;
        (is_there && is_sharp && is_in_place).then_some((height, half))
    });
    let highest = edges.max_by(|a, b| a.0.total_cmp(&b.0));
    Ok(highest.map(|(_, ev)| ev))
}

/// Where the curve first rises through a level within the stretches about an edge, eV.
fn crossing_ev(trace: &Trace, middle_ev: f64, level: f64) -> Option<f64> {
    let points = trace.between(middle_ev + BEFORE_EV[1], middle_ev + BEHIND_EV[1]);
    let mut pairs = points.windows(2);
    let pair = pairs.find(|w| w[0].1 <= level && w[1].1 > level)?;
    let [a, b] = [pair[0], pair[1]];
    Some(a.0 + (b.0 - a.0) * (level - a.1) / (b.1 - a.1))
}

/// Means over ±[`SMOOTHING_EV`] about each of the points, which ascend in energy.
fn smoothed(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let (mut from, mut to, mut sum) = (0, 0, 0.0);
    let mean = |(at, _): &(f64, f64)| {
        while to < points.len() && points[to].0 <= at + SMOOTHING_EV {
            sum += points[to].1;
            to += 1;
        }
        while points[from].0 < at - SMOOTHING_EV {
            sum -= points[from].1;
            from += 1;
        }
        (*at, sum / (to - from) as f64)
    };
    points.iter().map(mean).collect()
}

/// A doubt where the strongest Auger group of a main element is not at its place, and a strong peak
/// that no element found explains stands where another photon energy would put it.
pub fn auger_place(
    found: &[ElementAmount],
    lines: &SpectrumLines,
    photon_ev: f64,
) -> Option<Doubt> {
    let main = found.iter().filter(|e| e.atomic_percent >= LEAST_PERCENT);
    main.filter_map(|e| lines.found.iter().find(|l| l.symbol == e.symbol))
        .find_map(|own| displaced(own, lines, photon_ev))
}

fn displaced(own: &ElementLines, lines: &SpectrumLines, photon_ev: f64) -> Option<Doubt> {
    let photo = own
        .groups
        .iter()
        .find(|g| g.kind == LineKind::Photoelectron && g.found)?;
    let auger = own.groups.iter().filter(|g| g.kind == LineKind::Auger);
    let auger = auger.max_by(|a, b| a.barn.total_cmp(&b.barn))?;
    if auger.found || auger.barn < LEAST_AUGER * photo.barn {
        return None;
    }
    let expected_ev = auger.lines_ev[0];
    let trace: &Trace = lines.trace();
    let (_, least) = trace.peak_and_height(photo.energy_ev, 1.0)?;
    let explained = |at_ev: f64| {
        let near = |g: &LineGroup| g.distance_ev(at_ev) <= EXPLAINED_EV;
        lines.found.iter().any(|e| e.groups.iter().any(near))
    };
    let displacements = (-FARTHEST_EV as i32..=FARTHEST_EV as i32).map(f64::from);
    let peaks = displacements
        .filter(|d| d.abs() >= NEAREST_EV)
        .filter_map(|d| trace.peak_and_height(expected_ev + d, 1.0))
        .filter(|(at_ev, height)| *height > LEAST_HEIGHT * least && !explained(*at_ev));
    let (seen_ev, _) = peaks.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Doubt::AugerElsewhere {
        line: auger.name.clone(),
        expected_ev,
        seen_ev,
        photon_energy_ev: photon_ev + seen_ev - expected_ev,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens_spectrum::Source;

    /// Lines (energy, height) of 1.5 eV on a level that begins at `edge_ev`, from −20 eV on.
    fn survey(edge_ev: f64, lines: &[(f64, f64)]) -> Spectrum {
        let energy_ev: Vec<f64> = (0..1200).map(|i| f64::from(i) - 20.0).collect();
        let count = |e: &f64| {
            let line = |(at, height): &(f64, f64)| height * (-0.5 * ((e - at) / 1.5).powi(2)).exp();
            let level = if *e > edge_ev { 300.0 } else { 5.0 };
            level + lines.iter().map(line).sum::<f64>()
        };
        Spectrum {
            counts: energy_ev.iter().map(count).collect(),
            energy_ev,
            photon_energy_ev: Some(Source::AlKa.photon_energy_ev()),
            ..Default::default()
        }
    }

    #[test]
    fn a_band_that_begins_above_the_fermi_level_is_told() {
        let told = |s: &Spectrum| match fermi_level(s) {
            Some(Doubt::AboveFermiLevel { onset_ev }) => Some(onset_ev),
            _ => None,
        };
        let off = told(&survey(-9.0, &[])).unwrap();
        assert!((off + 9.0).abs() <= 1.0, "{off}");
        assert_eq!(told(&survey(0.0, &[])), None, "where it should be");
        assert_eq!(told(&survey(4.0, &[])), None, "an insulator");
        let satellite = survey(0.0, &[(-7.0, 25.0)]);
        assert_eq!(told(&satellite), None, "Kα3,4 of a valence band");
        assert_eq!(
            told(&survey(-30.0, &[])),
            None,
            "no edge in sight, and no structure"
        );
        let begins_amid = told(&survey(-30.0, &[(-14.0, 900.0), (5.0, 100.0)]));
        assert!(
            begins_amid.is_some_and(|onset| onset < -15.0),
            "{begins_amid:?}"
        );
        let mut cut = survey(-9.0, &[]);
        cut.energy_ev.drain(..17);
        cut.counts.drain(..17);
        assert_eq!(told(&cut), None, "begins at -3 eV: nothing to see");
    }

    #[test]
    fn auger_lines_of_another_photon_energy_are_told() {
        let found = [ElementAmount {
            symbol: "Cu".into(),
            z: 29,
            atomic_percent: 90.0,
            presence: 1.0,
            interval: [80.0, 100.0],
        }];
        let doubt = |auger_ev: f64| {
            let lines = [
                (932.6, 8e4),
                (952.4, 4e4),
                (122.0, 4e3),
                (75.0, 5e3),
                (auger_ev, 3e4),
            ];
            let spectrum = survey(0.0, &lines);
            let lines = SpectrumLines::new(&found, &spectrum, Source::AlKa).unwrap();
            auger_place(&found, &lines, 1486.6)
        };
        assert_eq!(doubt(568.0), None, "where Al Kα puts Cu LMM");
        let Some(Doubt::AugerElsewhere {
            line,
            seen_ev,
            photon_energy_ev,
            ..
        }) = doubt(502.0)
        else {
            panic!("not at its place");
        };
        assert_eq!((line.as_str(), seen_ev.round()), ("Cu LMM", 502.0));
        assert!(
            (photon_energy_ev - 1420.0).abs() < 5.0,
            "{photon_energy_ev}"
        );
    }

    #[test]
    fn the_edge_of_a_metal_is_found_and_a_band_that_ends_slowly_is_none() {
        let survey = |at_ev: f64, width_ev: f64, step_ev: f64| {
            let energy_ev: Vec<f64> = (0..200).map(|i| -15.0 + step_ev * f64::from(i)).collect();
            // A Fermi function, and noise that is no chance.
            let counts = energy_ev.iter().enumerate().map(|(i, e)| {
                20.0 + 1000.0 / (1.0 + ((at_ev - e) / width_ev).exp())
                    + f64::from(i as u32 * 7919 % 13)
            });
            let counts = counts.collect();
            let spectrum = Spectrum {
                energy_ev,
                counts,
                ..Default::default()
            };
            fermi_edge_ev(&spectrum, 0.0).unwrap()
        };
        for (at_ev, step_ev) in [(0.0, 0.2), (1.3, 0.5), (-2.1, 0.1), (0.4, 1.0)] {
            let found = survey(at_ev, 0.15, step_ev).unwrap();
            assert!(
                (found - at_ev).abs() < 0.1 + 0.35 * step_ev,
                "{at_ev} {step_ev} {found}"
            );
        }
        assert_eq!(survey(0.0, 1.5, 0.2), None, "as an insulator's band");
        assert_eq!(survey(7.0, 0.15, 0.2), None, "too far");
    }
}
