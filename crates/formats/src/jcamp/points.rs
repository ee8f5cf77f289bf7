//! The tables of numbers of a block as points of a spectrum.

use super::asdf::{self, AbscissaGrid, AsdfOrdinates};
use super::facts;
use super::records::{JcampBlock, Record, uncommented};
use crate::shared::checks::tidy;
use crate::shared::error::{Fault, quote};
use crate::shared::lines::number;
use speclens_spectrum::{Axis, Doubt};

/// Fewest points of a “peak table” in equal steps that is taken for a spectrum.
const LEAST_POINTS: usize = 32;

/// Numbers of a block, and what their columns are.
#[derive(Default)]
pub(super) struct Points {
    /// In the file's unit until [`Points::scaled`].
    pub energy_ev: Vec<f64>,
    pub counts: Vec<f64>,
    pub transmission: Option<Vec<f64>>,
    /// Words on the abscissa and on the ordinate.
    pub words: [String; 2],
    /// Sum of binding and kinetic energy, eV, where both are given.
    pub photon_energy_ev: Option<f64>,
    pub doubts: Vec<Doubt>,
}

impl Points {
    /// The same points with their energies told in eV.
    pub fn scaled(mut self, energies: facts::ElectronEnergies) -> Points {
        if energies.electronvolts != 1.0 {
            for energy in &mut self.energy_ev {
                *energy = tidy(*energy * energies.electronvolts);
            }
        }
        self
    }

    /// Leaves points out whose value the file gives as `?`, and a transmission that is none.
    pub fn leave_out_missing(&mut self) {
        let missing = self.counts.iter().filter(|c| c.is_nan()).count();
        let mut transmission = self.transmission.take();
        if missing > 0 {
            let all = self.counts.len();
            self.doubts.push(Doubt::left_out(format!(
                "{missing} of {all} points without an intensity are left out"
            )));
            let there: Vec<bool> = self.counts.iter().map(|c| !c.is_nan()).collect();
            let keep = |values: &mut Vec<f64>| {
                let mut there = there.iter();
                values.retain(|_| there.next().copied().unwrap_or(false));
            };
            keep(&mut self.energy_ev);
            keep(&mut self.counts);
            transmission.iter_mut().for_each(keep);
        }
        if transmission
            .as_ref()
            .is_some_and(|t| t.iter().any(|v| !(*v > 0.0 && v.is_finite())))
        {
            self.doubts.push(Doubt::transmission_left_out(
                "the transmission is not above zero everywhere, and is left out",
            ));
            transmission = None;
        }
        self.transmission = transmission;
    }
}

/// A number of the header.
fn real(block: &JcampBlock, label: &str) -> Result<Option<f64>, Fault> {
    let Some(record) = block.record(label) else {
        return Ok(None);
    };
    match uncommented(record.value) {
        "" => Ok(None),
        value => match number(value) {
            Some(value) => Ok(Some(value)),
            None => {
                let expected = format!("a number after “##{}=”", record.written);
                Err(Fault::at_line(record.line, quote(value), expected))
            }
        },
    }
}

/// `##XYDATA=(X++(Y..Y))`, of at most `most` points.
///
/// # Errors
/// Lines that are no numbers, or without abscissas.
pub(super) fn xy_data(block: &JcampBlock, data: &Record, most: usize) -> Result<Points, Fault> {
    // Some writers name pairs so, or forget the last bracket.
    let form = form(data.value);
    if form == "(XY..XY)" {
        return xy_points(block, data);
    }
    if !["(X++(Y..Y))", "(X++(Y..Y)"].contains(&form.as_str()) {
        let expected = "“##XYDATA= (X++(Y..Y))”";
        return Err(Fault::at_line(data.line, quote(data.value), expected));
    }
    let x_factor = real(block, "XFACTOR")?.unwrap_or(1.0);
    let y_factor = real(block, "YFACTOR")?.unwrap_or(1.0);
    let said = Abscissas::of(block, x_factor)?;
    let out = asdf::ordinates(data, said.grid().as_ref(), most)?;
    let n = out.values.len();
    let mut doubts = Vec::new();
    let Some((start, step)) = said.start_and_step(&out, &mut doubts) else {
        let found = "data without their abscissas";
        let expected = "“##FIRSTX=” and “##LASTX=” or “##DELTAX=”";
        return Err(Fault::at_line(block.line, found, expected));
    };
    doubts.extend(said.doubts(n));
    if out.bad_checks > 0 {
        doubts.push(Doubt::incomplete(format!(
            "{} check values of compressed lines do not fit: the intensities may be damaged",
            out.bad_checks
        )));
    }
    if out.bad_abscissas > 0 {
        doubts.push(Doubt::incomplete(format!(
            "{} lines begin with an abscissa that does not fit the line before: points may be lost",
            out.bad_abscissas
        )));
    }
    Ok(Points {
        energy_ev: (0..n).map(|i| tidy(start + step * i as f64)).collect(),
        counts: out.values.iter().map(|v| v * y_factor).collect(),
        doubts,
        ..Default::default()
    })
}

