//! Spectra for which `speclens analyse` gives a reason instead of a composition.

mod common;

use common::bench::{Bench, survey};
use serde_json::{Value, json};

#[test]
fn a_region_is_refused_unless_it_is_wanted_anyway() {
    let bench = Bench::new("refused");
    let rows = survey("", 284.8);
    let region = |line: &&str| {
        let energy = line.split('\t').next().unwrap().parse::<f64>().unwrap();
        (200.0..=450.0).contains(&energy)
    };
    let rows: Vec<&str> = rows.lines().filter(region).collect();
    let file = bench.file("region.txt", &rows.join("\n"));
    let run = bench.run(&["--json", &file]);
    assert_eq!(run.code, 2);
    let a = &run.objects()[0];
    assert_eq!(a["refused"]["code"], "narrow_region");
    assert!(
        a["refused"]["reason"]
            .as_str()
            .unwrap()
            .contains("a region")
    );
    assert_eq!(a["elements"], json!([]));
    assert!(a["strangeness"].is_f64());
    let words = bench.run(&[&file]);
    assert!(
        words.code == 2 && words.out.contains("no composition: "),
        "{}",
        words.out
    );
    let anyway = bench.run(&["--json", "--anyway", &file]);
    let a = &anyway.objects()[0];
    assert!(!a["elements"].as_array().unwrap().is_empty());
    assert_eq!(a["refused"]["code"], "narrow_region", "the doubt stays");
    let source = bench.file("ag.txt", &survey("", 284.8));
    let run = bench.run(&["--json", "--photon-energy", "2984.3", &source]);
    assert_eq!(
        (run.code, &run.objects()[0]["refused"]["code"]),
        (2, &"other_source".into())
    );
    let survey = &bench.run(&["--json", &source]).objects()[0];
    assert_eq!(survey["refused"], Value::Null);
}

/// The lines of a survey between two energies, every `nth` of them.
fn part(of: &str, from_ev: f64, to_ev: f64, nth: usize) -> String {
    let within = |line: &&str| {
        let energy = line.split('\t').next().unwrap().parse::<f64>().unwrap();
        (from_ev..=to_ev).contains(&energy)
    };
    let lines: Vec<&str> = of.lines().filter(within).step_by(nth).collect();
    lines.join("\n")
}

#[test]
fn what_the_network_cannot_be_asked_about_is_refused_too() {
    let bench = Bench::new("not-asked");
    let whole = survey("", 284.8);
    for (name, text, code) in [
        ("few.txt", part(&whole, 270.0, 300.0, 1), "narrow_region"),
        ("coarse.txt", part(&whole, 0.0, 1200.0, 5), "coarse_step"),
        (
            "dark.txt",
            part(&whole, 0.0, 1200.0, 1)
                .lines()
                .fold(String::new(), |all, line| {
                    all + line.split('\t').next().unwrap() + "\t0\n"
                }),
            "flat_counts",
        ),
    ] {
        let file = bench.file(name, &text);
        for arguments in [&["--json", &file][..], &["--json", "--anyway", &file][..]] {
            let run = bench.run(arguments);
            let a = &run.objects()[0];
            assert_eq!(
                (run.code, &a["refused"]["code"]),
                (2, &json!(code)),
                "{name}: {}",
                run.err
            );
            assert_eq!(
                (&a["elements"], &a["strangeness"]),
                (&json!([]), &Value::Null)
            );
            assert_eq!(a["path"], json!(file));
        }
        let words = bench.run(&[&file]).out;
        assert!(
            words.contains("no composition: ") && !words.contains("--anyway"),
            "{words}"
        );
    }
}

#[test]
fn bands_without_a_line_of_the_elements_found_are_refused() {
    let bench = Bench::new("no-line");
    let band = |i: i32| {
        let e = f64::from(1200 - i);
        let height = 500.0 + 20_000.0 * (-((e - 420.0) / 60.0).powi(2)).exp();
        format!(
            "{e}\t{}\n",
            (height + 20.0 * (f64::from(i) * 1.7).sin()).round()
        )
    };
    let bands = bench.file("bands.txt", &(0..=1200).map(band).collect::<String>());
    let run = bench.run(&["--json", &bands]);
    assert_eq!(
        (run.code, &run.objects()[0]["refused"]["code"]),
        (2, &json!("no_line")),
        "{}",
        run.out
    );
}
