//! Text files of Scienta's SES: for each region the sections `[Region n]` (dimensions and their
//! scales), `[Info n]` (how it was measured), `[Run Mode Information n]` and others, and `[Data n]`,
//! or `[Data n:m]` for each point m of a third dimension. A row of data is an energy and the
//! intensities over the second dimension.
//!
//! There is no public specification: the layout is that of measured files (SES 1.3.1) and of the
//! readers of FAIRmat's pynxtools-xps, peaks, maxiv_panda and others for Igor Pro and Matlab.

pub(super) mod keys;
mod sections;
#[cfg(test)]
pub(crate) mod tests;

use crate::shared::cube::{self, Dimension, Scale, axis_of};
use crate::shared::error::{Fault, quote};
use crate::shared::notes::short;
use crate::shared::salvage::Salvage;
use keys::real;
use sections::{SesBlock, SesDimension, SesFile, SesRegion};
use speclens_spectrum::{Doubt, Spectrum};

/// Faults of regions that are told beside those regions that are sound.
const MAX_REASONS: usize = 5;

/// Whether a text begins with the sections of SES.
pub(super) fn is_scienta(text: &str) -> bool {
    /// Within these lines the first region begins.
    const LINES: usize = 100;
    let mut lines = text.split(['\n', '\r']).map(str::trim);
    let mut filled = lines.by_ref().filter(|l| !l.is_empty()).take(LINES);
    filled.next() == Some("[Info]") && filled.any(|l| l == "[Region 1]")
}

/// Reads every region: one spectrum, detector slices and sweeps summed, or one for each point of a
/// series.
///
/// # Errors
/// A file without one sound region: what is wrong with the first.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let file = sections::split(text);
    let mut salvage = Salvage::telling(MAX_REASONS);
    for (number, region) in &file.regions {
        if salvage.beyond() > 0 {
            break;
        }
        match spectra_of(&file, region) {
            Ok(more) => salvage.keep_all(more),
            Err(fault) => salvage.lose(format!("region {number}"), fault),
        }
    }
    if let Some(announced) = file.announced
        && announced != file.regions.len()
    {
        let held = file.regions.len();
        salvage.tell(Doubt::incomplete(format!(
            "the file announces {announced} regions and holds {held}"
        )));
    }
    salvage.tell_beyond();
    salvage.finish(|_| Fault::at_line(1, "no region with data", "at least one"))
}

/// Rows of numbers, one after the other.
struct SesTable {
    /// Line of the first row.
    line: usize,
    width: usize,
    numbers: Vec<f64>,
    /// The last row is cut and left out.
    cut: bool,
    /// The last row has no line end: its last number may be cut.
    open: bool,
}

impl SesTable {
    /// Reads the rows of a data section.
    fn read(file: &SesFile, block: &SesBlock) -> Result<SesTable, Fault> {
        let mut table = SesTable {
            line: block.line + 1,
            width: 0,
            numbers: Vec::new(),
            cut: false,
            open: false,
        };
        for (line, text) in file.lines(block.lines.clone()) {
            let before = table.numbers.len();
            // A row without a line end may be cut inside of it.
            let open = file.last_is_open && line == file.len();
            for cell in text.split_ascii_whitespace() {
                match real(cell) {
                    Some(value) => table.numbers.push(value),
                    None if cell.eq_ignore_ascii_case("nan") => table.numbers.push(f64::NAN),
                    None if open => {
                        table.numbers.truncate(before);
                        table.cut = true;
                        break;
                    }
                    None => return Err(Fault::at_line(line, quote(cell), "a number")),
                }
            }
            let width = table.numbers.len() - before;
            if width == 0 {
                // A blank line, or one that is left out.
                continue;
            }
            table.open = open;
            if table.width == 0 {
                table.width = width;
                table.line = line;
            } else if width != table.width && open {
                table.numbers.truncate(before);
                (table.cut, table.open) = (true, false);
            } else if width != table.width {
                let expected = format!("{} as in line {}", table.width, table.line);
                return Err(Fault::at_line(line, format!("{width} numbers"), expected));
            }
        }
        if table.numbers.is_empty() {
            return Err(Fault::at_line(
                block.line,
                "no rows below it",
                "rows of numbers",
            ));
        }
        Ok(table)
    }

    fn rows(&self) -> usize {
        self.numbers.len() / self.width
    }

    /// Numbers of a column.
    fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.numbers
            .iter()
            .skip(column)
            .step_by(self.width)
            .copied()
    }
}

/// The spectra of a region.
fn spectra_of(file: &SesFile, region: &SesRegion) -> Result<Vec<Spectrum>, Fault> {
    let Some(block) = region.data.first() else {
        let found = "a region without data";
        return Err(Fault::at_line(region.line, found, "its [Data] section"));
    };
    let mut first = SesTable::read(file, block)?;
    let [named, slices, _] = &region.dimensions;
    if first.open && named.size.is_some_and(|size| first.rows() < size) {
        let whole = first.numbers.len() - first.width;
        first.numbers.truncate(whole);
    }
    let with_energy = has_energies(&first, named, slices)?;
    let energies = energies(&first, named, with_energy)?;
    let mut spectrum = Spectrum {
        doubts: doubts(&first, named, &energies, with_energy),
        ..Default::default()
    };
    let tables = tables(file, region, first, with_energy, &mut spectrum.doubts);
    let axis = axis_of(named.name);
    keys::apply(&mut spectrum, region.keys.iter().copied(), axis);
    if spectrum.region.is_empty() {
        spectrum.region = short(region.name);
    }
    let (line, width) = (tables[0].1.line, tables[0].1.width);
    let skip = usize::from(with_energy);
    let columns = width - skip;
    let numbers = tables.iter().enumerate().flat_map(|(m, (_, table))| {
        let rows = table.numbers.chunks_exact(width).enumerate();
        rows.flat_map(move |(i, row)| {
            let row = row[skip..].iter().enumerate();
            row.map(move |(c, value)| (m * columns + c, i, *value))
        })
    });
    let others = others(region, columns, &tables);
    cube::spectra(&spectrum, &energies, &others, numbers)
        .map_err(|found| Fault::at_line(line, found, "intensities"))
}

