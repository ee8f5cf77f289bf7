mod specslab2;

use super::*;
use crate::shared::MAX_SPECTRA;
use crate::testing::Outcomes;
use speclens_containers::testing::Vandal;
use speclens_spectrum::{Technique, sentences};

/// What an export keeps apart, and how it writes it.
#[derive(Clone, Copy)]
struct Export {
    prefix: &'static str,
    scans_apart: bool,
    channels_apart: bool,
    rate: bool,
    transmission: bool,
    error: bool,
    external: bool,
    operations: bool,
}

impl Default for Export {
    fn default() -> Self {
        Export {
            prefix: "#",
            scans_apart: true,
            channels_apart: false,
            rate: true,
            transmission: false,
            error: false,
            external: false,
            operations: false,
        }
    }
}

impl Export {
    /// A group with a survey of 2 scans, a C 1s of 2 cycles and a region without energies.
    /// Counts of scan s and channel c at point i of cycle k: 100 + i + 10 s + 1000 c + 5 k, and a
    /// tenth of a second of dwell time.
    fn text(self) -> String {
        let yes = |b| if b { "yes" } else { "no" };
        let mut words = vec![
            "Created by:        SpecsLab Prodigy, Version 4.0".to_owned(),
            String::new(),
            "XY-Serializer Export Settings:".to_owned(),
            format!("  Comment Prefix:           {}", self.prefix),
            "  Energy Axis:              Binding Energy".to_owned(),
            format!(
                "  Count Rate:               {}",
                if self.rate {
                    "Counts per Second"
                } else {
                    "Counts"
                }
            ),
            format!("  Separate Scan Data:       {}", yes(self.scans_apart)),
            format!("  Separate Channel Data:    {}", yes(self.channels_apart)),
            format!("  External Channel Data:    {}", yes(self.external)),
            format!("  Transmission Function:    {}", yes(self.transmission)),
            format!("  Error Bar:                {}", yes(self.error)),
            String::new(),
            "Group:                        1 as-loaded".to_owned(),
            String::new(),
        ];
        let mut out = String::new();
        let mut flush = |words: &mut Vec<String>| {
            for word in words.drain(..) {
                out += &format!("{} {word}\n", self.prefix);
            }
        };
        flush(&mut words);
        for (region, mode, cycles, points) in [
            ("Survey", "FixedAnalyzerTransmission", 1, 12),
            ("Time", "FixedEnergies", 1, 3),
            ("C 1s", "FixedAnalyzerTransmission", 2, 5),
        ] {
            words.extend(
                [
                    format!("Region:                       {region}"),
                    "Acquisition Date:             08/24/23 14:19:47 UTC".to_owned(),
                    "Analysis Method:              XPS".to_owned(),
                    "Analyzer:                     Phoibos".to_owned(),
                    "Analyzer Lens:                LargeArea:1.5kV".to_owned(),
                    format!("Scan Mode:                    {mode}"),
                    format!("Values/Curve:                 {points}"),
                    "Dwell Time:                   0.1".to_owned(),
                    "Excitation Energy:            1486.61".to_owned(),
                    "Pass Energy:                  20".to_owned(),
                    "Source:                       XR 50".to_owned(),
                    "Comment:                      first".to_owned(),
                    "second line".to_owned(),
                ]
                .into_iter()
                .chain([]),
            );
            for cycle in 0..cycles {
                words.push(format!("Cycle: {cycle}"));
                words.push(String::new());
                words.push(format!("Parameter: \"Loop\" = {}", cycle + 1));
                words.push("Number of Scans: 2".to_owned());
                let scans: Vec<u32> = if self.scans_apart {
                    vec![0, 1]
                } else {
                    vec![0]
                };
                for (scan, channel) in scans
                    .into_iter()
                    .flat_map(|s| (0..if self.channels_apart { 3 } else { 1 }).map(move |c| (s, c)))
                {
                    let mut place = format!("Cycle: {cycle}, Curve: 0");
                    if self.scans_apart {
                        place += &format!(", Scan: {scan}");
                    }
                    if self.channels_apart {
                        place += &format!(", Channel: {channel}");
                    }
                    words.push(place);
                    words.push(String::new());
                    let first = if mode == "FixedEnergies" {
                        "index"
                    } else {
                        "energy"
                    };
                    words.push(format!(
                        "ColumnLabels:                 {first} counts{}{}{}",
                        if self.rate { "/s" } else { "" },
                        if self.error { " error" } else { "" },
                        if self.transmission {
                            " transmission"
                        } else {
                            ""
                        },
                    ));
                    for word in words.drain(..) {
                        out += &format!("{} {word}\n", self.prefix);
                    }
                    for i in 0..points {
                        let counts = 100 + i + 10 * scan + 1000 * channel + 5 * cycle;
                        let counts = if self.rate { counts * 10 } else { counts };
                        out += &format!("{}  {counts}", 295.0 - f64::from(i) * 0.5);
                        if self.error {
                            out += "  0.5";
                        }
                        if self.transmission {
                            out += &format!("  {}", 2.0 + f64::from(i));
                        }
                        out += "\n";
                    }
                    out += "\n";
                    if self.external {
                        words.push(format!(
                            "External Channel Data Cycle: {cycle}, Ring Current [mA] (Remote Out Device)"
                        ));
                        words.push("ColumnLabels: energy Ring Current [mA]".to_owned());
                        for word in words.drain(..) {
                            out += &format!("{} {word}\n", self.prefix);
                        }
                        out += "295  300\n294.5  301\n\n";
                    }
                }
                if self.operations {
                    out += &format!(
                        "{0} Operation: Shirley\n{0} Curve: Background\n",
                        self.prefix
                    );
                    out += "295  1\n294  1\n";
                }
            }
        }
        out
    }