/// What the header says of the abscissas of `##XYDATA=`.
struct Abscissas {
    factor: f64,
    first: Option<f64>,
    last: Option<f64>,
    /// Number of points.
    announced: Option<f64>,
    delta: Option<f64>,
    /// Step from first and last abscissa and number of points.
    from_ends: Option<f64>,
}

impl Abscissas {
    fn of(block: &JcampBlock, factor: f64) -> Result<Abscissas, Fault> {
        let (first, last) = (real(block, "FIRSTX")?, real(block, "LASTX")?);
        let announced = real(block, "NPOINTS")?;
        let from_ends = match (first, last, announced) {
            (Some(first), Some(last), Some(n)) if n > 1.0 => Some((last - first) / (n - 1.0)),
            _ => None,
        };
        Ok(Abscissas {
            factor,
            first,
            last,
            announced,
            delta: real(block, "DELTAX")?,
            from_ends,
        })
    }

    /// The grid, where the header gives first value and step.
    fn grid(&self) -> Option<AbscissaGrid> {
        let step = self.from_ends.or(self.delta);
        self.first.zip(step).map(|(first, step)| AbscissaGrid {
            first,
            step,
            factor: self.factor,
        })
    }

    /// First value and step, also from the lines of numbers.
    fn start_and_step(&self, out: &AsdfOrdinates, doubts: &mut Vec<Doubt>) -> Option<(f64, f64)> {
        let n = out.values.len();
        match (self.grid(), self.first, self.last, out.ends) {
            (Some(grid), ..) => Some((grid.first, grid.step)),
            (None, Some(first), Some(last), _) if n > 1 => {
                Some((first, (last - first) / (n - 1) as f64))
            }
            (None, _, _, Some([(i, a), (j, b)])) if j > i => {
                doubts.push(Doubt::presumed(
                    "the energies are those before the lines of numbers",
                ));
                let step = (b - a) * self.factor / (j - i) as f64;
                Some((a * self.factor, step))
            }
            _ => None,
        }
    }

    /// Where the header contradicts itself or the `n` points that there are.
    fn doubts(&self, n: usize) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let points = self.announced.unwrap_or(1.0);
        if let (Some(ends), Some(delta)) = (self.from_ends, self.delta)
            && (ends - delta).abs() * points > 2.0 * ends.abs()
        {
            doubts.push(Doubt::presumed(format!(
                "DELTAX ({delta}) is not the step between FIRSTX and LASTX ({}), which is taken",
                tidy(ends)
            )));
        }
        doubts.extend(
            self.announced
                .and_then(|announced| other_length(announced, n)),
        );
        doubts
    }
}

/// A doubt where a file holds other than the announced points.
fn other_length(announced: f64, n: usize) -> Option<Doubt> {
    let text = || format!("the file announces {announced} points and holds {n}");
    (announced != n as f64).then(|| Doubt::incomplete(text()))
}

/// `(X++(Y..Y))` without blanks and comments.
fn form(value: &str) -> String {
    let blank = |c: &char| !c.is_whitespace();
    uncommented(value).chars().filter(blank).take(64).collect()
}

/// `##XYPOINTS=(XY..XY)`, or a peak table of that form whose steps are those of a spectrum.
///
/// # Errors
/// Peaks, and what are no pairs of numbers.
pub(super) fn xy_points(block: &JcampBlock, data: &Record) -> Result<Points, Fault> {
    let peaks = data.label == "PEAKTABLE";
    let no_spectrum = |found: String| {
        let expected = "a spectrum (“##XYDATA=” or “##XYPOINTS=”)";
        Err(Fault::at_line(data.line, found, expected))
    };
    if form(data.value) != "(XY..XY)" {
        return no_spectrum(format!("##{}= {}", data.written, quote(data.value)));
    }
    let numbers = asdf::numbers(data)?;
    let (pairs, rest) = numbers.as_chunks::<2>();
    if !rest.is_empty() {
        let found = format!("{} numbers", numbers.len());
        return Err(Fault::at_line(data.line, found, "pairs of numbers"));
    }
    let x_factor = real(block, "XFACTOR")?.unwrap_or(1.0);
    let y_factor = real(block, "YFACTOR")?.unwrap_or(1.0);
    let mut points = Points {
        energy_ev: pairs.iter().map(|p| tidy(p[0] * x_factor)).collect(),
        counts: pairs.iter().map(|p| p[1] * y_factor).collect(),
        ..Default::default()
    };
    if peaks {
        let step = |w: &[f64]| w[1] - w[0];
        let mean = match points.energy_ev.as_slice() {
            [first, .., last] => (last - first) / (points.energy_ev.len() - 1) as f64,
            _ => 0.0,
        };
        let equal = |w: &[f64]| (step(w) - mean).abs() <= 0.05 * mean.abs();
        if points.energy_ev.len() < LEAST_POINTS || !points.energy_ev.windows(2).all(equal) {
            return no_spectrum("a peak table".to_owned());
        }
        points.doubts.push(Doubt::presumed(
            "the file calls the spectrum a peak table; its points lie in equal steps",
        ));
    } else if let Some(announced) = real(block, "NPOINTS")? {
        points.doubts.extend(other_length(announced, pairs.len()));
    }
    Ok(points)
}

