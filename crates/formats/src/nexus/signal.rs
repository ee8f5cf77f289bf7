//! Data groups (NXdata): the signal and its axes as energies and rows of intensities.

use super::fields::{attribute_number, attribute_text, attribute_texts, get};
use super::units;
use crate::shared::checks::{no_intensity, tidy, turns_back};
use crate::shared::error::{Fault, quote};
use speclens_containers::hdf5::Object;
use speclens_spectrum::{Axis, CountUnit, Doubt};

/// Dimensions of a signal.
const MAX_RANK: usize = 8;
/// Members of a group among which a signal is looked for.
const MAX_MEMBERS: usize = 1000;
/// Energies beyond this are none, eV.
const MOST_EV: f64 = 1e6;
/// Words in the names of axes along which one spectrum was measured several times.
const SCANS: [&str; 6] = ["scan", "cycle", "sweep", "loop", "repeat", "iteration"];
/// Words in the names of axes along which a detector measured at the same time.
const CHANNELS: [&str; 7] = [
    "channel", "detector", "pixel", "anode", "curve", "angular", "angle",
];
/// Beginnings of the names of axes of momentum, which are such axes too.
const MOMENTUM: [&str; 4] = ["kx", "ky", "kz", "k_"];

/// What a data group holds.
pub(super) struct Signal {
    /// Energies in eV, in the order of the file.
    pub energy_ev: Vec<f64>,
    pub axis: Option<Axis>,
    /// One for each point of a map or series; one where there is none.
    pub rows: Vec<SignalRow>,
    /// Rows of the file that are too many.
    pub not_read: usize,
    pub unit: CountUnit,
    /// Scans that were summed, where the file says it.
    pub scans: Option<usize>,
    pub doubts: Vec<Doubt>,
}

/// Intensities, and where they stand in a series: names and values of its axes.
pub(super) struct SignalRow {
    pub counts: Vec<f64>,
    pub place: Vec<(String, String)>,
}

/// What a dimension of a signal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DimensionRole {
    Energy,
    Scan,
    Channel,
    Series,
}

/// A dimension of a signal.
struct SignalDimension {
    name: String,
    length: usize,
    role: DimensionRole,
}

/// Reads a data group; `most` rows at most.
///
/// # Errors
/// No signal, no energies, or ones that do not go together; numbers that no detector gives.
pub(super) fn read(data: &Object<'_, '_>, most: usize) -> Result<Signal, Fault> {
    let (signal, name) = signal(data)?;
    let at = signal.place();
    let fault = |found: String, expected: &str| Err(Fault::at_byte(at, found, expected));
    let lengths = signal.lengths()?.unwrap_or_default();
    if lengths.is_empty() || lengths.len() > MAX_RANK || lengths.contains(&0) {
        let found = format!("a signal {} of {} dimensions", quote(&name), lengths.len());
        return fault(found, "one over energies");
    }
    let mut doubts = Vec::new();
    let names = axis_names(data, &signal, lengths.len());
    let Some((energy_name, energies)) = energies(data, &names) else {
        let found = format!("a signal {} without an axis of energies", quote(&name));
        return fault(found, "one over energies");
    };
    let energy_ev = in_ev(&energies, &energy_name, &mut doubts)?;
    let dimension = energy_dimension(data, &names, &energy_name, &lengths, energy_ev.len());
    let Some(dimension) = dimension else {
        let all: Vec<String> = lengths.iter().map(usize::to_string).collect();
        let found = format!("a signal of {} points", all.join(" × "));
        let expected = format!("{} of them along its energies", energy_ev.len());
        return Err(Fault::at_byte(at, found, expected));
    };
    if energy_ev.len() < 2 {
        return fault(format!("{} energies", energy_ev.len()), "two or more");
    }
    let wild = energy_ev.iter().position(|e| e.abs() > MOST_EV);
    if let Some(i) = turns_back(&energy_ev).or(wild) {
        let found = format!("an energy of {} at point {}", energy_ev[i], i + 1);
        return fault(found, "energies that only rise or only fall");
    }
    let dimensions = dimensions(&names, &lengths, dimension, &mut doubts);
    let numbers = signal.numbers()?;
    let places = series_places(data, &dimensions);
    let (mut rows, all_rows) = sums(&numbers, &dimensions, energy_ev.len(), most);
    let scans = product(&dimensions, DimensionRole::Scan);
    let unit = units::counts(&attribute_text(&signal, "units").unwrap_or_default());
    if unit == CountUnit::CountsPerSecond && scans > 1 {
        let mean = |c: &mut f64| *c /= scans as f64;
        rows.iter_mut().flatten().for_each(mean);
    }
    // A map that was broken off ends in rows without numbers: the others stay.
    let read = rows.len();
    let mut lost = None;
    let rows = rows.into_iter().enumerate().filter_map(|(number, counts)| {
        if let Some(i) = no_intensity(&counts) {
            let (value, point, number) = (counts[i], i + 1, number + 1);
            let found = format!("{value:e} at point {point} of spectrum {number}");
            lost.get_or_insert(found);
            return None;
        }
        let place = places(number);
        Some(SignalRow { counts, place })
    });
    let rows: Vec<SignalRow> = rows.collect();
    if let Some(found) = lost {
        if rows.is_empty() {
            return fault(found, "an intensity");
        }
        let left_out = read - rows.len();
        doubts.push(Doubt::left_out(format!(
            "{left_out} spectra are left out, whose numbers are no intensities: the first has \
             {found}"
        )));
    }
    Ok(Signal {
        axis: axis(&energies, &energy_name),
        energy_ev,
        rows,
        not_read: all_rows.saturating_sub(read),
        unit,
        scans: dimensions
            .iter()
            .any(|d| d.role == DimensionRole::Scan)
            .then_some(scans),
        doubts,
    })
}