    fn read(self) -> Vec<Spectrum> {
        let text = self.text();
        assert!(is_specs_xy(&text));
        read(&text).unwrap()
    }
}

/// Valid files, as seeds of the fuzzer.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let all = Export {
        channels_apart: true,
        transmission: true,
        error: true,
        external: true,
        operations: true,
        ..Default::default()
    };
    let plain = Export {
        prefix: "%",
        scans_apart: false,
        rate: false,
        ..Default::default()
    };
    vec![
        ("prodigy.xy", all.text().into_bytes()),
        ("prodigy-plain.xy", plain.text().into_bytes()),
    ]
}

#[test]
fn every_field_is_filled() {
    let all = Export::default().read();
    let names: Vec<&str> = all.iter().map(|s| s.region.as_str()).collect();
    assert_eq!(names, ["Survey", "C 1s, cycle 1", "C 1s, cycle 2"]);
    let s = &all[0];
    assert_eq!((s.sample.as_str(), s.block), ("1 as-loaded", 1));
    assert_eq!((s.technique, s.axis), (Technique::Xps, Some(Axis::Binding)));
    assert_eq!(
        (s.photon_energy_ev, s.pass_energy_ev, s.dwell_s, s.scans),
        (Some(1486.61), Some(20.0), Some(0.1), Some(2))
    );
    assert_eq!(s.date.as_deref(), Some("08/24/23 14:19:47 UTC"));
    assert_eq!(s.instrument.as_deref(), Some("Phoibos"));
    assert_eq!((s.energy_ev[0], s.energy_ev[11]), (295.0, 289.5));
    // The mean of 1000 and 1100.
    assert_eq!(
        (s.counts[0], s.count_unit),
        (1050.0, CountUnit::CountsPerSecond)
    );
    assert!(s.doubts.is_empty(), "{:?}", sentences(&s.doubts));
    let has = |s: &Spectrum, key: &str, value: &str| {
        assert!(
            s.notes.contains(&(key.to_owned(), value.to_owned())),
            "{key}: {:?}",
            s.notes
        );
    };
    has(s, "Analyzer Lens", "LargeArea:1.5kV");
    has(s, "Comment", "second line");
    has(s, "Created by", "SpecsLab Prodigy, Version 4.0");
    has(s, "regions without energies", "Time");
    let c = &all[2];
    assert_eq!((c.counts[4], c.block), (1140.0, 3));
    has(c, "Loop", "2");
    has(c, "Cycle in the file", "1");
    has(c, "Source", "XR 50");
    assert!(!c.notes.iter().any(|(key, _)| key == "Comment"));
}

