//! Small PHI files, built byte by byte.

use super::*;
use crate::shared::MAX_SPECTRA;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::sentences;

/// A region of a [`Phi`] file and its spectra.
#[derive(Clone)]
struct Spectra {
    name: &'static str,
    start_ev: f64,
    step_ev: f64,
    /// Type of the numbers as the trace header names it.
    kind: &'static str,
    /// Name of the second dimension.
    series: &'static str,
    rows: Vec<Vec<f64>>,
}

/// A PHI file as its parts.
#[derive(Clone)]
struct Phi {
    header: Vec<&'static str>,
    regions: Vec<Spectra>,
    /// Sputter times of the cycles, s.
    times: Vec<f32>,
    /// Whether each trace header gives the end of its data, where the time per point stands.
    gives_ends: bool,
}

impl Default for Phi {
    fn default() -> Self {
        Phi {
            header: vec![
                "Technique: XPS",
                "TechniqueEx: XPS",
                "FileDesc: (1, SnO2_10nm)",
                "InstrumentModel: VersaProbe 4",
                "FileDate: 2024 1 23",
                "AcqFileDate: 2024 1 22",
                "Operator: ",
                "EnergyReference: none 0.0",
                "SourceAnalyserAngle: 45.0 d",
                "IntensityRecal: no",
                "IntensityCalCoeff: 40.000 0.200",
                "EnergyRecal: no",
                "XraySource: Al 1486.6 mono",
                "Channel Info: 1 1 1.004",
            ],
            regions: vec![survey()],
            times: vec![],
            gives_ends: false,
        }
    }
}

fn survey() -> Spectra {
    Spectra {
        name: "Su1s",
        start_ev: 1400.0,
        step_ev: -0.8,
        kind: "f4",
        series: "sar",
        rows: vec![(0..9).map(|i| 1000.0 + f64::from(i)).collect()],
    }
}

fn narrow(kind: &'static str, rows: usize) -> Spectra {
    let row = |r: usize| (0..5).map(|i| (100 * r + i) as f64 + 0.25).collect();
    Spectra {
        name: "C1s",
        start_ev: 290.0,
        step_ev: -0.1,
        kind,
        series: if rows > 1 { "cyc" } else { "sar" },
        rows: (0..rows).map(row).collect(),
    }
}

fn profile() -> Phi {
    let mut wide = survey();
    wide.series = "cyc";
    wide.rows = (0..3).map(|r| vec![f64::from(r) + 0.5; 9]).collect();
    Phi {
        regions: vec![wide, narrow("f4", 3)],
        times: vec![-0.0, 30.0, 60.0],
        ..Default::default()
    }
}

fn name_word(name: &str) -> [u8; 4] {
    let mut word = [0; 4];
    word[..name.len()].copy_from_slice(name.as_bytes());
    word
}

