//! What an entry says, and what its numbers are.

use super::*;
use speclens_spectrum::sentences;

#[test]
fn types_and_units_of_numbers() {
    for values in [
        Values::F32(COUNTS.map(|c| c as f32).to_vec()),
        Values::I16(COUNTS.map(|c| c as i16).to_vec()),
        Values::U32(COUNTS.map(|c| c as u32).to_vec()),
    ] {
        let signal = data(values, vec![6], vec![units("counts_per_second")]);
        let s = one(&Entry {
            signal,
            energies: energies(ENERGIES.map(|e| e / 1000.0).to_vec(), "keV", "kinetic"),
            ..Default::default()
        });
        assert_eq!(
            (&s.counts[..], &s.energy_ev[..]),
            (&COUNTS[..], &ENERGIES[..])
        );
        assert_eq!(
            (s.count_unit, s.axis),
            (CountUnit::CountsPerSecond, Some(Axis::Kinetic))
        );
    }
    let joule = 1.602_176_634e-19;
    let s = one(&Entry {
        energies: energies(ENERGIES.map(|e| e * joule).to_vec(), "J", "binding"),
        signal: counts(vec![6], COUNTS.to_vec(), "arbitrary_units"),
        ..Default::default()
    });
    assert_eq!(
        (&s.energy_ev[..], s.count_unit),
        (&ENERGIES[..], CountUnit::Unknown)
    );
    let s = one(&Entry {
        energies: data(Values::F64(ENERGIES.to_vec()), vec![6], vec![]),
        ..Default::default()
    });
    assert_eq!(
        s.doubts,
        [
            Doubt::presumed("energies without a unit are taken as eV"),
            Doubt::AxisUnsaid
        ]
    );
    assert_eq!(s.axis, None);
}

/// What the entry says of source and method.
#[test]
fn source_and_technique() {
    let with = |beam: Vec<(&'static str, Node)>, fields: Vec<(&'static str, Node)>| {
        let s = one(&Entry {
            beam,
            fields,
            ..Default::default()
        });
        (s.photon_energy_ev, s.technique)
    };
    assert_eq!(with(vec![], vec![]), (Some(1486.6), Technique::Xps));
    let lamp = || vec![("incident_energy", quantity(21.22, "eV"))];
    assert_eq!(with(lamp(), vec![]), (Some(21.22), Technique::Ups));
    let method = |m| vec![("method", text(m))];
    assert_eq!(with(lamp(), method("XPS")).1, Technique::Xps);
    assert_eq!(with(vec![], method("AES")).1, Technique::Aes);
    // Both lines of a twin anode.
    let entry = Entry {
        beam: vec![],
        source: vec![("name", text("Al/Mg Kα"))],
        ..Default::default()
    };
    let s = one(&entry);
    assert_eq!((s.photon_energy_ev, s.doubts.len()), (None, 1));
    // No unit, several energies: not said.
    let none = data(Values::F64(vec![1486.6]), vec![], vec![]);
    let entry = Entry {
        beam: vec![("incident_energy", none)],
        source: vec![("name", text("Synchrotron"))],
        definition: "NXmpes",
        fields: method("ARPES"),
        ..Default::default()
    };
    let s = one(&entry);
    assert_eq!((s.photon_energy_ev, s.technique), (None, Technique::Other));
}

