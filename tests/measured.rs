//! Real instrument files, where they lie beside the checkout (they are not ours to ship).

use std::path::{Path, PathBuf};

use speclens::formats;
use speclens::spectrum::{Technique, widest_xps};

/// Folder of measured files, or `None` (said aloud) where it is missing.
fn measured() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/measured");
    if !folder.is_dir() {
        println!("skipped: no folder ../shared/measured");
        return None;
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["surveys", "formats"]
        .iter()
        .flat_map(|f| std::fs::read_dir(folder.join(f)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Blocks counted apart from the reader: each has its technique on a line of its own, and an
/// analyser mode.
fn blocks_by_technique_lines(bytes: &[u8]) -> usize {
    let lines: Vec<&[u8]> = bytes
        .split(|b| *b == b'\n')
        .map(<[u8]>::trim_ascii)
        .collect();
    let count = |word: &[u8]| lines.iter().filter(|l| **l == word).count();
    assert_eq!(count(b"XPS") + count(b"UPS"), count(b"FAT"));
    count(b"XPS") + count(b"UPS")
}

#[test]
fn every_block_of_every_vamas_file_opens() {
    let Some(folder) = measured() else { return };
    let mut seen = 0;
    for path in files(&folder)
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "vms"))
    {
        let name = name(path);
        let bytes = std::fs::read(path).unwrap();
        if name == "casa_process.vms" {
            // A piece of a block comment: no VAMAS file.
            let e = formats::read(&bytes, &name).unwrap_err();
            assert!(
                e.to_string()
                    .starts_with("casa_process.vms: line 1: found “23”"),
                "{e}"
            );
            continue;
        }
        let spectra = formats::read(&bytes, &name).unwrap_or_else(|e| panic!("{e}"));
        let wanted = blocks_by_technique_lines(&bytes);
        let header = String::from_utf8_lossy(&bytes);
        assert!(
            header.lines().any(|l| l.trim() == wanted.to_string()),
            "{name}"
        );
        assert_eq!(spectra.len(), wanted, "{name}");
        for (i, s) in spectra.iter().enumerate() {
            let at = format!("{name} block {}", s.block);
            assert_eq!((s.file.as_str(), s.block), (name.as_str(), i + 1));
            assert!(
                s.counts.len() > 10 && s.counts.len() == s.energy_ev.len(),
                "{at}"
            );
            assert!(
                s.counts.iter().chain(&s.energy_ev).all(|v| v.is_finite()),
                "{at}"
            );
            assert!(s.axis.is_some() && s.photon_energy_ev.is_some(), "{at}");
            let doubts: Vec<&String> = s
                .warnings
                .iter()
                .filter(|w| !w.contains("calibration"))
                .collect();
            println!("{at}: {} {:?} {doubts:?}", s.title(), s.range_ev());
        }
        let survey = &spectra[widest_xps(&spectra).unwrap()];
        if path.parent().unwrap().ends_with("surveys") {
            assert!(survey.span_ev() > 900.0, "{name}: {}", survey.span_ev());
            let region = survey.region.to_lowercase();
            let is_survey = ["wide", "survey", "counts per second"]
                .iter()
                .any(|w| region.contains(w));
            assert!(is_survey, "{name}: {region}");
            assert_eq!(survey.technique, Technique::Xps);
        }
        seen += 1;
    }
    assert!(seen >= 8, "{seen} VAMAS files");
}

#[test]
fn every_other_file_is_read_as_text_or_refused_by_name() {
    let Some(folder) = measured() else { return };
    let refused = [
        ("spe", "PHI MultiPak"),
        ("pro", "PHI MultiPak"),
        ("vgd", "Thermo Avantage .vgd"),
        ("ibw", "Igor Pro .ibw"),
        ("nxs", "HDF5"),
        ("xml", "SPECS SpecsLab .xml"),
    ];
    for path in files(&folder) {
        let name = name(&path);
        let extension = name.rsplit('.').next().unwrap();
        let result = formats::read(&std::fs::read(&path).unwrap(), &name);
        if let Some((_, format)) = refused.iter().find(|(e, _)| *e == extension) {
            let e = result.unwrap_err().to_string();
            assert!(e.contains(format) && e.contains("is not read yet"), "{e}");
        } else if extension == "txt" || extension == "xy" {
            for s in result.unwrap_or_else(|e| panic!("{e}")) {
                assert!(
                    s.photon_energy_ev.is_some() && s.axis.is_some(),
                    "{name}: {s:?}"
                );
                println!(
                    "{name} block {}: {} {:?} {:?}",
                    s.block,
                    s.title(),
                    s.range_ev(),
                    s.warnings
                );
            }
        }
    }
}
