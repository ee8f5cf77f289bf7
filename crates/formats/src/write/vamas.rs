//! Spectra as VAMAS, ISO 14976 (layout: see [`crate::vamas`]).

use super::{WriteError, check, number, one_line};
use crate::shared::checks::tidy;
use crate::shared::notes::note;
use crate::vamas::casa::Casa;
use crate::vamas::{self, TERMINATOR, own};
use speclens_spectrum::{CountUnit, Source, Spectrum, Technique, sentences};

const UNSPECIFIED: &str = "1E37";
const NOT_SPECIFIED: &str = "Not Specified";

/// VAMAS text: a block for each spectrum, experiment mode `NORM`. The scan mode is `REGULAR` where
/// the energies of every spectrum have one step, to a nanoelectronvolt as they are read, else
/// `IRREGULAR`.
///
/// Reading gives the same spectra, but for file name, position and doubts. What VAMAS has no
/// place for stands in the comment of the block, see `vamas::own`. Dwell time and number of scans that
/// are not known are written as 1: programs divide by them.
///
/// # Errors
/// [`WriteError`]: no spectrum, or one whose numbers are not finite or do not fit together.
pub fn vamas(spectra: &[Spectrum]) -> Result<String, WriteError> {
    check(spectra)?;
    let steps: Option<Vec<f64>> = spectra.iter().map(|s| step(&s.energy_ev)).collect();
    // What the plain parts of the standard do not hold shows when they are read.
    let plain = text(spectra, steps.as_deref(), &[]);
    let lost = |reason: String| WriteError::Spectrum { number: 1, reason };
    let plain = vamas::read(&plain).map_err(|fault| lost(fault.to_string()))?;
    if plain.len() < spectra.len() {
        // Steps below the nanoelectronvolt to which energies are read.
        return Err(lost(
            plain
                .first()
                .map_or(String::new(), |s| sentences(&s.doubts).join("; ")),
        ));
    }
    Ok(text(spectra, steps.as_deref(), &plain))
}

fn text(spectra: &[Spectrum], steps: Option<&[f64]>, plain: &[Spectrum]) -> String {
    let mut out = Out::default();
    out.put("VAMAS Surface Chemical Analysis Standard Data Transfer Format 1988 May 4");
    out.put(specified(common_note(spectra, "institution")));
    out.put(specified(common(spectra, |s| s.instrument.as_deref())));
    out.put(specified(common_note(spectra, "operator")));
    out.put(specified(common_note(spectra, "experiment")));
    match common(spectra, |s| s.source_analyser_angle_deg) {
        Some(angle) => {
            out.put(1);
            out.put(format!("{} {angle} d", own::ANGLE));
        }
        None => out.put(0),
    }
    out.put("NORM");
    out.put(if steps.is_some() {
        "REGULAR"
    } else {
        "IRREGULAR"
    });
    out.put(spectra.len());
    out.all(&["1", "Exp Variable", "d"]);
    // Blocks give all parameters; no manual items, no entries for the future.
    out.all(&["0", "0", "0", "0"]);
    out.put(spectra.len());
    for (i, spectrum) in spectra.iter().enumerate() {
        let step = steps.and_then(|s| s.get(i)).copied();
        // Depth profiles: the same sample and region again.
        let same = |s: &&Spectrum| s.sample == spectrum.sample && s.region == spectrum.region;
        let repetition = spectra[..i].iter().filter(same).count();
        block(&mut out, spectrum, step, repetition, plain.get(i));
    }
    out.put(TERMINATOR);
    out.0
}

/// Lines, ended by LF.
#[derive(Default)]
struct Out(String);

impl Out {
    fn put(&mut self, line: impl std::fmt::Display) {
        self.0 += &format!("{line}\n");
    }

    fn all(&mut self, lines: &[&str]) {
        lines.iter().for_each(|line| self.put(line));
    }

    fn real(&mut self, value: Option<f64>) {
        self.put(value.map_or(UNSPECIFIED.to_owned(), number));
    }
}

