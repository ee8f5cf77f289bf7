//! Small SpecsLab files, written element by element.

use super::*;
use crate::Place;
use crate::shared::MAX_SPECTRA;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, Technique, sentences};

/// What comes before the groups; SpecsLab's definition declares every tag in this way.
const PROLOG: &str = "<?xml version=\"1.0\"?>\r\n\
    <!-- CORBA XML document created by XMLSerializer2 1.6 -->\r\n\
    <!DOCTYPE any [\r\n\
    <!ELEMENT any (any|sequence|struct|string|ulong|double)?>\r\n\
    <!ATTLIST any name NMTOKEN #IMPLIED version CDATA #IMPLIED>\r\n\
    ]>\r\n\
    <any version=\"1.6\">\r\n";

/// A scan: counts and scaling factors.
type Scan = (Vec<u32>, &'static str);

#[derive(Clone)]
struct TestRegion {
    name: &'static str,
    /// Scalars of the definition: tag, name, value.
    scalars: Vec<(&'static str, &'static str, &'static str)>,
    mode: &'static str,
    head: usize,
    tail: usize,
    /// Shift and gain.
    channels: Vec<(&'static str, &'static str)>,
    excitations: Vec<&'static str>,
    anode: &'static str,
    /// Time and scans.
    cycles: Vec<(&'static str, Vec<Scan>)>,
    compact: Vec<Vec<u32>>,
    transmission: &'static str,
    comment: &'static str,
}

impl Default for TestRegion {
    /// Three energies from 1000 eV in steps of 0.5 eV. At 10 eV the shifts of the three channels
    /// are −0.5 eV, 0 eV and 1.1 eV: −1, 0 and 2 steps.
    fn default() -> Self {
        TestRegion {
            name: "C1s",
            scalars: vec![
                ("string", "analysis_method", "XPS"),
                ("string", "analyzer_lens", "MediumArea"),
                ("ulong", "num_scans", "2"),
                ("ulong", "curves_per_scan", "1"),
                ("ulong", "values_per_curve", "3"),
                ("double", "dwell_time", "0.1"),
                ("double", "scan_delta", "0.5"),
                ("double", "excitation_energy", "1253.6"),
                ("double", "kinetic_energy", "1000"),
                ("double", "kinetic_energy_base", "0"),
                ("double", "pass_energy", "10"),
                ("double", "bias_voltage", "90"),
                ("double", "effective_workfunction", "4.37"),
            ],
            mode: "FixedAnalyzerTransmission",
            head: 2,
            tail: 1,
            channels: vec![("-0.05", "1"), ("0", "1"), ("0.11", "1")],
            excitations: vec!["1253.6"],
            anode: "Mg",
            // Rows from 999.0 eV to 1001.5 eV. The line at 1000.5 eV is seen by the channels in
            // rows 4, 3 and 1.
            cycles: vec![(
                "1705928709",
                vec![
                    (
                        vec![
                            1, 2, 3, //
                            1, 2, 103, //
                            1, 2, 3, //
                            1, 102, 3, //
                            101, 2, 3, //
                            1, 2, 3,
                        ],
                        "",
                    ),
                    (vec![1; 18], ""),
                ],
            )],
            compact: vec![],
            transmission: "3 2.5 2",
            comment: "as &lt;deposited&gt;",
        }
    }
}

fn sequence(name: &str, kind: &str, content: &str) -> String {
    format!(
        "<sequence name=\"{name}\" length=\"1\" type_name=\"{kind}\">\r\n{content}</sequence>\r\n"
    )
}

fn structure(name: &str, kind: &str, content: &str) -> String {
    let name = if name.is_empty() {
        String::new()
    } else {
        format!(" name=\"{name}\"")
    };
    format!("<struct{name} type_name=\"{kind}\">\r\n{content}</struct>\r\n")
}

fn scalar(tag: &str, name: &str, value: &str) -> String {
    format!("<{tag} name=\"{name}\">{value}</{tag}>\r\n")
}

fn parameter(name: &str, value: &str) -> String {
    let content = scalar("string", "name", name)
        + &format!("<any name=\"value\">\r\n<string>{value}</string>\r\n</any>\r\n");
    structure("", "Parameter", &content)
}

fn numbers(tag: &str, values: &[u32]) -> String {
    let lines: Vec<String> = values.iter().map(u32::to_string).collect();
    format!("<{tag}>\r\n{}\r\n</{tag}>\r\n", lines.join("\r\n"))
}

impl TestRegion {
    /// The default with another scalar.
    fn with(name: &'static str, value: &'static str) -> TestRegion {
        TestRegion::default().and(name, value)
    }

    fn and(mut self, name: &'static str, value: &'static str) -> TestRegion {
        self.scalars.retain(|(_, n, _)| *n != name);
        if !value.is_empty() {
            self.scalars.push(("double", name, value));
        }
        self
    }

    /// One channel without a shift.
    fn plain(counts: Vec<u32>) -> TestRegion {
        let mut region = TestRegion {
            head: 0,
            tail: 0,
            channels: vec![("0", "1")],
            transmission: "",
            ..Default::default()
        };
        region.cycles[0].1 = vec![(counts, "")];
        region.and("num_scans", "1")
    }

    fn xml(&self) -> String {
        let mut definition: String = self
            .scalars
            .iter()
            .map(|(t, n, v)| scalar(t, n, v))
            .collect();
        let mode = scalar("string", "name", self.mode) + &scalar("ulong", "flags", "2");
        definition += &structure("scan_mode", "ScanMode", &mode);
        let detectors: String = self
            .channels
            .iter()
            .map(|(shift, gain)| {
                let content = scalar("double", "position", "-8")
                    + &scalar("double", "shift", shift)
                    + &scalar("double", "gain", gain)
                    + &sequence("parameters", "ParameterSeq", &parameter("Deadtime", "7"));
                structure("", "Detector", &content)
            })
            .collect();
        let analyser = scalar("string", "name", "PHOIBOS 100")
            + &sequence("detectors", "DetectorSeq", &detectors)
            + "<sequence name=\"parameters\" length=\"0\" type_name=\"ParameterSeq\"/>\r\n";
        let lines: String = self
            .excitations
            .iter()
            .map(|e| structure("", "Excitation", &scalar("double", "energy", e)))
            .collect();
        let settings = parameter("Anode", self.anode) + &parameter("Power [W]", "250");
        let source = scalar("string", "name", "XR-50")
            + &sequence("excitations", "ExcitationSeq", &lines)
            + &sequence("parameters", "ParameterSeq", &settings);
        let cycles: String = self
            .cycles
            .iter()
            .map(|(time, scans)| {
                let scans: String = scans
                    .iter()
                    .map(|(counts, factors)| {
                        let factors = format!("<double>{factors}</double>");
                        let content = sequence("counts", "CountsSeq", &numbers("ulong", counts))
                            + &sequence("scaling_factors", "DoubleSeq", &factors);
                        structure("", "ScanData", &content)
                    })
                    .collect();
                let curve = scalar("string", "name", "Drain current")
                    + &scalar("double", "start", "1000")
                    + &sequence("data", "DoubleSeq", "<double>\r\n1.5\r\n-2\r\n</double>");
                let content = scalar("ulong", "time", time)
                    + &sequence("scans", "ScanSeq", &scans)
                    + &sequence("y_curves", "YCurveSeq", &structure("", "YCurve", &curve))
                    + &sequence("parameters", "ParameterSeq", &parameter("Loop", "4"));
                structure("", "Cycle", &content)
            })
            .collect();
        let compact: String = self
            .compact
            .iter()
            .map(|counts| {
                let content = scalar("ulong", "time", "951782400")
                    + &sequence("counts", "CountsSeq", &numbers("ulong", counts));
                structure("", "CompactCycle", &content)
            })
            .collect();
        let values = format!("<double>{}</double>", self.transmission);
        let shown = parameter("Color", "255") + &parameter("Comment", self.comment);
        let content = scalar("string", "name", self.name)
            + &structure("region", "RegionDef", &definition)
            + &scalar("ulong", "mcd_head", &self.head.to_string())
            + &scalar("ulong", "mcd_tail", &self.tail.to_string())
            + &structure("analyzer_info", "AnalyzerInfo", &analyser)
            + &structure("source_info", "SourceInfo", &source)
            + &sequence("cycles", "CycleSeq", &cycles)
            + &sequence("compact_cycles", "CompactCycleSeq", &compact)
            + &sequence("transmission", "DoubleSeq", &values)
            + &sequence("parameters", "ParameterSeq", &shown);
        structure("", "RegionData", &content)
    }
}

fn document(groups: &[(&str, Vec<TestRegion>)]) -> String {
    let groups: String = groups
        .iter()
        .map(|(name, regions)| {
            let regions: String = regions.iter().map(TestRegion::xml).collect();
            let content = scalar("string", "name", name)
                + &sequence("regions", "RegionDataSeq", &regions)
                + "<sequence name=\"parameters\" length=\"0\" type_name=\"ParameterSeq\"/>\r\n";
            structure("", "RegionGroup", &content)
        })
        .collect();
    let groups = groups.replace("type_name=\"", "type_id=\"IDL:specs.de\" type_name=\"");
    format!(
        "{PROLOG}<sequence length=\"1\" type_name=\"RegionGroupSeq\">\r\n{groups}</sequence>\r\n</any>\r\n"
    )
}

fn file(region: TestRegion) -> String {
    document(&[("Sample A", vec![region])])
}

/// Small files, by name.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let mut cycles = TestRegion::with("curves_per_scan", "2");
    cycles.cycles[0].1 = vec![((0..36).collect(), "")];
    cycles
        .cycles
        .push(("951782400", vec![((1..37).collect(), "")]));
    let mut snapshot = TestRegion::default().and("values_per_curve", "2");
    (snapshot.mode, snapshot.head, snapshot.tail) = ("Snapshot (FAT)", 0, 0);
    snapshot.channels = vec![("-0.02", "1"), ("0", "2"), ("0.011", "1")];
    snapshot.cycles[0].1 = vec![((1..7).collect(), "")];
    let mut compact = TestRegion::default();
    compact.cycles.clear();
    compact.compact = vec![vec![5, 6, 7]];
    let files = [
        ("scan.xml", file(TestRegion::default())),
        ("cycles.xml", file(cycles)),
        (
            "other.xml",
            document(&[("A", vec![snapshot]), ("B", vec![compact])]),
        ),
    ];
    files.map(|(name, text)| (name, text.into_bytes())).to_vec()
}

fn one(region: TestRegion) -> Spectrum {
    only(read(&file(region)))
}

fn refused(region: TestRegion) -> String {
    let e = read(&file(region)).unwrap_err().to_string();
    assert!(!e.contains(['\n', '\r']), "{e}");
    e
}

#[test]
fn the_channels_of_a_scan_are_put_together() {
    let s = one(TestRegion::default());
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "C1s", "Sample A")
    );
    assert_eq!(s.energy_ev, [1000.0, 1000.5, 1001.0]);
    // One of the second scan and 1, 2, 3 of the first for each channel; the line at 1000.5 eV.
    assert_eq!(s.counts, [9.0, 309.0, 9.0]);
    assert_eq!(
        (s.axis, s.count_unit),
        (Some(Axis::Kinetic), CountUnit::Counts)
    );
    assert_eq!(
        (s.technique, s.photon_energy_ev),
        (Technique::Xps, Some(1253.6))
    );
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(10.0), Some(0.1), Some(2))
    );
    assert_eq!(s.transmission, Some(vec![3.0, 2.5, 2.0]));
    assert_eq!(s.instrument.as_deref(), Some("PHOIBOS 100"));
    assert_eq!(s.date.as_deref(), Some("2024-01-22 13:05:09 UTC"));
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    for (key, value) in [
        ("analysis method", "XPS"),
        ("lens mode", "MediumArea"),
        ("scan mode", "FixedAnalyzerTransmission"),
        ("bias voltage", "90 V"),
        ("effective work function", "4.37 eV"),
        ("detector channels", "3"),
        ("source", "XR-50"),
        ("source: Anode", "Mg"),
        ("source: Power [W]", "250"),
        ("Comment", "as <deposited>"),
        ("channel Drain current", "2 values from -2 to 1.5"),
        ("Loop", "4"),
    ] {
        assert_eq!(note(&s, key), Some(value), "{key}");
    }
    for key in ["Color", "Deadtime", "pass_energy", "cycle", "curve"] {
        assert_eq!(note(&s, key), None, "{key}");
    }
    assert_eq!(s.binding_energy_ev().unwrap(), [253.6, 253.1, 252.6]);
}

