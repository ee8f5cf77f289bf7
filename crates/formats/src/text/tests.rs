mod names;
mod photon;

use super::*;
use crate::testing::only;
use speclens_spectrum::{Axis, Technique, sentences};

/// Seeds of the fuzz target.
pub fn samples() -> Vec<(&'static str, Vec<u8>)> {
    [
        ("tabs.txt", "# Region: C 1s\nKE;I;Transmission\n1;2;3\n2;3;4\n3;5;4\n\nKE;I\n1;2\n2;3\n"),
        ("comma.csv", "Binding energy (eV),Counts,\"C 1s\"\n300,5,6\n299.5,7,8\n299,6,5\n"),
        ("decimal.dat", "Kinetic Energy [eV]\tCPS\r\n1200,5\t3,5e2\r\n1201,0\t3,6e2\r\n"),
        ("german.csv", "Bindungsenergie (eV);Zählrate\n1.200,5;7.470\n1.199,5;620\n1.198,5;1.234.567\n"),
        ("quoted.csv", "\"E-EF (eV)\",\"Counts\"\n\"-1,200.5\",\"7,470\"\n\"-1,199.5\",\"620\"\n"),
        ("names.txt", "Anode: Mg\nKE_Wide\tBE_Wide\tCPS_Wide\tO 1s_1_Wide\n553.6\t700\t6510\t5859\n558.6\t695\t6770\t6093\n"),
        (
            "eis.txt",
            "Region\tEnabled\tDataFlag\tSweeps\tDwell\tMode\tCAE/CRR\tNotes\n1\ttrue\tOriginal\t3\t0.250\tCAE\t40.00\tC1s\n\
             Energy\tCounts\n700\t651\n695\t677\n690\t647\n",
        ),
        (
            "casa.txt",
            "Cycle 3:Ni:Survey\n\tCharacteristic Energy eV\t1.4866e+003\nK.E.\tCounts\t\tB.E.\tCPS\n\
             286.6\t4699\t\t1200\t46990\n287.6\t4711\t\t1199\t47110\n288.6\t4700\t\t1198\t47000\n",
        ),
    ]
    .map(|(name, text)| (name, text.as_bytes().to_vec()))
    .into_iter()
    .chain([("own.csv", own_sections())])
    .collect()
}

/// What [`crate::write::csv`] writes.
fn own_sections() -> Vec<u8> {
    let text = "# Sample: x\nKE,I,Transmission\n1,2,3\n2,3,4\n3,5,4\n\nKE,I\n1,2\n2,3\n";
    let spectra = read(text).unwrap();
    crate::write::csv(&spectra).unwrap().into_bytes()
}

fn one(text: &str) -> Spectrum {
    only(read(text))
}

fn refused(text: &str) -> String {
    let e = read(text).unwrap_err().to_string();
    assert!(!e.contains('\n'));
    e
}

#[test]
fn every_separator_and_decimal_mark_reads_alike() {
    for text in [
        "1200.5\t345\n1200.0\t346.5\n",
        "1200.5\t345\t\n1200.0\t346.5\t\n",
        "1200,5\t345\r\n1200,0\t346,5\r\n",
        "1200.5;345\n1200.0;346.5\n",
        "1200,5;345\n1200,0;346,5\n",
        "  1200.5   345\n  1200.0   346.5",
        "1200,5   345,0\n1200,0   346,5",
        "1200.5,345\n1200.0,346.5\n",
        "1200.5, 345\n1200.0, 346.5\n",
        "\"1200.5\",\"345\"\n\"1200.0\",\"346.5\"\n",
        "1.2005E+03 3.45e2\n\n1.2e3 3.465E+002\n\n",
        "1.2005D+03 3.45D+02\n1.2D+03 3.465D+02\n",
        "1,200.5\t345\n1,200.0\t346.5\n",
        "1.200,5;345\n1.200,0;346,5\n",
        "1\u{A0}200,5\t345\n1\u{A0}200,0\t346,5\n",
        "1\u{202F}200,5  345\n1\u{202F}200,0  346,5\n",
        "\"1,200.5\",\"345\"\n\"1,200.0\",\"346.5\"\n",
        "\"1200,5\",\"345\"\n\"1200,0\",\"346,5\"\n",
        "1'200.5;345\n1'200.0;346.5\n",
    ] {
        let s = one(text);
        assert_eq!(
            (&*s.energy_ev, &*s.counts),
            (&[1200.5, 1200.0][..], &[345.0, 346.5][..]),
            "{text}"
        );
        assert_eq!((s.axis, s.photon_energy_ev, s.block), (None, None, 1));
        assert!(
            sentences(&s.doubts)
                == [
                    "the file does not say what its energies are: they are taken as binding energy"
                ]
        );
    }
}