/// The converter keeps the mean of all scans, and the scans beside it.
#[test]
fn a_mean_of_scans_becomes_their_sum() {
    let scan = |more: f64| counts(vec![6], COUNTS.map(|c| c + more).to_vec(), "counts");
    let scans = || vec![("cycle0_scan0", scan(-1.0)), ("cycle0_scan1", scan(2.0))];
    let mean = COUNTS.map(|c| c + 0.5).to_vec();
    let mut entry = Entry {
        signal: counts(vec![6], mean.clone(), "counts"),
        more_data: scans(),
        ..Default::default()
    };
    let s = one(&entry);
    assert_eq!((s.scans, s.counts[0]), (Some(2), 201.0));
    assert_eq!((s.count_unit, s.doubts.len()), (CountUnit::Counts, 0));
    // Scans that are not those of the signal say nothing.
    entry.signal = counts(vec![6], COUNTS.to_vec(), "counts");
    let s = one(&entry);
    assert_eq!((s.scans, s.counts[0]), (None, 100.0));
    // The detector's own counts, in channels and scans, under a signal that is called a rate.
    let raw: Vec<f64> = [-1.0, 2.0]
        .iter()
        .flat_map(|more| {
            let rest = COUNTS.map(|c| c + more - 40.0);
            [[40.0; 6], rest].concat()
        })
        .collect();
    let raw = group(
        "NXdata",
        vec![
            texts("signal", &["raw"]),
            texts("axes", &["scan", "channel", "energy"]),
        ],
        vec![
            ("raw", counts(vec![2, 2, 6], raw, "counts")),
            ("energy", energies(ENERGIES.to_vec(), "eV", "binding")),
        ],
    );
    entry.more_data = vec![];
    entry.signal = counts(vec![6], mean, "counts_per_second");
    entry.detector.push(("raw_data", raw));
    let s = one(&entry);
    assert_eq!((s.scans, s.counts[0]), (Some(2), 201.0));
    assert_eq!(s.count_unit, CountUnit::Counts);
    assert_eq!(
        sentences(&s.doubts),
        [
            "the file calls the intensities counts per second, but they are the counts of its \
             detector, as a mean of scans: they are read as counts"
        ]
    );
    // Rates of scans are averaged.
    let rates = [COUNTS, COUNTS.map(|c| c + 4.0)].concat();
    let s = one(&Entry {
        signal: counts(vec![2, 6], rates, "counts/s"),
        axes: &["cycle", "energy"],
        ..Default::default()
    });
    assert_eq!((s.scans, s.counts[0]), (Some(2), 102.0));
}

#[test]
fn a_depth_profile_is_a_spectrum_for_each_level() {
    let values: Vec<f64> = (0..24).map(f64::from).collect();
    let times = data(Values::F64(vec![0.0, 30.0]), vec![2], vec![units("s")]);
    let entry = Entry {
        signal: counts(vec![2, 2, 6], values, "counts"),
        axes: &["etch_time", "angular0", "energy"],
        more_data: vec![("etch_time", times)],
        ..Default::default()
    };
    let spectra = read(&entry.bytes(Style::Old)).unwrap();
    assert_eq!(spectra.len(), 2);
    let s = &spectra[1];
    assert_eq!((s.block, s.region.as_str()), (2, "Au 4f, etch_time 30 s"));
    assert_eq!(s.counts, [30.0, 32.0, 34.0, 36.0, 38.0, 40.0]);
    assert_eq!(note(s, "etch_time"), Some("30 s"));
    assert_eq!(
        sentences(&s.doubts),
        ["2 rows of intensities along “angular0” are summed"]
    );
    // One that was broken off.
    let values = [COUNTS, [f64::NAN; 6], COUNTS].concat();
    let entry = Entry {
        signal: counts(vec![3, 6], values, "counts"),
        axes: &["etch_time", "energy"],
        ..Default::default()
    };
    let spectra = read(&entry.bytes(Style::Old)).unwrap();
    let regions: Vec<&str> = spectra.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(regions, ["Au 4f, etch_time 1", "Au 4f, etch_time 3"]);
    assert_eq!(
        sentences(&spectra[0].doubts),
        [
            "1 spectra are left out, whose numbers are no intensities: the first has NaN at point \
             1 of spectrum 2"
        ]
    );
    // Without a name, they are scans.
    let s = one(&Entry {
        signal: counts(vec![2, 6], [COUNTS, COUNTS].concat(), "counts"),
        axes: &[],
        ..Default::default()
    });
    assert_eq!((s.counts[0], s.scans), (200.0, Some(2)));
    assert!(sentences(&s.doubts)[0].contains("are taken as scans and summed"));
}

