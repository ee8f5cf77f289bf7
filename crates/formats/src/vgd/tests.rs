//! Small Avantage files: the streams are built byte by byte, the container by `cfb`.

use crate::shared::notes::note;
use crate::testing::only;
use std::io::{Cursor, Write};

use super::*;
use crate::testing::Outcomes;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, Technique, sentences};

/// A property: identifier, type, bytes of the value.
type Property = (u32, u32, Vec<u8>);

fn property_set(properties: &[Property]) -> Vec<u8> {
    let mut bytes = vec![0xFE, 0xFF, 0, 0, 0x0A, 0, 2, 0];
    bytes.resize(24, 0);
    bytes.extend(1u32.to_le_bytes());
    bytes.resize(44, 0);
    bytes.extend(48u32.to_le_bytes());
    let mut table = Vec::new();
    let mut values = Vec::new();
    for (id, kind, value) in properties {
        let offset = 8 + 8 * properties.len() + values.len();
        table.extend([*id, offset as u32].map(u32::to_le_bytes).concat());
        values.extend(kind.to_le_bytes());
        values.extend(value);
        values.resize(values.len().next_multiple_of(4), 0);
    }
    let size = (8 + table.len() + values.len()) as u32;
    bytes.extend(
        [size, properties.len() as u32]
            .map(u32::to_le_bytes)
            .concat(),
    );
    bytes.extend(table);
    bytes.extend(values);
    bytes
}

fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().chain([0]);
    units.flat_map(u16::to_le_bytes).collect()
}

/// `VT_LPWSTR`: characters, with the zero, then the text.
fn wide(id: u32, text: &str) -> Property {
    let units = utf16(text);
    let count = (units.len() / 2) as u32;
    (id, 31, [count.to_le_bytes().to_vec(), units].concat())
}

/// `VT_BSTR`: bytes, then the text.
fn basic(id: u32, text: &str) -> Property {
    let units = utf16(text);
    (
        id,
        8,
        [(units.len() as u32).to_le_bytes().to_vec(), units].concat(),
    )
}

fn single(id: u32, value: f32) -> Property {
    (id, 4, value.to_le_bytes().to_vec())
}

fn whole(id: u32, value: i32) -> Property {
    (id, 3, value.to_le_bytes().to_vec())
}

fn short_whole(id: u32, value: i16) -> Property {
    (id, 2, value.to_le_bytes().to_vec())
}

/// Hundreds of nanoseconds from 1601 to 2024-01-22 13:05:09 UTC.
const A_DAY_IN_2024: u64 = (1_705_928_709 + 11_644_473_600) * 10_000_000;

/// A space axis: label, unit, points, start, width, values, kind.
#[derive(Clone)]
struct TestAxis(&'static str, &'static str, u32, f64, f64, Vec<f64>, u32);

/// An Avantage file as its parts.
#[derive(Clone)]
struct Vgd {
    /// Space axes of each dimension.
    dimensions: Vec<Vec<TestAxis>>,
    values: Vec<f64>,
    measurement: Vec<Property>,
    summary: Vec<Property>,
}

impl Default for Vgd {
    fn default() -> Self {
        Vgd {
            dimensions: vec![vec![TestAxis("", "", 6, 136.68, 1.0, vec![], 1)]],
            values: vec![10.5, 11.0, 12.0, 11.0, 10.0, 9.0],
            measurement: vec![
                short_whole(1, 1200),
                wide(id::INSTRUMENT, "K-Alpha"),
                basic(0x14, "K0001"),
                whole(id::PERIODS, 3),
                single(id::PASS_ENERGY, 150.0),
                single(id::ACQUISITION_TIME, 0.05),
                single(id::WORK_FUNCTION, 4.2),
                wide(id::LENS_MODE, "Standard"),
                single(id::SOURCE_ENERGY, 1486.68),
                short_whole(id::ENERGY_SCALE, 1),
                whole(id::TRANSMISSION_COEFFICIENTS, 2),
                single(100_000, 3.5),
                single(100_001, -0.25),
                whole(id::TECHNIQUE, 17),
                (id::START_TIME, 64, A_DAY_IN_2024.to_le_bytes().to_vec()),
            ],
            summary: vec![
                wide(summary::TITLE, "XPS Survey"),
                wide(summary::SUBJECT, "Sample α"),
                (summary::AUTHOR, 30, b"\x05\0\0\0me\xFC\0\0".to_vec()),
            ],
        }
    }
}

