//! Small `.sle` files with the tables, columns and elements of Prodigy 4.63, written here with
//! simulated numbers.

use super::*;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_containers::testing::sqlite::{Cell, Format, Table, database};
use speclens_spectrum::{Axis, CountUnit, Technique, sentences};

/// `CREATE TABLE` of the tables that are read, as Prodigy 4.63 writes them.
const SCHEMA: [(&str, &str); 9] = [
    (
        "Configuration",
        "Key TEXT COLLATE NOCASE NOT NULL, Value TEXT NOT NULL, PRIMARY KEY (Key) ",
    ),
    (
        "NodeMapping",
        "Node INTEGER PRIMARY KEY AUTOINCREMENT, InternalID INTEGER NOT NULL",
    ),
    (
        "Spectrum",
        "Node INTEGER PRIMARY KEY REFERENCES NodeMapping(Node) ON DELETE CASCADE, EnergyChns \
         INTEGER NOT NULL, NonEnergyChns INTEGER NOT NULL, Samples INTEGER NOT NULL, \
         ElectronEnergy FLOAT NOT NULL, EnergyType TEXT NOT NULL, Step FLOAT NOT NULL, EpassOrRR \
         FLOAT NOT NULL, Ubias FLOAT NOT NULL, Udet FLOAT NOT NULL, Wf FLOAT NOT NULL, Timestamp \
         TEXT",
    ),
    (
        "RawData",
        "RawID INTEGER PRIMARY KEY AUTOINCREMENT, Node INTEGER NOT NULL REFERENCES Spectrum \
         (Node) ON DELETE CASCADE, ScanDate TEXT NOT NULL, Scans INTEGER NOT NULL, Eexc FLOAT NOT \
         NULL, Head INTEGER NOT NULL, Tail INTEGER NOT NULL, Trace TEXT NOT NULL, WriteIndex \
         INTEGER NOT NULL",
    ),
    (
        "CountRateData",
        "RawID INTEGER REFERENCES RawData (RawID) ON DELETE CASCADE, Offset INTEGER NOT NULL, \
         NextOffset INTEGER NOT NULL, ChunkSize INTEGER NOT NULL, Data BLOB NOT NULL, PRIMARY KEY \
         (RawID, Offset)",
    ),
    (
        "OrdinateInfo",
        "Node INTEGER REFERENCES Spectrum (Node) ON DELETE CASCADE, Minimum FLOAT NOT NULL, \
         Maximum FLOAT NOT NULL, Unit TEXT NOT NULL, PRIMARY KEY (Node)",
    ),
    (
        "TransmissionData",
        "Node INTEGER REFERENCES Spectrum (Node) ON DELETE CASCADE, Ekin FLOAT NOT NULL, \
         NonEnergyChns INTEGER NOT NULL, Samples INTEGER NOT NULL, Data BLOB NOT NULL",
    ),
    (
        "DeviceProtocol",
        "Node INTEGER REFERENCES NodeMapping (Node) ON DELETE CASCADE, Protocol TEXT NOT NULL, \
         PRIMARY KEY (Node)",
    ),
    (
        "NodeData",
        "Node INTEGER PRIMARY KEY REFERENCES NodeMapping(Node) ON DELETE CASCADE, Data TEXT, \
         Timestamp TEXT",
    ),
];

/// A scan of a region.
#[derive(Clone)]
struct Scan {
    trace: String,
    photon_energy: f64,
    head: i64,
    tail: i64,
    scans: i64,
    written: i64,
    /// For each step: all channels.
    values: Vec<f64>,
    /// Steps in one row of `CountRateData`.
    piece: usize,
    packed: bool,
}

/// A region, its row in `Spectrum` and its scans.
#[derive(Clone)]
struct Part {
    id: i64,
    name: &'static str,
    /// The element with the region's settings.
    settings: String,
    /// More elements inside `Spectrum`.
    inside: &'static str,
    channels: i64,
    other_channels: i64,
    samples: i64,
    start: f64,
    kind: &'static str,
    step: f64,
    pass: f64,
    scans: Vec<Scan>,
    transmission: Vec<(f64, Vec<f64>)>,
    data: String,
    unit: Option<&'static str>,
}