/// One block. The numbers in comments are the standard's prefix numbers.
fn block(
    out: &mut Out,
    s: &Spectrum,
    step: Option<f64>,
    repetition: usize,
    plain: Option<&Spectrum>,
) {
    let region = one_line(&s.region);
    let is_end = region.eq_ignore_ascii_case(TERMINATOR);
    out.put(if is_end { "" } else { &region });
    out.put(one_line(&s.sample));
    // 1 to 7: -1 is "not known".
    for part in date(s.date.as_deref().unwrap_or_default()) {
        out.put(part);
    }
    // 8
    let (casa, notes) = Casa::from_notes(&s.notes, s.photon_energy_ev);
    let comment = [casa.lines(), own::lines(s, plain, notes)].concat();
    out.put(comment.len());
    comment.iter().for_each(|line| out.put(line));
    // 9
    out.put(technique(s));
    // 11: the value of the experimental variable.
    out.put(repetition);
    source(out, s);
    analyser(out, s);
    // 29, 30: CasaXPS orders blocks by them.
    let (species, transition) = species(&region);
    out.put(one_line(note(s, "species").unwrap_or(species)));
    out.put(one_line(note(s, "transition").unwrap_or(transition)));
    out.put("-1");
    let columns = columns(out, s, step);
    // 33 to 36: signal mode, collection time, scans, time correction.
    out.put("pulse counting");
    out.put(number(s.dwell_s.unwrap_or(1.0)));
    out.put(s.scans.unwrap_or(1));
    out.put("0");
    // 38, 39: tilt and rotation of the sample.
    out.real(measure(s, "sample tilt"));
    out.all(&[UNSPECIFIED, UNSPECIFIED]);
    // 40: no additional parameters.
    out.put("0");
    ordinates(out, &columns, s.counts.len());
}

/// 12, 14 to 16, 19 and 20: the source.
fn source(out: &mut Out, s: &Spectrum) {
    let nearest = s.photon_energy_ev.and_then(Source::nearest);
    let named = nearest.map(|source| match source {
        Source::AlKa => "Al",
        Source::MgKa => "Mg",
    });
    out.put(specified(note(s, "source").or(named)));
    out.real(s.photon_energy_ev);
    out.real(measure(s, "source strength"));
    out.all(&[UNSPECIFIED, UNSPECIFIED]);
    out.real(measure(s, "source polar angle"));
    out.put(UNSPECIFIED);
}

/// 21 to 28: the analyser.
fn analyser(out: &mut Out, s: &Spectrum) {
    // 21, 22
    let ratio = measure(s, "retard ratio").filter(|_| s.pass_energy_ev.is_none());
    out.put(if ratio.is_some() { "FRR" } else { "FAT" });
    out.real(s.pass_energy_ev.or(ratio));
    // 23
    if technique(s) == "AES diff" {
        out.put(UNSPECIFIED);
    }
    // 24 to 28
    out.put(UNSPECIFIED);
    out.real(measure(s, "analyser work function"));
    out.real(measure(s, "target bias"));
    out.all(&[UNSPECIFIED, UNSPECIFIED]);
    out.real(measure(s, "take-off polar angle"));
    out.put(UNSPECIFIED);
}

/// 31 and 32: the abscissa, where it has a step, and the columns, which are returned.
fn columns<'s>(out: &mut Out, s: &'s Spectrum, step: Option<f64>) -> Vec<&'s [f64]> {
    let [label, unit] = match (s.axis, s.technique) {
        (Some(axis), _) => [axis.label(), "eV"],
        (None, Technique::Other) => ["abscissa", "d"],
        (None, _) => ["energy", "eV"],
    };
    let mut columns: Vec<(&str, &str, &[f64])> = Vec::new();
    match step {
        Some(step) => {
            out.all(&[label, unit]);
            out.real(s.energy_ev.first().copied());
            out.real(Some(step));
        }
        None => columns.push((label, unit, &s.energy_ev)),
    }
    let unit = match s.count_unit {
        CountUnit::Counts => "d",
        CountUnit::CountsPerSecond => "c/s",
        // "not defined here"
        CountUnit::Unknown => "n",
    };
    columns.push(("Intensity", unit, &s.counts));
    if let Some(transmission) = &s.transmission {
        columns.push(("Transmission", "d", transmission));
    }
    out.put(columns.len());
    for (label, unit, _) in &columns {
        out.all(&[label, unit]);
    }
    columns.into_iter().map(|(_, _, values)| values).collect()
}

/// The numbers of `points` points: how many, their extremes, and themselves.
fn ordinates(out: &mut Out, columns: &[&[f64]], points: usize) {
    out.put(columns.len() * points);
    for values in columns {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        out.put(number(least));
        out.put(number(most));
    }
    for i in 0..points {
        for values in columns {
            out.put(number(values.get(i).copied().unwrap_or_default()));
        }
    }
}

