//! The committed weights on spectra whose composition is known: the simulated examples, and, where
//! they are at hand, measured foils of gold, silver and copper.

use std::path::{Path, PathBuf};

use speclens::analysis::{Analysis, analyse};
use speclens::formats::read;
use speclens::model::models::Models;
use speclens::model::weights::Model;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn models() -> Models {
    let model = |source: &str| {
        let folder = root().join("model_weights").join(source);
        let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
        Model::from_bytes(&bytes("model.json"), &bytes("weights.safetensors")).unwrap()
    };
    Models::new(model("al-ka"), vec![model("mg-ka")])
}

/// Analyses of all blocks wider than 500 eV, with their samples' names.
fn surveys(models: &Models, path: &Path) -> Vec<Analysis> {
    let name = path.file_name().unwrap().to_str().unwrap();
    read(&std::fs::read(path).unwrap(), name)
        .unwrap()
        .into_iter()
        .filter(|s| s.span_ev() > 500.0)
        .map(|s| analyse(models, s, None, None).unwrap())
        .collect()
}

fn percent(analysis: &Analysis, symbol: &str) -> f64 {
    analysis
        .elements
        .iter()
        .find(|e| e.symbol == symbol)
        .map_or(0.0, |e| e.atomic_percent)
}

#[test]
fn the_examples_of_the_page_are_read_right() {
    let models = models();
    for (file, expected) in [
        ("gold.vms", &["Au", "C"][..]),
        ("ito.vms", &["In", "O", "C"][..]),
        ("perovskite.vms", &["Cs", "Pb", "Br"][..]),
    ] {
        let found = surveys(&models, &root().join("www/examples").join(file));
        assert_eq!(found.len(), 1, "{file} holds one survey");
        for symbol in expected {
            assert!(
                percent(&found[0], symbol) > 2.0,
                "{file}: {symbol} among {:?}",
                found[0].elements
            );
        }
    }
}

#[test]
fn measured_gold_silver_and_copper_are_the_main_element_of_their_spectra() {
    let file = root().join("../shared/measured/surveys/specs_au_ag_cu_vacuum_and_he.vms");
    if !file.exists() {
        eprintln!("skipped: the measured files are not here");
        return;
    }
    let found = surveys(&models(), &file);
    for (sample, symbol) in [
        ("1. Ag in vacuum", "Ag"),
        ("2. Au in vacuum", "Au"),
        ("3. Cu in vacuum", "Cu"),
    ] {
        let analysis = found
            .iter()
            .find(|a| a.sample == sample)
            .unwrap_or_else(|| panic!("no {sample}"));
        assert_eq!(
            analysis.elements[0].symbol, symbol,
            "{sample}: {:?}",
            analysis.elements
        );
    }
}
