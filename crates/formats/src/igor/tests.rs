//! Igor waves written by the tests themselves, after the same technical note, and read back.

use super::*;
use crate::testing::Outcomes;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, Technique};
use speclens_spectrum::{CountUnit, sentences};

/// An Igor binary wave as its parts.
#[derive(Clone)]
struct Ibw {
    version: u8,
    big: bool,
    /// Type code of the numbers.
    kind: u16,
    /// Points, step, first value, long unit and name of each dimension.
    dimensions: Vec<(i32, f64, f64, &'static str, &'static str)>,
    numbers: Vec<f64>,
    unit: &'static str,
    note: &'static str,
    formula: &'static str,
}

/// A note as SES writes it.
const SES: &str = "[SES]\rVersion=1.2.5\rRegion Name=VB\rLens Mode=Transmission\rPass Energy=50\r\
    Number of Sweeps=10\rExcitation Energy=153\rEnergy Scale=Binding\rAcquisition Mode=Swept\r\
    Step Time=203\rInstrument=R3000\rSample=Ag\rDate=2023-03-08\rTime=15:30:27\r\
    Time per Spectrum Channel=225.33\rDetectorMode=ADC\r[Run Mode Information]\r";

impl Default for Ibw {
    fn default() -> Self {
        Ibw {
            version: 5,
            big: false,
            kind: 4,
            dimensions: vec![(4, -0.05, 30.0, "Binding Energy [eV]", "")],
            numbers: vec![3.5, 2.5, 1.5, 0.5],
            unit: "Counts [a.u.]",
            note: SES,
            formula: "",
        }
    }
}

impl Ibw {
    fn bytes(&self) -> Vec<u8> {
        let put = |all: &mut [u8], at: usize, little: &[u8]| {
            let mut bytes = little.to_vec();
            if self.big {
                bytes.reverse();
            }
            all[at..at + bytes.len()].copy_from_slice(&bytes);
        };
        let data: Vec<u8> = self.numbers.iter().flat_map(|v| self.number(*v)).collect();
        let length = |text: &str| (text.len() as i32).to_le_bytes();
        let (headers, checksum_at, texts) = match self.version {
            5 => {
                let mut h = vec![0; 384];
                put(&mut h, 4, &(320 + data.len() as i32).to_le_bytes());
                put(&mut h, 8, &length(self.formula));
                put(&mut h, 12, &length(self.note));
                put(&mut h, 16, &length(self.unit));
                put(&mut h, 76, &(self.numbers.len() as i32).to_le_bytes());
                put(&mut h, 80, &self.kind.to_le_bytes());
                h[92..97].copy_from_slice(b"wave0");
                let mut texts = [self.formula, self.note, self.unit].concat().into_bytes();
                let mut labels = Vec::new();
                for (i, (n, step, first, unit, label)) in self.dimensions.iter().enumerate() {
                    put(&mut h, 20 + 4 * i, &length(unit));
                    texts.extend(unit.bytes());
                    if !label.is_empty() {
                        put(&mut h, 36 + 4 * i, &64i32.to_le_bytes());
                        let mut both = label.as_bytes().to_vec();
                        both.resize(32, 0);
                        both.extend([b'1'; 32]);
                        labels.extend(both);
                    }
                    put(&mut h, 132 + 4 * i, &n.to_le_bytes());
                    put(&mut h, 148 + 8 * i, &step.to_le_bytes());
                    put(&mut h, 180 + 8 * i, &first.to_le_bytes());
                }
                texts.extend(labels);
                (h, 2, texts)
            }
            version => {
                let start = [8, 16, 20][usize::from(version) - 1];
                let mut h = vec![0; start + 110];
                put(&mut h, 2, &(126 + data.len() as i32).to_le_bytes());
                let mut texts = vec![0; 16];
                if version > 1 {
                    put(&mut h, 6, &length(self.note));
                    texts.extend(self.note.bytes());
                }
                let (n, step, first, unit, _) = self.dimensions[0];
                put(&mut h, start, &self.kind.to_le_bytes());
                h[start + 6..start + 11].copy_from_slice(b"wave0");
                let short = |text: &str| text.bytes().take(3).collect::<Vec<u8>>();
                h[start + 34..start + 37].copy_from_slice(&short(&format!("{:3}", self.unit)));
                h[start + 38..start + 38 + unit.len().min(3)].copy_from_slice(&short(unit));
                put(&mut h, start + 42, &n.to_le_bytes());
                put(&mut h, start + 48, &step.to_le_bytes());
                put(&mut h, start + 56, &first.to_le_bytes());
                (h, start - 2, texts)
            }
        };
        let mut all = headers;
        put(&mut all, 0, &u16::from(self.version).to_le_bytes());
        let end = all.len();
        all.extend(data);
        all.extend(texts);
        seal(&mut all, end, checksum_at, self.big);
        all
    }