/// A file: one group of regions, in a loop.
#[derive(Clone)]
struct Sle {
    format: Format,
    method: &'static str,
    mode: &'static str,
    group: &'static str,
    devices: &'static str,
    /// Put before each node's number: they need not be the schedule's identifiers.
    node_offset: i64,
    parts: Vec<Part>,
    /// Shifts of the detector's channels.
    shifts: Vec<f64>,
    protocol: String,
    /// Tables that are not written.
    without: Vec<&'static str>,
    schedule: Option<&'static str>,
}

const FAT: &str = "FixedAnalyzerTransmission";

fn settings(energies: &str) -> String {
    format!(
        "<FixedAnalyzerTransmissionSettings DwellTime=\"0.10000000000000001\" {energies} \
         Epass=\"20\" LensMode=\"LargeArea\" NumScans=\"2\" NumValues=\"5\"/>"
    )
}

fn scan(trace: &str, values: &[f64]) -> Scan {
    Scan {
        trace: trace.to_owned(),
        photon_energy: 1486.61,
        head: 0,
        tail: 0,
        scans: 1,
        written: 5,
        values: values.to_vec(),
        piece: 100,
        packed: false,
    }
}

fn part(id: i64, name: &'static str) -> Part {
    Part {
        id,
        name,
        settings: settings("Ebin=\"90\" End=\"88\""),
        inside: "<Comment>as received</Comment><DataProcessing ChannelMask=\"\" ScanMask=\"\" \
                 SpectrumShift=\"0\"/>",
        channels: 1,
        other_channels: 1,
        samples: 5,
        start: 90.0,
        kind: "Binding",
        step: 0.5,
        pass: 20.0,
        scans: vec![
            scan("Loop=1u;Scan [Idx]=1u", &[1.25, 2.0, 9.0, 4.0, 3.0]),
            scan("Loop=1u;Scan [Idx]=2u", &[1.0, 2.5, 8.0, 5.0, 2.0]),
        ],
        transmission: vec![(1396.61, vec![2.5, 2.25, 2.0, 1.75, 1.5])],
        data: "<Data/>".to_owned(),
        unit: None,
    }
}

impl Default for Sle {
    fn default() -> Self {
        let direction = |device: &str, polar: f64, azimuth: f64| {
            format!(
                "<Command UniqueDeviceName=\"{device}\"><Protocol><Parameter \
                 name=\"polar_angle\" type=\"double\">{polar}</Parameter><Parameter \
                 name=\"azimuth_angle\" type=\"double\">{azimuth}</Parameter></Protocol></Command>"
            )
        };
        let devices = direction("Phoibos1D", 0.0, 0.0) + &direction("XRC1000", 54.5, 90.0);
        Sle {
            format: Format::default(),
            method: "XPS",
            mode: FAT,
            group: "Gold, #Temp: RT , #Gas1: O&lt;2&gt;",
            devices: "<DeviceCommand DeviceType=\"Phoibos1D\" Name=\"Set Parameters\">\
                      <CommandParameters><Parameter name=\"L1 [nU]\" type=\"double\">0.5\
                      </Parameter></CommandParameters></DeviceCommand><DeviceCommand \
                      DeviceType=\"XRC1000\" Name=\"Operate\"><CommandParameters><Parameter \
                      name=\"anode\" type=\"enum\" values=\"Al|Mg\">Al</Parameter><Parameter \
                      name=\"DeviceExcitationEnergy\" type=\"double\">1486.6099999999999\
                      </Parameter></CommandParameters></DeviceCommand>",
            node_offset: 0,
            parts: vec![part(11, "Survey")],
            shifts: vec![],
            protocol: format!("<DeviceProtocol>{devices}</DeviceProtocol>"),
            without: vec![],
            schedule: None,
        }
    }
}

impl Sle {
    fn with(change: impl FnOnce(&mut Part)) -> Sle {
        let mut sle = Sle::default();
        change(&mut sle.parts[0]);
        sle
    }

