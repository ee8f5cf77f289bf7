//! Small NeXus files, byte by byte.

mod spectra;
mod writer;

use super::*;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{CountUnit, Technique, sentences};
use writer::{Attributes, Index, Node, Storage, Style, Values, file};

const STYLES: [Style; 3] = [Style::Old, Style::New, Style::Dense];

fn group(class: &'static str, attributes: Attributes, members: Vec<(&str, Node)>) -> Node {
    let class = ("NX_class", Values::LongText(vec![class]));
    let attributes = [vec![class], attributes].concat();
    let members = members.into_iter().map(|(n, node)| (n.to_owned(), node));
    Node::Group(attributes, members.collect())
}

fn data(values: Values, lengths: Vec<u64>, attributes: Attributes) -> Node {
    Node::Data {
        attributes,
        values,
        lengths,
        storage: Storage::Contiguous,
    }
}

fn stored(node: Node, storage: Storage) -> Node {
    let Node::Data {
        attributes,
        values,
        lengths,
        ..
    } = node
    else {
        panic!("no data")
    };
    Node::Data {
        attributes,
        values,
        lengths,
        storage,
    }
}

fn text(text: &'static str) -> Node {
    data(Values::LongText(vec![text]), vec![], vec![])
}

fn quantity(value: f64, unit: &'static str) -> Node {
    stored(
        data(
            Values::F64(vec![value]),
            vec![],
            vec![("units", Values::Text(vec![unit]))],
        ),
        Storage::Compact,
    )
}

fn units(unit: &'static str) -> (&'static str, Values) {
    ("units", Values::LongText(vec![unit]))
}

fn texts(name: &'static str, all: &[&'static str]) -> (&'static str, Values) {
    (name, Values::LongText(all.to_vec()))
}

const ENERGIES: [f64; 6] = [1000.0, 999.5, 999.0, 998.5, 998.0, 997.5];
const COUNTS: [f64; 6] = [100.0, 102.0, 101.0, 150.0, 120.0, 99.0];

