//! Tests of the spreadsheets, and the writers of small ones.

mod build;
mod formulas;
mod hostile;
mod numbers;
mod xls;

use super::super::error::Place;
use crate::shared::notes::note;
use crate::spreadsheet::read;
use crate::text;
pub(super) use build::{Cell, Xlsx, avantage, deflated, ods, stored, text_cells};
use speclens_spectrum::{AL_KA_EV, Axis, CountUnit, Spectrum, sentences};

/// Small files of every format, with their names.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let table = [&["BE", "Counts"][..], &["3", "7"], &["2", "8"], &["1", "9"]];
    vec![
        ("avantage.xlsx", avantage().bytes()),
        ("table.ods", ods(&[("Survey", &rows_of_ods(&table))])),
        ("table.xls", xls::sample()),
    ]
}

/// The files inside workbooks, unpacked: a name, a line end, the content and a zero byte each.
pub(crate) fn parts() -> Vec<(&'static str, Vec<u8>)> {
    let table = [&["BE", "Counts"][..], &["3", "7"], &["2", "8"], &["1", "9"]];
    let ods = build::ods_files(&[("Survey", &rows_of_ods(&table))]);
    let of = |files: &[(String, String)]| -> Vec<u8> {
        let parts = files.iter().map(|(name, text)| format!("{name}\n{text}\0"));
        parts.collect::<String>().into_bytes()
    };
    vec![
        ("avantage.xlsx", of(&avantage().files())),
        ("table.ods", of(&ods)),
    ]
}

fn rows_of_ods(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| match text.parse::<f64>() {
        Ok(_) => format!(r#"<table:table-cell office:value-type="float" office:value="{text}"/>"#),
        Err(_) => format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>"),
    };
    let row = |row: &&[&str]| {
        let cells: String = row.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    rows.iter().map(row).collect()
}

/// A workbook of one sheet.
fn sheet(name: &str, rows: &[&[&str]]) -> Xlsx {
    Xlsx::default().with(name, text_cells(rows))
}

fn spectra(book: &Xlsx) -> Vec<Spectrum> {
    let all = read(&book.bytes()).unwrap_or_else(|e| panic!("{e}"));
    for (i, s) in all.iter().enumerate() {
        assert_eq!((s.block, s.energy_ev.len()), (i + 1, s.counts.len()));
    }
    all
}

fn refused(bytes: &[u8]) -> String {
    let e = read(bytes).unwrap_err().to_string();
    assert!(!e.contains('\n'));
    e
}

#[test]
fn an_export_of_avantage() {
    let all = spectra(&avantage());
    let names: Vec<&str> = all.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(names, ["XPS Survey", "C1s Scan", "C1s Scan B"]);
    let s = &all[0];
    assert_eq!(s.energy_ev, [1350.0, 1349.0, 1348.0, 1347.0]);
    assert_eq!(s.counts, [1000.5, 1001.5, 1002.5, 1003.5]);
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Binding), Some(AL_KA_EV))
    );
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
    assert_eq!((s.pass_energy_ev, s.scans), (Some(50.0), Some(5)));
    assert_eq!((s.dwell_s, &s.date, &s.instrument), (None, &None, &None));
    assert_eq!(s.sample, "Au & Si");
    for (key, value) in [
        ("Total acquisition time", "8 mins 22.5 secs"),
        ("Energy Step Size", "1.000 eV"),
        ("Spot Size", "400 µm"),
        ("comment", "E:\\data\\sample.DATA\\Survey.VGD"),
        ("sheet", "XPS Survey"),
        ("columns left out", "Backgnd."),
        (
            "sheets without spectra",
            "Peak Table, Titles, Titles B, Chart1",
        ),
    ] {
        let found = s
            .notes
            .iter()
            .any(|(k, v)| (k.as_str(), v.as_str()) == (key, value));
        assert!(found, "{key}: {:?}", s.notes);
    }
    assert!(
        s.notes.iter().all(|(_, v)| v != "Counts / s"),
        "{:?}",
        s.notes
    );
    assert_eq!(sentences(&s.doubts), [""; 0]);
}

