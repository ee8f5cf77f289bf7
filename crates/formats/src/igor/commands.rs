//! Lines and commands of Igor text: `WAVES`, `BEGIN`, `END`, `X SetScale`, `X Note`.

use crate::shared::MAX_SPECTRA;
use crate::shared::cube::Scale;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::{END_OF_FILE, Lines, number};
use crate::shared::notes::short;
use std::collections::BTreeMap;

/// Lines that are kept of the header of a file, and of the parameters of a wave.
const MAX_HEADER: usize = 200;

/// Waves that are written side by side.
#[derive(Default)]
pub(super) struct WaveBlock<'a> {
    /// Line of `WAVES`.
    pub line: usize,
    /// Rows, columns, layers, chunks of a matrix; empty for columns of numbers.
    pub shape: Vec<usize>,
    pub waves: Vec<TextWave>,
    /// Comments above.
    pub header: Vec<&'a str>,
    /// The file ends within the rows.
    pub cut: bool,
}

/// A wave.
#[derive(Default)]
pub(super) struct TextWave {
    pub name: String,
    /// A matrix row by row, layer by layer.
    pub numbers: Vec<f64>,
    /// Of its dimensions.
    pub scales: [Scaling; 4],
    /// Unit of the numbers.
    pub unit: String,
    pub note: String,
}

/// How `SetScale` scales a dimension.
#[derive(Default)]
pub(super) struct Scaling {
    /// Its unit, in quotation marks.
    pub name: String,
    how: How,
}

/// The ways of `SetScale`.
#[derive(Default)]
enum How {
    /// Not scaled: points count from 0.
    #[default]
    Numbered,
    /// `/P`: first value and step.
    PerPoint(f64, f64),
    /// `/I`: first and last value.
    Inclusive(f64, f64),
    /// Neither: first value and that behind the last.
    Exclusive(f64, f64),
}

impl Scaling {
    /// The scale of a dimension of `length` points.
    pub fn scale(&self, length: usize) -> Scale {
        let n = length as f64;
        let (first, step) = match self.how {
            How::Numbered => (0.0, 1.0),
            How::PerPoint(first, step) => (first, step),
            How::Inclusive(first, last) if length > 1 => (first, (last - first) / (n - 1.0)),
            How::Inclusive(first, _) => (first, 0.0),
            How::Exclusive(first, end) => (first, (end - first) / n),
        };
        Scale::Steps { first, step }
    }
}

/// Reads all blocks of real numbers, with what the commands say of them.
///
/// # Errors
/// Rows that are no numbers or differ in width; `WAVES` without names or without `BEGIN`; more than
/// [`MAX_SPECTRA`] waves.
pub(super) fn blocks(text: &str) -> Result<Vec<WaveBlock<'_>>, Fault> {
    let mut lines = Lines::new(text);
    let mut blocks: Vec<WaveBlock> = Vec::new();
    let mut places: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut header = WaveHeader::default();
    let mut waves = 0usize;
    loop {
        let line = lines.number();
        let Some(text) = lines.take() else { break };
        if let Some(rest) = command(text, "WAVES") {
            let (mut block, is_real) = declared(rest, line)?;
            waves += block.waves.len();
            if waves > MAX_SPECTRA {
                let expected = format!("at most {MAX_SPECTRA}");
                return Err(Fault::at_line(line, format!("{waves} waves"), expected));
            }
            rows(&mut lines, &mut block, is_real)?;
            if is_real {
                block.header = header.lines();
                for (i, wave) in block.waves.iter().enumerate() {
                    places.insert(wave.name.clone(), (blocks.len(), i));
                }
                blocks.push(block);
            }
        } else if let Some(rest) = command(text, "X") {
            if let Some(comment) = rest.strip_prefix("//") {
                header.push(comment.trim());
                continue;
            }
            let mut change = |name: &str, how: &dyn Fn(&mut TextWave)| {
                let place = places.get(unquoted(name)).copied();
                let wave = place.and_then(|(b, i)| blocks.get_mut(b)?.waves.get_mut(i));
                wave.into_iter().for_each(how);
            };
            for said in split(rest, |c| c == ';') {
                if let Some(rest) = command(said, "SetScale") {
                    set_scale(rest, &mut change);
                } else if let Some(rest) = command(said, "Note") {
                    note(rest, &mut change);
                }
            }
        }
    }
    Ok(blocks)
}

