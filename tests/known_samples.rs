//! The committed weights on spectra whose composition is known: the simulated examples, and, where
//! they are at hand, measured foils of gold, silver and copper.

use std::path::{Path, PathBuf};

use speclens::analysis::{Analysis, analyse};
use speclens::formats::read;
use speclens::model::Model;
use speclens::model::models::Models;
use speclens::spectrum::Doubt;

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

/// Folder of measured surveys, or `None` (said aloud) where it is missing.
fn measured() -> Option<PathBuf> {
    let folder = root().join("../shared/measured/surveys");
    if !folder.is_dir() {
        eprintln!("skipped: the measured files are not here");
        return None;
    }
    Some(folder)
}

/// Analyses of all blocks wider than 500 eV, with their samples' names.
fn surveys(models: &Models, path: &Path) -> Vec<Analysis> {
    let name = path.file_name().unwrap().to_str().unwrap();
    read(&std::fs::read(path).unwrap(), name)
        .unwrap()
        .spectra
        .into_iter()
        .filter(|s| s.span_ev() > 500.0)
        .map(|s| analyse(models, s, None, None).unwrap())
        .collect()
}

fn of<'a>(found: &'a [Analysis], sample: &str) -> &'a Analysis {
    let analysis = found.iter().find(|a| a.sample == sample);
    analysis.unwrap_or_else(|| panic!("no {sample}"))
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
    let Some(folder) = measured() else { return };
    let file = folder.join("specs_au_ag_cu_vacuum_and_he.vms");
    let found = surveys(&models(), &file);
    for (sample, symbol) in [
        ("1. Ag in vacuum", "Ag"),
        ("2. Au in vacuum", "Au"),
        ("3. Cu in vacuum", "Cu"),
    ] {
        let analysis = of(&found, sample);
        assert_eq!(
            analysis.elements[0].symbol, symbol,
            "{sample}: {:?}",
            analysis.elements
        );
    }
}

#[test]
fn measured_oxides_of_iron_and_cobalt_have_their_stoichiometry() {
    let Some(folder) = measured() else { return };
    let file = folder.join("specs_fe_co_oxides.vms");
    let found = surveys(&models(), &file);
    for (sample, metal, fraction) in [
        ("CoO", "Co", 0.5),
        ("Co3O4", "Co", 3.0 / 7.0),
        ("FeO", "Fe", 0.5),
        ("Fe3O4", "Fe", 3.0 / 7.0),
        ("Fe2O3", "Fe", 0.4),
    ] {
        let analysis = of(&found, sample);
        let [m, o] = [metal, "O"].map(|symbol| percent(analysis, symbol));
        // Overlap of two fractions: one less the difference of either.
        let overlap = 1.0 - (m / (m + o) - fraction).abs();
        assert!(overlap >= 0.88, "{sample}: {:?}", analysis.elements);
    }
}

#[test]
fn no_measured_survey_is_strange_and_none_holds_what_soaks_up_the_rest() {
    let Some(folder) = measured() else { return };
    let models = models();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        for analysis in surveys(&models, &entry.unwrap().path()) {
            let strange = analysis
                .doubts
                .iter()
                .find(|d| matches!(d, Doubt::Unlike { .. }));
            assert_eq!(strange, None, "{} {}", analysis.file, analysis.sample);
            for symbol in ["Li", "Be", "B"] {
                let found = percent(&analysis, symbol);
                assert!(found < 2.0, "{}: {symbol} {found}", analysis.sample);
            }
            seen += 1;
        }
    }
    assert!(seen >= 20, "only {seen} surveys");
}
