//! The forms of an answer: words, JSON, a row of a table of samples by elements.

use clap::ValueEnum;
use speclens::analysis::Analysis;
use speclens::spectrum::elements;

use super::words;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A row for each spectrum, a column for each element (atomic percent), tabs between
    Tsv,
    /// The same with commas
    Csv,
    /// One JSON object per spectrum and line
    Json,
    #[value(skip)]
    Words,
}

/// What stands before the elements in a row.
const FACTS: [&str; 6] = [
    "file",
    "block",
    "sample",
    "region",
    "photon_energy_ev",
    "refused",
];

impl Form {
    /// What stands above all answers: all elements have a column, so that no row has to wait for
    /// those after it.
    pub fn head(self) -> String {
        let symbols = elements::all().iter().map(|e| e.symbol);
        let names = FACTS.into_iter().chain(symbols).chain(["warnings"]);
        let cells: Vec<String> = names.map(str::to_owned).collect();
        self.separator()
            .map_or_else(String::new, |s| row(&cells, s))
    }

    /// One answer.
    ///
    /// # Errors
    /// None in practice.
    pub fn text(self, analysis: &Analysis, areas: bool) -> anyhow::Result<String> {
        Ok(match (self, self.separator()) {
            (Form::Json, _) => serde_json::to_string(analysis)? + "\n",
            (_, Some(separator)) => row(&cells(analysis), separator),
            (_, None) => words::table(analysis, areas),
        })
    }

    fn separator(self) -> Option<char> {
        match self {
            Form::Tsv => Some('\t'),
            Form::Csv => Some(','),
            Form::Json | Form::Words => None,
        }
    }
}

fn cells(a: &Analysis) -> Vec<String> {
    let refused = a
        .refused
        .as_ref()
        .map_or(String::new(), |r| r.reason.clone());
    let mut cells = vec![
        a.path.as_ref().unwrap_or(&a.file).clone(),
        a.block_number.to_string(),
        a.sample.clone(),
        a.block.clone(),
        format!("{:.2}", a.excitation_ev),
        refused,
    ];
    cells.extend(elements::all().iter().map(|element| {
        let found = a.elements.iter().find(|e| e.symbol == element.symbol);
        found.map_or(String::new(), |e| format!("{:.2}", e.atomic_percent))
    }));
    cells.push(a.warnings.join("; "));
    cells
}

/// Cells on one line. Commas, quotes and spaces at an end are quoted (RFC 4180); control characters
/// would break the line.
fn row(cells: &[String], separator: char) -> String {
    let cells = cells.iter().map(|cell| {
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        let cell: String = cell.chars().map(plain).collect();
        let quoted = separator == ',' && (cell.contains([',', '"']) || cell.trim() != cell);
        match quoted {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell,
        }
    });
    cells.collect::<Vec<_>>().join(&separator.to_string()) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_in_their_columns() {
        let cells = ["a,b", "say \"c\"", "d\te\nf", ""].map(str::to_owned);
        assert_eq!(row(&cells, ','), "\"a,b\",\"say \"\"c\"\"\",d e f,\n");
        assert_eq!(row(&cells, '\t'), "a,b\tsay \"c\"\td e f\t\n");
    }

    #[test]
    fn every_element_has_a_column() {
        let head = Form::Tsv.head();
        let columns: Vec<&str> = head.trim_end().split('\t').collect();
        assert_eq!(columns.len(), FACTS.len() + elements::all().len() + 1);
        assert!(columns.contains(&"Li") && columns.contains(&"U"));
        assert_eq!(
            (Form::Json.head(), Form::Words.head()),
            (String::new(), String::new())
        );
    }
}
