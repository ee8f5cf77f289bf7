//! Which columns of a section are energies, intensities and transmission.

use super::labels::Labels;
use super::photon::{self, Photons};
use super::rows::{Separator, TextLayout};
use super::scaled;
use super::sections::TextSection;
use super::store::NumberRow;
use crate::shared::error::Fault;
use crate::shared::notes::short;
use crate::shared::quantity::Quantity;
use speclens_spectrum::{Axis, CountUnit, Doubt};

/// Rows times spectra of a section: more is no table, but a few long rows amid many short ones.
const MAX_CELLS: usize = 100_000_000;

/// The columns of one spectrum.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub energy: usize,
    pub intensity: usize,
    pub transmission: Option<usize>,
    pub axis: Option<Axis>,
    /// Name of the energy column where that counts from the Fermi level.
    pub from_fermi: Option<String>,
    /// Name of the first column where it is no energy of electrons.
    pub other_quantity: Option<String>,
    /// Name of the second column where it holds no intensities.
    pub no_intensity: Option<String>,
    /// Electronvolts in the unit of the energies.
    pub electronvolts: f64,
    pub count_unit: CountUnit,
    /// Name of the intensity column.
    pub label: Option<String>,
    /// Name of the region in the names of the columns.
    pub region: Option<String>,
    /// A column or its unit is named as an energy.
    pub names_energy: bool,
    /// Names of the columns that belong to a fit and are no spectra.
    pub left_out: String,
    /// The section holds more spectra than this one.
    pub is_one_of_many: bool,
    /// What the name of the intensities says of the photons.
    pub photons: Option<Photons>,
    /// What the names of energies and intensities mention of them.
    pub mention: Option<(String, f64)>,
    /// Kinetic plus binding energy where the section has both columns, eV.
    pub photon_energy_ev: Option<f64>,
    pub doubts: Vec<Doubt>,
}

/// The spectra of a section: each energy column with the intensities to its right.
pub(super) fn groups(
    section: &TextSection,
    labels: &Labels,
    layout: TextLayout,
) -> Result<Vec<Group>, Fault> {
    let width = section.width();
    let first_line = section.rows.first().map_or(1, |r| r.line);
    refuse_commas_that_may_be_decimal(section, layout, labels)?;
    let mut groups = Energies::of(section, labels).groups(labels);
    if groups.is_empty() {
        let found = "no column of intensities beside the energies";
        return Err(Fault::at_line(first_line, found, "energy and intensity"));
    }
    if groups.len().saturating_mul(section.rows.len()) > MAX_CELLS {
        let found = format!("{width} columns of very different length");
        return Err(Fault::at_line(first_line, found, "a table of spectra"));
    }
    let many = groups.len() > 1;
    name_by_titles(&mut groups, labels);
    for group in &mut groups {
        group.is_one_of_many = many;
        if many && labels.name_or_unit(group.intensity).is_empty() {
            let column = group.intensity + 1;
            group.doubts.push(Doubt::presumed(format!(
                "column {column} has no name: it is taken as intensities"
            )));
        }
    }
    Ok(groups)
}

/// The energy columns of a section.
struct Energies {
    /// Number of columns.
    width: usize,
    /// Columns that hold a number.
    filled: Vec<usize>,
    columns: Vec<usize>,
    /// They are named as energies; else the first filled column is taken for them.
    are_named: bool,
    /// Kinetic plus binding energy, eV, where two columns are the same axis.
    same: Option<f64>,
}

impl Energies {
    fn of(section: &TextSection, labels: &Labels) -> Energies {
        let width = section.width();
        let mut is_filled = vec![false; width];
        for row in section.rows.iter() {
            for (column, _) in row.filled() {
                is_filled[column] = true;
            }
        }
        let filled: Vec<usize> = (0..width).filter(|c| is_filled[*c]).collect();
        let named = filled
            .iter()
            .copied()
            .filter(|c| labels.energy(*c).is_some());
        let mut columns: Vec<usize> = named.collect();
        let are_named = !columns.is_empty();
        if !are_named {
            columns.extend(filled.first());
        }
        let same = same_axis_twice(section, &columns, labels);
        Energies {
            width,
            filled,
            columns,
            are_named,
            same,
        }
    }

    /// The columns that belong to the energies number `i`.
    fn beside(&self, i: usize, labels: &Labels) -> Vec<usize> {
        let energy = self.columns[i];
        let is_same = self.same.is_some();
        // One axis in two columns that stand side by side: the intensities are behind both.
        let next = self.columns.get(i + 1).copied();
        let next = next.filter(|next| !is_same || *next > energy + 1);
        let end = next.unwrap_or(self.width);
        let right = |c: usize| c > energy && c < end && !(is_same && self.columns.contains(&c));
        // Left of the first energy stand indices, or intensities with such a name.
        let left = |c: usize| i == 0 && c < energy && labels.count_unit(c) != CountUnit::Unknown;
        let filled = self.filled.iter().copied();
        filled.filter(|c| right(*c) || left(*c)).collect()
    }

