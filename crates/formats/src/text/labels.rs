//! Names of the columns, and which of them are parts of a fit.

use super::header::uncommented;
use super::rows::{MAX_COLUMNS, Separator, TextLayout};
use super::sections::TextSection;
use super::signals::is_no_intensity;
use crate::shared::lines::number;
use crate::shared::quantity::{Quantity, electronvolts, is_other_abscissa, quantity};
use crate::shared::units::count_unit_of;
use speclens_spectrum::{CountUnit, Doubt};
use std::ops::Range;

/// Lines above the numbers that may hold the names.
const LINES: usize = 6;

/// Names of the columns, and their units where they stand in a line of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    names: Vec<String>,
    units: Vec<String>,
    /// What stands above the names.
    titles: Vec<String>,
    /// Which lines of the header these are.
    lines: Range<usize>,
    /// Plain energies in keV are those of electrons.
    kev_is_of_electrons: bool,
}

impl Labels {
    /// Of the last lines above the numbers, the one that names an energy, else the last that has
    /// as many cells as there are columns. Above a line of units (`eV`, `Counts / s`) stand the
    /// names.
    pub fn of(section: &TextSection, layout: TextLayout) -> Labels {
        let width = section.width();
        let lines: Vec<(usize, &str)> = section
            .header
            .iter()
            .copied()
            .enumerate()
            .rev()
            .filter(|(_, l)| !l.trim().is_empty())
            .take(LINES)
            .collect();
        // From the line of names up to another, both in `lines`, which run upwards.
        let named = |i: usize, to: usize, names: Vec<String>, units: Vec<String>| {
            let above = lines
                .get(i + 1)
                .and_then(|(_, l)| cells(l, layout, width, 1));
            Labels {
                names,
                units,
                titles: above.unwrap_or_default(),
                lines: lines[i].0..lines[to].0 + 1,
                kev_is_of_electrons: false,
            }
        };
        let mut fallback = None;
        for (i, (_, line)) in lines.iter().enumerate() {
            let Some(found) = cells(line, layout, width, 2) else {
                continue;
            };
            if found.first().is_some_and(|c| c.ends_with([':', '：'])) {
                continue;
            }
            if found.iter().any(|c| names_energy(c)) {
                let above = lines
                    .get(i + 1)
                    .filter(|_| found.iter().all(|c| is_unit(c)))
                    .and_then(|(_, l)| cells(l, layout, width, 1))
                    .filter(|names| {
                        // Energies are in eV, and nothing else is.
                        let is_energy = |c: &String| names_energy(c);
                        let fit = |(n, u): (&String, &String)| is_energy(n) == is_energy(u);
                        names.iter().zip(&found).all(fit)
                    });
                return match above {
                    Some(names) => named(i + 1, i, names, found),
                    None => named(i, i, found, Vec::new()),
                };
            }
            fallback.get_or_insert((i, found));
        }
        match fallback {
            // It may as well be a key and its value.
            Some((i, names)) => Labels {
                lines: 0..0,
                ..named(i, i, names, Vec::new())
            },
            None => Labels::default(),
        }
    }

    /// Takes plain energies in keV for those of electrons: the file tells of them.
    pub fn take_kev_for_electrons(&mut self) {
        self.kev_is_of_electrons = true;
    }

    /// Which lines of the section's header hold the names and units.
    pub fn lines(&self) -> Range<usize> {
        self.lines.clone()
    }

    /// What stands above the names of an energy and its intensity: a sample or a region, where
    /// several pairs have the same names.
    pub fn title(&self, energy: usize, intensity: usize) -> Option<&str> {
        let at = |column: usize| {
            let title = self.titles.get(column).map_or("", String::as_str);
            Some(title).filter(|t| !t.is_empty())
        };
        at(intensity).or_else(|| at(energy))
    }

    /// Name of a column, may be empty.
    pub fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    fn unit(&self, column: usize) -> &str {
        self.units.get(column).map_or("", String::as_str)
    }

    /// Name of a column, its unit where it has no name.
    pub fn name_or_unit(&self, column: usize) -> &str {
        match self.name(column) {
            "" => self.unit(column),
            name => name,
        }
    }

