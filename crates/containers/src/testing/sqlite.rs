//! Writes small SQLite databases for the tests: tables, rows in order.
//!
//! SQLite finds them sound, unless a table's statement asks for an index (`UNIQUE`, most primary
//! keys): none is written.

use crate::sqlite::SIGNATURE;

/// A value of a row to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// No value.
    Null,
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A table to be written: name, statement, and its rows with their numbers.
pub struct Table {
    /// Its name.
    pub name: String,
    /// The statement that makes it.
    pub sql: String,
    /// Number and values of each row.
    pub rows: Vec<(i64, Vec<Cell>)>,
}

/// How a database is written.
#[derive(Clone, Copy)]
pub struct Format {
    /// Bytes of a page.
    pub page_size: usize,
    /// 1 for UTF-8, 2 and 3 for UTF-16, little- and big-endian.
    pub encoding: u8,
    /// 2 with a write-ahead log.
    pub version: u8,
}

impl Default for Format {
    fn default() -> Self {
        Format {
            page_size: 1024,
            encoding: 1,
            version: 1,
        }
    }
}

/// The database's bytes.
pub fn database(format: Format, tables: &[Table]) -> Vec<u8> {
    let mut writer = Writer {
        format,
        pages: vec![vec![]],
    };
    let mut schema = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        let root = writer.tree(&table.rows, false);
        let name = Cell::Text(table.name.clone());
        schema.push((
            i as i64 + 1,
            vec![
                Cell::Text("table".to_owned()),
                name.clone(),
                name,
                Cell::Int(root.into()),
                Cell::Text(table.sql.clone()),
            ],
        ));
    }
    writer.tree(&schema, true);
    let mut bytes = writer.pages.concat();
    let pages = (writer.pages.len() as u32).to_be_bytes();
    bytes[..16].copy_from_slice(SIGNATURE);
    let size = if format.page_size == 65536 {
        1
    } else {
        format.page_size as u16
    };
    bytes[16..18].copy_from_slice(&size.to_be_bytes());
    bytes[18..24].copy_from_slice(&[format.version, format.version, 0, 64, 32, 32]);
    bytes[27] = 1;
    bytes[28..32].copy_from_slice(&pages);
    // Counter of the schema, its format, the encoding, and the counter of changes once more.
    bytes[43] = 1;
    bytes[47] = 4;
    bytes[59] = format.encoding;
    bytes[95] = 1;
    bytes
}

struct Writer {
    format: Format,
    pages: Vec<Vec<u8>>,
}

impl Writer {
    /// Writes the pages of a tree; its root is the first page of the file or a new one.
    fn tree(&mut self, rows: &[(i64, Vec<Cell>)], first: bool) -> u32 {
        let mut cells: Vec<(i64, Vec<u8>)> = Vec::new();
        for (number, values) in rows {
            let cell = self.leaf_cell(*number, values);
            cells.push((*number, cell));
        }
        let mut is_leaf = true;
        loop {
            // The root needs not be split where all cells fit into it.
            let room = |from: usize| self.format.page_size - from - if is_leaf { 8 } else { 12 };
            let needed: usize = cells.iter().map(|(_, c)| c.len() + 2).sum();
            if needed <= room(if first { 100 } else { 0 }) {
                return self.page(&cells, is_leaf, first);
            }
            let room = room(0);
            let mut above = Vec::new();
            let mut part = Vec::new();
            let mut used = 0;
            for cell in cells {
                if used + cell.1.len() + 2 > room {
                    above.push(self.child(&part, is_leaf));
                    part.clear();
                    used = 0;
                }
                used += cell.1.len() + 2;
                part.push(cell);
            }
            above.push(self.child(&part, is_leaf));
            cells = above;
            is_leaf = false;
        }
    }

    /// A page, and the cell that points at it.
    fn child(&mut self, cells: &[(i64, Vec<u8>)], is_leaf: bool) -> (i64, Vec<u8>) {
        let page = self.page(cells, is_leaf, false);
        let last = cells[cells.len() - 1].0;
        let mut cell = page.to_be_bytes().to_vec();
        cell.extend(varint(last.cast_unsigned()));
        (last, cell)
    }

