//! Numbers that are texts, and those beside them.

use super::*;
use speclens_spectrum::sentences;

/// A sheet with these cells below the names of two columns.
fn of(rows: Vec<[Cell; 2]>) -> Vec<u8> {
    let head = vec![Cell::Shared("BE"), Cell::Shared("Counts")];
    let rows = rows.into_iter().map(|row| row.to_vec());
    let all = std::iter::once(head).chain(rows).collect();
    Xlsx::default().with("S", all).bytes()
}

/// Energies, counts and doubts.
fn numbers(bytes: &[u8]) -> (Vec<f64>, Vec<f64>, Vec<String>) {
    let all = read(bytes).unwrap_or_else(|e| panic!("{e}"));
    let s = &all[0];
    (s.energy_ev.clone(), s.counts.clone(), sentences(&s.doubts))
}

#[test]
fn texts_are_numbers_of_their_locale() {
    for rows in [
        [["1.200,5", "7.470"], ["1.199,5", "620"]],
        [["1,200.5", "7,470"], ["1,199.5", "620"]],
        [["1200.5", "7,470"], ["1199.5", "620"]],
        [["1 200,5", "7 470"], ["1 199,5", "620"]],
    ] {
        let cells = rows.map(|row| row.map(Cell::Inline).to_vec()).to_vec();
        let head = vec![Cell::Shared("BE"), Cell::Shared("Counts")];
        let cells = [vec![head], cells].concat();
        let s = &spectra(&Xlsx::default().with("S", cells))[0];
        assert_eq!(
            (&*s.energy_ev, &*s.counts),
            (&[1200.5, 1199.5][..], &[7470.0, 620.0][..])
        );
    }
}

#[test]
fn texts_of_two_meanings_are_warned_of_or_refused() {
    let (e, t) = (Cell::Number, Cell::Inline);
    let rows = vec![[e("1200.5"), t("7,471")], [e("1199.5"), t("6,212")]];
    let (_, counts, doubts) = numbers(&of(rows));
    assert_eq!(counts, [7.471, 6.212]);
    assert_eq!(
        doubts,
        [
            "“7,471” in row 2 may be a decimal number or thousands: it is taken as a decimal \
             number"
        ]
    );
    // Whole numbers beside them are their neighbours, be they numbers or texts.
    let rows = vec![[e("1200.5"), t("7,470")], [e("1199.5"), e("620")]];
    assert_eq!(numbers(&of(rows)).1, [7470.0, 620.0]);
    for (rows, found) in [
        (
            vec![[e("1200.5"), t("7,471")], [e("1199.5"), e("620")]],
            "row 2: found “7,471” beside “620”",
        ),
        (
            vec![[t("1.200"), e("5")], [t("1.199"), e("6")]],
            "row 2: found “1.200” beside whole numbers",
        ),
    ] {
        let e = refused(&of(rows));
        assert!(e.contains("sheet “S”, ") && e.contains(found), "{e}");
    }
}

#[test]
fn texts_of_one_meaning_are_read_each_by_itself() {
    let (e, t) = (Cell::Number, Cell::Inline);
    let rows = vec![[t("300.5"), t("1.004,5")], [t("299,5"), t("0.316")]];
    let (energies, counts, doubts) = numbers(&of(rows));
    assert_eq!(
        (energies, counts),
        (vec![300.5, 299.5], vec![1004.5, 0.316])
    );
    assert!(doubts.is_empty(), "{doubts:?}");
    let rows = vec![[t("300.5"), e("5")], [t("299,5"), t("7,471")]];
    assert!(refused(&of(rows)).contains("row 3: found “299,5” beside “300.5”"));
}

#[test]
fn numbers_have_a_point_whatever_the_texts_have() {
    let (e, t) = (Cell::Number, Cell::Inline);
    for rows in [
        [[t("300,5"), e("1.125")], [t("299,5"), e("2.25")]],
        [[e("300.5"), e("1.125")], [t("299,5"), t("2,25")]],
    ] {
        let (energies, counts, doubts) = numbers(&of(rows.to_vec()));
        assert_eq!((energies, counts), (vec![300.5, 299.5], vec![1.125, 2.25]));
        assert!(doubts.is_empty(), "{doubts:?}");
    }
    // No text at all: nothing is open.
    let rows = vec![[e("1.201"), e("7.125")], [e("1.202"), e("5")]];
    let (energies, counts, doubts) = numbers(&of(rows));
    assert_eq!((energies, counts), (vec![1.201, 1.202], vec![7.125, 5.0]));
    assert!(doubts.is_empty(), "{doubts:?}");
    let cell = |n| format!(r#"<table:table-cell office:value-type="float" office:value="{n}"/>"#);
    let text = |t| format!("<table:table-cell><text:p>{t}</text:p></table:table-cell>");
    let row = |cells: String| format!("<table:table-row>{cells}</table:table-row>");
    let rows = row(text("300,5") + &cell("1.125")) + &row(text("299,5") + &cell("2.25"));
    assert_eq!(numbers(&ods(&[("S", &rows)])).1, [1.125, 2.25]);
}