#[test]
fn header_words_name_axis_and_unit() {
    let cases = [
        (
            "Binding Energy (eV)\tCounts\n",
            Some(Axis::Binding),
            CountUnit::Counts,
        ),
        (
            "Binding Energy (eV)  Counts / s\n",
            Some(Axis::Binding),
            CountUnit::CountsPerSecond,
        ),
        (
            "B.E.\tCPS\n",
            Some(Axis::Binding),
            CountUnit::CountsPerSecond,
        ),
        (
            "KE (eV)\tIntensity (c/s)\n",
            Some(Axis::Kinetic),
            CountUnit::CountsPerSecond,
        ),
        (
            "Kinetic energy in eV\n",
            Some(Axis::Kinetic),
            CountUnit::Unknown,
        ),
        (
            "# Energy Axis: Binding Energy\n# Kinetic Energy: 12\n",
            Some(Axis::Binding),
            CountUnit::Unknown,
        ),
        ("Energy\tCounts\n", None, CountUnit::Counts),
        ("kinetic or binding?\n", None, CountUnit::Unknown),
    ];
    for (header, axis, unit) in cases {
        let s = one(&format!("{header}1200\t5\n1199\t6\n"));
        assert_eq!((s.axis, s.count_unit), (axis, unit), "{header}");
        assert_eq!(s.doubts.is_empty(), axis.is_some());
    }
}

#[test]
fn a_header_gives_what_it_knows_and_is_kept() {
    let s = one(
        "\u{20}# Region: Survey\n# Sample: Au foil\n# Excitation Energy: 1253.6\n# Pass Energy: 80 eV\n\
         # Dwell Time: 100 ms\n# Number of Scans: 4\n# Analysis Method: XPS\n# Operator: me\n#\n\
         # ColumnLabels: energy counts/s\n900 1\n899 2\n898 3\n",
    );
    assert_eq!(
        (s.region.as_str(), s.sample.as_str()),
        ("Survey", "Au foil")
    );
    assert_eq!(
        (s.photon_energy_ev, s.pass_energy_ev),
        (Some(1253.6), Some(80.0))
    );
    assert_eq!(
        (s.dwell_s, s.scans, s.technique),
        (Some(0.1), Some(4), Technique::Xps)
    );
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
    assert!(
        s.notes.contains(&("Operator".into(), "me".into())),
        "{:?}",
        s.notes
    );
}

#[test]
fn more_columns_are_more_spectra() {
    let all = read("BE,Ni,Cu,Transmission\n900,1,2,5\n899,3,4,6\n").unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].region.as_str(), all[1].region.as_str()),
        ("Ni", "Cu")
    );
    assert_eq!(
        (all[0].counts.as_slice(), all[1].counts.as_slice()),
        (&[1.0, 3.0][..], &[2.0, 4.0][..])
    );
    assert_eq!((all[1].block, all[1].axis), (2, Some(Axis::Binding)));
    assert_eq!(all[0].transmission, Some(vec![5.0, 6.0]));
    let unnamed = read("900 1 2\n899 3 4\n").unwrap();
    assert!(
        sentences(&unnamed[1].doubts)
            .iter()
            .any(|d| d.contains("column 3 has no name"))
    );
}

#[test]
fn pairs_of_energy_and_intensity_stand_side_by_side() {
    let all = read("BE\tA\tBE\tB\n900\t1\t50\t2\n899\t3\t49\t4\n898\t5\t\t\n").unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(
        (all[0].energy_ev.len(), all[1].energy_ev.as_slice()),
        (3, &[50.0, 49.0][..])
    );
    assert_eq!(all[1].counts, [2.0, 4.0]);
}

#[test]
fn an_index_column_is_no_energy() {
    let s = one("No;Energy [eV];Counts\n1;900;7\n2;899;8\n");
    assert_eq!((s.energy_ev[0], s.counts[0]), (900.0, 7.0));
    let s = one("Counts,Binding energy\n7,900\n8,899\n");
    assert_eq!((s.energy_ev[0], s.counts[0]), (900.0, 7.0));
}

