mod joined;
mod labels;

use super::*;
use crate::shared::notes::note;
use crate::testing::only;
use crate::testing::{Vamas, VamasBlock};
use speclens_spectrum::{Axis, CountUnit, Technique, sentences};

/// Seeds of the fuzz target.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let transmission = VamasBlock {
        variables: vec![("Intensity", "d"), ("Transmission", "d")],
        ordinates: ["5", "1.5", "7", "1.25", "6", "1"]
            .map(String::from)
            .to_vec(),
        ..Default::default()
    };
    let map = Vamas {
        mode: "MAP",
        inclusion: vec!["1", "31"],
        blocks: vec![VamasBlock::default(), transmission],
        ..Default::default()
    };
    let casa = of(VamasBlock {
        comment: vec![
            "Casa Info Follows",
            "1",
            "Calib M = 281.17 A = 284.8 BE ADD",
            "0",
            "1",
            "CASA region (*C 1s*) (*U 2 Tougaard*) 1190.5 1204.2 1 4 0 0 51.5 -900 0 0 (*C 1s*) 12 0 1",
            "0",
        ],
        ..Default::default()
    });
    let map = map.text_with(|block, parameter| block == 0 || parameter == 31);
    let mut own = read(&casa.text()).unwrap();
    own[0].date = Some("9 Sept 2020".into());
    own[0].notes.insert(0, ("two".into(), "lines\nhere".into()));
    let own = crate::write::vamas(&own).unwrap();
    [
        ("regular.vms", casa.text()),
        ("map.vms", map),
        ("own.vms", own),
    ]
    .map(|(name, text)| (name, text.into_bytes()))
    .to_vec()
}

fn one(vamas: Vamas) -> Spectrum {
    only(read(&vamas.text()))
}

fn of(block: VamasBlock) -> Vamas {
    Vamas {
        blocks: vec![block],
        ..Default::default()
    }
}

#[test]
fn a_regular_block_gives_all_that_is_known_of_it() {
    let s = one(Vamas {
        comment: vec![
            "Casa Info Follows CasaXPS",
            "0",
            "SourceAnalyserAngle: 54.735600 d",
        ],
        blocks: vec![VamasBlock {
            comment: vec![
                "Calib M = 281.17 A = 284.8 BE ADD",
                "Charge Neutraliser : Off",
                "Scan mode = FAT",
            ],
            parameters: vec![("Etch time", "s", "30")],
            ..Default::default()
        }],
        ..Default::default()
    });
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "Survey", "Au foil")
    );
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Kinetic)));
    assert_eq!(s.photon_energy_ev, Some(1486.6));
    assert_eq!(s.energy_ev[..3], [100.0, 100.5, 101.0]);
    assert_eq!(s.counts[..3], [100.0, 101.0, 102.0]);
    assert_eq!((s.energy_ev.len(), s.counts.len()), (12, 12));
    assert_eq!(s.count_unit, CountUnit::Counts);
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(160.0), Some(0.1), Some(3))
    );
    assert_eq!(s.source_analyser_angle_deg, Some(54.7356));
    assert_eq!(s.date.as_deref(), Some("2020-09-09 13:28:32 UTC+2"));
    assert_eq!(s.instrument.as_deref(), Some("Spectrometer 1"));
    assert_eq!(note(&s, "source"), Some("Al"));
    assert_eq!(note(&s, "Exp Variable"), Some("7"));
    assert_eq!(note(&s, "Etch time"), Some("30 s"));
    assert_eq!(note(&s, "Charge Neutraliser"), Some("Off"));
    assert_eq!(note(&s, "institution"), None);
    let calibration = note(&s, "CasaXPS calibration (not applied)");
    assert_eq!(calibration, Some("Calib M = 281.17 A = 284.8 BE ADD"));
    assert!(
        s.doubts.len() == 1 && sentences(&s.doubts)[0].contains("not applied"),
        "{:?}",
        sentences(&s.doubts)
    );
}

#[test]
fn energies_of_a_regular_scan_carry_no_rounding_errors() {
    let abscissa = ("kinetic energy", "eV", "286.61", "0.1");
    let s = one(of(VamasBlock {
        abscissa,
        ..Default::default()
    }));
    assert_eq!((s.energy_ev[3], s.energy_ev[11]), (286.91, 287.71));
}

#[test]
fn a_transmission_variable_is_taken_apart() {
    let ordinates = (0..8)
        .flat_map(|i| [format!("{}", 10 * i), format!("{}.5", i)])
        .collect();
    let variables = vec![("Intensity", "d"), ("Transmission", "d")];
    let s = one(of(VamasBlock {
        variables,
        ordinates,
        ..Default::default()
    }));
    assert_eq!(s.counts[..3], [0.0, 10.0, 20.0]);
    assert_eq!(s.transmission.as_ref().unwrap()[..3], [0.5, 1.5, 2.5]);
    assert_eq!((s.energy_ev.len(), s.transmission.unwrap().len()), (8, 8));
}

