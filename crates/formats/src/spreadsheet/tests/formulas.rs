//! Formulas whose results nobody computed.

use super::*;
use speclens_spectrum::sentences;

const WAY_OUT: &str = "found a formula without its result, expected numbers: open the workbook in \
                       a spreadsheet program and save it";

#[test]
fn formulas_without_results_are_refused_with_the_way_out() {
    let row = |energy, formula| vec![Cell::Number(energy), Cell::Raw(formula)];
    let head = vec![Cell::Shared("BE"), Cell::Shared("Counts")];
    for open in [
        r#"<c r="B3"><f>A3*2</f><v></v></c>"#,
        r#"<c r="B3"><f>A3*2</f><v/></c>"#,
        r#"<c r="B3"><f>A3*2</f></c>"#,
    ] {
        let computed = r#"<c r="B2"><f>A2*2</f><v>5</v></c>"#;
        let rows = vec![head.clone(), row("300", computed), row("299", open)];
        let book = Xlsx::default().with("S", rows);
        assert_eq!(
            refused(&book.bytes()),
            format!("sheet “S”, row 3: {WAY_OUT}")
        );
    }
    // No row of numbers at all.
    let open = |place: &str| {
        let cell = format!(r#"<c r="{place}"><f>A1</f></c>"#);
        Cell::Raw(cell.leak())
    };
    let rows = vec![
        head.clone(),
        vec![Cell::Number("300"), open("B2")],
        vec![Cell::Number("299"), open("B3")],
    ];
    let book = Xlsx::default().with("S", rows.clone());
    assert_eq!(
        refused(&book.bytes()),
        format!("sheet “S”, row 2: {WAY_OUT}")
    );
    // Beside a sheet that is read.
    let sound = text_cells(&[&["BE", "I"], &["300", "5"], &["299", "6"]]);
    let all = spectra(&Xlsx::default().with("S", rows).with("T", sound));
    assert_eq!(all.len(), 1);
    assert!(sentences(&all[0].doubts)[0].contains(WAY_OUT));
    // A formula whose result is an empty text.
    let rows = vec![
        vec![Cell::Shared("BE"), Cell::Shared("Counts")],
        vec![Cell::Raw(r#"<c r="A2" t="str"><f>""</f><v></v></c>"#)],
        vec![Cell::Number("300"), Cell::Number("5")],
        vec![Cell::Number("299"), Cell::Number("6")],
    ];
    assert_eq!(spectra(&Xlsx::default().with("S", rows)).len(), 1);
}

#[test]
fn open_document_too() {
    let number = |n| format!(r#"<table:table-cell office:value-type="float" office:value="{n}"/>"#);
    let open = r#"<table:table-cell table:formula="of:=[.A1]"/>"#;
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let rows = row(number(300) + &number(5)) + &row(number(299) + open);
    assert_eq!(
        refused(&ods(&[("S", &rows)])),
        format!("sheet “S”, row 2: {WAY_OUT}")
    );
}