#[test]
fn one_channel_and_no_detector_are_the_same() {
    let s = one(TestRegion::plain(vec![4, 5, 6]));
    assert_eq!(
        (s.counts.as_slice(), s.scans),
        (&[4.0, 5.0, 6.0][..], Some(1))
    );
    assert_eq!(
        (s.transmission, note(&s_of_none(), "detector channels")),
        (None, None)
    );
    assert_eq!(s_of_none().counts, [4.0, 5.0, 6.0]);
}

fn s_of_none() -> Spectrum {
    let mut region = TestRegion::plain(vec![4, 5, 6]).and("pass_energy", "");
    region.channels.clear();
    one(region)
}

#[test]
fn energies_fall_with_a_negative_step() {
    let mut region = TestRegion::plain(vec![4, 5, 6]).and("scan_delta", "-0.1");
    region = region.and("kinetic_energy", "286.61");
    assert_eq!(one(region).energy_ev, [286.61, 286.51, 286.41]);
}

#[test]
fn cycles_and_curves_are_spectra() {
    let (_, bytes) = samples().remove(1);
    let all = read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    let names: Vec<&str> = all.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(
        names,
        [
            "C1s, cycle 1, curve 1",
            "C1s, cycle 1, curve 2",
            "C1s, cycle 2, curve 1",
            "C1s, cycle 2, curve 2"
        ]
    );
    // Rows 3, 2, 0 of the channels 0, 1, 2 make the first energy: 9 + 7 + 2.
    assert_eq!(all[0].counts, [18.0, 27.0, 36.0]);
    assert_eq!(all[1].counts, [18.0 + 54.0, 27.0 + 54.0, 36.0 + 54.0]);
    assert_eq!(all[2].counts, [21.0, 30.0, 39.0]);
    assert_eq!(all[3].block, 4);
    assert_eq!(
        (note(&all[3], "cycle"), note(&all[3], "curve")),
        (Some("2"), Some("2"))
    );
    assert_eq!(all[3].date.as_deref(), Some("2000-02-29 00:00:00 UTC"));
    assert_eq!(
        (note(&all[0], "Comment"), note(&all[1], "Comment")),
        (Some("as <deposited>"), None)
    );
    assert_eq!(
        sentences(&all[0].doubts),
        ["the file holds 1 of the 2 scans that were ordered"]
    );
}

