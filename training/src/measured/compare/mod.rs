//! Truth against measurement: the simulation laid over every measured spectrum of known sample.
//! Measured spectra are for validation only, and are not part of the repository.
//!
//! What is known of a sample (`sample`) gives its lines (`lines`); both are fitted to the measured curve (`fit`); the
//! fit is judged (`judge`, `families`) and reported (`report`). Each uses those before it alone.

mod families;
mod fit;
mod judge;
mod lines;
mod report;
mod sample;

use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use speclens::conventional::EvenCurve;
use speclens::spectrum::Grid;
use speclens::spectrum::Spectrum;

use super::truth::{self, Truth};
use report::{Compared, figure, table, text};
use sample::KnownSample;

/// Steps of the comparison, eV: the finer for files with steps below 0.75 eV.
const STEPS_EV: [f64; 2] = [0.5, 1.0];

/// Compares every spectrum that the table `truth` names and whose file or sample holds `only`
/// with its simulation: prints a table, and writes `positions.tsv`, `areas.tsv`, `fits.tsv` and a
/// PNG per spectrum into `out`. What cannot be read is said and left out.
///
/// # Errors
/// The table cannot be read, or the folder not written.
pub fn compare(truth: &Path, out: &Path, only: Option<&str>) -> Result<()> {
    let (rows, folder) = truth::table(truth)?;
    std::fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    figure::register_font()?;
    let wanted: Vec<&Truth> = rows
        .iter()
        .filter(|r| only.is_none_or(|o| r.file.contains(o) || r.sample.contains(o)))
        .collect();
    let results: Vec<(&Truth, Result<Compared>)> = wanted
        .par_iter()
        .map(|row| (*row, one(row, &folder, out)))
        .collect();
    let mut all = Vec::new();
    for (row, result) in results {
        match result {
            Ok(compared) => {
                println!("{}", text::block(&compared));
                all.push(compared);
            }
            Err(reason) => println!("{} · {}\n  left out: {reason:#}\n", row.file, row.sample),
        }
    }
    let write = |name: &str, content: String| {
        let path = out.join(name);
        std::fs::write(&path, content).with_context(|| path.display().to_string())
    };
    write("positions.tsv", table::positions(&all))?;
    write("areas.tsv", table::areas(&all))?;
    write("fits.tsv", table::fits(&all))?;
    print!("{}{}", text::worst(&all), text::summary(&all));
    Ok(())
}

/// Of the elements `named`, which `row` does not list: those whose lines stand in its survey (a file in
/// `folder`) as a fit of the simulation has it, without any network. The fit takes them besides the listed
/// ones, or leaves a peak at their strongest line unexplained.
///
/// # Errors
/// A file that cannot be read or fitted.
pub fn standing(row: &Truth, folder: &Path, named: &[u8]) -> Result<Vec<u8>> {
    let (known, measured) = known(row, folder)?;
    fit::standing(&known, &measured, named)
}

fn known(row: &Truth, folder: &Path) -> Result<(KnownSample, EvenCurve)> {
    let mut spectrum = row.spectrum(folder)?;
    spectrum.photon_energy_ev = spectrum.photon_energy_ev.or(row.photon_energy_ev);
    Ok((KnownSample::new(row, &spectrum)?, on_even_grid(&spectrum)?))
}

fn one(row: &Truth, folder: &Path, out: &Path) -> Result<Compared> {
    let (known, measured) = known(row, folder)?;
    let fit = fit::fit(&known, &measured)?;
    let compared = Compared {
        name: [row.file.clone(), row.sample.clone()],
        verdict: judge::judge(&fit, &measured),
        fit,
    };
    let path = out.join(file_name(row));
    figure::write(&path, &compared, &measured).with_context(|| path.display().to_string())?;
    Ok(compared)
}

/// The spectrum's counts, over its transmission function where there is one, on an even grid.
fn on_even_grid(spectrum: &Spectrum) -> Result<EvenCurve> {
    let [lo, hi] = spectrum.range_ev();
    let points = spectrum.counts.len();
    let fine = (hi - lo) / (points.max(2) - 1) as f64;
    let step_ev = if fine < 0.75 {
        STEPS_EV[0]
    } else {
        STEPS_EV[1]
    };
    let grid = Grid {
        lo_ev: (lo / step_ev).ceil() * step_ev,
        step_ev,
        points: ((hi - lo) / step_ev).floor() as usize + 1,
    };
    let input = grid.place(spectrum)?;
    let (values, mask) = input.tensor.split_at(grid.points);
    let first = mask.iter().position(|m| *m > 0.0).unwrap_or(0);
    let covered = mask[first..].iter().take_while(|m| **m > 0.0).count();
    if covered < 100 {
        bail!("only {covered} energies without a gap");
    }
    Ok(EvenCurve {
        lo_ev: grid.energy_ev(first),
        step_ev,
        values: values[first..first + covered]
            .iter()
            .map(|v| f64::from(*v) * input.scale)
            .collect(),
    })
}

/// `file-sample.png`, with letters, digits and hyphens only.
fn file_name(row: &Truth) -> String {
    let stem = Path::new(&row.file)
        .file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let text = format!("{stem} {}", row.sample);
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    format!("{}.png", words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use speclens::spectrum::Axis;

    #[test]
    fn file_names_are_plain() {
        let row = Truth::parse("surveys/a_b.vms\t1. Ag in 4 mbar He");
        assert_eq!(file_name(&row), "a-b-1-Ag-in-4-mbar-He.png");
    }

    #[test]
    fn counts_are_divided_by_the_transmission_and_kept_in_size() {
        let spectrum = Spectrum {
            axis: Some(Axis::Binding),
            energy_ev: (0..500).map(f64::from).collect(),
            counts: vec![600.0; 500],
            transmission: Some(vec![2.0; 500]),
            ..Default::default()
        };
        let curve = on_even_grid(&spectrum).unwrap();
        assert_eq!(
            (curve.lo_ev, curve.step_ev, curve.values.len()),
            (0.0, 1.0, 500)
        );
        assert!(curve.values.iter().all(|v| (v - 300.0).abs() < 1e-3));
    }
}