#[test]
fn a_transmission_of_zero_is_left_out_with_a_doubt() {
    let ordinates = (0..8)
        .flat_map(|i| [format!("{i}"), "0".to_owned()])
        .collect();
    let variables = vec![("Intensity", "d"), ("Transmission", "d")];
    let s = one(of(VamasBlock {
        variables,
        ordinates,
        ..Default::default()
    }));
    assert!(s.transmission.is_none() && sentences(&s.doubts)[0].contains("transmission"));
}

#[test]
fn an_irregular_scan_has_its_abscissa_among_the_variables() {
    let ordinates = [900.0, 899.5, 898.0, 897.9]
        .iter()
        .flat_map(|e| [format!("{e}"), format!("{}", e * 2.0), "3".to_owned()])
        .collect();
    let s = one(Vamas {
        scan: "IRREGULAR",
        ..of(VamasBlock {
            id: "Counts per Second",
            variables: vec![
                ("Binding Energy", "eV"),
                ("Intensity", "d"),
                ("transmission", "d"),
            ],
            ordinates,
            ..Default::default()
        })
    });
    assert_eq!(s.axis, Some(Axis::Binding));
    assert_eq!(s.energy_ev, [900.0, 899.5, 898.0, 897.9]);
    assert_eq!(s.counts, [1800.0, 1799.0, 1796.0, 1795.8]);
    assert_eq!(s.transmission, Some(vec![3.0; 4]));
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
}

#[test]
fn every_experiment_mode_and_technique_keeps_its_place() {
    for mode in [
        "MAP", "MAPDP", "MAPSV", "MAPSVDP", "NORM", "SDP", "SDPSV", "SEM", "NOEXP",
    ] {
        let techniques = [
            ("XPS", Technique::Xps),
            ("UPS", Technique::Ups),
            ("AES diff", Technique::Aes),
            ("AES dir", Technique::Aes),
            ("ISS", Technique::Other),
            ("SIMS energy spec", Technique::Other),
        ];
        for (technique, want) in techniques {
            let block = VamasBlock {
                technique,
                ..Default::default()
            };
            let all = read(
                &Vamas {
                    mode,
                    blocks: vec![block.clone(), block],
                    ..Default::default()
                }
                .text(),
            );
            let all = all.unwrap_or_else(|e| panic!("{mode} {technique}: {e}"));
            assert_eq!(all.len(), 2, "{mode} {technique}");
            for s in &all {
                assert_eq!(
                    (s.technique, s.counts[11]),
                    (want, 111.0),
                    "{mode} {technique}"
                );
                assert_eq!(s.photon_energy_ev, Some(1486.6), "{mode} {technique}");
                assert_eq!(
                    sentences(&s.doubts),
                    Vec::<String>::new(),
                    "{mode} {technique}"
                );
                let x = if mode == "MAP" || mode == "MAPDP" {
                    Some("1.5")
                } else {
                    None
                };
                assert_eq!(note(s, "x coordinate"), x);
            }
        }
    }
}

#[test]
fn a_map_image_is_left_out() {
    let image = Vamas {
        mode: "MAPSV",
        scan: "MAPPING",
        ..Default::default()
    };
    let e = read(&image.text()).unwrap_err();
    assert!(e.to_string().contains("map image"), "{e}");
}

#[test]
fn inclusion_and_exclusion_lists_fall_back_on_the_first_block() {
    let second = VamasBlock {
        id: "C 1s",
        sample: "C tape",
        abscissa: ("kinetic energy", "eV", "1190", "0.1"),
        ..Default::default()
    };
    let blocks = vec![
        VamasBlock {
            dwell: "0.25",
            ..Default::default()
        },
        second.clone(),
        second,
    ];
    // Included: the abscissa only; excluded: dwell and photon energy, and the comment.
    let inclusion = Vamas {
        inclusion: vec!["1", "31"],
        blocks,
        ..Default::default()
    };
    let exclusion = Vamas {
        inclusion: vec!["-3", "34", "14", "8"],
        ..inclusion.clone()
    };
    let texts = [
        inclusion.text_with(|block, p| block == 0 || p == 31),
        exclusion.text_with(|block, p| block == 0 || ![34, 14, 8].contains(&p)),
    ];
    for text in texts {
        let all = read(&text).unwrap();
        assert_eq!(all.len(), 3);
        for s in &all[1..] {
            assert_eq!((s.region.as_str(), s.energy_ev[0]), ("C 1s", 1190.0));
            assert_eq!((s.dwell_s, s.photon_energy_ev), (Some(0.25), Some(1486.6)));
            assert_eq!(s.counts.len(), 12);
        }
    }
}

