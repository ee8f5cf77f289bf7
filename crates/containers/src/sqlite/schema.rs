//! Names of a table's columns, from the `CREATE TABLE` that the database keeps.

use super::Value;
use super::defaults::Constant;
use super::tokens::{Token, tokens};

/// Columns of a table, as far as its records hold them: those that are computed on reading are not
/// among them.
#[derive(Debug, PartialEq)]
pub(super) struct Columns {
    stored: Vec<Column>,
    /// The column that is the row number and is not stored in the records.
    pub row_number: Option<usize>,
}

/// A column that records hold.
#[derive(Debug, PartialEq)]
struct Column {
    name: String,
    /// Its type is INTEGER and nothing else.
    is_whole: bool,
    default: Constant,
}

impl Columns {
    /// Place of a column, named in any case.
    pub fn place(&self, name: &str) -> Option<usize> {
        let same = |c: &Column| c.name.eq_ignore_ascii_case(name);
        self.stored.iter().position(same)
    }

    /// What the column at a place holds in rows that were written before it was added.
    pub fn default(&self, place: usize) -> Value<'_> {
        let column = self.stored.get(place);
        column.map_or(Value::Null, |c| c.default.value())
    }
}

/// Words that begin a constraint of the whole table.
const OF_TABLE: [&str; 5] = ["constraint", "primary", "unique", "check", "foreign"];
/// Words that end a column's type.
const OF_COLUMN: [&str; 11] = [
    "constraint",
    "primary",
    "not",
    "null",
    "unique",
    "check",
    "default",
    "collate",
    "references",
    "generated",
    "as",
];
/// Columns that SQLite allows in its own settings.
const MAX_COLUMNS: usize = 2000;

/// The columns that a statement defines; `None` where it is none that defines any.
pub(super) fn columns(sql: &str) -> Option<Columns> {
    let tokens = tokens(sql);
    let begin = tokens.iter().position(|t| *t == Token::Sign('('))?;
    let mut columns = Columns {
        stored: Vec::new(),
        row_number: None,
    };
    let mut key = None;
    for part in parts(&tokens[begin + 1..]) {
        let first = part.first()?;
        if first.is_one_of(&OF_TABLE) {
            key = key.or_else(|| single_key(part));
            continue;
        }
        if is_computed(part) {
            continue;
        }
        if is_row_number(part) {
            columns.row_number = Some(columns.stored.len());
        }
        columns.stored.push(Column {
            name: first.name()?.to_owned(),
            is_whole: is_whole(part),
            default: default(part),
        });
        if columns.stored.len() > MAX_COLUMNS {
            return None;
        }
    }
    // A column of the type INTEGER that alone is the primary key is the row number.
    let key = key.and_then(|name| columns.place(&name));
    let key = key.filter(|i| columns.stored.get(*i).is_some_and(|c| c.is_whole));
    columns.row_number = columns.row_number.or(key);
    Some(columns).filter(|c| !c.stored.is_empty())
}

/// The definitions of a table, up to the parenthesis that closes the first.
fn parts(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    let mut depth = 0usize;
    let mut end = tokens.len();
    for (i, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') if depth == 0 => {
                end = i;
                break;
            }
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
    }
    let mut depth = 0usize;
    tokens[..end]
        .split(move |token| {
            match token {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && *token == Token::Sign(',')
        })
        .filter(|part| !part.is_empty())
}

/// Whether a column's type is INTEGER and nothing else.
fn is_whole(column: &[Token]) -> bool {
    let of = type_of(column);
    of.len() == 1
        && of[0]
            .name()
            .is_some_and(|n| n.eq_ignore_ascii_case("integer"))
}

/// The words of a column's type, which may be none.
fn type_of(column: &[Token]) -> &[Token] {
    let after = column.get(1..).unwrap_or_default();
    let end = after.iter().position(|t| t.is_one_of(&OF_COLUMN));
    &after[..end.unwrap_or(after.len())]
}

/// The place after the word that stands in a column's definition outside of parentheses.
fn after(column: &[Token], word: &str) -> Option<usize> {
    let mut depth = 0usize;
    column.iter().enumerate().skip(1).find_map(|(i, token)| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && token.is(word)).then_some(i + 1)
    })
}