impl Phi {
    fn bytes(&self) -> Vec<u8> {
        let mut text = "SOFH\r\nPlatform: PC\r\n".to_owned();
        for line in &self.header {
            text += &format!("{line}\r\n");
        }
        text += &format!("NoSpectralReg: {}\r\n", self.regions.len());
        for (i, r) in self.regions.iter().enumerate() {
            let (n, points) = (i + 1, r.rows[0].len());
            let stop = r.start_ev + r.step_ev * (points - 1) as f64;
            text += &format!(
                "SpectralRegDefFull: {n} 1 {0} 6 {points} 0 0 0 0 0 0.000000 0.00 AREA\r\n\
                 SpectralRegDef: {n} 1 {0} 6 {points} {1:.4} {2:.4} {stop:.4} 1399.0000 1.0000 \
                 0.120000 55.00 AREA\r\nSpectralRegDef2: {n} 1400.0 3 0 2 8000\r\n",
                r.name, r.step_ev, r.start_ev
            );
        }
        text += "EOFH\r\n";

        let traces = self.regions.len() + usize::from(!self.times.is_empty());
        let mut headers = Vec::new();
        let mut data = Vec::new();
        let data_start = 16 + 96 * traces;
        for (i, r) in self.regions.iter().enumerate() {
            let n = i as u32 + 1;
            let start = data_start + data.len();
            for value in r.rows.iter().flatten() {
                match r.kind {
                    "f4" => data.extend((*value as f32).to_le_bytes()),
                    _ => data.extend(value.to_le_bytes()),
                }
            }
            let end = data_start + data.len();
            let (points, rows) = (r.rows[0].len() as u32, r.rows.len() as u32);
            let mut words = [[0; 4]; 24];
            for (word, value) in [
                (0, n),
                (1, 1),
                (3, n),
                (4, 1),
                (5, points),
                (6, rows),
                (13, 1),
                (16, 0x14E630),
                (19, (end - start) as u32),
                (20, start as u32),
            ] {
                words[word] = value.to_le_bytes();
            }
            for (word, name) in [(8, "pnt"), (10, r.series), (14, "c/s"), (18, r.kind)] {
                words[word] = name_word(name);
            }
            if self.gives_ends {
                words[23] = (end as u32).to_le_bytes();
                data.extend(0.12f32.to_le_bytes());
            }
            headers.extend(words.concat());
        }
        if !self.times.is_empty() {
            let start = data_start + data.len();
            for _ in &self.regions {
                data.extend(self.times.iter().flat_map(|t| t.to_le_bytes()));
            }
            let mut words = [[0; 4]; 24];
            for (word, value) in [
                (0, traces),
                (4, 8),
                (5, self.times.len()),
                (6, self.regions.len()),
                (7, 1),
                (19, data_start + data.len() - start),
                (20, start),
                (21, 6),
            ] {
                words[word] = (value as u32).to_le_bytes();
            }
            for (word, name) in [(8, "cyc"), (10, "reg"), (14, "s"), (18, "f4")] {
                words[word] = name_word(name);
            }
            headers.extend(words.concat());
        }
        let table = [1, traces as u32, 96 * traces as u32, 16];
        let mut bytes = text.into_bytes();
        bytes.extend(table.map(u32::to_le_bytes).concat());
        bytes.extend(headers);
        bytes.extend(data);
        bytes
    }

    /// The bytes with one word of a trace header changed; traces and words count from 0.
    fn with_word(&self, trace: usize, word: usize, value: u32) -> Vec<u8> {
        let mut bytes = self.bytes();
        let (start, _) = header::extent(&bytes).unwrap();
        let at = start + 16 + 96 * trace + 4 * word;
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        bytes
    }
}

/// Seeds of the fuzz target.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("survey.spe", Phi::default().bytes()),
        ("profile.pro", profile().bytes()),
    ]
}

fn one(phi: &Phi) -> Spectrum {
    only(read(&phi.bytes()))
}

fn refused(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

#[test]
fn a_survey_in_single_precision() {
    let s = one(&Phi::default());
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "Su1s", "SnO2_10nm")
    );
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Binding)));
    assert_eq!(s.photon_energy_ev, Some(1486.6));
    assert_eq!(s.energy_ev[..4], [1400.0, 1399.2, 1398.4, 1397.6]);
    assert_eq!(s.energy_ev.last(), Some(&1393.6));
    assert_eq!(s.counts[..3], [1000.0, 1001.0, 1002.0]);
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(55.0), Some(0.12), None)
    );
    assert_eq!(s.source_analyser_angle_deg, Some(45.0));
    assert_eq!(s.date.as_deref(), Some("2024 1 22"));
    assert_eq!(s.instrument.as_deref(), Some("VersaProbe 4"));
    assert_eq!(note(&s, "Channel Info"), Some("1 1 1.004"));
    assert_eq!(note(&s, "SpectralRegDef2"), Some("1 1400.0 3 0 2 8000"));
    assert_eq!(note(&s, "Operator"), None);
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
}