#[test]
fn snapshots_and_compact_cycles() {
    let (_, bytes) = samples().remove(2);
    let all = read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!(all.len(), 2);
    let [snapshot, compact] = &all[..] else {
        panic!("{} spectra", all.len())
    };
    // At 1000 and 1000.5 eV the channels see 0.2 eV less, as much, and 0.11 eV more.
    let energies = [999.8, 1000.0, 1000.11, 1000.3, 1000.5, 1000.61];
    assert_eq!(snapshot.energy_ev, energies);
    assert_eq!(snapshot.counts, [1.0, 4.0, 3.0, 4.0, 10.0, 6.0]);
    assert_eq!(
        sentences(&snapshot.doubts),
        [
            "it is a snapshot: each energy was measured by one channel of the detector, whose gain \
             is applied",
            "the file holds 1 of the 2 scans that were ordered",
            "the transmission has 3 values, not one for each energy: it is left out",
        ]
    );
    assert_eq!(compact.energy_ev, [1000.0, 1000.5, 1001.0]);
    assert_eq!(
        (compact.counts.as_slice(), compact.scans),
        (&[5.0, 6.0, 7.0][..], Some(2))
    );
    assert_eq!(compact.transmission, Some(vec![3.0, 2.5, 2.0]));
    assert_eq!((compact.sample.as_str(), compact.block), ("B", 2));
    assert!(note(compact, "compact").is_some_and(|n| n.contains("summed by SpecsLab")));
    assert_eq!(compact.date.as_deref(), Some("2000-02-29 00:00:00 UTC"));
    assert_eq!(sentences(&compact.doubts), Vec::<String>::new());
    // Segments that meet at one energy.
    let mut region = TestRegion::plain(vec![1, 2, 3, 4]).and("values_per_curve", "2");
    region.mode = "Snapshot (FAT)";
    region.channels = vec![("0", "1"), ("0.05", "1")];
    let e = refused(region);
    assert!(
        e.contains("an energy of 1000.5 at point 3, where the axis turns back"),
        "{e}"
    );
}