#[test]
fn entries_for_the_future_and_manual_items_are_passed_over() {
    let s = one(Vamas {
        manual_items: vec!["12", "14"],
        future_entries: vec!["a", "b", "c"],
        future_block_entries: vec!["d", "e"],
        variables: vec![],
        ..Default::default()
    });
    assert_eq!((s.counts.len(), s.counts[0]), (12, 100.0));
}

#[test]
fn unspecified_values_are_none() {
    for unsaid in ["1E37", "1e+037", "1E+37", "0", "", "Not Specified"] {
        let s = one(of(VamasBlock {
            photon_energy: unsaid,
            dwell: unsaid,
            scans: unsaid,
            source: "Not specified",
            ..Default::default()
        }));
        assert_eq!(
            (s.photon_energy_ev, s.dwell_s, s.scans),
            (None, None, None),
            "{unsaid}"
        );
        assert_eq!(note(&s, "source"), None);
    }
    let mut block = VamasBlock::default();
    block.ordinates[3] = "1E37".into();
    let s = one(of(block));
    assert_eq!((s.counts.len(), s.energy_ev[3]), (11, 102.0));
    assert!(sentences(&s.doubts)[0].starts_with("1 points without a value"));
}

#[test]
fn every_line_end_and_leading_blank_lines_read_alike() {
    let text = Vamas {
        blocks: vec![VamasBlock::default(), VamasBlock::default()],
        ..Default::default()
    }
    .text();
    let want = read(&text).unwrap();
    for end in ["\r\n", "\r\r\n", "\r"] {
        let got = read(&(end.repeat(2) + &text.replace('\n', end))).unwrap();
        assert_eq!(got, want, "{end:?}");
    }
    let mixed = text
        .replacen('\n', "\r\r\n", 40)
        .replacen("111\n", "111\r\n", 1);
    assert_eq!(read(&mixed).unwrap(), want);
}

#[test]
fn count_units_come_from_unit_label_and_signal_mode() {
    let unit = |label, unit, signal_mode| {
        one(of(VamasBlock {
            variables: vec![(label, unit)],
            signal_mode,
            ..Default::default()
        }))
        .count_unit
    };
    assert_eq!(unit("Intensity", "d", "pulse counting"), CountUnit::Counts);
    assert_eq!(
        unit("Intensity", "c/s", "pulse counting"),
        CountUnit::CountsPerSecond
    );
    assert_eq!(
        unit("CPS", "d", "pulse counting"),
        CountUnit::CountsPerSecond
    );
    assert_eq!(unit("Intensity", "nA", "analogue dc"), CountUnit::Unknown);
}

#[test]
fn an_abscissa_that_is_no_energy_is_not_taken_for_xps() {
    let s = one(of(VamasBlock {
        abscissa: ("Etch time", "s", "0", "100"),
        ..Default::default()
    }));
    assert_eq!((s.technique, s.axis), (Technique::Other, None));
    assert!(sentences(&s.doubts)[0].contains("Etch time"));
}

#[test]
fn negative_counts_are_kept_with_a_doubt() {
    let mut block = VamasBlock::default();
    block.ordinates[0] = "-3".into();
    let s = one(of(block));
    assert_eq!(s.counts[0], -3.0);
    assert!(sentences(&s.doubts)[0].contains("1 of 12 counts are negative"));
}

#[test]
fn a_block_whose_abscissa_turns_back_is_left_out() {
    let good = Vamas {
        scan: "IRREGULAR",
        ..of(VamasBlock {
            variables: vec![("Kinetic energy", "eV"), ("counts", "d")],
            ordinates: (0..10).flat_map(|i| [format!("{i}"), "5".into()]).collect(),
            ..Default::default()
        })
    };
    let mut bad = good.blocks[0].clone();
    bad.ordinates[4] = "0.5".into();
    let both = Vamas {
        blocks: vec![bad.clone(), good.blocks[0].clone()],
        ..good.clone()
    };
    let all = read(&both.text()).unwrap();
    assert_eq!((all.len(), all[0].block), (1, 2));
    assert!(
        sentences(&all[0].doubts)[0].contains("block 1 is left out"),
        "{:?}",
        sentences(&all[0].doubts)
    );
    let e = read(
        &Vamas {
            blocks: vec![bad],
            ..good
        }
        .text(),
    )
    .unwrap_err();
    assert!(
        e.to_string()
            .contains("turns back or stands still at point 3"),
        "{e}"
    );
}