/// T = Ep (a² / (a² + (E/Ep)²))^b, worked out by hand for a = 40, b = 0.2.
#[test]
fn the_transmission_function_of_the_header() {
    let mut phi = Phi::default();
    phi.regions[0].start_ev = 1486.6;
    let s = one(&phi);
    let t = s.transmission.unwrap();
    assert_eq!(t.len(), 9);
    assert!((t[0] - 55.0).abs() < 1e-12, "at a kinetic energy of zero");
    phi.regions[0].start_ev = 0.0;
    phi.regions[0].step_ev = -1.0;
    // E/Ep = 1486.6/55 = 27.0291; (1600 / 2330.571)^0.2 = 0.927543.
    let t = one(&phi).transmission.unwrap();
    assert!((t[0] - 51.0148).abs() < 1e-3, "{}", t[0]);

    let without = |line: &str, other: &'static str| {
        let mut phi = Phi::default();
        phi.header.retain(|l| !l.starts_with(line));
        phi.header.push(other);
        one(&phi)
    };
    assert_eq!(without("IntensityCalCoeff", "").transmission, None);
    assert_eq!(without("XraySource", "").transmission, None);
    let s = without("IntensityRecal", "IntensityRecal: yes");
    assert_eq!(s.transmission, None);
    assert!(
        sentences(&s.doubts)[0].contains("corrected intensities (“yes”)"),
        "{:?}",
        sentences(&s.doubts)
    );
    let s = without("EnergyRecal", "EnergyRecal: yes 0.3");
    assert!(
        sentences(&s.doubts)[0].contains("energies (“yes 0.3”)"),
        "{:?}",
        sentences(&s.doubts)
    );
    assert!(s.transmission.is_some());
}

#[test]
fn several_regions_in_double_precision() {
    for (kind, gives_ends) in [("f8", false), ("u8", false), ("f8", true), ("f4", true)] {
        let phi = Phi {
            regions: vec![survey(), narrow(kind, 1)],
            gives_ends,
            ..Default::default()
        };
        let spectra = read(&phi.bytes()).unwrap();
        assert_eq!(spectra.len(), 2, "{kind}");
        let s = &spectra[1];
        assert_eq!((s.block, s.region.as_str()), (2, "C1s"));
        assert_eq!(s.energy_ev, [290.0, 289.9, 289.8, 289.7, 289.6]);
        assert_eq!(s.counts, [0.25, 1.25, 2.25, 3.25, 4.25], "{kind}");
        assert_eq!(note(s, "XraySource"), Some("Al 1486.6 mono"));
        assert_eq!(
            note(s, "Channel Info"),
            None,
            "only with the first spectrum"
        );
        assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    }
}

#[test]
fn the_cycles_of_a_depth_profile() {
    let spectra = read(&profile().bytes()).unwrap();
    assert_eq!(spectra.len(), 6);
    let names: Vec<&str> = spectra.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(
        names[..3],
        ["Su1s, cycle 1", "Su1s, cycle 2", "Su1s, cycle 3"]
    );
    assert_eq!(names[3..], ["C1s, cycle 1", "C1s, cycle 2", "C1s, cycle 3"]);
    assert_eq!((spectra[2].counts[0], spectra[2].counts[8]), (2.5, 2.5));
    assert_eq!(spectra[4].counts, [100.25, 101.25, 102.25, 103.25, 104.25]);
    assert_eq!(
        (spectra[4].block, note(&spectra[4], "cycle")),
        (5, Some("2"))
    );
    assert_eq!(note(&spectra[4], "sputter time"), Some("30 s"));
    assert_eq!(note(&spectra[3], "sputter time"), Some("0 s"));
    assert_eq!(note(&spectra[5], "sputter time"), Some("60 s"));
    assert!(spectra.iter().all(|s| s.doubts.is_empty()));
}