#[test]
fn what_excited_the_electrons() {
    let of = |method, energy, excitations: Vec<&'static str>, anode| {
        let mut region =
            TestRegion::with("analysis_method", method).and("excitation_energy", energy);
        (region.excitations, region.anode) = (excitations, anode);
        let s = one(region);
        (s.technique, s.photon_energy_ev, s.doubts.len())
    };
    use Technique::*;
    assert_eq!(of("XPS", "0", vec!["1486.7"], "Mg"), (Xps, Some(1486.7), 0));
    assert_eq!(
        of("XPS", "0", vec!["1486.7", "1253.6"], "AlMono"),
        (Xps, Some(1486.6), 0)
    );
    assert_eq!(of("XPS", "", vec![], "Mg_K_alpha"), (Xps, Some(1253.6), 0));
    assert_eq!(of("", "", vec![], "Ag"), (Xps, None, 0));
    assert_eq!(of("XPS", "21.22", vec![], ""), (Ups, Some(21.22), 0));
    assert_eq!(of("UPS", "150", vec![], ""), (Ups, Some(150.0), 0));
    assert_eq!(of("AES", "3000", vec![], "Al"), (Aes, None, 0));
    assert_eq!(of("ISS", "1000", vec![], "Al"), (Other, None, 0));
    assert_eq!(
        of("XPS", "1486.6", vec!["1253.6"], "Mg"),
        (Xps, Some(1486.6), 1)
    );
}