/// An entry as its parts.
#[derive(Clone)]
struct Entry {
    energies: Node,
    signal: Node,
    axes: &'static [&'static str],
    more_data: Vec<(&'static str, Node)>,
    beam: Vec<(&'static str, Node)>,
    source: Vec<(&'static str, Node)>,
    analyser: Vec<(&'static str, Node)>,
    detector: Vec<(&'static str, Node)>,
    fields: Vec<(&'static str, Node)>,
    definition: &'static str,
}

fn energies(values: Vec<f64>, unit: &'static str, kind: &'static str) -> Node {
    let count = values.len() as u64;
    data(
        Values::F64(values),
        vec![count],
        vec![units(unit), texts("type", &[kind])],
    )
}

fn counts(lengths: Vec<u64>, values: Vec<f64>, unit: &'static str) -> Node {
    data(Values::F64(values), lengths, vec![units(unit)])
}

impl Default for Entry {
    fn default() -> Self {
        Entry {
            energies: energies(ENERGIES.to_vec(), "eV", "binding"),
            signal: counts(vec![6], COUNTS.to_vec(), "counts"),
            axes: &["energy"],
            more_data: vec![],
            beam: vec![("incident_energy", quantity(1.48671, "keV"))],
            source: vec![("name", text("Al Kα")), ("type", text("Fixed Tube X-ray"))],
            analyser: vec![
                ("name", text("Phoibos")),
                ("work_function", quantity(4.5, "eV")),
                (
                    "energydispersion",
                    group(
                        "NXenergydispersion",
                        vec![],
                        vec![
                            ("pass_energy", quantity(20.0, "eV")),
                            ("energy_scan_mode", text("fixed_analyzer_transmission")),
                        ],
                    ),
                ),
                (
                    "transformations",
                    group(
                        "NXtransformations",
                        vec![],
                        vec![("angle_beam_analyser", quantity(54.7, "degrees"))],
                    ),
                ),
            ],
            detector: vec![("count_time", quantity(100.0, "ms"))],
            fields: vec![
                ("title", text("A measurement")),
                ("start_time", text("2024-01-22T13:05:09+01:00")),
                ("method", text("XPS")),
            ],
            definition: "NXxps",
        }
    }
}

impl Entry {
    fn node(&self) -> Node {
        let e = self.clone();
        let detector = group("NXelectron_detector", vec![], e.detector);
        let analyser = [e.analyser, vec![("detector", detector)]].concat();
        let instrument = group(
            "NXinstrument",
            vec![],
            vec![
                ("name", text("Lab XPS")),
                ("beam_probe", group("NXbeam", vec![], e.beam)),
                ("source_probe", group("NXsource", vec![], e.source)),
                (
                    "electronanalyzer",
                    group("NXelectronanalyzer", vec![], analyser),
                ),
                ("energy_axis", e.energies),
            ],
        );
        // The energies are found by a soft link that leads to another one.
        let measured = [
            vec![
                ("data", e.signal),
                ("energy", Node::Soft("axis")),
                ("axis", Node::Soft("/s__Au 4f/instrument/energy_axis")),
            ],
            e.more_data,
        ]
        .concat();
        let signal = vec![texts("signal", &["data"]), texts("axes", e.axes)];
        let fields = [
            vec![
                ("definition", text(e.definition)),
                ("instrument", instrument),
                (
                    "sample",
                    group("NXsample", vec![], vec![("name", text("Gold α"))]),
                ),
                ("data", group("NXdata", signal, measured)),
            ],
            e.fields,
        ]
        .concat();
        group("NXentry", vec![texts("default", &["data"])], fields)
    }

    fn bytes(&self, style: Style) -> Vec<u8> {
        let root = group("NXroot", vec![], vec![("s__Au 4f", self.node())]);
        file(&root, style)
    }
}

/// Small valid files for the seeds of fuzzing.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let chunked = |index| {
        let chunked = Storage::Chunked(vec![4], true, index);
        Entry {
            signal: stored(Entry::default().signal, chunked),
            analyser: vec![],
            ..Default::default()
        }
    };
    vec![
        ("old.nxs", Entry::default().bytes(Style::Old)),
        ("new.nxs", chunked(Index::Fixed).bytes(Style::New)),
        ("old-chunks.nxs", chunked(Index::Tree).bytes(Style::Old)),
        ("tree.nxs", chunked(Index::Tree).bytes(Style::New)),
        (
            "extensible.nxs",
            chunked(Index::Extensible).bytes(Style::New),
        ),
    ]
}

fn one(entry: &Entry) -> Spectrum {
    only(read(&entry.bytes(Style::New)))
}

fn refused(entry: &Entry) -> String {
    let e = read(&entry.bytes(Style::Old)).unwrap_err().to_string();
    assert!(!e.contains(['\n', '\r']), "{e}");
    e
}

#[test]
fn an_entry_in_every_style() {
    for style in STYLES {
        let spectra = crate::testing::read(&Entry::default().bytes(style), "a/b.nxs").unwrap();
        assert_eq!(spectra.len(), 1, "{style:?}");
        let s = &spectra[0];
        assert_eq!((s.file.as_str(), s.block), ("b.nxs", 1));
        assert_eq!((s.sample.as_str(), s.region.as_str()), ("Gold α", "Au 4f"));
        assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Binding)));
        assert_eq!(s.photon_energy_ev, Some(1486.71));
        assert_eq!(s.energy_ev, ENERGIES);
        assert_eq!(
            (&s.counts[..], s.count_unit),
            (&COUNTS[..], CountUnit::Counts)
        );
        assert_eq!((s.pass_energy_ev, s.dwell_s), (Some(20.0), Some(0.1)));
        assert_eq!((s.scans, s.source_analyser_angle_deg), (None, Some(54.7)));
        assert_eq!(s.date.as_deref(), Some("2024-01-22T13:05:09+01:00"));
        assert_eq!(s.instrument.as_deref(), Some("Lab XPS"));
        for (key, value) in [
            ("entry", "s__Au 4f"),
            ("title", "A measurement"),
            ("analyser work function", "4.5 eV"),
            ("source type", "Fixed Tube X-ray"),
            ("scan mode", "fixed_analyzer_transmission"),
        ] {
            assert_eq!(note(s, key), Some(value), "{style:?} {key}");
        }
        assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    }
}

