//! `speclens convert`: what is written, what is never overwritten, bad files beside good ones, and
//! whether others read our VAMAS.

mod common;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::Run;
use serde_json::{Value, json};
use speclens::formats;
use speclens::spectrum::Spectrum;

const TEXT: &str = "# Region: C 1s\n# Sample: foil\n# Excitation Energy: 1486.6\n# Pass Energy: 20\n\
    # Date: 2024-01-02 03:04:05\nKinetic energy (eV),Counts,Transmission\n\
    1186.6,5,1\n1186.7,6,1.5\n1186.8,7.25,2\n\n\
    # Region: O 1s\nKinetic energy (eV),Counts,Transmission\n946.6,1,1\n946.7,2,1\n946.8,-2,1\n";

struct Bench(PathBuf);

impl Bench {
    fn new(name: &str) -> Bench {
        Bench(common::folder(&format!("convert-{name}")))
    }

    fn file(&self, name: &str, content: &str) {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs in the bench's folder.
    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = common::speclens();
        command.current_dir(&self.0).arg("convert").args(arguments);
        Run::of(command.output().unwrap())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Without what a file gives by itself.
fn bare(spectra: Vec<Spectrum>) -> Vec<Spectrum> {
    let bare = |s| Spectrum {
        file: String::new(),
        doubts: vec![],
        ..s
    };
    spectra.into_iter().map(bare).collect()
}

fn read(name: &str, text: &str) -> Vec<Spectrum> {
    bare(formats::read(text.as_bytes(), name).unwrap().spectra)
}

#[test]
fn every_format_reads_back_the_same() {
    let bench = Bench::new("formats");
    bench.file("in/a.txt", TEXT);
    let want = read("a.txt", TEXT);
    for (to, name) in [("csv", "a.csv"), ("vamas", "a.vms"), ("json", "a.json")] {
        let run = bench.run(&["--to", to, "in/a.txt"]);
        assert_eq!((run.code, run.out), (0, format!("{name}: 2 spectra\n")));
        assert_eq!(
            run.err,
            "in/a.txt: block 2 (foil · O 1s): 1 of 3 counts are negative\n"
        );
        let mut got = read(name, &bench.text(name));
        if to == "csv" {
            // Conditions are told twice there, as facts and as notes.
            got.iter_mut()
                .zip(&want)
                .for_each(|(g, w)| g.notes = w.notes.clone());
        }
        assert_eq!(got, want, "{to}");
    }
    assert_eq!(bench.names(), ["a.csv", "a.json", "a.vms", "in"]);
    let json: Value = serde_json::from_str(&bench.text("a.json")).unwrap();
    let head = (&json["format"], &json["version"]);
    assert_eq!(head, (&json!("speclens-spectra"), &json!(1)));
}

#[test]
fn blocks_folder_and_output_are_chosen() {
    let bench = Bench::new("chosen");
    bench.file("a.txt", TEXT);
    for (block, region) in [("2", "O 1s"), ("c 1s", "C 1s")] {
        let run = bench.run(&["--to", "json", "--block", block, "-o", "-", "a.txt"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let got = read("x.json", &run.out);
        assert_eq!((got.len(), got[0].region.as_str()), (1, region));
    }
    let run = bench.run(&["--to", "csv", "--folder", "out", "a.txt"]);
    let written = Path::new("out").join("a.csv");
    assert_eq!(run.out, format!("{}: 2 spectra\n", written.display()));
    let run = bench.run(&["--to", "csv", "--block", "N 1s", "a.txt"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "a.txt: none of its 2 blocks is “N 1s”\n")
    );
    let run = bench.run(&["--to", "csv", "-o", "x.csv", "a.txt", "a.txt"]);
    assert!(
        run.code == 1 && run.err.contains("--output takes one file"),
        "{}",
        run.err
    );
    assert_eq!(
        bench
            .run(&["--to", "csv", "-o", "x", "--folder", "out", "a.txt"])
            .code,
        2
    );
    assert_eq!(bench.run(&["--to", "xlsx", "a.txt"]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let bench = Bench::new("link");
    bench.file("a.txt", TEXT);
    bench.file("elsewhere", "mine");
    std::os::unix::fs::symlink("elsewhere", bench.0.join("a.csv")).unwrap();
    std::os::unix::fs::symlink("nowhere", bench.0.join("dangling.csv")).unwrap();
    for output in ["a.csv", "dangling.csv"] {
        let run = bench.run(&["--to", "csv", "--force", "-o", output, "a.txt"]);
        let want = format!("a.txt: {output} is a link: it is not replaced\n");
        assert_eq!((run.code, run.err), (2, want));
    }
    let run = bench.run(&["--to", "csv", "--force", "-o", "/dev/null", "a.txt"]);
    assert!(
        run.code == 2 && run.err.contains("is no regular file"),
        "{}",
        run.err
    );
    assert_eq!(bench.text("a.csv"), "mine");
}

#[test]
fn a_folder_is_read_and_standard_input_too() {
    let bench = Bench::new("folder-in");
    bench.file("in/a.txt", TEXT);
    bench.file("in/b.txt", "no spectrum");
    let run = bench.run(&["--to", "csv", "--folder", "new/out", "in"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("in/b.txt: line 1"), "{}", run.err);
    assert!(bench.text("new/out/a.csv").contains("C 1s"));
    // Files of the same name in folders of a folder stay apart.
    bench.file("in/2023/a.txt", TEXT);
    bench.file("in/2024/a.txt", TEXT);
    bench.run(&["--to", "csv", "--folder", "apart", "in/"]);
    for name in ["apart/a.csv", "apart/2023/a.csv", "apart/2024/a.csv"] {
        assert!(bench.text(name).contains("C 1s"));
    }
    let run = bench.run(&["--to", "csv", "-"]);
    assert_eq!(
        run.code, 2,
        "nothing on standard input, and no name: {}",
        run.err
    );
}

#[test]
fn nothing_is_overwritten_unasked() {
    let bench = Bench::new("overwrite");
    bench.file("a.txt", TEXT);
    bench.file("b/a.txt", "BE I\n3 1\n2 1\n");
    bench.file("a.csv", "mine");
    let run = bench.run(&["--to", "csv", "a.txt"]);
    let want = "a.txt: a.csv is there already: --force overwrites it\n";
    assert_eq!(
        (run.code, run.err.as_str(), bench.text("a.csv").as_str()),
        (2, want, "mine")
    );
    let run = bench.run(&["--to", "csv", "--force", "a.txt"]);
    assert!(run.code == 0 && bench.text("a.csv").contains("C 1s"));
    // Not even then: another file of the same run, the file itself.
    let run = bench.run(&["--to", "csv", "--force", "a.txt", "b/a.txt"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("b/a.txt: a.csv is written from another file already"),
        "{}",
        run.err
    );
    assert!(bench.text("a.csv").contains("C 1s"));
    let before = bench.text("a.csv");
    let run = bench.run(&["--to", "csv", "--force", "a.csv"]);
    assert!(
        run.code == 2 && run.err.contains("is one of the files to convert"),
        "{}",
        run.err
    );
    assert_eq!(bench.text("a.csv"), before);
    assert_eq!(bench.names(), ["a.csv", "a.txt", "b"]);
}

#[test]
fn a_bad_file_does_not_lose_the_others() {
    let bench = Bench::new("beside");
    bench.file("good.txt", TEXT);
    bench.file("bad.txt", "hello\nworld\n");
    let run = bench.run(&["--to", "vamas", "bad.txt", "missing.vms", "good.txt"]);
    assert_eq!((run.code, run.out.as_str()), (2, "good.vms: 2 spectra\n"));
    let lines: Vec<&str> = run.err.lines().collect();
    assert!(lines[0].starts_with("bad.txt: line 1: found text without rows of numbers"));
    assert_eq!(lines[1], "missing.vms: there is no such file");
    assert_eq!(
        read("good.vms", &bench.text("good.vms")),
        read("good.txt", TEXT)
    );
    let run = bench.run(&["--to", "csv", "-o", "nowhere/x.csv", "good.txt"]);
    assert!(run.code == 2 && run.err.contains("nowhere"), "{}", run.err);
}

#[test]
fn what_the_user_tells_is_written() {
    let bench = Bench::new("told");
    bench.file("a.txt", "100 1\n101 2\n102 3\n");
    let told = ["--axis", "kinetic", "--photon-energy", "1253.6"];
    let run = bench.run(&[&["--to", "vamas", "a.txt"], &told[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let s = &read("a.vms", &bench.text("a.vms"))[0];
    assert_eq!(s.binding_energy_ev().unwrap(), [1153.6, 1152.6, 1151.6]);
}

/// The package `vamas` from PyPI, where it is installed for `SPECLENS_PYTHON` or `python3`.
#[test]
fn a_foreign_reader_reads_our_vamas() {
    let bench = Bench::new("foreign");
    bench.file("a.txt", TEXT);
    assert_eq!(bench.run(&["--to", "vamas", "a.txt"]).code, 0);
    let python = std::env::var("SPECLENS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/read_vamas.py");
    let output = Command::new(python)
        .arg(script)
        .arg(bench.0.join("a.vms"))
        .output();
    let Ok(output) = output.map(Run::of).map_err(|_| ()).and_then(|run| {
        // 3: the package is not there.
        if run.code == 3 { Err(()) } else { Ok(run) }
    }) else {
        // Not by println!, which the test program keeps to itself.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: a_foreign_reader_reads_our_vamas (no python3 with the package vamas)"
        );
        return;
    };
    assert_eq!(output.code, 0, "{}", output.err);
    let found = &output.objects()[0];
    assert_eq!(found["blocks"].as_array().unwrap().len(), 2);
    let block = &found["blocks"][0];
    for (key, want) in [
        ("region", json!("C 1s")),
        ("sample", json!("foil")),
        ("technique", json!("XPS")),
        ("photon_energy_ev", json!(1486.6)),
        ("pass_energy_ev", json!(20.0)),
        ("date", json!([2024, 1, 2, 3, 4, 5])),
        ("axis", json!(["kinetic energy", "eV"])),
        ("energy_ev", json!([1186.6, 1186.7, 1186.8])),
        (
            "columns",
            json!({"Intensity": [5.0, 6.0, 7.25], "Transmission": [1.0, 1.5, 2.0]}),
        ),
    ] {
        assert_eq!(block[key], want, "{key}");
    }
    let comment = block["comment"].as_array().unwrap();
    assert!(comment.contains(&json!("Pass Energy : 20")), "{comment:?}");
}
