use super::*;
use crate::testing::read;
use crate::testing::{Vamas, VamasBlock};
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, Doubt, Technique};

/// Multiplicative congruential generator (Lehmer), to have the same spectra each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0 * 48271 % 2147483647;
        self.0 as usize % n
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn maybe<T>(&mut self, value: T) -> Option<T> {
        (self.below(3) > 0).then_some(value)
    }

    fn real(&mut self) -> f64 {
        (self.below(2_000_000_000) as f64 + 1.0) / 7.0 * 10f64.powi(self.below(9) as i32 - 8)
    }
}

const ODD: [&str; 20] = [
    "",
    "Survey",
    "C 1s",
    "Fe2p",
    " leading and trailing ",
    "two\nlines",
    "CR\rLF\r\n\ttab",
    "µ, °, é, 日本, 🔬",
    "key : value",
    "a = b",
    "Not Specified",
    "end of experiment",
    "Calib M = 1 A = 2 BE ADD",
    "Casa Info Follows",
    "Speclens section : 3 lines",
    "counts per second",
    "C:\\Users\\x \"quoted\", with, commas;",
    "# Region: other",
    "1E37",
    "\u{85}\u{a0}next\u{2028}line\u{1b}[0m",
];

const DATES: [&str; 9] = [
    "2020-09-09 13:28:32 UTC+2",
    "2020-09-09 13:28:32",
    "2020-09-09",
    "2020-09-09T13:28:32Z",
    "2020-13-40 99:00:00",
    "9 Sept 2020",
    "2020-09-09 13:28:32.123 UTC+05:30",
    "20é-09-09",
    "",
];

fn spectrum(chance: &mut Chance) -> Spectrum {
    let n = 2 + chance.below(40);
    let (start, step) = (
        chance.real(),
        chance.one_of(&[0.1, -1.0, 0.05, -0.123, 2.5e-4]),
    );
    let regular = chance.below(4) > 0;
    let mut energy = crate::shared::checks::tidy(start % 1500.0);
    let first = energy;
    let energy_ev = (0..n)
        .map(|i| {
            // Two points always have one step.
            if regular || n == 2 {
                return crate::shared::checks::tidy(first + step * i as f64);
            }
            energy += step * (1.0 + chance.real() % 10.0);
            energy
        })
        .collect();
    let counts = (0..n)
        .map(|_| match chance.below(5) {
            0 => -chance.real(),
            1 => chance.below(100_000) as f64,
            2 => 0.0,
            _ => chance.real(),
        })
        .collect();
    let transmission = (0..n).map(|_| chance.real()).collect();
    let mut text = || chance.one_of(&ODD).to_owned();
    let (region, sample, instrument) = (text(), text(), text());
    let notes = (0..7).map(|_| (text(), text())).collect();
    let mut spectrum = Spectrum {
        file: String::new(),
        block: 0,
        region,
        sample,
        technique: chance.one_of(&[
            Technique::Xps,
            Technique::Xps,
            Technique::Ups,
            Technique::Aes,
            Technique::Other,
        ]),
        photon_energy_ev: chance.one_of(&[1486.6, 1253.6, 21.22, 0.1 + 0.2]).into(),
        axis: chance.one_of(&[Some(Axis::Kinetic), Some(Axis::Binding), None]),
        energy_ev,
        counts,
        count_unit: chance.one_of(&[
            CountUnit::Counts,
            CountUnit::CountsPerSecond,
            CountUnit::Unknown,
        ]),
        transmission: chance.maybe(transmission),
        pass_energy_ev: Some(chance.real()).filter(|_| chance.below(2) > 0),
        dwell_s: Some(chance.real()).filter(|_| chance.below(2) > 0),
        scans: Some(1 + chance.below(40) as u32).filter(|_| chance.below(2) > 0),
        source_analyser_angle_deg: chance.one_of(&[None, Some(54.7), Some(0.0)]),
        date: chance.maybe(()).map(|()| chance.one_of(&DATES).to_owned()),
        instrument: chance.maybe(instrument),
        notes,
        doubts: vec![],
    };
    // As every reader does.
    crate::shared::plausible::settle_sign(&mut spectrum);
    spectrum
}

