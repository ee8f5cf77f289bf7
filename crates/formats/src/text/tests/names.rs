//! Tests of what the names of columns say.

use super::*;
use crate::testing::only;
use speclens_spectrum::{Axis, sentences};

fn one(text: &str) -> Spectrum {
    only(crate::testing::read(text.as_bytes(), "a.txt"))
}

#[test]
fn energies_are_named_in_many_languages() {
    for (names, axis) in [
        ("Bindungsenergie (eV);Zählrate", Axis::Binding),
        ("Énergie cinétique (eV);Coups", Axis::Kinetic),
        ("Energía de enlace (eV);Cuentas", Axis::Binding),
        ("Energia di legame;Conteggi", Axis::Binding),
        ("结合能 (eV);计数", Axis::Binding),
        ("運動エネルギー;強度", Axis::Kinetic),
        ("결합 에너지 (eV);세기", Axis::Binding),
        ("E_B / eV;I", Axis::Binding),
        ("Ekin;I", Axis::Kinetic),
    ] {
        let s = one(&format!("{names}\n300;5\n299;6\n"));
        assert_eq!((s.axis, s.doubts.len()), (Some(axis), 0), "{names}");
    }
    // In a heading instead of a column's name.
    let s = one("# Achse: Bindungsenergie\n300 5\n299 6\n");
    assert_eq!(s.axis, Some(Axis::Binding));
}

#[test]
fn another_quantity_is_no_xps_spectrum() {
    for name in [
        "Raman shift (cm-1)",
        "\"Wavelength nm.\"",
        "Photon Energy (eV)",
        "Energy (keV)",
        "Etch Time (s)",
        "m/z (amu)",
        "Potential (V)",
    ] {
        let s = one(&format!("{name},\"R%\"\n100,5\n105,6\n110,7\n"));
        assert_eq!((s.technique, s.axis), (Technique::Other, None), "{name}");
        assert_eq!(s.energy_ev[0], 100.0);
        let want = format!(
            "the first column is “{}”: not an energy of electrons",
            name.trim_matches('"')
        );
        assert_eq!(sentences(&s.doubts), [want]);
    }
    for names in [
        "Angle,Intensity",
        "T (K),x",
        "Channel,Counts",
        "Bias (V),I",
        "Time,Counts",
    ] {
        let s = one(&format!("{names}\n10,5\n11,6\n"));
        assert_eq!(s.technique, Technique::Other, "{names}");
    }
    // A setting above columns without names, and a column beside energies.
    let s = one("Time\tnoon\n1200\t5\n1199\t6\n");
    assert_eq!(s.technique, Technique::Xps);
    let s = one("Temperature\t300\n1200\t5\n1199\t6\n");
    assert_eq!(s.technique, Technique::Xps);
    let s = one("Temperature,Energy,Counts\n300,1200,5\n300,1199,6\n");
    assert_eq!((s.technique, s.energy_ev[0]), (Technique::Xps, 1200.0));
}

#[test]
fn energies_above_the_fermi_level_get_the_other_sign() {
    let s = one("E-EF (eV),Counts\n-15,7\n-10,8\n5,9\n");
    assert_eq!(
        (s.axis, &*s.energy_ev),
        (Some(Axis::Binding), &[15.0, 10.0, -5.0][..])
    );
    assert_eq!(
        sentences(&s.doubts),
        [
            "the energies are “E-EF (eV)”: they count from the Fermi level and are read as binding \
          energies with the other sign"
        ]
    );
    let s = one("E - E_F,Counts\n15,7\n10,8\n-5,9\n");
    assert_eq!((s.axis, s.energy_ev[0]), (Some(Axis::Binding), 15.0));
    assert_eq!(
        sentences(&s.doubts),
        ["the energies are “E - E_F” and above zero: they are taken as binding energies"]
    );
}

#[test]
fn energies_in_kev_are_told_in_ev() {
    let s = one("Kinetic Energy (keV)\tCounts\n1.2005\t5\n1.2001\t6\n");
    assert_eq!(
        (s.axis, &*s.energy_ev),
        (Some(Axis::Kinetic), &[1200.5, 1200.1][..])
    );
    let s = one("Binding Energy\tCounts\nkeV\tcounts\n1.2\t5\n1.1\t6\n");
    assert_eq!(
        (s.axis, &*s.energy_ev),
        (Some(Axis::Binding), &[1200.0, 1100.0][..])
    );
    // And so in meV.
    let s = one("Binding Energy (meV)\tCounts\n-200\t5\n1100\t6\n");
    assert_eq!(
        (s.axis, &*s.energy_ev),
        (Some(Axis::Binding), &[-0.2, 1.1][..])
    );
    let s = one("KE (keV)\tBE (keV)\tI\n1.2\t0.2866\t5\n1.1\t0.3866\t6\n");
    assert_eq!(s.photon_energy_ev, Some(1486.6));
}

