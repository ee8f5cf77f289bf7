//! Reading the tab-separated tables in `data/`, which are part of the program.

/// One row of an embedded table.
pub(super) struct Row<'a> {
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// Cell `i` as text, empty where the row is short.
    pub fn text(&self, i: usize) -> &'a str {
        self.cells.get(i).copied().unwrap_or("")
    }

    /// Cell `i` as a number; NaN where it is empty.
    ///
    /// # Panics
    /// If the cell holds anything else: the tables are fixed and a test reads them all.
    #[expect(clippy::panic, reason = "the tables are part of the program")]
    pub fn number(&self, i: usize) -> f64 {
        match self.text(i) {
            "" => f64::NAN,
            text => text
                .parse()
                .unwrap_or_else(|_| panic!("{text:?} in an embedded table")),
        }
    }
}

/// The rows of `tsv` below its header line.
pub(super) fn rows(tsv: &str) -> impl Iterator<Item = Row<'_>> {
    tsv.lines().skip(1).filter(|l| !l.is_empty()).map(|l| Row {
        cells: l.split('\t').collect(),
    })
}