/// Whether a column is computed when it is read, from others: no record holds it.
fn is_computed(column: &[Token]) -> bool {
    after(column, "as").is_some() && after(column, "stored").is_none()
}

/// The value of a column in rows that are older than it.
fn default(column: &[Token]) -> Constant {
    let value = after(column, "default").and_then(|at| column.get(at..));
    value.map_or(Constant::Null, |value| {
        Constant::read(value).in_column(type_of(column))
    })
}

/// Whether a column is the row number by its own definition.
fn is_row_number(column: &[Token]) -> bool {
    let key = column
        .windows(2)
        .position(|w| w[0].is("primary") && w[1].is("key"));
    // By an old oversight, one that is sorted downwards is not.
    let downwards = |i: usize| column.get(i + 2).is_some_and(|t| t.is("desc"));
    is_whole(column) && key.is_some_and(|i| !downwards(i))
}

/// The column of a table's `PRIMARY KEY (column)`.
fn single_key(constraint: &[Token]) -> Option<String> {
    let at = constraint
        .windows(2)
        .position(|w| w[0].is("primary") && w[1].is("key"))?;
    let list = constraint.get(at + 2..)?;
    let one = *list.first()? == Token::Sign('(') && !list.contains(&Token::Sign(','));
    list.get(1).filter(|_| one)?.name().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> (Vec<String>, Option<usize>) {
        let columns = columns(sql).unwrap();
        let names = columns.stored.into_iter().map(|c| c.name).collect();
        (names, columns.row_number)
    }

    #[test]
    fn columns_and_the_row_number() {
        let (names, key) = of("CREATE TABLE NodeMapping (  Node  INTEGER  PRIMARY KEY  \
                               AUTOINCREMENT,  InternalID   INTEGER  NOT NULL  UNIQUE)");
        assert_eq!(
            (names, key),
            (vec!["Node".into(), "InternalID".into()], Some(0))
        );
        let sql = "CREATE TABLE OrdinateInfo (Node INTEGER REFERENCES Spectrum (Node) ON DELETE \
                   CASCADE, Minimum FLOAT NOT NULL, Unit TEXT NOT NULL, PRIMARY KEY (Node))";
        assert_eq!((of(sql).0.len(), of(sql).1), (3, Some(0)));
        let sql = "CREATE TABLE CountRateData (RawID INTEGER REFERENCES RawData (RawID), Offset \
                   INTEGER NOT NULL, Data BLOB NOT NULL, PRIMARY KEY (RawID, Offset))";
        assert_eq!((of(sql).0.len(), of(sql).1), (3, None));
        let sql = "CREATE TABLE Configuration (Key TEXT COLLATE NOCASE, Value TEXT, PRIMARY KEY \
                   (Key) )";
        assert_eq!((of(sql).0.len(), of(sql).1), (2, None));
    }

    #[test]
    fn marks_comments_and_types_of_several_words() {
        let sql = "create table \"a (b\" ( -- a, b\n [x, y] decimal(10, 5) default (1), /* z, */ \
                   'q' integer primary key desc, r INTEGER(4) PRIMARY KEY, CONSTRAINT c CHECK \
                   (r > 0)) WITHOUT ROWID";
        assert_eq!(of(sql), (vec!["x, y".into(), "q".into(), "r".into()], None));
        assert_eq!(columns(sql).unwrap().place("R"), Some(2));
        let sql = "CREATE TABLE t (\"a\"\"b\" [INTEGER] PRIMARY KEY, v AS (cast(x as text)) VIRTUAL, \
                   s AS (x) STORED, `generated` text, x DEFAULT (cast(1 as text)))";
        let names = ["a\"b", "s", "generated", "x"].map(String::from);
        assert_eq!(of(sql), (names.to_vec(), Some(0)));
        for none in [
            "",
            "CREATE TABLE a",
            "CREATE TABLE a ()",
            "CREATE VIEW v AS SELECT 1",
            "(",
        ] {
            assert_eq!(columns(none), None, "{none}");
        }
        assert!(columns("CREATE TABLE a (b").is_some());
    }
}