/// Whether an energy stands before the intensities of each row; else the scale has the energies.
///
/// # Errors
/// Rows that are too long or too short; no energies at all.
fn has_energies(
    first: &SesTable,
    named: &SesDimension,
    slices: &SesDimension,
) -> Result<bool, Fault> {
    let stated = slices.size.filter(|n| *n > 0);
    let with_energy = match stated {
        Some(n) if first.width == n && named.scale.len() >= first.rows() => false,
        Some(n) if first.width != n.saturating_add(1) => {
            let found = format!("{} numbers in a row", first.width);
            let expected = format!("an energy and {n} intensities, as Dimension 2 size says");
            return Err(Fault::at_line(first.line, found, expected));
        }
        _ => first.width > 1,
    };
    if !with_energy && named.scale.len() < first.rows() {
        let found = "rows of intensities without energies";
        return Err(Fault::at_line(first.line, found, "an energy in each row"));
    }
    Ok(with_energy)
}

/// The energies of a region: those of its rows, or those of the scale.
///
/// # Errors
/// They do not only rise or only fall.
fn energies(first: &SesTable, named: &SesDimension, with_energy: bool) -> Result<Vec<f64>, Fault> {
    let rows = first.rows();
    let energy = Dimension {
        name: named.name.to_owned(),
        length: rows,
        scale: Scale::Values(match with_energy {
            true => first.column(0).collect(),
            false => named.scale.iter().take(rows).copied().collect(),
        }),
    };
    let refuse = |found| Fault::at_line(first.line, found, "the energies of a spectrum");
    energy.energies().map_err(refuse)
}

/// What is doubtful about the rows of the first table.
fn doubts(
    first: &SesTable,
    named: &SesDimension,
    energies: &[f64],
    with_energy: bool,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let differs = |(a, b): (&f64, &f64)| (a - b).abs() > 1e-3;
    if with_energy && named.scale.iter().zip(energies).any(differs) {
        doubts.push(Doubt::presumed(
            "the energies of the rows are not those of Dimension 1 scale: the rows' are taken",
        ));
    }
    let rows = first.rows();
    match named.size {
        Some(size) if rows < size => doubts.push(Doubt::incomplete(format!(
            "the data break off: {rows} of {size} points are there"
        ))),
        Some(size) if rows > size => doubts.push(Doubt::presumed(format!(
            "{rows} points are there and {size} are announced"
        ))),
        _ if first.cut => doubts.push(Doubt::incomplete("the last line is cut and left out")),
        _ => {}
    }
    doubts
}

/// The tables of a region and their numbers: the first, and those after it that are like it.
fn tables(
    file: &SesFile,
    region: &SesRegion,
    first: SesTable,
    with_energy: bool,
    doubts: &mut Vec<Doubt>,
) -> Vec<(usize, SesTable)> {
    let number = region.data.first().map_or(1, |block| block.number);
    let mut tables = vec![(number, first)];
    for block in region.data.iter().skip(1) {
        let first = &tables[0].1;
        let is_like = |table: &SesTable| {
            table.width == first.width
                && table.rows() == first.rows()
                && (!with_energy || table.column(0).eq(first.column(0)))
        };
        let said = match SesTable::read(file, block) {
            Ok(table) if is_like(&table) => {
                tables.push((block.number, table));
                continue;
            }
            Ok(_) => "its energies or columns are not those of the first".to_owned(),
            Err(fault) => fault.to_string(),
        };
        if doubts.len() < MAX_REASONS {
            let n = block.number;
            let lost = format!("the data number {n} are left out: {said}");
            doubts.push(Doubt::left_out(lost));
        }
    }
    let held = tables.len();
    let [_, _, points] = &region.dimensions;
    if let Some(wanted) = points.size.filter(|wanted| *wanted > held) {
        doubts.push(Doubt::incomplete(format!(
            "{held} of {wanted} announced data sections are there and sound"
        )));
    }
    tables
}

/// The dimensions beside the energy: the columns of a row, and the tables.
fn others(region: &SesRegion, columns: usize, tables: &[(usize, SesTable)]) -> [Dimension; 2] {
    let [_, slices, points] = &region.dimensions;
    let value = |(number, _): &(usize, SesTable)| match points.scale.is_empty() {
        true => Some(*number as f64),
        false => points.scale.get(number.wrapping_sub(1)).copied(),
    };
    [
        Dimension {
            name: slices.name.to_owned(),
            length: columns,
            scale: Scale::Values(slices.scale.clone()),
        },
        Dimension {
            name: points.name.to_owned(),
            length: tables.len(),
            scale: Scale::Values(tables.iter().filter_map(value).collect()),
        },
    ]
}
