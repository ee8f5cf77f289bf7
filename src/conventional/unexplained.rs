//! Peaks that no element found explains.

use super::claims::Claims;
use super::expected::SHALLOWEST_EV;
use super::gas_phase::may_be_oxygen;
use super::peaks::Peak;
use speclens_spectrum::Source;

/// Most peaks that are told: the strongest.
const MOST: usize = 2;
/// A peak is told if it rises above the noise where it stands by this many standard deviations …
const NOISE_FACTOR: f64 = 10.0;
/// … and reaches this share of the highest peak.
const LEAST_SHARE: f64 = 0.02;

/// Nearer to the ends of the spectrum a peak is not seen whole, eV.
const END_EV: f64 = 5.0;

/// What stands beside a higher peak and comes from it, if it is not higher than `share` of it.
struct Companion {
    /// Distance to higher binding energy, eV.
    from_ev: f64,
    to_ev: f64,
    share: f64,
}

/// Shake-up, charge transfer and the other line of a spin–orbit pair, then plasmons and other
/// losses, then losses of two plasmons; at lower binding energy Kα₃,₄ (8 to 10 eV, 6 to 10 % of the
/// main line together) and states of another charge.
const COMPANIONS: [Companion; 5] = [
    Companion {
        from_ev: 0.0,
        to_ev: 12.0,
        share: 1.0,
    },
    Companion {
        from_ev: 12.0,
        to_ev: 30.0,
        share: 0.5,
    },
    Companion {
        from_ev: 30.0,
        to_ev: 45.0,
        share: 0.25,
    },
    Companion {
        from_ev: 45.0,
        to_ev: 60.0,
        share: 0.1,
    },
    Companion {
        from_ev: -13.0,
        to_ev: 0.0,
        share: 0.2,
    },
];
/// So much of the line before it, a peak at the place of a gas's O 1s is no satellite of oxygen in a solid: those
/// have a twentieth. And so far away, eV, it is none of the solid's oxygen either.
const GAS: f64 = 0.15;
/// See [`GAS`].
const BEYOND_OXIDES_EV: f64 = 4.5;
/// Half-width about the place of Kβ, and its largest share of the main line.
const K_BETA: (f64, f64) = (4.0, 0.04);

/// Indices of the peaks that nothing explains, the highest first: neither a claim nor
/// `covered` lines, nor a higher peak whose satellite or energy loss it may be.
pub(super) fn unexplained(
    peaks: &[Peak],
    claims: &Claims,
    over_noise: &dyn Fn(Peak) -> f64,
    covered: &dyn Fn(Peak) -> bool,
    (source, [lo_ev, hi_ev]): (Source, [f64; 2]),
) -> Vec<usize> {
    let Some(highest) = peaks.iter().map(|p| p.height).reduce(f64::max) else {
        return Vec::new();
    };
    let clear = |p: Peak| over_noise(p) >= NOISE_FACTOR && p.height >= LEAST_SHARE * highest;
    let mut found: Vec<usize> = (0..peaks.len())
        .filter(|&i| {
            let peak = peaks[i];
            (lo_ev.max(SHALLOWEST_EV - END_EV) + END_EV..=hi_ev - END_EV).contains(&peak.energy_ev)
                && clear(peak)
                && claims.owner(i).is_none()
                && !covered(peak)
                && !peaks.iter().any(|of| accompanies(&peak, of, source))
        })
        .collect();
    found.sort_by(|&a, &b| peaks[b].height.total_cmp(&peaks[a].height));
    found.truncate(MOST);
    found
}

