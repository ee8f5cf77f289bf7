//! The seeds of the fuzz targets, and what the targets once stumbled over, on every run.

use std::path::Path;

use speclens_containers::testing::zip;
use speclens_formats::soundness::check;

/// Reads every file of `fuzz/<folder>/*/`; answers how many there are.
fn check_all(folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz")
        .join(folder);
    let mut seen = 0;
    for target in std::fs::read_dir(root).unwrap() {
        for case in std::fs::read_dir(target.unwrap().path()).unwrap() {
            let path = case.unwrap().path();
            println!("{}", path.display());
            let name = path.file_name().unwrap().to_string_lossy();
            let mut bytes = std::fs::read(&path).unwrap();
            if path.parent().unwrap().ends_with("workbook") {
                bytes = zip::of_parts(&bytes);
            }
            check(&bytes, &name);
            seen += 1;
        }
    }
    seen
}

#[test]
fn seeds_give_sound_spectra() {
    assert!(check_all("seeds") > 20);
}

#[test]
fn what_fuzzing_found_stays_mended() {
    assert!(check_all("regressions") > 0);
}