    /// Bytes of a number of the wave's type.
    fn number(&self, value: f64) -> Vec<u8> {
        let mut bytes = match self.kind {
            0x02 => (value as f32).to_le_bytes().to_vec(),
            0x04 => value.to_le_bytes().to_vec(),
            0x08 => (value as i8).to_le_bytes().to_vec(),
            0x48 => (value as u8).to_le_bytes().to_vec(),
            0x10 => (value as i16).to_le_bytes().to_vec(),
            0x50 => (value as u16).to_le_bytes().to_vec(),
            0x20 => (value as i32).to_le_bytes().to_vec(),
            0x60 => (value as u32).to_le_bytes().to_vec(),
            0x80 => (value as i64).to_le_bytes().to_vec(),
            0xC0 => (value as u64).to_le_bytes().to_vec(),
            _ => vec![0; 8],
        };
        if self.big {
            bytes.reverse();
        }
        bytes
    }

    fn read(&self) -> Result<Vec<Spectrum>, String> {
        let bytes = self.bytes();
        assert!(is_binary_wave(&bytes));
        read(&bytes).map_err(|fault| fault.to_string())
    }

    fn one(&self) -> Spectrum {
        let mut all = self.read().unwrap();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }
}

/// Makes the words of the first `end` bytes sum to zero.
fn seal(all: &mut [u8], end: usize, checksum_at: usize, big: bool) {
    all[checksum_at..checksum_at + 2].fill(0);
    let word = |w: &[u8]| match big {
        true => u16::from_be_bytes([w[0], w[1]]),
        false => u16::from_le_bytes([w[0], w[1]]),
    };
    let sum = all[..end]
        .chunks(2)
        .fold(0u16, |s, w| s.wrapping_add(word(w)));
    let missing = sum.wrapping_neg();
    let bytes = if big {
        missing.to_be_bytes()
    } else {
        missing.to_le_bytes()
    };
    all[checksum_at..checksum_at + 2].copy_from_slice(&bytes);
}

/// A text as SPECS Prodigy exports it.
const PRODIGY: &str = "IGOR\r\nX //Created Date (UTC): 2021-Nov-18 12:53:08\r\n\
    X //Created by: SpecsLab Prodigy\r\nX //Acquisition Parameters:\r\n\
    X //User Comment      = \r\nX //Number of Scans   = 3\r\nX //DwellTime         = 0.5\r\n\
    X //Excitation Energy = 1486.6\r\nX //Kinetic Energy    = 100\r\n\
    X //Binding Energy    = 1386.6\r\nX //Pass Energy       = 20\r\n\
    WAVES/S/N=(2,3) 'ID_001'\r\nBEGIN\r\n1 2 3\r\n10 20 30\r\nEND\r\n\
    X SetScale/I x, -11, 12, \"deg (theta_y)\", 'ID_001'\r\n\
    X SetScale/I y, 100, 101, \"eV (Kinetic Energy)\", 'ID_001'\r\nX SetScale/I d, 0, 30, \"cps (Intensity)\", 'ID_001'\r\n";

