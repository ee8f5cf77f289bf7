//! Databases as SQLite writes them: read back, cut and damaged.

use super::*;
use crate::Spot;
use crate::testing::Vandal;
use crate::testing::sqlite::{Cell, Format, Table, database};

const SQL: &str = "CREATE TABLE Numbers (Id INTEGER PRIMARY KEY, Name TEXT, Size FLOAT, Data BLOB)";

/// Rows with short and long values; the long ones lie in overflow pages.
fn rows(count: i64, longest: usize) -> Vec<(i64, Vec<Cell>)> {
    let whole = [
        0,
        1,
        -1,
        127,
        -32768,
        8_388_607,
        1 << 31,
        -(1 << 40),
        i64::MAX,
        i64::MIN,
    ];
    (0..count)
        .map(|i| {
            let length = (usize::try_from(i).unwrap() * 37 + longest) % (longest + 1);
            let values = vec![
                Cell::Null,
                Cell::Text(format!("row {i} α{}", "x".repeat(length / 3))),
                match i % 3 {
                    0 => Cell::Real(0.1 * i as f64),
                    1 => Cell::Int(whole[i as usize % whole.len()]),
                    _ => Cell::Null,
                },
                Cell::Blob((0..length).map(|b| (b * 7 % 251) as u8).collect()),
            ];
            (i * i - 3, values)
        })
        .collect()
}

fn written(format: Format, rows: &[(i64, Vec<Cell>)]) -> Vec<u8> {
    let empty = |name: &str| Table {
        name: name.to_owned(),
        sql: format!("CREATE TABLE {name} (a, b, c /* {} */)", "long ".repeat(20)),
        rows: vec![],
    };
    let numbers = Table {
        name: "Numbers".to_owned(),
        sql: SQL.to_owned(),
        rows: rows.to_vec(),
    };
    database(format, &[empty("First"), numbers, empty("Last")])
}

/// All rows as they were written, and the first damage.
fn read_back(bytes: &[u8]) -> (Vec<(i64, Vec<Cell>)>, Option<Damage>) {
    let database = Database::open(bytes).unwrap();
    let mut rows = Vec::new();
    let columns = ["id", "NAME", "Size", "Data", "Other"];
    let damage = database.each("numbers", columns, |[id, name, size, data, other]| {
        assert_eq!(other, Value::Null);
        let size = match size {
            Value::Null => Cell::Null,
            Value::Integer(n) => Cell::Int(n),
            other => Cell::Real(other.real().unwrap()),
        };
        let name = name.text().map_or(Cell::Null, Cell::Text);
        let data = data.bytes().map_or(Cell::Null, |b| Cell::Blob(b.to_vec()));
        rows.push((id.integer().unwrap(), vec![Cell::Null, name, size, data]));
    });
    (rows, database.damage.or(damage))
}

#[test]
fn rows_are_read_back_whatever_the_pages() {
    for (page_size, count, longest) in [
        (512, 0, 0),
        (512, 1, 40_000),
        (512, 900, 300),
        (1024, 300, 5000),
        (4096, 100, 20_000),
        (65536, 60, 200_000),
    ] {
        for encoding in [1, 2, 3] {
            let rows = rows(count, longest);
            let format = Format {
                page_size,
                encoding,
                ..Default::default()
            };
            let bytes = written(format, &rows);
            let (back, damage) = read_back(&bytes);
            assert_eq!(
                (back.len(), damage),
                (rows.len(), None),
                "{page_size} {encoding}"
            );
            assert!(back == rows, "{page_size} {encoding}");
        }
    }
}

#[test]
fn what_the_header_says() {
    let bytes = written(Format::default(), &rows(50, 900));
    let database = Database::open(&bytes).unwrap();
    assert!(database.has("NUMBERS") && database.has("Last") && !database.has("Other"));
    assert!(!database.has_log() && !database.is_cut());
    assert_eq!(database.each("Other", ["a"], |_| panic!()), None);
    let log = Format {
        version: 2,
        ..Default::default()
    };
    assert!(Database::open(&written(log, &[])).unwrap().has_log());
    let cut = &bytes[..bytes.len() - 1024];
    assert!(Database::open(cut).unwrap().is_cut());

    let error = |at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        Database::open(&bytes).err().map(|d| (d.at, d.found))
    };
    assert_eq!(
        error(16, 7),
        Some((Spot::Byte(16), "pages of 1792 bytes".to_owned()))
    );
    assert_eq!(
        error(59, 4),
        Some((Spot::Byte(56), "an unknown encoding of texts".to_owned()))
    );
    assert_eq!(error(20, 255), None, "1024 less 255 are enough");
    assert_eq!(
        error(0, b'X'),
        Some((Spot::Byte(0), "a header that is cut".to_owned()))
    );
    assert!(Database::open(&bytes[..99]).is_err());
}