/// Whether `peak` may be a satellite or an energy loss of `of`.
fn accompanies(peak: &Peak, of: &Peak, source: Source) -> bool {
    let away_ev = peak.energy_ev - of.energy_ev;
    let share = peak.height / of.height;
    if (BEYOND_OXIDES_EV..COMPANIONS[0].to_ev).contains(&away_ev)
        && share >= GAS
        && may_be_oxygen(peak.energy_ev)
    {
        return false;
    }
    let near = |c: &Companion| (c.from_ev..=c.to_ev).contains(&away_ev) && share < c.share;
    let (half_ev, most) = K_BETA;
    let k_beta = (away_ev + k_beta_ev(source)).abs() <= half_ev && share < most;
    COMPANIONS.iter().any(near) || k_beta
}

/// Energy of Kβ over Kα, eV (Krause and Ferreira 1975, J. Phys. B 8, 2007).
fn k_beta_ev(source: Source) -> f64 {
    match source {
        Source::AlKa => 69.7,
        Source::MgKa => 48.5,
    }
}

#[cfg(test)]
mod tests {
    use crate::conventional::NamedLine;
    use crate::conventional::claims::tests::{at, names};

    fn told(named: &[NamedLine]) -> Vec<&str> {
        let names = named.iter().map(|l| l.name.as_str());
        names.filter(|n| n.starts_with('?')).collect()
    }

    /// A charged film of carbon, oxygen and sulfur.
    const FILM: [(f64, f64, f64); 4] = [
        (281.0, 20_000.0, 2.0),
        (527.5, 30_000.0, 2.0),
        (159.0, 6000.0, 2.5),
        (972.0, 6000.0, 12.0),
    ];
    const FOUND: [(&str, f64); 3] = [("C", 60.0), ("O", 30.0), ("S", 10.0)];

    #[test]
    fn where_all_is_explained_nothing_is_told() {
        let named = names(&FOUND, &FILM);
        assert!(told(&named).is_empty(), "{named:?}");
        assert!(at(&named, "S 2p").is_some() && at(&named, "O KLL").is_some());
    }

    #[test]
    fn the_main_line_of_an_element_that_was_missed_is_told_first() {
        // Mo 3d at the place of S 2s, and too high for it.
        for ev in [224.0, 229.0] {
            let mut peaks = FILM.to_vec();
            peaks.push((ev, 15_000.0, 2.5));
            let named = names(&FOUND, &peaks);
            assert_eq!(told(&named), [format!("? {ev:.0} eV")], "{named:?}");
            assert!(named[0].name.starts_with('?'), "never without room");
            assert_eq!(at(&named, "S 2s"), None, "{named:?}");
        }
    }

    #[test]
    fn oxygen_of_a_gas_is_told_beside_that_of_the_solid() {
        let mut peaks = FILM.to_vec();
        peaks.push((538.9, 12_000.0, 2.0));
        assert_eq!(told(&names(&FOUND, &peaks)), ["? 539 eV"]);
        peaks.pop();
        peaks.push((538.9, 1500.0, 2.0));
        assert!(told(&names(&FOUND, &peaks)).is_empty(), "a satellite");
    }

    #[test]
    fn satellites_losses_and_noise_are_not_told() {
        let no_line = [
            (527.5 - 9.5, 2000.0, 3.0, "Kα₃,₄"),
            (527.5 - 69.7, 800.0, 3.0, "Kβ"),
            (527.5 + 23.0, 4000.0, 8.0, "an energy loss"),
            (281.0 + 6.0, 5000.0, 3.0, "a shake-up"),
            (6.0, 5000.0, 4.0, "the valence band"),
            (700.0, 60.0, 2.0, "noise"),
            (1198.5, 5000.0, 2.0, "the end of the spectrum"),
        ];
        for (ev, height, fwhm, what) in no_line {
            let mut peaks = FILM.to_vec();
            peaks.push((ev, height, fwhm));
            let named = names(&FOUND, &peaks);
            assert!(told(&named).is_empty(), "{what}: {named:?}");
        }
        let mut peaks = FILM.to_vec();
        peaks.push((700.0, 5000.0, 2.0));
        assert_eq!(told(&names(&FOUND, &peaks)), ["? 700 eV"]);
    }
}
