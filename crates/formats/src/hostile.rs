//! Files that are no spectra, damaged spectra and doubtful ones: what the user is told, word by
//! word.

use crate::testing::read;
use speclens_spectrum::sentences;

/// What all formats are that are read.
fn formats() -> &'static str {
    super::format::EXPECTED
}

/// The message of a file that must be refused, without the file's name.
fn refused(bytes: &[u8]) -> String {
    match read(bytes, "a.csv") {
        Err(e) => e.reason(),
        Ok(spectra) => panic!("read: {:?}", spectra[0]),
    }
}

/// What is doubtful in a text that must be read as one spectrum.
fn doubted(text: &str) -> Vec<String> {
    let mut spectra = read(text.as_bytes(), "a.csv").unwrap_or_else(|e| panic!("{text}: {e}"));
    assert_eq!(spectra.len(), 1, "{text}");
    sentences(&spectra.remove(0).doubts)
}

#[test]
fn what_is_no_text_of_numbers_is_refused_in_one_line() {
    let wide = format!("1{}\n2{}\n", ",1".repeat(10_000), ",2".repeat(10_000));
    let words = "word\n".repeat(20_001) + "1 2\n2 3\n";
    let spectrum =
        |found: &str| format!("byte 0: found {found}, expected a spectrum: {}", formats());
    let columns = |line: usize, found: &str| {
        format!("line {line}: found {found}, expected two or more columns: energy and intensity")
    };
    let cases: Vec<(&[u8], String)> = vec![
        (b"", "byte 0: found an empty file, expected a spectrum".into()),
        (
            b"\r\n \t\r\n",
            "byte 0: found nothing but blanks, expected a spectrum".into(),
        ),
        (
            b"1 2\n2 \x003\n",
            "byte 6: found binary data (byte value 0), expected a text file".into(),
        ),
        (
            b"\xFF\xFE1\0 ",
            "byte 4: found half a UTF-16 character, expected two bytes for each character".into(),
        ),
        (
            b"<!DOCTYPE html>\n<html><body>404</body></html>",
            spectrum("an HTML page"),
        ),
        (b"<table><tr><td>1</td></tr></table>", spectrum("an HTML page")),
        (
            b"{\"energy\": [1, 2], \"counts\": [3, 4]}",
            spectrum("a JSON document"),
        ),
        (b"[[1, 2],\n[2, 3]]", spectrum("a JSON document")),
        (b"%PDF-1.7\n1 2\n", spectrum("a PDF document")),
        (
            b"total 24\n-rw-r--r-- 1 me me 1200 Aug 24 14:19 C1s.vms\n-rw-r--r-- 1 me me 800 Aug 24 O1s.vms\n",
            columns(1, "text without rows of numbers (“total 24”)"),
        ),
        (
            b" Directory of C:\\data\r\n\r\n24.08.2023  14:19    <DIR>          .\r\n24.08.2023  14:19     1.200 a.txt\r\n",
            columns(1, "text without rows of numbers (“Directory of C:\\data”)"),
        ),
        (b"counts\n1\n2\n3\n", columns(2, "one column of numbers (“1”)")),
        (wide.as_bytes(), columns(1, "a row of more than 10000 cells")),
        (
            words.as_bytes(),
            "line 20001: found 20000 lines without a row of numbers, expected energies and \
             intensities"
                .into(),
        ),
    ];
    for (bytes, message) in cases {
        assert_eq!(refused(bytes), message);
    }
}

#[test]
fn energies_and_counts_that_make_no_spectrum_are_refused_with_their_line() {
    let finite = "expected a row of finite numbers";
    let one_way = "expected energies that only rise or only fall";
    let cases = [
        (
            "BE;I\n3;1\n2;NaN\n1;1\n",
            format!("line 3: found “NaN”, {finite}"),
        ),
        (
            "BE;I\n3;1\nnan;2\n1;1\n",
            format!("line 3: found “nan”, {finite}"),
        ),
        (
            "BE;I\n3;1\n2;inf\n1;1\n",
            format!("line 3: found “inf”, {finite}"),
        ),
        (
            "BE;I\n3;1\n2;-Infinity\n1;1\n",
            format!("line 3: found “-Infinity”, {finite}"),
        ),
        (
            "BE;I\n3;1\n2;1e999\n1;1\n",
            format!("line 3: found “1e999”, {finite}"),
        ),
        (
            "BE;I\n3;1\n2;#N/A\n1;1\n",
            format!("line 3: found “#N/A”, {finite}"),
        ),
        (
            "BE;I\n3;1\n1;1\n2;1\n",
            format!("line 4: found the energy 2 after 1, {one_way}"),
        ),
        // The same energy twice in a row: joined scans.
        (
            "BE;I\n3;1\n2;1\n2;1\n1;1\n",
            format!("line 4: found the energy 2 after 2, {one_way}"),
        ),
        (
            "BE;I\n3;1\n3;1\n3;1\n",
            format!("line 3: found the energy 3 after 3, {one_way}"),
        ),
        (
            "BE;I\n3;1\n",
            "line 2: found one row of numbers, expected a spectrum of at least 2 points".into(),
        ),
        (
            "BE;I\n3;1\n2;\n1;1\n",
            "line 3: found a row of one number (“2;”), expected a row of finite numbers".into(),
        ),
        (
            "BE  I\n3  1\n2  1  7\n1  1\n",
            "line 3: found 3 numbers, expected 2 as in line 2".into(),
        ),
        (
            "BE  I\n3  1\n2  1\nabc\n1  1\n",
            "line 4: found “abc”, expected a row of numbers like those around it".into(),
        ),
        (
            "3,1,4,2\n2,1,4,2\n",
            "line 1: found 4 numbers between commas, or 2 with decimal commas, expected names of \
             the columns, or another separator"
                .into(),
        ),
    ];
    for (text, message) in cases {
        assert_eq!(refused(text.as_bytes()), message, "{text}");
    }
}