/// Changes the wave of a name.
type Change<'a> = dyn FnMut(&str, &dyn Fn(&mut TextWave)) + 'a;

/// Comments above a wave: those of the file and those of its own parameters.
#[derive(Default)]
struct WaveHeader<'a> {
    common: Vec<&'a str>,
    parameters: Option<Vec<&'a str>>,
}

impl<'a> WaveHeader<'a> {
    fn push(&mut self, comment: &'a str) {
        if comment.starts_with("Acquisition Parameters") {
            self.parameters = Some(Vec::new());
        }
        let lines = self.parameters.as_mut().unwrap_or(&mut self.common);
        if lines.len() < MAX_HEADER {
            lines.push(comment);
        }
    }

    fn lines(&self) -> Vec<&'a str> {
        let parameters = self.parameters.iter().flatten();
        self.common.iter().chain(parameters).copied().collect()
    }
}

/// What follows a command; `None` where the text is another. Flags may follow without a blank.
fn command<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let text = text.trim();
    let rest = text.get(name.len()..)?;
    let is_it = text[..name.len()].eq_ignore_ascii_case(name);
    let ends = rest.starts_with(|c: char| c.is_whitespace() || c == '/') || rest.is_empty();
    (is_it && ends).then(|| rest.trim())
}

/// Parts between separators that stand outside of quotation marks.
fn split(text: &str, is_separator: impl Fn(char) -> bool) -> Vec<&str> {
    let mut quote = None;
    let mut escaped = false;
    text.split(|c: char| {
        let inside = quote.is_some();
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = inside;
        } else if quote == Some(c) {
            quote = None;
        } else if !inside && (c == '"' || c == '\'') {
            quote = Some(c);
        }
        !inside && is_separator(c)
    })
    .map(str::trim)
    .collect()
}

/// A name or text without its quotation marks.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let strip = |mark| text.strip_prefix(mark)?.strip_suffix(mark);
    strip('\'').or_else(|| strip('"')).unwrap_or(text)
}

/// `/D/N=(200,400) 'name'`: a block without numbers, and whether these are real.
fn declared<'a>(rest: &str, line: usize) -> Result<(WaveBlock<'a>, bool), Fault> {
    let mut block = WaveBlock {
        line,
        ..Default::default()
    };
    let mut is_real = true;
    let mut rest = rest;
    while let Some(flags) = rest.strip_prefix('/') {
        // Sizes in brackets may have blanks between them.
        let mut inside = false;
        let ends = |c: char| {
            inside = c == '(' || inside && c != ')';
            !inside && (c == '/' || c.is_whitespace())
        };
        let (flag, more) = flags.split_at(flags.find(ends).unwrap_or(flags.len()));
        rest = more.trim_start();
        match flag.split_once('=') {
            Some((n, sizes)) if n.trim().eq_ignore_ascii_case("n") => {
                let sizes = sizes.trim().trim_matches(['(', ')']).split(',');
                let sizes: Option<Vec<usize>> = sizes.map(|n| n.trim().parse().ok()).collect();
                block.shape = sizes
                    .filter(|s| s.len() <= 4 && !s.contains(&0))
                    .ok_or_else(|| Fault::at_line(line, quote(flag), "one to four sizes"))?;
            }
            _ => {
                is_real &= !["T", "C"]
                    .iter()
                    .any(|f| flag.trim().eq_ignore_ascii_case(f))
            }
        }
    }
    let names = split(rest, |c| c == ',' || c.is_whitespace());
    block.waves = names
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| TextWave {
            name: short(unquoted(name)),
            ..Default::default()
        })
        .collect();
    if block.waves.is_empty() || !block.shape.is_empty() && block.waves.len() > 1 {
        return Err(Fault::at_line(line, quote(rest), "the name of a wave"));
    }
    Ok((block, is_real))
}

