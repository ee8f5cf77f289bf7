//! Held-out sets: one folder with a set for each rung of the ladders.
//!
//! The rungs hold the same samples, so that they can be compared pair by pair. What a rung changes
//! is the recording alone; everything else about it is ideal.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use speclens::physics::recording::{Exposure, Recording, Scan};
use speclens::spectrum::Grid;
use speclens::spectrum::Source;

use crate::samples::mixtures::Chemistry;
use crate::samples::{overlaps, source_name};
use crate::sets::{self, Configuration, Manifest, Samples};

/// Signal-to-noise ratios of the noise ladder, in channels of 1 eV.
pub const SNR: [f64; 6] = [100.0, 30.0, 10.0, 5.0, 3.8, 2.0];
/// Shifts of the energy scale, eV; 0 is the set `clean`.
pub const SHIFTS_EV: [f64; 10] = [-8.0, -5.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 5.0, 8.0];
/// Name of the set without noise and energy error.
pub const CLEAN: &str = "clean";
/// Name of the set of expected intensities: they are recorded when they are used, at random as in
/// training.
pub const RECORDED: &str = "recorded";
/// Name of the set of the samples of [`CLEAN`] without random deviations of their lines from the tables.
const AS_TABULATED: &str = "as-tabulated";
/// Name of the set of bare compounds: what others who simulate report on.
pub const COMPOUNDS: &str = "compounds";
/// Name of the index in the folder.
const INDEX: &str = "held-out.json";

/// `held-out.json`: which set is which rung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldOutIndex {
    /// `speclens-held-out`.
    pub format: String,
    /// Version of this layout, 1.
    pub version: u32,
    /// X-ray source.
    pub source: Source,
    /// Seed of the samples.
    pub seed: u64,
    /// Spectra in each set.
    pub count: usize,
    /// Sets that are no ladder: name of the folder.
    pub sets: Vec<String>,
    /// Ladders, from the easiest rung on.
    pub ladders: Vec<Ladder>,
}

/// Sets with the same samples that differ in one quantity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// What differs: `snr` or `shift_ev`.
    pub name: String,
    /// The rungs.
    pub rungs: Vec<Rung>,
}

/// A rung of a ladder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Value of the quantity.
    pub value: f64,
    /// Name of the set's folder.
    pub set: String,
}

/// The folder of held-out sets unless told otherwise.
pub fn folder_name(source: Source, seed: u64) -> String {
    format!("held-out-{}-{seed}", source_name(source))
}

/// The scan of all held-out sets: −5 to 1350 eV (1200 eV under Mg Kα) in steps of 1 eV.
pub fn scan(source: Source) -> Scan {
    Scan {
        from_ev: -5.0,
        to_ev: match source {
            Source::AlKa => 1350.0,
            Source::MgKa => 1200.0,
        },
        step_ev: 1.0,
    }
}

/// Makes the held-out sets of `seed` in `folder`; what is there already is kept.
///
/// # Errors
/// As [`sets::make`].
pub fn make(
    folder: &Path,
    count: usize,
    seed: u64,
    source: Source,
    grid: Grid,
    chemistry: Chemistry,
) -> Result<HeldOutIndex> {
    let ideal = Recording::ideal(scan(source));
    let rung = |recording| Configuration {
        recording: Some(recording),
        ..Configuration::mixtures(count, seed, source, grid, chemistry)
    };
    let of = |samples| Configuration {
        samples,
        ..rung(ideal)
    };
    let mut all = vec![
        (CLEAN.to_owned(), rung(ideal)),
        ("elements".to_owned(), of(Samples::Elements)),
        (COMPOUNDS.to_owned(), of(Samples::Compounds)),
        (
            "pairs".to_owned(),
            of(Samples::Pairs(overlaps::pairs(source)?)),
        ),
        (
            RECORDED.to_owned(),
            Configuration::mixtures(count, seed, source, grid, chemistry),
        ),
        (AS_TABULATED.to_owned(), of(Samples::MixturesAsTabulated)),
    ];
    let sets = all.iter().map(|s| s.0.clone()).collect();
    let mut noise = Vec::new();
    for snr in SNR {
        let set = format!("snr-{snr}");
        let exposure = Exposure::Snr(snr);
        all.push((set.clone(), rung(Recording { exposure, ..ideal })));
        noise.push(Rung { value: snr, set });
    }
    let mut shifts = vec![Rung {
        value: 0.0,
        set: CLEAN.to_owned(),
    }];
    for shift_ev in SHIFTS_EV {
        let set = format!("shift{shift_ev:+}");
        all.push((set.clone(), rung(Recording { shift_ev, ..ideal })));
        shifts.push(Rung {
            value: shift_ev,
            set,
        });
    }
    shifts.sort_by(|a, b| {
        let key = |r: &Rung| (r.value.abs(), r.value);
        key(a)
            .0
            .total_cmp(&key(b).0)
            .then(key(a).1.total_cmp(&key(b).1))
    });
    for (name, configuration) in &all {
        sets::make(&folder.join(name), configuration)?;
    }
    let ladder = |name: &str, rungs| Ladder {
        name: name.to_owned(),
        rungs,
    };
    let index = HeldOutIndex {
        format: "speclens-held-out".to_owned(),
        version: 1,
        source,
        seed,
        count,
        sets,
        ladders: vec![ladder("snr", noise), ladder("shift_ev", shifts)],
    };
    let json = serde_json::to_string_pretty(&index)? + "\n";
    sets::write_whole(&folder.join(INDEX), json.as_bytes())?;
    Ok(index)
}