    /// What energy of electrons a column is; `None` where it is none.
    pub fn energy(&self, column: usize) -> Option<Quantity> {
        match self.quantity(column)? {
            Quantity::EnergyInKev => self.kev_is_of_electrons.then_some(Quantity::Energy),
            quantity => Some(quantity).filter(|q| q.is_energy()),
        }
    }

    /// The same of any quantity; its unit may stand below its name.
    fn quantity(&self, column: usize) -> Option<Quantity> {
        match quantity(self.name_or_unit(column))? {
            Quantity::Energy if self.electronvolts(column) > 1.0 => Some(Quantity::EnergyInKev),
            quantity => Some(quantity),
        }
    }

    /// A doubt where a column of energies would be one of X-rays in other files.
    pub fn doubt_of_kev(&self, column: usize) -> Option<Doubt> {
        let is_plain = self.quantity(column) == Some(Quantity::EnergyInKev);
        (is_plain && self.kev_is_of_electrons).then(|| {
            Doubt::presumed(format!(
                "“{}” in keV is taken as the energy of electrons: the file tells of them elsewhere",
                self.name_or_unit(column)
            ))
        })
    }

    /// Electronvolts in the unit of a column of energies.
    pub fn electronvolts(&self, column: usize) -> f64 {
        let of = [self.name(column), self.unit(column)].map(electronvolts);
        of.into_iter().find(|unit| *unit != 1.0).unwrap_or(1.0)
    }

    /// Name of a column that is another quantity than an energy of electrons. A line that holds a
    /// number is a key and its value.
    pub fn other_quantity(&self, column: usize) -> Option<String> {
        let (name, unit) = (self.name(column), self.unit(column));
        let is_other = [name, unit].map(|n| quantity(n) == Some(Quantity::Other));
        let is_setting = self.names.iter().any(|n| number(n).is_some());
        // "Time: noon" may stand above columns without names.
        let mut beside = self.names.iter().filter(|n| *n != name);
        let is_abscissa = is_other_abscissa(name)
            && (name.contains(['(', '[']) || beside.any(|n| names_intensity(n)));
        let is_kev = self.quantity(column) == Some(Quantity::EnergyInKev);
        let is_other = is_other.contains(&true) || is_kev || is_abscissa;
        (is_other && !is_setting).then(|| format!("{name} {unit}").trim().into())
    }

    /// Name of a column whose numbers are no intensities.
    pub fn no_intensity(&self, column: usize) -> Option<String> {
        let (name, unit) = (self.name(column), self.unit(column));
        let is_none = is_no_intensity(name) || is_no_intensity(&format!("({unit})"));
        is_none.then(|| format!("{name} {unit}").trim().into())
    }

    /// The region that CasaXPS ends the names of its columns with: `KE_Wide`, `BE_Wide`.
    pub fn casa_region(&self, energy: usize) -> Option<&str> {
        let name = self.name(energy);
        let region = name.strip_prefix("KE_").or(name.strip_prefix("BE_"))?;
        Some(region).filter(|r| !r.is_empty())
    }

    /// Unit of the counts in a column.
    pub fn count_unit(&self, column: usize) -> CountUnit {
        match count_unit_of(self.name(column)) {
            CountUnit::Unknown => count_unit_of(self.unit(column)),
            unit => unit,
        }
    }

    /// How many columns have a name.
    pub fn named_columns(&self) -> usize {
        self.names.iter().filter(|n| !n.is_empty()).count()
    }

