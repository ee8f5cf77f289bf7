//! Labelled data records, and the blocks that they make.

use crate::shared::error::{Fault, quote};
use crate::shared::lines::Lines;

/// More records than any block has.
const MAX_RECORDS: usize = 2000;
/// Blocks within blocks: the standard has two levels.
const MAX_DEPTH: usize = 16;

/// `##LABEL= value`, and the lines below it.
pub(super) struct Record<'a> {
    /// Its line, counted from 1.
    pub line: usize,
    /// The label in capitals, without blanks, dashes, slashes and underlines, which do not count.
    pub label: String,
    /// The label as it is written.
    pub written: &'a str,
    /// What follows on the line.
    pub value: &'a str,
    /// The lines below.
    pub rows: Vec<&'a str>,
    /// The last of the lines has no end: it may be cut.
    pub open: bool,
}

/// The records from `##TITLE=` to `##END=`.
#[derive(Default)]
pub(super) struct JcampBlock<'a> {
    /// Line of the first record.
    pub line: usize,
    pub records: Vec<Record<'a>>,
    /// Whether `##END=` is missing.
    pub unended: bool,
}

/// A line without its comment (`$$`), trimmed.
pub(super) fn uncommented(line: &str) -> &str {
    line.split("$$").next().unwrap_or_default().trim()
}

/// Label in capitals and value of a line that begins a record.
pub(super) fn label(line: &str) -> Option<(String, &str)> {
    let (label, value) = line.trim_start().strip_prefix("##")?.split_once('=')?;
    let label = label.chars().filter(|c| !" -/_\t".contains(*c));
    Some((label.map(|c| c.to_ascii_uppercase()).collect(), value))
}

impl<'a> JcampBlock<'a> {
    /// The first record of this label.
    pub fn record(&self, label: &str) -> Option<&Record<'a>> {
        self.records.iter().find(|r| r.label == label)
    }

    /// The value of a record, if it is not empty.
    pub fn text(&self, label: &str) -> Option<&'a str> {
        let value = uncommented(self.record(label)?.value);
        (!value.is_empty()).then_some(value)
    }

    /// Whether it only holds other blocks.
    pub fn is_link(&self) -> bool {
        let link = |v: &str| v.eq_ignore_ascii_case("LINK");
        self.record("BLOCKS").is_some() || self.text("DATATYPE").is_some_and(link)
    }
}

/// The blocks of a file, one after the other; those within another before it.
pub(super) struct JcampBlocks<'a> {
    lines: Lines<'a>,
    stack: Vec<JcampBlock<'a>>,
}

impl<'a> JcampBlocks<'a> {
    pub fn new(text: &'a str) -> JcampBlocks<'a> {
        JcampBlocks {
            lines: Lines::new(text),
            stack: Vec::new(),
        }
    }

    /// Number of the line that comes next.
    pub fn number(&self) -> usize {
        self.lines.number()
    }

    /// The next block that has ended.
    ///
    /// # Errors
    /// Links of too many levels.
    pub fn next_block(&mut self) -> Result<Option<JcampBlock<'a>>, Fault> {
        while let Some(record) = self.next_record() {
            match record.label.as_str() {
                "TITLE" => {
                    let line = record.line;
                    // A new title within a block that is no link: its end is missing.
                    let unended = self.stack.pop_if(|b| !b.is_link());
                    if self.stack.len() >= MAX_DEPTH {
                        let found = quote(record.value);
                        let expected = format!("at most {MAX_DEPTH} blocks within each other");
                        return Err(Fault::at_line(line, found, expected));
                    }
                    self.stack.push(JcampBlock {
                        line,
                        records: vec![record],
                        unended: false,
                    });
                    if let Some(mut block) = unended {
                        block.unended = true;
                        return Ok(Some(block));
                    }
                }
                "END" => {
                    if let Some(block) = self.stack.pop() {
                        return Ok(Some(block));
                    }
                }
                _ => {
                    if self.stack.is_empty() {
                        self.stack.push(JcampBlock {
                            line: record.line,
                            ..Default::default()
                        });
                    }
                    if let Some(block) = self.stack.last_mut()
                        && block.records.len() < MAX_RECORDS
                    {
                        block.records.push(record);
                    }
                }
            }
        }
        let mut last = self.stack.pop();
        if let Some(block) = &mut last {
            block.unended = true;
        }
        Ok(last)
    }

    /// The next record with the lines below it. Lines before the first record are passed over.
    fn next_record(&mut self) -> Option<Record<'a>> {
        let (line, label, written, value) = loop {
            let at = self.lines.number();
            let line = self.lines.take()?;
            if let Some((label, value)) = label(line) {
                let written = line.trim_start().trim_start_matches('#');
                let written = written.split('=').next().unwrap_or_default().trim();
                break (at, label, written, value);
            }
        };
        let mut rows = Vec::new();
        let mut open = false;
        while let Some(row) = self.lines.peek() {
            if row.trim_start().starts_with("##") {
                break;
            }
            open = self.lines.next_is_open();
            self.lines.take();
            rows.push(row);
        }
        Some(Record {
            line,
            label,
            written,
            value,
            rows,
            open,
        })
    }
}