#[test]
fn a_transmission_function_is_taken_at_the_energies() {
    let function = |energies: Vec<f64>| {
        let count = energies.len() as u64;
        let values = energies.iter().map(|e| e / 100.0).collect();
        let table = vec![
            (
                "kinetic_energy",
                data(Values::F64(energies), vec![count], vec![units("eV")]),
            ),
            (
                "relative_intensity",
                data(Values::F64(values), vec![count], vec![]),
            ),
        ];
        ("transmission_function", group("NXdata", vec![], table))
    };
    let mut entry = Entry::default();
    entry.analyser.push(function(vec![1200.0, 200.0]));
    // Kinetic 486.71 … 489.21 eV.
    let t = one(&entry).transmission.unwrap();
    assert!(
        (t[0] - 4.8671).abs() < 1e-9 && (t[5] - 4.8921).abs() < 1e-9,
        "{t:?}"
    );
    entry.analyser.pop();
    entry.analyser.push(function(vec![488.0, 1200.0]));
    let s = one(&entry);
    assert_eq!(s.transmission, None);
    assert!(
        sentences(&s.doubts)[0].contains("transmission function"),
        "{:?}",
        sentences(&s.doubts)
    );
}

/// Words that contradict the numbers.
#[test]
fn kinetic_energies_below_zero_are_none() {
    let s = one(&Entry {
        energies: energies(vec![1.0, 0.5, 0.0, -0.5, -1.0, -1.5], "eV", "kinetic"),
        ..Default::default()
    });
    assert_eq!(s.axis, Some(Axis::Binding));
    assert_eq!(s.energy_ev, [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5]);
    let s = one(&Entry {
        energies: energies(vec![700.0, 500.0, 300.0, 100.0, 0.0, -0.5], "eV", "kinetic"),
        ..Default::default()
    });
    assert_eq!((s.axis, s.energy_ev[0]), (Some(Axis::Binding), 700.0));
    assert_eq!(
        sentences(&s.doubts),
        [
            "the file calls its energies kinetic, but has one of -0.5 eV, which no electron has: \
             they are taken as binding energies"
        ]
    );
}

#[test]
fn data_that_are_no_spectra_are_refused() {
    let mut entry = Entry {
        signal: counts(vec![5], COUNTS[..5].to_vec(), "counts"),
        ..Default::default()
    };
    assert!(
        refused(&entry).ends_with(
            "found in entry “s__Au 4f” a signal of 5 points, expected 6 of them along its energies"
        ),
        "{}",
        refused(&entry)
    );
    entry.signal = counts(vec![6], vec![f64::NAN; 6], "counts");
    assert!(refused(&entry).contains("NaN at point 1 of spectrum 1, expected an intensity"));
    entry.signal = data(Values::Text(vec!["a"; 6]), vec![6], vec![]);
    assert!(refused(&entry).contains("a data set of texts, expected numbers"));
    entry.signal = Node::Soft("data");
    assert!(
        refused(&entry).contains("no signal “data”"),
        "{}",
        refused(&entry)
    );
    let entry = Entry {
        energies: energies(vec![1.0, 2.0, 2.0, 3.0, 4.0, 5.0], "eV", "binding"),
        ..Default::default()
    };
    assert!(refused(&entry).contains("an energy of 2 at point 3"));
    let entry = Entry {
        energies: energies(ENERGIES.to_vec(), "nm", "binding"),
        ..Default::default()
    };
    assert!(refused(&entry).contains("“energy” in the unit “nm”"));
    let entry = Entry {
        energies: text("none"),
        ..Default::default()
    };
    assert!(refused(&entry).contains("a data set of texts"));
}
