//! The examples of the page: surveys of known samples, simulated by us and labelled so.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use speclens::physics::chemical_state::Class;
use speclens::physics::instrument::{Instrument, Transmission};
use speclens::physics::recording::{Exposure, Recording, Scan};
use speclens::physics::sample::{Phase, Sample};
use speclens::physics::simulate::{as_tabulated, simulate};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;
use speclens::spectrum::elements;

use super::vamas;

/// Surveys of examples run from −5 to 1350 eV in 1 eV steps, as on many instruments.
const GRID: Grid = Grid {
    lo_ev: -5.0,
    step_ev: 1.0,
    points: 1356,
};

/// The instrument of the examples with another source, and T ∝ E^`transmission`.
pub fn instrument(source: Source, twin_anode: bool, transmission: f64) -> Instrument {
    let usual = match (source, twin_anode) {
        (Source::AlKa, false) => Instrument::default(),
        _ => Instrument::twin_anode(source),
    };
    Instrument {
        analyser_fwhm_ev: 1.3,
        transmission: Transmission::power(transmission),
        ..usual
    }
}

struct Example {
    file: &'static str,
    sample: &'static str,
    bulk: &'static [(&'static str, f64, Class)],
    gap_ev: f64,
    carbon_nm: f64,
}

const EXAMPLES: &[Example] = &[
    Example {
        file: "gold.vms",
        sample: "gold film (simulated)",
        bulk: &[("Au", 1.0, Class::Element)],
        gap_ev: 0.0,
        carbon_nm: 0.4,
    },
    Example {
        file: "ito.vms",
        sample: "indium tin oxide (simulated)",
        bulk: &[
            ("In", 0.36, Class::Oxide),
            ("Sn", 0.04, Class::Oxide),
            ("O", 0.6, Class::Oxide),
        ],
        gap_ev: 3.7,
        carbon_nm: 0.8,
    },
    Example {
        file: "perovskite.vms",
        sample: "CsPbBr3 film (simulated)",
        bulk: &[
            ("Cs", 0.2, Class::Halide),
            ("Pb", 0.2, Class::Halide),
            ("Br", 0.6, Class::Halide),
        ],
        gap_ev: 2.3,
        carbon_nm: 0.6,
    },
];

/// Writes the examples into `folder`.
///
/// # Errors
/// Files that cannot be written.
pub fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (seed, example) in EXAMPLES.iter().enumerate() {
        let text = vamas::text(example.sample, &GRID, &counts(example, seed as u64)?);
        let path = folder.join(example.file);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// The phase of elements in their typical chemical states.
///
/// # Errors
/// An element outside the library.
pub fn phase(parts: &[(&str, f64, Class)], gap_ev: f64) -> Result<Phase> {
    let parts = parts
        .iter()
        .map(|&(symbol, fraction, class)| {
            let element = elements::by_symbol(symbol)
                .with_context(|| format!("{symbol}: no element of the library"))?;
            Ok((element.z, fraction, class))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Phase::typical(&parts, gap_ev))
}

/// The survey of `composition` (`Fe=0.4,O=0.6`) as CSV, without noise.
///
/// # Errors
/// A composition that cannot be read, or an impossible sample.
pub fn csv(
    composition: &str,
    oxide: bool,
    carbon_nm: f64,
    instrument: &Instrument,
) -> Result<String> {
    let mut parts = Vec::new();
    for item in composition.split(',') {
        let (symbol, fraction) = item
            .split_once('=')
            .with_context(|| format!("{item:?}: expected SYMBOL=FRACTION"))?;
        let fraction: f64 = fraction
            .trim()
            .parse()
            .with_context(|| format!("{item:?}: no fraction"))?;
        let class = match (oxide, symbol.trim()) {
            (true, _) => Class::Oxide,
            (false, _) => Class::Element,
        };
        parts.push((symbol.trim(), fraction, class));
    }
    let sample = Sample::clean(phase(&parts, 0.0)?).contaminated(carbon_nm);
    let expected = simulate(&sample, instrument, &GRID, as_tabulated)?;
    let mut text = String::from("Binding Energy (eV),Intensity (arb. u.)\n");
    for (i, y) in expected.iter().enumerate() {
        let _ = writeln!(text, "{:.1},{y}", GRID.energy_ev(i));
    }
    Ok(text)
}

fn counts(example: &Example, seed: u64) -> Result<Vec<f64>> {
    let bulk = phase(example.bulk, example.gap_ev)?;
    let sample = Sample::clean(bulk).contaminated(example.carbon_nm);
    let expected = simulate(
        &sample,
        &instrument(Source::AlKa, false, -0.4),
        &GRID,
        as_tabulated,
    )?;
    let recording = Recording {
        dark: 0.001,
        exposure: Exposure::Counts(40_000.0),
        ..Recording::ideal(Scan::of_grid(&GRID))
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    Ok(recording.record(&expected, &GRID, &mut rng)?.counts)
}