    fn schedule(&self) -> String {
        if let Some(text) = self.schedule {
            return text.to_owned();
        }
        let method = self.method;
        let mut xml = format!(
            "<!DOCTYPE SpecsLabSchedule><Experiment Version=\"7.0\"><Schedule ID=\"1\" \
             Name=\"Day 1\"><{method} ID=\"8\" Name=\"XPS\"><DeviceCommands>{}</DeviceCommands>\
             <Loop ID=\"9\" Name=\"Loop\"><State Iterations=\"2\" TraceKey=\"Loop\"/>\
             <SpectrumGroup ID=\"10\" Name=\"{}\"><CommonSpectrumSettings><ScanMode \
             Name=\"{}\"/><SlitInfo Entrance=\"4:7x20c\" Exit=\"C:mesh\"/><Lens \
             VoltageRange=\"1.5kV\"/><Iris Diameter=\"60\"/></CommonSpectrumSettings>",
            self.devices, self.group, self.mode
        );
        for part in &self.parts {
            xml += &format!(
                "<Spectrum ID=\"{}\" Name=\"{}\"><UserSettings Overwrite=\"false\"/>{}{}</Spectrum>",
                part.id, part.name, part.settings, part.inside
            );
        }
        xml + &format!("</SpectrumGroup></Loop></{method}></Schedule></Experiment>")
    }

    fn rows(&self, table: &str) -> Vec<(i64, Vec<Cell>)> {
        use Cell::{Blob, Int, Null, Real, Text};
        let text = |t: &str| Text(t.to_owned());
        let node = |id: i64| id + self.node_offset;
        let doubles = |v: &[f64]| v.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
        // The column that is the row's number is stored as null.
        let by_node = |id: i64, rest: Vec<Cell>| (node(id), [vec![Null], rest].concat());
        let mut rows = Vec::new();
        match table {
            "Configuration" => {
                let pairs = [
                    ("Version", "4.63.1"),
                    ("AppVersion", "4.63.4-r87993"),
                    ("Schedule", &self.schedule()),
                ];
                rows.extend((1..).zip(pairs.map(|(key, value)| vec![text(key), text(value)])));
            }
            "NodeMapping" => {
                let ids = (1..=10).chain(self.parts.iter().map(|p| p.id));
                rows.extend(ids.map(|id| by_node(id, vec![Int(id)])));
            }
            "DeviceProtocol" => {
                rows.push(by_node(8, vec![Blob(self.protocol.clone().into_bytes())]));
            }
            "NodeData" => {
                let detectors = self
                    .shifts
                    .iter()
                    .map(|s| format!("<Detector Gain=\"1\" Position=\"0\" Shift=\"{s}\"/>"));
                let detectors: String = detectors.collect();
                let data =
                    format!("<Data><DetectorCalibration>{detectors}</DetectorCalibration></Data>");
                rows.push(by_node(10, vec![Blob(data.into_bytes()), text("")]));
                rows.extend(self.parts.iter().map(|part| {
                    by_node(
                        part.id,
                        vec![Blob(part.data.clone().into_bytes()), text("")],
                    )
                }));
            }
            _ => {}
        }
        let mut raw = 0;
        for part in &self.parts {
            match table {
                "Spectrum" if !part.scans.is_empty() => rows.push(by_node(
                    part.id,
                    vec![
                        Int(part.channels),
                        Int(part.other_channels),
                        Int(part.samples),
                        Real(part.start),
                        text(part.kind),
                        Real(part.step),
                        Real(part.pass),
                        Int(400),
                        Real(1550.0),
                        Real(4.25),
                        text("2024-Jan-02 03:04:06.5"),
                    ],
                )),
                "OrdinateInfo" => rows.extend(
                    part.unit
                        .map(|unit| by_node(part.id, vec![Int(0), Int(1), text(unit)])),
                ),
                "TransmissionData" => {
                    for (kinetic, values) in &part.transmission {
                        let cells = vec![
                            Int(node(part.id)),
                            Real(*kinetic),
                            Int(1),
                            Int(values.len() as i64),
                            Blob(doubles(values)),
                        ];
                        rows.push((rows.len() as i64 + 1, cells));
                    }
                }
                _ => {}
            }
            for scan in &part.scans {
                raw += 1;
                if table == "RawData" {
                    let cells = vec![
                        Null,
                        Int(node(part.id)),
                        text(&format!("2024-Jan-02 03:04:0{}.25", raw % 10)),
                        Int(scan.scans),
                        Real(scan.photon_energy),
                        Int(scan.head),
                        Int(scan.tail),
                        text(&scan.trace),
                        Int(scan.written),
                    ];
                    rows.push((raw, cells));
                }
                if table == "CountRateData" {
                    let channels = (part.channels * part.other_channels) as usize;
                    for (i, values) in scan.values.chunks(scan.piece * channels).enumerate() {
                        let from = i * scan.piece;
                        let to = from + values.len() / channels;
                        let mut data = doubles(values);
                        if scan.packed {
                            data = miniz_oxide::deflate::compress_to_vec_zlib(&data, 6);
                        }
                        let cells = vec![
                            Int(raw),
                            Int(from as i64),
                            Int(to as i64),
                            Int(values.len() as i64),
                            Blob(data),
                        ];
                        rows.push((rows.len() as i64 + 1, cells));
                    }
                }
            }
        }
        rows
    }