#[test]
fn what_is_doubtful_is_told() {
    let doubts = |region| sentences(&one(region).doubts);
    assert_eq!(
        doubts(TestRegion::with("kinetic_energy_base", "1.5")),
        ["the region has a kinetic energy base of 1.5 eV, which is not applied"]
    );
    let mut region = TestRegion::default();
    region.channels[1].1 = "1.2";
    assert_eq!(
        doubts(region),
        ["the gains of the detector channels are not applied"]
    );
    let mut region = TestRegion::default();
    region.cycles[0].1[0].1 = "1\r\n0.9";
    assert_eq!(
        doubts(region),
        ["the scaling factors of the source's intensity are not applied"]
    );
    for (transmission, text) in [
        (
            "1 2",
            "the transmission has 2 values, not one for each energy: it is left out",
        ),
        (
            "1 0 2",
            "the transmission is not above zero everywhere: it is left out",
        ),
    ] {
        let region = TestRegion {
            transmission,
            ..Default::default()
        };
        let s = one(region);
        assert_eq!(
            (s.transmission, sentences(&s.doubts)),
            (None, vec![text.to_owned()])
        );
    }
}

#[test]
fn scans_that_broke_off_are_left_out() {
    for at in [0, 1, 2] {
        let mut region = TestRegion::default();
        region.cycles[0].1.insert(at, (vec![7; 17], ""));
        region.cycles[0].1.insert(at, (vec![], ""));
        let s = one(region);
        assert_eq!(
            (s.counts.as_slice(), s.scans),
            (&[9.0, 309.0, 9.0][..], Some(2))
        );
        assert_eq!(
            sentences(&s.doubts),
            ["1 scans that broke off are left out"]
        );
    }
}

#[test]
fn cycles_that_broke_off_are_left_out() {
    let mut region = TestRegion::default();
    for _ in 0..5 {
        region.cycles.push(("0", vec![(vec![7; 17], "")]));
    }
    let s = one(region);
    assert_eq!((s.region.as_str(), s.counts[1]), ("C1s, cycle 1", 309.0));
    assert_eq!(s.doubts.len(), 4, "{:?}", sentences(&s.doubts));
    assert!(
        sentences(&s.doubts)[0].starts_with(
            "a cycle is left out: line 12: found 17 counts in cycle 2 in region “C1s”, expected 6"
        ),
        "{:?}",
        sentences(&s.doubts)
    );
    assert_eq!(sentences(&s.doubts)[3], "2 more cycles are left out");
}

