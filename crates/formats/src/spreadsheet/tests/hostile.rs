//! Damaged spreadsheets, and those that ask for too much.

use super::*;
use crate::testing::Outcomes;
use speclens_containers::testing::Vandal;
use speclens_spectrum::sentences;

/// The files of a workbook, one of them changed.
fn changed(name: &str, change: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let mut files = avantage().files();
    let file = files.iter_mut().find(|(n, _)| n == name).unwrap();
    file.1 = change(&file.1);
    files
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn other_archives_are_refused_by_name() {
    let file = |name: &str, text: &str| stored(&[(name.to_owned(), text.to_owned())]);
    let rels = |target: &str| {
        let relation = format!(r#"<Relationship Type="x/officeDocument" Target="{target}"/>"#);
        stored(&[
            ("[Content_Types].xml".to_owned(), String::new()),
            ("_rels/.rels".to_owned(), format!("<R>{relation}</R>")),
        ])
    };
    for (bytes, want) in [
        (
            file("a.txt", "1 2"),
            "a zip archive that is no spreadsheet, which is not read",
        ),
        (
            file("mimetype", "application/vnd.oasis.opendocument.text"),
            "a zip archive that is no",
        ),
        (file("xl/a.bin", ""), "a zip archive that is no spreadsheet"),
        (
            rels("word/document.xml"),
            "a Word or PowerPoint document, which is not read",
        ),
        (
            rels("xl/workbook.bin"),
            "an Excel .xlsb, whose tables are not XML, which is not read",
        ),
        (rels("xl/other.xml"), "a zip archive that is no spreadsheet"),
        (stored(&[]), "a zip archive that is no spreadsheet"),
    ] {
        let e = refused(&bytes);
        assert!(e.starts_with(&format!("byte 0: found {want}")), "{e}");
        assert!(e.contains(", expected VAMAS"), "{e}");
    }
}

#[test]
fn archives_that_inflate_without_end_are_refused() {
    for (name, what) in [(SHEET, "sheet"), ("xl/sharedStrings.xml", "file")] {
        let bomb = changed(name, |text| text.to_owned() + &" ".repeat(65 << 20));
        let bytes = deflated(&bomb);
        assert!(bytes.len() < 400_000);
        let result = read(&bytes);
        let text = match &result {
            // The other sheets are sound.
            Ok(spectra) => sentences(&spectra[0].doubts).join(" "),
            Err(e) => e.to_string(),
        };
        let want = format!("“{name}”, which inflates to more than");
        assert!(text.contains(&want), "{what}: {text}");
        assert_eq!(result.is_ok(), what == "sheet");
    }
    // The declared size is not trusted.
    let bomb = changed(SHEET, |text| text.to_owned() + &" ".repeat(65 << 20));
    let (_, sheet) = bomb.iter().find(|(name, _)| name == SHEET).unwrap();
    let size = (sheet.len() as u32).to_le_bytes();
    let mut bytes = deflated(&bomb);
    let places: Vec<usize> = (0..bytes.len() - 4)
        .filter(|i| bytes[*i..].starts_with(&size))
        .collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
    }
    assert!(sentences(&read(&bytes).unwrap()[0].doubts)[0].contains("which inflates to more than"));
}

#[test]
fn cells_far_apart_ask_for_no_memory() {
    let far = |cells: &str| {
        changed(SHEET, |_| {
            format!(r#"<worksheet><sheetData>{cells}</sheetData></worksheet>"#)
        })
    };
    let cells = r#"<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>
        <row><c r="A1048576"><v>2</v></c><c r="B1048576"><v>2</v></c><c r="XFD1048576"><v>2</v></c></row>"#;
    let all = read(&stored(&far(cells))).unwrap();
    assert_eq!((all.len(), all[0].sample.as_str()), (2, "Au & Si"));
    let beyond = r#"<c r="A1048577"><v>1</v></c>"#;
    let all = read(&stored(&far(beyond))).unwrap();
    assert!(
        sentences(&all[0].doubts)[0]
            .contains("“XPS Survey”, row 1048577: found a cell, expected no more"),
        "{:?}",
        sentences(&all[0].doubts)
    );
    let many: String = (1..=2000)
        .map(|i| format!(r#"<c r="A{i}"><v>{i}</v></c><c r="AMJ{i}"><v>1</v></c>"#))
        .collect();
    let all = read(&stored(&far(&many))).unwrap();
    assert!(
        sentences(&all[0].doubts)[0].contains("found more than 1000000 cells, or 32 MiB of text"),
        "{:?}",
        sentences(&all[0].doubts)
    );
}

#[test]
fn damaged_parts_are_named() {
    let cases = [
        (
            changed(SHEET, |t| t.replacen("<v>0</v>", "<v>4711</v>", 1)),
            "sheet “XPS Survey”, row 1: found the shared text 4711, expected one of 41",
        ),
        (
            changed(SHEET, |t| t.replacen(r#"r="A17""#, r#"r="17A""#, 1)),
            "sheet “XPS Survey”, row 17: found a cell at “17A”, expected a place such as B12",
        ),
        (
            changed(SHEET, |t| t.replacen("</row>", "</wor>", 1)),
            "sheet “XPS Survey”, row 1: found damaged XML (",
        ),
        (
            changed(SHEET, |t| t[..t.len() - 60].to_owned()),
            "sheet “XPS Survey”, row ",
        ),
    ];
    for (files, want) in cases {
        let all = read(&stored(&files)).unwrap();
        let doubt = &sentences(&all[0].doubts)[0];
        assert_eq!(all.len(), 2);
        assert!(
            doubt.starts_with(&format!("a sheet is left out: {want}")),
            "{doubt}"
        );
    }
    let e = refused(&stored(&changed("xl/workbook.xml", |t| {
        t.replace("</sheets>", "</x>")
    })));
    assert!(
        e.contains("found damaged XML (") && e.contains("in “xl/workbook.xml”"),
        "{e}"
    );
}

#[test]
fn entities_are_not_expanded() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"#;
    let files = changed("xl/sharedStrings.xml", |t| {
        format!("{laughs}{}", &t[3..]).replacen("Data Axes :", "&b;&amp;", 1)
    });
    assert_eq!(read(&stored(&files)).unwrap().len(), 3);
}

#[test]
fn a_tag_of_many_attributes_takes_no_time() {
    let attributes: String = (0..200_000).map(|i| format!(" a{i}=''")).collect();
    let files = changed(SHEET, |t| t.replacen("<c ", &format!("<c{attributes} "), 1));
    assert_eq!(read(&stored(&files)).unwrap().len(), 3);
}

#[test]
fn archives_that_cannot_be_unpacked() {
    let bytes = deflated(&avantage().files());
    assert_eq!(read(&bytes).unwrap().len(), 3);
    let at = |what: &[u8]| bytes.windows(what.len()).position(|w| w == what).unwrap();
    // The directory counts, its names stand 46 bytes behind its records' beginnings.
    let record = at(b"PK\x01\x02\x14\0");
    let workbook = record
        + bytes[record..]
            .windows(15)
            .position(|w| w == b"xl/workbook.xml")
            .unwrap()
        - 46;
    let with = |place: usize, value: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = value;
        refused(&bytes)
    };
    let e = with(workbook + 8, 1);
    assert!(
        e.contains("“xl/workbook.xml” encrypted, expected no password"),
        "{e}"
    );
    let e = with(workbook + 10, 12);
    assert!(
        e.contains("“xl/workbook.xml” compressed by the method 12"),
        "{e}"
    );
    let e = with(workbook + 16, bytes[workbook + 16] ^ 1);
    assert!(
        e.contains("“xl/workbook.xml” damaged, expected bytes that have its checksum"),
        "{e}"
    );
    let e = refused(&bytes[..bytes.len() - 30]);
    assert!(e.contains("found a damaged or cut zip archive ("), "{e}");
    assert!(refused(b"PK\x03\x04").contains("found a damaged or cut zip archive ("));
}

#[test]
fn damaged_files_give_sound_spectra_or_one_line() {
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::default();
    let mut check = |bytes: &[u8]| outcomes.see(crate::testing::read(bytes, "a.xlsx"));
    for (_, bytes) in samples() {
        let step = (bytes.len() / 500).max(1);
        for n in (0..bytes.len()).step_by(step) {
            check(&bytes[..n]);
        }
        for _ in 0..700 {
            check(&damage.of(&bytes));
        }
    }
    // The parts damaged, the archive whole.
    let files = avantage().files();
    for i in 0..3000 {
        let mut files = files.clone();
        let at = i % files.len();
        let file = &mut files[at].1;
        *file = String::from_utf8_lossy(&damage.of(file.as_bytes())).into_owned();
        check(&stored(&files));
    }
    outcomes.assert_each_above(1000);
}