    fn bytes(&self) -> Vec<u8> {
        let tables = SCHEMA
            .iter()
            .filter(|(name, _)| !self.without.contains(name));
        let tables: Vec<Table> = tables
            .map(|(name, columns)| Table {
                name: (*name).to_owned(),
                sql: format!("CREATE TABLE {name} (  {columns})"),
                rows: self.rows(name),
            })
            .collect();
        database(self.format, &tables)
    }
}

/// Two regions, the second with a detector of three channels whose counts are packed.
fn two_regions() -> Sle {
    let mut sle = Sle {
        shifts: vec![-0.025, 0.0, 0.05],
        node_offset: 100,
        ..Default::default()
    };
    sle.parts.push(Part {
        channels: 3,
        samples: 8,
        scans: vec![Scan {
            head: 2,
            tail: 1,
            written: 8,
            piece: 3,
            packed: true,
            ..scan("Loop=1u;Scan [Idx]=1u", &line(8, 2.0, &[-1.0, 0.0, 2.0]))
        }],
        transmission: vec![],
        ..part(12, "C1s")
    });
    sle
}

/// What channels see of a straight line, 10 + 3 k at point k.
fn line(steps: usize, head: f64, shifts: &[f64]) -> Vec<f64> {
    (0..steps)
        .flat_map(|step| {
            shifts
                .iter()
                .map(move |shift| 10.0 + 3.0 * (step as f64 - head + shift))
        })
        .collect()
}

/// Small files for the fuzzer.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("prodigy.sle", Sle::default().bytes()),
        ("channels.sle", two_regions().bytes()),
    ]
}

fn one(sle: &Sle) -> Spectrum {
    only(read(&sle.bytes()))
}

fn refused(sle: &Sle) -> String {
    let e = read(&sle.bytes()).unwrap_err().to_string();
    assert!(!e.contains(['\n', '\r']), "{e}");
    e
}