#[test]
fn doubtful_spectra_are_read_and_told() {
    let rows = |steps: &[(f64, usize)]| {
        let mut text = "BE counts\n300 5\n".to_owned();
        let mut energy = 300.0;
        for (step, times) in steps {
            for i in 0..*times {
                energy -= step;
                text += &format!("{energy:.2} {}\n", i % 7);
            }
        }
        text
    };
    let no_axis = "the file does not say what its energies are: they are taken as binding energy";
    let steps = "the step of the energies changes from 1 eV to 0.1 eV at 290 eV";
    let twice = format!("{steps}, and once more");
    let cases: Vec<(String, Vec<&str>)> = vec![
        (
            "BE I\n3 1\n2 -1\n1 0\n".into(),
            vec!["1 of 3 counts are negative"],
        ),
        ("BE I\n3 0\n2 0\n1 0\n".into(), vec!["all counts are zero"]),
        (
            "BE I\n3 5\n2 5\n1 5\n".into(),
            vec!["all counts are equal (5)"],
        ),
        (
            "BE I\n3 -5\n2 -5\n".into(),
            vec!["2 of 2 counts are negative", "all counts are equal (-5)"],
        ),
        // Columns without names, energies that may be kinetic: nothing is guessed.
        ("1400 1\n1399 2\n1398 3\n".into(), vec![no_axis]),
        (
            "Energy (eV)\tcounts\n86.6\t1\n87.6\t2\n".into(),
            vec![no_axis],
        ),
        (rows(&[(1.0, 40)]), vec![]),
        (rows(&[(1.0, 10), (0.1, 40)]), vec![steps]),
        (rows(&[(1.0, 10), (0.1, 40), (1.0, 10)]), vec![&twice]),
        (
            "BE\tI\n3\t1\n2\t2\n1".into(),
            vec!["the last line (4) is cut and left out"],
        ),
        (
            "1486.6 20\n\nBE I\n3 1\n2 2\n1 1\n".into(),
            vec!["the numbers in line 1 stand apart from the spectrum and are left out"],
        ),
    ];
    for (text, doubts) in cases {
        assert_eq!(doubted(&text), doubts, "{text}");
    }
    let unnamed = read(b"1400 1\n1399 2\n", "a.txt").unwrap();
    assert_eq!(unnamed[0].axis, None);
}

/// VAMAS: the same doubts, and energies of its own that jitter.
#[test]
fn vamas_has_the_same_checks() {
    use super::testing::{Vamas, VamasBlock};
    let block = |ordinates: Vec<String>| VamasBlock {
        variables: vec![("Kinetic Energy", "eV"), ("counts", "d")],
        ordinates,
        ..Default::default()
    };
    let doubts = |steps: &dyn Fn(usize) -> f64| {
        let mut energy = 100.0;
        let pairs = (0..40).flat_map(|i| {
            energy += steps(i);
            [format!("{energy:.3}"), (i % 5).to_string()]
        });
        let vamas = Vamas {
            scan: "IRREGULAR",
            blocks: vec![block(pairs.collect())],
            ..Default::default()
        };
        let spectra = read(vamas.text().as_bytes(), "a.vms").unwrap();
        sentences(&spectra[0].doubts)
    };
    assert!(doubts(&|i| [1.0, 0.4, 0.7][i % 3]).is_empty());
    assert_eq!(
        doubts(&|i| if i < 20 { 1.0 } else { 0.25 }),
        ["the step of the energies changes from 1 eV to 0.25 eV at 120 eV"]
    );
    let stands = Vamas {
        blocks: vec![VamasBlock {
            abscissa: ("kinetic energy", "eV", "100", "0"),
            ..Default::default()
        }],
        ..Default::default()
    };
    assert_eq!(
        refused(stands.text().as_bytes()),
        "line 18: found its abscissa turns back or stands still at point 2, expected a spectrum"
    );
}

/// More spectra or blocks than can be shown are left out, and messages do not pile up.
#[test]
fn nothing_grows_without_bounds() {
    use super::testing::{Vamas, VamasBlock};
    let mut text = "Region: a\n".to_owned() + &"x".repeat(10_000) + ": " + &"y".repeat(10_000);
    for _ in 0..5010 {
        text += "\na:b\nBE I\n2 1\n1 2\n";
    }
    let spectra = read(text.as_bytes(), "a.txt").unwrap();
    assert_eq!(spectra.len(), 5000);
    assert_eq!(
        sentences(&spectra[0].doubts),
        ["only the first 5000 spectra are read"]
    );
    let longest = spectra[0].notes.iter().map(|(k, v)| k.len().max(v.len()));
    assert!(longest.max().unwrap() < 120);
    let comment = "z".repeat(5000);
    let bad = VamasBlock {
        abscissa: ("kinetic energy", "eV", "100", "0"),
        comment: vec![comment.clone().leak(); 2000],
        ..Default::default()
    };
    let vamas = Vamas {
        // Later blocks leave out the comment.
        inclusion: vec!["-1", "8"],
        blocks: [vec![VamasBlock::default(), bad.clone()], vec![bad; 100]].concat(),
        ..Default::default()
    };
    let text = vamas.text_with(|block, parameter| block == 0 || parameter != 8);
    let spectra = read(text.as_bytes(), "a.vms").unwrap();
    assert_eq!(spectra.len(), 1);
    let doubts = sentences(&spectra[0].doubts);
    assert_eq!(doubts.len(), 9);
    assert_eq!(doubts[8], "93 more blocks are left out");
}