/// Small files of these formats.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let old = Ibw {
        version: 2,
        big: true,
        kind: 2,
        ..slices()
    };
    vec![
        ("ses.ibw", slices().bytes()),
        (
            "old.ibw",
            Ibw {
                dimensions: vec![(16, 0.5, 100.0, "eV", "")],
                ..old
            }
            .bytes(),
        ),
        ("prodigy.itx", PRODIGY.as_bytes().to_vec()),
    ]
}

/// Four energies, two slices and two photon energies.
fn slices() -> Ibw {
    Ibw {
        dimensions: vec![
            (4, 0.5, 120.0, "Kinetic Energy [eV]", ""),
            (2, 1.0, -0.5, "Y-Scale [deg]", ""),
            (2, 10.0, 770.0, "eV", "Photon Energy"),
        ],
        numbers: (1..=16).map(f64::from).collect(),
        note: "[SES]\rEnergy Scale=Kinetic\rExcitation Energy=770\rRegion Name=O1s\r",
        ..Default::default()
    }
}

#[test]
fn a_wave_of_ses_tells_what_it_knows() {
    let s = Ibw::default().one();
    assert_eq!(s.energy_ev, [30.0, 29.95, 29.9, 29.85]);
    assert_eq!(s.counts, [3.5, 2.5, 1.5, 0.5]);
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "VB", "Ag")
    );
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Binding), Some(153.0))
    );
    assert_eq!((s.pass_energy_ev, s.scans), (Some(50.0), Some(10)));
    assert_eq!(
        (s.count_unit, s.technique),
        (CountUnit::Unknown, Technique::Xps)
    );
    assert_eq!(s.instrument.as_deref(), Some("R3000"));
    assert_eq!(s.date.as_deref(), Some("2023-03-08 15:30:27"));
    assert!(
        s.notes
            .contains(&("Lens Mode".into(), "Transmission".into()))
    );
    assert!(s.doubts.is_empty(), "{:?}", sentences(&s.doubts));
}

#[test]
fn every_version_byte_order_and_type_reads_alike() {
    for version in [1, 2, 3, 5] {
        for big in [false, true] {
            for kind in [0x02, 0x04, 0x08, 0x48, 0x10, 0x50, 0x20, 0x60, 0x80, 0xC0] {
                let s = Ibw {
                    version,
                    big,
                    kind,
                    dimensions: vec![(3, 0.5, 200.0, "eV", "")],
                    numbers: vec![1.0, 2.0, 120.0],
                    unit: "cps",
                    note: "Energy Scale=Kinetic\rExcitation Energy=1486.6",
                    ..Default::default()
                }
                .one();
                let what = format!("{version} {big} {kind}");
                assert_eq!(s.energy_ev, [200.0, 200.5, 201.0], "{what}");
                assert_eq!(s.counts, [1.0, 2.0, 120.0], "{what}");
                assert_eq!(s.count_unit, CountUnit::CountsPerSecond, "{what}");
                // Version 1 has no note.
                let noted = version > 1;
                assert_eq!(s.axis.is_some(), noted, "{what}");
                assert_eq!(s.photon_energy_ev.is_some(), noted, "{what}");
                assert_eq!(s.region, "wave0");
            }
        }
    }
    let signed = Ibw {
        kind: 0x10,
        numbers: vec![-1.0, 300.0, 0.0, 0.0],
        formula: "x+1",
        ..Default::default()
    };
    let s = signed.one();
    assert_eq!(s.counts, [-1.0, 300.0, 0.0, 0.0]);
    assert_eq!((s.region.as_str(), s.doubts.len()), ("VB", 1));
}

#[test]
fn slices_are_summed_and_photon_energies_are_a_series() {
    let all = slices().read().unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].counts, [6.0, 8.0, 10.0, 12.0]);
    assert_eq!(all[1].counts, [22.0, 24.0, 26.0, 28.0]);
    assert_eq!((all[1].block, all[1].axis), (2, Some(Axis::Kinetic)));
    assert_eq!(
        (all[0].photon_energy_ev, all[1].photon_energy_ev),
        (Some(770.0), Some(780.0))
    );
    assert_eq!(all[1].region, "O1s, Photon Energy 780 eV");
    assert!(
        all[0]
            .notes
            .contains(&("summed".into(), "2 × Y-Scale [deg]".into()))
    );
}