#[test]
fn a_region_is_the_sum_of_its_scans() {
    let s = one(&Sle::default());
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "Survey", "Gold")
    );
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Binding)));
    assert_eq!(s.photon_energy_ev, Some(1486.61));
    assert_eq!(s.energy_ev, [90.0, 89.5, 89.0, 88.5, 88.0]);
    assert_eq!(s.counts, [2.25, 4.5, 17.0, 9.0, 5.0]);
    assert_eq!((s.count_unit, s.scans), (CountUnit::Counts, Some(2)));
    assert_eq!(
        s.transmission.as_deref(),
        Some(&[2.5, 2.25, 2.0, 1.75, 1.5][..])
    );
    assert_eq!((s.pass_energy_ev, s.dwell_s), (Some(20.0), Some(0.1)));
    assert_eq!(s.source_analyser_angle_deg, Some(54.5));
    assert_eq!(s.date.as_deref(), Some("2024-Jan-02 03:04:01.25"));
    assert_eq!(s.instrument.as_deref(), Some("Phoibos1D"));
    for (key, value) in [
        ("group", "Gold, #Temp: RT , #Gas1: O<2>"),
        ("analysis method", "XPS"),
        ("comment", "as received"),
        ("scan mode", FAT),
        ("lens mode", "LargeArea"),
        ("entrance slit", "4:7x20c"),
        ("lens voltage range", "1.5kV"),
        ("iris diameter", "60 mm"),
        ("bias voltage", "400 V"),
        ("detector voltage", "1550 V"),
        ("analyser work function", "4.25 eV"),
        ("schedule", "Day 1"),
        ("Prodigy version", "4.63.4-r87993"),
        ("Phoibos1D L1 [nU]", "0.5"),
        ("XRC1000 anode", "Al"),
    ] {
        assert_eq!(note(&s, key), Some(value), "{key}");
    }
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
}

#[test]
fn pages_texts_and_pieces_of_any_kind() {
    let want = one(&Sle::default());
    for page_size in [512, 4096, 65536] {
        for encoding in [1, 2, 3] {
            let mut sle = Sle::with(|part| {
                part.scans[0].piece = 2;
                part.scans[1].packed = true;
            });
            sle.format.page_size = page_size;
            sle.format.encoding = encoding;
            sle.node_offset = 1000;
            let mut got = one(&sle);
            got.notes.clone_from(&want.notes);
            assert_eq!(got, want);
        }
    }
    let mut logged = Sle::default();
    logged.format.version = 2;
    let said = &sentences(&one(&logged).doubts)[0];
    assert!(
        said.starts_with("the database was written with a log"),
        "{said}"
    );
}

#[test]
fn kinetic_energies_rise() {
    let s = one(&Sle::with(|part| {
        part.kind = "Kinetic";
        part.start = 1400.0;
    }));
    assert_eq!(s.axis, Some(Axis::Kinetic));
    assert_eq!(s.energy_ev[..3], [1400.0, 1400.5, 1401.0]);
    let e = refused(&Sle::with(|part| part.kind = "Analyser Energy"));
    assert_eq!(
        e,
        "byte 0: found no spectrum in this SPECS Prodigy .sle (region “Survey” is left out: its \
         energies are of the kind “Analyser Energy”), expected at least one"
    );
}

#[test]
fn the_photon_energy_is_that_of_the_scans_the_source_or_its_anode() {
    let of = |devices: &'static str, energy: f64| {
        let mut sle = Sle::with(|part| {
            for scan in &mut part.scans {
                scan.photon_energy = energy;
            }
        });
        sle.devices = devices;
        let s = one(&sle);
        (s.photon_energy_ev, s.technique)
    };
    let source = "<DeviceCommand DeviceType=\"XRC1000\"><Parameter name=\"anode\">Mg</Parameter>\
                  </DeviceCommand>";
    assert_eq!(of(source, 650.0), (Some(650.0), Technique::Xps));
    assert_eq!(of(source, 21.22), (Some(21.22), Technique::Ups));
    assert_eq!(of(source, 0.0), (Some(1253.6), Technique::Xps));
    assert_eq!(
        of(Sle::default().devices.to_owned().leak(), 0.0).0,
        Some(1486.61)
    );
    assert_eq!(of("", 0.0), (None, Technique::Xps));
    let of = |method| {
        one(&Sle {
            method,
            ..Default::default()
        })
        .technique
    };
    assert_eq!(of("UPS"), Technique::Ups);
    assert_eq!(of("ElectronSpectroscopy"), Technique::Xps);
    assert_eq!(of("AES"), Technique::Aes);
    assert_eq!(of("IPES"), Technique::Other);
}

