use super::*;
use crate::model::calibration::{Calibration, IntervalFactors};
use crate::model::manifest::{MANIFEST_FORMAT, WeightsFile};
use crate::network::NetworkConfig;
use crate::spectrum::Grid;
use crate::spectrum::Technique;

pub(crate) fn manifest() -> Manifest {
    Manifest {
        format: MANIFEST_FORMAT,
        name: "test".into(),
        source: Source::AlKa,
        grid: Grid {
            lo_ev: 0.0,
            step_ev: 1.0,
            points: 1200,
        },
        preprocessing: String::new(),
        network: NetworkConfig {
            points: 1200,
            elements: 3,
            block: 8,
            stages: vec![],
            squeeze: 1,
            hidden: 1,
            deep: 0,
            own_blocks: vec![vec![35], vec![66], vec![10, 11]],
        },
        elements: vec!["C".into(), "O".into(), "Au".into()],
        presence_threshold: 0.5,
        calibration: Calibration {
            intervals: IntervalFactors {
                from_noise: vec![0.0, 0.01],
                from_percent: vec![0.0],
                factors: vec![vec![1.0], vec![2.0]],
            },
            strangeness_limit: 3.0,
        },
        training: serde_json::Value::Null,
        weights: WeightsFile::of("w", b""),
    }
}

pub(crate) fn survey() -> Spectrum {
    let energy_ev: Vec<f64> = (0..1100).map(f64::from).collect();
    // C 1s on a flat background.
    let mut counts = vec![10.0; 1100];
    counts[284..=286].copy_from_slice(&[13.0, 16.0, 13.0]);
    Spectrum {
        file: "a.csv".into(),
        block: 1,
        counts,
        energy_ev,
        ..Default::default()
    }
}

#[test]
fn a_missing_source_is_said() {
    let p = prepare(&manifest(), survey(), None).unwrap();
    assert!((p.excitation_ev - 1486.6).abs() < 1e-9);
    assert!(
        p.doubts
            .contains(&Doubt::PhotonEnergyAssumed { axis: None }),
        "{:?}",
        p.doubts
    );
    let p = prepare(&manifest(), survey(), Some(Source::MgKa)).unwrap();
    assert!((p.excitation_ev - 1253.6).abs() < 1e-9);
    assert!(
        p.doubts
            .iter()
            .any(|d| matches!(d, Doubt::OtherSource { .. })),
        "{:?}",
        p.doubts
    );
}

#[test]
fn what_is_no_xps_is_refused() {
    let s = Spectrum {
        technique: Technique::Aes,
        ..survey()
    };
    let error = prepare(&manifest(), s, None).unwrap_err();
    assert!(error.to_string().contains("Auger"), "{error}");
}

#[test]
fn the_composition_is_renormalised_over_what_is_present() {
    let p = prepare(&manifest(), survey(), Some(Source::AlKa)).unwrap();
    let row = Row {
        presence: &[0.9, 0.2, 0.8],
        fractions: &[0.2, 0.2, 0.6],
        half_widths: &[0.08, 0.1, 0.04],
        presence_logits: &[2.2, -1.4, 1.4],
        evidence: &[-1.6, -1.6, -0.5],
        strangeness: 1.0,
    };
    let strange = Row {
        strangeness: 3.5,
        ..row
    };
    let a = conclude(&manifest(), &p, &row);
    assert!(a.warnings.is_empty(), "{:?}", a.warnings);
    let warned = conclude(&manifest(), &p, &strange);
    assert!(
        matches!(warned.doubts[..], [Doubt::Unlike { .. }]),
        "{:?}",
        warned.warnings
    );
    let [low, high] = a.elements[1].interval;
    assert!((low - 15.0).abs() < 1e-4 && (high - 35.0).abs() < 1e-4);
    let mut noisy = survey();
    noisy
        .counts
        .iter_mut()
        .step_by(2)
        .for_each(|count| *count += 1.0);
    let p = prepare(&manifest(), noisy, Some(Source::AlKa)).unwrap();
    let [low, high] = conclude(&manifest(), &p, &row).elements[1].interval;
    assert!((low - 5.0).abs() < 1e-4 && (high - 45.0).abs() < 1e-4);
    let found: Vec<(&str, f64)> = a
        .elements
        .iter()
        .map(|e| (e.symbol.as_str(), e.atomic_percent))
        .collect();
    assert_eq!(found.len(), 2);
    assert!(
        found[0].0 == "Au" && (found[0].1 - 75.0).abs() < 1e-4,
        "{found:?}"
    );
    assert!(
        found[1].0 == "C" && (found[1].1 - 25.0).abs() < 1e-4,
        "{found:?}"
    );
    let json = serde_json::to_value(&a).unwrap();
    for field in [
        "file",
        "block",
        "sample",
        "excitation_ev",
        "range_ev",
        "elements",
        "warnings",
        "model",
    ] {
        assert!(json.get(field).is_some(), "{field} is part of the contract");
    }
    assert!(json.get("fis").is_none() && json.get("advice").is_none());
}