#[test]
fn the_energy_may_be_any_dimension() {
    let wave = Ibw {
        dimensions: vec![
            (2, 1.0, -0.5, "deg", ""),
            (3, 0.5, 100.0, "eV", "Kinetic Energy"),
        ],
        numbers: vec![1.0, 10.0, 2.0, 20.0, 3.0, 30.0],
        note: "",
        ..Default::default()
    };
    let s = wave.one();
    assert_eq!(
        (s.energy_ev, s.counts),
        (vec![100.0, 100.5, 101.0], vec![11.0, 22.0, 33.0])
    );
    assert_eq!(s.axis, Some(Axis::Kinetic));
}

#[test]
fn notes_of_peak_are_read() {
    let s = Ibw {
        dimensions: vec![(4, 0.5, 1200.0, "Kinetic Energy [eV]", "")],
        note: r#"{"Name":"run1","ElementSet":"C 1s","PassEnergy":20,"LensMode":"A30",
            "Sample":{"Name":"HOPG"},"AnalyserModel":"HiPP-3","Date":"2024-01-01","Time":"10:00:00",
            "ExcitationSource":{"ExcitationSourceEnergyInformation":{"Energy":1486.6}}}"#,
        ..Default::default()
    }
    .one();
    assert_eq!((s.region.as_str(), s.sample.as_str()), ("C 1s", "HOPG"));
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Kinetic), Some(1486.6))
    );
    assert_eq!(s.pass_energy_ev, Some(20.0));
    assert_eq!(s.instrument.as_deref(), Some("HiPP-3"));
    assert_eq!(s.date.as_deref(), Some("2024-01-01 10:00:00"));
}

#[test]
fn an_axis_without_a_name_is_told() {
    let s = Ibw {
        dimensions: vec![(4, 0.5, 100.0, "", "")],
        note: "",
        ..Default::default()
    }
    .one();
    assert_eq!(s.axis, None);
    assert!(sentences(&s.doubts)[0].contains("does not say what its energies are"));
}

#[test]
fn what_is_no_spectrum_is_refused_with_its_place() {
    let base = Ibw {
        note: "",
        ..Default::default()
    };
    let with = |n, step, first, unit| Ibw {
        dimensions: vec![(n, step, first, unit, "")],
        ..base.clone()
    };
    let cases = [
        (
            Ibw {
                kind: 0,
                ..base.clone()
            },
            "byte 80: found a wave of texts, expected a wave of real numbers",
        ),
        (
            Ibw {
                kind: 5,
                ..base.clone()
            },
            "byte 80: found a wave of complex numbers",
        ),
        (
            Ibw {
                kind: 0x44,
                ..base.clone()
            },
            "byte 80: found a wave of the unknown type 68",
        ),
        (
            with(4, 1.0, 0.0, ""),
            "byte 384: found a wave without energies (its points are only numbered)",
        ),
        (
            with(4, 1.0, 0.0, "m"),
            "byte 384: found a wave over “m”, not over energies in eV",
        ),
        (
            with(4, 0.0, 5.0, "eV"),
            "byte 384: found an energy of 5 at point 2, after which the axis",
        ),
        (
            with(4, f64::NAN, 5.0, "eV"),
            "byte 384: found an energy of NaN at point 1",
        ),
        (
            with(3, 1.0, 5.0, "eV"),
            "byte 76: found 4 points, expected 3 as its dimensions say",
        ),
        (
            Ibw {
                numbers: vec![1e20; 4],
                ..base.clone()
            },
            "byte 384: found 1e20 at 30 eV, no intensity, expected the intensities of spectra",
        ),
        (
            Ibw {
                dimensions: vec![(2, 1.0, 5.0, "", ""), (2, 1.0, 5.0, "", "")],
                ..base.clone()
            },
            "byte 384: found a wave of 2 dimensions, none of which is named an energy",
        ),
        (
            Ibw {
                numbers: vec![],
                dimensions: vec![],
                ..base.clone()
            },
            "byte 76: found 0 points, expected  as its dimensions say",
        ),
    ];
    for (wave, want) in cases {
        let got = wave.read().unwrap_err();
        assert!(got.starts_with(want), "{got}");
    }
    let mut formula = base.bytes();
    formula[4..8].copy_from_slice(&320i32.to_le_bytes());
    seal(&mut formula, 384, 2, false);
    assert_eq!(
        read(&formula).unwrap_err().to_string(),
        "byte 384: found a wave without its numbers (a dependency formula, or a damaged header), \
         expected 4 points"
    );
    let cut = &base.bytes()[..400];
    assert_eq!(
        read(cut).unwrap_err().to_string(),
        "byte 400: found the end of the file after 2 points, expected 4 points"
    );
}

