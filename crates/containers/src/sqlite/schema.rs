//! Names of a table's columns, from the `CREATE TABLE` that the database keeps.

/// Columns of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    names: Vec<String>,
    /// The column that is the row number and is not stored in the records.
    pub row_number: Option<usize>,
}

impl Columns {
    /// Place of a column, named in any case.
    pub fn place(&self, name: &str) -> Option<usize> {
        let same = |n: &String| n.eq_ignore_ascii_case(name);
        self.names.iter().position(same)
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

/// A piece of the statement: a word, lower case unless it stood in quotation marks, or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Sign(char),
}

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(w) if w == word)
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(w))
    }

    fn name(&self) -> Option<&str> {
        match self {
            Token::Word(name) | Token::Quoted(name) => Some(name),
            Token::Sign(_) => None,
        }
    }
}

/// The columns that a statement defines; `None` where it is none that defines any.
pub(super) fn columns(sql: &str) -> Option<Columns> {
    let tokens = tokens(sql);
    let begin = tokens.iter().position(|t| *t == Token::Sign('('))?;
    let mut names: Vec<String> = Vec::new();
    let mut row_number = None;
    let mut key = None;
    for part in parts(&tokens[begin + 1..]) {
        let first = part.first()?;
        if first.is_one_of(&OF_TABLE) {
            key = key.or_else(|| single_key(part));
        } else {
            if is_row_number(part) {
                row_number = Some(names.len());
            }
            names.push(first.name()?.to_owned());
        }
        if names.len() > MAX_COLUMNS {
            return None;
        }
    }
    let columns = Columns { names, row_number };
    let key = key.and_then(|name| columns.place(&name));
    // A column of the type INTEGER that alone is the primary key is the row number.
    let whole = |i: &usize| {
        parts(&tokens[begin + 1..])
            .filter(|p| !p[0].is_one_of(&OF_TABLE))
            .nth(*i)
            .is_some_and(is_whole)
    };
    Some(Columns {
        row_number: columns.row_number.or(key.filter(whole)),
        ..columns
    })
    .filter(|c| !c.names.is_empty())
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
    let ends = |t: Option<&Token>| t.is_none_or(|t| t.is_one_of(&OF_COLUMN));
    column.get(1).is_some_and(|t| t.is("integer")) && ends(column.get(2))
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

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if rest.starts_with("--") {
            rest = rest.split_once('\n').map_or("", |(_, r)| r);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, r)| r);
        } else if let Some(close) = closing(c) {
            let (name, r) = after.split_once(close).unwrap_or((after, ""));
            tokens.push(Token::Quoted(name.to_owned()));
            rest = r;
        } else if is_of_word(c) {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            let (word, r) = rest.split_at(end);
            tokens.push(Token::Word(word.to_lowercase()));
            rest = r;
        } else {
            tokens.push(Token::Sign(c));
            rest = after;
        }
        rest = rest.trim_start();
    }
    tokens
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The mark that ends a name that begins with `c`.
fn closing(c: char) -> Option<char> {
    match c {
        '"' | '\'' | '`' => Some(c),
        '[' => Some(']'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> (Vec<String>, Option<usize>) {
        let columns = columns(sql).unwrap();
        (columns.names, columns.row_number)
    }

    #[test]
    fn columns_and_the_row_number() {
        let (names, key) = of("CREATE TABLE NodeMapping (  Node  INTEGER  PRIMARY KEY  \
                               AUTOINCREMENT,  InternalID   INTEGER  NOT NULL  UNIQUE)");
        assert_eq!(
            (names, key),
            (vec!["node".into(), "internalid".into()], Some(0))
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