#[test]
fn loops_are_added_up_and_ramps_are_not() {
    let counts = [1.0, 2.0, 3.0, 4.0, 5.0];
    let s = one(&Sle::with(|part| {
        part.scans = (1..=12)
            .map(|i| {
                scan(
                    &format!("Loop={}u;Scan [Idx]={}u", (i + 3) / 4, i % 4),
                    &counts,
                )
            })
            .collect();
    }));
    assert_eq!((s.scans, s.counts[1]), (Some(12), 24.0));
    assert_eq!(note(&s, "rounds of the loop"), Some("3"));
    assert!(
        sentences(&s.doubts)[0].starts_with("the scans of 3 rounds of a loop"),
        "{:?}",
        sentences(&s.doubts)
    );

    let ramp = |i: usize| format!("Ramping Iteration [Idx]={}u;Scan [Idx]={}u", i / 2, i % 2);
    let ramped = Sle::with(|part| {
        part.scans = (2..8)
            .map(|i| scan(&ramp(i), &counts.map(|c| c * i as f64)))
            .collect();
        part.scans[5].photon_energy = 1253.6;
    });
    let spectra = read(&ramped.bytes()).unwrap();
    let names: Vec<&str> = spectra.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(
        names,
        [
            "Survey, Ramping Iteration [Idx] 1, hν 1486.61 eV",
            "Survey, Ramping Iteration [Idx] 2, hν 1486.61 eV",
            "Survey, Ramping Iteration [Idx] 3, hν 1486.61 eV",
            "Survey, Ramping Iteration [Idx] 3, hν 1253.6 eV",
        ]
    );
    assert_eq!((spectra[1].block, spectra[1].scans), (2, Some(2)));
    assert_eq!(spectra[1].counts, [9.0, 18.0, 27.0, 36.0, 45.0]);
    assert_eq!(spectra[3].photon_energy_ev, Some(1253.6));
}

#[test]
fn scans_that_ended_early() {
    let s = one(&Sle::with(|part| part.scans[1].written = 3));
    assert_eq!((s.scans, s.counts[2]), (Some(1), 9.0));
    assert_eq!(
        sentences(&s.doubts),
        ["one scan that ended early is left out"]
    );
    let s = one(&Sle::with(|part| {
        part.scans[0].written = 2;
        part.scans[1].written = 3;
        part.data = "<Data><Issues><Issue State=\"Warning\" Text=\"Acquisition aborted by \
                     user.\"/></Issues></Data>"
            .to_owned();
    }));
    assert_eq!(s.energy_ev, [90.0, 89.5, 89.0]);
    assert_eq!(s.counts, [1.0, 2.5, 8.0]);
    assert_eq!(s.transmission.as_deref(), Some(&[2.5, 2.25, 2.0][..]));
    assert_eq!(
        sentences(&s.doubts),
        [
            "Prodigy noted: “Acquisition aborted by user.”",
            "3 of the 5 points of the region were measured",
            "one scan that ended early is left out",
        ]
    );
    let e = refused(&Sle::with(|part| {
        part.scans.truncate(1);
        part.scans[0].written = 1;
    }));
    assert!(e.contains("“Survey” is left out: it has 1 points"), "{e}");
}

/// The channels see a straight line at the energies that their shifts say.
#[test]
fn channels_of_the_detector_are_put_on_one_axis() {
    let spectra = read(&two_regions().bytes()).unwrap();
    assert_eq!(spectra.len(), 2);
    let s = &spectra[1];
    assert_eq!((s.block, s.region.as_str()), (2, "C1s"));
    assert_eq!(s.energy_ev, [90.0, 89.5, 89.0, 88.5, 88.0]);
    assert_eq!(s.counts, [30.0, 39.0, 48.0, 57.0, 66.0]);
    let said = &sentences(&s.doubts)[0];
    assert!(
        said.starts_with("the 3 channels of the detector are added up here"),
        "{said}"
    );

    let mut bare = two_regions();
    bare.shifts.pop();
    let spectra = read(&bare.bytes()).unwrap();
    assert_eq!(spectra.len(), 1);
    assert_eq!(
        sentences(&spectra[0].doubts),
        ["region “C1s” is left out: the file has no calibration of its 3 channels in energy"]
    );
    // Channels along an angle lie at one energy.
    let s = one(&Sle::with(|part| {
        part.other_channels = 2;
        part.scans.truncate(1);
        part.scans[0].values = (0..10).map(f64::from).collect();
    }));
    assert_eq!(s.counts, [1.0, 5.0, 9.0, 13.0, 17.0]);
    assert_eq!(note(&s, "angle or position channels added up"), Some("2"));
}

