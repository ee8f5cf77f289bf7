//! Which columns of a section are energies, intensities and transmission.

use super::header::{count_unit_of, energy_label, uncommented};
use super::rows::{Layout, MAX_COLUMNS, Separator};
use super::sections::Section;
use super::store::NumberRow;
use crate::formats::error::Fault;
use crate::spectrum::{Axis, CountUnit};

/// Rows times spectra of a section: more is no table, but a few long rows amid many short ones.
const MAX_CELLS: usize = 100_000_000;

/// The columns of one spectrum.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub energy: usize,
    pub intensity: usize,
    pub transmission: Option<usize>,
    pub axis: Option<Axis>,
    pub count_unit: CountUnit,
    /// Name of the intensity column.
    pub label: Option<String>,
    /// The section holds more spectra than this one.
    pub is_one_of_many: bool,
    /// Kinetic plus binding energy where the section has both columns, eV.
    pub photon_energy_ev: Option<f64>,
    pub warnings: Vec<String>,
}

/// The spectra of a section: each energy column with the intensities to its right.
pub(super) fn groups(section: &Section, layout: Layout) -> Result<Vec<Group>, Fault> {
    let width = section.width();
    let first_line = section.rows.first().map_or(1, |r| r.line);
    let labels = labels(section, layout, width);
    refuse_commas_that_may_be_decimal(section, layout, labels.as_deref())?;
    let label = |column: usize| labels.as_ref().map_or("", |l| l[column].as_str());
    let mut is_filled = vec![false; width];
    for row in section.rows.iter() {
        for (column, _) in row.filled() {
            is_filled[column] = true;
        }
    }
    let filled: Vec<usize> = (0..width).filter(|c| is_filled[*c]).collect();
    let mut energies: Vec<usize> = filled
        .iter()
        .copied()
        .filter(|c| energy_label(label(*c)).is_some())
        .collect();
    if energies.is_empty() {
        energies = filled.first().copied().into_iter().collect();
    }
    let is_transmission = |c: usize| label(c).to_lowercase().contains("transmission");
    let same = same_axis_twice(section, &energies, |c| energy_label(label(c)).flatten());

    let mut groups: Vec<Group> = Vec::new();
    for (i, energy) in energies.iter().copied().enumerate() {
        if same.is_some() && i == 1 {
            break;
        }
        let next = energies.get(i + 1).copied();
        // One axis in two columns that stand side by side: the intensities are behind both.
        let end = next
            .filter(|next| same.is_none() || *next > energy + 1)
            .unwrap_or(width);
        let right = |c: usize| c > energy && c < end && (same.is_none() || !energies.contains(&c));
        // Left of the first energy stand indices, or intensities with such a name.
        let left = |c: usize| i == 0 && c < energy && count_unit_of(label(c)) != CountUnit::Unknown;
        let mine: Vec<usize> = filled
            .iter()
            .copied()
            .filter(|c| right(*c) || left(*c))
            .collect();
        let transmission = mine.iter().copied().find(|c| is_transmission(*c));
        for intensity in mine.into_iter().filter(|c| !is_transmission(*c)) {
            let name = Some(label(intensity).to_owned()).filter(|l| !l.is_empty());
            groups.push(Group {
                energy,
                intensity,
                transmission,
                axis: energy_label(label(energy)).flatten(),
                count_unit: count_unit_of(label(intensity)),
                label: Some(name.unwrap_or_else(|| format!("column {}", intensity + 1))),
                is_one_of_many: false,
                photon_energy_ev: same,
                warnings: Vec::new(),
            });
        }
    }
    if groups.is_empty() {
        let found = "no column of intensities beside the energies";
        return Err(Fault::at_line(first_line, found, "energy and intensity"));
    }
    if groups.len().saturating_mul(section.rows.len()) > MAX_CELLS {
        let found = format!("{width} columns of very different length");
        return Err(Fault::at_line(first_line, found, "a table of spectra"));
    }
    let many = groups.len() > 1;
    for group in &mut groups {
        group.is_one_of_many = many;
        if many && label(group.intensity).is_empty() {
            let column = group.intensity + 1;
            group.warnings.push(format!(
                "column {column} has no name: it is taken as intensities"
            ));
        }
    }
    Ok(groups)
}

/// Names of the columns: of the last lines above the numbers, the one that names an energy, else
/// the last that has as many cells as there are columns.
fn labels(section: &Section, layout: Layout, width: usize) -> Option<Vec<String>> {
    const LINES: usize = 6;
    let mut fallback = None;
    for line in section
        .header
        .iter()
        .rev()
        .filter(|l| !l.trim().is_empty())
        .take(LINES)
    {
        // SPECS writes "# ColumnLabels: energy counts/s".
        let line = line.trim_end_matches(['\r', '\n']);
        let marked = uncommented(line);
        let text = match marked.strip_prefix("ColumnLabels:") {
            Some(rest) => rest.trim(),
            None if marked.len() < line.trim().len() => marked,
            None => line,
        };
        let mut cells: Vec<String> = layout.cells(text).iter().map(|c| (*c).to_owned()).collect();
        let named = cells.iter().filter(|c| !c.is_empty()).count();
        if named < 2 || (layout.separator == Separator::Blanks && cells.len() != width) {
            // Names with blanks inside stand two blanks or a tab apart.
            let wide = text.split('\t').flat_map(|t| t.split("  "));
            cells = wide
                .take(4 * MAX_COLUMNS)
                .map(|c| c.trim().to_owned())
                .filter(|c| !c.is_empty())
                .collect();
            if cells.len() != width {
                continue;
            }
        }
        while cells.len() > width && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() > width || cells.iter().filter(|c| !c.is_empty()).count() < 2 {
            continue;
        }
        cells.resize(width, String::new());
        if cells.iter().any(|c| energy_label(c).is_some()) {
            return Some(cells);
        }
        fallback.get_or_insert(cells);
    }
    fallback
}

/// Kinetic plus binding energy, eV, where the section's two energy columns are the same axis.
fn same_axis_twice(
    section: &Section,
    energies: &[usize],
    axis: impl Fn(usize) -> Option<Axis>,
) -> Option<f64> {
    let [a, b] = energies else { return None };
    if axis(*a)? == axis(*b)? {
        return None;
    }
    let mut sum = None;
    for row in section.rows.iter() {
        let here = row.cell(*a)? + row.cell(*b)?;
        if (here - *sum.get_or_insert(here)).abs() > 0.02 {
            return None;
        }
    }
    sum
}

/// `1200,5,345,2` may be four columns or two with decimal commas: where nothing tells which,
/// numbers would be wrong without a word.
fn refuse_commas_that_may_be_decimal(
    section: &Section,
    layout: Layout,
    labels: Option<&[String]>,
) -> Result<(), Fault> {
    let width = section.width();
    let suspect = layout.separator == Separator::Comma && width >= 4 && width.is_multiple_of(2);
    if !suspect || labels.is_some_and(|l| l.iter().filter(|l| !l.is_empty()).count() == width) {
        return Ok(());
    }
    let whole = |r: NumberRow| r.filled().all(|(_, v)| v.fract() == 0.0);
    if !section.rows.iter().all(whole) {
        return Ok(());
    }
    let line = section.rows.first().map_or(1, |r| r.line);
    let found = format!(
        "{width} numbers between commas, or {} with decimal commas",
        width / 2
    );
    Err(Fault::at_line(
        line,
        found,
        "names of the columns, or another separator",
    ))
}
