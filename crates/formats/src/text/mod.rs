//! Columns of text: energies and intensities, separated by tabs, semicolons, commas or blanks,
//! under any header. Several columns or several sections are several spectra. Worksheets are
//! tables of the same kind: their cells come to [`table`] with the separator [`UNIT`].

mod cells;
mod columns;
mod eis;
mod header;
mod labels;
mod marks;
mod numerals;
mod phi_csv;
mod photon;
mod rows;
mod sections;
mod signals;
mod store;
#[cfg(test)]
pub(super) mod tests;

use crate::shared::MAX_SPECTRA;
use crate::shared::checks::{negative_counts, tidy};
use crate::shared::error::Fault;
use crate::shared::lines::Lines;
use crate::shared::notes::push;
use crate::shared::plausible::turn_sign;
use crate::shared::salvage::{number, only_first};
use columns::Group;
pub(super) use header::{OWN_SECTION, TextFacts};
use labels::Labels;
pub(super) use numerals::is_number;
pub(super) use rows::{TextLayout, TextLine, UNCOMPUTED, UNIT, is_missing_value};
use sections::TextSection;
use speclens_spectrum::{CountUnit, Doubt, Spectrum, Technique};
use store::NumberRow;

/// Reads every section of a text; see `docs/formats/text.md` for what is recognised.
///
/// # Errors
/// Text without rows of numbers; rows that do not fit together; energies that are not finite or
/// neither only rise nor only fall, each with its line.
pub(super) fn read(text: &str) -> Result<Vec<Spectrum>, Fault> {
    let last_is_open = text.ends_with(|c| c != '\n' && c != '\r');
    let lines = lines(text);
    let (layout, doubt) = TextLayout::of(lines.clone())?;
    let TextTable {
        mut spectra,
        is_cut,
        ..
    } = table(
        lines,
        layout,
        last_is_open,
        TextFacts::default(),
        MAX_SPECTRA,
    )?;
    for spectrum in &mut spectra {
        spectrum.doubts.extend(doubt.clone());
    }
    if let (true, Some(first)) = (is_cut, spectra.first_mut()) {
        first.doubts.push(only_first());
    }
    number(&mut spectra);
    Ok(spectra)
}

/// The lines of a text and their numbers.
fn lines(text: &str) -> impl Iterator<Item = TextLine<'_>> + Clone {
    let mut lines = Lines::new(text);
    std::iter::from_fn(move || {
        let number = lines.number();
        let text = lines.take()?;
        Some(TextLine { number, text })
    })
}

/// What a table of cells holds.
pub(super) struct TextTable {
    /// Its spectra; their blocks are not numbered.
    pub spectra: Vec<Spectrum>,
    /// It says of a column, or of the axis, that it is an energy.
    pub names_energy: bool,
    /// There are more spectra than were asked for.
    pub is_cut: bool,
}

/// Reads the sections of a table: the lines of a text or the rows of a worksheet. `facts` is what
/// is known before, `most` how many spectra are wanted.
///
/// # Errors
/// Rows that do not fit together; energies that neither only rise nor only fall, each with the
/// number of its line.
pub(super) fn table<'a>(
    lines: impl Iterator<Item = TextLine<'a>>,
    layout: TextLayout,
    last_is_open: bool,
    mut facts: TextFacts,
    most: usize,
) -> Result<TextTable, Fault> {
    let mut table = TextTable {
        spectra: Vec::new(),
        names_energy: false,
        is_cut: false,
    };
    // A section inherits what the sections above it say, unless it says otherwise.
    for section in sections::split(lines, layout, last_is_open)? {
        let mut labels = Labels::of(&section, layout);
        facts.read(&section.header, &section.lines, labels.lines(), layout);
        if facts.tells_of_electrons() {
            labels.take_kev_for_electrons();
        }
        for group in columns::groups(&section, &labels, layout)? {
            if table.spectra.len() >= most {
                table.is_cut = true;
                return Ok(table);
            }
            table.names_energy |= group.names_energy || facts.axis.is_some();
            table.spectra.push(spectrum(&section, &facts, group)?);
        }
    }
    Ok(table)
}

/// The numbers of one spectrum.
struct Points {
    energy_ev: Vec<f64>,
    counts: Vec<f64>,
    /// Those in the rows that give one.
    transmission: Option<Vec<f64>>,
}

impl Points {
    /// Those of a group of columns.
    ///
    /// # Errors
    /// An energy without its intensity; energies that do not only rise or only fall; fewer than
    /// two points.
    fn of(section: &TextSection, group: &Group) -> Result<Points, Fault> {
        let has_energy = |r: &NumberRow| r.cell(group.energy).is_some();
        let length = section.rows.iter().filter(has_energy).count();
        let mut points = Points {
            energy_ev: Vec::with_capacity(length),
            counts: Vec::with_capacity(length),
            transmission: group.transmission.map(|_| Vec::new()),
        };
        let mut last_line = 0;
        for row in section.rows.iter() {
            match (row.cell(group.energy), row.cell(group.intensity)) {
                (Some(energy), Some(count)) => {
                    points.energy_ev.push(scaled(energy, group.electronvolts));
                    points.counts.push(count);
                    if let (Some(column), Some(values)) =
                        (group.transmission, &mut points.transmission)
                    {
                        values.extend(row.cell(column));
                    }
                }
                // A column that is shorter than its neighbours.
                (None, None) => continue,
                _ => {
                    let found = "an energy or an intensity without the other";
                    return Err(Fault::at_line(row.line, found, "both"));
                }
            }
            goes_on(&points.energy_ev, row.line)?;
            last_line = row.line;
        }
        if points.counts.len() < 2 {
            let found = format!("{} points", points.counts.len());
            let expected = "a spectrum of at least 2 points";
            return Err(Fault::at_line(last_line.max(1), found, expected));
        }
        Ok(points)
    }
}