/// `##NTUPLES=` with one page of rows, `(XYK..XYK)`: a column for each variable.
///
/// # Errors
/// Pages of other forms, and variables among which is no energy.
pub(super) fn ntuples(block: &JcampBlock, ntuples: &Record) -> Result<Points, Fault> {
    let mut tables = block.records.iter().filter(|r| r.label == "DATATABLE");
    let (Some(table), None) = (tables.next(), tables.next()) else {
        let found = format!("##NTUPLES= {} of other than one page", quote(ntuples.value));
        return Err(Fault::at_line(ntuples.line, found, "one “##DATA TABLE=”"));
    };
    let list = |label: &str| -> Vec<&str> {
        let values = block.text(label).unwrap_or_default();
        values.split(',').take(16).map(str::trim).collect()
    };
    let (symbols, names, units) = (list("SYMBOL"), list("VARNAME"), list("UNITS"));
    let row: String = symbols.concat();
    let form = form(table.value);
    if !form.starts_with(&format!("({row}..{row})")) || symbols.len() < 2 {
        let expected = "a table of rows such as “(XY..XY)”";
        return Err(Fault::at_line(table.line, quote(table.value), expected));
    }
    let words: Vec<String> = (0..symbols.len())
        .map(|i| {
            let of = |list: &[&str]| list.get(i).copied().unwrap_or_default().to_owned();
            format!("{} {}", of(&names), of(&units))
        })
        .collect();
    let numbers = asdf::numbers(table)?;
    if !numbers.len().is_multiple_of(symbols.len()) {
        let found = format!("{} numbers", numbers.len());
        let expected = format!("rows of {}", symbols.len());
        return Err(Fault::at_line(table.line, found, expected));
    }
    let column = |i: usize| -> Vec<f64> {
        numbers
            .iter()
            .skip(i)
            .step_by(symbols.len())
            .copied()
            .collect()
    };
    let find = |is: &dyn Fn(&str) -> bool| words.iter().position(|w| is(w));
    let on = |axis| move |w: &str| facts::energies(w).is_some_and(|e| e.axis == Some(axis));
    let (binding, kinetic) = (find(&on(Axis::Binding)), find(&on(Axis::Kinetic)));
    let is_transmission = |w: &str| w.to_lowercase().contains("transmission");
    let is_energy = |w: &str| facts::energies(w).is_some();
    let x = binding.or(kinetic).or(find(&is_energy));
    let y = find(&|w| !is_energy(w) && !is_transmission(w));
    let (Some(x), Some(y)) = (x, y) else {
        let found = format!("the variables {}", quote(&names.join(", ")));
        return Err(Fault::at_line(
            ntuples.line,
            found,
            "an energy in eV and an intensity",
        ));
    };
    let energies = column(x);
    let photon_energy_ev = binding.zip(kinetic).and_then(|(b, k)| {
        let unit = |i: usize| facts::energies(&words[i]).map_or(1.0, |e| e.electronvolts);
        let (unit_b, unit_k) = (unit(b), unit(k));
        let pairs = column(b).into_iter().zip(column(k));
        let sums = pairs.map(|(b, k)| b * unit_b + k * unit_k);
        let (lo, hi) = sums.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), s| {
            (lo.min(s), hi.max(s))
        });
        (hi - lo < 0.01 && lo > 0.0).then(|| tidy((lo + hi) / 2.0))
    });
    Ok(Points {
        energy_ev: energies.into_iter().map(tidy).collect(),
        counts: column(y),
        transmission: find(&is_transmission).map(column),
        words: [words[x].clone(), words[y].clone()],
        photon_energy_ev,
        doubts: Vec::new(),
    })
}
