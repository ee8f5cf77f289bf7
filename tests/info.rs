//! `speclens info`: what is told of a file, and of files that cannot be read.

mod common;

use std::fs::File;
use std::path::{Path, PathBuf};

use common::Run;
use serde_json::{Value, json};

const TWO: &str = "# Region: C 1s\n# Sample: foil\n# Excitation Energy: 1486.6\n# Pass Energy: 20\n\
    # Dwell Time: 0.1 s\n# Number of Scans: 3\n# Date: 2024-01-02\n# Instrument: Spectrometer 1\n\
    Binding energy (eV)\tCounts\tTransmission\n300\t5\t1\n299.5\t6\t1\n299\t7\t2\n\n\
    # Region: O 1s\nBinding energy (eV)\tIntensity\n540\t1\n539\t2\n537.5\t-2\n";

fn files(name: &str) -> PathBuf {
    common::folder(&format!("info-{name}"))
}

fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn info(arguments: &[&str]) -> Run {
    Run::of(
        common::speclens()
            .arg("info")
            .args(arguments)
            .output()
            .unwrap(),
    )
}

#[test]
fn every_block_is_told_in_words() {
    let folder = files("words");
    let file = file(&folder, "a.txt", TWO);
    let run = info(&[&file]);
    let want = format!(
        "{file}: columns of text, 2 spectra\n\
         \x20 1  foil · C 1s\n\
         \x20    XPS, binding energy 299 to 300 eV (kinetic 1186.6 to 1187.6 eV), step 0.5 eV, 3 points\n\
         \x20    photon energy 1486.6 eV, counts, 3 scans, dwell time 0.1 s, pass energy 20 eV, transmission\n\
         \x20    2024-01-02, Spectrometer 1\n\
         \x20 2  foil · O 1s\n\
         \x20    XPS, binding energy 537.5 to 540 eV (kinetic 946.6 to 949.1 eV), steps that change, 3 points\n\
         \x20    photon energy 1486.6 eV, intensities without a unit, 3 scans, dwell time 0.1 s, pass energy 20 eV, no transmission\n\
         \x20    2024-01-02, Spectrometer 1\n\
         \x20    ! 1 of 3 counts are negative\n"
    );
    assert!(run.code == 0 && run.err.is_empty(), "{}", run.err);
    assert_eq!(run.out, want);
    let notes = info(&["--notes", &file]).out;
    assert!(notes.contains("     Pass Energy: 20\n"), "{notes}");
}

#[test]
fn json_has_an_object_for_each_spectrum() {
    let folder = files("json");
    let file = file(&folder, "a.txt", TWO);
    let run = info(&["--json", &file]);
    let objects = run.objects();
    assert_eq!((run.code, objects.len()), (0, 2));
    let want = json!({
        "file": "a.txt", "format": "columns of text", "block": 1, "region": "C 1s",
        "sample": "foil", "technique": "xps", "axis": "binding", "points": 3,
        "binding_energy_ev": [299.0, 300.0], "kinetic_energy_ev": [1186.6, 1187.6],
        "step_ev": 0.5, "photon_energy_ev": 1486.6, "count_unit": "counts", "scans": 3,
        "dwell_s": 0.1, "pass_energy_ev": 20.0, "source_analyser_angle_deg": null,
        "transmission": true, "date": "2024-01-02", "instrument": "Spectrometer 1",
        "warnings": [],
        "doubts": [],
        "path": file
    });
    assert_eq!(objects[0], want);
    let with_notes = &info(&["--json", "--notes", &file]).objects()[0];
    let notes = with_notes["notes"].as_array().unwrap();
    assert!(notes.contains(&json!(["Sample", "foil"])), "{notes:?}");
}

#[test]
fn what_the_user_tells_is_used_where_the_file_says_nothing() {
    let folder = files("told");
    let open = file(&folder, "open.txt", "100 1\n101 2\n102 3\n");
    let told = ["--json", "--axis", "kinetic", "--photon-energy", "1253.6"];
    let o = &info(&[&told[..], &[&open]].concat()).objects()[0];
    assert_eq!(o["binding_energy_ev"], json!([1151.6, 1153.6]));
    assert_eq!(o["warnings"], json!([]));
    let unsaid = &info(&["--json", &open]).objects()[0];
    assert_eq!(
        (&unsaid["axis"], &unsaid["binding_energy_ev"]),
        (&json!(null), &json!(null))
    );
    let closed = file(&folder, "closed.txt", TWO);
    let o = &info(&[&told[..], &[&closed]].concat()).objects()[0];
    assert_eq!(
        (&o["axis"], &o["photon_energy_ev"]),
        (&json!("binding"), &json!(1486.6))
    );
    assert_eq!(o["warnings"].as_array().unwrap().len(), 2, "{o}");
    let codes: Vec<&Value> = (o["doubts"].as_array().unwrap().iter())
        .map(|doubt| &doubt["code"])
        .collect();
    assert_eq!(codes, ["axis_not_used", "photon_energy_not_used"]);
    for wrong in ["19", "10001", "nan", "x"] {
        let run = info(&["--photon-energy", wrong, &open]);
        assert!(
            run.code == 2 && run.err.contains("expected 20 to 10000 eV"),
            "{}",
            run.err
        );
    }
}

#[test]
fn files_that_cannot_be_read_are_one_line_each() {
    let folder = files("bad");
    let good = file(&folder, "good.txt", "100 1\n101 2\n");
    let huge = folder.join("huge.vms");
    // No disk space: the file is a hole.
    File::create(&huge).unwrap().set_len(2_100_000_000).unwrap();
    let huge = huge.to_str().unwrap();
    let nested = folder.join("folder.vms");
    std::fs::create_dir(&nested).unwrap();
    let nested = nested.to_str().unwrap();
    let missing = folder.join("missing.vms");
    let missing = missing.to_str().unwrap();
    let words = file(&folder, "words.txt", "no numbers\n");
    let run = info(&[huge, nested, missing, &words, &good]);
    let want = [
        format!("{nested}: there is no file in this folder"),
        format!("{huge}: 2.1 GB, expected at most 256 MiB"),
        format!("{missing}: there is no such file"),
        format!(
            "{words}: line 1: found text without rows of numbers (“no numbers”), expected two or more columns: energy and intensity"
        ),
    ];
    assert_eq!(run.err.lines().collect::<Vec<_>>(), want);
    assert_eq!(run.code, 2);
    assert!(
        run.out
            .starts_with(&format!("{good}: columns of text, 1 spectrum\n"))
    );
}

#[test]
fn nothing_of_a_file_commands_the_terminal() {
    let folder = files("escape");
    let file = file(&folder, "a.txt", "# Region: \u{1b}[2Jx\nBE I\n3 1\n2 1\n");
    let run = info(&["--notes", &file]);
    assert_eq!(run.code, 0);
    assert!(
        run.out.contains("[2Jx") && !run.out.contains('\u{1b}'),
        "{}",
        run.out
    );
}