/// A row of a network that finds C and Au, and not O.
pub(crate) const ROW: Row<'static> = Row {
    presence: &[0.9, 0.2, 0.8],
    fractions: &[0.2, 0.2, 0.6],
    half_widths: &[0.08, 0.1, 0.04],
    presence_logits: &[2.2, -1.4, 1.4],
    evidence: &[-1.6, -1.6, -0.5],
    strangeness: 1.0,
};

fn adjusted(adjustments: &Adjustments) -> Analysis {
    let p = prepare_adjusted(&manifest(), survey(), Some(Source::AlKa), adjustments).unwrap();
    conclude(&manifest(), &p, &ROW)
}

#[test]
fn the_user_overrules_the_network_and_that_is_said() {
    let constraints = Constraints {
        excluded: vec!["Au".into()],
        included: vec!["O".into()],
    };
    let a = adjusted(&Adjustments {
        constraints: constraints.clone(),
        ..Adjustments::default()
    });
    let found: Vec<&str> = a.elements.iter().map(|e| e.symbol.as_str()).collect();
    assert_eq!(found, ["C", "O"]);
    assert!((a.elements[0].atomic_percent - 50.0).abs() < 1e-4);
    assert_eq!(a.constraints, Some(constraints));
    let said = a.warnings.join("; ");
    assert!(
        said.contains("Au is left out as you asked; the network finds 75.0 at%"),
        "{said}"
    );
    assert!(said.contains("O is counted in as you asked"), "{said}");
    // What the network says anyway is nothing to warn of.
    let kept = adjusted(&Adjustments {
        constraints: Constraints {
            excluded: vec!["O".into()],
            included: vec!["C".into()],
        },
        ..Adjustments::default()
    });
    assert!(
        kept.warnings.is_empty() && kept.elements.len() == 2,
        "{:?}",
        kept.warnings
    );
}

#[test]
fn elements_that_the_network_does_not_know_cannot_be_settled() {
    let constraints = Constraints {
        included: vec!["H".into()],
        ..Constraints::default()
    };
    let adjustments = Adjustments {
        constraints,
        ..Adjustments::default()
    };
    let error = prepare_adjusted(&manifest(), survey(), None, &adjustments).unwrap_err();
    assert!(error.to_string().starts_with("H is not among"), "{error}");
}

#[test]
fn a_calibration_moves_the_axis_and_stands_in_the_answer() {
    use crate::spectrum::CalibrationBasis::Typed;
    let calibration = |shift_ev| Adjustments {
        calibration: Some(EnergyCalibration {
            shift_ev,
            basis: Typed,
        }),
        ..Adjustments::default()
    };
    let a = adjusted(&calibration(-1.5));
    assert_eq!(a.range_ev, [-1.5, 1097.5]);
    assert_eq!(a.calibration.map(|c| c.shift_ev), Some(-1.5));
    for wrong in [f64::NAN, 1e3] {
        let error = prepare_adjusted(&manifest(), survey(), None, &calibration(wrong)).unwrap_err();
        assert!(error.to_string().contains("a shift of"), "{error}");
    }
}