#[test]
fn casa_text_export_with_both_axes_gives_each_region_once() {
    let text = "Cycle 3:Ni:Survey\n\tCharacteristic Energy eV\t1.4866e+003\tAcquisition Time s\t1e-001\nName\t\t\n\
        K.E.\tCounts\t\tB.E.\tCPS\n286.6\t4699\t\t1200\t46990\n287.6\t4711\t\t1199\t47110\n288.6\t4700\t\t1198\t47000\n\
        Cycle 4:Ni:Ni2p\n\tCharacteristic Energy eV\t1.4866e+003\tAcquisition Time s\t3e-001\n\
        K.E.\tCounts\t\tB.E.\tCPS\n586.6\t469\t\t900\t4699\n586.7\t471\t\t899.9\t4711\n";
    let all = read(text).unwrap();
    assert_eq!(all.len(), 2);
    let s = &all[0];
    assert_eq!((s.sample.as_str(), s.region.as_str()), ("Ni", "Survey"));
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Kinetic), Some(1486.6))
    );
    assert_eq!(
        (s.counts[0], s.count_unit, s.dwell_s),
        (4699.0, CountUnit::Counts, Some(0.1))
    );
    assert_eq!(
        (all[1].region.as_str(), all[1].counts.len(), all[1].dwell_s),
        ("Ni2p", 2, Some(0.3))
    );
    assert!(s.doubts.is_empty(), "{:?}", sentences(&s.doubts));
    let shifted = text.replace("1.4866e+003", "1484.6");
    assert!(sentences(&read(&shifted).unwrap()[0].doubts)[0].contains("shifted by 2.00 eV"));
}

#[test]
fn both_axes_side_by_side_are_one_spectrum() {
    for (names, rows) in [
        (
            "K.E.\tB.E.\tCPS\tTransmission",
            "286.6\t1200\t5\t2\n287.6\t1199\t6\t3\n",
        ),
        (
            "K.E.\tCPS\tTransmission\tB.E.",
            "286.6\t5\t2\t1200\n287.6\t6\t3\t1199\n",
        ),
    ] {
        let s = one(&format!("{names}\n{rows}"));
        assert_eq!(
            (s.axis, s.photon_energy_ev),
            (Some(Axis::Kinetic), Some(1486.6))
        );
        assert_eq!(
            (&*s.energy_ev, &*s.counts),
            (&[286.6, 287.6][..], &[5.0, 6.0][..])
        );
        assert_eq!(s.transmission, Some(vec![2.0, 3.0]));
    }
}

#[test]
fn a_section_that_speclens_wrote_says_all_about_itself() {
    let text = "# Speclens spectrum 1 of 2\n# Region: a, \"b\": c\n# Sample: kinetic\n\
        # Energy axis: not said by the file\n# Photon energy: 1486.6 eV\n\
        # Note: Region = other\nenergy (eV),intensity\n1,5\n2,6\n\n\
        # Speclens spectrum 2 of 2\n# Region:\nbinding energy (eV),intensity (counts)\n3,7\n4,8\n";
    let all = read(text).unwrap();
    assert_eq!(all.len(), 2);
    let (a, b) = (&all[0], &all[1]);
    assert_eq!(
        (a.region.as_str(), a.axis, a.photon_energy_ev),
        ("a, \"b\": c", None, Some(1486.6))
    );
    assert_eq!(a.notes, [("Region".to_owned(), "other".to_owned())]);
    // Its energies go on where the first one's stop.
    assert_eq!(
        (&*b.energy_ev, b.region.as_str(), b.sample.as_str()),
        (&[3.0, 4.0][..], "", "")
    );
    assert_eq!((b.axis, b.photon_energy_ev), (Some(Axis::Binding), None));
}

#[test]
fn blank_and_comment_lines_may_stand_amid_rows() {
    assert_eq!(one("3 1\n2 1\n\n# pause\n1 1\n0 1\n").counts.len(), 4);
    assert_eq!(one("3 1\n\n2 1\n\n1 1\n\n").counts.len(), 3);
    assert_eq!(read("3 1\n2 1\n1 1\n\n3 1\n2 1\n").unwrap().len(), 2);
}

#[test]
fn numbers_apart_from_the_spectrum_are_left_out_with_a_doubt() {
    let s = one("1486.6 20\n\n3 1\n2 1\n1 1\n");
    assert_eq!(s.energy_ev, [3.0, 2.0, 1.0]);
    assert!(
        sentences(&s.doubts)[0].contains("the numbers in line 1 stand apart"),
        "{:?}",
        sentences(&s.doubts)
    );
}