/// Rows that are damaged are passed over; the others are read, and the damage is told.
#[test]
fn damage_is_told_and_the_rest_is_read() {
    let rows = rows(40, 900);
    let bytes = written(Format::default(), &rows);
    let whole = bytes.len() / 1024;
    // The last leaf of the table is lost; that of the empty table has no cells.
    let is_leaf = |p: &usize| bytes[p * 1024] == 0x0D && bytes[p * 1024 + 4] > 0;
    let leaf = (2..whole).rev().find(is_leaf).unwrap();
    let mut other = bytes.clone();
    other[leaf * 1024] = 7;
    let (back, damage) = read_back(&other);
    let found = "a page of kind 7 in place of a table's".to_owned();
    assert_eq!(damage, Some(damaged(leaf * 1024, found)));
    assert!(back.len() > 20 && back.len() < rows.len(), "{}", back.len());
    assert!(back.iter().all(|row| rows.contains(row)));
}

/// Links that lead back, cells that share their bytes, and wild lengths end.
#[test]
fn links_and_lengths_are_bounded() {
    let bytes = written(Format::default(), &rows(40, 900));
    let interior = (1..bytes.len() / 1024)
        .find(|p| bytes[p * 1024] == 0x05)
        .unwrap()
        * 1024;
    let mut circle = bytes.clone();
    let itself = (interior / 1024 + 1) as u32;
    circle[interior + 8..interior + 12].copy_from_slice(&itself.to_be_bytes());
    let (_, damage) = read_back(&circle);
    let found = format!("a second link to page {itself}");
    assert_eq!(damage, Some(damaged(interior, found)));

    let format = Format {
        page_size: 4096,
        ..Default::default()
    };
    let bytes = written(format, &rows(1, 1500));
    let is_leaf = |p: &usize| bytes[p * 4096] == 0x0D && bytes[p * 4096 + 4] == 1;
    let leaf = (1..bytes.len() / 4096).find(is_leaf).unwrap() * 4096;
    let place = [bytes[leaf + 8], bytes[leaf + 9]];
    let mut shared = bytes.clone();
    shared[leaf + 4] = 100;
    for i in 0..100 {
        shared[leaf + 8 + 2 * i..leaf + 10 + 2 * i].copy_from_slice(&place);
    }
    let (back, damage) = read_back(&shared);
    let found = "cells that share their bytes".to_owned();
    assert_eq!((back.len(), damage), (3, Some(damaged(leaf, found))));

    let mut long = bytes.clone();
    let place = usize::from(u16::from_be_bytes(place));
    long[leaf + place..leaf + place + 9].fill(0xFF);
    let (_, damage) = read_back(&long);
    let found = "a row longer than the file".to_owned();
    assert_eq!(damage, Some(damaged(leaf + place, found)));
}

#[test]
fn cut_and_damaged_databases_do_no_harm() {
    let rows = rows(60, 900);
    let bytes = written(Format::default(), &rows);
    for cut in (100..bytes.len()).step_by(13) {
        let (back, _) = read_back(&bytes[..cut]);
        assert!(back.iter().all(|row| rows.contains(row)), "{cut}");
    }
    let mut damages = Vandal::default();
    let mut outcomes = [0; 2];
    for _ in 0..5000 {
        let bytes = damages.of(&bytes);
        if let Ok(database) = Database::open(&bytes) {
            let mut rows = 0;
            let damage = database.each("Numbers", ["Id", "Data"], |_| rows += 1);
            outcomes[usize::from(damage.is_some())] += 1;
            assert!(rows <= 2000, "{rows}");
        }
    }
    assert!(outcomes.iter().all(|n| *n > 100), "{outcomes:?}");
}