    /// The spectra over all energies.
    fn groups(&self, labels: &Labels) -> Vec<Group> {
        let is_transmission = |c: &usize| labels.name(*c).to_lowercase().contains("transmission");
        // The second column of the same axis has no spectra of its own.
        let count = if self.same.is_some() {
            1
        } else {
            self.columns.len()
        };
        let mut groups = Vec::new();
        for (i, energy) in self.columns.iter().copied().enumerate().take(count) {
            let (transmissions, mut intensities): (Vec<usize>, Vec<usize>) = self
                .beside(i, labels)
                .into_iter()
                .partition(is_transmission);
            let mut left_out = labels.take_out_fit(energy, &mut intensities);
            left_out.extend(labels.take_out_others(&mut intensities));
            let left_out: Vec<&str> = left_out.into_iter().map(|c| labels.name(c)).collect();
            let left_out = short(&left_out.join(", "));
            let quantity = labels.energy(energy);
            let from_fermi = quantity.filter(|q| *q == Quantity::FromFermi);
            let from_fermi = from_fermi.map(|_| labels.name_or_unit(energy).to_owned());
            let other_quantity = labels.other_quantity(energy).filter(|_| !self.are_named);
            groups.extend(intensities.into_iter().map(|intensity| {
                let name = Some(labels.name(intensity).to_owned()).filter(|l| !l.is_empty());
                Group {
                    energy,
                    intensity,
                    transmission: transmissions.first().copied(),
                    axis: quantity.and_then(Quantity::axis),
                    from_fermi: from_fermi.clone(),
                    other_quantity: other_quantity.clone(),
                    no_intensity: labels.no_intensity(intensity),
                    electronvolts: quantity.map_or(1.0, |_| labels.electronvolts(energy)),
                    count_unit: labels.count_unit(intensity),
                    label: Some(name.unwrap_or_else(|| format!("column {}", intensity + 1))),
                    region: labels.casa_region(energy).map(short),
                    names_energy: self.are_named,
                    left_out: left_out.clone(),
                    is_one_of_many: false,
                    photons: photon::of_heading(labels.name(intensity)),
                    mention: [intensity, energy]
                        .iter()
                        .find_map(|c| photon::mentioned(labels.name(*c))),
                    photon_energy_ev: self.same,
                    doubts: labels.doubt_of_kev(energy).into_iter().collect(),
                }
            }));
        }
        groups
    }
}

/// Where spectra have the same name and a line above the names tells them apart, that is theirs.
fn name_by_titles(groups: &mut [Group], labels: &Labels) {
    let all_differ = |mut names: Vec<&str>| {
        names.sort_unstable();
        names.windows(2).all(|w| w[0] != w[1])
    };
    let names = groups.iter().map(|g| labels.name(g.intensity)).collect();
    let titles: Option<Vec<&str>> = groups
        .iter()
        .map(|g| labels.title(g.energy, g.intensity))
        .collect();
    if let Some(titles) = titles
        && !all_differ(names)
        && all_differ(titles.clone())
    {
        for (group, title) in groups.iter_mut().zip(titles) {
            group.label = Some(title.to_owned());
        }
    }
}

/// Kinetic plus binding energy, eV, where the section's two energy columns are the same axis.
fn same_axis_twice(section: &TextSection, energies: &[usize], labels: &Labels) -> Option<f64> {
    let [a, b] = energies else { return None };
    if labels.energy(*a)?.axis()? == labels.energy(*b)?.axis()? {
        return None;
    }
    let [unit_a, unit_b] = [*a, *b].map(|c| labels.electronvolts(c));
    let mut sum = None;
    for row in section.rows.iter() {
        let here = scaled(row.cell(*a)?, unit_a) + scaled(row.cell(*b)?, unit_b);
        if (here - *sum.get_or_insert(here)).abs() > 0.02 {
            return None;
        }
    }
    sum
}

/// `1200,5,345,2` may be four columns or two with decimal commas: where nothing tells which,
/// numbers would be wrong without a word.
fn refuse_commas_that_may_be_decimal(
    section: &TextSection,
    layout: TextLayout,
    labels: &Labels,
) -> Result<(), Fault> {
    let width = section.width();
    if layout.separator != Separator::Comma {
        return Ok(());
    }
    let line = section.rows.first().map_or(1, |r| r.line);
    // Two names above three numbers: energies with decimal commas, or with commas in thousands.
    let is_unnamed = |c: usize| labels.name(c).is_empty();
    if width == 3 && labels.named_columns() == 2 && is_unnamed(2) {
        let found = "3 numbers between commas under 2 names";
        return Err(Fault::at_line(line, found, ANOTHER_SEPARATOR));
    }
    let suspect = width >= 3 && (width.is_multiple_of(2) || has_digits(section));
    if !suspect || labels.named_columns() == width {
        return Ok(());
    }
    let whole = |r: NumberRow| r.filled().all(|(_, v)| v.fract() == 0.0);
    if !section.rows.iter().all(whole) {
        return Ok(());
    }
    let numbers = width.div_ceil(2);
    let found = format!("{width} numbers between commas, or {numbers} with decimal commas");
    Err(Fault::at_line(line, found, ANOTHER_SEPARATOR))
}

/// What a text with commas of two meanings needs.
const ANOTHER_SEPARATOR: &str = "names of the columns, or another separator";

/// Whether a column behind the first holds single digits alone, as what stands behind a decimal
/// comma.
fn has_digits(section: &TextSection) -> bool {
    let is_digit = |r: NumberRow, c: usize| r.cell(c).is_none_or(|v| (0.0..10.0).contains(&v));
    (1..section.width()).any(|c| section.rows.iter().all(|r| is_digit(r, c)))
}
