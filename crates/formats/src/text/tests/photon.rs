//! Tests of what headers say of the photons.

use crate::testing::only;
use speclens_spectrum::{Spectrum, sentences};

fn under(header: &str) -> Spectrum {
    let text = format!("{header}\nBinding Energy (eV)\tCounts\n1200\t7\n1195\t8\n");
    only(crate::testing::read(text.as_bytes(), "a.txt"))
}

#[test]
fn a_source_in_words_gives_its_photon_energy() {
    for header in [
        "Anode: Mg Kα",
        "# Source: Mg K-alpha",
        "# Anode Mg",
        "# X-ray source: Mg",
        "Photon Energy 1253.6",
        "# Photon Energy 1253,6 eV",
        "# hv 1253.6 eV",
        "hv = 1253,6 eV",
        "Photon energy (keV): 1.2536",
        "Excitation Energy\t1.2536 keV",
        "Anregungsenergie: 1.253,6 eV",
        "Énergie des photons : 1253,6 eV",
        "Röntgenquelle: Mg",
        "光子能量: 1253.6 eV",
        "Source: XR 50, Mg, 1253.6 eV",
        "X-ray: Mg Ka, 15 kV",
    ] {
        let s = under(header);
        assert_eq!(s.photon_energy_ev, Some(1253.6), "{header}");
        assert!(s.doubts.is_empty(), "{header}: {:?}", s.doubts);
    }
    assert_eq!(
        under("# X-ray source: Ag La").photon_energy_ev,
        Some(2984.3)
    );
    for header in [
        "Source: none",
        "Anode voltage: 15 kV",
        "# Source of light 5",
        "PE: 50 eV",
    ] {
        assert_eq!(under(header).photon_energy_ev, None, "{header}");
    }
}

#[test]
fn what_is_taken_for_the_photon_energy_is_told() {
    let s = under("PE: 600 eV");
    assert_eq!(s.photon_energy_ev, Some(600.0));
    assert_eq!(
        sentences(&s.doubts)[0],
        "“PE: 600 eV” is taken as the photon energy"
    );
    let s = under("hv: 1.2536");
    assert_eq!(
        (s.photon_energy_ev, sentences(&s.doubts)),
        (
            Some(1253.6),
            vec!["the photon energy “1.2536” has no unit: it is taken as keV".to_owned()]
        )
    );
    let s = under("Anode: Mg\nPhoton Energy: 1486.6 eV");
    assert_eq!(
        (s.photon_energy_ev, sentences(&s.doubts)),
        (
            Some(1486.6),
            vec![
                "the file names the source “Mg” and a photon energy of 1486.6 eV: the energy \
                 is taken"
                    .to_owned()
            ]
        )
    );
}

#[test]
fn a_source_of_several_lines_is_none_of_them() {
    for source in [
        "Source: Al/Mg twin anode",
        "# X-ray source Al/Mg twin anode",
        "Photon energy: Al Kα or Mg Kα",
        "Anode\tAlMg",
    ] {
        let s = under(source);
        assert_eq!(s.photon_energy_ev, None, "{source}");
        let doubts = sentences(&s.doubts);
        assert_eq!(doubts.len(), 1, "{doubts:?}");
        let want = "has more than one line, and the file does not say which was used";
        assert!(doubts[0].ends_with(want), "{doubts:?}");
    }
    // A number or another line tells which.
    for header in [
        "Source: Al/Mg twin anode, 1253.6 eV",
        "Source: Al/Mg twin anode (1253.6)",
        "Source: Al/Mg twin anode\nPhoton energy: 1253.6 eV",
        "Source: Al/Mg twin anode\nAnode: Mg",
        "Anode: Mg\nSource: Al/Mg twin anode",
    ] {
        let s = under(header);
        assert_eq!(s.photon_energy_ev, Some(1253.6), "{header}");
        assert!(s.doubts.is_empty(), "{header}: {:?}", s.doubts);
    }
    let s = under("Survey (Mg Kα)\nSource: Al/Mg, 15 kV");
    assert_eq!((s.photon_energy_ev, s.doubts.len()), (Some(1253.6), 2));
}

#[test]
fn a_heading_is_of_its_column_alone() {
    let text = "hv: 1486.6\nBE (eV)\tPE: 600 eV\thv = 700 eV\tCounts\n300\t5\t6\t7\n299\t6\t7\t8\n";
    let all = crate::testing::read(text.as_bytes(), "a.txt").unwrap();
    let energies: Vec<_> = all.iter().map(|s| s.photon_energy_ev).collect();
    assert_eq!(energies, [Some(600.0), Some(700.0), Some(1486.6)]);
    let doubts: Vec<_> = all.iter().map(|s| s.doubts.len()).collect();
    assert_eq!(doubts, [1, 0, 0]);
}

#[test]
fn a_mention_counts_where_nothing_is_said() {
    for title in [
        "Survey of TiO2, hv = 1253.6 eV, 20 scans",
        "Survey TiO2 (Mg Kα)",
    ] {
        let s = under(title);
        assert_eq!(s.photon_energy_ev, Some(1253.6), "{title}");
        let want = format!("the photon energy of 1253.6 eV is taken from “{title}”");
        assert_eq!(sentences(&s.doubts), [want]);
        let s = under(&format!("{title}\nhv: 1486.6 eV"));
        assert_eq!((s.photon_energy_ev, s.doubts.len()), (Some(1486.6), 0));
    }
    for title in [
        "Mg oxide on Al",
        "Al 2p, Mg KLL",
        "hv unknown",
        "Ag 3d at 20 eV",
    ] {
        assert_eq!(under(title).photon_energy_ev, None, "{title}");
    }
}