/// A calibration that was made later may have shifts that the scan was not made for.
#[test]
fn energies_that_not_every_channel_measured_are_left_out() {
    let mut region = TestRegion::default();
    region.channels[2].0 = "0.15";
    let s = one(region);
    assert_eq!(
        (s.energy_ev.as_slice(), s.counts.as_slice()),
        (&[1000.5, 1001.0][..], &[209.0, 109.0][..])
    );
    assert_eq!(s.transmission, Some(vec![2.5, 2.0]));
    assert_eq!(
        sentences(&s.doubts),
        ["1 energies at the ends, which not every detector channel measured, are left out"]
    );
    let expected = "in region “C1s”, expected channels that have energies in common";
    for shift in ["0.25", "-0.2", "1e300", "-9e99"] {
        let mut region = TestRegion::default();
        region.channels[2].0 = shift;
        let e = refused(region);
        assert!(e.contains("shifts of the detector channels beyond"), "{e}");
        assert!(e.ends_with(expected), "{e}");
    }
}

#[test]
fn regions_that_cannot_be_read() {
    let line = "line 12: found ";
    let cases = [
        (
            TestRegion::with("values_per_curve", "4"),
            "18 counts in cycle 1 in region “C1s”, expected 7 energies (4 of the scan, 2 before, 1 after) × 3 channels × 1 curves",
        ),
        (
            TestRegion::with("values_per_curve", "-1"),
            "“-1” in region “C1s”, expected a number as its values_per_curve",
        ),
        (
            TestRegion::with("values_per_curve", "x"),
            "“x” in region “C1s”, expected a number as its values_per_curve",
        ),
        (
            TestRegion::with("curves_per_scan", "0"),
            "18 counts in cycle 1 in region “C1s”, expected 6 energies (3 of the scan, 2 before, 1 after) × 3 channels × 0 curves",
        ),
        (
            TestRegion::with("kinetic_energy", ""),
            "no kinetic_energy in region “C1s”, expected one",
        ),
        (
            TestRegion::with("kinetic_energy", "nan"),
            "“nan” in region “C1s”, expected a number as its kinetic_energy",
        ),
        (
            TestRegion::with("pass_energy", "0"),
            "no pass_energy in region “C1s”, expected one",
        ),
        (
            TestRegion::plain(vec![1, 2, 3]).and("scan_delta", "0"),
            "an energy of 1000 at point 2, where the axis turns back or stands still in region “C1s”, expected energies that only rise or only fall",
        ),
        (
            TestRegion::plain(vec![1]).and("values_per_curve", "1"),
            "1 energies in region “C1s”, expected at least 2",
        ),
        (
            TestRegion {
                mode: "FixedEnergies",
                ..Default::default()
            },
            "the scan mode “FixedEnergies” in region “C1s”, expected “FixedAnalyzerTransmission” or “Snapshot (FAT)”",
        ),
        (
            TestRegion {
                mode: "",
                ..Default::default()
            },
            "no scan mode in region “C1s”, expected “FixedAnalyzerTransmission” or “Snapshot (FAT)”",
        ),
        (
            TestRegion {
                cycles: vec![],
                ..Default::default()
            },
            "no counts in region “C1s”, expected a measured region",
        ),
    ];
    for (region, found) in cases {
        assert_eq!(refused(region), format!("{line}{found}"));
    }
    // A number that is none: its own line.
    let text = file(TestRegion::default());
    let at = text[..text.find("103").unwrap()].matches('\n').count() + 1;
    let e = read(&text.replace("103", "1o3")).unwrap_err();
    assert_eq!(
        e.to_string(),
        format!("line {at}: found “1o3”, expected a number")
    );
    for odd in ["1&lt;3", "1&bomb;3", "1&#1114112;3", "1,5", "NaN", "1e999"] {
        assert!(read(&text.replace("103", odd)).is_err(), "{odd}");
    }
    let high = read(&text.replace("103", "1e30")).unwrap_err().to_string();
    assert_eq!(
        high,
        format!("{line}1e30 at point 2 in region “C1s”, expected counts")
    );
}