impl Vgd {
    fn with(property: Property) -> Vgd {
        let mut vgd = Vgd::default();
        vgd.measurement.retain(|(id, _, _)| *id != property.0);
        vgd.measurement.push(property);
        vgd
    }

    fn without(id: u32) -> Vgd {
        let mut vgd = Vgd::default();
        vgd.measurement.retain(|(i, _, _)| *i != id);
        vgd
    }

    fn streams(&self) -> Vec<(&'static str, Vec<u8>)> {
        let axes: Vec<&TestAxis> = self.dimensions.iter().flatten().collect();
        let mut space = [0x2_0000, axes.len() as u32].map(u32::to_le_bytes).concat();
        for TestAxis(label, unit, points, start, width, values, kind) in axes {
            for text in [label, "", unit] {
                let text = utf16(text);
                space.extend((text.len() as u32).to_le_bytes());
                space.extend(text);
            }
            space.extend(points.to_le_bytes());
            space.extend([*start, *width].map(f64::to_le_bytes).concat());
            space.push(u8::from(values.is_empty()));
            space.extend(values.iter().flat_map(|v| v.to_le_bytes()));
            space.extend(kind.to_le_bytes());
        }
        let mut data = [0x2_0000, self.dimensions.len() as u32]
            .map(u32::to_le_bytes)
            .concat();
        for axes in &self.dimensions {
            let last = axes[0].2.wrapping_sub(1);
            data.extend(
                [0, last, axes.len() as u32, 0]
                    .map(u32::to_le_bytes)
                    .concat(),
            );
        }
        let values = self.values.iter().flat_map(|v| v.to_le_bytes()).collect();
        vec![
            (MEASUREMENT, property_set(&self.measurement)),
            (SUMMARY, property_set(&self.summary)),
            ("VGData", values),
            ("VGSpaceAxes", space),
            ("VGDataAxes", data),
        ]
    }

    fn bytes(&self) -> Vec<u8> {
        compound(&self.streams())
    }
}

/// A compound file with 512-byte sectors, as Avantage writes them.
fn compound(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let empty = Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, empty).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Seeds of the fuzz target.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    vec![("scan.vgd", Vgd::default().bytes())]
}

fn one(vgd: &Vgd) -> Spectrum {
    only(read(&vgd.bytes()))
}

#[test]
fn a_survey() {
    let s = one(&Vgd::default());
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "XPS Survey", "Sample α")
    );
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Kinetic)));
    assert_eq!(s.photon_energy_ev, Some(1486.68));
    assert_eq!(s.energy_ev[..3], [136.68, 137.68, 138.68]);
    assert_eq!(s.counts, [10.5, 11.0, 12.0, 11.0, 10.0, 9.0]);
    assert_eq!(s.count_unit, CountUnit::Counts);
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(150.0), Some(0.05), Some(3))
    );
    assert_eq!(s.date.as_deref(), Some("2024-01-22 13:05:09 UTC"));
    assert_eq!(s.instrument.as_deref(), Some("K-Alpha"));
    assert_eq!(note(&s, "operator"), Some("meü"));
    assert_eq!(note(&s, "analyser work function"), Some("4.2 eV"));
    assert_eq!(
        note(&s, "transmission coefficients (not applied)"),
        Some("3.5 -0.25")
    );
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    // The work function has no part in it.
    assert_eq!(s.binding_energy_ev().unwrap()[..2], [1350.0, 1349.0]);
}

#[test]
fn what_the_properties_say() {
    let s = one(&Vgd::without(id::SOURCE_ENERGY));
    assert_eq!((s.photon_energy_ev, s.technique), (None, Technique::Xps));
    let s = one(&Vgd::with(single(id::SOURCE_ENERGY, 21.22)));
    assert_eq!(
        (s.photon_energy_ev, s.technique),
        (Some(21.22), Technique::Ups)
    );
    let s = one(&Vgd::with(single(id::SOURCE_ENERGY, f32::NAN)));
    assert_eq!(s.photon_energy_ev, None);
    let s = one(&Vgd::with(whole(id::TECHNIQUE, 6)));
    assert_eq!(s.technique, Technique::Other);
    let s = one(&Vgd::with(short_whole(id::ENERGY_SCALE, 2)));
    assert_eq!((s.axis, s.technique), (None, Technique::Other));
    assert!(
        sentences(&s.doubts)[0].contains("energy scale of the file is number 2"),
        "{:?}",
        sentences(&s.doubts)
    );
    for (label, unit) in [
        ("Counts", CountUnit::Counts),
        ("Counts / s", CountUnit::CountsPerSecond),
        ("Z Height", CountUnit::Unknown),
    ] {
        assert_eq!(
            one(&Vgd::with(basic(id::VALUE_LABEL, label))).count_unit,
            unit,
            "{label}"
        );
    }
    assert_eq!(
        one(&Vgd::with(basic(id::VALUE_UNIT, "Counts/s"))).count_unit,
        CountUnit::CountsPerSecond
    );
    let mut bare = Vgd::default();
    bare.measurement.clear();
    bare.summary.clear();
    let s = one(&bare);
    assert_eq!((s.photon_energy_ev, s.dwell_s, s.date), (None, None, None));
    assert_eq!((s.energy_ev[0], s.notes.len()), (136.68, 0));
}

