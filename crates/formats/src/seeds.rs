//! The seeds of the fuzz targets, `fuzz/seeds/<target>/<file>`: small files of every format, from
//! the builders of the tests.

use std::path::{Path, PathBuf};

/// A sample file: fuzz target, file name, content.
pub(super) type Seed = (&'static str, &'static str, Vec<u8>);

/// All of them that are whole files.
pub(super) fn seeds() -> Vec<Seed> {
    let mut seeds = Vec::new();
    let mut of = |target, samples: Vec<(&'static str, Vec<u8>)>| {
        seeds.extend(
            samples
                .into_iter()
                .map(|(name, bytes)| (target, name, bytes)),
        );
    };
    of("avantage_text", super::avg::tests::samples());
    let (waves, texts) = super::igor::tests::samples()
        .into_iter()
        .partition(|(name, _)| name.ends_with(".ibw"));
    of("igor", texts);
    of("igor_wave", waves);
    of("json", super::json::tests::samples());
    of("jcamp", super::jcamp::tests::samples());
    of("kratos", vec![("two.kal", super::kratos::tests::sample())]);
    of("nexus", super::nexus::tests::samples());
    of("phi", super::phi::tests::samples());
    of(
        "scienta",
        vec![("region.txt", super::scienta::tests::sample())],
    );
    of("specs_sle", super::specs_sle::tests::samples());
    of("specs_xml", super::specs_xml::tests::samples());
    of("specs_xy", super::specs_xy::tests::samples());
    of("spreadsheet", super::spreadsheet::tests::samples());
    of("text", super::text::tests::samples());
    of("vamas", super::vamas::tests::samples());
    of("vgd", super::vgd::tests::samples());
    seeds
}

fn path(seed: &Seed) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    root.join(seed.0).join(seed.1)
}

/// `SPECLENS_WRITE_SEEDS=1 cargo test -p speclens-formats seeds` writes them.
#[test]
fn seeds_are_what_the_builders_write_and_are_read() {
    // The target `workbook` packs its input itself.
    let parts = super::spreadsheet::tests::parts();
    let parts = parts
        .into_iter()
        .map(|(name, bytes)| ("workbook", name, bytes));
    for seed in seeds().into_iter().chain(parts) {
        let path = path(&seed);
        if std::env::var_os("SPECLENS_WRITE_SEEDS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &seed.2).unwrap();
        }
        let written = std::fs::read(&path).unwrap_or_default();
        assert!(
            written == seed.2,
            "{}: write it anew with SPECLENS_WRITE_SEEDS=1",
            path.display()
        );
        if seed.0 == "workbook" {
            continue;
        }
        let file = super::read(&seed.2, seed.1).unwrap_or_else(|e| panic!("{e}"));
        assert!(!file.spectra.is_empty(), "{}", seed.1);
    }
}
