//! Excel 5 to 2003.

use std::io::{Cursor, Write};

use super::super::xls::{is_xls, read};
use super::*;
use speclens_spectrum::sentences;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

/// A record of a cell: row, column, format, and the rest.
fn cell(kind: u16, row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
    let mut data = row.to_le_bytes().to_vec();
    data.extend(column.to_le_bytes());
    data.extend([0, 0]);
    data.extend(rest);
    record(kind, &data)
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    cell(0x0203, row, column, &value.to_le_bytes())
}

fn shared(row: u16, column: u16, index: u32) -> Vec<u8> {
    cell(0x00FD, row, column, &index.to_le_bytes())
}

const BOF: [u8; 8] = [0x00, 0x06, 0x05, 0, 0, 0, 0, 0];

/// A workbook of sheets with these records of cells, and the records of shared texts.
fn workbook(bof: &[u8], strings: &[u8], sheets: &[(&str, u8, Vec<u8>)]) -> Vec<u8> {
    let head = record(0x0809, bof);
    let end = record(0x000A, &[]);
    let bound = |name: &str, kind: u8, offset: usize| {
        let mut data = (offset as u32).to_le_bytes().to_vec();
        data.extend([0, kind, name.len() as u8]);
        if bof[1] == 6 {
            data.push(0);
        }
        data.extend(name.as_bytes());
        record(0x0085, &data)
    };
    let heads: usize = sheets
        .iter()
        .map(|(name, ..)| bound(name, 0, 0).len())
        .sum();
    let mut offset = head.len() + heads + strings.len() + end.len();
    let mut globals = head.clone();
    let mut bodies = Vec::new();
    for (name, kind, cells) in sheets {
        globals.extend(bound(name, *kind, offset));
        let body = [head.clone(), cells.clone(), end.clone()].concat();
        offset += body.len();
        bodies.extend(body);
    }
    [globals, strings.to_vec(), end, bodies].concat()
}

fn document(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Texts that cells share: the third is cut by the end of a record, and goes on in wide
/// characters; the second has fonts, and says how it is spoken.
fn strings() -> Vec<u8> {
    let mut first = [4u32.to_le_bytes(), 4u32.to_le_bytes()].concat();
    first.extend(b"\x0E\0\0Binding Energy");
    first.extend(b"\x03\0\x0C\x01\0\x05\0\0\0CPS\x01\x02\x03\x04spoke");
    first.extend(b"\x08\0\0Samp");
    let mut second = vec![1];
    second.extend("le:Ω".encode_utf16().flat_map(u16::to_le_bytes));
    second.extend(b"\x02\0\0ab");
    [record(0x00FC, &first), record(0x003C, &second)].concat()
}

fn cells() -> Vec<u8> {
    let rk = |row, column, rk: u32| cell(0x027E, row, column, &rk.to_le_bytes());
    let text_of_formula = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let mul = [[0, 0, 10, 0, 0, 0], [0, 0, 0, 0, 0, 0]].concat();
    let mut mul: Vec<u8> = mul[..6].to_vec();
    mul[2..6].copy_from_slice(&(28_450u32 << 2 | 3).to_le_bytes());
    mul.extend([0, 0]);
    mul.extend((7u32 << 2 | 2).to_le_bytes());
    mul.extend([1, 0]);
    [
        shared(0, 0, 2),
        cell(0x0006, 1, 0, &text_of_formula),
        record(0x0207, b"\x13\0\0Excitation Energy:1"),
        // A chart within the sheet.
        record(0x0809, &BOF),
        number(0, 0, 99.0),
        record(0x000A, &[]),
        shared(3, 0, 0),
        shared(3, 1, 1),
        number(4, 0, 285.25),
        // Half of the bits of a double.
        rk(4, 1, (1.5f64.to_bits() >> 32) as u32),
        {
            let mut data = vec![5, 0, 0, 0];
            data.extend(&mul);
            record(0x00BD, &data)
        },
        cell(0x0006, 6, 0, &284.0f64.to_le_bytes()),
        rk(6, 1, (-3i32 << 2) as u32 | 2),
    ]
    .concat()
}

pub(super) fn sample() -> Vec<u8> {
    let sheets = [("C1s Scan", 0, cells()), ("Chart1", 2, vec![])];
    document("Workbook", &workbook(&BOF, &strings(), &sheets))
}

#[test]
fn a_workbook() {
    let bytes = sample();
    assert!(is_xls(&bytes));
    let all = crate::testing::read(&bytes, "a.xls").unwrap();
    assert_eq!(all.len(), 1);
    let s = &all[0];
    assert_eq!(s.energy_ev, [285.25, 284.5, 284.0]);
    assert_eq!(s.counts, [1.5, 7.0, -3.0]);
    assert_eq!((s.sample.as_str(), s.region.as_str()), ("Ω", "C1s Scan"));
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Binding), Some(1000.0))
    );
    assert_eq!(note(s, "sheets without spectra"), Some("Chart1"));
    let doubts = sentences(&s.doubts);
    assert_eq!(doubts[0], "1 of 3 counts are negative");
    assert_eq!(
        doubts[1..],
        ["the photon energy “1” has no unit: it is taken as keV"]
    );
}