#[test]
fn a_plain_energy_in_kev_is_of_electrons_where_the_file_tells_of_them() {
    let kev = "“Energy (keV)” in keV is taken as the energy of electrons: the file tells of them \
               elsewhere";
    for (header, axis) in [
        ("Energy Axis: Binding Energy", Some(Axis::Binding)),
        ("# Survey, kinetic energies", Some(Axis::Kinetic)),
        ("Technique: XPS", None),
        ("HAXPES of the film", None),
        ("Source: Mg Kα", None),
        ("Photon energy: 1.4866 keV", None),
    ] {
        let table = format!("{header}\nEnergy (keV)\tI\tEnergy (keV)\tI\n");
        let all = crate::testing::read(
            format!("{table}1.2\t5\t1.3\t7\n1.1\t6\t1.2\t8\n").as_bytes(),
            "a.txt",
        );
        let all = all.unwrap();
        assert_eq!(all.len(), 2, "{header}");
        for (s, first) in all.iter().zip([1200.0, 1300.0]) {
            assert_eq!((s.technique, s.axis), (Technique::Xps, axis), "{header}");
            assert_eq!(s.energy_ev[0], first);
            assert!(sentences(&s.doubts).contains(&kev.to_owned()), "{header}");
        }
    }
    // As an EDX detector's: the unit in its name, below it, or alone.
    for names in [
        "Energy (keV)\tCounts",
        "Energy\tCounts\nkeV\tcounts",
        "keV\tcounts",
        "Beam: 15 keV\nMg Ka map\nEnergy (keV)\tCounts",
    ] {
        let s = one(&format!("{names}\n0.01\t5\n0.02\t6\n"));
        assert_eq!((s.technique, s.axis), (Technique::Other, None), "{names}");
        assert_eq!(s.energy_ev[0], 0.01);
    }
}

#[test]
fn times_and_errors_are_no_intensities() {
    let s = one("BE (eV)\tTime (s)\tCounts\tError\n300\t5\t7\t1\n299\t6\t8\t1\n");
    assert_eq!(s.counts, [7.0, 8.0]);
    let left_out = ("columns left out".into(), "Time (s), Error".into());
    assert!(s.notes.contains(&left_out), "{:?}", s.notes);
    let s = one("BE (eV)\tTime (s)\n300\t5\n299\t6\n");
    assert_eq!(s.counts, [5.0, 6.0]);
}

#[test]
fn commas_of_two_meanings_are_refused() {
    for (text, found) in [
        (
            "Binding Energy (eV),Counts\n1200,5,345\n1200,0,346\n",
            "line 2: found 3 numbers between commas under 2 names",
        ),
        (
            "Binding Energy (eV),Counts\n1,200.0,747\n1,195.0,811\n995.0,5\n",
            "line 2: found 3 numbers between commas under 2 names",
        ),
        (
            "1200,0,345\n1199,5,346\n1198,0,347\n",
            "line 1: found 3 numbers between commas, or 2 with decimal commas",
        ),
    ] {
        let e = crate::testing::read(text.as_bytes(), "a.csv").unwrap_err();
        assert!(e.to_string().contains(found), "{e}");
    }
    let all = crate::testing::read(b"1200,50,345\n1199,51,346\n1198,49,347\n", "a.csv");
    assert_eq!(all.unwrap().len(), 2);
}

#[test]
fn casa_ends_its_names_with_the_region() {
    let head =
        "D:\\data\\quartz.vms\nWide\n\tCharacteristic Energy eV\t1486.6\tAcquisition Time s\t2\n";
    let rows = "786.6\t700\t6510\t5859\t1302\n791.6\t695\t6770\t6093\t1354\n";
    for last in ["Envelope_Wide", "Background_Wide", "Si 2p_2_Wide"] {
        let s = one(&format!(
            "{head}KE_Wide\tBE_Wide\tCPS_Wide\tO 1s_1_Wide\t{last}\n{rows}"
        ));
        assert_eq!((s.region.as_str(), s.axis), ("Wide", Some(Axis::Kinetic)));
        assert_eq!((s.photon_energy_ev, s.dwell_s), (Some(1486.6), Some(2.0)));
        assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
        assert_eq!((&*s.counts, s.doubts.len()), (&[6510.0, 6770.0][..], 0));
        let left_out = ("columns left out".into(), format!("O 1s_1_Wide, {last}"));
        assert!(s.notes.contains(&left_out), "{:?}", s.notes);
    }
}