#[test]
fn sound_regions_are_read_beside_others() {
    let odd = |mode| TestRegion {
        mode,
        ..Default::default()
    };
    let empty = TestRegion {
        name: "O1s",
        cycles: vec![],
        ..Default::default()
    };
    let groups = [
        ("A", vec![empty.clone(), TestRegion::default()]),
        (
            "B",
            vec![odd("DVS"), odd("CFS"), odd("CIS"), TestRegion::default()],
        ),
    ];
    let all = read(&document(&groups)).unwrap();
    let places: Vec<_> = all.iter().map(|s| (s.block, s.sample.as_str())).collect();
    assert_eq!(places, [(1, "A"), (2, "B")]);
    for s in &all {
        assert_eq!(s.doubts.len(), 4, "{:?}", sentences(&s.doubts));
        assert_eq!(
            sentences(&s.doubts)[0],
            "a region is left out: line 12: found no counts in region “O1s”, expected a measured region"
        );
        assert!(
            sentences(&s.doubts)[2].contains("the scan mode “CFS”"),
            "{:?}",
            sentences(&s.doubts)
        );
        assert_eq!(sentences(&s.doubts)[3], "1 more regions are left out");
    }
    let e = read(&document(&[("A", vec![]), ("B", vec![])])).unwrap_err();
    assert_eq!(
        e.to_string(),
        "line 1: found a CORBA XML document without regions, expected the regions of a SpecsLab file"
    );
}

#[test]
fn spectra_are_limited() {
    let mut region = TestRegion::plain(vec![1, 2, 3, 4]);
    region = region
        .and("values_per_curve", "2")
        .and("curves_per_scan", "2");
    let cycle = region.cycles[0].clone();
    region.cycles = vec![cycle; 2600];
    let all = read(&document(&[("A", vec![region.clone(), region])])).unwrap();
    assert_eq!(all.len(), MAX_SPECTRA);
    assert_eq!(
        sentences(&all[7].doubts),
        ["only the first 5000 of 10400 spectra are read"]
    );
}

#[test]
fn encodings_and_spellings() {
    let text = file(TestRegion {
        comment: "5 µm",
        ..Default::default()
    });
    let bytes_of = |units: Vec<u16>, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), units.into_iter().flat_map(bytes).collect()].concat()
    };
    let units: Vec<u16> = text.encode_utf16().collect();
    for bytes in [
        text.clone().into_bytes(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        text.chars().map(|c| c as u8).collect(),
        text.replace("\r\n", "\n").into_bytes(),
        text.replace("\r\n", "\r").into_bytes(),
        text.replace("\r\n", " ").into_bytes(),
        text.replace('"', "'").into_bytes(),
        text.replace("103", "<![CDATA[103]]>").into_bytes(),
        text.replace("103", "103<!-- > --><?pi?>").into_bytes(),
        bytes_of(units.clone(), [0xFF, 0xFE], u16::to_le_bytes),
        bytes_of(units, [0xFE, 0xFF], u16::to_be_bytes),
    ] {
        // A name that says another format does not matter.
        let s = &crate::testing::read(&bytes, "a.vms").unwrap()[0];
        assert_eq!(
            (s.counts.as_slice(), note(s, "Comment")),
            (&[9.0, 309.0, 9.0][..], Some("5 µm"))
        );
    }
}

#[test]
fn other_xml_is_refused_by_name() {
    for text in ["<?xml version=\"1.0\"?><gpx/>", "\u{FEFF}<svg></svg>"] {
        assert!(!is_specs_xml(text));
        let e = crate::testing::read(text.as_bytes(), "a.xml")
            .unwrap_err()
            .to_string();
        assert!(e.contains("found XML, which is not read yet"), "{e}");
    }
    assert!(!is_specs_xml("notes on a CORBA XML document"));
    assert!(!is_specs_xml(""));
    // The comment was cut off: the types of the elements tell.
    let text = file(TestRegion::default());
    let start = text.find("<any").unwrap();
    let text = text[start..].replace("IDL:specs.de", "IDL:specs.de/Serializer");
    assert_eq!(
        crate::testing::read(text.as_bytes(), "a").unwrap()[0].counts,
        [9.0, 309.0, 9.0]
    );
}