#[test]
fn a_workbook_of_excel_5() {
    let label = |row, column, text: &str| {
        let mut rest = (text.len() as u16).to_le_bytes().to_vec();
        rest.extend(text.as_bytes());
        cell(0x0204, row, column, &rest)
    };
    let cells = [
        label(0, 0, "KE"),
        label(0, 1, "I"),
        number(1, 0, 1.0),
        number(1, 1, 1e-9),
        number(2, 0, 2.0),
        number(2, 1, 1e20),
    ]
    .concat();
    let stream = workbook(&[0x00, 0x05, 0x05, 0], &[], &[("Survey", 0, cells)]);
    let all = crate::testing::read(&document("Book", &stream), "a.xls").unwrap();
    assert_eq!(
        (all[0].axis, all[0].region.as_str()),
        (Some(Axis::Kinetic), "Survey")
    );
    assert_eq!(all[0].counts, [1e-9, 1e20]);
}

/// A sheet of an `.xls` with these cells below the names of two columns.
fn of_two_columns(cells: &[Vec<u8>]) -> Vec<u8> {
    let label = |column, text: &str| {
        let mut rest = (text.len() as u16).to_le_bytes().to_vec();
        rest.push(0);
        rest.extend(text.as_bytes());
        cell(0x0204, 0, column, &rest)
    };
    let cells = [label(0, "BE"), label(1, "Counts"), cells.concat()].concat();
    document("Workbook", &workbook(&BOF, &[], &[("S", 0, cells)]))
}

#[test]
fn formulas_give_their_results() {
    let number_of = |row, result: f64| cell(0x0006, row, 1, &result.to_le_bytes());
    // A text, an error, a truth: the kind, and 0xFFFF at the end.
    let other = |row, kind, value| cell(0x0006, row, 1, &[kind, 0, value, 0, 0, 0, 0xFF, 0xFF]);
    let text = |text: &str| {
        let mut data = (text.len() as u16).to_le_bytes().to_vec();
        data.push(0);
        data.extend(text.as_bytes());
        record(0x0207, &data)
    };
    // What cells share of a formula stands between it and its text.
    let shared = record(0x04BC, &[1, 0, 4, 0, 1, 1, 0, 4]);
    let energies = |last: u16| (1..=last).map(|row| number(row, 0, 300.0 - f64::from(row)));
    let mut cells: Vec<Vec<u8>> = energies(4).collect();
    cells.extend([number_of(1, 5.5), number_of(2, -1e-9), number_of(3, 0.0)]);
    cells.extend([other(4, 0, 0), shared, text("7.25")]);
    let s = &read(&of_two_columns(&cells)).unwrap()[0];
    assert_eq!(s.counts, [5.5, -1e-9, 0.0, 7.25]);
    // Errors and truths are no numbers, and no rows are lost for them.
    for (kind, value) in [(2, 7), (1, 1)] {
        let mut cells: Vec<Vec<u8>> = energies(3).collect();
        cells.extend([number_of(1, 5.5), number_of(2, 6.5), other(3, kind, value)]);
        let e = read(&of_two_columns(&cells)).unwrap_err().to_string();
        assert!(e.starts_with("sheet “S”, row 4: "), "{e}");
    }
}

