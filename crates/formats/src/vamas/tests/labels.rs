//! Tests of what labels say of axis, source and variables.

use super::*;
use crate::testing::{Vamas, VamasBlock, only};
use speclens_spectrum::{Axis, Spectrum, Technique, sentences};

fn one(block: VamasBlock) -> Spectrum {
    let vamas = Vamas {
        blocks: vec![block],
        ..Default::default()
    };
    only(read(&vamas.text()))
}

#[test]
fn the_label_of_the_source_is_held_against_its_energy() {
    let of = |source, photon_energy, technique| {
        let s = one(VamasBlock {
            source,
            photon_energy,
            technique,
            ..Default::default()
        });
        (s.photon_energy_ev, sentences(&s.doubts))
    };
    assert_eq!(of("Mg", "1253.6", "XPS"), (Some(1253.6), vec![]));
    assert_eq!(of("Al mono", "1486.69", "XPS"), (Some(1486.69), vec![]));
    assert_eq!(of("synchrotron", "650", "XPS"), (Some(650.0), vec![]));
    let (energy_ev, doubts) = of("Mg", "1486.6", "XPS");
    assert_eq!(energy_ev, Some(1486.6));
    assert_eq!(
        doubts,
        ["the source is called “Mg” and has a photon energy of 1486.6 eV: the energy is taken"]
    );
    let (energy_ev, doubts) = of("Mg Ka", "1E37", "XPS");
    assert_eq!(energy_ev, Some(1253.6));
    assert_eq!(
        doubts,
        ["the photon energy of 1253.6 eV is that of the source “Mg Ka”: the file gives no number"]
    );
    let (energy_ev, doubts) = of("Al/Mg", "0", "XPS");
    assert_eq!(energy_ev, None);
    assert_eq!(
        doubts,
        ["the source “Al/Mg” has more than one line, and the file does not say which was used"]
    );
    assert_eq!(of("Al/Mg", "1253.6", "XPS"), (Some(1253.6), vec![]));
    // An ion gun of an Auger profile.
    assert_eq!(of("Ga", "25000", "AES dir"), (Some(25_000.0), vec![]));
}

#[test]
fn the_intensity_is_the_variable_that_is_called_so() {
    let counts = |variables: Vec<(&'static str, &'static str)>, ordinates: &[&str]| {
        let ordinates = ordinates.iter().map(|o| (*o).to_owned()).collect();
        one(VamasBlock {
            variables,
            ordinates,
            ..Default::default()
        })
        .counts
    };
    let pairs = ["1", "50", "2", "60"];
    assert_eq!(
        counts(vec![("Time", "s"), ("Counts", "d")], &pairs),
        [50.0, 60.0]
    );
    assert_eq!(
        counts(vec![("mirror current", "A"), ("XY", "d")], &pairs),
        [50.0, 60.0]
    );
    assert_eq!(
        counts(vec![("XY", "d"), ("Intensity", "d")], &pairs),
        [50.0, 60.0]
    );
    assert_eq!(
        counts(vec![("Counts", "d"), ("Counts 2", "d")], &pairs),
        [1.0, 2.0]
    );
    assert_eq!(counts(vec![("Time", "s")], &["1", "50"]), [1.0, 50.0]);
}

#[test]
fn abscissae_are_named_in_other_words() {
    for (label, axis) in [
        ("BE", Some(Axis::Binding)),
        ("Bindungsenergie", Some(Axis::Binding)),
        ("Kinetic Energy", Some(Axis::Kinetic)),
        ("Energy", None),
    ] {
        let s = one(VamasBlock {
            abscissa: (label, "eV", "100", "0.5"),
            ..Default::default()
        });
        assert_eq!((s.axis, s.technique), (axis, Technique::Xps), "{label}");
    }
    let s = one(VamasBlock {
        abscissa: ("Photon Energy", "eV", "100", "0.5"),
        ..Default::default()
    });
    assert_eq!(s.technique, Technique::Other);
}

#[test]
fn energies_in_kev_are_told_in_ev() {
    let of = |label, unit, technique| {
        one(VamasBlock {
            abscissa: (label, unit, "0.1", "0.0005"),
            technique,
            ..Default::default()
        })
    };
    for (label, unit, axis) in [
        ("kinetic energy", "keV", Some(Axis::Kinetic)),
        ("Binding Energy (keV)", "d", Some(Axis::Binding)),
        ("energy", "keV", None),
    ] {
        let s = of(label, unit, "XPS");
        assert_eq!((s.axis, s.technique), (axis, Technique::Xps), "{label}");
        assert_eq!((s.energy_ev[0], s.energy_ev[11]), (100.0, 105.5), "{label}");
        assert_eq!(s.doubts.len(), usize::from(axis.is_none()), "{label}");
    }
    let s = of("Kinetic energy / keV", "eV", "XPS");
    assert_eq!(s.energy_ev[11], 105.5);
    assert_eq!(
        sentences(&s.doubts),
        [
            "the abscissa is “Kinetic energy / keV” in “eV”: its label is taken, which fits its \
             numbers"
        ]
    );
    // X-rays.
    let s = of("energy", "keV", "EDX");
    assert_eq!((s.technique, s.energy_ev[0]), (Technique::Other, 0.1));
    // A column of energies.
    let ordinates = ["0.1", "5", "0.2", "6"].map(str::to_owned).to_vec();
    let vamas = Vamas {
        scan: "IRREGULAR",
        blocks: vec![VamasBlock {
            variables: vec![("Energy (keV)", "keV"), ("counts", "d")],
            ordinates,
            ..Default::default()
        }],
        ..Default::default()
    };
    let s = only(read(&vamas.text()));
    assert_eq!(
        (&*s.energy_ev, &*s.counts),
        (&[100.0, 200.0][..], &[5.0, 6.0][..])
    );
}

#[test]
fn decimal_commas_are_those_of_the_system() {
    let text = Vamas::default().text();
    let want = read(&text).unwrap();
    assert_eq!(
        read(&text.replace("1486.6", "1486,6").replace("0.5", "0,5")).unwrap(),
        want
    );
}