    fn page(&mut self, cells: &[(i64, Vec<u8>)], is_leaf: bool, first: bool) -> u32 {
        let header = if first { 100 } else { 0 };
        let mut page = vec![0; self.format.page_size];
        // The last child of an interior page stands in its header.
        let (cells, last) = match cells.split_last() {
            Some((last, others)) if !is_leaf => (others, Some(last)),
            _ => (cells, None),
        };
        let mut end = page.len();
        let mut places = Vec::new();
        for (_, cell) in cells {
            end -= cell.len();
            page[end..end + cell.len()].copy_from_slice(cell);
            places.extend((end as u16).to_be_bytes());
        }
        page[header] = if is_leaf { 0x0D } else { 0x05 };
        page[header + 3..header + 5].copy_from_slice(&(cells.len() as u16).to_be_bytes());
        page[header + 5..header + 7].copy_from_slice(&(end as u16).to_be_bytes());
        let mut at = header + 8;
        if let Some((_, cell)) = last {
            page[at..at + 4].copy_from_slice(&cell[..4]);
            at += 4;
        }
        page[at..at + places.len()].copy_from_slice(&places);
        if first {
            self.pages[0] = page;
            return 1;
        }
        self.pages.push(page);
        self.pages.len() as u32
    }

    fn leaf_cell(&mut self, number: i64, values: &[Cell]) -> Vec<u8> {
        let payload = self.record(values);
        let mut cell = varint(payload.len() as u64);
        cell.extend(varint(number.cast_unsigned()));
        // As the format says: X, M and K.
        let usable = self.format.page_size;
        let (most, least) = (usable - 35, (usable - 12) * 32 / 255 - 23);
        let mut local = payload.len();
        if local > most {
            local = least + (payload.len() - least) % (usable - 4);
            if local > most {
                local = least;
            }
        }
        let (here, mut rest) = payload.split_at(local);
        cell.extend(here);
        if !rest.is_empty() {
            cell.extend((self.pages.len() as u32 + 1).to_be_bytes());
        }
        while !rest.is_empty() {
            let (part, after) = rest.split_at(rest.len().min(usable - 4));
            let next = if after.is_empty() {
                0
            } else {
                self.pages.len() as u32 + 2
            };
            let mut page = next.to_be_bytes().to_vec();
            page.extend(part);
            page.resize(usable, 0);
            self.pages.push(page);
            rest = after;
        }
        cell
    }

    fn record(&self, values: &[Cell]) -> Vec<u8> {
        let mut kinds = Vec::new();
        let mut body = Vec::new();
        for value in values {
            let (kind, bytes) = match value {
                Cell::Null => (0, vec![]),
                Cell::Int(0) => (8, vec![]),
                Cell::Int(1) => (9, vec![]),
                Cell::Int(n) => {
                    let sizes = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6), (6, 8)];
                    let fits = |size: u32| {
                        size == 8 || (-1i64 << (8 * size - 1)..1 << (8 * size - 1)).contains(n)
                    };
                    let (kind, size) = sizes.into_iter().find(|(_, s)| fits(*s)).unwrap();
                    (kind, n.to_be_bytes()[8 - size as usize..].to_vec())
                }
                Cell::Real(v) => (7, v.to_be_bytes().to_vec()),
                Cell::Text(text) => {
                    let units = text.encode_utf16();
                    let bytes: Vec<u8> = match self.format.encoding {
                        2 => units.flat_map(u16::to_le_bytes).collect(),
                        3 => units.flat_map(u16::to_be_bytes).collect(),
                        _ => text.clone().into_bytes(),
                    };
                    (13 + 2 * bytes.len() as u64, bytes)
                }
                Cell::Blob(bytes) => (12 + 2 * bytes.len() as u64, bytes.clone()),
            };
            kinds.extend(varint(kind));
            body.extend(bytes);
        }
        // The length counts itself.
        let length = kinds.len() + 1 + usize::from(kinds.len() > 126);
        [varint(length as u64), kinds, body].concat()
    }
}

fn varint(value: u64) -> Vec<u8> {
    if value >> 56 != 0 {
        let mut bytes: Vec<u8> = (0..8)
            .map(|i| (value >> (57 - 7 * i)) as u8 | 0x80)
            .collect();
        bytes.push(value as u8);
        return bytes;
    }
    let mut bytes = vec![value as u8 & 0x7F];
    let mut rest = value >> 7;
    while rest > 0 {
        bytes.insert(0, rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes
}