#[test]
fn scans_and_channels_are_summed_as_their_unit_asks() {
    let export = |scans_apart, channels_apart, rate| Export {
        scans_apart,
        channels_apart,
        rate,
        ..Default::default()
    };
    for (export, first, scans) in [
        (export(true, false, true), 1050.0, 2),
        (export(true, false, false), 210.0, 2),
        (export(false, false, true), 1000.0, 2),
        (export(false, false, false), 100.0, 2),
        // 100 + 1100 + 2100 counts a scan.
        (export(true, true, true), 33150.0, 2),
        (export(true, true, false), 6630.0, 2),
        (export(false, true, false), 3300.0, 2),
    ] {
        let all = export.read();
        assert_eq!(all.len(), 3);
        assert_eq!((all[0].counts[0], all[0].scans), (first, Some(scans)));
        let unit = if export.rate {
            CountUnit::CountsPerSecond
        } else {
            CountUnit::Counts
        };
        assert_eq!(all[0].count_unit, unit);
        let doubt = "the 3 channels of the detector are summed as they stand in the file";
        let expected: &[&str] = if export.channels_apart { &[doubt] } else { &[] };
        assert_eq!(sentences(&all[0].doubts), expected);
    }
}

#[test]
fn other_columns_blocks_and_prefixes_change_nothing() {
    let plain = Export::default().read();
    for prefix in ["#", "%", "//", ";;", ""] {
        let all = Export {
            prefix,
            transmission: true,
            error: true,
            external: true,
            operations: true,
            ..Default::default()
        }
        .read();
        assert_eq!(all.len(), 3, "{prefix}");
        for (s, p) in all.iter().zip(&plain) {
            assert_eq!((&s.counts, &s.energy_ev), (&p.counts, &p.energy_ev));
        }
        let s = &all[0];
        assert_eq!(s.transmission.as_deref().unwrap()[..2], [2.0, 3.0]);
        for (key, value) in [
            ("columns left out", "error"),
            (
                "external channels left out",
                "Ring Current [mA] (Remote Out Device)",
            ),
            ("results of operations", "left out"),
        ] {
            assert!(
                s.notes.contains(&(key.into(), value.into())),
                "{:?}",
                s.notes
            );
        }
    }
}

#[test]
fn curves_are_spectra_and_the_axis_may_be_kinetic() {
    let text = "# XY-Serializer Export Settings:\n#   Energy Axis: Kinetic Energy\n# Group: g\n# Region: r\n\
        # Analysis Method: UPS\n# Scan Mode: FixedRetardingRatio\n# Pass Energy: 5\n# Excitation Energy: 21.22\n\
        # Cycle: 0, Curve: 0, Scan: 0\n1 2\n2 3\n# Cycle: 0, Curve: 1, Scan: 0\n# NonEnergyOrdinate: -5\n1 4\n2 5\n\
        # Cycle: 0, Curve: 0, Scan: 1\n1 20\n2 30\n# Cycle: 0, Curve: 1, Scan: 1\n1 40\n2 50\n";
    let all = read(text).unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(all[1].region, "r, curve 2");
    assert_eq!(
        (&*all[0].counts, &*all[1].counts),
        (&[22.0, 33.0][..], &[44.0, 55.0][..])
    );
    let s = &all[1];
    assert_eq!((s.axis, s.technique), (Some(Axis::Kinetic), Technique::Ups));
    assert_eq!((s.pass_energy_ev, s.photon_energy_ev), (None, Some(21.22)));
    assert_eq!((s.count_unit, s.scans), (CountUnit::Unknown, Some(2)));
    assert!(s.notes.contains(&("NonEnergyOrdinate".into(), "-5".into())));
}

#[test]
fn specslab2_without_settings_is_read_too() {
    let text = "# Created by:        SpecsLab2, Version 2.85\n# values in binding energy\n# Region: Au\n5 1\n4 2\n";
    assert!(is_specs_xy(text));
    let all = read(text).unwrap();
    assert_eq!(
        (all[0].axis, all[0].region.as_str()),
        (Some(Axis::Binding), "Au")
    );
    let unsaid = read(&text.replace("# values in binding energy\n", "")).unwrap();
    assert_eq!(unsaid[0].axis, None);
    assert_eq!(
        sentences(&unsaid[0].doubts),
        ["the file does not say what its energies are: they are taken as binding energy"]
    );
    for other in ["# Region: Au\n1 2\n", "energy counts\n1 2\n", ""] {
        assert!(!is_specs_xy(other));
    }
}