/// The signal of a data group, by its attribute, by an attribute of its own (old files), or by
/// its usual name.
fn signal<'f, 'a>(data: &Object<'f, 'a>) -> Result<(Object<'f, 'a>, String), Fault> {
    let named = attribute_text(data, "signal");
    let names = match &named {
        Some(name) => vec![name.clone()],
        None => data.names()?,
    };
    let is_marked = |o: &Object<'_, '_>| {
        attribute_number(o, "signal") == Some(1.0)
            || attribute_text(o, "signal").as_deref() == Some("1")
    };
    for name in names.into_iter().take(MAX_MEMBERS) {
        let Some(field) = data.get(&name)?.filter(Object::is_data) else {
            continue;
        };
        if named.is_some() || name == "data" || is_marked(&field) {
            return Ok((field, name));
        }
    }
    let found = match named {
        Some(name) => format!("no signal {}", quote(&name)),
        None => "no signal".to_owned(),
    };
    Err(Fault::at_byte(
        data.place(),
        found,
        "an NXdata group with one",
    ))
}

/// Names of the axes of a signal, one for each dimension, empty where it has none.
fn axis_names(data: &Object<'_, '_>, signal: &Object<'_, '_>, rank: usize) -> Vec<String> {
    let mut names = attribute_texts(data, "axes");
    if names.is_empty() {
        names = attribute_texts(signal, "axes");
    }
    // Old files write them as one text.
    if let [one] = names.as_slice()
        && one.contains([':', ','])
    {
        let one = one.trim_matches(['[', ']']).to_owned();
        names = one.split([':', ',']).map(|n| n.trim().to_owned()).collect();
    }
    for name in &mut names {
        if name == "." {
            name.clear();
        }
    }
    names.resize(rank, String::new());
    names
}

/// The energies of a data group and their name: an axis by its name, by its unit, or a field
/// called so.
fn energies<'f, 'a>(data: &Object<'f, 'a>, names: &[String]) -> Option<(String, Object<'f, 'a>)> {
    let field = |name: &str| Some((name.to_owned(), get(data, name).filter(Object::is_data)?));
    let named = |name: &&String| {
        let name = name.to_lowercase();
        let energy = ["energy", "energies", "kinetic", "binding"];
        energy.iter().any(|w| name.contains(w)) && !name.contains("photon")
    };
    let mut by_name = names.iter().filter(named);
    if let Some(found) = by_name.find_map(|n| field(n)) {
        return Some(found);
    }
    let in_ev = |(_, o): &(String, Object<'_, '_>)| {
        attribute_text(o, "units").is_some_and(|u| units::energy_ev(&u).is_some())
    };
    let mut by_unit = names
        .iter()
        .filter(|n| !n.is_empty())
        .filter_map(|n| field(n));
    by_unit.find(in_ev).or_else(|| field("energy"))
}

/// Energies in eV.
fn in_ev(
    energies: &Object<'_, '_>,
    name: &str,
    doubts: &mut Vec<Doubt>,
) -> Result<Vec<f64>, Fault> {
    let numbers = energies.numbers()?;
    let unit = attribute_text(energies, "units").unwrap_or_default();
    let factor = match (units::energy_ev(&unit), unit.is_empty()) {
        (Some(factor), _) => factor,
        (None, true) => {
            doubts.push(Doubt::presumed("energies without a unit are taken as eV"));
            1.0
        }
        (None, false) => {
            let found = format!("{} in the unit {}", quote(name), quote(&unit));
            return Err(Fault::at_byte(energies.place(), found, "energies"));
        }
    };
    if factor == 1.0 {
        return Ok(numbers);
    }
    Ok(numbers.iter().map(|e| tidy(e * factor)).collect())
}

/// What the energies are, by their type, or by their name.
fn axis(energies: &Object<'_, '_>, name: &str) -> Option<Axis> {
    let said = ["type", "energy_type", "long_name"].map(|a| attribute_text(energies, a));
    let said = said.into_iter().flatten().chain([name.to_owned()]);
    said.map(|s| s.to_lowercase()).find_map(|s| {
        match (s.contains("kinetic"), s.contains("binding")) {
            (true, false) => Some(Axis::Kinetic),
            (false, true) => Some(Axis::Binding),
            _ => None,
        }
    })
}

