//! SES text files written by the tests themselves and read back.

use super::*;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, sentences};

/// A file as SES writes it: a region of one slice, one of three, and a series of photon energies.
const FILE: &str = "[Info]\r\nNumber of Regions=0003\r\nVersion=1.3.1\r\n\r\n\
    [Region 1]\r\nRegion Name=VB\r\nDimension 1 name=Binding Energy [eV]\r\nDimension 1 size=3\r\n\
    Dimension 1 scale=30 29.95 29.9\r\n\r\n\
    [Info 1]\r\nRegion Name=VB\r\nLens Mode=Transmission\r\nPass Energy=50\r\nNumber of Sweeps=10\r\n\
    Excitation Energy=1486.6\r\nEnergy Scale=Binding\r\nAcquisition Mode=Swept\r\n\
    Instrument=R3000\r\nSample=Ag\r\nDate=2023-03-08\r\nTime=15:30:27\r\n\
    Time per Spectrum Channel=20\r\n[Run Mode Information 1]\r\n\r\n\r\n\
    [Data 1]\r\n 3.00000000000000E+0001  3.5E+0000\r\n 2.99500000000000E+0001  2.5E+0000\r\n\
    \u{20}2.98999999999999E+0001  1.5E+0000\r\n\r\n\
    [Region 2]\r\nRegion Name=C 1s\r\nDimension 1 name=Kinetic Energy [eV]\r\nDimension 1 size=2\r\n\
    Dimension 1 scale=100 100.5\r\nDimension 2 name=Y-Scale [deg]\r\nDimension 2 size=3\r\n\
    Dimension 2 scale=-1 0 1\r\n\r\n[Info 2]\r\nEnergy Scale=Kinetic\r\nExcitation Energy=384.6\r\n\
    [Manipulator 2]\r\nX=-0.9\r\n\
    [Data 2]\r\n 100  1  2  3\r\n 100.5  10  20  30\r\n\r\n\
    [Region 3]\r\nDimension 1 name=Binding Energy [eV]\r\nDimension 1 size=2\r\n\
    Dimension 1 scale=5 4\r\nDimension 2 name=Y-Scale [mm]\r\nDimension 2 size=2\r\n\
    Dimension 3 name=Photon Energy [eV]\r\nDimension 3 size=2\r\nDimension 3 scale=770 771,5\r\n\r\n\
    [Info 3]\r\nSpectrum Name=CIS\r\n[Run Mode Information 3]\r\nName=CIS\r\nPoint 1=770 eV\r\n\
    [Data 3:1]\r\n5 1 2\r\n4 3 4\r\n\r\n[Data 3:2]\r\n5 10 20\r\n4 30 40\r\n";

/// A small file of this format.
pub(crate) fn sample() -> Vec<u8> {
    FILE.as_bytes().to_vec()
}

/// A region with dimensions and rows.
fn region(dimensions: &str, data: &str) -> String {
    format!(
        "[Info]\nNumber of Regions=1\n[Region 1]\n{dimensions}\n[Info 1]\nRegion Name=x\n{data}"
    )
}

fn one(text: &str) -> Spectrum {
    only(read(text))
}

