//! Small dumps of datasets, written here, with made-up numbers.

use super::*;
use crate::shared::notes::note;
use crate::testing::Outcomes;
use crate::testing::only;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Axis, CountUnit, Technique, sentences};

/// Fields of a spectrum.
const SURVEY: [&str; 24] = [
    "   1 Technique                                        = F_XPS",
    "   2 Scan type                                        = F_SPECTRUM",
    "   3 Spectrum scan start                              = 100.69 eV",
    "   4 Spectrum scan step size                          = 2 eV",
    "   5 Abscissa label                                   = Kinetic Energy",
    "   6 Abscissa units                                   = eV",
    "   7 Dwell time                                       = 0.25 seconds",
    "   9 Ordinate units                                   = Counts",
    "  12 Ordinate values                                  = {10, 11,",
    "12.5, 13, 14}",
    "  37 Acquisition name                                 = wide",
    "  42 Pass energy                                      = 160 eV",
    "  99 # Sweeps completed                               = 3",
    " 151 Date Acquired                                    = 17/09/08 08:48:12",
    "3013 Enabled detectors                                = {1, 2, 3}",
    "3046 Analyser Scan Mode                               = F_FAT",
    "3065 Charge Neutraliser Charge Balance                = 3.3",
    "3080 Xray Reference Energy                            = F_REFER_TO_XRAY_MONO_AL",
    "3112 Work function                                    = -4.5",
    "3290 Vision Software Version                          = 2.2.10",
    "5587 Transmission Function Object (ke,t)              = {",
    "    5615 Transmission Function Kinetic Energy         = {104.69, 102.69, 100.69}",
    "    5616 Transmission Function Value                  = {0.5, 1.0, 2.0}",
    "}",
];

fn object(name: &str, fields: &[&str]) -> String {
    format!(
        "Dataset filename          = a.dset\nObject name               = {name}\n{}\n",
        fields.join("\n")
    )
}

/// A position, a survey, an etch, a core level after it, a map.
fn dump() -> String {
    let level = [
        "   2 Scan type = F_SPECTRUM",
        "   3 Spectrum scan start = 1200 eV",
        "   4 Spectrum scan step size = -0.1 eV",
        "   5 Abscissa label = Kinetic Energy",
        "   9 Ordinate units = counts/s",
        "  12 Ordinate values = {1, -2, 3}",
        "3080 Xray Reference Energy = F_REFER_TO_XRAY_AG",
        "3113 Chemical symbol or formula = C",
        "3114 Transition or charge state = 1s",
    ];
    [
        object(
            "Sample Position/1",
            &[
                "  38 State change type = F_POSITION",
                "3087 Stage Position Name = gold",
            ],
        ),
        object("wide/2", &SURVEY),
        object(
            "Etch/3",
            &[
                "  31 Etch time = 60 seconds",
                "  38 State change type = F_ETCH",
            ],
        ),
        object("C 1s/4", &level),
        object(
            "map/5",
            &[
                "   2 Scan type = F_MAPPING",
                "  12 Ordinate values = {1, 2, 3, 4}",
            ],
        ),
    ]
    .concat()
}

/// A small valid dump.
pub(crate) fn sample() -> Vec<u8> {
    dump().into_bytes()
}

fn survey_with(from: &str, to: &str) -> String {
    object("wide/2", &SURVEY).replace(from, to)
}

fn one(text: &str) -> Spectrum {
    only(read(text))
}