/// Without what a file gives by itself: its name, positions, doubts.
fn bare(spectra: &[Spectrum]) -> Vec<Spectrum> {
    let bare = |s: &Spectrum| Spectrum {
        file: String::new(),
        block: 0,
        doubts: vec![],
        ..s.clone()
    };
    spectra.iter().map(bare).collect()
}

fn again(format: Format, spectra: &[Spectrum]) -> Vec<Spectrum> {
    let text = format.write(spectra).unwrap();
    let name = format!("a.{}", format.extension());
    read(text.as_bytes(), &name).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

#[track_caller]
fn comes_back_from_vamas(spectra: &[Spectrum]) {
    let text = vamas(spectra).unwrap();
    let got = bare(&again(Format::Vamas, spectra));
    for (got, want) in got.iter().zip(bare(spectra)) {
        assert_eq!(*got, want, "{text}");
    }
    assert_eq!(got.len(), spectra.len());
}

/// What CSV promises.
#[track_caller]
fn comes_back_from_csv(spectra: &[Spectrum]) {
    let text = csv(spectra).unwrap();
    let got = again(Format::Csv, spectra);
    assert_eq!(got.len(), spectra.len(), "{text}");
    for (got, want) in got.iter().zip(spectra) {
        let filled = |t: &Option<String>| t.as_deref().map(one_line).filter(|t| !t.is_empty());
        let want = Spectrum {
            region: one_line(&want.region),
            sample: one_line(&want.sample),
            instrument: filled(&want.instrument),
            date: filled(&want.date),
            source_analyser_angle_deg: None,
            notes: got.notes.clone(),
            ..want.clone()
        };
        assert_eq!(bare(std::slice::from_ref(got)), bare(&[want]), "{text}");
    }
}

#[test]
fn spectra_of_every_reader_come_back() {
    let mut all = Vec::new();
    for (_, name, bytes) in crate::seeds::seeds() {
        let spectra = read(&bytes, name).unwrap();
        comes_back_from_vamas(&spectra);
        comes_back_from_csv(&spectra);
        assert_eq!(bare(&again(Format::Json, &spectra)), bare(&spectra));
        all.extend(spectra);
    }
    assert!(all.len() >= 10);
    comes_back_from_vamas(&all);
    comes_back_from_csv(&all);
}

#[test]
fn spectra_at_random_come_back() {
    let mut chance = Chance(48271);
    let mut irregular = 0;
    for round in 0..400 {
        let count = 1 + chance.below(4);
        let mut spectra: Vec<Spectrum> = (0..count).map(|_| spectrum(&mut chance)).collect();
        if round % 3 == 0 {
            spectra[0].photon_energy_ev = None;
        }
        irregular += usize::from(vamas(&spectra).unwrap().contains("\nIRREGULAR\n"));
        comes_back_from_vamas(&spectra);
        comes_back_from_csv(&spectra);
        let got = again(Format::Json, &spectra);
        assert_eq!(bare(&got), bare(&spectra));
        assert_eq!((got[0].file.as_str(), got[0].block), ("a.json", 1));
    }
    assert!((50..350).contains(&irregular), "{irregular}");
}

#[test]
fn every_odd_text_comes_back_from_every_place() {
    let mut chance = Chance(7);
    for odd in ODD.iter().chain(&DATES) {
        let s = Spectrum {
            region: (*odd).into(),
            sample: (*odd).into(),
            instrument: Some((*odd).into()),
            date: Some((*odd).into()),
            notes: vec![((*odd).into(), "x".into()), ("x".into(), (*odd).into())],
            ..spectrum(&mut chance)
        };
        comes_back_from_vamas(&[s.clone(), s.clone()]);
        comes_back_from_csv(&[s.clone(), s]);
    }
}

#[test]
fn vamas_is_plain_vamas() {
    let file = Vamas {
        blocks: vec![
            VamasBlock {
                variables: vec![("Intensity", "d"), ("Transmission", "d")],
                comment: vec!["Lens : Hybrid", "Calib M = 281.17 A = 284.8 BE ADD"],
                ..Default::default()
            },
            VamasBlock::default(),
        ],
        ..Default::default()
    };
    let spectra = read(file.text().as_bytes(), "a.vms").unwrap();
    let text = vamas(&spectra).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let head = [
        "VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4",
        "Not Specified",
        "Spectrometer 1",
        "operator",
        "experiment",
        "0",
        "NORM",
        "REGULAR",
        "2",
        "1",
        "Exp Variable",
        "d",
        "0",
        "0",
        "0",
        "0",
        "2",
        "Survey",
        "Au foil",
        "2020",
        "9",
        "9",
        "13",
        "28",
        "32",
        "2",
    ];
    assert_eq!(lines[..26], head);
    for part in [
        // CasaXPS applies its calibration again.
        "Casa Info Follows\n1\nCalib M = 281.17 A = 284.8 BE ADD\n0\n0\n0\nSpeclens section",
        "\nLens : Hybrid\n",
        "\nAl\n1486.6\n225\n",
        "\nFAT\n160\n",
        "\nkinetic energy\neV\n100\n0.5\n2\nIntensity\nd\nTransmission\nd\npulse counting\n0.1\n3\n",
        "\n12\n100\n110\n101\n111\n100\n101\n102\n",
    ] {
        assert!(text.contains(part), "{part:?} in\n{text}");
    }
    assert_eq!(lines.last(), Some(&"end of experiment"));
    comes_back_from_vamas(&spectra);
}

#[test]
fn energies_with_rounding_errors_stay_regular() {
    let s = Spectrum {
        axis: Some(Axis::Binding),
        energy_ev: (0..1000).map(|i| 286.61 + f64::from(i) * 0.1).collect(),
        counts: vec![1.0; 1000],
        ..Default::default()
    };
    assert!(
        vamas(std::slice::from_ref(&s))
            .unwrap()
            .contains("\nREGULAR\n")
    );
    let got = &again(Format::Vamas, std::slice::from_ref(&s))[0];
    let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
    assert!(got.energy_ev.iter().zip(&s.energy_ev).all(near));
}

#[test]
fn casa_regions_come_back_as_lines_that_casa_reads() {
    let comment = vec![
        "Casa Info Follows",
        "1",
        "Calib M = 282,283 A = 285 BE ADD",
        "1",
        "annot comps v2315 Display 0.05 0.2",
        "",
        "1",
        "CASA region (*C 1s*) (*U 2 Tougaard*) 1190.5 1204.25 1 4 0 0 51.5 -900 0 0 (*NoTag*) 12.011 0 1",
        "0",
        "Operator : me",
    ];
    let file = Vamas {
        blocks: vec![VamasBlock {
            comment: comment.clone(),
            ..Default::default()
        }],
        ..Default::default()
    };
    let spectra = read(file.text().as_bytes(), "a.vms").unwrap();
    let section = comment[..9].join("\n");
    assert!(vamas(&spectra).unwrap().contains(&section));
    comes_back_from_vamas(&spectra);
    let again = again(Format::Vamas, &spectra);
    assert_eq!(again[0].doubts, spectra[0].doubts);
}

#[test]
fn csv_has_both_energies_under_names_with_units() {
    let mut s = Spectrum {
        file: "a.vms".into(),
        block: 3,
        region: "C 1s".into(),
        sample: "x, y".into(),
        axis: Some(Axis::Kinetic),
        photon_energy_ev: Some(1486.6),
        energy_ev: vec![1200.0, 1200.1],
        counts: vec![5.0, 1e-9],
        count_unit: CountUnit::Counts,
        transmission: Some(vec![0.5, 0.25]),
        ..Default::default()
    };
    let want = "# Speclens spectrum 1 of 1\r\n# File: a.vms\r\n# Block: 3\r\n# Region: C 1s\r\n\
                # Sample: x, y\r\n# Technique: XPS\r\n# Energy axis: kinetic energy\r\n\
                # Photon energy: 1486.6 eV\r\n\
                kinetic energy (eV),binding energy (eV),intensity (counts),transmission\r\n\
                1200,286.6,5,0.5\r\n1200.1,286.5,1e-9,0.25\r\n";
    assert_eq!(csv(std::slice::from_ref(&s)).unwrap(), want);
    s.photon_energy_ev = None;
    s.axis = None;
    s.transmission = None;
    let text = csv(std::slice::from_ref(&s)).unwrap();
    assert!(
        text.contains("\r\nenergy (eV),intensity (counts)\r\n1200,5\r\n"),
        "{text}"
    );
    assert_eq!(again(Format::Csv, &[s])[0].doubts, [Doubt::AxisUnsaid]);
}

#[test]
fn notes_come_back_from_csv() {
    let s = Spectrum {
        energy_ev: vec![1.0, 2.0],
        counts: vec![1.0, 2.0],
        notes: vec![
            ("Region".into(), "not: this".into()),
            ("a".into(), "b = c".into()),
        ],
        ..Default::default()
    };
    let got = &again(Format::Csv, std::slice::from_ref(&s))[0];
    assert_eq!((&got.notes, got.region.as_str()), (&s.notes, ""));
}

#[test]
fn what_no_file_holds_is_refused() {
    let good = Spectrum {
        energy_ev: vec![1.0, 2.0],
        counts: vec![1.0, 2.0],
        ..Default::default()
    };
    let with = |change: fn(&mut Spectrum)| {
        let mut s = good.clone();
        change(&mut s);
        s
    };
    let cases = [
        (with(|s| s.counts[1] = f64::NAN), "spectrum 2: it holds NaN"),
        (with(|s| s.counts[1] = 1e37), "spectrum 2: it holds "),
        (
            with(|s| s.counts.truncate(1)),
            "spectrum 2: it has 2 energies and 1 counts",
        ),
        (
            with(|s| s.energy_ev[1] = 1.0),
            "spectrum 2: its energies do not only rise or only fall (1 at point 2)",
        ),
        (
            with(|s| s.energy_ev[1] = f64::INFINITY),
            "spectrum 2: its energies do not",
        ),
        (
            with(|s| s.transmission = Some(vec![1.0, 0.0])),
            "spectrum 2: its transmission is not above zero everywhere",
        ),
        (
            with(|s| s.dwell_s = Some(f64::NAN)),
            "spectrum 2: its dwell time is NaN",
        ),
        (
            with(|s| s.source_analyser_angle_deg = Some(f64::INFINITY)),
            "spectrum 2: its angle between source and analyser is inf",
        ),
    ];
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(format));
        assert_eq!(format.write(&[]), Err(WriteError::Empty));
        for (bad, want) in &cases {
            let e = format
                .write(&[good.clone(), bad.clone()])
                .unwrap_err()
                .to_string();
            assert!(e.starts_with(want), "{e}");
        }
    }
    assert_eq!(Format::named("xlsx"), None);
    let tiny = with(|s| s.energy_ev[1] = 1.0 + 1e-12);
    for spectra in [vec![tiny.clone()], vec![good.clone(), tiny]] {
        let e = vamas(&spectra).unwrap_err().to_string();
        assert!(e.contains("stands still at point 2"), "{e}");
    }
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut chance = Chance(11);
    let spectra: Vec<Spectrum> = (0..2).map(|_| spectrum(&mut chance)).collect();
    let mut damage = Vandal::default();
    for format in Format::ALL {
        let text = format.write(&spectra).unwrap();
        let mut outcomes = [0usize; 2];
        let mut check = |bytes: &[u8]| match read(bytes, "a") {
            Ok(spectra) => {
                outcomes[0] += 1;
                // Whatever is read can be written, but for numbers that no detector gives.
                let _ = format.write(&spectra);
                for s in spectra {
                    let n = s.counts.len();
                    assert!(n >= 2 && s.energy_ev.len() == n);
                    assert!(s.transmission.is_none_or(|t| t.len() == n));
                    assert!(s.counts.iter().chain(&s.energy_ev).all(|v| v.is_finite()));
                    assert!(s.photon_energy_ev.is_none_or(|hv| hv > 0.0));
                }
            }
            Err(e) => {
                outcomes[1] += 1;
                assert!(!e.to_string().contains(['\n', '\r']), "{e}");
            }
        };
        for n in (0..text.len()).step_by(7) {
            check(&text.as_bytes()[..n]);
        }
        for _ in 0..1000 {
            check(&damage.of(text.as_bytes()));
        }
        assert!(
            outcomes.iter().all(|n| *n > 100),
            "{format:?}: {outcomes:?}"
        );
    }
}