/// The rows between `BEGIN` and `END`.
fn rows(lines: &mut Lines, block: &mut WaveBlock, is_real: bool) -> Result<(), Fault> {
    lines.skip_blank();
    let line = lines.number();
    let begin = lines.take().unwrap_or(END_OF_FILE);
    if !begin.trim().eq_ignore_ascii_case("begin") {
        return Err(Fault::at_line(line, quote(begin), "BEGIN"));
    }
    let columns = block.waves.len();
    loop {
        let line = lines.number();
        let open = lines.next_is_open();
        let Some(text) = lines.take() else {
            block.cut = true;
            return Ok(());
        };
        if text.trim().eq_ignore_ascii_case("end") {
            return Ok(());
        }
        if !is_real {
            continue;
        }
        let cells: Option<Vec<f64>> = text.split_whitespace().map(cell).collect();
        // A row without a line end may be cut inside of a number.
        if open {
            block.cut = true;
            return Ok(());
        }
        let fits = |n: usize| n == 0 || n == columns || !block.shape.is_empty();
        let Some(cells) = cells.filter(|c| fits(c.len())) else {
            let expected = format!("{columns} numbers in a row, or END");
            return Err(Fault::at_line(line, quote(text), expected));
        };
        if block.shape.is_empty() {
            for (wave, cell) in block.waves.iter_mut().zip(cells) {
                wave.numbers.push(cell);
            }
        } else if let Some(wave) = block.waves.first_mut() {
            wave.numbers.extend(cells);
        }
    }
}

/// A number of a row; Igor writes a gap as `NaN`.
fn cell(text: &str) -> Option<f64> {
    let word = text.trim_start_matches(['+', '-']);
    if word.eq_ignore_ascii_case("nan") {
        return Some(f64::NAN);
    }
    if word.eq_ignore_ascii_case("inf") {
        return Some(f64::INFINITY);
    }
    number(text)
}

/// `/P x 100,0.5,"eV", name`.
fn set_scale(rest: &str, change: &mut Change) {
    let (flag, rest) = match rest.strip_prefix('/') {
        Some(flagged) => flagged
            .split_once(char::is_whitespace)
            .unwrap_or((flagged, "")),
        None => ("", rest),
    };
    let mut rest = rest.trim_start().chars();
    let Some(dimension) = rest.next().map(|c| c.to_ascii_lowercase()) else {
        return;
    };
    let arguments = rest.as_str().trim_start().trim_start_matches(',');
    let arguments = split(arguments, |c| c == ',');
    let [first, second, more @ ..] = arguments.as_slice() else {
        return;
    };
    let (Some(first), Some(second)) = (number(first), number(second)) else {
        return;
    };
    let (unit, names) = match more {
        [unit, names @ ..] if unit.starts_with('"') => (unquoted(unit), names),
        names => ("", names),
    };
    let at = ['x', 'y', 'z', 't'].iter().position(|d| *d == dimension);
    for name in names {
        change(
            name,
            &|wave| match at.and_then(|i| wave.scales.get_mut(i)) {
                Some(scaling) => {
                    scaling.name = short(unit);
                    scaling.how = match flag.to_ascii_lowercase().as_str() {
                        "p" => How::PerPoint(first, second),
                        "i" => How::Inclusive(first, second),
                        _ => How::Exclusive(first, second),
                    };
                }
                None if dimension == 'd' => wave.unit = short(unit),
                None => {}
            },
        );
    }
}

/// `/NOCR name, "text"`, where `\r` and `\n` stand for line ends.
fn note(rest: &str, change: &mut Change) {
    let rest = match rest.strip_prefix('/') {
        Some(flagged) => flagged
            .split_once(char::is_whitespace)
            .map_or("", |(_, r)| r),
        None => rest,
    };
    let Some(start) = rest.find('"') else { return };
    let name = rest[..start].trim().trim_end_matches(',');
    let text = unquoted(&rest[start..]);
    change(name, &|wave| {
        if !wave.note.is_empty() {
            wave.note.push('\n');
        }
        wave.note += &text.replace("\\r", "\n").replace("\\n", "\n");
    });
}