#[test]
fn the_parts_of_a_fit_are_no_spectra() {
    let all = spectra(&avantage());
    let s = &all[1];
    assert_eq!(
        note(s, "columns left out").unwrap_or_default(),
        "C1s Scan A, C1s Scan B, Backgnd., Envelope, Residuals"
    );
    assert_eq!(s.counts, [1000.5, 1001.5, 1002.5, 1003.5]);
    assert_eq!(
        (s.sample.as_str(), all[2].sample.as_str()),
        ("Au & Si", "Second")
    );
    // Without names for components, whatever stands beside a background is measured.
    let rows: [&[&str]; 4] = [
        &[
            "Binding Energy (eV)",
            "Ni",
            "Cu",
            "Background",
            "Counts / s (Residuals × 2)",
        ],
        &["3", "1", "2", "0", "0"],
        &["2", "3", "4", "0", "0"],
        &["1", "5", "6", "0", "0"],
    ];
    let only_background: Vec<&[&str]> = rows.iter().map(|r| &r[..4]).collect();
    let all = spectra(&sheet("Foil", &only_background));
    let names: Vec<&str> = all.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(names, ["Foil Ni", "Foil Cu"]);
    let all = spectra(&sheet("Foil", &rows));
    assert_eq!((all.len(), all[0].region.as_str()), (1, "Foil"));
    assert_eq!(all[0].counts, [1.0, 3.0, 5.0]);
    assert_eq!(
        note(&all[0], "columns left out").unwrap_or_default(),
        "Cu, Background, Counts / s (Residuals × 2)"
    );
    // The same in a text; a lone column stays.
    let text = "BE\tCPS\tC-C\tEnvelope\n3\t1\t1\t1\n2\t2\t2\t2\n";
    assert_eq!(text::read(text).unwrap().len(), 1);
    assert_eq!(
        text::read("BE\tBackground\n3\t1\n2\t2\n").unwrap()[0].counts,
        [1.0, 2.0]
    );
}

#[test]
fn several_samples_on_a_sheet_of_avantage_are_a_spectrum_each() {
    let all = spectra(&sheet(
        "C1s Scan",
        &[
            &["Binding Energy (E)"],
            &["eV", "", "Counts / s"],
            &["3", "", "1", "2"],
            &["2", "", "3", "4"],
        ],
    ));
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].region.as_str(), all[1].region.as_str()),
        ("C1s Scan column 3", "C1s Scan column 4")
    );
    assert_eq!(all[1].counts, [2.0, 4.0]);
    assert_eq!(all[1].axis, Some(Axis::Binding));
}

#[test]
fn pairs_side_by_side_are_named_by_what_stands_above() {
    let all = spectra(&sheet(
        "Sheet1",
        &[
            &["Ni", "", "", "Cu"],
            &["BE", "CPS", "", "BE", "CPS", "", "Remarks"],
            &["9", "1", "", "5", "2", "", "Pass Energy", "20"],
            &["8", "3", "", "4", "4", "", "in spring"],
            &["7", "5"],
        ],
    ));
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].region.as_str(), all[1].region.as_str()),
        ("Ni", "Cu")
    );
    assert_eq!(
        (all[0].counts.len(), all[1].energy_ev.as_slice()),
        (3, &[5.0, 4.0][..])
    );
    assert_eq!(all[0].pass_energy_ev, Some(20.0));
    assert_eq!(note(&all[0], "comment").unwrap_or_default(), "in spring");
    assert!(all.iter().all(|s| s.doubts.is_empty()));
}

