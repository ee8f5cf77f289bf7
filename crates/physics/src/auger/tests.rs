use super::*;
use speclens_spectrum::elements;

fn z(symbol: &str) -> u8 {
    elements::by_symbol(symbol).unwrap().z
}

fn sum(symbol: &str, source: Source, of_group: impl Fn(&AugerLine) -> bool) -> f64 {
    let lines = of(z(symbol), source).iter();
    lines.filter(|l| of_group(l)).map(|l| l.barn).sum()
}

fn sigma(symbol: &str, subshell: &str) -> f64 {
    let lines = lines::of(z(symbol)).iter();
    lines
        .filter(|l| l.subshell() == subshell)
        .map(|l| l.sigma_al_barn)
        .sum()
}

#[test]
fn every_hole_of_a_light_k_shell_ends_in_an_auger_electron() {
    // KLL against 1s, before transmission and mean free path.
    for symbol in ["Li", "B", "C", "O", "F", "Na"] {
        let kll = sum(symbol, Source::MgKa, |l| l.group.starts_with('K'));
        let lines = lines::of(z(symbol)).iter();
        let k: f64 = lines
            .filter(|l| l.shell == "K")
            .map(|l| l.sigma_mg_barn)
            .sum();
        assert!((0.9..1.01).contains(&(kll / k)), "{symbol}: {}", kll / k);
    }
}

#[test]
fn the_l2_series_of_copper_is_much_weaker_than_the_l3_series() {
    // L2 holes are half as many as L3 holes and two fifths of them move to L3 first. Measured
    // heights: 0.13 to 0.25 (Antonides et al. 1977).
    let vv = |shell: &str| {
        let name = format!("{shell}M45M45");
        sum("Cu", Source::AlKa, |l| l.transition.starts_with(&name))
    };
    let ratio = vv("L2") / vv("L3");
    assert!((0.15..0.3).contains(&ratio), "{ratio}");
}

#[test]
fn holes_of_2p_metals_decay_by_lmm() {
    for symbol in ["Ti", "Fe", "Cu", "Zn"] {
        let lmm = sum(symbol, Source::AlKa, |l| {
            matches!(l.transition.get(..3), Some("L2M" | "L3M"))
        });
        let ratio = lmm / sigma(symbol, "2p");
        assert!((0.85..1.35).contains(&ratio), "{symbol}: {ratio}");
    }
}

#[test]
fn kinetic_energies_do_not_depend_on_the_source() {
    for e in elements::all() {
        for line in of(e.z, Source::MgKa) {
            let strong = line.barn
                > 0.1
                    * of(e.z, Source::MgKa)
                        .iter()
                        .map(|l| l.barn)
                        .fold(0.0, f64::max);
            if !strong || !line.transition.contains('(') {
                continue;
            }
            let same = of(e.z, Source::AlKa).iter().any(|l| {
                l.transition == line.transition && (l.kinetic_ev - line.kinetic_ev).abs() < 0.6
            });
            assert!(same, "{} {}", e.symbol, line.transition);
        }
    }
}

#[test]
fn magnesium_radiation_makes_no_vacancies_it_cannot_reach() {
    // Na 1s (1071 eV) is within reach of Mg Kα, Mg 1s (1303 eV) is not.
    let kll = |symbol: &str| sum(symbol, Source::MgKa, |l| l.group.starts_with('K'));
    assert!(kll("Na") > 0.0 && kll("Mg") == 0.0);
}

/// Whether `label` is one of the vacancies that `printed` means, with a term.
fn only_names_a_term(printed: &str, label: &str) -> bool {
    let vacancy_and_holes = |text: &str| {
        let at = text.find('M').unwrap_or(0);
        (text[..at].to_owned(), text[at..].to_owned())
    };
    let (any_of, holes) = vacancy_and_holes(printed);
    let (one, with_term) = vacancy_and_holes(label);
    let same_vacancy = any_of == "L" || any_of.contains(one.trim_start_matches('L'));
    same_vacancy && !printed.contains('(') && with_term == format!("{holes}(3P)")
}

#[test]
fn designations_that_are_read_otherwise_need_it() {
    // Kinetic energies by binding energies: the printed designation is far off, or means several.
    for r in handbook::read_as().iter().filter(|r| r.printed.len() > 3) {
        let lines: Vec<_> = HANDBOOK
            .iter()
            .filter(|h| h.z == r.z && h.printed == r.printed)
            .collect();
        let measured = lines[0].kinetic_ev();
        let energy = |designation: &str| {
            let label = label::Label::parse(designation).unwrap();
            let groups = groups::of(r.z, Source::AlKa, Bonds::Shared);
            let meant: Vec<f64> = groups
                .iter()
                .filter(|g| label.fits_group(g, &|s| is_valence(r.z, s)))
                .map(|g| g.kinetic_ev)
                .collect();
            let off = |f: fn(f64, f64) -> f64, none| {
                meant
                    .iter()
                    .map(|e| (e - measured).abs())
                    .reduce(f)
                    .unwrap_or(none)
            };
            (off(f64::min, 0.0), off(f64::max, 1e3))
        };
        let (nearest, _) = energy(&r.label);
        let (_, farthest) = energy(&r.printed);
        assert!(nearest < 14.0, "{r:?}: {nearest} eV off");
        if only_names_a_term(&r.printed, &r.label) {
            // The term of two elements on goes on evenly to this one; the other term would be 10 eV off.
            let term = |z: u8| {
                let mut of_z = HANDBOOK.iter().filter(|h| h.z == z && h.label == r.label);
                of_z.next().unwrap().kinetic_ev()
            };
            let continued = 2.0 * term(r.z + 1) - term(r.z + 2);
            assert!((measured - continued).abs() < 4.0, "{r:?}: {continued} eV");
            continue;
        }
        assert!(
            farthest > 10.0,
            "{r:?}: the printed designation is {farthest} eV off"
        );
    }
}

#[test]
fn an_open_d_shell_spreads_the_lmm_groups_of_compounds() {
    let widths = |symbol: &str, bonds| -> Vec<f64> {
        let lines = with_bonds(z(symbol), Source::AlKa, bonds).iter();
        let lmm = lines.filter(|l| l.group.starts_with('L'));
        lmm.map(|l| l.gauss_fwhm_ev).collect()
    };
    let narrowest = |of: Vec<f64>| of.into_iter().fold(f64::INFINITY, f64::min);
    for symbol in ["Cr", "Fe", "Co"] {
        let metal = narrowest(widths(symbol, Bonds::Shared));
        let oxide = narrowest(widths(symbol, Bonds::Ionic));
        assert!(metal < 6.5 && oxide > 8.0, "{symbol}: {metal}, {oxide}");
    }
    for symbol in ["Ti", "Zn"] {
        assert_eq!(
            narrowest(widths(symbol, Bonds::Shared)),
            narrowest(widths(symbol, Bonds::Ionic))
        );
    }
}
