use std::fs;
use std::path::Path;

use speclens::spectrum::Grid;

use speclens::spectrum::Source;

use super::*;
use crate::samples::mixtures::Chemistry;
use crate::samples::{GRID, recordings, strange};

/// 25 mixtures in three shards.
fn small(seed: u64) -> Configuration {
    Configuration {
        shard: 10,
        ..Configuration::mixtures(25, seed, Source::AlKa, GRID, Chemistry::default())
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn with_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().unwrap().install(work)
}

/// Names and contents of the files in a folder.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (one, four) = (folder(), folder());
    with_threads(1, || make(one.path(), &small(1))).unwrap();
    with_threads(4, || make(four.path(), &small(1))).unwrap();
    let found = files(one.path());
    let names: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(
        names,
        [
            "manifest.json",
            "shard-00000.safetensors",
            "shard-00001.safetensors",
            "shard-00002.safetensors"
        ]
    );
    assert!(found == files(four.path()));
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_stood() {
    let folder = folder();
    let whole = make(folder.path(), &small(1)).unwrap();
    let expected = files(folder.path());
    // As a kill while the last shard is written leaves it.
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    fs::remove_file(folder.path().join("shard-00002.safetensors")).unwrap();
    fs::write(folder.path().join("shard-00002.part"), b"half").unwrap();
    let first = folder.path().join("shard-00000.safetensors");
    let written = fs::metadata(&first).unwrap().modified().unwrap();
    assert_eq!(make(folder.path(), &small(1)).unwrap(), whole);
    assert!(files(folder.path()) == expected);
    assert_eq!(fs::metadata(&first).unwrap().modified().unwrap(), written);
}

#[test]
fn files_of_another_set_are_refused() {
    let folder = folder();
    make(folder.path(), &small(1)).unwrap();
    let refused = |c: Configuration| make(folder.path(), &c).unwrap_err().to_string();
    let error = refused(small(2));
    assert!(
        error.contains("configuration.seed is 1 there, 2 here"),
        "{error}"
    );
    // Without the manifest, by what the shards themselves say.
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    assert!(refused(small(2)).contains("configuration.seed is 1 there, 2 here"));
    let before = files(folder.path());
    let fewer = Configuration {
        count: 20,
        ..small(1)
    };
    assert!(refused(fewer).contains("one with more spectra"));
    assert!(files(folder.path()) == before, "nothing was touched");
}

#[test]
fn a_folder_that_cannot_be_written_is_said_at_once() {
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = make(&file.join("set"), &small(1)).unwrap_err().to_string();
    assert!(error.contains("file/set: cannot be written"), "{error}");
    let none = Configuration {
        count: 0,
        ..small(1)
    };
    let error = make(folder.path(), &none).unwrap_err().to_string();
    assert!(error.contains("0 spectra"), "{error}");
}

#[test]
fn verification_finds_a_flipped_bit_and_a_wrong_figure() {
    let folder = folder();
    make(folder.path(), &small(1)).unwrap();
    assert!(verify(folder.path()).unwrap().contains("25 spectra in 3"));
    let path = folder.path().join("shard-00001.safetensors");
    let good = fs::read(&path).unwrap();
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    fs::write(&path, &bad).unwrap();
    let error = format!("{:#}", verify(folder.path()).unwrap_err());
    assert!(
        error.contains("shard-00001.safetensors: SHA-256"),
        "{error}"
    );

    fs::write(&path, &good).unwrap();
    let manifest = folder.path().join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let from = text.find("\"mean_bulk_overlap\"").unwrap();
    let (head, tail) = text.split_at(from);
    fs::write(
        &manifest,
        format!("{head}{}", tail.replacen("0.", "0.1", 1)),
    )
    .unwrap();
    let error = verify(folder.path()).unwrap_err().to_string();
    assert!(error.contains("statistics.mean_bulk_overlap"), "{error}");
}

#[test]
fn verification_knows_spectra_that_the_simulator_does_not_give() {
    let folder = folder();
    let configuration = Configuration {
        count: 5,
        ..small(1)
    };
    let mut manifest = make(folder.path(), &configuration).unwrap();
    // Spectra of another seed under this set's label, with their true checksum.
    let other: Vec<Simulated> = (0..5).map(|i| simulated(&small(2), i).unwrap()).collect();
    let header = shard::Header {
        label: manifest.label.clone(),
        first: 0,
    };
    let bytes = shard::to_bytes(&header, &other).unwrap();
    fs::write(folder.path().join("shard-00000.safetensors"), &bytes).unwrap();
    manifest.shards[0].sha256 = sha256_hex(&bytes);
    let json = serde_json::to_vec(&manifest).unwrap();
    fs::write(folder.path().join("manifest.json"), json).unwrap();
    let error = format!("{:#}", verify(folder.path()).unwrap_err());
    assert!(
        error.contains("not what the same simulator gives"),
        "{error}"
    );
}

#[test]
fn a_set_gives_what_was_simulated() {
    let folder = folder();
    make(folder.path(), &small(1)).unwrap();
    let set = Set::open(folder.path()).unwrap();
    assert_eq!(set.len(), 25);
    let s = simulated(&small(1), 17).unwrap();
    assert_eq!(set.fractions(17), s.fractions);
    let intensity: Vec<f32> = s.intensity.iter().map(|v| f32::from(*v)).collect();
    assert_eq!(set.intensity(17), intensity);
    let input = set.input(17);
    assert_eq!(input.iter().copied().fold(0.0, f32::max), 1.0);
    assert!(input[GRID.points..].iter().all(|m| *m == 1.0));

    let rows = [3, 24, 0];
    let record = || {
        set.record(&rows, 7, |rng, _| {
            recordings::random(rng, Source::AlKa, 0.3)
        })
    };
    let one = with_threads(1, record).unwrap();
    assert_eq!(one, with_threads(3, record).unwrap());
    assert_eq!(one.input.len(), 3 * 2 * GRID.points);
    assert_eq!(one.fractions.len(), 3 * 81);
    let whole = set.record_clean(&[24], 7).unwrap();
    assert_eq!(whole.fractions, set.fractions(24));
}

#[test]
fn a_set_that_is_not_whole_cannot_be_opened() {
    let folder = folder();
    let error = Set::open(folder.path()).err().unwrap().to_string();
    assert!(error.contains("no set"), "{error}");
    make(folder.path(), &small(1)).unwrap();
    fs::remove_file(folder.path().join("shard-00001.safetensors")).unwrap();
    let error = Set::open(folder.path()).err().unwrap().to_string();
    assert!(
        error.contains("shard-00001.safetensors: missing"),
        "{error}"
    );
}

#[test]
fn a_label_is_known_again_whatever_its_decimals() {
    let configuration = Configuration {
        grid: Grid {
            step_ev: 0.1 + 0.2,
            lo_ev: -1.0 / 3.0,
            ..GRID
        },
        ..small(u64::MAX)
    };
    let json = serde_json::to_string(&configuration).unwrap();
    let read: Configuration = serde_json::from_str(&json).unwrap();
    assert!(alike(&configuration, &read).unwrap());
    let other = Configuration {
        seed: u64::MAX - 1,
        ..read
    };
    assert!(!alike(&configuration, &other).unwrap());
}

#[test]
fn every_strange_kind_gives_inputs_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let few = Configuration::mixtures(3, 9, Source::AlKa, GRID, Chemistry::default());
    make(folder.path(), &few).unwrap();
    let set = Set::open(folder.path()).unwrap();
    for (kind, _) in strange::KINDS {
        let [a, b] = [0, 1].map(|i| set.strange(kind, i).unwrap());
        assert_ne!(a, b, "{kind}");
        assert_eq!(a.len(), 2 * GRID.points);
        assert_eq!(a.iter().copied().fold(0.0, f32::max), 1.0, "{kind}");
        let covered: f32 = a[GRID.points..].iter().sum();
        assert_eq!(covered < 200.0, kind == "region", "{kind}");
    }
}