impl HeldOutIndex {
    /// Reads the index of the held-out sets in `folder`.
    ///
    /// # Errors
    /// No such file, or one of another version.
    pub fn read(folder: &Path) -> Result<HeldOutIndex> {
        let path = folder.join(INDEX);
        let bytes = std::fs::read(&path).with_context(|| {
            format!(
                "{}: no held-out sets; `speclens-training simulate --held-out` makes them",
                folder.display()
            )
        })?;
        let index: HeldOutIndex =
            serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?;
        ensure!(
            index.format == "speclens-held-out" && index.version == 1,
            "{}: format {} version {}; this program reads speclens-held-out version 1",
            path.display(),
            index.format,
            index.version
        );
        Ok(index)
    }

    /// Names of all sets, each once.
    pub fn names(&self) -> Vec<&str> {
        let rungs = self.ladders.iter().flat_map(|l| &l.rungs).map(|r| &r.set);
        let mut names: Vec<&str> = Vec::new();
        for name in self.sets.iter().chain(rungs) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }
}

/// Whether two sets hold the same samples: they differ in the recording alone.
///
/// # Errors
/// A configuration that is no JSON.
pub fn same_samples(a: &Manifest, b: &Manifest) -> Result<bool> {
    let plain = |m: &Manifest| Configuration {
        recording: None,
        ..m.label.configuration.clone()
    };
    Ok(sets::alike(&plain(a), &plain(b))?
        && a.label.simulator.simulation == b.label.simulator.simulation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::GRID;
    use crate::sets::Set;

    #[test]
    fn the_rungs_hold_the_same_samples_and_differ_as_they_say() {
        let folder = tempfile::tempdir().unwrap();
        let made = make(
            folder.path(),
            3,
            1001,
            Source::AlKa,
            GRID,
            Chemistry::default(),
        )
        .unwrap();
        let index = HeldOutIndex::read(folder.path()).unwrap();
        assert_eq!(index, made);
        assert_eq!(index.names().len(), 6 + SNR.len() + SHIFTS_EV.len());
        let open = |name: &str| Set::open(&folder.path().join(name)).unwrap();
        let clean = open(CLEAN);
        assert!(index.sets.iter().any(|name| name == AS_TABULATED));
        for i in 0..3 {
            assert_eq!(open(AS_TABULATED).fractions(i), clean.fractions(i));
            assert_ne!(open(AS_TABULATED).input(i), clean.input(i));
        }
        for rung in index.ladders.iter().flat_map(|l| &l.rungs) {
            let set = open(&rung.set);
            assert!(
                same_samples(clean.manifest(), set.manifest()).unwrap(),
                "{}",
                rung.set
            );
            for i in 0..3 {
                assert_eq!(set.fractions(i), clean.fractions(i));
                let same = set.input(i) == clean.input(i);
                assert_eq!(same, rung.set == CLEAN, "{}", rung.set);
            }
        }
        assert!(!same_samples(clean.manifest(), open("pairs").manifest()).unwrap());
        let values: Vec<f64> = index.ladders[1].rungs.iter().map(|r| r.value).collect();
        assert_eq!(
            values,
            [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -5.0, 5.0, -8.0, 8.0]
        );
        let error = HeldOutIndex::read(&folder.path().join(CLEAN)).unwrap_err();
        assert!(error.to_string().contains("no held-out sets"), "{error}");
    }

    #[test]
    fn a_shift_of_five_moves_everything_five_points() {
        let folder = tempfile::tempdir().unwrap();
        make(
            folder.path(),
            1,
            7,
            Source::AlKa,
            GRID,
            Chemistry::default(),
        )
        .unwrap();
        let input = |name: &str| Set::open(&folder.path().join(name)).unwrap().input(0);
        let (clean, shifted) = (input(CLEAN), input("shift+5"));
        // The highest point may lie in what one of them does not see: compare shapes.
        let ratio = shifted[505] / clean[500];
        for i in 50..1300 {
            let difference = shifted[i + 5] - ratio * clean[i];
            assert!(difference.abs() < 1e-3, "{i}: {difference}");
        }
    }
}