#[test]
fn what_is_no_spectrum_is_refused_with_its_line() {
    let cases = [
        (
            "hello\nworld\n",
            "line 1: found text without rows of numbers (“hello”)",
        ),
        ("x\n1\n2\n3\n", "line 2: found one column of numbers"),
        ("E I\n5 6\n", "line 2: found one row of numbers"),
        (
            "3 1\n2 nan\n1 1\n",
            "line 2: found “nan”, expected a row of finite numbers",
        ),
        ("3\t1\ninf\t2\n1\t1\n", "line 2: found “inf”"),
        ("3 1\n2 abc\n1 1\n", "line 2: found “abc”"),
        (
            "4 1\n3 1\nabc\n2 1\n",
            "line 3: found “abc”, expected a row of numbers",
        ),
        (
            "3 1\n2 1 7\n1 1\n",
            "line 2: found 3 numbers, expected 2 as in line 1",
        ),
        ("3 1\n2 1\n2 1\n", "line 3: found the energy 2 after 2"),
        (
            "3 1\n2 1\n2.5 1\n",
            "line 3: found the energy 2.5 after 2, expected energies that only",
        ),
        ("3\t1\n2\t\n1\t1\n", "line 2: found a row of one number"),
        (
            "3,1,4,2\n2,1,4,2\n",
            "line 1: found 4 numbers between commas, or 2 with decimal commas",
        ),
        ("3 1e999\n2 1\n1 2\n", "line 1: found “1e999”"),
        ("BE\tI\n3\tNaN\n2\t1\n1\t2\n", "line 2: found “NaN”"),
        ("BE\tI\n3\tNaN\n2\tNaN\n", "line 2: found “NaN”"),
        (
            "BE\tI\n1,20.0\t5\n119.5\t6\n119\t7\n",
            "line 2: found “1,20.0”",
        ),
    ];
    for (text, want) in cases {
        let e = refused(text);
        assert!(e.starts_with("line ") && e.contains(want), "{text:?}: {e}");
    }
}

#[test]
fn negative_counts_are_kept_with_a_doubt() {
    let s = one("BE I\n3 1\n2 -1\n1 0\n");
    assert_eq!(s.counts, [1.0, -1.0, 0.0]);
    assert_eq!(sentences(&s.doubts), ["1 of 3 counts are negative"]);
}

#[test]
fn a_cut_last_line_is_left_out_with_a_doubt() {
    let s = one("BE\tI\n3\t1\n2\t1\n1");
    assert_eq!(s.counts.len(), 2);
    assert_eq!(
        sentences(&s.doubts),
        ["the last line (4) is cut and left out"]
    );
}

#[test]
fn numbers_that_speclens_wrote_have_decimal_points() {
    let text = "Binding energy (eV);I\n300,5;7,125\n299,5;620\n298,5;1000,25\n";
    let mut spectra = read(text).unwrap();
    for s in &mut spectra {
        s.energy_ev = vec![300.0, 299.0, 298.0];
        s.counts = vec![7.125, 620.0, 8.125];
    }
    let again = read(&crate::write::csv(&spectra).unwrap()).unwrap();
    assert_eq!(
        (&again[0].counts, again[0].doubts.len()),
        (&spectra[0].counts, 0)
    );
}

/// Whatever becomes of a seed: sound spectra or one line.
#[test]
fn damaged_seeds_give_sound_spectra_or_one_line() {
    for (name, bytes) in samples() {
        for at in 0..=bytes.len() {
            crate::soundness::check(&bytes[..at], name);
            // Each place with some of them: all take too long.
            let all = [
                "\t", ",", ".", "\"", " ", "\u{A0}", "'", "D", "-", "0", "\n", "é",
            ];
            for with in all.into_iter().skip(at % 3).step_by(3) {
                let changed = [&bytes[..at], with.as_bytes(), &bytes[at..]].concat();
                crate::soundness::check(&changed, name);
            }
        }
    }
}

#[test]
fn no_cut_and_no_changed_byte_makes_it_panic() {
    let text = "Cycle 3:Ni:Survey\n\tCharacteristic Energy eV\t1.4866e+003\nK.E.\tCounts\t\tB.E.\tCPS\n\
        286.6\t4699\t\t1200\t46990\n287.6\t4711\t\t1199\t47110\n288.6\t4700\t\t1198\t47000\n";
    let mut read_ones = 0;
    for n in 0..=text.len() {
        read_ones += usize::from(read(&text[..n]).is_ok());
        for with in ["\t", ",", "x", "\n", "-", "9", "é"] {
            let _ = read(&(text[..n].to_owned() + with + &text[n..]));
        }
    }
    assert!(read_ones > 20, "{read_ones}");
}