#[test]
fn the_objects_of_a_dataset() {
    let spectra = crate::testing::read(&sample(), "a.txt").unwrap();
    assert_eq!(spectra.len(), 2);
    let s = &spectra[0];
    assert_eq!(
        (s.block, s.region.as_str(), s.sample.as_str()),
        (1, "wide", "gold")
    );
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Kinetic)));
    assert_eq!(s.photon_energy_ev, Some(1486.69));
    assert_eq!(s.energy_ev, [100.69, 102.69, 104.69, 106.69, 108.69]);
    assert_eq!(s.binding_energy_ev().unwrap()[0], 1386.0);
    assert_eq!(s.counts, [10.0, 11.0, 12.5, 13.0, 14.0]);
    assert_eq!(s.count_unit, CountUnit::Counts);
    assert_eq!(
        (s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(160.0), Some(0.25), Some(3))
    );
    assert_eq!(s.date.as_deref(), Some("17/09/08 08:48:12"));
    assert_eq!(note(s, "Charge Neutraliser Charge Balance"), Some("3.3"));
    assert_eq!(note(s, "Vision Software Version"), Some("2.2.10"));
    assert_eq!(
        sentences(&s.doubts),
        [
            "the transmission function of the file is damaged or does not cover the spectrum, and is left out",
            "scans that are no spectra are left out: 1, the first in line 47, “F_MAPPING”"
        ]
    );
    let s = &spectra[1];
    assert_eq!((s.block, s.region.as_str()), (2, "C 1s, etch 1"));
    assert_eq!(
        (s.sample.as_str(), s.photon_energy_ev),
        ("gold", Some(2984.2))
    );
    assert_eq!(s.energy_ev, [1200.0, 1199.9, 1199.8]);
    assert_eq!(s.count_unit, CountUnit::CountsPerSecond);
    assert_eq!(note(s, "time of the last etch"), Some("60 seconds"));
    assert_eq!(sentences(&s.doubts), ["1 of 3 counts are negative"]);
}

#[test]
fn the_transmission_function_lies_on_its_table() {
    // A table to 108.69 covers the spectrum.
    let table = survey_with("{104.69,", "{108.69,");
    let s = one(&table);
    assert_eq!(
        s.transmission.unwrap(),
        [2.0, 1.0, 1.0 - 0.5 / 3.0, 1.0 - 1.0 / 3.0, 0.5]
    );
    assert_eq!(sentences(&s.doubts), Vec::<String>::new());
    // A twentieth of its width beyond is drawn on; further is not.
    let s = one(&survey_with("{104.69,", "{108.39,"));
    let t = s.transmission.unwrap();
    assert!(t[4] < 0.5 && t[4] > 0.45, "{t:?}");
    for bad in ["{0.5, 1.0}", "{0.5, x, 2.0}", "{-0.5, 1.0, 2.0}", "{}"] {
        let s = one(&table.replace("{0.5, 1.0, 2.0}", bad));
        assert_eq!((s.transmission, s.doubts.len()), (None, 1), "{bad}");
    }
}

#[test]
fn what_the_fields_say() {
    for (name, energy, technique) in [
        ("F_REFER_TO_XRAY_AL", Some(1486.61), Technique::Xps),
        ("F_REFER_TO_XRAY_MG", Some(1253.6), Technique::Xps),
        ("F_REFER_TO_UV_HE_I", Some(21.21), Technique::Ups),
        ("F_REFER_TO_UV_HE_II", Some(40.8), Technique::Ups),
        ("F_REFER_TO_NONE", None, Technique::Xps),
        ("F_REFER_TO_XRAY_CALCIUM", None, Technique::Xps),
    ] {
        let s = one(&survey_with("F_REFER_TO_XRAY_MONO_AL", name));
        assert_eq!(
            (s.photon_energy_ev, s.technique),
            (energy, technique),
            "{name}"
        );
        let told = sentences(&s.doubts)
            .iter()
            .any(|w| w.contains("X-ray source"));
        assert_eq!(
            told,
            name.ends_with("CALCIUM"),
            "{:?}",
            sentences(&s.doubts)
        );
    }
    let anode = "3191 NICPU X-ray Gun Active Anode Material = F_NICPU_XRAY_ANODE_STD_MONO";
    let s =
        one(&survey_with("3290 Vision", &format!("{anode}\n3290 Vision")).replace("MONO_AL", "X"));
    assert_eq!(s.photon_energy_ev, Some(1486.69));
    let s = one(&survey_with(
        "3290 Vision",
        "  22 Excitation energy = 700 eV\n3290 Vision",
    ));
    assert_eq!(s.photon_energy_ev, Some(700.0));
    let s = one(&survey_with("F_XPS", "F_ISS"));
    assert_eq!((s.photon_energy_ev, s.technique), (None, Technique::Other));
    let s = one(&survey_with("F_FAT", "F_FRR"));
    assert_eq!(s.pass_energy_ev, None);
    let s = one(&survey_with("Kinetic", "Binding"));
    assert_eq!(s.axis, Some(Axis::Binding));
    let s = one(&survey_with("   5 Abscissa label", "   5 Label"));
    assert!(
        sentences(&s.doubts)[0].contains("taken as kinetic"),
        "{:?}",
        sentences(&s.doubts)
    );
    let s = one(&survey_with(
        "F_SPECTRUM",
        "F_IRREGULAR\n  11 Abscissa values = {1, 2, 4, 5, 7}",
    ));
    assert_eq!(s.energy_ev, [1.0, 2.0, 4.0, 5.0, 7.0]);
    // Fields without numbers before them, as KherveFitting knows them.
    let bare: String = object("C 1s/2", &SURVEY)
        .lines()
        .map(|l| {
            l.trim_start()
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start()
        })
        .map(|l| {
            if l.is_empty() || l.starts_with(['.', ',']) {
                "12.5, 13, 14}"
            } else {
                l
            }
        })
        .fold(String::new(), |all, l| all + l + "\n");
    assert_eq!(one(&bare).counts.len(), 5);
}

