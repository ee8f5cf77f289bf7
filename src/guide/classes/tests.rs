//! Made-up classes come back, and the committed ones are whole.

use std::path::Path;

use super::*;
use crate::guide::in_general;
use crate::model::manifest::Manifest;

/// Made-up classes: Li IV, Ru II, the others I.
pub(in crate::guide) fn classes() -> Classes {
    let element = |(symbol, z, class): (&str, u8, Class)| ElementClass {
        symbol: symbol.into(),
        z,
        class,
        used: vec![LineUse {
            line: format!("{symbol} 1s"),
            strongest: format!("{symbol} 1s"),
            kind: LineKind::Photoelectron,
            energy_ev: 100.5,
            strength: 1.0,
            hidden: 0.1,
            share: 0.9,
            spread: 0.05,
        }],
        overlaps: vec![],
        spectra: 200,
        recall: 0.9,
        recall_main: 0.98,
        error: 0.1,
        false_alarms: 0.001,
        confused_with: vec![],
        advice: String::new(),
    };
    let elements = [
        ("Li", 3, Class::IV),
        ("C", 6, Class::I),
        ("O", 8, Class::I),
        ("Ru", 44, Class::II),
        ("Au", 79, Class::I),
    ];
    Classes {
        format: CLASSES_FORMAT,
        model: "made up".into(),
        source: Source::AlKa,
        range_ev: [0.0, 1350.0],
        snr: 100.0,
        samples: 1000,
        spectra: 500,
        thresholds: Thresholds {
            most_hidden: 0.2,
            least_used: 0.15,
            most_missed: 0.1,
            most_confused: 0.05,
        },
        sensitivity: vec![],
        line_types: vec![],
        elements: elements.map(element).to_vec(),
    }
}

#[test]
fn classes_come_back_from_their_json_and_other_layouts_are_refused() {
    let json = serde_json::to_vec(&classes()).unwrap();
    assert_eq!(Classes::from_json(&json).unwrap(), classes());
    let other = Classes {
        format: 99,
        ..classes()
    };
    let error = Classes::from_json(&serde_json::to_vec(&other).unwrap()).unwrap_err();
    assert!(error.to_string().contains("format 99"), "{error}");
    assert!(Classes::from_json(b"{}").is_err());
}

#[test]
fn the_committed_classes_have_every_element_of_their_network() {
    for source in ["al-ka", "mg-ka"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("model_weights");
        let read = |name: &str| std::fs::read(folder.join(source).join(name)).unwrap();
        let manifest = Manifest::from_json(&read("model.json")).unwrap();
        let classes = Classes::from_json(&read("classes.json")).unwrap();
        assert_eq!(
            (&classes.model, classes.source),
            (&manifest.name, manifest.source)
        );
        let symbols: Vec<&String> = classes.elements.iter().map(|e| &e.symbol).collect();
        assert_eq!(symbols, manifest.elements.iter().collect::<Vec<_>>());
        for element in &classes.elements {
            assert!(element.spectra >= 200, "{}", element.symbol);
            let advice = in_general(element, &classes.thresholds);
            assert_eq!(element.advice, advice, "{}", element.symbol);
            assert!(!advice.is_empty(), "{}", element.symbol);
            let shares: f64 = element.used.iter().map(|l| l.share).sum();
            assert!(shares < 1.01, "{}: {shares}", element.symbol);
        }
    }
}