/// A profile: energies, then etch times of unlike steps together with etch levels.
#[test]
fn the_levels_of_a_depth_profile() {
    let mut vgd = Vgd::default();
    vgd.dimensions.push(vec![
        TestAxis("", "", 3, 0.0, 5.0, vec![0.0, 5.0, 12.5], 8),
        TestAxis("Level", "no.", 3, 0.0, 1.0, vec![], 6),
    ]);
    vgd.values = (0..18).map(|i| f64::from(i) + 0.5).collect();
    let spectra = read(&vgd.bytes()).unwrap();
    assert_eq!(spectra.len(), 3);
    let s = &spectra[2];
    assert_eq!(
        (s.block, s.region.as_str()),
        (3, "XPS Survey, Etch Time 12.5 s")
    );
    assert_eq!(s.counts, [12.5, 13.5, 14.5, 15.5, 16.5, 17.5]);
    assert_eq!(
        (note(s, "Etch Time"), note(s, "Level")),
        (Some("12.5 s"), Some("2 no."))
    );
}

/// A map: energies fastest, then x, then y.
#[test]
fn the_pixels_of_a_map() {
    let mut vgd = Vgd::default();
    vgd.dimensions[0][0].2 = 2;
    vgd.dimensions
        .push(vec![TestAxis("", "", 3, -20.0, 20.0, vec![], 3)]);
    vgd.dimensions
        .push(vec![TestAxis("", "", 2, 5.0, 1.0, vec![], 4)]);
    vgd.values = (0..12).map(f64::from).collect();
    let spectra = read(&vgd.bytes()).unwrap();
    assert_eq!(spectra.len(), 6);
    assert_eq!(spectra[4].region, "XPS Survey, X 0 µm, Y 6 µm");
    assert_eq!(spectra[4].counts, [8.0, 9.0]);
}

#[test]
fn data_that_are_no_spectra_are_refused() {
    let refused = |vgd: &Vgd| {
        let e = read(&vgd.bytes()).unwrap_err().to_string();
        assert!(!e.contains(['\n', '\r']), "{e}");
        e
    };
    let mut vgd = Vgd::default();
    vgd.values.pop();
    let e = refused(&vgd);
    assert_eq!(
        e,
        "byte 0: found 5 numbers in VGData, expected 6 as its axes say"
    );
    let mut image = Vgd::default();
    image.dimensions[0][0].6 = 3;
    assert!(refused(&image).contains("data over “X” (an image or a table)"));
    let mut still = Vgd::default();
    still.dimensions[0][0].4 = 0.0;
    assert!(refused(&still).contains("turns back or stands still"));
    let mut turn = Vgd::default();
    turn.dimensions[0][0].5 = vec![1.0, 2.0, 3.0, 2.5, 4.0, 5.0];
    assert!(refused(&turn).contains("an energy of 2.5 at point 4"));
    for bad in [f64::NAN, f64::INFINITY, 1e300] {
        let mut vgd = Vgd::default();
        vgd.values[1] = bad;
        assert!(refused(&vgd).contains("at point 2 of spectrum 1"));
    }
    let mut point = Vgd::default();
    point.dimensions[0][0].2 = 1;
    point.values.truncate(1);
    assert!(refused(&point).contains("an energy axis of 1 points"));
    let mut wild = Vgd::default();
    wild.dimensions[0][0].2 = u32::MAX;
    wild.dimensions.push(wild.dimensions[0].clone());
    wild.dimensions.push(wild.dimensions[0].clone());
    assert!(refused(&wild).contains("expected 4294967295 × 4294967295 × 4294967295"));
    let mut empty = Vgd::default();
    empty.dimensions[0][0].2 = 0;
    empty.values.clear();
    assert!(read(&empty.bytes()).is_err());
}