#[test]
fn texts_of_numbers_are_told_from_numbers() {
    let text = |row, column, text: &str| {
        let mut rest = (text.len() as u16).to_le_bytes().to_vec();
        rest.push(0);
        rest.extend(text.as_bytes());
        cell(0x0204, row, column, &rest)
    };
    let all = |cells: &[Vec<u8>]| read(&of_two_columns(cells)).unwrap().remove(0);
    // Numbers alone: nothing is open.
    let cells = [(1, 0, 1.201), (1, 1, 7.125), (2, 0, 1.202), (2, 1, 5.0)];
    let s = all(&cells.map(|(row, column, value)| number(row, column, value)));
    assert_eq!((s.counts, s.doubts.len()), (vec![7.125, 5.0], 0));
    let cells = [
        number(1, 0, 300.5),
        text(1, 1, "7,471"),
        number(2, 0, 299.5),
        text(2, 1, "6,212"),
    ];
    let s = all(&cells);
    assert_eq!(s.counts, [7471.0, 6212.0]);
}

#[test]
fn what_is_no_readable_workbook_is_refused() {
    let sheets = |cells: Vec<u8>| [("C1s", 0, cells)];
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let good = workbook(&BOF, &strings(), &sheets(cells()));
    let password = workbook(&BOF, &record(0x002F, &[0; 4]), &sheets(cells()));
    for (bytes, want) in [
        (
            document("EncryptedPackage", b"secret"),
            "byte 0: found an Excel workbook with a password, which is not read",
        ),
        (
            document("Workbook", &password),
            "byte 0: found an Excel workbook with a password, which is not read",
        ),
        (
            document("Workbook", b"hello"),
            "byte 0: found a stream “Workbook” that does not begin as one",
        ),
        (
            document("Workbook", &good[..60]),
            "found the end of the file, expected an Excel workbook",
        ),
        (
            document("Workbook", &good[..good.len() - 20]),
            "sheet “C1s”, row 6: found the end of the file, expected more cells",
        ),
        (
            document(
                "Workbook",
                &workbook(&BOF, &strings(), &sheets(shared(8, 0, 4))),
            ),
            "sheet “C1s”, row 9: found a shared text that is not there, expected one of 4",
        ),
    ] {
        assert!(is_xls(&bytes));
        let e = refused(&bytes);
        assert!(e.contains(want), "{e}");
    }
    assert!(!is_xls(&document("WordDocument", b"")));
}

#[test]
fn sheets_that_share_their_cells_are_not_read_without_end() {
    let mut sheets = vec![("a", 0, cells()); 30];
    for sheet in &mut sheets[1..] {
        sheet.2.clear();
    }
    let mut stream = workbook(&BOF, &strings(), &sheets);
    let head = record(0x0809, &BOF).len();
    let bound = 4 + 4 + 2 + 3;
    let first: [u8; 4] = stream[head + 4..head + 8].try_into().unwrap();
    for i in 0..30 {
        let at = head + i * bound;
        assert_eq!(stream[at..at + 2], [0x85, 0]);
        stream[at + 4..at + 8].copy_from_slice(&first);
    }
    let all = read(&document("Workbook", &stream)).unwrap();
    assert!((1..30).contains(&all.len()), "{}", all.len());
    let doubts = sentences(&all[0].doubts).join("; ");
    assert!(
        doubts.contains("found cells that belong to several sheets"),
        "{doubts}"
    );
}