#[test]
fn cells_of_every_kind() {
    let cells = vec![
        vec![
            Cell::Shared("Kinetic <E> & “eV”"),
            Cell::Inline("Intensity"),
        ],
        vec![
            Cell::Raw(r#"<c r="A2"><f>1+1</f><v>2</v></c>"#),
            Cell::Number("1.5E3"),
        ],
        // No places, and an empty cell.
        vec![Cell::Raw("<c><v>3</v></c><c><v>0.00012</v></c><c/>")],
        // A truth and a text are no numbers; a number as a text is one.
        vec![
            Cell::Raw(r#"<c t="str"><v> 4 </v></c><c t="b"><v>1</v></c>"#),
            Cell::Inline("x"),
        ],
    ];
    let book = Xlsx::default().with("S", cells.clone());
    assert_eq!(
        refused(&book.bytes()),
        "sheet “S”, row 4: found “x”, expected a row of finite numbers"
    );
    let s = &spectra(&Xlsx::default().with("S", cells[..3].to_vec()))[0];
    assert_eq!(
        (s.energy_ev.as_slice(), s.counts.as_slice()),
        (&[2.0, 3.0][..], &[1500.0, 0.00012][..])
    );
    assert_eq!(s.axis, Some(Axis::Kinetic));
    let all = spectra(&sheet(
        "S",
        &[&["KE", "I"], &["284,5", "1"], &["284,7", "2,25"]],
    ));
    assert_eq!((all[0].energy_ev[1], all[0].counts[1]), (284.7, 2.25));
    let rich =
        r#"<c t="inlineStr"><is><r><t>Sample: </t></r><r><t>&#65;u &lt;1&gt;</t></r></is></c>"#;
    let cells = vec![
        vec![Cell::Raw(rich)],
        vec![Cell::Number("2"), Cell::Number("1")],
        vec![Cell::Number("3"), Cell::Number("1")],
    ];
    assert_eq!(
        spectra(&Xlsx::default().with("S", cells))[0].sample,
        "Au <1>"
    );
}

#[test]
fn keys_and_values_in_cells() {
    let all = spectra(&sheet(
        "C1s",
        &[
            &["Sample:", "", "Au foil", "", "Region", "C 1s"],
            &["Dwell Time", "100", "ms"],
            &["Excitation Energy: 1253.6 eV"],
            &["Energy Axis", "Kinetic Energy"],
            &["eV", "Counts"],
            &["900", "1"],
            &["901", "2"],
        ],
    ));
    let s = &all[0];
    assert_eq!((s.sample.as_str(), s.region.as_str()), ("Au foil", "C 1s"));
    assert_eq!((s.dwell_s, s.photon_energy_ev), (Some(0.1), Some(1253.6)));
    assert_eq!(
        (s.axis, s.count_unit),
        (Some(Axis::Kinetic), CountUnit::Counts)
    );
}

#[test]
fn faults_name_sheet_and_row() {
    let good: &[&[&str]] = &[&["BE", "I"], &["2", "1"], &["1", "1"]];
    let cases: [(&[&[&str]], &str); 6] = [
        (
            &[&["BE", "I"], &["3", "1"], &["2", "oops"], &["1", "1"]],
            "row 3: found “oops”, expected a row of finite numbers",
        ),
        (
            &[&["BE", "I"], &[], &["3", "1"], &["2", "1"], &["2", "1"]],
            "row 5: found the energy 2 after 2, expected energies that only rise or only fall",
        ),
        (
            &[&["3", "1"], &["2", "#N/A"], &["1", "1"]],
            "row 2: found “#N/A”, expected a row of finite numbers",
        ),
        (
            &[&["3", "1"], &["2", "1"], &["see", "below"], &["1", "1"]],
            "row 3: found “see below”, expected a row of numbers like those around it",
        ),
        (
            &[&["BE", "I"], &["3", "1"], &["2"], &["1", "1"]],
            "row 3: found a row of one number (“2”), expected a row of finite numbers",
        ),
        (
            &[
                &["BE", "I", "J"],
                &["3", "1", "1"],
                &["2", "", "1"],
                &["1", "1", "1"],
            ],
            "row 3: found an energy or an intensity without the other, expected both",
        ),
    ];
    for (rows, want) in cases {
        let e = read(&sheet("C1s Scan", rows).bytes()).unwrap_err();
        assert_eq!(e.to_string(), format!("sheet “C1s Scan”, {want}"));
        assert!(matches!(e.place, Place::Row { .. }));
        // Beside a sound sheet it is a doubt.
        let book = sheet("Survey", good).with("C1s Scan", text_cells(rows));
        let all = spectra(&book);
        assert_eq!(all.len(), 1);
        assert_eq!(
            sentences(&all[0].doubts),
            [format!("a sheet is left out: sheet “C1s Scan”, {want}")]
        );
    }
}

#[test]
fn sheets_without_spectra() {
    let words: &[&[&str]] = &[&["Peak Table :"], &["Name", "Peak BE"], &["C1s", "284.5"]];
    let book = sheet("Peak Table", words).with("Empty", vec![]);
    assert_eq!(
        refused(&book.bytes()),
        "byte 0: found no rows of numbers on the sheets “Peak Table”, “Empty”, \
         expected two or more columns: energy and intensity"
    );
    assert!(refused(&Xlsx::default().bytes()).contains("a workbook without worksheets"));
    // Numbers that are no energies stand beside a spectrum.
    let depth: &[&[&str]] = &[&["Depth (nm)", "C at%"], &["0", "20"], &["1", "30"]];
    let survey: &[&[&str]] = &[&["Energy (eV)", "CPS"], &["2", "1"], &["1", "1"]];
    let all = spectra(&sheet("Depth", depth).with("Survey", text_cells(survey)));
    assert_eq!(all.len(), 1);
    assert!(
        sentences(&all[0].doubts)
            .contains(&"tables that name no energies are left out: “Depth”".to_owned()),
        "{:?}",
        sentences(&all[0].doubts)
    );
    assert_eq!(spectra(&sheet("Depth", depth)).len(), 1);
}

#[test]
fn several_spectra_below_each_other() {
    let rows: &[&[&str]] = &[
        &["Region", "C1s"],
        &["BE", "I"],
        &["3", "1"],
        &["2", "1"],
        &[],
        &["Region", "O1s"],
        &["9", "1"],
        &["8", "1"],
        &["7", "1"],
    ];
    let all = spectra(&sheet("Sheet1", rows));
    assert_eq!((all.len(), all[1].counts.len()), (2, 3));
    assert_eq!(
        (all[0].region.as_str(), all[1].region.as_str()),
        ("C1s", "O1s")
    );
}

#[test]
fn an_open_document_spreadsheet() {
    let float = |v: &str| {
        format!(
            r#"<table:table-cell office:value-type="float" office:value="{v}"><text:p>rounded</text:p></table:table-cell>"#
        )
    };
    let rows = [
        "<table:table-row><table:table-cell><text:p>Binding<text:s/>Energy</text:p><office:annotation><text:p>kinetic!</text:p></office:annotation></table:table-cell><table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell></table:table-row>",
        r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1000000"/></table:table-row>"#,
        &format!("<table:table-row>{}{}</table:table-row>", float("3.25"), float("7")),
        &format!("<table:table-row>{}{}</table:table-row>", float("2.25"), float("8")),
        r#"<table:table-row><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/></table:table-row>"#,
        r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>"#,
    ]
    .concat();
    let all = read(&ods(&[("Survey", &rows), ("Notes", "")])).unwrap();
    assert_eq!(all.len(), 1);
    let s = &all[0];
    assert_eq!(
        (s.energy_ev.as_slice(), s.counts.as_slice()),
        (&[3.25, 2.25, 1.0][..], &[7.0, 8.0, 1.0][..])
    );
    assert_eq!((s.axis, s.region.as_str()), (Some(Axis::Binding), "Survey"));
    assert_eq!(
        note(s, "sheets without spectra").unwrap_or_default(),
        "Notes"
    );
    let bad = rows.replace("office:value=\"2.25\"", "office:value=\"9\"");
    assert!(
        refused(&ods(&[("Ü", &bad)])).starts_with("sheet “Ü”, row 7: found the energy 1 after 9")
    );
    // A row of numbers that stands for a million.
    let many = format!(
        r#"<table:table-row table:number-rows-repeated="9000000">{}{}</table:table-row>"#,
        float("1"),
        float("2")
    );
    let e = refused(&ods(&[("S", &many)]));
    assert!(
        e.contains("found more than 1000000 cells") || e.contains("1048576 rows"),
        "{e}"
    );
}