#[test]
fn several_areas_are_several_spectra() {
    let mut phi = Phi::default();
    phi.regions[0].rows = vec![vec![1.0; 9], vec![2.0; 9]];
    let spectra = read(&phi.bytes()).unwrap();
    assert_eq!(spectra[1].region, "Su1s, area 2");
    assert_eq!((spectra.len(), spectra[1].counts[0]), (2, 2.0));
    let samples = |phi: &Phi| read(&phi.bytes()).unwrap().into_iter().map(|s| s.sample);
    assert!(samples(&phi).eq(["SnO2_10nm"; 2]));
    phi.header
        .extend(["SpatialAreaDesc: 1 rim", "SpatialAreaDesc: 2 middle"]);
    assert!(samples(&phi).eq(["rim", "middle"]));
}

#[test]
fn auger_spectra_have_kinetic_energies_and_no_photon_energy() {
    let mut phi = Phi {
        header: vec!["Technique: AES", "XraySource: Al 1486.6 mono"],
        ..Default::default()
    };
    phi.regions[0].start_ev = 50.0;
    phi.regions[0].step_ev = 1.0;
    let s = one(&phi);
    assert_eq!((s.technique, s.axis), (Technique::Aes, Some(Axis::Kinetic)));
    assert_eq!((s.photon_energy_ev, s.energy_ev[1]), (None, 51.0));
}

#[test]
fn negative_counts_are_kept_and_told() {
    let mut phi = Phi::default();
    phi.regions[0].rows[0][3] = -4.0;
    let s = one(&phi);
    assert_eq!(
        (s.counts[3], sentences(&s.doubts)[0].as_str()),
        (-4.0, "1 of 9 counts are negative")
    );
}

/// Traces that contradict the header or themselves are left out and named; the others are read.
#[test]
fn a_wrong_trace_is_left_out_with_the_reason() {
    let phi = Phi {
        regions: vec![survey(), narrow("f8", 1)],
        ..Default::default()
    };
    let text = |name: &str| u32::from_le_bytes(name_word(name));
    for (word, value, reason) in [
        (3, 7, "the header defines no region 7"),
        (5, 6, "it has 6 points, and region 2 “C1s” has 5"),
        (6, 2, "its length does not fit its number of points"),
        (7, 1 << 31, "its length does not fit its number of points"),
        (
            8,
            text("cyc"),
            "its numbers run over “cyc” and not over points",
        ),
        (18, text("i2"), "its numbers are of the unknown type “i2”"),
        (
            18,
            text("f4"),
            "its length does not fit its number of points",
        ),
        (19, 41, "its length does not fit its number of points"),
        (20, 100, "contradicts itself about where the data are"),
        (20, 208, "its data are those of another trace as well"),
        (23, 99, "contradicts itself about where the data are"),
    ] {
        let spectra = read(&phi.with_word(1, word, value)).unwrap();
        assert_eq!(spectra.len(), 1, "{reason}");
        let said = &sentences(&spectra[0].doubts)[0];
        assert_eq!(
            said,
            &format!("trace 2 is left out: {reason}")
                .replace("contradicts", "its header contradicts")
        );
    }
    let one = Phi::default();
    let e = refused(&one.with_word(0, 18, text("i2")));
    assert!(
        e.contains("no complete spectrum (trace 1 is left out: its numbers"),
        "{e}"
    );
    let e = refused(&one.with_word(0, 3, 0));
    assert!(
        e.contains("no complete spectrum (region 1 “Su1s” has no trace)"),
        "{e}"
    );
    // Two areas over something that is neither.
    let mut phi = one;
    phi.regions[0].rows = vec![vec![1.0; 9], vec![2.0; 9]];
    phi.regions[0].series = "lin";
    let e = refused(&phi.bytes());
    assert!(
        e.contains("a series over “lin” and “”, not over cycles or areas"),
        "{e}"
    );
}

#[test]
fn numbers_that_are_no_intensities_are_left_out() {
    for bad in [f64::NAN, f64::INFINITY, 1e16, f64::from_bits(12_345)] {
        let mut phi = Phi {
            regions: vec![survey(), narrow("u8", 1)],
            ..Default::default()
        };
        phi.regions[1].rows[0][2] = bad;
        let spectra = read(&phi.bytes()).unwrap();
        let said = &sentences(&spectra[0].doubts)[0];
        assert!(
            said.starts_with("region 2 “C1s” is left out: point 3 is "),
            "{said}"
        );
        assert_eq!(spectra.len(), 1);
    }
}

