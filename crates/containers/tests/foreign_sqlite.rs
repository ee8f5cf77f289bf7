//! Databases as SQLite itself writes them, with every value read back by our reader.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};
use speclens_containers::sqlite::{Database, Value};

/// A generator that is the same each time (Lehmer).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0 * 48271 % 2_147_483_647;
        self.0 % limit
    }

    /// A value of any kind: whole numbers of every length, texts and bytes from none to many pages.
    fn value(&mut self) -> Sql {
        let long = [0, 1, 7, 90, 700, 5000, 40_000];
        let length = usize::try_from(long[self.below(7) as usize]).expect("a length");
        match self.below(6) {
            0 => Sql::Null,
            1 => Sql::Integer(i64::MIN >> self.below(64)),
            2 => Sql::Integer(i64::MAX >> self.below(64)),
            3 => Sql::Real(self.below(1_000_000) as f64 / 7.0 - 1e4),
            4 => Sql::Text("aµ𝄞 ".repeat(length / 7)),
            _ => Sql::Blob((0..length).map(|_| self.below(256) as u8).collect()),
        }
    }
}

/// The bytes of a database that `fill` writes, after some settings.
fn database(settings: &str, fill: impl FnOnce(&Connection)) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().expect("SQLite");
    connection.execute_batch(settings).expect("settings");
    fill(&connection);
    connection.serialize("main").expect("a database").to_vec()
}

/// The rows of `statement`, as SQLite reads them; then the file.
fn with_rows<const N: usize>(sql: &str, statement: &str) -> (Vec<u8>, Vec<[Sql; N]>) {
    let mut rows = Vec::new();
    let bytes = database("", |connection| {
        connection.execute_batch(sql).expect(sql);
        let mut prepared = connection.prepare(statement).expect(statement);
        let mut read = prepared.query([]).expect(statement);
        while let Some(row) = read.next().expect("a row") {
            rows.push(std::array::from_fn(|i| row.get_unwrap(i)));
        }
    });
    (bytes, rows)
}

/// The rows of a table, as our reader reads them.
fn read<const N: usize>(bytes: &[u8], table: &str, columns: [&str; N]) -> Vec<[Sql; N]> {
    let database = Database::open(bytes).expect("a database");
    assert_eq!((database.is_cut(), &database.damage), (false, &None));
    let mut rows = Vec::new();
    let damage = database.each(table, columns, |row| rows.push(row.map(|v| owned(&v))));
    assert_eq!(damage, None);
    rows
}

fn owned(value: &Value<'_>) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Integer(n) => Sql::Integer(*n),
        Value::Real(v) => Sql::Real(*v),
        Value::Text(text) => Sql::Text(text.to_string()),
        Value::Blob(bytes) => Sql::Blob(bytes.to_vec()),
    }
}

/// Pages of each size, texts of each coding, trees of several levels, rows on overflow pages.
#[test]
fn values_of_every_kind_on_pages_of_every_size() {
    let mut chance = Chance(48271);
    for size in [512, 1024, 4096, 65536] {
        for coding in ["UTF-8", "UTF-16le", "UTF-16be"] {
            let mut rows: Vec<[Sql; 4]> = Vec::new();
            let settings = format!("PRAGMA page_size = {size}; PRAGMA encoding = '{coding}'");
            let bytes = database(&settings, |connection| {
                let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c BLOB)";
                connection.execute_batch(table).expect(table);
                let mut id = -5_000;
                for _ in 0..300 {
                    id += 1 + (1i64 << chance.below(40));
                    let [a, b, c] = std::array::from_fn(|_| chance.value());
                    rows.push([Sql::Integer(id), a, b, c]);
                }
                let mut insert = connection.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
                for row in &rows {
                    let insert = insert.as_mut().expect("a statement");
                    insert.execute(params_from_iter(row)).expect("a row");
                }
            });
            let found = read(&bytes, "T", ["ID", "a", "b", "c"]);
            assert!(found == rows, "pages of {size}, {coding}");
        }
    }
}

/// 40 000 rows on small pages: the tree has several levels. Some rows are deleted again, which leaves
/// free pages and gaps; the file is also made with pages that move (`auto_vacuum`).
#[test]
fn deep_trees_with_gaps() {
    for settings in [
        "PRAGMA page_size = 512",
        "PRAGMA page_size = 512; PRAGMA auto_vacuum = 1",
    ] {
        let bytes = database(settings, |connection| {
            let sql = "CREATE TABLE t (a REAL, b TEXT);
                 WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 39999)
                 INSERT INTO t SELECT i * 0.1, 'row ' || i FROM n;
                 DELETE FROM t WHERE rowid % 3 = 0; DELETE FROM t WHERE rowid BETWEEN 900 AND 9000;
                 CREATE TABLE dropped (x); INSERT INTO dropped SELECT b FROM t; DROP TABLE dropped";
            connection.execute_batch(sql).expect(sql);
        });
        let expected: Vec<[Sql; 2]> = (1..=40_000)
            .filter(|row| row % 3 != 0 && !(900..=9000).contains(row))
            .map(|row| {
                let i = row - 1;
                [Sql::Real(f64::from(i) * 0.1), Sql::Text(format!("row {i}"))]
            })
            .collect();
        // A whole number in a column of reals is stored as such.
        let real = |value: Sql| match value {
            Sql::Integer(n) => Sql::Real(n as f64),
            other => other,
        };
        let found = read(&bytes, "t", ["a", "b"]).into_iter();
        let found: Vec<[Sql; 2]> = found.map(|row| row.map(real)).collect();
        assert!(found == expected, "{settings}");
    }
}