#[test]
fn numbers_in_every_storage() {
    // 3 scans of 6 energies, in chunks that do not fit either.
    let values: Vec<f64> = (0..18).map(f64::from).collect();
    let sums: Vec<f64> = (0..6).map(|i| f64::from(3 * i + 18)).collect();
    let indices = [
        Index::Single,
        Index::Implicit,
        Index::Fixed,
        Index::Extensible,
        Index::Tree,
    ];
    for style in STYLES {
        for index in indices {
            for filtered in [false, true] {
                // Filtered chunks lie anywhere.
                if index == Index::Implicit && filtered {
                    continue;
                }
                let chunk = match index {
                    Index::Single => vec![3, 6],
                    // More chunks than the index block and the first data block hold.
                    Index::Extensible => vec![1, 1],
                    _ => vec![2, 4],
                };
                let signal = counts(vec![3, 6], values.clone(), "counts");
                let mut entry = Entry {
                    signal: stored(signal, Storage::Chunked(chunk, filtered, index)),
                    axes: &["scan", "energy"],
                    ..Default::default()
                };
                let chunked = Storage::Chunked(vec![4], filtered, index);
                if index != Index::Single {
                    entry.energies = stored(entry.energies, chunked);
                }
                let spectra = read(&entry.bytes(style)).unwrap();
                let s = &spectra[0];
                let which = format!("{style:?} {index:?} {filtered}");
                assert_eq!(
                    (&s.counts, &s.energy_ev[..]),
                    (&sums, &ENERGIES[..]),
                    "{which}"
                );
                assert_eq!(s.scans, Some(3), "{which}");
            }
        }
    }
}

#[test]
fn other_hdf5_files_are_refused_by_name() {
    let found = |root: &Node| {
        let e = crate::testing::read(&file(root, Style::Old), "a.h5");
        e.unwrap_err().to_string()
    };
    let members = |names: &[&str]| {
        let each = names.iter().map(|n| ((*n).to_owned(), text("x")));
        Node::Group(vec![], each.collect())
    };
    assert_eq!(
        found(&members(&["b", "a"])),
        "a.h5: byte 0: found an HDF5 file without NeXus entries, of “a”, “b”, expected a NeXus \
         entry with the definition NXxps or NXmpes"
    );
    assert!(found(&members(&[])).contains("found an empty HDF5 file,"));
    let nine = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    assert!(found(&members(&nine)).contains("“d”, …,"));
    let entry = |definition| {
        let definition = vec![("definition", text(definition))];
        group("NXentry", vec![], definition)
    };
    let root = group("NXroot", vec![], vec![("e", entry("NXarpes"))]);
    assert!(found(&root).contains("a NeXus file with the definition “NXarpes”,"));
    let root = group(
        "NXroot",
        vec![],
        vec![("e", group("NXentry", vec![], vec![]))],
    );
    assert!(found(&root).contains("a NeXus file whose entries name no definition,"));
    let e = crate::testing::read(b"\x89HDF\r\n\x1A\n\x04", "a.h5").unwrap_err();
    assert_eq!(
        e.to_string(),
        "a.h5: byte 0: found HDF5 with a superblock of version 4, expected version 0 to 3"
    );
}

/// One bad entry does not lose the others, and two names of one entry are one.
#[test]
fn sound_entries_are_read_beside_bad_ones() {
    let bad = Entry {
        signal: counts(vec![5], COUNTS[..5].to_vec(), "counts"),
        ..Default::default()
    };
    let good = Entry::default().node();
    let root = group(
        "NXroot",
        vec![],
        vec![
            ("again", Node::Soft("s__Au 4f")),
            ("b", bad.node()),
            ("c", Node::Soft("nowhere")),
            ("d", Node::Soft("d")),
            ("s__Au 4f", good),
        ],
    );
    for style in STYLES {
        let spectra = read(&file(&root, style)).unwrap();
        assert_eq!(spectra.len(), 1);
        assert_eq!(
            sentences(&spectra[0].doubts),
            [
                "entry “b” is left out: found a signal of 5 points, expected 6 of them along its \
                 energies"
            ]
        );
    }
}