#[test]
fn units_and_scans_that_are_kept_as_one() {
    let s = one(&Sle::with(|part| part.unit = Some("counts/s")));
    assert_eq!(
        (s.count_unit, s.counts[0]),
        (CountUnit::CountsPerSecond, 1.125)
    );
    let s = one(&Sle::with(|part| part.unit = Some("nA")));
    assert_eq!((s.count_unit, s.counts[0]), (CountUnit::Unknown, 2.25));
    let s = one(&Sle::with(|part| part.scans[1].scans = 4));
    assert_eq!((s.count_unit, s.scans), (CountUnit::Unknown, Some(5)));
    assert!(sentences(&s.doubts)[0].starts_with("the file keeps several scans as one"));
}

#[test]
fn transmission_functions() {
    let of = |transmission: Vec<(f64, Vec<f64>)>| {
        let s = one(&Sle::with(|part| part.transmission = transmission));
        (s.transmission, sentences(&s.doubts))
    };
    let told = |v: f64| vec![v; 5];
    assert_eq!(of(vec![]), (None, vec![]));
    // Of several that which began at this kinetic energy.
    let several = vec![
        (1386.0, told(1.0)),
        (1396.5, told(2.0)),
        (1486.0, told(3.0)),
    ];
    assert_eq!(of(several).0, Some(told(2.0)));
    assert_eq!(
        of(vec![(1396.61, vec![1.0; 4])]),
        (
            None,
            vec!["the transmission function is left out: 4 values for 5 points".to_owned()]
        )
    );
    for bad in [0.0, -1.0, f64::NAN] {
        let mut values = told(1.0);
        values[4] = bad;
        let (none, said) = of(vec![(1396.61, values)]);
        assert_eq!(none, None);
        assert!(
            said[0].ends_with("it is not above zero everywhere"),
            "{said:?}"
        );
    }
}

#[test]
fn what_prodigy_was_told_to_do_with_the_data_is_not_done() {
    let s = one(&Sle::with(|part| {
        part.inside = "<DataProcessing ChannelMask=\"\" ScanMask=\"2\" SpectrumShift=\"-0.3\"/>";
    }));
    assert_eq!(
        sentences(&s.doubts),
        [
            "the shift by -0.3 eV that is set in Prodigy is not applied",
            "channels or scans that are masked in Prodigy are added up, too",
        ]
    );
}

/// Regions that cannot be read are named with the others; those without a spectrum are no fault.
#[test]
fn one_bad_region_does_not_lose_the_others() {
    let mut sle = Sle::default();
    let mut bad = part(12, "C1s");
    bad.step = 0.0;
    sle.parts.push(bad);
    sle.parts.push(Part {
        scans: vec![],
        ..part(13, "O1s")
    });
    let mut wild = part(14, "N1s");
    wild.scans[0].values[2] = f64::INFINITY;
    sle.parts.push(wild);
    let mut gap = part(15, "Au4f");
    gap.scans[0].values.truncate(3);
    sle.parts.push(gap);
    sle.parts.push(part(11, "Survey again"));
    let spectra = read(&sle.bytes()).unwrap();
    let names: Vec<&str> = spectra.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(names, ["Survey", "Au4f"]);
    assert_eq!(
        sentences(&spectra[0].doubts),
        [
            "region “C1s” is left out: its step is 0 eV",
            "region “N1s” is left out: point 3 is inf, no intensity",
        ]
    );
    assert_eq!(
        note(&spectra[0], "regions without a spectrum"),
        Some("“O1s” (not measured), “Survey again” (not measured)")
    );
    assert_eq!(
        (spectra[1].scans, sentences(&spectra[1].doubts)[0].as_str()),
        (
            Some(1),
            "scan 7 is left out: only 3 of its 5 steps are in the file"
        )
    );
}