#[test]
fn a_wrong_line_is_named_with_its_number() {
    let text = Vamas::default().text();
    let cases = [
        (
            "NORM",
            "NORMAL",
            "line 7: found “NORMAL”, expected an experiment mode",
        ),
        (
            "REGULAR",
            "SOMEHOW",
            "line 8: found “SOMEHOW”, expected a scan mode",
        ),
        (
            "\n100\n101\n",
            "\n100\nabc\n",
            "found “abc”, expected an ordinate value",
        ),
        (
            "\n12\n0\n1\n",
            "\n-12\n0\n1\n",
            "found -12, expected the number of ordinate values",
        ),
        (
            "\nFAT\n160\n",
            "\nFAT\nnan\n",
            "found “nan”, expected the pass energy",
        ),
    ];
    for (from, to, want) in cases {
        assert!(text.contains(from), "{from}");
        let e = read(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(e.contains(want) && !e.contains('\n'), "{e}");
    }
    let e = read("Region 1\n1 2\n").unwrap_err().to_string();
    assert!(
        e.contains("line 1: found “Region 1”, expected “VAMAS"),
        "{e}"
    );
}

#[test]
fn ordinates_must_be_a_multiple_of_the_variables() {
    let variables = vec![("Intensity", "d"), ("Transmission", "d")];
    let ordinates = vec!["1".to_owned(); 7];
    let e = read(
        &of(VamasBlock {
            variables,
            ordinates,
            ..Default::default()
        })
        .text(),
    )
    .unwrap_err();
    assert!(
        e.to_string()
            .contains("7 ordinate values, expected a multiple of the 2"),
        "{e}"
    );
}

#[test]
fn more_or_fewer_blocks_than_announced_are_warned_of() {
    let text = Vamas {
        blocks: vec![VamasBlock::default(), VamasBlock::default()],
        ..Default::default()
    }
    .text();
    let more = read(&text.replacen("\n2\nSurvey", "\n3\nSurvey", 1)).unwrap();
    assert_eq!(more.len(), 2);
    assert!(
        sentences(&more[0].doubts)[0].contains("announces 3 blocks and holds 2"),
        "{:?}",
        sentences(&more[0].doubts)
    );
    let fewer = read(&text.replacen("\n2\nSurvey", "\n1\nSurvey", 1)).unwrap();
    assert_eq!(fewer.len(), 1);
    assert!(
        sentences(&fewer[0].doubts)[0].contains("goes on at line"),
        "{:?}",
        sentences(&fewer[0].doubts)
    );
}

#[test]
fn a_file_cut_at_any_line_gives_whole_blocks_a_warned_part_or_an_error() {
    let first = VamasBlock {
        ordinates: (0..40).map(|i| format!("{}", 1000 + i)).collect(),
        ..Default::default()
    };
    let vamas = Vamas {
        blocks: vec![first, VamasBlock::default()],
        ..Default::default()
    };
    let text = vamas.text();
    let whole = read(&text).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let mut outcomes = [0; 3];
    for n in 0..lines.len() {
        let cut: String = lines[..n].iter().flat_map(|l| [l, "\n"]).collect();
        match read(&cut) {
            Err(_) => outcomes[0] += 1,
            Ok(all) => {
                for (got, want) in all.iter().zip(&whole) {
                    let m = got.counts.len();
                    assert_eq!(got.counts, want.counts[..m], "cut after line {n}");
                    assert_eq!(got.energy_ev, want.energy_ev[..m], "cut after line {n}");
                }
                // Only the end mark may go without a word.
                let complete = all.len() == 2 && all[1].counts.len() == 12;
                assert_eq!(all[0].doubts.is_empty(), complete, "cut after line {n}");
                outcomes[all.len()] += 1;
            }
        }
    }
    // Every outcome occurs: nothing, the first block (whole or in part), both.
    assert!(outcomes.iter().all(|n| *n > 0), "{outcomes:?}");
}

#[test]
fn a_file_cut_at_any_byte_never_gives_a_wrong_number() {
    let vamas = Vamas {
        blocks: vec![VamasBlock::default(), VamasBlock::default()],
        ..Default::default()
    };
    for end in ["\n", "\r\n", "\r\r\n"] {
        let text = vamas.text().replace('\n', end);
        let whole = read(&text).unwrap();
        for n in 0..text.len() {
            let Ok(all) = read(&text[..n]) else { continue };
            for (got, want) in all.iter().zip(&whole) {
                assert_eq!(
                    got.counts,
                    want.counts[..got.counts.len()],
                    "cut at byte {n}"
                );
            }
        }
    }
}

#[test]
fn wild_counts_ask_for_no_memory() {
    let text = Vamas::default().text();
    for (from, to) in [
        ("\n12\n0\n1\n", "\n900000000000\n0\n1\n"),
        ("\n1\nSurvey", "\n900000000000\nSurvey"),
    ] {
        assert!(text.contains(from));
        let all = read(&text.replacen(from, to, 1)).unwrap();
        assert_eq!((all.len(), all[0].counts.len()), (1, 12));
        assert!(!all[0].doubts.is_empty());
    }
}
