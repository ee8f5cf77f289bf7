use super::*;
use crate::analysis::tests::{ROW, manifest, survey};
use crate::analysis::{Adjustments, conclude, prepare_adjusted};
use crate::model::quantify::Constraints;
use crate::spectrum::{CalibrationBasis, EnergyCalibration, Source};

/// A report on C and Au, of which Au is left out, the axis moved, from a file with an odd name.
fn report() -> String {
    let adjustments = Adjustments {
        calibration: Some(EnergyCalibration {
            shift_ev: -0.2,
            basis: CalibrationBasis::CarbonC1s,
        }),
        constraints: Constraints {
            excluded: vec!["Au".into()],
            included: Vec::new(),
        },
    };
    let spectrum = Spectrum {
        file: "a<b>&.csv".into(),
        pass_energy_ev: Some(160.0),
        ..survey()
    };
    let manifest = manifest();
    let stated = spectrum.clone();
    let prepared = prepare_adjusted(&manifest, spectrum, Some(Source::AlKa), &adjustments).unwrap();
    let analysis = conclude(&manifest, &prepared, &ROW);
    let implied = vec![12.0; prepared.spectrum.counts.len()];
    let report = Report {
        spectrum: &prepared.spectrum,
        stated: &stated,
        settings: &["window of C: 280 to 292 eV".to_owned()],
        analysis: &analysis,
        manifest: &manifest,
        format: "columns of text",
        sha256: "abc123",
        tables: &[],
        fis: &[],
        implied: Some(&implied),
        engine: "CPU",
        made: "2026-11-30 10:00 UTC",
        on_show: None,
    };
    report.html().unwrap()
}

#[test]
fn it_says_what_was_done_to_which_file() {
    let html = report();
    for said in [
        "abc123",
        "moved by \u{2212}0.20 eV: C 1s at 284.8 eV",
        "Au left out",
        "Au is left out as you asked; the network finds 75.0 at% of it",
        "2026-11-30 10:00 UTC",
        "<td>160 eV</td>",
        "window of C: 280 to 292 eV",
        "a&lt;b&gt;&amp;.csv",
    ] {
        assert!(html.contains(said), "{said}");
    }
    assert!(!html.contains("a<b>"), "nothing of a file is markup");
}

#[test]
fn what_the_file_does_not_say_is_marked() {
    let html = report();
    let after = html.split("Charge compensation").nth(1).unwrap();
    assert!(after.starts_with("</th><td><span class=\"unsaid\">not stated"));
}

#[test]
fn what_was_assumed_or_settled_is_not_said_to_stand_in_the_file() {
    let html = report();
    let measured = html
        .split("The measurement, as the file states it")
        .nth(1)
        .unwrap();
    // The source was named by the caller; the axis of the file begins at 0 eV, not at −0.2.
    assert!(!measured.contains("photon energy"), "{measured}");
    assert!(measured.contains("0 to 1099 eV"), "{measured}");
}

#[test]
fn it_needs_no_other_file_and_runs_nothing() {
    let html = report();
    for foreign in ["<script", "src=\"", "href=\"", "@import", "url("] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    assert!(html.contains("default-src 'none'"));
    assert_eq!(
        html.matches("<svg ").count(),
        2,
        "the spectrum, and what is implied"
    );
    assert_eq!(
        html.matches("<table").count(),
        html.matches("</table>").count()
    );
}