#[test]
fn points_without_a_number_are_left_out() {
    let s = Ibw {
        numbers: vec![f64::NAN, 2.0, 3.0, 4.0],
        ..Default::default()
    }
    .one();
    assert_eq!(
        (&*s.energy_ev, &*s.counts),
        (&[29.95, 29.9, 29.85][..], &[2.0, 3.0, 4.0][..])
    );
    assert_eq!(
        sentences(&s.doubts),
        ["1 of 4 points hold no number and are left out"]
    );
}

#[test]
fn no_cut_makes_it_panic() {
    for (_, bytes) in samples().into_iter().take(2) {
        for n in 0..bytes.len() {
            if is_binary_wave(&bytes[..n])
                && let Ok(all) = read(&bytes[..n])
            {
                assert!(all.iter().all(|s| s.counts.len() >= 2));
            }
        }
    }
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for (name, bytes) in samples() {
        for _ in 0..8000 {
            let mut damaged = damage.of(&bytes);
            if name.ends_with(".itx") {
                outcomes.see(read_text(&String::from_utf8_lossy(&damaged)));
                continue;
            }
            // Version and checksum are made good again, as the damage would be seen by them.
            let (end, at, big) = if name == "ses.ibw" {
                (384, 2, false)
            } else {
                (126, 14, true)
            };
            if damaged.len() >= end {
                damaged[..2].copy_from_slice(&bytes[..2]);
                seal(&mut damaged, end, at, big);
                assert!(is_binary_wave(&damaged));
                outcomes.see(read(&damaged));
            }
        }
    }
    outcomes.assert_each_above(2000);
}

#[test]
fn text_of_prodigy_is_read() {
    assert!(is_text(PRODIGY) && is_text("\r\nigor \r\n") && !is_text("IGOR said\n1 2\n"));
    let all = read_text(PRODIGY).unwrap();
    assert_eq!(all.len(), 1);
    let s = &all[0];
    assert_eq!(
        (&*s.energy_ev, &*s.counts),
        (&[100.0, 100.5, 101.0][..], &[11.0, 22.0, 33.0][..])
    );
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Kinetic), Some(1486.6))
    );
    assert_eq!(
        (s.scans, s.dwell_s, s.pass_energy_ev),
        (Some(3), Some(0.5), Some(20.0))
    );
    assert_eq!(
        (s.count_unit, s.region.as_str()),
        (CountUnit::CountsPerSecond, "ID_001")
    );
    assert_eq!(s.date.as_deref(), Some("2021-Nov-18 12:53:08"));
    assert!(s.doubts.is_empty(), "{:?}", sentences(&s.doubts));
    // Older versions write the unit alone: the energies begin where the header says.
    let old = PRODIGY.replace("eV (Kinetic Energy)", "eV");
    assert_eq!(read_text(&old).unwrap()[0].axis, Some(Axis::Kinetic));
    let old = old
        .replace("= 100\r", "= 386.6\r")
        .replace("= 1386.6", "= 100");
    assert_eq!(read_text(&old).unwrap()[0].axis, Some(Axis::Binding));
    let neither = old.replace("= 100\r", "= 9\r");
    let s = &read_text(&neither).unwrap()[0];
    assert!(s.axis.is_none() && s.doubts.len() == 1);
}

