//! Prodigy's databases by way of SQLite itself: it reads those of our writer and writes them anew,
//! with other pages, codings of texts, and the indices; the spectra stay the same.

use rusqlite::Connection;
use speclens_formats::read;

/// A seed of the fuzz targets, which our writer made.
fn seed(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/../../fuzz/seeds/specs_sle/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The database in memory, as SQLite reads it.
fn opened(bytes: &[u8]) -> Connection {
    let mut connection = Connection::open_in_memory().expect("SQLite");
    let read_only = false;
    let stream = std::io::Cursor::new(bytes);
    let read = connection.deserialize_read_exact("main", stream, bytes.len(), read_only);
    read.expect("a database");
    connection
}

/// Every table of one database in another, in the order of their names.
fn copied(from: &Connection, settings: &str) -> Vec<u8> {
    let mut to = Connection::open_in_memory().expect("SQLite");
    to.execute_batch("PRAGMA foreign_keys = 0")
        .expect("a setting");
    to.execute_batch(settings).expect(settings);
    let list = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name DESC";
    let mut tables = from.prepare(list).expect(list);
    let mut tables = tables.query([]).expect(list);
    while let Some(table) = tables.next().expect("a table") {
        let (name, sql): (String, String) = (table.get_unwrap(0), table.get_unwrap(1));
        if name.starts_with("sqlite_") {
            continue;
        }
        to.execute_batch(&sql).expect(&sql);
        let mut rows = from
            .prepare(&format!("SELECT * FROM \"{name}\""))
            .expect(&name);
        let columns = rows.column_count();
        let marks = vec!["?"; columns].join(", ");
        let insert = format!("INSERT INTO \"{name}\" VALUES ({marks})");
        let mut rows = rows.query([]).expect(&name);
        while let Some(row) = rows.next().expect(&name) {
            let values: Vec<rusqlite::types::Value> =
                (0..columns).map(|i| row.get_unwrap(i)).collect();
            let values = rusqlite::params_from_iter(values);
            to.execute(&insert, values).expect(&insert);
        }
    }
    to.serialize("main").expect("a database").to_vec()
}

#[test]
fn databases_that_sqlite_wrote_anew() {
    for name in ["prodigy.sle", "channels.sle"] {
        let ours = seed(name);
        let expected = read(&ours, name).unwrap_or_else(|e| panic!("{e}"));
        let database = opened(&ours);
        for settings in [
            "PRAGMA page_size = 512",
            "PRAGMA page_size = 65536; PRAGMA encoding = 'UTF-16le'",
            "PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16be'; PRAGMA auto_vacuum = 1",
        ] {
            let bytes = copied(&database, settings);
            let found = read(&bytes, name).unwrap_or_else(|e| panic!("{settings}: {e}"));
            assert_eq!(found, expected, "{name}, {settings}");
        }
    }
}
