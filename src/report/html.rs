//! Pieces of HTML, with everything that is text escaped.

/// A text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A cell of a table.
pub(super) enum Cell {
    /// Words, from the left.
    Text(String),
    /// A number with its unit in the head, from the right.
    Number(String),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A number with so many decimals; a dash where there is none.
    pub fn number(value: Option<f64>, decimals: usize) -> Cell {
        Cell::Number(value.map_or("–".to_owned(), |v| fixed(v, decimals)))
    }

    /// A range of numbers; a dash where there is none.
    pub fn range(value: Option<[f64; 2]>, decimals: usize) -> Cell {
        let range =
            |[lo, hi]: [f64; 2]| format!("{} to {}", fixed(lo, decimals), fixed(hi, decimals));
        Cell::Number(value.map_or("–".to_owned(), range))
    }
}

/// A number with a true minus sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "\u{2212}")
}

/// A table of facts: a name and what is said in each row.
pub(super) fn facts(caption: &str, rows: &[Vec<Cell>]) -> String {
    let body = body(rows);
    format!(
        "<table class=\"facts\">\n<caption>{}</caption>\n<tbody>\n{body}</tbody>\n</table>\n",
        escaped(caption)
    )
}

/// A table; the first cell of each row is its head.
pub(super) fn table(caption: &str, head: &[&str], rows: &[Vec<Cell>]) -> String {
    let numeric = |i: usize| {
        rows.first()
            .is_some_and(|r| matches!(r.get(i), Some(Cell::Number(_))))
    };
    let head: String = head
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let class = if numeric(i) { " class=\"number\"" } else { "" };
            format!("<th scope=\"col\"{class}>{}</th>", escaped(name))
        })
        .collect();
    let body = body(rows);
    format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n",
        escaped(caption)
    )
}

fn body(rows: &[Vec<Cell>]) -> String {
    let rows = rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(i, cell)| match (i, cell) {
            (0, Cell::Text(t) | Cell::Number(t)) => {
                format!("<th scope=\"row\">{}</th>", escaped(t))
            }
            (_, Cell::Text(t)) => format!("<td>{}</td>", escaped(t)),
            (_, Cell::Number(t)) => format!("<td class=\"number\">{}</td>", escaped(t)),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    });
    rows.collect()
}

/// A paragraph.
pub(super) fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escaped(text))
}

/// A list; empty where there is nothing in it.
pub(super) fn list(items: &[String]) -> String {
    let items: String = items
        .iter()
        .map(|i| format!("<li>{}</li>\n", escaped(i)))
        .collect();
    match items.is_empty() {
        true => items,
        false => format!("<ul>\n{items}</ul>\n"),
    }
}