/// An energy in eV from one in a unit of so many electronvolts.
fn scaled(energy: f64, electronvolts: f64) -> f64 {
    match electronvolts {
        1.0 => energy,
        unit => tidy(energy * unit),
    }
}

/// Whether the last energy, in this line, goes on in the direction of the first two.
///
/// # Errors
/// It does not.
fn goes_on(energy_ev: &[f64], line: usize) -> Result<(), Fault> {
    let [.., before, last] = energy_ev else {
        return Ok(());
    };
    let rises = energy_ev[1] > energy_ev[0];
    let step = last - before;
    if step == 0.0 || (step > 0.0) != rises {
        let found = format!("the energy {last} after {before}");
        let expected = "energies that only rise or only fall";
        return Err(Fault::at_line(line, found, expected));
    }
    Ok(())
}

fn spectrum(section: &TextSection, facts: &TextFacts, group: Group) -> Result<Spectrum, Fault> {
    let mut points = Points::of(section, &group)?;
    let mut doubts = section.doubts.clone();
    doubts.extend(group.doubts);
    let mut axis = group.axis.or(facts.axis);
    let mut technique = facts.technique;
    if let Some(name) = &group.other_quantity {
        (axis, technique) = (None, Technique::Other);
        let text = format!("the first column is “{name}”: not an energy of electrons");
        doubts.push(Doubt::not_xps(text));
    } else if axis.is_none() {
        doubts.push(Doubt::AxisUnsaid);
    }
    if let Some(name) = &group.no_intensity {
        if technique == Technique::Xps {
            technique = Technique::Other;
        }
        let text = format!("the column “{name}” holds no intensities of photoelectrons");
        doubts.push(Doubt::not_xps(text));
    }
    doubts.extend(negative_counts(&points.counts));
    let length = points.counts.len();
    let usable = |t: &Vec<f64>| t.len() == length && t.iter().all(|v| *v > 0.0);
    if points.transmission.take_if(|t| !usable(t)).is_some() {
        doubts.push(Doubt::transmission_not_positive());
    }
    // A heading such as "hv = 600 eV" is of its column alone.
    let photons = group
        .photons
        .unwrap_or_else(|| facts.photons.beside(group.mention.as_ref()));
    let photon_energy_ev = photons.energy_ev();
    if group.other_quantity.is_none() {
        doubts.extend(photons.doubts());
    }
    if let (Some(said), Some(sum)) = (photon_energy_ev, group.photon_energy_ev)
        && (said - sum).abs() > 0.05
    {
        doubts.push(Doubt::not_applied(format!(
            "the binding energies of the file are shifted by {:.2} eV against its photon and \
             kinetic energies: the shift is not applied",
            sum - said
        )));
    }
    let region = match (&facts.region, group.label) {
        (Some(region), Some(label)) if group.is_one_of_many => format!("{region} {label}"),
        (None, Some(label)) if group.is_one_of_many => label,
        (region, _) => region.clone().unwrap_or_default(),
    };
    let region = group.region.unwrap_or(region);
    let mut notes = facts.notes.clone();
    push(&mut notes, "columns left out", &group.left_out);
    let mut spectrum = Spectrum {
        region,
        sample: facts.sample.clone().unwrap_or_default(),
        technique,
        photon_energy_ev: photon_energy_ev.or(group.photon_energy_ev),
        axis,
        energy_ev: points.energy_ev,
        counts: points.counts,
        count_unit: match group.count_unit {
            CountUnit::Unknown => facts.count_unit,
            unit => unit,
        },
        transmission: points.transmission,
        pass_energy_ev: facts.pass_energy_ev,
        dwell_s: facts.dwell_s,
        scans: facts.scans,
        date: facts.date.clone(),
        instrument: facts.instrument.clone(),
        notes,
        doubts,
        ..Default::default()
    };
    if let Some(name) = group.from_fermi {
        from_fermi(&mut spectrum, &name);
    }
    Ok(spectrum)
}

/// Energies above the Fermi level are binding energies with the other sign; those that a column of
/// this `name` gives above zero are not.
fn from_fermi(spectrum: &mut Spectrum, name: &str) {
    let [first, last] = [spectrum.energy_ev.first(), spectrum.energy_ev.last()];
    if first.zip(last).is_some_and(|(a, b)| a + b < 0.0) {
        turn_sign(spectrum, &format!("the energies are “{name}”"));
    } else {
        spectrum.doubts.push(Doubt::presumed(format!(
            "the energies are “{name}” and above zero: they are taken as binding energies"
        )));
    }
}
