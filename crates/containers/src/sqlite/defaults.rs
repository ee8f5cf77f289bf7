//! Constants after `DEFAULT`: what a column holds in rows that were written before it was added.

use std::borrow::Cow;

use super::Value;
use super::tokens::Token;

/// A value in the definition of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Constant {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

impl Constant {
    /// What stands after `DEFAULT`. SQLite adds columns with constants only; anything else is null.
    pub fn read(tokens: &[Token]) -> Constant {
        match tokens {
            [Token::Sign('('), rest @ ..] => {
                let end = rest.iter().position(|t| *t == Token::Sign(')'));
                match end.map(|end| &rest[..end]) {
                    Some([token]) => Constant::single(token),
                    Some([sign @ Token::Sign(_), number]) => Constant::signed(sign, number),
                    _ => Constant::Null,
                }
            }
            [sign @ Token::Sign(_), number, ..] => Constant::signed(sign, number),
            [Token::Word(x), Token::Quoted(hex), ..] if x.eq_ignore_ascii_case("x") => {
                bytes(hex).map_or(Constant::Null, Constant::Blob)
            }
            [token, ..] => Constant::single(token),
            [] => Constant::Null,
        }
    }

    fn single(token: &Token) -> Constant {
        match token {
            Token::Number(text) => number(text),
            word if word.is("null") => Constant::Null,
            word if word.is("true") => Constant::Integer(1),
            word if word.is("false") => Constant::Integer(0),
            Token::Word(text) | Token::Quoted(text) => Constant::Text(text.clone()),
            Token::Sign(_) => Constant::Null,
        }
    }

    fn signed(sign: &Token, number: &Token) -> Constant {
        match (sign, Constant::single(number)) {
            (Token::Sign('-'), Constant::Integer(n)) => Constant::Integer(n.saturating_neg()),
            (Token::Sign('-'), Constant::Real(v)) => Constant::Real(-v),
            (Token::Sign('+'), same @ (Constant::Integer(_) | Constant::Real(_))) => same,
            _ => Constant::Null,
        }
    }

    /// The same as a column of a type holds it (SQLite's “affinity”).
    pub fn in_column(self, of: &[Token]) -> Constant {
        let words: Vec<String> = of
            .iter()
            .filter_map(|t| t.name().map(str::to_ascii_uppercase))
            .collect();
        let has = |parts: &[&str]| words.iter().any(|w| parts.iter().any(|p| w.contains(p)));
        let is_text = !has(&["INT"]) && has(&["CHAR", "CLOB", "TEXT"]);
        let is_number = !is_text && !words.is_empty() && (has(&["INT"]) || !has(&["BLOB"]));
        match self {
            Constant::Integer(n) if is_text => Constant::Text(n.to_string()),
            Constant::Real(v) if is_text => Constant::Text(format!("{v:?}")),
            Constant::Text(text) if is_number => match number(text.trim()) {
                Constant::Null => Constant::Text(text),
                number => number,
            },
            same => same,
        }
    }

    /// The same as a value of a row.
    pub fn value(&self) -> Value<'_> {
        match self {
            Constant::Null => Value::Null,
            Constant::Integer(n) => Value::Integer(*n),
            Constant::Real(v) => Value::Real(*v),
            Constant::Text(text) => Value::Text(Cow::Borrowed(text)),
            Constant::Blob(bytes) => Value::Blob(bytes),
        }
    }
}

/// A number as SQL writes it; null where the text is none.
fn number(text: &str) -> Constant {
    let hex = text.strip_prefix("0x").or(text.strip_prefix("0X"));
    if let Some(n) = hex.and_then(|h| u64::from_str_radix(h, 16).ok()) {
        return Constant::Integer(n.cast_signed());
    }
    if let Ok(n) = text.parse() {
        return Constant::Integer(n);
    }
    // Rust also reads words such as “inf”.
    let is_plain = !text.contains(|c: char| c.is_alphabetic() && !matches!(c, 'e' | 'E'));
    let value = text.parse().ok().filter(|_| is_plain);
    value.map_or(Constant::Null, Constant::Real)
}

/// The bytes that pairs of hexadecimal digits name.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let (pairs, []) = hex.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let byte = |pair: &[u8; 2]| {
        let [high, low] = pair.map(|c| char::from(c).to_digit(16));
        u8::try_from(high? << 4 | low?).ok()
    };
    pairs.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::super::schema::columns;
    use super::*;

    #[test]
    fn constants_of_each_kind() {
        let cases = [
            ("INTEGER DEFAULT 7", Value::Integer(7)),
            ("DEFAULT (-1.5e-3)", Value::Real(-1.5e-3)),
            ("REAL NOT NULL DEFAULT +.5", Value::Real(0.5)),
            ("INT DEFAULT '12'", Value::Integer(12)),
            ("TEXT DEFAULT 12", Value::Text("12".into())),
            ("VARCHAR(10) DEFAULT 'it''s'", Value::Text("it's".into())),
            ("FLOAT DEFAULT eV", Value::Text("eV".into())),
            ("FLOAT DEFAULT inf", Value::Text("inf".into())),
            ("BLOB DEFAULT x'0fA0'", Value::Blob(&[0x0F, 0xA0])),
            ("BLOB DEFAULT x'0f0'", Value::Null),
            ("BOOLEAN DEFAULT true", Value::Integer(1)),
            ("DEFAULT 0x10 CHECK (a > 1)", Value::Integer(16)),
            (
                "DEFAULT -9223372036854775808",
                Value::Real(-(2f64.powi(63))),
            ),
            ("DEFAULT NULL", Value::Null),
            ("DEFAULT (1 + 2)", Value::Null),
            ("CHECK (a <> default)", Value::Null),
            ("", Value::Null),
        ];
        for (definition, value) in cases {
            let columns = columns(&format!("CREATE TABLE t (a {definition})")).unwrap();
            assert_eq!(columns.default(0), value, "{definition}");
        }
    }
}