/// The step from which the reader computes these energies, to its nanoelectronvolt.
fn step(energy_ev: &[f64]) -> Option<f64> {
    let (first, last) = (*energy_ev.first()?, *energy_ev.last()?);
    let mean = (last - first) / (energy_ev.len().checked_sub(1)? as f64);
    [tidy(mean), mean].into_iter().find(|step| {
        let fits = |(i, e): (usize, &f64)| tidy(first + step * i as f64) == tidy(*e);
        *step != 0.0 && energy_ev.iter().enumerate().all(fits)
    })
}

/// The technique as the standard calls it. Those of ions need entries that a spectrum does not
/// have.
fn technique(s: &Spectrum) -> &'static str {
    let said = note(s, "technique").unwrap_or_default();
    let is = |name: &&str| name.eq_ignore_ascii_case(said);
    match s.technique {
        Technique::Xps => "XPS",
        Technique::Ups => "UPS",
        Technique::Aes => Some("AES diff").filter(is).unwrap_or("AES dir"),
        Technique::Other => {
            let known = ["EDX", "ELS", "XRF"].into_iter().find(is);
            known.unwrap_or(NOT_SPECIFIED)
        }
    }
}

/// Year, month, day, hours, minutes, seconds, hours in advance of GMT of a date such as
/// `2020-09-09 13:28:32 UTC+2`; −1 (0 for the last) where the text does not say it so.
fn date(text: &str) -> [String; 7] {
    let mut parts = ["-1", "-1", "-1", "-1", "-1", "-1", "0"].map(str::to_owned);
    let whole = |text: Option<&str>, digits: usize, max: u32| {
        let text = text.filter(|t| t.len() == digits && t.bytes().all(|b| b.is_ascii_digit()))?;
        text.parse::<u32>().ok().filter(|n| *n <= max)
    };
    let range = |from: usize, to: usize| text.get(from..to);
    let day = [(0, 4, 9999), (5, 7, 12), (8, 10, 31)];
    let time = [(11, 13, 23), (14, 16, 59), (17, 19, 60)];
    let numbers = |of: [(usize, usize, u32); 3]| -> Option<Vec<u32>> {
        of.iter()
            .map(|(a, b, max)| whole(range(*a, *b), b - a, *max))
            .collect()
    };
    let marks = |at: [usize; 2], mark: &str| at.iter().all(|i| range(*i, i + 1) == Some(mark));
    let Some(day) = numbers(day).filter(|d| marks([4, 7], "-") && d.iter().all(|n| *n > 0)) else {
        return parts;
    };
    for (part, n) in parts.iter_mut().zip(day) {
        *part = n.to_string();
    }
    let separated = [Some(" "), Some("T")].contains(&range(10, 11));
    if let Some(time) = numbers(time).filter(|_| separated && marks([13, 16], ":")) {
        for (part, n) in parts.iter_mut().skip(3).zip(time) {
            *part = n.to_string();
        }
        let zone = text.get(19..).and_then(|rest| rest.strip_prefix(" UTC"));
        let zone = zone.and_then(crate::shared::lines::number);
        if let Some(hours) = zone.filter(|h| h.abs() <= 24.0) {
            parts[6] = hours.to_string();
        }
    }
    parts
}

/// `Fe 2p` and `Fe2p` to `Fe` and `2p`; the whole name and nothing where it is no line.
fn species(region: &str) -> (&str, &str) {
    let letters = region.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (element, line) = region.split_at(letters);
    let line = line.trim_start();
    let is_element = (1..=2).contains(&letters) && element.starts_with(|c: char| c.is_uppercase());
    if is_element && !line.is_empty() {
        (element, line)
    } else {
        (region, "")
    }
}

/// The number of a note of the VAMAS reader that has a place of its own, without its unit.
fn measure(s: &Spectrum, key: &str) -> Option<f64> {
    crate::shared::lines::number(note(s, key)?.split(' ').next()?)
}

/// What all spectra have.
fn common<'a, T: PartialEq>(
    spectra: &'a [Spectrum],
    of: impl Fn(&'a Spectrum) -> Option<T>,
) -> Option<T> {
    let first = of(spectra.first()?)?;
    let same = spectra.iter().all(|s| of(s).as_ref() == Some(&first));
    same.then_some(first)
}

fn common_note<'a>(spectra: &'a [Spectrum], key: &str) -> Option<&'a str> {
    common(spectra, |s| note(s, key))
}

fn specified(text: Option<&str>) -> String {
    let text = one_line(text.unwrap_or_default());
    if text.is_empty() {
        NOT_SPECIFIED.to_owned()
    } else {
        text
    }
}