    /// Takes the parts of a fit out of the intensity columns of one energy: background, envelope
    /// and residuals, and beside one of the latter two everything that is not named as measured
    /// (the components have names of all kinds). A lone column stays, whatever its name. Gives
    /// the columns that are taken out. So does CasaXPS, whose names of measured columns end with
    /// the region: `CPS_Wide`.
    pub fn take_out_fit(&self, energy: usize, columns: &mut Vec<usize>) -> Vec<usize> {
        let is = |c: usize, words: &[&str]| {
            let name = self.name(c).to_lowercase();
            words.iter().any(|w| name.contains(w))
        };
        let background = |c: usize| is(c, &["backgnd", "background", "baseline"]);
        let curve = |c: usize| is(c, &["envelope", "residual"]);
        let measured = |c: usize| {
            let words = [
                "count",
                "cps",
                "c/s",
                "intensity",
                "raw",
                "data",
                "measured",
            ];
            let name = self.name(c).to_lowercase();
            name.is_empty() || words.iter().any(|w| name.starts_with(w))
        };
        let sound = |c: &usize| !background(*c) && !curve(*c);
        let mut kept: Vec<usize> = columns.iter().copied().filter(sound).collect();
        if columns.iter().any(|c| curve(*c)) || self.casa_region(energy).is_some() {
            if kept.iter().any(|c| measured(*c)) {
                kept.retain(|c| measured(*c));
            } else {
                kept.truncate(1);
            }
        }
        if kept.is_empty() {
            return Vec::new();
        }
        let all = std::mem::replace(columns, kept);
        all.into_iter().filter(|c| !columns.contains(c)).collect()
    }
}

impl Labels {
    /// Takes columns of times, errors and logarithms out of intensities; if there are no
    /// others, they stay. Gives the columns that are taken out.
    pub fn take_out_others(&self, columns: &mut Vec<usize>) -> Vec<usize> {
        const WORDS: [&str; 12] = [
            "time", "dwell", "zeit", "temps", "tiempo", "tempo", "error", "fehler", "erreur",
            "sigma", "std", "index",
        ];
        let is_other = |c: &usize| {
            let name = self.name(*c).to_lowercase();
            let word = name.split(|c: char| !c.is_alphanumeric()).next();
            word.is_some_and(|w| WORDS.contains(&w)) || is_no_intensity(&name)
        };
        let (others, kept): (Vec<usize>, Vec<usize>) = columns.iter().partition(|c| is_other(c));
        if kept.is_empty() {
            return Vec::new();
        }
        *columns = kept;
        others
    }
}

/// The cells of a line of names, as many as columns; `None` where the line does not fit them or
/// fewer than `least` cells are filled.
fn cells(line: &str, layout: TextLayout, width: usize, least: usize) -> Option<Vec<String>> {
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
    if layout.separator == Separator::Unit {
        // Remarks may stand right of the table.
        cells.truncate(width);
    } else if named < least || (layout.separator == Separator::Blanks && cells.len() != width) {
        // Names with blanks inside stand two blanks or a tab apart.
        let wide = text.split('\t').flat_map(|t| t.split("  "));
        cells = wide
            .take(4 * MAX_COLUMNS)
            .map(|c| c.trim().to_owned())
            .filter(|c| !c.is_empty())
            .collect();
        if cells.len() != width {
            return None;
        }
    }
    while cells.len() > width && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() > width || cells.iter().filter(|c| !c.is_empty()).count() < least {
        return None;
    }
    cells.resize(width, String::new());
    Some(cells)
}

/// Whether a name is that of an intensity.
pub(super) fn names_intensity(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is = |word: &&str| lower.contains(*word);
    ["i", "int", "int."].contains(&lower.trim())
        || count_unit_of(name) != CountUnit::Unknown
        || ["intens", "signal", "yield", "absorb", "reflect", "current"]
            .iter()
            .any(is)
}

/// Whether a cell is the name or the unit of an energy.
fn names_energy(cell: &str) -> bool {
    quantity(cell).is_some_and(|q| q.is_energy() || q == Quantity::EnergyInKev)
        || is_unit(cell) && cell.to_lowercase().contains("ev")
}

/// Whether a cell is empty or holds a unit and nothing else.
fn is_unit(cell: &str) -> bool {
    let cell = cell
        .trim_matches(['(', ')', '[', ']'])
        .replace(' ', "")
        .to_lowercase();
    [
        "",
        "ev",
        "kev",
        "mev",
        "counts/s",
        "counts",
        "cps",
        "c/s",
        "a.u.",
        "arb.u.",
        "arb.units",
        "arb.unit",
    ]
    .contains(&cell.as_str())
}