#[test]
fn a_later_header_has_the_word() {
    let rows = "BE\tI\n1200\t7\n1195\t8\n";
    let text = format!("hv: 1486.6\n{rows}\nAnode: Mg\n{rows}\nhv: 600\n{rows}");
    let all = crate::testing::read(text.as_bytes(), "a.txt").unwrap();
    let energies: Vec<_> = all.iter().map(|s| s.photon_energy_ev).collect();
    assert_eq!(energies, [Some(1486.6), Some(1253.6), Some(600.0)]);
    assert!(all[1].doubts.is_empty() && all[2].doubts.len() == 1);
}

#[test]
fn a_photon_energy_is_taken_however_it_is_written() {
    for header in [
        "Photon energy 1 253,6 eV",
        "光子能量：1253.6 eV",
        "励起エネルギー：1253.6 eV",
        "Source：MgKα",
        "Photon energy (1253.6 eV), monochromated",
        "Photon Energy / eV;1253.6",
        "\"Photon Energy (eV)\",\"1253.6\"",
        "hν [eV] 1253.6",
        "h·ν = 1253.6 eV",
        "Photonen-Energie = 1253,6 eV",
        "光源: Mg Kα",
        "Photon energy: 1253.6 ± 0.2 eV",
        "Photon energy: 1253600 meV",
        "Source: Mg Kα, flood gun 2 eV",
    ] {
        let s = under(header);
        assert_eq!(s.photon_energy_ev, Some(1253.6), "{header}");
        assert!(s.doubts.is_empty(), "{header}: {:?}", s.doubts);
    }
    for (header, doubt) in [
        ("PE: 1253.6", "“PE: 1253.6” is taken as the photon energy"),
        (
            "Mg K alpha",
            "the photon energy of 1253.6 eV is taken from “Mg K alpha”",
        ),
    ] {
        let s = under(header);
        assert_eq!(s.photon_energy_ev, Some(1253.6), "{header}");
        assert_eq!(sentences(&s.doubts), [doubt]);
    }
    assert_eq!(under("hv, 20 scans").photon_energy_ev, None);
}

#[test]
fn names_of_columns_mention_photons() {
    let head = |header: &str, names: &str| {
        let text = format!("{header}\n{names}\n1200\t7\n1195\t8\n");
        only(crate::testing::read(text.as_bytes(), "a.txt"))
    };
    for name in [
        "Binding energy (eV), hv=1253.6 eV\tCounts",
        "BE (eV)\tCounts (Mg Ka)",
    ] {
        assert_eq!(head("", name).photon_energy_ev, Some(1253.6), "{name}");
    }
    let s = head("hv: 1486.6", "BE (eV)\tCounts (Mg Ka)");
    assert_eq!(
        (s.photon_energy_ev, sentences(&s.doubts)),
        (
            Some(1486.6),
            vec![
                "the column “Counts (Mg Ka)” names another photon energy than the 1486.6 eV above \
                 it: those are taken"
                    .to_owned()
            ]
        )
    );
}

#[test]
fn what_is_not_understood_is_told_with_its_line() {
    for value in [
        "unknown",
        "4 eV",
        "0",
        "-1486.6 eV",
        "1486.6 V",
        "2.4e-16 J",
    ] {
        let s = under(&format!("Sample: x\nPhoton energy: {value}"));
        assert_eq!(s.photon_energy_ev, None, "{value}");
        let want = format!("line 2: “{value}” is not understood as a photon energy");
        assert_eq!(sentences(&s.doubts), [want]);
    }
    assert!(under("Photon energy:").doubts.is_empty());
}

#[test]
fn contradictions_are_told() {
    for (header, ev, doubt) in [
        (
            "Source: Al Ka\nSource: Mg Ka",
            1253.6,
            "the file names two sources, “Al Ka” and “Mg Ka”: the last is taken",
        ),
        (
            "Photon energy: 1486.6\nPhoton energy: 1253.6",
            1253.6,
            "the file gives two photon energies, 1486.6 and 1253.6 eV: the last is taken",
        ),
        (
            "Photon energy: 1486.6, 1253.6",
            1486.6,
            "the file gives two photon energies, 1486.6 and 1253.6 eV: the first is taken",
        ),
        (
            "Source: Al Kα 1486.6 eV / Mg Kα 1253.6 eV",
            1486.6,
            "the file gives two photon energies, 1486.6 and 1253.6 eV: the first is taken",
        ),
        (
            "hv: 1486.6\nPE: 1253.6",
            1486.6,
            "the file gives two photon energies, 1486.6 and 1253.6 eV: the first is taken",
        ),
    ] {
        let s = under(header);
        assert_eq!(s.photon_energy_ev, Some(ev), "{header}");
        assert_eq!(sentences(&s.doubts), [doubt], "{header}");
    }
    assert!(under("hv: 1486.6\nhv: 1487").doubts.is_empty());
}