#[test]
fn every_region_is_read() {
    assert!(is_scienta(FILE));
    let all = read(FILE).unwrap();
    assert_eq!(all.len(), 4);
    let s = &all[0];
    assert_eq!(
        (&*s.energy_ev, &*s.counts),
        (&[30.0, 29.95, 29.9][..], &[3.5, 2.5, 1.5][..])
    );
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "VB", "Ag")
    );
    assert_eq!(
        (s.axis, s.photon_energy_ev),
        (Some(Axis::Binding), Some(1486.6))
    );
    assert_eq!(
        (s.pass_energy_ev, s.scans, s.dwell_s),
        (Some(50.0), Some(10), Some(2.0))
    );
    assert_eq!(s.count_unit, CountUnit::Unknown);
    assert_eq!(s.instrument.as_deref(), Some("R3000"));
    assert_eq!(s.date.as_deref(), Some("2023-03-08 15:30:27"));
    assert!(
        s.notes
            .contains(&("Lens Mode".into(), "Transmission".into()))
    );

    let s = &all[1];
    assert_eq!(
        (&*s.energy_ev, &*s.counts),
        (&[100.0, 100.5][..], &[6.0, 60.0][..])
    );
    assert_eq!((s.axis, s.region.as_str()), (Some(Axis::Kinetic), "C 1s"));
    for note in [("X", "-0.9"), ("summed", "3 × Y-Scale [deg]")] {
        assert!(
            s.notes.contains(&(note.0.into(), note.1.into())),
            "{:?}",
            s.notes
        );
    }

    assert_eq!(
        (&*all[2].counts, &*all[3].counts),
        (&[3.0, 7.0][..], &[30.0, 70.0][..])
    );
    assert_eq!(all[3].region, "CIS, Photon Energy 771.5 eV");
    assert_eq!((all[3].block, all[3].photon_energy_ev), (4, Some(771.5)));
    assert!(all[2].notes.contains(&("Run Mode".into(), "CIS".into())));
    assert!(all.iter().all(|s| s.doubts.is_empty()));
}

#[test]
fn other_texts_are_left_to_others() {
    for text in [
        "[Info]\nNumber of Regions=1\n",
        "1 2\n[Info]\n[Region 1]\n",
        "",
    ] {
        assert!(!is_scienta(text), "{text}");
    }
}

#[test]
fn sweeps_are_summed_and_counted() {
    let s = one(&region(
        "Dimension 1 name=Binding Energy [eV]\nDimension 2 name=Sweep\nDimension 2 size=3",
        "Number of Sweeps=2\n[Data 1]\n3 1 2 3\n2 4 5 6\n",
    ));
    assert_eq!((s.counts, s.scans), (vec![6.0, 15.0], Some(6)));
    let s = one(&region(
        "Dimension 1 name=Binding Energy [eV]\nDimension 3 name=Region Iteration [a.u.]",
        "[Data 1:1]\n3 1\n2 4\n[Data 1:2]\n3 10\n2 40\n",
    ));
    assert_eq!((s.counts, s.scans), (vec![11.0, 44.0], Some(2)));
}

#[test]
fn rows_may_lack_their_energy_and_commas_may_be_decimal() {
    let s = one(&region(
        "Dimension 1 name=Kinetic Energy [eV]\nDimension 1 scale=100,5 101\nDimension 2 size=2",
        "[Data 1]\n1,5 2\n3 4\n",
    ));
    assert_eq!(
        (s.energy_ev, s.counts),
        (vec![100.5, 101.0], vec![3.5, 7.0])
    );
    let s = one(&region(
        "Dimension 1 name=Kinetic Energy [eV]",
        "[Data 1]\n1,5 2\n3 NaN\n4 5",
    ));
    assert_eq!((s.energy_ev, s.counts), (vec![1.5, 4.0], vec![2.0, 5.0]));
    assert_eq!(
        sentences(&s.doubts),
        ["1 of 3 points hold no number and are left out"]
    );
}

