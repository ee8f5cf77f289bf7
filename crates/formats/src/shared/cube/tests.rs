use super::*;
use speclens_spectrum::sentences;

fn dimension(name: &str, length: usize) -> Dimension {
    let scale = Scale::Steps {
        first: 770.0,
        step: 0.1,
    };
    Dimension {
        name: name.into(),
        length,
        scale,
    }
}

fn sum(template: &Spectrum, others: &[Dimension], of: &[f64]) -> Vec<Spectrum> {
    let numbers = of.iter().enumerate().map(|(i, v)| (i / 2, i % 2, *v));
    spectra(template, &[5.0, 4.0], others, numbers).unwrap()
}

#[test]
fn names_say_what_a_dimension_is() {
    for name in [
        "Binding Energy [eV]",
        "eV",
        "eV (Kinetic Energy)",
        "E-EF [eV]",
    ] {
        assert!(dimension(name, 2).is_energy(), "{name}");
    }
    for name in ["Photon Energy [eV]", "Y-Scale [deg]", "", "m"] {
        assert!(!dimension(name, 2).is_energy(), "{name}");
    }
    for (name, first, later) in [
        ("Y-Scale [mm]", Role::Detector, Role::Detector),
        ("Sweep", Role::Repeat, Role::Repeat),
        ("Region Iteration [a.u.]", Role::Repeat, Role::Repeat),
        ("Photon Energy [eV]", Role::Series, Role::Series),
        ("Point [°]", Role::Series, Role::Series),
        ("", Role::Detector, Role::Series),
        ("deg", Role::Detector, Role::Series),
    ] {
        let d = dimension(name, 2);
        assert_eq!((d.role(0), d.role(1)), (first, later), "{name}");
    }
}

#[test]
fn slices_are_summed_and_points_stay_apart() {
    let template = Spectrum {
        region: "VB".into(),
        scans: Some(3),
        notes: vec![("a".into(), "b".into())],
        ..Default::default()
    };
    let others = [
        dimension("Y-Scale [deg]", 2),
        dimension("Photon Energy [eV]", 2),
    ];
    let all = sum(
        &template,
        &others,
        &[1.0, 2.0, 10.0, 20.0, 3.0, 4.0, 30.0, 40.0],
    );
    assert_eq!(all.len(), 2);
    assert_eq!(
        (&*all[0].counts, &*all[1].counts),
        (&[11.0, 22.0][..], &[33.0, 44.0][..])
    );
    assert_eq!(all[1].region, "VB, Photon Energy 770.1 eV");
    assert_eq!(
        (all[1].photon_energy_ev, all[1].scans),
        (Some(770.1), Some(3))
    );
    assert_eq!(all[0].notes.len(), 3);
    assert_eq!(
        all[1].notes,
        [("Photon Energy".to_owned(), "770.1 eV".to_owned())]
    );
    assert!(all[0].doubts.is_empty());
}

#[test]
fn sweeps_are_scans() {
    let mut template = Spectrum {
        scans: Some(2),
        ..Default::default()
    };
    let sweeps = [dimension("Sweep", 3)];
    let numbers = [1.0, 2.0, 1.0, 2.0, 4.0, 8.0];
    let all = sum(&template, &sweeps, &numbers);
    assert_eq!((&*all[0].counts, all[0].scans), (&[6.0, 12.0][..], Some(6)));
    template.count_unit = CountUnit::CountsPerSecond;
    assert_eq!(sum(&template, &sweeps, &numbers)[0].counts, [2.0, 4.0]);
}

#[test]
fn what_is_doubtful_is_said() {
    let template = Spectrum::default();
    let all = sum(&template, &[dimension("", 2)], &[1.0; 4]);
    assert_eq!(
        sentences(&all[0].doubts),
        ["2 spectra over a dimension without a name are summed as those of a detector"]
    );
    let points = [dimension("Point", 3)];
    let all = sum(
        &template,
        &points,
        &[1.0, f64::INFINITY, 1.0, 2.0, 1.0, 2.0],
    );
    assert_eq!((all.len(), all[0].region.as_str()), (2, "Point 770.1"));
    assert_eq!(
        sentences(&all[0].doubts),
        ["1 of 3 spectra are left out: number 1 holds inf at 4 eV, no intensity"]
    );
    let numbers = [(0, 0, f64::NAN), (0, 1, 2.0), (0, 2, -3.0)];
    let s = spectra(&template, &[3.0, 2.0, 1.0], &[], numbers.into_iter()).unwrap();
    assert_eq!(
        (&*s[0].energy_ev, &*s[0].counts),
        (&[2.0, 1.0][..], &[2.0, -3.0][..])
    );
    assert_eq!(
        sentences(&s[0].doubts),
        [
            "1 of 3 points hold no number and are left out",
            "1 of 2 counts are negative"
        ]
    );
    let e = spectra(&template, &[3.0, 2.0], &[], numbers.into_iter().take(2));
    assert_eq!(e, Err("1 points with a number".to_owned()));
}

#[test]
fn energies_run_one_way() {
    let mut d = dimension("eV", 3);
    assert_eq!(d.energies(), Ok(vec![770.0, 770.1, 770.2]));
    d.scale = Scale::Steps {
        first: 1.0,
        step: 0.0,
    };
    assert_eq!(
        d.energies().unwrap_err(),
        "an energy of 1 at point 2, after which the axis turns back or stands still"
    );
    d.scale = Scale::Values(vec![1.0, 2.0]);
    assert_eq!(d.energies().unwrap_err(), "2 energies for 3 points");
    d.scale = Scale::Values(vec![1.0, f64::NAN, 3.0]);
    assert!(d.energies().is_err());
    d.length = 1;
    assert_eq!(d.energies().unwrap_err(), "an energy axis of 1 point");
}