#[test]
fn what_is_no_spectrum_is_refused_with_its_line() {
    let refused = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(
        refused(&survey_with("11,", "1x1,")),
        "line 11: found “1x1”, expected a number of the “Ordinate values”"
    );
    assert_eq!(
        refused(&survey_with("12.5, 13, 14}", "12.5, 13, 14")),
        "line 13: found “37 Acquisition name                     …”, expected “}” that ends the \
         “Ordinate values”"
    );
    assert_eq!(
        refused(&survey_with(
            "step size                          = 2",
            "step size = 0"
        )),
        "line 2: found an energy of 100.69 at point 2, expected energies that only rise or only \
         fall"
    );
    assert_eq!(
        refused(&survey_with("   3 Spectrum scan start", "   3 Start")),
        "line 2: found the spectrum “wide/2” without its energies, expected “Spectrum scan \
         start” and “Spectrum scan step size”"
    );
    assert_eq!(
        refused(&survey_with("F_SPECTRUM", "F_MAPPING")),
        "line 2: found “F_MAPPING”, expected a scan “F_SPECTRUM” of the dataset"
    );
    assert_eq!(
        refused(&survey_with("12.5,", "1e300,")),
        "line 11: found 1e300 at point 3, expected an intensity"
    );
    assert_eq!(
        refused("Dataset filename = a\nObject name = a/1\n"),
        "line 1: found a Kratos dataset without a spectrum, expected “Ordinate values”"
    );
    // A bad one does not lose the others.
    let spectra = read(&dump().replace("{1, -2, 3}", "{1, y, 3}")).unwrap();
    assert_eq!(spectra.len(), 1);
    assert!(
        sentences(&spectra[0].doubts)[1].starts_with(
            "1 of 2 spectra of the file are left out, the first for this: line 42: found “y”"
        ),
        "{:?}",
        sentences(&spectra[0].doubts)
    );
    assert!(!is_kal("Dataset filename = x\n1 2\n2 3\n"));
    assert!(!is_kal("Object name = x\n1 2\n2 3\n"));
}

/// Every beginning of a dump gives whole spectra, or is refused in one line.
#[test]
fn a_dump_that_breaks_off_gives_whole_spectra() {
    let text = dump();
    let whole = read(&text).unwrap();
    let mut read_some = 0;
    for cut in (0..text.len()).filter(|i| text.is_char_boundary(*i)) {
        match read(&text[..cut]) {
            Ok(spectra) => {
                read_some += 1;
                for (s, w) in spectra.iter().zip(&whole) {
                    assert_eq!(
                        (&s.counts, &s.energy_ev),
                        (&w.counts, &w.energy_ev),
                        "{cut}"
                    );
                    assert!(s.pass_energy_ev.is_none_or(|e| e == 160.0), "{cut}");
                }
            }
            Err(e) => assert!(!e.to_string().contains(['\n', '\r']), "{e}"),
        }
    }
    assert!(read_some > text.len() / 2, "{read_some} of {}", text.len());
}

#[test]
fn damaged_dumps_give_sound_spectra_or_one_line() {
    let bytes = sample();
    let mut damage = Vandal::default();
    let mut outcomes = Outcomes::of_a_detector();
    for _ in 0..10_000 {
        outcomes.see(crate::testing::read(&damage.of(&bytes), "a.kal"));
    }
    outcomes.assert_each_above(400);
}