/// Entities are not expanded, definitions not read, elements not nested without end.
#[test]
fn hostile_documents() {
    let text = file(TestRegion::default());
    let bomb =
        "<!ENTITY a \"]>&b;&b;&b;&b;\"><!ENTITY b SYSTEM 'file:///etc/passwd'> <!-- ]> --> ]>";
    let bombed = text.replacen("]>", bomb, 1).replace("as &lt;", "as &a;&b;");
    let s = read(&bombed).unwrap().remove(0);
    assert_eq!(note(&s, "Comment"), Some("as \u{FFFD}\u{FFFD}deposited>"));
    let deep = text.replacen("<struct", &"<struct>".repeat(100_000), 1);
    assert_eq!(
        read(&deep).unwrap_err().to_string(),
        "line 9: found more than 64 elements within each other, expected the elements of a SpecsLab file"
    );
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=\"1\"")).collect();
    assert!(read(&text.replacen("<any", &format!("<any{attributes}"), 1)).is_ok());
    let scalars = "<string name=\"x\">y</string>".repeat(1000);
    let many = text.replacen(
        "<string name=\"analysis",
        &format!("{scalars}<string name=\"analysis"),
        1,
    );
    assert!(
        read(&many)
            .unwrap_err()
            .to_string()
            .contains("in region “C1s”")
    );
    let settings = parameter("x", "y").repeat(1000);
    let many = text.replace(&parameter("Color", "255"), &settings);
    assert!(read(&many).unwrap()[0].notes.len() < 80);
    for odd in [
        "<!-->",
        "<!--->",
        "<!>",
        "<![CDATA[",
        "<!DOCTYPE>",
        "<!d>",
        "<?>",
        "<??>",
        "<>",
        "</>",
        "<a",
        "&#0;",
        "&;",
        "<a b=>",
    ] {
        let _ = read(&text.replacen("<any", &format!("{odd}<any"), 1));
    }
}

#[test]
fn a_file_that_breaks_off_gives_its_complete_regions() {
    let text = document(&[("A", vec![TestRegion::default(), TestRegion::default()])]);
    let second = text
        .rfind("<struct type_id=\"IDL:specs.de\" type_name=\"RegionData\"")
        .unwrap();
    let (mut refused, mut partial) = (0, 0);
    // Every length up to the end of the first region; both regions are written alike.
    let lengths = (0..second + 10).chain((second + 10..text.len()).step_by(7));
    let cuts = lengths.clone().count();
    for cut in lengths {
        match crate::testing::read(&text.as_bytes()[..cut], "a.xml") {
            Ok(spectra) => {
                assert!(cut >= second - 2);
                assert_eq!(spectra[0].counts, [9.0, 309.0, 9.0]);
                let end = text.rfind("</any>").unwrap() + "</any>".len();
                if cut < end {
                    partial += 1;
                    let w = &sentences(&spectra[0].doubts);
                    assert!(
                        w.len() == 1 && w[0].starts_with("the file breaks off: line "),
                        "{w:?}"
                    );
                }
            }
            Err(e) => {
                refused += 1;
                assert!(!e.to_string().contains(['\n', '\r']), "{e}");
            }
        }
    }
    assert!(refused > cuts / 2 && partial > cuts / 10);
    let cut = text.find("<double name=\"pass").unwrap();
    let line = text[..cut].matches('\n').count() + 1;
    assert_eq!(
        read(&text[..cut]).unwrap_err().to_string(),
        format!(
            "line {line}: found the end of the file, expected the end of an XML element that is open"
        )
    );
    let e = read(&text.replacen("</string>", "</strin>", 1)).unwrap_err();
    assert_eq!(e.place, Place::Line(10));
    assert_eq!(
        e.to_string(),
        "line 10: found damaged XML (ill-formed document: expected `</string>`, but `</strin>` was found), \
         expected well-formed XML"
    );
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for (name, bytes) in samples() {
        assert!(bytes.len() < 20_000, "{name}");
        for i in 0..2500 {
            let damaged = damage.of(&bytes);
            // As text, so that most damage gets beyond the decoding.
            let result = if i % 4 == 0 {
                crate::testing::read(&damaged, name).map_err(|e| e.to_string())
            } else {
                read(&String::from_utf8_lossy(&damaged)).map_err(|e| e.to_string())
            };
            outcomes.see(result);
        }
    }
    outcomes.assert_each_above(1000);
}
