//! The peaks to begin with: the lines of the elements found.

use speclens_peakfit::Doublet;
use speclens_physics::lines::{self, Line};
use speclens_spectrum::elements;

use super::AskedPeak;
use crate::conventional::{LineGroup, LineKind, SpectrumLines};

/// The peaks to begin with in a window: the photoelectron lines there of the elements found, moved as each
/// element's own peak is; doublets linked.
pub fn suggested(window_ev: [f64; 2], seen: &SpectrumLines) -> Vec<AskedPeak> {
    let mut peaks = Vec::new();
    for element in &seen.found {
        let Some(z) = elements::by_symbol(&element.symbol).map(|e| e.z) else {
            continue;
        };
        let photo = element.groups.iter();
        // Where no peak is seen, there is none to begin with.
        for group in photo.filter(|g| g.kind == LineKind::Photoelectron && g.found) {
            peaks.extend(of_group(z, group, window_ev));
        }
    }
    peaks
}

/// The peak of a line group, if one of its lines stands in the window.
fn of_group(z: u8, group: &LineGroup, [from_ev, to_ev]: [f64; 2]) -> Option<AskedPeak> {
    let subshell = group.name.split(' ').nth(1)?;
    let own = lines::of(z).iter().filter(|l| l.subshell() == subshell);
    let mut own: Vec<&Line> = own.collect();
    own.sort_by(|a, b| a.binding_ev.total_cmp(&b.binding_ev));
    let first = own.first()?;
    let ratio = subshell.chars().last().and_then(Doublet::ratio_of);
    let other = own.get(1).filter(|_| ratio.is_some());
    // That of standards, where the handbook has both lines; else that of the table.
    let measured = match group.lines_ev.as_slice() {
        [stronger, weaker] => Some(weaker - stronger),
        _ => None,
    };
    let splitting_ev = other.map(|l| measured.unwrap_or(l.binding_ev - first.binding_ev));
    let splitting_ev = splitting_ev.filter(|s| *s > 0.0);
    let inside = |energy_ev: f64| (from_ev..=to_ev).contains(&energy_ev);
    let single = |line: &Line, energy_ev: f64| AskedPeak {
        name: group.name.replace(subshell, &line.orbital),
        energy_ev,
        splitting_ev: None,
        ratio: None,
    };
    let of_other = splitting_ev.map_or(f64::NAN, |s| group.energy_ev + s);
    match (inside(group.energy_ev), inside(of_other)) {
        (true, true) => Some(AskedPeak {
            name: group.name.clone(),
            energy_ev: group.energy_ev,
            splitting_ev,
            ratio,
        }),
        (true, false) if splitting_ev.is_some() => Some(single(first, group.energy_ev)),
        (true, false) => Some(AskedPeak {
            name: group.name.clone(),
            energy_ev: group.energy_ev,
            splitting_ev: None,
            ratio: None,
        }),
        (false, true) => Some(single(other?, of_other)),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_of_a_doublet_stands_in_the_window_is_suggested() {
        let group = LineGroup {
            name: "Bi 4d".to_owned(),
            kind: LineKind::Photoelectron,
            lines_ev: vec![440.0, 464.0],
            lines_barn: vec![0.6, 0.4],
            energy_ev: 440.5,
            found: true,
            barn: 1.0,
        };
        let named =
            |window| of_group(83, &group, window).map(|p| (p.name, p.splitting_ev.is_some()));
        assert_eq!(named([430.0, 480.0]), Some(("Bi 4d".to_owned(), true)));
        assert_eq!(named([430.0, 450.0]), Some(("Bi 4d5/2".to_owned(), false)));
        assert_eq!(named([455.0, 480.0]), Some(("Bi 4d3/2".to_owned(), false)));
        assert_eq!(named([500.0, 520.0]), None);
        let partner = of_group(83, &group, [430.0, 480.0]).unwrap();
        assert!(
            (partner.splitting_ev.unwrap() - 24.0).abs() < 1e-9,
            "{partner:?}"
        );
        assert_eq!(partner.ratio, Some(2.0 / 3.0));
    }
}
