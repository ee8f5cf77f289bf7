//! The sections of a SES text file, sorted to their regions.

use super::keys::{pair, real};
use crate::shared::lines::Lines;
use std::collections::BTreeMap;
use std::ops::Range;

/// A dimension as `[Region n]` describes it: `Dimension 1 name=`, `size=`, `scale=`.
#[derive(Debug, Clone, Default)]
pub(super) struct SesDimension<'a> {
    pub name: &'a str,
    pub size: Option<usize>,
    /// Values along it; empty where there are none or where one of them is no number.
    pub scale: Vec<f64>,
}

/// A section of data.
#[derive(Debug, Clone)]
pub(super) struct SesBlock {
    /// Line of its heading, counted from 1.
    pub line: usize,
    /// `m` of `[Data n:m]`, 1 for `[Data n]`.
    pub number: usize,
    /// Its lines, counted from 0.
    pub lines: Range<usize>,
}

/// All that belongs to a region.
#[derive(Debug, Clone, Default)]
pub(super) struct SesRegion<'a> {
    /// Line of the first of its headings, counted from 1.
    pub line: usize,
    /// Name in `[Region n]`.
    pub name: &'a str,
    /// Energies, second and third dimension.
    pub dimensions: [SesDimension<'a>; 3],
    /// Keys of every section but `[Region n]` and the data.
    pub keys: Vec<(&'a str, &'a str)>,
    pub data: Vec<SesBlock>,
}

/// A file by its sections.
pub(super) struct SesFile<'a> {
    all: Vec<&'a str>,
    /// The last line has no line end.
    pub last_is_open: bool,
    /// Number of regions that the file announces.
    pub announced: Option<usize>,
    /// Regions by their numbers.
    pub regions: BTreeMap<usize, SesRegion<'a>>,
}

impl<'a> SesFile<'a> {
    /// Lines of a range with their numbers, counted from 1.
    pub fn lines(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &'a str)> {
        let first = range.start + 1;
        let lines = self.all.get(range).unwrap_or_default().iter();
        lines.enumerate().map(move |(i, text)| (first + i, *text))
    }

    /// Number of lines.
    pub fn len(&self) -> usize {
        self.all.len()
    }
}

/// Splits a text into its sections. What belongs to no region is passed over.
pub(super) fn split(text: &str) -> SesFile<'_> {
    let mut lines = Lines::new(text);
    let mut last_is_open = false;
    let mut all = Vec::with_capacity(lines.left());
    loop {
        last_is_open |= lines.next_is_open();
        match lines.take() {
            Some(line) => all.push(line),
            None => break,
        }
    }
    let mut file = SesFile {
        all,
        last_is_open,
        announced: None,
        regions: BTreeMap::new(),
    };
    let headings: Vec<(usize, &str)> = (0..)
        .zip(&file.all)
        .filter_map(|(i, text)| Some((i, heading(text)?)))
        .collect();
    let ends = headings.iter().skip(1).map(|(i, _)| *i);
    for ((at, name), end) in headings.iter().zip(ends.chain([file.all.len()])) {
        section(&mut file, *at, name, at + 1..end);
    }
    file
}

/// The name in square brackets of a line that is nothing else.
fn heading(line: &str) -> Option<&str> {
    line.trim().strip_prefix('[')?.strip_suffix(']')
}

/// Sorts a section in.
fn section<'a>(file: &mut SesFile<'a>, at: usize, name: &'a str, lines: Range<usize>) {
    let pairs: Vec<(&str, &str)> = match name.starts_with("Data ") {
        true => Vec::new(),
        false => file
            .lines(lines.clone())
            .filter_map(|(_, line)| pair(line))
            .collect(),
    };
    let Some((name, number, block)) = numbered(name) else {
        if name == "Info" {
            let said = pairs.iter().find(|(key, _)| *key == "Number of Regions");
            file.announced = said.and_then(|(_, value)| value.parse().ok());
        }
        return;
    };
    let region = file.regions.entry(number).or_insert_with(|| SesRegion {
        line: at + 1,
        ..Default::default()
    });
    match name {
        "Region" => {
            for (key, value) in pairs {
                described(region, key, value);
            }
        }
        "Data" => region.data.push(SesBlock {
            line: at + 1,
            number: block,
            lines,
        }),
        "Run Mode Information" => {
            let said = pairs.into_iter().find(|(key, _)| *key == "Name");
            region
                .keys
                .extend(said.map(|(_, value)| ("Run Mode", value)));
        }
        _ => region.keys.extend(pairs),
    }
}

/// `Region 2` as (`Region`, 2, 1), `Data 2:3` as (`Data`, 2, 3).
fn numbered(name: &str) -> Option<(&str, usize, usize)> {
    let (name, numbers) = name.trim().rsplit_once(' ')?;
    let (number, block) = numbers.split_once(':').unwrap_or((numbers, "1"));
    Some((name.trim(), number.parse().ok()?, block.parse().ok()?))
}

/// Takes a line of `[Region n]` in.
fn described<'a>(region: &mut SesRegion<'a>, key: &'a str, value: &'a str) {
    if key == "Region Name" {
        region.name = value;
    }
    let Some((number, what)) = key
        .strip_prefix("Dimension ")
        .and_then(|k| k.split_once(' '))
    else {
        return;
    };
    let at = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let Some(dimension) = at.and_then(|n| region.dimensions.get_mut(n)) else {
        return;
    };
    match what {
        "name" => dimension.name = value,
        "size" => dimension.size = value.parse().ok(),
        "scale" => {
            let numbers = value.split_ascii_whitespace().map(real);
            dimension.scale = numbers.collect::<Option<Vec<f64>>>().unwrap_or_default();
        }
        _ => {}
    }
}
