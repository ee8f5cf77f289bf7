//! Tables of a SQLite 3 database that lies in memory, read only.
//!
//! Layout: <https://www.sqlite.org/fileformat2.html>. What instruments use of it: pages, table
//! b-trees with overflow pages, records, and the columns' names from `CREATE TABLE`. Indices, free
//! pages, tables without row numbers and the write-ahead log (a file of its own) are not read.
//! Every page is read at most once in a pass through a table, so that no pass costs more than the
//! file's length, whatever the pages point at.
//!
//! Own code, as the crates in pure Rust either are whole database engines or open files by path.

mod defaults;
mod pages;
mod record;
mod schema;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;
pub use record::Value;

use crate::Damage;
use pages::Pages;
use record::Record;
use tree::Cells;

/// First bytes of every SQLite 3 database.
pub const SIGNATURE: &[u8] = b"SQLite format 3\0";

/// Damage to the header, a page or a cell at an offset into the file.
fn damaged(at: usize, found: impl Into<String>) -> Damage {
    Damage::at_byte(at, found, "a sound SQLite database")
}

/// A table: where it begins and what its columns are called.
struct Table {
    name: String,
    root: u32,
    columns: schema::Columns,
}

/// A database.
pub struct Database<'a> {
    pages: Pages<'a>,
    tables: Vec<Table>,
    /// The first damage in the list of tables.
    pub damage: Option<Damage>,
}

impl<'a> Database<'a> {
    /// Reads the header and the list of tables.
    ///
    /// # Errors
    /// A header that no database has.
    pub fn open(bytes: &'a [u8]) -> Result<Database<'a>, Damage> {
        let pages = Pages::open(bytes)?;
        let mut tables = Vec::new();
        let damage = each_record(&pages, 1, |record| {
            let text = |column| record.value(column)?.text();
            let root = record.value(3).and_then(|v| v.integer());
            let root = root.and_then(|n| u32::try_from(n).ok());
            if text(0).as_deref() == Some("table")
                && let (Some(name), Some(root), Some(sql)) = (text(1), root, text(4))
                && let Some(columns) = schema::columns(&sql)
            {
                tables.push(Table {
                    name,
                    root,
                    columns,
                });
            }
        });
        Ok(Database {
            pages,
            tables,
            damage,
        })
    }

    /// Whether the last writer used a write-ahead log: newer rows may lie in the file `…-wal`.
    pub fn has_log(&self) -> bool {
        self.pages.log
    }

    /// Whether the file is shorter than its header says.
    pub fn is_cut(&self) -> bool {
        self.pages.cut
    }

    /// Whether there is a table of this name, in any case.
    pub fn has(&self, table: &str) -> bool {
        self.table(table).is_some()
    }

    fn table(&self, name: &str) -> Option<&Table> {
        let same = |t: &&Table| t.name.eq_ignore_ascii_case(name);
        self.tables.iter().find(same)
    }

    /// Gives the named columns of each row of a table to `take`, in the order of the row numbers.
    /// A column that the table lacks or only computes is null, one that is younger than the row its
    /// default; a table that is not there has no rows. Rows that are
    /// damaged are passed over; the first damage is returned.
    pub fn each<const N: usize>(
        &self,
        table: &str,
        columns: [&str; N],
        mut take: impl FnMut([Value<'_>; N]),
    ) -> Option<Damage> {
        let table = self.table(table)?;
        let places = columns.map(|name| table.columns.place(name));
        each_record(&self.pages, table.root, |record| {
            take(places.map(|place| match place {
                Some(place) if table.columns.row_number == Some(place) => {
                    Value::Integer(record.row_number)
                }
                Some(place) => match record.value(place) {
                    Some(value) => value,
                    None => table.columns.default(place),
                },
                None => Value::Null,
            }));
        })
    }
}

/// Gives each record of a table's tree to `take`; the first damage is returned.
fn each_record(pages: &Pages, root: u32, mut take: impl FnMut(&Record)) -> Option<Damage> {
    let mut damage = None;
    for cell in Cells::new(pages, root) {
        match cell.and_then(|cell| Record::new(cell, pages.encoding)) {
            Ok(record) => take(&record),
            Err(found) => damage = damage.or(Some(found)),
        }
    }
    damage
}