#[test]
fn an_axis_moved_by_tens_of_electronvolts_is_doubted() {
    use crate::spectrum::CalibrationBasis::Typed;
    let doubted = |shift_ev| {
        let calibration = Some(EnergyCalibration {
            shift_ev,
            basis: Typed,
        });
        let a = adjusted(&Adjustments {
            calibration,
            ..Adjustments::default()
        });
        a.doubts.contains(&Doubt::MovedFar { shift_ev })
    };
    assert!(doubted(60.0) && !doubted(12.0));
}

#[test]
fn of_a_region_of_one_line_nothing_is_told_even_all_the_same() {
    let mut region = survey();
    for values in [&mut region.energy_ev, &mut region.counts] {
        *values = values[270..300].to_vec();
    }
    let p = prepare(&manifest(), region, Some(Source::AlKa)).unwrap();
    let a = conclude(&manifest(), &p, &ROW);
    assert!(a.elements.is_empty(), "{:?}", a.elements);
    let refused = a.refused.unwrap();
    assert_eq!(refused.code, RefusalCode::NarrowRegion);
    assert!(
        refused.reason.starts_with("30 eV are a region"),
        "{}",
        refused.reason
    );
}

#[test]
fn what_the_spectrum_offers_to_calibrate_by_is_told_of_the_axis_of_the_file() {
    use crate::spectrum::CalibrationBasis::{CarbonC1s, Typed};
    for applied_ev in [0.0, 2.0] {
        let adjustments = Adjustments {
            calibration: Some(EnergyCalibration {
                shift_ev: applied_ev,
                basis: Typed,
            }),
            ..Adjustments::default()
        };
        let p = prepare_adjusted(&manifest(), survey(), Some(Source::AlKa), &adjustments).unwrap();
        let a = conclude(&manifest(), &p, &ROW);
        let offered = calibrations(&manifest(), &p, &a, None).unwrap();
        let carbon = offered.iter().find(|c| c.basis == CarbonC1s).unwrap();
        // The line of the survey stands at 285 eV.
        let shift_ev = carbon.shift_ev.unwrap();
        assert!((shift_ev + 0.2).abs() < 1e-6, "{carbon:?}");
    }
}

#[test]
fn the_lines_of_all_elements_have_a_reason() {
    let p = prepare(&manifest(), survey(), Some(Source::AlKa)).unwrap();
    let a = conclude(&manifest(), &p, &ROW);
    let places = line_places(&manifest(), &p, &a, &ROW, &[]).unwrap();
    assert!(places.is_sorted_by(|a, b| a.energy_ev <= b.energy_ev));
    let at = |line: &str| places.iter().find(|p| p.line == line).unwrap();
    let carbon = at("C 1s");
    assert!(
        carbon.found && carbon.seen && carbon.strength == 1.0,
        "{carbon:?}"
    );
    assert!(
        carbon.reason.starts_with("found, a peak is here"),
        "{carbon:?}"
    );
    let oxygen = at("O 1s");
    assert!(!oxygen.found && !oxygen.seen, "{oxygen:?}");
    assert!(oxygen.reason.contains("presence 0.20"), "{oxygen:?}");
}

#[test]
fn a_calibration_of_casa_that_is_applied_is_no_doubt_any_more() {
    let noted = || Spectrum {
        doubts: vec![
            Doubt::not_applied(format!("{}: Calib", crate::formats::CASA_NOT_APPLIED)),
            Doubt::noted("something else"),
        ],
        ..survey()
    };
    let doubts = |basis| {
        let adjustments = Adjustments {
            calibration: Some(EnergyCalibration {
                shift_ev: 3.63,
                basis,
            }),
            ..Adjustments::default()
        };
        let p = prepare_adjusted(&manifest(), noted(), Some(Source::AlKa), &adjustments);
        p.unwrap().doubts.len()
    };
    use crate::spectrum::CalibrationBasis::{CarbonC1s, CasaXps};
    assert_eq!(doubts(CarbonC1s), doubts(CasaXps) + 1);
}