/// Energies twice, words and values without a number: the part is left out, the rest is read.
#[test]
fn one_bad_part_does_not_lose_the_others() {
    let text = Export::default().text();
    let cases = [
        (
            "294.5  1010\n",
            "294.5  nan\n",
            "line 36: found “nan”, expected a finite number",
        ),
        (
            "294.5  1010\n",
            "295  1010\n",
            "line 36: found the energy 295 after 295, expected energies that only rise or only fall",
        ),
        (
            "294  1020\n",
            "296  1020\n",
            "line 37: found the energy 296 after 294.5, expected energies that only rise or only fall",
        ),
        (
            "294.5  1010\n",
            "294.5  1010 7\n",
            "line 36: found 3 numbers, expected 2 as in line 35",
        ),
        (
            "294.5  1010\n",
            "294.5\n",
            "line 36: found a row of one number (“294.5”), expected 2 as in line 35",
        ),
    ];
    for (from, to, why) in cases {
        let all = read(&text.replacen(from, to, 1)).unwrap();
        assert_eq!(all.len(), 3);
        // The other scan remains.
        assert_eq!((all[0].counts[0], all[0].scans), (1100.0, Some(1)));
        let doubt = format!("a part of region “Survey” is left out: {why}");
        assert_eq!(sentences(&all[2].doubts), [doubt.as_str()]);
    }
    let all = read(&text.replacen("289.5  1210\n", "", 1)).unwrap();
    assert_eq!(
        sentences(&all[0].doubts),
        ["1 scan of region “Survey” is left out: its energies are not those of the first scan"]
    );
    let channels = Export {
        channels_apart: true,
        ..Default::default()
    };
    let at = "Scan: 1, Channel: 2";
    let all = read(&channels.text().replacen(at, "Scan: 2, Channel: 2", 1)).unwrap();
    assert_eq!(
        sentences(&all[0].doubts)[0],
        "2 of 3 scans lack channels of the detector and are left out"
    );
    assert_eq!((all[0].counts[0], all[0].scans), (33000.0, Some(1)));
}

#[test]
fn what_holds_no_spectrum_is_refused() {
    let head = "# XY-Serializer Export Settings:\n# Region: Align\n";
    let cases = [
        (
            "# Cycle: 0, Curve: 0\n# ColumnLabels: index counts/s\n0 1\n1 2\n",
            "line 6: found region “Align” without an energy axis, expected a region with energies and counts",
        ),
        (
            "# Scan Mode: DetectorVoltageScan\n# Cycle: 0, Curve: 0\n0 1\n1 2\n",
            "line 6: found region “Align” without an energy axis, expected a region with energies and counts",
        ),
        (
            "",
            "line 2: found a SPECS .xy export without a row of numbers, expected a region with energies and counts",
        ),
        (
            "# Cycle: 0, Curve: 0\n0 1\n",
            "line 3: found 1 points, expected a spectrum of at least 2 points",
        ),
        (
            "# Cycle: 0, Curve: 0\n0\n1\n",
            "line 4: found a row of one number (“0”), expected energy and counts",
        ),
    ];
    for (rest, message) in cases {
        let e = read(&format!("{head}{rest}")).unwrap_err().to_string();
        assert_eq!(e, message);
    }
}

#[test]
fn a_cut_last_row_is_left_out_unless_it_is_the_last_announced() {
    let text = Export::default().text();
    let cut = text.trim_end();
    let all = read(cut).unwrap();
    assert_eq!((all[2].counts.len(), all[2].scans), (5, Some(2)));
    assert!(all[2].doubts.is_empty());
    let first = text.find("289.5  1110").unwrap();
    let all = read(&text[..first - 3]).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(
        sentences(&all[0].doubts),
        [
            "only 10 of its 12 points are there",
            "the last line (45) is cut and left out"
        ]
    );
}

#[test]
fn no_cut_and_no_damage_makes_it_panic() {
    let mut outcomes = Outcomes::default();
    let mut damage = Vandal::default();
    for (_, file) in samples() {
        assert!(file.len() < 20_000, "{}", file.len());
        let mut check = |bytes: &[u8]| outcomes.see(crate::testing::read(bytes, "a.xy"));
        for n in (0..file.len()).step_by(1 + file.len() / 4000) {
            check(&file[..n]);
        }
        for _ in 0..2000 {
            check(&damage.of(&file));
        }
    }
    outcomes.assert_each_above(200);
}

#[test]
fn more_cycles_than_can_be_shown_are_left_out() {
    let mut text =
        "# XY-Serializer Export Settings:\n#  Energy Axis: Binding Energy\n# Region: r\n"
            .to_owned();
    for cycle in 0..=MAX_SPECTRA {
        text += &format!("# Cycle: {cycle}, Curve: 0\n2 1\n1 1\n");
    }
    let all = read(&text).unwrap();
    assert_eq!(all.len(), MAX_SPECTRA);
    assert_eq!(
        sentences(&all[0].doubts),
        ["only the first 5000 spectra are read"]
    );
}