#[test]
fn other_ole_documents_are_refused_by_name() {
    let word = compound(&[("WordDocument", vec![1, 2, 3])]);
    let e = crate::testing::read(&word, "a.doc")
        .unwrap_err()
        .to_string();
    assert!(
        e.starts_with("a.doc: byte 0: found an OLE document other than Thermo Avantage .vgd"),
        "{e}"
    );
    assert!(e.contains("which is not read yet, expected VAMAS"), "{e}");
    for broken in [
        ole::SIGNATURE.to_vec(),
        [ole::SIGNATURE, &[0; 600]].concat(),
    ] {
        let e = crate::testing::read(&broken, "a.vgd")
            .unwrap_err()
            .to_string();
        assert!(e.contains("found a damaged or cut OLE document ("), "{e}");
    }
    // Without its axes there is no telling what the numbers are.
    let alone = compound(&[("VGData", vec![0; 80])]);
    let e = read(&alone).unwrap_err().to_string();
    assert!(
        e.contains("a stream VGSpaceAxes of 0 bytes that is none"),
        "{e}"
    );
}

#[test]
fn negative_counts_are_kept_and_told() {
    let mut vgd = Vgd::default();
    vgd.values[5] = -0.5;
    let s = one(&vgd);
    assert_eq!(
        (s.counts[5], sentences(&s.doubts)[0].as_str()),
        (-0.5, "1 of 6 counts are negative")
    );
}

/// Every beginning of a file is refused in one line, or gives the same numbers.
#[test]
fn a_file_that_breaks_off_is_refused() {
    // Data beyond 4096 bytes have sectors of their own.
    let mut vgd = Vgd::default();
    vgd.dimensions[0][0].2 = 600;
    vgd.values = (0..600).map(f64::from).collect();
    for (vgd, at_least) in [(Vgd::default(), 0), (vgd, 5 * 512)] {
        let bytes = vgd.bytes();
        let whole = read(&bytes).unwrap();
        let mut refused = 0;
        for cut in 0..bytes.len() {
            match crate::testing::read(&bytes[..cut], "a.vgd") {
                Ok(spectra) => {
                    assert_eq!(spectra.len(), whole.len(), "cut at {cut}");
                    assert_eq!(spectra[0].counts, whole[0].counts);
                    assert_eq!(spectra[0].energy_ev, whole[0].energy_ev);
                    assert_eq!(spectra[0].photon_energy_ev, whole[0].photon_energy_ev);
                }
                Err(e) => {
                    assert!(!e.to_string().contains(['\n', '\r']), "{e}");
                    refused += 1;
                }
            }
        }
        assert!(
            refused >= at_least.max(bytes.len() / 2),
            "{refused} of {}",
            bytes.len()
        );
    }
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut profile = Vgd::default();
    profile
        .dimensions
        .push(vec![TestAxis("", "", 2, 0.0, 5.0, vec![0.0, 5.0], 8)]);
    profile.values.extend(profile.values.clone());
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    let mut look = |result: Result<Vec<Spectrum>, Fault>| outcomes.see(result);
    for vgd in [Vgd::default(), profile] {
        // The container.
        let bytes = vgd.bytes();
        for _ in 0..20_000 {
            look(read(&damage.of(&bytes)));
        }
        // The streams in a sound container.
        for _ in 0..4000 {
            let mut streams = vgd.streams();
            for (_, stream) in &mut streams {
                if damage.chance() {
                    *stream = damage.of(stream);
                }
            }
            look(read(&compound(&streams)));
        }
    }
    outcomes.assert_each_above(2000);
}

/// Texts that many properties share, and tables that announce too much, ask for no memory.
#[test]
fn property_sets_are_bounded() {
    let set = property_set(&[wide(1, "a"), single(2, 1.5)]);
    assert_eq!(Properties::read(set.clone()).real(2), Some(1.5));
    assert_eq!(Properties::read(set.clone()).text(1).as_deref(), Some("a"));
    assert_eq!(Properties::read(set.clone()).real(1), None);
    for at in [44, 52, 60, 68] {
        let mut wild = set.clone();
        wild[at..at + 4].fill(0xFF);
        let read = Properties::read(wild);
        assert_eq!((read.real(3), read.text(3)), (None, None));
        assert!(read.real(2).is_none() || at == 60);
    }
    for cut in 0..set.len() {
        let read = Properties::read(set[..cut].to_vec());
        assert!(read.real(2).is_none_or(|v| v == 1.5), "{cut}");
    }
}