/// Bytes before the superblock, as a program may put there.
#[test]
fn a_user_block_is_passed_over() {
    let mut bytes = vec![b'x'; 512];
    bytes.extend(Entry::default().bytes(Style::Old));
    bytes[512 + 24..512 + 32].copy_from_slice(&512u64.to_le_bytes());
    let end = (bytes.len() as u64).to_le_bytes();
    bytes[512 + 40..512 + 48].copy_from_slice(&end);
    assert_eq!(read(&bytes).unwrap()[0].counts, COUNTS);
}

/// Circles and bombs end in an error, in no time and without memory.
#[test]
fn circles_and_bombs_are_refused() {
    // A header whose continuation is its own first block.
    let mut bytes = Entry::default().bytes(Style::Old);
    let message = [0x10, 0, 16, 0, 0, 0, 0, 0];
    let at = bytes.windows(8).rposition(|w| w == message).unwrap();
    bytes[at + 8..at + 16].copy_from_slice(&(at as u64).to_le_bytes());
    bytes[at + 16..at + 24].copy_from_slice(&24u64.to_le_bytes());
    let e = read(&bytes).unwrap_err().to_string();
    assert_eq!(
        e,
        "byte 0: found structures of HDF5 that go in circles, expected a whole HDF5 file"
    );
    // A node of a symbol table's tree that is its own child.
    let mut bytes = Entry::default().bytes(Style::Old);
    for at in 0..bytes.len() - 6 {
        if bytes[at..].starts_with(b"TREE\0\0") {
            bytes[at + 5] = 1;
            let child = (at as u64).to_le_bytes();
            bytes[at + 32..at + 40].copy_from_slice(&child);
        }
    }
    let e = read(&bytes).unwrap_err().to_string();
    assert!(e.contains("found a B-tree of HDF5, damaged or cut"), "{e}");
    // Energies without end.
    let entry = Entry {
        energies: data(Values::F64(ENERGIES.to_vec()), vec![1 << 40], vec![]),
        ..Default::default()
    };
    let e = refused(&entry);
    assert!(e.contains("more data than 8 times the length"), "{e}");
    // Sizes beyond those of a machine.
    let entry = Entry {
        energies: data(Values::F64(vec![1.0]), vec![u64::MAX - 1; 3], vec![]),
        ..Default::default()
    };
    assert!(refused(&entry).contains("the shape of data of HDF5, damaged or cut"));
    // Soft links in a circle.
    let entry = Entry {
        energies: Node::Soft("/s__Au 4f/data/energy"),
        ..Default::default()
    };
    assert!(refused(&entry).contains("a signal “data” without an axis of energies"));
}

/// A damaged chunk is not taken for numbers.
#[test]
fn a_damaged_chunk_is_refused() {
    let signal = stored(
        Entry::default().signal,
        Storage::Chunked(vec![6], true, Index::Single),
    );
    let entry = Entry {
        signal,
        ..Default::default()
    };
    let mut bytes = entry.bytes(Style::New);
    let head = bytes.windows(2).position(|w| w == [0x78, 0x9C]).unwrap();
    bytes[head + 8] ^= 1;
    let e = read(&bytes).unwrap_err().to_string();
    let found = "found in entry “s__Au 4f” a compressed chunk of data of HDF5, damaged or cut";
    assert!(e.contains(found), "{e}");
}

/// Every beginning of a file is refused in one line, with the place where it ends.
#[test]
fn a_file_that_breaks_off_is_refused() {
    for (name, bytes) in samples() {
        assert!(read(&bytes).is_ok(), "{name}");
        for cut in 0..bytes.len() {
            let e = crate::testing::read(&bytes[..cut], "a.nxs").unwrap_err();
            let e = e.to_string();
            assert!(!e.contains(['\n', '\r']), "{e}");
            if cut > 100 {
                let expected = format!("a.nxs: byte {cut}: found the end of the file, expected ");
                assert!(e.starts_with(&expected), "{e}");
            }
        }
    }
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    let dense = ("dense", Entry::default().bytes(Style::Dense));
    for (_, bytes) in samples().into_iter().chain([dense]) {
        for _ in 0..1000 {
            // A file that is cut is refused at once: its length stays that of the superblock.
            let mut damaged = damage.of(&bytes);
            if damage.chance() {
                damaged.resize(bytes.len(), 0);
            }
            outcomes.see(read(&damaged));
        }
    }
    outcomes.assert_each_above(1000);
}