/// The dimension along which the energies run: by their place among the axes, by the attribute
/// `…_indices`, or by their number, where it is that of one dimension only.
fn energy_dimension(
    data: &Object<'_, '_>,
    names: &[String],
    name: &str,
    lengths: &[usize],
    count: usize,
) -> Option<usize> {
    let fits = |d: &usize| lengths.get(*d) == Some(&count);
    let by_name = names.iter().position(|n| n == name).filter(fits);
    let by_index = || {
        let index = attribute_number(data, &format!("{name}_indices"))?;
        let index = (0.0..MAX_RANK as f64)
            .contains(&index)
            .then_some(index as usize);
        index.filter(fits)
    };
    let by_length = || {
        let mut fitting = (0..lengths.len()).filter(fits);
        fitting.next().filter(|_| fitting.next().is_none())
    };
    by_name.or_else(by_index).or_else(by_length)
}

/// The dimensions of a signal with their roles; warns of those that are summed on a guess.
fn dimensions(
    names: &[String],
    lengths: &[usize],
    energy: usize,
    doubts: &mut Vec<Doubt>,
) -> Vec<SignalDimension> {
    let each = names.iter().zip(lengths).enumerate();
    let dimension = |(i, (name, length)): (usize, (&String, &usize))| {
        let lower = name.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| lower.contains(w));
        let role = if i == energy {
            DimensionRole::Energy
        } else if has(&SCANS) {
            DimensionRole::Scan
        } else if name.is_empty() {
            if *length > 1 {
                doubts.push(Doubt::summed(format!(
                    "{length} rows of intensities that the file does not name are taken as scans \
                     and summed"
                )));
            }
            DimensionRole::Scan
        } else if has(&CHANNELS) || MOMENTUM.iter().any(|k| lower.starts_with(k)) {
            if *length > 1 {
                doubts.push(Doubt::summed(format!(
                    "{length} rows of intensities along {} are summed",
                    quote(name)
                )));
            }
            DimensionRole::Channel
        } else {
            DimensionRole::Series
        };
        SignalDimension {
            name: name.clone(),
            length: *length,
            role,
        }
    };
    each.map(dimension).collect()
}

/// Points along all dimensions of a role.
fn product(dimensions: &[SignalDimension], role: DimensionRole) -> usize {
    let of_role = dimensions.iter().filter(|d| d.role == role);
    of_role.fold(1, |n, d| n.saturating_mul(d.length))
}

/// Rows of intensities, summed along scans and channels; `most` at most. And how many there are.
fn sums(
    numbers: &[f64],
    dimensions: &[SignalDimension],
    energies: usize,
    most: usize,
) -> (Vec<Vec<f64>>, usize) {
    let all = product(dimensions, DimensionRole::Series);
    let mut rows = vec![vec![0.0; energies]; all.min(most)];
    let mut place = vec![0; dimensions.len()];
    for number in numbers {
        let (mut row, mut energy) = (0, 0);
        for (i, dimension) in place.iter().zip(dimensions) {
            match dimension.role {
                DimensionRole::Energy => energy = *i,
                DimensionRole::Series => row = row * dimension.length + i,
                _ => {}
            }
        }
        if let Some(sum) = rows.get_mut(row).and_then(|r| r.get_mut(energy)) {
            *sum += number;
        }
        for (i, dimension) in place.iter_mut().zip(dimensions).rev() {
            *i += 1;
            if *i < dimension.length {
                break;
            }
            *i = 0;
        }
    }
    (rows, all)
}

/// Says where a row stands in a series: names of its axes, and values with units where the file
/// has them, else numbers from 1.
fn series_places(
    data: &Object<'_, '_>,
    dimensions: &[SignalDimension],
) -> impl Fn(usize) -> Vec<(String, String)> {
    let series = dimensions
        .iter()
        .filter(|d| d.role == DimensionRole::Series);
    let axes: Vec<_> = series
        .map(|d| {
            let field = get(data, &d.name);
            let values = field.as_ref().and_then(|f| f.numbers().ok());
            let values = values.filter(|v| v.len() == d.length);
            let unit = field.and_then(|f| attribute_text(&f, "units"));
            (d.name.clone(), d.length, values, unit.unwrap_or_default())
        })
        .collect();
    move |row| {
        let mut rest = row;
        let each = axes.iter().rev().map(|(name, length, values, unit)| {
            let i = rest % length;
            rest /= length;
            let value = match values.as_ref().and_then(|v| v.get(i)) {
                Some(value) => format!("{} {unit}", tidy(*value)),
                None => (i + 1).to_string(),
            };
            (name.clone(), value.trim().to_owned())
        });
        let mut places: Vec<_> = each.collect();
        places.reverse();
        places
    }
}