#[test]
fn what_is_doubtful_is_said() {
    let binding = "Dimension 1 name=Binding Energy [eV]";
    let warned = |dimensions: &str, data: &str| sentences(&one(&region(dimensions, data)).doubts);
    let size = format!("{binding}\nDimension 1 size=5");
    for (got, want) in [
        (
            warned(&size, "[Data 1]\n3 1\n2 4\n"),
            "the data break off: 2 of 5 points are there",
        ),
        (
            warned(&size, "[Data 1]\n3 1\n2 4\n1 1.5E+"),
            "the data break off: 2 of 5 points are there",
        ),
        (
            warned(&size, "[Data 1]\n3 1\n2 4\n1 1.5"),
            "the data break off: 2 of 5 points are there",
        ),
        (
            warned(binding, "[Data 1]\n3 1\n2 4\n1 x"),
            "the last line is cut and left out",
        ),
        (
            warned(
                &format!("{binding}\nDimension 1 size=1"),
                "[Data 1]\n3 1\n2 4\n",
            ),
            "2 points are there and 1 are announced",
        ),
        (
            warned(
                &format!("{binding}\nDimension 1 scale=3 2.5"),
                "[Data 1]\n3 1\n2 4\n",
            ),
            "the energies of the rows are not those of Dimension 1 scale: the rows' are taken",
        ),
        (
            warned(binding, "[Data 1:1]\n3 1\n2 4\n[Data 1:2]\n3 1\n"),
            "the data number 2 are left out: its energies or columns are not those of the first",
        ),
        (
            warned(
                &format!("{binding}\nDimension 3 size=4"),
                "[Data 1:1]\n3 1\n2 4\n",
            ),
            "1 of 4 announced data sections are there and sound",
        ),
        (
            warned("", "[Data 1]\n3 1\n2 4\n"),
            "the file does not say what its energies are: they are taken as binding energy",
        ),
    ] {
        assert_eq!(got, [want]);
    }
}

#[test]
fn one_bad_region_does_not_lose_the_others() {
    let bad = FILE.replace(" 100.5  10  20  30", " 100.5  10  20");
    let all = read(&bad).unwrap();
    assert_eq!((all.len(), all[1].block), (3, 2));
    assert_eq!(
        sentences(&all[0].doubts),
        ["region 2 is left out: line 48: found 3 numbers, expected 4 as in line 47"]
    );
    let few = FILE.replace("Regions=0003", "Regions=0007");
    assert_eq!(
        sentences(&read(&few).unwrap()[0].doubts),
        ["the file announces 7 regions and holds 3"]
    );
}

#[test]
fn what_is_no_spectrum_is_refused_with_its_line() {
    for (dimensions, data, want) in [
        (
            "",
            "[Data 1]\n3 1\n2 x\n1 1\n",
            "line 9: found “x”, expected a number",
        ),
        (
            "",
            "[Data 1]\n\n",
            "line 7: found no rows below it, expected rows of numbers",
        ),
        (
            "",
            "",
            "line 3: found a region without data, expected its [Data] section",
        ),
        (
            "",
            "[Data 1]\n3 1\n3 1\n",
            "line 8: found an energy of 3 at point 2, after which the axis",
        ),
        (
            "",
            "[Data 1]\n3 1\n",
            "line 8: found an energy axis of 1 point, expected the energies",
        ),
        (
            "",
            "[Data 1]\n3\n2\n",
            "line 8: found rows of intensities without energies",
        ),
        (
            "",
            "[Data 1]\n3 1e99\n2 1\n",
            "line 8: found 1e99 at 3 eV, no intensity, expected intensities",
        ),
        (
            "Dimension 2 size=3",
            "[Data 1]\n3 1 1\n2 1 1\n",
            "line 8: found 3 numbers in a row, expected an energy and 3 intensities, as Dimension 2",
        ),
    ] {
        let e = read(&region(dimensions, data)).unwrap_err().to_string();
        assert!(e.starts_with(want), "{e}");
    }
    let e = read("[Info]\n").unwrap_err().to_string();
    assert_eq!(
        e,
        "line 1: found no region with data, expected at least one"
    );
}

#[test]
fn cut_and_damaged_files_give_sound_spectra_or_one_line() {
    let mut outcomes = Outcomes::of_a_detector();
    for n in 0..FILE.len() {
        outcomes.see(read(&FILE[..n]));
    }
    let mut damage = Vandal::default();
    let file = String::from_utf8(sample()).unwrap();
    for text in [
        file,
        region("Dimension 2 size=2", "[Data 1]\n3 1 1\n2 1 1\n"),
    ] {
        for _ in 0..6000 {
            let damaged = damage.of(text.as_bytes());
            outcomes.see(read(&String::from_utf8_lossy(&damaged)));
        }
    }
    outcomes.assert_each_above(400);
}
