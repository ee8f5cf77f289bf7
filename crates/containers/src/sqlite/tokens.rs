//! The words, names, numbers and signs of an SQL statement.

/// A piece of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    /// What stood in quotation marks.
    Quoted(String),
    Number(String),
    Sign(char),
}

impl Token {
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(w) if w.eq_ignore_ascii_case(word))
    }

    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(w))
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Token::Word(name) | Token::Quoted(name) => Some(name),
            Token::Number(_) | Token::Sign(_) => None,
        }
    }
}

pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if rest.starts_with("--") {
            rest = rest.split_once('\n').map_or("", |(_, r)| r);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, r)| r);
        } else if let Some(close) = closing(c) {
            let (name, r) = quoted(after, close);
            tokens.push(Token::Quoted(name));
            rest = r;
        } else if c.is_ascii_digit() || c == '.' && after.starts_with(|c: char| c.is_ascii_digit())
        {
            let (number, r) = rest.split_at(end_of_number(rest));
            tokens.push(Token::Number(number.to_owned()));
            rest = r;
        } else if is_of_word(c) {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            let (word, r) = rest.split_at(end);
            tokens.push(Token::Word(word.to_owned()));
            rest = r;
        } else {
            tokens.push(Token::Sign(c));
            rest = after;
        }
        rest = rest.trim_start();
    }
    tokens
}

/// The text up to a mark that is not doubled, and what follows.
fn quoted(text: &str, close: char) -> (String, &str) {
    let mut name = String::new();
    let mut rest = text;
    while let Some((part, after)) = rest.split_once(close) {
        name.push_str(part);
        match after.strip_prefix(close).filter(|_| close != ']') {
            Some(more) => {
                name.push(close);
                rest = more;
            }
            None => return (name, after),
        }
    }
    name.push_str(rest);
    (name, "")
}

/// Where a number such as `12`, `1.5e-3` or `0x1F` ends.
fn end_of_number(text: &str) -> usize {
    let mut before = ' ';
    let is_hex = text.starts_with("0x") || text.starts_with("0X");
    let end = text.find(|c: char| {
        let sign = !is_hex && matches!(c, '+' | '-') && matches!(before, 'e' | 'E');
        before = c;
        !(sign || c == '.' || is_of_word(c))
    });
    end.unwrap_or(text.len())
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
