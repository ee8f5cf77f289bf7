//! HDF5 as libhdf5 itself writes it: two files of h5py, in the structures of HDF5 1.8 and in the
//! newest ones. `foreign/write_hdf5.py` made them, and says what they hold.

use speclens_containers::hdf5::{Hdf5File, Object, Value};

/// Length of the head of a gzip file that names nothing.
const GZIP_HEAD: usize = 10;

/// Both files, inflated.
fn files() -> [(&'static str, Vec<u8>); 2] {
    let inflated = |bytes: &[u8]| {
        let stream = &bytes[GZIP_HEAD..];
        miniz_oxide::inflate::decompress_to_vec(stream).expect("a gzip file")
    };
    [
        ("old", inflated(include_bytes!("foreign/h5py-old.h5.gz"))),
        ("new", inflated(include_bytes!("foreign/h5py-new.h5.gz"))),
    ]
}

/// Calls `check` with a group of each file.
fn in_each(group: &str, check: impl Fn(&Object<'_, '_>)) {
    for (name, bytes) in files() {
        println!("{name}");
        let file = Hdf5File::open(&bytes).expect("a file of h5py");
        let root = file.root().expect("a root group");
        check(&get(&root, group));
    }
}

fn get<'f, 'a>(of: &Object<'f, 'a>, path: &str) -> Object<'f, 'a> {
    let found = of.get(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    found.unwrap_or_else(|| panic!("no {path}"))
}

fn numbers(of: &Object<'_, '_>, name: &str) -> Vec<f64> {
    let read = get(of, name).numbers();
    read.unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The twelve numbers of a type.
fn twelve(signed: bool, factor: f64) -> Vec<f64> {
    let first = if signed { -40.0 } else { 0.0 };
    (0..12)
        .map(|i| (first + 7.0 * f64::from(i)) * factor)
        .collect()
}

#[test]
fn numbers_of_every_type() {
    in_each("types", |types| {
        for name in ["<f8", ">f8", "<f4", ">f4", "<f2", "committed"] {
            assert_eq!(numbers(types, name), twelve(true, 0.5), "{name}");
        }
        for name in ["|i1", ">i2", "<i4", "<i8"] {
            assert_eq!(numbers(types, name), twelve(true, 1.0), "{name}");
        }
        for name in ["|u1", "<u2", ">u4", ">u8"] {
            assert_eq!(numbers(types, name), twelve(false, 1.0), "{name}");
        }
        let largest = [u64::MAX as f64, 2f64.powi(53)];
        assert_eq!(numbers(types, "largest"), largest);
        let odd = numbers(types, "odd").into_iter().map(f64::to_bits);
        let expected = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 5e-324];
        assert!(odd.eq(expected.map(f64::to_bits)));
        assert_eq!(numbers(types, "bool"), [1.0, 0.0, 1.0]);
        assert_eq!(numbers(types, "enum"), [300.0, 0.0]);
        assert_eq!(numbers(types, "single"), [1486.6]);
        assert_eq!(get(types, "single").lengths(), Ok(Some(vec![])));
        assert_eq!(numbers(types, "empty"), []);
        assert_eq!(numbers(types, "no rows"), []);
        assert_eq!(get(types, "no rows").lengths(), Ok(Some(vec![0, 3])));
        let of_it = get(types, "committed").attribute("of it");
        assert_eq!(of_it, Ok(Some(Value::Numbers(twelve(true, 0.5)))));
    });
}

#[test]
fn an_array_in_every_layout() {
    let table: Vec<f64> = (0..77).map(|i| f64::from(i) * 0.1).collect();
    in_each("layouts", |layouts| {
        let names = layouts.names().expect("a group");
        assert_eq!(names.len(), 22);
        for name in &names {
            if let Some(length) = name.strip_prefix("chunk of ") {
                let zeros = vec![0.0; length.parse().expect("a length")];
                assert_eq!(numbers(layouts, name), zeros, "{name}");
                continue;
            }
            if name.starts_with("many") {
                let many: Vec<f64> = (0..300).map(|i| f64::from(i % 256)).collect();
                assert_eq!(numbers(layouts, name), many, "{name}");
                continue;
            }
            assert_eq!(
                get(layouts, name).lengths(),
                Ok(Some(vec![7, 11])),
                "{name}"
            );
            assert_eq!(numbers(layouts, name), table, "{name}");
        }
    });
}

/// What is not read is refused with its name, never read as something else.
#[test]
fn what_is_not_read_is_refused() {
    let reasons = [
        ("compound", "compound values"),
        ("complex", "compound values"),
        ("opaque", "values of an unknown type"),
        ("long double", "floating point other than IEEE's"),
        ("lists", "lists"),
        ("LZF", "numbers under the filter LZF"),
        ("scale-offset", "numbers under the filter scale-offset"),
        ("never written", "numbers that were never written"),
        ("part", "numbers of which some were never written"),
        ("another file", "numbers in another file"),
        ("20 bits", "whole numbers of odd length"),
    ];
    in_each("refused", |refused| {
        assert_eq!(refused.names().expect("a group").len(), reasons.len());
        for (name, reason) in reasons {
            let fault = get(refused, name).numbers().expect_err(name);
            // HDF5 2.0 has a type for complex numbers.
            let complex = name == "complex" && fault.found.contains("unknown type");
            let as_told = fault.found == format!("a data set of {reason}");
            assert!(as_told || complex, "{name}: {fault}");
        }
    });
}

#[test]
fn texts_of_every_kind() {
    let expected: [(&str, &[&str]); 8] = [
        ("single", &["Al Kα"]),
        ("several", &["C 1s", "", "µ²Ω"]),
        ("fixed", &["C 1s", "Zn 2p"]),
        ("fixed UTF-8", &["Kα"]),
        ("chunks", &["eV", "", "counts"]),
        ("fixed, gzip", &["eV", "counts"]),
        ("spaces", &["Cu 2p"]),
        ("zeros", &["Cu 2p"]),
    ];
    in_each("texts", |texts| {
        for (name, expected) in expected {
            let read = get(texts, name).texts().expect(name);
            assert_eq!(read.expect(name), expected, "{name}");
        }
    });
}

/// In the header, and, of the newer file, in a heap with one that is too large for its blocks.
#[test]
fn attributes_few_and_many() {
    let texts = |all: &[&str]| Value::Texts(all.iter().map(|t| (*t).to_owned()).collect());
    in_each("attributes", |attributes| {
        for name in ["few", "many"] {
            let group = get(attributes, name);
            let value = |name: &str| group.attribute(name).expect(name).expect(name);
            assert_eq!(value("number"), Value::Numbers(vec![21.5]));
            assert_eq!(value("numbers"), Value::Numbers(twelve(true, 1.0)));
            assert_eq!(value("text"), texts(&["kinetic, µ"]));
            assert_eq!(value("texts"), texts(&["energy", "", "cycle"]));
            assert_eq!(value("fixed"), texts(&["binding"]));
            assert_eq!(value("empty"), Value::Numbers(vec![]));
            assert_eq!(group.attribute("missing"), Ok(None));
        }
        let many = get(attributes, "many");
        for i in 0..12 {
            let note = many.attribute(&format!("note {i}"));
            assert_eq!(note, Ok(Some(texts(&[&format!("{i} eV")]))));
        }
        let large = (0..700).map(f64::from).collect();
        assert_eq!(many.attribute("large"), Ok(Some(Value::Numbers(large))));
        let long = "Speclens ".repeat(600);
        let read = many.attribute("long").expect("long").expect("long");
        // No text is read beyond its first 4096 bytes.
        assert_eq!(read, texts(&[long[..4096].trim()]));
    });
}

#[test]
fn links_hard_soft_and_lost() {
    in_each("links", |links| {
        for name in [
            "data",
            "hard",
            "soft",
            "soft again",
            "./soft",
            "/links/soft",
        ] {
            assert_eq!(numbers(links, name), twelve(true, 1.0), "{name}");
        }
        for name in ["nowhere", "circle", "another file", "missing", "data/x"] {
            assert!(links.get(name).expect(name).is_none(), "{name}");
        }
        let many = get(links, "many, Σ");
        let names = many.names().expect("a group");
        assert_eq!(names.len(), 30);
        for name in names {
            assert_eq!(get(&many, &name).at, get(links, "data").at, "{name}");
        }
    });
}