#[test]
fn text_of_igor_is_read() {
    let all = read_text(
        "IGOR\nWAVES/D/O BE, 'C 1s'\tother\nBEGIN\n 3\t1 nan\n2 2 5\n\n1 3 6\nEND\n\
         X Note 'C 1s', \"Sample=Au\\rPass Energy=20\"; SetScale d 0,0,\"counts\", 'C 1s', other\n\
         WAVES/T words\nBEGIN\nfoo bar\nEND\n\
         WAVES steps\nBEGIN\n5\n6\nEND\nX SetScale x 10,12,\"eV\", steps; SetScale y 0,0,\"cps\", steps\n\
         WAVES flat\nBEGIN\n5\n6\nEND\n",
    )
    .unwrap();
    assert_eq!(all.len(), 3);
    let s = &all[0];
    assert_eq!((s.region.as_str(), s.sample.as_str()), ("C 1s", "Au"));
    assert_eq!(
        (&*s.energy_ev, &*s.counts),
        (&[3.0, 2.0, 1.0][..], &[1.0, 2.0, 3.0][..])
    );
    assert_eq!(
        (s.axis, s.count_unit),
        (Some(Axis::Binding), CountUnit::Counts)
    );
    let left_out =
        "the wave “flat” is left out: a wave without energies (its points are only numbered)";
    assert_eq!(sentences(&s.doubts), [left_out]);
    assert_eq!((all[1].region.as_str(), all[1].counts.len()), ("other", 2));
    assert_eq!((&*all[2].energy_ev, all[2].block), (&[10.0, 11.0][..], 3));
    assert_eq!(all[2].count_unit, CountUnit::CountsPerSecond);
}

#[test]
fn faults_of_text_have_their_line() {
    for (text, want) in [
        (
            "IGOR\n",
            "line 1: found no wave of real numbers, expected a spectrum",
        ),
        (
            "IGOR\nWAVES\nBEGIN\n",
            "line 2: found an empty line, expected the name of a wave",
        ),
        ("IGOR\nWAVES a\n1\n", "line 3: found “1”, expected BEGIN"),
        (
            "IGOR\nWAVES a b\nBEGIN\n1 2\n3\nEND\n",
            "line 5: found “3”, expected 2 numbers in a row, or END",
        ),
        (
            "IGOR\nWAVES/N=(2,x) a\n",
            "line 2: found “N=(2,x)”, expected one to four sizes",
        ),
        (
            "IGOR\nWAVES/N=(2, 3) a\nBEGIN\n1 2 3\nEND\n",
            "line 2: found 3 numbers for 2 × 3 points, expected a spectrum",
        ),
        (
            "IGOR\nWAVES/C z\nBEGIN\n1 2\nEND\n",
            "line 1: found no wave of real numbers, expected a spectrum",
        ),
        (
            "IGOR\nWAVES a\nBEGIN\n1\n2\n3",
            "line 2: found a wave without energies",
        ),
    ] {
        let got = read_text(text).unwrap_err().to_string();
        assert!(got.starts_with(want), "{text}: {got}");
    }
    let cut = read_text("IGOR\nWAVES KE_eV a\nBEGIN\n1 2\n2 3\n3 ").unwrap();
    assert_eq!((cut[0].counts.len(), cut[0].axis), (2, Some(Axis::Kinetic)));
    assert_eq!(
        sentences(&cut[0].doubts),
        ["the file breaks off within this wave"]
    );
    let many = format!("IGOR\nWAVES {}\n", "a,".repeat(6000));
    assert_eq!(
        read_text(&many).unwrap_err().to_string(),
        "line 2: found 6000 waves, expected at most 5000"
    );
    for n in 0..PRODIGY.len() {
        let _ = read_text(&PRODIGY[..n]);
    }
}