#[test]
fn modes_that_give_no_spectrum() {
    let of = |mode| Sle {
        mode,
        ..Default::default()
    };
    let e = refused(&of("FixedEnergies"));
    assert!(e.contains("(“Survey” (at a fixed energy))"), "{e}");
    let e = refused(&of("SnapshotFAT"));
    assert!(e.contains("its scan mode “SnapshotFAT” is not read"), "{e}");
    let s = one(&of("FixedRetardationRatio"));
    assert_eq!((s.pass_energy_ev, s.counts[0]), (None, 2.25));
    let mut channels = two_regions();
    channels.mode = "FixedRetardationRatio";
    let said = &sentences(&read(&channels.bytes()).unwrap()[0].doubts)[0];
    assert!(
        said.contains("at a fixed retardation ratio is not known"),
        "{said}"
    );
}

#[test]
fn negative_counts_are_kept_and_told() {
    let s = one(&Sle::with(|part| part.scans[0].values[0] = -5.0));
    assert_eq!(
        (s.counts[0], sentences(&s.doubts)[0].as_str()),
        (-4.0, "1 of 5 counts are negative")
    );
}

#[test]
fn other_databases_and_damaged_ones_are_refused() {
    let other = database(Format::default(), &[]);
    let e = crate::testing::read(&other, "places.sqlite")
        .unwrap_err()
        .to_string();
    assert!(
        e.starts_with(
            "places.sqlite: byte 0: found a SQLite database other than SPECS Prodigy .sle, which \
             is not read, expected "
        ),
        "{e}"
    );
    for table in ["Configuration", "Spectrum", "RawData", "CountRateData"] {
        let e = refused(&Sle {
            without: vec![table],
            ..Default::default()
        });
        assert!(e.contains("other than SPECS Prodigy .sle"), "{e}");
    }
    for table in [
        "NodeMapping",
        "TransmissionData",
        "DeviceProtocol",
        "NodeData",
        "OrdinateInfo",
    ] {
        let sle = Sle {
            without: vec![table],
            ..Default::default()
        };
        assert_eq!(one(&sle).counts, [2.25, 4.5, 17.0, 9.0, 5.0], "{table}");
    }
    assert_eq!(
        read(&Sle::default().bytes()[..60]).unwrap_err().to_string(),
        "byte 0: found a damaged or cut SQLite database (a header that is cut), expected a whole \
         SPECS Prodigy .sle"
    );
    let schedule = |text| Sle {
        schedule: Some(text),
        ..Default::default()
    };
    assert_eq!(
        refused(&schedule("<Experiment>")),
        "byte 0: found a schedule that is no XML (no end of <Experiment>), expected the schedule \
         of SPECS Prodigy .sle"
    );
    assert!(refused(&schedule("<a/>")).contains("(its schedule has no regions)"));
}

/// A file that breaks off gives whole scans or one line.
#[test]
fn a_file_that_breaks_off() {
    let bytes = two_regions().bytes();
    let whole = read(&bytes).unwrap();
    let mut outcomes = [0; 2];
    for cut in 0..bytes.len() {
        match crate::testing::read(&bytes[..cut], "a.sle") {
            Ok(spectra) => {
                outcomes[0] += 1;
                for s in &spectra {
                    let same = whole.iter().find(|w| w.region == s.region).unwrap();
                    assert!(
                        s.scans < same.scans || s.counts == same.counts,
                        "cut at {cut}"
                    );
                    assert!(
                        sentences(&s.doubts)
                            .iter()
                            .any(|w| w.contains("shorter than it says"))
                    );
                }
            }
            Err(e) => {
                outcomes[1] += 1;
                assert!(!e.to_string().contains(['\n', '\r']), "{e}");
            }
        }
    }
    assert!(outcomes[1] > 1000, "{outcomes:?}");
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damages = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for (_, bytes) in samples() {
        for _ in 0..8000 {
            outcomes.see(read(&damages.of(&bytes)));
        }
    }
    outcomes.assert_each_above(2000);
}
