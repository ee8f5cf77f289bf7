//! Small odd files that lie beside the checkout, each folder with what is right for it in
//! `RIGHT.txt`. They are not ours to ship.

use std::path::{Path, PathBuf};

use speclens_formats::{SpectrumFile, read};
use speclens_spectrum::{Axis, CountUnit, Spectrum, Technique, sentences};

/// A folder of `../shared/cases`, and what its `RIGHT.txt` comes down to.
type Case = (&'static str, &'static str, fn(&Folder));

const CASES: [Case; 11] = [
    (
        "specslab2_xy_axis",
        "kinetic.xy is a kinetic axis",
        specslab2,
    ),
    ("vamas_nul", "is read as if they were not there", vamas_nul),
    ("thousands_as_decimals", "are 6030 counts", thousands),
    (
        "energy_thousands_dropped",
        "241 points from 0 to 1200 eV",
        energies,
    ),
    (
        "casa_report_names",
        "One spectrum: kinetic/binding pair",
        casa,
    ),
    ("other_quantity", "no XPS spectrum", other_quantity),
    (
        "source_in_words",
        "Photon energy 1253.6 (two files)",
        sources,
    ),
    (
        "vamas_concatenated",
        "Both experiments are read",
        concatenated,
    ),
    ("omicron_eis_text", "Three regions named", omicron),
    ("negative_binding", "Taken with the other sign", negative),
    (
        "reversed_counts",
        "a warning that the order of the counts",
        reversed,
    ),
];

struct Folder(PathBuf);

impl Folder {
    fn file(&self, name: &str) -> SpectrumFile {
        let bytes = std::fs::read(self.0.join(name)).unwrap();
        read(&bytes, name).unwrap_or_else(|e| panic!("{e}"))
    }

    /// The one spectrum of a file.
    fn one(&self, name: &str) -> Spectrum {
        let mut spectra = self.file(name).spectra;
        assert_eq!(spectra.len(), 1, "{name}");
        spectra.remove(0)
    }
}

#[test]
fn every_case_is_read_as_its_folder_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases");
    if !root.is_dir() {
        println!("skipped: no folder ../shared/cases");
        return;
    }
    let mut folders: Vec<String> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut known: Vec<&str> = CASES.iter().map(|(name, ..)| *name).collect();
    known.sort_unstable();
    assert_eq!(folders, known, "a case without its test");
    for (name, right, check) in CASES {
        let folder = Folder(root.join(name));
        let said = std::fs::read_to_string(folder.0.join("RIGHT.txt")).unwrap();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(right), "{name}: {said}");
        println!("{name}: {said}");
        check(&folder);
    }
}

fn specslab2(folder: &Folder) {
    for (name, axis) in [("kinetic.xy", Axis::Kinetic), ("binding.xy", Axis::Binding)] {
        let s = folder.one(name);
        assert_eq!((s.axis, s.photon_energy_ev), (Some(axis), Some(1486.6)));
        assert!(s.doubts.is_empty(), "{:?}", s.doubts);
    }
}

fn vamas_nul(folder: &Folder) {
    let in_line = folder.one("nul_in_line.vms");
    let transition = ("transition".to_owned(), "1s".to_owned());
    assert!(in_line.notes.contains(&transition), "{:?}", in_line.notes);
    let at_end = folder.one("nul_at_end.vms");
    for s in [in_line, at_end] {
        assert_eq!((s.counts.len(), s.doubts.len()), (12, 0));
    }
}

fn thousands(folder: &Folder) {
    for name in ["german.csv", "us_tab.txt"] {
        let s = folder.one(name);
        assert_eq!((s.counts[0], s.counts.len()), (7470.0, 241));
        assert!(s.counts.iter().all(|c| *c > 300.0 && c.fract() == 0.0));
    }
}

fn energies(folder: &Folder) {
    let s = folder.one("be.txt");
    assert_eq!((s.counts.len(), s.range_ev()), (241, [0.0, 1200.0]));
}

fn casa(folder: &Folder) {
    let s = folder.one("report.txt");
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Kinetic), Some(1486.6))
    );
    assert_eq!(
        (s.region.as_str(), s.count_unit),
        ("Wide", CountUnit::CountsPerSecond)
    );
    assert_eq!((s.counts[0], s.range_ev()), (6510.0, [645.0, 700.0]));
}

fn other_quantity(folder: &Folder) {
    for (name, label) in [
        ("raman.txt", "Raman shift (cm-1)"),
        ("uvvis.txt", "Wavelength nm."),
        ("xas.csv", "Photon Energy (eV)"),
    ] {
        let s = folder.one(name);
        assert_eq!((s.technique, s.axis), (Technique::Other, None));
        let doubts = sentences(&s.doubts).join("\n");
        assert!(doubts.contains(label), "{doubts}");
    }
}

fn sources(folder: &Folder) {
    for (name, energy_ev) in [
        ("anode.txt", 1253.6),
        ("source.txt", 1253.6),
        ("agla.txt", 2984.3),
    ] {
        assert_eq!(folder.one(name).photon_energy_ev, Some(energy_ev), "{name}");
    }
}

fn concatenated(folder: &Folder) {
    let spectra = folder.file("two.vms").spectra;
    let told: Vec<_> = spectra
        .iter()
        .map(|s| (s.region.as_str(), s.block))
        .collect();
    assert_eq!(told, [("A", 1), ("B", 2)]);
}

fn omicron(folder: &Folder) {
    let spectra = folder.file("eis.txt").spectra;
    let names: Vec<&str> = spectra.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(names, ["warm up", "survey", "C1s"]);
    for s in &spectra {
        let facts = (s.pass_energy_ev, s.dwell_s, s.scans);
        assert_eq!(facts, (Some(40.0), Some(0.25), Some(3)));
        let mode = ("Mode".to_owned(), "CAE".to_owned());
        assert!(s.notes.contains(&mode), "{:?}", s.notes);
        assert!(!s.notes.iter().any(|(key, _)| key == "3"), "{:?}", s.notes);
    }
}

fn negative(folder: &Folder) {
    for name in ["e_minus_ef.csv", "negative_be.csv"] {
        let s = folder.one(name);
        assert_eq!((s.axis, s.range_ev()), (Some(Axis::Binding), [0.0, 1200.0]));
        let doubts = sentences(&s.doubts).join("\n");
        assert!(doubts.contains("with the other sign"), "{doubts}");
    }
}

fn reversed(folder: &Folder) {
    let doubts = sentences(&folder.one("reversed.vms").doubts).join("\n");
    assert!(doubts.contains("contradicts the energy axis"), "{doubts}");
}