#[test]
fn a_table_of_another_layout_is_refused() {
    let phi = Phi::default();
    let (start, _) = header::extent(&phi.bytes()).unwrap();
    for (word, value) in [(1, 0), (1, 2), (1, u32::MAX), (2, 192), (3, 20)] {
        let mut bytes = phi.bytes();
        let at = start + 4 * word;
        bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
        let e = refused(&bytes);
        assert!(
            e.contains("expected at least one trace with a header of 96 bytes"),
            "{e}"
        );
    }
    let mut bytes = phi.bytes();
    bytes[start + 4..start + 12].copy_from_slice(&[1000u32, 96_000].map(u32::to_le_bytes).concat());
    let e = refused(&bytes);
    assert!(
        e.ends_with("found the end of the file, expected the table of traces that follows “EOFH”"),
        "{e}"
    );
}

/// Every beginning of a file gives some of its spectra, unchanged and with a doubt, or one line.
#[test]
fn a_file_that_breaks_off_gives_its_complete_spectra() {
    for phi in [
        profile(),
        Phi {
            regions: vec![narrow("f8", 1), survey()],
            gives_ends: true,
            ..Default::default()
        },
    ] {
        let bytes = phi.bytes();
        let whole = read(&bytes).unwrap();
        let mut seen = vec![0; whole.len() + 1];
        for cut in 0..bytes.len() {
            let spectra = match crate::testing::read(&bytes[..cut], "a.spe") {
                Ok(spectra) => spectra,
                Err(e) => {
                    assert!(!e.to_string().contains(['\n', '\r']), "{e}");
                    seen[0] += 1;
                    continue;
                }
            };
            seen[spectra.len()] += 1;
            for s in &spectra {
                let same = whole.iter().find(|w| w.region == s.region).unwrap();
                assert_eq!((&s.energy_ev, &s.counts), (&same.energy_ev, &same.counts));
            }
            let told = sentences(&spectra[0].doubts)
                .iter()
                .any(|d| d.contains("the file breaks off"));
            assert_eq!(told, spectra.len() < whole.len(), "cut at {cut}");
        }
        // Spectra come one after the other as the file grows.
        assert!(seen[1..].iter().all(|n| *n > 0), "{seen:?}");
    }
    let mut bytes = profile().bytes();
    bytes.truncate(bytes.len() - 24 - 20);
    let spectra = read(&bytes).unwrap();
    assert_eq!(
        sentences(&spectra[0].doubts),
        ["the file breaks off: it holds 2 of 3 spectra of region 2 “C1s”"]
    );
    assert_eq!(
        note(&spectra[4], "sputter time"),
        None,
        "the table is cut, too"
    );
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for bytes in [profile().bytes(), Phi::default().bytes()] {
        for _ in 0..20_000 {
            outcomes.see(read(&damage.of(&bytes)));
        }
    }
    outcomes.assert_each_above(2000);
}

/// A file of thousands of tiny spectra under a long header stays small in memory.
#[test]
fn many_spectra_are_bounded() {
    let mut phi = Phi::default();
    let long: &'static str =
        Box::leak(format!("FileDesc: {}", "é".repeat(20_000)).into_boxed_str());
    phi.header[2] = long;
    phi.regions[0].rows = vec![vec![1.0, 2.0]; MAX_SPECTRA + 10];
    let spectra = read(&phi.bytes()).unwrap();
    assert_eq!(spectra.len(), MAX_SPECTRA);
    assert_eq!(spectra[7].sample.chars().count(), 101);
    assert!(
        sentences(&spectra[0].doubts)[0].contains("only the first 5000"),
        "{:?}",
        sentences(&spectra[0].doubts)
    );
}
