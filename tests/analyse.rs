//! `speclens analyse`: exit codes, the JSON contract, bad files beside good ones.

mod common;

use common::Run;
use common::bench::{Bench, survey};
use serde_json::Value;

#[test]
fn json_has_the_shape_of_the_contract() {
    let bench = Bench::new("contract");
    let file = bench.file("a.txt", &survey("Binding Energy (eV)\tCounts\n", 284.8));
    let run = bench.run(&["--json", &file]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let objects = run.objects();
    assert_eq!(objects.len(), 1);
    let a = &objects[0];
    assert_eq!(
        (
            a["file"].as_str(),
            a["block"].as_str(),
            a["sample"].as_str()
        ),
        (Some("a.txt"), Some("1"), Some(""))
    );
    assert_eq!(a["excitation_ev"], 1486.6);
    assert_eq!(a["range_ev"], serde_json::json!([0.0, 1200.0]));
    assert_eq!(a["model"], "untrained");
    let elements = a["elements"].as_array().unwrap();
    let total: f64 = elements
        .iter()
        .map(|e| e["atomic_percent"].as_f64().unwrap())
        .sum();
    assert!(
        elements.len() == 3 && (total - 100.0).abs() < 1e-3,
        "{total}"
    );
    for e in elements {
        let (symbol, z) = (e["symbol"].as_str().unwrap(), e["z"].as_u64().unwrap());
        assert!(
            [("C", 6), ("O", 8), ("Au", 79)].contains(&(symbol, z)),
            "{e}"
        );
        assert!(
            (0.0..=1.0).contains(&e["presence"].as_f64().unwrap()),
            "{e}"
        );
        let [percent, low, high] = [&e["atomic_percent"], &e["interval"][0], &e["interval"][1]]
            .map(|v| v.as_f64().unwrap());
        assert!(
            0.0 <= low && low <= percent && percent <= high && high <= 100.0,
            "{e}"
        );
    }
    let warnings = a["warnings"].as_array().unwrap();
    let says_source = |w: &Value| w.as_str().unwrap().contains("Al Kα");
    assert!(warnings.iter().any(says_source), "{warnings:?}");
    assert!(a.get("fis").is_none());
}

#[test]
fn a_named_source_is_used_and_a_fis_is_given() {
    let bench = Bench::new("fis");
    let file = bench.file("a.csv", &survey("BE\tcps\n", 284.8));
    let run = bench.run(&[
        "--json",
        "--source",
        "mg-ka",
        "--anyway",
        "--fis",
        "au",
        "--fis-sigma",
        "3",
        &file,
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let a = &run.objects()[0];
    assert_eq!(a["excitation_ev"], 1253.6);
    let fis = &a["fis"][0];
    assert_eq!(fis["element"], "Au");
    assert_eq!(
        (&fis["probe"], &fis["sigma_ev"]),
        (&"removal".into(), &3.0.into())
    );
    let numbers = |name: &str| {
        let values = fis[name].as_array().unwrap();
        assert!(values.iter().all(Value::is_f64), "{name}");
        values.len()
    };
    let points = numbers("energy_ev");
    assert!(points > 100 && numbers("value") == points && numbers("error") == points);
    let found = a["elements"]
        .as_array()
        .unwrap()
        .iter()
        .any(|e| e["symbol"] == "Au");
    assert!(found, "the network of this test finds it");
    let lines = fis["lines"].as_array().unwrap();
    let gold = |l: &Value| l["line"].as_str().unwrap().starts_with("Au ");
    assert!(lines.len() > 3 && lines.iter().all(gold), "{lines:?}");
    for field in ["energy_ev", "percent_without", "share", "lost", "error"] {
        assert!(lines.iter().all(|l| l[field].is_f64()), "{field}");
    }
    let run = bench.run(&[
        "--fis",
        "C,au",
        "--fis-probe",
        "addition",
        "--fis-of",
        "fraction",
        "--json",
        &file,
    ]);
    let fis = run.objects()[0]["fis"].as_array().unwrap().clone();
    let said: Vec<_> = fis
        .iter()
        .map(|f| {
            (
                f["element"].as_str(),
                f["of"].as_str(),
                f["amplitude"].as_f64(),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            (Some("C"), Some("fraction"), Some(0.1)),
            (Some("Au"), Some("fraction"), Some(0.1))
        ]
    );
    let run = bench.run(&["--fis", "Xx", &file]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("Xx is not among the elements"),
        "{}",
        run.err
    );
}

#[test]
fn a_bad_file_beside_a_good_one_is_named_and_the_good_one_answered() {
    let bench = Bench::new("beside");
    let good = bench.file("good.txt", &survey("", 84.0));
    let bad = bench.file("bad.txt", "hello\nworld\n");
    let missing = bench.folder.join("missing.vms");
    let missing = missing.to_str().unwrap();
    let run = bench.run(&["--json", &bad, missing, &good]);
    assert_eq!(run.code, 2);
    let objects = run.objects();
    assert_eq!(
        (objects.len(), objects[0]["file"].as_str()),
        (1, Some("good.txt"))
    );
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.err);
    assert!(
        lines[0].starts_with(&format!(
            "{bad}: line 1: found text without rows of numbers"
        )),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].starts_with(&format!("{missing}: ")),
        "{}",
        lines[1]
    );
}

#[test]
fn blocks_are_chosen_by_number_name_or_width() {
    let bench = Bench::new("blocks");
    let narrow = "# Region: C 1s\n# ColumnLabels: energy counts/s\n# Energy Axis: Binding Energy\n\
        300 5\n299 6\n298 7\n297 6\n";
    let wide = survey("# Region: Survey\n", 284.8).replace('\t', " ");
    let file = bench.file("two.xy", &format!("{narrow}{wide}"));
    let blocks = |arguments: &[&str]| -> (i32, Vec<u64>, String) {
        let run = bench.run(&[arguments, &["--json", &file]].concat());
        let numbers = run
            .objects()
            .iter()
            .map(|a| a["block_number"].as_u64().unwrap())
            .collect();
        (run.code, numbers, run.err)
    };
    assert_eq!(blocks(&[]), (0, vec![2], String::new()));
    assert_eq!(blocks(&["--block", "2"]), (0, vec![2], String::new()));
    assert_eq!(blocks(&["--block", "survey"]), (0, vec![2], String::new()));
    assert_eq!(blocks(&["--all-blocks"]), (0, vec![1, 2], String::new()));
    assert_eq!(blocks(&["--block", "1"]), (2, vec![1], String::new()));
}

#[test]
fn a_name_of_several_blocks_is_asked_back() {
    let bench = Bench::new("ambiguous");
    let block = |sample: &str| {
        let head = format!("# Region: Survey\n# Sample: {sample}\nBinding Energy (eV)\tCounts\n");
        survey(&head, 284.8)
    };
    let file = bench.file("two.txt", &format!("{}\n{}", block("one"), block("two")));
    let run = bench.run(&["--block", "survey", &file]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let told = "“survey” stands for 2 blocks: 1 (";
    assert!(
        run.err.contains(told) && run.err.contains("name one by its number"),
        "{}",
        run.err
    );
    let title = bench.run(&["--all-blocks", "--json", &file]).objects()[1].clone();
    let name = format!(
        "{} · {}",
        title["sample"].as_str().unwrap(),
        title["block"].as_str().unwrap()
    );
    let run = bench.run(&["--block", &name, "--json", &file]);
    assert_eq!(run.objects()[0]["block_number"], 2, "{name}: {}", run.err);
}

#[test]
fn a_folder_gives_one_table_in_the_order_of_its_files() {
    let bench = Bench::new("folder");
    let folder = bench.folder.join("many");
    std::fs::create_dir_all(folder.join("deeper")).unwrap();
    for i in 0..40 {
        let name = format!("{i:02}.txt");
        let place = if i % 2 == 0 {
            folder.join(&name)
        } else {
            folder.join("deeper").join(&name)
        };
        let text = match i % 10 {
            3 => "no spectrum".to_owned(),
            _ => survey("", 284.8),
        };
        std::fs::write(place, text).unwrap();
    }
    std::fs::write(folder.join(".hidden"), "no spectrum").unwrap();
    let run = bench.run(&["--to", "csv", folder.to_str().unwrap()]);
    assert_eq!(run.code, 2, "four of them cannot be read");
    assert_eq!(run.err.lines().count(), 4, "{}", run.err);
    let rows: Vec<&str> = run.out.lines().collect();
    assert_eq!(rows.len(), 1 + 36);
    assert!(rows[0].starts_with("file,block,sample,region,photon_energy_ev,refused,Li,"));
    let names: Vec<&str> = rows[1..]
        .iter()
        .map(|r| r.split(',').next().unwrap())
        .collect();
    assert!(
        names[0].ends_with("many/00.txt") && names[20].ends_with("deeper/01.txt"),
        "{names:?}"
    );
    assert!(names[..20].is_sorted() && names[20..].is_sorted());
    assert!(
        rows.iter()
            .all(|r| r.split(',').count() >= rows[0].split(',').count())
    );
    let empty = bench.folder.join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    let run = bench.run(&[empty.to_str().unwrap()]);
    assert!(
        run.code == 2 && run.err.contains("there is no file in this folder"),
        "{}",
        run.err
    );
}

#[test]
fn standard_input_is_a_file_without_a_name() {
    use std::io::Write;
    let bench = Bench::new("stdin");
    let mut child = common::speclens()
        .args(["analyse", "--json", "--model"])
        .arg(&bench.network)
        .arg("-")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(survey("", 84.0).as_bytes())
        .unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.objects()[0]["path"], "standard input");
}

#[test]
fn what_the_user_tells_is_used_where_the_file_says_nothing() {
    let bench = Bench::new("told");
    // Kinetic energies without a word about it: 286.6 to 1486.6 eV under Al Kα.
    let rows = (0..=1200).map(|i| format!("{}\t{}\n", 286.6 + f64::from(i), 500 + i % 7));
    let file = bench.file("a.txt", &rows.collect::<String>());
    let run = bench.run(&[
        "--json",
        "--axis",
        "kinetic",
        "--photon-energy",
        "1486.6",
        &file,
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let a = &run.objects()[0];
    assert_eq!(a["range_ev"], serde_json::json!([0.0, 1200.0]));
    assert_eq!(a["excitation_ev"], 1486.6);
    let unsaid = |w: &Value| w.as_str().unwrap().contains("does not say");
    assert!(!a["warnings"].as_array().unwrap().iter().any(unsaid));
    let both = bench.run(&["--source", "al-ka", "--photon-energy", "1486.6", &file]);
    assert!(
        both.code == 2 && both.err.contains("cannot be used with"),
        "{}",
        both.err
    );
}

#[test]
fn the_table_names_elements_and_warnings() {
    let bench = Bench::new("table");
    let file = bench.file("a.txt", &survey("", 84.0));
    let run = bench.run(&["--fis", "C", &file]);
    assert_eq!(run.code, 0);
    for part in [
        "a.txt · block 1",
        "Al Kα 1486.60 eV",
        "network untrained",
        "at%",
        "  Au ",
        "  ! the file",
    ] {
        assert!(run.out.contains(part), "{part:?} in {}", run.out);
    }
}

#[test]
fn a_wrong_call_or_network_fails_with_a_reason() {
    let bench = Bench::new("wrong");
    assert_eq!(bench.run(&[]).code, 2);
    assert_eq!(bench.run(&["--block", "1", "--all-blocks", "x"]).code, 2);
    std::fs::write(bench.network.join("weights.safetensors"), b"x").unwrap();
    let run = bench.run(&["x.vms"]);
    assert!(
        run.code == 1 && run.err.contains("weights.safetensors"),
        "{}",
        run.err
    );
    std::fs::remove_file(bench.network.join("model.json")).unwrap();
    let run = bench.run(&["x.vms"]);
    assert!(
        run.code == 1 && run.err.contains("model.json"),
        "{}",
        run.err
    );
}

#[test]
fn areas_are_a_second_opinion_and_own_factors_a_third_pair() {
    let bench = Bench::new("areas");
    let file = bench.file("a.txt", &survey("", 284.8));
    let carbon = |arguments: &[&str]| -> Value {
        let run = bench.run(&[arguments, &["--json", &file]].concat());
        let elements = run.objects()[0]["conventional"]["elements"].clone();
        let elements = elements.as_array().unwrap().iter();
        elements
            .clone()
            .find(|e| e["element"] == "C")
            .unwrap()
            .clone()
    };
    let plain = carbon(&[]);
    let area = &plain["area"];
    assert_eq!(area["line"], "C 1s");
    assert!((area["energy_ev"].as_f64().unwrap() - 285.0).abs() < 0.6);
    // The peak is 5000 · exp(−(x/2)²): its area is 5000 · 2 · √π, its width 4 · √ln 2.
    let shirley = area["shirley"].as_f64().unwrap();
    assert!((shirley / 17_725.0 - 1.0).abs() < 0.02, "{shirley}");
    let fwhm = area["fwhm_ev"].as_f64().unwrap();
    assert!((fwhm - 3.33).abs() < 0.1, "{fwhm}");
    let pairs = |a: &Value| a["atomic_percent"].as_array().unwrap().len();
    assert_eq!(pairs(&plain), 2);
    let factors = bench.file("rsf.csv", "C 1s,0.3\nO 1s,0.7\nAu 4f,6.2\nAu 4d,8.0\n");
    assert_eq!(pairs(&carbon(&["--rsf", &factors])), 3);
    let moved = carbon(&["--window", "C=281-290"]);
    assert_eq!(
        moved["area"]["window_ev"],
        serde_json::json!([281.0, 290.0])
    );
    assert!(
        carbon(&["--window", "C=500-510"])["area"].is_null(),
        "no line of carbon"
    );
    let run = bench.run(&["--window", "C=290-281", &file]);
    assert!(
        run.code != 0 && run.err.contains("expected an element and two energies"),
        "{}",
        run.err
    );
    let wrong = bench.file("wrong.csv", "C 1s,0.3\nO 1s,much\n");
    let run = bench.run(&["--rsf", &wrong, &file]);
    assert!(
        run.code == 1 && run.err.contains("line 2: found “O 1s,much”"),
        "{}",
        run.err
    );
    let words = bench.run(&["--areas", &file]).out;
    assert!(
        words.contains("Second opinion by areas") && words.contains("C 1s"),
        "{words}"
    );
}

#[test]
fn what_is_left_out_is_not_taken_for_an_auger_line_that_is_off() {
    let left_out = ["--exclude", "Co", "--exclude", "C", "--exclude", "Ar"];
    let Some(answer) = common::answer("specs_fe_co_oxides.vms", "1", &left_out) else {
        return;
    };
    let doubts = answer["doubts"].as_array().unwrap();
    let has = |code: &str| doubts.iter().any(|d| d["code"] == code);
    assert!(has("excluded") && !has("auger_elsewhere"), "{doubts:?}");
}