/// Definitions of columns: what SQLite answers to a query is what we read.
#[test]
fn tables_however_they_were_defined() {
    let cases = [
        // The row number, however it is declared.
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b, c); INSERT INTO t VALUES (7, 1, 2)",
        "CREATE TABLE t (a [integer] PRIMARY KEY ASC, b, c); INSERT INTO t VALUES (7, 1, 2)",
        "CREATE TABLE t (a \"INTEGER\", b, c, CONSTRAINT k PRIMARY KEY (\"a\" DESC));
         INSERT INTO t VALUES (7, 1, 2)",
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b, c); INSERT INTO t VALUES (7, 1, 2)",
        "CREATE TABLE t (a INT PRIMARY KEY, b, c); INSERT INTO t VALUES (7, 1, 2)",
        // Signs and words within definitions.
        "PRAGMA foreign_keys = 0; CREATE TABLE t (a /* , x ( */ TEXT -- y, (\n CHECK (a IN ('1', ')')), b DECIMAL (10, 5)
         DEFAULT (1 = (2)), c, UNIQUE (a, b), FOREIGN KEY (b) REFERENCES t (a));
         INSERT INTO t VALUES ('1', 1, 2)",
        "CREATE TABLE s (x, y); INSERT INTO s VALUES (1, 2.5);
         CREATE TABLE t AS SELECT x AS b, y AS a, 'é' AS c FROM s",
        // Columns that were added, taken away or named anew.
        "CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'eV';
         ALTER TABLE t ADD COLUMN c NUMERIC DEFAULT -2.5e-1; INSERT INTO t VALUES (2, 3, 4)",
        "CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b TEXT DEFAULT 12;
         ALTER TABLE t ADD COLUMN c INTEGER DEFAULT '007'",
        "CREATE TABLE t (a); INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN b DEFAULT x'0F';
         ALTER TABLE t ADD COLUMN c BOOLEAN DEFAULT true",
        "CREATE TABLE t (a, x, b, c); INSERT INTO t VALUES (1, 2, 3, 4);
         ALTER TABLE t DROP COLUMN x",
        "CREATE TABLE t (a, \"x, y\", c); INSERT INTO t VALUES (1, 2, 3);
         ALTER TABLE t RENAME COLUMN \"x, y\" TO b",
        // A computed column that is stored.
        "CREATE TABLE t (a, c GENERATED ALWAYS AS (a * 2) STORED, b); INSERT INTO t (a, b)
         VALUES (3, 4)",
    ];
    for sql in cases {
        let (bytes, expected) = with_rows::<3>(sql, "SELECT a, b, c FROM t ORDER BY rowid");
        assert_eq!(read(&bytes, "t", ["a", "b", "c"]), expected, "{sql}");
    }
}

/// A computed column is in no record: it reads as null, and those after it in their places.
#[test]
fn computed_columns_are_null() {
    let sql = "CREATE TABLE t (a, v AS (a * 2), w TEXT GENERATED ALWAYS AS ('x') VIRTUAL, b);
               INSERT INTO t (a, b) VALUES (3, 4)";
    let (bytes, _) = with_rows::<1>(sql, "SELECT a FROM t");
    let null = Sql::Null;
    let expected = [Sql::Integer(3), null.clone(), null, Sql::Integer(4)];
    assert_eq!(read(&bytes, "t", ["a", "v", "w", "b"]), [expected]);
}

#[test]
fn a_table_without_row_numbers_is_damage_not_a_table_without_rows() {
    let sql = "CREATE TABLE t (a PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO t VALUES (1, 2)";
    let (bytes, _) = with_rows::<1>(sql, "SELECT a FROM t");
    let database = Database::open(&bytes).expect("a database");
    let damage = database.each("t", ["a"], |_| panic!("no row"));
    let found = damage.expect("damage").found;
    assert_eq!(found, "a page of kind 10 in place of a table's");
}

/// Thousands of tables: the list of tables is itself a tree.
#[test]
fn many_tables_and_long_definitions() {
    let bytes = database("PRAGMA page_size = 512", |connection| {
        for i in 0..600 {
            let sql = format!("CREATE TABLE t{i} (a, b{i})");
            connection.execute_batch(&sql).expect("a table");
        }
        let columns: Vec<String> = (0..500).map(|i| format!("\"column {i}\" REAL")).collect();
        let sql = format!("CREATE TABLE wide ({})", columns.join(", "));
        connection.execute_batch(&sql).expect("a table");
        let insert = "INSERT INTO wide (\"column 499\", \"column 0\") VALUES (?, ?)";
        connection
            .execute(insert, params![1.5, 2.5])
            .expect("a row");
        connection
            .execute("INSERT INTO t599 VALUES (1, 2)", [])
            .expect("a row");
    });
    let wide = read(&bytes, "wide", ["column 0", "column 7", "COLUMN 499"]);
    assert_eq!(wide, [[Sql::Real(2.5), Sql::Null, Sql::Real(1.5)]]);
    let last = read(&bytes, "t599", ["b599"]);
    assert_eq!(last, [[Sql::Integer(2)]]);
    assert_eq!(read(&bytes, "t0", ["a"]), <[[Sql; 1]; 0]>::default());
}

/// Rows of a write-ahead log lie in another file: the header says so.
#[test]
fn a_log_beside_the_file_is_told() {
    let folder = std::env::temp_dir().join(format!("speclens-wal-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("a.sle");
    let connection = Connection::open(&path).expect("SQLite");
    let sql = "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)";
    connection.execute_batch(sql).expect(sql);
    drop(connection);
    let bytes = std::fs::read(&path).expect("a file");
    std::fs::remove_dir_all(&folder).expect("the folder");
    assert!(Database::open(&bytes).expect("a database").has_log());
    assert_eq!(read(&bytes, "t", ["a"]), [[Sql::Integer(1)]]);
}
